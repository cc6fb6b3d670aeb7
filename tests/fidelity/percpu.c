#include "percpu.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "mm/pcp.h"

enum { MAX_FACTOR = 5 };	/* of per_cpu_pages.free_factor */

/* Lists of one zone and CPU. */
struct percpu_state {
	bool	 counted;	/* a bulk free has told how many stand there */
	unsigned index;		/* the bulk free goes on at that list */
	uint32_t refill;	/* blocks brought by the refill under way ... */
	unsigned refill_order;	/* ... of that order and list */
	unsigned refill_list;
	unsigned last_kind;	/* enum trace_kind of the CPU's last line here */
};

bool percpu_order(unsigned order)
{
	return order <= PAGE_ALLOC_COSTLY_ORDER || order == PAGEBLOCK_ORDER;
}

static void judge(struct tally *t, bool right, bool known)
{
	if (!right)
		t->wrong++;
	else if (known)
		t->right++;
	else
		t->unknown++;
}

static const struct trace_line *line_at(const struct percpu *p, size_t i)
{
	return &p->s->set->line[i];
}

/* The pfn's next line after line i; NULL if there is none. */
static const struct trace_line *next_of(const struct percpu *p, size_t i)
{
	return p->next[i] ? line_at(p, p->next[i] - 1) : NULL;
}

/* The engine acts on that CPU from here. */
static struct percpu_state *enter(struct percpu *p, const struct zone *z,
				  unsigned cpu)
{
	p->s->m.s->cpu = cpu;
	return &p->state[zone_nr(&p->s->m, z) * p->s->m.s->nr_cpus + cpu];
}

/* The lists to write to: what the recording tells of them. */
static struct per_cpu_pages *lists(struct percpu *p, const struct zone *z)
{
	const struct machine *m = &p->s->m;
	const void *at = pcp_at(m, zone_nr(m, z), m->s->cpu);

	return (void *)(m->arena.base +
			((const unsigned char *)at - m->arena.base));
}

/* A block that is free, or listed already, cannot come; it is left alone. */
static void list_put(struct percpu *p, struct zone *z, size_t i,
		     enum migratetype type, bool to_tail)
{
	const struct trace_line *l = line_at(p, i);

	if (p->cpu[l->pfn] || stock_any_free(p->s, l->pfn, l->order))
		return;
	buddy_take_back(&p->s->m, z, l->pfn, l->order);
	pcp_put(&p->s->m, z, l->pfn, l->order, type, to_tail);
	p->cpu[l->pfn] = (uint8_t)(p->s->m.s->cpu + 1);
	p->entry[l->pfn] = (uint32_t)i + 1;
}

static void list_take(struct percpu *p, struct zone *z, pfn_t pfn)
{
	unsigned order = frame_order(frame_at(&p->s->m, pfn));

	pcp_take(&p->s->m, z, pfn);
	buddy_give(&p->s->m, z, pfn, order);
	p->cpu[pfn] = 0;
}

/* Taken by the bulk allocator since, or perhaps; see percpu.h. */
static bool may_be_gone(const struct percpu *p, pfn_t pfn)
{
	const struct frame *f = frame_at(&p->s->m, pfn);
	const struct trace_line *next;

	if (frame_order(f) || frame_list_type(f) != MIGRATE_UNMOVABLE)
		return false;
	next = next_of(p, p->entry[pfn] - 1);
	return !next || next->kind == TRACE_FREED;
}

/* Pages that left the head without a line, down to that one. */
static void take_gone(struct percpu *p, struct zone *z, unsigned order,
		      enum migratetype type, pfn_t down_to)
{
	for (;;) {
		pfn_t pfn = pcp_first(&p->s->m, z, order, type);

		if (pfn == PFN_NONE || pfn == down_to || !may_be_gone(p, pfn))
			return;
		list_take(p, z, pfn);
	}
}

static void note_next_lines(struct percpu *p)
{
	const struct trace_set *set = p->s->set;
	uint32_t *seen = xcalloc(p->s->nr_frames + 1, sizeof(*seen));

	for (size_t i = set->nr_lines; i-- > 0;) {
		if (set->line[i].kind == TRACE_STATED)
			continue;
		p->next[i] = seen[set->line[i].pfn];
		seen[set->line[i].pfn] = (uint32_t)i + 1;
	}
	free(seen);
}

/* The first line of a block is that it leaves a list: it was there already. */
static void put_from_the_start(struct percpu *p, const uint8_t *later, size_t i,
			       enum trace_kind kind)
{
	const struct trace_line *l = line_at(p, i);
	struct zone *z;

	if (l->kind != kind || later[i] || !percpu_order(l->order))
		return;
	z = stock_zone(p->s, l->pfn);
	enter(p, z, l->cpu);
	list_put(p, z, i, (enum migratetype)l->type, true);
	p->entry[l->pfn] = 0;
}

/* Those given stood at the head, those sent home at the tail, in turn. */
static void fill_lists(struct percpu *p)
{
	size_t nr = p->s->set->nr_lines;
	uint8_t *later = xcalloc(nr + 1, 1);	/* not the pfn's first line */

	for (size_t i = 0; i < nr; i++)
		if (p->next[i])
			later[p->next[i] - 1] = 1;
	for (size_t i = 0; i < nr; i++)
		put_from_the_start(p, later, i, TRACE_GIVEN);
	for (size_t i = nr; i-- > 0;)
		put_from_the_start(p, later, i, TRACE_DRAINED);
	free(later);
}

void percpu_open(struct percpu *p, struct stock *s)
{
	const struct state *m = s->m.s;

	*p = (struct percpu){ .s = s };
	p->next = xcalloc(s->set->nr_lines + 1, sizeof(*p->next));
	p->entry = xcalloc(s->nr_frames + 1, sizeof(*p->entry));
	p->cpu = xcalloc(s->nr_frames + 1, 1);
	p->state = xcalloc((size_t)m->nr_zones * m->nr_cpus, sizeof(*p->state));
	note_next_lines(p);
	fill_lists(p);
}

void percpu_close(struct percpu *p)
{
	free(p->next);
	free(p->entry);
	free(p->cpu);
	free(p->state);
}

/* A refill has ended: it brought as many as the engine would have brought. */
static void end_refill(struct percpu *p, const struct zone *z,
		       struct percpu_state *st)
{
	uint32_t nr = z->pcp_batch;

	if (!st->refill)
		return;
	if (nr > 1)
		nr = nr >> st->refill_order > 2 ? nr >> st->refill_order : 2;
	if (!p->s->set->is_618)
		judge(&p->sizes, st->refill == nr, true);
	st->refill = 0;
}

void percpu_refilled(struct percpu *p, size_t i)
{
	const struct trace_line *l = line_at(p, i);
	struct zone *z = stock_zone(p->s, l->pfn);
	struct percpu_state *st = enter(p, z, l->cpu);
	enum migratetype type = (enum migratetype)l->type;
	unsigned list = pcp_list_index(l->order, type);

	if (st->refill_list != list)
		end_refill(p, z, st);
	if (!st->refill) {
		/* only an empty list is refilled */
		take_gone(p, z, l->order, type, PFN_NONE);
		if (pcp_first(&p->s->m, z, l->order, type) != PFN_NONE)
			p->sizes.wrong++;
	}
	st->refill++;
	st->refill_order = l->order;
	st->refill_list = list;
	list_put(p, z, i, type, true);
}

/*
 * A page that a task frees is told before it is listed: an interrupt in
 * between lists its own first. Do only such blocks stand above?
 */
static bool interrupted(const struct percpu *p, const struct zone *z,
			const struct trace_line *given)
{
	const struct machine *m = &p->s->m;
	uint32_t own = p->entry[given->pfn];
	pfn_t pfn = pcp_first(m, z, given->order,
			      (enum migratetype)given->type);

	if (!own || line_at(p, own - 1)->kind != TRACE_FREED ||
	    line_at(p, own - 1)->interrupt)
		return false;
	while (pfn != given->pfn) {
		uint32_t above = pfn < p->s->nr_frames ? p->entry[pfn] : 0;

		if (above < own || !line_at(p, above - 1)->interrupt)
			return false;
		pfn = frame_at(m, pfn)->next - (pfn_t)1;
	}
	return true;
}

void percpu_given(struct percpu *p, size_t i)
{
	const struct trace_line *l = line_at(p, i);
	struct zone *z = stock_zone(p->s, l->pfn);
	enum migratetype type = (enum migratetype)l->type;
	struct percpu_state *st;
	bool known = p->entry[l->pfn] != 0, right;

	if (!p->cpu[l->pfn]) {
		p->given.wrong++;
		return;
	}
	/* the task may have moved to another CPU before it said so */
	st = enter(p, z, p->cpu[l->pfn] - 1u);
	end_refill(p, z, st);
	st->last_kind = TRACE_GIVEN;
	take_gone(p, z, l->order, type, l->pfn);
	right = pcp_first(&p->s->m, z, l->order, type) == l->pfn;
	if (!right && interrupted(p, z, l))
		p->given.unknown++;
	else
		judge(&p->given, right, known);
	if (right) {
		pcp_alloc(&p->s->m, z, l->order, type, ALLOC_WMARK_LOW);
		buddy_give(&p->s->m, z, l->pfn, l->order);
		p->cpu[l->pfn] = 0;
	} else {
		list_take(p, z, l->pfn);
	}
}

/* Pages that go home from this line's CPU right behind line i. */
static uint32_t bulk_behind(const struct percpu *p, size_t i, uint32_t *last)
{
	const struct trace_set *set = p->s->set;
	unsigned zone = trace_zone_of(set, set->line[i].pfn);
	uint32_t cpu = set->line[i].cpu, nr = 0;

	for (*last = 0; ++i < set->nr_lines;) {
		const struct trace_line *l = &set->line[i];

		if (l->kind == TRACE_STATED || l->cpu != cpu)
			continue;
		if (l->kind != TRACE_DRAINED ||
		    trace_zone_of(set, l->pfn) != zone)
			break;
		*last = 1u << l->order;
		nr += *last;
	}
	return nr;
}

/*
 * The first bulk free: so many stood there that it came, and so hard was
 * freed that it took as many as it did.
 */
static void count_by(struct percpu *p, struct zone *z, struct percpu_state *st,
		     uint32_t took)
{
	struct per_cpu_pages *pcp = lists(p, z);

	for (uint32_t f = 0; f <= MAX_FACTOR && !st->counted; f++) {
		pcp->free_factor = f;
		pcp->count = (uint32_t)z->pcp_high;
		st->counted = pcp_surplus(&p->s->m, z, 0) == took;
	}
	judge(&p->sizes, st->counted, false);
}

/* How many go home now, here and there. */
static void judge_bulk(struct percpu *p, struct zone *z,
		       struct percpu_state *st, size_t i)
{
	unsigned order = line_at(p, i)->order;
	uint32_t last, took = bulk_behind(p, i, &last), nr;

	if (!st->counted) {
		if (took && !order)
			count_by(p, z, st, took);
		return;
	}
	nr = pcp_surplus(&p->s->m, z, order);
	/* the last block may be larger than what was missing */
	if (nr || took)
		judge(&p->sizes, took >= nr && took - last < nr, true);
}

/* The block is listed at the head; too many may go home behind it. */
static void commit(struct percpu *p, size_t i)
{
	const struct trace_line *l = line_at(p, i), *next = next_of(p, i);
	struct zone *z = stock_zone(p->s, l->pfn);
	struct percpu_state *st = enter(p, z, l->cpu);
	enum migratetype type = pageblock_type(&p->s->m, l->pfn);
	bool told = p->s->touched[l->pfn >> PAGEBLOCK_ORDER];

	end_refill(p, z, st);
	if (!told && next)
		type = (enum migratetype)next->type;
	/* of which list is not known where it stays to the end */
	if (told || (next && next->kind != TRACE_FREED))
		list_put(p, z, i, type, false);
	else
		lists(p, z)->count += 1u << l->order;
	st->index = pcp_list_index(l->order, type);
	st->last_kind = TRACE_COMMITTED;
	if (!p->s->set->is_618)
		judge_bulk(p, z, st, i);
}

void percpu_freed(struct percpu *p, size_t i)
{
	const struct trace_line *l = line_at(p, i), *next = next_of(p, i);

	percpu_forget(p, l->pfn);
	/* one of many that are freed together is listed later */
	if (next && next->kind == TRACE_COMMITTED)
		return;
	commit(p, i);
}

void percpu_committed(struct percpu *p, size_t i)
{
	commit(p, i);
}

void percpu_drained(struct percpu *p, size_t i)
{
	const struct trace_line *l = line_at(p, i);
	struct zone *z = stock_zone(p->s, l->pfn);
	struct percpu_state *st = enter(p, z, l->cpu);
	bool known = p->entry[l->pfn] != 0;
	pfn_t pfn;

	/* unasked for, all lists in turn */
	if (st->last_kind != TRACE_COMMITTED && st->last_kind != TRACE_DRAINED)
		st->index = 0;
	st->last_kind = TRACE_DRAINED;
	if (p->cpu[l->pfn] != l->cpu + 1) {
		p->home.wrong++;
		return;
	}
	while ((pfn = pcp_coldest(&p->s->m, z, &st->index)) != l->pfn &&
	       may_be_gone(p, pfn))
		list_take(p, z, pfn);
	judge(&p->home, pfn == l->pfn &&
		      frame_list_type(frame_at(&p->s->m, pfn)) == l->type, known);
	list_take(p, z, l->pfn);
}

void percpu_forget(struct percpu *p, pfn_t pfn)
{
	struct zone *z = stock_zone(p->s, pfn);

	if (!p->cpu[pfn])
		return;
	enter(p, z, p->cpu[pfn] - 1u);
	list_take(p, z, pfn);
}
