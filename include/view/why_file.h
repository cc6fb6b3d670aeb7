/*
 * why_file - the reasons of the page cache's, writeback's and disks' events, in
 * Chinese; a part of why_tell()
 */
#ifndef VIEW_WHY_FILE_H
#define VIEW_WHY_FILE_H

#include "base/text.h"
#include "mm/event.h"

/* The same events, and the same numbers, as in mm/why_file.c. */
void why_file_zh(const struct event *e, struct text *out);

#endif
