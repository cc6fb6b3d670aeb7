#include "view/cache_window.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/inode.h"

enum {
	MARK_SIGN = 0x25b4,	/* ▴ */
	BELONGS = 0x2570,	/* ╰ of a row that tells of the one above */
};

/* The last page that the window reads, and one: no further than the file. */
static uint64_t read_end(const struct machine *m, const struct file *f)
{
	uint64_t pages = inode_pages(inode_at(m, f->inode));
	uint64_t end = f->ra_start + f->ra_size;

	return end < pages ? end : pages;
}

/*
 * The page that gets the marker: counted back from the last that is read, none
 * if fewer are. Source: mm/readahead.c page_cache_ra_unbounded() (6.1).
 */
static bool marker_of(const struct machine *m, const struct file *f,
		      uint64_t *page)
{
	uint64_t end = read_end(m, f);

	*page = end - f->ra_async_size;
	return f->ra_async_size && f->ra_start + f->ra_async_size <= end;
}

/*
 * The page that has it: none where the page was there before or has gone; the
 * window's figures say nothing of that.
 */
bool cache_marker(const struct machine *m, handle_t inode, uint64_t *page)
{
	const struct file *f = cache_opening(m, inode);
	pfn_t pfn;

	if (!f || !marker_of(m, f, page))
		return false;
	pfn = filemap_page(m, inode, *page);
	/* of a page that waits for its write the bit says something else */
	return pfn != PFN_NONE &&
	       (frame_at(m, pfn)->flags &
		(PG_READAHEAD | PG_DIRTY | PG_WRITEBACK)) == PG_READAHEAD;
}

/* To the right of a sign, behind `from`, or to its left, if there is room. */
static void beside(struct panel *p, int x, int from, int y, const char *words,
		   const char *brief)
{
	int left = panel_left(p) + CACHE_LABEL_W;
	int right = x + 2 > from ? x + 2 : from;
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

bool cache_reading_draw(struct panel *p, const struct focus_page *at, int y,
			uint64_t row, uint64_t per_row, bool *has_bar)
{
	const struct file *f = cache_opening(p->f->now, at->inode);
	/* -1 where nothing has been read: 0 pages */
	uint64_t read = f ? ((uint64_t)f->prev_pos_bytes + PAGE_SIZE - 1) /
				    PAGE_SIZE : 0;
	uint64_t marker;
	bool marked = cache_marker(p->f->now, at->inode, &marker) &&
		      in_row(marker, row, per_row);
	int x = panel_left(p) + CACHE_LABEL_W, bar = 0, from;
	char words[96], brief[48];

	if (read && in_row(read - 1, row, per_row)) {
		bar = (int)(read - row);
		*has_bar = true;
		canvas_text(p->c, panel_left(p) + 2, y, ROLE_DIM,
			    ui(p->f->lang, UI_cache_read));
		canvas_fill(p->c, (struct rect){ x, y, bar, 1 }, ROLE_TEXT,
			    CACHE_READ_SIGN);
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

void cache_beyond_words(const struct facts *facts, const struct file *f,
			char out[2][WINDOW_BYTES])
{
	uint64_t pages = inode_pages(inode_at(facts->now, f->inode));
	uint64_t page;
	bool marked = marker_of(facts->now, f, &page);
	enum ui words = marked ? UI_ra_beyond : UI_ra_marker_beyond;

	out[0][0] = out[1][0] = '\0';
	if (!marked)
		snprintf(out[1], WINDOW_BYTES, "%s",
			 ui(facts->lang, UI_ra_no_marker));
	if (pages && f->ra_start + f->ra_size > pages)
		snprintf(out[0], WINDOW_BYTES, ui(facts->lang, words),
			 pages - 1);
}

unsigned cache_window_figures(const struct machine *m, const struct file *f,
			      uint64_t value[WINDOW_FIGURES])
{
	bool marked = marker_of(m, f, &value[2]);

	value[0] = f->ra_start;
	value[1] = f->ra_size;
	value[3] = f->ra_async_size;
	return marked ? WINDOW_FIGURES : WINDOW_FIGURES - 2;
}

const enum ui cache_window_labels[WINDOW_FIGURES] = {
	UI_ra_start, UI_ra_size, UI_ra_marker, UI_ra_async,
};

bool cache_window_draw(struct panel *p, const struct focus_page *at, int y)
{
	const struct file *f = cache_opening(p->f->now, at->inode);
	uint64_t value[WINDOW_FIGURES];
	char beyond[2][WINDOW_BYTES];
	const char *words;
	unsigned nr;
	int x;

	if (!f || !f->ra_size)
		return false;
	nr = cache_window_figures(p->f->now, f, value);
	x = labelled_draw(p, y, ROLE_TEXT, cache_window_labels, value, nr) + 2;
	cache_beyond_words(p->f, f, beyond);
	words = beyond[0];
	if (!*words || x + text_columns(words, strlen(words)) > panel_end(p))
		words = beyond[1];
	words_draw(p->c, x, y, panel_end(p) - x, 2, (struct word[]){
		{ words, ROLE_DIM, false },
	}, 1);
	return true;
}
