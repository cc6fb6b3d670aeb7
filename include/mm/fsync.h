/*
 * fsync - dirty pages of a file, of a mapped range, or of all files go to the
 * disk, and are waited for
 *
 * Source: fs/sync.c, mm/msync.c, mm/filemap.c file_write_and_wait_range()
 * (6.1). PR9.10. Left out: the file system's own blocks and barriers.
 */
#ifndef MM_FSYNC_H
#define MM_FSYNC_H

#include "mm/machine.h"
#include "mm/op.h"

int64_t begin_fsync(struct machine *m, const struct op *op, handle_t task);
int64_t begin_sync(struct machine *m, const struct op *op, handle_t task);
int64_t begin_msync(struct machine *m, const struct op *op, handle_t task);
/* Phase WORK_SYNC, and what follows. */
bool sync_step(struct machine *m, unsigned *budget);
void fsync_after(struct machine *m);
void sync_after(struct machine *m);
void msync_after(struct machine *m);

#endif
