#include "mm/op.h"

#include <errno.h>
#include <string.h>

#include "mm/clock.h"
#include "mm/event.h"
#include "mm/fault.h"
#include "mm/madvise.h"
#include "mm/mmap.h"
#include "mm/mprotect.h"
#include "mm/mremap.h"
#include "mm/page_alloc.h"
#include "mm/sysctl.h"
#include "mm/task.h"
#include "mm/unmap.h"

/* Entries, areas or tables between two places where a checkpoint may stand. */
enum { STRETCH = 512 };

static const char *const verb_names[NR_OP_VERBS] = {
	[OP_none] = "none",
#define OP(verb, group, args, doc) [OP_##verb] = #verb,
#include "mm/op.def"
#undef OP
};

enum op_verb op_verb_by_name(const char *name, size_t len)
{
	for (unsigned i = 0; i < NR_OP_VERBS; i++)
		if (strlen(verb_names[i]) == len &&
		    memcmp(verb_names[i], name, len) == 0)
			return (enum op_verb)i;
	return NR_OP_VERBS;
}

const char *op_verb_name(enum op_verb verb)
{
	return verb < NR_OP_VERBS ? verb_names[verb] : "?";
}

/* The newest thing that the label names; NULL if there is none now. */
static const struct label *label_top(const struct machine *m, uint16_t slot)
{
	const handle_t *slots;

	if (!slot || slot > m->s->nr_labels)
		return NULL;
	slots = arena_get(&m->arena, m->s->labels);
	return slots[slot] ? label_at(m, slots[slot]) : NULL;
}

static handle_t *slot_mut(struct machine *m, uint16_t slot)
{
	handle_t *four = arena_mut(&m->arena, m->s->labels + slot / 4, 16);

	return four + slot % 4;
}

static void label_push(struct machine *m, uint16_t slot, enum label_kind kind,
		       uint64_t value, uint64_t extent)
{
	handle_t h;
	struct label *l;

	if (!slot || slot > m->s->nr_labels)
		return;
	h = object_new(m, &m->s->pool_label);
	l = label_mut(m, h);
	l->kind = kind;
	l->value = value;
	l->extent = extent;
	l->below = *slot_mut(m, slot);
	*slot_mut(m, slot) = h;
}

static void label_pop(struct machine *m, uint16_t slot)
{
	handle_t h = *slot_mut(m, slot);

	*slot_mut(m, slot) = label_at(m, h)->below;
	pool_free(&m->arena, &m->s->pool_label, h);
}

/* A place: bytes from the label's, or as it stands. false: the label is void. */
static bool op_place(const struct machine *m, const struct op *op,
		     vaddr_t *addr)
{
	const struct label *l;

	*addr = op->arg[0];
	if (!op->label)
		return true;
	l = label_top(m, op->label);
	if (!l || l->kind != LABEL_RANGE)
		return false;
	*addr += l->value;
	return true;
}

/* Length as given; 0 means from the place to the end of the label's range. */
static uint64_t op_length(const struct machine *m, const struct op *op,
			  uint64_t given)
{
	const struct label *l = label_top(m, op->label);

	if (given || !l || op->arg[0] > l->extent)
		return given;
	return l->extent - op->arg[0];
}

/*
 * Every verb: what it does at once, and what follows after each phase of a
 * long one. `call`: it is a system call of a task.
 */
struct act {
	int64_t (*begin)(struct machine *m, const struct op *op, handle_t task);
	void (*after)(struct machine *m);
	bool call;
	bool task;	/* needs a living task */
	unsigned range;	/* the result is a range's begin, this argument its length */
};

static int64_t begin_exec(struct machine *m, const struct op *op, handle_t task)
{
	char name[NAME_BYTES];

	(void)task;
	memcpy(name, &op->arg[3], sizeof(name));
	return do_exec(m, op->task, name, op->mode, op->arg[1]);
}

static int64_t begin_fork(struct machine *m, const struct op *op, handle_t task)
{
	char name[NAME_BYTES];

	memcpy(name, &op->arg[3], sizeof(name));
	return do_fork(m, task, (uint32_t)op->arg[1], name);
}

static int64_t begin_exit(struct machine *m, const struct op *op, handle_t task)
{
	return do_exit(m, task, (uint32_t)(op->arg[1] & 255) << 8);
}

static int64_t begin_wait(struct machine *m, const struct op *op, handle_t task)
{
	return do_wait(m, task, task_by_slot(m, (uint32_t)op->arg[1]));
}

static int64_t begin_mmap(struct machine *m, const struct op *op, handle_t task)
{
	vaddr_t at;

	if (!op_place(m, op, &at))
		return -EINVAL;
	return do_mmap(m, task, at, op->arg[1], (unsigned)op->arg[2],
		       (unsigned)op->arg[3]);
}

static int64_t begin_munmap(struct machine *m, const struct op *op,
			    handle_t task)
{
	vaddr_t at;

	if (!op_place(m, op, &at))
		return -EINVAL;
	return do_munmap(m, task, at, op_length(m, op, op->arg[1]));
}

static int64_t begin_mprotect(struct machine *m, const struct op *op,
			      handle_t task)
{
	vaddr_t at;

	if (!op_place(m, op, &at))
		return -EINVAL;
	return do_mprotect(m, task, at, op_length(m, op, op->arg[1]),
			   (unsigned)op->arg[2]);
}

static int64_t begin_mremap(struct machine *m, const struct op *op,
			    handle_t task)
{
	struct op placed = *op;

	if (!op_place(m, op, &placed.arg[0]))
		return -EINVAL;
	/* mremap_after() reads it again */
	memcpy(m->s->work.op, &placed, sizeof(placed));
	return do_mremap(m, task, placed.arg[0], op->arg[1], op->arg[2],
			 (unsigned)op->arg[3], op->arg[4]);
}

static int64_t begin_brk(struct machine *m, const struct op *op, handle_t task)
{
	vaddr_t brk = mm_at(m, task_at(m, task)->mm)->brk;
	vaddr_t to = op->arg[2] ? op->arg[2] : brk + op->arg[1];
	int64_t now = do_brk(m, task, to);

	if ((vaddr_t)now != to)
		return -ENOMEM;		/* as the C library reports it */
	label_push(m, op->out, LABEL_RANGE, to > brk ? brk : to,
		   to > brk ? to - brk : 0);
	return now;
}

static int64_t begin_madvise(struct machine *m, const struct op *op,
			     handle_t task)
{
	vaddr_t at;

	if (!op_place(m, op, &at))
		return -EINVAL;
	return do_madvise(m, task, at, op_length(m, op, op->arg[1]),
			  (unsigned)op->arg[2]);
}

static int64_t begin_access(struct machine *m, const struct op *op,
			    handle_t task)
{
	vaddr_t at;

	if (!op_place(m, op, &at))
		return -EINVAL;
	return access_page(m, task, at, op->mode & MODE_MASK);
}

static int64_t begin_alloc_pages(struct machine *m, const struct op *op,
				 handle_t task)
{
	unsigned order = (unsigned)op->arg[1];
	gfp_t gfp = op->arg[2] ? (gfp_t)op->arg[2] : (gfp_t)GFP_KERNEL;
	pfn_t pfn;

	(void)task;
	if (order >= MAX_ORDER || op->arg[3] >= m->s->nr_nodes)
		return -EINVAL;
	pfn = alloc_pages(m, gfp, order, (uint32_t)op->arg[3], KIND_KERNEL);
	if (pfn == PFN_NONE)
		return -ENOMEM;
	label_push(m, op->out, LABEL_BLOCK, pfn, order);
	return (int64_t)pfn;
}

static int64_t begin_free_pages(struct machine *m, const struct op *op,
				handle_t task)
{
	const struct label *l = label_top(m, op->label);
	pfn_t pfn;

	(void)task;
	if (!l || l->kind != LABEL_BLOCK)
		return -EINVAL;
	pfn = l->value;
	label_pop(m, op->label);
	put_page(m, pfn);
	return (int64_t)pfn;
}

static int64_t begin_sysctl(struct machine *m, const struct op *op,
			    handle_t task)
{
	(void)task;
	if (op->mode >= NR_SYSCTLS)
		return -ENOENT;
	return sysctl_write(m, (enum sysctl_id)op->mode, op->arg);
}

static int64_t begin_thp(struct machine *m, const struct op *op, handle_t task)
{
	(void)task;
	if (op->mode > THP_ALWAYS)
		return -EINVAL;
	thp_write(m, op->mode);
	return 0;
}

static int64_t begin_sleep(struct machine *m, const struct op *op,
			   handle_t task)
{
	const uint64_t ns_per_ms = 1000000;

	(void)task;
	if (op->arg[1] > UINT64_MAX / ns_per_ms - m->s->now_ns / ns_per_ms - 1)
		return -EINVAL;
	m->s->now_ns += op->arg[1] * ns_per_ms;
	return 0;
}

static const struct act acts[NR_OP_VERBS] = {
	[OP_exec] = { begin_exec, NULL, false, false, 0 },
	[OP_fork] = { begin_fork, fork_after, true, true, 0 },
	[OP_exit] = { begin_exit, exit_after, true, true, 0 },
	[OP_wait] = { begin_wait, NULL, true, true, 0 },
	[OP_mmap] = { begin_mmap, mmap_after, true, true, 1 },
	[OP_munmap] = { begin_munmap, munmap_after, true, true, 0 },
	[OP_mprotect] = { begin_mprotect, mprotect_after, true, true, 0 },
	[OP_mremap] = { begin_mremap, mremap_after, true, true, 2 },
	[OP_brk] = { begin_brk, munmap_after, true, true, 0 },
	[OP_madvise] = { begin_madvise, madvise_after, true, true, 0 },
	[OP_access] = { begin_access, NULL, false, true, 0 },
	[OP_alloc_pages] = { begin_alloc_pages, NULL, false, false, 0 },
	[OP_free_pages] = { begin_free_pages, NULL, false, false, 0 },
	[OP_sysctl] = { begin_sysctl, NULL, false, false, 0 },
	[OP_thp] = { begin_thp, NULL, false, false, 0 },
	[OP_sleep] = { begin_sleep, NULL, false, false, 0 },
};

static bool (*const phases[])(struct machine *m, unsigned *budget) = {
	[WORK_DETACH] = detach_step, [WORK_ZAP] = zap_step,
	[WORK_TABLES] = tables_step, [WORK_POPULATE] = populate_step,
	[WORK_PROTECT] = protect_step, [WORK_MOVE] = move_step,
	[WORK_COPY] = copy_step,
};

/* A range gets its label when the call has succeeded, not before. */
static void label_range(struct machine *m, unsigned length_arg)
{
	int64_t ret = m->s->op_result;
	struct op op;

	memcpy(&op, m->s->work.op, sizeof(op));
	if (ret >= 0)
		label_push(m, op.out, LABEL_RANGE, (uint64_t)ret,
			   op.arg[length_arg]);
}

static bool op_done(struct machine *m)
{
	const struct act *act = &acts[m->s->work.verb];

	if (act->range)
		label_range(m, act->range);
	if (act->call)
		event_emit(m, EV_sys_exit, m->s->work.verb, m->s->op_result);
	if (act->after)
		memset(&m->s->work, 0, sizeof(m->s->work));
	m->s->work.verb = 0;
	m->s->nr_ops++;
	return true;
}

/* One stretch: phase after phase until the budget is used up. */
static bool stretch(struct machine *m)
{
	struct work *w = &m->s->work;
	unsigned budget = STRETCH;

	while (w->phase != WORK_NONE) {
		if (!phases[w->phase](m, &budget))
			return false;
		/* a failed fork has taken itself back */
		if (w->phase != WORK_NONE)
			acts[w->verb].after(m);
		if (!budget && w->phase != WORK_NONE)
			return false;
	}
	return op_done(m);
}

bool op_begin(struct machine *m, const struct op *op)
{
	const struct act *act = &acts[op->verb];
	struct state *s = m->s;
	handle_t task = act->task ? task_by_slot(m, op->task) : 0;

	bug_on(op->verb == OP_none || op->verb >= NR_OP_VERBS);
	s->op_signal = 0;
	s->op_si_code = 0;
	s->work.verb = op->verb;
	if (act->after)
		memcpy(s->work.op, op, sizeof(s->work.op));
	m->log->pid = task ? task_at(m, task)->pid : 0;
	if (act->task && (!task || !task_at(m, task)->mm)) {
		s->op_result = -ESRCH;
		memset(&s->work, 0, sizeof(s->work));
		s->nr_ops++;
		return true;
	}
	if (act->call) {
		clock_pass(m, COST_syscall);
		event_emit(m, EV_sys_enter, op->verb, op->arg[0], op->arg[1],
			   op->arg[2], op->arg[3]);
	}
	s->op_result = act->begin ? act->begin(m, op, task) : -ENOSYS;
	return s->work.phase == WORK_NONE ? op_done(m) : stretch(m);
}

bool op_go_on(struct machine *m)
{
	bug_on(!m->s->work.verb);
	m->log->pid = m->s->work.task ? task_at(m, m->s->work.task)->pid : 0;
	return stretch(m);
}

int64_t op_run(struct machine *m, const struct op *op)
{
	bool done = op_begin(m, op);

	while (!done)
		done = op_go_on(m);
	return m->s->op_result;
}
