#include "mm/task.h"

#include <string.h>

#include "mm/clock.h"
#include "mm/fd.h"
#include "mm/page_alloc.h"
#include "mm/pgtable_alloc.h"
#include "mm/unmap.h"
#include "mm/vmstat.h"

enum { STACK_FRAMES = 4, THREAD_KB = 16, UNDO_BUDGET = 512 };

static const uint64_t stack_limit = UINT64_C(8) << 20;
static const uint64_t memlock_limit = UINT64_C(8) << 20;

handle_t task_by_pid(const struct machine *m, uint32_t pid)
{
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		if (task_at(m, h)->pid == pid)
			return h;
	return 0;
}

/* The slot's newest task is that one. */
static void slot_set(struct machine *m, uint32_t slot, handle_t h)
{
	handle_t *four;

	if (!slot || slot > m->s->nr_slots)
		return;
	four = arena_mut_small(&m->arena, m->s->task_slots + slot / 4);
	four[slot % 4] = h;
}

/* A task has gone: its name means the one before it again. */
static void slot_forget(struct machine *m, handle_t gone, uint32_t slot)
{
	handle_t found = 0;

	if (task_by_slot(m, slot) != gone)
		return;
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		if (task_at(m, h)->slot == slot)
			found = h;
	slot_set(m, slot, found);
}

static void task_append(struct machine *m, handle_t h)
{
	handle_t last = m->s->tasks;

	slot_set(m, task_at(m, h)->slot, h);
	if (!last) {
		m->s->tasks = h;
		return;
	}
	while (task_at(m, last)->next)
		last = task_at(m, last)->next;
	task_mut(m, last)->next = h;
}

static void task_forget(struct machine *m, handle_t h)
{
	handle_t next = task_at(m, h)->next;

	if (m->s->tasks == h) {
		m->s->tasks = next;
	} else {
		handle_t prev = m->s->tasks;

		while (task_at(m, prev)->next != h)
			prev = task_at(m, prev)->next;
		task_mut(m, prev)->next = next;
	}
	slot_forget(m, h, task_at(m, h)->slot);
	m->s->nr_tasks--;
	pool_free(&m->arena, &m->s->pool_task, h);
}

static void free_stack(struct machine *m, handle_t h)
{
	for (unsigned i = 0; i < STACK_FRAMES; i++)
		if (task_at(m, h)->stack[i] != PFN_NONE)
			free_pages(m, task_at(m, h)->stack[i], 0);
	node_stat_add(m, 0, NR_KERNEL_STACK_KB, -THREAD_KB);
}

/*
 * Source: kernel/fork.c dup_task_struct(), alloc_thread_stack_node() (6.1).
 * Left out: the slab objects of a task, cached stacks. Return: false if a
 * frame of the stack could not be had.
 */
static bool make_task(struct machine *m, handle_t h, uint32_t slot,
		      const char name[NAME_BYTES])
{
	struct task *t = task_mut(m, h);
	bool ok = true;

	t->pid = m->s->next_pid++;
	t->tag = m->s->next_tag++;
	t->slot = slot;
	t->start_ns = m->s->now_ns;
	t->rlimit_stack_bytes = stack_limit;
	t->rlimit_as_bytes = UINT64_MAX;
	t->rlimit_data_bytes = UINT64_MAX;
	t->rlimit_memlock_bytes = memlock_limit;
	memcpy(t->comm, name, NAME_BYTES);
	memcpy(t->name, name, NAME_BYTES);
	t->comm[NAME_BYTES - 1] = '\0';
	t->name[NAME_BYTES - 1] = '\0';
	m->s->nr_tasks++;
	node_stat_add(m, 0, NR_KERNEL_STACK_KB, THREAD_KB);
	for (unsigned i = 0; i < STACK_FRAMES; i++) {
		t->stack[i] = ok ? alloc_pages(m, GFP_KERNEL, 0, 0, KIND_KERNEL) :
				   PFN_NONE;
		ok = ok && t->stack[i] != PFN_NONE;
	}
	return ok;
}

/* The frames are there: from now on it can be found. */
static handle_t enlist(struct machine *m, handle_t h)
{
	task_append(m, h);
	clock_pass(m, COST_task);
	return h;
}

static handle_t give_up(struct machine *m, handle_t h)
{
	free_stack(m, h);
	m->s->nr_tasks--;
	pool_free(&m->arena, &m->s->pool_task, h);
	return 0;
}

/* Source: kernel/fork.c mm_init(), mm_alloc_pgd() (6.1). */
handle_t task_new(struct machine *m, uint32_t slot,
		  const char name[NAME_BYTES])
{
	handle_t h = object_new(m, &m->s->pool_task);
	handle_t mm = object_new(m, &m->s->pool_mm);

	mm_mut(m, mm)->nr_users = 1;
	if (make_task(m, h, slot, name) && pgtable_new(m, mm)) {
		task_mut(m, h)->mm = mm;
		return enlist(m, h);
	}
	pool_free(&m->arena, &m->s->pool_mm, mm);
	return give_up(m, h);
}

handle_t task_new_in(struct machine *m, uint32_t slot,
		     const char name[NAME_BYTES], handle_t mm)
{
	handle_t h = object_new(m, &m->s->pool_task);

	if (!make_task(m, h, slot, name))
		return give_up(m, h);
	task_mut(m, h)->mm = mm;
	mm_mut(m, mm)->nr_users++;
	return enlist(m, h);
}

void task_drop_mm(struct machine *m, handle_t h)
{
	handle_t mm = task_at(m, h)->mm;

	task_mut(m, h)->mm = 0;
	if (--mm_mut(m, mm)->nr_users)
		return;
	pgtable_delete(m, mm);
	pool_free(&m->arena, &m->s->pool_mm, mm);
}

void task_release(struct machine *m, handle_t h)
{
	free_stack(m, h);
	task_forget(m, h);
}

void task_undo(struct machine *m, handle_t h)
{
	const struct work under_way = m->s->work;
	unsigned budget = UNDO_BUDGET;

	unmap_start(m, h, 0, TASK_SIZE);
	while (!zap_step(m, &budget))
		budget = UNDO_BUDGET;
	while (!tables_step(m, &budget))
		budget = UNDO_BUDGET;
	while (!detach_step(m, &budget))
		budget = UNDO_BUDGET;
	m->s->work = under_way;
	m->s->work.phase = WORK_NONE;
	fds_close(m, h);
	task_drop_mm(m, h);
	task_release(m, h);
}
