#include "view/kinds.h"

#include <inttypes.h>
#include <stdio.h>

#include "view/map.h"

/* Columns of a count: sign, word and number; with more than 9999 frames more. */
enum { NUMBER_END = 18, WIDE_NUMBER_END = 22, WIDE_FRAMES = 10000 };

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

static int number_end(const struct panel *p)
{
	return managed_frames(p->f->now) >= WIDE_FRAMES ? WIDE_NUMBER_END :
							  NUMBER_END;
}

/* The widest change is of all frames: " +7936", and a blank behind it. */
static int count_width(const struct panel *p)
{
	return number_end(p) + 3 +
	       snprintf(NULL, 0, "%" PRIu64, managed_frames(p->f->now));
}

/* The last one needs no blank behind it. */
static int count_columns(const struct panel *p)
{
	int columns = (panel_width(p) + 1) / count_width(p);

	return columns > 0 ? columns : 1;
}

static void draw_count(struct panel *p, int x, int y, enum frame_kind kind)
{
	struct letter l = glyph_letter(kind_glyph(kind));
	uint64_t now = kind_frames(p->f->now, kind);
	uint64_t was = kind_frames(p->f->before, kind);

	canvas_put(p->c, x, y, (enum role)l.role, l.over, (uint32_t)l.c);
	canvas_text(p->c, x + 2, y, ROLE_DIM,
		    ui(p->f->lang, kind == KIND_FREE ?
					   UI_free :
					   glyphs[kind_glyph(kind)].word));
	number_draw(p->c, x + number_end(p), y, now ? ROLE_TEXT : ROLE_DIM, now,
		    was);
	if (now != was)
		panel_sign(p, y, GUTTER_CHANGED);
	if (p->f->followed.has_frame &&
	    zone_kind(p->f->now, p->f->followed.pfn) == kind)
		panel_sign(p, y, GUTTER_FOLLOWED);
}

/* Kinds that there are, or that there were: a bit each. */
static uint32_t kinds_there(const struct facts *f)
{
	uint32_t there = 1u << KIND_FREE;

	for (int i = 0; i < NR_BAR; i++)
		if (kind_frames(f->now, bar_order[i]) ||
		    kind_frames(f->before, bar_order[i]))
			there |= 1u << bar_order[i];
	return there;
}

static int bits_of(uint32_t set)
{
	int nr = 0;

	for (; set; set &= set - 1)
		nr++;
	return nr;
}

/* The one that is missed least; what is free is always told. */
static enum frame_kind least_telling(const struct facts *f, uint32_t kinds)
{
	enum frame_kind least = KIND_FREE;
	bool least_changed = true;
	uint64_t least_nr = UINT64_MAX;

	for (int i = 0; i < NR_BAR; i++) {
		enum frame_kind kind = bar_order[i];
		uint64_t nr = kind_frames(f->now, kind);
		bool changed = nr != kind_frames(f->before, kind);

		if (kind == KIND_FREE || !(kinds & 1u << kind) ||
		    (changed && !least_changed) ||
		    (changed == least_changed && nr >= least_nr))
			continue;
		least = kind;
		least_changed = changed;
		least_nr = nr;
	}
	return least;
}

int kinds_rows(const struct panel *p)
{
	int columns = count_columns(p);

	return (bits_of(kinds_there(p->f)) + columns - 1) / columns;
}

int kinds_draw(struct panel *p, int y, int end)
{
	int columns = count_columns(p), nr = 0;
	uint32_t kinds = kinds_there(p->f);

	if (end <= y)
		return y;
	while (bits_of(kinds) > columns * (end - y))
		kinds &= ~(1u << least_telling(p->f, kinds));
	for (int i = NR_BAR; i-- > 0;) {
		if (!(kinds & 1u << bar_order[i]))
			continue;
		draw_count(p, panel_left(p) + nr % columns * count_width(p),
			   y + nr / columns, bar_order[i]);
		nr++;
	}
	return y + (nr + columns - 1) / columns;
}
