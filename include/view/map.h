/*
 * map - physical memory as letters: what a cell shows that stands for
 * 1 << shift frames, by kind and by the type of the pageblock; paint.h has the
 * other paints
 */
#ifndef VIEW_MAP_H
#define VIEW_MAP_H

#include "mm/zone.h"
#include "view/palette.h"

/*
 * By kind. Of a free block the second cell says its type, if that is not
 * movable. A cell of many frames shows the letter of the largest part, dim if
 * there are others; frames outside of `z` count as nothing, and a cell with
 * none of its frames is empty (c == 0).
 */
struct letter map_kind(const struct machine *m, const struct zone *z,
		       pfn_t pfn, unsigned shift);

/*
 * The same, but a cell that changed says so (OVER_CHANGED); one of many frames
 * shows the kind of which most came, though others are more.
 */
struct letter map_cell(const struct machine *now, const struct machine *before,
		       const struct zone *z, pfn_t pfn, unsigned shift);

/* By the type of the pageblock that the cell begins in. */
struct letter map_type(const struct machine *m, const struct zone *z,
		       pfn_t pfn, unsigned shift);

/*
 * Of counts of which the first is of what is free: the largest; the one that
 * grew most since `was`, -1 if none did.
 */
int most_of(const uint64_t *counts, int nr);
int most_that_came(const uint64_t *counts, const uint64_t *was, int nr);

/* The state of one frame, whatever its zone. */
struct letter frame_letter(const struct machine *m, pfn_t pfn);
/* The sign beside a page's letter: PG_referenced, a young entry, both. */
static inline char use_sign(bool referenced, bool young)
{
	return referenced ? (young ? ';' : '\'') : young ? '"' : ' ';
}
/* The same of a page as it is now. */
char page_use_sign(const struct machine *m, pfn_t pfn);
enum glyph frame_glyph(const struct machine *m, pfn_t pfn);
/* What the letter of one frame means. */
const char *frame_meaning(const struct machine *m, enum lang lang, pfn_t pfn);

/*
 * Is a page of a file, of a task or of shared memory still being read from its
 * disk? It has its place, but not what belongs there; one that a write makes
 * is not read.
 */
bool page_reading(const struct machine *m, pfn_t pfn);

#endif
