/* play - the stage in the terminal, or the same facts as lines */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/player.h"
#include "cli/play.h"
#include "cli/state.h"
#include "tui/tui.h"

/*
 * What moves, up to the last picture but one. Return: the key that ended it,
 * in `name`; "" if none did; NULL when the terminal is gone.
 */
static const char *show_glide(struct player *p, const struct screen *s,
			      struct canvas *c, char name[KEY_NAME_BYTES])
{
	const char *key = "";

	for (int i = 0; i < GLIDE_PICTURES - 1 && key && !*key; i++) {
		player_glide_draw(p, c, i);
		tui_show(c, themes_now(&p->themes, &s->theme));
		key = screen_key(name, GLIDE_PICTURE_MS);
	}
	return key;
}

/*
 * A key, or "" once the picture has stood long enough. A key that changes
 * nothing is not to hold a play up: how long it waited for that one counts.
 */
static const char *wait_key(struct player *p, char name[KEY_NAME_BYTES])
{
	int wait = player_wait_ms(p);
	int64_t began = wait > 0 ? tui_now_ms() : 0;
	const char *key = screen_key(name, wait);

	if (wait > 0 && key && *key)
		player_stood(p, (int)(tui_now_ms() - began));
	return key;
}

/*
 * The picture is drawn after each key, since its marks say where the cursor
 * may go; it is sent when no more keys wait, so that a key held down never
 * leaves the screen behind. Nothing is done while nothing happens.
 */
static int loop(struct player *p, const struct screen *s)
{
	struct canvas moving = { 0 };
	char name[KEY_NAME_BYTES];

	while (!p->quit) {
		const char *key;

		tui_mouse(p->scene.settings.mouse);
		player_draw(p);
		key = screen_key(name, 0);
		if (key && !*key && p->gliding)
			key = show_glide(p, s, &moving, name);
		if (key && !*key) {
			tui_show(&p->canvas,
				 themes_now(&p->themes, &s->theme));
			key = wait_key(p, name);
		}
		if (!key) {
			p->outcome = FAILED;	/* the terminal is gone */
			break;
		}
		if (!*key)
			player_waited(p);
		else if (!strcmp(key, "Resize"))
			screen_fit(s, &p->canvas);
		else
			player_key(p, key);
	}
	canvas_close(&moving);
	return p->outcome;
}

/*
 * The scenario came by the standard input, the keys come from the terminal, as
 * those of less do. Where there is none tui_open() says so.
 */
static void take_keyboard(void)
{
	int fd = open("/dev/tty", O_RDONLY);

	if (fd < 0)
		return;
	dup2(fd, STDIN_FILENO);
	close(fd);
}

/* From the first picture on. Return: the outcome, perhaps with faults to tell. */
static int walk(struct player *p, const struct screen *s, struct diags *faults)
{
	int outcome = p->session.begun ? play_rest(p, s, faults) : DONE;

	if (outcome != DONE || p->quit)
		return outcome;
	player_resume(p);
	player_play(p, options_has(p->options, OPT_auto));
	return loop(p, s);
}

int play_stage(const struct options *o, struct screen *s)
{
	struct player p;
	int outcome = player_begin(&p, o), closed;
	struct diags faults;

	if (outcome != DONE)
		return outcome;
	if (!strcmp(p.session.path, "-"))
		take_keyboard();
	diags_init(&faults, p.session.path);
	outcome = screen_open(o);
	if (outcome == DONE) {
		player_speak(&p, s->lang);
		p.scene.settings.mouse = s->mouse;
		screen_fit(s, &p.canvas);
		if (tui_colors())
			themes_open(&p.themes, &s->theme);
		p.counts = true;
		outcome = walk(&p, s, &faults);
		tui_close();
		diags_print(&faults, stderr);
		/* who leaves before all is read has been nowhere */
		closed = p.session.begun ? DONE : player_keep_place(&p);
		outcome = outcome != DONE ? outcome : closed;
		s->theme = *themes_now(&p.themes, &s->theme);
		s->lang = p.scene.settings.lang;
		s->mouse = p.scene.settings.mouse;
	}
	diags_free(&faults);
	closed = player_close(&p);
	return outcome != DONE ? outcome : closed;
}

static int play(const struct options *o)
{
	struct screen s;

	if (!screen_choose(&s, o, true))
		return USAGE;
	if (options_has(o, OPT_text) || !isatty(STDOUT_FILENO))
		return play_text(o, &s);
	return play_stage(o, &s);
}

/* Without a scenario, which --resume allows: the one that was left last. */
int cmd_play(const struct options *o)
{
	struct options chosen = *o;
	struct text last = { 0 };
	const char *path;
	int outcome = USAGE;

	if (o->nr_args)
		return play(o);
	if (last_place_newest(&last)) {
		path = text_str(&last);
		chosen.args = &path;
		chosen.nr_args = 1;
		outcome = play(&chosen);
	} else {
		complain("nothing is kept that could be resumed: 'framewalk play --resume SCENARIO' begins to");
	}
	text_free(&last);
	return outcome;
}
