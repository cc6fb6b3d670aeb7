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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sums),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
