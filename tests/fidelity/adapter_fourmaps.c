#include "adapter.h"

#include <stdio.h>

#include "guest.h"

#define MB (UINT64_C(1024) * 1024)

enum { RW = PROT_READ_ | PROT_WRITE_, SLOT_FD = 10, NR_KINDS_OF_MAP = 4 };

static void drop(struct guest *g)
{
	guest_op(g, (struct op){ .verb = OP_sync });
	guest_write(g, "/proc/sys/vm/drop_caches", "1");
}

/* Shared or private, of a file or anonymous. */
static int64_t map(struct guest *g, int kind, uint64_t len)
{
	unsigned flags = kind == 0 || kind == 3 ? MAP_SHARED_ : MAP_PRIVATE_;

	if (kind >= 2)
		return guest_mmap(g, 0, len, RW, flags | MAP_ANONYMOUS_);
	guest_open_file(g, "/mnt/data", 0, SLOT_FD);
	return guest_mmap_file(g, SLOT_FD, len, RW, flags);
}

static void one_kind(struct guest *g, int kind, uint64_t len)
{
	static const char *const names[NR_KINDS_OF_MAP] = {
		"shared file", "private file", "private anonymous",
		"shared anonymous",
	};
	char label[64];
	int64_t p;

	drop(g);
	guest_step(g, "%s: caches dropped", names[kind]);
	snprintf(label, sizeof(label), "%s.before", names[kind]);
	guest_snap(g, label, SNAP_MEM);
	p = map(g, kind, len);
	if (p < 0)
		return;
	guest_touch(g, (uint64_t)p, len, MODE_WRITE);
	guest_step(g, "%s: filled", names[kind]);
	snprintf(label, sizeof(label), "%s.filled", names[kind]);
	guest_snap(g, label, SNAP_MEM | SNAP_STATUS | SNAP_ROLLUP);
	guest_munmap(g, (uint64_t)p, len);
	if (kind < 2)
		guest_close_file(g, SLOT_FD);
	guest_step(g, "%s: unmapped", names[kind]);
}

cJSON *adapter_fourmaps(const cJSON *rec, struct diag *why)
{
	struct guest g;

	if (!guest_open(&g, rec, why))
		return NULL;
	guest_exec(&g);
	guest_write(&g, "/sys/kernel/mm/transparent_hugepage/enabled", "never");
	drop(&g);
	guest_snap(&g, "before", SNAP_ALL);
	guest_step(&g, "start");
	for (int kind = 0; kind < NR_KINDS_OF_MAP; kind++)
		one_kind(&g, kind, guest_arg(&g, "mb", 64) * MB);
	drop(&g);
	guest_step(&g, "end: caches dropped");
	guest_snap(&g, "after", SNAP_ALL);
	return guest_close(&g);
}
