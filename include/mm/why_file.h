/*
 * why_file - the reasons of the page cache's, writeback's and disks' events, in
 * English; a part of event_why()
 */
#ifndef MM_WHY_FILE_H
#define MM_WHY_FILE_H

#include "base/text.h"
#include "mm/event.h"

/* Nothing is written for an event of somebody else's. */
void why_file(const struct event *e, struct text *out);

#endif
