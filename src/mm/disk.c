#include "mm/disk.h"

#include <stdio.h>
#include <string.h>

#include "mm/clock.h"
#include "mm/daemon.h"
#include "mm/lru.h"
#include "mm/vmstat.h"
#include "mm/writeback.h"

static const uint64_t usual_latency_ns = 100000;
static const uint64_t usual_bytes_per_s = 500000000;
/*
 * Requests to write that may be under way: kswapd may have the whole depth of
 * write throttling, a task half of it. The depth is 16; as long as there are
 * writes and no reads it doubles, here three times.
 *
 * Source: block/blk-wbt.c get_limit(), calc_wb_limits(), blk-rq-qos.c
 * rq_depth_calc_max_depth() (6.1). Left out: that it shrinks again for reads.
 */
enum { MAX_WRITES = 121 };
static const uint64_t ns_per_s = 1000000000;

/* One disk that nobody described is there as soon as it is needed. */
static struct disk *disk_mut(struct machine *m, unsigned nr)
{
	if (nr == 0 && !m->s->nr_disks)
		disk_new(m, "vda", 0, 0, 0, false);
	bug_on(nr >= m->s->nr_disks);
	return &m->s->disk[nr];
}

unsigned disk_new(struct machine *m, const char *name, uint64_t size_pages,
		  uint64_t latency_ns, uint64_t bytes_per_s, bool rotational)
{
	unsigned nr = m->s->nr_disks;
	struct disk *d = &m->s->disk[nr];

	if (nr == MAX_DISKS)
		return MAX_DISKS;
	m->s->nr_disks++;
	snprintf(d->name, sizeof(d->name), "%s", name);
	d->size_pages = size_pages;
	d->latency_ns = latency_ns ? latency_ns : usual_latency_ns;
	d->bytes_per_s = bytes_per_s ? bytes_per_s : usual_bytes_per_s;
	d->rotational = rotational;
	d->last_page = UINT64_MAX;
	return nr;
}

unsigned disk_by_name(const struct machine *m, const char *name)
{
	for (unsigned i = 0; i < m->s->nr_disks; i++)
		if (strcmp(m->s->disk[i].name, name) == 0)
			return i;
	return MAX_DISKS;
}

/* Time at the disk, without that of those before it. */
static uint64_t service_ns(const struct disk *d, uint64_t page, unsigned nr)
{
	uint64_t bytes = (uint64_t)nr << PAGE_SHIFT;
	uint64_t ns = bytes * ns_per_s / d->bytes_per_s;

	return page == d->last_page ? ns : ns + d->latency_ns;
}

/* At the end of the queue; it begins when those before it have ended. */
static struct request *request_new(struct machine *m, unsigned disk, bool write,
				   uint64_t page, unsigned nr)
{
	struct disk *d = disk_mut(m, disk);
	handle_t h = object_new(m, &m->s->pool_request);
	struct request *r = request_mut(m, h);
	uint64_t from = d->busy_until_ns > m->s->now_ns ? d->busy_until_ns :
							  m->s->now_ns;

	r->sector_page = page;
	r->disk = disk;
	r->write = write;
	r->by_daemon = m->s->in_slice;
	r->done_ns = from + service_ns(d, page, nr);
	d->busy_until_ns = r->done_ns;
	d->last_page = page + nr;
	if (d->last)
		request_mut(m, d->last)->next = h;
	else
		d->first = h;
	d->last = h;
	d->nr_requests++;
	m->s->nr_requests++;
	return r;
}

/* It is counted (pgpgin and pgpgout count kB) and said. */
static uint64_t request_sent(struct machine *m, const struct request *r,
			     unsigned nr)
{
	struct disk *d = &m->s->disk[r->disk];
	uint64_t done_ns = r->done_ns;

	if (r->write)
		d->nr_written += nr;
	else
		d->nr_read += nr;
	vm_event_add(m, r->write ? PGPGOUT : PGPGIN,
		     (uint64_t)nr << (PAGE_SHIFT - 10));
	clock_pass(m, COST_request);
	event_emit(m, EV_block_rq_issue, r->disk, r->write, r->sector_page, nr,
		   done_ns);
	return done_ns;
}

uint64_t disk_submit(struct machine *m, unsigned disk, bool write,
		     uint64_t page, const pfn_t *pfns, unsigned nr)
{
	struct request *r = request_new(m, disk, write, page, nr);

	bug_on(nr == 0 || nr > sizeof(r->page) / sizeof(r->page[0]));
	r->nr = nr;
	for (unsigned i = 0; i < nr; i++) {
		r->page[i] = (uint32_t)pfns[i] + 1;
		get_page(m, pfns[i]);
	}
	return request_sent(m, r, nr);
}

uint64_t disk_transfer(struct machine *m, unsigned disk, bool write,
		       uint64_t page, unsigned nr)
{
	struct request *r = request_new(m, disk, write, page, nr);

	r->nr_direct = nr;
	return request_sent(m, r, nr);
}

/* When the disk has fewer than `limit` such requests; 0 if it has now. */
static uint64_t write_room_ns(const struct machine *m, const struct disk *d,
			      bool daemon, unsigned limit)
{
	uint64_t done[MAX_WRITES];	/* of the newest ones, in a ring */
	unsigned nr = 0;

	for (handle_t h = d->first; h; h = request_at(m, h)->next) {
		const struct request *r = request_at(m, h);

		if (r->write && r->by_daemon == daemon)
			done[nr++ % limit] = r->done_ns;
	}
	return nr < limit ? 0 : done[nr % limit];
}

uint64_t disk_write_room_ns(const struct machine *m, bool daemon)
{
	unsigned limit = daemon ? MAX_WRITES : (MAX_WRITES + 1) / 2;
	uint64_t room = 0;

	for (unsigned i = 0; i < m->s->nr_disks; i++) {
		uint64_t ns = write_room_ns(m, &m->s->disk[i], daemon, limit);

		room = ns > room ? ns : room;
	}
	return room;
}

uint64_t disk_room_ns(const struct machine *m, unsigned disk, unsigned nr)
{
	const struct disk *d = &m->s->disk[disk];
	handle_t h = d->first;

	if (d->nr_requests < nr)
		return 0;
	for (unsigned i = d->nr_requests; i > nr; i--)
		h = request_at(m, h)->next;
	return request_at(m, h)->done_ns;
}

bool disk_reads(const struct machine *m, unsigned disk, pfn_t pfn)
{
	for (handle_t h = disk < m->s->nr_disks ? m->s->disk[disk].first : 0; h;
	     h = request_at(m, h)->next) {
		const struct request *r = request_at(m, h);

		for (unsigned i = 0; !r->write && i < r->nr; i++)
			if (r->page[i] == pfn + 1)
				return true;
	}
	return false;
}

/* Disk whose oldest request is done first; MAX_DISKS if none works. */
static unsigned first_disk(const struct machine *m)
{
	unsigned best = MAX_DISKS;
	uint64_t at = NEVER_NS;

	for (unsigned i = 0; m->s->nr_requests && i < m->s->nr_disks; i++) {
		handle_t h = m->s->disk[i].first;

		if (h && request_at(m, h)->done_ns < at) {
			at = request_at(m, h)->done_ns;
			best = i;
		}
	}
	return best;
}

uint64_t disk_due(const struct machine *m)
{
	unsigned nr = first_disk(m);

	return nr == MAX_DISKS ? NEVER_NS :
				 request_at(m, m->s->disk[nr].first)->done_ns;
}

static void request_free(struct machine *m, struct disk *d, handle_t h)
{
	d->first = request_at(m, h)->next;
	if (!d->first)
		d->last = 0;
	d->nr_requests--;
	m->s->nr_requests--;
	pool_free(&m->arena, &m->s->pool_request, h);
}

/*
 * Page by page, then the request. A page that was wanted for reading only is
 * up to date; one that was written is clean.
 */
void disk_complete(struct machine *m)
{
	unsigned nr = first_disk(m);
	struct request r;
	handle_t h;

	if (nr == MAX_DISKS)
		return;
	h = m->s->disk[nr].first;
	r = *request_at(m, h);
	for (unsigned i = 0; i < r.nr; i++) {
		pfn_t pfn = r.page[i] - 1;

		request_mut(m, h)->page[i] = 0;
		if (r.write)
			end_page_writeback(m, pfn);
		else
			frame_mut(m, pfn)->flags |= PG_UPTODATE;
		put_page(m, pfn);
	}
	request_free(m, &m->s->disk[nr], h);
	event_emit(m, EV_block_rq_complete, nr, r.write, r.sector_page,
		   r.nr + r.nr_direct);
}

/* Until that flag of the page is as wanted. */
static void wait_for_flag(struct machine *m, pfn_t pfn, uint32_t flag, bool set)
{
	while (((frame_at(m, pfn)->flags & flag) != 0) != set) {
		uint64_t due = disk_due(m);

		bug_on(due == NEVER_NS);
		wait_until(m, due);
	}
}

void wait_on_page_read(struct machine *m, pfn_t pfn)
{
	wait_for_flag(m, pfn, PG_UPTODATE, true);
}

void wait_on_page(struct machine *m, pfn_t pfn)
{
	wait_on_page_read(m, pfn);
	wait_for_flag(m, pfn, PG_WRITEBACK, false);
}

/* The queue of one disk: in the order of its ends, none later than the last. */
static bool queue_check(const struct machine *m, unsigned disk)
{
	const struct disk *d = &m->s->disk[disk];
	uint64_t nr = 0, at = 0;

	for (handle_t h = d->first; h; h = request_at(m, h)->next) {
		const struct request *r = request_at(m, h);

		if (++nr > d->nr_requests || r->done_ns < at || r->disk != disk)
			return false;
		at = r->done_ns;
	}
	return nr == d->nr_requests && at <= d->busy_until_ns;
}

bool disk_check(const struct machine *m, struct diag *why)
{
	uint64_t all = 0;

	for (unsigned i = 0; i < m->s->nr_disks; i++) {
		const struct disk *d = &m->s->disk[i];

		all += d->nr_requests;
		if (queue_check(m, i))
			continue;
		diag_set(why, 0, 0, "disk %s: its queue of %u is not sound",
			 d->name, d->nr_requests);
		return false;
	}
	if (all == m->s->nr_requests)
		return true;
	diag_set(why, 0, 0, "%llu requests were found, the books say %u",
		 (unsigned long long)all, m->s->nr_requests);
	return false;
}
