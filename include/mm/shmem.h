/*
 * shmem - pages of files without a disk: shared anonymous memory, tmpfs, memfd,
 * System V segments
 *
 * Such a page counts as part of the page cache and as shmem, stands on the
 * lists of anonymous pages, and when memory is short goes to a swap area; its
 * slot in the file then holds the swap entry (mm/reclaim.c moves it there).
 *
 * Source: mm/shmem.c (6.1).
 */
#ifndef MM_SHMEM_H
#define MM_SHMEM_H

#include "mm/filemap.h"

/*
 * The page, made (zeroed, charged if the file's pages are charged one by one)
 * or read back from swap if need be; *major: it was read. vm_flags: those of
 * the area where a fault was, 0 = no fault. `write`: for write(2), it is born
 * referenced. A reference is held for the caller. Counts PGMAJFAULT.
 * Return: PFN_NONE and *error (-ENOMEM, -ENOSPC) if it cannot be had.
 */
pfn_t shmem_get_page(struct machine *m, handle_t inode, uint64_t index,
		     bool write, uint32_t vm_flags, bool *major,
		     int64_t *error);

/*
 * Is there a page or what is left of it in swap, or room for a new one? Only a
 * look.
 */
bool shmem_has_room(const struct machine *m, handle_t inode, uint64_t index);

#endif
