/* fork, copy on write, exit: who owns a page, who pays for it */
#include "file_fixture.h"

#include "mm/fault.h"

static void demo_open(struct rig *r)
{
	rig_open_ram(r, 16);
	assert_int_equal(rig_exec(r, LAYOUT_STATIC), 100);
}

/* What nobody uses: MemFree, and what waits on per-CPU lists. */
static int64_t free_kb(const struct rig *r)
{
	int64_t kb = rig_value(r, "meminfo.MemFree");

	for (unsigned i = 0; i < r->m.s->nr_zones; i++)
		kb += (int64_t)r->m.s->zone[i].nr_pcp * 4;
	return kb;
}

/* 128 pages that the parent wrote, and a child. */
static void forked(struct rig *r)
{
	demo_open(r);
	rig_mmap(r, page(0), pages(128), RW, FIXED);
	assert_int_equal(rig_touch(r, page(0), 128, MODE_WRITE), 128);
	assert_int_equal(rig_fork(r), 101);
}

static void vv6_2(void **state)
{
	int64_t reused;
	pfn_t was[128];
	struct rig r;

	(void)state;
	forked(&r);
	for (uint64_t i = 0; i < 128; i++)
		was[i] = pte_pfn(rig_pte(&r, page(i)));
	/* VV6.1, the part without files: reads are free, 64 writes copy */
	r.task = CHILD;
	assert_int_equal(rig_touch(&r, page(0), 128, MODE_READ), 0);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 64);
	for (uint64_t i = 0; i < 128; i++) {
		const struct frame *f = rig_frame(&r, page(i));

		assert_int_equal(f->mapcount, i < 64 ? 1 : 2);
		assert_int_equal((f->flags & PG_ANON_EXCLUSIVE) != 0, i < 64);
		assert_int_equal(pte_pfn(rig_pte(&r, page(i))) == was[i], i >= 64);
	}

	r.task = TASK;
	reused = rig_value(&r, "vmstat.pgreuse");
	assert_int_equal(rig_frame(&r, page(0))->mapcount, 1);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 64);
	assert_int_equal(rig_value(&r, "vmstat.pgreuse") - reused, 64);
	assert_int_equal(rig_touch(&r, page(64), 64, MODE_WRITE), 64);
	assert_int_equal(rig_value(&r, "vmstat.pgreuse") - reused, 64);
	for (uint64_t i = 0; i < 128; i++)
		assert_int_equal(pte_pfn(rig_pte(&r, page(i))) == was[i], i < 64);
	rig_close(&r);
	passed("VV6.2");
}

static void vv6_3(void **state)
{
	int64_t reused;
	struct rig r;

	(void)state;
	forked(&r);
	r.task = CHILD;
	rig_exit(&r, 0);
	r.task = TASK;
	reused = rig_value(&r, "vmstat.pgreuse");
	assert_int_equal(rig_touch(&r, page(0), 128, MODE_READ), 0);
	assert_int_equal(rig_touch(&r, page(0), 128, MODE_WRITE), 128);
	assert_int_equal(rig_value(&r, "vmstat.pgreuse") - reused, 128);
	rig_close(&r);
	passed("VV6.3");
}

static void vv6_5(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(4), RW, FIXED);
	rig_touch(&r, page(0), 4, MODE_WRITE);
	rig_madvise(&r, page(0), pages(1), MADV_WIPEONFORK_);
	rig_madvise(&r, page(3), pages(1), MADV_DONTFORK_);
	rig_fork(&r);
	r.task = CHILD;
	/* zeros: nothing was copied, the page of zeros is read */
	assert_int_equal(rig_pte(&r, page(0)), 0);
	assert_int_equal(rig_access(&r, page(0), MODE_READ), 0);
	assert_int_equal(pte_pfn(rig_pte(&r, page(0))), r.m.s->zero_pfn);
	assert_int_equal(rig_access(&r, page(3), MODE_READ), 11);
	assert_areas(&r, page(0), "w|ww.");
	rig_close(&r);
	passed("VV6.5");
}

static void vv6_6(void **state)
{
	const uint64_t big = UINT64_C(256) * MIB;
	int64_t before;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 512);
	rig_exec(&r, LAYOUT_STATIC);
	/* its other private writable areas: 2432 kB */
	before = rig_value(&r, "meminfo.Committed_AS");
	rig_mmap(&r, 0, (uint64_t)(2432 - before) * 1024, RW, ANON);
	rig_mmap(&r, BASE, big, RW, FIXED);
	before = rig_value(&r, "meminfo.Committed_AS");
	assert_int_equal(before, 262144 + 2432);
	assert_int_equal(rig_fork(&r), 101);
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS") - before, 264576);
	r.task = CHILD;
	rig_exit(&r, 0);
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS") - before, 0);
	rig_close(&r);
	passed("VV6.6");
}

static void vv6_10(void **state)
{
	struct text t = { 0 };
	struct diag why;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_fork(&r);
	r.task = CHILD;
	rig_exit(&r, 7);
	assert_true(procfs_print(&r.m, "child/status", &t, &why));
	assert_non_null(strstr(text_str(&t), "\nState:\tZ (zombie)\n"));
	assert_null(strstr(text_str(&t), "\nVm"));
	text_reset(&t);
	assert_true(procfs_print(&r.m, "child/statm", &t, &why));
	assert_string_equal(text_str(&t), "0 0 0 0 0 0 0\n");
	assert_int_equal(rig_own(&r, "stat.exit_code"), 1792);
	assert_int_equal(7 << 8, 1792);
	text_reset(&t);
	assert_true(procfs_print(&r.m, "child/maps", &t, &why));
	assert_string_equal(text_str(&t), "");
	text_free(&t);
	rig_close(&r);
	passed("VV6.10");
}

/* The whole GiB comes back; of a file it would stay (VV6.11, with VV7.1). */
static void test_gigabyte(void **state)
{
	const uint64_t size = UINT64_C(1024) * MIB;
	int64_t free, free_before_fork;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 1536);
	r.log.mask = EVENT_NONE;
	rig_exec(&r, LAYOUT_STATIC);
	free = free_kb(&r);
	rig_mmap(&r, BASE, size, RW, FIXED | MAP_POPULATE_);
	assert_int_equal(rig_own(&r, "status.RssAnon") >= 1024 * 1024, 1);
	assert_true(free - free_kb(&r) >= 1024 * 1024);
	rig_munmap(&r, BASE, size);
	assert_int_equal(free_kb(&r), free);

	free_before_fork = free_kb(&r);
	rig_fork(&r);
	r.task = CHILD;
	rig_mmap(&r, BASE, size, RW, FIXED | MAP_POPULATE_);
	assert_true(free - free_kb(&r) >= 1024 * 1024);
	rig_exit(&r, 0);
	r.task = TASK;
	rig_wait(&r, CHILD);
	assert_int_equal(free_kb(&r), free_before_fork);
	rig_close(&r);
}

static void map_fd(struct rig *r, uint64_t at, uint64_t nr, unsigned prot,
		   unsigned flags)
{
	assert_int_equal(rig_op(r, (struct op){
		.verb = OP_mmap, .task = r->task,
		.arg = { page(at), pages(nr), prot, flags | MAP_FIXED_,
			 (uint64_t)FD << OP_FD_SHIFT } }), page(at));
}

/* Only what is private has to be copied; the rest is found again. */
static void vv6_1(void **state)
{
	int64_t anon;
	struct rig r;

	(void)state;
	files_open_ram(&r, 64);
	file_open_as(&r, DATA, 0, FD);
	file_read(&r, FD, pages(256));
	rig_mmap(&r, page(0), pages(144), RW, FIXED);
	rig_touch(&r, page(0), 128, MODE_WRITE);
	rig_touch(&r, page(128), 16, MODE_READ);
	map_fd(&r, 512, 64, RO, MAP_SHARED_);
	rig_touch(&r, page(512), 64, MODE_READ);
	rig_mmap(&r, page(1024), pages(64), RW,
		 MAP_SHARED_ | MAP_ANONYMOUS_ | MAP_FIXED_);
	rig_touch(&r, page(1024), 64, MODE_WRITE);
	anon = rig_own(&r, "status.RssAnon");
	assert_true(rig_own(&r, "status.RssFile") >= 256);
	assert_int_equal(rig_own(&r, "status.RssShmem"), 256);
	rig_fork(&r);

	r.task = CHILD;
	assert_int_equal(rig_own(&r, "status.RssAnon"), anon);
	assert_int_equal(rig_own(&r, "status.RssFile"), 0);
	assert_int_equal(rig_own(&r, "status.RssShmem"), 0);
	assert_int_equal(rig_touch(&r, page(0), 128, MODE_READ), 0);
	assert_int_equal(rig_touch(&r, page(512), 64, MODE_READ), 4);
	assert_int_equal(rig_touch(&r, page(1024), 64, MODE_READ), 4);
	assert_int_equal(rig_touch(&r, page(1024), 64, MODE_WRITE), 0);
	assert_int_equal(rig_touch(&r, page(128), 16, MODE_READ), 0);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 64);
	for (uint64_t i = 0; i < 128; i++) {
		const struct frame *f = rig_frame(&r, page(i));

		assert_int_equal(f->mapcount, i < 64 ? 1 : 2);
		assert_int_equal((f->flags & PG_ANON_EXCLUSIVE) != 0, i < 64);
	}
	rig_close(&r);
	passed("VV6.1");
}

static int64_t rig_vfork(struct rig *r)
{
	struct op op = { .verb = OP_vfork, .task = r->task, .arg = { 0, CHILD } };

	op_name(&op, "child");
	return rig_op(r, op);
}

/* The child borrows: nothing is copied, nothing protected. */
static void vv6_4(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(128), RW, FIXED);
	rig_touch(&r, page(0), 128, MODE_WRITE);
	assert_int_equal(rig_vfork(&r), 101);
	/* the parent sleeps, the child has its memory */
	assert_int_equal(rig_op(&r, (struct op){ .verb = OP_access,
						 .task = TASK,
						 .arg = { page(0) } }), -11);
	r.task = CHILD;
	assert_int_equal(rig_touch(&r, page(0), 1, MODE_WRITE), 0);
	rig_exit(&r, 0);
	r.task = TASK;
	assert_int_equal(rig_touch(&r, page(0), 128, MODE_WRITE), 0);
	assert_int_equal(rig_wait(&r, CHILD), 101);
	rig_close(&r);
	passed("VV6.4");
}

static void vv6_7(void **state)
{
	const uint64_t size = UINT64_C(512) * MIB;
	int64_t at;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 1024);
	r.log.mask = EVENT_NONE;
	rig_exec(&r, LAYOUT_PIE);
	assert_int_equal(rig_own(&r, "status.VmPTE"), 32);
	at = rig_mmap(&r, 0, size, RW, ANON | MAP_POPULATE_);
	assert_true(at > 0);
	assert_int_equal(rig_own(&r, "status.VmPTE"), 1056);
	rig_fork(&r);
	r.task = CHILD;
	assert_int_equal(rig_own(&r, "status.VmPTE"), 1056);
	rig_close(&r);
	passed_without("VV6.7", "THP");
}

/* What a loader does to bring in a library, call by call. */
static void vv6_8(void **state)
{
	vaddr_t libc, small;
	struct rig r;

	(void)state;
	files_open_ram(&r, 64);
	file_open_as(&r, DATA, 0, FD);
	/* the data of the program and of its loader, as execve() left them */
	map_fd(&r, 0, 2, RW, MAP_PRIVATE_);
	map_fd(&r, 16, 4, RW, MAP_PRIVATE_);
	assert_int_equal(rig_brk(&r, 0), mm_at(&r.m, rig_mm(&r))->start_brk);
	small = (vaddr_t)rig_mmap(&r, 0, 8192, RW, ANON);
	libc = (vaddr_t)rig_op(&r, (struct op){
		.verb = OP_mmap, .task = TASK,
		.arg = { 0, 1974096, RO, MAP_PRIVATE_,
			 (uint64_t)FD << OP_FD_SHIFT } });
	assert_int_equal(small - libc, pages(482));
	for (unsigned i = 0; i < 3; i++) {
		static const struct {
			uint64_t at, bytes;
			unsigned prot;
		} part[] = { { 0x26000, 1400832, RX },
			     { 0x17c000, 339968, RO },
			     { 0x1cf000, 24576, RW } };

		assert_int_equal(rig_op(&r, (struct op){
			.verb = OP_mmap, .task = TASK,
			.arg = { libc + part[i].at, part[i].bytes,
				 part[i].prot, MAP_PRIVATE_ | MAP_FIXED_,
				 (uint64_t)FD << OP_FD_SHIFT | part[i].at } }),
				 libc + part[i].at);
	}
	rig_mmap(&r, libc + 0x1d5000, 53072, RW, FIXED);
	assert_int_equal((vaddr_t)rig_mmap(&r, 0, 12288, RW, ANON),
			 libc - 12288);
	/* what nobody writes to once it is relocated */
	rig_mprotect(&r, libc + 0x1cf000, 16384, RO);
	rig_mprotect(&r, page(0), 4096, RO);
	rig_mprotect(&r, page(16), 8192, RO);
	assert_areas(&r, page(0), "r|w.");
	assert_areas(&r, page(16), "rr|ww.");
	assert_areas(&r, libc + 0x1ce000, "<r|rrrr|ww|wwwwwwwwwwwwwww|r>");
	assert_areas(&r, libc - 0x3000, "www|r>");
	rig_close(&r);
	passed("VV6.8");
}

/* Segment by segment: rights, offsets, what is dirtied. */
static void vv6_8b(void **state)
{
	static const struct {
		vaddr_t start, end;
		uint64_t offset;
		const char *rights;
	} part[] = {
		{ 0x400000, 0x401000, 0x0, "r--p" },
		{ 0x401000, 0x479000, 0x1000, "r-xp" },
		{ 0x479000, 0x4a1000, 0x79000, "r--p" },
		{ 0x4a1000, 0x4a5000, 0xa0000, "r--p" },
		{ 0x4a5000, 0x4a8000, 0xa4000, "rw-p" },
	};
	struct rig r;

	(void)state;
	demo_open(&r);
	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++) {
		const struct vma *v =
			vma_at(&r.m, vma_lookup(&r.m, rig_mm(&r), part[i].start));
		char rights[5];

		vma_flags_letters(v->flags, rights);
		assert_int_equal(v->start, part[i].start);
		assert_int_equal(v->end, part[i].end);
		assert_int_equal(v->pgoff << PAGE_SHIFT, part[i].offset);
		assert_string_equal(rights, part[i].rights);
		assert_true(v->file != 0);
	}
	/* the rest of the last page is zeroed: one private page */
	assert_int_equal(frame_kind(rig_frame(&r, 0x4a7000)), KIND_ANON);
	assert_int_equal(rig_pte(&r, 0x4a6000), 0);
	assert_int_equal(mm_at(&r.m, rig_mm(&r))->start_brk, 0x5b2000);
	/* the text is the file's own page */
	assert_int_equal(frame_kind(rig_frame(&r, 0x401000)), KIND_FILE);
	rig_close(&r);
	passed("VV6.8b");
}

/* 482 pages are mapped of the library; the last 13 are none of the file's. */
static void vv6_9(void **state)
{
	const vaddr_t libc = 0x7ffff7de0000, end = 0x7ffff7fc2000;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 32);
	rig_exec(&r, LAYOUT_PIE);
	assert_int_equal(end - libc, pages(482));
	assert_int_equal(page_align(1974096), pages(482));
	for (vaddr_t at = libc; at < end; at += PAGE_SIZE) {
		handle_t h = vma_lookup(&r.m, rig_mm(&r), at);

		assert_int_equal(vma_at(&r.m, h)->file != 0,
				 at < end - pages(13));
	}
	rig_close(&r);
	passed("VV6.9");
}

/* A second start finds the program's pages in memory. */
static void test_exec_again(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	assert_true(rig_own(&r, "stat.majflt") > 0);
	assert_true(rig_own(&r, "status.RssFile") > 4);
	rig_exit(&r, 0);
	assert_true(rig_value(&r, "meminfo.Cached") > 0);
	assert_int_equal(rig_value(&r, "meminfo.Mapped"), 0);
	assert_true(rig_exec(&r, LAYOUT_STATIC) > 0);
	assert_int_equal(rig_own(&r, "stat.majflt"), 0);
	rig_close(&r);
}

/* Parent and child read on from one place; what one closes the other keeps. */
static void test_descriptors(void **state)
{
	handle_t file;
	struct rig r;

	(void)state;
	files_open_ram(&r, 32);
	file_open_as(&r, DATA, 0, FD);
	file_read(&r, FD, 1000);
	rig_fork(&r);
	r.task = CHILD;
	file = fd_file(&r.m, rig_task(&r), FD);
	assert_true(file != 0);
	assert_int_equal(file_at(&r.m, file)->nr_refs, 2);
	file_read(&r, FD, 500);
	assert_int_equal(file_at(&r.m, file)->pos_bytes, 1500);
	rig_exit(&r, 0);
	assert_int_equal(task_at(&r.m, rig_task(&r))->fds, 0);
	assert_int_equal(file_at(&r.m, file)->nr_refs, 1);
	r.task = TASK;
	rig_exit(&r, 0);
	assert_int_equal(r.m.s->pool_fd.nr_used, 0);
	rig_close(&r);
}

/* A signal ends a task; a memfd that nobody has any more goes with it. */
static void test_kill(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 32);
	rig_op(&r, (struct op){ .verb = OP_memfd_create, .task = TASK,
				.out = FD, .arg = { 0, pages(64) } });
	map_fd(&r, 0, 64, RW, MAP_SHARED_);
	rig_touch(&r, page(0), 64, MODE_WRITE);
	assert_int_equal(rig_op(&r, (struct op){ .verb = OP_kill, .task = TASK,
						 .arg = { 0, 15 } }), 0);
	assert_int_equal(task_at(&r.m, rig_task(&r))->exit_code, 15);
	assert_int_equal(task_at(&r.m, rig_task(&r))->state, TASK_ZOMBIE);
	assert_int_equal(rig_value(&r, "meminfo.Shmem"), 0);
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS"), 0);
	rig_close(&r);
}

/* VR6.3: on both sides the right to write goes, and nothing else. */
static void test_fork_protects_both(void **state)
{
	pte_t before, parent, child;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(2), RW, FIXED);
	rig_access(&r, page(0), MODE_WRITE);
	rig_access(&r, page(1), MODE_READ);
	before = rig_pte(&r, page(0));
	rig_fork(&r);
	parent = rig_pte(&r, page(0));
	assert_int_equal(parent, before & ~PTE_RW);
	r.task = CHILD;
	child = rig_pte(&r, page(0));
	assert_int_equal(child, before & ~(PTE_RW | PTE_ACCESSED));
	assert_int_equal(pte_pfn(rig_pte(&r, page(1))), r.m.s->zero_pfn);
	assert_int_equal(rig_frame(&r, page(0))->refcount, 2);
	assert_int_equal(rig_own(&r, "status.VmPTE"), 28 + 12);
	rig_close(&r);
}

/* Everything comes back but what a zombie keeps, and that with wait. */
static void test_exit_gives_all_back(void **state)
{
	int64_t free;
	struct rig r;

	(void)state;
	demo_open(&r);
	free = free_kb(&r);
	rig_mmap(&r, page(0), pages(300), RW, FIXED | MAP_POPULATE_);
	rig_fork(&r);
	r.task = CHILD;
	rig_touch(&r, page(0), 100, MODE_WRITE);
	rig_exit(&r, 3);
	assert_int_equal(rig_value(&r, "meminfo.KernelStack"), 32);
	assert_int_equal(rig_op(&r, (struct op){ .verb = OP_mmap, .task = CHILD,
						 .arg = { 0, 4096, RW, ANON } }),
			 -3);
	r.task = TASK;
	rig_munmap(&r, page(0), pages(300));
	assert_int_equal(free_kb(&r), free - 16);
	assert_int_equal(rig_wait(&r, CHILD), 101);
	assert_int_equal(free_kb(&r), free);
	assert_int_equal(rig_wait(&r, CHILD), -10);
	rig_exit(&r, 0);
	assert_int_equal(rig_value(&r, "meminfo.AnonPages"), 0);
	assert_int_equal(rig_value(&r, "meminfo.PageTables"), 0);
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS"), 0);
	/* nobody is left to wait for it but the kernel */
	assert_int_equal(rig_op(&r, (struct op){ .verb = OP_wait, .task = TASK,
						 .arg = { 0, TASK } }), -3);
	rig_close(&r);
}

static void test_wait_too_early(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	assert_int_equal(rig_wait(&r, CHILD), -10);
	rig_fork(&r);
	assert_int_equal(rig_wait(&r, CHILD), -11);
	rig_close(&r);
}

/* Grandchildren: the anon_vmas form a chain, each copy is paid once. */
static void test_generations(void **state)
{
	struct rig r;
	int64_t anon;

	(void)state;
	demo_open(&r);
	anon = rig_value(&r, "meminfo.AnonPages");
	rig_mmap(&r, page(0), pages(8), RW, FIXED);
	rig_touch(&r, page(0), 8, MODE_WRITE);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(rig_fork(&r), 101 + i);
		r.task = CHILD;
		assert_int_equal(rig_touch(&r, page(0), 4, MODE_WRITE), 4);
	}
	/* the frames: 8 of the parent, 4 copies in each generation */
	assert_int_equal(rig_value(&r, "meminfo.AnonPages") - anon,
			 (8 + 5 * 4) * 4);
	r.task = TASK;
	assert_int_equal(rig_touch(&r, page(0), 8, MODE_WRITE), 8);
	/* pages 0..3: nobody else has them any more; 4..7: all five still do */
	assert_int_equal(rig_value(&r, "meminfo.AnonPages") - anon,
			 (8 + 5 * 4 + 4) * 4);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv6_1),
		cmocka_unit_test(vv6_2),
		cmocka_unit_test(vv6_3),
		cmocka_unit_test(vv6_4),
		cmocka_unit_test(vv6_5),
		cmocka_unit_test(vv6_6),
		cmocka_unit_test(vv6_10),
		cmocka_unit_test(vv6_7),
		cmocka_unit_test(vv6_8),
		cmocka_unit_test(vv6_8b),
		cmocka_unit_test(vv6_9),
		cmocka_unit_test(test_gigabyte),
		cmocka_unit_test(test_exec_again),
		cmocka_unit_test(test_descriptors),
		cmocka_unit_test(test_kill),
		cmocka_unit_test(test_fork_protects_both),
		cmocka_unit_test(test_exit_gives_all_back),
		cmocka_unit_test(test_wait_too_early),
		cmocka_unit_test(test_generations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
