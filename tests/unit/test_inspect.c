/* What the boxes say of a frame: its buddy, what happened to it before */
#include "stage_fixture.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"
#include "mm/filemap.h"
#include "mm/inode.h"
#include "mm/oom.h"
#include "mm/pgtable.h"
#include "mm/procfs.h"
#include "mm/rmap.h"
#include "mm/task.h"
#include "view/inspect.h"
#include "view/verdicts.h"

#define TOY "traces/13-buddy.json"

/* The box on a thing at a position, title and lines. */
static void box_at(struct stage_fixture *f, const char *pos, enum object kind,
		   uint64_t id, struct text *box)
{
	struct mark m = { .kind = (uint16_t)kind, .id = id, .sub = 1 };
	struct text title = { 0 };
	struct facts facts;

	fixture_at(f, pos, UNIT_STEP);
	facts_gather(&facts, &f->scene, false);
	text_reset(box);
	assert_true(inspect_tell(&facts, &m, &title, box));
	text_free(&title);
}

static void says(const struct text *box, const char *words)
{
	if (!strstr(text_str(box), words))
		fail_msg("'%s' is not in:\n%s", words, text_str(box));
}

/* The toy zone is one block of order 5: 0x20 lies behind its end. */
static void test_no_buddy_outside(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, TOY);
	box_at(&f, "0", OBJ_FRAME, 3, &box);
	says(&box, "order 5");
	says(&box, "no buddy: 0x0 xor 0x20 lies outside the zone");
	assert_null(strstr(text_str(&box), "= 0x"));
	box_at(&f, "0", OBJ_BLOCK, 0, &box);
	says(&box, "no buddy");
	/* halved, the block has one */
	box_at(&f, "3", OBJ_FRAME, 16, &box);
	says(&box, "0x10 xor 0x10 = 0x0");
	text_free(&box);
	fixture_close(&f);
}

/* A number that may be 1 stands behind its word. */
static void test_block_of_one_frame(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };
	struct text title = { 0 };
	struct facts facts;
	struct mark m = { .kind = OBJ_ORDER };

	(void)state;
	fixture_open(&f, TOY);
	fixture_at(&f, "1", UNIT_STEP);
	facts_gather(&facts, &f.scene, false);
	assert_true(inspect_tell(&facts, &m, &title, &box));
	says(&box, "frames in a block  1,  4 kB\nfree  blocks ");
	assert_null(strstr(text_str(&box), "1 frames"));
	text_free(&title);
	text_free(&box);
	fixture_close(&f);
}

/* Allocated in step 3, given back in step 6; the same from both sides. */
static void test_earlier_events(void **state)
{
	static const char *const ways[] = { "0", "end" };
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, TOY);
	for (int i = 0; i < 2; i++) {
		box_at(&f, ways[i], OBJ_FRAME, 3, &box);
		box_at(&f, "2", OBJ_FRAME, 3, &box);
		says(&box, "nothing since boot");
		box_at(&f, "4", OBJ_FRAME, 3, &box);
		says(&box, "earlier\n  3.3.3  allocated\n");
		assert_null(strstr(text_str(&box), "freed"));
		box_at(&f, "end", OBJ_FRAME, 3, &box);
		says(&box, "  3.3.3  allocated\n  6.1.1  freed\n");
	}
	f.scene.settings.playing = true;
	box_at(&f, "end", OBJ_FRAME, 3, &box);
	assert_null(strstr(text_str(&box), "earlier"));
	text_free(&box);
	fixture_close(&f);
}

/* A frame of a task: who asked for it, and what became of it in swap. */
static void test_earlier_of_a_page(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };
	struct facts facts;
	pfn_t pfn;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "6", UNIT_STEP);
	facts_gather(&facts, &f.scene, false);
	assert_true(facts.followed.has_frame);
	pfn = facts.followed.pfn;
	box_at(&f, "6", OBJ_FRAME, pfn, &box);
	says(&box, "  allocated  demo\n");
	says(&box, "  mapped  demo\n");
	box_at(&f, "10", OBJ_FRAME, pfn, &box);
	says(&box, "being written  kswapd0\n");
	says(&box, "freed  ");
	text_free(&box);
	fixture_close(&f);
}

/* Its place in the list, what a scan sees and what it would say: lesson 31. */
static void test_entry_of_a_list(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, "traces/31-lru.json");
	box_at(&f, "1", OBJ_FRAME, 0x102, &box);
	says(&box, "list  inactive_file, 1 before the tail\n"
		   "used  young PTEs n 0   PG_referenced R 1\n"
		   "a scan now  used once: goes if clean\n");
	box_at(&f, "2", OBJ_FRAME, 0x102, &box);
	says(&box, "list  active_file, the next to go\n");
	says(&box, "a scan now  to head of inactive\n");
	f.scene.settings.lang = LANG_ZH;
	box_at(&f, "1", OBJ_FRAME, 0x102, &box);
	says(&box, "现在扫描  用过一次：干净就走\n");
	text_free(&box);
	fixture_close(&f);
}

/* A page on its way to a list stands in a batch: no scan can meet it there. */
static void test_page_in_a_batch(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };
	const struct lru_batch *b;

	(void)state;
	fixture_open(&f, "traces/31-lru-batches.json");
	fixture_at(&f, "fourteen", UNIT_STEP);
	b = &f.scene.now->s->lru_batch[BATCH_ADD];
	assert_int_equal(b->nr, 14);
	box_at(&f, "fourteen", OBJ_FRAME, b->page[1] - 1, &box);
	says(&box, "list  none yet: 2 of a batch of 15, then inactive_anon\n");
	assert_null(strstr(text_str(&box), "a scan now"));
	text_free(&box);
	fixture_close(&f);
}

/* What the box says before a scan is what the scan says. */
static unsigned foretold(struct stage_fixture *f, struct pos pos,
			 struct text *box)
{
	struct pos prev = timeline_prev(f->timeline, pos, UNIT_OP);
	struct event said[32];
	struct text title = { 0 };
	struct facts facts;
	char words[80];
	unsigned nr = 0;

	fixture_stand(f, pos, UNIT_OP);
	for (uint32_t i = 0; i < f->between.nr_last && nr < 32; i++)
		if (f->between.last[i].id == EV_folio_check_references)
			said[nr++] = f->between.last[i];
	fixture_stand(f, prev, UNIT_OP);
	facts_gather(&facts, &f->scene, false);
	for (unsigned i = 0; i < nr; i++) {
		struct mark m = { .kind = OBJ_FRAME, .id = said[i].arg[0],
				  .sub = 1 };

		text_reset(box);
		assert_true(inspect_tell(&facts, &m, &title, box));
		snprintf(words, sizeof(words), "used  young PTEs n %u ",
			 (unsigned)said[i].arg[2]);
		says(box, words);
		snprintf(words, sizeof(words), "a scan now  %s\n",
			 ui(LANG_EN, look_words((enum folio_references)
						said[i].arg[1])));
		says(box, words);
	}
	text_free(&title);
	return nr;
}

static void test_scans_are_foretold(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };
	struct pos pos = { 0, 0, 0 }, next;
	unsigned nr = 0;

	(void)state;
	fixture_open(&f, "traces/31-lru.json");
	for (;; pos = next) {
		next = timeline_next(f.timeline, pos, UNIT_OP);
		if (pos_compare(f.timeline, next, pos) == 0)
			break;
		if (next.op && timeline_op(f.timeline, next.step,
					   next.op - 1).verb == OP_reclaim)
			nr += foretold(&f, next, &box);
	}
	assert_true(nr >= 8);
	text_free(&box);
	fixture_close(&f);
}

/* The box on a slot of the page cache. */
static void slot_box(struct stage_fixture *f, handle_t inode, uint64_t index,
		     struct text *box)
{
	struct mark m = { .kind = OBJ_FILE, .id = index, .sub = inode };
	struct text title = { 0 };
	struct facts facts;

	facts_gather(&facts, &f->scene, false);
	text_reset(box);
	assert_true(inspect_tell(&facts, &m, &title, box));
	text_free(&title);
}

/* What an evicted page left, and what a read would make of it: lesson 32. */
static void test_evicted_slot(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };
	handle_t data;

	(void)state;
	fixture_open(&f, "traces/32-kswapd.json");
	fixture_at(&f, "end", UNIT_STEP);
	data = inode_by_name(f.scene.now, "data");
	assert_int_equal(filemap_slot(f.scene.now, data, 0).kind, SLOT_SHADOW);
	slot_box(&f, data, 0, &box);
	says(&box, "tree  [0][0]   marks none\n");
	says(&box, "shadow  age 0   node 0\n"
		   "refault distance  218 - 0 = 218\n"
		   "218 > 0 of the other lists: starts inactive\n");
	f.scene.settings.lang = LANG_ZH;
	slot_box(&f, data, 0, &box);
	says(&box, "影子项  年龄 0   节点 0\n");
	/* behind the pages that were ever in memory */
	f.scene.settings.lang = LANG_EN;
	slot_box(&f, data, 1 << 20, &box);
	says(&box, "tree  does not reach so far\n");
	text_free(&box);
	fixture_close(&f);
}

/* A page in the cache: whose, its way in the tree, its marks: lesson 23. */
static void test_page_of_a_file(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };
	const struct machine *m;

	(void)state;
	fixture_open(&f, "traces/23-page-cache.json");
	fixture_at(&f, "write", UNIT_STEP);
	m = f.scene.now;
	box_at(&f, "write", OBJ_FRAME,
	       filemap_page(m, inode_by_name(m, "log"), 1000), &box);
	says(&box, "file  log:1000\ntree  [15][40]   marks dirty\n");
	says(&box, "a scan now  active: flusher's work\n");
	says(&box, " private ");
	box_at(&f, "write", OBJ_FRAME,
	       filemap_page(m, inode_by_name(m, "data"), 1000), &box);
	says(&box, "file  data:1000\ntree  [0][15][40]   marks none\n");
	text_free(&box);
	fixture_close(&f);
}

/* The first page of that kind that so many entries map. */
static pfn_t mapped_page(const struct machine *m, enum frame_kind kind, int nr)
{
	for (pfn_t pfn = 0; pfn < 1 << 18; pfn++) {
		const struct frame *fr = frame_at(m, pfn);

		if (fr && frame_kind(fr) == kind && fr->mapcount == nr)
			return pfn;
	}
	fail_msg("no such page");
	return PFN_NONE;
}

/* Every entry that maps a page is told with its task. */
static void test_holders(void **state)
{
	static const struct {
		const char *path, *pos;
		enum frame_kind kind;
		int nr;
	} cases[] = {
		{ "traces/09-fork.json", "fork", KIND_ANON, 2 },
		{ "traces/27-four-mappings.json", "shared_file", KIND_FILE, 1 },
	};
	struct text box = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct stage_fixture f;
		struct rmap_iter it;
		handle_t vma;
		vaddr_t addr;
		char words[80];
		int nr = 0;
		pfn_t pfn;

		fixture_open(&f, cases[i].path);
		fixture_at(&f, cases[i].pos, UNIT_STEP);
		pfn = mapped_page(f.scene.now, cases[i].kind, cases[i].nr);
		box_at(&f, cases[i].pos, OBJ_FRAME, pfn, &box);
		rmap_begin(f.scene.now, pfn, &it);
		for (; rmap_next(f.scene.now, &it, &vma, &addr); nr++) {
			snprintf(words, sizeof(words), "  %012" PRIx64, addr);
			says(&box, words);
		}
		assert_int_equal(nr, cases[i].nr);
		for (const char *at = text_str(&box); nr--; at++) {
			at = strstr(at, "held by  ");
			assert_non_null(at);
		}
		fixture_close(&f);
	}
	text_free(&box);
}

/* The box on an entry of the walk that the picture shows. */
static void entry_box(struct stage_fixture *f, enum pt_level level,
		      struct text *box)
{
	struct text title = { 0 };
	struct facts facts;
	struct mark m = { .kind = OBJ_ENTRY, .id = level };

	facts_gather(&facts, &f->scene, false);
	assert_true(facts.has_address);
	m.sub = mm_at(facts.now, task_at(facts.now, facts.task)->mm)->pgd;
	for (enum pt_level l = LEVEL_PGD; l > level; l--)
		m.sub = pte_pfn(pgtable_of(facts.now, m.sub)->entry[
				pt_index(facts.address, l)]);
	text_reset(box);
	assert_true(inspect_tell(&facts, &m, &title, box));
	text_free(&title);
}

/* Only of a page does the processor keep D; _PAGE_TABLE has A and D set. */
static void test_bits_of_entries(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "5", UNIT_STEP);
	entry_box(&f, LEVEL_PTE, &box);
	says(&box, "the processor finds the frame");
	says(&box, "D  was written (set by the processor or at a fault)");
	entry_box(&f, LEVEL_PMD, &box);
	says(&box, "the processor walks on");
	says(&box, "D  set by the kernel too; the processor ignores it");
	assert_null(strstr(text_str(&box), "was written"));
	text_free(&box);
	fixture_close(&f);
}

/* What an access to a page of demo would do. */
static void page_box(struct stage_fixture *f, const char *pos, vaddr_t addr,
		      struct text *box)
{
	struct mark m = { .kind = OBJ_PAGE, .id = addr };
	struct text title = { 0 };
	struct facts facts;

	fixture_at(f, pos, UNIT_STEP);
	facts_gather(&facts, &f->scene, false);
	m.sub = procfs_task(facts.now, "demo", 4);
	text_reset(box);
	assert_true(inspect_tell(&facts, &m, &title, box));
	text_free(&title);
}

/* Each access is told with its cost: lesson 5. */
static void test_accesses(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	/* of the program's text, in no frame yet */
	page_box(&f, "8", 0x100000, &box);
	says(&box, "read now   SIGSEGV, no area here\n");
	assert_null(strstr(text_str(&box), "fetch"));
	page_box(&f, "8", 0x408000, &box);
	says(&box, "read now   major fault, the page of the file is mapped\n");
	says(&box, "write now  SIGSEGV, the area does not allow it\n");
	says(&box, "fetch now  major fault, the page of the file is mapped\n");
	/* zeros were read there, then it is written to */
	page_box(&f, "8", 0x7ffff0004000, &box);
	says(&box, "write now  no fault, the processor does it alone\n");
	page_box(&f, "4", 0x7ffff0004000, &box);
	says(&box, "read now   no fault, the processor does it alone\n");
	says(&box, "write now  minor fault, a frame of its own instead\n");
	assert_null(strstr(text_str(&box), "fetch"));
	f.scene.settings.lang = LANG_ZH;
	page_box(&f, "8", 0x408000, &box);
	says(&box, "现在读    主缺页，映射文件的那一页\n");
	says(&box, "现在写    SIGSEGV, 区域不允许\n");
	text_free(&box);
	fixture_close(&f);
}

/* A shared page is the file's: nobody gets a frame of his own. */
static void test_write_to_shared(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, "traces/27-four-mappings.json");
	page_box(&f, "2.1", 0x7ffff7dff000, &box);
	says(&box, "the page of the file is mapped");
	page_box(&f, "2", 0x7ffff3e00000, &box);
	says(&box, "write now  minor fault, the file is told of the write");
	fixture_close(&f);
	fixture_open(&f, "traces/05-demand.json");
	page_box(&f, "3", 0x7ffff0000000, &box);
	says(&box, "a frame of its own");
	text_free(&box);
	fixture_close(&f);
}

/* The sum in the box of a task adds up, and is the killer's own. */
static void task_adds_up(struct stage_fixture *f, handle_t task,
			 struct text *box, unsigned sums[2])
{
	struct mark m = { .kind = OBJ_TASK, .id = task };
	const struct machine *now = f->scene.now;
	int64_t points = oom_badness(now, task, oom_totalpages(now)), v[5];
	struct text title = { 0 };
	struct facts facts;
	const char *line;

	facts_gather(&facts, &f->scene, false);
	text_reset(box);
	assert_true(inspect_tell(&facts, &m, &title, box));
	text_free(&title);
	line = strstr(text_str(box), "points  rss");
	if (!line) {
		assert_true(points == OOM_NEVER);
		if (task_at(now, task)->mm)
			says(box, "points  none: the killer passes it by\n");
		return;
	}
	assert_int_equal(sscanf(line, "points  rss %" SCNd64 " + swap %" SCNd64
				" + tables %" SCNd64 " + adj %" SCNd64
				" = %" SCNd64, v, v + 1, v + 2, v + 3, v + 4), 5);
	assert_int_equal(v[0] + v[1] + v[2] + v[3], v[4]);
	sums[task_at(now, task)->mm == 0]++;
	if (task_at(now, task)->mm)
		assert_int_equal(v[4], points);
}

static void test_points_of_a_task(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };
	unsigned sums[2] = { 0 }, steps;
	char pos[8];

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	steps = timeline_nr_steps(f.timeline);
	for (unsigned i = 1; i <= steps; i++) {
		snprintf(pos, sizeof(pos), "%u", i);
		fixture_at(&f, pos, UNIT_STEP);
		for (handle_t h = f.scene.now->s->tasks; h;
		     h = task_at(f.scene.now, h)->next)
			task_adds_up(&f, h, &box, sums);
	}
	/* of those that live, and of victims in the unit that took them */
	assert_true(sums[0] > 4 && sums[1] > 0);
	text_free(&box);
	fixture_close(&f);
}

/* A narrow box is as high as its text needs when it wraps at that width. */
static void test_narrow_box(void **state)
{
	struct mark m = { .kind = OBJ_EVENT, .id = 13, .w = 1, .h = 1 };
	struct stage_fixture f;
	struct text box = { 0 }, shown = { 0 };
	struct canvas c;
	struct facts facts;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	box_at(&f, "5", OBJ_EVENT, m.id, &box);
	says(&box, "stands for the processor");
	facts_gather(&facts, &f.scene, false);
	canvas_open(&c, 40, 24, false);
	inspect_draw(&c, &facts, &m);
	canvas_print(&c, &shown);
	says(&shown, "stands for the processor");
	canvas_close(&c);
	text_free(&shown);
	text_free(&box);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_buddy_outside),
		cmocka_unit_test(test_block_of_one_frame),
		cmocka_unit_test(test_earlier_events),
		cmocka_unit_test(test_earlier_of_a_page),
		cmocka_unit_test(test_entry_of_a_list),
		cmocka_unit_test(test_page_in_a_batch),
		cmocka_unit_test(test_scans_are_foretold),
		cmocka_unit_test(test_evicted_slot),
		cmocka_unit_test(test_page_of_a_file),
		cmocka_unit_test(test_holders),
		cmocka_unit_test(test_bits_of_entries),
		cmocka_unit_test(test_accesses),
		cmocka_unit_test(test_write_to_shared),
		cmocka_unit_test(test_points_of_a_task),
		cmocka_unit_test(test_narrow_box),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
