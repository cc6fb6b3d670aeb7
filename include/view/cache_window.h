/*
 * cache_window - the readahead window of a file's newest opening, and how far
 * the file has been read
 *
 * marker  the page whose reading starts the next window
 */
#ifndef VIEW_CACHE_WINDOW_H
#define VIEW_CACHE_WINDOW_H

#include "view/cache_focus.h"
#include "view/view.h"

enum {
	CACHE_LABEL_W = 8,		/* columns before the pages of a row */
	CACHE_READ_SIGN = 0x25ae,	/* ▮: it has been read so far */
};

/* The marker's page. Return: false if no page in memory has it. */
bool cache_marker(const struct machine *m, handle_t inode, uint64_t *page);

/*
 * Below the pages from `row` on: how far the file has been read, and the
 * marker. *has_bar becomes true with the former. Return: false if neither is in
 * this row.
 */
bool cache_reading_draw(struct panel *p, const struct focus_page *at, int y,
			uint64_t row, uint64_t per_row, bool *has_bar);

/*
 * Where the window begins, how long it is, and if a page of the file can have
 * the marker, where that is and how long before the end. Return: how many.
 */
enum { WINDOW_FIGURES = 4, WINDOW_BYTES = 96 };
extern const enum ui cache_window_labels[WINDOW_FIGURES];
unsigned cache_window_figures(const struct machine *m, const struct file *f,
			      uint64_t value[WINDOW_FIGURES]);
/* That it ends beyond the file, and that it has no marker; "" = it does not. */
void cache_beyond_words(const struct facts *facts, const struct file *f,
			char out[2][WINDOW_BYTES]);

/* The window's figures. Return: false if nothing was read ahead. */
bool cache_window_draw(struct panel *p, const struct focus_page *at, int y);

#endif
