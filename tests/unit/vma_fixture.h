/* vma_fixture - calls on pages of the playground, by their numbers */
#ifndef TESTS_UNIT_VMA_FIXTURE_H
#define TESTS_UNIT_VMA_FIXTURE_H

#include "mm_fixture.h"

static inline void demo_open(struct rig *r)
{
	rig_open_ram(r, 16);
	assert_int_equal(rig_exec(r, LAYOUT_EMPTY), 100);
}

/* Pages [from, to) of the playground. */
static inline void map(struct rig *r, uint64_t from, uint64_t to, unsigned prot)
{
	assert_int_equal(rig_mmap(r, page(from), pages(to - from), prot, FIXED),
			 page(from));
}

static inline void unmap(struct rig *r, uint64_t from, uint64_t to)
{
	assert_int_equal(rig_munmap(r, page(from), pages(to - from)), 0);
}

static inline void protect(struct rig *r, uint64_t from, uint64_t to, unsigned prot)
{
	assert_int_equal(rig_mprotect(r, page(from), pages(to - from), prot), 0);
}

static inline void advise(struct rig *r, uint64_t from, uint64_t to, unsigned advice)
{
	assert_int_equal(rig_madvise(r, page(from), pages(to - from), advice), 0);
}

static inline void write_all(struct rig *r, uint64_t from, uint64_t to)
{
	rig_touch(r, page(from), to - from, MODE_WRITE);
}

#define assert_play(r, picture) assert_areas(r, BASE, picture)

#endif
