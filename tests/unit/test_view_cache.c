/* The page cache view: pages that are still being read, how far was read */
#include "stage_fixture.h"

#include "mm/filemap.h"
#include "mm/inode.h"
#include "view/cache_reading.h"

/* Page by page, wherever they are. */
static uint64_t reading_in_all(const struct machine *m, handle_t inode)
{
	uint64_t nr = 0;

	for (uint64_t k = 0; k < inode_pages(inode_at(m, inode)); k++) {
		struct slot s = filemap_slot(m, inode, k);

		nr += s.kind == SLOT_PAGE &&
		      !(frame_at(m, s.value)->flags & PG_UPTODATE);
	}
	return nr;
}

/* Return: how many there are. */
static uint64_t same_here(struct stage_fixture *f, struct pos pos,
			  enum unit unit)
{
	struct focus_page at;
	struct facts facts;
	uint64_t nr;

	fixture_stand(f, pos, unit);
	facts_gather(&facts, &f->scene, false);
	at = cache_focus(&facts);
	if (!at.inode)
		return 0;
	nr = cache_reading(facts.now, &at);
	assert_int_equal(nr, reading_in_all(facts.now, at.inode));
	return nr;
}

/* Those that are counted are those that there are, at every event too. */
static void test_still_being_read(void **state)
{
	static const char *const lessons[] = {
		"traces/23-page-cache.json", "traces/27-four-mappings.json",
		"traces/31-lru.json", "traces/tour.json",
	};
	enum { OPS = 12, EVENTS = 64 };
	uint64_t most = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(lessons) / sizeof(lessons[0]); i++) {
		struct stage_fixture f;

		fixture_open(&f, lessons[i]);
		for (uint32_t s = 1; s <= timeline_nr_steps(f.timeline); s++) {
			uint64_t nr = timeline_nr_ops(f.timeline, s);

			for (uint32_t op = 1; op <= nr && op <= OPS; op++) {
				struct pos pos = { s, op, 0 };
				uint64_t here = same_here(&f, pos, UNIT_OP);

				most = here > most ? here : most;
			}
			for (uint64_t e = 1; nr && e <= EVENTS; e++) {
				struct pos pos = { s, 0, e };

				if (e < timeline_nr_events(f.timeline, s, 0))
					same_here(&f, pos, UNIT_EVENT);
			}
		}
		fixture_close(&f);
	}
	assert_true(most >= 8);
}

static void test_words(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/23-page-cache.json");
	f.scene.settings.zoom = VIEW_CACHE;
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "cached 12 (8 being read) of 8192 pages "
				      "+8 "));
	assert_true(shows(&f, 40, 24, "cached 12 (v 8) of 8192 +8 "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "已缓存 12（8 页还在读入）/ 8192 页 +8"));
	f.scene.settings.lang = LANG_EN;
	/* all of it was read */
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "cached 4 of 8192 pages +4 "));
	/* what was read, and the marker, hang from the row they are about */
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "╰ read  ▮▮▮▮▮▮▮▮"));
	assert_true(shows(&f, 80, 24, "╰                                   ▴ "
				      "marker 4124"));
	fixture_close(&f);
}

/* A file that does not fit gets the columns, another one rows easy to count. */
static void test_rows_of_pages(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/23-page-cache.json");
	f.scene.settings.zoom = VIEW_CACHE;
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " 48      56   "));
	assert_false(shows(&f, 80, 24, " 56      64   "));
	assert_true(shows(&f, 120, 40, " 80      88   "));
	assert_true(shows(&f, 200, 60, " 144     152  "));
	fixture_close(&f);
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_CACHE;
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 120, 40, " of 167 pages "));
	assert_false(shows(&f, 120, 40, " 56      64   "));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_still_being_read),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_rows_of_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
