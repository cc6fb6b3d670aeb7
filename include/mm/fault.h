/*
 * fault - an access of a task: the processor's walk, and the kernel's answer
 * when it cannot translate
 */
#ifndef MM_FAULT_H
#define MM_FAULT_H

#include "mm/event.h"
#include "mm/machine.h"

/* Bits of the x86 error code. */
enum {
	PF_PROT = 1,	/* the entry is there but does not allow it */
	PF_WRITE = 2,
	PF_USER = 4,
	PF_RSVD = 8,
	PF_INSTR = 16,
};

enum { SIGSEGV_ = 11, SIGBUS_ = 7, SIGKILL_ = 9 };
enum { SEGV_MAPERR_ = 1, SEGV_ACCERR_ = 2, BUS_ADRERR_ = 2, SI_KERNEL_ = 0x80 };

/*
 * One access to one byte, faults and all.
 * Return: 0; -EFAULT with state.op_signal set if the task got a signal;
 * -ENOMEM if no frame could be had.
 */
int64_t access_page(struct machine *m, handle_t task, vaddr_t addr,
		    unsigned mode);

/*
 * Fault in one page as MAP_POPULATE and madvise do: without the processor.
 * Return: 0, -ENOMEM or -EFAULT. No signal.
 */
int64_t fault_in(struct machine *m, handle_t task, vaddr_t addr, bool write);

/* Sum of the resident counters. */
uint64_t mm_rss(const struct mm *mm);

#endif
