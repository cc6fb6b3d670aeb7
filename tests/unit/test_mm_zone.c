/* Physical memory laid out: zones of real machines, nodes, zonelists, counts */
#include "mm_fixture.h"

#include "base/hash.h"

enum { GIB_PAGES = 1 << 18 };

/* start, spanned, present, managed of a zone, as zoneinfo prints them. */
static void assert_zone(const struct rig *r, const char *zone, int64_t start,
			int64_t spanned, int64_t present, int64_t managed)
{
	static const char *const words[] = { "start_pfn", "spanned", "present",
					     "managed" };
	const int64_t expected[] = { start, spanned, present, managed };
	char path[64];

	for (unsigned i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "zoneinfo.%s.%s", zone, words[i]);
		assert_values(r, path, expected[i]);
	}
}

static void pv1_1(void **state)
{
	struct rig r;

	(void)state;
	rig_open_ram(&r, 512);
	assert_zone(&r, "DMA", 1, 4095, 3998, 3840);
	assert_zone(&r, "DMA32", 4096, 126944, 126944, 113264);
	rig_close(&r);
	passed("PV1.1");
}

/*
 * What a kernel keeps of Normal is its own matter: the recordings' one took
 * 61 pages less than the vector's. So that number is given, as a scenario may.
 */
static void pv1_2(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, UINT64_C(4096) * MIB));
	assert_int_equal(spec.zone[2].managed, 243846 + 61);
	spec.zone[2].managed = 243846;
	rig_open(&r, &spec);
	/*      0    16M                 3G-128K   4G                5G
	 *      DMA | DMA32 .............|  hole  | Normal ..........|   */
	assert_zone(&r, "DMA32", 4096, 1044480, 782304, 754602);
	assert_zone(&r, "Normal", 1048576, 262144, 262144, 243846);
	assert_int_equal(zone_kind(&r.m, 4096 + 782304), KIND_HOLE);
	assert_int_equal(zone_kind(&r.m, 1048575), KIND_HOLE);
	rig_close(&r);
	passed("PV1.2");
}

/* Two nodes of 4 GiB, as the recorded guest had them. */
static void two_nodes(struct machine_spec *spec)
{
	struct zone_spec *z;

	machine_spec_init(spec);
	spec->nr_nodes = 2;
	z = add_zone(spec, ZONE_DMA, 1, 4095);
	z->present = 3998;
	z->hole_pfn = 159;
	z->managed = 3840;
	z = add_zone(spec, ZONE_DMA32, 4096, 1044480);
	z->present = 782304;
	z->hole_pfn = 4096 + 782304;
	z->managed = 754602;
	add_zone(spec, ZONE_NORMAL, 1048576, 262144)->managed = 245651;
	z = add_zone(spec, ZONE_NORMAL, 1310720, 1048576);
	z->node = 1;
	z->managed = 1031879;
}

/* The zonelist of a node: "N0 Normal, N0 DMA32 ..." */
static void assert_zonelist(const struct rig *r, unsigned node,
			    const char *expected)
{
	const struct node *n = &r->m.s->node[node];
	struct text t = { 0 };

	for (uint32_t i = 0; i < n->nr_zonelist; i++) {
		const struct zone *z = &r->m.s->zone[n->zonelist[i]];

		text_printf(&t, "%sN%u %s", i ? ", " : "", z->node, z->name);
	}
	assert_string_equal(text_str(&t), expected);
	text_free(&t);
}

static void assert_order(uint32_t nr,
			 const uint32_t distance[MAX_NODES][MAX_NODES],
			 uint32_t load[MAX_NODES], uint32_t of,
			 const uint32_t *expected)
{
	uint32_t order[MAX_NODES];

	node_order(nr, distance, load, of, order);
	assert_memory_equal(order, expected, nr * sizeof(*order));
}

static void pv1_3(void **state)
{
	static const uint32_t orders[2][2] = { { 0, 1 }, { 1, 0 } };
	uint32_t load[MAX_NODES] = { 0 };
	struct machine_spec spec;
	struct rig r;

	(void)state;
	two_nodes(&spec);
	rig_open(&r, &spec);
	assert_true(zone_populated(&r.m.s->zone[0]));
	assert_zone(&r, "DMA", 1, 4095, 3998, 3840);
	assert_zone(&r, "DMA32", 4096, 1044480, 782304, 754602);
	assert_zone(&r, "Normal", 1048576, 262144, 262144, 245651);
	assert_zone(&r, "1.Normal", 1310720, 1048576, 1048576, 1031879);
	assert_values(&r, "zoneinfo.1.DMA.present", 0);
	assert_values(&r, "zoneinfo.1.DMA32.present", 0);
	assert_zonelist(&r, 0, "N0 Normal, N0 DMA32, N0 DMA, N1 Normal");
	assert_zonelist(&r, 1, "N1 Normal, N0 Normal, N0 DMA32, N0 DMA");
	for (uint32_t of = 0; of < 2; of++)
		assert_order(2, spec.distance, load, of, orders[of]);
	rig_close(&r);
	passed("PV1.3");
}

static void pv1_4(void **state)
{
	static const uint32_t orders[4][4] = {
		{ 0, 1, 2, 3 }, { 1, 2, 3, 0 }, { 2, 3, 0, 1 }, { 3, 0, 1, 2 },
	};
	uint32_t load[MAX_NODES] = { 0 };
	struct machine_spec spec;

	(void)state;
	machine_spec_init(&spec);	/* all remote distances are 20 */
	for (uint32_t of = 0; of < 4; of++)
		assert_order(4, spec.distance, load, of, orders[of]);
	passed("PV1.4");
}

/* PR1.7: a nearer node comes first, whoever was chosen before. */
static void test_near_nodes_first(void **state)
{
	static const uint32_t distance[MAX_NODES][MAX_NODES] = {
		{ 10, 21, 31, 21 },
		{ 21, 10, 21, 31 },
		{ 31, 21, 10, 21 },
		{ 21, 31, 21, 10 },
	};
	/* a ring 0-1-2-3: both neighbours, then the one across */
	static const uint32_t orders[4][4] = {
		{ 0, 1, 3, 2 }, { 1, 2, 0, 3 }, { 2, 3, 1, 0 }, { 3, 0, 2, 1 },
	};
	uint32_t load[MAX_NODES] = { 0 };

	(void)state;
	for (uint32_t of = 0; of < 4; of++)
		assert_order(4, distance, load, of, orders[of]);
}

static void pv1_5(void **state)
{
	struct machine_spec spec;
	struct zone_spec *z;
	struct rig r;

	(void)state;
	machine_spec_init(&spec);
	spec.arch = ARCH_I386;
	z = add_zone(&spec, ZONE_DMA, 1, 4095);
	z->present = 3998;
	z->hole_pfn = 159;
	z->managed = 3840;
	add_zone(&spec, ZONE_NORMAL, 4096, 221182)->managed = 212197;
	add_zone(&spec, ZONE_HIGHMEM, 225278, 298978);
	rig_open(&r, &spec);
	assert_zone(&r, "DMA", 1, 4095, 3998, 3840);
	assert_zone(&r, "Normal", 4096, 221182, 221182, 212197);
	assert_zone(&r, "HighMem", 225278, 298978, 298978, 298978);
	assert_int_equal(rig_value(&r, "meminfo.MemTotal"), 2060060);
	/* PR1.3: DMA, Normal, HighMem, Movable: no DMA32, no Device */
	assert_int_equal(r.m.s->nr_zones, 4);
	assert_zonelist(&r, 0, "N0 HighMem, N0 Normal, N0 DMA");
	rig_close(&r);
	passed("PV1.5");
}

/*
 * The model's frame is not struct page; what it keeps of a PC's RAM at boot
 * has room for the kernel's memmap.
 */
static void pv1_6(void **state)
{
	const uint64_t frames = UINT64_C(76) * GIB_PAGES;
	const uint64_t struct_page_bytes = 64;
	uint64_t present = 0, managed = 0;
	struct machine_spec spec;

	(void)state;
	assert_int_equal(frames, 19922944);
	assert_int_equal(frames * struct_page_bytes, 1275068416);
	assert_int_equal(frames * struct_page_bytes / MIB, 1216);
	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, frames << PAGE_SHIFT));
	for (unsigned i = 0; i < spec.nr_zones; i++) {
		present += spec.zone[i].present;
		managed += spec.zone[i].managed;
	}
	/* less frame 0, 97 frames below 1 MiB and 32 of the firmware */
	assert_int_equal(present, frames - 1 - 97 - 32);
	assert_true((present - managed) << PAGE_SHIFT >
		    frames * struct_page_bytes);
	passed("PV1.6");
}

/* PR1.4: what is no RAM, what was kept and what is managed add up. */
static void test_books_of_a_pc(void **state)
{
	static const unsigned mib[] = { 2, 8, 16, 17, 64, 512, 3584, 3585, 4096,
					65536 };

	(void)state;
	for (size_t i = 0; i < sizeof(mib) / sizeof(mib[0]); i++) {
		uint64_t kinds[MAX_KINDS] = { 0 };
		struct rig r;

		rig_open_ram(&r, mib[i]);
		for (unsigned z = 0; z < r.m.s->nr_zones; z++) {
			const struct zone *zone = &r.m.s->zone[z];

			if (!zone->spanned)
				continue;
			frames_count(&r.m, zone->start_pfn, zone->spanned,
				     kinds);
			assert_int_equal(zone->present - zone->managed,
					 zone->nr_kind[KIND_RESERVED]);
		}
		assert_int_equal(kinds[KIND_FREE] * 4,
				 rig_value(&r, "meminfo.MemFree"));
		assert_int_equal(rig_value(&r, "meminfo.MemFree"),
				 rig_value(&r, "meminfo.MemTotal"));
		rig_close(&r);
	}
}

/* Counting by groups and blocks says what counting frame by frame says. */
static void test_frames_count(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	toy_spec(&spec, 6000, 9);
	spec.zone[0].start_pfn = 37;
	spec.zone[0].present = 5000;
	spec.zone[0].hole_pfn = 2100;
	spec.zone[0].managed = 4500;
	rig_open(&r, &spec);
	for (unsigned i = 0; i < 40; i++)
		rig_alloc(&r, i % 5, GFP_KERNEL);
	for (uint64_t i = 0; i < 500; i++) {
		pfn_t from = hash_word(i) % 6500;
		uint64_t nr = hash_word(i + 1000) % (7000 - from);
		uint64_t counts[MAX_KINDS] = { 0 };

		frames_count(&r.m, from, nr, counts);
		for (pfn_t pfn = from; pfn < from + nr; pfn++)
			counts[zone_kind(&r.m, pfn)]--;
		for (unsigned k = 0; k < MAX_KINDS; k++)
			assert_int_equal(counts[k], 0);
	}
	rig_close(&r);
}

/* A description that contradicts itself ends in a message. */
static void test_bad_descriptions(void **state)
{
	struct machine_spec good, bad;
	struct event_log log;
	struct machine m;
	struct diag why;

	(void)state;
	event_log_open(&log, 1);
	toy_spec(&good, 1024, 9);
	good.nr_zones = 2;
	good.zone[1] = good.zone[0];
	good.zone[1].type = ZONE_DMA;
	good.zone[1].start_pfn = 1024;
	assert_true(machine_boot(&m, &good, &log, &why));
	machine_close(&m);
#define REFUSED(change)                                                        \
	do {                                                                   \
		bad = good;                                                    \
		change;                                                        \
		why.what[0] = '\0';                                            \
		assert_false(machine_boot(&m, &bad, &log, &why));              \
		assert_string_not_equal(why.what, "");                         \
	} while (0)
	REFUSED(bad.nr_zones = 0);
	REFUSED(bad.nr_nodes = 0);
	REFUSED(bad.nr_nodes = MAX_NODES + 1);
	REFUSED(bad.zone[1].start_pfn = 1023);
	REFUSED(bad.zone[0].present = 1025);
	REFUSED(bad.zone[0].managed = 1025);
	REFUSED(bad.zone[0].kernel_used = 1025);
	REFUSED(bad.zone[0].pageblock_order = 11);
	REFUSED(bad.zone[0].pageblock_order = 1);
	REFUSED(bad.zone[0].spanned = UINT64_C(1) << 33);
	REFUSED(bad.zone[1].hole_pfn = 7);
#undef REFUSED
	event_log_close(&log);
	machine_spec_init(&bad);
	assert_false(machine_spec_ram(&bad, 2 * MIB - 1));
}

/* The same description gives the same bytes. */
static void test_boots_alike(void **state)
{
	struct rig a, b;

	(void)state;
	rig_open_ram(&a, 64);
	rig_open_ram(&b, 64);
	assert_int_equal(a.m.arena.used_bytes, b.m.arena.used_bytes);
	assert_int_equal(arena_hash(&a.m.arena), arena_hash(&b.m.arena));
	rig_alloc(&b, 0, GFP_KERNEL);
	assert_true(arena_hash(&a.m.arena) != arena_hash(&b.m.arena));
	rig_alloc(&a, 0, GFP_KERNEL);
	assert_int_equal(arena_hash(&a.m.arena), arena_hash(&b.m.arena));
	rig_close(&a);
	rig_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pv1_1),
		cmocka_unit_test(pv1_2),
		cmocka_unit_test(pv1_3),
		cmocka_unit_test(pv1_4),
		cmocka_unit_test(test_near_nodes_first),
		cmocka_unit_test(pv1_5),
		cmocka_unit_test(pv1_6),
		cmocka_unit_test(test_books_of_a_pc),
		cmocka_unit_test(test_frames_count),
		cmocka_unit_test(test_bad_descriptions),
		cmocka_unit_test(test_boots_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
