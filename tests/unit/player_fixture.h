/*
 * A player on a toy zone without a terminal: three steps in two chapters, two
 * of them ask. For tests only; all functions end the test if they fail.
 */
#ifndef PLAYER_FIXTURE_H
#define PLAYER_FIXTURE_H

#include "cli/player.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char player_scenario[] =
	"{ \"framewalk\": 1, \"title\": \"toy\",\n"
	"  \"machine\": {\"zones\": [{\"name\": \"Normal\", \"start\": 0,\n"
	"    \"frames\": 32, \"pageblock_order\": 5}], \"legible\": true,\n"
	"    \"sysctl\": {\"vm.min_free_kbytes\": 0}},\n"
	"  \"chapters\": [\n"
	"    {\"title\": \"Split\", \"steps\": [\n"
	"      {\"label\": \"first\", \"title\": \"One\",\n"
	"       \"ask\": {\"kind\": \"number\", \"text\": \"How many?\",\n"
	"               \"answer\": \"sum(buddyinfo.Normal) @ first\"},\n"
	"       \"do\": [{\"alloc_pages\": {\"order\": 0, \"as\": \"a\"}}]},\n"
	"      {\"title\": \"Three\",\n"
	"       \"do\": [{\"alloc_pages\": {\"order\": 0, \"as\": \"b\"}, \"x\": 3}]}]},\n"
	"    {\"title\": \"Join\", \"steps\": [\n"
	"      {\"label\": \"home\", \"title\": \"Home\",\n"
	"       \"ask\": {\"kind\": \"choice\", \"text\": \"Joined?\",\n"
	"               \"choices\": [\"no\", \"yes\"],\n"
	"               \"answer\": \"buddyinfo.Normal[5] @ home\"},\n"
	"       \"do\": [{\"free_pages\": \"b\", \"x\": 3}, {\"free_pages\": \"a\"}]}]}]}\n";

struct player_fixture {
	char	       path[64];
	const char    *args[1];
	struct options options;
	struct player  player;
};

static inline int player_setup(void **state)
{
	struct player_fixture *f = calloc(1, sizeof(*f));
	FILE *file;

	strcpy(f->path, "/tmp/test_player.XXXXXX");
	file = fdopen(mkstemp(f->path), "w");
	fputs(player_scenario, file);
	fclose(file);
	f->args[0] = f->path;
	f->options.args = f->args;
	f->options.nr_args = 1;
	f->options.program = "";
	assert_int_equal(player_open(&f->player, &f->options, "0"), DONE);
	canvas_open(&f->player.canvas, 80, 24, true);
	player_draw(&f->player);
	*state = f;
	return 0;
}

static inline int player_teardown(void **state)
{
	struct player_fixture *f = *state;

	player_close(&f->player);
	unlink(f->path);
	free(f);
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

static inline void assert_at(struct player *p, const char *position)
{
	struct text text = { 0 };

	timeline_print_pos(p->session.timeline, p->scene.pos, &text);
	assert_string_equal(text_str(&text), position);
	text_free(&text);
}

static inline char *picture(struct player *p)
{
	struct text text = { 0 };

	player_draw(p);
	canvas_print(&p->canvas, &text);
	return text.s;
}

#define PLAYER_TEST(f) \
	cmocka_unit_test_setup_teardown(f, player_setup, player_teardown)

#endif
