/* Faults on pages of files: what is mapped along, what is read, who is told */
#include "file_fixture.h"

#include "mm/fault.h"

enum { SHARED = MAP_SHARED_ | MAP_FIXED_, PRIVATE = MAP_PRIVATE_ | MAP_FIXED_ };

/* Faults of the acting task, one after the other. */
struct faults {
	int64_t min, maj;
};

static struct faults faults_of(const struct rig *r)
{
	return (struct faults){ rig_own(r, "stat.minflt"),
				rig_own(r, "stat.majflt") };
}

#define assert_faults(r, before, nr_min, nr_maj)                               \
	do {                                                                   \
		assert_int_equal(faults_of(r).min - (before).min, nr_min);     \
		assert_int_equal(faults_of(r).maj - (before).maj, nr_maj);     \
	} while (0)

/* Pages [from, from + nr) of the file at page `at` of the playground. */
static void map_file(struct rig *r, uint64_t at, uint64_t from, uint64_t nr,
		     unsigned prot, unsigned flags)
{
	assert_int_equal(rig_op(r, (struct op){
		.verb = OP_mmap, .task = r->task,
		.arg = { page(at), pages(nr), prot, flags,
			 (uint64_t)FD << OP_FD_SHIFT | pages(from) } }),
		page(at));
}

/* A page each: m mapped, w writable, a private copy, z zeros, . nothing. */
static const char *mapped_drawn(struct rig *r, uint64_t at, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		pte_t e = rig_pte(r, page(at + i));
		pfn_t pfn = e ? vm_normal_page(&r->m, e) : PFN_NONE;

		r->drawn[i] = !e	       ? '.' :
			      pfn == PFN_NONE  ? 'z' :
			      frame_kind(frame_at(&r->m, pfn)) == KIND_ANON ?
						 'a' :
			      e & PTE_RW       ? 'w' : 'm';
	}
	r->drawn[nr] = '\0';
	return r->drawn;
}

#define assert_mapped(r, at, picture)                                          \
	assert_string_equal(mapped_drawn(r, at, strlen(picture)), picture)

/* The file's first pages are in memory, or none of it is. */
static void warm_open(struct rig *r)
{
	files_open_ram(r, 32);
	file_open_as(r, DATA, 0, FD);
	assert_int_equal(file_read(r, FD, pages(256)), pages(256));
}

static void cold_open(struct rig *r)
{
	files_open_ram(r, 32);
	file_open_as(r, DATA, 0, FD);
}

/* With its first 64 pages mapped. Return: the faults so far. */
static struct faults warm_map(struct rig *r, unsigned prot, unsigned flags)
{
	warm_open(r);
	map_file(r, 0, 0, 64, prot, flags);
	return faults_of(r);
}

static struct faults cold_map(struct rig *r)
{
	cold_open(r);
	map_file(r, 0, 0, 64, RO, SHARED);
	return faults_of(r);
}

/* One fault on a page, and what is mapped and dirty after it. */
struct touch {
	uint64_t    page;
	unsigned    mode;
	uint64_t    seen_at;
	const char *seen;
	uint64_t    nr_dirty;
};

/* A file in memory, so many pages of it at a place; then fault by fault. */
static void fault_by_fault(uint64_t at, uint64_t nr_pages, unsigned prot,
			   unsigned flags, const struct touch *t, size_t nr)
{
	struct rig r;

	warm_open(&r);
	map_file(&r, at, 0, nr_pages, prot, flags);
	for (const struct touch *end = t + nr; t < end; t++) {
		assert_int_equal(rig_touch(&r, page(t->page), 1, t->mode), 1);
		assert_mapped(&r, t->seen_at, t->seen);
		assert_int_equal(file_stat(&r, NR_FILE_DIRTY), t->nr_dirty);
	}
	rig_close(&r);
}

#define NR(table) (sizeof(table) / sizeof((table)[0]))

/* A fault each; what it mapped is to be seen. */
static void vv5_8(void **state)
{
	struct faults f;
	struct rig r;

	(void)state;
	f = warm_map(&r, RO, SHARED);
	rig_access(&r, page(20), MODE_READ);
	assert_faults(&r, f, 1, 0);
	assert_mapped(&r, 0, "................mmmmmmmmmmmmmmmm................");
	assert_int_equal(rig_event(&r, EV_filemap_map_pages, 0)->arg[2], 16);
	assert_int_equal(rig_touch(&r, page(16), 16, MODE_READ), 0);
	assert_int_equal(rig_touch(&r, page(15), 1, MODE_READ), 1);
	assert_mapped(&r, 0, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm................");
	assert_int_equal(rig_own(&r, "status.RssFile"), 32 * 4 + 4);
	rig_close(&r);
	passed("VV5.8");
}

static void vv5_9(void **state)
{
	struct rig r;

	(void)state;
	warm_map(&r, RO, SHARED);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_READ), 4);
	map_file(&r, 101, 0, 64, RO, SHARED);
	assert_int_equal(rig_touch(&r, page(101), 64, MODE_READ), 5);
	rig_close(&r);
	passed("VV5.9");
}

/* From the area's start the window still spans 16 pages. */
static void vv5_10(void **state)
{
	static const struct touch touches[] = {
		{ 5 + 2, MODE_READ, 5, "mmmmmmmmmmmmmmmm........................", 0 },
		{ 5 + 16, MODE_READ, 5, "mmmmmmmmmmmmmmmmmmmmmmmmmmm.............", 0 },
	};

	(void)state;
	fault_by_fault(5, 40, RO, SHARED, touches, NR(touches));
	passed("VV5.10");
}

static void vv5_11(void **state)
{
	static const struct touch touches[] = {
		{ 37, MODE_READ, 0, "................................mmmmmmmm........", 0 },
	};

	(void)state;
	fault_by_fault(0, 40, RO, SHARED, touches, NR(touches));
	passed("VV5.11");
}

static void vv5_12(void **state)
{
	static const struct touch touches[] = {
		{ 510, MODE_READ, 510, "mm..................", 0 },
		{ 512, MODE_READ, 510, "mmmmmmmmmmmmmmmmmm..", 0 },
	};

	(void)state;
	fault_by_fault(510, 40, RO, SHARED, touches, NR(touches));
	passed("VV5.12");
}

static void vv5_13(void **state)
{
	static const struct touch touches[] = {
		{ 20, MODE_WRITE, 16, "....a...........", 0 },
		{ 21, MODE_READ, 16, "mmmmammmmmmmmmmm", 0 },
		{ 21, MODE_WRITE, 16, "mmmmaammmmmmmmmm", 0 },
	};

	(void)state;
	fault_by_fault(0, 64, RW, PRIVATE, touches, NR(touches));
	passed("VV5.13");
}

static void vv5_14(void **state)
{
	static const struct touch touches[] = {
		{ 20, MODE_WRITE, 16, "....w...........", 1 },
		{ 21, MODE_READ, 16, "mmmmwmmmmmmmmmmm", 1 },
		{ 21, MODE_WRITE, 16, "mmmmwwmmmmmmmmmm", 2 },
	};

	(void)state;
	fault_by_fault(0, 64, RW, SHARED, touches, NR(touches));
	passed("VV5.14");
}

static int64_t msync_all(struct rig *r)
{
	int64_t before = rig_own(r, "stat.minflt");

	assert_int_equal(rig_op(r, (struct op){ .verb = OP_msync,
						.task = r->task,
						.arg = { page(0), pages(64) } }),
			 0);
	return rig_own(r, "stat.minflt") - before;
}

/* After it was written out, the next write has to be seen again. */
static void vv5_15(void **state)
{
	struct rig r;

	(void)state;
	warm_map(&r, RW, SHARED);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 64);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 0);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 64);
	assert_int_equal(msync_all(&r), 0);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 0);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_READ), 0);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 64);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 64);
	rig_close(&r);
	passed("VV5.15");
}

static void vv5_16(void **state)
{
	int64_t file, anon;
	struct rig r;

	(void)state;
	warm_map(&r, RW, PRIVATE);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_READ), 4);
	file = rig_own(&r, "status.RssFile");
	anon = rig_own(&r, "status.RssAnon");
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 64);
	assert_int_equal(rig_own(&r, "status.RssFile") - file, -256);
	assert_int_equal(rig_own(&r, "status.RssAnon") - anon, 256);
	rig_close(&r);
	passed("VV5.16");
}

static void vv5_17(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 32);
	rig_mmap(&r, page(0), pages(64), RW, SHARED | MAP_ANONYMOUS_);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_READ), 64);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 0);
	assert_int_equal(rig_own(&r, "status.RssShmem"), 256);
	rig_close(&r);
	passed("VV5.17");
}

static void vv5_18(void **state)
{
	struct faults f;
	struct rig r;

	(void)state;
	f = cold_map(&r);
	rig_access(&r, page(40), MODE_READ);
	assert_faults(&r, f, 0, 1);
	assert_file(&r, DATA, 20, "....ccccccccccccccccccccccccMccccccc....");
	assert_mapped(&r, 24, "........mmmmmmmmmmmmmmmm........");
	rig_close(&r);
	passed("VV5.18");
}

static void vv5_19(void **state)
{
	struct rig r;

	(void)state;
	cold_map(&r);
	for (uint64_t i = 0; i < 64; i++) {
		struct faults f = faults_of(&r);
		bool maj = i == 0 || i == 24 || i == 32;
		bool min = i == 16 || i == 48;

		rig_access(&r, page(i), MODE_READ);
		assert_faults(&r, f, min, maj);
	}
	rig_close(&r);
	passed("VV5.19");
}

static void vv5_20(void **state)
{
	struct faults f;
	struct rig r;

	(void)state;
	f = cold_map(&r);
	rig_madvise(&r, page(0), pages(64), MADV_RANDOM_);
	rig_access(&r, page(40), MODE_READ);
	assert_faults(&r, f, 0, 1);
	rig_access(&r, page(41), MODE_READ);
	assert_faults(&r, f, 0, 2);
	assert_mapped(&r, 32, "........mm......");
	assert_int_equal(file_cached(&r, DATA), 2);
	rig_close(&r);
	passed("VV5.20");
}

static void vv5_21(void **state)
{
	struct faults f;
	struct rig r;

	(void)state;
	f = cold_map(&r);
	assert_int_equal(rig_madvise(&r, page(0), pages(64), MADV_WILLNEED_), 0);
	assert_int_equal(file_cached(&r, DATA), 64);
	assert_mapped(&r, 0, "................................");
	file_sleep(&r, 1000);
	rig_access(&r, page(40), MODE_READ);
	assert_faults(&r, f, 1, 0);
	rig_close(&r);
	passed("VV5.21");
}

static void vv5_22(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 32);
	rig_mmap(&r, page(0), pages(64), RW, SHARED | MAP_ANONYMOUS_);
	rig_touch(&r, page(0), 64, MODE_WRITE);
	rig_fork(&r);
	r.task = CHILD;
	assert_mapped(&r, 0, "................................");
	assert_int_equal(rig_touch(&r, page(20), 1, MODE_READ), 1);
	assert_mapped(&r, 0, "................wwwwwwwwwwwwwwww................");
	assert_int_equal(rig_touch(&r, page(40), 1, MODE_WRITE), 1);
	assert_mapped(&r, 32, "........w.......");
	rig_close(&r);
	passed("VV5.22");
}

/* The last page of a file is there as a whole, what follows is not. */
static void vv5_23(void **state)
{
	const struct file_spec file = { .name = "/short", .size_bytes = 4106,
					.kind = INODE_REGULAR };
	struct machine_spec spec;
	struct rig r;

	(void)state;
	machine_spec_init(&spec);
	machine_spec_ram(&spec, UINT64_C(16) * MIB);
	spec.nr_files = 1;
	spec.file = &file;
	rig_open(&r, &spec);
	rig_exec(&r, LAYOUT_EMPTY);
	file_open_as(&r, 1, 0, FD);
	map_file(&r, 0, 0, 4, RW, PRIVATE);
	assert_int_equal(rig_access(&r, page(0) + 4196, MODE_READ), 0);
	assert_int_equal(rig_access(&r, page(0) + 4196, MODE_WRITE), 0);
	assert_int_equal(rig_access(&r, page(2), MODE_READ), 7);
	assert_int_equal(rig_event(&r, EV_page_fault_user, 0)->arg[2],
			 FAULT_FILE);
	assert_int_equal(rig_access(&r, page(2), MODE_WRITE), 7);
	assert_mapped(&r, 0, "ma..");
	/* it grows: the page is there, and empty */
	rig_op(&r, (struct op){ .verb = OP_truncate,
				.arg = { 0, 1, pages(4) } });
	assert_int_equal(rig_access(&r, page(2), MODE_READ), 0);
	/* it shrinks: the mapped pages go, private copies too */
	rig_op(&r, (struct op){ .verb = OP_truncate, .arg = { 0, 1, 10 } });
	assert_mapped(&r, 0, "m...");
	assert_int_equal(rig_access(&r, page(1), MODE_READ), 7);
	rig_close(&r);
	passed("VV5.23");
}

/* A fault that waits for the disk is begun twice; one on a marker counts too. */
static void test_counters(void **state)
{
	int64_t faults, major;
	struct rig r;

	(void)state;
	cold_map(&r);
	faults = rig_value(&r, "vmstat.pgfault");
	major = rig_value(&r, "vmstat.pgmajfault");
	rig_access(&r, page(0), MODE_READ);
	assert_int_equal(rig_value(&r, "vmstat.pgfault") - faults, 2);
	assert_int_equal(rig_value(&r, "vmstat.pgmajfault") - major, 1);
	rig_access(&r, page(24), MODE_READ);
	assert_int_equal(rig_value(&r, "vmstat.pgfault") - faults, 4);
	assert_int_equal(rig_value(&r, "vmstat.pgmajfault") - major, 1);
	rig_close(&r);
}

/* mprotect() gives back the right to write where the page is dirty anyway. */
static void test_shared_protect(void **state)
{
	struct rig r;

	(void)state;
	warm_open(&r);
	map_file(&r, 0, 0, 16, RW, SHARED);
	rig_touch(&r, page(0), 2, MODE_WRITE);
	rig_touch(&r, page(4), 1, MODE_READ);
	assert_mapped(&r, 0, "wwmmmmmmmmmmmmmm");
	rig_mprotect(&r, page(0), pages(16), RO);
	assert_mapped(&r, 0, "mmmmmmmmmmmmmmmm");
	rig_mprotect(&r, page(0), pages(16), RW);
	assert_mapped(&r, 0, "wwmmmmmmmmmmmmmm");
	assert_int_equal(rig_touch(&r, page(0), 2, MODE_WRITE), 0);
	rig_close(&r);
}

/* What the entry knew, the page learns when it is unmapped. */
static void test_zap_tells_the_page(void **state)
{
	const struct frame *f;
	struct rig r;

	(void)state;
	files_open_ram(&r, 32);
	file_open_as(&r, MEMORY, 0, FD);
	file_pwrite(&r, FD, 1, pages(8) - 1);
	map_file(&r, 0, 0, 8, RW, SHARED);
	rig_access(&r, page(3), MODE_READ);
	rig_access(&r, page(3), MODE_WRITE);
	f = rig_frame(&r, page(3));
	assert_false(f->flags & (PG_DIRTY | PG_REFERENCED));
	rig_munmap(&r, page(0), pages(8));
	assert_true(f->flags & PG_DIRTY);
	assert_true(f->flags & PG_REFERENCED);
	rig_close(&r);
}

/* Two tasks, one page: it is mapped twice and counted once. */
static void test_counts(void **state)
{
	int64_t mapped;
	struct rig r;

	(void)state;
	warm_open(&r);
	map_file(&r, 0, 0, 16, RO, SHARED);
	mapped = rig_value(&r, "meminfo.Mapped");
	rig_access(&r, page(0), MODE_READ);
	assert_int_equal(rig_value(&r, "meminfo.Mapped") - mapped, 64);
	rig_fork(&r);
	r.task = CHILD;
	rig_access(&r, page(0), MODE_READ);
	assert_int_equal(rig_frame(&r, page(0))->mapcount, 2);
	assert_int_equal(rig_value(&r, "meminfo.Mapped") - mapped, 64);
	rig_exit(&r, 0);
	r.task = TASK;
	assert_int_equal(rig_frame(&r, page(0))->mapcount, 1);
	rig_munmap(&r, page(0), pages(16));
	assert_int_equal(rig_value(&r, "meminfo.Mapped"), mapped);
	rig_close(&r);
}

/* The call's own answers. */
static void test_mmap_errors(void **state)
{
	struct op op = { .verb = OP_mmap, .task = TASK };
	struct rig r;

	(void)state;
	cold_open(&r);
	memcpy(op.arg, (uint64_t[]){ page(0), pages(4), RO, SHARED,
				     (uint64_t)FD_B << OP_FD_SHIFT },
	       sizeof(op.arg));
	assert_int_equal(rig_op(&r, op), -EBADF);
	op.arg[4] = (uint64_t)FD << OP_FD_SHIFT | 100;
	assert_int_equal(rig_op(&r, op), -EINVAL);
	op.arg[4] = (uint64_t)FD << OP_FD_SHIFT | pages(3);
	assert_int_equal(rig_op(&r, op), page(0));
	assert_int_equal(vma_at(&r.m, vma_lookup(&r.m, rig_mm(&r), page(0)))->pgoff,
			 3);
	/* the area keeps the file when the descriptor is closed */
	file_close_fd(&r, FD);
	assert_int_equal(rig_access(&r, page(0), MODE_READ), 0);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv5_8),
		cmocka_unit_test(vv5_9),
		cmocka_unit_test(vv5_10),
		cmocka_unit_test(vv5_11),
		cmocka_unit_test(vv5_12),
		cmocka_unit_test(vv5_13),
		cmocka_unit_test(vv5_14),
		cmocka_unit_test(vv5_15),
		cmocka_unit_test(vv5_16),
		cmocka_unit_test(vv5_17),
		cmocka_unit_test(vv5_18),
		cmocka_unit_test(vv5_19),
		cmocka_unit_test(vv5_20),
		cmocka_unit_test(vv5_21),
		cmocka_unit_test(vv5_22),
		cmocka_unit_test(vv5_23),
		cmocka_unit_test(test_counters),
		cmocka_unit_test(test_shared_protect),
		cmocka_unit_test(test_zap_tells_the_page),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_mmap_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
