/*
 * A player on a scenario of its own, without a terminal: keys in, positions
 * and pictures out. For tests only.
 */
#ifndef PLAYER_FIXTURE_H
#define PLAYER_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/player.h"

/* Head of a scenario on a toy zone of 32 frames; chapters or steps follow. */
#define TOY_MACHINE                                                            \
	"{ \"framewalk\": 1, \"title\": \"toy\",\n"                            \
	"  \"machine\": {\"zones\": [{\"name\": \"Normal\", \"start\": 0,\n"   \
	"    \"frames\": 32, \"pageblock_order\": 5}], \"legible\": true,\n"   \
	"    \"sysctl\": {\"vm.min_free_kbytes\": 0}},\n"

struct player_fixture {
	char	       path[64];
	const char    *args[1];
	struct options options;
	struct player  player;
};

static inline struct player_fixture *player_fixture_open(const char *scenario)
{
	struct player_fixture *f = calloc(1, sizeof(*f));
	FILE *file;

	strcpy(f->path, "/tmp/test_player.XXXXXX");
	file = fdopen(mkstemp(f->path), "w");
	fputs(scenario, file);
	fclose(file);
	f->args[0] = f->path;
	f->options.args = f->args;
	f->options.nr_args = 1;
	f->options.program = "";
	assert_int_equal(player_open(&f->player, &f->options, "0"), DONE);
	player_speak(&f->player, LANG_EN);
	canvas_open(&f->player.canvas, 80, 24, true);
	player_draw(&f->player);
	return f;
}

static inline void player_fixture_close(struct player_fixture *f)
{
	player_close(&f->player);
	unlink(f->path);
	free(f);
}

static inline int player_teardown(void **state)
{
	player_fixture_close(*state);
	return 0;
}

/* Keys by name, parted by spaces; a picture is drawn after each. */
static inline void press(struct player *p, const char *keys)
{
	char all[256], *rest, *key;

	strcpy(all, keys);
	for (key = strtok_r(all, " ", &rest); key;
	     key = strtok_r(NULL, " ", &rest)) {
		player_key(p, key);
		player_draw(p);
	}
}

/* A line into the prompt that is open, letter by letter; then Enter. */
static inline void type(struct player *p, const char *line)
{
	char key[2] = "";

	for (; *line; line++) {
		key[0] = *line;
		player_key(p, *line == ' ' ? "Space" : key);
	}
	player_draw(p);
	press(p, "Enter");
}

static inline void assert_at(struct player *p, const char *position)
{
	struct text text = { 0 };

	timeline_print_pos(p->session.timeline, p->scene.pos, &text);
	assert_string_equal(text_str(&text), position);
	text_free(&text);
}

static inline void assert_says(const struct player *p, const char *part)
{
	const char *message = p->scene.settings.message;

	if (!message || !strstr(message, part))
		fail_msg("says \"%s\", not \"%s\"", message ? message : "", part);
}

/* The picture as text; the caller frees it. */
static inline char *picture(struct player *p)
{
	struct text text = { 0 };

	player_draw(p);
	canvas_print(&p->canvas, &text);
	return text.s;
}

/* To the end, then back: each stop shows the same. Return: how many stops. */
static inline int assert_same_backward(struct player *p)
{
	enum { MOST = 256 };
	static char *seen[MOST];
	int nr = 0, i;

	p->scene.settings.message = NULL;
	while (!player_at_end(p) && nr < MOST) {
		seen[nr++] = picture(p);
		player_key(p, "l");
	}
	assert_true(nr < MOST);
	for (i = nr; i-- > 0;) {
		char *now;

		player_key(p, "h");
		now = picture(p);
		assert_string_equal(now, seen[i]);
		free(now);
		free(seen[i]);
	}
	return nr;
}

static inline void assert_shows(struct player *p, const char *part)
{
	char *text = picture(p);

	if (!strstr(text, part))
		fail_msg("no \"%s\" in\n%s", part, text);
	free(text);
}

#endif
