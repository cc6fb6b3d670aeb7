/*
 * swap_fault - the last access that met a swap entry, and what do_swap_page()
 * did for it: was the page still in memory, which slots were read, which
 * frames they came to, what the next accesses will cost
 */
#ifndef VIEW_SWAP_FAULT_H
#define VIEW_SWAP_FAULT_H

#include "view/view.h"

enum { SWAP_FAULT_ROWS = 4 };

/* In the rows from y on, below `end`. Return: the row after them. */
int swap_fault_draw(struct panel *p, int y, int end);

/* The same as lines; none if nobody met a swap entry. */
void swap_fault_tell(const struct facts *f, struct text *out);

#endif
