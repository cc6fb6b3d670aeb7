#include "mm/reclaim.h"

#include "mm/clock.h"
#include "mm/disk.h"
#include "mm/filemap.h"
#include "mm/gfp.h"
#include "mm/inode.h"
#include "mm/rmap.h"
#include "mm/swap.h"
#include "mm/swap_io.h"
#include "mm/vmstat.h"
#include "mm/workingset.h"
#include "mm/writeback.h"

/* One cluster under judgement. */
struct verdicts {
	struct scan_control *scan;
	struct reclaim_stat *stat;
	struct lruvec	    *vec;
	unsigned nr_kept;
	unsigned nr_free;
	unsigned nr_write;
	pfn_t kept[SWAP_CLUSTER_MAX];
	pfn_t free[SWAP_CLUSTER_MAX];
	pfn_t write[SWAP_CLUSTER_MAX];	/* under writeback, not yet sent */
};

/* What is to be done with a page after its judgement. */
enum way { WAY_FREE, WAY_KEEP, WAY_ACTIVATE };

/* By fate. */
static const uint8_t ways[NR_FOLIO_FATES] = {
	[FATE_FREED] = WAY_FREE,
	[FATE_FREED_CLEAN] = WAY_FREE,
	[FATE_LOCKED] = WAY_KEEP,
	[FATE_UNEVICTABLE] = WAY_ACTIVATE,
	[FATE_WRITEBACK] = WAY_ACTIVATE,
	[FATE_REFERENCED] = WAY_KEEP,
	[FATE_ACTIVATE] = WAY_ACTIVATE,
	[FATE_NO_SWAP] = WAY_ACTIVATE,
	[FATE_UNMAP_FAILED] = WAY_ACTIVATE,
	[FATE_DIRTY] = WAY_ACTIVATE,
	[FATE_KEEP_DIRTY] = WAY_KEEP,
	[FATE_PAGEOUT] = WAY_KEEP,
	[FATE_BUSY] = WAY_KEEP,
};

static inline bool lazyfree(const struct frame *f)
{
	return frame_kind(f) == KIND_ANON && !(f->flags & PG_SWAPBACKED);
}

static inline void flag_set(struct machine *m, pfn_t pfn, uint32_t flag)
{
	frame_mut(m, pfn)->flags |= flag;
}

static inline void flag_clear(struct machine *m, pfn_t pfn, uint32_t flag)
{
	frame_mut(m, pfn)->flags &= ~flag;
}

enum folio_references reference_verdict(unsigned young, uint32_t vm_flags,
					bool referenced, bool file)
{
	if (vm_flags & VM_LOCKED)
		return FOLIOREF_ACTIVATE;
	if (young > 1 || (young && referenced))
		return FOLIOREF_ACTIVATE;
	if (young && (vm_flags & VM_EXEC) && file)
		return FOLIOREF_ACTIVATE;
	if (young)
		return FOLIOREF_KEEP;
	return referenced && file ? FOLIOREF_RECLAIM_CLEAN : FOLIOREF_RECLAIM;
}

enum folio_references references_look(const struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);
	uint32_t vm_flags = 0;
	unsigned young = page_referenced_look(m, pfn, &vm_flags);

	return reference_verdict(young, vm_flags, f->flags & PG_REFERENCED,
				 page_is_file_lru(f));
}

/* Source: mm/vmscan.c folio_check_references() (6.1). */
static enum folio_references check_references(struct machine *m, pfn_t pfn)
{
	uint32_t vm_flags = 0;
	unsigned young = page_referenced(m, pfn, &vm_flags);
	struct frame *f = frame_mut(m, pfn);
	bool referenced = f->flags & PG_REFERENCED;
	enum folio_references verdict;

	verdict = reference_verdict(young, vm_flags, referenced,
				    page_is_file_lru(f));
	f->flags &= ~PG_REFERENCED;
	if (young && !(vm_flags & VM_LOCKED))
		f->flags |= PG_REFERENCED;
	event_emit(m, EV_folio_check_references, pfn, verdict, young,
		   referenced, page_lru(f));
	return verdict;
}

/* Of pages with a disk behind them; anonymous ones are told by their slot. */
static void note_dirty(const struct frame *f, struct reclaim_stat *stat)
{
	bool file = page_is_file_lru(f) && !lazyfree(f);
	bool dirty = file && (f->flags & PG_DIRTY);
	bool writeback = file && (f->flags & PG_WRITEBACK);

	stat->nr_dirty += dirty || writeback;
	stat->nr_unqueued_dirty += dirty && !writeback;
	stat->nr_congested += writeback && (f->flags & PG_RECLAIM);
}

/* Out of the way while the disk works; freed as soon as it is done. */
static enum folio_fate under_writeback(struct machine *m, struct verdicts *v,
				       pfn_t pfn)
{
	if (v->scan->kswapd && v->vec->writeback &&
	    (frame_at(m, pfn)->flags & PG_RECLAIM)) {
		v->stat->nr_immediate++;
	} else {
		flag_set(m, pfn, PG_RECLAIM);
		v->stat->nr_writeback++;
	}
	return FATE_WRITEBACK;
}

/* May the writer of such a page be called? Source: may_enter_fs(). */
static bool may_write(const struct frame *f, const struct scan_control *s)
{
	return s->may_writepage &&
	       ((s->gfp & GFP_BIT_FS) || (f->swap && (s->gfp & GFP_BIT_IO)));
}

/*
 * A page of memory without a disk leaves its file for a slot of a swap area,
 * whose entry stays in its place.
 *
 * Source: mm/shmem.c shmem_writepage() (6.1).
 */
static bool shmem_to_swap(struct machine *m, pfn_t pfn)
{
	uint32_t entry;

	if (!add_to_swap(m, pfn))
		return false;
	entry = frame_at(m, pfn)->swap;
	swap_duplicate(m, entry);
	filemap_remove(m, pfn, (struct slot){ SLOT_SWAP, entry });
	put_page(m, pfn);
	return true;
}

/* References that the scanner, the cache and nobody else hold. */
static bool only_cached(const struct frame *f)
{
	return f->refcount == 2;
}

/* Is the page on its way to its slot? Else nobody needed the slot any more. */
static bool start_swap_write(struct machine *m, pfn_t pfn)
{
	if (swap_write_begin(m, pfn))
		return true;
	flag_clear(m, pfn, PG_RECLAIM);
	return false;
}

/* Source: mm/vmscan.c pageout(), mm/page_io.c swap_writepage() (6.1). */
static enum folio_fate pageout(struct machine *m, struct verdicts *v, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (!only_cached(f))
		return FATE_BUSY;
	if (frame_kind(f) == KIND_SHMEM && !f->swap && !shmem_to_swap(m, pfn))
		return FATE_NO_SWAP;
	if (!f->swap && !inode_has_disk(inode_at(m, f->mapping)))
		return FATE_DIRTY;
	clear_page_dirty_for_io(m, pfn);
	flag_set(m, pfn, PG_RECLAIM);
	if (!f->swap)
		set_page_writeback(m, pfn);
	else if (!start_swap_write(m, pfn))
		return FATE_KEEP_DIRTY;
	v->stat->nr_pageout++;
	v->write[v->nr_write++] = pfn;
	return FATE_PAGEOUT;
}

/* Only kswapd writes it, and only when it has met too many of them. */
static bool is_flushers(const struct frame *f, bool kswapd,
			const struct lruvec *vec)
{
	return page_is_file_lru(f) &&
	       (!kswapd || !(f->flags & PG_RECLAIM) || !vec->dirty);
}

bool left_to_flusher(const struct machine *m, const struct frame *f)
{
	return (f->flags & PG_DIRTY) && frame_kind(f) != KIND_ANON &&
	       is_flushers(f, true, &m->s->node[frame_node(m, f)].lruvec);
}

static enum folio_fate dirty_page(struct machine *m, struct verdicts *v,
				  pfn_t pfn, enum folio_references verdict)
{
	const struct frame *f = frame_at(m, pfn);

	if (is_flushers(f, v->scan->kswapd, v->vec)) {
		node_stat_add(m, frame_node(m, f), NR_VMSCAN_IMMEDIATE, 1);
		flag_set(m, pfn, PG_RECLAIM);
		return FATE_DIRTY;
	}
	if (verdict == FOLIOREF_RECLAIM_CLEAN || !may_write(f, v->scan))
		return FATE_KEEP_DIRTY;
	return pageout(m, v, pfn);
}

/* Source: mm/vmscan.c __remove_mapping() (6.1). */
static enum folio_fate remove_mapping(struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (!only_cached(f) || (f->flags & PG_DIRTY))
		return FATE_BUSY;
	if (f->swap) {
		delete_from_swap_cache(m, pfn, workingset_eviction(m, pfn));
	} else {
		struct slot left = { SLOT_EMPTY, 0 };

		if (page_is_file_lru(f)) {
			left.kind = SLOT_SHADOW;
			left.value = workingset_eviction(m, pfn);
		}
		filemap_remove(m, pfn, left);
	}
	put_page(m, pfn);
	return FATE_FREED;
}

static enum folio_fate remove_page(struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (!lazyfree(f))
		return f->mapping || f->swap ? remove_mapping(m, pfn) : FATE_BUSY;
	if (f->refcount != 1)
		return FATE_BUSY;
	vm_event_add(m, PGLAZYFREED, 1);
	return FATE_FREED_CLEAN;
}

/* It was not used: give it a slot, unmap it, write it, free it. */
static enum folio_fate reclaim_page(struct machine *m, struct verdicts *v,
				    pfn_t pfn, enum folio_references verdict)
{
	const struct frame *f = frame_at(m, pfn);

	if (frame_kind(f) == KIND_ANON && !lazyfree(f) && !f->swap) {
		if (!(v->scan->gfp & GFP_BIT_IO))
			return FATE_KEEP_DIRTY;
		if (!add_to_swap(m, pfn))
			return FATE_NO_SWAP;
	}
	if (f->mapcount && !try_to_unmap(m, pfn))
		return FATE_UNMAP_FAILED;
	if (f->flags & PG_DIRTY)
		return dirty_page(m, v, pfn, verdict);
	return remove_page(m, pfn);
}

enum folio_fate fate_at_sight(const struct frame *f)
{
	if (!(f->flags & PG_UPTODATE))
		return FATE_LOCKED;
	if (!page_evictable(f))
		return FATE_UNEVICTABLE;
	return f->flags & PG_WRITEBACK ? FATE_WRITEBACK : NR_FOLIO_FATES;
}

/* PR8.7, in the kernel's order. */
static enum folio_fate judge(struct machine *m, struct verdicts *v, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);
	enum folio_fate fate = fate_at_sight(f);
	enum folio_references verdict;

	if (fate == FATE_LOCKED)
		return fate;
	v->scan->nr_scanned++;
	if (fate == FATE_UNEVICTABLE)
		return fate;
	note_dirty(f, v->stat);
	if (fate == FATE_WRITEBACK)
		return under_writeback(m, v, pfn);
	verdict = check_references(m, pfn);
	if (verdict == FOLIOREF_ACTIVATE)
		return FATE_ACTIVATE;
	if (verdict == FOLIOREF_KEEP)
		return FATE_REFERENCED;
	return reclaim_page(m, v, pfn, verdict);
}

static void activate(struct machine *m, struct verdicts *v, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (f->swap && !(f->flags & PG_WRITEBACK) &&
	    (vm_swap_full(m) || (f->flags & PG_MLOCKED)))
		folio_free_swap(m, pfn);
	if (f->flags & PG_MLOCKED)
		return;
	flag_set(m, pfn, PG_ACTIVE);
	v->stat->nr_activate++;
}

static void shrink_page(struct machine *m, struct verdicts *v, pfn_t pfn)
{
	enum lru_list lru = page_lru(frame_at(m, pfn));
	enum folio_fate fate = judge(m, v, pfn);

	clock_pass(m, COST_scan_page);
	if (ways[fate] == WAY_ACTIVATE)
		activate(m, v, pfn);
	if (ways[fate] == WAY_FREE)
		v->free[v->nr_free++] = pfn;
	else
		v->kept[v->nr_kept++] = pfn;
	event_emit(m, EV_shrink_folio, pfn, fate, lru);
}

static void say_written(struct machine *m, pfn_t pfn, uint64_t done_ns)
{
	const struct frame *f = frame_at(m, pfn);

	node_stat_add(m, frame_node(m, f), NR_VMSCAN_WRITE, 1);
	event_emit(m, EV_mm_vmscan_write_folio, pfn, f->swap, done_ns);
}

/* Where a page that is to be written lies: a disk, and the page of it. */
struct place {
	unsigned disk;
	uint64_t page;
};

static struct place place_of(const struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);
	const struct inode *i;

	if (f->swap)
		return (struct place){ swap_disk(m, (uint32_t)f->swap),
				       swap_disk_page(m, (uint32_t)f->swap) };
	i = inode_at(m, f->mapping);
	return (struct place){ i->disk - 1, i->disk_start + f->index };
}

/*
 * Pages that lie one after the other make one request, as under a plug.
 *
 * Source: mm/vmscan.c shrink_lruvec(), block/blk-mq.c blk_finish_plug() (6.1).
 */
static void send_writes(struct machine *m, const struct verdicts *v)
{
	for (unsigned from = 0, to; from < v->nr_write; from = to) {
		struct place at = place_of(m, v->write[from]);
		uint64_t done;

		for (to = from + 1; to < v->nr_write; to++) {
			struct place next = place_of(m, v->write[to]);

			if (next.disk != at.disk ||
			    next.page != at.page + (to - from))
				break;
		}
		done = disk_submit(m, at.disk, true, at.page, v->write + from,
				   to - from);
		for (unsigned i = from; i < to; i++)
			say_written(m, v->write[i], done);
	}
}

unsigned shrink_page_list(struct machine *m, struct scan_control *s,
			  pfn_t pages[], unsigned nr, struct reclaim_stat *stat)
{
	struct verdicts v = { .scan = s, .stat = stat,
			      .vec = &m->s->node[s->node].lruvec };

	*stat = (struct reclaim_stat){ 0 };
	for (unsigned i = 0; i < nr; i++)
		shrink_page(m, &v, pages[i]);
	stat->nr_reclaimed = v.nr_free;
	vm_event_add(m, PGACTIVATE, stat->nr_activate);
	send_writes(m, &v);
	release_pages(m, v.free, v.nr_free);
	for (unsigned i = 0; i < v.nr_kept; i++)
		pages[i] = v.kept[i];
	return v.nr_kept;
}

unsigned putback_pages(struct machine *m, const pfn_t pages[], unsigned nr)
{
	unsigned moved = 0;

	for (unsigned i = 0; i < nr; i++) {
		const struct frame *f = frame_at(m, pages[i]);
		bool active = f->flags & PG_ACTIVE;
		bool stays = f->refcount > 1;
		unsigned node = frame_node(m, f);

		if (!page_evictable(f)) {
			lru_add(m, pages[i]);
			put_page(m, pages[i]);
			continue;
		}
		lruvec_add(m, pages[i]);
		if (stays && active)
			workingset_age_nonresident(m, node, 1);
		moved += stays;
	}
	return moved;
}
