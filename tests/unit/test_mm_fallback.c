/* Requests whose own type has no block: what is taken from another type */
#include "mm_fixture.h"

#include "mm/kswapd.h"
#include "mm/rmqueue.h"

/* A zone with nothing free: the kernel took all of it at boot. */
static void full_open(struct rig *r, uint64_t frames)
{
	struct machine_spec spec;

	toy_spec(&spec, frames, 9);
	spec.zone[0].kernel_used = frames;
	rig_open(r, &spec);
}

static struct zone *only_zone(struct rig *r)
{
	return &r->m.s->zone[rig_zone(r)];
}

static void free_range(struct rig *r, pfn_t start, pfn_t nr)
{
	for (pfn_t pfn = start; pfn < start + nr; pfn++)
		rig_free(r, pfn);
}

static void pv4_1(void **state)
{
	static const char *const lists[] = { "1", "2", "4", "8", "16", "32",
					     "64", "128", "256", "512", "" };
	struct machine_spec spec;
	const struct event *e;
	struct rig r;

	(void)state;
	toy_spec(&spec, 1024, 9);
	rig_open(&r, &spec);
	/*      0    512          both pageblocks Movable
	 *      a---------------                              */
	assert_list(&r, 10, MIGRATE_MOVABLE, "0");
	assert_int_equal(rig_alloc(&r, 0, GFP_KERNEL), 0);
	/*      A01-2---3-------      both Unmovable, and all that is left */
	assert_frames(&r, 0, "A01-2---3-------");
	for (unsigned o = 0; o < MAX_ORDER; o++) {
		assert_list(&r, o, MIGRATE_UNMOVABLE, lists[o]);
		assert_list(&r, o, MIGRATE_MOVABLE, "");
	}
	assert_int_equal(pageblock_type(&r.m, 0), MIGRATE_UNMOVABLE);
	assert_int_equal(pageblock_type(&r.m, 512), MIGRATE_UNMOVABLE);
	assert_values(&r, "pagetypeinfo.Normal.Unmovable",
		      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0);
	e = rig_event(&r, EV_mm_page_alloc_extfrag, 0);
	assert_int_equal(e->arg[1], 0);		/* alloc_order */
	assert_int_equal(e->arg[2], 10);	/* fallback_order */
	assert_int_equal(e->arg[3], MIGRATE_UNMOVABLE << 8 | MIGRATE_MOVABLE);
	assert_int_equal(e->arg[4], 1);		/* change_ownership */
	rig_close(&r);
	passed("PV4.1");
}

static void pv4_2(void **state)
{
	struct rig r;

	(void)state;
	full_open(&r, 512);
	pageblock_set_type(&r.m, only_zone(&r), 0, MIGRATE_UNMOVABLE);
	free_range(&r, 64, 8);
	free_range(&r, 40, 2);
	/*      40        50        60        70
	 *      1-......................3-------     all on Unmovable lists */
	assert_frames(&r, 40, "1-AAAAAAAAAAAAAAAAAAAAAA3-------A");
	assert_int_equal(rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE), 40);
	assert_frames(&r, 40, "A0AAAAAAAAAAAAAAAAAAAAAA3-------A");
	assert_list(&r, 0, MIGRATE_MOVABLE, "41");
	assert_list(&r, 3, MIGRATE_UNMOVABLE, "64");
	assert_int_equal(pageblock_type(&r.m, 0), MIGRATE_UNMOVABLE);
	assert_int_equal(rig_event(&r, EV_mm_page_alloc_extfrag, 0)->arg[2], 1);
	assert_int_equal(rig_event(&r, EV_mm_page_alloc_extfrag, 0)->arg[4], 0);
	rig_close(&r);
	passed("PV4.2");
}

/* A Movable pageblock: `other` frames of the kernel, then movable ones, then free. */
static void stolen_from(struct rig *r, unsigned other, unsigned movable)
{
	struct machine_spec spec;

	toy_spec(&spec, 512, 9);
	spec.zone[0].kernel_used = other;
	rig_open(r, &spec);
	for (unsigned i = 0; i < movable; i++)
		rig_alloc(r, 0, GFP_HIGHUSER_MOVABLE);
	assert_int_equal(only_zone(r)->nr_free, 512 - other - movable);
	assert_int_equal(pageblock_type(&r->m, 0), MIGRATE_MOVABLE);
	assert_true(rig_alloc(r, 0, GFP_KERNEL) >= 0);
}

static uint64_t pages_on(const struct rig *r, enum migratetype type)
{
	char path[48];
	int64_t blocks[MAX_ORDER];
	struct diag why;
	uint64_t sum = 0;

	snprintf(path, sizeof(path), "pagetypeinfo.Normal.%s",
		 migratetype_name(type));
	assert_int_equal(procfs_values(&r->m, path, blocks, MAX_ORDER, &why),
			 MAX_ORDER);
	for (unsigned o = 0; o < MAX_ORDER; o++)
		sum += (uint64_t)blocks[o] << o;
	return sum;
}

static void pv4_3(void **state)
{
	struct rig r;

	(void)state;
	/* free 200, alike 512 - 450 = 62: 262 of 512 is half or more */
	stolen_from(&r, 62, 250);
	assert_int_equal(pageblock_type(&r.m, 0), MIGRATE_UNMOVABLE);
	assert_int_equal(pages_on(&r, MIGRATE_UNMOVABLE), 199);
	assert_int_equal(pages_on(&r, MIGRATE_MOVABLE), 0);
	rig_close(&r);

	/* free 190, alike 52: 242 is less, only the lists change */
	stolen_from(&r, 52, 270);
	assert_int_equal(pageblock_type(&r.m, 0), MIGRATE_MOVABLE);
	assert_int_equal(pages_on(&r, MIGRATE_UNMOVABLE), 189);
	assert_int_equal(pages_on(&r, MIGRATE_MOVABLE), 0);
	rig_close(&r);
	passed("PV4.3");
}

/* Half of the pageblock, exactly, is enough: free + alike = 512 - movable. */
static void test_exactly_half(void **state)
{
	struct rig r;

	(void)state;
	stolen_from(&r, 62, 256);
	assert_int_equal(pageblock_type(&r.m, 0), MIGRATE_UNMOVABLE);
	rig_close(&r);
	stolen_from(&r, 62, 257);
	assert_int_equal(pageblock_type(&r.m, 0), MIGRATE_MOVABLE);
	rig_close(&r);
}

/*
 * Boosts of successive requests that must break into a Movable pageblock:
 * each of six has one small block, so each request breaks into another.
 */
static void assert_boosts(uint64_t high, const uint64_t expected[6])
{
	struct zone *z;
	struct rig r;

	full_open(&r, 4096);
	z = only_zone(&r);
	r.m.s->sysctl[SYSCTL_watermark_boost_factor] = 15000;
	z->watermark[WMARK_HIGH] = high;
	for (pfn_t i = 0; i < 6; i++)
		free_range(&r, i * 512, 8);
	for (unsigned i = 0; i < 6; i++) {
		pfn_t pfn = rmqueue(&r.m, z, 3, MIGRATE_UNMOVABLE,
				    ALLOC_WMARK_MIN);

		assert_int_equal(z->watermark_boost, expected[i]);
		buddy_give(&r.m, z, pfn, 3);
		block_set_kind(&r.m, z, pfn, 3, KIND_KERNEL);
		frame_mut(&r.m, pfn)->refcount = 1;
	}
	rig_close(&r);
}

static void pv4_4(void **state)
{
	static const uint64_t to_2226[] = { 512, 1024, 1536, 2048, 2226, 2226 };
	static const uint64_t to_512[] = { 512, 512, 512, 512, 512, 512 };

	(void)state;
	assert_boosts(1484, to_2226);
	assert_boosts(300, to_512);
	passed("PV4.4");
}

/* PR4.6: whoever raised the marks wakes kswapd, for single pages. */
static void test_boost_wakes_kswapd(void **state)
{
	struct machine_spec spec;
	const struct event *e;
	struct zone *z;
	struct rig r;

	(void)state;
	toy_spec(&spec, 4096, 9);
	spec.legible = 0;
	spec.zone[0].kernel_used = 4096;
	rig_open(&r, &spec);
	z = only_zone(&r);
	z->watermark[WMARK_HIGH] = 300;
	free_range(&r, 0, 24);
	kswapd_hold(&r.m, true);	/* it would take the boost away */
	assert_true(rig_alloc(&r, 2, GFP_KERNEL) >= 0);
	assert_int_equal(z->watermark_boost, 512);
	assert_int_equal(z->boosted, 0);
	e = rig_event(&r, EV_mm_vmscan_wakeup_kswapd, 0);
	assert_int_equal(e->arg[2], 0);
	rig_close(&r);
}

/* Too small a zone is never boosted: a pageblock is too much of it. */
static void test_no_boost_in_small_zones(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	toy_spec(&spec, 2047, 9);
	spec.legible = 0;
	spec.zone[0].kernel_used = 2000;
	rig_open(&r, &spec);
	assert_true(rig_alloc(&r, 0, GFP_KERNEL) >= 0);
	assert_int_equal(r.log.count[EV_mm_page_alloc_extfrag], 1);
	assert_int_equal(only_zone(&r)->watermark_boost, 0);
	rig_close(&r);
}

/* PR4.3: Reclaimable is asked before Movable, Unmovable comes first for it. */
static void test_fallback_order(void **state)
{
	static const struct {
		enum migratetype wanted, first, second;
	} rows[] = {
		{ MIGRATE_UNMOVABLE, MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE },
		{ MIGRATE_MOVABLE, MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE },
		{ MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE, MIGRATE_MOVABLE },
	};
	static const gfp_t gfps[] = {
		GFP_KERNEL, GFP_HIGHUSER_MOVABLE, GFP_KERNEL | GFP_BIT_RECLAIMABLE,
	};

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		struct rig r;

		full_open(&r, 2048);
		pageblock_set_type(&r.m, only_zone(&r), 0, rows[i].second);
		pageblock_set_type(&r.m, only_zone(&r), 512, rows[i].first);
		free_range(&r, 0, 64);
		free_range(&r, 512, 64);
		/* of equal orders the type decides, not the address */
		assert_int_equal(rig_alloc(&r, 0, gfps[rows[i].wanted]), 512);
		assert_int_equal(rig_event(&r, EV_mm_page_alloc_extfrag, 0)->arg[3],
				 rows[i].wanted << 8 | rows[i].first);
		rig_close(&r);
	}
}

/* PR4.5: the free blocks of a stolen pageblock go to the tails, ascending. */
static void test_steal_keeps_order(void **state)
{
	struct rig r;

	(void)state;
	full_open(&r, 1024);
	rig_free(&r, 11);
	rig_free(&r, 300);
	rig_free(&r, 7);
	free_range(&r, 128, 16);
	assert_list(&r, 0, MIGRATE_MOVABLE, "7 300 11");
	assert_int_equal(rig_alloc(&r, 4, GFP_KERNEL), 128);
	assert_list(&r, 0, MIGRATE_UNMOVABLE, "7 11 300");
	assert_list(&r, 0, MIGRATE_MOVABLE, "");
	rig_close(&r);
}

/* A pageblock that begins before its zone does is stolen from there on. */
static void test_steal_at_the_zone_start(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	toy_spec(&spec, 512, 9);
	spec.zone[0].start_pfn = 256;
	spec.zone[0].spanned = 256;
	spec.zone[0].present = 256;
	spec.zone[0].managed = 256;
	rig_open(&r, &spec);
	assert_int_equal(rig_alloc(&r, 0, GFP_KERNEL), 256);
	assert_int_equal(pageblock_type(&r.m, 256), MIGRATE_UNMOVABLE);
	assert_int_equal(pages_on(&r, MIGRATE_UNMOVABLE), 255);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pv4_1),
		cmocka_unit_test(pv4_2),
		cmocka_unit_test(pv4_3),
		cmocka_unit_test(test_exactly_half),
		cmocka_unit_test(pv4_4),
		cmocka_unit_test(test_boost_wakes_kswapd),
		cmocka_unit_test(test_no_boost_in_small_zones),
		cmocka_unit_test(test_fallback_order),
		cmocka_unit_test(test_steal_keeps_order),
		cmocka_unit_test(test_steal_at_the_zone_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
