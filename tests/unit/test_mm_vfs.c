/* System calls on files: names, descriptors, sizes, and the end of a file. */
#include "file_fixture.h"

#include "mm/inode.h"

static int64_t file_truncate(struct rig *r, uint32_t file, uint64_t bytes)
{
	return rig_op(r, (struct op){ .verb = OP_truncate,
				      .arg = { 0, file, bytes } });
}

static int64_t file_unlink(struct rig *r, uint32_t file)
{
	return rig_op(r, (struct op){ .verb = OP_unlink, .arg = { 0, file } });
}

static void test_descriptors(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	assert_int_equal(file_open_as(&r, DATA, 0, FD), 3);
	assert_int_equal(file_open_as(&r, DATA, 0, FD_B), 4);
	assert_int_equal(file_open_as(&r, DATA, 0, FD_B), 5);
	/* the label means its newest, and the older one after that is closed */
	assert_int_equal(file_read(&r, FD_B, 100), 100);
	assert_int_equal(file_close_fd(&r, FD_B), 0);
	assert_int_equal(file_at(&r.m, fd_file(&r.m, rig_task(&r), FD_B))
				 ->pos_bytes, 0);
	/* the lowest number that is free */
	assert_int_equal(file_close_fd(&r, FD), 0);
	assert_int_equal(file_open_as(&r, DATA, 0, FD), 3);
	assert_int_equal(file_close_fd(&r, FD), 0);
	assert_int_equal(file_close_fd(&r, FD), -EBADF);
	assert_int_equal(file_read(&r, FD, 1), -EBADF);
	assert_int_equal(file_write(&r, FD, 1), -EBADF);
	assert_int_equal(file_fadvise(&r, FD, 0, 0, 0), -EBADF);
	assert_int_equal(file_call(&r, OP_fsync, FD, 0, 0, 0), -EBADF);
	rig_close(&r);
}

static void test_too_many(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 16);
	for (unsigned i = 3; i < 1024; i++)
		assert_int_equal(file_open_as(&r, DATA, 0, FD), i);
	assert_int_equal(file_open_as(&r, ABSENT, O_CREAT_, FD), -EMFILE);
	rig_close(&r);
}

static void test_names(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	assert_int_equal(file_open_as(&r, ABSENT, 0, FD), -ENOENT);
	assert_int_equal(file_open_as(&r, NR_FILES + 1, 0, FD), -ENOENT);
	assert_int_equal(file_truncate(&r, ABSENT, 5), -ENOENT);
	assert_int_equal(file_unlink(&r, ABSENT), -ENOENT);
	assert_int_equal(file_open_as(&r, ABSENT, O_CREAT_, FD), 3);
	assert_int_equal(file_read(&r, FD, 100), 0);
	assert_int_equal(file_write(&r, FD, 10000), 10000);
	assert_string_equal(inode_at(&r.m, file_inode(&r, ABSENT))->name,
			    "/new");
	/* unlinked it lives as long as it is open */
	assert_int_equal(file_unlink(&r, ABSENT), 0);
	assert_int_equal(inode_by_slot(&r.m, ABSENT), 0);
	assert_int_equal(file_pread(&r, FD, 100, 9950), 50);
	assert_int_equal(file_stat(&r, NR_FILE_PAGES), 3);
	/* a new one of that name is another file */
	assert_int_equal(file_open_as(&r, ABSENT, O_CREAT_, FD_B), 4);
	assert_int_equal(file_read(&r, FD_B, 100), 0);
	assert_int_equal(file_close_fd(&r, FD), 0);
	assert_int_equal(file_stat(&r, NR_FILE_PAGES), 0);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 0);
	rig_close(&r);
}

static void test_positions(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, ABSENT, O_CREAT_, FD);
	assert_int_equal(file_write(&r, FD, 5000), 5000);
	assert_int_equal(file_read(&r, FD, 1), 0);
	assert_int_equal(file_pread(&r, FD, 100000, 1000), 4000);
	assert_int_equal(file_pread(&r, FD, 10, 5000), 0);
	/* pread moves nothing; a hole is read as zeros, from the disk */
	assert_int_equal(file_pwrite(&r, FD, 10, 20000), 10);
	assert_int_equal(file_write(&r, FD, 10), 10);
	assert_int_equal(inode_at(&r.m, file_inode(&r, ABSENT))->size_bytes,
			 20010);
	assert_file(&r, ABSENT, 0, "dd..d.");
	assert_int_equal(file_open_as(&r, ABSENT, O_APPEND_, FD_B), 4);
	assert_int_equal(file_write(&r, FD_B, 90), 90);
	assert_int_equal(inode_at(&r.m, file_inode(&r, ABSENT))->size_bytes,
			 20100);
	assert_int_equal(file_open_as(&r, ABSENT, O_TRUNC_, FD_B), 5);
	assert_int_equal(inode_at(&r.m, file_inode(&r, ABSENT))->size_bytes, 0);
	assert_int_equal(file_cached(&r, ABSENT), 0);
	assert_int_equal(file_pwrite(&r, FD, 10, UINT64_C(1) << 44), -EFBIG);
	assert_int_equal(file_pwrite(&r, FD, 10, INT64_MAX), -EINVAL);
	assert_int_equal(file_pread(&r, FD, UINT64_MAX, 10), -EINVAL);
	rig_close(&r);
}

/* Part of a page that lies on the disk: it is read before it is written. */
static void test_partial_write(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_pwrite(&r, FD, 100, pages(7) + 50);
	assert_int_equal(r.log.count[EV_block_rq_issue], 1);
	file_pwrite(&r, FD, PAGE_SIZE, pages(9));
	assert_int_equal(r.log.count[EV_block_rq_issue], 0);
	assert_file(&r, DATA, 6, ".d.d.");
	rig_close(&r);
}

static void test_truncate(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_read(&r, FD, pages(2000));
	/* what is left of page 3 is zeroed, and so dirty */
	assert_int_equal(file_truncate(&r, DATA, pages(3) + 1), 0);
	assert_file(&r, DATA, 0, "cccd.");
	assert_int_equal(file_cached(&r, DATA), 4);
	assert_int_equal(file_truncate(&r, DATA, pages(100)), 0);
	assert_int_equal(file_pread(&r, FD, pages(200), pages(4)), pages(96));
	assert_int_equal(file_truncate(&r, DATA, 0), 0);
	assert_int_equal(file_stat(&r, NR_FILE_PAGES), 0);
	assert_int_equal(file_truncate(&r, DEVICE, 0), -EINVAL);
	rig_close(&r);
}

/* Pages that are on their way to the disk are waited for. */
static void test_truncate_under_writeback(void **state)
{
	uint64_t at = 0;
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_write(&r, FD, pages(40));
	writeback_request(&r.m, file_inode(&r, DATA), &at, INDEX_NONE,
			  WB_REASON_SYNC);
	assert_int_equal(file_stat(&r, NR_WRITEBACK), 32);
	file_truncate(&r, DATA, 0);
	assert_int_equal(file_stat(&r, NR_WRITEBACK), 0);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 0);
	assert_int_equal(file_stat(&r, NR_WRITTEN), 32);
	assert_int_equal(r.m.s->nr_dirty_inodes, 0);
	rig_close(&r);
}

static void test_dontneed(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_read(&r, FD, pages(16));
	file_pwrite(&r, FD, pages(2), pages(4));
	/* whole pages only; the dirty ones are sent, and stay for now */
	file_fadvise(&r, FD, FADV_DONTNEED_, 100, pages(8));
	assert_file(&r, DATA, 0, "c...ww..cccccccc");
	file_sleep(&r, 100);
	file_fadvise(&r, FD, FADV_DONTNEED_, 0, 0);
	assert_int_equal(file_cached(&r, DATA), 0);
	rig_close(&r);
}

/* Past the page cache: what that has is written first, and dropped. */
static void test_direct(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_open_as(&r, DATA, O_DIRECT_, FD_B);
	file_write(&r, FD, pages(4));
	file_pread(&r, FD, pages(1), pages(40));
	assert_int_equal(file_read(&r, FD_B, 100), -EINVAL);
	assert_int_equal(file_read(&r, FD_B, pages(2)), pages(2));
	assert_int_equal(r.log.count[EV_block_rq_issue], 2);
	assert_file(&r, DATA, 0, "ccdd.");
	assert_int_equal(file_stat(&r, NR_WRITTEN), 2);
	assert_int_equal(file_pwrite(&r, FD_B, pages(100), pages(1)),
			 pages(100));
	assert_file(&r, DATA, 0, "c....");
	assert_int_equal(file_cached(&r, DATA), 1);
	assert_int_equal(r.m.s->nr_requests, 0);
	/* beyond the end it grows; reading stops there */
	assert_int_equal(file_pwrite(&r, FD_B, pages(2), 64 * MIB), pages(2));
	assert_int_equal(file_pread(&r, FD_B, pages(9), 64 * MIB), pages(2));
	rig_close(&r);
}

/* The child has the descriptors of its parent, and shares the positions. */
static void test_fork(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_read(&r, FD, 100);
	assert_true(rig_fork(&r) > 0);
	r.task = CHILD;
	file_read(&r, FD, 100);
	assert_int_equal(file_close_fd(&r, FD), 0);
	r.task = TASK;
	assert_int_equal(file_at(&r.m, fd_file(&r.m, rig_task(&r), FD))
				 ->pos_bytes, 200);
	r.task = CHILD;
	rig_exit(&r, 0);
	r.task = TASK;
	assert_int_equal(file_read(&r, FD, 100), 100);
	rig_exit(&r, 0);
	assert_int_equal(r.m.s->pool_fd.nr_used, 0);
	rig_close(&r);
}

static int64_t rig_msync(struct rig *r, vaddr_t at, uint64_t bytes)
{
	return rig_op(r, (struct op){ .verb = OP_msync, .task = r->task,
				      .arg = { at, bytes } });
}

static int64_t map_file(struct rig *r, vaddr_t at, uint64_t bytes,
			unsigned flags, uint64_t offset)
{
	return rig_op(r, (struct op){ .verb = OP_mmap, .task = r->task,
				      .arg = { at, bytes, RW,
					       flags | MAP_FIXED_,
					       (uint64_t)FD << OP_FD_SHIFT |
						       offset } });
}

/* A shared mapping is written, synced, and cut off under its writer. */
static void test_mapped(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	assert_true(map_file(&r, page(0), pages(8), MAP_SHARED_, pages(4)) > 0);
	assert_int_equal(rig_access(&r, page(1), MODE_WRITE), 0);
	assert_int_equal(rig_access(&r, page(3), MODE_WRITE), 0);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 2);
	assert_int_equal(r.m.s->kmem_objects[KMEM_BUFFER_HEAD], 2);
	assert_int_equal(rig_msync(&r, page(0), pages(2)), 0);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 1);
	/* a hole is told, what is mapped around it is done */
	assert_int_equal(rig_msync(&r, page(2), pages(20)), -ENOMEM);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 0);
	/* write-protected by that: the next write is seen */
	assert_int_equal(rig_access(&r, page(1), MODE_WRITE), 0);
	assert_int_equal(file_stat(&r, NR_FILE_DIRTY), 1);
	assert_int_equal(file_truncate(&r, DATA, pages(6)), 0);
	assert_int_equal(rig_access(&r, page(1), MODE_READ), 0);
	assert_int_equal(rig_access(&r, page(3), MODE_READ), 7);
	/* dropped or not: mapped pages stay */
	file_sync(&r);
	rig_sysctl(&r, SYSCTL_drop_caches, 1);
	assert_true(filemap_page(&r.m, file_inode(&r, DATA), 5) != PFN_NONE);
	rig_close(&r);
}

/* A long read is cut into stretches; the machine comes out the same. */
static void test_stretches(void **state)
{
	struct op op = { .verb = OP_read, .task = TASK, .label = FD,
			 .arg = { 0, 0, 10 * MIB } };
	unsigned stretches = 1;
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	for (bool done = op_begin(&r.m, &op); !done; stretches++) {
		struct diag why = { 0 };

		assert_true(machine_check_weak(&r.m, &why));
		done = op_go_on(&r.m);
	}
	assert_int_equal(r.m.s->op_result, 10 * MIB);
	assert_int_equal(stretches, 2560 / 512 + 1);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_descriptors),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_positions),
		cmocka_unit_test(test_partial_write),
		cmocka_unit_test(test_truncate),
		cmocka_unit_test(test_truncate_under_writeback),
		cmocka_unit_test(test_dontneed),
		cmocka_unit_test(test_direct),
		cmocka_unit_test(test_fork),
		cmocka_unit_test(test_mapped),
		cmocka_unit_test(test_stretches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
