/*
 * verdicts - what the scanner decided about pages, a row each: letter, frame,
 * what it saw (n young entries, R the referenced flag), what became of it
 *
 * Two events make a row: the look at the page and its fate. They are taken
 * from what happened in the unit; a page that is gone by now is named as it
 * was. Above the rows of a scan stands what it took from which list, and what
 * became of all of that.
 */
#ifndef VIEW_VERDICTS_H
#define VIEW_VERDICTS_H

#include "view/view.h"

/* Where a judged page goes. */
enum way { WAY_FREED, WAY_KEPT, WAY_ACTIVE, NR_WAYS };
enum way verdict_way(enum folio_fate fate);

/* Does the event decide about a page, or look at it? */
bool is_verdict(const struct event *e);

/* What a fate, a look at the references is called. */
enum ui fate_words(enum folio_fate fate);
enum ui look_words(enum folio_references look);

/* The newest of them, the last one at the bottom of so many rows. Return: how
 * many it takes. */
int verdicts_draw(struct panel *p, int y, int rows);

#endif
