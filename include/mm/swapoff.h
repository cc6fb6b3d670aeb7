/*
 * swapoff - swap areas come into use, and go when all their pages were read
 * back
 *
 * Source: mm/swapfile.c sys_swapon(), sys_swapoff(), try_to_unuse() (6.1).
 */
#ifndef MM_SWAPOFF_H
#define MM_SWAPOFF_H

#include "mm/machine.h"
#include "mm/op.h"

/*
 * arg[1] is the number of the device, arg[2] the priority: 0 to 32767, or -1 =
 * the next below all that came without one. Return: 0, -EINVAL (no such
 * device; swapoff: it is not in use), -EBUSY, -ENOMEM (swapoff: mode 2 would
 * have promised too much).
 */
int64_t begin_swapon(struct machine *m, const struct op *op, handle_t task);
int64_t begin_swapoff(struct machine *m, const struct op *op, handle_t task);

/*
 * The phase WORK_SWAPOFF: pages of shmem files, then of all address spaces,
 * then what is left in the swap cache; again, as long as slots are in use.
 * Return: true if it is done; state.op_result is -ENOMEM if a page could not
 * be read back: the area is then used as before.
 */
bool swapoff_step(struct machine *m, unsigned *budget);
void swapoff_after(struct machine *m);

#endif
