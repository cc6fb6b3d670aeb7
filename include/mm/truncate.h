/*
 * truncate - pages leave a file: it ends earlier, it goes, or they are dropped
 * because they are clean and unused
 *
 * Source: mm/truncate.c, fs/inode.c evict() (6.1). PR8.15.
 */
#ifndef MM_TRUNCATE_H
#define MM_TRUNCATE_H

#include "mm/filemap.h"

/*
 * Pages from `from` to `to` (exclusive; INDEX_NONE = all) go, whatever they
 * hold; mapped ones are unmapped first, those on their way to the disk waited
 * for. *budget counts pages down. Return: true when done.
 */
bool truncate_inode_pages(struct machine *m, handle_t inode, uint64_t from,
			  uint64_t to, unsigned *budget);
/*
 * The same where the file ends earlier: private copies of its pages go, too.
 * Source: mm/truncate.c truncate_pagecache() (6.1).
 */
bool truncate_pagecache(struct machine *m, handle_t inode, uint64_t from,
			unsigned *budget);
/*
 * Of the pages in [*at, to) those that are clean, unmapped and in nobody's
 * hands go, and all shadows; others are moved to where reclaim finds them
 * first, unless they are mapped. Shmem has nowhere else to be and stays. *at
 * moves on, to `to` in the end; *budget counts slots down.
 * Return: pages dropped.
 */
uint64_t invalidate_mapping_pages(struct machine *m, handle_t inode,
				  uint64_t *at, uint64_t to, unsigned *budget);

/*
 * The phase WORK_EVICT: files without a name that nobody has open any more
 * lose their pages and go. A call's end leads here (mm/op.c), as the kernel's
 * task_work does. Return: true when there is none left.
 */
bool evict_step(struct machine *m, unsigned *budget);

#endif
