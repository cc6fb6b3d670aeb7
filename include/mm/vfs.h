/*
 * vfs - system calls on files: their names, sizes, descriptors and use
 *
 * read and write are rooms of their own (mm/file_read.h, mm/file_write.h), and
 * so is fsync.
 *
 * Source: fs/open.c, fs/namei.c, mm/memfd.c, mm/fadvise.c (6.1).
 */
#ifndef MM_VFS_H
#define MM_VFS_H

#include "mm/machine.h"
#include "mm/op.h"

int64_t begin_open(struct machine *m, const struct op *op, handle_t task);
int64_t begin_close(struct machine *m, const struct op *op, handle_t task);
int64_t begin_truncate(struct machine *m, const struct op *op, handle_t task);
int64_t begin_unlink(struct machine *m, const struct op *op, handle_t task);
int64_t begin_memfd_create(struct machine *m, const struct op *op,
			   handle_t task);
/* Its phase is WORK_DROP. */
int64_t begin_fadvise(struct machine *m, const struct op *op, handle_t task);

/* Phase WORK_TRUNCATE, and what follows. */
bool truncate_step(struct machine *m, unsigned *budget);
void truncate_after(struct machine *m);

#endif
