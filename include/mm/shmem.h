/*
 * shmem - pages of files without a disk: shared anonymous memory, tmpfs
 *
 * Source: mm/shmem.c (6.1).
 */
#ifndef MM_SHMEM_H
#define MM_SHMEM_H

#include "mm/filemap.h"

/*
 * The page, made (zeroed, charged if the file's pages are charged one by one)
 * or read back from swap if need be; *major: it was read. `write`: for
 * write(2), it is born referenced. A reference is held for the caller.
 * Return: PFN_NONE and *error (-ENOMEM, -ENOSPC) if it cannot be had.
 */
pfn_t shmem_get_page(struct machine *m, handle_t inode, uint64_t index,
		     bool write, uint32_t vm_flags, bool *major,
		     int64_t *error);
/* Reclaim: the unmapped page moves to its swap slot, which is there. */
void shmem_writepage(struct machine *m, pfn_t pfn);

#endif
