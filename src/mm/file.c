#include "mm/file.h"

/* Source: fs/open.c do_dentry_open(), mm/readahead.c file_ra_state_init()
 * (6.1). */
handle_t file_open(struct machine *m, handle_t inode, uint32_t flags)
{
	handle_t h = object_new(m, &m->s->pool_file);
	struct file *f = file_mut(m, h);

	f->inode = inode;
	f->flags = flags;
	f->ra_pages = RA_PAGES;
	f->prev_pos_bytes = -1;
	f->next = m->s->files;
	m->s->files = h;
	inode_mut(m, inode)->nr_refs++;
	return h;
}

void file_get(struct machine *m, handle_t file)
{
	file_mut(m, file)->nr_refs++;
}

static void file_close(struct machine *m, handle_t h)
{
	handle_t inode = file_at(m, h)->inode;
	handle_t *link = &m->s->files;

	while (*link != h)
		link = &file_mut(m, *link)->next;
	*link = file_at(m, h)->next;
	pool_free(&m->arena, &m->s->pool_file, h);
	inode_mut(m, inode)->nr_refs--;
	inode_put(m, inode);
}

void file_put(struct machine *m, handle_t file)
{
	if (--file_mut(m, file)->nr_refs == 0)
		file_close(m, file);
}

handle_t file_open_name(struct machine *m, const char *name,
			uint64_t size_bytes)
{
	handle_t inode = inode_by_name(m, name);

	if (!inode)
		inode = inode_new(m, name, INODE_REGULAR, size_bytes);
	return file_open(m, inode, 0);
}

handle_t shmem_file_setup(struct machine *m, uint64_t size_bytes,
			  uint64_t promised_pages)
{
	handle_t inode = inode_new(m, "/dev/zero (deleted)", INODE_SHMEM,
				   size_bytes);

	inode_mut(m, inode)->promised_pages = promised_pages;
	inode_mut(m, inode)->noreserve = promised_pages == 0;
	return file_open(m, inode, 0);
}
