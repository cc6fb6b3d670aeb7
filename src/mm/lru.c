#include "mm/lru.h"

#include "mm/page_free.h"

void get_page(struct machine *m, pfn_t pfn)
{
	frame_mut(m, pfn)->refcount++;
}

void put_page(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);

	bug_on(f->refcount <= 0);
	if (--f->refcount == 0)
		free_pages(m, pfn, frame_order(f));
}
