/*
 * space_lens - single pages around the place of the event, and what is said of
 * the one at that place
 */
#ifndef VIEW_SPACE_LENS_H
#define VIEW_SPACE_LENS_H

#include "view/space_plan.h"

/*
 * Its page: of the event, else the followed one. Return: false if there is
 * none.
 */
bool lens_page(const struct facts *f, vaddr_t *page);

/* Its first cell's column, behind its name and its first address. */
int lens_left(const struct panel *p);

void lens_draw(struct panel *p, const struct space *sp, int y, vaddr_t page);

/* The sentence about the page. Return: the column after it. */
int lens_page_draw(struct panel *p, const struct space *sp, int y,
		   vaddr_t page);

#endif
