#include "mm/file_read.h"

#include <errno.h>
#include <string.h>

#include "mm/clock.h"
#include "mm/direct_io.h"
#include "mm/disk.h"
#include "mm/fd.h"
#include "mm/filemap.h"
#include "mm/lru.h"
#include "mm/readahead.h"
#include "mm/shmem.h"

/*
 * state.work of a read: `other` is the file, [at, end) the bytes still to be
 * read, `start` where it began.
 */

uint64_t file_call_pos(const struct machine *m, const struct op *op,
		       handle_t file)
{
	return op->arg[3] ? op->arg[3] - 1 : file_at(m, file)->pos_bytes;
}

int64_t begin_read(struct machine *m, const struct op *op, handle_t task)
{
	handle_t file = fd_file(m, task, op->label);
	struct work *w = &m->s->work;
	uint64_t pos;

	if (!file)
		return -EBADF;
	pos = file_call_pos(m, op, file);
	if (pos > INT64_MAX || op->arg[2] > INT64_MAX - pos)
		return -EINVAL;
	if (file_is_direct(m, file) && !direct_io_aligned(pos, op->arg[2]))
		return -EINVAL;
	w->phase = WORK_READ;
	w->task = task;
	w->other = file;
	w->start = pos;
	w->at = pos;
	w->end = pos + op->arg[2];
	return 0;
}

/* Pages in a row that are copied together; each held by a reference. */
struct batch {
	unsigned nr;
	pfn_t	 page[PAGEVEC_SIZE];
};

static void batch_put(struct machine *m, struct batch *b)
{
	for (unsigned i = 0; i < b->nr; i++)
		put_page(m, b->page[i]);
	b->nr = 0;
}

/*
 * Up to the first that is still being read, or the marker; that one too.
 * Source: mm/filemap.c filemap_get_read_batch() (6.1).
 */
static void batch_gather(struct machine *m, handle_t inode, uint64_t index,
			 uint64_t last, struct batch *b)
{
	while (b->nr < PAGEVEC_SIZE && index + b->nr <= last) {
		pfn_t pfn = filemap_page(m, inode, index + b->nr);
		uint32_t flags;

		if (pfn == PFN_NONE)
			return;
		get_page(m, pfn);
		b->page[b->nr++] = pfn;
		clock_pass(m, COST_filemap);
		flags = frame_at(m, pfn)->flags;
		if (!(flags & PG_UPTODATE) || (flags & PG_READAHEAD))
			return;
	}
}

/*
 * Pages for the bytes from *at on, up to date. `end` is the first page behind
 * the whole request. Return: 0, or -ENOMEM.
 *
 * Source: mm/filemap.c filemap_get_pages() (6.1).
 */
static int64_t batch_get(struct machine *m, handle_t file, uint64_t index,
			 uint64_t end, struct batch *b)
{
	handle_t inode = file_at(m, file)->inode;

	for (;;) {
		pfn_t last;

		batch_gather(m, inode, index, end - 1, b);
		if (!b->nr) {
			page_cache_sync_ra(m, file, index, end - index);
			batch_gather(m, inode, index, end - 1, b);
		}
		if (!b->nr) {
			b->page[0] = read_cache_page(m, inode, index);
			if (b->page[0] == PFN_NONE)
				return -ENOMEM;
			b->nr = 1;
		}
		last = b->page[b->nr - 1];
		if (frame_at(m, last)->flags & PG_READAHEAD)
			page_cache_async_ra(m, file, index + b->nr - 1,
					    end - (index + b->nr - 1), last);
		if (frame_at(m, last)->flags & PG_UPTODATE)
			return 0;
		/* it is looked up once more afterwards */
		wait_on_page_read(m, last);
		put_page(m, last);
		if (--b->nr)
			return 0;
	}
}

/* Bytes of the page at `at` that are wanted and there. */
static uint64_t bytes_here(uint64_t at, uint64_t end)
{
	uint64_t page_end = (at | (PAGE_SIZE - 1)) + 1;

	return (end < page_end ? end : page_end) - at;
}

/* The call has come that far. */
static void bytes_read(struct machine *m, uint64_t bytes)
{
	struct work *w = &m->s->work;

	w->at += bytes;
	file_mut(m, w->other)->prev_pos_bytes = (int64_t)w->at;
	clock_pass(m, COST_copy_to_user);
}

/*
 * The pages of a batch are used: each visit of a page counts once, also when
 * it takes several calls. Source: mm/filemap.c filemap_read() (6.1).
 */
static void batch_copy(struct machine *m, const struct batch *b, uint64_t end)
{
	const struct work *w = &m->s->work;
	uint64_t prev = (uint64_t)file_at(m, w->other)->prev_pos_bytes;

	if (w->at >> PAGE_SHIFT != (prev - 1) >> PAGE_SHIFT)
		mark_page_accessed(m, b->page[0]);
	for (unsigned i = 0; i < b->nr && w->at < end; i++) {
		if (i > 0)
			mark_page_accessed(m, b->page[i]);
		bytes_read(m, bytes_here(w->at, end));
	}
}

static int64_t read_batch(struct machine *m, uint64_t end, unsigned *budget)
{
	const struct work *w = &m->s->work;
	uint64_t last = (w->end + PAGE_SIZE - 1) >> PAGE_SHIFT;
	struct batch b = { .nr = 0 };
	int64_t ret = batch_get(m, w->other, w->at >> PAGE_SHIFT, last, &b);

	if (ret)
		return ret;
	batch_copy(m, &b, end);
	*budget -= b.nr < *budget ? b.nr : *budget;
	batch_put(m, &b);
	return 0;
}

/* A page of shmem; a hole reads as zeros and stays one. */
static int64_t read_shmem(struct machine *m, uint64_t end, unsigned *budget)
{
	const struct work *w = &m->s->work;
	handle_t inode = file_at(m, w->other)->inode;
	struct slot slot = filemap_slot(m, inode, w->at >> PAGE_SHIFT);
	int64_t ret = 0;

	--*budget;
	if (slot.kind == SLOT_PAGE || slot.kind == SLOT_SWAP) {
		bool major;
		pfn_t pfn = shmem_get_page(m, inode, w->at >> PAGE_SHIFT,
					   false, 0, &major, &ret);

		if (pfn == PFN_NONE)
			return ret;
		if (!(w->at & (PAGE_SIZE - 1)))
			mark_page_accessed(m, pfn);
		put_page(m, pfn);
	}
	bytes_read(m, bytes_here(w->at, end));
	return 0;
}

static void read_direct(struct machine *m, handle_t inode, uint64_t end,
			unsigned *budget)
{
	struct work *w = &m->s->work;
	uint64_t bytes = direct_io(m, inode, w->at, end, false);
	unsigned nr = (unsigned)((bytes + PAGE_SIZE - 1) >> PAGE_SHIFT);

	w->at += bytes;
	*budget -= nr < *budget ? nr : *budget;
}

bool read_step(struct machine *m, unsigned *budget)
{
	const struct work *w = &m->s->work;
	handle_t inode = file_at(m, w->other)->inode;
	int64_t ret = 0;

	while (*budget) {
		const struct inode *i = inode_at(m, inode);
		uint64_t end = w->end < i->size_bytes ? w->end : i->size_bytes;

		if (w->at >= end || ret || task_at(m, w->task)->sigkill)
			break;
		if (file_is_direct(m, w->other))
			read_direct(m, inode, end, budget);
		else if (inode_is_shmem(i))
			ret = read_shmem(m, end, budget);
		else
			ret = read_batch(m, end, budget);
		if (ret || w->at >= end)
			break;
	}
	m->s->op_result = w->at > w->start ? (int64_t)(w->at - w->start) : ret;
	return *budget || ret;
}

void read_after(struct machine *m)
{
	struct work *w = &m->s->work;
	struct op op;

	memcpy(&op, w->op, sizeof(op));
	if (!op.arg[3])
		file_mut(m, w->other)->pos_bytes = w->at;
	w->phase = WORK_NONE;
}
