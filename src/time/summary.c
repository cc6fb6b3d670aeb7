#include "time/summary.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

static_assert((int)NR_FOLIO_FATES * (int)NR_JUDGED_LISTS <=
	      (int)SUMMARY_SORTS, "each fate on each list is a sort");

/* The field that parts a kind of events, from 1. */
static const uint8_t sort_field[NR_EVENTS] = {
	[EV_sys_enter] = 1,
	[EV_page_fault_user] = 3,
	[EV_faultin_page] = 2,
	[EV_set_pte] = 4,
	[EV_pgtable_alloc] = 1,
	[EV_pgtable_free] = 1,
	[EV_mm_lru_insertion] = 2,
	[EV_mm_lru_activate] = 2,
};

unsigned summary_sort(const struct event *e)
{
	uint8_t field = sort_field[e->id];

	if (e->id == EV_shrink_folio)
		return (unsigned)(e->arg[1] * NR_JUDGED_LISTS + e->arg[2]) %
		       SUMMARY_SORTS;
	return field ? (unsigned)e->arg[field - 1] % SUMMARY_SORTS : 0;
}

void summary_open(struct summary *s, uint32_t max_last)
{
	memset(s, 0, sizeof(*s));
	s->max_last = max_last;
	s->last = xcalloc(max_last, sizeof(*s->last));
	s->at = xcalloc(max_last, sizeof(*s->at));
	s->newest = xcalloc(NR_EVENTS, sizeof(*s->newest));
	s->past = xcalloc(max_last, sizeof(*s->past));
	s->of_sort = xcalloc(NR_EVENTS * SUMMARY_SORTS, sizeof(*s->of_sort));
}

void summary_close(struct summary *s)
{
	free(s->last);
	free(s->at);
	free(s->newest);
	free(s->past);
	free(s->of_sort);
	memset(s, 0, sizeof(*s));
}

void summary_clear(struct summary *s)
{
	memset(s->count, 0, sizeof(s->count));
	if (s->of_sort)
		memset(s->of_sort, 0, NR_EVENTS * SUMMARY_SORTS *
					      sizeof(*s->of_sort));
	s->nr = 0;
	s->nr_last = 0;
	s->nr_past = 0;
	s->nr_ops = 0;
	memset(&s->op, 0, sizeof(s->op));
	s->op_result = 0;
	s->op_signal = 0;
}

/*
 * Room for one more in a list of `nr`: of a full one the older half goes at
 * once, not one by one. Return: how many go.
 */
static uint32_t older_half(const struct summary *s, uint32_t nr)
{
	return nr == s->max_last ? nr - nr / 2 : 0;
}

void summary_add(struct summary *s, const struct event *e, struct pos at)
{
	uint32_t gone;

	s->count[e->id]++;
	s->nr++;
	s->of_sort[e->id * SUMMARY_SORTS + summary_sort(e)]++;
	if (!s->max_last)
		return;
	s->newest[e->id] = (struct heard){ *e, at };
	gone = older_half(s, s->nr_last);
	s->nr_last -= gone;
	if (gone) {
		memmove(s->last, s->last + gone, s->nr_last * sizeof(*s->last));
		memmove(s->at, s->at + gone, s->nr_last * sizeof(*s->at));
	}
	s->last[s->nr_last] = *e;
	s->at[s->nr_last++] = at;
}

void summary_add_past(struct summary *s, const struct event *e)
{
	uint32_t gone;

	if (!s->max_last)
		return;
	gone = older_half(s, s->nr_past);
	s->nr_past -= gone;
	if (gone)
		memmove(s->past, s->past + gone, s->nr_past * sizeof(*s->past));
	s->past[s->nr_past++] = *e;
}
