/*
 * More than the memory holds, as recorded on a machine of 512 MiB with 256 MiB
 * of swap: a stream from a device, and a task's own memory.
 *
 * How far kswapd gets while the task runs differs from one recording to the
 * next: what does differ stands here with a band, in per cent.
 */
#include "file_fixture.h"

enum { DMA_PAGES_FREE = 3808, DMA32_PAGES_FREE = 105767 };

struct recorded {
	const char *path;
	int64_t value;
	int64_t per_cent;	/* how far the model may be off; 0 = not at all */
};

/*
 * The 32 lowest pages of DMA that the kernel took at boot, out of the smallest
 * block: what is left of its pageblock is for the kernel, the rest for tasks.
 */
static void take_dma(struct rig *r)
{
	static const unsigned larger[] = { 10, 10, 10, 9 };
	const gfp_t movable = GFP_BIT_MOVABLE | GFP_BIT_DMA;
	int64_t pfn[4];

	for (unsigned i = 0; i < 4; i++) {
		pfn[i] = rig_alloc(r, larger[i], GFP_KERNEL | movable);
		assert_true(pfn[i] > 0);
	}
	assert_int_equal(rig_alloc(r, 5, GFP_KERNEL | GFP_BIT_DMA), 256);
	for (unsigned i = 0; i < 4; i++)
		rig_free(r, (pfn_t)pfn[i]);
	assert_int_equal(r->m.s->zone[0].nr_free, DMA_PAGES_FREE);
	assert_list(r, 7, MIGRATE_UNMOVABLE, "384");
}

static void open_machine(struct rig *r)
{
	struct machine_spec spec;

	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, 512 * (uint64_t)MIB));
	spec.nr_swaps = 1;
	spec.swap[0] = (struct swap_spec){ .name = "/dev/vdb", .pages = 65536,
					   .prio = -1, .on = 1 };
	spec.sysctl[SYSCTL_min_free_kbytes] = 4096;
	spec.sysctl[SYSCTL_watermark_boost_factor] = 0;
	files_open(r, &spec);
	take_dma(r);
	while (r->m.s->zone[1].nr_free > DMA32_PAGES_FREE)
		assert_true(rig_alloc(r, 0, GFP_KERNEL) > 0);
	rig_sysctl(r, SYSCTL_watermark_boost_factor, 15000);
	assert_values(r, "vmstat.pageoutrun", 0);
}

static void as_recorded(const struct rig *r, const struct recorded *list)
{
	for (; list->path; list++) {
		int64_t is = rig_value(r, list->path);
		int64_t off = is > list->value ? is - list->value :
						 list->value - is;

		if (off * 100 > list->value * list->per_cent)
			fail_msg("%s is %lld, recorded is %lld", list->path,
				 (long long)is, (long long)list->value);
	}
}

/* From the start of the device, page by page. */
static void read_device(struct rig *r, uint64_t mib)
{
	for (uint64_t i = 0; i < mib * MIB / PAGE_SIZE; i++)
		assert_int_equal(file_pread(r, FD, PAGE_SIZE, pages(i)),
				 PAGE_SIZE);
}

static const struct recorded seen_twice[] = {
	{ "vmstat.pgactivate", 76800, 0 },
	{ "vmstat.pgsteal_file", 72063, 2 },
	{ "vmstat.nr_active_file", 53352, 2 },
	{ "vmstat.nr_inactive_file", 54042, 2 },
	{ "vmstat.workingset_refault_file", 0, 0 },
	{ NULL, 0, 0 },
};

/*
 * Pages that were active once, and had to go: they come back as such. In four
 * of six recordings within the band; fewer had gone in the others.
 */
static const struct recorded back_again[] = {
	{ "vmstat.workingset_refault_file", 23448, 10 },
	{ "vmstat.workingset_activate_file", 23448, 10 },
	{ "vmstat.workingset_restore_file", 23448, 10 },
	{ NULL, 0, 0 },
};

static void test_seen_twice(void **state)
{
	int64_t refaults;
	struct rig r;

	(void)state;
	open_machine(&r);
	file_open_as(&r, DEVICE, 0, FD);
	read_device(&r, 300);
	assert_values(&r, "vmstat.nr_active_file", 0);
	assert_values(&r, "vmstat.pgscan_file", 0);
	read_device(&r, 700);
	as_recorded(&r, seen_twice);
	assert_values(&r, "vmstat.pgsteal_direct", 0);
	assert_values(&r, "vmstat.pswpout", 0);
	/* not below min; not far above high, where kswapd stops: 1342 to 1614 */
	assert_in_range(r.m.s->zone[1].nr_free, 990, 1614);
	passed("PV8.8");

	read_device(&r, 300);
	as_recorded(&r, back_again);
	refaults = rig_value(&r, "vmstat.workingset_refault_file");
	assert_values(&r, "vmstat.workingset_activate_file", refaults);
	assert_values(&r, "vmstat.workingset_restore_file", refaults);
	passed("PV7.6");
	rig_close(&r);
}

/* Seen once before they went: nothing says that they are worth more now. */
static const struct recorded once_and_again[] = {
	{ "vmstat.workingset_refault_file", 76860, 0 },
	{ "vmstat.workingset_activate_file", 0, 0 },
	{ "vmstat.workingset_restore_file", 0, 0 },
	{ "vmstat.pgactivate", 0, 0 },
	{ "vmstat.nr_active_file", 0, 0 },
	{ NULL, 0, 0 },
};

static void test_seen_once(void **state)
{
	struct rig r;

	(void)state;
	open_machine(&r);
	file_open_as(&r, DEVICE, 0, FD);
	read_device(&r, 700);
	read_device(&r, 300);
	as_recorded(&r, once_and_again);
	rig_close(&r);
}

/*
 * Each page once round the list, since it is young; those that go once more to
 * be sent to swap, and once more to be freed.
 */
static const struct recorded swapped_out[] = {
	{ "vmstat.pswpout", 18523, 15 },
	{ "vmstat.nr_vmscan_write", 18523, 15 },
	{ "vmstat.pgsteal_anon", 13664 + 2560, 10 },
	{ "vmstat.pgscan_anon", 143014, 3 },
	{ "vmstat.pgrotated", 17387, 15 },
	{ NULL, 0, 0 },
};

static void test_own_memory(void **state)
{
	struct rig r;

	(void)state;
	open_machine(&r);
	assert_true(rig_mmap(&r, BASE, 480 * (uint64_t)MIB, RW, FIXED) > 0);
	rig_touch(&r, BASE, 480 * (uint64_t)MIB / PAGE_SIZE, MODE_WRITE);
	as_recorded(&r, swapped_out);
	assert_values(&r, "vmstat.nr_vmscan_write",
		      rig_value(&r, "vmstat.pswpout"));
	/* most of it is kswapd's work, though not all, in every recording */
	assert_true(rig_value(&r, "vmstat.pgsteal_kswapd") >
		    rig_value(&r, "vmstat.pgsteal_direct"));
	assert_true(rig_value(&r, "vmstat.pgsteal_direct") > 0);
	assert_values(&r, "vmstat.pgactivate", 0);
	assert_values(&r, "vmstat.pswpin", 0);
	passed_without("PV8.6", "how often kswapd goes to sleep in between");
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seen_twice),
		cmocka_unit_test(test_seen_once),
		cmocka_unit_test(test_own_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
