/*
 * The page cache view: the pages of one file that are in memory, what will be
 * read next, and how much is dirty.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/filemap.h"
#include "mm/inode.h"
#include "view/cache_focus.h"
#include "view/cache_hits.h"
#include "view/cache_reading.h"
#include "view/cache_window.h"
#include "view/dirty_rows.h"
#include "view/inspect_file.h"
#include "view/legend.h"
#include "view/map.h"

enum {
	LABEL_W = CACHE_LABEL_W,
	GROUP = CELL_GROUP,	/* pages between two numbers of the scale */
	MOST_COUNTED = 1 << 14,	/* pages of a file whose shadows are counted */
	MARKER_ROWS = 3,	/* with fewer rows of pages it is left out */
	GAUGE_ROWS = 3,		/* of what is dirty: figures, gauge, marks */
	ROWS_BELOW = 6,		/* counts, window, slots or disk, dirty, gauge, marks */
};

/* The page of the file, whatever lies there; or the frame that lies there. */
static bool is_followed(const struct facts *f, handle_t inode, uint64_t index,
			struct slot s)
{
	const struct followed *to = &f->followed;

	if (to->has_file)
		return to->inode == inode && to->index == index;
	return s.kind == SLOT_PAGE && to->has_frame && to->pfn == s.value;
}

static void page_put(struct panel *p, int x, int y, handle_t inode,
		     uint64_t index)
{
	struct slot s = filemap_slot(p->f->now, inode, index);
	handle_t before = cache_inode_before(p->f, inode);
	struct slot was = { .kind = SLOT_EMPTY };
	enum lit lit = LIT_NONE;

	if (before)
		was = filemap_slot(p->f->before, before, index);
	if (is_followed(p->f, inode, index, s))
		lit = LIT_FOLLOWED;
	else if (s.kind == SLOT_PAGE && touched_view(p->f, VIEW_CACHE) &&
		 touched_frames(p->f, s.value, 1))
		lit = LIT_TOUCHED;
	letter_put(p, x, y, cache_letter(p->f->now, s), lit);
	if (s.kind == SLOT_PAGE)
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_FRAME,
			    s.value, 1);
	else
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_FILE, index,
			    inode);
	if (lit != LIT_NONE)
		panel_sign(p, y, lit == LIT_TOUCHED ? GUTTER_HERE :
						      GUTTER_FOLLOWED);
	else if (s.kind != was.kind || s.value != was.value)
		panel_sign(p, y, GUTTER_CHANGED);
}

/*
 * First page shown: the whole file if it fits, else the rows around the page
 * that the scene is about; where it is about none, around the marker, for
 * there the file is being read.
 */
static uint64_t first_page(const struct machine *m, const struct focus_page *at,
			   uint64_t pages, uint64_t per_row, uint64_t rows)
{
	uint64_t page = at->index;
	uint64_t last = (pages + per_row - 1) / per_row, row;

	if (!at->has_index && !cache_marker(m, at->inode, &page))
		page = 0;
	row = page / per_row;
	if (last <= rows)
		return 0;
	row = row >= rows / 2 ? row - rows / 2 : 0;
	return (row + rows > last ? last - rows : row) * per_row;
}

static void draw_scale(struct panel *p, int y, int cells)
{
	int x = panel_left(p);

	canvas_text(p->c, x, y, ROLE_DIM, ui(p->f->lang, UI_page));
	for (int i = 0; i + 2 <= cells; i += GROUP)
		canvas_printf(p->c, x + LABEL_W + i, y, ROLE_DIM, "%d", i);
}

/* Pages of the file that the panel shows: [first, end). */
struct shown {
	uint64_t first, end;
	bool	 bar;		/* how far it has been read */
};

/* As many as there is room for; not more than show the whole file. */
static int cells_for(int room, uint64_t pages, int rows)
{
	int cells = cells_of_row(room);

	for (int easy = CELLS_EASY; easy < cells; easy *= 2)
		if (pages <= (uint64_t)easy * (uint64_t)rows)
			return easy;
	return cells;
}

/* Return: the row after the pages. */
static int draw_pages(struct panel *p, const struct focus_page *at, int y,
		      int rows, struct shown *shown)
{
	const struct inode *i = inode_at(p->f->now, at->inode);
	uint64_t per_row, first, pages = inode_pages(i);
	int cells, marked;

	/* without the rows of the scale and of the marker */
	cells = cells_for(panel_width(p) - LABEL_W, pages,
			  rows > 2 ? rows - 2 : 0);
	if (cells < GROUP || rows < 1)
		return y;
	per_row = (uint64_t)cells;
	draw_scale(p, y++, cells);
	rows--;
	marked = rows >= MARKER_ROWS ? 1 : 0;
	first = first_page(p->f->now, at, pages, per_row,
			   (uint64_t)(rows - marked));
	*shown = (struct shown){ first, first, false };
	for (uint64_t row = first; row < pages && rows > 0; row += per_row) {
		canvas_printf(p->c, panel_left(p), y, ROLE_DIM, "%" PRIu64, row);
		for (uint64_t k = 0; k < per_row && row + k < pages; k++)
			page_put(p, panel_left(p) + LABEL_W + (int)k, y,
				 at->inode, row + k);
		shown->end = row + per_row < pages ? row + per_row : pages;
		y++;
		rows--;
		if (marked && rows > 0 &&
		    cache_reading_draw(p, at, y, row, per_row,
				       &shown->bar)) {
			y++;
			rows--;
		}
	}
	return y;
}

/* Slots that hold the note of an evicted page, of a file that is not huge. */
static uint64_t nr_shadows(const struct machine *m, handle_t inode)
{
	uint64_t pages = inode_pages(inode_at(m, inode)), nr = 0;

	for (uint64_t k = 0; pages <= MOST_COUNTED && k < pages; k++)
		nr += filemap_slot(m, inode, k).kind == SLOT_SHADOW;
	return nr;
}

/* What stands behind the pages that are cached: of how many, still coming? */
static void rest_words(const struct panel *p, const struct focus_page *at,
		       int x, char *out, size_t size)
{
	static const enum ui formats[] = { UI_cache_of_reading,
					   UI_cache_of_brief };
	uint64_t pages = inode_pages(inode_at(p->f->now, at->inode));
	uint64_t reading = cache_reading(p->f->now, at);

	if (!reading)
		snprintf(out, size, ui(p->f->lang, UI_cache_of), pages);
	for (int k = 0; reading && k < 2; k++) {
		snprintf(out, size, ui(p->f->lang, formats[k]), reading, pages);
		if (x + text_columns(out, strlen(out)) <= panel_end(p))
			break;
	}
}

/* "cached 2525 -35 (32 being read) of 2560 pages": the column behind it. */
static int draw_cached(struct panel *p, const struct focus_page *at, int y)
{
	uint64_t nr = inode_at(p->f->now, at->inode)->nrpages;
	int x = panel_left(p), change;
	char words[96];

	snprintf(words, sizeof(words), ui(p->f->lang, UI_cache_cached), nr);
	x += canvas_text(p->c, x, y, ROLE_TEXT, words);
	change = change_draw(p->c, x + 1, y, nr,
			     cache_pages_before(p->f, at->inode));
	x += change ? change + 1 : 0;
	rest_words(p, at, x, words, sizeof(words));
	return x + canvas_text(p->c, x, y, ROLE_TEXT, words);
}

/* "cached 2525 -35 of 2560 pages  shown 64-383  shadow entries 35" */
static void draw_counts(struct panel *p, const struct focus_page *at,
			const struct shown *shown, int y)
{
	const struct inode *i = inode_at(p->f->now, at->inode);
	uint64_t shadows = nr_shadows(p->f->now, at->inode);
	int x = draw_cached(p, at, y) + 2;
	char range[64] = "", hits[64], shadow[64] = "";

	if (shown->end && shown->end - shown->first < inode_pages(i))
		snprintf(range, sizeof(range), ui(p->f->lang, UI_cache_shown),
			 shown->first, shown->end - 1);
	if (shadows)
		snprintf(shadow, sizeof(shadow),
			 ui(p->f->lang, UI_cache_shadows), shadows);
	cache_hit_words(p->f, hits, sizeof(hits));
	words_draw(p->c, x, y, panel_end(p) - x, 2, (struct word[]){
		{ range, ROLE_DIM, false }, { hits, ROLE_TEXT, true },
		{ shadow, ROLE_DIM, false },
	}, 3);
}

/* "page 5000 = [1][14][8]": the way through the tree, and what that is. */
static bool draw_slots(struct panel *p, const struct focus_page *at, int y)
{
	static const enum ui ways[] = { UI_cache_way, UI_cache_way_brief,
					UI_cache_way_word };
	struct text words = { 0 };
	int x = panel_left(p);
	bool reached = at->index < inode_pages(inode_at(p->f->now, at->inode));

	text_printf(&words, "%s %" PRIu64 " = ", ui(p->f->lang, UI_page),
		    at->index);
	reached = reached && file_tree_way(p->f, at->inode, at->index, &words);
	if (reached)
		x += canvas_text(p->c, x, y, ROLE_DIM, text_str(&words)) + 2;
	for (int i = 0; reached && i < 3; i++) {
		const char *way = ui(p->f->lang, ways[i]);

		if (x + text_columns(way, strlen(way)) > panel_end(p))
			continue;
		canvas_text(p->c, x, y, ROLE_DIM, way);
		break;
	}
	text_free(&words);
	return reached;
}

/* What stands on the panel and is told. */
struct told {
	struct letters letters;
	bool	       bar;	/* that it has been read so far */
	bool	       marks;	/* of the gauge */
};

static void say_needed(struct legend *l, const void *of)
{
	static const struct legend_word own[] = {
		{ GLYPH_FILE, UI_cache_clean },
		{ GLYPH_SHMEM, UI_cache_in_memory },
		{ NR_GLYPHS, UI_nothing },
	};
	const struct told *told = of;

	legend_letters(l, &told->letters, own);
}

static void say_legend(struct legend *l, const void *of)
{
	const struct told *told = of;

	say_needed(l, told);
	legend_lit(l);
	if (told->marks)
		legend_words(l, UI_cache_free_run);
	if (told->bar)
		legend_item(l, ROLE_TEXT, 0, CACHE_READ_SIGN,
			    ui(l->p->f->lang, UI_cache_bar));
	legend_signs(l);
}

/* Rows of the legend: as many as its letters need, and no more than half. */
static int rows_for_legend(struct panel *p, const struct told *told, int rows)
{
	int needed = legend_rows(p, rows, say_needed, told);

	return needed < rows / 2 ? needed : rows / 2;
}

/*
 * Figures of the file and of all that is dirty; *marks: with a gauge and its
 * marks. Return: the row after them.
 */
static int draw_figures(struct panel *p, const struct focus_page *at,
			const struct shown *shown, int y, int end, bool *marks)
{
	int rows;

	if (y < end)
		draw_counts(p, at, shown, y++);
	if (y < end && cache_window_draw(p, at, y))
		y++;
	if (y < end && at->has_index && end - y > 2 && draw_slots(p, at, y))
		y++;
	if (y < end && disk_row_draw(p, at->inode, y))
		y++;
	/* a gauge needs its marks; what letters are is told before */
	rows = end - y >= GAUGE_ROWS ? GAUGE_ROWS : 1;
	*marks = rows == GAUGE_ROWS;
	if (y < end)
		dirty_rows_draw(p, y, rows);
	return y < end ? y + rows : y;
}

static void cache_draw(struct panel *p)
{
	struct focus_page at = cache_focus(p->f);
	int y = p->r.y, end = p->r.y + p->r.h, figures;
	int below = p->r.h > 2 * ROWS_BELOW ? ROWS_BELOW : p->r.h / 2;
	struct shown shown = { 0, 0, false };
	struct told told = { .marks = false };
	struct legend l;

	if (!at.inode) {
		canvas_text(p->c, panel_left(p), y, ROLE_DIM,
			    ui(p->f->lang, UI_cache_no_file));
		return;
	}
	y = draw_pages(p, &at, y, p->r.h - below, &shown);
	letters_look_at_marks(&told.letters, p);
	told.bar = shown.bar;
	figures = end - rows_for_legend(p, &told, end - y);
	y = draw_figures(p, &at, &shown, y, figures, &told.marks);
	l = legend_at(p, y, end);
	say_legend(&l, &told);
}

static void cache_about(const struct panel *p, struct text *title,
			struct text *aside)
{
	struct focus_page at = cache_focus(p->f);
	const struct inode *i;
	char size[24];

	(void)title;
	if (!at.inode)
		return;
	i = inode_at(p->f->now, at.inode);
	text_printf(aside, "%s, %s", file_words(i),
		    size_words(i->size_bytes, size));
}

const struct view view_cache = {
	.name = "cache", .title = UI_cache, .weight = 4,
	.min_w = 30, .min_h = 4, .good_w = 72, .good_h = 12,
	.about = cache_about, .draw = cache_draw,
};
