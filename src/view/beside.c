#include "view/beside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "story/expr.h"
#include "view/kinds.h"
#include "view/view.h"
#include "view/wish.h"

/* What a figure counts. */
enum counted {
	ANYTHING,
	FRAMES,		/* each frame in one such row: together they are all */
	LISTED_FRAMES,	/* so are these; /proc has no sum of them */
	OTHER_FRAMES,	/* what all these have not: shown if it differs */
};

/*
 * What is compared: a value out of /proc. Those that are 0 on both sides go.
 * What became of free frames is found in the other rows of frames.
 */
static const struct figure {
	enum ui	    name;
	enum role   role;
	enum counted counted;
	const char *expr;
} figures[] = {
	{ UI_two_free, ROLE_TEXT, FRAMES, "vmstat.nr_free_pages" },
	{ UI_two_pcp, ROLE_PCP, LISTED_FRAMES, NULL },
	{ UI_two_anon, ROLE_ANON, FRAMES, "vmstat.nr_anon_pages" },
	{ UI_two_file, ROLE_FILE, FRAMES,
	  "vmstat.nr_file_pages - vmstat.nr_swapcached - vmstat.nr_shmem" },
	{ UI_two_dirty, ROLE_DIRTY, ANYTHING,
	  "vmstat.nr_dirty + vmstat.nr_writeback" },
	{ UI_two_shmem, ROLE_SHMEM, FRAMES, "vmstat.nr_shmem" },
	{ UI_two_tables, ROLE_PGTABLE, FRAMES, "vmstat.nr_page_table_pages" },
	{ UI_two_other, ROLE_KERNEL, OTHER_FRAMES, NULL },
	{ UI_two_steal_anon, ROLE_ANON, ANYTHING, "vmstat.pgsteal_anon" },
	{ UI_two_steal_file, ROLE_FILE, ANYTHING, "vmstat.pgsteal_file" },
	{ UI_two_out, ROLE_SWAP, ANYTHING, "vmstat.pswpout" },
	{ UI_two_in, ROLE_SWAP, ANYTHING, "vmstat.pswpin" },
	{ UI_two_refault, ROLE_FILE, ANYTHING,
	  "vmstat.workingset_refault_file" },
	{ UI_two_faults, ROLE_TEXT, ANYTHING, "vmstat.pgfault" },
	{ UI_two_major, ROLE_WARN, ANYTHING, "vmstat.pgmajfault" },
	{ UI_two_oom, ROLE_BAD, ANYTHING, "vmstat.oom_kill" },
};
/*
 * Rows above the figures, and between them and the view below. A view does
 * with a few columns less than a layout would leave it.
 */
enum { HEAD_ROWS = 1, BELOW_ROWS = 2, SQUEEZE = 3 };

enum { NR_FIGURES = sizeof(figures) / sizeof(figures[0]), SIDES = 2 };

/* left, right: the branch that was there first is on the left. */
struct both {
	const struct facts *side[SIDES];
	int64_t		    value[NR_FIGURES][SIDES];
	bool		    shown[NR_FIGURES];
	bool		    rest_same;	/* rows that do not differ are left out */
	int		    width;	/* of either side: gauges are of one length */
};

bool beside_is(const struct canvas *c, const struct scene *s)
{
	return s->other && c->w >= BESIDE_W && c->h >= BESIDE_H;
}

enum view_id beside_view(const struct scene *s)
{
	const struct settings *set = &s->settings;
	enum view_id view = set->focused != VIEW_NONE ? set->focused : set->zoom;

	return view == VIEW_STORY ? VIEW_NONE : view;
}

/* `frames`: what the rows of frames before it have together. */
static int64_t figure_of(const struct facts *f, const struct figure *figure,
			 int64_t frames)
{
	struct expr_env env = { .story = f->story, .now = f->now };
	struct diag why;
	int64_t value;

	if (figure->counted == LISTED_FRAMES)
		return (int64_t)kind_frames(f->now, KIND_PCP);
	if (figure->counted == OTHER_FRAMES)
		return (int64_t)managed_frames(f->now) - frames;
	return expr_eval(figure->expr, strlen(figure->expr), &env, &value,
			 &why) ? value : 0;
}

static void both_gather(struct both *b, const struct facts *f,
			const struct facts *other)
{
	int64_t frames[SIDES] = { 0 };

	b->rest_same = false;
	b->side[0] = f->s->other_left ? other : f;
	b->side[1] = f->s->other_left ? f : other;
	for (int i = 0; i < NR_FIGURES; i++) {
		const struct figure *figure = &figures[i];
		int64_t *value = b->value[i];

		for (int s = 0; s < SIDES; s++) {
			value[s] = figure_of(b->side[s], figure, frames[s]);
			if (figure->counted != ANYTHING)
				frames[s] += value[s];
		}
		b->shown[i] = figure->counted == OTHER_FRAMES ?
				      value[0] != value[1] :
				      value[0] || value[1];
	}
}

/* "x 9.0": the right one in tenths of the left one; "" if they are the same. */
static void ratio_words(const int64_t value[SIDES], char out[24])
{
	int64_t tenths;

	out[0] = '\0';
	if (value[0] == value[1])
		return;
	if (value[0] <= 0) {
		snprintf(out, 24, "%+" PRId64, value[1] - value[0]);
		return;
	}
	tenths = (value[1] * 10 + value[0] / 2) / value[0];
	if (tenths == 10)
		snprintf(out, 24, "%+" PRId64, value[1] - value[0]);
	else if (tenths < 1000)
		snprintf(out, 24, "x%2" PRId64 ".%" PRId64, tenths / 10,
			 tenths % 10);
	else
		snprintf(out, 24, "x%4" PRId64, tenths / 10);
}

enum { NAME_W = 15, VALUE_W = 9, RATIO_W = 8 };

/* Values on one scale: both sides, and the figure that is largest on either. */
static void draw_figure(struct canvas *c, struct rect r, int y,
			const struct both *b, int i, int side)
{
	const int64_t *value = b->value[i];
	int64_t most = value[0] > value[1] ? value[0] : value[1];
	int x = r.x + 1, gauge = b->width - NAME_W - VALUE_W - RATIO_W - 4;
	int end = NAME_W + VALUE_W;	/* of the value, nearer if it must be */
	char words[24];

	if (end > b->width - RATIO_W - 2)
		end = b->width - RATIO_W - 2;
	canvas_text(c, x, y, ROLE_TEXT, ui(b->side[side]->lang, figures[i].name));
	snprintf(words, sizeof(words), " %" PRId64, value[side]);
	canvas_right(c, x + end, y, ROLE_TEXT, words);
	if (gauge >= 4)
		gauge_draw(c, x + NAME_W + VALUE_W + 1, y, gauge,
			   figures[i].role, (uint64_t)value[side],
			   most ? (uint64_t)most : 1);
	if (!side)
		return;
	ratio_words(value, words);
	canvas_right(c, r.x + r.w - 1, y, ROLE_TITLE, words);
}

/* What the right one's last column compares with. */
static void draw_versus(struct canvas *c, struct rect r, const struct both *b)
{
	struct text words = { 0 };

	text_printf(&words, ui(b->side[1]->lang, UI_two_versus),
		    b->side[0]->s->branch);
	canvas_right(c, r.x + r.w - 1, r.y, ROLE_DIM, text_str(&words));
	text_free(&words);
}

/* Return: the row behind them. */
static int draw_figures(struct canvas *c, struct rect r, const struct both *b,
			int side)
{
	const struct facts *f = b->side[side];
	struct text words = { 0 };
	int y = r.y;

	text_printf(&words, "%s ", ui(f->lang, UI_two_at));
	timeline_print_pos(f->s->timeline, f->s->pos, &words);
	if (b->rest_same)
		text_puts(&words, ui(f->lang, UI_two_rest));
	canvas_text(c, r.x + 1, y, ROLE_DIM, text_str(&words));
	if (!side)
		canvas_right(c, r.x + r.w - 1, y, ROLE_DIM,
			     ui(f->lang, UI_two_differs));
	else
		draw_versus(c, r, b);
	for (int i = 0; i < NR_FIGURES; i++)
		if (b->shown[i])
			draw_figure(c, r, ++y, b, i, side);
	text_free(&words);
	return y + 1;
}

/* Both have the same columns: of an odd number one is left. */
static void draw_view(struct canvas *c, struct rect r, const struct both *b,
		      int side, enum view_id view)
{
	struct panel p = { c, b->side[side],
			   { r.x, r.y, b->width, r.h }, view };
	struct rect clip = canvas_clip(c, r);

	views[view]->draw(&p);
	canvas_clip(c, clip);
}

static bool has_room(const struct both *b, enum view_id view, int rows)
{
	for (int i = 0; i < NR_FIGURES; i++)
		rows -= b->shown[i];
	rows -= HEAD_ROWS + BELOW_ROWS;
	return views[view]->min_h <= rows &&
	       views[view]->min_w <= b->width + SQUEEZE;
}

/* Figures that are the same on both sides give way to the view, the last ones
 * first; free frames stay. */
static bool make_room(struct both *b, enum view_id view, int rows)
{
	for (int i = NR_FIGURES - 1; i > 0 && !has_room(b, view, rows); i--) {
		if (!b->shown[i] || b->value[i][0] != b->value[i][1])
			continue;
		b->shown[i] = false;
		b->rest_same = true;
	}
	return has_room(b, view, rows);
}

/*
 * Of what the lesson looks at the first that has room below the figures; if
 * none has, the first that can be given it.
 */
static enum view_id view_below(const struct facts *f, struct both *b, int rows)
{
	const struct both all = *b;
	struct wish w;

	wish_make(f, &w);
	for (int i = 0; i < w.nr; i++)
		if (has_room(b, w.ids[i], rows))
			return w.ids[i];
	for (int i = 0; i < w.nr; i++) {
		if (make_room(b, w.ids[i], rows))
			return w.ids[i];
		*b = all;
	}
	return VIEW_NONE;
}

static void draw_below(struct canvas *c, struct rect r, int y,
		       const struct both *b, int side, enum view_id view)
{
	struct rect below = { r.x, y + BELOW_ROWS, b->width,
			      r.y + r.h - y - BELOW_ROWS };

	if (view == VIEW_NONE)
		return;
	canvas_text(c, r.x + 1, y + 1, ROLE_TITLE,
		    view_title(view, b->side[side]->lang));
	draw_view(c, below, b, side, view);
}

static void draw_side(struct canvas *c, struct rect r, const struct both *b,
		      int side, enum view_id view, enum view_id below)
{
	struct rect clip;

	if (view != VIEW_NONE) {
		draw_view(c, r, b, side, view);
		return;
	}
	clip = canvas_clip(c, r);
	draw_below(c, r, draw_figures(c, r, b, side), b, side, below);
	canvas_clip(c, clip);
}

/* The `~` of each row that is not the same, on the line between. */
static void draw_differences(struct canvas *c, struct rect left,
			     struct rect right, int head)
{
	for (int y = left.y + head; y < left.y + left.h; y++)
		for (int x = 0; x < left.w && x < right.w; x++)
			if (canvas_cell(c, left.x + x, y)->code !=
			    canvas_cell(c, right.x + x, y)->code) {
				canvas_put(c, right.x - 1, y, ROLE_FOCUS, 0,
					   '~');
				break;
			}
}

/* What the view is about, as behind its own title, if there is room for it. */
static void add_about(const struct both *b, int side, enum view_id view,
		      const struct text *title, struct text *aside)
{
	enum { LINES = 6 };	/* corners, blanks, a line between */
	const struct panel p = { .f = b->side[side], .r.w = b->width,
				 .r.h = BESIDE_H, .id = view };
	struct text about = { 0 }, end = { 0 };

	views[view]->about(&p, &about, &end);
	if (text_columns(text_str(title), title->len) +
		    text_columns(text_str(aside), aside->len) +
		    text_columns(text_str(&about), about.len) + LINES <=
	    b->width)
		text_puts(aside, text_str(&about));
	text_free(&about);
	text_free(&end);
}

/* "b1: sysctl vm.swappiness=0", and the view: "address space - 1 demo". */
static void side_title(const struct both *b, int side, enum view_id view,
		       struct text *title, struct text *aside)
{
	const struct scene *s = b->side[side]->s;

	text_puts(title, s->branch);
	if (s->branch_words && *s->branch_words)
		text_printf(title, ": %s", s->branch_words);
	if (view == VIEW_NONE)
		return;
	text_puts(aside, view_title(view, b->side[side]->lang));
	add_about(b, side, view, title, aside);
}

static void draw_story(struct canvas *c, const struct facts *f,
		       const struct box *box)
{
	struct panel p = { c, f, box_inside(box), VIEW_STORY };
	struct rect clip = canvas_clip(c, p.r);

	views[VIEW_STORY]->draw(&p);
	canvas_clip(c, clip);
}

static void draw_frames(struct canvas *c, const struct facts *f,
			const struct both *b, struct box boxes[3],
			enum view_id view)
{
	struct text title[3] = { { 0 } }, aside[3] = { { 0 } };
	struct panel story = { c, f, box_inside(&boxes[2]), VIEW_STORY };

	for (int side = 0; side < SIDES; side++)
		side_title(b, side, view, &title[side], &aside[side]);
	text_puts(&title[2], view_title(VIEW_STORY, f->lang));
	views[VIEW_STORY]->about(&story, &title[2], &aside[2]);
	for (int i = 0; i < 3; i++) {
		boxes[i].title = text_str(&title[i]);
		boxes[i].aside = text_str(&aside[i]);
	}
	boxes_draw(c, boxes, 3);
	for (int i = 0; i < 3; i++) {
		text_free(&title[i]);
		text_free(&aside[i]);
	}
}

void beside_draw(struct canvas *c, const struct facts *f,
		 const struct layout *l)
{
	enum view_id view = beside_view(f->s);
	struct rect r = l->places[0].box;
	int half = r.w / 2, walked = f->s->other_left;
	struct box boxes[3] = {
		{ .r = { r.x, r.y, half, r.h }, .focused = !walked },
		{ .r = { r.x + half - 1, r.y, r.w - half + 1, r.h },
		  .focused = walked },
		{ .r = l->places[l->nr - 1].box },
	};
	struct facts here = *f, other;
	enum view_id below;
	struct both b;

	facts_gather_beside(&other, f->s->other, c->ascii, &here);
	here.twin = &other;
	both_gather(&b, &here, &other);
	b.width = half - 2;
	below = view_below(f, &b, r.h - 2);
	draw_frames(c, f, &b, boxes, view);
	for (int side = 0; side < SIDES; side++) {
		size_t marks = c->nr_marks;

		if (side == walked && view != VIEW_NONE)
			canvas_mark(c, boxes[side].r, OBJ_PANEL, view, 0);
		draw_side(c, box_inside(&boxes[side]), &b, side, view,
			  below);
		if (side != walked || view == VIEW_NONE)
			c->nr_marks = marks;
	}
	draw_differences(c, box_inside(&boxes[0]), box_inside(&boxes[1]),
			 view == VIEW_NONE);
	draw_story(c, f, &boxes[2]);
}

void beside_say(const struct facts *f, struct text *out)
{
	struct facts other;
	struct both b;
	char ratio[24];

	facts_gather_beside(&other, f->s->other, false, f);
	both_gather(&b, f, &other);
	for (int i = 0; i < NR_FIGURES; i++) {
		if (!b.shown[i])
			continue;
		ratio_words(b.value[i], ratio);
		text_printf(out, "%s %s: %s %" PRId64 "  %s %" PRId64 "%s%s\n",
			    *ratio ? "~" : " ", ui(f->lang, figures[i].name),
			    b.side[0]->s->branch, b.value[i][0],
			    b.side[1]->s->branch, b.value[i][1],
			    *ratio ? "  " : "", ratio);
	}
}
