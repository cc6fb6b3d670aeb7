/*
 * mlock - memory that stays: areas marked, their pages faulted in and taken
 * off the lists that reclaim looks at
 *
 * Source: mm/mlock.c (6.1). VR9.1 to VR9.4. Left out: secretmem, SHM_LOCK.
 */
#ifndef MM_MLOCK_H
#define MM_MLOCK_H

#include "mm/machine.h"
#include "mm/op.h"

/*
 * mlock, mlock2 (with MLOCK_ONFAULT), munlock, mlockall, munlockall. Areas and
 * pages follow in WORK_LOCK, then the faults in WORK_POPULATE.
 * Return: 0, -EPERM, -EINVAL, -ENOMEM; mlock() also -EAGAIN if no frame is left.
 */
int64_t begin_mlock(struct machine *m, const struct op *op, handle_t task);
int64_t begin_munlock(struct machine *m, const struct op *op, handle_t task);
int64_t begin_mlockall(struct machine *m, const struct op *op, handle_t task);
int64_t begin_munlockall(struct machine *m, const struct op *op,
			 handle_t task);
void mlock_after(struct machine *m);

/* Phase WORK_LOCK. */
bool lock_step(struct machine *m, unsigned *budget);

#endif
