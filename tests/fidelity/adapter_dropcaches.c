#include "adapter.h"

#include <stdio.h>

#include "guest.h"

#define MB (UINT64_C(1024) * 1024)

enum { RW = PROT_READ_ | PROT_WRITE_, CHUNK = 65536 };
enum { FD_CLEAN = 10, FD_DIRTY, FD_MAPPED, FD_LOCKED, FD_TMPFS, ID_SEGMENT };

/* How much of each file is in memory. */
static void report(struct guest *g, const char *when)
{
	static const char *const files[] = { "clean", "dirty", "mapped",
					     "locked" };
	char path[64], name[128];

	guest_step(g, "%s", when);
	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "/mnt/%s", files[i]);
		snprintf(name, sizeof(name), "%s: pages of file '%s' in the cache",
			 when, files[i]);
		guest_note(g, name, guest_resident(g, path));
	}
	snprintf(name, sizeof(name), "%s: pages of the tmpfs file", when);
	guest_note(g, name, guest_resident(g, "/ram/t"));
}

static void read_clean(struct guest *g, uint64_t bytes)
{
	guest_open_file(g, "/mnt/clean", 0, FD_CLEAN);
	for (uint64_t at = 0; at < bytes && !g->lost; at += CHUNK)
		guest_read(g, FD_CLEAN, at, CHUNK);
	guest_close_file(g, FD_CLEAN);
	guest_step(g, "clean read");
}

static void write_all(struct guest *g, uint16_t fd, uint64_t bytes)
{
	for (uint64_t at = 0; at < bytes && !g->lost; at += PAGE_SIZE)
		guest_write_file(g, fd, at, PAGE_SIZE);
}

static uint64_t map_file(struct guest *g, const char *name, uint16_t fd,
			 uint64_t bytes)
{
	guest_open_file(g, name, 0, fd);
	return (uint64_t)guest_mmap_file(g, fd, bytes, PROT_READ_, MAP_SHARED_);
}

/* A segment of System V: written, and left behind. */
static void write_segment(struct guest *g, uint64_t bytes)
{
	int64_t at;

	guest_op(g, (struct op){ .verb = OP_shmget, .out = ID_SEGMENT,
				 .arg = { 0, bytes } });
	at = guest_op(g, (struct op){ .verb = OP_shmat, .label = ID_SEGMENT });
	guest_touch(g, (uint64_t)at, bytes, MODE_WRITE);
	guest_op(g, (struct op){ .verb = OP_shmdt,
				 .arg = { (uint64_t)at } });
	guest_step(g, "sysv written");
}

struct mappings {
	uint64_t mapped, locked;
};

static struct mappings load(struct guest *g, uint64_t bytes)
{
	struct mappings at;

	read_clean(g, bytes);
	guest_open_file(g, "/mnt/dirty", 0, FD_DIRTY);
	write_all(g, FD_DIRTY, bytes);
	guest_close_file(g, FD_DIRTY);
	guest_step(g, "dirty written");
	at.mapped = map_file(g, "/mnt/mapped", FD_MAPPED, bytes);
	guest_touch(g, at.mapped, bytes, MODE_READ);
	guest_step(g, "mapped read");
	at.locked = map_file(g, "/mnt/locked", FD_LOCKED, bytes);
	guest_op(g, (struct op){ .verb = OP_mlock,
				 .arg = { at.locked, bytes } });
	guest_step(g, "locked");
	guest_open_file(g, "/ram/t", O_CREAT_, FD_TMPFS);
	write_all(g, FD_TMPFS, bytes);
	guest_step(g, "tmpfs written");
	write_segment(g, bytes);
	report(g, "loaded");
	guest_snap(g, "loaded", SNAP_MEM | SNAP_VM);
	return at;
}

static void drop(struct guest *g, const char *value, const char *when)
{
	guest_write(g, "/proc/sys/vm/drop_caches", value);
	report(g, when);
}

/* One reason after the other goes away. */
static void release(struct guest *g, struct mappings at, uint64_t bytes)
{
	guest_op(g, (struct op){ .verb = OP_sync });
	report(g, "after sync");
	drop(g, "1", "after sync and drop 1");
	guest_munmap(g, at.mapped, bytes);
	drop(g, "1", "after munmap and drop 1");
	guest_op(g, (struct op){ .verb = OP_munlock,
				 .arg = { at.locked, bytes } });
	drop(g, "1", "after munlock and drop 1");
	guest_munmap(g, at.locked, bytes);
	drop(g, "3", "after munmap locked and drop 3");
	guest_op(g, (struct op){ .verb = OP_shmctl, .label = ID_SEGMENT });
	guest_step(g, "sysv removed");
}

static void unlink_tmpfs(struct guest *g)
{
	for (uint32_t i = 0; i < g->nr_files; i++)
		if (g->file_names[i][1] == 'r')
			guest_op(g, (struct op){ .verb = OP_unlink,
						 .arg = { 0, i + 1 } });
	guest_close_file(g, FD_TMPFS);
	guest_step(g, "tmpfs removed");
}

cJSON *adapter_dropcaches(const cJSON *rec, struct diag *why)
{
	struct mappings at;
	struct guest g;
	uint64_t bytes;

	if (!guest_open(&g, rec, why))
		return NULL;
	guest_exec(&g);
	bytes = guest_arg(&g, "mb", 8) * MB;
	guest_write(&g, "/proc/sys/vm/dirty_writeback_centisecs", "0");
	guest_write(&g, "/proc/sys/vm/dirty_expire_centisecs", "600000");
	guest_write(&g, "/proc/sys/vm/dirty_background_ratio", "60");
	guest_write(&g, "/proc/sys/vm/dirty_ratio", "70");
	guest_snap(&g, "before", SNAP_ALL);
	guest_step(&g, "start");
	at = load(&g, bytes);
	drop(&g, "1", "after drop 1 without sync");
	drop(&g, "2", "after drop 2 without sync");
	drop(&g, "3", "after drop 3 without sync");
	guest_snap(&g, "dropped", SNAP_MEM | SNAP_VM);
	release(&g, at, bytes);
	unlink_tmpfs(&g);
	guest_snap(&g, "after", SNAP_ALL);
	return guest_close(&g);
}
