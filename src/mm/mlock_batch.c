#include "mm/mlock_batch.h"

#include "mm/clock.h"
#include "mm/vmstat.h"

/* Source: mm/mlock.c mlock_folio(), mlock_new_page() (6.1). */
void set_page_mlocked(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);

	if (f->flags & PG_MLOCKED)
		return;
	f->flags |= PG_MLOCKED;
	zone_mut(m, frame_zone(f))->nr_mlock++;
	vm_event_add(m, UNEVICTABLE_PGMLOCKED, 1);
}

/* From the unevictable ones back to a list. */
static void rescue(struct machine *m, struct frame *f, pfn_t pfn)
{
	lru_list_move(m, f, pfn, PG_UNEVICTABLE, 0, false);
	vm_event_add(m, UNEVICTABLE_PGRESCUED, 1);
}

/*
 * A locked page leaves its list. While it is on none there is nothing to do:
 * whoever puts it back looks at PG_MLOCKED.
 *
 * Source: mm/mlock.c __mlock_page() (6.1).
 */
void mlock_on_list(struct machine *m, struct frame *f, pfn_t pfn)
{
	enum lru_list from = page_lru(f);

	if (!(f->flags & PG_LRU))
		return;
	if (page_evictable(f)) {	/* unlocked meanwhile */
		if (f->flags & PG_UNEVICTABLE)
			rescue(m, f, pfn);
		return;
	}
	if (f->flags & PG_UNEVICTABLE) {
		f->prev++;
		return;
	}
	lru_list_move(m, f, pfn, PG_ACTIVE, PG_UNEVICTABLE, false);
	f->prev = 1;
	vm_event_add(m, UNEVICTABLE_PGCULLED, 1);
	event_emit(m, EV_mlock_folio, pfn, from);
}

/* Source: mm/mlock.c __mlock_new_page() (6.1). */
void mlock_new_on_list(struct machine *m, struct frame *f, pfn_t pfn)
{
	enum lru_list from = page_lru(f);

	clock_pass(m, COST_lru);
	if (page_evictable(f)) {
		lru_list_join(m, f, pfn, false);
		event_emit(m, EV_mm_lru_insertion, pfn, from);
		return;
	}
	f->flags |= PG_UNEVICTABLE;
	lru_list_join(m, f, pfn, false);
	f->prev = 1;
	vm_event_add(m, UNEVICTABLE_PGCULLED, 1);
	event_emit(m, EV_mlock_folio, pfn, from);
}

/* Source: mm/mlock.c __munlock_page() (6.1). */
void munlock_on_list(struct machine *m, struct frame *f, pfn_t pfn)
{
	bool on_list = (f->flags & PG_LRU) != 0;
	bool unevictable = (f->flags & PG_UNEVICTABLE) != 0;

	if (on_list && unevictable) {
		if (f->prev)
			f->prev--;
		if (f->prev)		/* another area locks it too */
			return;
	}
	if (!(f->flags & PG_MLOCKED))
		return;
	f->flags &= ~PG_MLOCKED;
	zone_mut(m, frame_zone(f))->nr_mlock--;
	vm_event_add(m, on_list || !unevictable ? UNEVICTABLE_PGMUNLOCKED :
						  UNEVICTABLE_PGSTRANDED, 1);
	if (on_list && unevictable)
		rescue(m, f, pfn);
	event_emit(m, EV_munlock_folio, pfn, page_lru(f));
}
