/*
 * drop_caches - what a write to vm.drop_caches sets off: clean pages that
 * nobody uses leave the page cache, kernel objects that nobody uses go
 *
 * Source: fs/drop_caches.c (6.1). PR8.15. Left out: dentries and inodes, which
 * are no objects here.
 */
#ifndef MM_DROP_CACHES_H
#define MM_DROP_CACHES_H

#include "mm/machine.h"

/* 1 = pages, 2 = objects, 3 = both, 4 = 1 and no more lines in the log. */
void drop_caches_begin(struct machine *m, uint64_t value);
/*
 * POSIX_FADV_DONTNEED: of one file, pages [from, to). Dirty ones are sent on
 * their way first; this time they stay.
 */
void drop_pages_begin(struct machine *m, handle_t inode, uint64_t from,
		      uint64_t to);
/* Phase WORK_DROP, and what follows. */
bool drop_step(struct machine *m, unsigned *budget);
void drop_after(struct machine *m);

#endif
