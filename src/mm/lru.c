#include "mm/lru.h"

#include "mm/clock.h"
#include "mm/mlock_batch.h"
#include "mm/page_free.h"
#include "mm/vmstat.h"

void get_page(struct machine *m, pfn_t pfn)
{
	frame_mut(m, pfn)->refcount++;
}

/*
 * The end of a page that nobody refers to any more. One that is still locked
 * was freed before the batch of its munlock was emptied.
 *
 * Source: mm/swap.c __folio_put_small(), mm/page_alloc.c free_pages_prepare()
 * (6.1).
 */
static void page_release(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);

	if (f->flags & PG_LRU)
		lru_list_leave(m, f, pfn);
	if (f->flags & PG_MLOCKED) {
		zone_mut(m, frame_zone(f))->nr_mlock--;
		vm_event_add(m, UNEVICTABLE_PGCLEARED, 1);
	}
	free_pages(m, pfn, frame_order(f));
}

void put_page(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);

	bug_on(f->refcount <= 0);
	if (--f->refcount == 0)
		page_release(m, pfn);
}

void release_pages(struct machine *m, const pfn_t pages[], unsigned nr)
{
	while (nr-- > 0)
		put_page(m, pages[nr]);
}

/* Source: mm/swap.c lru_add_fn() (6.1). */
static void move_add(struct machine *m, struct frame *f, pfn_t pfn)
{
	bool was_unevictable = (f->flags & PG_UNEVICTABLE) != 0;

	if (!page_evictable(f)) {
		f->flags = (f->flags & ~PG_ACTIVE) | PG_UNEVICTABLE;
		f->prev = 0;	/* perhaps not counted yet: mlock says it again */
		vm_event_add(m, UNEVICTABLE_PGCULLED, !was_unevictable);
	} else if (was_unevictable) {
		f->flags &= ~PG_UNEVICTABLE;
		vm_event_add(m, UNEVICTABLE_PGRESCUED, 1);
	}
	lru_list_join(m, f, pfn, false);
	clock_pass(m, COST_lru);
	event_emit(m, EV_mm_lru_insertion, pfn, page_lru(f));
}

/* Source: mm/swap.c lru_move_tail_fn() (6.1). */
static void move_rotate(struct machine *m, struct frame *f, pfn_t pfn)
{
	if (!on_evictable_list(f))
		return;
	lru_list_move(m, f, pfn, PG_ACTIVE, 0, true);
	vm_event_add(m, PGROTATED, 1);
	event_emit(m, EV_lru_rotate, pfn, page_lru(f));
}

/*
 * A page that could not be dropped at once: the dirty ones get some time until
 * the flusher has written them.
 *
 * Source: mm/swap.c lru_deactivate_file_fn() (6.1).
 */
static void move_deactivate_file(struct machine *m, struct frame *f, pfn_t pfn)
{
	bool busy = (f->flags & (PG_WRITEBACK | PG_DIRTY)) != 0;
	enum lru_list from = page_lru(f);

	if (!on_evictable_list(f) || f->mapcount)
		return;
	vm_event_add(m, PGDEACTIVATE, f->flags & PG_ACTIVE ? 1 : 0);
	lru_list_move(m, f, pfn, PG_ACTIVE | PG_REFERENCED,
		      busy ? PG_RECLAIM : 0, !busy);
	vm_event_add(m, PGROTATED, !busy);
	event_emit(m, EV_lru_deactivate, pfn, from, page_lru(f),
		   busy ? INSERT_HEAD : INSERT_TAIL);
}

/* Source: mm/swap.c lru_deactivate_fn() (6.1). */
static void move_deactivate(struct machine *m, struct frame *f, pfn_t pfn)
{
	enum lru_list from = page_lru(f);

	if (!on_evictable_list(f) || !(f->flags & PG_ACTIVE))
		return;
	lru_list_move(m, f, pfn, PG_ACTIVE | PG_REFERENCED, 0, false);
	vm_event_add(m, PGDEACTIVATE, 1);
	event_emit(m, EV_lru_deactivate, pfn, from, page_lru(f), INSERT_HEAD);
}

/* Clean or not, MADV_FREE may take it: an anonymous page without a slot. */
static bool may_lazyfree(const struct frame *f)
{
	return on_evictable_list(f) && frame_kind(f) == KIND_ANON &&
	       (f->flags & PG_SWAPBACKED) && !f->swap;
}

/* Source: mm/swap.c lru_lazyfree_fn() (6.1). */
static void move_lazyfree(struct machine *m, struct frame *f, pfn_t pfn)
{
	enum lru_list from = page_lru(f);

	if (!may_lazyfree(f))
		return;
	lru_list_move(m, f, pfn, PG_ACTIVE | PG_REFERENCED | PG_SWAPBACKED, 0,
		      false);
	vm_event_add(m, PGLAZYFREE, 1);
	event_emit(m, EV_lru_deactivate, pfn, from, page_lru(f), INSERT_HEAD);
}

/* Source: mm/swap.c folio_activate_fn() (6.1). */
static void move_activate(struct machine *m, struct frame *f, pfn_t pfn)
{
	if (!on_evictable_list(f) || (f->flags & PG_ACTIVE))
		return;
	lru_list_move(m, f, pfn, 0, PG_ACTIVE, false);
	vm_event_add(m, PGACTIVATE, 1);
	event_emit(m, EV_mm_lru_activate, pfn, page_lru(f));
}

typedef void move_fn(struct machine *m, struct frame *f, pfn_t pfn);

static move_fn *const moves[NR_LRU_BATCHES] = {
	[BATCH_ADD] = move_add,
	[BATCH_ROTATE] = move_rotate,
	[BATCH_DEACTIVATE_FILE] = move_deactivate_file,
	[BATCH_DEACTIVATE] = move_deactivate,
	[BATCH_LAZYFREE] = move_lazyfree,
	[BATCH_ACTIVATE] = move_activate,
	[BATCH_MLOCK] = mlock_on_list,
};

/* What is to be done with page i of that batch. */
static move_fn *move_of_mlock(const struct machine *m, uint32_t i)
{
	if (m->s->mlock_undo >> i & 1)
		return munlock_on_list;
	return m->s->mlock_new >> i & 1 ? mlock_new_on_list : mlock_on_list;
}

/*
 * All pages of a batch move on, then those that nobody else refers to any more
 * are freed.
 *
 * Source: mm/swap.c folio_batch_move_lru(), mm/mlock.c mlock_pagevec() (6.1).
 */
static void batch_move(struct machine *m, enum lru_batch_kind kind)
{
	struct lru_batch *b = &m->s->lru_batch[kind];
	move_fn *move = moves[kind];
	pfn_t last[PAGEVEC_SIZE];
	uint32_t nr_last = 0;

	for (uint32_t i = 0; i < b->nr; i++) {
		pfn_t pfn = b->page[i] - 1;
		struct frame *f = frame_mut(m, pfn);

		b->page[i] = 0;
		if (f->refcount > 1)
			f->refcount--;
		else
			last[nr_last++] = pfn;
		if (kind == BATCH_MLOCK)
			move = move_of_mlock(m, i);
		move(m, f, pfn);
	}
	b->nr = 0;
	if (kind == BATCH_MLOCK)
		m->s->mlock_new = m->s->mlock_undo = 0;
	release_pages(m, last, nr_last);
}

static void batch_add(struct machine *m, enum lru_batch_kind kind, pfn_t pfn)
{
	struct lru_batch *b = &m->s->lru_batch[kind];

	frame_mut(m, pfn)->refcount++;
	b->page[b->nr++] = (uint32_t)pfn + 1;
	if (b->nr >= m->s->lru_batch_size)
		batch_move(m, kind);
}

/* Source: mm/swap.c lru_add_drain() (6.1). */
void lru_add_drain(struct machine *m)
{
	for (unsigned k = 0; k < NR_LRU_BATCHES; k++)
		if (m->s->lru_batch[k].nr)
			batch_move(m, (enum lru_batch_kind)k);
}

static bool is_in_batch(const struct machine *m, enum lru_batch_kind kind,
			pfn_t pfn)
{
	const struct lru_batch *b = &m->s->lru_batch[kind];

	for (uint32_t i = b->nr; i-- > 0;)
		if (b->page[i] == (uint32_t)pfn + 1)
			return true;
	return false;
}

unsigned lru_batched(const struct machine *m, pfn_t pfn)
{
	unsigned nr = 0;

	for (unsigned k = 0; k < NR_LRU_BATCHES; k++) {
		const struct lru_batch *b = &m->s->lru_batch[k];

		for (uint32_t i = 0; i < b->nr; i++)
			nr += b->page[i] == (uint32_t)pfn + 1;
	}
	return nr;
}

void lru_add(struct machine *m, pfn_t pfn)
{
	bug_on_debug(frame_at(m, pfn)->flags & PG_LRU);
	batch_add(m, BATCH_ADD, pfn);
}

/* Source: mm/swap.c folio_add_lru_vma() (6.1). */
void lru_add_inactive_or_unevictable(struct machine *m, pfn_t pfn,
				     uint32_t vm_flags)
{
	if ((vm_flags & (VM_LOCKED | VM_SPECIAL)) == VM_LOCKED)
		mlock_new_page(m, pfn);
	else
		lru_add(m, pfn);
}

/*
 * A page that waits to be added is to join the active list.
 *
 * Source: mm/swap.c __lru_cache_activate_folio() (6.1).
 */
static void activate_in_batch(struct machine *m, pfn_t pfn)
{
	if (is_in_batch(m, BATCH_ADD, pfn))
		frame_mut(m, pfn)->flags |= PG_ACTIVE;
}

/* Source: mm/swap.c folio_activate() (6.1). */
static void activate_page(struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (!(f->flags & PG_LRU))
		activate_in_batch(m, pfn);
	else
		batch_add(m, BATCH_ACTIVATE, pfn);
}

/* The flags of the second chance; what the page is to do is the caller's. */
static void note_access(struct machine *m, pfn_t pfn, enum second_chance step)
{
	struct frame *f = frame_mut(m, pfn);

	if (step == SECOND_ACTIVATE) {
		f->flags &= ~PG_REFERENCED;
		lruvec_age_nonresident(m, frame_node(m, f), 1);
	} else {
		f->flags |= PG_REFERENCED;
	}
	event_emit(m, EV_mark_page_accessed, pfn, page_lru(f), step);
}

/* What a use of a page is whose flag is not set. */
static enum second_chance noted(const struct machine *m, pfn_t pfn)
{
	if (frame_at(m, pfn)->flags & PG_ACTIVE)
		return SECOND_ACTIVE;
	return is_in_batch(m, BATCH_ACTIVATE, pfn) ? SECOND_WAITS :
						     SECOND_REFERENCED;
}

void mark_page_accessed(struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (!(f->flags & PG_REFERENCED)) {
		note_access(m, pfn, noted(m, pfn));
	} else if (!(f->flags & (PG_UNEVICTABLE | PG_ACTIVE))) {
		note_access(m, pfn, SECOND_ACTIVATE);
		activate_page(m, pfn);
	}
}

/* Source: mm/swap.c deactivate_file_folio() (6.1). */
void deactivate_file_page(struct machine *m, pfn_t pfn)
{
	if (!(frame_at(m, pfn)->flags & PG_UNEVICTABLE))
		batch_add(m, BATCH_DEACTIVATE_FILE, pfn);
}

void deactivate_page(struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (on_evictable_list(f) && (f->flags & PG_ACTIVE))
		batch_add(m, BATCH_DEACTIVATE, pfn);
}

/* Source: mm/swap.c folio_rotate_reclaimable() (6.1). */
void rotate_reclaimable_page(struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (on_evictable_list(f) && (f->flags & PG_UPTODATE) &&
	    !(f->flags & PG_DIRTY))
		batch_add(m, BATCH_ROTATE, pfn);
}

void mark_page_lazyfree(struct machine *m, pfn_t pfn)
{
	if (may_lazyfree(frame_at(m, pfn)))
		batch_add(m, BATCH_LAZYFREE, pfn);
}

void mlock_page(struct machine *m, pfn_t pfn)
{
	set_page_mlocked(m, pfn);
	batch_add(m, BATCH_MLOCK, pfn);
}

void mlock_new_page(struct machine *m, pfn_t pfn)
{
	set_page_mlocked(m, pfn);
	m->s->mlock_new |= 1u << m->s->lru_batch[BATCH_MLOCK].nr;
	batch_add(m, BATCH_MLOCK, pfn);
}

/* PG_MLOCKED stays until it is known that no other area locks the page. */
void munlock_page(struct machine *m, pfn_t pfn)
{
	m->s->mlock_undo |= 1u << m->s->lru_batch[BATCH_MLOCK].nr;
	batch_add(m, BATCH_MLOCK, pfn);
}

void lruvec_del(struct machine *m, pfn_t pfn)
{
	lru_list_leave(m, frame_mut(m, pfn), pfn);
}

void lruvec_add(struct machine *m, pfn_t pfn)
{
	lru_list_join(m, frame_mut(m, pfn), pfn, false);
	put_page(m, pfn);
}

void lruvec_add_tail(struct machine *m, pfn_t pfn)
{
	lru_list_join(m, frame_mut(m, pfn), pfn, true);
	put_page(m, pfn);
}

/*
 * What reclaim has cost by refaults and by writes, of each kind: halved when
 * it is more than a quarter of the lists, so that the past fades.
 *
 * Source: mm/swap.c lru_note_cost() (6.1).
 */
void lru_note_cost(struct machine *m, unsigned node, bool file, uint64_t pages)
{
	struct lruvec *v = &m->s->node[node].lruvec;
	const uint64_t *stat = m->s->node[node].stat;
	uint64_t size = stat[NR_INACTIVE_ANON] + stat[NR_ACTIVE_ANON] +
			stat[NR_INACTIVE_FILE] + stat[NR_ACTIVE_FILE];

	if (file)
		v->file_cost += pages;
	else
		v->anon_cost += pages;
	if (v->file_cost + v->anon_cost > size / 4) {
		v->file_cost /= 2;
		v->anon_cost /= 2;
	}
}
