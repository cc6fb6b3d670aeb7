/* The walk view: the letters of its entries, and what an entry was */
#include "stage_fixture.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"
#include "mm/pgtable.h"
#include "scenario_fixture.h"
#include "view/inspect.h"

/* A letter of the entries that are there has its words, whatever else goes. */
static void test_walk_tells_its_letters(void **state)
{
	static const struct {
		int w, h;
	} sizes[] = { { 80, 24 }, { 120, 40 }, { 200, 60 }, { 60, 24 },
		      { 40, 24 } };
	static const char *const drawn[] = {
		"P present", "W write", "U user", "A accessed", "D dirty",
		"X no-execute", "S special",
	};
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.zoom = VIEW_WALK;
	fixture_at(&f, "4", UNIT_STEP);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (size_t n = 0; n < sizeof(drawn) / sizeof(drawn[0]); n++)
			assert_true(shows(&f, sizes[i].w, sizes[i].h,
					  drawn[n]));
	/* those of the head, too; where the walk begins gives way to them */
	for (size_t i = 0; i < 3; i++) {
		assert_true(shows(&f, sizes[i].w, sizes[i].h, "s soft-dirty "));
		assert_true(shows(&f, sizes[i].w, sizes[i].h, "g global "));
		assert_true(shows(&f, sizes[i].w, sizes[i].h, "h huge "));
	}
	assert_true(shows(&f, 120, 40, "CR3 0x4404 "));
	/* what the entry was is an item of its own */
	assert_false(shows(&f, 80, 24, "o swapped out"));
	fixture_close(&f);
}

/* The bits of the entry before, beside those that it has now. */
static void test_walk_tells_what_the_entry_was(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "5", UNIT_STEP);
	f.scene.settings.zoom = VIEW_WALK;
	assert_true(shows(&f, 80, 24, " Xs---DAUWP was X-S---AU-P "));
	assert_true(shows(&f, 80, 24, "| frame 0xffc7 | bits 0x867 "));
	assert_true(shows(&f, 60, 18, "frame 0xffc7+000   "));
	assert_true(shows(&f, 60, 18, "was X-S---AU-P"));
	assert_false(shows(&f, 60, 18, "was 3310225"));
	/* no room behind the address: a row of its own, below the entry */
	assert_true(shows(&f, 40, 18, " Xs---DAUWP │\n"
			  "│               was 3310225 X-S---AU-P │\n"
			  "│> physical ffc7000  "));
	f.scene.settings.zoom = VIEW_NONE;
	assert_true(shows(&f, 80, 24, "│               was 3310225 X-S---AU-P │"));
	f.scene.before = f.scene.now;
	assert_true(shows(&f, 80, 24, " Xs---DAUWP "));
	assert_false(shows(&f, 80, 24, "was "));
	fixture_close(&f);
	/* the processor sets a bit: before the letters of others */
	fixture_open(&f, "traces/07-walk.json");
	fixture_at(&f, "13", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│              was feaa845 Xs---D-U-P │"));
	assert_true(shows(&f, 120, 40, "frame 0xfeaa+000    was Xs---D-U-P │"));
	/* an empty entry has no bits that a row would have to tell */
	fixture_at(&f, "9", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│* PTE   0 "));
	assert_false(shows(&f, 80, 24, "was -"));
	fixture_close(&f);
}

/* Of each entry in a row: its table, then a blank. Return: how many. */
static int tables_stand_apart(struct stage_fixture *f, int w, int h)
{
	struct canvas c;
	int found = 0;

	fixture_draw(f, &c, w, h, false);
	for (size_t i = 0; i < c.nr_marks; i++) {
		const struct mark *r = &c.marks[i];
		char number[24], drawn[24] = "";
		int from, len = 0;

		if (r->kind != OBJ_ENTRY || r->h > 1)
			continue;
		for (int x = r->x; len < 23 && x < r->x + r->w &&
				  canvas_cell(&c, x, r->y)->code != ' '; x++)
			drawn[len++] = (char)canvas_cell(&c, x, r->y)->code;
		from = strncmp(drawn, "0x", 2) ? 0 : 2;
		snprintf(number, sizeof(number), "%" PRIx64,
			 r->sub);
		assert_string_equal(drawn + from, number);
		assert_true(canvas_cell(&c, r->x - 1, r->y)->code == ' ');
		found++;
	}
	canvas_close(&c);
	return found;
}

/* Tables of six digits, entries of nine. */
#define LARGE                                                              \
	"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"20G\"},"    \
	" \"steps\": [{\"do\": [{\"exec\": \"demo\"},"                         \
	" {\"mmap\": {\"length\": \"16K\", \"as\": \"a\"}},"                \
	" {\"access\": {\"at\": \"a\", \"mode\": \"write\"}}]}]}"

static void tables_are_apart(struct stage_fixture *f, int *found)
{
	*found += tables_stand_apart(f, 80, 24);
	*found += tables_stand_apart(f, 120, 40);
	*found += tables_stand_apart(f, 200, 60);
	*found += tables_stand_apart(f, 40, 24);
}

/* Table and entry never run together, whatever gives way to the blank. */
static void test_table_and_entry_are_apart(void **state)
{
	static const char *const lessons[] = {
		"traces/05-demand.json", "traces/06-faults.json",
		"traces/07-walk.json", "traces/09-fork.json",
		"traces/tour.json", NULL,
	};
	struct stage_fixture f;

	(void)state;
	assert_true(fixture_steps(lessons, tables_are_apart) > 100);
	fixture_start(&f, story_of(LARGE, "t.json"));
	fixture_at(&f, "1", UNIT_STEP);
	f.scene.settings.zoom = VIEW_WALK;
	for (int w = 40; w < 71; w++)
		assert_int_equal(tables_stand_apart(&f, w, 24), NR_LEVELS);
	assert_true(shows(&f, 60, 24, "  PTE  "));
	assert_true(shows(&f, 60, 24, "  0x"));
	assert_false(shows(&f, 40, 24, "  0x"));
	fixture_close(&f);
}

/* A page that is out: its entry is not empty, and its bits are no rights. */
static void test_swap_entry_is_told(void **state)
{
	struct text title = { 0 }, lines = { 0 };
	struct stage_fixture f;
	struct facts facts;
	struct mark mark = { .kind = OBJ_PAGE };

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "10", UNIT_STEP);
	f.scene.settings.zoom = VIEW_WALK;
	assert_true(shows(&f, 80, 24, "slot 0:8 of the swap area"));
	assert_true(shows(&f, 80, 24, " o 0:8 "));
	assert_true(shows(&f, 40, 24, " o 0:8 "));
	/* what the low bits are, in as many words as there is room for */
	assert_true(shows(&f, 80, 24, "= area 0 | slot 8 inverted | 8 own, "
				      "2 soft-dirty "));
	assert_true(shows(&f, 120, 40, "| 8 exclusive: no other task shares "
				       "the page, 2 soft-dirty "));
	assert_false(shows(&f, 80, 24, "the PTE is 0"));
	/* what the entry was costs the sentence nothing */
	assert_true(shows(&f, 40, 12, "  in slot 0:8 of the swap area"));
	assert_true(shows(&f, 40, 12, " was Xs---DAUWP "));
	facts_gather(&facts, &f.scene, false);
	mark.id = facts.address;
	mark.sub = facts.task;
	assert_true(inspect_tell(&facts, &mark, &title, &lines));
	assert_non_null(strstr(text_str(&lines), "   o 0:8\n"));
	assert_non_null(strstr(text_str(&lines),
			       "read now   major fault, it comes back from its"));
	text_free(&title);
	text_free(&lines);
	fixture_close(&f);
}

/* Which bits of the address make which index, where a row is left for it. */
static void test_bits_of_the_indices(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/07-walk.json");
	fixture_at(&f, "1", UNIT_STEP);
	/* what a letter means and CR3 count for more where rows are few */
	assert_true(shows(&f, 80, 24, "│  CR3 0x4404   7 tables below, 28 kB │"));
	assert_true(shows(&f, 80, 24, " s soft-dirty  S special  g global "));
	assert_true(shows(&f, 80, 28, "│  index bits 47-39 38-30 29-21 20-12 │"));
	assert_true(shows(&f, 120, 40, "  index = address bits 47-39, 38-30, "
				       "29-21, 20-12 "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 28, "  索引：位 47-39 38-30 29-21 20-12 "));
	f.scene.settings.lang = LANG_EN;
	fixture_close(&f);
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "3", UNIT_STEP);
	/* with a row for letters: those that the verdict does not say in words */
	assert_true(shows(&f, 80, 24, "│  A accessed  D dirty  S special      │"));
	/* each in a column of its own above its bits: nothing to add */
	f.scene.settings.zoom = VIEW_WALK;
	assert_true(shows(&f, 80, 24, " PGD 9 "));
	assert_false(shows(&f, 80, 24, "47-39"));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bits_of_the_indices),
		cmocka_unit_test(test_walk_tells_its_letters),
		cmocka_unit_test(test_walk_tells_what_the_entry_was),
		cmocka_unit_test(test_swap_entry_is_told),
		cmocka_unit_test(test_table_and_entry_are_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
