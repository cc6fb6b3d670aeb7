#include "mm/task.h"

#include <errno.h>
#include <string.h>

#include "mm/clock.h"
#include "mm/commit.h"
#include "mm/exec.h"
#include "mm/page_alloc.h"
#include "mm/pgtable_alloc.h"
#include "mm/rmap.h"
#include "mm/unmap.h"
#include "mm/vma.h"
#include "mm/vmstat.h"

enum { STACK_FRAMES = 4, THREAD_KB = 16 };

static const uint64_t stack_limit = UINT64_C(8) << 20;

handle_t task_by_pid(const struct machine *m, uint32_t pid)
{
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		if (task_at(m, h)->pid == pid)
			return h;
	return 0;
}

handle_t task_by_slot(const struct machine *m, uint32_t slot)
{
	handle_t found = 0;

	/* the newest of that name */
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		if (task_at(m, h)->slot == slot)
			found = h;
	return found;
}

static void task_append(struct machine *m, handle_t h)
{
	handle_t last = m->s->tasks;

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
 * A task with its kernel stack and an empty address space; 0 if no frame.
 *
 * Source: kernel/fork.c dup_task_struct(), alloc_thread_stack_node(), mm_init()
 * (6.1). Left out: the slab objects of a task, cached stacks.
 */
static handle_t task_new(struct machine *m, uint32_t slot,
			 const char name[NAME_BYTES])
{
	handle_t h = object_new(m, &m->s->pool_task);
	struct task *t = task_mut(m, h);
	bool ok = true;

	t->pid = m->s->next_pid++;
	t->tag = m->s->next_tag++;
	t->slot = slot;
	t->rlimit_stack_bytes = stack_limit;
	t->rlimit_as_bytes = UINT64_MAX;
	t->rlimit_data_bytes = UINT64_MAX;
	memcpy(t->comm, name, NAME_BYTES);
	memcpy(t->name, name, NAME_BYTES);
	t->comm[NAME_BYTES - 1] = '\0';
	t->name[NAME_BYTES - 1] = '\0';
	t->mm = object_new(m, &m->s->pool_mm);
	mm_mut(m, t->mm)->nr_users = 1;
	m->s->nr_tasks++;
	node_stat_add(m, 0, NR_KERNEL_STACK_KB, THREAD_KB);
	for (unsigned i = 0; i < STACK_FRAMES; i++) {
		t->stack[i] = ok ? alloc_pages(m, GFP_KERNEL, 0, 0, KIND_KERNEL) :
				   PFN_NONE;
		ok = ok && t->stack[i] != PFN_NONE;
	}
	task_append(m, h);
	if (ok && pgtable_new(m, t->mm)) {
		clock_pass(m, COST_task);
		return h;
	}
	free_stack(m, h);
	pool_free(&m->arena, &m->s->pool_mm, t->mm);
	task_forget(m, h);
	return 0;
}

/* All phases of leaving an address space at once, for a start that failed. */
static void task_undo(struct machine *m, handle_t h)
{
	unsigned budget;

	if (unmap_start(m, h, 0, TASK_SIZE) == 0) {
		do
			budget = 512;
		while (!zap_step(m, &budget));
		do
			budget = 512;
		while (!tables_step(m, &budget));
		do
			budget = 512;
		while (!detach_step(m, &budget));
	}
	pgtable_delete(m, task_at(m, h)->mm);
	pool_free(&m->arena, &m->s->pool_mm, task_at(m, h)->mm);
	free_stack(m, h);
	task_forget(m, h);
	memset(&m->s->work, 0, sizeof(m->s->work));
}

int64_t do_exec(struct machine *m, uint32_t slot, const char name[NAME_BYTES],
		unsigned layout, uint64_t seed)
{
	handle_t h;
	int64_t ret;

	/* a toy of free frames only has no kernel image to take pages from */
	if (zone_kind(m, m->s->zero_pfn) != KIND_RESERVED ||
	    zone_kind(m, m->s->zero_pfn + 1) != KIND_RESERVED)
		return -EINVAL;
	h = task_new(m, slot, name);
	if (!h)
		return -ENOMEM;
	m->log->pid = task_at(m, h)->pid;
	ret = exec_layout(m, h, layout, seed);
	if (ret) {
		task_undo(m, h);
		return ret;
	}
	event_emit(m, EV_sched_process_exec, task_at(m, h)->pid,
		   mm_at(m, task_at(m, h)->mm)->start_code);
	return task_at(m, h)->pid;
}

/* What a child's address space takes over as it is. */
static void copy_mm(struct machine *m, handle_t to, handle_t from)
{
	const struct mm *old = mm_at(m, from);
	struct mm *new = mm_mut(m, to);

	new->task_size = old->task_size;
	new->mmap_base = old->mmap_base;
	new->mmap_legacy_base = old->mmap_legacy_base;
	new->bottom_up = old->bottom_up;
	new->start_code = old->start_code;
	new->end_code = old->end_code;
	new->start_data = old->start_data;
	new->end_data = old->end_data;
	new->start_brk = old->start_brk;
	new->brk = old->brk;
	new->start_stack = old->start_stack;
}

int64_t do_fork(struct machine *m, handle_t parent, uint32_t child_slot,
		const char name[NAME_BYTES])
{
	handle_t h = task_new(m, child_slot, name);
	struct work *w = &m->s->work;
	struct task *t;

	if (!h)
		return -ENOMEM;
	t = task_mut(m, h);
	memcpy(t->comm, task_at(m, parent)->comm, NAME_BYTES);
	t->ppid = task_at(m, parent)->pid;
	t->rlimit_stack_bytes = task_at(m, parent)->rlimit_stack_bytes;
	t->rlimit_as_bytes = task_at(m, parent)->rlimit_as_bytes;
	t->rlimit_data_bytes = task_at(m, parent)->rlimit_data_bytes;
	copy_mm(m, t->mm, task_at(m, parent)->mm);
	event_emit(m, EV_task_newtask, t->pid, t->ppid, 0);
	w->phase = WORK_COPY;
	w->task = parent;
	w->other = h;
	w->at = 0;
	return t->pid;
}

/* VR6.2. Source: mm/memory.c vma_needs_copy() (6.1). */
static bool vma_needs_copy(const struct vma *v)
{
	return (v->flags & VM_PFNMAP) || v->anon_vma;
}

/* The child's area. Return: 0 or -ENOMEM. *copy tells whether entries follow. */
static int64_t dup_vma(struct machine *m, handle_t child_mm, handle_t h,
		       bool *copy)
{
	struct vma v = *vma_at(m, h);
	handle_t dup;

	*copy = false;
	if (v.flags & VM_DONTCOPY)
		return 0;
	if ((v.flags & VM_ACCOUNT) && commit_charge(m, child_mm, vma_pages(&v)))
		return -ENOMEM;
	dup = vma_create(m, child_mm, v.start, v.end,
			 v.flags & ~(uint32_t)(VM_LOCKED | VM_LOCKONFAULT),
			 v.pgoff, v.file);
	if (v.flags & VM_WIPEONFORK)
		return 0;
	anon_vma_fork(m, dup, h);
	*copy = vma_needs_copy(&v);
	return 0;
}

/*
 * One entry for the child; a private page loses its right to be written on
 * both sides (VR6.3).
 *
 * Source: mm/memory.c copy_present_pte() (6.1). Left out: pinned pages.
 */
static bool copy_entry(struct machine *m, handle_t child_mm, handle_t mm,
		       vaddr_t addr)
{
	handle_t table = pgtable_lookup(m, mm, addr);
	pte_t e = table_at(m, table)->entry[pt_index(addr, LEVEL_PTE)];
	handle_t dst = pgtable_fill(m, child_mm, addr);
	const struct frame *f = frame_at(m, pte_pfn(e));

	if (!dst)
		return false;
	if (!(e & PTE_SPECIAL) && f && frame_kind(f) == KIND_ANON) {
		struct frame *page = frame_mut(m, pte_pfn(e));

		page->refcount++;
		page->mapcount++;
		page->flags &= ~(uint32_t)PG_ANON_EXCLUSIVE;
		mm_mut(m, child_mm)->rss[MM_ANONPAGES]++;
		if (e & PTE_RW) {
			e &= ~PTE_RW;
			pgtable_set(m, table, addr, e, PTE_COW_SHARE);
		}
	} else if (!(e & PTE_SPECIAL)) {
		mm_mut(m, child_mm)->rss[MM_FILEPAGES]++;
	}
	if (!(e & PTE_SPECIAL))
		e &= ~PTE_ACCESSED;
	pgtable_set(m, dst, addr, e, PTE_COW_SHARE);
	return true;
}

static void fork_failed(struct machine *m)
{
	handle_t child = m->s->work.other;

	m->s->op_result = -ENOMEM;
	task_undo(m, child);
}

/*
 * Area by area in the order of addresses; work.at is where to go on: at an
 * area's start it is not there yet, inside it its entries are being copied.
 */
bool copy_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	handle_t mm = task_at(m, w->task)->mm;
	handle_t child_mm = task_at(m, w->other)->mm;

	for (;;) {
		handle_t h = vma_find(m, mm, w->at);
		bool copy = true;

		if (!h)
			return true;
		if (!*budget)
			return false;
		--*budget;
		if (w->at <= vma_at(m, h)->start && !w->write) {
			if (dup_vma(m, child_mm, h, &copy))
				break;
			w->at = vma_at(m, h)->start;
			w->write = copy;	/* its entries come next */
		}
		w->end = vma_at(m, h)->end;
		while (copy) {
			vaddr_t at = pgtable_copy_tables(m, child_mm, mm, w->at,
							 w->end, budget);

			if (at == VADDR_NONE)
				goto failed;
			w->at = at;
			if (w->at >= w->end)
				break;
			if (!*budget)
				return false;
			--*budget;
			if (!copy_entry(m, child_mm, mm, w->at))
				goto failed;
			w->at += PAGE_SIZE;
		}
		w->at = w->end;
		w->write = 0;
	}
failed:
	fork_failed(m);
	return true;
}

void fork_after(struct machine *m)
{
	m->s->work.phase = WORK_NONE;
}

int64_t do_exit(struct machine *m, handle_t task, uint32_t code)
{
	struct work *w = &m->s->work;

	event_emit(m, EV_sched_process_exit, task_at(m, task)->pid, code);
	w->task = task;
	w->phase = WORK_ZAP;
	w->at = 0;
	w->start = 0;
	w->end = TASK_SIZE;
	w->floor = 0;
	w->ceiling = 0;
	task_mut(m, task)->exit_code = code;
	return 0;
}

/* Pages, tables, areas, the top table: then only the task itself is left. */
void exit_after(struct machine *m)
{
	struct work *w = &m->s->work;
	struct task *t = task_mut(m, w->task);

	if (w->phase == WORK_ZAP) {
		w->phase = WORK_TABLES;
	} else if (w->phase == WORK_TABLES) {
		w->phase = WORK_DETACH;
	} else {
		w->phase = WORK_NONE;
		pgtable_delete(m, t->mm);
		pool_free(&m->arena, &m->s->pool_mm, t->mm);
		t->mm = 0;
		t->state = TASK_ZOMBIE;
	}
}

int64_t do_wait(struct machine *m, handle_t task, handle_t child)
{
	uint32_t pid;

	if (!child || (task && task_at(m, child)->ppid != task_at(m, task)->pid))
		return -ECHILD;
	if (task_at(m, child)->state != TASK_ZOMBIE)
		return -EAGAIN;
	pid = task_at(m, child)->pid;
	free_stack(m, child);
	task_forget(m, child);
	return pid;
}
