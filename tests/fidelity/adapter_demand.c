#include "adapter.h"

#include "guest.h"

enum { KB = 1024, MB = 1024 * 1024 };
enum { RW = PROT_READ_ | PROT_WRITE_, ANON = MAP_PRIVATE_ | MAP_ANONYMOUS_ };

static uint64_t map(struct guest *g, uint64_t len, unsigned prot,
		    unsigned flags)
{
	int64_t at = guest_mmap(g, 0, len, prot, ANON | flags);

	/* the program goes on with NULL and dies of it */
	if (at < 0)
		g->lost = true;
	return (uint64_t)at;
}

/* Read every page, write half, write all, again; give a part back. */
static void read_then_write(struct guest *g, uint64_t len, uint64_t part)
{
	uint64_t p = map(g, len, RW, 0);

	guest_step(g, "mmap");
	guest_touch(g, p, len, MODE_READ);
	guest_step(g, "read every page");
	guest_touch(g, p, len / 2, MODE_WRITE);
	guest_step(g, "write first half");
	guest_touch(g, p, len, MODE_WRITE);
	guest_step(g, "write every page");
	guest_touch(g, p, len, MODE_WRITE);
	guest_step(g, "write again");
	guest_snap(g, "touched", SNAP_ALL);
	guest_madvise(g, p, part, MADV_DONTNEED_);
	guest_step(g, "MADV_DONTNEED");
	guest_touch(g, p, part, MODE_READ);
	guest_step(g, "read after DONTNEED");
	guest_munmap(g, p, len);
	guest_step(g, "munmap");
}

cJSON *adapter_demand(const cJSON *rec, struct diag *why)
{
	uint64_t len, part, p;
	struct guest g;

	if (!guest_open(&g, rec, why))
		return NULL;
	guest_exec(&g);
	len = guest_arg(&g, "mb", 16) * MB + guest_arg(&g, "kb", 0) * KB;
	part = guest_arg(&g, "unmap_kb", 4096) * KB;
	guest_write(&g, "/sys/kernel/mm/transparent_hugepage/enabled", "never");
	guest_snap(&g, "before", SNAP_ALL);
	guest_step(&g, "start");
	read_then_write(&g, len, part);
	p = map(&g, len, RW, 0);
	guest_touch(&g, p, len, MODE_WRITE);
	guest_step(&g, "write fresh mapping");
	guest_munmap(&g, p, len);
	guest_step(&g, "munmap 2");
	p = map(&g, len, RW, MAP_POPULATE_);
	guest_step(&g, "mmap MAP_POPULATE");
	guest_munmap(&g, p, len);
	guest_step(&g, "munmap 3");
	p = map(&g, len, PROT_READ_, 0);
	guest_touch(&g, p, len, MODE_READ);
	guest_step(&g, "read-only mapping read");
	guest_munmap(&g, p, len);
	guest_snap(&g, "after", SNAP_ALL);
	return guest_close(&g);
}
