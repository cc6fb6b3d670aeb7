#include "mm/fsync.h"

#include <errno.h>
#include <string.h>

#include "mm/daemon.h"
#include "mm/disk.h"
#include "mm/fd.h"
#include "mm/filemap.h"
#include "mm/label.h"
#include "mm/lru.h"
#include "mm/vma.h"
#include "mm/writeback.h"

/*
 * state.work of one file's turn: `other` is the inode, [start, end) the pages,
 * `at` the page where it goes on, `write` what is done. msync keeps in `to` and
 * `floor` the addresses that are still to come.
 */
enum { PASS_WRITE, PASS_WAIT };

static void turn_begin(struct machine *m, handle_t inode, uint64_t from,
		       uint64_t to)
{
	struct work *w = &m->s->work;

	w->phase = WORK_SYNC;
	w->other = inode;
	w->start = from;
	w->at = from;
	w->end = to;
	w->write = PASS_WRITE;
}

int64_t begin_fsync(struct machine *m, const struct op *op, handle_t task)
{
	handle_t file = fd_file(m, task, op->label);

	if (!file)
		return -EBADF;
	m->s->work.task = task;
	if (inode_has_disk(inode_at(m, file_at(m, file)->inode)))
		turn_begin(m, file_at(m, file)->inode, 0, INDEX_NONE);
	return 0;
}

void fsync_after(struct machine *m)
{
	m->s->work.phase = WORK_NONE;
}

/* From that one on, the first file that has pages to write or to wait for. */
static handle_t next_unsynced(const struct machine *m, handle_t h)
{
	for (; h; h = inode_at(m, h)->next) {
		if (!inode_has_disk(inode_at(m, h)) || !inode_at(m, h)->root)
			continue;
		if (xa_find(m, h, 0, XA_MARK_DIRTY) != INDEX_NONE ||
		    xa_find(m, h, 0, XA_MARK_WRITEBACK) !=
			    INDEX_NONE)
			break;
	}
	return h;
}

int64_t begin_sync(struct machine *m, const struct op *op, handle_t task)
{
	handle_t first = next_unsynced(m, m->s->inodes);

	(void)op;
	(void)task;
	if (first)
		turn_begin(m, first, 0, INDEX_NONE);
	return 0;
}

void sync_after(struct machine *m)
{
	handle_t next = next_unsynced(m, inode_at(m, m->s->work.other)->next);

	if (next)
		turn_begin(m, next, 0, INDEX_NONE);
	else
		m->s->work.phase = WORK_NONE;
}

/*
 * The next area of a file that is shared, from work.to on. What is not mapped
 * is noted, and told when all is done.
 */
static void msync_next(struct machine *m)
{
	struct work *w = &m->s->work;
	handle_t mm = task_at(m, w->task)->mm;

	w->phase = WORK_NONE;
	while (w->to < w->floor) {
		handle_t h = vma_find(m, mm, w->to);
		const struct vma *v = h ? vma_at(m, h) : NULL;
		const struct inode *i = v ? vma_inode(m, v) : NULL;
		vaddr_t from = w->to, to;

		if (!v || v->start > from)
			m->s->op_result = -ENOMEM;
		if (!v || v->start >= w->floor)
			return;
		from = from > v->start ? from : v->start;
		to = v->end < w->floor ? v->end : w->floor;
		w->to = to;
		if (!i || !(v->flags & VM_SHARED) || !inode_has_disk(i))
			continue;
		turn_begin(m, file_at(m, v->file)->inode,
			   v->pgoff + ((from - v->start) >> PAGE_SHIFT),
			   v->pgoff + ((to - v->start) >> PAGE_SHIFT));
		return;
	}
}

int64_t begin_msync(struct machine *m, const struct op *op, handle_t task)
{
	struct work *w = &m->s->work;
	uint64_t len = op_length(m, op, op->arg[1]);
	vaddr_t at;

	if (!op_place(m, op, &at) || (at & (PAGE_SIZE - 1)))
		return -EINVAL;
	len = (len + PAGE_SIZE - 1) & ~(uint64_t)(PAGE_SIZE - 1);
	if (at + len < at)
		return -ENOMEM;
	w->task = task;
	w->to = at;
	w->floor = at + len;
	m->s->op_result = 0;
	msync_next(m);
	return m->s->op_result;
}

void msync_after(struct machine *m)
{
	msync_next(m);
}

/* Return: nothing is left that is not on its way. */
static bool write_pass(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;

	while (*budget) {
		uint64_t room = disk_write_room_ns(m, false);
		unsigned nr;

		if (room)
			wait_until(m, room);
		nr = writeback_request(m, w->other, &w->at, w->end,
				       WB_REASON_SYNC);
		if (!nr)
			return true;
		*budget -= nr < *budget ? nr : *budget;
	}
	return false;
}

static bool wait_pass(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;

	for (; *budget; --*budget) {
		uint64_t index = xa_find(m, w->other, w->at,
					 XA_MARK_WRITEBACK);
		pfn_t pfn;

		if (index >= w->end)
			return true;
		pfn = filemap_page(m, w->other, index);
		get_page(m, pfn);
		wait_on_page(m, pfn);
		put_page(m, pfn);
		w->at = index;
	}
	return false;
}

/*
 * Write, then wait; once more for pages that were dirty while they were being
 * written.
 */
bool sync_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;

	for (;;) {
		bool (*pass)(struct machine *m, unsigned *budget) =
			w->write == PASS_WRITE ? write_pass : wait_pass;

		if (!pass(m, budget))
			return false;
		w->at = w->start;
		if (w->write == PASS_WRITE) {
			w->write = PASS_WAIT;
			continue;
		}
		w->write = PASS_WRITE;
		if (xa_find(m, w->other, w->start, XA_MARK_DIRTY) <
		    w->end)
			continue;
		inode_clean_if_done(m, w->other);
		return true;
	}
}
