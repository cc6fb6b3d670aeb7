/* Marks, reserves and protection, the checks on them, and meminfo's formulas */
#include "mm_fixture.h"

#include "mm/commit.h"
#include "mm/watermark.h"

enum { MIB_PAGES = 256 };

/* Zones of recorded machines: managed pages as zoneinfo printed them. */
static void amd64_zones(struct machine_spec *spec, uint64_t dma32,
			uint64_t normal)
{
	machine_spec_init(spec);
	add_zone(spec, ZONE_DMA, 1, 4095)->managed = 3840;
	add_zone(spec, ZONE_DMA32, 4096, 1044480)->managed = dma32;
	if (normal)
		add_zone(spec, ZONE_NORMAL, 1048576, normal);
}

/* 512 MiB, the machine of PV1.1. */
static void half_gib(struct machine_spec *spec)
{
	machine_spec_init(spec);
	assert_true(machine_spec_ram(spec, UINT64_C(512) * MIB));
}

/*
 * Frames that the kernel needed while it booted go to the allocator, and
 * nothing is recomputed: the recorded figures have that lag in them.
 */
static void hand_over(struct rig *r, unsigned zone, uint64_t frames)
{
	struct zone *z = &r->m.s->zone[zone];
	pfn_t end = z->start_pfn + z->present - z->managed;

	for (pfn_t pfn = end - frames; pfn < end; pfn++) {
		if (!frame_at(&r->m, pfn))
			chunk_make(&r->m, pfn >> BLOCK_SHIFT);
		block_set_kind(&r->m, z, pfn, 0, KIND_FREE);
		z->managed++;
		buddy_take_back(&r->m, z, pfn, 0);
		buddy_free(&r->m, z, pfn, 0, MIGRATE_MOVABLE, true);
	}
	rig_check(r);
}

enum { PAE_LATE_FRAMES = 498 };	/* about 2 MiB of the kernel's init code */

static void pae_open(struct rig *r)
{
	struct machine_spec spec;

	machine_spec_init(&spec);
	spec.arch = ARCH_I386;
	add_zone(&spec, ZONE_DMA, 1, 4095)->managed = 3840;
	add_zone(&spec, ZONE_NORMAL, 4096, 221182)->managed =
		212197 - PAE_LATE_FRAMES;
	add_zone(&spec, ZONE_HIGHMEM, 225278, 298978);
	rig_open(r, &spec);
	hand_over(r, 1, PAE_LATE_FRAMES);
	assert_values(r, "zoneinfo.Normal.managed", 212197);
	lowmem_reserve_ratio_read(&r->m);
}

static void two_nodes(struct machine_spec *spec)
{
	struct zone_spec *z;

	amd64_zones(spec, 754602, 0);
	spec->nr_nodes = 2;
	add_zone(spec, ZONE_NORMAL, 1048576, 262144)->managed = 245651;
	z = add_zone(spec, ZONE_NORMAL, 1310720, 1048576);
	z->node = 1;
	z->managed = 1031879;
}

static void assert_marks(const struct rig *r, const char *zone, int64_t min,
			 int64_t low, int64_t high)
{
	static const char *const words[] = { "min", "low", "high" };
	const int64_t marks[] = { min, low, high };
	char path[64];

	for (unsigned i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "zoneinfo.%s.%s", zone, words[i]);
		assert_values(r, path, marks[i]);
	}
}

static int64_t min_free(const struct rig *r)
{
	return rig_value(r, "sys/vm/min_free_kbytes");
}

static void set_min_free(struct rig *r, uint64_t kb)
{
	assert_int_equal(rig_sysctl(r, SYSCTL_min_free_kbytes, kb), 0);
	assert_int_equal(min_free(r), kb);
}

static void pv2_1(void **state)
{
	static const struct {
		uint64_t mib;
		int64_t	 kb;
	} rows[] = {
		{ 16, 512 },	 { 32, 724 },	  { 64, 1024 },
		{ 128, 1448 },	 { 256, 2048 },	  { 512, 2896 },
		{ 1024, 4096 },	 { 2048, 5792 },  { 4096, 8192 },
		{ 8192, 11585 }, { 16384, 16384 }, { 32768, 23170 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct machine_spec spec;
		struct rig r;

		machine_spec_init(&spec);
		add_zone(&spec, ZONE_NORMAL, 0, rows[i].mib * MIB_PAGES);
		rig_open(&r, &spec);
		/* at boot there are no high marks yet to take off */
		r.m.s->zone[rig_zone(&r)].watermark[WMARK_HIGH] = 0;
		assert_int_equal(calculate_min_free_kbytes(&r.m), rows[i].kb);
		rig_close(&r);
	}
	passed("PV2.1");
}

static void pv2_2(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	amd64_zones(&spec, 754602, 243846);
	rig_open(&r, &spec);
	/* 512 * 3 * (2 + 3 * 3) pages */
	assert_int_equal(recommended_min_free_kbytes(&r.m), 16896 * 4);
	assert_int_equal(min_free(&r), 67584);
	rig_close(&r);
	two_nodes(&spec);
	rig_open(&r, &spec);
	assert_int_equal(min_free(&r), 90112);
	rig_close(&r);

	/* below 512 MiB of managed RAM THP is off, and nothing raises it */
	half_gib(&spec);
	rig_open(&r, &spec);
	assert_int_equal(r.m.s->thp_enabled, THP_NEVER);
	assert_int_equal(min_free(&r), 2737);
	rig_close(&r);
	passed("PV2.2");
}

static void pv2_3(void **state)
{
	struct rig r;

	(void)state;
	pae_open(&r);
	assert_int_equal(512 * 2 * 11, 11264);	/* what it would be */
	assert_int_equal(min_free(&r), 10707 * 4);
	assert_int_equal(min_free(&r), 42828);
	rig_close(&r);
	passed("PV2.3");
}

static void pv2_4(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	half_gib(&spec);
	rig_open(&r, &spec);
	assert_values(&r, "zoneinfo.DMA.managed", 3840);
	assert_values(&r, "zoneinfo.DMA32.managed", 113264);
	set_min_free(&r, 4096);
	assert_marks(&r, "DMA", 33, 41, 49);
	assert_marks(&r, "DMA32", 990, 1237, 1484);
	assert_values(&r, "zoneinfo.DMA.protection", 0, 442, 442, 442, 442);
	assert_values(&r, "zoneinfo.DMA32.protection", 0, 0, 0, 0, 0);
	assert_int_equal(r.m.s->totalreserve_pages, (442 + 49) + 1484);
	assert_int_equal(r.m.s->totalreserve_pages, 1975);
	set_min_free(&r, 8192);
	assert_marks(&r, "DMA", 67, 83, 99);
	assert_marks(&r, "DMA32", 1980, 2475, 2970);
	rig_close(&r);
	passed("PV2.4");
}

static void pv2_5(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	amd64_zones(&spec, 754602, 243846);
	rig_open(&r, &spec);
	assert_int_equal(min_free(&r), 67584);
	assert_marks(&r, "DMA", 64, 80, 96);
	assert_marks(&r, "DMA32", 12720, 15900, 19080);
	assert_marks(&r, "Normal", 4110, 5137, 6164);

	/*
	 * The recorded kernel had computed its marks before the last pages
	 * were handed to the allocator; never starts from those.
	 */
	r.m.s->zone[1].watermark[WMARK_HIGH] = 19065;
	r.m.s->zone[2].watermark[WMARK_HIGH] = 6177;
	rig_thp(&r, THP_NEVER);
	assert_int_equal(min_free(&r), 7907);
	assert_marks(&r, "DMA", 7, 10, 13);
	assert_marks(&r, "DMA32", 1487, 2241, 2995);
	assert_marks(&r, "Normal", 480, 723, 966);
	assert_values(&r, "zoneinfo.DMA.protection", 0, 2947, 3900, 3900, 3900);
	assert_values(&r, "zoneinfo.DMA32.protection", 0, 0, 952, 952, 952);
	rig_close(&r);
	passed("PV2.5");
}

static void pv2_6(void **state)
{
	struct rig r;

	(void)state;
	pae_open(&r);
	assert_int_equal(min_free(&r), 42828);
	assert_marks(&r, "DMA", 190, 237, 284);
	assert_marks(&r, "Normal", 10516, 13145, 15774);
	rig_thp(&r, THP_NEVER);
	assert_int_equal(min_free(&r), 3577);
	assert_marks(&r, "DMA", 15, 18, 21);
	assert_marks(&r, "Normal", 878, 1097, 1316);
	/* min is clamped, the distances are not */
	assert_marks(&r, "HighMem", 128, 437, 746);
	assert_marks(&r, "Movable", 32, 32, 32);
	assert_values(&r, "zoneinfo.DMA.protection", 0, 828, 1996, 1996);
	assert_values(&r, "zoneinfo.Normal.protection", 0, 0, 9343, 9343);
	assert_values(&r, "zoneinfo.HighMem.protection", 0, 0, 0, 0);
	rig_close(&r);
	passed("PV2.6");
}

static void pv2_6b(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	two_nodes(&spec);
	rig_open(&r, &spec);
	rig_thp(&r, THP_NEVER);
	assert_int_equal(min_free(&r), 11319);
	assert_marks(&r, "DMA", 5, 8, 11);
	assert_marks(&r, "DMA32", 1048, 1802, 2556);
	assert_marks(&r, "Normal", 341, 586, 831);
	assert_marks(&r, "1.Normal", 1433, 2464, 3495);
	/* reserves never cross nodes */
	assert_values(&r, "zoneinfo.DMA.protection", 0, 2947, 3907, 3907, 3907);
	assert_values(&r, "zoneinfo.DMA32.protection", 0, 0, 959, 959, 959);
	assert_values(&r, "zoneinfo.1.Normal.protection", 0, 0, 0, 0, 0);
	rig_close(&r);
	passed("PV2.6b");
}

static void pv2_7(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	amd64_zones(&spec, 772917, 4194304);
	rig_open(&r, &spec);
	assert_int_equal(min_free(&r), 67584);
	assert_marks(&r, "DMA", 13, 16, 19);
	assert_marks(&r, "DMA32", 2627, 3399, 4171);
	assert_marks(&r, "Normal", 14255, 18449, 22643);
	assert_values(&r, "zoneinfo.DMA.protection",
		      0, 3019, 19403, 19403, 19403);
	assert_values(&r, "zoneinfo.DMA32.protection",
		      0, 0, 16384, 16384, 16384);
	rig_close(&r);
	passed("PV2.7");
}

/* A zone's min is its share of min_free_kbytes: all of it, if it is alone. */
static void pv2_8(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	toy_spec(&spec, 1024 * MIB_PAGES, 9);
	rig_open(&r, &spec);
	set_min_free(&r, 16477 * 4);
	assert_marks(&r, "Normal", 16477, 16477 + 4119, 16477 + 2 * 4119);
	assert_marks(&r, "Normal", 16477, 20596, 24715);
	rig_close(&r);
	passed("PV2.8");
}

static void pv2_9(void **state)
{
	struct machine_spec spec;
	struct watermark_check c;
	struct zone dma, dma32;
	struct rig r;

	(void)state;
	half_gib(&spec);
	rig_open(&r, &spec);
	set_min_free(&r, 4096);
	dma = r.m.s->zone[0];
	dma32 = r.m.s->zone[1];
	dma.nr_free = 475;
	dma32.nr_free = 960;

	c = zone_watermark(&r.m, &dma, 0, ZONE_MOVABLE, ALLOC_WMARK_MIN);
	assert_int_equal(c.free, 475);
	assert_int_equal(c.mark, 33);
	assert_int_equal(c.reserve, 442);
	assert_false(c.ok);			/* 475 > 475 is false */
	dma.nr_free++;
	assert_true(zone_watermark(&r.m, &dma, 0, ZONE_MOVABLE,
				   ALLOC_WMARK_MIN).ok);

	c = zone_watermark(&r.m, &dma32, 0, ZONE_MOVABLE, ALLOC_WMARK_MIN);
	assert_int_equal(c.free, 960);
	assert_int_equal(c.mark + c.reserve, 990);
	assert_false(c.ok);
	rig_close(&r);
	passed("PV2.9");
}

/* PR2.7: who recomputes what. */
static void test_recomputation(void **state)
{
	static const uint64_t ratios[5] = { 256, 256, 32, 0, 0 };
	struct machine_spec spec;
	struct op write = { .verb = OP_sysctl,
			    .mode = SYSCTL_lowmem_reserve_ratio,
			    .arg = { 128, 128, 32, 0, 0 } };
	struct rig r;

	(void)state;
	half_gib(&spec);
	rig_open(&r, &spec);
	set_min_free(&r, 4096);
	assert_int_equal(rig_op(&r, write), 0);
	assert_values(&r, "zoneinfo.DMA.protection", 0, 884, 884, 884, 884);
	assert_int_equal(r.m.s->totalreserve_pages, 884 + 49 + 1484);
	memcpy(write.arg, ratios, sizeof(ratios));
	assert_int_equal(rig_op(&r, write), 0);
	assert_int_equal(r.m.s->totalreserve_pages, 1975);

	/* the distances in 1/10000 of the zone: 113264 * 200 / 10000 */
	assert_int_equal(rig_sysctl(&r, SYSCTL_watermark_scale_factor, 200), 0);
	assert_marks(&r, "DMA32", 990, 990 + 2265, 990 + 2 * 2265);
	assert_int_equal(rig_sysctl(&r, SYSCTL_watermark_scale_factor, 0), -22);
	assert_int_equal(rig_sysctl(&r, SYSCTL_watermark_scale_factor, 3001),
			 -22);
	assert_marks(&r, "DMA32", 990, 990 + 2265, 990 + 2 * 2265);

	/* pages that come later: only the ratios' file notices, if just read */
	hand_over(&r, 1, 2560);
	set_min_free(&r, 4096);
	assert_values(&r, "zoneinfo.DMA.protection", 0, 442, 442, 442, 442);
	lowmem_reserve_ratio_read(&r.m);
	assert_values(&r, "zoneinfo.DMA.protection", 0, 452, 452, 452, 452);
	rig_close(&r);
}

/* PR2.4: the boost is part of each mark that is printed and compared. */
static void test_boost_counts(void **state)
{
	struct machine_spec spec;
	struct watermark_check c;
	struct zone *z;
	struct rig r;

	(void)state;
	half_gib(&spec);
	rig_open(&r, &spec);
	set_min_free(&r, 4096);
	z = &r.m.s->zone[1];
	z->watermark_boost = 512;
	assert_values(&r, "zoneinfo.DMA32.boost", 512);
	assert_marks(&r, "DMA32", 990 + 512, 1237 + 512, 1484 + 512);
	c = zone_watermark(&r.m, z, 0, ZONE_MOVABLE, ALLOC_WMARK_LOW);
	assert_int_equal(c.mark, 1237 + 512);
	/* the limits of the per-CPU lists are another matter than the marks */
	assert_int_equal(rig_sysctl(&r, SYSCTL_percpu_pagelist_high_fraction, 8),
			 0);
	assert_values(&r, "zoneinfo.DMA32.boost", 512);
	assert_int_equal(z->pcp_high, z->managed / 8);
	z->watermark_boost = 0;
	rig_close(&r);
}

static void pv5_1(void **state)
{
	static const struct {
		uint64_t managed;
		int64_t	 batch;
	} rows[] = {
		{ 3840, 1 },   { 8192, 1 },    { 16384, 3 },   { 32768, 7 },
		{ 65536, 15 }, { 113264, 31 }, { 212197, 63 }, { 262144, 63 },
		{ 4194304, 63 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct machine_spec spec;
		struct rig r;

		toy_spec(&spec, rows[i].managed, 9);
		rig_open(&r, &spec);
		assert_values(&r, "zoneinfo.Normal.pcp_batch", rows[i].batch);
		rig_close(&r);
	}
	passed("PV5.1");
}

static void pv5_2(void **state)
{
	struct machine_spec spec;
	struct zone z;
	struct rig r;

	(void)state;
	half_gib(&spec);
	rig_open(&r, &spec);
	set_min_free(&r, 4096);
	assert_marks(&r, "DMA32", 990, 1237, 1484);
	assert_values(&r, "zoneinfo.DMA32.pcp_high", 1237);
	assert_values(&r, "zoneinfo.DMA.pcp_high", 41);
	z = r.m.s->zone[1];
	z.watermark[WMARK_LOW] = 15888;
	r.m.s->nr_cpus = 2;
	assert_int_equal(zone_highsize(&r.m, &z, 63), 7944);
	/* never less than four batches */
	z.watermark[WMARK_LOW] = 100;
	assert_int_equal(zone_highsize(&r.m, &z, 63), 252);
	r.m.s->nr_cpus = 1;
	rig_close(&r);
	passed("PV5.2");
}

static void pv13_1(void **state)
{
	(void)state;
	/* free, totalreserve, file pages, reclaimable slab, low marks */
	assert_int_equal(mem_available(109575, 1975, 0, 2179, 41 + 1237),
			 108690);
	assert_int_equal(108690 * 4, 434760);
	/* the half of each, or the low marks, whichever is less, stays */
	assert_int_equal(mem_available(1000, 100, 5000, 300, 1278),
			 900 + (5000 - 1278) + (300 - 150));
	assert_int_equal(mem_available(100, 1975, 0, 0, 1278), 0);
	passed("PV13.1");
}

static void pv13_2(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	half_gib(&spec);
	rig_open(&r, &spec);
	assert_int_equal(rig_value(&r, "meminfo.MemTotal"), 468416);
	assert_int_equal(468416, (3840 + 113264) * 4);
	assert_int_equal(vm_commit_limit(&r.m), 117104 * 50 / 100);
	assert_int_equal(vm_commit_limit(&r.m), 58552);
	assert_int_equal(rig_value(&r, "meminfo.CommitLimit"), 234208);
	rig_close(&r);
	two_nodes(&spec);
	rig_open(&r, &spec);
	assert_int_equal(rig_value(&r, "meminfo.MemTotal"), 8143888);
	assert_int_equal(rig_value(&r, "meminfo.CommitLimit"), 4071944);
	/* untouched: all that is free, less what is kept */
	assert_int_equal(rig_value(&r, "meminfo.MemAvailable"),
			 8143888 - 4 * (int64_t)r.m.s->totalreserve_pages);
	rig_close(&r);
	passed("PV13.2");
}

static void pv13_4(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	half_gib(&spec);
	rig_open(&r, &spec);
	assert_values(&r, "zoneinfo.DMA32.vm", 6);
	rig_close(&r);
	amd64_zones(&spec, 754602, 243846);
	spec.nr_cpus = 2;
	rig_open(&r, &spec);
	assert_values(&r, "zoneinfo.DMA32.vm", 24);
	assert_values(&r, "zoneinfo.Normal.vm", 16);
	rig_close(&r);
	passed("PV13.4");
}

/* A line of meminfo: the name, 16 columns, 8 of the number, kB (but pages). */
static void test_meminfo_form(void **state)
{
	struct diag why = { 0 };
	struct text t = { 0 };
	struct rig r;

	(void)state;
	rig_open_ram(&r, 512);
	assert_true(procfs_print(&r.m, "/proc/meminfo", &t, &why));
	assert_int_equal(strncmp(text_str(&t),
				 "MemTotal:         468416 kB\n"
				 "MemFree:          468416 kB\n", 56), 0);
	for (const char *s = text_str(&t); *s; s = strchr(s, '\n') + 1)
		assert_true(strchr(s, '\n') - s == 27 ||
			    strncmp(s, "VmallocTotal:   34359738367 kB\n", 31) == 0 ||
			    (strncmp(s, "HugePages_", 10) == 0 &&
			     strchr(s, '\n') - s == 24));
	text_free(&t);
	rig_close(&r);
}

/* zoneinfo as PR2.7b has it, from the first zone's first line on. */
static void test_zoneinfo_form(void **state)
{
	struct diag why = { 0 };
	struct text t = { 0 };
	struct rig r;

	(void)state;
	rig_open_ram(&r, 512);
	assert_int_equal(rig_sysctl(&r, SYSCTL_min_free_kbytes, 4096), 0);
	assert_true(procfs_print(&r.m, "zoneinfo", &t, &why));
	assert_int_equal(strncmp(text_str(&t),
		"Node 0, zone      DMA\n  per-node stats\n"
		"      nr_inactive_anon 0\n", 64), 0);
	assert_non_null(strstr(text_str(&t),
		"\n  pages free     3840\n        boost    0\n        min      33\n"
		"        low      41\n        high     49\n        spanned  4095\n"
		"        present  3998\n        managed  3840\n        cma      0\n"
		"        protection: (0, 442, 442, 442, 442)\n"
		"      nr_free_pages 3840\n"));
	assert_non_null(strstr(text_str(&t),
		"\n  pagesets\n    cpu: 0\n              count: 0\n"
		"              high:  41\n              batch: 1\n"
		"  vm stats threshold: 2\n"
		"  node_unreclaimable:  0\n  start_pfn:           1\n"
		"Node 0, zone    DMA32\n  pages free     113264\n"));
	/* not populated: ends behind its protection */
	assert_non_null(strstr(text_str(&t),
		"\nNode 0, zone  Movable\n  pages free     0\n"
		"        boost    0\n        min      0\n        low      0\n"
		"        high     0\n        spanned  0\n        present  0\n"
		"        managed  0\n        cma      0\n"
		"        protection: (0, 0, 0, 0, 0)\nNode 0, zone   Device\n"));
	text_free(&t);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pv2_1),
		cmocka_unit_test(pv2_2),
		cmocka_unit_test(pv2_3),
		cmocka_unit_test(pv2_4),
		cmocka_unit_test(pv2_5),
		cmocka_unit_test(pv2_6),
		cmocka_unit_test(pv2_6b),
		cmocka_unit_test(pv2_7),
		cmocka_unit_test(pv2_8),
		cmocka_unit_test(pv2_9),
		cmocka_unit_test(test_recomputation),
		cmocka_unit_test(test_boost_counts),
		cmocka_unit_test(pv5_1),
		cmocka_unit_test(pv5_2),
		cmocka_unit_test(pv13_1),
		cmocka_unit_test(pv13_2),
		cmocka_unit_test(pv13_4),
		cmocka_unit_test(test_meminfo_form),
		cmocka_unit_test(test_zoneinfo_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
