#include "mm/zap.h"

#include "mm/lru.h"
#include "mm/pgtable.h"
#include "mm/rmap.h"
#include "mm/rss.h"
#include "mm/swap.h"
#include "mm/vma.h"
#include "mm/writeback.h"

/*
 * Pages are unmapped first and given back by batches: a small one, then so many
 * large ones, then from the start.
 * Source: include/asm-generic/tlb.h MMU_GATHER_BUNDLE, MAX_GATHER_BATCH,
 * MAX_GATHER_BATCH_COUNT (6.1).
 */
enum { GATHER_BUNDLE = 8, GATHER_BATCH = 510, GATHER_BATCHES = 1 + 19 };

/* struct mmu_gather: its present batch. */
struct gather {
	handle_t mm;
	bool	 files_only;	/* private copies stay */
	bool	 flush;		/* at the end of the table: pages were dirty */
	uint32_t batch;
	unsigned nr;
	pfn_t	 page[GATHER_BATCH];
};

/*
 * One mapped page less. What the entry knew goes to the page of a file: that
 * it was written to, that it was used.
 */
static void zap_page(struct machine *m, struct gather *g, handle_t vma,
		     pte_t e)
{
	pfn_t pfn = pte_pfn(e);
	const struct frame *f = frame_at(m, pfn);

	if (frame_kind(f) != KIND_ANON) {
		if (e & PTE_DIRTY) {
			g->flush = true;
			set_page_dirty(m, pfn);
		}
		if ((e & PTE_ACCESSED) &&
		    !(vma_at(m, vma)->flags & VM_SEQ_READ))
			mark_page_accessed(m, pfn);
	}
	add_mm_counter(m, g->mm, mm_counter(f), -1);
	page_remove_rmap(m, pfn, vma);
	g->page[g->nr++] = pfn;
}

/* A private page, in memory or in a swap area. */
static bool is_private(const struct machine *m, pte_t e)
{
	pfn_t pfn = pte_present(e) ? vm_normal_page(m, e) : PFN_NONE;

	if (!pte_present(e))
		return true;
	return pfn != PFN_NONE && frame_kind(frame_at(m, pfn)) == KIND_ANON;
}

/*
 * Source: mm/memory.c zap_pte_range(), should_zap_page() (6.1). Left out:
 * entries of devices and migration.
 */
static void zap_entry(struct machine *m, struct gather *g, handle_t vma,
		      handle_t table, vaddr_t addr, pte_t e)
{
	bool present = pte_present(e);
	pfn_t pfn = present ? vm_normal_page(m, e) : PFN_NONE;

	if (g->files_only && is_private(m, e))
		return;
	pgtable_set(m, table, addr, 0, PTE_ZAP);
	if (pfn != PFN_NONE) {
		zap_page(m, g, vma, e);
	} else if (!present) {
		add_mm_counter(m, g->mm, MM_SWAPENTS, -1);
		free_swap_and_cache(m, pte_swap(e));
	} else if (!(e & PTE_SPECIAL)) {
		add_mm_counter(m, g->mm, MM_FILEPAGES, -1);	/* the vdso */
	}
}

/* Source: mm/swap_state.c free_pages_and_swap_cache() (6.1). */
static void gather_flush(struct machine *m, struct gather *g)
{
	lru_add_drain(m);
	for (unsigned i = 0; i < g->nr; i++)
		free_swap_cache(m, g->page[i]);
	release_pages(m, g->page, g->nr);
	g->nr = 0;
}

/* Source: mm/mmu_gather.c __tlb_remove_page_size(), tlb_next_batch() (6.1). */
static void gather_next(struct machine *m, struct gather *g)
{
	if (g->nr < (g->batch ? GATHER_BATCH : GATHER_BUNDLE))
		return;
	gather_flush(m, g);
	g->batch = (g->batch + 1) % GATHER_BATCHES;
}

/*
 * Entries of one area in [*at, end), which one page table holds. Return: true
 * if that is done.
 */
static bool zap_table(struct machine *m, struct gather *g, handle_t vma,
		      vaddr_t *at, vaddr_t end, unsigned *budget)
{
	handle_t table = pgtable_lookup(m, g->mm, *at);

	for (; *at < end; *at += PAGE_SIZE) {
		pte_t e = pgtable_entry(m, table, *at);

		if (!e)
			continue;
		if (!*budget && !g->nr && !g->flush)
			return false;
		*budget -= *budget > 0;
		zap_entry(m, g, vma, table, *at, e);
		gather_next(m, g);
	}
	if (g->flush) {
		gather_flush(m, g);
		g->batch = 0;
		g->flush = false;
	}
	return true;
}

static bool zap_area(struct machine *m, struct gather *g, handle_t vma,
		     vaddr_t *at, vaddr_t end, unsigned *budget)
{
	while ((*at = pgtable_next_used(m, g->mm, *at, end)) < end)
		if (!zap_table(m, g, vma, at, pmd_addr_end(*at, end), budget))
			return false;
	return true;
}

/* The operation's own gather, from stretch to stretch; see zap_table(). */
static struct gather gather_of_work(const struct machine *m, handle_t mm)
{
	return (struct gather){ .mm = mm, .batch = m->s->work.gather };
}

static void gather_keep(struct machine *m, struct gather *g, bool done)
{
	gather_flush(m, g);
	m->s->work.gather = done ? 0 : g->batch;
}

bool zap_range(struct machine *m, handle_t mm, vaddr_t *at, vaddr_t end,
	       unsigned *budget)
{
	struct gather g = gather_of_work(m, mm);
	bool done = true;

	lru_add_drain(m);
	while (done && *at < end) {
		handle_t h = vma_find(m, mm, *at);
		const struct vma *v = h ? vma_at(m, h) : NULL;

		if (!v || v->start >= end) {
			*at = end;
			break;
		}
		if (*at < v->start)
			*at = v->start;
		done = zap_area(m, &g, h, at, v->end < end ? v->end : end,
				budget);
	}
	gather_keep(m, &g, done);
	return done;
}

void zap_private(struct machine *m, handle_t mm)
{
	struct gather g = { .mm = mm };

	for (handle_t h = vma_first(m, mm); h; h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);
		vaddr_t at = v->start;
		unsigned budget = UINT32_MAX;

		if (v->file && (v->flags & (VM_SHARED | VM_PFNMAP)))
			continue;
		zap_area(m, &g, h, &at, v->end, &budget);
		gather_flush(m, &g);
	}
	mm_mut(m, mm)->oom_skip = 1;
}

bool unmap_mapping_pages(struct machine *m, handle_t inode, uint64_t from,
			 uint64_t to, bool even_cows, unsigned *budget)
{
	bool done = true;

	for (handle_t h = inode_at(m, inode)->i_mmap; h && done;
	     h = vma_at(m, h)->by_file.next) {
		const struct vma *v = vma_at(m, h);
		struct gather g = gather_of_work(m, v->mm);
		uint64_t last = v->pgoff + vma_pages(v);
		uint64_t first = from > v->pgoff ? from : v->pgoff;
		vaddr_t at;

		last = to < last ? to : last;
		if (first >= last)
			continue;
		g.files_only = !even_cows;
		at = v->start + ((first - v->pgoff) << PAGE_SHIFT);
		done = zap_area(m, &g, h, &at,
				v->start + ((last - v->pgoff) << PAGE_SHIFT),
				budget);
		gather_keep(m, &g, done);
	}
	return done;
}
