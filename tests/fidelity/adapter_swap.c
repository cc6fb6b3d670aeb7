#include "adapter.h"

#include "guest.h"

#define MB (UINT64_C(1024) * 1024)

enum { RW = PROT_READ_ | PROT_WRITE_, ANON = MAP_PRIVATE_ | MAP_ANONYMOUS_ };

static void write_if_given(struct guest *g, const char *arg, const char *path)
{
	const char *value = guest_arg_text(g, arg, NULL);

	if (value)
		guest_write(g, path, value);
}

cJSON *adapter_swap(const cJSON *rec, struct diag *why)
{
	struct guest g;
	uint64_t len, p;

	if (guest_wants_thp(rec, why) || !guest_open(&g, rec, why))
		return NULL;
	guest_exec(&g);
	len = guest_arg(&g, "mb", 300) * MB;
	guest_write(&g, "/sys/kernel/mm/transparent_hugepage/enabled",
		    guest_arg_text(&g, "mode", "never"));
	write_if_given(&g, "swappiness", "/proc/sys/vm/swappiness");
	write_if_given(&g, "page_cluster", "/proc/sys/vm/page-cluster");
	guest_snap(&g, "before", SNAP_ALL);
	guest_step(&g, "start");
	p = (uint64_t)guest_mmap(&g, 0, len, RW, ANON);
	guest_touch(&g, p, len, MODE_WRITE);
	guest_step(&g, "written");
	guest_snap(&g, "written", SNAP_ALL);
	guest_touch(&g, p, len, MODE_READ);
	guest_step(&g, "read back ascending");
	guest_touch(&g, p, len / 8, MODE_WRITE);
	guest_step(&g, "write first eighth");
	guest_touch(&g, p + len - 20 * MB, 20 * MB, MODE_READ);
	guest_step(&g, "read last 20 MiB");
	guest_snap(&g, "read", SNAP_ALL);
	guest_munmap(&g, p + len / 2, len - len / 2);
	guest_step(&g, "munmap second half");
	guest_op(&g, (struct op){ .verb = OP_swapoff });
	guest_step(&g, "swapoff");
	guest_munmap(&g, p, len / 2);
	guest_step(&g, "end");
	guest_snap(&g, "after", SNAP_ALL);
	return guest_close(&g);
}
