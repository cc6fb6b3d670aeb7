/*
 * reclaim - what becomes of the pages of one cluster: kept, written, freed
 *
 * The pages are isolated: off their lists, each held by a reference of the
 * scanner's.
 *
 * Source: mm/vmscan.c shrink_folio_list() (6.1). PR7.6, PR8.7.
 */
#ifndef MM_RECLAIM_H
#define MM_RECLAIM_H

#include "mm/event.h"
#include "mm/lru.h"

enum { SWAP_CLUSTER_MAX = 32 };

/* What a cluster was like, in pages; struct reclaim_stat. */
struct reclaim_stat {
	unsigned nr_dirty;
	unsigned nr_unqueued_dirty;
	unsigned nr_congested;
	unsigned nr_writeback;
	unsigned nr_immediate;
	unsigned nr_pageout;
	unsigned nr_activate;
	unsigned nr_reclaimed;
};

/* PR7.6, the table alone: young mappings, their areas' flags, PG_referenced. */
enum folio_references reference_verdict(unsigned young, uint32_t vm_flags,
					bool referenced, bool file);

/* What the look at the page would say now; nothing changes. */
enum folio_references references_look(const struct machine *m, pfn_t pfn);
/*
 * FATE_LOCKED, FATE_UNEVICTABLE or FATE_WRITEBACK if that is decided before
 * anybody asks whether it was used; NR_FOLIO_FATES if it is asked.
 */
enum folio_fate fate_at_sight(const struct frame *f);
/*
 * A dirty page of a file that no scan writes, whoever scans: it would be put
 * out of the way until the flusher has.
 */
bool left_to_flusher(const struct machine *m, const struct frame *f);

/* Can reclaim look at it at all? Source: mm/internal.h folio_evictable(). */
static inline bool page_evictable(const struct frame *f)
{
	return !(f->flags & PG_MLOCKED);
}

/*
 * Judge nr (<= SWAP_CLUSTER_MAX) pages of a list of the node, in this order.
 * Those that are not freed stay the caller's: they stand in `pages` again, and
 * nr_reclaimed says how many are gone.
 * Return: how many are left. Emits folio_check_references and shrink_folio for
 * each, mm_vmscan_write_folio for those that are written.
 */
unsigned shrink_page_list(struct machine *m, struct scan_control *s,
			  pfn_t pages[], unsigned nr, struct reclaim_stat *stat);

/*
 * Isolated pages go back to the list that their flags say, in this order, and
 * the references are put.
 * Source: mm/vmscan.c move_folios_to_lru() (6.1). Return: pages put on a list.
 */
unsigned putback_pages(struct machine *m, const pfn_t pages[], unsigned nr);

#endif
