#include "cli/recorder.h"

#include <string.h>

#include "base/tongue.h"
#include "cli/language.h"

/*
 * How long a picture stands that brings no new text to read, and how fast a
 * prompt is typed into.
 */
enum { LOOK_MS = 800, TYPE_MS = 120, NORMAL_SPEED = 8 };

int recorder_open(struct recorder *r, const struct options *o,
		  const struct screen *s)
{
	static const struct {
		enum option_id option;
		const char    *command;
	} wishes[] = { { OPT_unit, "set unit " }, { OPT_speed, "set speed " } };
	const char *from = o->value[OPT_from];
	int outcome;

	memset(r, 0, sizeof(*r));
	outcome = player_open(&r->player, o, from ? from : "0");
	if (outcome != DONE)
		return outcome;
	r->screen = s;
	player_speak(&r->player, s->lang);
	/* each picture stands, unless the keys want it otherwise */
	r->player.scene.settings.motion = false;
	if (screen_colors(o, 1 << 24))
		themes_open(&r->player.themes, &s->theme);
	for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
		char line[64];

		if (!options_has(o, wishes[i].option))
			continue;
		snprintf(line, sizeof(line), "%s%s", wishes[i].command,
			 o->value[wishes[i].option]);
		player_command(&r->player, line);
	}
	return DONE;
}

void recorder_close(struct recorder *r)
{
	player_close(&r->player);
	vt_close(&r->vt);
	canvas_close(&r->moving);
	text_free(&r->sent);
	text_free(&r->lines);
}

static void add_event(struct recorder *r, char letter, const char *data)
{
	cast_event(&r->cast, r->now_ms, letter, data, strlen(data), &r->lines);
}

/* The last chapter that has begun here, from 1; 0 = none. */
static uint32_t chapter_here(const struct recorder *r)
{
	const struct story *s = r->player.session.story;
	uint32_t nr = 0;

	while (nr < s->nr_chapters &&
	       s->chapters[nr].first_step <= r->player.scene.pos.step)
		nr++;
	return nr;
}

/* A label is one line. */
static void add_marker(struct recorder *r, const char *chapter,
		       const char *question)
{
	const char *between = *chapter && *question ? "  " : "";
	struct text label = { 0 };

	text_printf(&label, "%s%s%s", chapter, between, question);
	for (size_t i = 0; i < label.len; i++)
		if (label.s[i] == '\n' || label.s[i] == '\t')
			label.s[i] = ' ';
	text_clean(label.s);
	add_event(r, 'm', label.s);
	text_free(&label);
}

/*
 * A marker comes behind its picture, so that a player that pauses there has
 * drawn it.
 */
static void mark(struct recorder *r, uint32_t chapter)
{
	const struct story *s = r->player.session.story;
	const struct ask *ask = player_question(&r->player);
	enum lang lang = r->player.scene.settings.lang;
	uint32_t asked = ask ? r->player.scene.pos.step : 0;
	bool begins = chapter && chapter != r->chapter;
	bool asks = asked && asked != r->asked;

	if (begins || asks)
		add_marker(r, begins ? words_in(&s->chapters[chapter - 1].title,
						lang) : "",
			   asks ? words_in(&ask->text, lang) : "");
	r->chapter = chapter;
	r->asked = asked;
}

static void send(struct recorder *r, const struct canvas *c, bool all)
{
	if (all)
		vt_draw_all(&r->vt, c, &r->sent);
	else
		vt_draw(&r->vt, c, &r->sent);
	if (r->sent.len)
		add_event(r, 'o', r->sent.s);
	text_reset(&r->sent);
}

/* What moves, up to the last picture but one. */
static void show_glide(struct recorder *r)
{
	for (int i = 0; i < GLIDE_PICTURES - 1; i++) {
		player_glide_draw(&r->player, &r->moving, i);
		send(r, &r->moving, false);
		r->now_ms += GLIDE_PICTURE_MS;
	}
}

/* The list of themes may have moved. Return: another one is in use. */
static bool turn_theme(struct recorder *r)
{
	const struct themes *t = &r->player.themes;
	bool other = t->at != r->theme;

	r->theme = t->at;
	vt_theme(&r->vt, themes_now(t, &r->screen->theme));
	return other;
}

/* A chapter begins with a whole picture: a recording can be cut there. */
static void show(struct recorder *r)
{
	uint32_t chapter = chapter_here(r);
	bool other = turn_theme(r);

	player_draw(&r->player);
	if (r->player.gliding)
		show_glide(r);
	send(r, &r->player.canvas, other || chapter != r->chapter);
	mark(r, chapter);
	output_text(r->out, &r->lines);
}

static bool is_playing(const struct recorder *r)
{
	return r->player.scene.settings.playing;
}

/* From now on the picture stands for so long. */
static void stand(struct recorder *r, int ms)
{
	r->next_ms = r->now_ms + (uint64_t)ms;
	r->tick_ms = r->now_ms + (uint64_t)player_hold_ms(&r->player);
}

/* Within a step the text is what it was: nothing new is to be read. */
static bool inside_step(struct recorder *r)
{
	struct pos here = r->player.scene.pos;
	struct timeline *t = r->player.session.timeline;

	if (r->player.scene.settings.unit != UNIT_STEP)
		return false;
	return here.op + here.event &&
	       pos_compare(t, here, step_end(t, here.step)) < 0;
}

static int rest_ms(struct recorder *r, struct pos before)
{
	struct player *p = &r->player;
	int ms = p->typing ? TYPE_MS : LOOK_MS;

	if (pos_compare(p->session.timeline, before, p->scene.pos) &&
	    !inside_step(r))
		return player_hold_ms(p);
	return ms * NORMAL_SPEED / p->scene.settings.speed_eighths;
}

static void walk_on(struct recorder *r)
{
	r->now_ms = r->tick_ms;
	player_tick(&r->player);
	show(r);
	stand(r, player_hold_ms(&r->player));
}

/* Show time goes on to `ms`; a show that plays walks meanwhile. */
static void pass(struct recorder *r, uint64_t ms)
{
	while (is_playing(r) && r->tick_ms <= ms)
		walk_on(r);
	if (r->now_ms < ms)
		r->now_ms = ms;		/* not while something still moves */
	r->next_ms = r->now_ms;
}

static void press(struct recorder *r, const char *key)
{
	char bytes[KEY_NAME_BYTES] = "";
	const char *near;
	struct pos before;

	pass(r, r->next_ms);
	before = r->player.scene.pos;
	key_bytes(key, bytes, &near);
	add_event(r, 'i', bytes);
	player_key(&r->player, key);
	while (r->player.hunting)	/* how long it takes differs by machine */
		player_tick(&r->player);
	if (r->player.outcome != DONE)
		return;		/* it lost its machines */
	show(r);
	stand(r, rest_ms(r, before));
}

static void open_canvas(struct recorder *r, int w, int h)
{
	canvas_open(&r->player.canvas, w, h, r->screen->ascii);
	r->player.canvas.borders = r->screen->borders;
}

static void resize(struct recorder *r, int w, int h)
{
	char size[32];

	pass(r, r->next_ms);
	canvas_close(&r->player.canvas);
	open_canvas(r, w, h);
	snprintf(size, sizeof(size), "%dx%d", w, h);
	add_event(r, 'r', size);
	show(r);
	stand(r, LOOK_MS);
}

void recorder_begin(struct recorder *r, struct output *out, int w, int h)
{
	struct player *p = &r->player;
	const char *version = p->options->value[OPT_cast];

	tongue_set(r->screen->lang == LANG_ZH);	/* pictures may hold messages */
	r->out = out;
	open_canvas(r, w, h);
	vt_open(&r->vt, &r->screen->theme, screen_colors(p->options, 1 << 24));
	cast_begin(&r->cast, version && *version == '3' ? 3 : 2, w, h,
		   words_in(&p->session.story->title, r->screen->lang),
		   &r->screen->theme, &r->lines);
	show(r);
	stand(r, player_hold_ms(p));
}

/* A recording that goes nowhere any more is no recording of the scenario. */
static bool is_shut(const struct recorder *r)
{
	const struct player *p = &r->player;

	if (p->shut.what[0])
		complain("%s: the walk ends here: %s", p->session.path,
			 p->shut.what);
	return p->shut.what[0];
}

bool recorder_walk(struct recorder *r, struct pos to)
{
	struct player *p = &r->player;
	struct timeline *t = p->session.timeline;

	while (pos_compare(t, p->scene.pos, to) < 0 && !r->out->error) {
		struct pos next = player_next(p, p->scene.settings.unit);

		if (pos_compare(t, next, to) > 0) {
			pass(r, r->next_ms);
			player_go(p, to);
			show(r);
			stand(r, player_hold_ms(p));
		} else {
			press(r, "l");
		}
		if (is_shut(r))
			return false;
	}
	return true;
}

/* Is what a cue waits for on the picture? */
static bool has_come(struct recorder *r, const struct cue *cue)
{
	struct player *p = &r->player;

	switch (cue->kind) {
	case CUE_STEP:
		return p->scene.pos.step >= cue->number;
	case CUE_EVENT:
		return p->between.count[cue->event];
	case CUE_QUESTION:
		return player_question(p) || player_talk(p);
	default:
		return player_at_end(p);
	}
}

static const char *why_still(struct player *p)
{
	if (p->shut.what[0])
		return p->shut.what;
	if (player_at_end(p))
		return tongue("that is the end");
	if (player_question(p) || player_talk(p))
		return tongue("a question stops it, Space lets it go on");
	return tongue("Space lets it play");
}

static bool wait_for(struct recorder *r, const struct cue *cue,
		     struct diags *faults)
{
	struct player *p = &r->player;
	struct text here = { 0 };

	/* an event that is shown already is not the one that is waited for */
	if (cue->kind == CUE_EVENT && is_playing(r))
		walk_on(r);
	while (!has_come(r, cue) && is_playing(r) && !r->out->error)
		walk_on(r);
	if (has_come(r, cue) || r->out->error)
		return true;
	timeline_print_pos(p->session.timeline, p->scene.pos, &here);
	language_of_messages(p->options);
	diag_hint(diags_add(faults, cue->line, cue->column,
			    "this does not come: the show stands still at %s",
			    text_str(&here)), "%s", why_still(p));
	text_free(&here);
	return false;
}

static bool follow(struct recorder *r, const struct cue *cue,
		   struct diags *faults)
{
	switch (cue->kind) {
	case CUE_KEY:
		press(r, cue->key);
		return true;
	case CUE_RESIZE:
		resize(r, cue->w, cue->h);
		return true;
	case CUE_HOLD:
		r->next_ms = r->now_ms + cue->number;
		return true;
	default:
		return wait_for(r, cue, faults);
	}
}

bool recorder_press(struct recorder *r, const struct tape *t,
		    struct diags *faults)
{
	bool held = t->nr && t->list[t->nr - 1].kind == CUE_HOLD;

	for (size_t i = 0; i < t->nr; i++) {
		if (r->player.quit || r->out->error)
			return true;
		if (!follow(r, &t->list[i], faults) || is_shut(r))
			return false;
	}
	if (held)
		pass(r, r->next_ms);
	while (!held && is_playing(r) && !r->out->error)
		walk_on(r);
	return !is_shut(r);
}

void recorder_end(struct recorder *r)
{
	r->now_ms = r->next_ms;
	vt_leave(&r->vt, &r->sent);
	add_event(r, 'o', r->sent.s);
	output_text(r->out, &r->lines);
}
