/* What becomes of a page that reclaim looks at */
#include "reclaim_fixture.h"

#include "mm/writeback.h"

/* Verdicts on one page, scan by scan. */
static void test_verdicts(void **state)
{
	(void)state;
	/* read once with read() */
	assert_int_equal(reference_verdict(0, 0, true, true),
			 FOLIOREF_RECLAIM_CLEAN);
	/* mapped once and young: kept; then untouched, or touched again */
	assert_int_equal(reference_verdict(1, VM_READ, false, true),
			 FOLIOREF_KEEP);
	assert_int_equal(reference_verdict(0, VM_READ, true, true),
			 FOLIOREF_RECLAIM_CLEAN);
	assert_int_equal(reference_verdict(1, VM_READ, true, true),
			 FOLIOREF_ACTIVATE);
	/* two processes */
	assert_int_equal(reference_verdict(2, VM_READ, false, true),
			 FOLIOREF_ACTIVATE);
	/* code */
	assert_int_equal(reference_verdict(1, VM_READ | VM_EXEC, false, true),
			 FOLIOREF_ACTIVATE);
	assert_int_equal(reference_verdict(1, VM_READ | VM_EXEC, false, false),
			 FOLIOREF_KEEP);
	/* anonymous */
	assert_int_equal(reference_verdict(1, VM_READ, false, false),
			 FOLIOREF_KEEP);
	assert_int_equal(reference_verdict(0, VM_READ, true, false),
			 FOLIOREF_RECLAIM);
	/* locked */
	assert_int_equal(reference_verdict(0, VM_LOCKED, false, true),
			 FOLIOREF_ACTIVATE);
	assert_int_equal(reference_verdict(0, 0, false, true),
			 FOLIOREF_RECLAIM);
}

/* A machine of a few frames with swap for all that a task may want. */
static void open_with_swap(struct rig *r)
{
	struct machine_spec spec;

	toy_spec_swap(&spec, 1024);
	spec.sysctl[SYSCTL_overcommit_memory] = 1;
	rig_open(r, &spec);
	assert_true(rig_exec(r, LAYOUT_EMPTY) > 0);
}

/* Verdict and fate of a page at its next scan. */
static void scan_says(struct rig *r, pfn_t pfn, enum folio_references verdict,
		      enum folio_fate fate)
{
	bool judged = false;

	/* foretold by a look, which changes nothing */
	assert_int_equal(references_look(&r->m, pfn), verdict);
	assert_int_equal(fate_at_sight(frame_at(&r->m, pfn)), NR_FOLIO_FATES);
	event_log_reset(&r->log);
	shrink(r, LRU_INACTIVE_ANON, lru_count(r, LRU_INACTIVE_ANON));
	for (unsigned i = 0; !judged; i++) {
		const struct event *e = rig_event(r, EV_shrink_folio, i);

		judged = e->arg[0] == pfn;
		if (judged)
			assert_int_equal(e->arg[1], fate);
	}
	for (unsigned i = 0;; i++) {
		const struct event *e = rig_event(r, EV_folio_check_references,
						  i);

		if (e->arg[0] != pfn)
			continue;
		assert_int_equal(e->arg[1], verdict);
		return;
	}
}

/* An anonymous page that its fault made young: kept once, then swapped out. */
static void test_life_of_an_anonymous_page(void **state)
{
	struct rig r;
	pfn_t pfn;

	(void)state;
	open_with_swap(&r);
	rig_mmap(&r, BASE, pages(4), RW, FIXED);
	rig_access(&r, BASE, MODE_WRITE);
	pfn = pte_pfn(rig_pte(&r, BASE));
	scan_says(&r, pfn, FOLIOREF_KEEP, FATE_REFERENCED);
	scan_says(&r, pfn, FOLIOREF_RECLAIM, FATE_PAGEOUT);
	passed("PV8.12");
	assert_false(pte_present(rig_pte(&r, BASE)));
	/* this one and the page of its stack */
	assert_int_equal(rig_own(&r, "status.VmSwap"), 8);
	/* while the disk works it is out of the way */
	assert_int_equal(fate_at_sight(frame_at(&r.m, pfn)), FATE_WRITEBACK);
	event_log_reset(&r.log);
	shrink(&r, LRU_INACTIVE_ANON, 8);
	assert_int_equal(rig_event(&r, EV_shrink_folio, 0)->arg[1],
			 FATE_WRITEBACK);
	/* written, it goes to the tail of the inactive list, and goes */
	rig_op(&r, (struct op){ .verb = OP_sleep, .arg = { 0, 10 } });
	shrink(&r, LRU_INACTIVE_ANON, 8);
	assert_int_equal(rig_value(&r, "vmstat.pswpout"), 2);
	assert_int_equal(rig_value(&r, "meminfo.SwapCached"), 0);
	/* and comes back, as it was */
	assert_int_equal(rig_access(&r, BASE, MODE_READ), 0);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 4);
	rig_close(&r);
}

static enum folio_fate fate_said(const struct rig *r, pfn_t pfn)
{
	for (unsigned i = 0;; i++) {
		const struct event *e = rig_event(r, EV_shrink_folio, i);

		if (e->arg[0] == pfn)
			return (enum folio_fate)e->arg[1];
	}
}

/* Fate of the page at its next scan; the others are judged too. */
static enum folio_fate fate_of(struct rig *r, enum lru_list lru, pfn_t pfn)
{
	event_log_reset(&r->log);
	shrink(r, lru, lru_count(r, lru));
	return fate_said(r, pfn);
}

/* Given away with MADV_FREE it goes without a write, unless it is used again. */
static void test_given_away(void **state)
{
	struct rig r;
	pfn_t pfn, used;

	(void)state;
	open_with_swap(&r);
	rig_mmap(&r, BASE, pages(2), RW, FIXED);
	rig_access(&r, BASE, MODE_WRITE);
	rig_access(&r, BASE + PAGE_SIZE, MODE_WRITE);
	pfn = pte_pfn(rig_pte(&r, BASE));
	used = pte_pfn(rig_pte(&r, BASE + PAGE_SIZE));
	assert_int_equal(rig_madvise(&r, BASE, pages(2), MADV_FREE_), 0);
	rig_access(&r, BASE + PAGE_SIZE, MODE_WRITE);
	assert_int_equal(lru_count(&r, LRU_INACTIVE_FILE), 2);
	assert_int_equal(fate_of(&r, LRU_INACTIVE_FILE, pfn), FATE_FREED_CLEAN);
	assert_int_equal(rig_value(&r, "vmstat.pglazyfreed"), 1);
	assert_int_equal(rig_pte(&r, BASE), 0);
	/* the other one was used: kept; then it cannot be taken off */
	assert_int_equal(fate_of(&r, LRU_INACTIVE_FILE, used),
			 FATE_UNMAP_FAILED);
	assert_true(frame_at(&r.m, used)->flags & PG_SWAPBACKED);
	assert_int_equal(lru_count(&r, LRU_INACTIVE_FILE), 0);
	rig_close(&r);
}

/* Locked in memory, or in somebody's hands: it stays, each in its way. */
static void test_what_stays(void **state)
{
	handle_t inode;
	struct rig r;
	pfn_t held, reading;

	(void)state;
	open_with_swap(&r);
	inode = rig_file(&r, 2);
	held = rig_file_page(&r, inode, 0);
	reading = rig_file_page(&r, inode, 1);
	get_page(&r.m, held);
	frame_mut(&r.m, reading)->flags &= ~PG_UPTODATE;
	assert_int_equal(fate_at_sight(frame_at(&r.m, reading)), FATE_LOCKED);
	event_log_reset(&r.log);
	shrink_held(&r, LRU_INACTIVE_FILE, 2);
	assert_int_equal(fate_said(&r, held), FATE_BUSY);
	assert_int_equal(fate_said(&r, reading), FATE_LOCKED);
	put_page(&r.m, held);
	frame_mut(&r.m, reading)->flags |= PG_UPTODATE;
	assert_int_equal(fate_of(&r, LRU_INACTIVE_FILE, reading), FATE_FREED);
	inode_mut(&r.m, inode)->nlink = 0;
	inode_put(&r.m, inode);
	rig_close(&r);
}

/* A dirty page of a file is the flusher's business. */
static void test_dirty_file(void **state)
{
	handle_t inode;
	struct rig r;
	pfn_t pfn;

	(void)state;
	open_with_swap(&r);
	inode = rig_file(&r, 4);
	inode_lay_out(&r.m, inode, 0);
	pfn = rig_file_page(&r, inode, 0);
	assert_false(left_to_flusher(&r.m, frame_at(&r.m, pfn)));
	set_page_dirty(&r.m, pfn);
	assert_true(left_to_flusher(&r.m, frame_at(&r.m, pfn)));
	assert_int_equal(fate_of(&r, LRU_INACTIVE_FILE, pfn), FATE_DIRTY);
	assert_true(frame_at(&r.m, pfn)->flags & PG_RECLAIM);
	assert_int_equal(rig_value(&r, "vmstat.nr_vmscan_immediate_reclaim"), 1);
	assert_string_equal(lru_drawn(&r, LRU_ACTIVE_FILE), "0");
	/* nothing but dirty pages was met: the flusher is woken, and writes */
	assert_int_equal(r.log.count[EV_writeback_wake], 1);
	rig_op(&r, (struct op){ .verb = OP_sleep, .arg = { 0, 100 } });
	assert_int_equal(rig_value(&r, "vmstat.nr_written"), 1);
	assert_string_equal(lru_drawn(&r, LRU_INACTIVE_FILE), "0");
	assert_int_equal(fate_of(&r, LRU_INACTIVE_FILE, pfn), FATE_FREED);
	inode_mut(&r.m, inode)->nlink = 0;
	rig_file_end(&r, inode);
	rig_close(&r);
}

/* Shared memory goes to swap too, and its file remembers where. */
static void test_shared_memory(void **state)
{
	struct rig r;
	handle_t inode;
	pfn_t pfn;

	(void)state;
	open_with_swap(&r);
	rig_mmap(&r, BASE, pages(2), RW,
		 MAP_SHARED_ | MAP_ANONYMOUS_ | MAP_FIXED_);
	rig_access(&r, BASE, MODE_WRITE);
	pfn = pte_pfn(rig_pte(&r, BASE));
	inode = frame_at(&r.m, pfn)->mapping;
	assert_int_equal(fate_of(&r, LRU_INACTIVE_ANON, pfn), FATE_REFERENCED);
	assert_int_equal(fate_of(&r, LRU_INACTIVE_ANON, pfn), FATE_PAGEOUT);
	assert_int_equal(filemap_slot(&r.m, inode, 0).kind, SLOT_SWAP);
	assert_int_equal(rig_pte(&r, BASE), 0);
	rig_op(&r, (struct op){ .verb = OP_sleep, .arg = { 0, 10 } });
	shrink(&r, LRU_INACTIVE_ANON, 8);
	assert_int_equal(rig_value(&r, "meminfo.Shmem"), 0);
	assert_int_equal(rig_access(&r, BASE, MODE_READ), 0);
	assert_int_equal(filemap_slot(&r.m, inode, 0).kind, SLOT_PAGE);
	assert_int_equal(rig_value(&r, "meminfo.Shmem"), 4);
	rig_close(&r);
}

static void hear_sound(void *ctx, const struct machine *m,
		       const struct event *e)
{
	uint64_t *nr = ctx;
	struct diag why = { 0 };

	if (!machine_check_weak(m, &why))
		fail_msg("at %s: %s", event_types[e->id].name, why.what);
	++*nr;
}

/* More memory than there is, used at random: sound at every event. */
static void test_thrashing(void **state)
{
	uint64_t heard = 0, chance = 7;
	struct rig r;

	(void)state;
	open_with_swap(&r);
	r.log.hear = hear_sound;
	r.log.ctx = &heard;
	rig_mmap(&r, BASE, pages(600), RW, FIXED);
	for (unsigned i = 0; i < 3000; i++) {
		chance = chance * UINT64_C(6364136223846793005) + 1;
		assert_int_equal(rig_access(&r, BASE + (chance >> 33) % 600 * PAGE_SIZE,
					    i % 3 ? MODE_READ : MODE_WRITE), 0);
	}
	assert_true(rig_value(&r, "vmstat.pswpout") > 500);
	assert_true(rig_value(&r, "vmstat.pswpin") > 500);
	assert_true(heard > 50000);
	rig_exit(&r, 0);
	assert_int_equal(rig_value(&r, "meminfo.SwapCached"), 0);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_life_of_an_anonymous_page),
		cmocka_unit_test(test_given_away),
		cmocka_unit_test(test_what_stays),
		cmocka_unit_test(test_dirty_file),
		cmocka_unit_test(test_shared_memory),
		cmocka_unit_test(test_thrashing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
