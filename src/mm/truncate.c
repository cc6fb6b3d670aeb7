#include "mm/truncate.h"

#include "mm/disk.h"
#include "mm/inode.h"
#include "mm/kmem.h"
#include "mm/lru.h"
#include "mm/swap.h"
#include "mm/vmstat.h"
#include "mm/writeback.h"
#include "mm/zap.h"

static const struct slot nothing = { SLOT_EMPTY, 0 };

/* Pages that left their file and are given back together. */
struct batch {
	unsigned nr;
	pfn_t	 page[PAGEVEC_SIZE];
};

/* Source: mm/swap.c __pagevec_release() (6.1). */
static void batch_release(struct machine *m, struct batch *b)
{
	if (!b->nr)
		return;
	lru_add_drain(m);
	release_pages(m, b->page, b->nr);
	b->nr = 0;
}

/* The batch's reference is the only one left, if nobody else has one. */
static void truncate_page(struct machine *m, struct batch *b, handle_t inode,
			  uint64_t index, pfn_t pfn)
{
	unsigned one = ~0u;

	get_page(m, pfn);
	b->page[b->nr++] = pfn;
	wait_on_page(m, pfn);
	if (frame_at(m, pfn)->mapcount)
		unmap_mapping_pages(m, inode, index, index + 1, false, &one);
	/* reclaim may have taken it while we waited */
	if (filemap_page(m, inode, index) != pfn)
		return;
	cancel_dirty_page(m, pfn);
	filemap_remove(m, pfn, nothing);
	put_page(m, pfn);
	inode_uncharge_page(m, inode);
}

static void truncate_slot(struct machine *m, struct batch *b, handle_t inode,
			  uint64_t index)
{
	struct slot slot = filemap_slot(m, inode, index);

	if (slot.kind == SLOT_PAGE) {
		truncate_page(m, b, inode, index, slot.value);
		return;
	}
	filemap_clear(m, inode, index);
	if (slot.kind != SLOT_SWAP)
		return;
	inode_uncharge_page(m, inode);
	free_swap_and_cache(m, (uint32_t)slot.value);
}

/*
 * One batch of slots. Return: there are no more.
 *
 * Source: mm/truncate.c truncate_inode_pages_range(), truncate_cleanup_folio()
 * (6.1). Left out: pages on their way to the disk come last.
 */
static bool truncate_batch(struct machine *m, handle_t inode, uint64_t from,
			   uint64_t to)
{
	struct batch b = { 0 };
	uint64_t index;

	for (unsigned i = 0; i < PAGEVEC_SIZE; i++) {
		index = xa_find(m, inode, from, WANT_USED);
		if (index >= to)
			break;
		truncate_slot(m, &b, inode, index);
		from = index;
	}
	batch_release(m, &b);
	return index >= to;
}

bool truncate_inode_pages(struct machine *m, handle_t inode, uint64_t from,
			  uint64_t to, unsigned *budget)
{
	while (!truncate_batch(m, inode, from, to)) {
		if (*budget <= PAGEVEC_SIZE)
			return false;
		*budget -= PAGEVEC_SIZE;
	}
	inode_clean_if_done(m, inode);
	kmem_reap(m);
	return true;
}

bool truncate_pagecache(struct machine *m, handle_t inode, uint64_t from,
			unsigned *budget)
{
	return (!inode_at(m, inode)->i_mmap ||
		unmap_mapping_pages(m, inode, from, INDEX_NONE, true,
				    budget)) &&
	       truncate_inode_pages(m, inode, from, INDEX_NONE, budget);
}

/* Nobody but the cache holds it, and nothing would be lost. */
static bool may_drop(const struct frame *f)
{
	return (f->flags & PG_UPTODATE) && !f->mapcount &&
	       !(f->flags & (PG_DIRTY | PG_WRITEBACK)) && f->refcount == 1;
}

/* One slot of a file with a disk. Return: what it held is gone. */
static bool invalidate_slot(struct machine *m, struct batch *b, handle_t inode,
			    uint64_t index)
{
	struct slot slot = filemap_slot(m, inode, index);
	const struct frame *f;

	if (slot.kind != SLOT_PAGE) {
		filemap_clear(m, inode, index);
		return false;
	}
	f = frame_at(m, slot.value);
	if (may_drop(f)) {
		filemap_remove(m, slot.value, nothing);
		b->page[b->nr++] = slot.value;
		return true;
	}
	if (f->flags & PG_UPTODATE)
		deactivate_file_page(m, slot.value);
	return false;
}

/* One batch of slots. Return: pages dropped. */
static unsigned invalidate_batch(struct machine *m, handle_t inode,
				 uint64_t *at, uint64_t to)
{
	struct batch b = { 0 };
	unsigned nr = 0;

	for (unsigned i = 0; i < PAGEVEC_SIZE; i++) {
		uint64_t index = xa_find(m, inode, *at, WANT_USED);

		if (index >= to) {
			*at = to;
			break;
		}
		nr += invalidate_slot(m, &b, inode, index);
		*at = index + 1;
	}
	batch_release(m, &b);
	return nr;
}

/* Source: mm/truncate.c invalidate_mapping_pagevec() (6.1). */
uint64_t invalidate_mapping_pages(struct machine *m, handle_t inode,
				  uint64_t *at, uint64_t to, unsigned *budget)
{
	uint64_t nr = 0;

	if (inode_is_shmem(inode_at(m, inode)))
		*at = to;
	while (*at < to && *budget) {
		nr += invalidate_batch(m, inode, at, to);
		*budget -= *budget < PAGEVEC_SIZE ? *budget : PAGEVEC_SIZE;
	}
	return nr;
}

static handle_t first_orphan(const struct machine *m)
{
	handle_t h = m->s->inodes;

	while (h && !inode_unused(inode_at(m, h)))
		h = inode_at(m, h)->next;
	return h;
}

/* Source: fs/inode.c evict(), fs/file_table.c fput() (6.1). */
bool evict_step(struct machine *m, unsigned *budget)
{
	while (m->s->nr_orphans) {
		handle_t h = first_orphan(m);

		if (!truncate_inode_pages(m, h, 0, INDEX_NONE, budget))
			return false;
		m->s->nr_orphans--;
		inode_free(m, h);
	}
	return true;
}
