/*
 * mm_fixture - a machine under test: built from zones, driven by operations
 * like any story's, checked as a whole after each of them
 *
 * A rig has two tasks' names (slots TASK and CHILD) and acts for `task`.
 * Pictures are text that a test asserts: of frames, of areas.
 */
#ifndef TESTS_UNIT_MM_FIXTURE_H
#define TESTS_UNIT_MM_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "mm/buddy.h"
#include "mm/gfp.h"
#include "mm/kernel.h"
#include "mm/op.h"
#include "mm/page_alloc.h"
#include "mm/pgtable.h"
#include "mm/procfs.h"
#include "mm/sysctl.h"
#include "mm/task.h"
#include "mm/vma.h"

enum { TASK = 1, CHILD = 2, LABEL_A = 3, LABEL_B = 4, NR_SLOTS = 8 };
enum { SMALL_MACHINE_PAGES = 4096, MIB = 1 << 20, RIG_RING = 16384 };

/* Far from anything that a program's layout has. */
#define BASE UINT64_C(0x100000000000)

enum {
	RO = PROT_READ_,
	RW = PROT_READ_ | PROT_WRITE_,
	RX = PROT_READ_ | PROT_EXEC_,
	ANON = MAP_PRIVATE_ | MAP_ANONYMOUS_,
	FIXED = ANON | MAP_FIXED_,
};

struct rig {
	struct machine	 m;
	struct event_log log;
	uint16_t	 task;		/* slot of the task that acts */
	uint64_t	 nr_ops;
	uint64_t	 check_at;	/* when a large machine is checked next */
	char		 drawn[4096];
};

/* The vector with that number has run and its assertions held. */
static inline void passed(const char *vector)
{
	printf("ok %s\n", vector);
	fflush(stdout);
}

/* The same, but for what the model does not have yet. */
static inline void passed_without(const char *vector, const char *left_out)
{
	printf("ok %s (without %s)\n", vector, left_out);
	fflush(stdout);
}

/* A zone by hand: all of it RAM, all of it the allocator's. */
static inline struct zone_spec *add_zone(struct machine_spec *spec,
					 enum zone_type type, pfn_t start,
					 uint64_t frames)
{
	struct zone_spec *z = &spec->zone[spec->nr_zones++];

	*z = (struct zone_spec){
		.type = (uint32_t)type, .pageblock_order = 9,
		.start_pfn = start, .spanned = frames, .present = frames,
		.managed = frames,
	};
	return z;
}

/* One zone of a few frames, nothing kept back: for pictures. */
static inline void toy_spec(struct machine_spec *spec, uint64_t frames,
			    unsigned pageblock_order)
{
	machine_spec_init(spec);
	spec->legible = 1;
	spec->thp_enabled = THP_NEVER;
	spec->sysctl[SYSCTL_min_free_kbytes] = 0;
	add_zone(spec, ZONE_NORMAL, 0, frames)->pageblock_order =
		pageblock_order;
}

/* A few frames, and so many pages of swap behind them. */
static inline void toy_spec_swap(struct machine_spec *spec, uint64_t pages)
{
	toy_spec(spec, 256, 9);
	spec->zone[0].managed = 248;	/* the rest holds the page of zeros */
	spec->nr_swaps = 1;
	spec->swap[0] = (struct swap_spec){ .name = "/dev/vda", .pages = pages,
					    .prio = -1, .on = 1 };
}

static inline void rig_check(struct rig *r)
{
	struct diag why = { 0 };

	if (!machine_check(&r->m, &why))
		fail_msg("after operation %llu: %s",
			 (unsigned long long)r->nr_ops, why.what);
}

static inline void rig_open(struct rig *r, const struct machine_spec *spec)
{
	struct diag why = { 0 };

	memset(r, 0, sizeof(*r));
	event_log_open(&r->log, RIG_RING);
	if (!machine_boot(&r->m, spec, &r->log, &why))
		fail_msg("the machine does not boot: %s", why.what);
	machine_slots(&r->m, NR_SLOTS);
	r->log.mask = EVENT_ALL;
	r->task = TASK;
	r->check_at = 1;
	rig_check(r);
}

static inline void rig_open_ram(struct rig *r, uint64_t mib)
{
	struct machine_spec spec;

	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, mib * MIB));
	rig_open(r, &spec);
}

static inline void rig_close(struct rig *r)
{
	rig_check(r);
	machine_close(&r->m);
	event_log_close(&r->log);
}

/* After every operation if the machine is small; else after 1, 2, 4, 8 ... */
static inline void rig_check_now_and_then(struct rig *r)
{
	uint64_t pages = 0;

	for (unsigned i = 0; i < r->m.s->nr_zones; i++)
		pages += r->m.s->zone[i].spanned;
	if (pages > SMALL_MACHINE_PAGES && r->nr_ops < r->check_at)
		return;
	while (r->check_at <= r->nr_ops)
		r->check_at *= 2;
	rig_check(r);
}

/* Do it. Return: its result. The log holds its events and no others. */
static inline int64_t rig_op(struct rig *r, struct op op)
{
	int64_t ret;

	event_log_reset(&r->log);
	ret = op_run(&r->m, &op);
	r->nr_ops++;
	rig_check_now_and_then(r);
	return ret;
}

/* A new task's name goes with its operation (op.h). */
static inline void op_name(struct op *op, const char *name)
{
	assert_true(strlen(name) < NAME_BYTES);
	memcpy(&op->arg[3], name, strlen(name));
}

static inline int64_t rig_exec(struct rig *r, unsigned layout)
{
	struct op op = { .verb = OP_exec, .mode = (uint8_t)layout,
			 .task = r->task };

	op_name(&op, r->task == CHILD ? "child" : "demo");
	return rig_op(r, op);
}

/* The acting task's child takes the slot CHILD. */
static inline int64_t rig_fork(struct rig *r)
{
	struct op op = { .verb = OP_fork, .task = r->task, .arg = { 0, CHILD } };

	op_name(&op, "child");
	return rig_op(r, op);
}

static inline int64_t rig_exit(struct rig *r, uint64_t code)
{
	return rig_op(r, (struct op){ .verb = OP_exit, .task = r->task,
				      .arg = { 0, code } });
}

static inline int64_t rig_wait(struct rig *r, uint64_t child)
{
	return rig_op(r, (struct op){ .verb = OP_wait, .task = r->task,
				      .arg = { 0, child } });
}

static inline int64_t rig_mmap(struct rig *r, vaddr_t at, uint64_t bytes,
			       unsigned prot, unsigned flags)
{
	return rig_op(r, (struct op){ .verb = OP_mmap, .task = r->task,
				      .arg = { at, bytes, prot, flags } });
}

static inline int64_t rig_munmap(struct rig *r, vaddr_t at, uint64_t bytes)
{
	return rig_op(r, (struct op){ .verb = OP_munmap, .task = r->task,
				      .arg = { at, bytes } });
}

static inline int64_t rig_mprotect(struct rig *r, vaddr_t at, uint64_t bytes,
				   unsigned prot)
{
	return rig_op(r, (struct op){ .verb = OP_mprotect, .task = r->task,
				      .arg = { at, bytes, prot } });
}

static inline int64_t rig_mremap(struct rig *r, vaddr_t at, uint64_t bytes,
				 uint64_t new_bytes, unsigned flags, vaddr_t to)
{
	return rig_op(r, (struct op){ .verb = OP_mremap, .task = r->task,
				      .arg = { at, bytes, new_bytes, flags,
					       to } });
}

static inline int64_t rig_brk(struct rig *r, int64_t by)
{
	return rig_op(r, (struct op){ .verb = OP_brk, .task = r->task,
				      .arg = { 0, (uint64_t)by } });
}

static inline int64_t rig_madvise(struct rig *r, vaddr_t at, uint64_t bytes,
				  unsigned advice)
{
	return rig_op(r, (struct op){ .verb = OP_madvise, .task = r->task,
				      .arg = { at, bytes, advice } });
}

/* One access. Return: the signal it ended in, 0 if it went through. */
static inline unsigned rig_access(struct rig *r, vaddr_t at, unsigned mode)
{
	int64_t ret = rig_op(r, (struct op){ .verb = OP_access,
					     .mode = (uint8_t)mode,
					     .task = r->task,
					     .arg = { at } });

	assert_int_equal(ret < 0, r->m.s->op_signal != 0);
	return r->m.s->op_signal;
}

static inline int64_t rig_sysctl(struct rig *r, enum sysctl_id id,
				 uint64_t value)
{
	return rig_op(r, (struct op){ .verb = OP_sysctl, .mode = (uint8_t)id,
				      .arg = { value } });
}

static inline int64_t rig_thp(struct rig *r, unsigned enabled)
{
	return rig_op(r, (struct op){ .verb = OP_thp,
				      .mode = (uint8_t)enabled });
}

/* Return: first frame of the block, or -errno. */
static inline int64_t rig_alloc(struct rig *r, unsigned order, gfp_t gfp)
{
	return rig_op(r, (struct op){ .verb = OP_alloc_pages,
				      .arg = { 0, order, gfp } });
}

/* Give back a block that rig_alloc() gave, or a frame used since boot. */
static inline void rig_free(struct rig *r, pfn_t pfn)
{
	event_log_reset(&r->log);
	put_page(&r->m, pfn);
	r->nr_ops++;
	rig_check_now_and_then(r);
}

static inline handle_t rig_task(const struct rig *r)
{
	handle_t h = task_by_slot(&r->m, r->task);

	assert_true(h != 0);
	return h;
}

static inline handle_t rig_mm(const struct rig *r)
{
	return task_at(&r->m, rig_task(r))->mm;
}

/* The entry that maps an address of the acting task; 0 = none. */
static inline pte_t rig_pte(const struct rig *r, vaddr_t at)
{
	return pgtable_get(&r->m, rig_mm(r), at);
}

static inline const struct frame *rig_frame(const struct rig *r, vaddr_t at)
{
	return frame_at(&r->m, pte_pfn(rig_pte(r, at)));
}

/* One number out of /proc, as a reader would find it. */
static inline int64_t rig_value(const struct rig *r, const char *path)
{
	struct diag why = { 0 };
	int64_t value[16];

	if (procfs_values(&r->m, path, value, 16, &why) != 1)
		fail_msg("%s: no single value there. %s", path, why.what);
	return value[0];
}

/* A number of the acting task: "status.VmRSS", "stat.minflt", "maps". */
static inline int64_t rig_own(const struct rig *r, const char *path)
{
	char whole[64];

	snprintf(whole, sizeof(whole), "%u/%s", task_at(&r->m, rig_task(r))->pid,
		 path);
	return rig_value(r, whole);
}

/* All numbers of a path, against `nr` expected ones. */
static inline void rig_values_are(const struct rig *r, const char *path,
				  const int64_t *expected, unsigned nr)
{
	struct diag why = { 0 };
	int64_t value[16];

	assert_int_equal(procfs_values(&r->m, path, value, 16, &why), nr);
	for (unsigned i = 0; i < nr; i++)
		if (value[i] != expected[i])
			fail_msg("%s[%u] is %lld, not %lld", path, i,
				 (long long)value[i], (long long)expected[i]);
}

#define assert_values(r, path, ...)                                            \
	rig_values_are(r, path, (const int64_t[]){ __VA_ARGS__ },              \
		       sizeof((const int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t))

/* Minor faults of the acting task while it touched `nr` pages from `at`. */
static inline int64_t rig_touch(struct rig *r, vaddr_t at, uint64_t nr,
				unsigned mode)
{
	int64_t before = rig_own(r, "stat.minflt");

	for (uint64_t i = 0; i < nr; i++)
		assert_int_equal(rig_access(r, at + i * PAGE_SIZE, mode), 0);
	return rig_own(r, "stat.minflt") - before;
}

/* The i-th event of that kind in the last operation, from 0. */
static inline const struct event *rig_event(const struct rig *r,
					    enum event_id id, unsigned i)
{
	for (uint64_t n = 1; n <= r->log.seen; n++) {
		const struct event *e = event_log_get(&r->log, n);

		if (e && e->id == id && i-- == 0)
			return e;
	}
	fail_msg("there is no such %s", event_types[id].name);
	return NULL;
}

/*
 * Frames, one character each: a free block is its order and dashes, what is
 * given out is A, what was kept at boot R, no RAM is a dot.
 *
 *      A01-2---        frame 0 held, free: 1 | 2 (order 0, 1) ...
 *
 * (an order above 9 would be 'a').
 */
static inline const char *frames_drawn(struct rig *r, pfn_t start, size_t nr)
{
	size_t i;

	assert_true(nr < sizeof(r->drawn));
	for (i = 0; i < nr; i++) {
		enum frame_kind kind = zone_kind(&r->m, start + i);
		enum migratetype type;
		unsigned order;
		pfn_t first;

		if (!buddy_find(&r->m, start + i, &first, &order, &type))
			r->drawn[i] = kind == KIND_HOLE	    ? '.' :
				      kind == KIND_RESERVED ? 'R' : 'A';
		else if (first != start + i)
			r->drawn[i] = '-';
		else
			r->drawn[i] = "0123456789a"[order];
	}
	r->drawn[i] = '\0';
	return r->drawn;
}

#define assert_frames(r, start, picture)                                       \
	assert_string_equal(frames_drawn(r, start, strlen(picture)), picture)

/* First frames of a list, head first: "2 0", "" if it is empty. */
static inline const char *list_drawn(struct rig *r, unsigned zone,
				     unsigned order, enum migratetype type)
{
	const struct zone *z = &r->m.s->zone[zone];
	pfn_t pfn = free_list_first(&r->m, z, order, type);
	size_t len = 0;

	r->drawn[0] = '\0';
	for (; pfn != PFN_NONE && len + 24 < sizeof(r->drawn);
	     pfn = free_list_next(&r->m, pfn, order))
		len += (size_t)snprintf(r->drawn + len, sizeof(r->drawn) - len,
					"%s%llu", len ? " " : "",
					(unsigned long long)pfn);
	return r->drawn;
}

/* Number of the zone with RAM that lies lowest: of a toy, its only one. */
static inline unsigned rig_zone(const struct rig *r)
{
	unsigned i = 0;

	while (!zone_populated(&r->m.s->zone[i]))
		i++;
	return i;
}

#define assert_list(r, order, type, frames)                                    \
	assert_string_equal(list_drawn(r, rig_zone(r), order, type), frames)

static inline char area_letter(uint32_t flags)
{
	if (flags & VM_WRITE)
		return flags & VM_READ ? 'w' : 'o';
	if (flags & VM_EXEC)
		return 'x';
	return flags & VM_READ ? 'r' : '-';
}

/*
 * Areas of the acting task, a character a page: w read and write, r read
 * only, x read and execute, o write only, - neither; a dot is no area. A bar
 * parts two areas that touch; < and > are areas that go on outside.
 *
 *      ww|rr|ww..r
 */
static inline const char *areas_drawn(struct rig *r, vaddr_t at,
				      const char *like)
{
	handle_t mm = rig_mm(r);
	vaddr_t end = at;
	size_t n = 0;

	for (const char *c = like; *c; c++)
		end += strchr("|<>", *c) ? 0 : PAGE_SIZE;
	if (vma_lookup(&r->m, mm, at) == vma_lookup(&r->m, mm, at - 1) &&
	    vma_lookup(&r->m, mm, at))
		r->drawn[n++] = '<';
	for (; at < end; at += PAGE_SIZE) {
		handle_t h = vma_lookup(&r->m, mm, at);
		const struct vma *v = h ? vma_at(&r->m, h) : NULL;

		assert_true(n + 3 < sizeof(r->drawn));
		r->drawn[n++] = v ? area_letter(v->flags) : '.';
		if (v && at + PAGE_SIZE == v->end && at + PAGE_SIZE < end &&
		    vma_lookup(&r->m, mm, v->end))
			r->drawn[n++] = '|';
		if (v && at + PAGE_SIZE == end && v->end > end)
			r->drawn[n++] = '>';
	}
	r->drawn[n] = '\0';
	return r->drawn;
}

#define assert_areas(r, at, picture)                                           \
	assert_string_equal(areas_drawn(r, at, picture), picture)

/* Address of a page of the playground. */
static inline vaddr_t page(uint64_t n)
{
	return BASE + n * PAGE_SIZE;
}

static inline uint64_t pages(uint64_t nr)
{
	return nr * PAGE_SIZE;
}

/* An operation by chance on a small machine with a task or two. */
static inline void rig_random(struct rig *r, uint64_t chance)
{
	uint64_t n = (chance >> 8) % 48, nr = 1 + (chance >> 16) % 12;

	r->task = chance >> 24 & 1 ? CHILD : TASK;
	switch (chance % 12) {
	case 0:
		rig_mmap(r, page(n), pages(nr), RW, FIXED);
		break;
	case 1:
		rig_munmap(r, page(n), pages(nr));
		break;
	case 2:
	case 3:
		rig_mprotect(r, page(n), pages(nr), chance % 2 ? RW : RO);
		break;
	case 4:
		rig_mremap(r, page(n), pages(1), pages(nr), MREMAP_MAYMOVE_, 0);
		break;
	case 5:
		rig_madvise(r, page(n), pages(nr), MADV_DONTNEED_);
		break;
	case 6:
		rig_alloc(r, (unsigned)nr % 5, GFP_KERNEL);
		break;
	case 7:
		rig_brk(r, (int64_t)pages(nr % 3));
		break;
	case 8:
		if (r->task == TASK && n < 8)
			rig_fork(r);
		break;
	case 9:
		if (r->task == CHILD && n < 16)
			rig_exit(r, 0);
		break;
	default:
		rig_op(r, (struct op){ .verb = OP_access, .task = r->task,
				       .mode = (uint8_t)(chance >> 32 & 1),
				       .arg = { page(n) } });
	}
}

#endif
