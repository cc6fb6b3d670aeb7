#include "adapter.h"

#include <stdio.h>

#include "guest.h"

#define MB (UINT64_C(1024) * 1024)

enum { RW = PROT_READ_ | PROT_WRITE_, ANON = MAP_PRIVATE_ | MAP_ANONYMOUS_ };

static void add_number(struct guest *g, cJSON *o, const char *file,
		       const char *field, const char *name)
{
	int64_t value;

	if (guest_number(g, file, field, &value))
		cJSON_AddNumberToObject(o, name, (double)value);
	else
		cJSON_AddNullToObject(o, name);
}

/* What a process says of itself: faults, status, smaps_rollup. */
static void who(struct guest *g, const char *comm, const char *label)
{
	static const char *const fields[] = {
		"Rss", "Pss", "Pss_Anon", "Shared_Clean", "Shared_Dirty",
		"Private_Clean", "Private_Dirty", "Referenced", "Anonymous",
	};
	char path[64];
	cJSON *o;

	if (g->lost)
		return;
	o = guest_note_object(g, label);
	guest_note_faults(g, comm, o);
	snprintf(path, sizeof(path), "%s/status", comm);
	add_number(g, o, path, "RssAnon", "RssAnon");
	add_number(g, o, path, "VmPTE", "VmPTE");
	snprintf(path, sizeof(path), "%s/smaps_rollup", comm);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		add_number(g, o, path, fields[i], fields[i]);
}

static void child_touch(struct guest *g, uint64_t at, uint64_t bytes,
			unsigned mode)
{
	for (uint64_t i = 0; i < bytes && !g->lost; i += PAGE_SIZE)
		guest_do(g, (struct op){ .verb = OP_access, .task = SLOT_CHILD,
					 .mode = (uint8_t)mode,
					 .arg = { at + i, 1 } });
}

/* Turn by turn: the child looks, writes its part, reads all. */
static void child_turns(struct guest *g, uint64_t p, uint64_t len)
{
	uint64_t part = len * guest_arg(g, "child_num", 1) /
			guest_arg(g, "child_den", 2);

	who(g, "exp", "parent 2 after fork");
	who(g, "child", "child 1 after fork");
	guest_step(g, "child looked at itself");
	child_touch(g, p, part, MODE_WRITE);
	who(g, "child", "child 2 after writing its part");
	guest_step(g, "child wrote its part");
	who(g, "exp", "parent 3 after child wrote");
	guest_snap(g, "child wrote", SNAP_ALL);
	child_touch(g, p, len, MODE_READ);
	who(g, "child", "child 3 after reading everything");
	guest_step(g, "child read all");
}

cJSON *adapter_cow(const cJSON *rec, struct diag *why)
{
	struct guest g;
	uint64_t len, p;

	if (guest_wants_thp(rec, why) || !guest_open(&g, rec, why))
		return NULL;
	guest_exec(&g);
	len = guest_arg(&g, "mb", 16) * MB;
	guest_write(&g, "/sys/kernel/mm/transparent_hugepage/enabled",
		    guest_arg_text(&g, "mode", "never"));
	guest_step(&g, "start");
	p = (uint64_t)guest_mmap(&g, 0, len, RW, ANON);
	guest_touch(&g, p, len, MODE_WRITE);
	guest_snap(&g, "before", SNAP_ALL);
	guest_step(&g, "parent touched");
	who(&g, "exp", "parent 1 touched");
	guest_fork(&g, SLOT_CHILD, "child");
	guest_step(&g, "forked");
	child_turns(&g, p, len);
	if (guest_arg(&g, "parent_writes_while_child_lives", 0)) {
		guest_touch(&g, p, len, MODE_WRITE);
		guest_step(&g, "parent wrote all");
		who(&g, "exp", "parent 4 after writing all");
	}
	who(&g, "child", "child 4 after parent wrote everything");
	guest_exit(&g, SLOT_CHILD);
	guest_step(&g, "child gone");
	who(&g, "exp", "parent 5 after child exit");
	guest_touch(&g, p, len, MODE_WRITE);
	guest_step(&g, "parent wrote after child exit");
	who(&g, "exp", "parent 6 after writing again");
	guest_munmap(&g, p, len);
	guest_step(&g, "munmap");
	guest_snap(&g, "after", SNAP_ALL);
	return guest_close(&g);
}
