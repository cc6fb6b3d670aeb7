#include "mm/readahead.h"

#include <errno.h>

#include "mm/disk.h"
#include "mm/file.h"
#include "mm/kmem_preload.h"
#include "mm/page_alloc.h"
#include "mm/vmstat.h"

enum {
	REQUEST_PAGES = 32,
	IO_PAGES = 320,		/* a disk's best request: max_sectors_kb 1280 */
	FORCED_CHUNK = 512,	/* pages, 2 MiB */
	MMAP_LOTSAMISS = 100,
};

static uint64_t min_u64(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t ra_init_size(uint64_t req, uint64_t max)
{
	uint64_t size = 1;

	while (size < req)
		size *= 2;
	if (size <= max / 32)
		return size * 4;
	if (size <= max / 4)
		return size * 2;
	return max;
}

uint64_t ra_next_size(uint64_t size, uint64_t max)
{
	if (size < max / 16)
		return size * 4;
	if (size <= max / 2)
		return size * 2;
	return max;
}

/* Readahead may fail, and may not write files to get its pages. */
static gfp_t readahead_gfp(const struct inode *i)
{
	return (mapping_gfp(i) | GFP_BIT_NORETRY | GFP_BIT_NOWARN) &
	       ~(gfp_t)GFP_BIT_FS;
}

/* Pages that came in and are still to be read; each held by a reference. */
struct batch {
	handle_t inode;
	uint64_t start;
	unsigned nr;
	pfn_t	 page[REQUEST_PAGES];
};

/* Source: mm/readahead.c read_pages() (6.1). */
static void batch_read(struct machine *m, struct batch *b)
{
	const struct inode *i = inode_at(m, b->inode);
	unsigned nr = b->nr;

	if (!nr)
		return;
	b->nr = 0;
	disk_submit(m, i->disk - 1, false, i->disk_start + b->start, b->page,
		    nr);
	for (unsigned n = 0; n < nr; n++)
		put_page(m, b->page[n]);
}

/* A new page of the file, on its list, held, not read. PFN_NONE: *error. */
static pfn_t page_new(struct machine *m, handle_t inode, uint64_t index,
		      gfp_t gfp, int64_t *error)
{
	pfn_t pfn = alloc_pages(m, gfp, 0, 0, KIND_FILE);

	*error = -ENOMEM;
	if (pfn == PFN_NONE)
		return PFN_NONE;
	*error = filemap_add_page(m, inode, index, pfn, false, gfp);
	if (*error) {
		put_page(m, pfn);
		return PFN_NONE;
	}
	lru_add(m, pfn);
	return pfn;
}

/*
 * Pages [start, start + nr) that are not there come in; the page `async`
 * before the end gets the marker if it is a new one. Pages in a row are one
 * request.
 *
 * Source: mm/readahead.c do_page_cache_ra(), page_cache_ra_unbounded() (6.1).
 */
static int64_t do_page_cache_ra(struct machine *m, handle_t inode,
				uint64_t start, uint64_t nr, uint64_t async)
{
	uint64_t end = inode_pages(inode_at(m, inode));
	struct batch b = { .inode = inode };
	uint64_t mark;
	int64_t error = 0;

	/* the marker is counted back from the last page that is read */
	end = min_u64(end, start + nr);
	mark = start + async <= end ? end - async : INDEX_NONE;
	for (uint64_t at = start; at < end && !error; at++) {
		pfn_t pfn = PFN_NONE;

		if (b.nr == REQUEST_PAGES)
			batch_read(m, &b);
		if (filemap_page(m, inode, at) == PFN_NONE)
			pfn = page_new(m, inode, at,
				       readahead_gfp(inode_at(m, inode)),
				       &error);
		if (pfn == PFN_NONE) {
			batch_read(m, &b);
			error = error == -EEXIST ? 0 : error;
			continue;
		}
		if (!b.nr)
			b.start = at;
		b.page[b.nr++] = pfn;
		if (at == mark)
			frame_mut(m, pfn)->flags |= PG_READAHEAD;
	}
	batch_read(m, &b);
	return error;
}

/* Say what was decided, then read it. */
static int64_t read_window(struct machine *m, handle_t file, uint64_t start,
			   uint64_t size, uint64_t async,
			   enum readahead_case why)
{
	handle_t inode = file_at(m, file)->inode;

	event_emit(m, EV_page_cache_ra, inode_at(m, inode)->ino, why, start,
		   size, async);
	return do_page_cache_ra(m, inode, start, size, async);
}

struct window {
	uint64_t start;
	uint64_t size;
	uint64_t async;
};

static struct window window_of(const struct file *f)
{
	return (struct window){ f->ra_start, f->ra_size, f->ra_async_size };
}

static struct window first_window(uint64_t index, uint64_t req, uint64_t max)
{
	uint64_t size = ra_init_size(req, max);

	return (struct window){ index, size, size > req ? size - req : size };
}

static struct window next_window(struct window w, uint64_t max)
{
	uint64_t size = ra_next_size(w.size, max);

	w.start += w.size;
	w.size = size > w.size ? size : w.size;
	w.async = w.size;
	return w;
}

/* The traces of a stream that somebody else's window left: the pages before. */
static bool history_window(const struct machine *m, handle_t inode,
			   uint64_t index, uint64_t req, uint64_t max,
			   struct window *w)
{
	uint64_t before = filemap_run_before(m, inode, index, max);

	if (before <= req)
		return false;
	if (before >= index)
		before *= 2;
	*w = (struct window){ index, min_u64(before + req, max), 1 };
	return true;
}

/* A request that is larger than a window may be read as large as disks like. */
static uint64_t max_window(const struct file *f, uint64_t req)
{
	return req > f->ra_pages ? min_u64(req, IO_PAGES) : f->ra_pages;
}

/*
 * PR9.3: which case it is. RA_RANDOM leaves the window as it was.
 *
 * Source: mm/readahead.c ondemand_readahead() (6.1).
 */
static enum readahead_case choose_window(const struct machine *m, handle_t file,
					 uint64_t index, uint64_t req,
					 bool marker, struct window *w)
{
	const struct file *f = file_at(m, file);
	uint64_t max = max_window(f, req);
	uint64_t prev = (uint64_t)f->prev_pos_bytes >> PAGE_SHIFT;
	uint64_t hole;

	if (!index) {
		*w = first_window(index, req, max);
		return RA_INITIAL;
	}
	if (index == w->start + w->size - w->async ||
	    index == w->start + w->size) {
		*w = next_window(*w, max);
		return RA_NEXT;
	}
	if (marker) {
		hole = filemap_next_hole(m, f->inode, index + 1, max);
		if (hole - index > max)
			return NR_RA_CASES;
		w->start = hole;
		w->size = ra_next_size(hole - index + req, max);
		w->async = w->size;
		return RA_MARKER;
	}
	if (req > max || index - prev <= 1) {
		*w = first_window(index, req, max);
		return RA_INITIAL;
	}
	return history_window(m, f->inode, index, req, max, w) ? RA_HISTORY :
								 RA_RANDOM;
}

static int64_t ondemand_readahead(struct machine *m, handle_t file,
				  uint64_t index, uint64_t req, bool marker)
{
	struct window w = window_of(file_at(m, file));
	uint64_t max = max_window(file_at(m, file), req);
	enum readahead_case why = choose_window(m, file, index, req, marker,
						&w);
	struct file *f = file_mut(m, file);

	if (why == NR_RA_CASES)
		return 0;
	if (why == RA_RANDOM)
		return read_window(m, file, index, req, 0, why);
	/* would the read meet its own marker? then the next window is joined */
	if (index == w.start && w.size == w.async) {
		uint64_t more = ra_next_size(w.size, max);

		w.async = w.size + more <= max ? more : max / 2;
		w.size = w.size + more <= max ? w.size + more : max;
	}
	f->ra_start = w.start;
	f->ra_size = (uint32_t)w.size;
	f->ra_async_size = (uint32_t)w.async;
	return read_window(m, file, w.start, w.size, w.async, why);
}

int64_t force_page_cache_ra(struct machine *m, handle_t file, uint64_t index,
			    uint64_t nr)
{
	int64_t error = 0;

	nr = min_u64(nr, IO_PAGES);
	while (nr && !error) {
		uint64_t chunk = min_u64(nr, FORCED_CHUNK);

		error = read_window(m, file, index, chunk, 0, RA_FORCE);
		index += chunk;
		nr -= chunk;
	}
	return error;
}

int64_t page_cache_sync_ra(struct machine *m, handle_t file, uint64_t index,
			   uint64_t req)
{
	const struct file *f = file_at(m, file);

	if (!f->ra_pages)
		return force_page_cache_ra(m, file, index, 1);
	if (f->flags & FILE_RANDOM)
		return force_page_cache_ra(m, file, index, req);
	return ondemand_readahead(m, file, index, req, false);
}

int64_t page_cache_async_ra(struct machine *m, handle_t file, uint64_t index,
			    uint64_t req, pfn_t pfn)
{
	if (!file_at(m, file)->ra_pages ||
	    (frame_at(m, pfn)->flags & PG_WRITEBACK))
		return 0;
	frame_mut(m, pfn)->flags &= ~(uint32_t)PG_READAHEAD;
	return ondemand_readahead(m, file, index, req, true);
}

pfn_t read_cache_page(struct machine *m, handle_t inode, uint64_t index)
{
	struct batch b = { .inode = inode, .start = index, .nr = 1 };
	int64_t error;

	for (;;) {
		pfn_t pfn = filemap_page(m, inode, index);

		if (pfn != PFN_NONE) {
			get_page(m, pfn);
			return pfn;
		}
		pfn = page_new(m, inode, index,
			       mapping_gfp(inode_at(m, inode)), &error);
		if (pfn != PFN_NONE) {
			b.page[0] = pfn;
			get_page(m, pfn);
			batch_read(m, &b);
			return pfn;
		}
		if (error != -EEXIST)
			return PFN_NONE;
	}
}

/* Is anything read ahead of what this area's faults ask for? */
static bool reads_ahead(const struct file *f, uint32_t vm_flags)
{
	return !(vm_flags & VM_RAND_READ) && f->ra_pages;
}

/*
 * A miss: the 32 pages around it, unless the area's advice or too many misses
 * in a row say otherwise. Source: mm/filemap.c do_sync_mmap_readahead() (6.1).
 */
static void mapped_miss(struct machine *m, handle_t file, uint64_t index,
			uint32_t vm_flags)
{
	struct file *f = file_mut(m, file);
	uint64_t around = f->ra_pages / 2;

	if (!reads_ahead(f, vm_flags))
		return;
	if (vm_flags & VM_SEQ_READ) {
		page_cache_sync_ra(m, file, index, f->ra_pages);
		return;
	}
	if (f->mmap_miss < MMAP_LOTSAMISS * 10)
		f->mmap_miss++;
	if (f->mmap_miss > MMAP_LOTSAMISS)
		return;
	f->ra_start = index > around ? index - around : 0;
	f->ra_size = f->ra_pages;
	f->ra_async_size = f->ra_pages / 4;
	read_window(m, file, f->ra_start, f->ra_size, f->ra_async_size,
		    RA_AROUND);
}

/* Source: do_async_mmap_readahead() (6.1). */
static void mapped_hit(struct machine *m, handle_t file, uint64_t index,
		       uint32_t vm_flags, pfn_t pfn)
{
	struct file *f = file_mut(m, file);

	if (!reads_ahead(f, vm_flags))
		return;
	if (f->mmap_miss)
		f->mmap_miss--;
	if (frame_at(m, pfn)->flags & PG_READAHEAD)
		page_cache_async_ra(m, file, index, f->ra_pages, pfn);
}

/*
 * Whatever makes the kernel let go of the address space makes the fault a major
 * one: a miss, a page still being read, the marker.
 */
bool filemap_fault_is_major(const struct machine *m, handle_t file,
			    uint64_t index, uint32_t vm_flags)
{
	const struct file *f = file_at(m, file);
	pfn_t pfn = filemap_page(m, f->inode, index);
	uint32_t flags = pfn == PFN_NONE ? 0 : frame_at(m, pfn)->flags;

	return !(flags & PG_UPTODATE) ||
	       ((flags & PG_READAHEAD) && reads_ahead(f, vm_flags));
}

pfn_t filemap_fault(struct machine *m, handle_t file, uint64_t index,
		    uint32_t vm_flags, bool *major)
{
	handle_t inode = file_at(m, file)->inode;
	pfn_t pfn = filemap_page(m, inode, index);

	*major = filemap_fault_is_major(m, file, index, vm_flags);
	if (pfn == PFN_NONE) {
		vm_event_add(m, PGMAJFAULT, 1);
		mapped_miss(m, file, index, vm_flags);
	} else {
		mapped_hit(m, file, index, vm_flags, pfn);
	}
	for (;;) {
		pfn = read_cache_page(m, inode, index);
		if (pfn == PFN_NONE)
			return PFN_NONE;
		if (frame_at(m, pfn)->flags & PG_UPTODATE)
			return pfn;
		*major = true;
		wait_on_page_read(m, pfn);
		if (frame_at(m, pfn)->mapping == inode)
			return pfn;
		put_page(m, pfn);
	}
}
