#include "mm/filemap.h"

#include <errno.h>

#include "mm/clock.h"
#include "mm/inode.h"
#include "mm/kmem.h"
#include "mm/lru.h"
#include "mm/vmstat.h"
#include "mm/workingset.h"

struct slot filemap_slot(const struct machine *m, handle_t inode,
			 uint64_t index)
{
	return entry_read(xa_load(m, inode, index));
}

pfn_t filemap_page(const struct machine *m, handle_t inode, uint64_t index)
{
	struct slot s = filemap_slot(m, inode, index);

	return s.kind == SLOT_PAGE ? s.value : PFN_NONE;
}

static void marks_clear(struct machine *m, handle_t inode, uint64_t index)
{
	for (unsigned mark = 0; mark < NR_XA_MARKS; mark++)
		xa_mark_set(m, inode, index, (enum xa_mark)mark, false);
}

static void count_page(struct machine *m, handle_t inode, pfn_t pfn, int by)
{
	const struct inode *i = inode_at(m, inode);
	unsigned node = frame_node(m, frame_at(m, pfn));

	inode_mut(m, inode)->nrpages += (uint64_t)(int64_t)by;
	node_stat_add(m, node, NR_FILE_PAGES, by);
	if (inode_is_shmem(i))
		node_stat_add(m, node, NR_SHMEM, by);
}

/* Source: mm/filemap.c filemap_add_folio(), mm/shmem.c
 * shmem_add_to_page_cache() (6.1). */
int64_t filemap_add(struct machine *m, handle_t inode, uint64_t index,
		    pfn_t pfn, bool write)
{
	struct slot old = filemap_slot(m, inode, index);
	struct frame *f;

	bug_on(old.kind == SLOT_PAGE);
	if (xa_nodes_missing(m, inode, index) > kmem_spare(m, KMEM_XA_NODE))
		return -ENOMEM;
	xa_store(m, inode, index, entry_make((struct slot){ SLOT_PAGE, pfn }));
	f = frame_mut(m, pfn);
	f->mapping = inode;
	frame_set_index(f, index);
	f->refcount++;
	count_page(m, inode, pfn, 1);
	clock_pass(m, COST_filemap);
	event_emit(m, EV_mm_filemap_add_to_page_cache, pfn,
		   inode_at(m, inode)->ino, index);
	if (old.kind == SLOT_SHADOW && !write)
		workingset_refault(m, pfn, old.value);
	return 0;
}

/* Source: mm/filemap.c __filemap_remove_folio() (6.1). */
void filemap_remove(struct machine *m, pfn_t pfn, struct slot left)
{
	struct frame *f = frame_mut(m, pfn);
	handle_t inode = f->mapping;
	uint64_t index = f->index;

	bug_on(filemap_page(m, inode, index) != pfn);
	marks_clear(m, inode, index);
	xa_store(m, inode, index, entry_make(left));
	if (f->flags & PG_PRIVATE)
		kmem_count(m, KMEM_BUFFER_HEAD, -1);
	f->flags &= ~PG_PRIVATE;
	f->mapping = 0;
	count_page(m, inode, pfn, -1);
	clock_pass(m, COST_filemap);
	event_emit(m, EV_mm_filemap_delete_from_page_cache, pfn,
		   inode_at(m, inode)->ino, index,
		   left.kind == SLOT_SHADOW ? left.value : 0);
}

void filemap_clear(struct machine *m, handle_t inode, uint64_t index)
{
	bug_on(filemap_page(m, inode, index) != PFN_NONE);
	xa_store(m, inode, index, 0);
}

/* Source: mm/filemap.c page_cache_next_miss(), page_cache_prev_miss() (6.1). */
uint64_t filemap_next_hole(const struct machine *m, handle_t inode,
			   uint64_t from, uint64_t max)
{
	uint64_t index = from;

	while (index - from < max && filemap_page(m, inode, index) != PFN_NONE)
		index++;
	return index;
}

uint64_t filemap_run_before(const struct machine *m, handle_t inode,
			    uint64_t index, uint64_t max)
{
	uint64_t nr = 0;

	while (nr < max && nr < index &&
	       filemap_page(m, inode, index - nr - 1) != PFN_NONE)
		nr++;
	return nr;
}
