#include "mm/truncate.h"

#include "mm/commit.h"
#include "mm/disk.h"
#include "mm/inode.h"
#include "mm/kmem.h"
#include "mm/lru.h"
#include "mm/swap.h"
#include "mm/vmstat.h"
#include "mm/writeback.h"
#include "mm/zap.h"

static const struct slot nothing = { SLOT_EMPTY, 0 };

/* What a tmpfs page was charged, whether it lies in memory or in swap. */
static void uncharge(struct machine *m, handle_t inode)
{
	struct inode *i = inode_mut(m, inode);

	if (!i->noreserve)
		return;
	i->promised_pages--;
	commit_uncharge(m, 1);
}

/* Source: mm/truncate.c truncate_cleanup_folio(), truncate_inode_pages_range()
 * (6.1). */
static void truncate_page(struct machine *m, handle_t inode, uint64_t index,
			  pfn_t pfn)
{
	unsigned one = ~0u;

	get_page(m, pfn);
	wait_on_page(m, pfn);
	if (frame_at(m, pfn)->mapcount)
		unmap_mapping_pages(m, inode, index, index + 1, false, &one);
	/* reclaim may have taken it while we waited */
	if (filemap_page(m, inode, index) == pfn) {
		cancel_dirty_page(m, pfn);
		filemap_remove(m, pfn, nothing);
		put_page(m, pfn);
		uncharge(m, inode);
	}
	put_page(m, pfn);
}

static void truncate_slot(struct machine *m, handle_t inode, uint64_t index)
{
	struct slot slot = filemap_slot(m, inode, index);

	if (slot.kind == SLOT_PAGE) {
		truncate_page(m, inode, index, slot.value);
		return;
	}
	filemap_clear(m, inode, index);
	if (slot.kind != SLOT_SWAP)
		return;
	uncharge(m, inode);
	free_swap_and_cache(m, (uint32_t)slot.value);
}

bool truncate_inode_pages(struct machine *m, handle_t inode, uint64_t from,
			  uint64_t to, unsigned *budget)
{
	for (;;) {
		uint64_t index = filemap_next_used(m, inode, from);

		if (index >= to) {
			inode_clean_if_done(m, inode);
			kmem_reap(m);
			return true;
		}
		if (!*budget)
			return false;
		--*budget;
		truncate_slot(m, inode, index);
	}
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
static bool invalidate_slot(struct machine *m, handle_t inode, uint64_t index)
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
		put_page(m, slot.value);
		return true;
	}
	if (f->flags & PG_UPTODATE)
		deactivate_file_page(m, slot.value);
	return false;
}

/* Source: mm/truncate.c invalidate_mapping_pagevec() (6.1). */
uint64_t invalidate_mapping_pages(struct machine *m, handle_t inode,
				  uint64_t *at, uint64_t to, unsigned *budget)
{
	uint64_t nr = 0;

	if (inode_is_shmem(inode_at(m, inode)))
		*at = to;
	while (*at < to && *budget) {
		uint64_t index = filemap_next_used(m, inode, *at);

		if (index >= to) {
			*at = to;
			break;
		}
		--*budget;
		nr += invalidate_slot(m, inode, index);
		*at = index + 1;
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
