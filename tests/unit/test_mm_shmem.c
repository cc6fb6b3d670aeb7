/* Files of memory: tmpfs, memfd, shared anonymous, System V segments. */
#include "file_fixture.h"

#include "mm/inode.h"
#include "mm/shmem.h"

static int64_t committed(const struct rig *r)
{
	return (int64_t)r->m.s->vm_committed;
}

static void test_tmpfs(void **state)
{
	int64_t before;
	uint64_t anon;
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	before = committed(&r);
	lru_add_drain(&r.m);
	anon = file_stat(&r, NR_INACTIVE_ANON);
	file_open_as(&r, MEMORY, 0, FD);
	assert_int_equal(file_write(&r, FD, pages(20)), pages(20));
	/* charged page by page, on the lists of anonymous pages */
	assert_int_equal(committed(&r) - before, 20);
	assert_int_equal(file_stat(&r, NR_SHMEM), 20);
	assert_int_equal(file_stat(&r, NR_FILE_PAGES), 20);
	lru_add_drain(&r.m);
	assert_int_equal(file_stat(&r, NR_INACTIVE_ANON) - anon, 20);
	/* born referenced: written once more it is active */
	file_pwrite(&r, FD, pages(5), 0);
	lru_add_drain(&r.m);
	assert_int_equal(file_stat(&r, NR_ACTIVE_ANON), 5);
	/* a hole reads as zeros and stays one */
	file_pwrite(&r, FD, 1, pages(40));
	assert_int_equal(file_pread(&r, FD, pages(100), 0), pages(40) + 1);
	assert_int_equal(file_stat(&r, NR_SHMEM), 21);
	/* no disk: nothing to write */
	assert_int_equal(file_call(&r, OP_fsync, FD, 0, 0, 0), 0);
	file_sync(&r);
	assert_int_equal(file_stat(&r, NR_WRITTEN), 0);
	rig_op(&r, (struct op){ .verb = OP_truncate,
				.arg = { 0, MEMORY, pages(2) } });
	assert_int_equal(committed(&r) - before, 2);
	rig_op(&r, (struct op){ .verb = OP_unlink, .arg = { 0, MEMORY } });
	assert_int_equal(file_stat(&r, NR_SHMEM), 2);
	file_close_fd(&r, FD);
	assert_int_equal(file_stat(&r, NR_SHMEM), 0);
	assert_int_equal(committed(&r), before);
	rig_close(&r);
}

/* Half of RAM, then the file system is full. */
static void test_full(void **state)
{
	struct rig r;
	int64_t ret;

	(void)state;
	files_open_ram(&r, 16);
	file_open_as(&r, MEMORY, 0, FD);
	ret = file_write(&r, FD, 16 * MIB);
	assert_true(ret > 5 * MIB && ret < 8 * MIB);
	assert_int_equal(ret % PAGE_SIZE, 0);
	assert_int_equal(file_write(&r, FD, 1), -ENOSPC);
	rig_close(&r);
}

static int64_t memfd(struct rig *r, uint64_t bytes, uint16_t label)
{
	return rig_op(r, (struct op){ .verb = OP_memfd_create, .task = r->task,
				      .out = label, .arg = { 0, bytes } });
}

static void test_memfd(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	assert_int_equal(memfd(&r, pages(10), FD), 3);
	assert_int_equal(file_stat(&r, NR_SHMEM), 0);
	assert_int_equal(file_read(&r, FD, pages(20)), pages(10));
	assert_int_equal(file_write(&r, FD, pages(3)), pages(3));
	assert_int_equal(file_stat(&r, NR_SHMEM), 3);
	assert_true(rig_op(&r, (struct op){ .verb = OP_mmap, .task = TASK,
					    .arg = { page(0), pages(10), RW,
						     MAP_SHARED_ | MAP_FIXED_,
						     (uint64_t)FD
							     << OP_FD_SHIFT } }) > 0);
	assert_int_equal(rig_access(&r, page(5), MODE_WRITE), 0);
	assert_int_equal(file_stat(&r, NR_SHMEM), 4);
	file_close_fd(&r, FD);
	assert_int_equal(file_stat(&r, NR_SHMEM), 4);
	rig_munmap(&r, page(0), pages(10));
	assert_int_equal(file_stat(&r, NR_SHMEM), 0);
	rig_close(&r);
}

static int64_t shm(struct rig *r, enum op_verb verb, uint16_t label,
		   uint16_t out, uint64_t bytes, uint64_t flags)
{
	return rig_op(r, (struct op){ .verb = (uint8_t)verb, .task = r->task,
				      .label = label, .out = out,
				      .arg = { 0, bytes, flags } });
}

static void test_segments(void **state)
{
	enum { SEGMENT = LABEL_A, THERE = LABEL_B };
	int64_t before;
	vaddr_t at;
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	before = committed(&r);
	assert_int_equal(shm(&r, OP_shmat, SEGMENT, THERE, 0, 0), -EINVAL);
	assert_int_equal(shm(&r, OP_shmget, 0, SEGMENT, 0, 0), -EINVAL);
	assert_int_equal(shm(&r, OP_shmget, 0, SEGMENT, pages(4) + 1, 0), 0);
	assert_int_equal(committed(&r) - before, 5);
	at = (vaddr_t)shm(&r, OP_shmat, SEGMENT, THERE, 0, 0);
	assert_int_equal(at & (PAGE_SIZE - 1), 0);
	assert_int_equal(rig_access(&r, at + pages(4), MODE_WRITE), 0);
	assert_int_equal(file_stat(&r, NR_SHMEM), 1);
	/* removed, it lives as long as somebody has it */
	assert_int_equal(shm(&r, OP_shmctl, SEGMENT, 0, 0, 0), 0);
	assert_int_equal(shm(&r, OP_shmat, SEGMENT, 0, 0, 0), -EINVAL);
	assert_int_equal(rig_access(&r, at, MODE_WRITE), 0);
	assert_int_equal(shm(&r, OP_shmdt, THERE, 0, 0, 0), 0);
	assert_int_equal(file_stat(&r, NR_SHMEM), 0);
	assert_int_equal(committed(&r), before);
	assert_int_equal(shm(&r, OP_shmdt, THERE, 0, 0, 0), -EINVAL);
	/* not charged at once; detached, it stays */
	assert_int_equal(shm(&r, OP_shmget, 0, SEGMENT, pages(4),
			     SHM_NORESERVE_), 1);
	assert_int_equal(committed(&r), before);
	at = (vaddr_t)shm(&r, OP_shmat, SEGMENT, THERE, 0, 0);
	rig_access(&r, at, MODE_WRITE);
	assert_int_equal(committed(&r), before + 1);
	shm(&r, OP_shmdt, THERE, 0, 0, 0);
	assert_int_equal(file_stat(&r, NR_SHMEM), 1);
	shm(&r, OP_shmctl, SEGMENT, 0, 0, 0);
	assert_int_equal(file_stat(&r, NR_SHMEM), 0);
	assert_int_equal(committed(&r), before);
	rig_close(&r);
}

static void open_with_swap(struct rig *r)
{
	struct machine_spec spec;

	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, 16 * MIB));
	spec.nr_swaps = 1;
	spec.swap[0] = (struct swap_spec){ .name = "/dev/vdb", .pages = 4096,
					   .prio = -1, .on = 1 };
	files_open(r, &spec);
}

/* Slots of the file that hold a swap entry. */
static uint64_t pages_out(const struct rig *r, handle_t inode)
{
	uint64_t nr = 0, at = 0;

	for (; (at = xa_find(&r->m, inode, at, WANT_USED)) != INDEX_NONE; at++)
		nr += filemap_slot(&r->m, inode, at).kind == SLOT_SWAP;
	return nr;
}

/* Memory of a task drives tmpfs pages out; they come back when they are read. */
static void test_swap(void **state)
{
	const uint64_t nr = 1200;
	uint64_t out, free_slots;
	handle_t inode;
	struct rig r;

	(void)state;
	open_with_swap(&r);
	free_slots = r.m.s->nr_swap_pages;
	inode = file_inode(&r, MEMORY);
	file_open_as(&r, MEMORY, 0, FD);
	assert_int_equal(file_write(&r, FD, pages(nr)), pages(nr));
	rig_mmap(&r, page(0), pages(2700), RW, FIXED);
	rig_touch(&r, page(0), 2700, MODE_WRITE);
	out = pages_out(&r, inode);
	assert_in_range(out, 100, nr);
	assert_int_equal(inode_at(&r.m, inode)->nrpages, nr - out);
	assert_int_equal(file_stat(&r, NR_SHMEM), nr - out);
	/* the charge stays with a page that is out */
	assert_int_equal(inode_at(&r.m, inode)->promised_pages, nr);
	rig_munmap(&r, page(0), pages(2700));
	assert_int_equal(file_pread(&r, FD, pages(nr / 2), 0), pages(nr / 2));
	assert_true(pages_out(&r, inode) < out);
	for (uint64_t i = 0; i < nr / 2; i++)
		assert_true(filemap_page(&r.m, inode, i) != PFN_NONE);
	/* the rest is forgotten where it lies */
	rig_op(&r, (struct op){ .verb = OP_truncate, .arg = { 0, MEMORY, 0 } });
	assert_int_equal(file_stat(&r, NR_SHMEM), 0);
	assert_int_equal(inode_at(&r.m, inode)->promised_pages, 0);
	rig_exit(&r, 0);
	/*
	 * Pages that were on their way out keep their slots until reclaim
	 * comes; others lie in stock.
	 */
	assert_int_equal(free_slots - r.m.s->nr_swap_pages,
			 file_stat(&r, NR_SWAPCACHE) +
				 r.m.s->nr_slots_cache + r.m.s->nr_slots_ret);
	rig_close(&r);
}

/* The hidden file of shared memory goes with its last area, in stretches. */
static void test_shared_anonymous(void **state)
{
	const uint64_t nr = 1500;
	struct op op = { .verb = OP_munmap, .task = TASK,
			 .arg = { page(0), pages(nr) } };
	unsigned stretches = 1;
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	rig_mmap(&r, page(0), pages(nr), RW,
		 MAP_SHARED_ | MAP_ANONYMOUS_ | MAP_FIXED_ | MAP_POPULATE_);
	assert_int_equal(file_stat(&r, NR_SHMEM), nr);
	for (bool done = op_begin(&r.m, &op); !done; stretches++)
		done = op_go_on(&r.m);
	assert_true(stretches > 4);
	assert_int_equal(file_stat(&r, NR_SHMEM), 0);
	assert_int_equal(r.m.s->nr_orphans, 0);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tmpfs),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_memfd),
		cmocka_unit_test(test_segments),
		cmocka_unit_test(test_swap),
		cmocka_unit_test(test_shared_anonymous),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
