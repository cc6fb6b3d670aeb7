#include "mm/stack.h"

#include <errno.h>

#include "mm/commit.h"
#include "mm/event.h"
#include "mm/rmap.h"
#include "mm/sysctl.h"
#include "mm/vma.h"

/*
 * Source: mm/mmap.c expand_downwards(), acct_stack_growth() (6.1). Left out:
 * the mlock limit.
 */
int64_t expand_stack(struct machine *m, handle_t mm, handle_t h, vaddr_t addr,
		     uint64_t rlimit_stack_bytes)
{
	struct vma v = *vma_at(m, h);
	handle_t prev = vma_prev(m, h);
	uint64_t gap = (uint64_t)m->s->sysctl[SYSCTL_stack_guard_gap] << PAGE_SHIFT;
	uint64_t grow;

	addr &= ~(vaddr_t)(PAGE_SIZE - 1);
	if (addr < (uint64_t)m->s->sysctl[SYSCTL_mmap_min_addr])
		return -ENOMEM;
	if (prev && !(vma_at(m, prev)->flags & VM_GROWSDOWN) &&
	    (vma_at(m, prev)->flags & VM_ACCESS_FLAGS) &&
	    addr - vma_at(m, prev)->end < gap)
		return -ENOMEM;
	anon_vma_prepare(m, h);
	grow = (v.start - addr) >> PAGE_SHIFT;
	if (grow > v.pgoff || v.end - addr > rlimit_stack_bytes ||
	    commit_charge(m, mm, grow))
		return -ENOMEM;
	vma_set(m, h, addr, v.end, v.pgoff - grow, v.flags);
	event_emit(m, EV_stack_grow, addr, v.end, grow);
	return 0;
}
