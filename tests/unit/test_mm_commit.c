/* What is promised: the three modes, who is charged, what is kept back */
#include "file_fixture.h"

#include "mm/commit.h"

enum { FOUR_KB_PAGES = 4 };

/* A machine with so much RAM to manage and so much swap, in kB. */
static void machine_open(struct rig *r, uint64_t ram_kb, uint64_t swap_kb)
{
	const uint64_t kernel = 1024;
	struct machine_spec spec;
	struct zone_spec *z;

	machine_spec_init(&spec);
	z = add_zone(&spec, ZONE_DMA32, 0, ram_kb / FOUR_KB_PAGES + kernel);
	z->managed = ram_kb / FOUR_KB_PAGES;
	if (swap_kb) {
		spec.nr_swaps = 1;
		spec.swap[0] = (struct swap_spec){
			.name = "/dev/vda", .prio = -1, .on = 1,
			.pages = swap_kb / FOUR_KB_PAGES + 1,
		};
	}
	rig_open(r, &spec);
	r->log.mask = EVENT_NONE;
	assert_int_equal(rig_exec(r, LAYOUT_EMPTY), 100);
	assert_int_equal(rig_value(r, "meminfo.MemTotal"), (int64_t)ram_kb);
	assert_int_equal(rig_value(r, "meminfo.SwapTotal"), (int64_t)swap_kb);
}

static int64_t committed_kb(const struct rig *r)
{
	return rig_value(r, "meminfo.Committed_AS");
}

static bool fits(struct rig *r, uint64_t kb, unsigned prot, unsigned flags)
{
	int64_t ret = rig_mmap(r, BASE, kb * 1024, prot, FIXED | flags);

	if (ret < 0)
		return false;
	assert_int_equal(rig_munmap(r, BASE, kb * 1024), 0);
	return true;
}

/* The largest single mapping is that; one page more is refused. */
static void assert_largest(struct rig *r, uint64_t kb, unsigned flags)
{
	assert_true(fits(r, kb, RW, flags));
	assert_false(fits(r, kb + 4, RW, flags));
}

/* How many mappings of that size one after the other; 64 are enough. */
static unsigned nr_fitting(struct rig *r, uint64_t kb)
{
	const uint64_t apart = UINT64_C(1) << 32;
	unsigned nr = 0;

	while (nr < 64 && rig_mmap(r, BASE + nr * apart, kb * 1024, RW, FIXED) >= 0)
		nr++;
	for (unsigned i = 0; i < nr; i++)
		rig_munmap(r, BASE + i * apart, kb * 1024);
	return nr;
}

/* Mode 0 looks at one request; the sum does not matter. */
static void vv8_1(void **state)
{
	const uint64_t ram = 2012344;
	struct rig r;

	(void)state;
	machine_open(&r, ram, 0);
	assert_largest(&r, ram, 0);
	assert_true(fits(&r, UINT64_C(1) << 36, RW, MAP_NORESERVE_));
	assert_true(fits(&r, UINT64_C(1) << 36, RO, 0));
	assert_false(fits(&r, UINT64_C(1) << 37, RO, 0));
	assert_int_equal(nr_fitting(&r, ram / 2 & ~UINT64_C(3)), 64);
	rig_close(&r);
	passed("VV8.1");
}

/* The task is that large, and that much is promised, itself counted in. */
static void fill_up(struct rig *r, uint64_t size_pages, int64_t kb)
{
	uint64_t own = (uint64_t)rig_own(r, "status.VmSize") / 4;
	int64_t more;

	rig_mmap(r, BASE - pages(size_pages), pages(size_pages - own), RO,
		 FIXED);
	r->task = CHILD;
	rig_exec(r, LAYOUT_EMPTY);
	more = kb - committed_kb(r);
	rig_mmap(r, BASE, (uint64_t)more * 1024, RW, FIXED);
	r->task = TASK;
	assert_int_equal(committed_kb(r), kb);
}

static void vv8_2(void **state)
{
	const uint64_t ram = 2014364, swap = 2097148;
	struct rig r;

	(void)state;
	machine_open(&r, ram, swap);
	assert_int_equal(rig_value(&r, "meminfo.CommitLimit"), 3104328);
	assert_largest(&r, 4111512, 0);
	fill_up(&r, 825, 8104);
	rig_sysctl(&r, SYSCTL_overcommit_memory, 2);
	assert_largest(&r, 3096120, 0);
	assert_largest(&r, 3096120, MAP_NORESERVE_);
	assert_true(fits(&r, UINT64_C(1) << 36, RO, 0));
	assert_int_equal(nr_fitting(&r, ram / 2 & ~UINT64_C(3)), 3);
	/* who is not root leaves root something */
	task_mut(&r.m, rig_task(&r))->uid = 1000;
	assert_largest(&r, 3096120 - (uint64_t)rig_value(&r,
			"sys/vm/admin_reserve_kbytes"), 0);
	assert_int_equal(rig_value(&r, "sys/vm/admin_reserve_kbytes"), 8192);
	rig_close(&r);
	passed("VV8.2");
}

static int64_t fork_with(struct rig *r, uint64_t mib)
{
	int64_t ret;

	if (rig_mmap(r, BASE, mib * MIB, RW, FIXED) < 0)
		return -1;
	ret = rig_fork(r);
	if (ret > 0) {
		r->task = CHILD;
		rig_exit(r, 0);
		r->task = TASK;
		rig_wait(r, CHILD);
	}
	rig_munmap(r, BASE, mib * MIB);
	return ret;
}

static void vv8_3(void **state)
{
	int64_t before;
	struct rig r;

	(void)state;
	machine_open(&r, 2014364, 2097148);
	before = committed_kb(&r);
	assert_true(fork_with(&r, 3900) > 0);
	assert_int_equal(fork_with(&r, 4100), -1);
	rig_sysctl(&r, SYSCTL_overcommit_memory, 2);
	assert_true(fork_with(&r, 1000) > 0);
	assert_int_equal(fork_with(&r, 1500), -ENOMEM);
	assert_int_equal(committed_kb(&r), before);
	rig_close(&r);
	passed("VV8.3");
}

/* What an operation adds to Committed_AS, in kB. */
#define assert_charge(r, kb, statement)                                        \
	do {                                                                   \
		int64_t was = committed_kb(r);                                 \
		statement;                                                     \
		assert_int_equal(committed_kb(r) - was, kb);                   \
	} while (0)

enum { SIZE = 256 * MIB, KB = SIZE / 1024, SOME = 16 * MIB };

static void touch(struct rig *r)
{
	for (uint64_t i = 0; i < SOME / PAGE_SIZE; i++)
		assert_int_equal(rig_access(r, page(i), MODE_WRITE), 0);
}

static void map_fd(struct rig *r, unsigned prot, unsigned flags)
{
	rig_op(r, (struct op){ .verb = OP_mmap, .task = r->task,
			       .arg = { BASE, SIZE, prot, flags | MAP_FIXED_,
					(uint64_t)FD << OP_FD_SHIFT } });
}

static void charge_private(struct rig *r)
{
	assert_charge(r, KB, rig_mmap(r, BASE, SIZE, RW, FIXED));
	assert_charge(r, -KB / 2, rig_munmap(r, BASE, SIZE / 2));
	assert_charge(r, -KB / 2, rig_munmap(r, BASE, SIZE));
	assert_charge(r, 0, rig_mmap(r, BASE, SIZE, RO, FIXED));
	assert_charge(r, KB, rig_mprotect(r, BASE, SIZE, RW));
	assert_charge(r, 0, rig_mprotect(r, BASE, SIZE, RO));
	assert_charge(r, -KB, rig_munmap(r, BASE, SIZE));
	assert_charge(r, 0, rig_mmap(r, BASE, SIZE, 0, FIXED));
	assert_charge(r, 0, rig_mmap(r, BASE, SIZE, RW, FIXED | MAP_NORESERVE_));
	assert_charge(r, 0, rig_munmap(r, BASE, SIZE));
}

static void charge_files(struct rig *r)
{
	file_open_as(r, DATA, 0, FD);
	assert_charge(r, KB, map_fd(r, RW, MAP_PRIVATE_));
	assert_charge(r, -KB, map_fd(r, RO, MAP_PRIVATE_));
	assert_charge(r, 0, map_fd(r, RW, MAP_SHARED_));
	file_close_fd(r, FD);
	file_open_as(r, MEMORY, 0, FD);
	rig_op(r, (struct op){ .verb = OP_truncate, .arg = { 0, MEMORY, SIZE } });
	assert_charge(r, 0, map_fd(r, RW, MAP_SHARED_));
	assert_charge(r, SOME / 1024, touch(r));
	rig_munmap(r, BASE, SIZE);
	file_close_fd(r, FD);
	assert_charge(r, -SOME / 1024,
		      rig_op(r, (struct op){ .verb = OP_unlink,
					     .arg = { 0, MEMORY } }));
}

static void charge_shared(struct rig *r)
{
	const unsigned shared = MAP_SHARED_ | MAP_ANONYMOUS_ | MAP_FIXED_;

	assert_charge(r, KB, rig_mmap(r, BASE, SIZE, RW, shared));
	assert_charge(r, 0, touch(r));
	assert_charge(r, -KB, rig_munmap(r, BASE, SIZE));
	assert_charge(r, 0, rig_mmap(r, BASE, SIZE, RW, shared | MAP_NORESERVE_));
	assert_charge(r, SOME / 1024, touch(r));
	assert_charge(r, -SOME / 1024, rig_munmap(r, BASE, SIZE));
	assert_charge(r, 0, rig_op(r, (struct op){
		.verb = OP_memfd_create, .task = r->task, .out = FD,
		.arg = { 0, SIZE } }));
	assert_charge(r, 0, map_fd(r, RW, MAP_SHARED_));
	assert_charge(r, SOME / 1024, touch(r));
	rig_munmap(r, BASE, SIZE);
	assert_charge(r, -SOME / 1024, file_close_fd(r, FD));
	assert_charge(r, KB, rig_op(r, (struct op){
		.verb = OP_shmget, .task = r->task, .out = FD_B,
		.arg = { 0, SIZE } }));
	assert_charge(r, -KB, file_call(r, OP_shmctl, FD_B, 0, 0, 0));
	assert_charge(r, 0, rig_op(r, (struct op){
		.verb = OP_shmget, .task = r->task, .out = FD_B,
		.arg = { 0, SIZE, SHM_NORESERVE_ } }));
	file_call(r, OP_shmctl, FD_B, 0, 0, 0);
}

static void charge_sizes(struct rig *r)
{
	assert_charge(r, KB, rig_brk(r, SIZE));
	assert_charge(r, -KB, rig_brk(r, -(int64_t)SIZE));
	rig_mmap(r, BASE, SIZE, RW, FIXED);
	assert_charge(r, KB, rig_mremap(r, BASE, SIZE, 2 * (uint64_t)SIZE, 0, 0));
	assert_charge(r, -KB, rig_mremap(r, BASE, 2 * (uint64_t)SIZE, SIZE, 0, 0));
	rig_munmap(r, BASE, SIZE);
	assert_charge(r, 1024, rig_mmap(r, BASE, MIB, RW,
					FIXED | MAP_GROWSDOWN_));
}

static void vv8_4(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 512);
	charge_private(&r);
	charge_files(&r);
	charge_shared(&r);
	charge_sizes(&r);
	rig_close(&r);
	passed("VV8.4");
}

/* The limit in kB instead of in percent. */
static void test_kbytes(void **state)
{
	struct rig r;

	(void)state;
	machine_open(&r, 2014364, 0);
	rig_sysctl(&r, SYSCTL_overcommit_kbytes, 100001);
	assert_int_equal(rig_value(&r, "meminfo.CommitLimit"), 100000);
	rig_sysctl(&r, SYSCTL_overcommit_kbytes, 0);
	rig_sysctl(&r, SYSCTL_overcommit_ratio, 150);
	assert_int_equal(rig_value(&r, "meminfo.CommitLimit"),
			 503591 * 150 / 100 * 4);
	rig_close(&r);
}

/* A refusal is told, with what decided; nothing is charged. */
static void test_event(void **state)
{
	const struct event *e;
	int64_t before;
	struct rig r;

	(void)state;
	machine_open(&r, 2014364, 0);
	r.log.mask = EVENT_ALL;
	before = committed_kb(&r);
	assert_int_equal(rig_mmap(&r, BASE, UINT64_C(1) << 40, RW, FIXED), -12);
	e = rig_event(&r, EV_vm_enough_memory, 0);
	assert_int_equal(e->arg[0], 1 << 28);
	assert_int_equal(e->arg[1], before / 4);
	assert_int_equal(e->arg[2], 503591);
	assert_int_equal(e->arg[3], 0);
	assert_int_equal(committed_kb(&r), before);
	/* fork asks again for all */
	rig_sysctl(&r, SYSCTL_overcommit_memory, 2);
	rig_mmap(&r, BASE, UINT64_C(900) * MIB, RW, FIXED);
	assert_int_equal(rig_fork(&r), -12);
	assert_int_equal(rig_event(&r, EV_vm_enough_memory, 0)->arg[3], 2);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv8_1),
		cmocka_unit_test(vv8_2),
		cmocka_unit_test(vv8_3),
		cmocka_unit_test(vv8_4),
		cmocka_unit_test(test_kbytes),
		cmocka_unit_test(test_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
