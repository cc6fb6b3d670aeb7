/*
 * Pages that were swapped out and come back. They are put out by hand, as
 * reclaim would: a slot, no mapping, written, out of the swap cache.
 */
#include "mm_fixture.h"

#include <errno.h>

#include "mm/disk.h"
#include "mm/lru.h"
#include "mm/rmap.h"
#include "mm/swap_io.h"
#include "mm/swapin.h"
#include "mm/swapoff.h"
#include "mm/vmstat.h"
#include "mm/workingset.h"
#include "mm/writeback.h"

enum { SLOTS = 4096 };

static void open_swap(struct rig *r, bool solid_state)
{
	struct machine_spec spec;

	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, 64 * MIB));
	spec.nr_swaps = 1;
	spec.swap[0] = (struct swap_spec){ .name = "/dev/vda", .pages = SLOTS,
					   .prio = -1, .on = 1,
					   .solid_state = solid_state };
	rig_open(r, &spec);
	assert_true(rig_exec(r, LAYOUT_EMPTY) > 0);
}

/* nr private pages at BASE, each written once. */
static void touched(struct rig *r, uint64_t nr)
{
	assert_int_equal(rig_mmap(r, BASE, nr * PAGE_SIZE, RW, FIXED), BASE);
	rig_touch(r, BASE, nr, MODE_WRITE);
}

static vaddr_t at(unsigned page)
{
	return BASE + page * (vaddr_t)PAGE_SIZE;
}

static uint64_t event(const struct rig *r, enum vm_event id)
{
	return r->m.s->vm_event[id];
}

/* The page gets a slot and is written; it stays in the swap cache. */
static pfn_t page_out(struct rig *r, vaddr_t addr)
{
	struct machine *m = &r->m;
	pfn_t pfn = pte_pfn(rig_pte(r, addr));

	lru_add_drain(m);
	get_page(m, pfn);
	if (!frame_at(m, pfn)->swap)
		assert_true(add_to_swap(m, pfn));
	assert_true(try_to_unmap(m, pfn));
	if (clear_page_dirty_for_io(m, pfn)) {
		assert_int_not_equal(swap_writepage(m, pfn), 0);
		assert_true(frame_at(m, pfn)->flags & PG_WRITEBACK);
		wait_on_page(m, pfn);
	}
	put_page(m, pfn);
	return pfn;
}

/* ... and is dropped. */
static void evict(struct rig *r, vaddr_t addr)
{
	pfn_t pfn = page_out(r, addr);
	uint64_t shadow;

	get_page(&r->m, pfn);
	shadow = workingset_eviction(&r->m, pfn);
	delete_from_swap_cache(&r->m, pfn, shadow);
	put_page(&r->m, pfn);
	put_page(&r->m, pfn);
}

static void evict_all(struct rig *r, unsigned nr)
{
	for (unsigned i = 0; i < nr; i++)
		evict(r, at(i));
	rig_check(r);
}

static int64_t majors(const struct rig *r)
{
	return rig_own(r, "stat.majflt");
}

static int64_t minors(const struct rig *r)
{
	return rig_own(r, "stat.minflt");
}

static void test_out_and_kept(void **state)
{
	struct rig r;
	int64_t min, rss;

	(void)state;
	open_swap(&r, false);
	touched(&r, 64);
	rss = rig_own(&r, "status.RssAnon");
	assert_int_equal(rig_madvise(&r, BASE, 64 * PAGE_SIZE, MADV_PAGEOUT_),
			 0);
	for (unsigned i = 0; i < 64; i++) {
		assert_int_equal(pte_swap(rig_pte(&r, at(i))), i + 1);
		assert_true(rig_pte(&r, at(i)) & SWP_EXCLUSIVE);
	}
	rig_check(&r);
	assert_int_equal(rig_own(&r, "status.RssAnon"), rss - 256);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 256);
	assert_int_equal(event(&r, PSWPOUT), 64);
	/* still in the swap cache: nothing is read */
	min = minors(&r);
	rig_touch(&r, BASE, 64, MODE_READ);
	assert_int_equal(minors(&r) - min, 64);
	assert_int_equal(majors(&r), 0);
	assert_int_equal(event(&r, PSWPIN), 0);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 0);
	assert_false(rig_pte(&r, at(0)) & PTE_RW);
	/* exclusive, but read-only: the first write costs one more */
	min = minors(&r);
	rig_touch(&r, BASE, 64, MODE_WRITE);
	assert_int_equal(minors(&r) - min, 64);
	assert_int_equal(event(&r, PGREUSE), 64);
	passed("VV5.27");
	rig_close(&r);
}

/* VR5.16, VV5.28: windows as the hits go. */
static void test_windows(void **state)
{
	struct rig r;
	int64_t min;

	(void)state;
	open_swap(&r, false);
	touched(&r, 64);
	evict_all(&r, 64);
	assert_int_equal(node_stat_sum(&r.m, NR_SWAPCACHE), 0);
	assert_int_equal(rig_access(&r, at(0), MODE_READ), 0);
	assert_int_equal(majors(&r), 1);
	assert_int_equal(event(&r, PGMAJFAULT), 1);
	assert_int_equal(event(&r, PSWPIN), 7);
	assert_int_equal(event(&r, SWAP_RA), 6);
	assert_int_equal(event(&r, SWAP_RA_HIT), 0);
	min = minors(&r);
	for (unsigned i = 1; i <= 6; i++) {
		assert_int_equal(rig_access(&r, at(i), MODE_READ), 0);
		assert_int_equal(event(&r, SWAP_RA_HIT), i);
	}
	assert_int_equal(minors(&r) - min, 6);
	assert_int_equal(rig_access(&r, at(7), MODE_READ), 0);
	assert_int_equal(majors(&r), 2);
	assert_int_equal(event(&r, PSWPIN), 7 + 8);
	for (unsigned i = 8; i < 64; i++)
		assert_int_equal(rig_access(&r, at(i), MODE_READ), 0);
	assert_int_equal(majors(&r), 9);
	assert_int_equal(minors(&r) - min, 55);
	assert_int_equal(event(&r, PSWPIN), 64);
	assert_int_equal(node_stat_sum(&r.m, WORKINGSET_REFAULT_ANON), 64);
	rig_close(&r);
}

/* Asked for beforehand: all are there when they are wanted. */
static void test_willneed(void **state)
{
	struct rig r;
	int64_t min;

	(void)state;
	open_swap(&r, false);
	touched(&r, 64);
	evict_all(&r, 64);
	assert_int_equal(rig_madvise(&r, BASE, 64 * PAGE_SIZE, MADV_WILLNEED_),
			 0);
	assert_int_equal(event(&r, PSWPIN), 64);
	assert_int_equal(event(&r, SWAP_RA), 0);
	min = minors(&r);
	rig_touch(&r, BASE, 64, MODE_READ);
	assert_int_equal(minors(&r) - min, 64);
	assert_int_equal(majors(&r), 0);
	passed("VV5.28");
	rig_close(&r);
}

static void test_one_by_one(void **state)
{
	struct rig r;

	(void)state;
	open_swap(&r, false);
	assert_int_equal(rig_sysctl(&r, SYSCTL_page_cluster, 0), 0);
	touched(&r, 64);
	evict_all(&r, 64);
	rig_touch(&r, BASE, 64, MODE_READ);
	assert_int_equal(majors(&r), 64);
	assert_int_equal(event(&r, PSWPIN), 64);
	assert_int_equal(event(&r, SWAP_RA), 0);
	rig_close(&r);
}

static void test_window_arithmetic(void **state)
{
	static const struct {
		struct swapin_input in;
		unsigned window;
	} rows[] = {
		{ { 0, 100, 4, 8, 0 }, 8 },	/* 6, rounded up */
		{ { 0, 100, 2, 8, 0 }, 4 },
		{ { 0, 100, 1, 8, 0 }, 4 },
		{ { 0, 100, 3, 8, 0 }, 8 },
		{ { 0, 100, 60, 8, 8 }, 8 },
		{ { 99, 100, 0, 8, 0 }, 2 },
		{ { 101, 100, 0, 8, 0 }, 2 },
		{ { 98, 100, 0, 8, 0 }, 1 },
		{ { 98, 100, 0, 8, 8 }, 4 },	/* not less than half */
		{ { 98, 100, 0, 8, 2 }, 1 },
		{ { 0, 100, 4, 2, 0 }, 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(swapin_window(&rows[i].in), rows[i].window);
}

/* A write fault: writable at once, and the slot is given back. */
static void test_write(void **state)
{
	struct rig r;
	pfn_t pfn;

	(void)state;
	open_swap(&r, false);
	touched(&r, 1);
	evict_all(&r, 1);
	assert_int_equal(rig_access(&r, at(0), MODE_WRITE), 0);
	assert_int_equal(majors(&r), 1);
	pfn = pte_pfn(rig_pte(&r, at(0)));
	assert_true(rig_pte(&r, at(0)) & PTE_RW);
	assert_int_equal(frame_at(&r.m, pfn)->swap, 0);
	assert_true(frame_at(&r.m, pfn)->flags & PG_ANON_EXCLUSIVE);
	assert_int_equal(swap_count(&r.m, 1), 0);
	rig_close(&r);
}

static int64_t pageout(struct rig *r, unsigned nr)
{
	uint64_t before = event(r, PSWPOUT);

	assert_int_equal(rig_madvise(r, BASE, nr * (uint64_t)PAGE_SIZE,
				     MADV_PAGEOUT_), 0);
	return (int64_t)(event(r, PSWPOUT) - before);
}

/* Clean pages of the swap cache go without being written again. */
static void test_clean_again(void **state)
{
	struct rig r;

	(void)state;
	open_swap(&r, false);
	touched(&r, 64);
	evict_all(&r, 64);
	rig_touch(&r, BASE, 64, MODE_READ);
	assert_int_equal(node_stat_sum(&r.m, NR_SWAPCACHE), 64);
	assert_int_equal(pageout(&r, 64), 0);
	assert_int_equal(node_stat_sum(&r.m, NR_SWAPCACHE), 0);
	rig_touch(&r, BASE, 64, MODE_WRITE);
	assert_int_equal(pageout(&r, 64), 64);
	passed("VV5.29");
	rig_close(&r);
}

/* VV5.30: parent and child have the slot, then the child alone the page. */
static void test_fork(void **state)
{
	struct rig r;

	(void)state;
	open_swap(&r, false);
	touched(&r, 1);
	evict_all(&r, 1);
	assert_true(rig_fork(&r) > 0);
	assert_int_equal(swap_count(&r.m, 1), 2);
	assert_false(rig_pte(&r, at(0)) & SWP_EXCLUSIVE);
	r.task = CHILD;
	assert_int_equal(rig_own(&r, "status.VmSwap"), 4);
	assert_int_equal(rig_access(&r, at(0), MODE_READ), 0);
	assert_int_equal(majors(&r), 1);
	assert_int_equal(swap_count(&r.m, 1), 1);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 0);
	assert_false(rig_frame(&r, at(0))->flags & PG_ANON_EXCLUSIVE);
	r.task = TASK;
	assert_int_equal(rig_own(&r, "status.VmSwap"), 4);
	assert_true(pte_is_swap(rig_pte(&r, at(0))));
	/* the parent finds it in the swap cache and may not write to it */
	assert_int_equal(rig_access(&r, at(0), MODE_WRITE), 0);
	assert_int_equal(majors(&r), 0);
	r.task = CHILD;
	assert_int_not_equal(pte_pfn(rig_pte(&r, at(0))), 0);
	r.task = TASK;
	assert_true(rig_pte(&r, at(0)) & PTE_RW);
	passed("VV5.30");
	rig_close(&r);
}

/* Entries go with the area, and with the task. */
static void test_zap(void **state)
{
	struct rig r;

	(void)state;
	open_swap(&r, false);
	touched(&r, 8);
	evict_all(&r, 8);
	assert_int_equal(rig_munmap(&r, BASE, 4 * PAGE_SIZE), 0);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 16);
	assert_int_equal(swap_count(&r.m, 4), 0);
	assert_int_equal(swap_count(&r.m, 5), 1);
	rig_exit(&r, 0);
	assert_int_equal(swap_count(&r.m, 5), 0);
	assert_int_equal(swap_users_hash(&r.m), 0);
	rig_close(&r);
}

/* Solid state: neighbours by address, in the order in which they are wanted. */
static void test_by_address(void **state)
{
	struct rig r;

	(void)state;
	open_swap(&r, true);
	touched(&r, 64);
	/* slots in reverse: neighbours by slot would be the same pages */
	for (unsigned i = 64; i-- > 0;)
		evict(&r, at(i));
	rig_check(&r);
	/* a new area counts 4 hits: 8 pages around, 3 of them before */
	assert_int_equal(rig_access(&r, at(20), MODE_READ), 0);
	assert_int_equal(event(&r, PSWPIN), 8);
	for (unsigned i = 17; i < 25; i++)
		assert_int_not_equal(swap_cache_page(&r.m, 64 - i), PFN_NONE);
	assert_int_equal(swap_cache_page(&r.m, 64 - 25), PFN_NONE);
	/* the next one is there: a hit; then a miss one page further on */
	assert_int_equal(rig_access(&r, at(23), MODE_READ), 0);
	assert_int_equal(rig_access(&r, at(24), MODE_READ), 0);
	assert_int_equal(majors(&r), 1);
	assert_int_equal(event(&r, SWAP_RA_HIT), 2);
	assert_int_equal(rig_access(&r, at(25), MODE_READ), 0);
	assert_int_equal(majors(&r), 2);
	assert_int_equal(event(&r, PSWPIN), 8 + 4);
	for (unsigned i = 25; i < 29; i++)
		assert_int_not_equal(swap_cache_page(&r.m, 64 - i), PFN_NONE);
	assert_int_equal(swap_cache_page(&r.m, 64 - 29), PFN_NONE);
	rig_close(&r);
}

static int64_t rig_swapoff(struct rig *r)
{
	return rig_op(r, (struct op){ .verb = OP_swapoff, .arg = { 0, 0 } });
}

static int64_t rig_swapon(struct rig *r)
{
	const uint64_t no_prio = (uint64_t)-1;

	return rig_op(r, (struct op){ .verb = OP_swapon,
				      .arg = { 0, 0, no_prio } });
}

static void test_swapoff(void **state)
{
	struct rig r;

	(void)state;
	open_swap(&r, false);
	touched(&r, 64);
	assert_true(rig_fork(&r) > 0);
	evict_all(&r, 60);
	page_out(&r, at(60));
	assert_int_equal(swap_count(&r.m, 1), 2);
	assert_int_equal(rig_swapoff(&r), 0);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 0);
	assert_int_equal(r.m.s->total_swap_pages, 0);
	assert_int_equal(r.m.s->nr_swap_pages, 0);
	assert_int_equal(r.m.s->pool_swap_chunk.nr_used, 0);
	assert_int_equal(event(&r, PGMAJFAULT), 0);
	assert_int_equal(event(&r, PSWPIN), 60);
	/* both have the page: nobody may write to it */
	assert_int_equal(rig_frame(&r, at(0))->mapcount, 2);
	assert_false(rig_pte(&r, at(0)) & PTE_RW);
	assert_int_equal(rig_swapoff(&r), -EINVAL);
	assert_int_equal(rig_swapon(&r), 0);
	assert_int_equal(r.m.s->total_swap_pages, SLOTS - 1);
	assert_int_equal(rig_swapon(&r), -EBUSY);
	rig_close(&r);
}

/* Shared memory: the file's slots hold the entries, no task does. */
static void test_shmem(void **state)
{
	struct rig r;

	(void)state;
	open_swap(&r, false);
	assert_int_equal(rig_mmap(&r, BASE, 64 * PAGE_SIZE, RW,
				  MAP_SHARED_ | MAP_ANONYMOUS_ | MAP_FIXED_),
			 BASE);
	rig_touch(&r, BASE, 64, MODE_WRITE);
	assert_int_equal(pageout(&r, 64), 64);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 0);
	assert_int_equal(rig_pte(&r, at(5)), 0);
	assert_int_equal(swap_count(&r.m, 6), 1);
	assert_int_equal(node_stat_sum(&r.m, NR_SHMEM), 0);
	assert_int_equal(node_stat_sum(&r.m, NR_SWAPCACHE), 64);
	/* back by a fault, dirty and without a slot */
	assert_int_equal(rig_access(&r, at(5), MODE_READ), 0);
	assert_int_equal(majors(&r), 0);
	assert_int_equal(rig_frame(&r, at(5))->swap, 0);
	assert_true(rig_frame(&r, at(5))->flags & PG_DIRTY);
	assert_int_equal(node_stat_sum(&r.m, NR_SHMEM), 1);
	assert_int_equal(rig_swapoff(&r), 0);
	assert_int_equal(node_stat_sum(&r.m, NR_SHMEM), 64);
	assert_int_equal(node_stat_sum(&r.m, NR_SWAPCACHE), 0);
	rig_exit(&r, 0);
	assert_int_equal(node_stat_sum(&r.m, NR_SHMEM), 0);
	rig_close(&r);
}

/* A long one is cut; what is done stays done in between. */
static void test_swapoff_in_stretches(void **state)
{
	struct op off = { .verb = OP_swapoff };
	struct diag why = { 0 };
	unsigned stretches = 1;
	struct rig r;

	(void)state;
	open_swap(&r, false);
	touched(&r, 2000);
	evict_all(&r, 2000);
	assert_false(op_begin(&r.m, &off));
	while (!op_go_on(&r.m)) {
		stretches++;
		assert_int_equal(r.m.s->total_swap_pages, 0);
		assert_true(machine_check_weak(&r.m, &why));
		assert_true(swap_check(&r.m, &why));
	}
	assert_true(stretches >= 3);
	assert_int_equal(r.m.s->op_result, 0);
	assert_int_equal(rig_own(&r, "status.VmSwap"), 0);
	rig_check(&r);
	rig_close(&r);
}

/* RAM does not hold what is swapped out: the area stays in use. */
static void test_swapoff_fails(void **state)
{
	struct machine_spec spec;
	struct rig r;
	int64_t swapped;

	(void)state;
	toy_spec_swap(&spec, SLOTS);
	rig_open(&r, &spec);
	assert_true(rig_exec(&r, LAYOUT_EMPTY) > 0);
	touched(&r, 400);
	swapped = rig_own(&r, "status.VmSwap");
	assert_true(swapped > 150 * 4);
	assert_int_equal(rig_swapoff(&r), -ENOMEM);
	assert_int_equal(r.m.s->total_swap_pages, SLOTS - 1);
	assert_int_equal(r.m.s->swap_area[0].on, SWAP_ON);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_out_and_kept),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_willneed),
		cmocka_unit_test(test_one_by_one),
		cmocka_unit_test(test_window_arithmetic),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_clean_again),
		cmocka_unit_test(test_fork),
		cmocka_unit_test(test_zap),
		cmocka_unit_test(test_by_address),
		cmocka_unit_test(test_swapoff),
		cmocka_unit_test(test_shmem),
		cmocka_unit_test(test_swapoff_in_stretches),
		cmocka_unit_test(test_swapoff_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
