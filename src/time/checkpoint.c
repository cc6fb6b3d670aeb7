#include "time/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "time/version.h"

enum { FULL_EVERY = 8 };	/* versions of a page, one of them whole */

/* What a checkpoint has of one page. */
struct change {
	uint64_t	page;
	uint64_t	lines;		/* of the version: a jump reads many */
	struct version *version;	/* owned */
};

struct slot {
	struct version *version;
	uint32_t	owner;		/* number of the checkpoint */
	uint32_t	pad;
};

/* The versions of one page, in the order of their checkpoints. */
struct history {
	struct slot *slots;
	size_t	     nr, cap;
};

struct checkpoint {
	uint32_t	number;
	struct pos	pos;
	uint64_t	work;
	uint64_t	used_bytes;
	struct change  *changes;	/* by page */
	size_t		nr, cap;
};

struct checkpoints {
	struct checkpoint *list;	/* sorted by pos */
	size_t		   nr, cap;
	struct history	  *pages;
	size_t		   nr_pages;
	uint64_t	   bytes, budget;
	uint32_t	  *rank;	/* number -> index in list; UINT32_MAX = dropped */
	size_t		   cap_rank;
	uint32_t	   next_number;
};

struct checkpoints *checkpoints_open(uint64_t budget_bytes)
{
	struct checkpoints *s = xcalloc(1, sizeof(*s));

	s->budget = budget_bytes;
	s->next_number = 1;
	return s;
}

/* What a version counts for, with what points to it. */
static uint64_t cost_of(uint64_t lines)
{
	return version_bytes(lines) + sizeof(struct slot) +
	       sizeof(struct change);
}

void checkpoints_close(struct checkpoints *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->nr; i++) {
		for (size_t k = 0; k < s->list[i].nr; k++)
			free(s->list[i].changes[k].version);
		free(s->list[i].changes);
	}
	for (size_t p = 0; p < s->nr_pages; p++)
		free(s->pages[p].slots);
	free(s->pages);
	free(s->list);
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

uint32_t checkpoint_find(const struct checkpoints *s, struct pos pos,
			 struct pos *at)
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
	s->pages = xrealloc(s->pages, nr * sizeof(*s->pages));
	memset(s->pages + s->nr_pages, 0,
	       (nr - s->nr_pages) * sizeof(*s->pages));
	s->nr_pages = nr;
}

/* Slots of a page whose checkpoints stand before index `rank` in the list. */
static size_t slots_before(const struct checkpoints *s,
			   const struct history *h, size_t rank)
{
	size_t low = 0, high = h->nr;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (s->rank[h->slots[mid].owner] < rank)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Is a whole version due? Then a reader need not go back far. */
static bool full_due(const struct history *h, size_t at)
{
	for (size_t i = 0; i < FULL_EVERY - 1; i++) {
		if (i == at)
			return true;	/* none before at all */
		if (h->slots[at - 1 - i].version->lines == ALL_LINES)
			return false;
	}
	return true;
}

static void version_add(struct checkpoints *s, struct checkpoint *c,
			const struct machine *m, uint64_t page, uint64_t lines)
{
	struct history *h = &s->pages[page];
	size_t at = slots_before(s, h, s->rank[c->number]);
	struct version *v;

	if (full_due(h, at))
		lines = ALL_LINES;
	v = version_new(m->arena.base + (page << ARENA_PAGE_SHIFT), lines);
	s->bytes += cost_of(lines);
	h->slots = xgrow(h->slots, h->nr, &h->cap, sizeof(*h->slots));
	memmove(&h->slots[at + 1], &h->slots[at],
		(h->nr - at) * sizeof(*h->slots));
	h->slots[at] = (struct slot){ v, c->number, 0 };
	h->nr++;
	c->changes = xgrow(c->changes, c->nr, &c->cap, sizeof(*c->changes));
	c->changes[c->nr++] = (struct change){ page, lines, v };
}

/* The page's slot of the checkpoint that goes passes to the next one. */
static void slot_pass_on(struct checkpoints *s, uint64_t page, size_t rank,
			 const struct checkpoint *next, struct version *v)
{
	struct history *h = &s->pages[page];
	size_t at = slots_before(s, h, rank);

	h->slots[at] = (struct slot){ v, next->number, 0 };
	if (at + 1 == h->nr || h->slots[at + 1].owner != next->number)
		return;
	memmove(&h->slots[at + 1], &h->slots[at + 2],
		(h->nr - at - 2) * sizeof(*h->slots));
	h->nr--;
}

/* A page that both changed: one version for the two. */
static void changes_join(struct checkpoints *s, struct change *c,
			 const struct change *newer)
{
	s->bytes -= cost_of(c->lines) + cost_of(newer->lines);
	c->version = version_join(c->version, newer->version);
	c->lines = c->version->lines;
	s->bytes += cost_of(c->lines);
}

/* Changes of checkpoint i and of its successor, by page, as the successor's. */
static void changes_pass_on(struct checkpoints *s, size_t i)
{
	struct checkpoint *c = &s->list[i], *next = &s->list[i + 1];
	struct change *both = xcalloc(c->nr + next->nr, sizeof(*both));
	size_t nr = 0, a = 0, b = 0;

	while (a < c->nr) {
		const struct change *mine = &c->changes[a++];

		while (b < next->nr && next->changes[b].page < mine->page)
			both[nr++] = next->changes[b++];
		both[nr] = *mine;
		if (b < next->nr && next->changes[b].page == mine->page)
			changes_join(s, &both[nr], &next->changes[b++]);
		slot_pass_on(s, mine->page, i, next, both[nr].version);
		nr++;
	}
	while (b < next->nr)
		both[nr++] = next->changes[b++];
	free(c->changes);
	free(next->changes);
	next->changes = both;
	next->nr = nr;
	next->cap = nr;
}

static void checkpoint_drop(struct checkpoints *s, size_t i)
{
	changes_pass_on(s, i);
	s->rank[s->list[i].number] = UINT32_MAX;
	memmove(&s->list[i], &s->list[i + 1],
		(s->nr - i - 1) * sizeof(*s->list));
	s->nr--;
	ranks_from(s, i);
}

/*
 * What is lost with checkpoint i: the gap it leaves, in operations. Where work
 * is `here` somebody walks, and meets the gaps close by again and again: one
 * that would be larger than it is far is kept longest.
 */
static uint64_t loss_of(const struct checkpoints *s, size_t i, uint64_t here)
{
	const struct checkpoint *c = &s->list[i];
	uint64_t gap = s->list[i + 1].work - s->list[i - 1].work;
	uint64_t far = c->work < here ? here - c->work : c->work - here;

	if (far < CHECKPOINT_INTERVAL && gap > far)
		return UINT64_MAX / 2 + gap;
	return gap;
}

/* The first and the last stay. */
static void thin_out(struct checkpoints *s, uint64_t here)
{
	while (s->bytes > s->budget && s->nr > 2) {
		uint64_t least = UINT64_MAX;
		size_t best = 1;

		for (size_t i = 1; i + 1 < s->nr; i++) {
			uint64_t loss = loss_of(s, i, here);

			if (loss < least) {
				least = loss;
				best = i;
			}
		}
		checkpoint_drop(s, best);
	}
}

static struct checkpoint *checkpoint_insert(struct checkpoints *s,
					    struct pos pos)
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

uint32_t checkpoint_take(struct checkpoints *s, struct machine *m,
			 uint32_t based, struct pos pos, uint64_t work)
{
	uint64_t nr = arena_nr_pages(m->arena.used_bytes);
	struct checkpoint *c = checkpoint_insert(s, pos);
	uint32_t number = c->number;

	c->work = work;
	c->used_bytes = m->arena.used_bytes;
	pages_grow(s, nr);
	for (uint64_t p = 0; p < nr; p++) {
		uint64_t lines = based == CHECKPOINT_NONE ?
					 ALL_LINES :
					 arena_dirty_lines(&m->arena, p);

		if (lines)
			version_add(s, c, m, p, lines);
	}
	arena_clean(&m->arena);
	thin_out(s, work);
	return number;
}

/* Lines that checkpoints in (from, to] of the list may have changed. */
static void want_between(const struct checkpoints *s, uint64_t *wanted,
			 uint64_t nr, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		for (size_t k = 0; k < s->list[i].nr; k++) {
			const struct change *c = &s->list[i].changes[k];

			if (c->page < nr)
				wanted[c->page] |= c->lines;
		}
}

/* The newest lines at or before the target, back to a whole version. */
static void restore_page(const struct checkpoints *s, struct machine *m,
			 uint64_t page, uint64_t wanted, size_t target)
{
	const struct history *h = &s->pages[page];
	size_t i = slots_before(s, h, target + 1);

	while (wanted && i--) {
		const struct version *v = h->slots[i].version;

		version_restore(v, m->arena.base + (page << ARENA_PAGE_SHIFT),
				wanted);
		wanted &= ~v->lines;
	}
}

void checkpoint_restore(const struct checkpoints *s, struct machine *m,
			uint32_t based, uint32_t nr)
{
	size_t target = index_of(s, nr), from = index_of(s, based);
	struct arena *a = &m->arena;
	uint64_t pages, *wanted;

	bug_on(target == s->nr);
	a->used_bytes = s->list[target].used_bytes;
	pages = arena_nr_pages(a->used_bytes);
	/* the last page brings what lay behind the bytes in use, too */
	if (pages << ARENA_PAGE_SHIFT > a->high_bytes)
		a->high_bytes = pages << ARENA_PAGE_SHIFT;
	wanted = xcalloc(pages, sizeof(*wanted));
	if (from == s->nr)		/* on nothing, or on one that was dropped */
		memset(wanted, 0xff, pages * sizeof(*wanted));
	else if (from < target)
		want_between(s, wanted, pages, from + 1, target + 1);
	else
		want_between(s, wanted, pages, target + 1, from + 1);
	for (uint64_t p = 0; p < pages; p++) {
		wanted[p] |= arena_dirty_lines(a, p);
		if (wanted[p])
			restore_page(s, m, p, wanted[p], target);
	}
	free(wanted);
	arena_clean(a);
}
