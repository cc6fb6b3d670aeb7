/* The overview: who works and what for, the row that the event is about, what
 * can be had. The text tells the same. */
#include "stage_fixture.h"

#include <stdio.h>

#include "mm/proc_files.h"
#include "mm/task.h"
#include "scenario_fixture.h"

static void open_overview(struct stage_fixture *f, const char *path)
{
	fixture_open(f, path);
	f->scene.settings.zoom = VIEW_OVERVIEW;
}

/* Does the text have this as a whole line? */
static bool tells(struct stage_fixture *f, const char *line)
{
	struct text text = { 0 };
	char whole[256];
	bool has;

	snprintf(whole, sizeof(whole), "\n%s\n", line);
	stage_text(&f->scene, &text);
	has = strstr(text_str(&text), whole) != NULL;
	text_free(&text);
	return has;
}

/* Asked for work, at work, and done: picture and text mean the same flusher. */
static void test_flusher(void **state)
{
	struct stage_fixture f;

	(void)state;
	open_overview(&f, "traces/23-page-cache.json");
	fixture_at(&f, "3.1", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " flusher - asleep "));
	assert_true(tells(&f, "  flusher asleep"));
	fixture_close(&f);
	open_overview(&f, "traces/27-four-mappings.json");
	fixture_at(&f, "2.11489.7", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, " flusher - asleep "));
	assert_true(tells(&f, "  flusher asleep"));
	fixture_at(&f, "2.11489.writeback_wake", UNIT_EVENT);
	assert_true(shows(&f, 80, 24,
			  "│> flusher ▸ at work  too much is dirty "));
	assert_true(tells(&f, "* flusher asleep -> at work, too much is dirty"));
	fixture_at(&f, "2.11489.writeback_single_inode#2", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "│> flusher ▸ at work "));
	assert_true(tells(&f, "* flusher at work, too much is dirty"));
	fixture_close(&f);
}

/* From its waking over the nap to its sleep, each with the reason. */
static void test_kswapd(void **state)
{
	struct stage_fixture f;

	(void)state;
	open_overview(&f, "traces/32-kswapd.json");
	fixture_at(&f, "5.2.mm_vmscan_wakeup_kswapd", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "│> kswapd0 - held   flusher - asleep "));
	fixture_close(&f);
	open_overview(&f, "traces/tour.json");
	fixture_at(&f, "8.920.mm_vmscan_wakeup_kswapd", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, " min▴ "));	/* the gauge has room */
	assert_true(shows(&f, 80, 24, "│> kswapd0 ▸ at work  woken for order 0  "
				      "until a zone is above high "));
	assert_true(tells(&f, "* kswapd0 asleep -> at work, woken for order 0, "
			      "until a zone is above high"));
	fixture_close(&f);
	open_overview(&f, "traces/32-kswapd.json");
	fixture_at(&f, "6.1.mm_vmscan_kswapd_wake", UNIT_EVENT);
	assert_true(tells(&f, "* kswapd0 held -> at work, for order 0, "
			      "until a zone is above high"));
	fixture_at(&f, "6", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "looks once more after 0.1 s, then sleeps"));
	assert_true(shows(&f, 80, 24, "  kswapd0 - napping "));
	f.scene.settings.zoom = VIEW_LRU;
	assert_true(shows(&f, 80, 24, " kswapd napping, "));
	f.scene.settings.zoom = VIEW_OVERVIEW;
	fixture_at(&f, "7.1.mm_vmscan_kswapd_sleep", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "│> kswapd0 - asleep   flusher - asleep "));
	assert_true(tells(&f, "* kswapd0 napping -> asleep"));
	fixture_close(&f);
	/* not for a mark: marks are raised */
	open_overview(&f, "traces/32-kswapd-m256.json");
	fixture_at(&f, "3.487.145", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "until 512 are freed for the boost"));
	fixture_close(&f);
}

/* The LRU view's title means the same daemon, also one that has given up. */
static void test_one_state(void **state)
{
	struct stage_fixture f;

	(void)state;
	open_overview(&f, "traces/39-oom.json");
	fixture_at(&f, "3.2.mark_victim", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "kswapd0 ! hopeless  16 runs in vain"));
	f.scene.settings.zoom = VIEW_LRU;
	assert_true(shows(&f, 80, 24, "kswapd hopeless"));
	assert_true(tells(&f, "* kswapd0 asleep -> hopeless, 16 runs in vain"));
	fixture_close(&f);
}

/* File, pages and direction of what the disk does; the call and its place. */
static void test_disk_and_call(void **state)
{
	struct stage_fixture f;

	(void)state;
	open_overview(&f, "traces/32-kswapd-m256.json");
	fixture_at(&f, "3.487.145", UNIT_STEP);
	assert_true(shows(&f, 80, 24,
			  "  disk    ▾ reads  data 40344..40375  32 pages "));
	assert_true(shows(&f, 80, 24, "in read, data page 40344 of 153600"));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "正在 read，data 第 40344 页，共 153600 页"));
	f.scene.settings.lang = LANG_EN;
	/* it has returned: the task runs in its own code */
	fixture_at(&f, "3.487", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "in read"));
	fixture_close(&f);
	open_overview(&f, "traces/27-four-mappings.json");
	fixture_at(&f, "5.2.318", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "in a page fault"));
	assert_true(tells(&f, "* disk vda idle -> at work requests 1 (was 0) "
			      "pages read 16416 (was 16384) pages written 16384"
			      "   reads, data 0..31, 32 pages"));
	/* the processor tries again: the fault is over */
	fixture_at(&f, "5.2.mmu_access", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "in a page fault"));
	fixture_close(&f);
}

/* In little room other rows go before that of the event, whosever it is. */
static void test_the_row_of_the_event_stays(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/27-four-mappings.json");
	fixture_at(&f, "5.2.318", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│> disk    ▾ reads  data 0..31  32 pages │"));
	fixture_close(&f);
	fixture_open(&f, "traces/32-kswapd-m256.json");
	f.scene.settings.views[0] = VIEW_OVERVIEW;
	f.scene.settings.views[1] = VIEW_LRU;
	f.scene.settings.views[2] = VIEW_FRAMES;
	f.scene.settings.views[3] = VIEW_CACHE;
	fixture_at(&f, "3.487.145", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│> kswapd0 ▸ at work"));
	fixture_close(&f);
	/* the last of four tasks, where there is room for three, or for one */
	open_overview(&f, "traces/39-oom.json");
	fixture_at(&f, "3.2.mark_victim", UNIT_STEP);
	for (int h = 24; h > 12; h--)
		assert_true(shows(&f, 80, h, "> 4 grow "));
	assert_false(shows(&f, 80, 14, "  3 mid "));
	fixture_close(&f);
}

/* What free(1) says, as far as it has room, only ever as parts of one sum. */
static void test_used_and_available(void **state)
{
	struct stage_fixture f;
	struct meminfo i;
	char sum[96];

	(void)state;
	fixture_open(&f, "traces/27-four-mappings.json");
	fixture_at(&f, "5.2.318", UNIT_STEP);
	meminfo_read(f.scene.now, &i);
	snprintf(sum, sizeof(sum), " free: total %d = used %d + available %d kB",
		 (int)i.total, (int)(i.total - i.available), (int)i.available);
	assert_true(shows(&f, 80, 24, "─ overview ── used 9M + available 447M ─"));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, " 已用 9M + 可用 447M ─"));
	f.scene.settings.lang = LANG_EN;
	f.scene.settings.zoom = VIEW_OVERVIEW;
	assert_true(shows(&f, 80, 24, sum));
	assert_true(shows(&f, 60, 24, " used 9M + available 447M ─"));
	fixture_close(&f);
}

/* Where not all kinds have room those that changed most stay, also one that has
 * gone altogether; the frames view tells the same ones. */
static void test_what_went_is_told(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/27-four-mappings.json");
	fixture_at(&f, "6", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│* a anonymous         1 -16384   "));
	fixture_at(&f, "8", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│* a anonymous         1 -16384   "));
	fixture_at(&f, "10", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "│* m shared memory      0 -16384   "));
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 60, 24, " m shared memory      0 -16384 "));
	fixture_close(&f);
}

/* A zone without a gauge names its marks; the letter of tables says what it
 * counts beside the figure of /proc. */
static void test_figures_are_named(void **state)
{
	static const struct {
		int w, h;
		const char *row;
	} rows[] = {
		{ 80, 24, " 3840 free of 3840  kept 190  min 33  low 41  high 49" },
		{ 60, 24, " 3840 free  kept 190 marks 33/41/49 " },
		{ 40, 12, " 3840 free of 3840     \n" },
	};
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/07-walk.json");
	f.scene.settings.zoom = VIEW_OVERVIEW;
	fixture_at(&f, "5", UNIT_STEP);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_true(shows(&f, rows[i].w, rows[i].h, rows[i].row));
	assert_true(shows(&f, 80, 24, "\n│  t all four levels; PageTables: PTE, "
				      "PMD  * changed  @ followed "));
	/* nobody has a table yet: there is nothing to tell apart */
	fixture_at(&f, "0", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "PageTables"));
	fixture_close(&f);
}

#define CHILDREN                                                             \
	"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"64M\"}," \
	" \"steps\": [{\"do\": [{\"exec\": {\"task\": \"p\"}},"                   \
	" {\"fork\": {\"task\": \"p\", \"child\": \"c\"}},"                       \
	" {\"mmap\": {\"task\": \"c\", \"length\": \"1M\", \"as\": \"m\"}},"      \
	" {\"access\": {\"task\": \"c\", \"at\": \"m\", \"mode\": \"write\"}}]}," \
	" {\"do\": [{\"exit\": {\"task\": \"c\"}},"                               \
	" {\"wait\": {\"task\": \"p\", \"child\": \"c\"}},"                       \
	" {\"fork\": {\"task\": \"p\", \"child\": \"d\"}}]}]}"

/* A task in the place of one that is gone: what that one had is not its past. */
static void test_a_new_task_has_no_past(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_start(&f, story_of(CHILDREN, "t.json"));
	f.scene.settings.zoom = VIEW_OVERVIEW;
	fixture_at(&f, "1", UNIT_STEP);
	assert_true(tells(&f, "* task 2 p pid 101 RSS kB 1032 (was 0) "
			      "min_flt 256 (was 0) maj_flt 0"));
	fixture_at(&f, "2", UNIT_STEP);
	assert_int_equal(task_by_pid(f.scene.now, 102),
			 task_by_pid(f.scene.before, 101));
	assert_true(tells(&f, "* task 3 p pid 102 RSS kB 8 (was 0) min_flt 0 "
			      "maj_flt 0"));
	fixture_close(&f);
}

/* A boost is in each mark, as in /proc/zoneinfo and in what checks ask. */
static void test_marks_hold_the_boost(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_OVERVIEW;
	fixture_at(&f, "7", UNIT_STEP);
	assert_int_equal(f.scene.now->s->zone[0].watermark[WMARK_MIN], 33);
	assert_int_equal(f.scene.now->s->zone[0].watermark_boost, 512);
	assert_true(shows(&f, 80, 24, " marks 545/553/561  with boost 512 "));
	fixture_close(&f);
}

/* No English word in the title's sum, which is no name of the kernel's. */
static void test_sum_in_chinese(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/27-four-mappings.json");
	f.scene.settings.zoom = VIEW_OVERVIEW;
	f.scene.settings.lang = LANG_ZH;
	fixture_at(&f, "5", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "\u603b\u5171 468416 = \u5df2\u7528 "
				       "80712 + \u53ef\u7528 387704 kB"));
	assert_false(shows(&f, 120, 40, "total"));
	assert_false(shows(&f, 80, 24, "available"));
	fixture_close(&f);
}

/* Frames that slabs took: the cache of objects that took most of them. */
static void test_slabs_say_whose(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/27-four-mappings.json");
	fixture_at(&f, "shared_file", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "slab            459 +459  buffer_head"));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slabs_say_whose),
		cmocka_unit_test(test_flusher),
		cmocka_unit_test(test_kswapd),
		cmocka_unit_test(test_one_state),
		cmocka_unit_test(test_disk_and_call),
		cmocka_unit_test(test_the_row_of_the_event_stays),
		cmocka_unit_test(test_used_and_available),
		cmocka_unit_test(test_what_went_is_told),
		cmocka_unit_test(test_figures_are_named),
		cmocka_unit_test(test_a_new_task_has_no_past),
		cmocka_unit_test(test_sum_in_chinese),
		cmocka_unit_test(test_marks_hold_the_boost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
