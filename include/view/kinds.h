/*
 * kinds - RAM by kind: one bar, its scale, and how many frames of each, of all
 * zones or of one: letter and word, so that it is a map's legend
 */
#ifndef VIEW_KINDS_H
#define VIEW_KINDS_H

#include "view/view.h"

/* Of all zones. */
uint64_t kind_frames(const struct machine *m, enum frame_kind kind);
uint64_t managed_frames(const struct machine *m);

/* Each kind has its share of the row; one too small for a cell has none. */
void kinds_bar_draw(struct panel *p, int y);
/* "1 cell = 1197 frames of 52685" */
void kinds_scale_draw(struct panel *p, int y);

enum { ALL_ZONES = MAX_ZONES };

/* What a kind is called here. */
const char *kind_words(const struct facts *f, enum frame_kind kind);

/* Rows that kinds_draw() takes if it has room for all. */
int kinds_rows(const struct panel *p, unsigned zone);
/* Bit of each kind that has its count where there are so many rows. */
uint32_t kinds_told(const struct panel *p, unsigned zone, int rows);
/*
 * Counts and their change, in the rows from y up to end; where not all fit,
 * the smallest of those that did not change are left out. *after, if wanted,
 * gets the column from which the last row is free. Return: the row after them.
 */
int kinds_draw(struct panel *p, unsigned zone, int y, int end, int *after);

#endif
