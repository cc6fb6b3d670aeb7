/* A disk: what a request costs, in which order they end, what they hold. */
#include "file_fixture.h"

#include "mm/daemon.h"

enum { US = 1000, PAGE_NS = 8192 };	/* 4096 bytes at 500 MB/s */

static pfn_t new_page(struct rig *r)
{
	pfn_t pfn = alloc_pages(&r->m, GFP_KERNEL, 0, 0, KIND_KERNEL);

	assert_true(pfn != PFN_NONE);
	return pfn;
}

/* Read so many pages from there; the first page, held by the disk alone. */
static pfn_t submit(struct rig *r, unsigned disk, uint64_t page, unsigned nr,
		    uint64_t *done)
{
	pfn_t pfns[32] = { 0 };

	for (unsigned i = 0; i < nr; i++)
		pfns[i] = new_page(r);
	*done = disk_submit(&r->m, disk, false, page, pfns, nr);
	for (unsigned i = 0; i < nr; i++)
		put_page(&r->m, pfns[i]);
	return pfns[0];
}

static void test_cost(void **state)
{
	uint64_t done, now;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 64);
	now = r.m.s->now_ns;
	submit(&r, 0, 1000, 1, &done);
	assert_in_range(done - now, 100 * US + PAGE_NS,
			100 * US + PAGE_NS + 10 * US);
	/* it goes on where the last one ended: no latency, in its turn */
	now = done;
	submit(&r, 0, 1001, 32, &done);
	assert_int_equal(done - now, 32 * PAGE_NS);
	/* elsewhere, and back */
	now = done;
	submit(&r, 0, 500, 2, &done);
	assert_int_equal(done - now, 100 * US + 2 * PAGE_NS);
	now = done;
	submit(&r, 0, 1033, 1, &done);
	assert_int_equal(done - now, 100 * US + PAGE_NS);
	assert_int_equal(r.m.s->nr_requests, 4);
	assert_int_equal(r.m.s->vm_event[PGPGIN], 36 * 4);
	wait_until(&r.m, done - 1);
	assert_int_equal(r.m.s->nr_requests, 1);
	wait_until(&r.m, done);
	assert_int_equal(r.m.s->nr_requests, 0);
	/* an idle disk begins at once */
	now = r.m.s->now_ns + 5000 * US;
	wait_until(&r.m, now);
	submit(&r, 0, 1034, 1, &done);
	assert_in_range(done - now, PAGE_NS, PAGE_NS + 10 * US);
	wait_until(&r.m, done);
	rig_close(&r);
}

/* The disk's reference keeps the frame; it goes with the completion. */
static void test_holds(void **state)
{
	uint64_t done, free_pages;
	struct rig r;
	pfn_t pfn;

	(void)state;
	rig_open_ram(&r, 16);
	free_pages = r.m.s->zone[rig_zone(&r)].nr_free;
	pfn = submit(&r, 0, 0, 3, &done);
	assert_int_equal(r.m.s->zone[rig_zone(&r)].nr_free, free_pages - 3);
	assert_int_equal(frame_at(&r.m, pfn)->refcount, 1);
	wait_until(&r.m, done);
	assert_int_equal(r.m.s->zone[rig_zone(&r)].nr_free, free_pages);
	rig_close(&r);
}

/* Two disks work beside each other; completions come by their time. */
static void test_two_disks(void **state)
{
	uint64_t slow_done, fast_done;
	unsigned slow, fast;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 16);
	slow = disk_new(&r.m, "sda", 0, 8000 * US, 100 * MIB, true);
	fast = disk_new(&r.m, "nvme", 0, 20 * US, 0, false);
	assert_int_equal(disk_by_name(&r.m, "nvme"), fast);
	assert_int_equal(disk_by_name(&r.m, "none"), MAX_DISKS);
	submit(&r, slow, 5, 1, &slow_done);
	submit(&r, fast, 5, 1, &fast_done);
	assert_true(fast_done < slow_done);
	assert_int_equal(disk_due(&r.m), fast_done);
	disk_complete(&r.m);
	assert_int_equal(disk_due(&r.m), slow_done);
	assert_int_equal(r.m.s->disk[fast].nr_requests, 0);
	wait_until(&r.m, slow_done);
	assert_true(disk_due(&r.m) == NEVER_NS);
	disk_complete(&r.m);	/* nothing to do */
	while (disk_new(&r.m, "more", 0, 0, 0, false) != MAX_DISKS)
		;
	rig_close(&r);
}

/* A sleeping task sees the pages come; one that reads waits for them. */
static void test_waiting(void **state)
{
	uint64_t before;
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	before = r.m.s->now_ns;
	file_read(&r, FD, PAGE_SIZE);
	assert_true(r.m.s->now_ns - before >= 100 * US + 4 * PAGE_NS);
	assert_file(&r, DATA, 0, "cMcc");
	file_read(&r, FD, PAGE_SIZE);
	assert_file(&r, DATA, 0, "ccccMrrrrrrr.");
	file_sleep(&r, 1);
	assert_file(&r, DATA, 0, "ccccMccccccc.");
	before = r.m.s->now_ns;
	file_read(&r, FD, 2 * PAGE_SIZE);
	assert_true(r.m.s->now_ns - before < 10 * US);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cost),
		cmocka_unit_test(test_holds),
		cmocka_unit_test(test_two_disks),
		cmocka_unit_test(test_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
