/*
 * verdicts - what the scanner decided about pages, a row each: letter, frame,
 * what it saw (n young entries, R the referenced flag), what became of it
 *
 * Two events make a row: the look at the page and its fate. They are taken
 * from what happened in the unit; a page that is gone by now is named as it
 * was.
 */
#ifndef VIEW_VERDICTS_H
#define VIEW_VERDICTS_H

#include "view/view.h"

/*
 * The newest of them at the bottom of so many rows, above them what became of
 * the pages that were taken from the tail at last.
 */
void verdicts_draw(struct panel *p, int y, int rows);

#endif
