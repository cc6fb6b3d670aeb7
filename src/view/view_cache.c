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
#include "view/dirty_rows.h"
#include "view/map.h"

enum {
	LABEL_W = 8,
	GROUP = CELL_GROUP,	/* pages between two numbers of the scale */
	MOST_COUNTED = 1 << 14,	/* pages of a file whose shadows are counted */
	MARKER_ROWS = 3,	/* with fewer rows of pages it is left out */
	MARK_SIGN = 0x25b4,	/* ▴ */
	READ_SIGN = 0x25ae,	/* ▮ */
	BELONGS = 0x2570,	/* ╰ of a row that tells of the one above */
	CHANGE_W = 6,		/* of most changes, with a blank */
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

static uint64_t marker_of(const struct file *f)
{
	return f ? f->ra_start + f->ra_size - f->ra_async_size : 0;
}

/* A window that ends with the file has none. */
static bool has_marker(const struct file *f, uint64_t pages)
{
	return f && f->ra_async_size && marker_of(f) < pages;
}

/*
 * First page shown: the whole file if it fits, else the rows around the page
 * that the scene is about; where it is about none, around the marker, for
 * there the file is being read.
 */
static uint64_t first_page(const struct machine *m, const struct focus_page *at,
			   uint64_t pages, uint64_t per_row, uint64_t rows)
{
	const struct file *f = cache_opening(m, at->inode);
	uint64_t page = at->has_index ? at->index :
			has_marker(f, pages) ? marker_of(f) : 0;
	uint64_t row = page / per_row;
	uint64_t last = (pages + per_row - 1) / per_row;

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

/* To the right of a sign, behind `from`, or to its left, if there is room. */
static void beside(struct panel *p, int x, int from, int y, const char *words,
		   const char *brief)
{
	int right = x + 2 > from ? x + 2 : from, left = panel_left(p) + LABEL_W;
	const char *both[] = { words, brief };

	for (int i = 0; i < 2; i++) {
		int w = text_columns(both[i], strlen(both[i]));

		if (right + w <= panel_end(p))
			canvas_text(p->c, right, y, ROLE_DIM, both[i]);
		else if (from < x - 1 - w && x - 1 - w >= left)
			canvas_text(p->c, x - 1 - w, y, ROLE_DIM, both[i]);
		else
			continue;
		return;
	}
}

/* Is it in the row that begins with page `row`? */
static bool in_row(uint64_t page, uint64_t row, uint64_t per_row)
{
	return page >= row && page < row + per_row;
}

/*
 * Under a row of pages: how far the file has been read, and the page whose
 * reading starts the next window. Return: false if neither is in this row.
 */
static bool draw_reading(struct panel *p, const struct focus_page *at, int y,
			 uint64_t row, uint64_t per_row)
{
	const struct file *f = cache_opening(p->f->now, at->inode);
	uint64_t pages = inode_pages(inode_at(p->f->now, at->inode));
	/* -1 where nothing has been read: 0 pages */
	uint64_t read = f ? ((uint64_t)f->prev_pos_bytes + PAGE_SIZE - 1) /
				    PAGE_SIZE : 0;
	uint64_t marker = marker_of(f);
	bool marked = has_marker(f, pages) && in_row(marker, row, per_row);
	int x = panel_left(p) + LABEL_W, bar = 0, from;
	char words[96], brief[48];

	if (read && in_row(read - 1, row, per_row)) {
		bar = (int)(read - row);
		canvas_text(p->c, panel_left(p) + 2, y, ROLE_DIM,
			    ui(p->f->lang, UI_cache_read));
		canvas_fill(p->c, (struct rect){ x, y, bar, 1 }, ROLE_TEXT,
			    READ_SIGN);
	}
	if (bar || marked)
		canvas_put(p->c, panel_left(p), y, ROLE_DIM, 0, BELONGS);
	if (!marked)
		return bar > 0;
	snprintf(words, sizeof(words), ui(p->f->lang, UI_ra_mark), marker);
	snprintf(brief, sizeof(brief), "%s %" PRIu64,
		 ui(p->f->lang, UI_ra_marker), marker);
	from = bar ? x + bar + 1 : x;
	x += (int)(marker - row);
	canvas_put(p->c, x, y, ROLE_TITLE, 0, MARK_SIGN);
	beside(p, x, from, y, words, brief);
	return true;
}

/* Pages of the file that the panel shows: [first, end). */
struct shown {
	uint64_t first, end;
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
	*shown = (struct shown){ first, first };
	for (uint64_t row = first; row < pages && rows > 0; row += per_row) {
		canvas_printf(p->c, panel_left(p), y, ROLE_DIM, "%" PRIu64, row);
		for (uint64_t k = 0; k < per_row && row + k < pages; k++)
			page_put(p, panel_left(p) + LABEL_W + (int)k, y,
				 at->inode, row + k);
		shown->end = row + per_row < pages ? row + per_row : pages;
		y++;
		rows--;
		if (marked && rows > 0 &&
		    draw_reading(p, at, y, row, per_row)) {
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

/* "cached 2525 (32 being read) of 2560 pages", shorter where it must be. */
static void count_words(const struct panel *p, const struct focus_page *at,
			char *out, size_t size)
{
	static const enum ui formats[] = { UI_cache_counts_reading,
					   UI_cache_counts_brief };
	const struct inode *i = inode_at(p->f->now, at->inode);
	uint64_t reading = cache_reading(p->f->now, at);

	if (!reading)
		snprintf(out, size, ui(p->f->lang, UI_cache_counts),
			 i->nrpages, inode_pages(i));
	for (int k = 0; reading && k < 2; k++) {
		snprintf(out, size, ui(p->f->lang, formats[k]), i->nrpages,
			 reading, inode_pages(i));
		if (text_columns(out, strlen(out)) + CHANGE_W <= panel_width(p))
			break;
	}
}

/* "cached 2525 of 2560 pages -35  shown 64-383  shadow entries 35" */
static void draw_counts(struct panel *p, const struct focus_page *at,
			const struct shown *shown, int y)
{
	const struct inode *i = inode_at(p->f->now, at->inode);
	uint64_t shadows = nr_shadows(p->f->now, at->inode);
	int x = panel_left(p), change;
	char words[96], range[64] = "", hits[64], shadow[64] = "";

	count_words(p, at, words, sizeof(words));
	x += canvas_text(p->c, x, y, ROLE_TEXT, words) + 1;
	change = change_draw(p->c, x, y, i->nrpages,
			     cache_pages_before(p->f, at->inode));
	x += change ? change + 2 : 1;
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

/* Return: false if nothing was read ahead. */
static bool draw_window(struct panel *p, const struct focus_page *at, int y)
{
	static const enum ui labels[] = { UI_ra_start, UI_ra_size, UI_ra_marker,
					  UI_ra_async };
	const struct file *f = cache_opening(p->f->now, at->inode);

	if (!f || !f->ra_size)
		return false;
	labelled_draw(p, y, ROLE_TEXT, labels,
		     (const uint64_t[]){ f->ra_start, f->ra_size,
					 marker_of(f),
					 f->ra_async_size }, 4);
	return true;
}

/* "page 5000 = [1][14][8]": the way through the tree. */
static void draw_slots(struct panel *p, const struct focus_page *at, int y)
{
	struct text words = { 0 };
	unsigned shift = 0;

	while (inode_pages(inode_at(p->f->now, at->inode)) >> (shift + XA_CHUNK_SHIFT))
		shift += XA_CHUNK_SHIFT;
	text_printf(&words, "%s %" PRIu64 " = ", ui(p->f->lang, UI_page),
		    at->index);
	for (int s = (int)shift; s >= 0; s -= XA_CHUNK_SHIFT)
		text_printf(&words, "[%" PRIu64 "]",
			    at->index >> s & (XA_CHUNK_SIZE - 1));
	canvas_text(p->c, panel_left(p), y, ROLE_DIM, text_str(&words));
	text_free(&words);
}

/* Only pages without a disk of their own can go to swap. */
static enum ui legend_of(const struct machine *m, handle_t inode)
{
	uint32_t kind = inode_at(m, inode)->kind;

	return kind == INODE_SHMEM || kind == INODE_TMPFS ?
		       UI_cache_legend_swap : UI_cache_legend;
}

static void cache_draw(struct panel *p)
{
	struct focus_page at = cache_focus(p->f);
	int y = p->r.y, end = p->r.y + p->r.h, rows;
	int below = p->r.h > 2 * ROWS_BELOW ? ROWS_BELOW : p->r.h / 3;
	struct shown shown = { 0, 0 };

	if (!at.inode) {
		canvas_text(p->c, panel_left(p), y, ROLE_DIM,
			    ui(p->f->lang, UI_cache_no_file));
		return;
	}
	y = draw_pages(p, &at, y, p->r.h - below, &shown);
	if (y < end)
		draw_counts(p, &at, &shown, y++);
	if (y < end && draw_window(p, &at, y))
		y++;
	if (y < end && at.has_index && end - y > 3)
		draw_slots(p, &at, y++);
	if (y < end && disk_row_draw(p, at.inode, y))
		y++;
	/* a gauge needs its marks; what letters are is told before */
	rows = end - y > GAUGE_ROWS ? GAUGE_ROWS : 1;
	if (y < end)
		dirty_rows_draw(p, y, rows);
	panel_legend(p, y + rows, end, legend_of(p->f->now, at.inode));
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
