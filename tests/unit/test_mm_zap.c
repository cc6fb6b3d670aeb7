/*
 * In which order pages go back: those of a mapping by batches of a gather,
 * those of a file by batches of slots, each batch from its end.
 */
#include "file_fixture.h"

enum { SPAN = 512 };	/* pages that one page table maps */

/* The frames of pages 0, 1, ..., in the order in which they are expected. */
struct order {
	pfn_t	 page[600];
	unsigned nr;	/* seen to go */
};

static void note_pages(const struct rig *r, struct order *o, vaddr_t at,
		       unsigned nr)
{
	for (unsigned i = 0; i < nr; i++)
		o->page[i] = pte_pfn(rig_pte(r, at + pages(i)));
	o->nr = 0;
}

static void note_file(const struct rig *r, struct order *o, uint32_t file,
		      unsigned nr)
{
	for (unsigned i = 0; i < nr; i++)
		o->page[i] = filemap_page(&r->m, file_inode(r, file), i);
	o->nr = 0;
}

/* The next pages that the last operation gave back: last, last - 1, ... first. */
static void went(const struct rig *r, struct order *o, unsigned last,
		 unsigned first)
{
	for (unsigned i = last + 1; i-- > first;) {
		const struct event *e = rig_event(r, EV_mm_page_free, o->nr++);

		if (e->arg[0] != o->page[i])
			fail_msg("freed as number %u: 0x%llx, not page %u, 0x%llx",
				 o->nr, (unsigned long long)e->arg[0], i,
				 (unsigned long long)o->page[i]);
	}
}

static void test_batches(void **state)
{
	struct order o;
	struct rig r;

	(void)state;
	files_open_ram(&r, 64);
	rig_mmap(&r, page(0), pages(530), RW, FIXED);
	rig_touch(&r, page(0), 530, MODE_WRITE);
	note_pages(&r, &o, page(0), 530);
	assert_int_equal(rig_munmap(&r, page(0), pages(530)), 0);
	went(&r, &o, 7, 0);
	went(&r, &o, 517, 8);
	went(&r, &o, 529, 518);
	rig_close(&r);
}

/*
 * One table: `nr` private pages and a page of a file, its last; then 20 private
 * pages in the next one, which are noted. All of it is unmapped.
 */
static void over_a_border(struct rig *r, struct order *o, unsigned nr,
			  unsigned mode)
{
	const vaddr_t at = page(SPAN - 1), from = at - pages(nr);

	rig_op(r, (struct op){ .verb = OP_mmap, .task = TASK,
			       .arg = { at, pages(1), RW,
					MAP_SHARED_ | MAP_FIXED_,
					(uint64_t)FD << OP_FD_SHIFT } });
	rig_mmap(r, page(SPAN), pages(20), RW, FIXED);
	if (nr) {
		rig_mmap(r, from, pages(nr), RW, FIXED);
		rig_touch(r, from, nr, MODE_WRITE);
	}
	rig_touch(r, at, 1, mode);
	rig_touch(r, page(SPAN), 20, MODE_WRITE);
	note_pages(r, o, page(SPAN), 20);
	assert_int_equal(rig_munmap(r, from, pages(nr + 21)), 0);
}

/* A dirty page of a file ends the batch with its table, and the next is small. */
static void test_dirty_page(void **state)
{
	struct order o;
	struct rig r;

	(void)state;
	files_open_ram(&r, 64);
	assert_int_equal(page(0) % (2 * MIB), 0);
	assert_int_equal(file_open_as(&r, MEMORY, O_CREAT_, FD), 3);
	file_write(&r, FD, pages(1));
	over_a_border(&r, &o, 0, MODE_READ);
	went(&r, &o, 6, 0);
	went(&r, &o, 19, 7);
	over_a_border(&r, &o, 0, MODE_WRITE);
	went(&r, &o, 7, 0);
	went(&r, &o, 19, 8);
	/* a large one's turn: eight have gone, the ninth goes with those after */
	over_a_border(&r, &o, 9, MODE_READ);
	o.nr = 8;
	went(&r, &o, 19, 0);
	over_a_border(&r, &o, 9, MODE_WRITE);
	o.nr = 9;
	went(&r, &o, 7, 0);
	went(&r, &o, 19, 8);
	rig_close(&r);
}

/* Both ways for a file to lose its pages. */
static void test_file(void **state)
{
	static const struct op ways[] = {
		{ .verb = OP_fadvise, .task = TASK, .label = FD,
		  .mode = FADV_DONTNEED_, .arg = { 0, 0, 0, 45 * PAGE_SIZE } },
		{ .verb = OP_truncate, .arg = { 0, DATA, 0 } },
	};
	struct order o;
	struct rig r;

	(void)state;
	files_open_ram(&r, 64);
	file_open_as(&r, DATA, 0, FD);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(file_pread(&r, FD, pages(45), 0), pages(45));
		note_file(&r, &o, DATA, 45);
		assert_int_equal(rig_op(&r, ways[i]), 0);
		went(&r, &o, 14, 0);
		went(&r, &o, 29, 15);
		went(&r, &o, 44, 30);
	}
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_batches),
		cmocka_unit_test(test_dirty_page),
		cmocka_unit_test(test_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
