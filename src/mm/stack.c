#include "mm/stack.h"

#include <errno.h>

#include "mm/commit.h"
#include "mm/event.h"
#include "mm/rlimit.h"
#include "mm/sysctl.h"
#include "mm/vma.h"

static vaddr_t page_of(vaddr_t addr)
{
	return addr & ~(vaddr_t)(PAGE_SIZE - 1);
}

/* What lies below must keep its distance, unless nobody can reach it. */
static bool gap_is_kept(const struct machine *m, handle_t h, vaddr_t addr)
{
	uint64_t gap = (uint64_t)m->s->sysctl[SYSCTL_stack_guard_gap]
		       << PAGE_SHIFT;
	handle_t prev = vma_prev(m, h);
	const struct vma *p;

	if (!prev)
		return true;
	p = vma_at(m, prev);
	return (p->flags & VM_GROWSDOWN) || !(p->flags & VM_ACCESS_FLAGS) ||
	       addr - p->end >= gap;
}

bool stack_may_grow(const struct machine *m, handle_t h, vaddr_t addr,
		    uint64_t rlimit_stack_bytes)
{
	const struct vma *v = vma_at(m, h);

	addr = page_of(addr);
	return addr >= (vaddr_t)m->s->sysctl[SYSCTL_mmap_min_addr] &&
	       gap_is_kept(m, h, addr) &&
	       (v->start - addr) >> PAGE_SHIFT <= v->pgoff &&
	       v->end - addr <= rlimit_stack_bytes;
}

static uint64_t pages_to(const struct vma *v, vaddr_t addr)
{
	return (v->start - page_of(addr)) >> PAGE_SHIFT;
}

/* What the task may have and lock at most. */
static bool limits_allow(const struct machine *m, handle_t task,
			 const struct vma *v, uint64_t grow)
{
	return may_expand_vm(m, task, v->flags, grow) &&
	       may_lock_more(m, task, v->flags, grow);
}

bool stack_would_grow(const struct machine *m, handle_t task, handle_t h,
		      vaddr_t addr)
{
	const struct vma *v = vma_at(m, h);
	uint64_t grow = pages_to(v, addr);

	return stack_may_grow(m, h, addr,
			      task_at(m, task)->rlimit_stack_bytes) &&
	       limits_allow(m, task, v, grow) &&
	       (!(v->flags & VM_ACCOUNT) || commit_may(m, v->mm, grow));
}

/*
 * The kernel charges the growth of an area that was never promised, too, and
 * does not give it back in the end; the model does not.
 *
 * Source: mm/mmap.c expand_downwards(), acct_stack_growth() (6.1).
 */
int64_t expand_stack(struct machine *m, handle_t task, handle_t h,
		     vaddr_t addr)
{
	struct vma v = *vma_at(m, h);
	uint64_t grow = pages_to(&v, addr);

	if (!stack_may_grow(m, h, addr, task_at(m, task)->rlimit_stack_bytes))
		return -ENOMEM;
	anon_vma_prepare(m, h);
	if (!limits_allow(m, task, &v, grow) ||
	    ((v.flags & VM_ACCOUNT) && commit_charge(m, v.mm, grow)))
		return -ENOMEM;
	if (v.flags & VM_LOCKED)
		mm_mut(m, v.mm)->locked_vm += grow;
	vma_set(m, h, page_of(addr), v.end, v.pgoff - grow, v.flags);
	event_emit(m, EV_stack_grow, page_of(addr), v.end, grow);
	return 0;
}
