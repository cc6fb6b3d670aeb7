/* The page cache view: pages that are still being read, how far was read */
#include "stage_fixture.h"

#include "mm/disk.h"
#include "mm/filemap.h"
#include "mm/inode.h"
#include "scenario_fixture.h"
#include "view/cache_reading.h"
#include "view/map.h"

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
	assert_true(shows(&f, 80, 24, "cached 12 +8 (8 being read) of 8192 "
				      "pages "));
	assert_true(shows(&f, 40, 24, "cached 12 +8 (v 8) of 8192 "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "已缓存 12 +8（8 页还在读入）/ 8192 页 "));
	f.scene.settings.lang = LANG_EN;
	/* all of it was read */
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "cached 4 +4 of 8192 pages "));
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

#define WRITES                                                               \
	"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"16M\"}," \
	" \"files\": [{\"name\": \"data\", \"size\": \"1M\"},"                     \
	" {\"name\": \"more\", \"size\": \"1M\"}], \"steps\": ["                \
	"{\"do\": [{\"exec\": \"demo\"},"                                       \
	" {\"open\": {\"file\": \"data\", \"as\": \"fd\"}},"                    \
	" {\"write\": {\"fd\": \"fd\", \"length\": \"16K\"}},"                  \
	" {\"write\": {\"fd\": \"fd\", \"length\": 100}},"                      \
	" {\"open\": {\"file\": \"more\", \"as\": \"fd2\"}},"                   \
	" {\"read\": {\"fd\": \"fd2\", \"length\": \"4K\"}},"                   \
	" {\"read\": {\"fd\": \"fd2\", \"length\": \"4K\"}},"                   \
	" {\"write\": {\"fd\": \"fd2\", \"at\": \"16K\", \"length\": \"4K\"}}" \
	"]}]}"

/* A page that a write makes is not read, but what it does not fill is. */
static void test_written_is_not_read(void **state)
{
	static const struct {
		const char *at, *file;
		uint64_t    index;
		bool	    sent, reading;
	} pages[] = {
		{ "1.3.mm_filemap_add_to_page_cache#2", "data", 1, false, false },
		{ "1.4.mm_filemap_add_to_page_cache#1", "data", 4, false, true },
		/* the disk works on it already; the write will wait */
		{ "1.8.1", "more", 4, true, true },
	};
	struct stage_fixture f;

	(void)state;
	fixture_start(&f, story_of(WRITES, "t.json"));
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		const struct machine *m = f.scene.now;
		struct focus_page at = { .index = pages[i].index,
					 .has_index = true };
		pfn_t pfn;

		fixture_at(&f, pages[i].at, UNIT_EVENT);
		at.inode = inode_by_name(m, pages[i].file);
		pfn = filemap_page(m, at.inode, at.index);
		assert_true(pfn != PFN_NONE);
		assert_false(frame_at(m, pfn)->flags & PG_UPTODATE);
		assert_int_equal(disk_reads(m, 0, pfn), pages[i].sent);
		assert_int_equal(page_reading(m, pfn), pages[i].reading);
		assert_int_equal(cache_reading(m, &at),
				 reading_in_all(m, at.inode) -
					 !pages[i].reading);
		assert_int_equal(frame_glyph(m, pfn),
				 pages[i].reading ? GLYPH_READ : GLYPH_FILE);
	}
	fixture_close(&f);
}

#define READ(fd, at)                                                         \
	" {\"read\": {\"fd\": \"" fd "\", \"at\": \"" at "\", \"length\": \"4K\"}}"

/*
 * The second read of six pages meets the marker, and so does that of four; a
 * fault reads around it.
 */
#define SHORT_FILES                                                          \
	"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"16M\"}," \
	" \"files\": [{\"name\": \"six\", \"size\": \"24K\"},"                \
	" {\"name\": \"four\", \"size\": \"16K\"},"                           \
	" {\"name\": \"twenty\", \"size\": \"80K\"}], \"steps\": ["             \
	"{\"do\": [{\"exec\": \"demo\"},"                                       \
	" {\"open\": {\"file\": \"six\", \"as\": \"a\"}},"                      \
	READ("a", "0") "," READ("a", "4K") "]}, {\"do\": ["                      \
	" {\"open\": {\"file\": \"four\", \"as\": \"b\"}},"                     \
	READ("b", "0") "," READ("b", "4K") "]}, {\"do\": ["                      \
	" {\"open\": {\"file\": \"twenty\", \"as\": \"c\"}},"                   \
	" {\"mmap\": {\"length\": \"80K\", \"flags\": [\"private\"],"           \
	"  \"fd\": \"c\", \"as\": \"m\"}},"                                 \
	" {\"access\": {\"at\": \"m\", \"length\": 1}}]}]}"

/* Figures are the kernel's; what is drawn are pages that there are. */
static void test_window_beyond_the_file(void **state)
{
	struct stage_fixture f;
	struct text lines = { 0 };

	(void)state;
	fixture_start(&f, story_of(SHORT_FILES, "t.json"));
	f.scene.settings.zoom = VIEW_CACHE;
	fixture_at(&f, "1", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "window at 4  size 8  the file ends at "
				      "5: no marker "));
	assert_false(shows(&f, 80, 24, "▴ marker"));
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "window at 4  size 8  the file ends at "
				      "3: no marker "));
	assert_true(shows(&f, 40, 24, "window at 4  size 8  no marker "));
	assert_false(shows(&f, 80, 24, "marker 4"));
	stage_text(&f.scene, &lines);
	assert_non_null(strstr(text_str(&lines), "window at 4 size 8 the file "
			       "ends at 3: no marker\n"));
	text_free(&lines);
	assert_false(shows(&f, 80, 24, "▴ marker"));
	/* nor has a page that there is not a place in the tree */
	assert_false(shows(&f, 80, 24, "page 4 = "));
	/* counted back from the last page that is read */
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "window at 0  size 32  marker 12  async 8"
				      "  read up to the last page, 19 "));
	assert_true(shows(&f, 80, 24, "▴ marker 12: "));
	fixture_close(&f);
}

/* Dropped, the page that had it; the window is as it was. */
static void test_marker_goes_with_its_page(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_CACHE;
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "cached 0 -53 of 167 pages "));
	assert_true(shows(&f, 80, 24, "window at 4  size 32  marker 4 "));
	assert_false(shows(&f, 80, 24, "▴ marker"));
	fixture_close(&f);
}

/* As the box of the page tells it, and what it is. */
static void test_way_in_the_tree(void **state)
{
	static const char way[] =
		"  the way in the file's tree, slot by slot from the root ";
	struct stage_fixture f;
	char words[128];

	(void)state;
	fixture_open(&f, "traces/23-page-cache.json");
	f.scene.settings.zoom = VIEW_CACHE;
	/* a large file of which only the first pages were read so far */
	fixture_at(&f, "3", UNIT_STEP);
	snprintf(words, sizeof(words), "page 11 = [11]%s", way);
	assert_true(shows(&f, 80, 24, words));
	fixture_at(&f, "4", UNIT_STEP);
	snprintf(words, sizeof(words), "page 4155 = [1][0][59]%s", way);
	assert_true(shows(&f, 120, 40, words));
	/* beside another view there is room for fewer words */
	assert_true(shows(&f, 60, 24, "[1][0][59]  its slots in the file's "
				      "tree "));
	assert_true(shows(&f, 44, 24, "[1][0][59]  in its tree "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 44, 24, "[1][0][59]  "));
	fixture_close(&f);
}

/* The mark has two words on the gauge, and a sentence below it. */
static void test_free_run_is_told(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/23-page-cache.json");
	f.scene.settings.zoom = VIEW_CACHE;
	fixture_at(&f, "9", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "free run\u25b4"));
	assert_true(shows(&f, 120, 40, "free run: below it no writer waits "));
	/* without the gauge's marks nothing is to be told */
	assert_false(shows(&f, 80, 13, "free run"));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 120, 40, "自由：在它以下，写的任务不用等 "));
	fixture_close(&f);
}

/*
 * Each has a window at the beginning. When that was dropped the oldest reads
 * there again, and the newest some pages elsewhere, for which it gets none.
 */
static struct story *story_of_openings(unsigned nr)
{
	struct text t = { 0 };
	struct story *s;

	text_puts(&t, "{\"framewalk\": 1, \"title\": \"t\", \"machine\": "
		      "{\"ram\": \"64M\"}, \"files\": [{\"name\": \"data\", "
		      "\"size\": \"16M\"}], \"steps\": [{\"do\": ["
		      "{\"exec\": \"demo\"}");
	for (unsigned i = 0; i < nr; i++)
		text_printf(&t, ", {\"open\": {\"file\": \"data\", \"as\": "
			    "\"f%u\"}}," READ("f%u", "0"), i, i);
	text_printf(&t, "]}, {\"do\": [{\"sysctl\": {\"name\": "
		    "\"vm.drop_caches\", \"value\": 1}}]}, {\"do\": ["
		    "{\"read\": {\"fd\": \"f0\", \"at\": \"0\", \"length\": "
		    "\"64K\"}}]}, {\"do\": [{\"read\": {\"fd\": \"f%u\", "
		    "\"at\": \"8M\", \"length\": \"64K\"}}]}]}", nr - 1);
	s = story_of(text_str(&t), "t.json");
	text_free(&t);
	return s;
}

/* However many openings there are, each one's window is looked at. */
static void test_many_openings(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_start(&f, story_of_openings(40));
	for (uint32_t step = 3; step <= 4; step++) {
		uint64_t nr = timeline_nr_events(f.timeline, step, 0), most = 0;

		for (uint64_t e = 1; e < nr; e++) {
			struct pos pos = { step, 0, e };
			uint64_t here = same_here(&f, pos, UNIT_EVENT);

			most = here > most ? here : most;
		}
		assert_true(most > 8);
	}
	fixture_close(&f);
}

#define SHARED(name)                                                         \
	"{\"mmap\": {\"length\": \"64K\", \"flags\": [\"shared\", \"anonymous\"]," \
	" \"as\": \"" name "\"}}, {\"access\": {\"at\": \"" name "\","            \
	" \"length\": \"64K\", \"mode\": \"write\"}}"

#define TWO_FILES                                                            \
	"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"16M\"}," \
	" \"steps\": [{\"do\": [{\"exec\": \"demo\"}, " SHARED("a") "]},"         \
	" {\"do\": [{\"munmap\": {\"at\": \"a\", \"length\": \"64K\"}}, "         \
	SHARED("b") "]}]}"

static handle_t shared_inode(const struct machine *m)
{
	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next)
		if (inode_at(m, h)->kind == INODE_SHMEM)
			return h;
	return 0;
}

/* A file in the place of one that is gone: it had no pages before. */
static void test_a_new_file_has_no_past(void **state)
{
	struct stage_fixture f;
	struct facts facts;
	handle_t h;

	(void)state;
	fixture_start(&f, story_of(TWO_FILES, "t.json"));
	f.scene.settings.zoom = VIEW_CACHE;
	fixture_at(&f, "2", UNIT_STEP);
	facts_gather(&facts, &f.scene, false);
	h = shared_inode(facts.now);
	assert_true(h != 0);
	assert_int_equal(h, shared_inode(facts.before));
	assert_int_equal(inode_at(facts.before, h)->nrpages, 16);
	assert_int_equal(cache_inode_before(&facts, h), 0);
	assert_int_equal(cache_pages_before(&facts, h), 0);
	assert_true(shows(&f, 80, 24, "cached 16 +16 of 16 pages "));
	/* from its opening on it is the same file */
	fixture_at(&f, "2.3", UNIT_OP);
	facts_gather(&facts, &f.scene, false);
	assert_int_equal(cache_inode_before(&facts, h), h);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_still_being_read),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_rows_of_pages),
		cmocka_unit_test(test_window_beyond_the_file),
		cmocka_unit_test(test_marker_goes_with_its_page),
		cmocka_unit_test(test_way_in_the_tree),
		cmocka_unit_test(test_free_run_is_told),
		cmocka_unit_test(test_many_openings),
		cmocka_unit_test(test_written_is_not_read),
		cmocka_unit_test(test_a_new_file_has_no_past),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
