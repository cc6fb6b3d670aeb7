#include "replay.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/xmalloc.h"
#include "percpu.h"
#include "stock.h"

/*
 * Every recorded event is one call of the engine's buddy system; before a
 * block leaves, the engine is asked which one it would take.
 */
struct replay {
	struct report	 *report;
	const char	 *name;		/* of the set */
	struct trace_set  set;
	struct stock	  s;
	struct percpu	  percpu;
	uint64_t right, wrong, unknown;
	uint64_t broken;	/* events that cannot be */
	struct text first_broken;
	uint64_t stated_good;
	size_t	 now;		/* line */
};

static void broken(struct replay *r, const char *what, pfn_t pfn)
{
	if (r->broken++ == 0)
		text_printf(&r->first_broken, "line %u: pfn %" PRIx64 " %s",
			    (unsigned)r->set.line[r->now].line, pfn, what);
}

static void put(struct replay *r, pfn_t pfn, unsigned order,
		enum migratetype type)
{
	if (!stock_put(&r->s, pfn, order, type))
		broken(r, "comes onto the lists, but is free", pfn);
}

/* A free block that begins there. Return: false, and it is noted, if none. */
static bool block_at_line(struct replay *r, const struct trace_line *l,
			  unsigned *order, enum migratetype *type)
{
	pfn_t first;

	if (!buddy_find(&r->s.m, l->pfn, &first, order, type)) {
		broken(r, "leaves the lists, but is not free", l->pfn);
		return false;
	}
	if (first == l->pfn && *order >= l->order)
		return true;
	broken(r, "leaves the lists, but no such block begins there", l->pfn);
	return false;
}

/*
 * Compare the choice of the engine with the kernel's, then let it happen.
 * When the head of the list is a block of unknown order, all the kernel's
 * choice must be is one of these. Return: false if there is no such block.
 */
static bool choose(struct replay *r, const struct trace_line *l)
{
	struct zone *z = stock_zone(&r->s, l->pfn);
	enum migratetype type = (enum migratetype)l->type, list;
	unsigned order, found;
	pfn_t head;
	bool right;

	if (!block_at_line(r, l, &order, &list))
		return false;
	head = stock_next(&r->s, z, l->order, type, &found);
	right = head == l->pfn;
	if (head != PFN_NONE && r->s.unordered[head]) {
		right = found == order && list == type && r->s.unordered[l->pfn];
		if (right)
			stock_to_front(&r->s, z, l->pfn, order, type);
		r->unknown += right;
	} else {
		r->right += right;
	}
	r->s.unordered[l->pfn] = 0;
	if (!right) {
		r->wrong++;
		stock_take_by_force(&r->s, z, l->pfn, l->order, order, list);
	} else if (buddy_take(&r->s.m, z, l->order, type) != l->pfn) {
		broken(r, "is the head, but the engine takes another", l->pfn);
	}
	buddy_give(&r->s.m, z, l->pfn, l->order);
	return true;
}

/* All free blocks of the pageblock, by ascending frame, to the tails. */
static bool move_pageblock(struct replay *r, struct zone *z, pfn_t pfn,
			   enum migratetype type)
{
	pfn_t start = pfn & ~(pfn_t)(PAGEBLOCK - 1), end = start + PAGEBLOCK;
	enum migratetype list;
	unsigned order;
	pfn_t first;

	if (start < z->start_pfn || end > zone_end_pfn(z))
		return false;
	for (pfn_t p = start; p < end;) {
		if (buddy_find(&r->s.m, p, &first, &order, &list)) {
			stock_move(&r->s, z, first, order, type);
			p = first + (1u << order);
		} else {
			p++;
		}
	}
	return true;
}

static void own_pageblocks(struct replay *r, const struct trace_line *l,
			   pfn_t pfn, unsigned order)
{
	for (pfn_t p = pfn; p < pfn + (1u << order); p += PAGEBLOCK)
		pageblock_set_type(&r->s.m, stock_zone(&r->s, p), p,
				   (enum migratetype)l->type);
}

/*
 * 6.1: before the removal a block of another type was moved, with all its
 * pageblock or alone; the trace does not say which, but the order does.
 *
 * Source: mm/page_alloc.c can_steal_fallback(), steal_suitable_fallback().
 */
static void fall_back(struct replay *r, const struct trace_line *l)
{
	struct zone *z = stock_zone(&r->s, l->pfn);
	enum migratetype type = (enum migratetype)l->type, list;
	bool whole = l->fallback_order < PAGEBLOCK_ORDER &&
		     (l->fallback_order >= PAGEBLOCK_ORDER / 2 ||
		      type == MIGRATE_UNMOVABLE || type == MIGRATE_RECLAIMABLE);
	unsigned order;

	if (!block_at_line(r, l, &order, &list))
		return;
	if (order != l->fallback_order) {
		broken(r, "is taken from another type, with another order", l->pfn);
		return;
	}
	if (!whole || !move_pageblock(r, z, l->pfn, type))
		stock_move(&r->s, z, l->pfn, order, type);
	if (l->change_ownership)
		own_pageblocks(r, l, l->pfn, order);
}

/*
 * 6.18: the pageblock was claimed and a removal from it, already seen, was
 * told first; or a block was taken where it stood and this line is all.
 *
 * Source: mm/page_alloc.c try_to_claim_block(), __rmqueue_steal().
 */
static void claim(struct replay *r, const struct trace_line *l)
{
	move_pageblock(r, stock_zone(&r->s, l->pfn), l->pfn, (enum migratetype)l->type);
	own_pageblocks(r, l, l->pfn, 0);
}

static void steal(struct replay *r, const struct trace_line *l)
{
	struct zone *z = stock_zone(&r->s, l->pfn);
	enum migratetype list = (enum migratetype)l->fallback_type, was;
	unsigned order, found;

	if (!block_at_line(r, l, &order, &was))
		return;
	if (order >= PAGEBLOCK_ORDER) {
		list = (enum migratetype)l->type;
		own_pageblocks(r, l, l->pfn, order);
	}
	stock_move(&r->s, z, l->pfn, order, list);
	stock_to_front(&r->s, z, l->pfn, order, list);
	if (stock_next(&r->s, z, l->order, list, &found) == l->pfn)
		buddy_take(&r->s.m, z, l->order, list);
	else
		stock_take_by_force(&r->s, z, l->pfn, l->order, order, list);
	buddy_give(&r->s.m, z, l->pfn, l->order);
}

static void freed(struct replay *r, const struct trace_line *l)
{
	if (percpu_order(l->order)) {
		r->s.pcp[l->pfn] = (uint8_t)(l->order + 1);
		percpu_freed(&r->percpu, r->now);
	} else {
		put(r, l->pfn, l->order, pageblock_type(&r->s.m, l->pfn));
	}
}

static void taken(struct replay *r, const struct trace_line *l)
{
	enum migratetype list;
	unsigned order;
	pfn_t first;

	/* freed while its per-CPU list was in use: that went without a line */
	if (r->s.pcp[l->pfn] && !buddy_find(&r->s.m, l->pfn, &first, &order, &list)) {
		percpu_forget(&r->percpu, l->pfn);
		put(r, l->pfn, r->s.pcp[l->pfn] - 1u,
		    pageblock_type(&r->s.m, l->pfn));
	}
	r->s.pcp[l->pfn] = 0;
	if (l->other)
		claim(r, &r->set.line[l->other - 1]);
	if (choose(r, l) && percpu_order(l->order))
		percpu_refilled(&r->percpu, r->now);
}

static bool counts_equal(const struct replay *r, unsigned zone,
			 const struct trace_counts *want)
{
	for (unsigned o = 0; o < MAX_ORDER; o++)
		if (r->s.m.s->zone[zone].free_area[o].nr_free != want->nr[o])
			return false;
	return true;
}

static void one_line(struct replay *r, const struct trace_line *l)
{
	switch ((enum trace_kind)l->kind) {
	case TRACE_TAKEN:
		taken(r, l);
		break;
	case TRACE_DRAINED:
		percpu_drained(&r->percpu, r->now);
		put(r, l->pfn, l->order, (enum migratetype)l->type);
		break;
	case TRACE_FREED:
		freed(r, l);
		break;
	case TRACE_COMMITTED:
		percpu_committed(&r->percpu, r->now);
		break;
	case TRACE_FALLBACK:
		if (!r->set.is_618)
			fall_back(r, l);
		else if (!l->other)
			steal(r, l);
		break;
	case TRACE_GIVEN:
		r->s.pcp[l->pfn] = 0;
		if (percpu_order(l->order))
			percpu_given(&r->percpu, r->now);
		break;
	case TRACE_STATED:
		r->stated_good += counts_equal(r, l->zone,
					       &r->set.stated[l->stated]);
		break;
	}
}

static void check(struct replay *r, const char *what, struct text *real,
		  struct text *model)
{
	report_check(r->report, r->name, what, text_str(real), text_str(model),
		     strcmp(text_str(real), text_str(model)) == 0);
	text_free(real);
	text_free(model);
}

static void check_number(struct replay *r, const char *what, uint64_t real,
			 uint64_t model)
{
	struct text a = { 0 }, b = { 0 };

	text_printf(&a, "%" PRIu64, real);
	text_printf(&b, "%" PRIu64, model);
	check(r, what, &a, &b);
}

/* Counts of all orders of a zone beside those that were recorded. */
static void check_counts(struct replay *r, const char *when, unsigned zone,
			 const struct trace_counts *want)
{
	struct text what = { 0 }, real = { 0 }, model = { 0 };
	const struct zone *z = &r->s.m.s->zone[zone];

	text_printf(&what, "%s / %s / free blocks by order", when, z->name);
	for (unsigned o = 0; o < MAX_ORDER; o++) {
		text_printf(&real, "%s%" PRIu64, o ? " " : "", want->nr[o]);
		text_printf(&model, "%s%" PRIu64, o ? " " : "",
			    z->free_area[o].nr_free);
	}
	check(r, what.s, &real, &model);
	text_free(&what);
}

/* The first counts that the trace states of each zone. */
static void check_start(struct replay *r)
{
	bool seen[TRACE_ZONES] = { false };

	for (size_t i = 0; i < r->set.nr_lines; i++) {
		const struct trace_line *l = &r->set.line[i];

		if (l->kind != TRACE_STATED || seen[l->zone])
			continue;
		seen[l->zone] = true;
		check_counts(r, "start", l->zone, &r->set.stated[l->stated]);
	}
}

/* Frames that are free on one side only. */
static uint64_t frames_apart(const struct replay *r)
{
	uint8_t *free_there = xcalloc(r->s.nr_frames + 1, 1);
	uint64_t apart = 0;
	enum migratetype list;
	unsigned order;
	pfn_t first;

	for (size_t i = 0; i < r->set.end.nr; i++)
		memset(free_there + r->set.end.r[i].start, 1,
		       r->set.end.r[i].pages);
	for (pfn_t p = 0; p < r->s.nr_frames;) {
		pfn_t stop = p + 1;
		bool here = buddy_find(&r->s.m, p, &first, &order, &list);

		if (here)
			stop = first + (1u << order);
		for (; p < stop; p++)
			apart += free_there[p] != here;
	}
	free(free_there);
	return apart;
}

static void check_end(struct replay *r)
{
	struct text none = { 0 }, found = { 0 };
	struct diag why;

	for (unsigned i = 0; i < r->set.nr_zones; i++)
		if (r->set.zone[i].has_end)
			check_counts(r, "end", i, &r->set.zone[i].end);
	check_number(r, "end / frames free on one side only", 0,
		     frames_apart(r));
	text_puts(&none, "sound");
	text_puts(&found, "sound");
	for (unsigned i = 0; i < r->set.nr_zones; i++)
		if (!buddy_check(&r->s.m, &r->s.m.s->zone[i], &why)) {
			text_reset(&found);
			text_puts(&found, why.what);
		}
	check(r, "end / free lists", &none, &found);
}

static void check_choices(struct replay *r)
{
	struct text real = { 0 }, model = { 0 };
	uint64_t lines = 0;

	for (size_t i = 0; i < r->set.nr_lines; i++)
		lines += r->set.line[i].kind == TRACE_TAKEN;
	text_printf(&real, "%" PRIu64, lines);
	text_printf(&model, "%" PRIu64 " right %" PRIu64 " wrong %" PRIu64
		    " unknown", r->right, r->wrong, r->unknown);
	report_check(r->report, r->name, "frames chosen", real.s, model.s,
		     r->right + r->unknown == lines);
	text_free(&real);
	text_free(&model);
	r->report->right += r->right;
	r->report->wrong += r->wrong;
	r->report->unknown += r->unknown;
}

/* What the lists gave or sent home: none may be wrong. */
static void check_tally(struct replay *r, const char *what,
			const struct tally *t)
{
	struct text real = { 0 }, model = { 0 };

	text_printf(&real, "%" PRIu64, t->right + t->wrong + t->unknown);
	text_printf(&model, "%" PRIu64 " right %" PRIu64 " wrong %" PRIu64
		    " unknown", t->right, t->wrong, t->unknown);
	report_check(r->report, r->name, what, real.s, model.s, !t->wrong);
	text_free(&real);
	text_free(&model);
	r->report->right += t->right;
	r->report->wrong += t->wrong;
	r->report->unknown += t->unknown;
}

static void run(struct replay *r)
{
	check_start(r);
	for (r->now = 0; r->now < r->set.nr_lines; r->now++)
		one_line(r, &r->set.line[r->now]);
	check_choices(r);
	check_tally(r, "per-CPU lists / blocks given", &r->percpu.given);
	check_tally(r, "per-CPU lists / blocks sent home", &r->percpu.home);
	check_tally(r, "per-CPU lists / sizes of refills and bulk frees",
		    &r->percpu.sizes);
	check_number(r, "counts stated on the way that hold", r->set.nr_stated,
		     r->stated_good);
	check_number(r, "events that cannot be", 0, r->broken);
	if (r->broken)
		report_check(r->report, r->name, "the first of them", "-",
			     r->first_broken.s, false);
	check_end(r);
}

static void replay_set(struct report *report, const char *path,
		       const char *name)
{
	struct replay r = { .report = report, .name = name };
	struct diag why;

	if (!trace_read(path, &r.set, &why)) {
		report_unreadable(report, path, &why);
		return;
	}
	if (stock_open(&r.s, &r.set, &why)) {
		percpu_open(&r.percpu, &r.s);
		run(&r);
		percpu_close(&r.percpu);
		stock_close(&r.s);
	} else {
		report_unreadable(report, path, &why);
	}
	trace_free(&r.set);
	text_free(&r.first_broken);
}

/* A folder that holds a start.txt, plain or packed. */
static bool is_set(const char *path)
{
	struct text t = { 0 };
	struct stat st;
	bool found;

	text_printf(&t, "%s/start.txt", path);
	found = stat(t.s, &st) == 0;
	text_puts(&t, ".xz");
	found |= stat(t.s, &st) == 0;
	text_free(&t);
	return found;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void replay_folder(struct report *r, const char *dir)
{
	char **names = NULL;
	size_t nr = 0, cap = 0, sets = 0;
	struct dirent *e;
	struct diag why;
	DIR *d;

	if (is_set(dir)) {
		replay_set(r, dir, dir);
		return;
	}
	d = opendir(dir);
	while (d && (e = readdir(d))) {
		names = xgrow(names, nr, &cap, sizeof(*names));
		names[nr++] = xstrdup(e->d_name);
	}
	if (nr)
		qsort(names, nr, sizeof(*names), by_text);
	for (size_t i = 0; i < nr; i++) {
		struct text path = { 0 };

		text_printf(&path, "%s/%s", dir, names[i]);
		if (is_set(path.s)) {
			replay_set(r, path.s, names[i]);
			sets++;
		}
		text_free(&path);
		free(names[i]);
	}
	free(names);
	if (!sets) {
		diag_set(&why, 0, 0, "%s", d ? "no page traces in it" :
					       strerror(errno));
		report_unreadable(r, dir, &why);
	}
	if (d)
		closedir(d);
}
