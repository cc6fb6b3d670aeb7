/*
 * strip - an address range as letters: what stands behind its pages
 *
 * A page shows the letter of the frame behind it. A cell of several pages shows
 * what the task has there, of several kinds the most: a page among many that
 * nobody has touched is seen. It is dim if there are others. A range with no
 * area shows that no address is there.
 */
#ifndef VIEW_STRIP_H
#define VIEW_STRIP_H

#include "mm/machine.h"
#include "view/palette.h"

enum { STRIP_CELLS = 128 };

/*
 * Pages of an area by what stands behind them; they add up to all its pages.
 * Of a large one every step-th page is looked at and stands for those that
 * follow: then each count is an estimate.
 */
struct tally {
	uint64_t nr[NR_GLYPHS];
	uint64_t active[NR_GLYPHS];	/* of these, on the active list */
	uint64_t step;			/* 1: nothing is estimated */
};

/*
 * Cells of an area: `cells` of them, at most STRIP_CELLS, and never more than
 * its pages. *sum gets the whole.
 * Return: cells written.
 */
int strip_fill(const struct machine *m, handle_t vma, int cells,
	       struct letter *out, struct tally *sum);

/* Pages of cell i of so many: [first, end) of the area's pages. */
uint64_t strip_first(uint64_t pages, int cells, int i);

/* One page of an address space. */
enum glyph page_glyph(const struct machine *m, handle_t mm, vaddr_t addr);
struct letter page_letter(const struct machine *m, handle_t mm, vaddr_t addr);

#endif
