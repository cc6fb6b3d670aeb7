#include "mm/shmem.h"

#include <errno.h>

#include "mm/clock.h"
#include "mm/commit.h"
#include "mm/inode.h"
#include "mm/kmem_preload.h"
#include "mm/lru.h"
#include "mm/page_alloc.h"
#include "mm/swapin.h"
#include "mm/vmstat.h"
#include "mm/watermark.h"
#include "mm/writeback.h"

/* A tmpfs is as large as half of RAM, unless mounted otherwise. */
static bool is_full(const struct machine *m, const struct inode *i)
{
	return i->kind == INODE_TMPFS &&
	       node_stat_sum(m, NR_SHMEM) >= total_ram_pages(m) / 2;
}

/* A page of a file whose pages were not all promised at its beginning. */
static int64_t charge_page(struct machine *m, handle_t inode)
{
	struct inode *i = inode_mut(m, inode);

	if (!i->noreserve)
		return 0;
	if (is_full(m, i) || commit_charge(m, 0, 1))
		return -ENOSPC;
	i->promised_pages++;
	return 0;
}

bool shmem_has_room(const struct machine *m, handle_t inode, uint64_t index)
{
	const struct inode *i = inode_at(m, inode);

	if (!i->noreserve || filemap_slot(m, inode, index).kind != SLOT_EMPTY)
		return true;
	return !is_full(m, i) && commit_may(m, 0, 1);
}

/*
 * A new page, held. PFN_NONE: *error; -EEXIST if somebody was quicker.
 * Source: mm/shmem.c shmem_alloc_and_acct_folio() (6.1).
 */
static pfn_t new_page(struct machine *m, handle_t inode, uint64_t index,
		      int64_t *error)
{
	const gfp_t gfp = GFP_HIGHUSER_MOVABLE;
	pfn_t pfn;

	*error = charge_page(m, inode);
	if (*error)
		return PFN_NONE;
	*error = -ENOMEM;
	pfn = alloc_pages(m, gfp, 0, 0, KIND_SHMEM);
	if (pfn != PFN_NONE) {
		frame_mut(m, pfn)->flags |= PG_SWAPBACKED | PG_UPTODATE;
		*error = filemap_add_page(m, inode, index, pfn, false, gfp);
		if (!*error)
			return pfn;
		put_page(m, pfn);
	}
	inode_uncharge_page(m, inode);
	return PFN_NONE;
}

/* Source: mm/shmem.c shmem_get_folio_gfp() (6.1). */
static pfn_t make_page(struct machine *m, handle_t inode, uint64_t index,
		       bool write, int64_t *error)
{
	pfn_t pfn = new_page(m, inode, index, error);

	if (pfn == PFN_NONE)
		return PFN_NONE;
	if (write)
		frame_mut(m, pfn)->flags |= PG_REFERENCED;
	lru_add(m, pfn);
	clock_pass(m, COST_clear_page);
	event_emit(m, EV_clear_page, pfn);
	return pfn;
}

/*
 * The page goes from the swap cache back into the file; its slot has a user
 * less. Dirty: nothing else has its content.
 */
static void move_back(struct machine *m, handle_t inode, uint64_t index,
		      pfn_t pfn, uint32_t entry)
{
	struct zone *z = zone_mut(m, frame_zone(frame_at(m, pfn)));

	block_set_kind(m, z, pfn, 0, KIND_SHMEM);
	/* its nodes are there: the entry stands in one of them */
	bug_on(filemap_add(m, inode, index, pfn, false) != 0);
	delete_from_swap_cache(m, pfn, 0);
	put_page(m, pfn);
	set_page_dirty(m, pfn);
	swap_free(m, entry);
}

static bool slot_is(const struct machine *m, handle_t inode, uint64_t index,
		    uint32_t entry)
{
	struct slot slot = filemap_slot(m, inode, index);

	return slot.kind == SLOT_SWAP && slot.value == entry;
}

/*
 * Return: the page; PFN_NONE with *error 0 if the slot holds something else
 * by now. Source: mm/shmem.c shmem_swapin_folio() (6.1).
 */
static pfn_t swap_in(struct machine *m, handle_t inode, uint64_t index,
		     uint32_t entry, bool *major, int64_t *error)
{
	pfn_t pfn = swapin_page(m, entry, major);

	*error = 0;
	if (pfn == PFN_NONE) {
		*error = slot_is(m, inode, index, entry) ? -ENOMEM : 0;
		return PFN_NONE;
	}
	if (slot_is(m, inode, index, entry) &&
	    frame_at(m, pfn)->swap == entry) {
		move_back(m, inode, index, pfn, entry);
		return pfn;
	}
	put_page(m, pfn);
	return PFN_NONE;
}

pfn_t shmem_get_page(struct machine *m, handle_t inode, uint64_t index,
		     bool write, uint32_t vm_flags, bool *major, int64_t *error)
{
	*major = false;
	for (;;) {
		struct slot slot = filemap_slot(m, inode, index);
		bool read = false;
		pfn_t pfn;

		*error = 0;
		if (slot.kind == SLOT_PAGE) {
			get_page(m, slot.value);
			return slot.value;
		}
		if (slot.kind != SLOT_SWAP) {
			pfn = make_page(m, inode, index, write, error);
		} else {
			pfn = swap_in(m, inode, index, (uint32_t)slot.value,
				      &read, error);
			*major |= read;
			vm_event_add(m, PGMAJFAULT, read && vm_flags);
		}
		if (pfn != PFN_NONE)
			return pfn;
		if (*error && *error != -EEXIST)
			return PFN_NONE;
	}
}
