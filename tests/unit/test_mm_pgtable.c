/* Page tables: where an address leads, what tables cost, when they go */
#include "mm_fixture.h"

#include "mm/fault.h"
#include "mm/paging.h"
#include "mm/pgtable_alloc.h"
#include "mm/swap_entry.h"

#define GIB (UINT64_C(1024) * MIB)
#define TIB (UINT64_C(1024) * GIB)

/* A small program whose tables take 32 kB, as the recorded one's did. */
static void demo_open(struct rig *r)
{
	rig_open_ram(r, 32);
	assert_int_equal(rig_exec(r, LAYOUT_STATIC), 100);
	rig_mmap(r, 0x700000, PAGE_SIZE, RW, FIXED);
	assert_int_equal(rig_access(r, 0x700000, MODE_WRITE), 0);
	assert_int_equal(rig_own(r, "status.VmPTE"), 32);
}

#define assert_vmpte(r, kb) assert_int_equal(rig_own(r, "status.VmPTE"), kb)

static void vv3_1(void **state)
{
	static const struct {
		vaddr_t  addr;
		unsigned pgd, pud, pmd, pte, offset;
	} rows[] = {
		{ 0x400000, 0, 0, 2, 0, 0 },
		{ 0x401040, 0, 0, 2, 1, 0x40 },
		{ 0x555555554000, 170, 341, 170, 340, 0 },
		{ 0x7ffff7fff000, 255, 511, 447, 511, 0 },
		{ 0x7fffffffe000, 255, 511, 511, 510, 0 },
		{ 0xffff888000000000, 273, 0, 0, 0, 0 },
		{ 0xffffea0000000000, 468, 0, 0, 0, 0 },
		{ 0xffffffff81000000, 511, 510, 8, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(pt_index(rows[i].addr, LEVEL_PGD), rows[i].pgd);
		assert_int_equal(pt_index(rows[i].addr, LEVEL_PUD), rows[i].pud);
		assert_int_equal(pt_index(rows[i].addr, LEVEL_PMD), rows[i].pmd);
		assert_int_equal(pt_index(rows[i].addr, LEVEL_PTE), rows[i].pte);
		assert_int_equal(rows[i].addr & (PAGE_SIZE - 1), rows[i].offset);
	}
	passed("VV3.1");
}

/* An entry without its frame. */
static uint64_t bits(pte_t e)
{
	return e & ~PTE_PFN_MASK;
}

static void vv3_4(void **state)
{
	struct walk w;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(4), RW, FIXED);
	rig_access(&r, page(0), MODE_WRITE);
	assert_int_equal(bits(rig_pte(&r, page(0))), 0x8000000000000867);
	rig_access(&r, page(1), MODE_READ);
	assert_int_equal(bits(rig_pte(&r, page(1))), 0x8000000000000225);
	assert_int_equal(pte_pfn(rig_pte(&r, page(1))), r.m.s->zero_pfn);
	/* read-only text of a file: the vdso's page, which exec touched */
	assert_int_equal(bits(rig_pte(&r, 0x7ffff7ffd000)), 0x25);
	pgtable_walk(&r.m, rig_mm(&r), page(0), &w);
	assert_true(w.present);
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(bits(w.step[i].entry), 0x67);

	assert_int_equal(rig_fork(&r), 101);
	assert_int_equal(bits(rig_pte(&r, page(0))), 0x8000000000000865);
	r.task = CHILD;
	assert_int_equal(bits(rig_pte(&r, page(0))), 0x8000000000000845);
	rig_close(&r);
	passed_without("VV3.4", "huge pages");
}

static void vv3_5(void **state)
{
	const vaddr_t at = 0x200000000000;
	struct rig r;

	(void)state;
	demo_open(&r);
	assert_int_equal(rig_mmap(&r, at, TIB, RW, FIXED | MAP_NORESERVE_), at);
	assert_vmpte(&r, 32);
	assert_int_equal(rig_access(&r, at, MODE_WRITE), 0);
	assert_vmpte(&r, 44);			/* PUD, PMD, PT */
	assert_int_equal(r.log.count[EV_pgtable_alloc], 3);
	assert_int_equal(rig_access(&r, at + PAGE_SIZE, MODE_WRITE), 0);
	assert_vmpte(&r, 44);
	assert_int_equal(rig_touch(&r, at, 512, MODE_WRITE), 510);
	assert_vmpte(&r, 44);
	assert_int_equal(rig_access(&r, at + 2 * MIB, MODE_WRITE), 0);
	assert_vmpte(&r, 48);
	assert_int_equal(rig_access(&r, at + GIB, MODE_WRITE), 0);
	assert_vmpte(&r, 56);			/* PMD, PT */
	assert_int_equal(rig_access(&r, at + 512 * GIB, MODE_WRITE), 0);
	assert_vmpte(&r, 68);			/* PUD, PMD, PT */
	assert_int_equal(rig_munmap(&r, at + 2 * MIB, 2 * MIB), 0);
	assert_vmpte(&r, 64);
	assert_int_equal(rig_madvise(&r, at, 2 * MIB, MADV_DONTNEED_), 0);
	assert_vmpte(&r, 64);
	assert_int_equal(rig_munmap(&r, at, TIB), 0);
	assert_vmpte(&r, 32);
	rig_close(&r);
	passed("VV3.5");
}

static void vv3_6(void **state)
{
	const vaddr_t at = 0x200000000000;
	int64_t anon;
	struct rig r;

	(void)state;
	demo_open(&r);
	anon = rig_own(&r, "status.RssAnon");
	rig_mmap(&r, at, GIB, RW, FIXED | MAP_NORESERVE_);
	for (uint64_t i = 0; i < 512; i++)
		rig_access(&r, at + i * 2 * MIB, MODE_READ);
	assert_int_equal(rig_own(&r, "status.RssAnon") - anon, 0);
	assert_int_equal(32 + (512 + 1 + 1) * 4, 2088);
	assert_vmpte(&r, 2088);
	for (uint64_t i = 0; i < 512; i++)
		rig_access(&r, at + i * 2 * MIB, MODE_WRITE);
	assert_int_equal(rig_own(&r, "status.RssAnon") - anon, 2048);
	assert_vmpte(&r, 2088);
	rig_close(&r);
	passed("VV3.6");
}

static void vv3_2(void **state)
{
	static const struct {
		vaddr_t  addr;
		unsigned dir, table, offset;
	} rows[] = {
		{ 0x08048123, 32, 72, 0x123 },
		{ 0xbffff010, 767, 1023, 0x10 },
		{ 0xc0000000, 768, 0, 0 },
	};
	const struct paging *i386 = &pagings[PAGING_I386];
	const struct paging *pae = &pagings[PAGING_PAE];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		vaddr_t addr = rows[i].addr;

		assert_int_equal(paging_index(i386, 0, addr), rows[i].dir);
		assert_int_equal(paging_index(i386, 1, addr), rows[i].table);
		assert_int_equal(addr & (PAGE_SIZE - 1), rows[i].offset);
		/* PAE: two of its tables for one, a table of four above */
		assert_int_equal(paging_index(pae, 0, addr), rows[i].dir >> 8);
		assert_int_equal(paging_index(pae, 1, addr),
				 (rows[i].dir & 255) << 1 | rows[i].table >> 9);
		assert_int_equal(paging_index(pae, 2, addr),
				 rows[i].table & 511);
	}
	/* tables for everything, and how far one entry reaches */
	assert_int_equal(paging_whole_bytes(i386), 4 * MIB);
	assert_int_equal(paging_whole_bytes(&pagings[PAGING_X86_64]), 512 * GIB);
	assert_int_equal(1 << i386->level[0].shift, 4 * MIB);
	assert_int_equal(1 << pae->level[0].shift, GIB);
	assert_int_equal(1 << pae->level[1].shift, 2 * MIB);
	passed("VV3.2");
}

static void vv3_3(void **state)
{
	pte_t e = swap_entry_make(0, 1);

	(void)state;
	assert_int_equal(e, 0x07fffffffffffc00);
	assert_int_equal(e | SWP_EXCLUSIVE | SWP_SOFT_DIRTY,
			 0x07fffffffffffc0a);
	assert_int_equal(swap_entry_make(1, 5), 0x0ffffffffffff400);
	/* and back, whatever stands in the bits below */
	for (unsigned type = 0; type < SWP_SPECIAL; type++)
		for (uint64_t at = 0; at <= SWP_OFFSET_MAX; at = at * 3 + 1) {
			e = swap_entry_make(type, at) | SWP_EXCLUSIVE |
			    SWP_UFFD_WP | SWP_SOFT_DIRTY;
			assert_false(pte_present(e));
			assert_int_equal(swap_entry_type(e), type);
			assert_int_equal(swap_entry_offset(e), at);
		}
	e = swap_entry_make(21, SWP_OFFSET_MAX);
	assert_int_equal(swap_entry_offset(e), SWP_OFFSET_MAX);
	assert_int_equal(SWP_SPECIAL, 22);
	passed("VV3.3");
}

/* VmPTE of a program that touched these pages and no others, in kB. */
static unsigned vm_pte_kb(const struct paging *p, const vaddr_t *page,
			  unsigned nr)
{
	unsigned kb = 0;

	for (unsigned level = 0; level < p->nr_levels; level++)
		for (unsigned i = 0; i < nr && p->level[level].vm_pte; i++) {
			unsigned j = 0;

			while (paging_table(p, level, page[j]) !=
			       paging_table(p, level, page[i]))
				j++;
			kb += j == i ? 4 : 0;	/* the first to need it */
		}
	return kb;
}

/* The pages that VV3.5 touches; four levels say what the engine says. */
static void vv3_7(void **state)
{
	static const unsigned grown[] = { 12, 12, 16, 24, 36 };
	const vaddr_t at = 0x200000000000;
	const vaddr_t page[] = {
		at, at + PAGE_SIZE, at + 2 * MIB, at + GIB, at + 512 * GIB,
	};
	const struct paging *four = &pagings[PAGING_X86_64];
	const struct paging *five = &pagings[PAGING_LA57];

	(void)state;
	for (unsigned i = 0; i < 5; i++) {
		assert_int_equal(vm_pte_kb(four, page, i + 1), grown[i]);
		assert_int_equal(vm_pte_kb(five, page, i + 1), grown[i]);
	}
	/* the fifth level is one more to walk, and splits what was the sign */
	assert_int_equal(five->nr_levels, four->nr_levels + 1);
	for (unsigned i = 0; i < 5; i++)
		for (unsigned level = 0; level < 4; level++) {
			enum pt_level mine = (enum pt_level)(3 - level);

			assert_int_equal(paging_index(four, level, page[i]),
					 pt_index(page[i], mine));
			assert_int_equal(paging_index(five, level + 1, page[i]),
					 pt_index(page[i], mine));
		}
	assert_int_equal(paging_index(five, 0, 0x7ffffffff000), 0);
	assert_int_equal(paging_index(five, 0, 0x00fffffffffff000), 255);
	assert_int_equal(paging_index(five, 0, 0xff11000000000000), 273);
	passed_without("VV3.7", "a machine with five levels");
}

static void vv3_7b(void **state)
{
	const vaddr_t at = 0x200000000000;
	struct walk w;
	struct rig r;
	pfn_t table;

	(void)state;
	demo_open(&r);
	/*      0    1M   2M
	 *      |A rw|B r |      one slot, one PT */
	rig_mmap(&r, at, MIB, RW, FIXED);
	rig_mmap(&r, at + MIB, MIB, RO, FIXED);
	rig_access(&r, at, MODE_WRITE);
	rig_access(&r, at + MIB, MODE_READ);
	assert_vmpte(&r, 44);
	rig_munmap(&r, at, MIB);
	assert_vmpte(&r, 44);
	rig_munmap(&r, at + MIB, MIB);
	assert_vmpte(&r, 32);

	rig_mmap(&r, at, 4 * MIB, RW, FIXED);
	assert_int_equal(rig_mprotect(&r, at, 4 * MIB, RO), 0);
	assert_int_equal(rig_mprotect(&r, at, 4 * MIB, RW), 0);
	assert_vmpte(&r, 32);		/* nothing there to protect */
	rig_access(&r, at, MODE_WRITE);
	rig_access(&r, at + 2 * MIB, MODE_WRITE);
	assert_vmpte(&r, 48);
	assert_int_equal(rig_mmap(&r, at, 4 * MIB, RW, FIXED), at);
	assert_vmpte(&r, 32);

	/* the PT is hung elsewhere, not copied */
	rig_access(&r, at, MODE_WRITE);
	assert_vmpte(&r, 44);
	pgtable_walk(&r.m, rig_mm(&r), at, &w);
	table = w.step[3].table;
	assert_int_equal(rig_mremap(&r, at, 2 * MIB, 2 * MIB,
				    MREMAP_MAYMOVE_ | MREMAP_FIXED_, at + GIB),
			 at + GIB);
	assert_vmpte(&r, 48);
	pgtable_walk(&r.m, rig_mm(&r), at + GIB, &w);
	assert_true(w.present);
	assert_int_equal(w.step[3].table, table);
	rig_close(&r);
	passed("VV3.7b");
}

/* VR3.7 to the byte: the neighbours touch the edges of the tables' spans. */
static void test_tables_to_the_edge(void **state)
{
	const vaddr_t at = 0x200000000000 + GIB;
	struct rig r;

	(void)state;
	demo_open(&r);
	/*      page| 1 GiB of the PMD table |page */
	rig_mmap(&r, at - PAGE_SIZE, PAGE_SIZE, RO, FIXED);
	rig_mmap(&r, at, GIB, RW, FIXED | MAP_NORESERVE_);
	rig_mmap(&r, at + GIB, PAGE_SIZE, RO, FIXED);
	rig_access(&r, at - PAGE_SIZE, MODE_READ);
	rig_access(&r, at, MODE_READ);
	rig_access(&r, at + GIB - PAGE_SIZE, MODE_READ);
	rig_access(&r, at + GIB, MODE_READ);
	assert_vmpte(&r, 32 + 4 * (1 + 3 + 4));	/* PUD, PMDs, PTs */
	rig_munmap(&r, at, GIB);
	assert_vmpte(&r, 32 + 4 * (1 + 2 + 2));
	/* a page beyond an edge keeps the table that it lies in */
	rig_mmap(&r, at, GIB, RW, FIXED | MAP_NORESERVE_);
	rig_access(&r, at, MODE_READ);
	rig_access(&r, at + GIB - PAGE_SIZE, MODE_READ);
	rig_munmap(&r, at, GIB - PAGE_SIZE);
	assert_vmpte(&r, 32 + 4 * (1 + 3 + 3));
	rig_close(&r);
}

static void vv3_8(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(4), RW, FIXED);
	rig_mmap(&r, page(4), pages(4), RX, FIXED);
#define CODE() (rig_event(&r, EV_page_fault_user, 0)->arg[1])
	rig_access(&r, page(0), MODE_READ);
	assert_int_equal(CODE(), 4);
	rig_access(&r, page(1), MODE_WRITE);
	assert_int_equal(CODE(), 6);
	rig_fork(&r);
	rig_access(&r, page(1), MODE_WRITE);
	assert_int_equal(CODE(), 7);
	rig_access(&r, page(4), MODE_FETCH);
	assert_int_equal(CODE(), 0x14);
#undef CODE
	rig_close(&r);
	passed("VV3.8");
}

/* Frames 100..103 and 555 (hex) are all there is: the tables get the four. */
static void vv3_9(void **state)
{
	static const struct walk_step steps[NR_LEVELS] = {
		{ LEVEL_PGD, 255, 0x100, 0x101067 },
		{ LEVEL_PUD, 511, 0x101, 0x102067 },
		{ LEVEL_PMD, 447, 0x102, 0x103067 },
		{ LEVEL_PTE, 497, 0x103, 0x8000000000555867 },
	};
	const vaddr_t addr = 0x7ffff7ff1040;
	struct machine_spec spec;
	handle_t mm, table;
	struct walk w;
	struct rig r;

	(void)state;
	toy_spec(&spec, 0x600, 9);
	spec.zone[0].kernel_used = 0x600;
	rig_open(&r, &spec);
	pageblock_set_type(&r.m, &r.m.s->zone[rig_zone(&r)], 0x100,
			   MIGRATE_UNMOVABLE);
	for (pfn_t pfn = 0x100; pfn < 0x104; pfn++)
		rig_free(&r, pfn);
	mm = pool_alloc(&r.m.arena, &r.m.s->pool_mm);
	assert_true(pgtable_new(&r.m, mm));
	table = pgtable_fill(&r.m, mm, addr);
	pgtable_set(&r.m, table, addr, 0x8000000000555867, PTE_MAP);

	pgtable_walk(&r.m, mm, addr, &w);
	assert_true(w.present);
	assert_int_equal(w.nr, 4);
	for (unsigned i = 0; i < NR_LEVELS; i++) {
		assert_int_equal(w.step[i].level, steps[i].level);
		assert_int_equal(w.step[i].index, steps[i].index);
		assert_int_equal(w.step[i].table, steps[i].table);
		assert_int_equal(w.step[i].entry, steps[i].entry);
	}
	assert_int_equal(pte_pfn(w.step[3].entry) << PAGE_SHIFT |
				 (addr & (PAGE_SIZE - 1)),
			 0x555040);
	machine_close(&r.m);
	event_log_close(&r.log);
	passed("VV3.9");
}

/* VR3.8: the walk that the animation shows is the walk that is done. */
static void test_walk_events(void **state)
{
	const struct event *e;
	struct walk w;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(1), RW, FIXED);
	rig_access(&r, page(0) + 0x40, MODE_WRITE);
	/* the first walk ends at the top: nothing is there yet */
	e = rig_event(&r, EV_mmu_walk, 0);
	assert_int_equal(e->arg[0], LEVEL_PGD);
	assert_int_equal(e->arg[3], 0);
	assert_int_equal(r.log.count[EV_mmu_walk], 1 + 4);
	pgtable_walk(&r.m, rig_mm(&r), page(0) + 0x40, &w);
	for (unsigned i = 0; i < 4; i++) {
		e = rig_event(&r, EV_mmu_walk, 1 + i);
		assert_int_equal(e->arg[0], w.step[i].level);
		assert_int_equal(e->arg[1], w.step[i].table);
		assert_int_equal(e->arg[2], w.step[i].index);
		assert_int_equal(e->arg[3], w.step[i].entry);
	}
	e = rig_event(&r, EV_mmu_access, 0);
	assert_int_equal(e->arg[4], pte_pfn(rig_pte(&r, page(0)))
					    << PAGE_SHIFT | 0x40);
	rig_close(&r);
}

/* VR3.9: the processor sets A when it reads, D when it writes. */
static void test_accessed_and_dirty(void **state)
{
	struct rig r;
	pte_t e;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(1), RW, FIXED);
	rig_access(&r, page(0), MODE_WRITE);
	rig_fork(&r);
	rig_exit(&r, 0);
	r.task = CHILD;
	e = rig_pte(&r, page(0));
	assert_false(e & PTE_ACCESSED);
	rig_access(&r, page(0), MODE_READ);
	assert_int_equal(rig_pte(&r, page(0)), e | PTE_ACCESSED);
	assert_int_equal(r.log.count[EV_page_fault_user], 0);
	rig_close(&r);
}

/* A hidden entry keeps its frame, inverted, and comes back the same. */
static void test_prot_none_entry(void **state)
{
	struct rig r;
	pte_t e;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(1), RW, FIXED);
	rig_access(&r, page(0), MODE_WRITE);
	e = rig_pte(&r, page(0));
	rig_mprotect(&r, page(0), pages(1), PROT_NONE_);
	assert_false(rig_pte(&r, page(0)) & PTE_PRESENT);
	assert_true(rig_pte(&r, page(0)) & PTE_GLOBAL);
	assert_int_equal((rig_pte(&r, page(0)) ^ e) & PTE_PFN_MASK, PTE_PFN_MASK);
	assert_int_equal(pte_pfn(rig_pte(&r, page(0))), pte_pfn(e));
	rig_mprotect(&r, page(0), pages(1), RW);
	assert_int_equal(rig_pte(&r, page(0)), e);
	for (pfn_t pfn = 1; pfn < UINT64_C(1) << 39; pfn *= 3) {
		assert_int_equal(pte_pfn(pte_make(pfn, PTE_PRESENT)), pfn);
		assert_int_equal(pte_pfn(pte_make(pfn, PTE_GLOBAL)), pfn);
	}
	rig_close(&r);
}

/* A moved entry counts as changed for those who track (soft-dirty). */
static void test_moved_entry(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(1), RW, FIXED);
	rig_access(&r, page(0), MODE_READ);
	assert_int_equal(bits(rig_pte(&r, page(0))), 0x8000000000000225);
	rig_mremap(&r, page(0), pages(1), pages(1),
		   MREMAP_MAYMOVE_ | MREMAP_FIXED_, page(7));
	assert_int_equal(bits(rig_pte(&r, page(7))), 0x8000000000000a25);
	assert_int_equal(rig_pte(&r, page(0)), 0);
	rig_close(&r);
}

/* meminfo counts PT and PMD pages, VmPTE the PUD pages too (VR3.5). */
static void test_page_tables_field(void **state)
{
	const vaddr_t at = 0x200000000000;
	int64_t before;
	struct rig r;

	(void)state;
	demo_open(&r);
	before = rig_value(&r, "meminfo.PageTables");
	rig_mmap(&r, at, 2 * GIB, RW, FIXED | MAP_NORESERVE_);
	rig_access(&r, at, MODE_READ);
	assert_vmpte(&r, 32 + 12);
	assert_int_equal(rig_value(&r, "meminfo.PageTables") - before, 8);
	rig_access(&r, at + GIB, MODE_READ);
	assert_int_equal(rig_value(&r, "meminfo.PageTables") - before, 16);
	rig_munmap(&r, at, 2 * GIB);
	assert_int_equal(rig_value(&r, "meminfo.PageTables") - before, 0);
	rig_close(&r);
}

/* Letters of an entry, highest bit first. */
static void test_letters(void **state)
{
	char out[sizeof(PTE_LETTERS)];

	(void)state;
	pte_letters(0x8000000000000867, out);
	assert_string_equal(out, "Xs---DAUWP");
	pte_letters(0x067, out);
	assert_string_equal(out, "-----DAUWP");
	pte_letters(0x8000000000003225, out);	/* a frame of zeros */
	assert_string_equal(out, "X-S---AU-P");
	pte_letters(0, out);
	assert_string_equal(out, "----------");
	pte_letters(UINT64_MAX, out);
	assert_string_equal(out, PTE_LETTERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv3_1),
		cmocka_unit_test(vv3_2),
		cmocka_unit_test(vv3_3),
		cmocka_unit_test(vv3_4),
		cmocka_unit_test(vv3_5),
		cmocka_unit_test(vv3_6),
		cmocka_unit_test(vv3_7),
		cmocka_unit_test(vv3_7b),
		cmocka_unit_test(test_tables_to_the_edge),
		cmocka_unit_test(vv3_8),
		cmocka_unit_test(vv3_9),
		cmocka_unit_test(test_walk_events),
		cmocka_unit_test(test_accessed_and_dirty),
		cmocka_unit_test(test_prot_none_entry),
		cmocka_unit_test(test_moved_entry),
		cmocka_unit_test(test_page_tables_field),
		cmocka_unit_test(test_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
