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

enum { CACHE_LABEL_W = 8 };	/* columns before the pages of a row */

/* The marker's page. Return: false if no page in memory has it. */
bool cache_marker(const struct machine *m, handle_t inode, uint64_t *page);

/*
 * Below the pages from `row` on: how far the file has been read, and the
 * marker. Return: false if neither is in this row.
 */
bool cache_reading_draw(struct panel *p, const struct focus_page *at, int y,
			uint64_t row, uint64_t per_row);

/* The window's figures. Return: false if nothing was read ahead. */
bool cache_window_draw(struct panel *p, const struct focus_page *at, int y);

#endif
