/*
 * rlimit - how much address space a task may have, and how much of it locked
 *
 * Lengths in pages. uid 0 is root, whom the limit of locked memory does not
 * bind (CAP_IPC_LOCK).
 */
#ifndef MM_RLIMIT_H
#define MM_RLIMIT_H

#include "mm/machine.h"
#include "mm/op.h"

/* Return: 0, -EINVAL for an unknown resource; -EPERM: only root becomes others. */
int64_t begin_setrlimit(struct machine *m, const struct op *op, handle_t task);
int64_t begin_setuid(struct machine *m, const struct op *op, handle_t task);

/*
 * May so many pages be added? (address space and data limits)
 * Source: mm/mmap.c may_expand_vm() (6.1).
 */
bool may_expand_vm(const struct machine *m, handle_t task, uint32_t vm_flags,
		   uint64_t pages);

/*
 * May something be mapped at that address: below vm.mmap_min_addr only by root
 * (CAP_SYS_RAWIO)? Source: security/commoncap.c cap_mmap_addr() (6.1).
 */
bool may_map_at(const struct machine *m, handle_t task, vaddr_t addr);

/* Source: mm/mlock.c can_do_mlock() (6.1). */
bool can_do_mlock(const struct machine *m, handle_t task);
/* May so many pages be locked in all? */
bool may_lock(const struct machine *m, handle_t task, uint64_t pages);
/*
 * May an area with these flags get so many pages more?
 * Source: mm/mmap.c mlock_future_check() (6.1).
 */
bool may_lock_more(const struct machine *m, handle_t task, uint32_t vm_flags,
		   uint64_t pages);

#endif
