/*
 * The address-space view: the areas of a task, highest on top, each as a
 * strip of what stands behind its pages; a lens of single pages around the
 * place of the event; one sentence about that page.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mm/fault.h"
#include "mm/kernel_map.h"
#include "mm/pgtable.h"
#include "mm/vma.h"
#include "view/follow.h"
#include "view/legend.h"
#include "view/strip.h"
#include "view/tell.h"

enum {
	MAX_AREAS = 4096,	/* looked at, for a choice of what to show */
	MAX_SHOWN = 128,
	WIDE = 56,
	STRIP = 32,
	ADDRESS_W = 14,		/* with two blanks */
};

/* An area, and how much it is worth a row. */
struct area {
	handle_t vma;
	vaddr_t	 start;
	int	 worth;
	int	 number;	/* from below */
};

struct space {
	handle_t    mm, mm_before;	/* 0 = it had none */
	int	    nr_areas;
	struct area shown[MAX_SHOWN];	/* highest first */
	int	    nr_shown;
	bool	    lens;
	int	    rows;		/* for areas and what lies between */
	int	    nr_kernel;		/* rows of the kernel half */
	int	    words, sizes, strip, cells;	/* columns */
	bool	    rights;
};

/* The same task a unit ago; 0 = it was not there, or had no memory. */
static handle_t mm_before(const struct facts *f)
{
	const struct task *now = task_at(f->now, f->task);

	for (handle_t h = f->before->s->tasks; h; h = task_at(f->before, h)->next)
		if (task_at(f->before, h)->pid == now->pid)
			return task_at(f->before, h)->mm;
	return 0;
}

static bool area_touched(const struct facts *f, const struct vma *v)
{
	return touched_view(f, VIEW_SPACE) && touched_pages(f, v->start, v->end);
}

static bool area_new(const struct facts *f, const struct space *sp,
		     const struct vma *v)
{
	handle_t h = sp->mm_before ?
			     vma_lookup(f->before, sp->mm_before, v->start) : 0;
	const struct vma *was = h ? vma_at(f->before, h) : NULL;

	return !was || was->start != v->start || was->end != v->end ||
	       was->flags != v->flags;
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

static bool holds(const struct vma *v, vaddr_t addr)
{
	return addr >= v->start && addr < v->end;
}

static int area_worth(const struct facts *f, const struct space *sp,
		      handle_t vma)
{
	const struct vma *v = vma_at(f->now, vma);
	int worth = word_worth(vma_word(f->now, vma));

	if (area_touched(f, v))
		return worth + 400;
	if (f->has_address && holds(v, f->address))
		return worth + 300;
	if (followed_in(f, v->start, v->end))
		return worth + 200;
	return area_new(f, sp, v) ? worth + 100 : worth;
}

static int by_worth(const void *a, const void *b)
{
	const struct area *x = a, *y = b;

	if (x->worth != y->worth)
		return x->worth > y->worth ? -1 : 1;
	return x->start > y->start ? -1 : 1;
}

static int by_address(const void *a, const void *b)
{
	const struct area *x = a, *y = b;

	return x->start > y->start ? -1 : x->start < y->start;
}

/*
 * The `rows` areas that are worth most, highest first; once the viewer
 * scrolls, those from there on.
 */
static void choose_areas(const struct facts *f, struct space *sp, int rows)
{
	struct area best[MAX_SHOWN * 2];
	int nr = 0, number = 0, skip = f->s->settings.scroll[VIEW_SPACE];
	handle_t v;

	rows = rows < MAX_SHOWN ? rows : MAX_SHOWN;
	for (v = vma_first(f->now, sp->mm); v && number < MAX_AREAS;
	     v = vma_next(f->now, v)) {
		best[nr++] = (struct area){ v, vma_at(f->now, v)->start,
					    area_worth(f, sp, v), number++ };
		if (nr < MAX_SHOWN * 2)
			continue;
		qsort(best, (size_t)nr, sizeof(best[0]), by_worth);
		nr = MAX_SHOWN;
	}
	sp->nr_shown = nr < rows ? nr : rows;
	skip = skip < nr - sp->nr_shown ? skip : nr - sp->nr_shown;
	qsort(best, (size_t)nr, sizeof(best[0]), skip ? by_address : by_worth);
	memcpy(sp->shown, best + skip,
	       (size_t)sp->nr_shown * sizeof(best[0]));
	qsort(sp->shown, (size_t)sp->nr_shown, sizeof(best[0]), by_address);
}

/*
 * 7ffff6ff9000  rw-p  16M  anonymous  aaaaaaaazzzzzzzzzzzzzzzzzzzzzzzz
 * Rights go first when there is little room, then the strip shrinks.
 */
static void plan_columns(const struct panel *p, struct space *sp)
{
	int x = panel_left(p), w = panel_width(p);

	sp->rights = w >= WIDE;
	sp->sizes = x + 12 + (sp->rights ? 2 + 4 : 0) + 6;	/* its end */
	sp->words = sp->sizes + (sp->rights ? 2 : 1);
	sp->strip = sp->words + (w >= WIDE ? 11 : 10);
	sp->cells = panel_end(p) - sp->strip;
	if (w < WIDE - 12) {		/* no room for sizes either */
		sp->sizes = 0;
		sp->words = x + 13;
		sp->strip = sp->words + 10;
		sp->cells = panel_end(p) - sp->strip;
	}
	if (sp->cells > STRIP)
		sp->cells = STRIP;
	if (sp->cells < 0)
		sp->cells = 0;
}

static bool space_plan(const struct panel *p, struct space *sp)
{
	const struct facts *f = p->f;
	int h = p->r.h;

	memset(sp, 0, sizeof(*sp));
	if (!f->task || !task_at(f->now, f->task)->mm)
		return false;
	sp->mm = task_at(f->now, f->task)->mm;
	sp->mm_before = mm_before(f);
	sp->nr_areas = (int)mm_at(f->now, sp->mm)->map_count;
	sp->lens = h >= 5;
	sp->rows = h - (sp->lens ? 2 : 0);
	choose_areas(f, sp, sp->rows);
	if (sp->rows - sp->nr_shown >= 5)
		sp->nr_kernel = 3;
	plan_columns(p, sp);
	return true;
}

/* The strip, then what the gutter says of it. */
static void draw_strip(struct panel *p, const struct space *sp, int y,
		       const struct vma *v, handle_t vma)
{
	struct letter now[STRIP_CELLS], was[STRIP_CELLS];
	const struct facts *f = p->f;
	handle_t old = sp->mm_before ?
			       vma_lookup(f->before, sp->mm_before, v->start) : 0;
	struct tally sum;
	int cells = strip_fill(f->now, vma, sp->cells, now, &sum), before = 0;

	if (old)
		before = strip_fill(f->before, old, sp->cells, was, &sum);
	for (int i = 0; i < cells; i++) {
		vaddr_t from = v->start + strip_first(vma_pages(v), cells, i) *
						  PAGE_SIZE;
		vaddr_t to = v->start + strip_first(vma_pages(v), cells, i + 1) *
						PAGE_SIZE;
		bool followed = followed_in(f, from, to);
		bool lit = touched_view(f, VIEW_SPACE) &&
			   touched_pages(f, from, to);

		letter_put(p, sp->strip + i, y, now[i],
			   followed ? LIT_FOLLOWED :
			   lit	    ? LIT_TOUCHED : LIT_NONE);
		canvas_mark(p->c, (struct rect){ sp->strip + i, y, 1, 1 },
			    OBJ_PAGE, from, f->task);
		if (followed)
			panel_sign(p, y, GUTTER_FOLLOWED);
		if (before != cells || was[i].c != now[i].c)
			panel_sign(p, y, GUTTER_CHANGED);
	}
}

static void draw_area(struct panel *p, const struct space *sp, int y,
		      handle_t vma, bool here)
{
	const struct facts *f = p->f;
	const struct vma *v = vma_at(f->now, vma);
	const char *word = vma_word(f->now, vma);
	int x = panel_left(p);
	char rights[5], size[24];

	canvas_printf(p->c, x, y, ROLE_TEXT, v->start >> 32 ? "%012" PRIx64 :
							      "%08" PRIx64,
		      v->start);
	vma_flags_letters(v->flags, rights);
	if (sp->rights)
		canvas_text(p->c, x + 14, y, ROLE_TEXT, rights);
	if (sp->sizes)
		canvas_right(p->c, sp->sizes, y, ROLE_TEXT,
			     size_words(v->end - v->start, size));
	canvas_text(p->c, sp->words, y, area_role(word), word);
	canvas_mark(p->c, (struct rect){ x, y, sp->strip - x, 1 }, OBJ_VMA,
		    v->start, f->task);
	draw_strip(p, sp, y, v, vma);
	if (area_new(f, sp, v))
		panel_sign(p, y, GUTTER_CHANGED);
	if (here)
		panel_sign(p, y, GUTTER_HERE);
}

const struct kernel_place kernel_places[NR_KERNEL_PLACES] = {
	{ KERNEL_IMAGE_BASE, UI_kernel_text },
	{ DIRECT_MAP_BASE, UI_direct_map },
};

/* The half that every task shares, and the hole below it. */
static void draw_kernel(struct panel *p, int y)
{
	int x = panel_left(p);

	for (int i = 0; i < NR_KERNEL_PLACES; i++) {
		canvas_printf(p->c, x, y + i, ROLE_DIM, "%016" PRIx64,
			      kernel_places[i].address);
		canvas_text(p->c, x + 18, y + i, ROLE_DIM,
			    ui(p->f->lang, kernel_places[i].word));
	}
	canvas_fill(p->c, (struct rect){ x, y + 2, 16, 1 }, ROLE_DIM, '/');
	canvas_text(p->c, x + 18, y + 2, ROLE_DIM,
		    ui(p->f->lang, UI_no_address));
}

/* Page of the lens: of the event, else the followed one. */
static bool lens_page(const struct facts *f, vaddr_t *page)
{
	if (f->has_address)
		*page = f->address;
	else if (f->followed.is_here)
		*page = f->followed.here;
	else
		return false;
	*page &= ~(vaddr_t)(PAGE_SIZE - 1);
	return *page < TASK_SIZE;
}

/*
 * The first page of the lens: it stays where it is while the event moves
 * through a window of half its width.
 */
static vaddr_t lens_start(vaddr_t page, int cells)
{
	uint64_t window = 1;
	uint64_t vpn = page >> PAGE_SHIFT;

	while (window * 2 <= (uint64_t)cells)
		window *= 2;
	return (vpn & ~(window - 1)) << PAGE_SHIFT;
}

/* Its cells begin behind its name and its first address. */
static int lens_left(const struct panel *p)
{
	const char *name = ui(p->f->lang, UI_lens);

	return panel_left(p) + text_columns(name, strlen(name)) + 1 + ADDRESS_W;
}

static void draw_lens(struct panel *p, const struct space *sp, int y,
		      vaddr_t page)
{
	const struct facts *f = p->f;
	int x = lens_left(p);
	vaddr_t at = lens_start(page, panel_end(p) - x);

	canvas_text(p->c, panel_left(p), y, ROLE_DIM, ui(f->lang, UI_lens));
	canvas_printf(p->c, x - ADDRESS_W, y, ROLE_DIM, "%012" PRIx64, at);
	for (; x < panel_end(p) && at < TASK_SIZE; x++, at += PAGE_SIZE) {
		struct letter l = page_letter(f->now, sp->mm, at);
		bool lit = touched_view(f, VIEW_SPACE) &&
			   touched_pages(f, at, at + PAGE_SIZE);
		bool followed = followed_in(f, at, at + PAGE_SIZE);

		letter_put(p, x, y, l, followed ? LIT_FOLLOWED :
				       lit	? LIT_TOUCHED : LIT_NONE);
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_PAGE, at,
			    f->task);
		if (followed)
			panel_sign(p, y, GUTTER_FOLLOWED);
	}
}

/* Outside of all areas there is no address to speak of. */
static const char *page_word(enum lang lang, enum glyph g)
{
	return ui(lang, g == GLYPH_HOLE ? UI_no_area : glyphs[g].word);
}

/* "page 7ffff73f9000  zero page -> anonymous  frame 0x2aca". Return: its end. */
static int draw_page(struct panel *p, const struct space *sp, int y,
		      vaddr_t page)
{
	const struct facts *f = p->f;
	enum glyph now = page_glyph(f->now, sp->mm, page);
	enum glyph was = sp->mm_before ?
				 page_glyph(f->before, sp->mm_before, page) : now;
	pte_t e = pgtable_get(f->now, sp->mm, page);
	int x = panel_left(p), end = panel_end(p);
	char words[80];

	if (panel_width(p) >= WIDE)
		x += canvas_text(p->c, x, y, ROLE_DIM, ui(f->lang, UI_page)) + 1;
	x += canvas_printf(p->c, x, y, ROLE_TEXT, "%012" PRIx64, page) + 1;
	if (now != was) {
		const char *from = page_word(f->lang, was);
		const char *to = page_word(f->lang, now);

		if (x + text_columns(from, strlen(from)) + 4 +
		    text_columns(to, strlen(to)) <= end)
			x += canvas_text(p->c, x, y, ROLE_TEXT, from) + 1;
		x += canvas_text(p->c, x, y, ROLE_DIM, "-> ");
		panel_sign(p, y, GUTTER_CHANGED);
	}
	x += canvas_text(p->c, x, y, (enum role)glyphs[now].role,
			 page_word(f->lang, now)) + 2;
	if (!pte_present(e))
		return x - 2;
	snprintf(words, sizeof(words), ui(f->lang, UI_frame_pfn), pte_pfn(e));
	if (x + text_columns(words, strlen(words)) <= end)
		x += object_put(p, x, y, ROLE_TEXT, words, false, OBJ_FRAME,
				pte_pfn(e), 1) + 2;
	return x - 2;
}

static bool holds_event(const struct facts *f, const struct vma *v)
{
	return area_touched(f, v) && holds(v, f->touch.address);
}

/* A place that lies in no area: a row of its own would say so. */
static void draw_areas(struct panel *p, const struct space *sp)
{
	int y = p->r.y + sp->nr_kernel;

	if (sp->nr_kernel)
		draw_kernel(p, p->r.y);
	for (int i = 0; i < sp->nr_shown; i++, y++) {
		const struct vma *v = vma_at(p->f->now, sp->shown[i].vma);

		draw_area(p, sp, y, sp->shown[i].vma, holds_event(p->f, v));
	}
}

/*
 * What the cells are: below the areas if rows are left there, with a blank one
 * between if there are two; else behind what is said of the page. It tells of
 * what the strips and the lens (lens_y, 0 = none) show.
 */
static void draw_legend(struct panel *p, const struct space *sp, int lens_y,
			int behind)
{
	int areas = p->r.y + sp->nr_kernel, end = p->r.y + sp->rows;
	int y = areas + sp->nr_shown, x = lens_left(p);
	struct legend l = legend_at(p, y + (end - y > 1), end);
	glyph_set_t letters = legend_find(p->c, (struct rect){
		sp->strip, areas, sp->cells, sp->nr_shown });

	if (lens_y)
		letters |= legend_find(p->c, (struct rect){
			x, lens_y, panel_end(p) - x, 1 });
	if (y >= end && lens_y) {
		l = legend_at(p, lens_y + 1, lens_y + 2);
		l.x = behind;
	}
	legend_letters(&l, letters & ~(1u << GLYPH_FOLLOW), UI_no_area);
	legend_words(&l, end - l.y > 1 ? UI_space_legend :
					 UI_space_legend_short);
}

/* Nobody has run yet, or the task is gone but for its number. */
static void draw_no_space(struct panel *p)
{
	struct rect r = { panel_left(p), p->r.y, panel_width(p), p->r.h };
	enum ui words = task_is_zombie(p->f) ? UI_task_zombie : UI_no_task;

	paragraph_draw(p->c, r, ROLE_DIM, ui(p->f->lang, words), 0);
}

static void space_draw(struct panel *p)
{
	struct space sp;
	vaddr_t page;
	int y = p->r.y + p->r.h - 2, behind;

	if (!space_plan(p, &sp)) {
		draw_no_space(p);
		return;
	}
	draw_areas(p, &sp);
	if (!sp.lens || !lens_page(p->f, &page)) {
		draw_legend(p, &sp, 0, 0);
		return;
	}
	draw_lens(p, &sp, y, page);
	behind = draw_page(p, &sp, y + 1, page) + 3;
	draw_legend(p, &sp, y, behind);
	if (touched_view(p->f, VIEW_SPACE) && p->f->touch.has_address &&
	    !vma_lookup(p->f->now, sp.mm, p->f->touch.address))
		panel_sign(p, y + 1, GUTTER_HERE);	/* no area there */
}

/* "VSZ 2148K   RSS 12K" */
static void size_of_space(const struct facts *f, const struct space *sp,
			  struct text *out)
{
	const struct mm *mm = mm_at(f->now, sp->mm);
	char size[24];

	text_printf(out, "VSZ %s", size_words(mm->total_vm * PAGE_SIZE, size));
	text_printf(out, "   RSS %s", size_words(mm_rss(mm) * PAGE_SIZE, size));
}

/* Is there room in the border for all four? */
static bool titles_fit(const struct panel *p, const struct text *title,
		       const struct text *pid, const struct text *aside,
		       const struct text *sizes)
{
	enum { LINES = 8 };	/* corners, blanks, the blanks between */

	return text_columns(text_str(title), title->len) +
		       text_columns(text_str(pid), pid->len) +
		       text_columns(text_str(aside), aside->len) +
		       text_columns(text_str(sizes), sizes->len) + LINES <=
	       p->r.w;
}

static void space_about(const struct panel *p, struct text *title,
			struct text *aside)
{
	const struct facts *f = p->f;
	const struct task *t;
	struct text pid = { 0 }, sizes = { 0 };
	char name[TASK_WORDS_BYTES];
	struct space sp;

	if (!space_plan(p, &sp))
		return;
	t = task_at(f->now, f->task);
	text_printf(title, " - %c %s", tag_letter(t->tag),
		    task_words(f->now, t, name));
	text_printf(&pid, ui(f->lang, UI_pid), t->pid);
	if (sp.nr_shown < sp.nr_areas && panel_width(p) < WIDE)
		text_printf(aside, ui(f->lang, UI_areas_shown), sp.nr_shown,
			    sp.nr_areas);
	else if (sp.nr_shown < sp.nr_areas)
		text_printf(aside, ui(f->lang, UI_areas_hidden), sp.nr_areas,
			    sp.nr_areas - sp.nr_shown);
	else
		text_printf(aside, ui(f->lang, UI_areas), sp.nr_areas);
	if (panel_width(p) >= WIDE)
		size_of_space(f, &sp, &sizes);
	/* what can be counted gives way to what cannot be seen */
	if (sp.nr_shown == sp.nr_areas && sizes.len &&
	    !titles_fit(p, title, &pid, aside, &sizes))
		text_reset(aside);
	if (titles_fit(p, title, &pid, aside, &sizes))
		text_puts(title, text_str(&pid));
	if (aside->len && sizes.len)
		text_puts(aside, "   ");
	text_puts(aside, text_str(&sizes));
	text_free(&pid);
	text_free(&sizes);
}

const struct view view_space = {
	.name = "space", .title = UI_space, .weight = 7,
	.min_w = 34, .min_h = 6, .good_w = 48, .good_h = 12,
	.about = space_about, .draw = space_draw,
};
