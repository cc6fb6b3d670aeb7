#include "mm/lru_list.h"

#include "mm/clock.h"

/*
 * One page more or less of that list. Return: the list; NULL = the unevictable
 * ones, which are linked to nothing.
 *
 * Source: include/linux/mm_inline.h update_lru_size() (6.1).
 */
static inline struct page_list *count_page(struct machine *m,
					   const struct frame *f,
					   enum lru_list lru, int64_t by)
{
	struct zone *z = zone_mut(m, frame_zone(f));
	struct node *n = m->s->node + frame_node(m, f);

	z->nr_lru[lru] += (uint64_t)by;
	n->stat[NR_INACTIVE_ANON + (int)lru] += (uint64_t)by;
	return lru == LRU_UNEVICTABLE ? NULL : &n->lruvec.list[lru];
}

void lru_list_join(struct machine *m, struct frame *f, pfn_t pfn, bool tail)
{
	struct page_list *l = count_page(m, f, page_lru(f), 1);

	bug_on_debug(f->flags & PG_LRU);
	f->flags |= PG_LRU;
	if (l)
		page_list_add(m, l, f, pfn, tail);
}

void lru_list_leave(struct machine *m, struct frame *f, pfn_t pfn)
{
	struct page_list *l = count_page(m, f, page_lru(f), -1);

	bug_on(!(f->flags & PG_LRU));
	f->flags &= ~PG_LRU;
	if (l)
		page_list_del(m, l, f, pfn);
	else
		f->prev = 0;	/* how often it was locked */
}

void lru_list_move(struct machine *m, struct frame *f, pfn_t pfn,
		   uint32_t cleared, uint32_t set, bool tail)
{
	lru_list_leave(m, f, pfn);
	f->flags = (f->flags & ~cleared) | set;
	lru_list_join(m, f, pfn, tail);
	clock_pass(m, COST_lru);
}

/* A link is a frame's number + 1, so that of none is PFN_NONE. */
pfn_t lru_tail(const struct machine *m, unsigned node, enum lru_list lru)
{
	return (pfn_t)m->s->node[node].lruvec.list[lru].tail - 1;
}

pfn_t lru_head(const struct machine *m, unsigned node, enum lru_list lru)
{
	return (pfn_t)m->s->node[node].lruvec.list[lru].head - 1;
}

pfn_t lru_prev(const struct machine *m, pfn_t pfn)
{
	return (pfn_t)frame_at(m, pfn)->prev - 1;
}

pfn_t lru_next(const struct machine *m, pfn_t pfn)
{
	return (pfn_t)frame_at(m, pfn)->next - 1;
}
