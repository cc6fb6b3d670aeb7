/*
 * ipc - segments of System V: memory with a number instead of a name
 *
 * A segment is a shmem file with one link as long as nobody has removed it;
 * its label stands for it.
 *
 * Source: ipc/shm.c (6.1). Left out: keys, permissions, SHM_LOCK.
 */
#ifndef MM_IPC_H
#define MM_IPC_H

#include "mm/machine.h"
#include "mm/op.h"

int64_t begin_shmget(struct machine *m, const struct op *op, handle_t task);
int64_t begin_shmat(struct machine *m, const struct op *op, handle_t task);
int64_t begin_shmdt(struct machine *m, const struct op *op, handle_t task);
int64_t begin_shmctl(struct machine *m, const struct op *op, handle_t task);

#endif
