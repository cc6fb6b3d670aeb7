/*
 * The address-space view: the areas of a task, highest on top, each as a
 * strip of what stands behind its pages; a lens of single pages around the
 * place of the event; one sentence about that page.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/kernel_map.h"
#include "mm/rss.h"
#include "view/follow.h"
#include "view/follow_told.h"
#include "view/space_edges.h"
#include "view/space_legend.h"
#include "view/space_lens.h"
#include "view/strip.h"
#include "view/task_doing.h"
#include "view/tell.h"

/*
 * Of a cell that the event touched, [from, to): where that was one page among
 * others it is this page's letter.
 */
static struct letter lit_letter(const struct facts *f, const struct space *sp,
				vaddr_t from, vaddr_t to, struct letter l)
{
	const struct touch *t = &f->touch;

	if (t->address < from || t->address >= to ||
	    t->end > t->address + PAGE_SIZE)
		return l;
	return page_letter(f->now, sp->mm, t->address);
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
		struct letter l = lit ? lit_letter(f, sp, from, to, now[i]) :
					now[i];

		letter_put(p, sp->strip + i, y, l,
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

static void draw_start(struct panel *p, int y, enum role role, vaddr_t start)
{
	canvas_printf(p->c, panel_left(p), y, role,
		      start >> 32 ? "%012" PRIx64 : "%08" PRIx64, start);
}

/* The picture beside this one has it: its row is kept. */
static void draw_absent(struct panel *p, const struct space *sp, int y,
			const struct space_area *a)
{
	draw_start(p, y, ROLE_DIM, a->start);
	canvas_text(p->c, sp->words, y, ROLE_DIM,
		    ui(p->f->lang, UI_area_absent));
}

static void draw_area(struct panel *p, const struct space *sp, int y,
		      handle_t vma, bool here)
{
	const struct facts *f = p->f;
	const struct vma *v = vma_at(f->now, vma);
	const char *word = vma_word(f->now, vma);
	int x = panel_left(p);
	char rights[5], size[24];

	draw_start(p, y, ROLE_TEXT, v->start);
	vma_flags_letters(v->flags, rights);
	if (sp->rights)
		canvas_text(p->c, x + 14, y, ROLE_TEXT, rights);
	if (sp->sizes)
		canvas_right(p->c, sp->sizes, y, ROLE_TEXT,
			     size_words(v->end - v->start, size));
	canvas_text(p->c, sp->words, y, area_role(word),
		    area_name(f->lang, word));
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

/*
 * "merged: 4100K + 12K after it". Its letters stand for nothing: it is drawn
 * when those of the areas are known.
 */
static void draw_note(struct panel *p, const struct space *sp)
{
	int x = sp->rights ? sp->words : panel_left(p) + 2;
	int y = p->r.y + sp->nr_kernel + sp->note;
	struct text words = { 0 };

	if (!sp->note)
		return;
	edges_words(p->f, vma_at(p->f->now, sp->shown[sp->note - 1].vma),
		    panel_end(p) - x, &words);
	canvas_text(p->c, x, y, ROLE_TEXT, text_str(&words));
	panel_sign(p, y, GUTTER_CHANGED);
	text_free(&words);
}

static bool holds_event(const struct facts *f, const struct vma *v)
{
	return area_touched(f, v) && area_holds(v, f->touch.address);
}

/* A place that lies in no area: a row of its own would say so. */
static void draw_areas(struct panel *p, const struct space *sp)
{
	int y = p->r.y + sp->nr_kernel;

	if (sp->nr_kernel)
		draw_kernel(p, p->r.y);
	for (int i = 0; i < sp->nr_shown; i++, y++) {
		const struct space_area *a = &sp->shown[i];

		if (!a->vma)
			draw_absent(p, sp, y, a);
		else
			draw_area(p, sp, y, a->vma,
				  holds_event(p->f, vma_at(p->f->now, a->vma)));
		y += i + 1 == sp->note;
	}
}

/*
 * What the cells are, below the areas: of what the strips and the lens
 * (lens_y, 0 = none) show, and the letters that are there already.
 */
static void draw_legend(struct panel *p, const struct space *sp, int lens_y,
			struct letters *letters)
{
	int areas = p->r.y + sp->nr_kernel;

	letters_look(letters, p->c, (struct rect){
		sp->strip, areas, sp->cells, sp->nr_rows });
	if (lens_y)
		letters_look(letters, p->c, (struct rect){
			lens_left(p), lens_y, sp->lens_cells, sp->lens });
	space_legend_draw(p, letters, sp->cells, areas + sp->nr_rows,
			  p->r.y + sp->rows);
}

/*
 * Nobody has run yet, the task is gone but for its number, or only the picture
 * beside this one has it. Where the followed page went is said here: a title
 * with the task's name may have no room for it.
 */
static void draw_no_space(struct panel *p)
{
	struct rect r = { panel_left(p), p->r.y, panel_width(p), p->r.h };
	enum ui words = task_is_zombie(p->f) ? UI_task_zombie :
			p->f->twin && p->f->twin->task ? UI_task_absent :
							 UI_no_task;
	int rows = paragraph_draw(p->c, r, ROLE_DIM, ui(p->f->lang, words), 0);
	struct text where = { 0 };

	follow_where(p->f, false, &where);
	if (words == UI_task_zombie && rows < r.h)	/* its @ in the gutter */
		canvas_text(p->c, p->r.x, r.y + rows, ROLE_TEXT,
			    text_str(&where));
	text_free(&where);
}

static void space_draw(struct panel *p)
{
	struct space sp;
	struct letters letters = { 0 };
	vaddr_t page;
	int y;

	if (!space_plan(p, &sp)) {
		draw_no_space(p);
		return;
	}
	draw_areas(p, &sp);
	if (!sp.lens || !lens_page(p->f, &page)) {
		draw_legend(p, &sp, 0, &letters);
		draw_note(p, &sp);
		return;
	}
	y = p->r.y + p->r.h - 1 - sp.lens;
	lens_draw(p, &sp, y, page);
	lens_page_draw(p, &sp, y + sp.lens, page, &letters);
	draw_legend(p, &sp, y, &letters);
	draw_note(p, &sp);
	if (touched_view(p->f, VIEW_SPACE) && p->f->touch.has_address &&
	    !vma_lookup(p->f->now, sp.mm, p->f->touch.address))
		panel_sign(p, y + sp.lens, GUTTER_HERE); /* no area there */
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

/* Titles are made when the panels are drawn; beside, of no panel at all. */
static int areas_drawn(const struct panel *p)
{
	int nr = 0;

	for (size_t i = 0; p->c && i < p->c->nr_marks; i++) {
		const struct mark *m = &p->c->marks[i];

		nr += m->kind == OBJ_VMA && rect_has(p->r, m->x, m->y);
	}
	return nr;
}

static void say_areas(const struct panel *p, int all, int shown,
		      struct text *out)
{
	enum lang lang = p->f->lang;

	if (shown < all && panel_width(p) < SPACE_WIDE)
		text_printf(out, ui(lang, UI_areas_shown), shown, all);
	else if (shown < all)
		text_printf(out, ui(lang, UI_areas_hidden), all, all - shown);
	else
		text_printf(out, ui(lang, UI_areas), all);
}

static void space_about(const struct panel *p, struct text *title,
			struct text *aside)
{
	const struct facts *f = p->f;
	struct text pid = { 0 }, sizes = { 0 }, none = { 0 };
	struct space sp;
	int shown;

	if (!space_find(f, &sp)) {
		zombie_title(p, title);
		return;
	}
	shown = areas_drawn(p);
	task_title(f, title);
	text_printf(&pid, ui(f->lang, UI_pid), task_at(f->now, f->task)->pid);
	say_areas(p, sp.nr_areas, shown, aside);
	if (panel_width(p) >= SPACE_WIDE)
		size_of_space(f, &sp, &sizes);
	/* what can be counted gives way to what cannot be seen, that not */
	if (shown == sp.nr_areas && sizes.len &&
	    !titles_fit(p, title, &pid, aside, &sizes))
		text_reset(aside);
	else if (!titles_fit(p, title, &none, aside, &sizes))
		text_reset(&sizes);
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
