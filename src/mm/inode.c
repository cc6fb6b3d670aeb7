#include "mm/inode.h"

#include <stdio.h>
#include <string.h>

#include "mm/commit.h"

enum { DISK_MAJOR = 0xfe };	/* of a virtio disk */

/* Source: fs/inode.c alloc_inode(), mm/shmem.c shmem_get_inode() (6.1). */
handle_t inode_new(struct machine *m, const char *name, enum inode_kind kind,
		   uint64_t size_bytes)
{
	handle_t h = object_new(m, &m->s->pool_inode);
	struct inode *i = inode_mut(m, h);

	snprintf(i->name, sizeof(i->name), "%s", name);
	i->kind = (uint32_t)kind;
	i->size_bytes = size_bytes;
	i->nlink = kind == INODE_REGULAR || kind == INODE_TMPFS ||
		   kind == INODE_BDEV;
	if (kind == INODE_REGULAR)
		i->dev_major = DISK_MAJOR;
	else if (inode_is_shmem(i))
		i->dev_minor = 1;
	if (kind != INODE_VVAR && kind != INODE_VDSO)
		i->ino = m->s->next_ino++;
	i->next = m->s->inodes;
	m->s->inodes = h;
	return h;
}

handle_t inode_by_name(const struct machine *m, const char *name)
{
	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next)
		if (inode_at(m, h)->nlink &&
		    strcmp(inode_at(m, h)->name, name) == 0)
			return h;
	return 0;
}

handle_t inode_by_slot(const struct machine *m, uint32_t slot)
{
	for (handle_t h = m->s->inodes; h && slot; h = inode_at(m, h)->next)
		if (inode_at(m, h)->nlink && inode_at(m, h)->slot == slot)
			return h;
	return 0;
}

void inode_free(struct machine *m, handle_t h)
{
	handle_t *link = &m->s->inodes;

	bug_on(inode_at(m, h)->nrpages || inode_at(m, h)->i_mmap);
	/* shared anonymous memory was promised when it was mapped */
	commit_uncharge(m, inode_at(m, h)->promised_pages);
	while (*link != h)
		link = &inode_mut(m, *link)->next;
	*link = inode_at(m, h)->next;
	pool_free(&m->arena, &m->s->pool_inode, h);
}

const char *inode_word(const struct inode *i, uint32_t flags)
{
	if (i->kind == INODE_VVAR)
		return "vvar";
	if (i->kind == INODE_VDSO)
		return "vdso";
	if (i->kind == INODE_SHMEM)
		return "shared";
	if (flags & VM_SHARED)
		return "file";
	if (flags & VM_EXEC)
		return "text";
	return flags & VM_WRITE ? "data" : "rodata";
}
