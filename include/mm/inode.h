/*
 * inode - a file as the kernel knows it, open or not: a name, a size, and the
 * pages of it that are in memory
 *
 * An inode goes when nothing names it (nlink) and nobody has it open; struct
 * file (mm/file.h) is one opening of it.
 */
#ifndef MM_INODE_H
#define MM_INODE_H

#include "mm/machine.h"

/* A new inode that nobody has open; a named one has one link. */
handle_t inode_new(struct machine *m, const char *name, enum inode_kind kind,
		   uint64_t size_bytes);
/* The regular or tmpfs file of that name; 0 = none. */
handle_t inode_by_name(const struct machine *m, const char *name);
/* The newest one of that slot of the scenario's files; 0 = none. */
handle_t inode_by_slot(const struct machine *m, uint32_t slot);

/*
 * Forget an inode that has neither users nor names nor pages. What was
 * promised for it goes back to Committed_AS.
 */
void inode_free(struct machine *m, handle_t inode);

/* Pages of its memory count as shmem: they have no disk. */
static inline bool inode_is_shmem(const struct inode *i)
{
	return i->kind == INODE_SHMEM || i->kind == INODE_TMPFS;
}

/* Are its dirty pages counted and written back (PR9.5)? */
static inline bool inode_has_disk(const struct inode *i)
{
	return i->disk != 0;
}

/* Its size in pages, the last one perhaps in part. */
static inline uint64_t inode_pages(const struct inode *i)
{
	return (i->size_bytes + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

/* One word for an area of this file: text rodata data file shared vvar vdso. */
const char *inode_word(const struct inode *i, uint32_t vm_flags);

#endif
