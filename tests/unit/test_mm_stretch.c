/*
 * A long call is cut: no stretch between two places where a checkpoint may
 * stand says more than MOST events
 */
#include "mm_fixture.h"

enum { MOST = 8192, HUGE_PAGES = 6000, SLOTS = 1500, SLOT = 2 * MIB };

/* What is unmapped ends with a batch of pages that go back together. */
enum { ZAP_MOST = 512 + 510 };

/* The operation, stretch by stretch. Return: its result. */
static int64_t stretches(struct rig *r, struct op op, unsigned least)
{
	struct diag why = { 0 };
	unsigned nr = 0;
	uint64_t said = 0;
	bool done;

	event_log_reset(&r->log);
	done = op_begin(&r->m, &op);
	for (;;) {
		nr++;
		if (r->log.seen - said > MOST)
			fail_msg("stretch %u of %s says %llu events", nr,
				 op_verb_name(op.verb),
				 (unsigned long long)(r->log.seen - said));
		said = r->log.seen;
		if (!machine_check_weak(&r->m, &why))
			fail_msg("stretch %u of %s: %s", nr,
				 op_verb_name(op.verb), why.what);
		if (done)
			break;
		done = op_go_on(&r->m);
	}
	if (nr < least)
		fail_msg("%s of %u was cut into %u only", op_verb_name(op.verb), op.task, nr);
	rig_check(r);
	return r->m.s->op_result;
}

static struct op call(struct rig *r, enum op_verb verb, uint64_t a, uint64_t b,
		      uint64_t c, uint64_t d, uint64_t e)
{
	struct op op = { .verb = (uint8_t)verb, .task = r->task,
			 .arg = { a, b, c, d, e } };

	if (verb == OP_fork)
		op_name(&op, "child");
	return op;
}

static void big_open(struct rig *r)
{
	rig_open_ram(r, 96);
	assert_int_equal(rig_exec(r, LAYOUT_STATIC), 100);
}

static void exit_child(struct rig *r, unsigned least)
{
	r->task = CHILD;
	assert_int_equal(stretches(r, call(r, OP_exit, 0, 0, 0, 0, 0), least), 0);
	r->task = TASK;
	assert_int_equal(rig_wait(r, CHILD) > 0, 1);
}

/* Many pages side by side. */
static void test_dense(void **state)
{
	const uint64_t len = pages(HUGE_PAGES);
	struct rig r;

	(void)state;
	big_open(&r);
	assert_int_equal(stretches(&r, call(&r, OP_mmap, page(0), len, RW,
					    FIXED | MAP_POPULATE_, 0), 10),
			 page(0));
	assert_int_equal(stretches(&r, call(&r, OP_mprotect, page(0), len, RO,
					    0, 0), 10), 0);
	assert_int_equal(stretches(&r, call(&r, OP_mprotect, page(0), len, RW,
					    0, 0), 10), 0);
	assert_true(stretches(&r, call(&r, OP_fork, 0, CHILD, 0, 0, 0), 10) > 0);
	/* each write copies */
	for (uint64_t i = 0; i < HUGE_PAGES; i += 50)
		rig_access(&r, page(i), MODE_WRITE);
	exit_child(&r, HUGE_PAGES / ZAP_MOST);
	/* not by whole slots: entry by entry */
	assert_int_equal(stretches(&r, call(&r, OP_mremap, page(0), len, len,
					    MREMAP_MAYMOVE_ | MREMAP_FIXED_,
					    page(20001)), 10), page(20001));
	assert_int_equal(stretches(&r, call(&r, OP_madvise, page(20001), len / 2,
					    MADV_DONTNEED_, 0, 0),
				   HUGE_PAGES / 2 / ZAP_MOST), 0);
	assert_int_equal(stretches(&r, call(&r, OP_madvise, page(20001), len,
					    MADV_POPULATE_WRITE_, 0, 0), 5), 0);
	assert_int_equal(stretches(&r, call(&r, OP_mmap, page(20001), len, RW,
					    FIXED, 0), HUGE_PAGES / ZAP_MOST),
			 page(20001));
	assert_int_equal(stretches(&r, call(&r, OP_madvise, page(20001), len,
					    MADV_POPULATE_READ_, 0, 0), 5), 0);
	assert_int_equal(stretches(&r, call(&r, OP_munmap, page(20001), len,
					    0, 0, 0), HUGE_PAGES / ZAP_MOST), 0);
	rig_close(&r);
}

static void write_slots(struct rig *r)
{
	for (uint64_t i = 0; i < SLOTS; i++)
		rig_access(r, BASE + i * SLOT, MODE_WRITE);
}

/* One page in each slot of 2 MiB: a table for each. */
static void test_sparse(void **state)
{
	const uint64_t len = (uint64_t)SLOTS * SLOT;
	struct rig r;

	(void)state;
	big_open(&r);
	assert_int_equal(rig_mmap(&r, BASE, len, RW, FIXED | MAP_NORESERVE_),
			 BASE);
	write_slots(&r);
	assert_true(stretches(&r, call(&r, OP_fork, 0, CHILD, 0, 0, 0), 3) > 0);
	exit_child(&r, 5);
	/* empty tables are copied as well */
	assert_int_equal(rig_madvise(&r, BASE, len, MADV_DONTNEED_), 0);
	assert_true(stretches(&r, call(&r, OP_fork, 0, CHILD, 0, 0, 0), 3) > 0);
	exit_child(&r, 3);
	write_slots(&r);
	assert_int_equal(stretches(&r, call(&r, OP_mremap, BASE, len, len,
					    MREMAP_MAYMOVE_ | MREMAP_FIXED_,
					    BASE + (UINT64_C(64) << 30)), 3),
			 BASE + (UINT64_C(64) << 30));
	assert_int_equal(stretches(&r, call(&r, OP_exit, 0, 0, 0, 0, 0), 3), 0);
	rig_close(&r);
}

/* Many areas. */
static void test_areas(void **state)
{
	struct rig r;

	(void)state;
	big_open(&r);
	for (uint64_t i = 0; i < 3000; i++)
		rig_mmap(&r, page(2 * i), pages(1), i % 3 ? RW : RO,
			 FIXED | MAP_NORESERVE_);
	for (uint64_t i = 0; i < 3000; i++)
		rig_access(&r, page(2 * i), MODE_READ);
	assert_true(stretches(&r, call(&r, OP_fork, 0, CHILD, 0, 0, 0), 5) > 0);
	exit_child(&r, 5);
	assert_int_equal(stretches(&r, call(&r, OP_munmap, BASE, pages(6000),
					    0, 0, 0), 10), 0);
	rig_close(&r);
}

/* A heap that goes back. */
static void test_heap(void **state)
{
	struct rig r;
	int64_t brk;

	(void)state;
	big_open(&r);
	brk = rig_brk(&r, (int64_t)pages(HUGE_PAGES));
	rig_madvise(&r, (vaddr_t)brk - pages(HUGE_PAGES), pages(HUGE_PAGES),
		    MADV_POPULATE_WRITE_);
	assert_int_equal(stretches(&r, call(&r, OP_brk, 0,
					    0 - pages(HUGE_PAGES), 0, 0, 0),
				   HUGE_PAGES / ZAP_MOST),
			 brk - (int64_t)pages(HUGE_PAGES));
	rig_close(&r);
}

/* Cut or not: the state comes out the same, byte for byte. */
static void test_go_on_is_run(void **state)
{
	struct op populate;
	struct rig a, b;

	(void)state;
	big_open(&a);
	big_open(&b);
	populate = call(&a, OP_mmap, page(0), pages(3000), RW,
			FIXED | MAP_POPULATE_, 0);
	rig_op(&a, populate);
	b.log.mask = EVENT_NONE;
	rig_op(&b, populate);
	assert_int_equal(arena_hash(&a.m.arena), arena_hash(&b.m.arena));
	rig_exit(&a, 0);
	stretches(&b, call(&b, OP_exit, 0, 0, 0, 0, 0), 3000 / ZAP_MOST);
	assert_int_equal(arena_hash(&a.m.arena), arena_hash(&b.m.arena));
	rig_close(&a);
	rig_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dense),
		cmocka_unit_test(test_sparse),
		cmocka_unit_test(test_areas),
		cmocka_unit_test(test_heap),
		cmocka_unit_test(test_go_on_is_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
