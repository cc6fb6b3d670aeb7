/* Free blocks: split, joined, and where they stand on their lists */
#include "mm_fixture.h"

#include "base/hash.h"

static void toy_open(struct rig *r, uint64_t frames, unsigned pageblock_order)
{
	struct machine_spec spec;

	toy_spec(&spec, frames, pageblock_order);
	rig_open(r, &spec);
}

/* A movable page, as a user's: the pageblocks of a toy are movable. */
static int64_t alloc(struct rig *r, unsigned order)
{
	return rig_alloc(r, order, GFP_HIGHUSER_MOVABLE);
}

#define assert_movable(r, order, frames)                                       \
	assert_list(r, order, MIGRATE_MOVABLE, frames)

static void pv3_1(void **state)
{
	static const char *const split[] = { "1", "2", "4", "8", "16", "32",
					     "64", "128", "256", "512", "" };
	struct rig r;

	(void)state;
	toy_open(&r, 1024, 9);
	/*      a---------------         one block of order 10 at 0 */
	assert_frames(&r, 0, "a---------------");
	assert_int_equal(alloc(&r, 0), 0);
	/*      A01-2---3-------4...     0 is held, an upper half at each order */
	assert_frames(&r, 0, "A01-2---3-------4---------------");
	for (unsigned o = 0; o < MAX_ORDER; o++)
		assert_movable(&r, o, split[o]);
	assert_values(&r, "buddyinfo.Normal", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0);
	assert_int_equal(alloc(&r, 2), 4);
	assert_int_equal(alloc(&r, 0), 1);
	assert_frames(&r, 0, "AA1-AAAA3-------4---------------");

	/* 4..7 is free, its parent's buddy 8 too at order 3: to the tail */
	rig_free(&r, 4);
	assert_frames(&r, 0, "AA1-2---3-------4---------------");
	assert_int_equal(rig_event(&r, EV_buddy_insert, 0)->arg[2],
			 INSERT_TAIL_LIKELY);
	rig_free(&r, 1);
	assert_int_equal(rig_event(&r, EV_buddy_insert, 0)->arg[1], 0);
	assert_int_equal(rig_event(&r, EV_buddy_insert, 0)->arg[2],
			 INSERT_TAIL_LIKELY);
	rig_free(&r, 0);
	assert_int_equal(r.log.count[EV_buddy_merge], 10);
	/*      a---------------         all joined */
	assert_frames(&r, 0, "a---------------");
	assert_movable(&r, 10, "0");
	rig_close(&r);
	passed("PV3.1");
}

static void pv3_2(void **state)
{
	struct rig r;

	(void)state;
	toy_open(&r, 32, 5);
	/*            0       8       16      24 */
	assert_frames(&r, 0, "5-------------------------------");
	for (int i = 0; i < 6; i++)
		assert_int_equal(alloc(&r, 0), i);
	assert_frames(&r, 0, "AAAAAA1-3-------4---------------");
	assert_movable(&r, 1, "6");
	assert_movable(&r, 3, "8");
	assert_movable(&r, 4, "16");

	rig_free(&r, 0);
	assert_frames(&r, 0, "0AAAAA1-3-------4---------------");
	assert_movable(&r, 0, "0");
	rig_free(&r, 2);
	assert_frames(&r, 0, "0A0AAA1-3-------4---------------");
	assert_movable(&r, 0, "2 0");
	rig_free(&r, 3);
	/*      3 joins 2, at the head */
	assert_frames(&r, 0, "0A1-AA1-3-------4---------------");
	assert_movable(&r, 1, "2 6");
	rig_free(&r, 1);
	/*      1 joins 0, then 0-1 joins 2-3, at the tail: 8 is free at order 3 */
	assert_frames(&r, 0, "2---AA1-3-------4---------------");
	assert_movable(&r, 2, "0");
	assert_movable(&r, 1, "6");
	assert_int_equal(rig_event(&r, EV_buddy_insert, 0)->arg[2],
			 INSERT_TAIL_LIKELY);

	/*      the smallest block that will do: 6, not 0 */
	assert_int_equal(alloc(&r, 0), 6);
	assert_movable(&r, 0, "7");
	assert_frames(&r, 0, "2---AAA03-------4---------------");
	rig_free(&r, 5);
	assert_movable(&r, 0, "5 7");
	rig_free(&r, 4);
	/*      4 joins 5, at the tail: the parent's buddy 0 is free at order 2 */
	assert_frames(&r, 0, "2---1-A03-------4---------------");
	assert_movable(&r, 1, "4");
	assert_int_equal(rig_event(&r, EV_buddy_insert, 0)->arg[2],
			 INSERT_TAIL_LIKELY);
	rig_close(&r);
	passed("PV3.2");
}

static void pv3_3(void **state)
{
	static const pfn_t freed[] = { 0, 4, 5, 2, 7 };
	struct rig r;

	(void)state;
	toy_open(&r, 16, 4);
	for (int i = 0; i < 8; i++)
		assert_int_equal(alloc(&r, 0), i);
	assert_frames(&r, 0, "AAAAAAAA3-------");
	assert_movable(&r, 3, "8");
	for (unsigned i = 0; i < 5; i++)
		rig_free(&r, freed[i]);
	/*      7 to the tail: 4, the buddy of its parent 6-7, is free at order 1 */
	assert_frames(&r, 0, "0A0A1-A03-------");
	assert_movable(&r, 0, "2 0 7");
	assert_movable(&r, 1, "4");
	rig_free(&r, 1);
	/*      1 joins 0 only: 2 is free, but of order 0 */
	assert_frames(&r, 0, "1-0A1-A03-------");
	assert_movable(&r, 0, "2 7");
	assert_movable(&r, 1, "0 4");
	rig_close(&r);
	passed("PV3.3");
}

static void pv3_4(void **state)
{
	static const char *const boot[] = {
		"1 158", "2 156", "4 152", "8 144", "16 128", "32", "64", "",
		"256", "512", "1024 2048 3072",
	};
	/* as the lists hold them: by order, ascending */
	static const struct {
		pfn_t	 pfn;
		unsigned order;
	} blocks[] = {
		{ 1, 0 }, { 2, 1 }, { 4, 2 }, { 8, 3 }, { 16, 4 }, { 32, 5 },
		{ 64, 6 }, { 128, 4 }, { 144, 3 }, { 152, 2 }, { 156, 1 },
		{ 158, 0 }, { 256, 8 }, { 512, 9 }, { 1024, 10 }, { 2048, 10 },
		{ 3072, 10 },
	};
	struct machine_spec spec;
	struct zone_spec *dma;
	struct rig r;

	(void)state;
	machine_spec_init(&spec);
	dma = add_zone(&spec, ZONE_DMA, 1, 4095);
	dma->present = dma->managed = 3998;
	dma->hole_pfn = 159;
	rig_open(&r, &spec);
	/*      RAM 1..158 and 256..4095, all of it free */
	assert_frames(&r, 0, ".01-2---3-------4---------------5---");
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		enum migratetype type;
		unsigned order;
		pfn_t first;

		assert_true(buddy_find(&r.m, blocks[i].pfn, &first, &order,
				       &type));
		assert_int_equal(first, blocks[i].pfn);
		assert_int_equal(order, blocks[i].order);
	}
	for (unsigned o = 0; o < MAX_ORDER; o++)
		assert_movable(&r, o, boot[o]);
	assert_int_equal(rig_value(&r, "meminfo.MemFree"), 3998 * 4);
	rig_close(&r);

	/*      the low megabyte kept back, as on a PC */
	rig_open_ram(&r, 64);
	assert_values(&r, "buddyinfo.DMA", 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 3);
	assert_int_equal(rig_value(&r, "zoneinfo.DMA.free"), 3840);
	rig_close(&r);
	passed("PV3.4");
}

/*
 * The per-CPU list that is refilled is not modelled: a refill is as many
 * single pages from the lists as the zone's batch says.
 */
/* Small blocks go before larger ones are broken, each from its low end. */
static void test_smallest_first(void **state)
{
	/* the blocks that were seen, by order; the last one is broken into */
	static const struct {
		pfn_t	 pfn;
		unsigned order;
	} blocks[] = {
		{ 0x295e, 1 }, { 0xe9ac, 2 }, { 0xe9b8, 2 }, { 0x1e04, 2 },
		{ 0x2a08, 3 }, { 0x3a10, 3 }, { 0x4a18, 3 },
	};
	enum { NR = sizeof(blocks) / sizeof(blocks[0]) };
	struct machine_spec spec;
	unsigned taken = 0;
	struct rig r;

	(void)state;
	toy_spec(&spec, 113264, 9);
	spec.zone[0].kernel_used = 113264;
	rig_open(&r, &spec);
	assert_int_equal(rig_value(&r, "zoneinfo.Normal.pcp_batch"), 31);
	/* each goes to the head of its list: the last one freed is first */
	for (unsigned i = NR; i-- > 0;)
		for (pfn_t k = 0; k < 1u << blocks[i].order; k++)
			rig_free(&r, blocks[i].pfn + k);
	assert_values(&r, "buddyinfo.Normal", 0, 1, 3, 3, 0, 0, 0, 0, 0, 0, 0);
	for (unsigned i = 0; i < NR; i++)
		for (pfn_t k = 0; k < 1u << blocks[i].order && taken < 31;
		     k++, taken++)
			assert_int_equal(alloc(&r, 0), blocks[i].pfn + k);
	assert_int_equal(taken, 31);
	/* 2 + 3 * 4 + 2 * 8 = 30: the 31st broke the last block */
	assert_values(&r, "buddyinfo.Normal", 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
	rig_close(&r);
}

/* PR3.5: at order 9 nobody waits for the largest block; to the head. */
static void test_no_waiting_for_the_top(void **state)
{
	struct rig r;

	(void)state;
	toy_open(&r, 4096, 9);
	for (int i = 0; i < 6; i++)		/* halves of 0, 1024, 2048 */
		assert_int_equal(alloc(&r, 9), i * 512);
	rig_free(&r, 1024);
	rig_free(&r, 1536);
	rig_free(&r, 2048);
	/*      0     1024     2048      3072
	 *      A A | a       | 9 A     | a      */
	assert_movable(&r, 9, "2048");
	rig_free(&r, 0);
	/* 1024, the buddy of its parent, is free at order 10: of no account */
	assert_movable(&r, 9, "0 2048");
	assert_int_equal(rig_event(&r, EV_buddy_insert, 0)->arg[2], INSERT_HEAD);
	rig_close(&r);
}

/* The maximal aligned free block around a frame, from the free frames alone. */
static unsigned canonical_order(const struct machine *m, const struct zone *z,
				pfn_t pfn)
{
	unsigned order = 0;

	while (order < MAX_ORDER - 1) {
		pfn_t first = pfn & ~((UINT64_C(2) << order) - 1);
		pfn_t end = first + (UINT64_C(2) << order);

		if (first < z->start_pfn || end > zone_end_pfn(z))
			return order;
		for (pfn_t p = first; p < end; p++)
			if (zone_kind(m, p) != KIND_FREE)
				return order;
		order++;
	}
	return order;
}

static void assert_canonical(const struct rig *r)
{
	for (unsigned i = 0; i < r->m.s->nr_zones; i++) {
		const struct zone *z = &r->m.s->zone[i];
		pfn_t pfn = z->start_pfn;

		while (pfn < zone_end_pfn(z)) {
			enum migratetype type;
			unsigned order;
			pfn_t first;

			if (zone_kind(&r->m, pfn) != KIND_FREE) {
				pfn++;
				continue;
			}
			assert_true(buddy_find(&r->m, pfn, &first, &order, &type));
			assert_int_equal(first, pfn);
			assert_int_equal(order, canonical_order(&r->m, z, pfn));
			pfn += UINT64_C(1) << order;
		}
	}
}

/*
 * PR3.8: the free blocks follow from the free frames, whatever came before;
 * across zones, an odd first frame, a hole, and all migrate types.
 */
static void test_canonical_partition(void **state)
{
	static const gfp_t gfps[] = {
		GFP_KERNEL, GFP_HIGHUSER_MOVABLE,
		GFP_KERNEL | GFP_BIT_RECLAIMABLE, GFP_KERNEL | GFP_BIT_DMA,
	};
	enum { ROUNDS = 600, MOST = 200 };
	struct machine_spec spec;
	struct zone_spec *dma;
	pfn_t held[MOST];
	unsigned nr = 0;
	struct rig r;

	(void)state;
	toy_spec(&spec, 1500, 6);
	spec.zone[0].start_pfn = 700;
	dma = add_zone(&spec, ZONE_DMA, 3, 697);
	dma->pageblock_order = 4;
	dma->present = dma->managed = 600;
	dma->hole_pfn = 150;
	rig_open(&r, &spec);
	for (uint64_t i = 0; i < ROUNDS; i++) {
		uint64_t chance = hash_word(i);

		if (nr == MOST || (nr && chance % 5 < 2)) {
			unsigned k = (unsigned)(chance >> 8) % nr;

			rig_free(&r, held[k]);
			held[k] = held[--nr];
		} else {
			int64_t pfn = rig_alloc(&r, (chance >> 16) % 4,
						gfps[(chance >> 24) % 4]);

			if (pfn >= 0)
				held[nr++] = (pfn_t)pfn;
		}
		assert_canonical(&r);
	}
	while (nr) {
		rig_free(&r, held[--nr]);
		assert_canonical(&r);
	}
	assert_int_equal(rig_value(&r, "meminfo.MemFree"), (1500 + 600) * 4);
	rig_close(&r);
}

/* A block of the top order that nobody ever touched has no frames. */
static void test_untouched_needs_nothing(void **state)
{
	struct machine_spec spec;
	uint64_t used;
	struct rig r;

	(void)state;
	toy_spec(&spec, UINT64_C(1) << 28, 9);	/* 1 TiB */
	rig_open(&r, &spec);
	used = r.m.arena.used_bytes;
	assert_true(used < 8 * MIB);
	assert_true(alloc(&r, 0) == 0);
	assert_true(r.m.arena.used_bytes - used < 64 * 1024);
	rig_free(&r, 0);
	assert_int_equal(rig_value(&r, "buddyinfo.Normal[10]"), 1 << 18);
	rig_close(&r);
}

/* Refused requests change nothing. */
static void test_refusals(void **state)
{
	struct rig r;

	(void)state;
	toy_open(&r, 16, 4);
	assert_int_equal(alloc(&r, 11), -22);
	assert_int_equal(rig_alloc(&r, 5, GFP_KERNEL), -12);
	assert_frames(&r, 0, "4---------------");
	assert_int_equal(r.log.count[EV_mm_page_alloc_failed], 1);
	assert_int_equal(rig_op(&r, (struct op){ .verb = OP_free_pages,
						 .label = LABEL_A }), -22);
	rig_close(&r);
}

/* Texts as the kernel prints them, byte by byte. */
static void test_texts(void **state)
{
	struct diag why = { 0 };
	struct text t = { 0 };
	struct rig r;

	(void)state;
	toy_open(&r, 1024, 9);
	alloc(&r, 0);
	assert_true(procfs_print(&r.m, "buddyinfo", &t, &why));
	assert_string_equal(text_str(&t),
		"Node 0, zone   Normal "
		"     1      1      1      1      1      1      1      1      1      1      0 \n");
	text_reset(&t);
	assert_true(procfs_print(&r.m, "pagetypeinfo", &t, &why));
	assert_non_null(strstr(text_str(&t),
		"Page block order: 9\nPages per block:  512\n\n"
		"Free pages count per migrate type at order       0      1      2"));
	assert_non_null(strstr(text_str(&t),
		"Node    0, zone   Normal, type      Movable "
		"     1      1      1      1      1      1      1      1      1      1      0 \n"));
	assert_non_null(strstr(text_str(&t),
		"\nNumber of blocks type     Unmovable      Movable  Reclaimable   HighAtomic      Isolate \n"
		"Node 0, zone   Normal            0            2            0            0            0 \n"));
	text_free(&t);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pv3_1),
		cmocka_unit_test(pv3_2),
		cmocka_unit_test(pv3_3),
		cmocka_unit_test(pv3_4),
		cmocka_unit_test(test_smallest_first),
		cmocka_unit_test(test_no_waiting_for_the_top),
		cmocka_unit_test(test_canonical_partition),
		cmocka_unit_test(test_untouched_needs_nothing),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
