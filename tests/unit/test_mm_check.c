/*
 * The checks themselves: a sound machine passes, any damage is reported; and
 * what must hold at every event holds there
 */
#include "damage_fixture.h"

#include "base/hash.h"

/* Two tasks that share pages, blocks held, lists of several blocks. */
static void busy_open(struct rig *r)
{
	rig_open_ram(r, 16);
	assert_int_equal(rig_exec(r, LAYOUT_STATIC), 100);
	rig_mmap(r, page(0), pages(32), RW, FIXED);
	rig_mmap(r, page(40), pages(8), RO, FIXED);
	rig_mmap(r, page(60), pages(8), RW,
		 MAP_SHARED_ | MAP_ANONYMOUS_ | MAP_FIXED_);
	rig_touch(r, page(0), 16, MODE_WRITE);
	rig_touch(r, page(40), 2, MODE_READ);
	rig_fork(r);
	rig_access(r, page(1), MODE_WRITE);
	for (unsigned i = 0; i < 8; i++)
		rig_alloc(r, i % 4, GFP_KERNEL);
}

/* What a damage is done to. */
struct parts {
	struct machine *m;
	struct state   *s;
	struct zone    *zone;
	struct mm      *mm;
	struct task    *task;
	struct vma     *vma;		/* [0, 32) of the playground */
	struct frame   *shared;		/* a frame that both tasks map */
	struct frame   *own;		/* one that a task has for itself */
	pte_t	       *entry;		/* that of the own frame */
	struct frame   *free;		/* head of the free list of order 0 .. */
	pfn_t		free_pfn;
	unsigned	free_order;	/* .. or the lowest that has one */
	struct frame   *table;		/* frame of a page table */
};

static void parts_find(struct rig *r, struct parts *p)
{
	struct walk w;

	memset(p, 0, sizeof(*p));
	p->m = &r->m;
	p->s = r->m.s;
	p->zone = &p->s->zone[rig_zone(r)];
	p->task = task_mut(p->m, rig_task(r));
	p->mm = mm_mut(p->m, p->task->mm);
	p->vma = vma_mut(p->m, vma_lookup(p->m, p->task->mm, page(0)));
	p->shared = frame_mut(p->m, pte_pfn(rig_pte(r, page(0))));
	p->own = frame_mut(p->m, pte_pfn(rig_pte(r, page(1))));
	pgtable_walk(p->m, p->task->mm, page(1), &w);
	p->table = frame_mut(p->m, w.step[3].table);
	p->entry = ((struct table *)arena_mut(&p->m->arena, p->table->mapping,
					      sizeof(struct table)))->entry +
		   w.step[3].index;
	while (!p->zone->free_area[p->free_order].list[MIGRATE_MOVABLE].head)
		p->free_order++;
	p->free_pfn = free_list_first(p->m, p->zone, p->free_order,
				      MIGRATE_MOVABLE);
	p->free = frame_mut(p->m, p->free_pfn);
}

/* A chunk's counts of the groups, by the frame of the block. */
static struct chunk *chunk_of(const struct parts *p, pfn_t pfn)
{
	return chunk_whole_mut(p->m, block_at(p->m, pfn >> BLOCK_SHIFT)->chunk);
}

#define FREE_LIST(p)                                                           \
	(&(p)->zone->free_area[(p)->free_order].list[MIGRATE_MOVABLE])

/* Each must be reported. */
#define DAMAGES(DAMAGE)                                                        \
	DAMAGE(list_next, p->free->next = p->free->next ? 0 : 77)              \
	DAMAGE(list_next_outside, p->free->next = 0x7fffffff)                  \
	DAMAGE(list_prev, p->free->prev = 5)                                   \
	DAMAGE(list_circle, p->free->next = (uint32_t)p->free_pfn + 1)         \
	DAMAGE(list_head, FREE_LIST(p)->head = 0)                              \
	DAMAGE(list_tail, FREE_LIST(p)->tail++)                                \
	DAMAGE(list_nr_free, p->zone->free_area[3].nr_free++)                  \
	DAMAGE(block_order, p->free->flags ^= 1)                               \
	DAMAGE(block_type, p->free->flags ^= 1 << FRAME_TYPE_SHIFT)            \
	DAMAGE(block_flag, p->free->flags &= ~(uint32_t)PG_BUDDY)              \
	DAMAGE(free_refcount, p->free->refcount = 1)                           \
	DAMAGE(free_mapcount, p->free->mapcount = 1)                           \
	DAMAGE(zone_nr_free, p->zone->nr_free--)                               \
	DAMAGE(zone_managed, p->zone->managed++)                               \
	DAMAGE(zone_present, p->zone->present--)                               \
	DAMAGE(zone_inhand, p->zone->nr_inhand = 1)                            \
	DAMAGE(zone_kinds, p->zone->nr_kind[KIND_ANON]++;                      \
			   p->zone->nr_kind[KIND_PGTABLE]--)                   \
	DAMAGE(group_count, chunk_of(p, p->free_pfn)->count[3][KIND_ANON]++)   \
	DAMAGE(frame_kind, p->own->flags ^= 1 << FRAME_KIND_SHIFT)             \
	DAMAGE(frame_inhand, p->own->flags |= PG_INHAND)                       \
	DAMAGE(block_labels, p->s->nr_block_labels++)                          \
	DAMAGE(refcount_more, p->own->refcount++)                              \
	DAMAGE(refcount_less, p->shared->refcount--)                           \
	DAMAGE(refcount_shared, p->shared->refcount++)                         \
	DAMAGE(mapcount, p->own->mapcount++; p->own->refcount++;               \
			 p->own->flags &= ~(uint32_t)PG_ANON_EXCLUSIVE)        \
	DAMAGE(mapcounts_swapped, p->own->mapcount++; p->own->refcount++;      \
				  p->own->flags &= ~(uint32_t)PG_ANON_EXCLUSIVE; \
				  p->shared->mapcount--; p->shared->refcount--) \
	DAMAGE(exclusive_shared, p->shared->flags |= PG_ANON_EXCLUSIVE)        \
	DAMAGE(frame_index, p->own->index++)                                   \
	DAMAGE(frame_mapping, p->own->mapping = 0)                             \
	DAMAGE(entry_gone, *p->entry = 0)                                      \
	DAMAGE(entry_frame, *p->entry += PAGE_SIZE)                            \
	DAMAGE(entry_double, p->entry[20] = *p->entry)                         \
	DAMAGE(entry_writable, p->entry[-1] |= PTE_RW)                         \
	DAMAGE(entry_outside, p->entry[300] = p->entry[39])                    \
	DAMAGE(table_refcount, p->table->refcount = 2)                         \
	DAMAGE(table_level, p->table->index = LEVEL_PMD)                       \
	DAMAGE(nr_tables, p->mm->nr_tables++)                                  \
	DAMAGE(pgd, p->mm->pgd = pte_pfn(*p->entry))                           \
	DAMAGE(walk_table, p->mm->walk_table = p->table->mapping + 16)         \
	DAMAGE(walk_base, p->mm->walk_base += 2 * MIB)                         \
	DAMAGE(rss_anon, p->mm->rss[MM_ANONPAGES]--)                           \
	DAMAGE(rss_file, p->mm->rss[MM_FILEPAGES]++)                           \
	DAMAGE(rss_swap, p->mm->rss[MM_SWAPENTS]++)                            \
	DAMAGE(rss_shmem, p->mm->rss[MM_SHMEMPAGES]++)                         \
	DAMAGE(locked_vm, p->mm->locked_vm++)                                  \
	DAMAGE(mm_users, p->mm->nr_users++)                                    \
	DAMAGE(task_slot, handle_t *slots = arena_mut(&p->m->arena,            \
				p->s->task_slots, 64); slots[1] = 0)           \
	DAMAGE(kswapds_awake, p->s->kswapds_awake ^= 1)                        \
	DAMAGE(file_mapped, p->s->node[0].stat[NR_FILE_MAPPED]--)              \
	DAMAGE(file_pages, inode_mut(p->m, p->s->inodes)->nrpages++)           \
	DAMAGE(file_held, file_mut(p->m, p->s->files)->nr_refs++)              \
	DAMAGE(vma_end, p->vma->end += 16 * PAGE_SIZE)                         \
	DAMAGE(vma_start, p->vma->start += PAGE_SIZE)                          \
	DAMAGE(vma_odd, p->vma->end += 1)                                      \
	DAMAGE(vma_empty, p->vma->end = p->vma->start)                         \
	DAMAGE(vma_mm, p->vma->mm = 0)                                         \
	DAMAGE(vma_flags, p->vma->flags ^= VM_WRITE)                           \
	DAMAGE(vma_account, p->vma->flags ^= VM_ACCOUNT)                       \
	DAMAGE(vma_pgoff, p->vma->pgoff++)                                     \
	DAMAGE(vma_anon, p->vma->anon_vma = 0)                                 \
	DAMAGE(vma_sub_gap, p->vma->sub_gap += PAGE_SIZE)                      \
	DAMAGE(vma_sub_end, p->vma->sub_end -= PAGE_SIZE)                      \
	DAMAGE(vma_heap, vma_mut(p->m, p->mm->vmas)->heap_key = 0)             \
	DAMAGE(tree_root, p->mm->vmas = vma_at(p->m, p->mm->vmas)->left)       \
	DAMAGE(tree_circle, vma_mut(p->m, p->mm->vmas)->left = p->mm->vmas)    \
	DAMAGE(vma_cache, p->mm->vma_cache += 200)                             \
	DAMAGE(map_count, p->mm->map_count++)                                  \
	DAMAGE(total_vm, p->mm->total_vm--)                                    \
	DAMAGE(data_vm, p->mm->data_vm++)                                      \
	DAMAGE(stack_vm, p->mm->stack_vm++)                                    \
	DAMAGE(exec_vm, p->mm->exec_vm++)                                      \
	DAMAGE(anon_mapped, p->s->node[0].stat[NR_ANON_MAPPED]++)                            \
	DAMAGE(page_table, p->s->node[0].stat[NR_PAGETABLE]--)                              \
	DAMAGE(kernel_stack, p->s->node[0].stat[NR_KERNEL_STACK_KB] -= 16)                   \
	DAMAGE(committed, p->s->vm_committed++)                                \
	DAMAGE(nr_tasks, p->s->nr_tasks++)                                     \
	DAMAGE(task_lost, p->task->next = 0)                                   \
	DAMAGE(task_circle, p->task->next = p->s->tasks)                       \
	DAMAGE(file_refs, inode_mut(p->m, p->s->inodes)->nr_refs++)              \
	DAMAGE(files_circle, inode_mut(p->m, p->s->inodes)->next = p->s->inodes) \
	DAMAGE(files_lost, p->s->inodes = inode_at(p->m, p->s->inodes)->next)     \
	DAMAGE(pool_vma, p->s->pool_vma.nr_used++)                             \
	DAMAGE(under_way, p->s->work.verb = OP_mmap)

DAMAGES(DAMAGE_FUNCTION)

static void test_damage_is_reported(void **state)
{
	static const struct damage damages[] = { DAMAGES(DAMAGE_ROW) };
	struct parts p;
	struct rig r;

	(void)state;
	busy_open(&r);
	parts_find(&r, &p);
	rig_check(&r);
	assert_damages(&r, &p, damages, sizeof(damages) / sizeof(damages[0]));
	rig_close(&r);
}

/* The weak check sees damage to lists and counts of frames. */
static void test_weak_check(void **state)
{
	struct diag why = { 0 };
	struct parts p;
	struct rig r;

	(void)state;
	busy_open(&r);
	parts_find(&r, &p);
	assert_true(machine_check_weak(&r.m, &why));
	p.free->prev = 9;
	assert_false(machine_check_weak(&r.m, &why));
	p.free->prev = 0;
	p.zone->nr_free++;
	assert_false(machine_check_weak(&r.m, &why));
	p.zone->nr_free--;
	p.zone->nr_kind[KIND_ANON]++;
	assert_false(machine_check_weak(&r.m, &why));
	p.zone->nr_kind[KIND_ANON]--;
	assert_true(machine_check_weak(&r.m, &why));
	rig_close(&r);
}

static void hear_weak(void *ctx, const struct machine *m, const struct event *e)
{
	struct diag why = { 0 };

	if (!machine_check_weak(m, &why))
		fail_msg("at %s: %s", event_types[e->id].name, why.what);
	++*(uint64_t *)ctx;
}

static void scenario_buddy(struct rig *r)
{
	int64_t held[40];

	for (unsigned i = 0; i < 40; i++)
		held[i] = rig_alloc(r, hash_word(i) % 4, GFP_HIGHUSER_MOVABLE);
	for (unsigned i = 0; i < 40; i++)
		if (held[i * 7 % 40] >= 0)
			rig_free(r, (pfn_t)held[i * 7 % 40]);
}

static void scenario_task(struct rig *r)
{
	rig_exec(r, LAYOUT_STATIC);
	rig_mmap(r, page(0), pages(64), RW, FIXED);
	rig_touch(r, page(0), 32, MODE_WRITE);
	rig_touch(r, page(32), 32, MODE_READ);
	rig_mprotect(r, page(16), pages(16), RO);
	rig_fork(r);
	rig_access(r, page(3), MODE_WRITE);
	rig_mremap(r, page(0), pages(16), pages(80), MREMAP_MAYMOVE_, 0);
	r->task = CHILD;
	rig_access(r, page(3), MODE_WRITE);
	rig_madvise(r, page(0), pages(8), MADV_DONTNEED_);
	rig_munmap(r, page(10), pages(10));
	rig_exit(r, 0);
	r->task = TASK;
	rig_wait(r, CHILD);
	rig_exit(r, 0);
}

/* Types mixed: fallback, theft of pageblocks, and a request too many. */
static void scenario_mixed(struct rig *r)
{
	static const gfp_t gfps[] = { GFP_KERNEL, GFP_HIGHUSER_MOVABLE,
				      GFP_KERNEL | GFP_BIT_RECLAIMABLE };

	for (unsigned i = 0; rig_alloc(r, i % 3, gfps[i % 3]) >= 0; i++)
		;
	assert_int_equal(r->log.count[EV_mm_page_alloc_failed], 1);
}

/* Everything that views and /proc rely on holds at each event. */
static void test_weak_at_every_event(void **state)
{
	struct machine_spec toy;
	uint64_t heard = 0;
	struct rig r;

	(void)state;
	toy_spec(&toy, 64, 4);
	for (unsigned i = 0; i < 3; i++) {
		uint64_t before = heard;

		if (i == 1)
			rig_open_ram(&r, 16);
		else
			rig_open(&r, &toy);
		r.log.hear = hear_weak;
		r.log.ctx = &heard;
		(void (*[])(struct rig *)){ scenario_buddy, scenario_task,
					    scenario_mixed }[i](&r);
		r.log.hear = NULL;
		assert_true(heard > before + 100);
		rig_close(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_damage_is_reported),
		cmocka_unit_test(test_weak_check),
		cmocka_unit_test(test_weak_at_every_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
