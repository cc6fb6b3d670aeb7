/*
 * commit - what the tasks have been promised: Committed_AS and its limit
 *
 * Source: mm/util.c __vm_enough_memory(), vm_commit_limit() (6.1).
 */
#ifndef MM_COMMIT_H
#define MM_COMMIT_H

#include "mm/machine.h"

/* Charge so many pages. Return: 0, or -ENOMEM and nothing is charged. */
int64_t commit_charge(struct machine *m, handle_t mm, uint64_t pages);
void commit_uncharge(struct machine *m, uint64_t pages);

/* Pages that mode 2 lets be committed. */
uint64_t vm_commit_limit(const struct machine *m);

#endif
