/* The letters of an area, and its pages by letter */
#include "stage_fixture.h"

#include "mm/vma.h"
#include "mm/task.h"
#include "scenario_fixture.h"
#include "view/facts.h"
#include "view/strip.h"

/* Sizes that are no multiple of a cell's pages, nor of the step. */
#define AREAS                                                                \
	"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"64M\"," \
	" \"sysctl\": {\"vm.overcommit_memory\": 1}},"                      \
	" \"steps\": [{\"do\": [{\"exec\": \"demo\"},"                         \
	" {\"mmap\": {\"length\": \"524340K\", \"as\": \"large\"}},"           \
	" {\"access\": {\"at\": \"large\", \"length\": \"8M\","             \
	" \"mode\": \"write\"}},"                                             \
	" {\"access\": {\"at\": \"large+524336K\", \"length\": 1}},"           \
	" {\"mmap\": {\"length\": \"4092K\", \"prot\": \"r\","             \
	" \"as\": \"small\"}},"                                               \
	" {\"access\": {\"at\": \"small\", \"length\": \"400K\"}}]}]}"

static handle_t area_of(const struct machine *m, handle_t mm, uint64_t pages)
{
	for (handle_t h = vma_first(m, mm); h; h = vma_next(m, h))
		if (vma_pages(vma_at(m, h)) == pages)
			return h;
	fail_msg("no area of %u pages", (unsigned)pages);
	return 0;
}

static uint64_t all_of(const uint64_t nr[NR_GLYPHS])
{
	uint64_t all = 0;

	for (int g = 0; g < NR_GLYPHS; g++)
		all += nr[g];
	return all;
}

/* However many cells: they add up; of a small area each page is counted. */
static void test_sums(void **state)
{
	struct letter cells[STRIP_CELLS];
	struct stage_fixture f;
	struct facts facts;
	struct text lines = { 0 };
	struct tally sum;
	handle_t mm;

	(void)state;
	fixture_start(&f, story_of(AREAS, "t.json"));
	fixture_at(&f, "1", UNIT_STEP);
	facts_gather(&facts, &f.scene, false);
	mm = task_at(facts.now, facts.task)->mm;
	for (int nr = 1; nr <= STRIP_CELLS; nr++) {
		assert_int_equal(strip_fill(facts.now, area_of(facts.now, mm,
							       131085),
					    nr, cells, &sum), nr);
		assert_int_equal(sum.step, 8);
		assert_int_equal(all_of(sum.nr), 131085);
		/* 2048 were written: some pages more or less at their end */
		assert_in_range(sum.nr[GLYPH_ANON], 2048 - 8, 2048 + 8);
		strip_fill(facts.now, area_of(facts.now, mm, 1023), nr, cells,
			   &sum);
		assert_int_equal(sum.step, 1);
		assert_int_equal(all_of(sum.nr), 1023);
		assert_int_equal(sum.nr[GLYPH_ZERO], 100);
		assert_int_equal(sum.nr[GLYPH_NOTHING], 923);
	}
	/* and it is told which figures are no counts */
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), "(estimated: one page in 8)"));
	text_free(&lines);
	fixture_close(&f);
}

static handle_t first_mm(const struct stage_fixture *f)
{
	struct facts facts;

	facts_gather(&facts, &f->scene, false);
	return task_at(facts.now, facts.task)->mm;
}

/* One page that the task has is seen among all that nobody has touched. */
static void test_what_is_there_is_seen(void **state)
{
	struct letter cells[STRIP_CELLS];
	struct stage_fixture f;
	struct tally sum;
	handle_t mm, large, small;

	(void)state;
	fixture_start(&f, story_of(AREAS, "t.json"));
	fixture_at(&f, "1", UNIT_STEP);
	mm = first_mm(&f);
	large = area_of(f.scene.now, mm, 131085);
	small = area_of(f.scene.now, mm, 1023);
	for (int nr = 3; nr <= 60; nr++) {
		/* its last page is none of those that are looked at */
		strip_fill(f.scene.now, large, nr, cells, &sum);
		assert_int_equal(cells[0].c, 'a');
		assert_int_equal(cells[nr - 1].c, 'z');
		assert_true(cells[nr - 1].over & OVER_DIM);
		assert_int_equal(cells[nr - 2].c, '.');
		assert_false(cells[nr - 2].over & OVER_DIM);
	}
	/* 100 of 1023 were read */
	strip_fill(f.scene.now, small, 1, cells, &sum);
	assert_int_equal(cells[0].c, 'z');
	assert_true(cells[0].over & OVER_DIM);
	strip_fill(f.scene.now, small, 100, cells, &sum);
	assert_int_equal(cells[8].c, 'z');
	assert_false(cells[8].over & OVER_DIM);
	assert_int_equal(cells[10].c, '.');
	fixture_close(&f);
}

/* In memory without an entry: less than an entry, more than nowhere. */
static void test_entries_come_before_the_cache(void **state)
{
	struct letter cells[STRIP_CELLS];
	struct stage_fixture f;
	struct tally sum;
	handle_t mm, text;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "1", UNIT_STEP);
	mm = first_mm(&f);
	text = vma_lookup(f.scene.now, mm, 0x401000);
	strip_fill(f.scene.now, text, 1, cells, &sum);
	assert_true(sum.nr[GLYPH_UNREAD] > sum.nr[GLYPH_CACHED]);
	assert_true(sum.nr[GLYPH_CACHED] > sum.nr[GLYPH_FILE]);
	assert_int_equal(cells[0].c, 'f');
	assert_true(cells[0].over & OVER_DIM);
	strip_fill(f.scene.now, text, 4, cells, &sum);
	assert_int_equal(cells[0].c, 'f');
	assert_int_equal(cells[1].c, '=');
	assert_int_equal(cells[3].c, '-');
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_what_is_there_is_seen),
		cmocka_unit_test(test_entries_come_before_the_cache),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
