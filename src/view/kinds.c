#include "view/kinds.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/kmem.h"
#include "view/map.h"
#include "view/raw.h"

/* Columns of a letter and the blank behind it, and between two counts: a sign
 * there has a blank on either side. */
enum { LETTER_W = 2, BETWEEN = 3 };

/* In the order of the bar: the kernel's own first, free last. */
static const enum frame_kind bar_order[] = {
	KIND_KERNEL, KIND_PGTABLE, KIND_SLAB, KIND_FILE, KIND_SHMEM, KIND_ANON,
	KIND_HUGE, KIND_PCP, KIND_FREE,
};
enum { NR_BAR = sizeof(bar_order) / sizeof(bar_order[0]) };

uint64_t kind_frames(const struct machine *m, enum frame_kind kind)
{
	uint64_t nr = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		nr += m->s->zone[i].nr_kind[kind];
	return nr;
}

uint64_t managed_frames(const struct machine *m)
{
	uint64_t nr = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		nr += m->s->zone[i].managed;
	return nr;
}

void kinds_bar_draw(struct panel *p, int y)
{
	uint64_t parts[NR_BAR];
	struct run runs[NR_BAR];
	int cells[NR_BAR];

	for (int i = 0; i < NR_BAR; i++)
		parts[i] = kind_frames(p->f->now, bar_order[i]);
	share_cells(parts, NR_BAR, panel_width(p), cells);
	for (int i = 0; i < NR_BAR; i++) {
		struct letter l = glyph_letter(kind_glyph(bar_order[i]));

		runs[i] = (struct run){ (uint32_t)l.c, l.role, l.over,
					cells[i] };
	}
	runs_draw(p->c, panel_left(p), y, panel_width(p), runs, NR_BAR);
}

void kinds_scale_draw(struct panel *p, int y)
{
	uint64_t all = managed_frames(p->f->now);
	uint64_t cell = all / (uint64_t)panel_width(p);

	canvas_printf(p->c, panel_left(p), y, ROLE_DIM,
		      ui(p->f->lang, UI_bar_scale), cell ? cell : 1, all);
}

/* In the order of the counts; what is in hand is free, but on no list. */
static const enum frame_kind count_order[] = {
	KIND_FREE, KIND_INHAND, KIND_PCP, KIND_HUGE, KIND_ANON, KIND_SHMEM,
	KIND_FILE, KIND_SLAB, KIND_PGTABLE, KIND_KERNEL, KIND_RESERVED,
	KIND_HOLE,
};
enum { NR_COUNTS = sizeof(count_order) / sizeof(count_order[0]) };

static uint64_t zone_count(const struct zone *z, enum frame_kind kind)
{
	if (kind == KIND_FREE)
		return z->nr_free;
	if (kind == KIND_HOLE)
		return z->spanned - z->present;
	return kind == KIND_INHAND ? z->nr_inhand : z->nr_kind[kind];
}

static uint64_t count_of(const struct machine *m, unsigned zone,
			 enum frame_kind kind)
{
	uint64_t nr = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (i == zone || zone == ALL_ZONES)
			nr += zone_count(&m->s->zone[i], kind);
	return nr;
}

const char *kind_words(const struct facts *f, enum frame_kind kind)
{
	if (kind == KIND_FREE)
		return ui(f->lang, UI_free);
	/* of those that have just gone, too */
	if (kind == KIND_KERNEL && kernel_word(f->now) == UI_G_KERNEL)
		return ui(f->lang, kernel_word(f->before));
	if (kind == KIND_KERNEL)
		return ui(f->lang, kernel_word(f->now));
	return ui(f->lang, glyphs[kind_glyph(kind)].word);
}

/* RAM that the kernel kept at boot, and where there is none. */
static bool never_given(enum frame_kind kind)
{
	return kind == KIND_RESERVED || kind == KIND_HOLE;
}

/*
 * Kinds that there are, or that there were: a bit each. What is never given
 * out is told of a zone, whose map shows it.
 */
static uint32_t kinds_there(const struct facts *f, unsigned zone)
{
	uint32_t there = 1u << KIND_FREE;

	for (int i = 0; i < NR_COUNTS; i++) {
		enum frame_kind kind = count_order[i];

		if (never_given(kind) && zone == ALL_ZONES)
			continue;
		if (count_of(f->now, zone, kind) ||
		    count_of(f->before, zone, kind))
			there |= 1u << kind;
	}
	return there;
}

static int digits_of(uint64_t n)
{
	return snprintf(NULL, 0, "%" PRIu64, n);
}

/* Columns to the end of a number; the largest that there can be has room. */
static int number_end(const struct panel *p, unsigned zone)
{
	uint32_t kinds = kinds_there(p->f, zone);
	uint64_t all = zone == ALL_ZONES ? managed_frames(p->f->now) :
					   p->f->now->s->zone[zone].spanned;
	int word = 0;

	for (int i = 0; i < NR_COUNTS; i++) {
		const char *s = kind_words(p->f, count_order[i]);
		int w = text_columns(s, strlen(s));

		if (kinds & 1u << count_order[i] && w > word)
			word = w;
	}
	return LETTER_W + word + 1 + digits_of(all);
}

/* By how much it changed. */
static uint64_t change_of(const struct facts *f, unsigned zone,
			  enum frame_kind kind)
{
	uint64_t now = count_of(f->now, zone, kind);
	uint64_t was = count_of(f->before, zone, kind);

	return now > was ? now - was : was - now;
}

/* The widest change behind a number: " +7936". */
static int change_width(const struct panel *p, unsigned zone)
{
	uint64_t most = 0;

	for (int i = 0; i < NR_COUNTS; i++) {
		uint64_t change = change_of(p->f, zone, count_order[i]);

		most = change > most ? change : most;
	}
	return most ? 2 + digits_of(most) : 0;	/* a blank and the sign */
}

static int count_width(const struct panel *p, unsigned zone)
{
	return number_end(p, zone) + change_width(p, zone) + BETWEEN;
}

/* The last one needs no blank behind it. */
static int count_columns(const struct panel *p, unsigned zone)
{
	int columns = (panel_width(p) + BETWEEN) / count_width(p, zone);

	return columns > 0 ? columns : 1;
}

/* In front of the kind itself: of several in a row the gutter says nothing. */
static void sign_followed(struct panel *p, int x, int y)
{
	if (x == panel_left(p))
		panel_sign(p, y, GUTTER_FOLLOWED);
	else
		gutter_put(p->c, x - 2, y, GUTTER_FOLLOWED);
}

/* The cache of kernel objects whose slabs grew or shrank most; NULL = none. */
static const char *slab_taker(const struct facts *f)
{
	const char *name = NULL;
	uint64_t most = 0;

	for (int i = 0; i < NR_KMEM_CACHES; i++) {
		uint64_t now = f->now->s->kmem_slabs[i];
		uint64_t was = f->before->s->kmem_slabs[i];
		uint64_t frames = (now > was ? now - was : was - now)
				  << kmem_infos[i].order;

		if (frames > most) {
			most = frames;
			name = kmem_infos[i].name;
		}
	}
	return name;
}

/*
 * What a change of slabs is mostly made of, where a row is one count's. Return:
 * columns.
 */
static int draw_taker(struct panel *p, unsigned zone, int x, int y)
{
	const char *name = slab_taker(p->f);

	if (!name || count_columns(p, zone) > 1 ||
	    x + (int)strlen(name) > panel_end(p))
		return 0;
	return canvas_text(p->c, x, y, ROLE_DIM, name);
}

/* Return: the column from which the row is free. */
static int draw_count(struct panel *p, unsigned zone, int x, int y,
		      enum frame_kind kind)
{
	struct letter l = glyph_letter(kind_glyph(kind));
	uint64_t now = count_of(p->f->now, zone, kind);
	uint64_t was = count_of(p->f->before, zone, kind);
	int after;

	canvas_put(p->c, x, y, (enum role)l.role, l.over, (uint32_t)l.c);
	canvas_text(p->c, x + LETTER_W, y, ROLE_DIM,
		    kind_words(p->f, kind));
	after = number_draw(p->c, x + number_end(p, zone), y,
			    now ? ROLE_TEXT : ROLE_DIM, now, was) + 2;
	if (kind == KIND_SLAB && now != was)
		after += draw_taker(p, zone, after, y) + 2;
	if (now != was)
		panel_sign(p, y, GUTTER_CHANGED);
	if (p->f->followed.has_frame &&
	    zone_kind(p->f->now, p->f->followed.pfn) == kind)
		sign_followed(p, x, y);
	return after;
}

static int bits_of(uint32_t set)
{
	int nr = 0;

	for (; set; set &= set - 1)
		nr++;
	return nr;
}

/*
 * The one that is missed least: of those that did not change the smallest, else
 * the one that changed least, for one that is gone has no size. What is free
 * goes last; of a zone only if it did not change and all others did: their
 * changes add up.
 */
static enum frame_kind least_telling(const struct facts *f, unsigned zone,
				     uint32_t kinds)
{
	enum frame_kind least = KIND_FREE;
	uint64_t least_change = UINT64_MAX, least_nr = UINT64_MAX;

	for (int i = NR_COUNTS; i-- > 0;) {
		enum frame_kind kind = count_order[i];
		uint64_t nr = count_of(f->now, zone, kind);
		uint64_t change = change_of(f, zone, kind);

		if (kind == KIND_FREE || !(kinds & 1u << kind) ||
		    change > least_change ||
		    (change == least_change && nr >= least_nr))
			continue;
		least = kind;
		least_change = change;
		least_nr = nr;
	}
	if (zone != ALL_ZONES && kinds & 1u << KIND_FREE && least_change &&
	    !change_of(f, zone, KIND_FREE))
		return KIND_FREE;
	return least;
}

int kinds_rows(const struct panel *p, unsigned zone)
{
	int columns = count_columns(p, zone);

	return (bits_of(kinds_there(p->f, zone)) + columns - 1) / columns;
}

uint32_t kinds_told(const struct panel *p, unsigned zone, int rows)
{
	uint32_t kinds = kinds_there(p->f, zone);

	if (rows <= 0)
		return 0;
	while (bits_of(kinds) > count_columns(p, zone) * rows)
		kinds &= ~(1u << least_telling(p->f, zone, kinds));
	return kinds;
}

int kinds_draw(struct panel *p, unsigned zone, int y, int end, int *after)
{
	int columns = count_columns(p, zone), nr = 0, last = 0;
	uint32_t kinds = kinds_told(p, zone, end - y);

	if (!kinds)
		return y;
	for (int i = 0; i < NR_COUNTS; i++) {
		if (!(kinds & 1u << count_order[i]))
			continue;
		last = draw_count(p, zone,
				  panel_left(p) + nr % columns *
						  count_width(p, zone),
				  y + nr / columns, count_order[i]);
		nr++;
	}
	if (after)
		*after = nr % columns ? panel_left(p) + nr % columns *
						count_width(p, zone) : last;
	return y + (nr + columns - 1) / columns;
}
