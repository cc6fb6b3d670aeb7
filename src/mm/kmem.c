#include "mm/kmem.h"

#include "mm/lru.h"
#include "mm/vmstat.h"

/* Empty slabs that a cache keeps: SLUB's min_partial of objects this size. */
enum { MIN_PARTIAL = 5 };

const struct kmem_info kmem_infos[NR_KMEM_CACHES] = {
	[KMEM_XA_NODE] = { "radix_tree_node", 584, 1, 14, 0 },
	[KMEM_BUFFER_HEAD] = { "buffer_head", 104, 0, 39, 0 },
	[KMEM_INODE] = { "ext4_inode_cache", 1176, 3, 27, 0 },
};

uint64_t kmem_spare(const struct machine *m, enum kmem_cache cache)
{
	return m->s->kmem_room[cache] - m->s->kmem_objects[cache];
}

void kmem_count(struct machine *m, enum kmem_cache cache, int by)
{
	bug_on(by > 0 && (uint64_t)by > kmem_spare(m, cache));
	m->s->kmem_objects[cache] += (uint64_t)(int64_t)by;
}

static uint64_t slab_room(enum kmem_cache cache, unsigned order)
{
	return ((uint64_t)PAGE_SIZE << order) / kmem_infos[cache].object_bytes;
}

/* All that is kept here can be given up: SReclaimable. */
void kmem_slab_add(struct machine *m, enum kmem_cache cache, pfn_t pfn)
{
	struct page_list *list = &m->s->kmem_list[cache];
	struct frame *f = frame_mut(m, pfn);

	f->next = list->head;
	f->prev = 0;
	if (list->head)
		frame_mut(m, list->head - 1)->prev = (uint32_t)pfn + 1;
	else
		list->tail = (uint32_t)pfn + 1;
	list->head = (uint32_t)pfn + 1;
	m->s->kmem_slabs[cache]++;
	m->s->kmem_room[cache] += slab_room(cache, frame_order(f));
	node_stat_add(m, frame_node(m, f), NR_SLAB_RECLAIMABLE_B,
		      INT64_C(1) << frame_order(f));
}

/* The newest slab goes back. */
static void slab_free(struct machine *m, enum kmem_cache cache)
{
	struct page_list *list = &m->s->kmem_list[cache];
	pfn_t pfn = list->head - 1;
	struct frame *f = frame_mut(m, pfn);

	list->head = f->next;
	if (f->next)
		frame_mut(m, f->next - 1)->prev = 0;
	else
		list->tail = 0;
	f->next = 0;
	m->s->kmem_slabs[cache]--;
	m->s->kmem_room[cache] -= slab_room(cache, frame_order(f));
	node_stat_add(m, frame_node(m, f), NR_SLAB_RECLAIMABLE_B,
		      -(INT64_C(1) << frame_order(f)));
	put_page(m, pfn);
}

/* Source: mm/slub.c __slab_free(), discard_slab() (6.1). */
uint64_t kmem_reap(struct machine *m)
{
	uint64_t before = node_stat_sum(m, NR_SLAB_RECLAIMABLE_B);

	for (unsigned i = 0; i < NR_KMEM_CACHES; i++) {
		enum kmem_cache cache = (enum kmem_cache)i;
		uint64_t kept = (uint64_t)kmem_infos[i].per_slab *
				(MIN_PARTIAL + 1);

		while (kmem_spare(m, cache) >= kept)
			slab_free(m, cache);
	}
	return before - node_stat_sum(m, NR_SLAB_RECLAIMABLE_B);
}

bool kmem_check(const struct machine *m, struct diag *why)
{
	uint64_t pages = 0;

	for (unsigned i = 0; i < NR_KMEM_CACHES; i++) {
		uint64_t nr = 0, room = 0;
		uint32_t link = m->s->kmem_list[i].head;

		for (; link && nr <= m->s->kmem_slabs[i]; nr++) {
			const struct frame *f = frame_at(m, link - 1);

			room += slab_room((enum kmem_cache)i, frame_order(f));
			pages += UINT64_C(1) << frame_order(f);
			link = f->next;
		}
		if (nr == m->s->kmem_slabs[i] && room == m->s->kmem_room[i] &&
		    m->s->kmem_objects[i] <= room)
			continue;
		diag_set(why, 0, 0,
			 "%s: %llu slabs for %llu objects were found, the books say %llu and %llu",
			 kmem_infos[i].name, (unsigned long long)nr,
			 (unsigned long long)room,
			 (unsigned long long)m->s->kmem_slabs[i],
			 (unsigned long long)m->s->kmem_room[i]);
		return false;
	}
	if (pages == node_stat_sum(m, NR_SLAB_RECLAIMABLE_B))
		return true;
	diag_set(why, 0, 0, "slabs have %llu pages, the counter says %llu",
		 (unsigned long long)pages,
		 (unsigned long long)node_stat_sum(m, NR_SLAB_RECLAIMABLE_B));
	return false;
}
