/*
 * The stage: title, panels, story, status, keys, and what lies over them.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/pgtable.h"
#include "mm/swap_area.h"
#include "view/ask.h"
#include "view/beside.h"
#include "view/focus.h"
#include "view/follow.h"
#include "view/follow_told.h"
#include "view/help.h"
#include "view/inspect.h"
#include "view/layout.h"
#include "view/map.h"
#include "view/present.h"
#include "view/progress.h"
#include "view/search.h"
#include "view/strip.h"
#include "view/wish.h"

enum { STATUS_GAP = 3 };	/* between words of the status */

static void draw_title(struct canvas *c, const struct facts *f)
{
	const struct story *story = f->story;
	uint32_t chapter = f->step_nr ? story_chapter(story, f->step_nr) : 0;
	struct text left = { 0 }, right = { 0 };

	text_printf(&left, "framewalk   %s", story->name ? story->name : "");
	if (c->w >= 100)
		text_printf(&left, "   %s", words_in(&story->title, f->lang));
	if (story->nr_chapters) {
		text_printf(&right, ui(f->lang, UI_chapter), chapter + 1,
			    story->nr_chapters);
		text_printf(&right, "  %s",
			    words_in(&story->chapters[chapter].title, f->lang));
	}
	ends_draw(c, 1, 0, c->w - 2, ROLE_TITLE, text_str(&left),
		  text_str(&right));
	text_free(&left);
	text_free(&right);
}

static void speed_words(int eighths, struct text *out)
{
	if (eighths == SPEED_UNBOUND)
		text_puts(out, "max");
	else if (eighths >= 8)
		text_printf(out, "%dx", eighths / 8);
	else
		text_printf(out, "1/%dx", eighths > 0 ? 8 / eighths : 8);
}

/* "playing, on in 6 s" */
static void play_words(const struct facts *f, struct text *out)
{
	const struct settings *set = &f->s->settings;

	if (set->playing && set->next_s)
		text_printf(out, ui(f->lang, UI_playing_next), set->next_s);
	else
		text_puts(out, ui(f->lang, set->playing ? UI_playing :
							  UI_paused));
}

/* "predict 2 of 3 right" */
static void score_words(const struct facts *f, struct text *out)
{
	const struct settings *set = &f->s->settings;

	if (set->mode == MODE_PREDICT)
		text_puts(out, ui(f->lang, UI_mode_predict));
	if (set->mode == MODE_PREDICT && set->nr_asked) {
		text_puts(out, " ");
		text_printf(out, ui(f->lang, UI_predicting), set->nr_right,
			    set->nr_asked);
	}
}

/* On a what-if, or beside one: the keys that lead from one to the other. */
static bool is_branched(const struct scene *s)
{
	return s->other || strcmp(s->branch, "main") != 0;
}

static void draw_status(struct canvas *c, const struct facts *f, int y,
			bool progress)
{
	static const enum ui units[] = { UI_by_step, UI_by_op, UI_by_event };
	const struct settings *set = &f->s->settings;
	bool branched = is_branched(f->s);
	const char *unit = ui(f->lang, units[set->unit]);
	struct text pos = { 0 }, speed = { 0 }, clock = { 0 }, follow = { 0 };
	struct text stop = { 0 }, score = { 0 }, play = { 0 };
	int x = 1;

	timeline_print_pos(f->s->timeline, f->s->pos, &pos);
	x += canvas_text(c, x, y, ROLE_TITLE, text_str(&pos)) + 3;
	if (progress)
		x = progress_draw(c, f, x, y);
	speed_words(set->speed_eighths, &speed);
	text_puts(&clock, "t ");
	clock_words(f->now->s->now_ns, &clock);
	if (set->stop)
		text_printf(&stop, "} %s", set->stop);
	score_words(f, &score);
	play_words(f, &play);
	/* what comes before it or has to stay leaves it the room */
	follow_status(f, c->w - 1 - x - STATUS_GAP -
		      words_width((struct word[]){
			{ .text = text_str(&play) },
			{ .text = text_str(&speed) },
			{ .text = unit }, { .text = text_str(&score) },
			{ .text = branched ? f->s->branch : "" },
		      }, 5, STATUS_GAP), &follow);
	words_draw(c, x, y, c->w - 1 - x, STATUS_GAP, (struct word[]){
		{ text_str(&play), ROLE_TEXT, false },
		{ text_str(&speed), ROLE_DIM, false },
		{ unit, ROLE_TEXT, false },
		{ text_str(&follow), ROLE_TITLE, false },
		{ text_str(&score), ROLE_TITLE, true },
		{ text_str(&stop), ROLE_TITLE, false },
		{ text_str(&clock), ROLE_DIM, false },
		{ f->s->branch, branched ? ROLE_FOCUS : ROLE_DIM, branched },
	}, 8);
	text_free(&pos);
	text_free(&speed);
	text_free(&clock);
	text_free(&follow);
	text_free(&stop);
	text_free(&score);
	text_free(&play);
}

/* The line being typed, its end kept in sight. */
static void draw_prompt(struct canvas *c, const struct settings *set, int y)
{
	const char *head = set->prompt_head ? set->prompt_head : ":";
	size_t at = (size_t)set->prompt_cursor;
	int left = 2 + canvas_text(c, 1, y, ROLE_TITLE, head);
	int before = text_columns(set->prompt, at), room = c->w - left - 2;
	int x = left - (before > room ? before - room : 0);
	struct rect clip;

	clip = canvas_clip(c, (struct rect){ left, y, c->w - left - 1, 1 });
	canvas_text(c, x, y, ROLE_TEXT, set->prompt);
	canvas_over(c, (struct rect){ x + before, y, 1, 1 }, OVER_CURSOR);
	canvas_clip(c, clip);
}

enum { MAX_HINTS = 14 };

/* Does the scenario name what-ifs of this step? */
static bool has_what_ifs(const struct facts *f)
{
	for (uint32_t i = 0; i < f->story->nr_what_ifs; i++)
		if (f->story->what_ifs[i].at_step == f->s->pos.step)
			return true;
	return false;
}

/* What the keys do now, the most wanted first. */
static const enum ui *hints_of(const struct facts *f)
{
	static const enum ui stage[] = {
		UI_k_play, UI_k_on, UI_k_back, UI_k_event, UI_k_chapter,
		UI_k_view, UI_k_what_if, UI_k_unit, UI_k_goto, UI_k_zoom,
		UI_k_layout, UI_k_quit, UI_k_help, NR_UI,
	};
	static const enum ui branched[] = {
		UI_k_play, UI_k_on, UI_k_back, UI_k_event, UI_k_branch,
		UI_k_beside, UI_k_what_if, UI_k_view, UI_k_chapter, UI_k_unit,
		UI_k_quit, UI_k_help, NR_UI,
	};
	static const enum ui focused[] = {
		UI_k_arrows, UI_k_inspect, UI_k_follow, UI_k_zoom, UI_k_leave,
		UI_k_on, UI_k_back, UI_k_event, UI_k_quit, UI_k_help, NR_UI,
	};
	static const enum ui asking[] = {
		UI_k_answer, UI_k_on, UI_k_back, UI_k_event, UI_k_chapter,
		UI_k_unit, UI_k_view, UI_k_quit, UI_k_help, NR_UI,
	};
	static const enum ui typing[] = {
		UI_k_do, UI_k_complete, UI_k_before, UI_k_leave, NR_UI,
	};
	static const enum ui searching[] = { UI_k_do, UI_k_leave, NR_UI };
	const struct settings *set = &f->s->settings;

	if (set->prompt)
		return set->prompt_head && !strcmp(set->prompt_head, "/") ?
			       searching : typing;
	if (set->focused != VIEW_NONE)
		return focused;
	if (ask_is_open(f))
		return asking;
	return is_branched(f->s) ? branched : stage;
}

static void draw_keys(struct canvas *c, const struct facts *f, int y)
{
	const enum ui *keys = hints_of(f);
	struct word words[MAX_HINTS];
	size_t nr = 0;

	if (f->s->settings.message) {
		line_draw(c, 1, y, c->w - 2, ROLE_FOCUS,
			  f->s->settings.message);
		return;
	}
	for (; keys[nr] != NR_UI; nr++) {
		bool named = keys[nr] == UI_k_what_if && has_what_ifs(f);
		bool stops = keys[nr] == UI_k_play && f->s->settings.playing;

		words[nr] = (struct word){
			ui(f->lang, named ? UI_k_what_ifs :
				    stops ? UI_k_stop : keys[nr]),
			named ? ROLE_TITLE : ROLE_DIM, keys[nr] == UI_k_help,
		};
	}
	words_draw(c, 1, y, c->w - 2, 2, words, nr);
}

static bool is_of_number(const struct canvas *c, int x, int y)
{
	uint32_t code = canvas_cell(c, x, y)->code;

	return (code >= '0' && code <= '9') || code == '+' || code == '-';
}

/*
 * Where the dots of a cut go: in place of x, but behind a whole number a blank
 * stands before them. Return: 0 = there is no room for both.
 */
static int dots_at(const struct canvas *c, int x, int y, int end)
{
	if (canvas_cell(c, x, y)->code != ' ' || !is_of_number(c, x - 1, y))
		return x;
	return x + 1 < end ? x + 1 : 0;
}

/*
 * A blank stands before the border: what would touch it ends in dots, and no
 * number is cut, nor looks as if it were. Views keep to that; where one does
 * not, no row looks as if it were whole.
 */
static void cut_at_edge(struct panel *p)
{
	bool plain = p->c->ascii || p->c->borders == BORDERS_ASCII;
	int end = p->r.x + p->r.w - 1;

	for (int y = p->r.y; y < p->r.y + p->r.h && p->r.w > 2; y++) {
		enum role role = (enum role)canvas_cell(p->c, end, y)->role;
		int x = end;

		if (canvas_cell(p->c, end, y)->code == ' ')
			continue;
		while (x > p->r.x + 1 && is_of_number(p->c, x - 1, y))
			canvas_put(p->c, x--, y, ROLE_TEXT, 0, ' ');
		canvas_put(p->c, x--, y, ROLE_TEXT, 0, ' ');
		x = dots_at(p->c, x, y, end);
		if (x)
			canvas_put(p->c, x, y, role, 0, plain ? '.' : 0x2026);
	}
}

/* A panel's own part of the canvas; its border is there already. */
static void draw_panel(struct canvas *c, const struct facts *f,
		       const struct place *place)
{
	struct box box = { .r = place->box };
	struct panel p = { c, f, box_inside(&box), place->id };
	struct rect clip;

	canvas_mark(c, place->box, OBJ_PANEL, place->id, 0);
	if (!p.r.w)
		return;
	clip = canvas_clip(c, p.r);
	views[place->id]->draw(&p);
	cut_at_edge(&p);
	focus_dim(&p);
	canvas_clip(c, clip);
}

struct titles {
	struct text title, aside;
};

/* Views that show single pages. */
static const uint32_t of_pages = 1u << VIEW_FRAMES | 1u << VIEW_BUDDY |
				 1u << VIEW_LRU | 1u << VIEW_CACHE |
				 1u << VIEW_SWAP | 1u << VIEW_SPACE;

static void make_titles(struct canvas *c, const struct facts *f,
			const struct place *place, struct titles *t)
{
	struct box box = { .r = place->box };
	struct panel p = { c, f, box_inside(&box), place->id };

	memset(t, 0, sizeof(*t));
	text_puts(&t->title, view_title(place->id, f->lang));
	if (!p.r.w)
		return;
	views[place->id]->about(&p, &t->title, &t->aside);
	if (of_pages & 1u << place->id)
		follow_note(c, f, &box, &t->title, &t->aside);
}

static void draw_boxes(struct canvas *c, const struct facts *f,
		       const struct layout *l)
{
	struct titles titles[MAX_PLACES];
	struct box boxes[MAX_PLACES];

	for (int i = 0; i < l->nr; i++) {
		enum view_id id = l->places[i].id;

		make_titles(c, f, &l->places[i], &titles[i]);
		boxes[i] = (struct box){
			.r = l->places[i].box,
			.title = text_str(&titles[i].title),
			.aside = text_str(&titles[i].aside),
			.focused = f->s->settings.focused == id,
			.quiet = f->event && id != VIEW_STORY &&
				 scene_focus(f->s) != FOCUS_OFF &&
				 !touched_view(f, id),
		};
	}
	boxes_draw(c, boxes, (size_t)l->nr);
	for (int i = 0; i < l->nr; i++) {
		text_free(&titles[i].title);
		text_free(&titles[i].aside);
	}
}

/* The thing that the newest event is about, as one letter. */
static struct letter event_letter(const struct facts *f)
{
	if (f->touch.nr_frames)
		return frame_letter(f->now, f->touch.frames[0].pfn);
	if (f->has_address && f->task && task_at(f->now, f->task)->mm &&
	    f->address < TASK_SIZE)
		return page_letter(f->now, task_at(f->now, f->task)->mm,
				   f->address);
	return glyph_letter(GLYPH_NOTHING);
}

/*
 * Less than 40x12: what it needs, where it stands, how to leave; of too many
 * rows the last.
 */
static void draw_small(struct canvas *c, const struct facts *f)
{
	struct letter l = event_letter(f);
	struct text words = { 0 }, pos = { 0 };
	int rows;

	if (c->w < 4 || c->h < 1) {
		canvas_put(c, 0, 0, (enum role)l.role, l.over, (uint32_t)l.c);
		return;
	}
	text_printf(&words, ui(f->lang, UI_needs), LEAST_W, LEAST_H, c->w,
		    c->h);
	timeline_print_pos(f->s->timeline, f->s->pos, &pos);
	text_puts(&words, "\n");
	text_printf(&words, ui(f->lang, UI_where), text_str(&pos));
	rows = paragraph_draw(c, (struct rect){ 0, 0, c->w, 0 }, ROLE_TEXT,
			      text_str(&words), 0);
	paragraph_draw(c, (struct rect){ 0, 0, c->w, c->h }, ROLE_TEXT,
		       text_str(&words), rows > c->h ? rows - c->h : 0);
	text_free(&pos);
	text_free(&words);
}

/* The mark under the cursor, before what lies over the picture adds its own. */
static void draw_over(struct canvas *c, const struct facts *f)
{
	const struct settings *set = &f->s->settings;
	const struct mark *m;

	if (set->search)
		search_light(c, (struct rect){ 0, 0, c->w, c->h }, set->search);
	if (set->cursor_x < 0 || set->cursor_y < 0 || set->cursor_x >= c->w ||
	    set->cursor_y >= c->h)
		return;
	m = canvas_mark_at(c, set->cursor_x, set->cursor_y);
	canvas_over(c, (struct rect){ set->cursor_x, set->cursor_y,
				      m && mark_is_thing(m) ? m->w : 1, 1 },
		    OVER_CURSOR);
	if (set->inspect && m)
		inspect_draw(c, f, m);
}

static void draw_panels(struct canvas *c, const struct facts *f,
			const struct layout *l)
{
	for (int i = 0; i < l->nr; i++) {
		c->panel = (uint16_t)(l->places[i].id + 1);
		draw_panel(c, f, &l->places[i]);
	}
	c->panel = 0;
	if (l->boxed)		/* their titles tell what the panels lack */
		draw_boxes(c, f, l);
}

/* For a class one view: that zoomed, else that touched, else the first. */
static void draw_present(struct canvas *c, const struct scene *s)
{
	struct scene dim = *s;
	enum view_id id = s->settings.zoom;
	struct wish w;
	struct facts f;

	dim.settings.focus = FOCUS_HARD;
	facts_gather(&f, &dim, c->ascii);
	wish_make(&f, &w);
	if (id == VIEW_NONE)
		id = w.nr ? w.ids[0] : VIEW_STORY;
	for (int i = w.nr; s->settings.zoom == VIEW_NONE && i-- > 0;)
		if (touched_view(&f, w.ids[i]))
			id = w.ids[i];
	present_draw(c, &f, id);
	if (s->settings.prompt) {
		canvas_fill(c, (struct rect){ 0, c->h - 1, c->w, 1 }, ROLE_TEXT,
			    ' ');
		draw_prompt(c, &s->settings, c->h - 1);
	}
	draw_over(c, &f);
}

void stage_draw(struct canvas *c, const struct scene *s)
{
	struct layout l;
	struct wish w;
	struct facts f;

	facts_gather(&f, s, c->ascii);
	wish_make(&f, &w);
	layout_plan(&l, c->w, c->h, w.ids, w.nr, f.touch.views,
		    beside_is(c, s) ? w.ids[0] : s->settings.zoom,
		    story_wants(&f, c->h < LEAST_BOXED_H ? c->w : c->w - 2));
	if (l.too_small) {
		draw_small(c, &f);
		return;
	}
	if (s->settings.help) {
		help_draw(c, &f);
		return;
	}
	if (s->settings.blank)
		return;
	if (s->settings.mode == MODE_PRESENT) {
		draw_present(c, s);
		return;
	}
	if (l.title)
		draw_title(c, &f);
	if (beside_is(c, s))
		beside_draw(c, &f, &l);
	else
		draw_panels(c, &f, &l);
	if (s->settings.prompt)
		draw_prompt(c, &s->settings, c->h - 2);
	else
		draw_status(c, &f, c->h - 2, l.progress);
	draw_keys(c, &f, c->h - 1);
	draw_over(c, &f);
}
