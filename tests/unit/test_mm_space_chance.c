/*
 * Address spaces by chance: areas of every kind, locked, moved, forked, on a
 * machine that is too small. Sound after every operation, and the same whether
 * anybody listens or not, whether a call is done in one go or in stretches.
 */
#include "file_fixture.h"

enum { PROGRAMS = 12, STEPS = 160, PLAYGROUND = 600 };

/* The same program twice: one machine is heard, the other is not. */
struct twins {
	struct rig loud, mute;
	uint64_t   chance;
};

static uint64_t any(struct twins *t, uint64_t below)
{
	t->chance = t->chance * UINT64_C(6364136223846793005) +
		    UINT64_C(1442695040888963407);
	return (t->chance >> 33) % below;
}

static void both(struct twins *t, struct op op)
{
	bool done;

	event_log_reset(&t->loud.log);
	op_run(&t->loud.m, &op);
	done = op_begin(&t->mute.m, &op);
	while (!done) {
		/* whoever stands in the middle sees a machine that is sound */
		struct diag why = { 0 };

		if (!machine_check_weak(&t->mute.m, &why))
			fail_msg("in the middle of %s: %s",
				 op_verb_name(op.verb), why.what);
		done = op_go_on(&t->mute.m);
	}
	t->loud.nr_ops++;
	t->mute.nr_ops++;
	rig_check(&t->loud);
	if (arena_hash(&t->loud.m.arena) != arena_hash(&t->mute.m.arena))
		fail_msg("%s (operation %llu) depends on who listens",
			 op_verb_name(op.verb),
			 (unsigned long long)t->loud.nr_ops);
}

static bool alive(const struct twins *t, uint16_t slot)
{
	handle_t h = task_by_slot(&t->loud.m, slot);

	return h && task_at(&t->loud.m, h)->mm;
}

/* A call of one of the two tasks. */
static struct op call(struct twins *t, enum op_verb verb)
{
	return (struct op){ .verb = (uint8_t)verb,
			    .task = any(t, 3) ? TASK : CHILD };
}

static vaddr_t some_place(struct twins *t)
{
	return page(any(t, PLAYGROUND));
}

static uint64_t some_length(struct twins *t)
{
	return pages(1 + any(t, any(t, 4) ? 12 : 70));
}

static unsigned some_prot(struct twins *t)
{
	static const unsigned prots[] = { RW, RW, RW, RO, RX, PROT_NONE_,
					  PROT_WRITE_ };

	return prots[any(t, 7)];
}

static void do_map(struct twins *t)
{
	static const unsigned extra[] = { 0, 0, 0, MAP_POPULATE_,
					  MAP_NORESERVE_, MAP_GROWSDOWN_ };
	struct op op = call(t, OP_mmap);
	uint64_t fd = any(t, 2) ? FD + any(t, 2) : 0;

	op.arg[0] = some_place(t);
	op.arg[1] = some_length(t);
	op.arg[2] = some_prot(t);
	op.arg[3] = (any(t, 2) ? MAP_SHARED_ : MAP_PRIVATE_) |
		    (any(t, 8) ? MAP_FIXED_ : 0) | extra[any(t, 6)] |
		    (fd ? 0 : MAP_ANONYMOUS_);
	op.arg[4] = fd << OP_FD_SHIFT | pages(any(t, 100));
	both(t, op);
}

static void do_move(struct twins *t)
{
	static const unsigned flags[] = {
		0, MREMAP_MAYMOVE_, MREMAP_MAYMOVE_,
		MREMAP_MAYMOVE_ | MREMAP_FIXED_,
		MREMAP_MAYMOVE_ | MREMAP_DONTUNMAP_,
		MREMAP_MAYMOVE_ | MREMAP_FIXED_ | MREMAP_DONTUNMAP_,
	};
	struct op op = call(t, OP_mremap);

	op.arg[0] = some_place(t);
	op.arg[1] = some_length(t);
	op.arg[2] = any(t, 3) ? some_length(t) : op.arg[1];
	op.arg[3] = flags[any(t, 6)];
	op.arg[4] = some_place(t);
	both(t, op);
}

static void do_advise(struct twins *t)
{
	static const unsigned advice[] = {
		MADV_DONTNEED_, MADV_FREE_, MADV_COLD_, MADV_PAGEOUT_,
		MADV_WILLNEED_, MADV_POPULATE_READ_, MADV_POPULATE_WRITE_,
		MADV_SEQUENTIAL_, MADV_RANDOM_, MADV_DONTFORK_, MADV_DOFORK_,
		MADV_WIPEONFORK_, MADV_KEEPONFORK_,
	};
	struct op op = call(t, OP_madvise);

	op.arg[0] = some_place(t);
	op.arg[1] = some_length(t);
	op.arg[2] = advice[any(t, sizeof(advice) / sizeof(advice[0]))];
	both(t, op);
}

static void do_lock(struct twins *t)
{
	static const enum op_verb verbs[] = { OP_mlock, OP_mlock, OP_munlock,
					      OP_munlock, OP_mlockall,
					      OP_munlockall };
	struct op op = call(t, verbs[any(t, 6)]);

	if (op.verb == OP_mlock || op.verb == OP_munlock) {
		op.mode = any(t, 4) == 0;
		op.arg[0] = some_place(t);
		op.arg[1] = pages(1 + any(t, 8));
	} else if (op.verb == OP_mlockall) {
		op.mode = (uint8_t)(MCL_FUTURE_ | (any(t, 2) ? MCL_ONFAULT_ : 0));
	}
	both(t, op);
}

static void do_range(struct twins *t, enum op_verb verb)
{
	struct op op = call(t, verb);

	op.arg[0] = some_place(t);
	op.arg[1] = some_length(t);
	op.arg[2] = some_prot(t);
	both(t, op);
}

static void do_touch(struct twins *t)
{
	struct op op = call(t, OP_access);
	uint64_t nr = 1 + any(t, 24);
	vaddr_t at = some_place(t);

	for (uint64_t i = 0; i < nr; i++) {
		op.mode = (uint8_t)any(t, 3);
		op.arg[0] = at + pages(i);
		both(t, op);
	}
}

/* Tasks come and go; who is needed is there again afterwards. */
static void do_task(struct twins *t)
{
	struct op op = { .verb = any(t, 3) ? OP_fork : OP_vfork, .task = TASK,
			 .arg = { 0, CHILD } };
	struct op end = { .verb = any(t, 2) ? OP_exit : OP_kill,
			  .task = any(t, 8) ? CHILD : TASK };

	if (alive(t, end.task))
		both(t, end);
	both(t, (struct op){ .verb = OP_wait, .task = TASK,
			     .arg = { 0, CHILD } });
	op_name(&op, "child");
	if (alive(t, TASK) && !alive(t, CHILD))
		both(t, op);
}

static void do_setting(struct twins *t)
{
	struct op op = { .verb = OP_sysctl, .mode = SYSCTL_overcommit_memory,
			 .arg = { any(t, 3) } };

	switch (any(t, 4)) {
	case 0:
		both(t, op);
		break;
	case 1:
		both(t, (struct op){ .verb = OP_truncate,
				     .arg = { 0, DATA, pages(any(t, 120)) } });
		break;
	case 2:
		both(t, (struct op){ .verb = OP_sleep,
				     .arg = { 0, any(t, 2000) } });
		break;
	default:
		op = call(t, OP_brk);
		op.arg[1] = pages(any(t, 5)) - pages(2);
		both(t, op);
	}
}

static void start(struct twins *t)
{
	struct op op = { .verb = OP_exec, .mode = LAYOUT_EMPTY, .task = TASK };

	op_name(&op, "demo");
	both(t, op);
	both(t, (struct op){ .verb = OP_open, .task = TASK, .out = FD,
			     .arg = { 0, DATA } });
	both(t, (struct op){ .verb = OP_open, .task = TASK, .out = FD_B,
			     .arg = { 0, MEMORY } });
}

static void step(struct twins *t)
{
	if (!alive(t, TASK))
		start(t);
	switch (any(t, 16)) {
	case 0: case 1: case 2:
		do_map(t);
		break;
	case 3:
		do_range(t, OP_munmap);
		break;
	case 4: case 5:
		do_range(t, OP_mprotect);
		break;
	case 6:
		do_move(t);
		break;
	case 7: case 8:
		do_advise(t);
		break;
	case 9:
		do_lock(t);
		break;
	case 10:
		do_task(t);
		break;
	case 11:
		do_setting(t);
		break;
	case 12:
		do_range(t, OP_msync);
		break;
	default:
		do_touch(t);
	}
}

/* Few frames, a swap device, a file of a disk and one of memory. */
static void twins_open(struct twins *t, uint64_t seed)
{
	struct machine_spec spec;

	toy_spec(&spec, 512, 9);
	spec.legible = 0;
	spec.pcp_off = seed % 2 != 0;
	spec.zone[0].managed = 500;
	spec.nr_swaps = 1;
	spec.swap[0] = (struct swap_spec){ .name = "/dev/vdb", .pages = 700,
					   .prio = -1, .on = 1 };
	spec.nr_files = NR_FILES;
	spec.file = fixture_files;
	memset(t, 0, sizeof(*t));
	t->chance = seed;
	rig_open(&t->loud, &spec);
	rig_open(&t->mute, &spec);
	t->mute.log.mask = EVENT_NONE;
}

static void test_spaces(void **state)
{
	struct twins *t = test_malloc(sizeof(*t));

	(void)state;
	for (uint64_t seed = 1; seed <= PROGRAMS; seed++) {
		twins_open(t, seed * 1000003);
		for (unsigned i = 0; i < STEPS; i++)
			step(t);
		rig_close(&t->loud);
		rig_close(&t->mute);
	}
	test_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
