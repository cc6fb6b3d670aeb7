/*
 * lru_place - where on its LRU list a page stands
 */
#ifndef VIEW_LRU_PLACE_H
#define VIEW_LRU_PLACE_H

#include "view/facts.h"

/*
 * "inactive_anon, 23 before the tail"; of a list without an order, or a place
 * too far from the tail, the list alone. "" if it is on no list.
 */
void lru_place(const struct facts *f, pfn_t pfn, struct text *out);

#endif
