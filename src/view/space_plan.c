#include "view/space_plan.h"

#include <stdlib.h>
#include <string.h>

#include "mm/pgtable.h"
#include "mm/task.h"
#include "view/follow.h"
#include "view/space_edges.h"
#include "view/space_legend.h"
#include "view/space_lens.h"
#include "view/strip.h"

enum {
	MAX_AREAS = 4096,	/* looked at, for a choice of what to show */
	LENS_FROM = 5,		/* rows of a panel with a lens */
	LEGEND_FROM = 5,	/* rows of areas, some of which are a legend then */
	NOTE_FROM = 4,		/* the same of a note on an area */
	STRIP = 32,		/* cells, or a multiple of it */
	ROWS_BETWEEN = 4,	/* of areas and lens: a legend, blank ones */
};

/* The same task a unit ago; 0 = it was not there, or had no memory. */
static handle_t mm_before(const struct facts *f)
{
	handle_t h = task_by_pid(f->before, task_at(f->now, f->task)->pid);

	return h ? task_at(f->before, h)->mm : 0;
}

/* Of the task in the picture beside this one. */
static handle_t mm_of_twin(const struct facts *f)
{
	return f->twin && f->twin->task ?
		       task_at(f->twin->now, f->twin->task)->mm : 0;
}

/* Areas of both, from the lowest on. */
struct area_walk {
	const struct machine *now, *twin;
	handle_t	      here, there;	/* the next of each; 0 = no more */
};

static struct area_walk walk_areas(const struct facts *f,
				   const struct space *sp)
{
	struct area_walk w = { .now = f->now };

	w.here = vma_first(f->now, sp->mm);
	if (sp->twin_mm) {
		w.twin = f->twin->now;
		w.there = vma_first(w.twin, sp->twin_mm);
	}
	return w;
}

static bool walk_next(struct area_walk *w, struct space_area *a)
{
	vaddr_t here = w->here ? vma_at(w->now, w->here)->start : UINT64_MAX;
	vaddr_t there = w->there ? vma_at(w->twin, w->there)->start :
				   UINT64_MAX;

	*a = (struct space_area){ .start = here < there ? here : there };
	if (w->here && here <= there) {
		a->vma = w->here;
		w->here = vma_next(w->now, w->here);
	}
	if (w->there && there <= here) {
		a->twin = w->there;
		w->there = vma_next(w->twin, w->there);
	}
	return a->vma || a->twin;
}

static int count_areas(const struct facts *f, const struct space *sp)
{
	struct area_walk w = walk_areas(f, sp);
	struct space_area a;
	int nr = 0;

	if (!sp->twin_mm)
		return (int)mm_at(f->now, sp->mm)->map_count;
	while (walk_next(&w, &a))
		nr++;
	return nr;
}

bool area_touched(const struct facts *f, const struct vma *v)
{
	return touched_view(f, VIEW_SPACE) && touched_pages(f, v->start, v->end);
}

bool area_new(const struct facts *f, const struct space *sp,
	      const struct vma *v)
{
	handle_t h = sp->mm_before ?
			     vma_lookup(f->before, sp->mm_before, v->start) : 0;
	const struct vma *was = h ? vma_at(f->before, h) : NULL;

	return !was || was->start != v->start || was->end != v->end ||
	       was->flags != v->flags;
}

/* Is an entry of the area not as it was a unit ago? Tables are compared. */
static bool pages_changed(const struct facts *f, const struct space *sp,
			  const struct vma *v)
{
	for (vaddr_t at = v->start; at < v->end;) {
		vaddr_t now = pgtable_next_used(f->now, sp->mm, at, v->end);
		vaddr_t was = sp->mm_before ?
				      pgtable_next_used(f->before,
							sp->mm_before, at,
							v->end) : v->end;
		unsigned i = pt_index(now, LEVEL_PTE), nr = PTRS_PER_TABLE - i;
		handle_t new, old;

		if (now != was || now == v->end)
			return now != was;
		if (nr > (v->end - now) >> PAGE_SHIFT)
			nr = (unsigned)((v->end - now) >> PAGE_SHIFT);
		new = pgtable_lookup(f->now, sp->mm, now);
		old = pgtable_lookup(f->before, sp->mm_before, now);
		if (memcmp(&table_at(f->now, new)->entry[i],
			   &table_at(f->before, old)->entry[i],
			   nr * sizeof(pte_t)))
			return true;
		at = now + (vaddr_t)nr * PAGE_SIZE;
	}
	return false;
}

/* What an area is worth by itself: what programs work with comes first. */
static int word_worth(const char *word)
{
	static const char *const least_first[] = {
		"guard", "vvar", "vdso", "rodata", "file", "shared", "data",
		"text", "bss", "stack", "heap", "anonymous",
	};
	int nr = sizeof(least_first) / sizeof(least_first[0]);

	for (int i = 0; i < nr; i++)
		if (!strcmp(word, least_first[i]))
			return i;
	return 0;
}

static int vma_worth(const struct facts *f, const struct space *sp,
		     handle_t vma)
{
	const struct vma *v = vma_at(f->now, vma);
	int worth = word_worth(vma_word(f->now, vma));

	worth += area_new(f, sp, v) ? 100 : 0;
	worth += pages_changed(f, sp, v) ? 100 : 0;
	if (area_touched(f, v))
		return worth + 900;
	if (f->has_address && area_holds(v, f->address))
		return worth + 600;
	if (followed_in(f, v->start, v->end))
		return worth + 300;
	return worth;
}

/* As much as it is worth in either picture. */
static int area_worth(const struct facts *f, const struct space *sp,
		      const struct space_area *a)
{
	struct space twin = { .mm = sp->twin_mm };
	int here = a->vma ? vma_worth(f, sp, a->vma) : 0, there = 0;

	if (a->twin) {
		twin.mm_before = mm_before(f->twin);
		there = vma_worth(f->twin, &twin, a->twin);
	}
	return here > there ? here : there;
}

static int by_worth(const void *a, const void *b)
{
	const struct space_area *x = a, *y = b;

	if (x->worth != y->worth)
		return x->worth > y->worth ? -1 : 1;
	return x->start > y->start ? -1 : 1;
}

static int by_address(const void *a, const void *b)
{
	const struct space_area *x = a, *y = b;

	return x->start > y->start ? -1 : x->start < y->start;
}

/* The areas that are worth most, the best first; nr = 0: not yet weighed. */
struct best {
	struct space_area area[SPACE_SHOWN * 2];
	int		  nr;
};

/* All are weighed; of very many the lowest. */
static void weigh(const struct facts *f, const struct space *sp, struct best *b)
{
	struct area_walk w = walk_areas(f, sp);
	int number = 0;

	while (number++ < MAX_AREAS && walk_next(&w, &b->area[b->nr])) {
		b->area[b->nr].worth = area_worth(f, sp, &b->area[b->nr]);
		if (++b->nr < SPACE_SHOWN * 2)
			continue;
		qsort(b->area, (size_t)b->nr, sizeof(b->area[0]), by_worth);
		b->nr = SPACE_SHOWN;
	}
	qsort(b->area, (size_t)b->nr, sizeof(b->area[0]), by_worth);
}

/* All but the `skip` highest, from there on. */
static void choose_below(const struct facts *f, struct space *sp, int skip)
{
	struct area_walk w = walk_areas(f, sp);
	int end = sp->nr_areas - skip, first = end - sp->nr_shown;
	struct space_area a;

	for (int number = 0; number < end && walk_next(&w, &a); number++)
		if (number >= first)
			sp->shown[number - first] = a;
}

/*
 * In so many rows the areas that are worth most, highest first; once the viewer
 * scrolls, those from there on. Where all have a row nothing is to be weighed.
 */
static void choose_areas(const struct facts *f, struct space *sp, int rows,
			 struct best *b)
{
	int skip = f->s->settings.scroll[VIEW_SPACE];

	rows = rows < SPACE_SHOWN ? rows : SPACE_SHOWN;
	sp->nr_shown = rows < sp->nr_areas ? rows : sp->nr_areas;
	if (skip > sp->nr_areas - sp->nr_shown)
		skip = sp->nr_areas - sp->nr_shown;
	if (skip > 0 || sp->nr_shown == sp->nr_areas) {
		choose_below(f, sp, skip);
	} else {
		if (!b->nr)
			weigh(f, sp, b);
		memcpy(sp->shown, b->area,
		       (size_t)sp->nr_shown * sizeof(b->area[0]));
	}
	qsort(sp->shown, (size_t)sp->nr_shown, sizeof(sp->shown[0]),
	      by_address);
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
 * Rights go first when there is little room, then the strip shrinks.
 */
static void plan_columns(const struct panel *p, struct space *sp)
{
	int x = panel_left(p), w = panel_width(p);

	sp->rights = w >= SPACE_WIDE;
	sp->sizes = x + 12 + (sp->rights ? 2 + 4 : 0) + 1 +
		    plan_sizes(p->f, sp);		/* its end */
	sp->words = sp->sizes + (sp->rights ? 2 : 1);
	sp->strip = sp->words + (w >= SPACE_WIDE ? 11 : 10);
	sp->cells = panel_end(p) - sp->strip;
	if (w < SPACE_WIDE - 12) {		/* no room for sizes either */
		sp->sizes = 0;
		sp->words = x + 13;
		sp->strip = sp->words + 10;
		sp->cells = panel_end(p) - sp->strip;
	}
	if (sp->cells > STRIP_CELLS)
		sp->cells = STRIP_CELLS;
	else if (sp->cells > STRIP)
		sp->cells = sp->cells / STRIP * STRIP;
	if (sp->cells < 0)
		sp->cells = 0;
}

/*
 * A row beside those of areas says how one came by its edges. Pictures side by
 * side have none: there the same row is the same area.
 */
static bool has_note_row(const struct facts *f, const struct space *sp)
{
	return sp->rows >= NOTE_FROM && !sp->twin_mm && edges_moved(f);
}

/* Of the areas with other edges than a unit ago that which it is about. */
static void plan_note(const struct facts *f, struct space *sp)
{
	struct text words = { 0 };
	int most = -1;

	sp->nr_rows = sp->nr_shown;
	for (int i = 0; has_note_row(f, sp) && i < sp->nr_shown; i++) {
		const struct vma *v = vma_at(f->now, sp->shown[i].vma);
		int about = area_touched(f, v) ? 2 :
			    f->has_address && area_holds(v, f->address);

		if (about <= most || !edges_words(f, v, 0, &words))
			continue;
		most = about;
		sp->note = i + 1;
	}
	sp->nr_rows += sp->note != 0;
	text_free(&words);
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
	int rows = sp->rows - has_note_row(p->f, sp);
	struct best best = { .nr = 0 };

	for (int legend = least;; legend++) {
		struct letters letters = { 0 };
		struct panel at = *p;

		choose_areas(p->f, sp, rows - legend, &best);
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
	sp->mm_before = mm_before(f);
	sp->twin_mm = mm_of_twin(f);
	sp->nr_areas = count_areas(f, sp);
	return true;
}

bool space_plan(const struct panel *p, struct space *sp)
{
	int h = p->r.h;

	if (!space_find(p->f, sp))
		return false;
	sp->rows = h - (h >= LENS_FROM ? 2 : 0);
	share_rows(p, sp);
	plan_note(p->f, sp);
	if (sp->rows - sp->nr_rows >= sp->legend + 4)
		sp->nr_kernel = 3;	/* and a blank one */
	if (h >= LENS_FROM) {
		lens_plan(p, sp, h - sp->legend - sp->nr_kernel - sp->nr_rows -
				 ROWS_BETWEEN);
		sp->rows -= sp->lens - 1;
	}
	return true;
}
