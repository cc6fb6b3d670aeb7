/* Areas: where they go, when two are one, when one becomes several */
#include "vma_fixture.h"

#include "mm/file.h"
#include "mm/mmap.h"

static void vv2_1(void **state)
{
	int64_t p1, p2, p3;
	struct rig r;

	(void)state;
	demo_open(&r);
	p1 = rig_mmap(&r, 0, pages(4), RW, ANON);
	p2 = rig_mmap(&r, 0, pages(4), RW, ANON);
	p3 = rig_mmap(&r, 0, pages(2), RW, ANON);
	assert_int_equal(p1 - p2, pages(4));
	assert_int_equal(p2 - p3, pages(2));
	/*      p3 p2   p1
	 *      ww wwww wwww      one area, each part directly below the last */
	assert_areas(&r, (vaddr_t)p3, "wwwwwwwwww");
	assert_int_equal(rig_munmap(&r, (vaddr_t)p2, pages(4)), 0);
	assert_areas(&r, (vaddr_t)p3, "ww....wwww");
	/* the top of the hole */
	assert_int_equal(rig_mmap(&r, 0, pages(3), RW, ANON),
			 p2 + (int64_t)pages(1));
	assert_areas(&r, (vaddr_t)p3, "ww.wwwwwww");
	/* the page that is left is too small */
	assert_int_equal(rig_mmap(&r, 0, pages(2), RW, ANON),
			 p3 - (int64_t)pages(2));
	assert_areas(&r, (vaddr_t)p3, "<ww.wwwwwww");
	assert_int_equal(rig_mmap(&r, 0, pages(1), RW, ANON), p2);
	assert_areas(&r, (vaddr_t)p3, "<wwwwwwwwww");
	rig_close(&r);
	passed("VV2.1");
}

static void vv2_2(void **state)
{
	struct rig r;
	int64_t at;

	(void)state;
	demo_open(&r);
	assert_int_equal(rig_value(&r, "sys/vm/mmap_min_addr"), 65536);
	assert_int_equal(rig_mmap(&r, 0x1000, pages(1), RW, ANON), 0x10000);
	assert_int_equal(rig_mmap(&r, 0x100000, pages(1), RW, ANON), 0x100000);
	at = rig_mmap(&r, 0x100000, pages(1), RW, ANON);
	assert_int_equal(at, 0x7ffff7ff9000 - (int64_t)pages(1));
	rig_close(&r);
	passed("VV2.2");
}

static void vv2_3(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	assert_int_equal(rig_munmap(&r, page(0), pages(4)), 0);
	assert_int_equal(rig_munmap(&r, page(0) + 1, pages(4)), -22);
	assert_int_equal(rig_mprotect(&r, page(0), pages(4), RO), -12);
	assert_int_equal(rig_madvise(&r, page(0), pages(4), MADV_DONTNEED_), -12);
	assert_int_equal(rig_madvise(&r, page(0), pages(4), MADV_RANDOM_), -12);
	assert_int_equal(rig_mmap(&r, 0, 0, RW, ANON), -22);
	rig_close(&r);
	passed("VV2.3");
}

static void vv2_4(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 4, RW);
	assert_play(&r, "wwww....");
	map(&r, 4, 8, RW);
	assert_play(&r, "wwwwwwww");
	rig_close(&r);
	passed("VV2.4");
}

static void vv2_5_6(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 8, RW);
	protect(&r, 2, 4, RO);
	assert_play(&r, "ww|rr|wwww");
	passed("VV2.5");
	protect(&r, 2, 4, RW);
	assert_play(&r, "wwwwwwww");
	rig_close(&r);
	passed("VV2.6");
}

static void vv2_7_8(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 8, RW);
	unmap(&r, 3, 4);
	assert_play(&r, "www.wwww");
	passed("VV2.7");
	map(&r, 3, 4, RW);
	assert_play(&r, "wwwwwwww");
	rig_close(&r);
	passed("VV2.8");
}

static void vv2_9(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 4, RW);
	map(&r, 8, 12, RW);
	write_all(&r, 0, 4);
	write_all(&r, 8, 12);
	assert_play(&r, "wwww....wwww");
	map(&r, 4, 8, RW);
	/* next took it in; prev's anon_vma is another */
	assert_play(&r, "wwww|wwwwwwww");
	assert_int_equal(rig_event(&r, EV_vma_merge, 0)->arg[0], page(4));
	rig_close(&r);
	passed("VV2.9");
}

static void vv2_10(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 4, RW);
	map(&r, 8, 12, RW);
	write_all(&r, 0, 4);
	map(&r, 4, 8, RW);
	assert_play(&r, "wwwwwwwwwwww");
	rig_close(&r);
	passed("VV2.10");
}

static void vv2_11(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 4, RW);
	map(&r, 4, 8, RO);
	write_all(&r, 0, 4);
	assert_play(&r, "wwww|rrrr");
	protect(&r, 4, 8, RW);
	assert_play(&r, "wwwwwwww");
	rig_close(&r);
	passed("VV2.11");
}

static void vv2_12(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 4, RO);
	map(&r, 4, 8, RW);
	write_all(&r, 4, 8);
	assert_play(&r, "rrrr|wwww");
	protect(&r, 4, 8, RO);
	assert_play(&r, "rrrr|rrrr");
	rig_close(&r);
	passed("VV2.12");
}

static void vv2_13(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 8, RW);
	write_all(&r, 0, 8);
	protect(&r, 4, 8, RO);
	assert_play(&r, "wwww|rrrr");
	protect(&r, 4, 8, RW);
	assert_play(&r, "wwwwwwww");
	rig_close(&r);
	passed("VV2.13");
}

/* VR2.7: a changed range joins one of two that may not be joined. */
static void test_never_two_anon_vmas(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 4, RW);
	map(&r, 4, 8, RO);
	map(&r, 8, 12, RW);
	/* neighbours that touch would share one: first those far apart */
	write_all(&r, 0, 4);
	write_all(&r, 8, 12);
	assert_play(&r, "wwww|rrrr|wwww");
	protect(&r, 4, 8, RW);
	assert_play(&r, "wwwwwwww|wwww");
	rig_close(&r);
}

static void vv2_14_15(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	/* all of it promised once: a mapping made read-only would not be, and
	   then what goes back would stay apart, as in VV2.20 */
	map(&r, 0, 8, RW);
	protect(&r, 2, 8, RO);
	assert_play(&r, "ww|rrrrrr");
	protect(&r, 2, 5, RW);
	assert_play(&r, "wwwww|rrr");
	passed("VV2.14");
	protect(&r, 3, 5, RO);
	assert_play(&r, "www|rrrrr");
	rig_close(&r);
	passed("VV2.15");
}

static void vv2_16(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 8, RW);
	map(&r, 2, 5, RO);
	assert_play(&r, "ww|rrr|www");
	rig_close(&r);
	passed("VV2.16");
}

static void vv2_17(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 4, RW);
	write_all(&r, 0, 4);
	assert_int_equal(rig_fork(&r), 101);
	r.task = CHILD;
	map(&r, 4, 8, RW);
	assert_play(&r, "wwww|wwww");
	r.task = TASK;
	map(&r, 4, 8, RW);
	assert_play(&r, "wwwwwwww");
	rig_close(&r);
	passed("VV2.17");
}

static void vv2_18(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 2, RW);
	assert_int_equal(rig_mmap(&r, page(2), pages(2), RW,
				  FIXED | MAP_NORESERVE_), page(2));
	assert_play(&r, "ww|ww");
	rig_close(&r);
	passed("VV2.18");
}

static void vv2_19(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 2, RW);
	assert_int_equal(rig_mmap(&r, page(2), pages(2), RW,
				  FIXED | MAP_STACK_), page(2));
	assert_play(&r, "wwww");
	rig_close(&r);
	passed("VV2.19");
}

static void vv2_20(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 2, RO);
	map(&r, 2, 4, RO);
	assert_play(&r, "rrrr");
	protect(&r, 0, 2, RW);
	protect(&r, 0, 2, RO);
	/* the first keeps the promise of its pages */
	assert_play(&r, "rr|rr");
	assert_true(vma_at(&r.m, vma_lookup(&r.m, rig_mm(&r), page(0)))->flags &
		    VM_ACCOUNT);
	rig_close(&r);
	passed("VV2.20");
}

/* A file's pages, read-only; what a system call would map is not asked for. */
static void map_file(struct rig *r, uint64_t from, uint64_t to, handle_t file,
		     uint64_t pgoff, uint32_t shared)
{
	const uint32_t flags = VM_READ | VM_MAYREAD | VM_MAYEXEC |
			       VM_SOFTDIRTY | shared;

	assert_int_equal(mmap_region(&r->m, rig_mm(r), page(from),
				     pages(to - from), flags, file, pgoff),
			 page(from));
	rig_check(r);
}

static void vv2_21(void **state)
{
	handle_t file, other;
	struct rig r;

	(void)state;
	demo_open(&r);
	file = file_open_name(&r.m, "/tmp/f", pages(4));
	other = file_open_name(&r.m, "/tmp/g", pages(8));
	map_file(&r, 0, 2, file, 0, 0);
	map_file(&r, 2, 4, file, 2, 0);
	assert_play(&r, "rrrr");
	/* the file does not go on there */
	map_file(&r, 4, 6, file, 0, 0);
	assert_play(&r, "rrrr|rr");
	map_file(&r, 6, 8, file, 2, VM_SHARED | VM_MAYSHARE);
	assert_play(&r, "rrrr|rr|rr");
	/* nor does another file */
	map_file(&r, 8, 10, other, 4, VM_SHARED | VM_MAYSHARE);
	map_file(&r, 10, 12, other, 6, VM_SHARED | VM_MAYSHARE);
	assert_play(&r, "rrrr|rr|rr|rrrr");
	assert_int_equal(file_at(&r.m, file)->nr_refs, 3);
	assert_int_equal(file_at(&r.m, other)->nr_refs, 1);
	rig_close(&r);
	passed("VV2.21");
}

static void vv2_22(void **state)
{
	const unsigned shared = MAP_SHARED_ | MAP_ANONYMOUS_ | MAP_FIXED_;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(2), RW, shared);
	rig_mmap(&r, page(2), pages(2), RW, shared);
	assert_play(&r, "ww|ww");
	rig_close(&r);
	passed("VV2.22");
}

static void vv2_23(void **state)
{
	static const unsigned advice[][2] = {
		{ MADV_HUGEPAGE_, MADV_NOHUGEPAGE_ },
		{ MADV_DONTFORK_, MADV_DOFORK_ },
		{ MADV_SEQUENTIAL_, MADV_NORMAL_ },
	};

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		struct rig r;

		demo_open(&r);
		map(&r, 0, 8, RW);
		advise(&r, 2, 4, advice[i][0]);
		assert_play(&r, "ww|ww|wwww");
		if (advice[i][0] == MADV_HUGEPAGE_)
			/* its opposite is a mark of its own: HUGEPAGE on all */
			advise(&r, 0, 8, MADV_HUGEPAGE_);
		else
			advise(&r, 2, 4, advice[i][1]);
		assert_play(&r, "wwwwwwww");
		rig_close(&r);
	}
	passed("VV2.23");
}

static void vv2_25(void **state)
{
	static const unsigned advice[] = {
		MADV_DONTNEED_, MADV_POPULATE_READ_, MADV_POPULATE_WRITE_,
		MADV_COLD_, MADV_PAGEOUT_, MADV_FREE_, MADV_WILLNEED_,
	};
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 8, RW);
	for (unsigned i = 0; i < sizeof(advice) / sizeof(advice[0]); i++) {
		advise(&r, 2, 4, advice[i]);
		assert_play(&r, "wwwwwwww");
	}
	rig_close(&r);
	passed("VV2.25");
}

static void vv2_31(void **state)
{
	int64_t faults, anon;
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 64, RW);
	faults = rig_own(&r, "stat.minflt");
	anon = rig_own(&r, "status.RssAnon");
	advise(&r, 0, 64, MADV_POPULATE_READ_);
	assert_int_equal(rig_own(&r, "stat.minflt") - faults, 64);
	assert_int_equal(rig_own(&r, "status.RssAnon") - anon, 0);
	advise(&r, 0, 64, MADV_POPULATE_WRITE_);
	assert_int_equal(rig_own(&r, "stat.minflt") - faults, 64 + 64);
	assert_int_equal(rig_own(&r, "status.RssAnon") - anon, 256);
	map(&r, 100, 104, RO);
	assert_int_equal(rig_madvise(&r, page(100), pages(4),
				     MADV_POPULATE_WRITE_), -22);
	rig_close(&r);
	passed("VV2.31");
}

static void vv2_33(void **state)
{
	int64_t anon;
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 1, RW);
	map(&r, 3, 4, RW);
	anon = rig_own(&r, "status.RssAnon");
	write_all(&r, 0, 1);
	write_all(&r, 3, 4);
	assert_int_equal(rig_own(&r, "status.RssAnon") - anon, 8);
	assert_int_equal(rig_madvise(&r, page(0), pages(4), MADV_DONTNEED_), -12);
	assert_int_equal(rig_own(&r, "status.RssAnon") - anon, 0);
	assert_play(&r, "w..w");
	rig_close(&r);
	passed("VV2.33");
}

/* Many cuts and joins by chance: the tree stays sound, and ends as it began. */
static void test_random_areas(void **state)
{
	static const unsigned prots[] = { RW, RO, RX, PROT_NONE_ };
	int64_t before;
	struct rig r;

	(void)state;
	demo_open(&r);
	before = rig_value(&r, "meminfo.Committed_AS");
	for (uint64_t i = 0; i < 400; i++) {
		uint64_t chance = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
		uint64_t from = (chance >> 40) % 48;
		uint64_t nr = 1 + (chance >> 33) % 9;
		unsigned prot = prots[(chance >> 30) % 4];

		if (chance >> 61 < 3)
			rig_mmap(&r, page(from), pages(nr), prot, FIXED);
		else if (chance >> 61 < 4)
			rig_munmap(&r, page(from), pages(nr));
		else if (chance >> 61 < 5)
			rig_mremap(&r, page(from), pages(nr), pages(nr + i % 3),
				   MREMAP_MAYMOVE_ | MREMAP_FIXED_, page(60 + from));
		else if (chance >> 61 < 7)
			rig_mprotect(&r, page(from), pages(nr), prot);
		else
			rig_access(&r, page(from), MODE_WRITE);
	}
	assert_int_equal(rig_munmap(&r, BASE, pages(200)), 0);
	assert_int_equal(rig_own(&r, "maps"), 3);
	assert_int_equal(rig_own(&r, "status.RssAnon"), 4);
	assert_int_equal(rig_value(&r, "meminfo.Committed_AS"), before);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv2_1),
		cmocka_unit_test(vv2_2),
		cmocka_unit_test(vv2_3),
		cmocka_unit_test(vv2_4),
		cmocka_unit_test(vv2_5_6),
		cmocka_unit_test(vv2_7_8),
		cmocka_unit_test(vv2_9),
		cmocka_unit_test(vv2_10),
		cmocka_unit_test(vv2_11),
		cmocka_unit_test(vv2_12),
		cmocka_unit_test(vv2_13),
		cmocka_unit_test(test_never_two_anon_vmas),
		cmocka_unit_test(vv2_14_15),
		cmocka_unit_test(vv2_16),
		cmocka_unit_test(vv2_17),
		cmocka_unit_test(vv2_18),
		cmocka_unit_test(vv2_19),
		cmocka_unit_test(vv2_20),
		cmocka_unit_test(vv2_21),
		cmocka_unit_test(vv2_22),
		cmocka_unit_test(vv2_23),
		cmocka_unit_test(vv2_25),
		cmocka_unit_test(vv2_31),
		cmocka_unit_test(vv2_33),
		cmocka_unit_test(test_random_areas),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
