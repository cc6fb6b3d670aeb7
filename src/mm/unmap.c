#include "mm/unmap.h"

#include <errno.h>

#include "mm/commit.h"
#include "mm/fault.h"
#include "mm/lru.h"
#include "mm/pgtable.h"
#include "mm/sysctl.h"
#include "mm/vma.h"
#include "mm/vmstat.h"

static handle_t work_mm(const struct machine *m)
{
	return task_at(m, m->s->work.task)->mm;
}

void update_hiwater_rss(struct machine *m, handle_t mm_h)
{
	uint64_t rss = mm_rss(mm_at(m, mm_h));

	if (rss > mm_at(m, mm_h)->hiwater_rss)
		mm_mut(m, mm_h)->hiwater_rss = rss;
}

void update_hiwater_vm(struct machine *m, handle_t mm_h)
{
	uint64_t pages = mm_at(m, mm_h)->total_vm;

	if (pages > mm_at(m, mm_h)->hiwater_vm)
		mm_mut(m, mm_h)->hiwater_vm = pages;
}

/*
 * Cut the areas at both edges, so that the range is made of whole ones. There
 * may be one area too many until the range is gone; only a hole in the middle
 * of an area leaves more of them than there were.
 *
 * Source: mm/mmap.c do_mas_align_munmap() (6.1).
 */
static int64_t cut_edges(struct machine *m, handle_t mm, vaddr_t start,
			 vaddr_t end)
{
	handle_t h = vma_find(m, mm, start);
	uint64_t max = (uint64_t)m->s->sysctl[SYSCTL_max_map_count];

	if (h && vma_at(m, h)->start < start) {
		if (end < vma_at(m, h)->end && mm_at(m, mm)->map_count >= max)
			return -ENOMEM;
		vma_cut(m, h, start);
	}
	h = vma_find(m, mm, end);
	if (h && vma_at(m, h)->start < end)
		vma_cut(m, h, end);
	return 0;
}

int64_t unmap_start(struct machine *m, handle_t task, vaddr_t start,
		    vaddr_t end)
{
	handle_t mm = task_at(m, task)->mm;
	struct work *w = &m->s->work;
	handle_t prev, next;
	int64_t ret = cut_edges(m, mm, start, end);

	if (ret)
		return ret;
	prev = vma_before(m, mm, start);
	next = vma_find(m, mm, end);
	w->task = task;
	w->at = start;
	w->start = start;
	w->end = end;
	w->floor = prev ? vma_at(m, prev)->end : 0;
	w->ceiling = next ? vma_at(m, next)->start : 0;
	w->accounted = 0;
	update_hiwater_rss(m, mm);
	return 0;
}

bool detach_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	handle_t mm = work_mm(m), h;

	while ((h = vma_find(m, mm, w->start)) != 0 &&
	       vma_at(m, h)->start < w->end) {
		if (!*budget)
			return false;
		--*budget;
		if (vma_at(m, h)->flags & VM_ACCOUNT)
			w->accounted += vma_pages(vma_at(m, h));
		vma_remove(m, h);
	}
	commit_uncharge(m, w->accounted);
	w->accounted = 0;
	return true;
}

/*
 * One mapped page less: counters, references. The entry is cleared already.
 *
 * Source: mm/memory.c zap_pte_range() (6.1).
 */
static void unmap_page(struct machine *m, handle_t mm, pte_t entry)
{
	pfn_t pfn = pte_pfn(entry);
	const struct frame *f = frame_at(m, pfn);

	if (entry & PTE_SPECIAL)
		return;				/* the zero page counts nowhere */
	if (!f || frame_kind(f) != KIND_ANON) {
		mm_mut(m, mm)->rss[MM_FILEPAGES]--;
		return;				/* the kernel's own: vdso */
	}
	mm_mut(m, mm)->rss[MM_ANONPAGES]--;
	if (--frame_mut(m, pfn)->mapcount == 0)
		node_stat_add(m, frame_node(m, f), NR_ANON_MAPPED, -1);
	put_page(m, pfn);
}

bool zap_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	handle_t mm = work_mm(m);

	for (;;) {
		handle_t table;
		pte_t entry;

		w->at = pgtable_next_used(m, mm, w->at, w->end);
		if (w->at >= w->end)
			break;
		if (!*budget)
			return false;
		--*budget;
		table = pgtable_lookup(m, mm, w->at);
		entry = table_at(m, table)->entry[pt_index(w->at, LEVEL_PTE)];
		pgtable_set(m, table, w->at, 0, PTE_ZAP);
		unmap_page(m, mm, entry);
		w->at += PAGE_SIZE;
	}
	w->at = w->start;
	return true;
}

bool tables_step(struct machine *m, unsigned *budget)
{
	const struct work *w = &m->s->work;

	return pgtable_free_range(m, work_mm(m), w->start, w->end, w->floor,
				  w->ceiling, budget);
}
