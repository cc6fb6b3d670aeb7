/*
 * vm_fault - one page fault on its way through the decisions of VR5.1
 *
 * Who serves a fault may sleep: reclaim and the daemons then change entries,
 * so an entry is looked at again after an allocation or a wait. Areas and
 * tables stay where they are.
 */
#ifndef MM_VM_FAULT_H
#define MM_VM_FAULT_H

#include "mm/event.h"
#include "mm/types.h"

/* Bits of the x86 error code. */
enum {
	PF_PROT = 1,	/* the entry is there but does not allow it */
	PF_WRITE = 2,
	PF_USER = 4,
	PF_RSVD = 8,
	PF_INSTR = 16,
};

struct vm_fault {
	handle_t	  task, mm, vma;
	vaddr_t		  addr;		/* as accessed, not cut to its page */
	unsigned	  code;		/* PF_ bits */
	enum fault_reason reason;
	handle_t	  table;	/* PTE table, once it is there */
	pte_t		  entry;	/* as it was found */
	bool		  major;	/* something was read from a disk */
	/*
	 * The kernel asks, for populate or mlock: a fault that had to wait is
	 * given up and begun anew, and then finds the page in memory: minor.
	 */
	bool		  faultin;
};

static inline vaddr_t vm_fault_page(const struct vm_fault *f)
{
	return f->addr & ~(vaddr_t)(PAGE_SIZE - 1);
}

#endif
