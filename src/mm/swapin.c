#include "mm/swapin.h"

#include "mm/disk.h"
#include "mm/page_alloc.h"
#include "mm/pgtable.h"
#include "mm/swap_io.h"
#include "mm/sysctl.h"
#include "mm/vmstat.h"
#include "mm/workingset.h"

enum {
	REQUEST_PAGES = 32,
	RA_PAGES = 32,		/* 1 << SWAP_RA_ORDER_CEILING */
};

/* Pages that were just given a slot each, to be read in one go. */
struct run {
	pfn_t	 page[REQUEST_PAGES];
	unsigned nr;
	uint32_t first;		/* entry of the first one */
	uint32_t wanted;
};

static void run_read(struct machine *m, struct run *r)
{
	unsigned nr = r->nr;

	r->nr = 0;
	if (nr)
		swap_readpages(m, r->first, r->page, nr, r->wanted);
}

static void run_add(struct machine *m, struct run *r, uint32_t entry, pfn_t pfn)
{
	if (r->nr == REQUEST_PAGES || r->first + r->nr != entry)
		run_read(m, r);
	if (!r->nr)
		r->first = entry;
	r->page[r->nr++] = pfn;
}

/* struct vma.swap_ra; an area that has read nothing yet begins with 4 hits. */
enum { RA_BITS = 6, RA_MASK = (1 << RA_BITS) - 1, RA_FIRST_HITS = 4 };

struct vma_ra {
	vpn_t	 page;		/* of the last fault */
	unsigned window;
	unsigned hits;		/* since then */
};

static struct vma_ra vma_ra_get(const struct machine *m, handle_t vma)
{
	uint64_t ra = vma_at(m, vma)->swap_ra;

	if (!ra)
		return (struct vma_ra){ .hits = RA_FIRST_HITS };
	return (struct vma_ra){ ra >> PAGE_SHIFT, ra >> RA_BITS & RA_MASK,
				ra & RA_MASK };
}

static void vma_ra_set(struct machine *m, handle_t vma, struct vma_ra ra)
{
	vma_mut(m, vma)->swap_ra = ra.page << PAGE_SHIFT |
				   (uint64_t)(ra.window & RA_MASK) << RA_BITS |
				   (ra.hits < RA_MASK ? ra.hits : RA_MASK);
}

/*
 * Neighbours by address, not by slot? Only if no area lies on a turning disk.
 * Source: mm/swap_state.c swap_use_vma_readahead() (6.1).
 */
static bool by_address(const struct machine *m, handle_t vma)
{
	return vma && !m->s->nr_rotate_swap;
}

/* A page was found: did readahead bring it? */
static void note_hit(struct machine *m, handle_t vma, vaddr_t addr, bool hit)
{
	vm_event_add(m, SWAP_RA_HIT, hit);
	if (by_address(m, vma)) {
		struct vma_ra ra = vma_ra_get(m, vma);

		ra.page = addr >> PAGE_SHIFT;
		ra.hits += hit;
		vma_ra_set(m, vma, ra);
	} else {
		m->s->swapin_hits += hit;
	}
}

pfn_t swap_cache_get(struct machine *m, uint32_t entry, handle_t vma,
		     vaddr_t addr)
{
	pfn_t pfn = swap_cache_page(m, entry);
	bool hit;

	if (pfn == PFN_NONE)
		return PFN_NONE;
	get_page(m, pfn);
	/*
	 * The flag is PG_RECLAIM's, too: a page that is being written out
	 * counts as a hit, and is not freed afterwards.
	 */
	hit = frame_at(m, pfn)->flags & PG_READAHEAD;
	if (hit)
		frame_mut(m, pfn)->flags &= ~(uint32_t)PG_READAHEAD;
	note_hit(m, vma, addr, hit);
	return pfn;
}

/*
 * A frame for the slot, in the swap cache, still to be read. Reclaim may have
 * run for it: is the slot still wanted?
 * Source: mm/swap_state.c __read_swap_cache_async() (6.1).
 */
static pfn_t new_page(struct machine *m, uint32_t entry)
{
	uint64_t shadow;
	pfn_t pfn;

	if (!swap_count(m, entry))
		return PFN_NONE;
	pfn = alloc_pages(m, GFP_HIGHUSER_MOVABLE | GFP_BIT_COMP, 0, 0,
			  KIND_ANON);
	if (pfn == PFN_NONE)
		return PFN_NONE;
	if (!swap_count(m, entry)) {
		put_page(m, pfn);
		return PFN_NONE;
	}
	shadow = swap_cache_shadow(m, entry);
	frame_mut(m, pfn)->flags |= PG_SWAPBACKED;
	add_to_swap_cache(m, pfn, entry);
	if (shadow)
		workingset_refault(m, pfn, shadow);
	lru_add(m, pfn);
	return pfn;
}

/* One slot of the window: read, unless it is in memory or has no user. */
static void read_along(struct machine *m, struct run *r, uint32_t entry)
{
	pfn_t pfn;

	if (swap_cache_page(m, entry) != PFN_NONE)
		return;
	pfn = new_page(m, entry);
	if (pfn == PFN_NONE)
		return;
	if (entry != r->wanted) {
		frame_mut(m, pfn)->flags |= PG_READAHEAD;
		vm_event_add(m, SWAP_RA, 1);
	}
	run_add(m, r, entry, pfn);
	put_page(m, pfn);
}

/* One slot alone, unless its page is in memory. `wanted`: somebody waits. */
static pfn_t read_one(struct machine *m, uint32_t entry, bool wanted)
{
	struct run r = { .wanted = wanted ? entry : 0 };
	pfn_t pfn = swap_cache_page(m, entry);

	if (pfn != PFN_NONE) {
		get_page(m, pfn);
		return pfn;
	}
	pfn = new_page(m, entry);
	if (pfn != PFN_NONE) {
		run_add(m, &r, entry, pfn);
		run_read(m, &r);
	}
	return pfn;
}

/* Source: mm/swap_state.c __swapin_nr_pages() (6.1). */
unsigned swapin_window(const struct swapin_input *in)
{
	unsigned pages = 4;

	if (!in->hits)
		pages = in->offset == in->prev_offset + 1 ||
			in->offset == in->prev_offset - 1 ? 2 : 1;
	while (in->hits && pages < in->hits + 2)
		pages *= 2;
	if (pages > in->max_pages)
		pages = in->max_pages;
	return pages < in->prev_window / 2 ? in->prev_window / 2 : pages;
}

/* Source: mm/swap_state.c swapin_nr_pages() (6.1). */
static unsigned swapin_nr_pages(struct machine *m, uint32_t offset,
				unsigned *hits)
{
	struct swapin_input in = {
		.prev_offset = m->s->swapin_prev_offset, .offset = offset,
		.hits = (unsigned)m->s->swapin_hits,
		.max_pages = 1u << m->s->sysctl[SYSCTL_page_cluster],
		.prev_window = (unsigned)m->s->swapin_last_window,
	};

	*hits = in.hits;
	if (in.max_pages <= 1)
		return 1;
	m->s->swapin_hits = 0;
	if (!in.hits)
		m->s->swapin_prev_offset = offset;
	m->s->swapin_last_window = swapin_window(&in);
	return (unsigned)m->s->swapin_last_window;
}

/* Slots of [first, last] that would be read. */
static unsigned count_missing(const struct machine *m, uint32_t first,
			      uint32_t last)
{
	unsigned nr = 0;

	for (uint32_t e = first; e <= last; e++)
		nr += swap_count(m, e) && swap_cache_page(m, e) == PFN_NONE;
	return nr;
}

/* Entries of neighbouring slots, both ends among them. */
struct window {
	uint32_t first, last;
};

/* An aligned block around the wanted slot. Return: how many slots. */
static unsigned choose_window(struct machine *m, uint32_t entry,
			      struct window *w)
{
	const struct swap_area *a = &m->s->swap_area[swp_type(entry)];
	uint32_t offset = swp_offset(entry), base = entry - offset;
	unsigned hits, nr = swapin_nr_pages(m, offset, &hits);
	uint32_t first = offset & ~(nr - 1), last = offset | (nr - 1);

	first += first == 0;		/* the header */
	if (last >= a->max)
		last = (uint32_t)a->max - 1;
	w->first = base + first;
	w->last = base + last;
	event_emit(m, EV_swapin_readahead, entry, nr, hits,
		   count_missing(m, w->first, w->last));
	return nr;
}

/* Source: mm/swap_state.c swap_cluster_readahead() (6.1). */
static pfn_t cluster_readahead(struct machine *m, uint32_t entry)
{
	struct run r = { .wanted = entry };
	struct window w;

	if (choose_window(m, entry, &w) > 1) {
		for (uint32_t e = w.first; e <= w.last; e++)
			read_along(m, &r, e);
		run_read(m, &r);
		lru_add_drain(m);
	}
	/* the window has brought it, most likely */
	return read_one(m, entry, true);
}

/* Pages around the fault, of its area and its page table. */
struct span {
	vaddr_t first, end;
};

/* Source: mm/swap_state.c swap_ra_info(), swap_ra_clamp_pfn() (6.1). */
static struct span span_around(const struct machine *m, handle_t vma,
			       vpn_t page, vpn_t prev, unsigned window)
{
	const struct vma *v = vma_at(m, vma);
	vaddr_t slot = page << PAGE_SHIFT & PMD_MASK;
	vaddr_t before = (uint64_t)(window - 1) / 2 << PAGE_SHIFT;
	vaddr_t at = page << PAGE_SHIFT;
	struct span s;

	if (page == prev + 1)
		before = 0;
	else if (prev == page + 1)
		before = (uint64_t)(window - 1) << PAGE_SHIFT;
	s.first = at > before ? at - before : 0;
	s.end = at - before + ((uint64_t)window << PAGE_SHIFT);
	s.first = s.first > v->start ? s.first : v->start;
	s.first = s.first > slot ? s.first : slot;
	s.end = s.end < v->end ? s.end : v->end;
	s.end = pmd_addr_end(slot, s.end);
	return s;
}

static unsigned count_span(const struct machine *m, handle_t mm,
			   const struct span *s)
{
	unsigned nr = 0;

	for (vaddr_t at = s->first; at < s->end; at += PAGE_SIZE) {
		pte_t e = pgtable_get(m, mm, at);

		nr += pte_is_swap(e) &&
		      swap_cache_page(m, pte_swap(e)) == PFN_NONE;
	}
	return nr;
}

/* Return: how many pages the span would have without the area's edges. */
static unsigned choose_span(struct machine *m, uint32_t entry, handle_t vma,
			    vaddr_t addr, struct span *s)
{
	struct vma_ra ra = vma_ra_get(m, vma);
	struct swapin_input in = {
		.prev_offset = ra.page, .offset = addr >> PAGE_SHIFT,
		.hits = ra.hits, .prev_window = ra.window,
		.max_pages = 1u << m->s->sysctl[SYSCTL_page_cluster],
	};
	unsigned window = 1;

	in.max_pages = in.max_pages < RA_PAGES ? in.max_pages : RA_PAGES;
	if (in.max_pages > 1) {
		window = swapin_window(&in);
		vma_ra_set(m, vma, (struct vma_ra){ in.offset, window, 0 });
	}
	*s = span_around(m, vma, in.offset, in.prev_offset, window);
	event_emit(m, EV_swapin_readahead, entry, window, in.hits,
		   count_span(m, vma_at(m, vma)->mm, s));
	return window;
}

/*
 * What the page tables name around the fault.
 * Source: mm/swap_state.c swap_vma_readahead() (6.1).
 */
static pfn_t vma_readahead(struct machine *m, uint32_t entry, handle_t vma,
			   vaddr_t addr)
{
	struct run r = { .wanted = entry };
	struct span s;

	if (choose_span(m, entry, vma, addr, &s) > 1) {
		for (vaddr_t at = s.first; at < s.end; at += PAGE_SIZE) {
			pte_t e = pgtable_get(m, vma_at(m, vma)->mm, at);

			if (pte_is_swap(e))
				read_along(m, &r, pte_swap(e));
		}
		run_read(m, &r);
		lru_add_drain(m);
	}
	return read_one(m, entry, true);
}

pfn_t swapin_readahead(struct machine *m, uint32_t entry, handle_t vma,
		       vaddr_t addr)
{
	return by_address(m, vma) ? vma_readahead(m, entry, vma, addr) :
				    cluster_readahead(m, entry);
}

pfn_t swapin_page(struct machine *m, uint32_t entry, bool *major)
{
	pfn_t pfn = swap_cache_get(m, entry, 0, 0);

	*major = pfn == PFN_NONE;
	if (*major)
		pfn = swapin_readahead(m, entry, 0, 0);
	if (pfn != PFN_NONE)
		wait_on_page(m, pfn);
	return pfn;
}

void swapin_willneed(struct machine *m, uint32_t entry)
{
	pfn_t pfn = read_one(m, entry, false);

	if (pfn != PFN_NONE)
		put_page(m, pfn);
}
