/*
 * file_read - read(2): bytes of a file, by way of the page cache
 *
 * Source: mm/filemap.c filemap_read(), mm/shmem.c shmem_file_read_iter() (6.1).
 * PR9.2.
 */
#ifndef MM_FILE_READ_H
#define MM_FILE_READ_H

#include "mm/machine.h"
#include "mm/op.h"

int64_t begin_read(struct machine *m, const struct op *op, handle_t task);
/* Phase WORK_READ, and what follows. */
bool read_step(struct machine *m, unsigned *budget);
void read_after(struct machine *m);

/*
 * Where a call begins that reads or writes so many bytes: as op.arg[3] says,
 * else where the file stands. Shared with write(2).
 */
uint64_t file_call_pos(const struct machine *m, const struct op *op,
		       handle_t file);

#endif
