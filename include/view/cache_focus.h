/*
 * cache_focus - what the page cache view is about, for its picture and its text
 */
#ifndef VIEW_CACHE_FOCUS_H
#define VIEW_CACHE_FOCUS_H

#include "mm/filemap.h"
#include "view/facts.h"
#include "view/palette.h"

/* The file and page of the newest event that names one; else a file alone. */
struct focus_page {
	handle_t inode;		/* 0 = there is no file */
	uint64_t index;
	bool	 has_index;
};
struct focus_page cache_focus(const struct facts *f);

/* The newest opening of the file: its readahead state. NULL = none. */
const struct file *cache_opening(const struct machine *m, handle_t inode);

/* What stands in a slot of the file. */
struct letter cache_letter(const struct machine *m, struct slot s);

/*
 * The same file when the unit began: its handle may have been another file's.
 * 0 = it was not there, or is the kernel's own and never has pages.
 */
handle_t cache_inode_before(const struct facts *f, handle_t inode);

/* Pages of the file in memory when the unit began; 0 = it was not there. */
uint64_t cache_pages_before(const struct facts *f, handle_t inode);

#endif
