/* Readahead: windows, markers, and what each read leaves in memory. */
#include "file_fixture.h"

/* 4 KiB reads of pages [0, nr) in order; pages in memory after each of some. */
static void test_sequential(void **state)
{
	static const struct { uint64_t page, cached; } after[] = {
		{ 0, 4 }, { 1, 12 }, { 3, 12 }, { 4, 28 }, { 12, 60 },
		{ 27, 60 }, { 28, 92 }, { 59, 92 }, { 60, 124 }, { 92, 156 },
	};
	struct rig r;
	unsigned next = 0;

	(void)state;
	files_open_ram(&r, 512);
	file_open_as(&r, DEVICE, 0, FD);
	for (uint64_t page = 0; page < 4096; page++) {
		assert_int_equal(file_read(&r, FD, PAGE_SIZE), PAGE_SIZE);
		if (next < sizeof(after) / sizeof(after[0]) &&
		    page == after[next].page)
			assert_int_equal(file_cached(&r, DEVICE),
					 after[next++].cached);
	}
	assert_int_equal(next, sizeof(after) / sizeof(after[0]));
	assert_int_equal(file_cached(&r, DEVICE), 4156);
	rig_close(&r);
	passed("PV9.1");
}

/* The first window of a read of so many pages, from page 0. */
static void first_read(uint64_t req, uint64_t size, uint64_t async)
{
	const struct event *e;
	struct rig r;

	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	assert_int_equal(file_read(&r, FD, pages(req)), pages(req));
	e = rig_event(&r, EV_page_cache_ra, 0);
	assert_int_equal(e->arg[1], RA_INITIAL);
	assert_int_equal(e->arg[2], 0);
	assert_int_equal(e->arg[3], size);
	assert_int_equal(e->arg[4], async);
	rig_close(&r);
}

static void test_first(void **state)
{
	(void)state;
	first_read(3, 8, 5);
	first_read(16, 32, 16);
	/* as large as a window: half of it is the next one already */
	first_read(32, 32, 16);
	/* a larger request may be read as large as disks like it */
	first_read(256, 256, 128);
	first_read(1000, 320, 160);
	passed("PV9.2");
}

static void test_marker_picture(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_read(&r, FD, pages(3));
	/* page 3 sets off what follows it */
	assert_file(&r, DATA, 0, "cccMcccc....");
	file_read(&r, FD, pages(1));
	assert_file(&r, DATA, 0, "ccccccccMrrrrrrrrrrrrrrr....");
	rig_close(&r);
}

static void assert_case(const struct rig *r, enum readahead_case why)
{
	assert_int_equal(rig_event(r, EV_page_cache_ra, 0)->arg[1], why);
}

/* Pages far from each other are read one by one; the window stays. */
static void test_random(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_pread(&r, FD, pages(1), pages(1000));
	file_pread(&r, FD, pages(2), pages(500));
	assert_int_equal(file_cached(&r, DATA), 3);
	assert_case(&r, RA_RANDOM);
	/* the page after: a sequence begins */
	file_pread(&r, FD, pages(1), pages(502));
	assert_case(&r, RA_INITIAL);
	assert_file(&r, DATA, 499, ".cccMcc.");
	rig_close(&r);
}

/* Somebody else read the pages before: a stream is guessed from them. */
static void test_history(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_pread(&r, FD, pages(8), pages(100));
	file_open_as(&r, DATA, 0, FD_B);
	file_pread(&r, FD_B, pages(1), pages(108));
	assert_case(&r, RA_HISTORY);
	rig_close(&r);
}

static void test_advice(void **state)
{
	const struct file *f;
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	assert_int_equal(file_fadvise(&r, FD, FADV_RANDOM_, 0, 0), 0);
	file_read(&r, FD, pages(1));
	file_read(&r, FD, pages(1));
	assert_int_equal(file_cached(&r, DATA), 2);
	assert_int_equal(file_fadvise(&r, FD, FADV_SEQUENTIAL_, 0, 0), 0);
	for (unsigned i = 2; i < 64; i++)
		file_read(&r, FD, pages(1));
	f = file_at(&r.m, fd_file(&r.m, rig_task(&r), FD));
	assert_int_equal(f->ra_size, 64);
	file_fadvise(&r, FD, FADV_WILLNEED_, pages(1000), pages(1000));
	assert_int_equal(file_cached(&r, DATA) > 320, 1);
	assert_file(&r, DATA, 1318, "rr.");
	assert_int_equal(file_fadvise(&r, FD, 7, 0, 0), -EINVAL);
	rig_close(&r);
}

/*
 * A last window that has fewer pages left than its marker would stand before
 * the end has none; where the file ends with the window it is as ever.
 */
static void test_marker_at_the_end(void **state)
{
	enum { LAST = 16384 };	/* pages of DATA */
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	/* windows of 4 and 8: the next 16 begin 5 pages before the end */
	for (unsigned i = 18; i > 13; i--)
		file_pread(&r, FD, pages(1), pages(LAST - i));
	assert_file(&r, DATA, LAST - 18, "cccccMrrrrrrr.....");
	file_pread(&r, FD, pages(1), pages(LAST - 13));
	assert_int_equal(rig_event(&r, EV_page_cache_ra, 0)->arg[2], LAST - 5);
	assert_int_equal(rig_event(&r, EV_page_cache_ra, 0)->arg[4], 16);
	assert_file(&r, DATA, LAST - 5, "rrrrr");
	rig_close(&r);
}

/* One request of a disk a window, and its latency only where it seeks. */
static void test_one_request_a_window(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_read(&r, FD, pages(128));
	assert_true(r.log.count[EV_block_rq_issue] <= 8);
	assert_true(r.log.count[EV_block_rq_issue] >= 4);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sequential),
		cmocka_unit_test(test_first),
		cmocka_unit_test(test_marker_picture),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_history),
		cmocka_unit_test(test_advice),
		cmocka_unit_test(test_marker_at_the_end),
		cmocka_unit_test(test_one_request_a_window),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
