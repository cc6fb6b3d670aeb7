#include "view/space_areas.h"

#include <stdlib.h>
#include <string.h>

#include "mm/pgtable.h"
#include "mm/task.h"
#include "view/follow.h"
#include "view/strip.h"

enum { MAX_AREAS = 4096 };	/* weighed, for a choice of what to show */

handle_t space_mm_before(const struct facts *f)
{
	handle_t h = task_by_pid(f->before, task_at(f->now, f->task)->pid);

	return h ? task_at(f->before, h)->mm : 0;
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

int areas_count(const struct facts *f, const struct space *sp)
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
	worth += vma == sp->noted ? 100 : 0;
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
		twin.mm_before = space_mm_before(f->twin);
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

/* All are weighed; of very many the lowest. */
static void weigh(const struct facts *f, const struct space *sp,
		  struct space_best *b)
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

void areas_choose(const struct facts *f, struct space *sp, int rows,
		  struct space_best *b)
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
