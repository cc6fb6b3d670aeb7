/*
 * reclaim_fixture - pages for reclaim to find: of a file, of a task
 *
 * A page of the file `r` is read whole, with no disk in the way: in the cache,
 * up to date, on its list.
 */
#ifndef TESTS_UNIT_RECLAIM_FIXTURE_H
#define TESTS_UNIT_RECLAIM_FIXTURE_H

#include "mm_fixture.h"

#include "mm/direct_reclaim.h"
#include "mm/filemap.h"
#include "mm/inode.h"
#include "mm/kmem_preload.h"
#include "mm/kswapd.h"
#include "mm/truncate.h"
#include "mm/vmstat.h"

/* One zone, nothing kept back; each page goes to its list at once. */
static inline void rig_open_plain(struct rig *r, uint64_t frames)
{
	struct machine_spec spec;

	toy_spec(&spec, frames, 9);
	spec.pcp_off = 1;
	spec.lru_batch_off = 1;
	rig_open(r, &spec);
}

static inline handle_t rig_file(struct rig *r, uint64_t pages)
{
	return inode_new(&r->m, "data", INODE_REGULAR, pages * PAGE_SIZE);
}

/* Return: its frame. */
static inline pfn_t rig_file_page(struct rig *r, handle_t inode,
				  uint64_t index)
{
	struct machine *m = &r->m;
	pfn_t pfn = alloc_pages(m, GFP_HIGHUSER_MOVABLE, 0, 0, KIND_FILE);

	assert_true(pfn != PFN_NONE);
	frame_mut(m, pfn)->flags |= PG_UPTODATE;
	assert_int_equal(filemap_add_page(m, inode, index, pfn, false,
					  GFP_KERNEL), 0);
	lru_add(m, pfn);
	put_page(m, pfn);
	return pfn;
}

static inline void rig_file_pages(struct rig *r, handle_t inode, uint64_t nr)
{
	for (uint64_t i = 0; i < nr; i++)
		rig_file_page(r, inode, i);
	lru_add_drain(&r->m);
}

/* The file goes with all its pages. */
static inline void rig_file_end(struct rig *r, handle_t inode)
{
	unsigned budget = UINT32_MAX;

	assert_true(truncate_inode_pages(&r->m, inode, 0, INDEX_NONE, &budget));
	inode_mut(&r->m, inode)->nlink = 0;
	inode_put(&r->m, inode);
}

/* Indexes of a list's pages, head first: "5 4 3". */
static inline const char *lru_drawn(struct rig *r, enum lru_list lru)
{
	const struct machine *m = &r->m;
	size_t len = 0;

	r->drawn[0] = '\0';
	for (pfn_t pfn = lru_head(m, 0, lru);
	     pfn != PFN_NONE && len + 24 < sizeof(r->drawn);
	     pfn = lru_next(m, pfn))
		len += (size_t)snprintf(r->drawn + len, sizeof(r->drawn) - len,
					"%s%llu", len ? " " : "",
					(unsigned long long)frame_at(m, pfn)->index);
	return r->drawn;
}

/* A scan as kswapd or a task would begin it. */
static inline struct scan_control rig_scan(bool kswapd, int priority)
{
	return (struct scan_control){
		.gfp = GFP_KERNEL, .reclaim_idx = ZONE_MOVABLE,
		.kswapd = kswapd, .may_writepage = 1, .may_swap = 1,
		.priority = priority, .nr_to_reclaim = SWAP_CLUSTER_MAX,
	};
}

static inline uint64_t lru_count(const struct rig *r, enum lru_list lru)
{
	return r->m.s->node[0].stat[NR_INACTIVE_ANON + (int)lru];
}

/* Without a check afterwards: somebody holds a page for the test. */
static inline void shrink_held(struct rig *r, enum lru_list lru, uint64_t nr)
{
	struct scan_control s = rig_scan(false, 0);

	s.nr[lru] = nr;
	s.targets[lru] = nr;
	s.may_deactivate = DEACTIVATE_ANON | DEACTIVATE_FILE;
	while (scan_cluster(&r->m, &s))
		;
}

static inline void shrink(struct rig *r, enum lru_list lru, uint64_t nr)
{
	shrink_held(r, lru, nr);
	rig_check(r);
}

#endif
