/*
 * Programs by chance on a machine that is far too small for them: everything
 * that must hold is looked at after each operation.
 */
#include "mm_fixture.h"

#include "mm/exit.h"
#include "mm/vmstat.h"

enum {
	PAGES = 300,		/* of an area; there are 256 frames */
	SHARED_PAGES = 75,
	PROGRAMS = 8,
	STEPS = 150,
};
#define SHARED (BASE + (UINT64_C(1) << 30))

struct program {
	struct rig r;
	uint64_t chance;
};

static uint64_t any(struct program *p, uint64_t below)
{
	p->chance = p->chance * UINT64_C(6364136223846793005) +
		    UINT64_C(1442695040888963407);
	return (p->chance >> 33) % below;
}

static bool is_alive(const struct program *p, uint32_t slot)
{
	handle_t h = task_by_slot(&p->r.m, slot);

	return h && task_at(&p->r.m, h)->mm;
}

static void run(struct program *p, struct op op)
{
	op_run(&p->r.m, &op);
	rig_check(&p->r);
}

/* A task with private and shared memory; the one before is buried. */
static void start(struct program *p, uint16_t slot)
{
	struct op op = { .verb = OP_exec, .mode = LAYOUT_EMPTY, .task = slot };
	handle_t old = task_by_slot(&p->r.m, slot);

	if (old)
		do_wait(&p->r.m, 0, old);
	op_name(&op, "demo");
	run(p, op);
	if (!is_alive(p, slot))
		return;
	run(p, (struct op){ .verb = OP_mmap, .task = slot,
			    .arg = { BASE, PAGES * PAGE_SIZE, RW, FIXED } });
	run(p, (struct op){ .verb = OP_mmap, .task = slot,
			    .arg = { SHARED, SHARED_PAGES * PAGE_SIZE, RW,
				     MAP_SHARED_ | MAP_ANONYMOUS_ |
					     MAP_FIXED_ } });
}

/* Accesses to a run of pages, until the task is killed. */
static void touch(struct program *p, struct op op)
{
	uint64_t nr = 1 + any(p, PAGES / 3);

	op.verb = OP_access;
	op.mode = (uint8_t)any(p, 2);
	for (uint64_t i = 0; i < nr && is_alive(p, op.task); i++) {
		op_run(&p->r.m, &op);
		op.arg[0] += PAGE_SIZE;
	}
	rig_check(&p->r);
}

static void advise(struct program *p, struct op op)
{
	static const unsigned advice[] = { MADV_PAGEOUT_, MADV_WILLNEED_,
					   MADV_DONTNEED_, MADV_COLD_,
					   MADV_FREE_ };

	op.verb = OP_madvise;
	op.arg[2] = advice[any(p, sizeof(advice) / sizeof(advice[0]))];
	run(p, op);
}

static void map_anew(struct program *p, struct op op)
{
	op.verb = any(p, 2) ? OP_mmap : OP_munmap;
	op.arg[2] = RW;
	op.arg[3] = FIXED;
	run(p, op);
}

static void protect(struct program *p, struct op op)
{
	op.verb = OP_mprotect;
	op.arg[2] = any(p, 2) ? RW : RO;
	run(p, op);
}

static void fork_or_exit(struct program *p, struct op op)
{
	op.verb = any(p, 2) ? OP_fork : OP_exit;
	op.arg[1] = 1 + any(p, 3);
	if (op.verb == OP_fork && task_by_slot(&p->r.m, (uint32_t)op.arg[1]))
		return;
	if (op.verb == OP_fork)
		op_name(&op, "child");
	run(p, op);
}

static void swap_on_or_off(struct program *p, struct op op)
{
	op = (struct op){ .verb = any(p, 2) ? OP_swapon : OP_swapoff,
			  .arg = { 0, any(p, 2), any(p, 3) - 1 } };
	run(p, op);
}

static void lock_or_sleep(struct program *p, struct op op)
{
	op.verb = any(p, 2) ? OP_mlock : OP_sleep;
	op.arg[1] = op.verb == OP_sleep ? any(p, 50) : 8 * PAGE_SIZE;
	run(p, op);
}

static void step(struct program *p)
{
	static const struct {
		unsigned weight;
		void (*act)(struct program *p, struct op op);
	} acts[] = {
		{ 60, touch },	      { 15, advise },
		{ 8, map_anew },      { 4, protect },
		{ 4, fork_or_exit },  { 6, swap_on_or_off },
		{ 3, lock_or_sleep },
	};
	uint16_t slot = (uint16_t)(1 + any(p, 3));
	vaddr_t base = any(p, 4) ? BASE : SHARED;
	struct op op = { .task = slot,
			 .arg = { base + any(p, PAGES) * PAGE_SIZE,
				  (1 + any(p, PAGES / 3)) * PAGE_SIZE } };
	uint64_t which = any(p, 100);

	if (!is_alive(p, slot)) {
		start(p, slot);
		return;
	}
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		if (which < acts[i].weight) {
			acts[i].act(p, op);
			return;
		}
		which -= acts[i].weight;
	}
}

static void open_machine(struct program *p, uint64_t seed)
{
	struct machine_spec spec;

	toy_spec(&spec, 256, 9);
	spec.zone[0].managed = 248;	/* the rest holds the page of zeros */
	spec.nr_cpus = 1 + (uint32_t)(seed & 1);
	spec.nr_swaps = 2;
	spec.swap[0] = (struct swap_spec){ .name = "/dev/vda", .pages = 1100,
					   .prio = -1, .on = 1,
					   .solid_state = seed >> 1 & 1 };
	spec.swap[1] = (struct swap_spec){ .name = "/dev/vdb", .pages = 300,
					   .prio = 5, .on = seed >> 2 & 1 };
	rig_open(&p->r, &spec);
	p->r.log.mask = EVENT_NONE;
	p->chance = seed;
}

static void test_all_holds(void **state)
{
	uint64_t out = 0, in = 0;

	(void)state;
	for (uint64_t seed = 0; seed < PROGRAMS; seed++) {
		struct program p;

		open_machine(&p, seed);
		for (unsigned i = 0; i < STEPS; i++)
			step(&p);
		out += p.r.m.s->vm_event[PSWPOUT];
		in += p.r.m.s->vm_event[PSWPIN];
		rig_close(&p.r);
	}
	/* they have swapped indeed */
	assert_true(out > 1000);
	assert_true(in > 500);
}

/* Twice the same program leaves the same bytes. */
static void test_same_bytes(void **state)
{
	uint64_t hash[2];

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct program p;

		open_machine(&p, 3);
		p.r.log.mask = i ? EVENT_ALL : EVENT_NONE;
		for (unsigned n = 0; n < STEPS; n++)
			step(&p);
		hash[i] = arena_hash(&p.r.m.arena);
		rig_close(&p.r);
	}
	assert_true(hash[0] == hash[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_holds),
		cmocka_unit_test(test_same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
