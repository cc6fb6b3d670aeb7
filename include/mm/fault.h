/*
 * fault - an access of a task: the processor's walk, and the kernel's answer
 * when it cannot translate
 */
#ifndef MM_FAULT_H
#define MM_FAULT_H

#include "mm/vm_fault.h"
#include "mm/zap.h"

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
 * What such an access would meet now; only a look, nothing is changed. That a
 * frame can be had is taken for granted.
 */
struct access_look {
	bool		  faults;	/* else the processor does it alone */
	bool		  major;	/* somebody would have to wait for a disk */
	enum fault_reason reason;	/* of the first fault; of the signal */
	unsigned	  signal;	/* that ends it; 0 = it is served */
};
struct access_look access_look(const struct machine *m, handle_t task,
			       vaddr_t addr, unsigned mode);

/*
 * Fault in one page as MAP_POPULATE and madvise do: without the processor.
 * Return: 0, -ENOMEM or -EFAULT. No signal.
 */
int64_t fault_in(struct machine *m, handle_t task, vaddr_t addr, bool write);
/* The same for what a program touches before main(): its own faults. */
int64_t fault_at_start(struct machine *m, handle_t task, vaddr_t addr,
		       bool write);

#endif
