#include "view/space_plan.h"

#include <string.h>

#include "mm/task.h"
#include "view/space_areas.h"
#include "view/space_edges.h"
#include "view/space_legend.h"
#include "view/space_lens.h"
#include "view/strip.h"

enum {
	LENS_FROM = 5,		/* rows of a panel with a lens */
	LEGEND_FROM = 5,	/* rows of areas, some of which are a legend then */
	NOTE_FROM = 4,		/* the same of a note on an area */
	STRIP = 32,		/* cells, or a multiple of it */
	WITH_RIGHTS = 36,	/* columns, for a strip of eight beside them */
	WITH_SIZES = 44,
	ROWS_BETWEEN = 4,	/* of areas and lens: a legend, blank ones */
};

/* Of the task in the picture beside this one. */
static handle_t mm_of_twin(const struct facts *f)
{
	return f->twin && f->twin->task ?
		       task_at(f->twin->now, f->twin->task)->mm : 0;
}

static int columns_of_size(const struct machine *m, handle_t vma)
{
	const struct vma *v = vma ? vma_at(m, vma) : NULL;
	char size[24];

	return v ? (int)strlen(size_words(v->end - v->start, size)) : 0;
}

/* As many for the sizes as the longest that is shown needs, in either picture. */
static int plan_sizes(const struct facts *f, const struct space *sp)
{
	int w = 5;

	for (int i = 0; i < sp->nr_shown; i++) {
		const struct space_area *a = &sp->shown[i];
		int here = columns_of_size(f->now, a->vma);
		int there = a->twin ? columns_of_size(f->twin->now, a->twin) :
				      0;

		w = here > w ? here : w;
		w = there > w ? there : w;
	}
	return w;
}

/*
 * 7ffff6ff9000  rw-p  16M  anonymous  aaaaaaaazzzzzzzzzzzzzzzzzzzzzzzz
 * When there is little room blanks go first, then sizes, the strip shrinks, and
 * last rights go: what an access may do is what a fault is about.
 */
static void plan_columns(const struct panel *p, struct space *sp)
{
	int x = panel_left(p), w = panel_width(p);
	int wide = w >= SPACE_WIDE;	/* a blank more between columns */

	x += 12;
	sp->rights = w >= WITH_RIGHTS;
	x += sp->rights ? 5 + wide : 0;
	sp->sizes = w >= WITH_SIZES ? x + 1 + plan_sizes(p->f, sp) : 0;
	sp->words = (sp->sizes ? sp->sizes : x) + 1 + wide;
	sp->strip = sp->words + 10 + wide;
	sp->cells = panel_end(p) - sp->strip;
	if (sp->cells > STRIP_CELLS)
		sp->cells = STRIP_CELLS;
	else if (sp->cells > STRIP)
		sp->cells = sp->cells / STRIP * STRIP;
	if (sp->cells < 0)
		sp->cells = 0;
}

/*
 * Of the areas with other edges than a unit ago that which the unit is about:
 * below its row a note says how it came by them. Pictures side by side have
 * none: there the same row is the same area.
 */
static handle_t noted_area(const struct facts *f, const struct space *sp)
{
	handle_t mm = edges_of(f), noted = 0;
	struct text words = { 0 };
	int most = -1;

	if (!mm || sp->twin_mm || sp->rows < NOTE_FROM)
		return 0;
	for (handle_t h = vma_first(f->now, mm); h; h = vma_next(f->now, h)) {
		const struct vma *v = vma_at(f->now, h);
		int about = area_touched(f, v) ? 2 :
			    f->has_address && area_holds(v, f->address);

		if (about < most || !edges_words(f, mm, v, 0, &words))
			continue;
		most = about;
		noted = h;
	}
	text_free(&words);
	return noted;
}

static void place_note(struct space *sp)
{
	for (int i = 0; i < sp->nr_shown; i++)
		if (sp->noted && sp->shown[i].vma == sp->noted)
			sp->note = i + 1;
	sp->nr_rows = sp->nr_shown + (sp->note != 0);
}

/* The letters that its areas and a lens of one row will have. */
static void letters_of(const struct panel *p, const struct space *sp,
		       struct letters *letters)
{
	struct letter cells[STRIP_CELLS];
	struct tally sum;

	for (int i = 0; i < sp->nr_shown; i++) {
		handle_t vma = sp->shown[i].vma;
		int nr = vma ? strip_fill(p->f->now, vma, sp->cells, cells,
					  &sum) : 0;

		for (int k = 0; k < nr; k++)
			letters_add_letter(letters, cells[k]);
	}
	lens_letters(p, sp, letters);
}

/*
 * Areas leave a legend as many rows as their letters need, but no more than
 * they have themselves: a row that cannot be read is worth less than one that
 * is not shown. Side by side it has one, for both have the same rows.
 */
static void share_rows(const struct panel *p, struct space *sp)
{
	int least = sp->rows >= LEGEND_FROM ? 1 : 0;
	int rows = sp->rows - (sp->noted != 0);
	struct space_best best = { .nr = 0 };

	for (int legend = least;; legend++) {
		struct letters letters = { 0 };
		struct panel at = *p;

		areas_choose(p->f, sp, rows - legend, &best);
		plan_columns(p, sp);
		sp->legend = least;
		if (!least || sp->twin_mm)
			return;
		letters_of(p, sp, &letters);
		sp->legend = space_legend_rows(&at, &letters);
		if (sp->legend <= rows - sp->nr_shown ||
		    2 * (legend + 1) > rows)
			return;
	}
}

bool space_find(const struct facts *f, struct space *sp)
{
	memset(sp, 0, sizeof(*sp));
	if (!f->task || !task_at(f->now, f->task)->mm)
		return false;
	sp->mm = task_at(f->now, f->task)->mm;
	sp->mm_before = space_mm_before(f);
	sp->twin_mm = mm_of_twin(f);
	sp->nr_areas = areas_count(f, sp);
	return true;
}

bool space_plan(const struct panel *p, struct space *sp)
{
	int h = p->r.h;

	if (!space_find(p->f, sp))
		return false;
	sp->rows = h - (h >= LENS_FROM ? 2 : 0);
	sp->noted = noted_area(p->f, sp);
	share_rows(p, sp);
	place_note(sp);
	if (sp->rows - sp->nr_rows >= sp->legend + 4)
		sp->nr_kernel = 3;	/* and a blank one */
	if (h >= LENS_FROM) {
		lens_plan(p, sp, h - sp->legend - sp->nr_kernel - sp->nr_rows -
				 ROWS_BETWEEN);
		sp->rows -= sp->lens - 1;
	}
	return true;
}
