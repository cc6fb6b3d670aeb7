#include "adapter.h"

#include <stdio.h>

#include "guest.h"

#define MB (UINT64_C(1024) * 1024)

enum { CHUNK = 65536, SLOT_FD = 10, ZONES_SAMPLED = 3 };

/* Least and most free pages of the first zones, as sampled. */
struct samples {
	uint64_t low[ZONES_SAMPLED], high[ZONES_SAMPLED];
	bool	 taken;
};

static void sample(struct guest *g, struct samples *s)
{
	if (g->lost)
		return;
	for (unsigned i = 0; i < ZONES_SAMPLED && i < g->m.s->nr_zones; i++) {
		uint64_t nr = g->m.s->zone[i].nr_free;

		if (!s->taken || nr < s->low[i])
			s->low[i] = nr;
		if (nr > s->high[i])
			s->high[i] = nr;
	}
	s->taken = true;
}

static void note_samples(struct guest *g, const struct samples *s,
			 const char *name)
{
	char what[128];

	for (int i = 0; i < ZONES_SAMPLED; i++) {
		if (!s->high[i])
			continue;
		snprintf(what, sizeof(what),
			 "%s: zone %d lowest free pages sampled", name, i);
		guest_note(g, what, (int64_t)s->low[i]);
		snprintf(what, sizeof(what),
			 "%s: zone %d highest free pages sampled", name, i);
		guest_note(g, what, (int64_t)s->high[i]);
	}
}

static void pass(struct guest *g, uint64_t from, uint64_t to, const char *name)
{
	uint64_t settled = from + guest_arg(g, "settle_mb", 256) * MB;
	struct samples s = { .taken = false };

	for (uint64_t at = from; at < to && !g->lost; at += CHUNK) {
		guest_read(g, SLOT_FD, at, CHUNK);
		if (at % MB == 0 && at >= settled)
			sample(g, &s);
	}
	guest_step(g, "%s", name);
	if (s.taken)
		note_samples(g, &s, name);
}

cJSON *adapter_stream(const cJSON *rec, struct diag *why)
{
	uint64_t total, again;
	struct guest g;

	if (!guest_open(&g, rec, why))
		return NULL;
	guest_exec(&g);
	total = guest_arg(&g, "mb", 600) * MB;
	again = guest_arg(&g, "again_mb", 100) * MB;
	guest_write(&g, "/sys/kernel/mm/transparent_hugepage/enabled", "never");
	guest_snap(&g, "before", SNAP_ALL);
	guest_step(&g, "start");
	guest_open_file(&g, "/mnt/data", 0, SLOT_FD);
	pass(&g, 0, total, "first pass");
	guest_snap(&g, "streamed", SNAP_ALL);
	pass(&g, total - again, total, "second pass over the tail");
	pass(&g, total - again, total, "third pass over the tail");
	guest_snap(&g, "active", SNAP_ALL);
	pass(&g, 0, guest_arg(&g, "refault_mb", 120) * MB,
	     "the head again (evicted earlier)");
	pass(&g, 0, total, "whole file again");
	guest_snap(&g, "after", SNAP_ALL);
	return guest_close(&g);
}
