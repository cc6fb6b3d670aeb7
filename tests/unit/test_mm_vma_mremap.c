/* Areas that mremap makes longer, shorter, or moves; and what it refuses */
#include "vma_fixture.h"

/* Frame behind a page of the playground. */
static pfn_t frame_of(const struct rig *r, uint64_t n)
{
	assert_true(rig_pte(r, page(n)) != 0);
	return pte_pfn(rig_pte(r, page(n)));
}

static int64_t remap(struct rig *r, uint64_t from, uint64_t to, uint64_t nr)
{
	return rig_mremap(r, page(from), pages(to - from), pages(nr), 0, 0);
}

static int64_t move(struct rig *r, uint64_t from, uint64_t to, uint64_t where)
{
	return rig_mremap(r, page(from), pages(to - from), pages(to - from),
			  MREMAP_MAYMOVE_ | MREMAP_FIXED_, page(where));
}

static void vv2_26(void **state)
{
	struct rig r;
	pfn_t pfn;

	(void)state;
	demo_open(&r);
	map(&r, 0, 8, RW);
	assert_int_equal(remap(&r, 2, 4, 4), -12);
	assert_play(&r, "wwwwwwww....");
	assert_int_equal(remap(&r, 6, 8, 4), page(6));
	assert_play(&r, "wwwwwwwwww..");
	assert_int_equal(remap(&r, 2, 4, 1), page(2));
	assert_play(&r, "www.wwwwww..");

	/* moved: the same frame, the same pgoff as before */
	write_all(&r, 0, 1);
	pfn = frame_of(&r, 0);
	assert_int_equal(move(&r, 0, 1, 20), page(20));
	assert_play(&r, ".ww.wwwwww..........w...");
	assert_int_equal(frame_of(&r, 20), pfn);
	assert_int_equal(vma_at(&r.m, vma_lookup(&r.m, rig_mm(&r), page(20)))->pgoff,
			 page(0) >> PAGE_SHIFT);

	/* so that a fresh page beside a moved one is another area */
	map(&r, 40, 41, RW);
	write_all(&r, 40, 41);
	assert_int_equal(move(&r, 40, 41, 30), page(30));
	map(&r, 31, 32, RW);
	assert_areas(&r, page(30), "w|w.");
	rig_close(&r);
	passed("VV2.26");
}

static void vv2_27(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 12, RW);
	write_all(&r, 0, 12);
	assert_int_equal(move(&r, 4, 8, 40), page(40));
	assert_play(&r, "wwww....wwww");
	assert_areas(&r, page(38), "..wwww..");
	assert_int_equal(move(&r, 40, 44, 4), page(4));
	assert_play(&r, "wwwwwwwwwwww");
	assert_areas(&r, page(38), "........");
	rig_close(&r);
	passed("VV2.27");
}

static void vv2_28(void **state)
{
	struct rig r;
	int64_t at;

	(void)state;
	demo_open(&r);
	map(&r, 0, 8, RW);
	assert_int_equal(rig_mremap(&r, page(0), pages(8), pages(8) + 1, 0, 0),
			 page(0));
	assert_play(&r, "wwwwwwwww...");

	map(&r, 9, 10, RO);
	write_all(&r, 0, 9);
	assert_int_equal(remap(&r, 0, 9, 12), -12);
	at = rig_mremap(&r, page(0), pages(9), pages(12), MREMAP_MAYMOVE_, 0);
	assert_int_equal(at, 0x7ffff7ff9000 - (int64_t)pages(12));
	assert_play(&r, ".........r..");
	assert_areas(&r, (vaddr_t)at, "wwwwwwwwwwww");
	assert_int_equal(rig_own(&r, "status.RssAnon"), 4 + 9 * 4);
	rig_close(&r);
	passed("VV2.28");
}

/* VR2.12: what mremap refuses. */
static void test_mremap_refusals(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	map(&r, 0, 4, RW);
	map(&r, 4, 8, RO);
	assert_int_equal(remap(&r, 2, 6, 8), -14);	/* across areas */
	assert_int_equal(remap(&r, 10, 12, 4), -14);	/* nothing there */
	assert_int_equal(rig_mremap(&r, page(0) + 1, pages(1), pages(2), 0, 0),
			 -22);
	assert_int_equal(rig_mremap(&r, page(0), pages(1), 0, 0, 0), -22);
	assert_int_equal(rig_mremap(&r, page(0), pages(2), pages(2),
				    MREMAP_FIXED_, page(20)), -22);
	assert_int_equal(move(&r, 0, 4, 2), -22);	/* onto itself */
	assert_play(&r, "wwww|rrrr..");
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv2_26),
		cmocka_unit_test(vv2_27),
		cmocka_unit_test(vv2_28),
		cmocka_unit_test(test_mremap_refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
