/*
 * cache_reading - pages of a file that are in the page cache and still being
 * read: the kernel counts them as cached (nrpages, NR_FILE_PAGES) from the
 * moment they are put there, locked and not up to date
 */
#ifndef VIEW_CACHE_READING_H
#define VIEW_CACHE_READING_H

#include "view/cache_focus.h"

/*
 * How many. They are looked for where reads are: at the page that the scene is
 * about and just before it, in the windows of all openings of the file, in the
 * requests of its disk.
 */
uint64_t cache_reading(const struct machine *m, const struct focus_page *at);

#endif
