#include "adapter.h"

#include <stdlib.h>
#include <string.h>

#include "guest.h"

#define KB UINT64_C(1024)
#define MB (UINT64_C(1024) * 1024)

enum { RW = PROT_READ_ | PROT_WRITE_, ANON = MAP_PRIVATE_ | MAP_ANONYMOUS_ };

static void write_each(struct guest *g, uint64_t p, uint64_t n, uint64_t stride)
{
	for (uint64_t i = 0; i < n && !g->lost; i++)
		guest_access(g, p + i * stride, MODE_WRITE);
}

/* n pages, `stride` bytes apart, at a place far from anything else. */
static void one_case(struct guest *g, uint64_t stride, uint64_t n)
{
	uint64_t len = stride * n;
	uint64_t at = UINT64_C(0x100000000000) + guest_arg(g, "offset_kb", 0) * KB;
	unsigned long long kb = stride / KB;

	if (guest_mmap(g, at, len, RW, ANON | MAP_NORESERVE_ | MAP_FIXED_) < 0)
		return;
	guest_step(g, "stride %llu KiB: mapped", kb);
	write_each(g, at, n, stride);
	guest_step(g, "stride %llu KiB: %llu pages written", kb,
		   (unsigned long long)n);
	guest_madvise(g, at, len, MADV_DONTNEED_);
	guest_step(g, "stride %llu KiB: DONTNEED", kb);
	write_each(g, at, n, stride);
	guest_munmap(g, at, len / 2);
	guest_step(g, "stride %llu KiB: first half unmapped", kb);
	guest_munmap(g, at + len / 2, len - len / 2);
	guest_step(g, "stride %llu KiB: all unmapped", kb);
}

/* "4k:1024,2m:64,1g:16": strides and how many of each. */
static void all_cases(struct guest *g, const char *s)
{
	while (*s && !g->lost) {
		char *end;
		uint64_t stride = strtoul(s, &end, 10);

		stride *= *end == 'k' ? KB : *end == 'm' ? MB : 1024 * MB;
		s = *end && end[1] ? end + 2 : end + !!*end;
		one_case(g, stride, strtoul(s, &end, 10));
		while (*end && *end != ',')
			end++;
		s = end + (*end == ',');
	}
}

/* The child of a fork says how large its tables are, and goes. */
static void fork_and_look(struct guest *g)
{
	int64_t kb;

	guest_fork(g, SLOT_CHILD, "child");
	if (guest_number(g, "child/status", "VmPTE", &kb))
		guest_note(g, "child VmPTE_kb after fork", kb);
	guest_exit(g, SLOT_CHILD);
}

cJSON *adapter_pagetables(const cJSON *rec, struct diag *why)
{
	struct guest g;
	int64_t p;

	if (!guest_open(&g, rec, why))
		return NULL;
	guest_exec(&g);
	guest_write(&g, "/sys/kernel/mm/transparent_hugepage/enabled", "never");
	guest_write(&g, "/proc/sys/vm/overcommit_memory", "1");
	guest_snap(&g, "before", SNAP_ALL);
	guest_step(&g, "start");
	all_cases(&g, guest_arg_text(&g, "cases", "4k:1024,2m:64,1g:16,512g:8"));
	p = guest_mmap(&g, UINT64_C(0x200000000000), 4 * MB, RW,
		       ANON | MAP_FIXED_);
	guest_touch(&g, (uint64_t)p, 4 * MB, MODE_READ);
	guest_step(&g, "zero-page mapping of 4 MiB");
	fork_and_look(&g);
	guest_munmap(&g, (uint64_t)p, 4 * MB);
	guest_step(&g, "unmapped");
	guest_snap(&g, "after", SNAP_ALL);
	return guest_close(&g);
}
