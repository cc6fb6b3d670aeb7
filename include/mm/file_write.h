/*
 * file_write - write(2): bytes go into the page cache; the disk gets them later
 *
 * Source: mm/filemap.c generic_perform_write(), fs/buffer.c
 * block_write_begin(), mm/shmem.c shmem_write_begin() (6.1). PR9.5, PR9.9.
 */
#ifndef MM_FILE_WRITE_H
#define MM_FILE_WRITE_H

#include "mm/machine.h"
#include "mm/op.h"

int64_t begin_write(struct machine *m, const struct op *op, handle_t task);
/* Phase WORK_WRITE, and what follows. */
bool write_step(struct machine *m, unsigned *budget);
void write_after(struct machine *m);
/*
 * Is it a page that the write under way has just made, to be filled from the
 * caller's memory? It is not up to date yet, but nothing is read into it.
 */
bool write_makes(const struct machine *m, pfn_t pfn);

#endif
