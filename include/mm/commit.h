/*
 * commit - what the tasks have been promised: Committed_AS and its limit
 *
 * Pages. Mode 0 looks at one request alone, mode 1 at nothing, mode 2 at the
 * sum of all promises.
 *
 * Source: mm/util.c __vm_enough_memory(), vm_commit_limit() (6.1). VR8.1 to
 * VR8.4.
 */
#ifndef MM_COMMIT_H
#define MM_COMMIT_H

#include "mm/machine.h"

/*
 * At boot: what mode 2 keeps back, from what is free now, unless the
 * description says it. Source: mm/mmap.c init_user_reserve(),
 * init_admin_reserve() (6.1).
 */
void commit_init(struct machine *m);

/*
 * Charge so many pages for that address space (0 = the kernel's own wish).
 * Return: 0, or -ENOMEM, nothing is charged, and vm_enough_memory is emitted.
 */
int64_t commit_charge(struct machine *m, handle_t mm, uint64_t pages);
void commit_uncharge(struct machine *m, uint64_t pages);
/* Would it be charged now? Only a look. */
bool commit_may(const struct machine *m, handle_t mm, uint64_t pages);

/* CommitLimit: pages that mode 2 lets be committed. */
uint64_t vm_commit_limit(const struct machine *m);

#endif
