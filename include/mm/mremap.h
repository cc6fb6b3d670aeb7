/* mremap - a range grows, shrinks or moves (VR2.12) */
#ifndef MM_MREMAP_H
#define MM_MREMAP_H

#include "mm/machine.h"
#include "mm/op.h"

/*
 * The operation's place is an address by now. Return: the address of the
 * range, or -EINVAL, -EFAULT, -EAGAIN, -ENOMEM, -EPERM. A move that runs out
 * of frames for tables goes back to where it began.
 * Source: mm/mremap.c (6.1).
 */
int64_t do_mremap(struct machine *m, handle_t task, const struct op *op);
void mremap_after(struct machine *m);

/* Phase WORK_MOVE: entries of [at, end) go to `to` and on. */
bool move_step(struct machine *m, unsigned *budget);

#endif
