#include "time/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

/* The bytes of one page at one checkpoint, until the next version. */
struct version {
	struct version *older;		/* of the same page */
	struct version *next;		/* of the same checkpoint */
	uint64_t	page;
	uint32_t	owner;		/* number of the checkpoint */
	unsigned char	bytes[ARENA_PAGE_BYTES];
};

struct checkpoint {
	uint32_t	number;
	struct pos	pos;
	uint64_t	work;
	uint64_t	used_bytes;
	struct version *versions;
};

struct checkpoints {
	struct checkpoint *list;	/* sorted by pos */
	size_t		   nr, cap;
	struct version	 **newest;	/* a page's versions, newest first */
	size_t		   nr_pages;
	uint64_t	   bytes, budget;
	uint32_t	  *rank;	/* number -> index in list; UINT32_MAX = dropped */
	size_t		   cap_rank;
	uint32_t	   next_number;
};

int pos_order(struct pos a, struct pos b)
{
	if (a.step != b.step)
		return a.step < b.step ? -1 : 1;
	if (a.op != b.op)
		return a.op < b.op ? -1 : 1;
	return a.event < b.event ? -1 : a.event > b.event;
}

struct checkpoints *checkpoints_open(uint64_t budget_bytes)
{
	struct checkpoints *s = xcalloc(1, sizeof(*s));

	s->budget = budget_bytes;
	s->next_number = 1;
	return s;
}

static void versions_free(struct checkpoints *s, struct version *v)
{
	while (v) {
		struct version *next = v->next;

		free(v);
		s->bytes -= sizeof(*v);
		v = next;
	}
}

void checkpoints_close(struct checkpoints *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->nr; i++)
		versions_free(s, s->list[i].versions);
	free(s->list);
	free(s->newest);
	free(s->rank);
	free(s);
}

/* Index of the first checkpoint behind pos. */
static size_t index_behind(const struct checkpoints *s, struct pos pos)
{
	size_t low = 0, high = s->nr;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (pos_order(s->list[mid].pos, pos) <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Index by number; s->nr if it was dropped. */
static size_t index_of(const struct checkpoints *s, uint32_t number)
{
	if (!number || number >= s->next_number || s->rank[number] == UINT32_MAX)
		return s->nr;
	return s->rank[number];
}

static void ranks_from(struct checkpoints *s, size_t i)
{
	for (; i < s->nr; i++)
		s->rank[s->list[i].number] = (uint32_t)i;
}

uint32_t checkpoint_find(const struct checkpoints *s, struct pos pos, struct pos *at)
{
	size_t i = index_behind(s, pos);

	if (!i)
		return CHECKPOINT_NONE;
	*at = s->list[i - 1].pos;
	return s->list[i - 1].number;
}

uint32_t checkpoint_at(const struct checkpoints *s, struct pos pos)
{
	struct pos at;
	uint32_t number = checkpoint_find(s, pos, &at);

	return number && pos_order(at, pos) == 0 ? number : CHECKPOINT_NONE;
}

bool checkpoint_ahead(const struct checkpoints *s, struct pos pos,
		      uint64_t *work)
{
	size_t i = index_behind(s, pos);

	if (i == s->nr)
		return false;
	*work = s->list[i].work;
	return true;
}

uint64_t checkpoint_work(const struct checkpoints *s, uint32_t nr)
{
	size_t i = index_of(s, nr);

	return i < s->nr ? s->list[i].work : UINT64_MAX;
}

uint64_t checkpoints_bytes(const struct checkpoints *s)
{
	return s->bytes;
}

uint32_t checkpoints_count(const struct checkpoints *s)
{
	return (uint32_t)s->nr;
}

static void pages_grow(struct checkpoints *s, uint64_t nr)
{
	if (nr <= s->nr_pages)
		return;
	s->newest = xrealloc(s->newest, nr * sizeof(struct version *));
	memset(s->newest + s->nr_pages, 0,
	       (nr - s->nr_pages) * sizeof(struct version *));
	s->nr_pages = nr;
}

/* Where checkpoints stand in the order, for a version's place in its chain. */
static int order_of(const struct checkpoints *s, uint32_t a, uint32_t b)
{
	if (a == b)
		return 0;
	return index_of(s, a) < index_of(s, b) ? -1 : 1;
}

static void version_add(struct checkpoints *s, struct checkpoint *c,
			const struct machine *m, uint64_t page)
{
	struct version *v = xmalloc(sizeof(*v));
	struct version **link = &s->newest[page];

	v->page = page;
	v->owner = c->number;
	memcpy(v->bytes, m->arena.base + (page << ARENA_PAGE_SHIFT),
	       ARENA_PAGE_BYTES);
	while (*link && order_of(s, (*link)->owner, c->number) > 0)
		link = &(*link)->older;
	v->older = *link;
	*link = v;
	v->next = c->versions;
	c->versions = v;
	s->bytes += sizeof(*v);
}

static void version_unlink(struct checkpoints *s, const struct version *v)
{
	struct version **link = &s->newest[v->page];

	while (*link != v)
		link = &(*link)->older;
	*link = v->older;
}

/* The version just newer than v in its page's chain; NULL if v is the newest. */
static struct version *version_newer(const struct checkpoints *s,
				     const struct version *v)
{
	struct version *newer = NULL;

	for (struct version *x = s->newest[v->page]; x != v; x = x->older)
		newer = x;
	return newer;
}

/*
 * The versions pass to the successor where it has none of its own: it is
 * reached through them.
 */
static void checkpoint_drop(struct checkpoints *s, size_t i)
{
	struct checkpoint *c = &s->list[i], *next = &s->list[i + 1];

	while (c->versions) {
		struct version *v = c->versions;
		const struct version *newer = version_newer(s, v);

		c->versions = v->next;
		if (newer && newer->owner == next->number) {
			version_unlink(s, v);
			s->bytes -= sizeof(*v);
			free(v);
		} else {
			v->owner = next->number;
			v->next = next->versions;
			next->versions = v;
		}
	}
	s->rank[c->number] = UINT32_MAX;
	memmove(c, next, (s->nr - i - 1) * sizeof(*c));
	s->nr--;
	ranks_from(s, i);
}

/* The first and the newest stay. */
static void thin_out(struct checkpoints *s)
{
	while (s->bytes > s->budget && s->nr > 2) {
		uint64_t least = UINT64_MAX;
		size_t best = 1;

		for (size_t i = 1; i + 1 < s->nr; i++) {
			uint64_t gap = s->list[i + 1].work - s->list[i - 1].work;

			if (gap < least) {
				least = gap;
				best = i;
			}
		}
		checkpoint_drop(s, best);
	}
}

static struct checkpoint *checkpoint_insert(struct checkpoints *s, struct pos pos)
{
	size_t i = index_behind(s, pos);

	s->list = xgrow(s->list, s->nr, &s->cap, sizeof(*s->list));
	memmove(&s->list[i + 1], &s->list[i], (s->nr - i) * sizeof(*s->list));
	s->nr++;
	memset(&s->list[i], 0, sizeof(s->list[i]));
	s->rank = xgrow(s->rank, s->next_number + 1, &s->cap_rank,
			sizeof(*s->rank));
	s->list[i].number = s->next_number++;
	s->list[i].pos = pos;
	ranks_from(s, i);
	return &s->list[i];
}

uint32_t checkpoint_take(struct checkpoints *s, struct machine *m, uint32_t based,
		    struct pos pos, uint64_t work)
{
	uint64_t nr = arena_nr_pages(m->arena.used_bytes);
	struct checkpoint *c = checkpoint_insert(s, pos);
	uint32_t number = c->number;

	c->work = work;
	c->used_bytes = m->arena.used_bytes;
	pages_grow(s, nr);
	for (uint64_t p = 0; p < nr; p++)
		if (based == CHECKPOINT_NONE || arena_page_dirty(&m->arena, p))
			version_add(s, c, m, p);
	arena_clean(&m->arena);
	thin_out(s);
	return number;
}

/* All pages that have a version of a checkpoint in (from, to] become dirty. */
static void mark_between(const struct checkpoints *s, struct machine *m, size_t from,
			 size_t to)
{
	for (size_t i = from; i < to; i++)
		for (const struct version *v = s->list[i].versions; v; v = v->next)
			m->arena.dirty[v->page] = 1;
}

static void restore_page(const struct checkpoints *s, struct machine *m,
			 uint64_t page, size_t target)
{
	const struct version *v = page < s->nr_pages ? s->newest[page] : NULL;

	while (v && index_of(s, v->owner) > target)
		v = v->older;
	if (v)
		memcpy(m->arena.base + (page << ARENA_PAGE_SHIFT), v->bytes,
		       ARENA_PAGE_BYTES);
}

void checkpoint_restore(const struct checkpoints *s, struct machine *m, uint32_t based,
		   uint32_t nr)
{
	size_t target = index_of(s, nr), from = index_of(s, based);
	struct arena *a = &m->arena;
	uint64_t pages;

	bug_on(target == s->nr);
	if (from == s->nr)		/* on nothing, or on one that was dropped */
		memset(a->dirty, 1, arena_nr_pages(s->list[target].used_bytes));
	else if (from < target)
		mark_between(s, m, from + 1, target + 1);
	else
		mark_between(s, m, target + 1, from + 1);
	a->used_bytes = s->list[target].used_bytes;
	if (a->used_bytes > a->high_bytes)
		a->high_bytes = a->used_bytes;
	pages = arena_nr_pages(a->used_bytes);
	for (uint64_t p = 0; p < pages; p++)
		if (arena_page_dirty(a, p))
			restore_page(s, m, p, target);
	arena_clean(a);
}
