/* Reclaim: how many pages of which list, and in which order */
#include "reclaim_fixture.h"

#include <errno.h>

static void test_inactive_is_low(void **state)
{
	static const struct {
		uint64_t gib, ratio;
	} ratios[] = {
		{ 1, 3 }, { 2, 4 }, { 4, 6 }, { 8, 8 }, { 10, 10 },
		{ 100, 31 }, { 1024, 101 },
	};

	(void)state;
	assert_false(inactive_is_low(1000, 1000));
	assert_true(inactive_is_low(1000, 1001));
	assert_true(inactive_is_low(74999, 225001));
	assert_false(inactive_is_low(75000, 225000));
	for (unsigned i = 0; i < sizeof(ratios) / sizeof(ratios[0]); i++) {
		uint64_t pages = ratios[i].gib << (30 - PAGE_SHIFT);
		uint64_t inactive = pages / (ratios[i].ratio + 1);

		/* just below the ratio, and just above */
		assert_true(inactive_is_low(inactive - 1, pages - inactive + 1));
		assert_false(inactive_is_low(inactive + 1, pages - inactive - 1));
	}
	passed("PV7.4");
}

static void assert_fractions(struct scan_input in, uint64_t ia, uint64_t aa,
			     uint64_t fi, uint64_t fa)
{
	uint64_t nr[NR_EVICTABLE_LRU_LISTS];

	in.size[LRU_INACTIVE_ANON] = 100000;
	in.size[LRU_ACTIVE_ANON] = 50000;
	in.size[LRU_INACTIVE_FILE] = 200000;
	in.size[LRU_ACTIVE_FILE] = 80000;
	scan_fractions(&in, nr);
	assert_int_equal(nr[LRU_INACTIVE_ANON], ia);
	assert_int_equal(nr[LRU_ACTIVE_ANON], aa);
	assert_int_equal(nr[LRU_INACTIVE_FILE], fi);
	assert_int_equal(nr[LRU_ACTIVE_FILE], fa);
}

static void test_fractions(void **state)
{
	struct scan_input in = { .priority = 12, .balance = SCAN_FRACT };

	(void)state;
	in.swappiness = 60;
	assert_fractions(in, 7, 3, 33, 13);
	in.swappiness = 0;
	assert_fractions(in, 0, 0, 48, 19);
	in.swappiness = 100;
	assert_fractions(in, 12, 6, 24, 9);
	in.swappiness = 200;
	assert_fractions(in, 24, 12, 0, 0);
	in.swappiness = 60;
	in.priority = 10;
	assert_fractions(in, 29, 14, 136, 54);
	passed("PV8.1");

	in.priority = 12;
	in.anon_cost = 1000;
	in.file_cost = 3000;
	assert_fractions(in, 8, 4, 30, 11);
	passed("PV8.2");
}

static void test_equal_and_one_kind(void **state)
{
	struct scan_input in = { .swappiness = 60, .balance = SCAN_EQUAL };

	(void)state;
	assert_fractions(in, 100000, 50000, 200000, 80000);
	in.priority = 12;
	in.balance = SCAN_FILE;
	assert_fractions(in, 0, 0, 48, 19);
	in.balance = SCAN_ANON;
	assert_fractions(in, 24, 12, 0, 0);
}

/* Lists of so many pages, as far as their counters say. */
static void pretend(struct rig *r, enum lru_list lru, int64_t pages)
{
	struct zone *z = &r->m.s->zone[rig_zone(r)];

	z->nr_lru[lru] += (uint64_t)pages;
	node_stat_add(&r->m, 0, (enum node_stat_item)(NR_INACTIVE_ANON + lru),
		      pages);
}

static void pretend_all(struct rig *r, int64_t sign)
{
	pretend(r, LRU_INACTIVE_ANON, sign * 100000);
	pretend(r, LRU_ACTIVE_ANON, sign * 50000);
	pretend(r, LRU_INACTIVE_FILE, sign * 200000);
	pretend(r, LRU_ACTIVE_FILE, sign * 80000);
}

/* Without swap no swappiness makes it look at anonymous pages. */
static void test_no_swap(void **state)
{
	struct rig r;

	(void)state;
	rig_open_plain(&r, 4096);
	pretend_all(&r, 1);
	for (int64_t swappiness = 0; swappiness <= 200; swappiness += 20) {
		struct scan_control s = rig_scan(false, DEF_PRIORITY);

		r.m.s->sysctl[SYSCTL_swappiness] = swappiness;
		pass_begin(&r.m, &s);
		assert_int_equal(s.nr[LRU_INACTIVE_ANON], 0);
		assert_int_equal(s.nr[LRU_ACTIVE_ANON], 0);
		assert_int_equal(s.nr[LRU_INACTIVE_FILE], 48);
		assert_int_equal(s.nr[LRU_ACTIVE_FILE], 19);
	}
	pretend_all(&r, -1);
	rig_close(&r);
	passed("PV8.3");
}

/* What of PR8.2 and PR8.3 is decided, with these counters, at priority 12. */
static enum scan_balance balance_of(struct rig *r, uint64_t free,
				    uint64_t inactive_file)
{
	struct zone *z = &r->m.s->zone[rig_zone(r)];
	struct scan_control s = rig_scan(false, DEF_PRIORITY);
	uint64_t real_free = z->nr_free;

	z->nr_free = free;
	pretend(r, LRU_INACTIVE_ANON, 100000);
	pretend(r, LRU_INACTIVE_FILE, (int64_t)inactive_file);
	event_log_reset(&r->log);
	pass_begin(&r->m, &s);
	pretend(r, LRU_INACTIVE_ANON, -100000);
	pretend(r, LRU_INACTIVE_FILE, -(int64_t)inactive_file);
	z->nr_free = real_free;
	return (enum scan_balance)rig_event(r, EV_get_scan_count, 0)->arg[0];
}

static void test_file_is_tiny(void **state)
{
	struct rig r;
	struct zone *z;

	(void)state;
	rig_open_plain(&r, 4096);
	z = &r.m.s->zone[rig_zone(&r)];
	z->watermark[WMARK_HIGH] = 1533;
	r.m.s->nr_swap_pages = 1000;
	assert_int_equal(balance_of(&r, 900, 600), SCAN_ANON);
	assert_int_equal(balance_of(&r, 900, 633), SCAN_ANON);
	assert_int_equal(balance_of(&r, 900, 634), SCAN_FRACT);
	/* enough inactive pages of files, and none of them is wanted back */
	assert_int_equal(balance_of(&r, 900, 4096), SCAN_FILE);
	r.m.s->nr_swap_pages = 0;
	assert_int_equal(balance_of(&r, 900, 4096), SCAN_FILE);
	r.m.s->zone[rig_zone(&r)].watermark[WMARK_HIGH] = 0;
	rig_close(&r);
	passed("PV8.4");
}

/* What each pass of the last reclaim looked at, for short: "1 3 6". */
static const char *scans_drawn(struct rig *r)
{
	size_t len = 0;

	r->drawn[0] = '\0';
	for (uint64_t n = 1; n <= r->log.seen; n++) {
		const struct event *e = event_log_get(&r->log, n);

		if (e->id == EV_mm_vmscan_lru_shrink_inactive)
			len += (size_t)snprintf(r->drawn + len,
						sizeof(r->drawn) - len,
						"%s%llu", len ? " " : "",
						(unsigned long long)e->arg[1]);
	}
	return r->drawn;
}

static void direct_reclaim_is(uint64_t pages, uint64_t reclaimed,
			      const char *scans)
{
	handle_t inode;
	struct rig r;

	rig_open_plain(&r, 8192);
	inode = rig_file(&r, pages);
	rig_file_pages(&r, inode, pages);
	event_log_reset(&r.log);
	assert_int_equal(try_to_free_pages(&r.m, GFP_KERNEL, 0, 0), reclaimed);
	assert_string_equal(scans_drawn(&r), scans);
	assert_int_equal(rig_value(&r, "vmstat.pgsteal_direct"), reclaimed);
	assert_int_equal(rig_value(&r, "vmstat.pgsteal_file"), reclaimed);
	assert_int_equal(rig_value(&r, "vmstat.pgscan_direct"), reclaimed);
	assert_int_equal(inode_at(&r.m, inode)->nrpages, pages - reclaimed);
	rig_check(&r);
	rig_file_end(&r, inode);
	rig_close(&r);
}

/* The goal of 32 is looked at between passes only. */
static void test_priorities(void **state)
{
	(void)state;
	direct_reclaim_is(100, 40, "1 3 6 11 19");
	passed("PV8.10");
	direct_reclaim_is(4096, 58, "1 1 3 7 15 31");
	passed("PV8.11");
}

static void test_order_of_a_list(void **state)
{
	handle_t inode;
	struct rig r;
	pfn_t f1 = PFN_NONE;

	(void)state;
	rig_open_plain(&r, 4096);
	inode = rig_file(&r, 6);
	for (uint64_t i = 0; i < 6; i++) {
		pfn_t pfn = rig_file_page(&r, inode, i);

		mark_page_accessed(&r.m, pfn);
		if (i == 1)
			f1 = pfn;
	}
	assert_string_equal(lru_drawn(&r, LRU_INACTIVE_FILE), "5 4 3 2 1 0");
	mark_page_accessed(&r.m, f1);
	lru_add_drain(&r.m);
	assert_string_equal(lru_drawn(&r, LRU_ACTIVE_FILE), "1");
	assert_string_equal(lru_drawn(&r, LRU_INACTIVE_FILE), "5 4 3 2 0");
	shrink(&r, LRU_INACTIVE_FILE, 3);
	assert_string_equal(lru_drawn(&r, LRU_INACTIVE_FILE), "5 4");
	for (uint64_t i = 0; i < 6; i++)
		assert_int_equal(filemap_slot(&r.m, inode, i).kind,
				 i == 0 || i == 2 || i == 3 ? SLOT_SHADOW :
							      SLOT_PAGE);
	rig_file_end(&r, inode);
	rig_close(&r);
	passed("PV8.13");
}

/* A scenario's own: from the tails, each page once, and no more than there are. */
static void test_judged_tails(void **state)
{
	struct op op = { .verb = OP_reclaim, .arg = { 0, 3 } };
	handle_t inode;
	struct rig r;

	(void)state;
	rig_open_plain(&r, 4096);
	inode = rig_file(&r, 1000);
	rig_file_pages(&r, inode, 1000);
	assert_int_equal(rig_op(&r, op), 3);
	assert_int_equal(lru_size(&r.m, 0, LRU_INACTIVE_FILE), 997);
	for (uint64_t i = 0; i < 4; i++)
		assert_int_equal(filemap_slot(&r.m, inode, i).kind,
				 i < 3 ? SLOT_SHADOW : SLOT_PAGE);
	/* more than a stretch, and more than there are */
	op.arg[1] = UINT64_MAX;
	assert_int_equal(rig_op(&r, op), 997);
	assert_int_equal(rig_value(&r, "vmstat.pgscan_direct"), 1000);
	assert_int_equal(rig_op(&r, op), 0);
	op.arg[2] = MAX_NODES;
	assert_int_equal(rig_op(&r, op), -EINVAL);
	rig_file_end(&r, inode);
	rig_close(&r);
}

/* Down from the active list: no second look, and marked as working set. */
static void test_deactivation(void **state)
{
	handle_t inode;
	struct rig r;

	(void)state;
	rig_open_plain(&r, 4096);
	inode = rig_file(&r, 4);
	for (uint64_t i = 0; i < 4; i++) {
		pfn_t pfn = rig_file_page(&r, inode, i);

		mark_page_accessed(&r.m, pfn);
		mark_page_accessed(&r.m, pfn);
	}
	lru_add_drain(&r.m);
	assert_string_equal(lru_drawn(&r, LRU_ACTIVE_FILE), "3 2 1 0");
	shrink(&r, LRU_ACTIVE_FILE, 3);
	assert_string_equal(lru_drawn(&r, LRU_ACTIVE_FILE), "3");
	assert_string_equal(lru_drawn(&r, LRU_INACTIVE_FILE), "2 1 0");
	assert_true(frame_at(&r.m, lru_tail(&r.m, 0, LRU_INACTIVE_FILE))->flags &
		    PG_WORKINGSET);
	assert_int_equal(rig_value(&r, "vmstat.pgdeactivate"), 3);
	assert_int_equal(rig_value(&r, "vmstat.pgrefill"), 3);
	rig_file_end(&r, inode);
	rig_close(&r);
}

/* The first area of the task with code in it. */
static vaddr_t code_of(const struct rig *r)
{
	handle_t h = vma_first(&r->m, rig_mm(r));

	while (!(vma_at(&r->m, h)->flags & VM_EXEC))
		h = vma_next(&r->m, h);
	return vma_at(&r->m, h)->start;
}

/* Code that was used stays active; the look at it says so before. */
static void test_used_code_stays(void **state)
{
	vaddr_t code;
	struct rig r;
	pfn_t used, idle;

	(void)state;
	rig_open_ram(&r, 16);
	assert_true(rig_exec(&r, LAYOUT_STATIC) > 0);
	code = code_of(&r);
	rig_touch(&r, code, 2, MODE_FETCH);
	used = pte_pfn(rig_pte(&r, code));
	idle = pte_pfn(rig_pte(&r, code + PAGE_SIZE));
	for (int i = 0; i < 2; i++) {
		mark_page_accessed(&r.m, used);
		mark_page_accessed(&r.m, idle);
	}
	lru_add_drain(&r.m);
	pgtable_set(&r.m, pgtable_lookup(&r.m, rig_mm(&r), code),
		    code + PAGE_SIZE,
		    rig_pte(&r, code + PAGE_SIZE) & ~PTE_ACCESSED, PTE_YOUNG);
	assert_true(would_stay_active(&r.m, used));
	assert_false(would_stay_active(&r.m, idle));
	shrink(&r, LRU_ACTIVE_FILE, lru_count(&r, LRU_ACTIVE_FILE));
	assert_true(frame_at(&r.m, used)->flags & PG_ACTIVE);
	assert_false(frame_at(&r.m, idle)->flags & PG_ACTIVE);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inactive_is_low),
		cmocka_unit_test(test_fractions),
		cmocka_unit_test(test_equal_and_one_kind),
		cmocka_unit_test(test_no_swap),
		cmocka_unit_test(test_file_is_tiny),
		cmocka_unit_test(test_priorities),
		cmocka_unit_test(test_order_of_a_list),
		cmocka_unit_test(test_judged_tails),
		cmocka_unit_test(test_deactivation),
		cmocka_unit_test(test_used_code_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
