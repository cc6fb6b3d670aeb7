/*
 * flusher - the daemon that sends dirty pages of files to their disks
 *
 * It works because too much is dirty (background), because reclaim or sync
 * asked for all that is dirty, or because inodes became old (periodic). A
 * slice is one request. As a disk takes only so many requests at a time, the
 * flusher then waits for the disk.
 *
 * Source: fs/fs-writeback.c (6.1). PR9.8. Left out: several flushers, one a
 * disk; inodes that are dirty by their times alone.
 */
#ifndef MM_FLUSHER_H
#define MM_FLUSHER_H

#include "mm/writeback.h"

/* Its pair for mm/daemon.h. */
uint64_t flusher_due(const struct machine *m);
void flusher_slice(struct machine *m);

/*
 * vm.dirty_writeback_centisecs was written: the next look for old inodes is
 * due anew, and the first is now.
 * Source: mm/page-writeback.c dirty_writeback_centisecs_handler() (6.1).
 */
void flusher_interval_written(struct machine *m);

/* It has work, or was asked for some: where it is not held, it runs. */
bool flusher_is_awake(const struct machine *m);
/* What it works for, or will; NR_WB_REASONS = nothing. */
enum wb_reason flusher_reason(const struct machine *m);

#endif
