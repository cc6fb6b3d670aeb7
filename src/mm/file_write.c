#include "mm/file_write.h"

#include <errno.h>
#include <string.h>

#include "mm/clock.h"
#include "mm/direct_io.h"
#include "mm/disk.h"
#include "mm/fd.h"
#include "mm/file_read.h"
#include "mm/filemap.h"
#include "mm/kmem_preload.h"
#include "mm/lru.h"
#include "mm/page_alloc.h"
#include "mm/readahead.h"
#include "mm/shmem.h"
#include "mm/writeback.h"

/*
 * state.work of a write: `other` is the file, [at, end) the bytes still to be
 * written, `start` where it began.
 */

int64_t begin_write(struct machine *m, const struct op *op, handle_t task)
{
	handle_t file = fd_file(m, task, op->label);
	struct work *w = &m->s->work;
	uint64_t pos;

	if (!file)
		return -EBADF;
	pos = file_call_pos(m, op, file);
	if (file_at(m, file)->flags & O_APPEND_)
		pos = inode_at(m, file_at(m, file)->inode)->size_bytes;
	if (pos > INT64_MAX || op->arg[2] > INT64_MAX - pos)
		return -EINVAL;
	if (pos + op->arg[2] > MAX_FILE_BYTES)
		return -EFBIG;
	if (file_is_direct(m, file) && !direct_io_aligned(pos, op->arg[2]))
		return -EINVAL;
	w->phase = WORK_WRITE;
	w->task = task;
	w->other = file;
	w->start = pos;
	w->at = pos;
	w->end = pos + op->arg[2];
	return 0;
}

/* A page that nobody has read: what is not written to it reads as zeros. */
static pfn_t fresh_page(struct machine *m, handle_t inode, uint64_t index,
			int64_t *error)
{
	gfp_t gfp = mapping_gfp(inode_at(m, inode)) | GFP_BIT_WRITE;
	pfn_t pfn = alloc_pages(m, gfp, 0, 0, KIND_FILE);

	*error = -ENOMEM;
	if (pfn == PFN_NONE)
		return PFN_NONE;
	*error = filemap_add_page(m, inode, index, pfn, true, gfp);
	if (*error) {
		put_page(m, pfn);
		return PFN_NONE;
	}
	frame_mut(m, pfn)->flags |= PG_UPTODATE;
	lru_add(m, pfn);
	return pfn;
}

/* What stands on the disk of this page stays in part: it must be read. */
static bool must_read(const struct inode *i, uint64_t at, uint64_t bytes)
{
	return bytes < PAGE_SIZE &&
	       at >> PAGE_SHIFT < inode_pages(i) &&
	       (at & (PAGE_SIZE - 1) ||
		at + bytes < i->size_bytes);
}

/*
 * The page, held and up to date. Return: PFN_NONE and *error if it cannot be
 * had.
 */
static pfn_t write_page(struct machine *m, handle_t inode, uint64_t at,
			uint64_t bytes, int64_t *error)
{
	uint64_t index = at >> PAGE_SHIFT;

	clock_pass(m, COST_filemap);
	for (;;) {
		pfn_t pfn = filemap_page(m, inode, index);

		*error = -ENOMEM;
		if (pfn != PFN_NONE ||
		    must_read(inode_at(m, inode), at, bytes)) {
			pfn = read_cache_page(m, inode, index);
			if (pfn == PFN_NONE)
				return PFN_NONE;
			wait_on_page_read(m, pfn);
			if (frame_at(m, pfn)->mapping == inode)
				return pfn;
			put_page(m, pfn);
			continue;
		}
		pfn = fresh_page(m, inode, index, error);
		if (pfn != PFN_NONE || *error != -EEXIST)
			return pfn;
	}
}

static void extend(struct machine *m, handle_t inode, uint64_t end)
{
	if (end > inode_at(m, inode)->size_bytes)
		inode_mut(m, inode)->size_bytes = end;
}

/* Source: fs/buffer.c block_write_begin(), generic_write_end() (6.1). */
static int64_t write_to_disk_file(struct machine *m, handle_t inode,
				  uint64_t at, uint64_t bytes)
{
	int64_t error;
	pfn_t pfn = write_page(m, inode, at, bytes, &error);
	bool was_clean;

	if (pfn == PFN_NONE)
		return error;
	error = page_make_buffers(m, pfn);
	if (error) {
		put_page(m, pfn);
		return error;
	}
	clock_pass(m, COST_copy_to_user);
	extend(m, inode, at + bytes);
	was_clean = set_page_dirty(m, pfn);
	put_page(m, pfn);
	if (was_clean)
		balance_dirty_pages_ratelimited(m, m->s->work.task, inode,
						1);
	return 0;
}

/* Source: mm/shmem.c shmem_write_begin(), shmem_write_end() (6.1). */
static int64_t write_to_shmem(struct machine *m, handle_t inode, uint64_t at,
			      uint64_t bytes)
{
	uint64_t index = at >> PAGE_SHIFT;
	bool there = filemap_page(m, inode, index) != PFN_NONE, major;
	int64_t error;
	pfn_t pfn = shmem_get_page(m, inode, index, true, 0, &major, &error);

	if (pfn == PFN_NONE)
		return error;
	if (there)
		mark_page_accessed(m, pfn);
	clock_pass(m, COST_copy_to_user);
	extend(m, inode, at + bytes);
	set_page_dirty(m, pfn);
	put_page(m, pfn);
	return 0;
}

static void write_direct(struct machine *m, handle_t inode, unsigned *budget)
{
	struct work *w = &m->s->work;
	uint64_t bytes = direct_io(m, inode, w->at, w->end, true);
	unsigned nr = (unsigned)((bytes + PAGE_SIZE - 1) >> PAGE_SHIFT);

	w->at += bytes;
	extend(m, inode, w->at);
	*budget -= nr < *budget ? nr : *budget;
}

/* Those that go to the page at work.at. */
static uint64_t bytes_here(const struct work *w)
{
	uint64_t page_end = (w->at | (PAGE_SIZE - 1)) + 1;

	return (w->end < page_end ? w->end : page_end) - w->at;
}

bool write_makes(const struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);
	const struct work *w = &m->s->work;
	handle_t inode;

	if (w->phase != WORK_WRITE || f->flags & PG_UPTODATE)
		return false;
	inode = file_at(m, w->other)->inode;
	return f->mapping == inode && f->index == w->at >> PAGE_SHIFT &&
	       !must_read(inode_at(m, inode), w->at, bytes_here(w)) &&
	       !disk_reads(m, inode_at(m, inode)->disk - 1, pfn);
}

/* Return: 0, or why the page at work.at cannot be written. */
static int64_t write_one(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	handle_t inode = file_at(m, w->other)->inode;
	uint64_t bytes = bytes_here(w);
	int64_t ret;

	if (file_is_direct(m, w->other)) {
		write_direct(m, inode, budget);
		return 0;
	}
	--*budget;
	if (inode_is_shmem(inode_at(m, inode)))
		ret = write_to_shmem(m, inode, w->at, bytes);
	else
		ret = write_to_disk_file(m, inode, w->at, bytes);
	if (!ret)
		w->at += bytes;
	return ret;
}

bool write_step(struct machine *m, unsigned *budget)
{
	const struct work *w = &m->s->work;
	int64_t ret = 0;

	while (*budget && w->at < w->end && !ret &&
	       !task_at(m, w->task)->sigkill)
		ret = write_one(m, budget);
	m->s->op_result = w->at > w->start ? (int64_t)(w->at - w->start) : ret;
	return w->at >= w->end || ret || task_at(m, w->task)->sigkill;
}

void write_after(struct machine *m)
{
	struct work *w = &m->s->work;
	struct op op;

	memcpy(&op, w->op, sizeof(op));
	if (!op.arg[3])
		file_mut(m, w->other)->pos_bytes = w->at;
	w->phase = WORK_NONE;
}
