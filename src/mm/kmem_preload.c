#include "mm/kmem_preload.h"

#include <errno.h>

#include "mm/filemap.h"
#include "mm/page_alloc.h"

enum {
	RECLAIM_BITS = GFP_BIT_DIRECT_RECLAIM | GFP_BIT_KSWAPD_RECLAIM,
	/* what of a page's gfp goes for its node too */
	NODE_BITS = RECLAIM_BITS | GFP_BIT_HIGH | GFP_BIT_IO | GFP_BIT_FS |
		    GFP_BIT_NOWARN | GFP_BIT_RETRY_MAYFAIL | GFP_BIT_NOFAIL |
		    GFP_BIT_NORETRY | GFP_BIT_MEMALLOC | GFP_BIT_NOMEMALLOC,
};

/*
 * A larger slab is only taken if it is there; else the smallest that holds an
 * object, for which the caller's whole gfp counts.
 */
static bool slab_new(struct machine *m, enum kmem_cache cache, gfp_t gfp)
{
	const struct kmem_info *info = &kmem_infos[cache];
	gfp_t modest = gfp | GFP_BIT_NOWARN | GFP_BIT_NORETRY;
	pfn_t pfn;

	if (info->order > info->min_order && (gfp & GFP_BIT_DIRECT_RECLAIM))
		modest = (modest | GFP_BIT_NOMEMALLOC) & ~(gfp_t)RECLAIM_BITS;
	pfn = alloc_pages(m, modest, info->order, 0, KIND_SLAB);
	if (pfn == PFN_NONE)
		pfn = alloc_pages(m, gfp, info->min_order, 0, KIND_SLAB);
	if (pfn == PFN_NONE)
		return false;
	kmem_slab_add(m, cache, pfn);
	return true;
}

int64_t kmem_preload(struct machine *m, enum kmem_cache cache, unsigned more,
		     gfp_t gfp)
{
	gfp = (gfp & NODE_BITS) | GFP_BIT_RECLAIMABLE;
	while (kmem_spare(m, cache) < more)
		if (!slab_new(m, cache, gfp))
			return -ENOMEM;
	return 0;
}

int64_t filemap_add_page(struct machine *m, handle_t inode, uint64_t index,
			 pfn_t pfn, bool write, gfp_t gfp)
{
	/* the tree is locked: first without waiting, as xas_store() asks */
	const gfp_t nowait = GFP_BIT_KSWAPD_RECLAIM | GFP_BIT_NOWARN;
	unsigned nodes = xa_nodes_missing(m, inode, index);

	/* reclaim may take nodes away while it makes room for others */
	while (kmem_spare(m, KMEM_XA_NODE) < nodes) {
		if (kmem_preload(m, KMEM_XA_NODE, nodes, nowait) < 0 &&
		    kmem_preload(m, KMEM_XA_NODE, nodes, gfp) < 0)
			return -ENOMEM;
		nodes = xa_nodes_missing(m, inode, index);
	}
	if (filemap_page(m, inode, index) != PFN_NONE)
		return -EEXIST;
	return filemap_add(m, inode, index, pfn, write);
}

int64_t page_make_buffers(struct machine *m, pfn_t pfn)
{
	const gfp_t gfp = GFP_KERNEL & ~(unsigned)GFP_BIT_FS;

	if (frame_kind(frame_at(m, pfn)) != KIND_FILE ||
	    (frame_at(m, pfn)->flags & PG_PRIVATE))
		return 0;
	if (kmem_preload(m, KMEM_BUFFER_HEAD, 1, gfp))
		return -ENOMEM;
	frame_mut(m, pfn)->flags |= PG_PRIVATE;
	kmem_count(m, KMEM_BUFFER_HEAD, 1);
	return 0;
}
