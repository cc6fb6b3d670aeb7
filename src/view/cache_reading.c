#include "view/cache_reading.h"

#include "mm/disk.h"
#include "mm/filemap.h"
#include "mm/inode.h"
#include "view/map.h"

/* Is it in the opening's window, of this file? */
static bool in_window(const struct file *f, handle_t inode, uint64_t index)
{
	return f->inode == inode && index >= f->ra_start &&
	       index - f->ra_start < f->ra_size;
}

/* Where has been looked already: pages from `first` on to the scene's own, */
struct looked {
	const struct machine	*m;
	const struct focus_page *at;
	uint64_t		 first;
	handle_t		 until;	/* windows before it; 0 = all windows */
};

static bool is_counted(const struct looked *l, uint64_t index)
{
	if (l->at->has_index && index >= l->first && index <= l->at->index)
		return true;
	for (handle_t f = l->m->s->files; f && f != l->until;
	     f = file_at(l->m, f)->next)
		if (in_window(file_at(l->m, f), l->at->inode, index))
			return true;
	return false;
}

static bool is_reading(const struct looked *l, uint64_t index)
{
	struct slot slot = filemap_slot(l->m, l->at->inode, index);

	return slot.kind == SLOT_PAGE && page_reading(l->m, slot.value);
}

/* The scene's page, and those that wait with it to be sent in one request. */
static uint64_t count_batch(struct looked *l)
{
	if (!l->at->has_index || !is_reading(l, l->at->index))
		return 0;
	for (l->first = l->at->index; l->first; l->first--)
		if (!is_reading(l, l->first - 1))
			break;
	return l->at->index - l->first + 1;
}

/* Few pages are being read at a time: only those are asked for elsewhere. */
static uint64_t count(const struct looked *l, uint64_t start, uint64_t nr)
{
	uint64_t all = 0;

	for (uint64_t k = start; k < start + nr; k++)
		all += is_reading(l, k) && !is_counted(l, k);
	return all;
}

static uint64_t count_windows(struct looked *l)
{
	uint64_t nr = 0;

	for (handle_t f = l->m->s->files; f; f = file_at(l->m, f)->next) {
		const struct file *file = file_at(l->m, f);

		l->until = f;
		if (file->inode == l->at->inode)
			nr += count(l, file->ra_start, file->ra_size);
	}
	l->until = 0;
	return nr;
}

/* No page stands in two requests. */
static uint64_t count_requests(const struct looked *l, const struct inode *i)
{
	uint64_t nr = 0;

	for (handle_t h = l->m->s->disk[i->disk - 1].first; h;
	     h = request_at(l->m, h)->next) {
		const struct request *r = request_at(l->m, h);
		uint64_t first = r->sector_page - i->disk_start;

		if (!r->write && r->sector_page >= i->disk_start &&
		    first < inode_pages(i))
			nr += count(l, first, r->nr);
	}
	return nr;
}

uint64_t cache_reading(const struct machine *m, const struct focus_page *at)
{
	const struct inode *i = inode_at(m, at->inode);
	struct looked l = { .m = m, .at = at, .first = at->index };
	uint64_t nr = count_batch(&l) + count_windows(&l);

	return i->disk ? nr + count_requests(&l, i) : nr;
}
