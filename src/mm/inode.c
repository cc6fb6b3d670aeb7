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
	if (kind == INODE_REGULAR || kind == INODE_BDEV)
		inode_lay_out(m, h, 0);
	i->noreserve = kind == INODE_TMPFS;
	return h;
}

/* Room to grow is left behind each file. */
void inode_lay_out(struct machine *m, handle_t h, unsigned disk)
{
	const uint64_t growth_pages = 1 << 18;
	struct inode *i = inode_mut(m, h);
	struct disk *d = &m->s->disk[disk];

	i->disk = disk + 1;
	i->disk_start = 0;
	if (i->kind == INODE_BDEV)
		return;
	i->disk_start = d->next_page;
	d->next_page += inode_pages(i) + growth_pages;
}

handle_t inode_by_name(const struct machine *m, const char *name)
{
	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next)
		if (inode_at(m, h)->nlink &&
		    strcmp(inode_at(m, h)->name, name) == 0)
			return h;
	return 0;
}

handle_t inode_by_ino(const struct machine *m, uint64_t ino)
{
	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next)
		if (inode_at(m, h)->ino == ino)
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

/* Source: fs/inode.c iput_final() (6.1). */
void inode_put(struct machine *m, handle_t h)
{
	const struct inode *i = inode_at(m, h);

	if (!inode_unused(i))
		return;
	if (i->root)
		m->s->nr_orphans++;
	else
		inode_free(m, h);
}

void inode_uncharge_page(struct machine *m, handle_t inode)
{
	struct inode *i = inode_mut(m, inode);

	if (!i->noreserve)
		return;
	i->promised_pages--;
	commit_uncharge(m, 1);
}

void inode_free(struct machine *m, handle_t h)
{
	handle_t *link = &m->s->inodes;
	const struct inode *i = inode_at(m, h);

	bug_on(i->root || i->i_mmap || !inode_unused(i));
	/* shared anonymous memory was promised when it was mapped */
	commit_uncharge(m, i->promised_pages);
	if (i->dirtied_when_ns)
		m->s->nr_dirty_inodes--;
	if (m->s->flusher_inode == h)
		m->s->flusher_inode = 0;
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
