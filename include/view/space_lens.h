/*
 * space_lens - single pages around the place of the event, and what is said of
 * the one at that place
 */
#ifndef VIEW_SPACE_LENS_H
#define VIEW_SPACE_LENS_H

#include "view/legend.h"
#include "view/space_plan.h"

/*
 * Its page: of the event, else the followed one. Return: false if there is
 * none.
 */
bool lens_page(const struct facts *f, vaddr_t *page);

/* Its first cell's column, behind its name and its first address. */
int lens_left(const struct panel *p);

/*
 * How many rows and cells it has where so many rows are free: one, or so many
 * of 2^k cells that all of it is an aligned block of pages, at most those of
 * one page table, and no half of it without an area.
 */
void lens_plan(const struct panel *p, struct space *sp, int rows);

/* The letters of one row and of the sentence. */
void lens_letters(const struct panel *p, const struct space *sp,
		  struct letters *letters);

/* From row y on. */
void lens_draw(struct panel *p, const struct space *sp, int y, vaddr_t page);

/*
 * The sentence about the page, which has the row for itself. *letters gets
 * those that stand in it for words that had no room.
 */
void lens_page_draw(struct panel *p, const struct space *sp, int y,
		    vaddr_t page, struct letters *letters);

#endif
