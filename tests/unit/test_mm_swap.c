/*
 * Swap areas: which slot comes next, who has one, when it is free again. Pages
 * are frames that no task has; nothing is written to a disk here.
 */
#include "mm_fixture.h"

#include <errno.h>

#include "mm/lru.h"
#include "mm/page_alloc.h"
#include "mm/swap.h"
#include "mm/vmstat.h"

enum { BATCH = 64, MAX_PAGES = 4096 };

/* A machine with one or two swap devices, both on. */
struct bench {
	struct rig r;
	pfn_t	 page[MAX_PAGES];
	unsigned nr;
};

static void open_two(struct bench *b, uint64_t slots, int32_t prio,
		     uint64_t slots2, int32_t prio2)
{
	struct machine_spec spec;

	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, 64 * MIB));
	rig_open(&b->r, &spec);
	b->nr = 0;
	assert_int_equal(swap_area_new(&b->r.m, "/dev/vda", slots, 0, false), 0);
	assert_int_equal(swap_area_on(&b->r.m, 0, prio), 0);
	if (!slots2)
		return;
	assert_int_equal(swap_area_new(&b->r.m, "/dev/vdb", slots2, 0, false), 1);
	assert_int_equal(swap_area_on(&b->r.m, 1, prio2), 0);
}

static void open_one(struct bench *b, uint64_t slots)
{
	open_two(b, slots, -1, 0, 0);
}

/* A new page goes to the swap cache. Return: its entry; 0: no slot. */
static uint32_t take(struct bench *b)
{
	pfn_t pfn = alloc_pages(&b->r.m, GFP_HIGHUSER_MOVABLE, 0, 0, KIND_ANON);

	assert_int_not_equal(pfn, PFN_NONE);
	frame_mut(&b->r.m, pfn)->flags |= PG_UPTODATE | PG_SWAPBACKED;
	if (!add_to_swap(&b->r.m, pfn)) {
		put_page(&b->r.m, pfn);
		return 0;
	}
	assert_true(b->nr < MAX_PAGES);
	b->page[b->nr++] = pfn;
	return frame_at(&b->r.m, pfn)->swap;
}

/* The slots of the next nr pages are from, from + 1 ... */
static void assert_rising(struct bench *b, unsigned nr, uint32_t from)
{
	for (unsigned i = 0; i < nr; i++)
		assert_int_equal(take(b), from + i);
}

/* The i-th page taken gives its slot up; it stays. */
static void give(struct bench *b, unsigned i)
{
	assert_true(folio_free_swap(&b->r.m, b->page[i]));
}

static uint64_t nr_free(const struct bench *b)
{
	return get_nr_swap_pages(&b->r.m);
}

static void bench_close(struct bench *b)
{
	struct machine *m = &b->r.m;
	struct diag why = { 0 };

	if (!swap_check(m, &why))
		fail_msg("%s", why.what);
	for (unsigned i = 0; i < b->nr; i++) {
		folio_free_swap(m, b->page[i]);
		put_page(m, b->page[i]);
	}
	rig_close(&b->r);
}

static void test_sizes(void **state)
{
	struct bench b;

	(void)state;
	/* 256 MiB and its header */
	open_one(&b, 65536);
	assert_int_equal(b.r.m.s->total_swap_pages * 4, 262140);
	assert_int_equal(b.r.m.s->swap_area[0].prio, -2);
	passed("PV8.9");
	assert_int_equal(swap_area_on(&b.r.m, 0, -1), -EBUSY);
	assert_int_equal(swap_area_on(&b.r.m, 1, -1), -EINVAL);
	assert_int_equal(swap_area_by_name(&b.r.m, "/dev/vda"), 0);
	assert_int_equal(swap_area_by_name(&b.r.m, "/dev/vdb"), MAX_SWAP_AREAS);
	/* nothing to use, more than an entry can name */
	assert_int_equal(swap_area_new(&b.r.m, "x", 1, 0, false),
			 MAX_SWAP_AREAS);
	assert_int_equal(swap_area_new(&b.r.m, "x", UINT64_C(1) << 27, 0, false),
			 MAX_SWAP_AREAS);
	bench_close(&b);
}

/* Too few slots for a stock: one at a time, until none is left. */
static void test_small_area(void **state)
{
	struct bench b;

	(void)state;
	open_one(&b, 9);
	assert_int_equal(nr_free(&b), 8);
	assert_rising(&b, 8, 1);
	assert_int_equal(nr_free(&b), 0);
	assert_int_equal(take(&b), 0);
	/* the only free one, wherever it lies */
	swap_duplicate(&b.r.m, 3);
	give(&b, 4);
	assert_int_equal(nr_free(&b), 1);
	assert_int_equal(take(&b), 5);
	assert_false(folio_free_swap(&b.r.m, b.page[2]));
	swap_free(&b.r.m, 3);
	assert_int_equal(swap_count(&b.r.m, 3), 0);
	bench_close(&b);
}

/*
 * With plenty free, 64 are fetched at once and count as used; but after the
 * search for a new cluster only three: it has tired the kernel.
 */
static void test_stock(void **state)
{
	struct bench b;

	(void)state;
	open_one(&b, 4096);
	assert_rising(&b, 1, 1);
	assert_int_equal(nr_free(&b), 4095 - 3);
	assert_rising(&b, 3, 2);
	assert_int_equal(nr_free(&b), 4095 - 3 - BATCH);
	assert_rising(&b, BATCH, 5);
	assert_int_equal(nr_free(&b), 4095 - 3 - 2 * BATCH);
	/* freed ones wait for company, and then go back as a whole */
	for (unsigned i = 0; i < BATCH; i++)
		give(&b, i);
	assert_int_equal(nr_free(&b), 4095 - 3 - 2 * BATCH);
	give(&b, BATCH);
	assert_int_equal(nr_free(&b), 4095 - 3 - BATCH);
	bench_close(&b);
}

/* When few are left the stock is given up. */
static void test_stock_given_up(void **state)
{
	struct bench b;

	(void)state;
	/* 5 * 64 free ones are not enough to begin with, one more is */
	open_one(&b, 5 * BATCH + 1);
	take(&b);
	assert_int_equal(nr_free(&b), 5 * BATCH - 1);
	bench_close(&b);
	open_one(&b, 5 * BATCH + 2);
	take(&b);
	assert_int_equal(nr_free(&b), 4 * BATCH + 1);
	/* down to less than two batches: what is in stock goes back */
	while (nr_free(&b) >= 2 * BATCH)
		take(&b);
	assert_int_equal(nr_free(&b), BATCH + 1);
	take(&b);
	assert_int_equal(b.r.m.s->nr_slots_cache, 0);
	assert_int_equal(nr_free(&b), 5 * BATCH + 1 - b.nr);
	bench_close(&b);
}

/*
 * A run of 512 slots is used up to its end, whatever was freed below, and the
 * last batch even further; then the first free run of that length is looked
 * for from below.
 */
static void test_clusters(void **state)
{
	struct bench b;

	(void)state;
	open_one(&b, 4096);
	assert_rising(&b, 3 + 7 * BATCH, 1);
	for (unsigned i = 0; i < 130; i++)
		give(&b, i);
	assert_rising(&b, BATCH, 452);
	/* slots 1 to 128 are free, but too few: 516 is the first of 512 */
	assert_rising(&b, 2 * BATCH, 516);
	bench_close(&b);
}

/* Enough are free, but nowhere 512 together: from the lowest free slot on. */
static void test_no_cluster_left(void **state)
{
	struct bench b;

	(void)state;
	open_one(&b, 1300);
	assert_rising(&b, 1030, 1);
	for (unsigned i = 0; i < 1030; i += 2)
		give(&b, i);
	for (uint32_t slot = 1; slot < 2 * BATCH; slot += 2)
		assert_int_equal(take(&b), slot);
	bench_close(&b);
}

/* Few are free: it goes on where it was up to the end, then from below. */
static void test_no_room_for_a_cluster(void **state)
{
	struct bench b;

	(void)state;
	open_one(&b, 601);
	assert_rising(&b, 452, 1);
	/* the stock of 453 to 515 is given back */
	assert_rising(&b, 85, 516);
	assert_rising(&b, 63, 453);
	assert_int_equal(take(&b), 0);
	bench_close(&b);
}

static void test_priorities(void **state)
{
	struct bench b;

	(void)state;
	open_two(&b, 101, 5, 101, 7);
	for (uint32_t i = 1; i <= 100; i++)
		assert_int_equal(take(&b), swp_entry(1, i));
	assert_int_equal(take(&b), swp_entry(0, 1));
	bench_close(&b);
	/* of the same priority: by turns, a batch each */
	open_two(&b, 401, 5, 401, 5);
	for (uint32_t i = 1; i <= BATCH; i++)
		assert_int_equal(take(&b), swp_entry(0, i));
	for (uint32_t i = 1; i <= BATCH; i++)
		assert_int_equal(take(&b), swp_entry(1, i));
	assert_int_equal(take(&b), swp_entry(0, BATCH + 1));
	bench_close(&b);
	/* without one: the later, the lower */
	open_two(&b, 11, -1, 11, -1);
	assert_int_equal(b.r.m.s->swap_area[1].prio, -3);
	assert_int_equal(take(&b), swp_entry(0, 1));
	bench_close(&b);
}

/* More than half is used: who is in memory anyway may lose his slot. */
static void test_full(void **state)
{
	struct bench b;

	(void)state;
	open_one(&b, 9);
	assert_rising(&b, 4, 1);
	assert_false(vm_swap_full(&b.r.m));
	assert_rising(&b, 1, 5);
	assert_true(vm_swap_full(&b.r.m));
	assert_rising(&b, 3, 6);
	assert_int_equal(take(&b), 0);
	swap_duplicate(&b.r.m, 4);
	give(&b, 1);
	give(&b, 5);
	assert_int_equal(take(&b), 2);
	/* slots after it: kept by a page alone, by somebody, by a page */
	assert_int_equal(take(&b), 3);
	assert_int_equal(frame_at(&b.r.m, b.page[2])->swap, 0);
	assert_int_equal(take(&b), 5);
	assert_int_equal(frame_at(&b.r.m, b.page[4])->swap, 0);
	assert_int_equal(nr_free(&b), 1);
	swap_free(&b.r.m, 4);
	bench_close(&b);
}

static void test_users_and_page(void **state)
{
	struct bench b;
	struct machine *m = &b.r.m;
	const struct frame *f;
	pfn_t pfn;

	(void)state;
	open_one(&b, 9);
	take(&b);
	pfn = b.page[0];
	f = frame_at(m, pfn);
	assert_int_equal(f->refcount, 2);
	assert_true(f->flags & PG_DIRTY);
	assert_int_equal(swap_cache_page(m, 1), pfn);
	assert_int_equal(node_stat_sum(m, NR_SWAPCACHE), 1);
	swap_duplicate(m, 1);
	swap_duplicate(m, 1);
	/* a page with users keeps its slot; without the page they do */
	assert_false(folio_free_swap(m, pfn));
	delete_from_swap_cache(m, pfn, 77);
	put_page(m, pfn);
	assert_int_equal(f->swap, 0);
	assert_int_equal(f->refcount, 1);
	assert_int_equal(swap_cache_page(m, 1), PFN_NONE);
	assert_int_equal(swap_cache_shadow(m, 1), 77);
	assert_int_equal(nr_free(&b), 7);
	swap_free(m, 1);
	assert_int_equal(swap_count(m, 1), 1);
	assert_int_equal(nr_free(&b), 7);
	/* the last user: free, and the shadow is gone */
	swap_free(m, 1);
	assert_int_equal(nr_free(&b), 8);
	assert_int_equal(swap_cache_shadow(m, 1), 0);
	assert_int_equal(node_stat_sum(m, NR_SWAPCACHE), 0);
	bench_close(&b);
}

/* An entry is zapped: its page in the swap cache goes too. */
static void test_zap_entry(void **state)
{
	struct bench b;
	struct machine *m = &b.r.m;

	(void)state;
	open_one(&b, 9);
	take(&b);
	take(&b);
	for (uint32_t e = 1; e <= 2; e++)
		swap_duplicate(m, e);
	free_swap_and_cache(m, 1);
	assert_int_equal(frame_at(m, b.page[0])->swap, 0);
	assert_int_equal(nr_free(&b), 7);
	/* but not while it is being written */
	frame_mut(m, b.page[1])->flags |= PG_WRITEBACK;
	free_swap_and_cache(m, 2);
	assert_int_equal(frame_at(m, b.page[1])->swap, 2);
	frame_mut(m, b.page[1])->flags &= ~(uint32_t)PG_WRITEBACK;
	bench_close(&b);
}

static void test_entries_of_page_tables(void **state)
{
	struct bench b;
	uint32_t entry = swp_entry(2, 0x2345678);
	pte_t e = swap_pte(entry);

	(void)state;
	assert_true(pte_is_swap(e));
	assert_true(pte_is_swap(e | SWP_EXCLUSIVE | SWP_SOFT_DIRTY));
	assert_false(pte_is_swap(0));
	assert_false(pte_is_swap(PTE_PRESENT | 0x1000));
	assert_false(pte_is_swap(PTE_GLOBAL | 0x1000));
	assert_int_equal(pte_swap(e | SWP_EXCLUSIVE), entry);
	open_one(&b, 9);
	take(&b);
	swap_duplicate(&b.r.m, 1);
	assert_int_equal(swap_pte_share(&b.r.m, swap_pte(1) | SWP_EXCLUSIVE),
			 swap_pte(1));
	assert_int_equal(swap_count(&b.r.m, 1), 2);
	swap_free(&b.r.m, 1);
	swap_free(&b.r.m, 1);
	bench_close(&b);
}

/* On, off and on again; nothing is left behind. */
static void test_off(void **state)
{
	struct bench b;
	struct machine *m = &b.r.m;

	(void)state;
	open_two(&b, 4096, -1, 1001, -1);
	assert_rising(&b, 10, 1);
	swap_area_close(m, 0);
	assert_int_equal(nr_free(&b), 1000);
	assert_int_equal(m->s->total_swap_pages, 1000);
	for (unsigned i = 0; i < 10; i++)
		give(&b, i);
	assert_int_equal(m->s->swap_area[0].inuse, 0);
	swap_area_off(m, 0);
	assert_int_equal(m->s->pool_swap_chunk.nr_used, 0);
	assert_int_equal(m->s->swap_area[1].prio, -2);
	assert_int_equal(take(&b), swp_entry(1, 1));
	assert_int_equal(swap_area_on(m, 0, -1), 0);
	assert_int_equal(m->s->swap_area[0].prio, -3);
	/* closed, then needed after all */
	swap_area_close(m, 1);
	assert_int_equal(take(&b), swp_entry(0, 1));
	swap_area_reopen(m, 1);
	assert_int_equal(nr_free(&b), 4095 + 1000 - 2);
	bench_close(&b);
}

/* Slot by slot, as the fast walk counts them. */
static void assert_counts(const struct machine *m, uint32_t from, uint32_t end)
{
	uint64_t cached = 0, out = 0, taken = 0, at = from;
	struct swap_counts c;

	for (uint32_t i = from; i < end; i++) {
		const struct swap_slot *s = swap_slot_at(m, swp_entry(0, i));

		if (swap_cache_page(m, swp_entry(0, i)) != PFN_NONE) {
			at = swap_next_cached(m, 0, at, end);
			assert_int_equal(at++, i);
			cached++;
		} else {
			out += s->users != 0;
			taken += !s->users && s->taken;
		}
	}
	assert_int_equal(swap_next_cached(m, 0, at, end), 0);
	swap_counts(m, 0, from, end, &c);
	assert_int_equal(c.cached, cached);
	assert_int_equal(c.out, out);
	assert_int_equal(c.taken, taken);
}

static void test_counts(void **state)
{
	enum { PAGES = 900, SLOTS = 4096 };
	struct swap_counts c;
	struct bench b;

	(void)state;
	open_one(&b, SLOTS);
	for (unsigned i = 0; i < PAGES; i++)
		take(&b);
	for (unsigned i = 0; i < PAGES; i += 3) {
		pfn_t pfn = b.page[i];
		uint32_t entry = frame_at(&b.r.m, pfn)->swap;

		if (i % 2) {
			give(&b, i);
			continue;
		}
		swap_duplicate(&b.r.m, entry);
		delete_from_swap_cache(&b.r.m, pfn, 0);
		put_page(&b.r.m, pfn);
	}
	for (uint32_t from = 1; from < SLOTS; from += 97)
		for (uint32_t end = from; end < SLOTS; end += 131)
			assert_counts(&b.r.m, from, end);
	swap_counts(&b.r.m, 0, 0, SLOTS, &c);
	assert_int_equal(c.cached, PAGES - PAGES / 3);
	assert_int_equal(c.out, PAGES / 6);
	assert_true(c.taken > 0);
	for (uint32_t i = 1; i < SLOTS; i++)
		if (swap_count(&b.r.m, i))
			swap_free(&b.r.m, i);
	bench_close(&b);
}

/* The check sees what is wrong. */
static void test_check(void **state)
{
	struct bench b;
	struct machine *m = &b.r.m;
	struct diag why = { 0 };

	(void)state;
	open_one(&b, 9);
	take(&b);
	assert_true(swap_check(m, &why));
	m->s->swap_area[0].inuse++;
	assert_false(swap_check(m, &why));
	m->s->swap_area[0].inuse--;
	m->s->nr_swap_pages--;
	assert_false(swap_check(m, &why));
	m->s->nr_swap_pages++;
	m->s->swap_area[0].lowest_bit++;
	assert_false(swap_check(m, &why));
	m->s->swap_area[0].lowest_bit--;
	frame_set_swap(frame_mut(m, b.page[0]), 2);
	assert_false(swap_check(m, &why));
	frame_set_swap(frame_mut(m, b.page[0]), 1);
	swap_duplicate(m, 1);
	frame_mut(m, b.page[0])->flags |= PG_ANON_EXCLUSIVE;
	assert_false(swap_check(m, &why));
	swap_free(m, 1);
	assert_true(swap_check(m, &why));
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_small_area),
		cmocka_unit_test(test_stock),
		cmocka_unit_test(test_stock_given_up),
		cmocka_unit_test(test_clusters),
		cmocka_unit_test(test_no_cluster_left),
		cmocka_unit_test(test_no_room_for_a_cluster),
		cmocka_unit_test(test_priorities),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_users_and_page),
		cmocka_unit_test(test_zap_entry),
		cmocka_unit_test(test_entries_of_page_tables),
		cmocka_unit_test(test_off),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
