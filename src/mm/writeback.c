#include "mm/writeback.h"

#include "mm/clock.h"
#include "mm/daemon.h"
#include "mm/disk.h"
#include "mm/filemap.h"
#include "mm/inode.h"
#include "mm/lru.h"
#include "mm/rmap.h"
#include "mm/sysctl.h"
#include "mm/vmstat.h"

enum { REQUEST_PAGES = 32 };

static const uint64_t ns_per_ms = 1000000;

/* Inode whose dirty pages are counted; 0: the page is none of such a file. */
static handle_t counted_inode(const struct machine *m, const struct frame *f)
{
	if (frame_kind(f) != KIND_FILE || !f->mapping)
		return 0;
	return inode_has_disk(inode_at(m, f->mapping)) ? f->mapping : 0;
}

static void count_dirty(struct machine *m, const struct frame *f, int by)
{
	node_stat_add(m, frame_node(m, f), NR_FILE_DIRTY, by);
	zone_mut(m, frame_zone(f))->nr_write_pending += (uint64_t)(int64_t)by;
}

uint64_t flusher_next_tick(const struct machine *m)
{
	int64_t centisecs = m->s->sysctl[SYSCTL_dirty_writeback_centisecs];
	uint64_t period = (uint64_t)centisecs * 10 * ns_per_ms;

	return period ? m->s->now_ns + period : NEVER_NS;
}

/* Age counts from the first dirty page of an inode that was clean (PR9.8). */
static void mark_inode_dirty(struct machine *m, handle_t inode)
{
	struct inode *i = inode_mut(m, inode);

	if (i->dirtied_when_ns)
		return;
	i->dirtied_when_ns = m->s->now_ns ? m->s->now_ns : 1;
	i->write_seq = ++m->s->write_seq;
	i->wb_list = WB_DIRTY;
	if (!m->s->nr_dirty_inodes++)
		m->s->flusher_next_ns = flusher_next_tick(m);
}

void inode_clean_if_done(struct machine *m, handle_t inode)
{
	struct inode *i = inode_mut(m, inode);

	if (!i->dirtied_when_ns ||
	    xa_find(m, inode, 0, XA_MARK_DIRTY) != INDEX_NONE)
		return;
	i->dirtied_when_ns = 0;
	i->wb_list = WB_DIRTY;
	m->s->nr_dirty_inodes--;
	if (m->s->flusher_inode == inode)
		m->s->flusher_inode = 0;
}

/* Source: mm/page-writeback.c filemap_dirty_folio(), folio_account_dirtied()
 * (6.1). */
bool set_page_dirty(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);
	handle_t inode = counted_inode(m, f);

	if (f->flags & PG_DIRTY)
		return false;
	f->flags |= PG_DIRTY;
	if (!inode)
		return true;
	count_dirty(m, f, 1);
	node_stat_add(m, frame_node(m, f), NR_DIRTIED, 1);
	xa_mark_set(m, inode, f->index, XA_MARK_DIRTY, true);
	mark_inode_dirty(m, inode);
	event_emit(m, EV_writeback_dirty_folio, inode_at(m, inode)->ino,
		   f->index, node_stat_sum(m, NR_FILE_DIRTY));
	return true;
}

/* The tree's mark stays until writeback starts: as the kernel's does. */
bool clear_page_dirty_for_io(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);

	if (f->mapcount && counted_inode(m, f))
		page_mkclean(m, pfn);
	if (!(f->flags & PG_DIRTY))
		return false;
	f->flags &= ~PG_DIRTY;
	if (counted_inode(m, f))
		count_dirty(m, f, -1);
	return true;
}

void cancel_dirty_page(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);

	if (!(f->flags & PG_DIRTY))
		return;
	f->flags &= ~PG_DIRTY;
	if (counted_inode(m, f)) {
		count_dirty(m, f, -1);
		xa_mark_set(m, f->mapping, f->index, XA_MARK_DIRTY, false);
	}
}

static uint64_t ino_of(const struct machine *m, const struct frame *f)
{
	return frame_kind(f) != KIND_ANON && f->mapping ?
		       inode_at(m, f->mapping)->ino : 0;
}

/* Pages on their way to a swap area count, too. */
static void count_writeback(struct machine *m, const struct frame *f, int by)
{
	node_stat_add(m, frame_node(m, f), NR_WRITEBACK, by);
	zone_mut(m, frame_zone(f))->nr_write_pending += (uint64_t)(int64_t)by;
}

/* Source: mm/page-writeback.c __folio_start_writeback() (6.1). */
void set_page_writeback(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);
	handle_t inode = counted_inode(m, f);

	f->flags |= PG_WRITEBACK;
	count_writeback(m, f, 1);
	if (inode) {
		xa_mark_set(m, inode, f->index, XA_MARK_WRITEBACK, true);
		if (!(f->flags & PG_DIRTY))
			xa_mark_set(m, inode, f->index, XA_MARK_DIRTY, false);
	}
	event_emit(m, EV_folio_start_writeback, pfn, ino_of(m, f), f->index);
}

/* Source: mm/filemap.c folio_end_writeback() (6.1). */
void end_page_writeback(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);
	handle_t inode = counted_inode(m, f);
	bool reclaim = f->flags & PG_RECLAIM;

	f->flags &= ~(uint32_t)(PG_WRITEBACK | PG_RECLAIM);
	count_writeback(m, f, -1);
	node_stat_add(m, frame_node(m, f), NR_WRITTEN, 1);
	if (inode)
		xa_mark_set(m, inode, f->index, XA_MARK_WRITEBACK, false);
	if (reclaim)
		rotate_reclaimable_page(m, pfn);
	event_emit(m, EV_folio_end_writeback, pfn, ino_of(m, f), f->index,
		   reclaim);
}

/* The page from here on is dirty and not yet on its way. */
static pfn_t writable_page(const struct machine *m, handle_t inode,
			   uint64_t index)
{
	pfn_t pfn = filemap_page(m, inode, index);
	const struct frame *f = pfn == PFN_NONE ? NULL : frame_at(m, pfn);

	return f && (f->flags & PG_DIRTY) && !(f->flags & PG_WRITEBACK) ?
		       pfn : PFN_NONE;
}

/* Return: dirty pages in a row, made clean and sent on their way. */
static unsigned gather(struct machine *m, handle_t inode, uint64_t from,
		       uint64_t to, pfn_t pfns[REQUEST_PAGES])
{
	unsigned nr = 0;

	while (nr < REQUEST_PAGES && from + nr < to) {
		pfn_t pfn = writable_page(m, inode, from + nr);

		if (pfn == PFN_NONE)
			break;
		pfns[nr++] = pfn;
		clear_page_dirty_for_io(m, pfn);
		set_page_writeback(m, pfn);
	}
	return nr;
}

/* Source: mm/page-writeback.c write_cache_pages() (6.1). */
unsigned writeback_request(struct machine *m, handle_t inode, uint64_t *from,
			   uint64_t to, enum wb_reason why)
{
	const struct inode *i = inode_at(m, inode);
	uint64_t since = i->dirtied_when_ns;
	pfn_t pfns[REQUEST_PAGES];
	uint64_t at = *from;
	unsigned nr;

	for (;; at++) {
		at = xa_find(m, inode, at, XA_MARK_DIRTY);
		if (at >= to)
			return 0;
		if (writable_page(m, inode, at) != PFN_NONE)
			break;
	}
	nr = gather(m, inode, at, to, pfns);
	*from = at + nr;
	disk_submit(m, i->disk - 1, true, i->disk_start + at, pfns, nr);
	event_emit(m, EV_writeback_single_inode, i->ino, why, nr,
		   since ? (m->s->now_ns - since) / ns_per_ms : 0);
	return nr;
}

/* A limit in bytes, or by ratio in 1/4096 of what could be dirty. */
static uint64_t limit_of(uint64_t bytes, uint64_t ratio, uint64_t dirtyable)
{
	if (bytes)
		return (bytes + PAGE_SIZE - 1) / PAGE_SIZE;
	return ratio * PAGE_SIZE / 100 * dirtyable / PAGE_SIZE;
}

/* Source: mm/page-writeback.c global_dirtyable_memory(), domain_dirty_limits()
 * (6.1). Left out: real-time tasks. */
struct dirty_limits dirty_limits_of(uint64_t free, uint64_t totalreserve,
				    uint64_t file, uint64_t ratio,
				    uint64_t bytes, uint64_t background_ratio,
				    uint64_t background_bytes)
{
	struct dirty_limits l;

	free -= free < totalreserve ? free : totalreserve;
	l.dirtyable = free + file + 1;
	l.thresh = limit_of(bytes, ratio, l.dirtyable);
	l.background = limit_of(background_bytes, background_ratio,
				l.dirtyable);
	if (l.background >= l.thresh)
		l.background = l.thresh / 2;
	return l;
}

/*
 * Left out: HighMem, which does not count unless vm.highmem_is_dirtyable.
 */
struct dirty_limits dirty_limits(const struct machine *m)
{
	const int64_t *sysctl = m->s->sysctl;
	uint64_t free = 0, file = 0;

	for (uint32_t i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		if (z->highmem)
			continue;
		free += z->nr_free;
		file += z->nr_lru[LRU_INACTIVE_FILE] +
			z->nr_lru[LRU_ACTIVE_FILE];
	}
	return dirty_limits_of(free, m->s->totalreserve_pages, file,
			       (uint64_t)sysctl[SYSCTL_dirty_ratio],
			       (uint64_t)sysctl[SYSCTL_dirty_bytes],
			       (uint64_t)sysctl[SYSCTL_dirty_background_ratio],
			       (uint64_t)sysctl[SYSCTL_dirty_background_bytes]);
}

/* Source: mm/page-writeback.c dirty_poll_interval() (6.1). */
uint64_t dirty_poll_interval(uint64_t dirty, uint64_t thresh)
{
	unsigned log = 0;

	if (thresh <= dirty)
		return 1;
	while ((thresh - dirty) >> (log + 1))
		log++;
	return UINT64_C(1) << (log >> 1);
}

/* Source: mm/page-writeback.c node_dirty_limit(), node_dirty_ok() (6.1). */
bool node_dirty_ok(const struct machine *m, unsigned node)
{
	const struct node *n = &m->s->node[node];
	uint64_t ratio = (uint64_t)m->s->sysctl[SYSCTL_dirty_ratio];
	uint64_t bytes = (uint64_t)m->s->sysctl[SYSCTL_dirty_bytes];
	uint64_t here = 0, limit;

	for (uint32_t i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].node == node)
			here += m->s->zone[i].nr_free;
	here -= here < n->totalreserve_pages ? here : n->totalreserve_pages;
	here += n->stat[NR_INACTIVE_FILE] + n->stat[NR_ACTIVE_FILE];
	if (bytes)
		limit = (bytes + PAGE_SIZE - 1) / PAGE_SIZE * here /
			dirty_limits(m).dirtyable;
	else
		limit = ratio * here / 100;
	return n->stat[NR_FILE_DIRTY] + n->stat[NR_WRITEBACK] <= limit;
}

void wakeup_flusher(struct machine *m, enum wb_reason why)
{
	struct state *s = m->s;

	if (s->flusher_pending >> why & 1 || s->flusher_why == why + 1u ||
	    !s->nr_dirty_inodes)
		return;
	if (!s->flusher_pending && !s->flusher_why)
		s->flusher_wake_ns = s->now_ns;
	s->flusher_pending |= 1u << why;
	event_emit(m, EV_writeback_wake, why, node_stat_sum(m, NR_FILE_DIRTY),
		   dirty_limits(m).background);
}

enum { MAX_PAUSE_MS = 200, MIN_PAUSE_MS = 10, FIRST_DIRTIED_PAUSE = 32,
       EXCEEDED_DIRTIED_PAUSE = 8 };

/*
 * Pages a second that a writer may make dirty: what the disk writes, less and
 * less from freerun up to the limit. The kernel's curve is one of third degree
 * through the middle; here it is a line.
 */
static uint64_t writer_rate(const struct machine *m, handle_t inode,
			    uint64_t dirty, const struct dirty_limits *l)
{
	const struct disk *d = &m->s->disk[inode_at(m, inode)->disk - 1];
	uint64_t freerun = dirty_freerun(l);

	if (dirty >= l->thresh)
		return 0;
	return (d->bytes_per_s >> PAGE_SHIFT) * (l->thresh - dirty) /
	       (l->thresh - freerun);
}

/*
 * How long to wait for `pages` at that rate, less the time that went by since
 * the last time was paid for. Short debts are carried on.
 */
static uint64_t writer_pause_ns(struct machine *m, handle_t task,
				uint64_t pages, uint64_t rate)
{
	const uint64_t ns_per_s = 1000 * ns_per_ms;
	struct task *t = task_mut(m, task);
	uint64_t period, due;

	if (!rate)
		return MAX_PAUSE_MS * ns_per_ms;
	period = pages * ns_per_s / rate;
	if (t->dirty_paused_ns + ns_per_s < m->s->now_ns)
		t->dirty_paused_ns = m->s->now_ns - ns_per_s;
	due = t->dirty_paused_ns + period;
	if (due < m->s->now_ns + MIN_PAUSE_MS * ns_per_ms) {
		t->dirty_paused_ns = due;
		return 0;
	}
	due -= m->s->now_ns;
	return due < MAX_PAUSE_MS * ns_per_ms ? due : MAX_PAUSE_MS * ns_per_ms;
}

/*
 * At the limit: can it get better? Not if next to nothing is dirty, nor if the
 * flusher is held and nothing is on its way any more.
 */
static bool worth_waiting(const struct machine *m)
{
	const uint64_t few = 8 * (uint64_t)m->s->nr_cpus;

	if (m->s->flusher_held && !m->s->nr_requests)
		return false;
	return node_stat_sum(m, NR_FILE_DIRTY) +
		       node_stat_sum(m, NR_WRITEBACK) > few;
}

/*
 * Once round: wake the flusher, go on below freerun, else wait a while.
 * Return: the writer may go on.
 *
 * Source: mm/page-writeback.c balance_dirty_pages() (6.1). Left out: several
 * disks with a share each, cgroups.
 */
static bool balance_once(struct machine *m, handle_t task, handle_t inode,
			 uint64_t pages)
{
	struct dirty_limits l = dirty_limits(m);
	uint64_t nr_dirty = node_stat_sum(m, NR_FILE_DIRTY);
	uint64_t dirty = nr_dirty + node_stat_sum(m, NR_WRITEBACK);
	struct task *t = task_mut(m, task);
	uint64_t rate, pause;

	if (nr_dirty > l.background)
		wakeup_flusher(m, WB_REASON_BACKGROUND);
	t->nr_dirtied = 0;
	t->nr_dirtied_pause = dirty_poll_interval(dirty, l.thresh);
	m->s->dirty_exceeded = dirty > dirty_freerun(&l);
	if (!m->s->dirty_exceeded) {
		t->dirty_paused_ns = m->s->now_ns;
		event_emit(m, EV_balance_dirty_pages, dirty, dirty_freerun(&l),
			   l.thresh, 0);
		return true;
	}
	wakeup_flusher(m, WB_REASON_BACKGROUND);
	rate = writer_rate(m, inode, dirty, &l);
	pause = writer_pause_ns(m, task, pages, rate);
	event_emit(m, EV_balance_dirty_pages, dirty, dirty_freerun(&l),
		   l.thresh, pause / ns_per_ms);
	if (!pause)
		return true;
	wait_until(m, m->s->now_ns + pause);
	task_mut(m, task)->dirty_paused_ns = m->s->now_ns;
	return rate || !worth_waiting(m);
}

void balance_dirty_pages_ratelimited(struct machine *m, handle_t task,
				     handle_t inode, unsigned pages)
{
	struct task *t = task_mut(m, task);
	uint64_t limit = t->nr_dirtied_pause ? t->nr_dirtied_pause :
					       FIRST_DIRTIED_PAUSE;

	t->nr_dirtied += pages;
	if (m->s->dirty_exceeded && limit > EXCEEDED_DIRTIED_PAUSE)
		limit = EXCEEDED_DIRTIED_PAUSE;
	if (t->nr_dirtied < limit)
		return;
	pages = (unsigned)t->nr_dirtied;
	while (!balance_once(m, task, inode, pages) &&
	       !task_at(m, task)->sigkill)
		;
}

static uint64_t count_marked(const struct machine *m, handle_t inode,
			     enum xa_mark mark)
{
	uint64_t nr = 0, at = 0;

	while ((at = xa_find(m, inode, at, mark)) != INDEX_NONE) {
		at++;
		nr++;
	}
	return nr;
}

bool writeback_check(const struct machine *m, struct diag *why)
{
	uint64_t dirty = 0, writeback = 0;
	uint32_t inodes = 0;

	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next) {
		uint64_t here = count_marked(m, h, XA_MARK_DIRTY);

		dirty += here;
		writeback += count_marked(m, h, XA_MARK_WRITEBACK);
		inodes += inode_at(m, h)->dirtied_when_ns != 0;
		if (here && !inode_at(m, h)->dirtied_when_ns)
			inodes = UINT32_MAX;
	}
	if (dirty == node_stat_sum(m, NR_FILE_DIRTY) &&
	    writeback <= node_stat_sum(m, NR_WRITEBACK) &&
	    inodes == m->s->nr_dirty_inodes)
		return true;
	diag_set(why, 0, 0,
		 "%llu dirty pages, %llu being written, %u dirty files were found, the books say %llu, %llu and %u",
		 (unsigned long long)dirty, (unsigned long long)writeback,
		 inodes,
		 (unsigned long long)node_stat_sum(m, NR_FILE_DIRTY),
		 (unsigned long long)node_stat_sum(m, NR_WRITEBACK),
		 m->s->nr_dirty_inodes);
	return false;
}
