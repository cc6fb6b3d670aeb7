/* Any request for a frame may be refused: the machine stays sound */
#include "mm_fixture.h"

/* A task from its start to its end; whatever fails, the rest is tried. */
static void life(struct rig *r)
{
	r->task = TASK;
	rig_exec(r, LAYOUT_STATIC);
	rig_mmap(r, page(0), pages(24), RW, FIXED);
	for (uint64_t i = 0; i < 12; i++)
		rig_op(r, (struct op){ .verb = OP_access, .mode = MODE_WRITE,
				       .task = TASK, .arg = { page(i) } });
	rig_op(r, (struct op){ .verb = OP_access, .mode = MODE_READ,
			       .task = TASK, .arg = { page(12) } });
	rig_op(r, (struct op){ .verb = OP_access, .mode = MODE_WRITE,
			       .task = TASK, .arg = { 0x7fffffef0000 } });
	rig_fork(r);
	r->task = CHILD;
	rig_op(r, (struct op){ .verb = OP_access, .mode = MODE_WRITE,
			       .task = CHILD, .arg = { page(3) } });
	rig_op(r, (struct op){ .verb = OP_access, .mode = MODE_WRITE,
			       .task = CHILD, .arg = { page(12) } });
	rig_mmap(r, page(600), pages(4), RW, FIXED | MAP_POPULATE_);
	rig_madvise(r, page(16), pages(8), MADV_POPULATE_WRITE_);
	r->task = TASK;
	rig_mremap(r, page(0), pages(8), pages(8),
		   MREMAP_MAYMOVE_ | MREMAP_FIXED_, page(2000));
	rig_brk(r, 0x3000);
	rig_munmap(r, page(4), pages(6));
	rig_alloc(r, 3, GFP_KERNEL);
}

/* Everybody goes. A block of the kernel that life() took is given back. */
static void death(struct rig *r)
{
	int64_t block = r->m.s->op_result;

	if (block > 0)
		rig_free(r, (pfn_t)block);
	r->task = CHILD;
	rig_exit(r, 0);
	r->task = TASK;
	rig_wait(r, CHILD);
	rig_exit(r, 0);
}

/* The last task is a zombie with its stack: nobody is left to wait for it. */
static uint64_t zombie_frames(const struct rig *r)
{
	uint64_t nr = 0;

	for (handle_t h = r->m.s->tasks; h; h = task_at(&r->m, h)->next)
		nr += 4;
	return nr;
}

/* Frames that somebody has, but for slabs, which come and go by themselves. */
static uint64_t given_frames(const struct rig *r)
{
	const struct zone *z = &r->m.s->zone[rig_zone(r)];
	uint64_t nr = 0;

	for (unsigned k = KIND_KERNEL; k < NR_KINDS; k++)
		nr += k == KIND_SLAB ? 0 : z->nr_kind[k];
	return nr;
}

/* Only the page cache outlives the tasks; once it is read it can be dropped. */
static void assert_all_back(struct rig *r, uint64_t given)
{
	const struct state *s = r->m.s;

	rig_op(r, (struct op){ .verb = OP_sleep, .arg = { 0, 1000 } });
	rig_sysctl(r, SYSCTL_drop_caches, 3);
	assert_int_equal(given_frames(r) - zombie_frames(r), given);
	assert_int_equal(s->pool_vma.nr_used, 0);
	assert_int_equal(s->pool_anon_vma.nr_used, 0);
	assert_int_equal(s->pool_mm.nr_used, 0);
	assert_int_equal(s->pool_table.nr_used, 0);
	assert_int_equal(s->pool_file.nr_used, 0);
	assert_int_equal(s->vm_committed, 0);
}

/* Refuse the n-th frame, for n = 1, 2, 3 ... until nothing is refused. */
static void test_each_refusal(void **state)
{
	uint32_t n = 0;
	bool refused = true;

	(void)state;
	while (refused) {
		struct rig r;
		uint64_t given;

		rig_open_ram(&r, 16);
		given = given_frames(&r);
		r.m.s->fail_nth = ++n;
		life(&r);
		refused = r.m.s->fail_nth == 0;
		r.m.s->fail_nth = 0;
		death(&r);
		assert_all_back(&r, given);
		rig_close(&r);
	}
	/* stacks, tables and pages of two tasks: it was not one refusal only */
	assert_true(n > 60);
}

/* All of them from the n-th on, as when memory is gone. */
static void test_nothing_left_from(void **state)
{
	(void)state;
	for (unsigned held = 1; held < 90; held += 2) {
		int64_t blocks[4096];
		unsigned nr = 0;
		uint64_t given;
		struct rig r;

		rig_open_ram(&r, 16);
		r.log.mask = EVENT_NONE;
		given = given_frames(&r);
		/* the kernel takes all but so many; marks bind it not */
		while (r.m.s->zone[rig_zone(&r)].nr_free > held) {
			struct op op = { .verb = OP_alloc_pages,
					 .arg = { 0, 0, GFP_KERNEL |
						  GFP_BIT_MEMALLOC } };

			blocks[nr++] = op_run(&r.m, &op);
		}
		r.m.s->zone[rig_zone(&r)].watermark[WMARK_MIN] = 0;
		life(&r);
		death(&r);
		while (nr)
			put_page(&r.m, (pfn_t)blocks[--nr]);
		assert_all_back(&r, given);
		rig_close(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_refusal),
		cmocka_unit_test(test_nothing_left_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
