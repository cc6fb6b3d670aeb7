/*
 * Calls on files by chance, by two tasks on a machine that is too small: sound
 * at every event, and as a whole after every operation.
 */
#include "file_fixture.h"

enum { SEGMENT = 5, ATTACHED = 6 };

static uint64_t next(uint64_t *chance)
{
	*chance = *chance * UINT64_C(6364136223846793005) +
		  UINT64_C(1442695040888963407);
	return *chance >> 33;
}

static void weak(void *ctx, const struct machine *m, const struct event *e)
{
	struct diag why = { 0 };

	(void)ctx;
	if (!machine_check_weak(m, &why))
		fail_msg("at %s: %s", event_types[e->id].name, why.what);
}

/* Whole pages, or any number of bytes. */
static uint64_t some_bytes(uint64_t *chance, uint64_t max_pages)
{
	uint64_t bytes = next(chance) % pages(max_pages);

	return next(chance) % 2 ? bytes & ~(uint64_t)(PAGE_SIZE - 1) : bytes;
}

static void open_some(struct rig *r, uint16_t fd, uint64_t *c)
{
	static const unsigned rare[] = { O_TRUNC_, O_APPEND_, O_DIRECT_ };
	unsigned flags = next(c) % 2 ? O_CREAT_ : 0;

	if (next(c) % 4 == 0)
		flags |= rare[next(c) % 3];
	file_open_as(r, 1 + (uint32_t)next(c) % NR_FILES, flags, fd);
}

static void map_some(struct rig *r, uint16_t fd, uint64_t at, uint64_t nr,
		     uint64_t *c)
{
	unsigned flags = next(c) % 2 ? MAP_SHARED_ : MAP_PRIVATE_;
	bool file = next(c) % 2;

	rig_op(r, (struct op){ .verb = OP_mmap, .task = r->task,
			       .arg = { page(at), pages(nr),
					next(c) % 4 ? RW : RO,
					flags | MAP_FIXED_ |
						(file ? 0u : MAP_ANONYMOUS_),
					file ? (uint64_t)fd << OP_FD_SHIFT |
						       pages(next(c) % 200) :
					       0 } });
}

static void touch_some(struct rig *r, uint64_t at, uint64_t nr, uint64_t *c)
{
	for (uint64_t i = 0; i < nr; i++)
		rig_op(r, (struct op){ .verb = OP_access, .task = r->task,
				       .mode = (uint8_t)(next(c) % 2),
				       .arg = { page(at + i) } });
}

static void segment(struct rig *r, uint64_t nr, uint64_t *c)
{
	rig_op(r, (struct op){ .verb = OP_shmget, .task = r->task,
			       .out = SEGMENT,
			       .arg = { 0, pages(nr),
					next(c) % 2 ? SHM_NORESERVE_ : 0 } });
	rig_op(r, (struct op){ .verb = OP_shmat, .task = r->task,
			       .label = SEGMENT, .out = ATTACHED });
	rig_op(r, (struct op){ .verb = OP_access, .task = r->task, .mode = 1,
			       .label = ATTACHED });
	rig_op(r, (struct op){ .verb = OP_shmctl, .task = r->task,
			       .label = SEGMENT });
	if (next(c) % 2)
		rig_op(r, (struct op){ .verb = OP_shmdt, .task = r->task,
				       .label = ATTACHED });
}

/* What takes the place of a whole file or machine: now and then only. */
static void seldom(struct rig *r, uint16_t fd, uint64_t *c)
{
	switch (next(c) % 16) {
	case 0:
		file_sync(r);
		break;
	case 1:
		rig_sysctl(r, SYSCTL_drop_caches, 1 + next(c) % 4);
		break;
	case 2:
		rig_op(r, (struct op){ .verb = OP_unlink,
				       .arg = { 0, MEMORY + next(c) % 2 } });
		break;
	case 3:
		rig_op(r, (struct op){ .verb = OP_memfd_create,
				       .task = r->task, .out = fd,
				       .arg = { 0, some_bytes(c, 200) } });
		break;
	case 4:
		r->task = CHILD;
		rig_exit(r, 0);
		r->task = TASK;
		rig_wait(r, CHILD);
		rig_fork(r);
		break;
	case 5:
		file_sleep(r, next(c) % 20000);
		break;
	default:
		file_sleep(r, next(c) % 20);
	}
}

/* A call on one open file. */
static void call_some(struct rig *r, uint16_t fd, uint64_t *c)
{
	switch (next(c) % 10) {
	case 0:
		open_some(r, fd, c);
		break;
	case 1:
		if (next(c) % 3 == 0)
			file_close_fd(r, fd);
		break;
	case 2:
	case 3:
		file_pread(r, fd, some_bytes(c, 30), some_bytes(c, 3000));
		break;
	case 4:
		file_read(r, fd, some_bytes(c, 30));
		break;
	case 5:
	case 6:
		file_pwrite(r, fd, some_bytes(c, 30), some_bytes(c, 3000));
		break;
	case 7:
		file_write(r, fd, some_bytes(c, 30));
		break;
	case 8:
		file_call(r, OP_fsync, fd, 0, 0, 0);
		break;
	default:
		file_fadvise(r, fd, (unsigned)next(c) % 5, some_bytes(c, 1000),
			     some_bytes(c, 1000));
	}
}

static void step(struct rig *r, uint64_t *c)
{
	uint16_t fd = next(c) % 2 ? FD : FD_B;
	uint64_t at = next(c) % 40 * 8, nr = 1 + next(c) % 30;

	r->task = next(c) % 2 ? TASK : CHILD;
	switch (next(c) % 20) {
	case 0:
		rig_op(r, (struct op){ .verb = OP_truncate,
				       .arg = { 0, DATA + next(c) % 3,
						some_bytes(c, 3000) } });
		break;
	case 1:
	case 2:
		map_some(r, fd, at, nr, c);
		break;
	case 3:
		rig_munmap(r, page(at), pages(nr));
		break;
	case 4:
		rig_op(r, (struct op){ .verb = OP_msync, .task = r->task,
				       .arg = { page(at), pages(nr) } });
		break;
	case 5:
		segment(r, nr, c);
		break;
	case 6:
		seldom(r, fd, c);
		break;
	case 7:
	case 8:
	case 9:
		touch_some(r, at, nr, c);
		break;
	default:
		call_some(r, fd, c);
	}
}

/* Everything that was opened, mapped and made goes in the end. */
static void run(uint64_t chance, uint64_t mib, bool swap)
{
	struct machine_spec spec;
	struct rig r;

	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, mib * MIB));
	spec.nr_swaps = swap;
	spec.swap[0] = (struct swap_spec){ .name = "/dev/vdb", .pages = 2048,
					   .prio = -1, .on = 1 };
	files_open(&r, &spec);
	r.log.hear = weak;
	rig_fork(&r);
	for (unsigned i = 0; i < 700; i++)
		step(&r, &chance);
	r.task = CHILD;
	rig_exit(&r, 0);
	r.task = TASK;
	rig_exit(&r, 0);
	file_sync(&r);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 0);
	assert_int_equal(file_stat(&r, NR_WRITEBACK), 0);
	assert_int_equal(r.m.s->pool_fd.nr_used, 0);
	assert_int_equal(r.m.s->nr_orphans, 0);
	rig_close(&r);
}

static void test_short_of_memory(void **state)
{
	(void)state;
	run(1, 4, true);
	run(2, 4, false);
	run(3, 8, true);
}

static void test_enough_memory(void **state)
{
	(void)state;
	run(4, 64, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_short_of_memory),
		cmocka_unit_test(test_enough_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
