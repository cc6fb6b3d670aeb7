/* A request for pages: where it may look, how far down it may go */
#include "mm_fixture.h"

#include "mm/kswapd.h"
#include "mm/watermark.h"

enum { KERNEL_HIGH = GFP_KERNEL | GFP_BIT_HIGH,
       GFP_ATOMIC = GFP_BIT_HIGH | GFP_BIT_ATOMIC | GFP_BIT_KSWAPD_RECLAIM,
       GFP_NOWAIT = GFP_BIT_KSWAPD_RECLAIM };

/* A zone whose low mark nobody passes and whose min mark is 1000. */
static struct zone *strict_open(struct rig *r, uint64_t frames, uint64_t used)
{
	struct machine_spec spec;
	struct zone *z;

	toy_spec(&spec, frames, 9);
	spec.zone[0].kernel_used = used;
	rig_open(r, &spec);
	z = &r->m.s->zone[rig_zone(r)];
	z->watermark[WMARK_MIN] = 1000;
	z->watermark[WMARK_LOW] = frames;
	z->watermark[WMARK_HIGH] = frames;
	return z;
}

/* Pages are taken until one is refused. Return: what was free at the last. */
static uint64_t least_free(gfp_t gfp)
{
	const struct zone *z;
	uint64_t least = 0;
	struct rig r;

	z = strict_open(&r, 1024, 0);
	while (z->nr_free) {
		uint64_t free = z->nr_free;

		if (rig_alloc(&r, 0, gfp) < 0)
			break;
		least = free;
	}
	rig_close(&r);
	return least;
}

static void pv6_1(void **state)
{
	const enum alloc_flags oom =
		(enum alloc_flags)(ALLOC_WMARK_MIN | ALLOC_OOM);
	struct zone z;
	struct rig r;

	(void)state;
	assert_int_equal(least_free(GFP_KERNEL), 1001);
	assert_int_equal(least_free(KERNEL_HIGH), 501);
	assert_int_equal(least_free(GFP_ATOMIC), 376);
	assert_int_equal(least_free(GFP_NOWAIT), 1001);
	assert_int_equal(least_free(GFP_KERNEL | GFP_BIT_MEMALLOC), 1);

	/* no task is a victim yet: the check by itself */
	z = *strict_open(&r, 1024, 0);
	z.nr_free = 501;
	assert_true(zone_watermark(&r.m, &z, 0, ZONE_NORMAL, oom).ok);
	z.nr_free = 500;
	assert_false(zone_watermark(&r.m, &z, 0, ZONE_NORMAL, oom).ok);
	rig_close(&r);
	passed("PV6.1");
}

static void pv6_2(void **state)
{
	const struct zone *z;
	const struct event *e;
	struct rig r;
	pfn_t pfn;

	(void)state;
	z = strict_open(&r, 4096, 4096);
	for (pfn = 0; pfn < 8; pfn++)
		rig_free(&r, pfn);
	for (pfn = 9; z->nr_free < 1007; pfn += 2)
		rig_free(&r, pfn);
	assert_values(&r, "buddyinfo.Normal", 999, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
	/* 1007 - 7 = 1000 is not above 1000 */
	assert_int_equal(rig_alloc(&r, 3, GFP_KERNEL), -12);
	e = rig_event(&r, EV_zone_watermark_fail, 1);
	assert_int_equal(e->arg[1], 1000);
	assert_int_equal(e->arg[2], 1000);
	rig_free(&r, pfn);
	assert_int_equal(z->nr_free, 1008);
	assert_true(rig_alloc(&r, 3, GFP_KERNEL) == 0);
	rig_close(&r);
	passed("PV6.2");
}

/* Number, free and mark of the i-th watermark check that went that way. */
static void assert_checked(const struct rig *r, enum event_id id, unsigned i,
			   unsigned zone, uint64_t free, uint64_t mark)
{
	const struct event *e = rig_event(r, id, i);

	assert_int_equal(e->arg[0], zone);
	assert_int_equal(e->arg[1], free);
	assert_int_equal(e->arg[2], mark);
}

static void pv6_3(void **state)
{
	enum { DMA, DMA32 };
	struct machine_spec spec;
	struct zone *dma, *dma32;
	struct rig r;

	(void)state;
	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, UINT64_C(512) * MIB));
	spec.pcp_off = 1;	/* free pages are counted one by one */
	spec.sysctl[SYSCTL_min_free_kbytes] = 4096;
	spec.zone[DMA].kernel_used = 3840 - 3800;
	spec.zone[DMA32].kernel_used = 113264 - 1300;
	rig_open(&r, &spec);
	dma = &r.m.s->zone[DMA];
	dma32 = &r.m.s->zone[DMA32];
	assert_values(&r, "zoneinfo.DMA.low", 41);
	assert_int_equal(dma->lowmem_reserve[ZONE_MOVABLE], 442);
	assert_values(&r, "zoneinfo.DMA32.min", 990);
	assert_values(&r, "zoneinfo.DMA32.low", 1237);
	assert_int_equal(dma->nr_free, 3800);
	assert_int_equal(dma32->nr_free, 1300);

	/* 1300 > 1237: the highest zone serves a user's page */
	assert_true(rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE) >= 4096);
	assert_checked(&r, EV_zone_watermark_ok, 0, DMA32, 1300, 1237);
	while (dma32->nr_free > 1237)
		rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE);

	/* 1237 > 1237 is false; DMA: 3800 > 41 + 442 */
	assert_true(rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE) < 4096);
	assert_checked(&r, EV_zone_watermark_fail, 0, DMA32, 1237, 1237);
	assert_checked(&r, EV_zone_watermark_ok, 0, DMA, 3800, 41);
	assert_int_equal(r.log.count[EV_mm_vmscan_wakeup_kswapd], 0);
	while (dma->nr_free > 483)
		rig_alloc(&r, 0, GFP_KERNEL | GFP_BIT_DMA);

	/* neither is above low: the slow path, where 1237 > 990 */
	assert_true(rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE) >= 4096);
	assert_checked(&r, EV_zone_watermark_fail, 0, DMA32, 1237, 1237);
	assert_checked(&r, EV_zone_watermark_fail, 1, DMA, 483, 41);
	assert_checked(&r, EV_zone_watermark_ok, 0, DMA32, 1237, 990);
	assert_int_equal(r.log.count[EV_mm_vmscan_wakeup_kswapd], 1);
	rig_close(&r);
	passed("PV6.3");
}

/* PR6.1 */
static void test_gfp_zone(void **state)
{
	static const struct {
		gfp_t gfp;
		enum zone_type amd64, i386;
	} rows[] = {
		{ 0, ZONE_NORMAL, ZONE_NORMAL },
		{ GFP_BIT_DMA, ZONE_DMA, ZONE_DMA },
		{ GFP_BIT_HIGHMEM, ZONE_NORMAL, ZONE_HIGHMEM },
		{ GFP_BIT_DMA32, ZONE_DMA32, ZONE_NORMAL },
		{ GFP_BIT_MOVABLE, ZONE_NORMAL, ZONE_NORMAL },
		{ GFP_BIT_MOVABLE | GFP_BIT_HIGHMEM, ZONE_MOVABLE, ZONE_MOVABLE },
		{ GFP_BIT_MOVABLE | GFP_BIT_DMA, ZONE_DMA, ZONE_DMA },
		{ GFP_BIT_MOVABLE | GFP_BIT_DMA32, ZONE_DMA32, ZONE_NORMAL },
		{ GFP_KERNEL, ZONE_NORMAL, ZONE_NORMAL },
		{ GFP_HIGHUSER_MOVABLE, ZONE_MOVABLE, ZONE_MOVABLE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(gfp_zone(rows[i].gfp, ARCH_X86_64),
				 rows[i].amd64);
		assert_int_equal(gfp_zone(rows[i].gfp, ARCH_I386),
				 rows[i].i386);
	}
	assert_int_equal(gfp_migratetype(GFP_KERNEL), MIGRATE_UNMOVABLE);
	assert_int_equal(gfp_migratetype(GFP_HIGHUSER_MOVABLE), MIGRATE_MOVABLE);
	assert_int_equal(gfp_migratetype(GFP_BIT_RECLAIMABLE),
			 MIGRATE_RECLAIMABLE);
}

/* The values of 6.1, and the words of its trace points. */
static void test_gfp_words(void **state)
{
	static const struct {
		gfp_t gfp;
		const char *words;
	} rows[] = {
		{ 0, "none" },
		{ 0xcc0, "GFP_KERNEL" },
		{ 0x100cca, "GFP_HIGHUSER_MOVABLE" },
		{ 0xa20, "GFP_ATOMIC" },
		{ 0x800, "GFP_NOWAIT" },
		{ 0xc00, "GFP_NOIO" },
		{ 0xc40, "GFP_NOFS" },
		{ 0xcc0 | 0x100000, "GFP_USER" },
		{ 0x140dca, "GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO" },
		{ GFP_PGTABLE_USER, "GFP_KERNEL_ACCOUNT|__GFP_ZERO" },
		{ 0xcc1, "GFP_KERNEL|GFP_DMA" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text t = { 0 };
		gfp_t back = 1;

		gfp_print(rows[i].gfp, &t);
		assert_string_equal(text_str(&t), rows[i].words);
		if (rows[i].gfp) {
			assert_true(gfp_by_name(t.s, t.len, &back));
			assert_int_equal(back, rows[i].gfp);
		}
		text_free(&t);
	}
	assert_false(gfp_by_name("GFP_NONSENSE", 12, &(gfp_t){ 0 }));
	assert_false(gfp_by_name("GFP_KERNEL|", 11, &(gfp_t){ 0 }));
	assert_false(gfp_by_name("", 0, &(gfp_t){ 0 }));
}

/* Zone that serves a request; -12 if none does. */
static int64_t served_by(struct rig *r, gfp_t gfp)
{
	int64_t pfn = rig_alloc(r, 0, gfp);

	return pfn < 0 ? pfn : r->m.s->zone[zone_number(&r->m, (pfn_t)pfn)].type;
}

/* A request begins at the highest zone it may use and falls downwards. */
static void test_highest_zone(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	toy_spec(&spec, 16, 4);
	spec.zone[0].start_pfn = 32;
	add_zone(&spec, ZONE_DMA32, 16, 16)->pageblock_order = 4;
	add_zone(&spec, ZONE_DMA, 0, 16)->pageblock_order = 4;
	for (unsigned i = 0; i < MAX_NR_ZONES; i++)
		spec.lowmem_reserve_ratio[i] = 0;
	rig_open(&r, &spec);
	assert_int_equal(served_by(&r, GFP_KERNEL), ZONE_NORMAL);
	/* PR4.7: rather another zone than pages of two types in one block */
	assert_int_equal(served_by(&r, GFP_HIGHUSER_MOVABLE), ZONE_DMA32);
	for (int i = 0; i < 16; i++)
		assert_int_equal(served_by(&r, GFP_KERNEL | GFP_BIT_DMA),
				 ZONE_DMA);
	/* never upwards */
	assert_int_equal(served_by(&r, GFP_KERNEL | GFP_BIT_DMA), -12);
	for (int i = 0; i < 14; i++)
		assert_int_equal(served_by(&r, GFP_KERNEL | GFP_BIT_DMA32),
				 ZONE_DMA32);
	for (int i = 0; i < 14; i++)
		assert_int_equal(served_by(&r, GFP_KERNEL), ZONE_NORMAL);
	/* ... but rather mixed than none */
	assert_int_equal(served_by(&r, GFP_HIGHUSER_MOVABLE), ZONE_NORMAL);
	assert_int_equal(served_by(&r, GFP_KERNEL), ZONE_DMA32);
	assert_int_equal(served_by(&r, GFP_KERNEL), -12);
	rig_close(&r);

	/* on i386 the kernel's own pages never come from HighMem */
	machine_spec_init(&spec);
	spec.arch = ARCH_I386;
	spec.legible = 1;
	spec.sysctl[SYSCTL_min_free_kbytes] = 0;
	add_zone(&spec, ZONE_NORMAL, 0, 16)->pageblock_order = 4;
	add_zone(&spec, ZONE_HIGHMEM, 16, 1024)->pageblock_order = 4;
	rig_open(&r, &spec);
	assert_int_equal(served_by(&r, GFP_HIGHUSER_MOVABLE), ZONE_HIGHMEM);
	assert_int_equal(served_by(&r, GFP_KERNEL), ZONE_NORMAL);
	rig_close(&r);
}

/* The counters of a node's Normal zone. */
static void assert_numa(const struct rig *r, unsigned node, uint64_t hit,
			uint64_t miss, uint64_t foreign, uint64_t local,
			uint64_t other)
{
	const struct zone *z = r->m.s->zone;

	while (z->node != node || z->type != ZONE_NORMAL)
		z++;
	assert_int_equal(z->numa_hit, hit);
	assert_int_equal(z->numa_miss, miss);
	assert_int_equal(z->numa_foreign, foreign);
	assert_int_equal(z->numa_local, local);
	assert_int_equal(z->numa_other, other);
}

/* A full local node is passed over, unless the request insists on it. */
static void test_nodes(void **state)
{
	struct op op = { .verb = OP_alloc_pages, .arg = { 0, 0, GFP_KERNEL, 1 } };
	struct machine_spec spec;
	struct zone_spec *z;
	struct rig r;
	int64_t pfn;

	(void)state;
	toy_spec(&spec, 64, 5);
	spec.nr_nodes = 2;
	z = add_zone(&spec, ZONE_NORMAL, 64, 64);
	z->node = 1;
	z->pageblock_order = 5;
	rig_open(&r, &spec);
	for (unsigned i = 0; i < 64; i++) {
		pfn = rig_op(&r, op);
		assert_true(pfn >= 64);
	}
	op.arg[2] = GFP_KERNEL | GFP_BIT_THISNODE;
	assert_int_equal(rig_op(&r, op), -12);
	op.arg[2] = GFP_KERNEL;
	assert_true(rig_op(&r, op) < 64);
	/* PR6.7: wanted on node 1, served by node 0, where the CPU is */
	assert_numa(&r, 1, 64, 0, 1, 0, 64);
	assert_numa(&r, 0, 0, 1, 0, 1, 0);
	op.arg[3] = 2;
	assert_int_equal(rig_op(&r, op), -22);
	rig_close(&r);
}

/* A label taken twice is a stack: the newest block goes back first. */
static void test_labels(void **state)
{
	const struct op take = { .verb = OP_alloc_pages, .out = LABEL_A,
				 .arg = { 0, 0, GFP_KERNEL } };
	const struct op put = { .verb = OP_free_pages, .label = LABEL_A };
	struct machine_spec spec;
	struct rig r;

	(void)state;
	toy_spec(&spec, 16, 4);
	rig_open(&r, &spec);
	for (int i = 0; i < 3; i++)
		assert_int_equal(rig_op(&r, take), i);
	for (int i = 2; i >= 0; i--)
		assert_int_equal(rig_op(&r, put), i);
	assert_int_equal(rig_op(&r, put), -22);
	assert_frames(&r, 0, "4---------------");
	rig_close(&r);
}

/* Counters of /proc/vmstat. */
static void test_counters(void **state)
{
	struct machine_spec spec;
	struct rig r;
	int64_t pfn;

	(void)state;
	toy_spec(&spec, 1024, 9);
	rig_open(&r, &spec);
	pfn = rig_alloc(&r, 3, GFP_KERNEL);
	rig_alloc(&r, 0, GFP_KERNEL);
	assert_int_equal(rig_value(&r, "vmstat.pgalloc_normal"), 9);
	assert_int_equal(rig_value(&r, "vmstat.numa_hit"), 2);
	assert_int_equal(rig_value(&r, "vmstat.nr_free_pages"), 1024 - 9);
	rig_free(&r, (pfn_t)pfn);
	assert_int_equal(rig_value(&r, "vmstat.pgfree"), 8);
	rig_close(&r);
}

/* PR2.8: a boosted mark binds an atomic request for one frame no more. */
static void test_atomic_below_the_boost(void **state)
{
	struct zone *z;
	struct rig r;

	(void)state;
	z = strict_open(&r, 1024, 0);
	kswapd_hold(&r.m, true);	/* it would take the boost away */
	z->watermark[WMARK_MIN] = 400;
	z->watermark_boost = 600;
	/* cut of 1000 with the boost, and of 400 without: 376, 151 */
	while (rig_alloc(&r, 0, KERNEL_HIGH) >= 0)
		;
	assert_int_equal(z->nr_free, 500);
	assert_true(rig_alloc(&r, 1, GFP_ATOMIC) >= 0);
	while (rig_alloc(&r, 1, GFP_ATOMIC) >= 0)
		;
	assert_int_equal(z->nr_free, 376);
	while (rig_alloc(&r, 0, GFP_ATOMIC) >= 0)
		;
	assert_int_equal(z->nr_free, 150);
	z->watermark_boost = 0;
	rig_close(&r);
}

/* PR6.4: who may use all, and says that he will not, is checked like others. */
static void test_nomemalloc_wins(void **state)
{
	(void)state;
	assert_int_equal(least_free(GFP_KERNEL | GFP_BIT_MEMALLOC |
				    GFP_BIT_NOMEMALLOC), 1001);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pv6_1),
		cmocka_unit_test(pv6_2),
		cmocka_unit_test(test_atomic_below_the_boost),
		cmocka_unit_test(test_nomemalloc_wins),
		cmocka_unit_test(pv6_3),
		cmocka_unit_test(test_gfp_zone),
		cmocka_unit_test(test_gfp_words),
		cmocka_unit_test(test_highest_zone),
		cmocka_unit_test(test_nodes),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_counters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
