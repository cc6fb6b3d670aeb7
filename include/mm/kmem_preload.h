/* kmem_preload - slabs for objects to come: the allocator's side of kmem */
#ifndef MM_KMEM_PRELOAD_H
#define MM_KMEM_PRELOAD_H

#include "mm/gfp.h"
#include "mm/kmem.h"

/*
 * Bring slabs until there is room for `more` objects; gfp says what may be done
 * for that. Return: 0 or -ENOMEM. Anything may be reclaimed meanwhile.
 *
 * Source: mm/slub.c allocate_slab() (6.1).
 */
int64_t kmem_preload(struct machine *m, enum kmem_cache cache, unsigned more,
		     gfp_t gfp);

/*
 * filemap_add() with the nodes that the tree lacks. Return: 0; -ENOMEM;
 * -EEXIST if somebody added that page meanwhile.
 */
int64_t filemap_add_page(struct machine *m, handle_t inode, uint64_t index,
			 pfn_t pfn, bool write, gfp_t gfp);

/*
 * A page of a file with a disk gets its buffer head, if it has none: whoever
 * makes it dirty, by write(2) or through a mapping (page_mkwrite), calls this
 * first. The caller holds the page. Return: 0 or -ENOMEM.
 *
 * Source: fs/buffer.c create_empty_buffers(), alloc_page_buffers() (6.1).
 */
int64_t page_make_buffers(struct machine *m, pfn_t pfn);

#endif
