/*
 * file_fixture - a rig with files: a device and a file on a disk, a file of
 * tmpfs, and one that is not there yet; system calls on them
 */
#ifndef TESTS_UNIT_FILE_FIXTURE_H
#define TESTS_UNIT_FILE_FIXTURE_H

#include <errno.h>

#include "mm_fixture.h"

#include "mm/disk.h"
#include "mm/fd.h"
#include "mm/filemap.h"
#include "mm/file.h"
#include "mm/flusher.h"
#include "mm/kmem.h"
#include "mm/readahead.h"
#include "mm/vmstat.h"
#include "mm/writeback.h"

/* Slots of the files. */
enum { DEVICE = 1, DATA = 2, MEMORY = 3, ABSENT = 4, NR_FILES = 4 };
enum { FD = LABEL_A, FD_B = LABEL_B };

static const struct file_spec fixture_files[NR_FILES] = {
	{ .name = "/dev/vda", .size_bytes = UINT64_C(1) << 30,
	  .kind = INODE_BDEV },
	{ .name = "/data", .size_bytes = UINT64_C(64) << 20,
	  .kind = INODE_REGULAR },
	{ .name = "/dev/shm/m", .kind = INODE_TMPFS },
	{ .name = "/new", .kind = INODE_REGULAR, .absent = 1 },
};

static inline void files_open(struct rig *r, struct machine_spec *spec)
{
	spec->nr_files = NR_FILES;
	spec->file = fixture_files;
	rig_open(r, spec);
	assert_true(rig_exec(r, LAYOUT_EMPTY) >= 0);
}

/* A machine of so many MiB, and a task that opens files. */
static inline void files_open_ram(struct rig *r, uint64_t mib)
{
	struct machine_spec spec;

	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, mib * MIB));
	files_open(r, &spec);
}

static inline int64_t file_call(struct rig *r, enum op_verb verb,
				uint16_t label, uint64_t a1, uint64_t a2,
				uint64_t a3)
{
	return rig_op(r, (struct op){ .verb = (uint8_t)verb, .task = r->task,
				      .label = label,
				      .arg = { 0, a1, a2, a3 } });
}

static inline int64_t file_open_as(struct rig *r, uint32_t file, unsigned flags,
				   uint16_t label)
{
	return rig_op(r, (struct op){ .verb = OP_open, .task = r->task,
				      .out = label,
				      .arg = { 0, file, flags } });
}

static inline int64_t file_close_fd(struct rig *r, uint16_t label)
{
	return file_call(r, OP_close, label, 0, 0, 0);
}

/* From where the file stands. */
static inline int64_t file_read(struct rig *r, uint16_t label, uint64_t bytes)
{
	return file_call(r, OP_read, label, 0, bytes, 0);
}

static inline int64_t file_pread(struct rig *r, uint16_t label, uint64_t bytes,
				 uint64_t at)
{
	return file_call(r, OP_read, label, 0, bytes, at + 1);
}

static inline int64_t file_write(struct rig *r, uint16_t label, uint64_t bytes)
{
	return file_call(r, OP_write, label, 0, bytes, 0);
}

static inline int64_t file_pwrite(struct rig *r, uint16_t label, uint64_t bytes,
				  uint64_t at)
{
	return file_call(r, OP_write, label, 0, bytes, at + 1);
}

static inline int64_t file_sync(struct rig *r)
{
	return rig_op(r, (struct op){ .verb = OP_sync });
}

static inline int64_t file_sleep(struct rig *r, uint64_t ms)
{
	return rig_op(r, (struct op){ .verb = OP_sleep, .arg = { 0, ms } });
}

static inline int64_t file_fadvise(struct rig *r, uint16_t label,
				   unsigned advice, uint64_t at, uint64_t bytes)
{
	return rig_op(r, (struct op){ .verb = OP_fadvise, .task = r->task,
				      .label = label, .mode = (uint8_t)advice,
				      .arg = { 0, 0, at, bytes } });
}

static inline handle_t file_inode(const struct rig *r, uint32_t file)
{
	handle_t h = inode_by_slot(&r->m, file);

	assert_true(h != 0);
	return h;
}

/* Pages of the file that are in memory. */
static inline uint64_t file_cached(const struct rig *r, uint32_t file)
{
	return inode_at(&r->m, file_inode(r, file))->nrpages;
}

static inline uint64_t file_stat(const struct rig *r, enum node_stat_item item)
{
	return node_stat_sum(&r->m, item);
}

/* Pages [from, ...) of the file, a character each: c in memory, r being read,
 * d dirty, w being written, M the marker, . not there. */
static inline const char *file_drawn(struct rig *r, uint32_t file,
				     uint64_t from, size_t nr)
{
	size_t i;

	assert_true(nr < sizeof(r->drawn));
	for (i = 0; i < nr; i++) {
		pfn_t pfn = filemap_page(&r->m, file_inode(r, file), from + i);
		uint32_t flags = pfn == PFN_NONE ? 0 :
						   frame_at(&r->m, pfn)->flags;

		r->drawn[i] = pfn == PFN_NONE	       ? '.' :
			      flags & PG_WRITEBACK     ? 'w' :
			      flags & PG_DIRTY	       ? 'd' :
			      flags & PG_READAHEAD     ? 'M' :
			      !(flags & PG_UPTODATE)   ? 'r' : 'c';
	}
	r->drawn[i] = '\0';
	return r->drawn;
}

#define assert_file(r, file, from, picture)                                    \
	assert_string_equal(file_drawn(r, file, from, strlen(picture)), picture)

#endif
