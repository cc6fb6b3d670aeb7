#include "mm/vfs.h"

#include <errno.h>

#include "mm/drop_caches.h"
#include "mm/fd.h"
#include "mm/filemap.h"
#include "mm/lru.h"
#include "mm/readahead.h"
#include "mm/truncate.h"
#include "mm/writeback.h"

/* A file that the scenario names and that is not there: made, empty. */
static handle_t create_file(struct machine *m, uint32_t slot)
{
	const struct file_name *names = arena_get(&m->arena, m->s->file_names);
	handle_t h = inode_new(m, names[slot].name,
			       (enum inode_kind)names[slot].kind, 0);

	inode_mut(m, h)->slot = slot;
	if (names[slot].disk > 1)
		inode_lay_out(m, h, names[slot].disk - 1);
	return h;
}

/*
 * The file ends at `size` from now on. What stood behind goes in the phase
 * WORK_TRUNCATE; what is left of the last page is zeroed, which makes it dirty
 * if it is in memory.
 */
static void set_size(struct machine *m, handle_t inode, uint64_t size)
{
	struct inode *i = inode_mut(m, inode);
	struct work *w = &m->s->work;
	bool shorter = size < i->size_bytes;
	pfn_t last;

	i->size_bytes = size;
	if (!shorter || !i->root)
		return;
	last = filemap_page(m, inode, size >> PAGE_SHIFT);
	if (size & (PAGE_SIZE - 1) && last != PFN_NONE)
		set_page_dirty(m, last);
	w->phase = WORK_TRUNCATE;
	w->other = inode;
	w->start = inode_pages(i);
}

bool truncate_step(struct machine *m, unsigned *budget)
{
	return truncate_pagecache(m, m->s->work.other, m->s->work.start,
				  budget);
}

void truncate_after(struct machine *m)
{
	m->s->work.phase = WORK_NONE;
}

/* Nobody had it: opened and closed in one. */
static int64_t install(struct machine *m, handle_t task, handle_t file,
		       uint32_t slot)
{
	int64_t nr;

	file_get(m, file);
	nr = fd_install(m, task, file, slot);
	file_put(m, file);
	return nr;
}

/* Source: fs/open.c do_sys_openat2(), fs/namei.c do_open() (6.1). */
int64_t begin_open(struct machine *m, const struct op *op, handle_t task)
{
	uint32_t slot = (uint32_t)op->arg[1], flags = (uint32_t)op->arg[2];
	handle_t inode;
	int64_t nr;

	if (!slot || slot > m->s->nr_file_names)
		return -ENOENT;
	inode = inode_by_slot(m, slot);
	if (!inode && !(flags & O_CREAT_))
		return -ENOENT;
	if (!inode)
		inode = create_file(m, slot);
	nr = install(m, task, file_open(m, inode, flags), op->out);
	m->s->work.task = task;
	if (nr >= 0 && (flags & O_TRUNC_))
		set_size(m, inode, 0);
	return nr;
}

int64_t begin_close(struct machine *m, const struct op *op, handle_t task)
{
	handle_t fd = fd_find(m, task, op->label);

	if (!fd)
		return -EBADF;
	fd_close(m, task, fd);
	return 0;
}

int64_t begin_truncate(struct machine *m, const struct op *op, handle_t task)
{
	handle_t inode = inode_by_slot(m, (uint32_t)op->arg[1]);

	(void)task;
	if (!inode)
		return -ENOENT;
	if (inode_at(m, inode)->kind == INODE_BDEV)
		return -EINVAL;
	if (op->arg[2] > MAX_FILE_BYTES)
		return -EFBIG;
	set_size(m, inode, op->arg[2]);
	return 0;
}

int64_t begin_unlink(struct machine *m, const struct op *op, handle_t task)
{
	handle_t inode = inode_by_slot(m, (uint32_t)op->arg[1]);

	(void)task;
	if (!inode)
		return -ENOENT;
	inode_mut(m, inode)->nlink--;
	inode_put(m, inode);
	return 0;
}

/* With its size, as ftruncate() gives it afterwards. */
int64_t begin_memfd_create(struct machine *m, const struct op *op,
			   handle_t task)
{
	handle_t inode;

	if (op->arg[1] > MAX_FILE_BYTES)
		return -EINVAL;
	inode = inode_new(m, "/memfd:m (deleted)", INODE_TMPFS, op->arg[1]);
	inode_mut(m, inode)->nlink = 0;
	return install(m, task, file_open(m, inode, 0), op->out);
}

/* What of a range of bytes are whole pages; the file's last one is. */
static void whole_pages(const struct inode *i, uint64_t at, uint64_t len,
			uint64_t *from, uint64_t *to)
{
	uint64_t end = len && at + len > at ? at + len : UINT64_MAX;

	*from = (at + PAGE_SIZE - 1) >> PAGE_SHIFT;
	*to = end >> PAGE_SHIFT;
	if (end >= i->size_bytes)
		*to = INDEX_NONE;
}

static void advise_dontneed(struct machine *m, handle_t inode, uint64_t at,
			    uint64_t len)
{
	uint64_t from, to;

	whole_pages(inode_at(m, inode), at, len, &from, &to);
	if (from < to)
		drop_pages_begin(m, inode, from, to);
}

static void advise_willneed(struct machine *m, handle_t file, uint64_t at,
			    uint64_t len)
{
	uint64_t last = len && at + len > at ? at + len - 1 : UINT64_MAX;

	force_page_cache_ra(m, file, at >> PAGE_SHIFT,
			    (last >> PAGE_SHIFT) - (at >> PAGE_SHIFT) + 1);
}

/* For the file as it was opened here. */
static void advise_readahead(struct machine *m, handle_t file, unsigned advice)
{
	struct file *f = file_mut(m, file);

	f->flags &= ~FILE_RANDOM;
	if (advice == FADV_RANDOM_)
		f->flags |= FILE_RANDOM;
	else
		f->ra_pages = advice == FADV_SEQUENTIAL_ ? 2 * RA_PAGES :
							   RA_PAGES;
}

/* Source: mm/fadvise.c generic_fadvise() (6.1). */
int64_t begin_fadvise(struct machine *m, const struct op *op, handle_t task)
{
	handle_t file = fd_file(m, task, op->label);
	handle_t inode;

	if (!file)
		return -EBADF;
	if (op->mode > FADV_DONTNEED_)
		return -EINVAL;
	m->s->work.task = task;
	inode = file_at(m, file)->inode;
	if (inode_is_shmem(inode_at(m, inode)))
		return 0;
	if (op->mode == FADV_DONTNEED_)
		advise_dontneed(m, inode, op->arg[2], op->arg[3]);
	else if (op->mode == FADV_WILLNEED_)
		advise_willneed(m, file, op->arg[2], op->arg[3]);
	else
		advise_readahead(m, file, op->mode);
	return 0;
}
