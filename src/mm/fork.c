#include "mm/fork.h"

#include <errno.h>
#include <string.h>

#include "mm/commit.h"
#include "mm/fd.h"
#include "mm/pgtable_alloc.h"
#include "mm/rmap.h"
#include "mm/rss.h"
#include "mm/swap.h"
#include "mm/task.h"
#include "mm/vma.h"

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

/*
 * What a child takes over from its parent, but for memory.
 *
 * Source: kernel/fork.c copy_process(), copy_signal(), copy_files() (6.1).
 */
static void copy_task(struct machine *m, handle_t child, handle_t parent)
{
	const struct task *from = task_at(m, parent);
	struct task *to = task_mut(m, child);

	memcpy(to->comm, from->comm, NAME_BYTES);
	to->ppid = from->pid;
	to->rlimit_stack_bytes = from->rlimit_stack_bytes;
	to->rlimit_as_bytes = from->rlimit_as_bytes;
	to->rlimit_data_bytes = from->rlimit_data_bytes;
	to->rlimit_memlock_bytes = from->rlimit_memlock_bytes;
	to->oom_score_adj = from->oom_score_adj;
	to->oom_score_adj_min = from->oom_score_adj_min;
	to->uid = from->uid;
	fds_copy(m, child, parent);
}

int64_t do_fork(struct machine *m, handle_t parent, uint32_t child_slot,
		const char name[NAME_BYTES])
{
	handle_t h = task_new(m, child_slot, name);
	struct work *w = &m->s->work;

	if (!h)
		return -ENOMEM;
	copy_task(m, h, parent);
	copy_mm(m, task_at(m, h)->mm, task_at(m, parent)->mm);
	w->phase = WORK_COPY;
	w->task = parent;
	w->other = h;
	w->at = 0;
	w->write = 0;
	event_emit(m, EV_task_newtask, task_at(m, h)->pid,
		   task_at(m, h)->ppid, 0);
	return task_at(m, h)->pid;
}

int64_t do_vfork(struct machine *m, handle_t parent, uint32_t child_slot,
		 const char name[NAME_BYTES])
{
	const uint32_t flags = CLONE_VM_ | CLONE_VFORK_;
	handle_t h = task_new_in(m, child_slot, name, task_at(m, parent)->mm);

	if (!h)
		return -ENOMEM;
	copy_task(m, h, parent);
	task_mut(m, parent)->vfork_child = task_at(m, h)->pid;
	event_emit(m, EV_task_newtask, task_at(m, h)->pid,
		   task_at(m, h)->ppid, flags);
	return task_at(m, h)->pid;
}

/* VR6.2. Source: mm/memory.c vma_needs_copy() (6.1). */
static bool vma_needs_copy(const struct vma *v)
{
	return (v->flags & VM_PFNMAP) || v->anon_vma;
}

/* The child's area; *copy tells whether entries follow. Return: 0 or -ENOMEM. */
static int64_t dup_vma(struct machine *m, handle_t child_mm, handle_t h,
		       bool *copy)
{
	struct vma v = *vma_at(m, h);
	handle_t dup;

	*copy = false;
	if (v.flags & VM_DONTCOPY)
		return 0;
	/* it is the parent who asks */
	if ((v.flags & VM_ACCOUNT) && commit_charge(m, v.mm, vma_pages(&v)))
		return -ENOMEM;
	dup = vma_create(m, child_mm, v.start, v.end,
			 v.flags & ~VM_LOCKED_MASK,
			 v.pgoff, v.file);
	if (v.flags & VM_WIPEONFORK)
		return 0;
	anon_vma_fork(m, dup, h);
	*copy = vma_needs_copy(&v);
	return 0;
}

/*
 * A page in a swap area has a user more (VR6.3).
 *
 * Source: mm/memory.c copy_nonpresent_pte() (6.1). Left out: other entries
 * than those of swap.
 */
static pte_t copy_nonpresent(struct machine *m, handle_t child_mm,
			     handle_t table, vaddr_t addr, pte_t e)
{
	pte_t shared = swap_pte_share(m, e);

	add_mm_counter(m, child_mm, MM_SWAPENTS, 1);
	if (shared != e)
		pgtable_set(m, table, addr, shared, PTE_COW_SHARE);
	return shared;
}

/* A page in memory is referred to and mapped once more. */
static void dup_page(struct machine *m, handle_t child_mm, pte_t e)
{
	pfn_t pfn = vm_normal_page(m, e);
	struct frame *page;

	if (pfn == PFN_NONE) {
		if (!(e & PTE_SPECIAL))
			add_mm_counter(m, child_mm, MM_FILEPAGES, 1);
		return;				/* zeros, or the vdso */
	}
	page = frame_mut(m, pfn);
	page->refcount++;
	page->mapcount++;
	if (frame_kind(page) == KIND_ANON)
		page->flags &= ~PG_ANON_EXCLUSIVE;
	add_mm_counter(m, child_mm, mm_counter(page), 1);
}

/*
 * One entry for the child; a private page loses its right to be written on
 * both sides (VR6.3).
 *
 * Source: mm/memory.c copy_present_pte() (6.1). Left out: pinned pages.
 */
static pte_t copy_present(struct machine *m, handle_t child_mm,
			  handle_t table, vaddr_t addr, pte_t e, bool shared)
{
	dup_page(m, child_mm, e);
	if (!shared && (e & PTE_RW)) {
		e &= ~PTE_RW;
		pgtable_set(m, table, addr, e, PTE_COW_SHARE);
	}
	e &= ~(shared ? PTE_DIRTY : 0);
	return e & PTE_SPECIAL ? e : e & ~PTE_ACCESSED;
}

/*
 * Entries of one table, up to `stop`. Return: false if no table could be had.
 *
 * Source: mm/memory.c copy_pte_range() (6.1).
 */
static bool copy_table(struct machine *m, handle_t child_mm, handle_t mm,
		       vaddr_t stop, unsigned *budget)
{
	struct work *w = &m->s->work;
	bool shared = vma_at(m, vma_lookup(m, mm, w->at))->flags & VM_SHARED;
	handle_t table = pgtable_lookup(m, mm, w->at);
	handle_t dst = pgtable_fill(m, child_mm, w->at);

	if (!dst)
		return false;
	/* to get a table may have meant to reclaim pages of this one */
	for (; w->at < stop && *budget; w->at += PAGE_SIZE) {
		pte_t e = pgtable_entry(m, table, w->at);

		if (!e)
			continue;
		--*budget;
		e = pte_present(e) ?
			    copy_present(m, child_mm, table, w->at, e, shared) :
			    copy_nonpresent(m, child_mm, table, w->at, e);
		pgtable_set(m, dst, w->at, e, PTE_COW_SHARE);
	}
	return true;
}

static void fork_failed(struct machine *m)
{
	handle_t child = m->s->work.other;

	m->s->op_result = -ENOMEM;
	task_undo(m, child);
}

/* Entries of one area. Return: false if no table could be had. */
static bool copy_entries(struct machine *m, handle_t child_mm, handle_t mm,
			 unsigned *budget)
{
	struct work *w = &m->s->work;

	while (*budget && w->at < w->end) {
		vaddr_t at = pgtable_copy_tables(m, child_mm, mm, w->at,
						 w->end, budget);

		if (at == VADDR_NONE)
			return false;
		w->at = at;
		if (at < w->end && *budget &&
		    !copy_table(m, child_mm, mm, pmd_addr_end(at, w->end),
				budget))
			return false;
	}
	return true;
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
		bool copy = true, ok = true;

		if (!h)
			return true;
		if (!*budget)
			return false;
		--*budget;
		if (w->at <= vma_at(m, h)->start && !w->write) {
			ok = dup_vma(m, child_mm, h, &copy) == 0;
			w->at = vma_at(m, h)->start;
			w->write = copy;	/* its entries come next */
		}
		w->end = vma_at(m, h)->end;
		if (ok && copy)
			ok = copy_entries(m, child_mm, mm, budget);
		if (!ok) {
			fork_failed(m);
			return true;
		}
		if (copy && w->at < w->end)
			return false;
		w->at = w->end;
		w->write = 0;
	}
}

/* Who is to die itself has no child any more. */
void fork_after(struct machine *m)
{
	struct work *w = &m->s->work;

	w->phase = WORK_NONE;
	if (task_at(m, w->task)->sigkill)
		task_undo(m, w->other);
}
