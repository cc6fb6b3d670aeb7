/*
 * From a frame back to who maps it. Mappings are drawn as the tasks' labels
 * and pages, in the order in which they are found: "T0 C0".
 */
#include "mm_fixture.h"

#include "mm/fault.h"
#include "mm/lru.h"
#include "mm/rmap.h"
#include "mm/swap.h"

enum { GRANDCHILD = LABEL_B + 1 };

static void demo_open(struct rig *r)
{
	rig_open_ram(r, 16);
	assert_int_equal(rig_exec(r, LAYOUT_STATIC), 100);
	assert_int_equal(rig_mmap(r, page(0), pages(8), RW, FIXED),
			 (int64_t)page(0));
}

static int64_t fork_to(struct rig *r, uint16_t slot, const char *name)
{
	struct op op = { .verb = OP_fork, .task = r->task, .arg = { 0, slot } };

	op_name(&op, name);
	return rig_op(r, op);
}

static pfn_t pfn_of(const struct rig *r, uint64_t n)
{
	return pte_pfn(rig_pte(r, page(n)));
}

static char letter_of(const struct rig *r, handle_t mm)
{
	static const struct {
		uint16_t slot;
		char	 letter;
	} tasks[] = { { TASK, 'T' }, { CHILD, 'C' }, { GRANDCHILD, 'G' } };

	for (unsigned i = 0; i < 3; i++) {
		handle_t h = task_by_slot(&r->m, tasks[i].slot);

		if (h && task_at(&r->m, h)->mm == mm)
			return tasks[i].letter;
	}
	return '?';
}

static const char *mappings(struct rig *r, pfn_t pfn)
{
	struct rmap_iter it;
	handle_t vma;
	vaddr_t addr;
	size_t len = 0;

	r->drawn[0] = '\0';
	rmap_begin(&r->m, pfn, &it);
	while (rmap_next(&r->m, &it, &vma, &addr))
		len += (size_t)snprintf(r->drawn + len, sizeof(r->drawn) - len,
					"%s%c%llu", len ? " " : "",
					letter_of(r, vma_at(&r->m, vma)->mm),
					(unsigned long long)(addr - page(0)) >>
						PAGE_SHIFT);
	return r->drawn;
}

#define assert_mapped(r, pfn, picture) assert_string_equal(mappings(r, pfn), picture)

static void test_one_task(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_touch(&r, page(2), 2, MODE_WRITE);
	assert_mapped(&r, pfn_of(&r, 2), "T2");
	assert_mapped(&r, pfn_of(&r, 3), "T3");
	rig_munmap(&r, page(2), pages(1));
	assert_mapped(&r, pfn_of(&r, 3), "T3");
	rig_close(&r);
}

/* VR11.2: whose page it is decides where it is looked for. */
static void test_generations(void **state)
{
	pfn_t old, childs;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_touch(&r, page(0), 2, MODE_WRITE);
	fork_to(&r, CHILD, "child");
	r.task = CHILD;
	rig_touch(&r, page(1), 1, MODE_WRITE);
	fork_to(&r, GRANDCHILD, "grand");
	old = pfn_of(&r, 0);
	childs = pfn_of(&r, 1);
	assert_mapped(&r, old, "T0 C0 G0");
	assert_mapped(&r, childs, "C1 G1");
	r.task = TASK;
	assert_mapped(&r, pfn_of(&r, 1), "T1");

	/* the middle one goes: those below it are still found */
	r.task = CHILD;
	rig_exit(&r, 0);
	assert_mapped(&r, old, "T0 G0");
	assert_mapped(&r, childs, "G1");
	/* and the last one makes its copy */
	r.task = GRANDCHILD;
	rig_touch(&r, page(0), 1, MODE_WRITE);
	assert_mapped(&r, old, "T0");
	assert_mapped(&r, pfn_of(&r, 0), "G0");
	rig_close(&r);
}

/* The eldest goes first; its anon_vma stays for the others. */
static void test_the_parent_goes_first(void **state)
{
	struct rig r;
	pfn_t pfn;

	(void)state;
	demo_open(&r);
	rig_touch(&r, page(0), 1, MODE_WRITE);
	pfn = pfn_of(&r, 0);
	fork_to(&r, CHILD, "child");
	fork_to(&r, GRANDCHILD, "second");
	assert_mapped(&r, pfn, "T0 C0 G0");
	rig_exit(&r, 0);
	assert_mapped(&r, pfn, "C0 G0");
	r.task = CHILD;
	rig_exit(&r, 0);
	assert_mapped(&r, pfn, "G0");
	r.task = GRANDCHILD;
	rig_touch(&r, page(0), 1, MODE_WRITE);	/* nobody else: its own again */
	assert_int_equal(pfn_of(&r, 0), pfn);
	assert_mapped(&r, pfn, "G0");
	rig_close(&r);
}

/* Areas are cut and joined, pages move: they are found where they are. */
static void test_areas_change(void **state)
{
	pfn_t pfn[8];
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_touch(&r, page(0), 8, MODE_WRITE);
	for (unsigned i = 0; i < 8; i++)
		pfn[i] = pfn_of(&r, i);
	rig_mprotect(&r, page(3), pages(2), RO);
	assert_mapped(&r, pfn[2], "T2");
	assert_mapped(&r, pfn[4], "T4");
	assert_mapped(&r, pfn[7], "T7");
	rig_mprotect(&r, page(3), pages(2), RW);
	assert_mapped(&r, pfn[4], "T4");
	rig_munmap(&r, page(1), pages(2));
	assert_mapped(&r, pfn[0], "T0");
	assert_mapped(&r, pfn[3], "T3");
	assert_int_equal(rig_mremap(&r, page(3), pages(3), pages(3),
				    MREMAP_MAYMOVE_ | MREMAP_FIXED_, page(20)),
			 (int64_t)page(20));
	assert_mapped(&r, pfn[3], "T20");
	assert_mapped(&r, pfn[5], "T22");
	assert_mapped(&r, pfn[6], "T6");
	rig_close(&r);
}

/* An area that is joined with one that has no pages yet. */
static void test_an_anon_vma_is_taken_over(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(8), pages(4), RO, FIXED);
	rig_touch(&r, page(6), 1, MODE_WRITE);
	rig_mprotect(&r, page(8), pages(4), RW);
	rig_touch(&r, page(9), 1, MODE_WRITE);
	assert_mapped(&r, pfn_of(&r, 6), "T6");
	assert_mapped(&r, pfn_of(&r, 9), "T9");
	rig_munmap(&r, page(0), pages(8));
	assert_mapped(&r, pfn_of(&r, 9), "T9");
	rig_close(&r);
}

static void test_referenced(void **state)
{
	struct rig r;
	uint32_t flags;
	pfn_t pfn;

	(void)state;
	demo_open(&r);
	rig_touch(&r, page(0), 1, MODE_WRITE);
	fork_to(&r, CHILD, "child");
	pfn = pfn_of(&r, 0);
	/* the child's entry begins old */
	assert_true(page_young(&r.m, pfn));
	assert_int_equal(page_referenced(&r.m, pfn, &flags), 1);
	assert_false(page_young(&r.m, pfn));
	assert_int_equal(page_referenced(&r.m, pfn, &flags), 0);
	assert_int_equal(flags, 0);
	rig_touch(&r, page(0), 1, MODE_READ);
	r.task = CHILD;
	rig_touch(&r, page(0), 1, MODE_READ);
	event_log_reset(&r.log);
	assert_int_equal(page_referenced(&r.m, pfn, &flags), 2);
	assert_true(flags & VM_WRITE);
	assert_int_equal(rig_event(&r, EV_set_pte, 1)->arg[3], PTE_YOUNG);
	assert_false(rig_pte(&r, page(0)) & PTE_ACCESSED);
	/* the first entry that is found is old, the one behind it young */
	assert_false(page_young(&r.m, pfn));
	rig_touch(&r, page(0), 1, MODE_READ);
	assert_true(page_young(&r.m, pfn));
	assert_int_equal(page_referenced_look(&r.m, pfn, &flags), 1);
	rig_close(&r);
}

static handle_t area(const struct rig *r, uint64_t n)
{
	return vma_lookup(&r->m, rig_mm(r), page(n));
}

/* VR11.5: a sequential reader does not count; a locked area says so. */
static void test_referenced_by_special_areas(void **state)
{
	struct rig r;
	uint32_t flags;
	pfn_t pfn;

	(void)state;
	demo_open(&r);
	rig_touch(&r, page(0), 1, MODE_WRITE);
	pfn = pfn_of(&r, 0);
	vma_mut(&r.m, area(&r, 0))->flags |= VM_SEQ_READ;
	assert_false(page_young(&r.m, pfn));
	assert_int_equal(page_referenced(&r.m, pfn, &flags), 0);
	assert_int_equal(flags, 0);
	assert_false(rig_pte(&r, page(0)) & PTE_ACCESSED);
	vma_mut(&r.m, area(&r, 0))->flags &= ~(uint32_t)VM_SEQ_READ;

	rig_touch(&r, page(0), 1, MODE_READ);
	vma_mut(&r.m, area(&r, 0))->flags |= VM_LOCKED;
	mm_mut(&r.m, rig_mm(&r))->locked_vm += 8;
	page_referenced(&r.m, pfn, &flags);
	assert_true(flags & VM_LOCKED);
	assert_true(frame_at(&r.m, pfn)->flags & PG_MLOCKED);
	assert_false(try_to_unmap(&r.m, pfn));
	assert_mapped(&r, pfn, "T0");
	rig_munmap(&r, page(0), pages(8));
	for (unsigned z = 0; z < r.m.s->nr_zones; z++)
		assert_int_equal(r.m.s->zone[z].nr_mlock, 0);
	rig_close(&r);
}

static void swap_open(struct rig *r)
{
	struct machine_spec spec;

	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, 16 * MIB));
	spec.nr_disks = 1;
	snprintf(spec.disk[0].name, sizeof(spec.disk[0].name), "vda");
	spec.nr_swaps = 1;
	spec.swap[0] = (struct swap_spec){ .name = "/dev/vda", .pages = 64,
					   .prio = -1, .on = 1 };
	rig_open(r, &spec);
	assert_int_equal(rig_exec(r, LAYOUT_STATIC), 100);
	rig_mmap(r, page(0), pages(8), RW, FIXED);
}

/* VR11.4: what stays in the tables, and in the books. */
static void test_unmap_to_swap(void **state)
{
	const struct frame *f;
	uint32_t slot;
	struct rig r;
	pfn_t pfn;

	(void)state;
	swap_open(&r);
	rig_touch(&r, page(0), 2, MODE_WRITE);
	fork_to(&r, CHILD, "child");
	pfn = pfn_of(&r, 0);
	f = frame_at(&r.m, pfn);
	get_page(&r.m, pfn);
	assert_true(add_to_swap(&r.m, pfn));
	slot = f->swap;
	assert_true(try_to_unmap(&r.m, pfn));
	assert_int_equal(f->mapcount, 0);
	assert_int_equal(f->refcount, 2);	/* ours and the cache's */
	assert_int_equal(swap_count(&r.m, slot), 2);
	assert_int_equal(rig_pte(&r, page(0)) & ~SWP_SOFT_DIRTY, swap_pte(slot));
	assert_int_equal(rig_own(&r, "status.VmSwap"), 4);
	assert_mapped(&r, pfn, "");
	r.task = CHILD;
	assert_int_equal(rig_own(&r, "status.VmSwap"), 4);
	put_page(&r.m, pfn);
	r.task = TASK;

	/* it comes back out of the cache, and then is the reader's */
	assert_int_equal(rig_access(&r, page(0), MODE_READ), 0);
	assert_int_equal(pfn_of(&r, 0), pfn);
	assert_mapped(&r, pfn, "T0");
	r.task = CHILD;
	assert_int_equal(rig_access(&r, page(0), MODE_READ), 0);
	assert_mapped(&r, pfn, "T0 C0");
	rig_exit(&r, 0);
	assert_mapped(&r, pfn, "T0");
	rig_close(&r);
}

/* The only one who had it: the entry remembers that. */
static void test_unmap_remembers_the_owner(void **state)
{
	struct rig r;
	pfn_t pfn;

	(void)state;
	swap_open(&r);
	rig_touch(&r, page(1), 1, MODE_WRITE);
	pfn = pfn_of(&r, 1);
	get_page(&r.m, pfn);
	assert_true(add_to_swap(&r.m, pfn));
	assert_true(try_to_unmap(&r.m, pfn));
	assert_true(rig_pte(&r, page(1)) & SWP_EXCLUSIVE);
	assert_false(frame_at(&r.m, pfn)->flags & PG_ANON_EXCLUSIVE);
	put_page(&r.m, pfn);
	rig_access(&r, page(1), MODE_WRITE);
	assert_true(rig_frame(&r, page(1))->flags & PG_ANON_EXCLUSIVE);
	rig_close(&r);
}

/* The page is given away, and reclaim has taken it off its list. */
static pfn_t isolated_lazyfree(struct rig *r, uint64_t n)
{
	pfn_t pfn = pfn_of(r, n);

	mark_page_lazyfree(&r->m, pfn);
	lru_add_drain(&r->m);
	assert_false(frame_at(&r->m, pfn)->flags & PG_SWAPBACKED);
	get_page(&r->m, pfn);
	lruvec_del(&r->m, pfn);
	return pfn;
}

/* MADV_FREE: gone without a trace, or back if it was written to since. */
static void test_unmap_of_a_page_given_away(void **state)
{
	struct rig r;
	pfn_t pfn;

	(void)state;
	demo_open(&r);
	rig_touch(&r, page(0), 2, MODE_WRITE);
	pfn = isolated_lazyfree(&r, 0);
	assert_false(try_to_unmap(&r.m, pfn));	/* its entry is dirty */
	assert_true(frame_at(&r.m, pfn)->flags & PG_SWAPBACKED);
	assert_mapped(&r, pfn, "T0");
	lruvec_add(&r.m, pfn);

	pfn = isolated_lazyfree(&r, 1);
	pgtable_set(&r.m, pgtable_lookup(&r.m, rig_mm(&r), page(1)), page(1),
		    rig_pte(&r, page(1)) & ~PTE_DIRTY, PTE_CLEAN);
	assert_true(try_to_unmap(&r.m, pfn));
	assert_int_equal(rig_pte(&r, page(1)), 0);
	put_page(&r.m, pfn);
	assert_int_equal(zone_kind(&r.m, pfn), KIND_FREE);
	rig_close(&r);
}

/* VR11.1: the pages of a shared file, found by way of its inode. */
static void test_shared_pages(void **state)
{
	struct rig r;
	pfn_t pfn;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(16), pages(8), RW,
		 MAP_SHARED_ | MAP_ANONYMOUS_ | MAP_FIXED_);
	rig_touch(&r, page(17), 1, MODE_WRITE);
	pfn = pfn_of(&r, 17);
	fork_to(&r, CHILD, "child");
	assert_mapped(&r, pfn, "T17");
	r.task = CHILD;
	rig_touch(&r, page(17), 1, MODE_WRITE);
	assert_mapped(&r, pfn, "T17 C17");
	rig_munmap(&r, page(16), pages(1));	/* the rest begins a page later */
	assert_mapped(&r, pfn, "T17 C17");
	r.task = TASK;
	rig_exit(&r, 0);
	assert_mapped(&r, pfn, "C17");

	r.task = CHILD;
	assert_int_equal(page_mkclean(&r.m, pfn), 1);
	assert_int_equal(rig_pte(&r, page(17)) & (PTE_RW | PTE_DIRTY), 0);
	assert_int_equal(page_mkclean(&r.m, pfn), 0);
	rig_access(&r, page(17), MODE_WRITE);
	get_page(&r.m, pfn);
	assert_true(try_to_unmap(&r.m, pfn));
	assert_int_equal(rig_pte(&r, page(17)), 0);
	assert_true(frame_at(&r.m, pfn)->flags & PG_DIRTY);
	assert_int_equal(rig_own(&r, "status.RssShmem"), 0);
	put_page(&r.m, pfn);
	rig_close(&r);
}

static bool sound(const struct rig *r)
{
	struct diag why = { 0 };

	return rmap_check(&r->m, &why);
}

static void test_damage_is_seen(void **state)
{
	struct anon_vma *a;
	struct vma *v, was;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_touch(&r, page(0), 1, MODE_WRITE);
	fork_to(&r, CHILD, "child");
	assert_true(sound(&r));
	v = vma_mut(&r.m, area(&r, 0));
	a = anon_vma_mut(&r.m, v->anon_vma);
	was = *v;
	a->nr_links++;
	assert_false(sound(&r));
	a->nr_links--;
	v->by_anon.prev = 0;
	assert_false(sound(&r));
	*v = was;
	v->pgoff++;		/* its page is looked for at the wrong place */
	assert_false(sound(&r));
	*v = was;
	frame_mut(&r.m, pfn_of(&r, 0))->mapcount++;
	assert_false(sound(&r));
	frame_mut(&r.m, pfn_of(&r, 0))->mapcount--;
	r.m.s->pool_anon_vma.nr_used++;
	assert_false(sound(&r));
	r.m.s->pool_anon_vma.nr_used--;
	assert_true(sound(&r));
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_task),
		cmocka_unit_test(test_generations),
		cmocka_unit_test(test_the_parent_goes_first),
		cmocka_unit_test(test_areas_change),
		cmocka_unit_test(test_an_anon_vma_is_taken_over),
		cmocka_unit_test(test_referenced),
		cmocka_unit_test(test_referenced_by_special_areas),
		cmocka_unit_test(test_unmap_to_swap),
		cmocka_unit_test(test_unmap_remembers_the_owner),
		cmocka_unit_test(test_unmap_of_a_page_given_away),
		cmocka_unit_test(test_shared_pages),
		cmocka_unit_test(test_damage_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
