/*
 * page_free - the way of a frame back to the allocator
 */
#ifndef MM_PAGE_FREE_H
#define MM_PAGE_FREE_H

#include "mm/zone.h"

/*
 * Give a block back that nobody refers to any more: to this CPU's lists, or
 * (orders above 3, or lists off) to the buddy system.
 * Source: mm/page_alloc.c free_unref_page(), __free_pages_ok() (6.1).
 */
void free_pages(struct machine *m, pfn_t pfn, unsigned order);

#endif
