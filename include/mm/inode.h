/*
 * inode - a file as the kernel knows it, open or not: a name, a size, and the
 * pages of it that are in memory
 *
 * An inode goes when nothing names it (nlink) and nobody has it open; struct
 * file (mm/file.h) is one opening of it.
 */
#ifndef MM_INODE_H
#define MM_INODE_H

#include "mm/gfp.h"
#include "mm/machine.h"

/* No file is larger: ext4's limit. */
#define MAX_FILE_BYTES (UINT64_C(1) << 44)

/* A new inode that nobody has open; a named one has one link. */
handle_t inode_new(struct machine *m, const char *name, enum inode_kind kind,
		   uint64_t size_bytes);
/* The regular or tmpfs file of that name; 0 = none. */
handle_t inode_by_name(const struct machine *m, const char *name);
/* The newest one of that slot of the scenario's files; 0 = none. */
handle_t inode_by_slot(const struct machine *m, uint32_t slot);
/* The one of that number, which no other ever gets; 0 = none. */
handle_t inode_by_ino(const struct machine *m, uint64_t ino);

/*
 * It lost a user or a name: if that was the last one it goes. One that still
 * has pages goes at the end of the running call (mm/truncate.h evict_step()),
 * and counts in state.nr_orphans until then.
 */
void inode_put(struct machine *m, handle_t inode);
/* Neither used nor named. */
static inline bool inode_unused(const struct inode *i)
{
	return !i->nr_refs && !i->nlink;
}
/*
 * Forget an unused inode without pages. What was promised for it goes back to
 * Committed_AS.
 */
void inode_free(struct machine *m, handle_t inode);
/* What a page of shmem was charged, whether it lay in memory or in swap. */
void inode_uncharge_page(struct machine *m, handle_t inode);

/*
 * A regular file or block device lies on that disk, page after page; a new one
 * on the first. A device is the disk itself, from its first page.
 */
void inode_lay_out(struct machine *m, handle_t inode, unsigned disk);

/* Pages of its memory count as shmem: they have no disk. */
static inline bool inode_is_shmem(const struct inode *i)
{
	return i->kind == INODE_SHMEM || i->kind == INODE_TMPFS;
}

/*
 * What its pages may be. Those of a device are not movable: the file system
 * keeps pointers into them. Source: block/bdev.c bdev_alloc(), fs/inode.c
 * inode_init_always() (6.1).
 */
static inline gfp_t mapping_gfp(const struct inode *i)
{
	return i->kind == INODE_BDEV ? (gfp_t)GFP_USER :
				       (gfp_t)GFP_HIGHUSER_MOVABLE;
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
