/* What the boxes say of a page's use: its list, its file, who maps it */
#include "inspect_fixture.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/filemap.h"
#include "mm/inode.h"
#include "mm/rmap.h"
#include "view/verdicts.h"

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

/* A page on its way from one list to another can be looked at, too. */
static void test_every_frame_at_every_event(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 }, title = { 0 };
	struct pos pos = { 1, 0, 0 }, next;
	struct facts facts;

	(void)state;
	fixture_open(&f, "traces/31-lru.json");
	f.scene.settings.playing = true;	/* no search for what was before */
	for (;; pos = next) {
		fixture_stand(&f, pos, UNIT_EVENT);
		facts_gather(&facts, &f.scene, false);
		for (pfn_t pfn = 0x100; pfn < 0x140; pfn++) {
			struct mark m = { .kind = OBJ_FRAME, .id = pfn,
					  .sub = 1 };

			text_reset(&title);
			text_reset(&box);
			assert_true(inspect_tell(&facts, &m, &title, &box));
			assert_true(box.len > 0);
		}
		next = timeline_next(f.timeline, pos, UNIT_EVENT);
		if (pos_compare(f.timeline, next, pos) == 0)
			break;
	}
	text_free(&title);
	text_free(&box);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entry_of_a_list),
		cmocka_unit_test(test_page_in_a_batch),
		cmocka_unit_test(test_scans_are_foretold),
		cmocka_unit_test(test_evicted_slot),
		cmocka_unit_test(test_page_of_a_file),
		cmocka_unit_test(test_holders),
		cmocka_unit_test(test_every_frame_at_every_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
