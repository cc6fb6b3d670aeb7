#include "guest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "mm/procfs.h"
#include "proctext.h"
#include "tree.h"

/* A file of /proc; of the program's own if `own`. false: there is none. */
static bool read_file(struct guest *g, const char *name, bool own,
		      struct text *out)
{
	char path[64];
	struct diag why;

	snprintf(path, sizeof(path), "%s%s", own ? "exp/" : "", name);
	text_reset(out);
	return procfs_print(&g->m, path, out, &why);
}

bool guest_number(struct guest *g, const char *file, const char *name,
		  int64_t *value)
{
	struct text t = { 0 };
	struct diag why;
	bool found;

	if (g->lost)
		return false;
	found = procfs_print(&g->m, file, &t, &why) &&
		(name ? proctext_number(text_str(&t), name, value) :
			sscanf(text_str(&t), "%" SCNd64, value) == 1);
	text_free(&t);
	return found;
}

/* Counters of one file, as the harness's steps have them. */
static void add_counters(cJSON *c, const char *text, const char *const *names)
{
	int64_t value;

	for (; *names; names++)
		if (proctext_number(text, *names, &value))
			cJSON_AddNumberToObject(c, *names, (double)value);
		else
			cJSON_AddNullToObject(c, *names);
}

static void add_faults(struct guest *g, cJSON *c, struct text *t)
{
	int64_t minor, major;

	if (read_file(g, "stat", true, t) &&
	    proctext_faults(text_str(t), &minor, &major)) {
		cJSON_AddNumberToObject(c, "minflt", (double)minor);
		cJSON_AddNumberToObject(c, "majflt", (double)major);
	} else {
		cJSON_AddNullToObject(c, "minflt");
		cJSON_AddNullToObject(c, "majflt");
	}
}

/* The fields of each file that a recorded step lists. */
static const char *const status_names[] = {
	"VmSize", "VmRSS", "RssAnon", "RssFile", "RssShmem", "VmData", "VmPTE",
	"VmSwap", "VmLck", "HugetlbPages", NULL
};
static const char *const meminfo_names[] = {
	"MemFree", "MemAvailable", "Buffers", "Cached", "SwapCached",
	"Active(anon)", "Inactive(anon)", "Active(file)", "Inactive(file)",
	"Unevictable", "Mlocked", "SwapFree", "Dirty", "Writeback", "AnonPages",
	"Mapped", "Shmem", "SReclaimable", "SUnreclaim", "PageTables",
	"CommitLimit", "Committed_AS", "AnonHugePages", "HugePages_Total",
	"HugePages_Free", "HugePages_Rsvd", "HugePages_Surp", NULL
};
static const char *const vmstat_names[] = {
	"pgfault", "pgmajfault", "pgalloc_dma", "pgalloc_dma32",
	"pgalloc_normal", "pgfree", "pswpin", "pswpout", "pgsteal_kswapd",
	"pgsteal_direct", "pgscan_kswapd", "pgscan_direct", "pgsteal_anon",
	"pgsteal_file", "pgscan_anon", "pgscan_file", "pgrefill", "pgactivate",
	"pgdeactivate", "kswapd_low_wmark_hit_quickly",
	"kswapd_high_wmark_hit_quickly", "pageoutrun", "allocstall_dma32",
	"allocstall_normal", "allocstall_movable", "workingset_refault_anon",
	"workingset_refault_file", "workingset_activate_anon",
	"workingset_activate_file", "workingset_restore_file",
	"drop_pagecache", "drop_slab", "oom_kill", "pgreuse",
	"unevictable_pgs_culled", "unevictable_pgs_rescued",
	"unevictable_pgs_mlocked", "unevictable_pgs_munlocked",
	"unevictable_pgs_cleared", "unevictable_pgs_stranded", "nr_dirtied",
	"nr_written", "nr_dirty_threshold", "nr_dirty_background_threshold",
	"nr_page_table_pages", "nr_vmscan_write", "pgpgin", "pgpgout",
	"numa_hit", "numa_local", NULL
};

static cJSON *counters_now(struct guest *g)
{
	cJSON *c = cJSON_CreateObject();
	struct text t = { 0 };

	add_faults(g, c, &t);
	if (read_file(g, "zoneinfo", false, &t))
		cJSON_AddNumberToObject(c, "pcp_pages",
					(double)proctext_pcp_pages(text_str(&t)));
	read_file(g, "status", true, &t);
	add_counters(c, text_str(&t), status_names);
	read_file(g, "meminfo", false, &t);
	add_counters(c, text_str(&t), meminfo_names);
	read_file(g, "vmstat", false, &t);
	add_counters(c, text_str(&t), vmstat_names);
	text_free(&t);
	return c;
}

/* What changed; null stays null. */
static cJSON *step_delta(const cJSON *from, const cJSON *to)
{
	cJSON *delta = cJSON_CreateObject();
	const cJSON *v;

	cJSON_ArrayForEach(v, to) {
		const cJSON *old = key(from, v->string);

		if (cJSON_IsNull(v) || cJSON_IsNull(old))
			cJSON_AddNullToObject(delta, v->string);
		else if (v->valuedouble != old->valuedouble)
			cJSON_AddNumberToObject(delta, v->string,
						v->valuedouble - old->valuedouble);
	}
	return delta;
}

static cJSON *child_of(cJSON *parent, const char *name, bool list)
{
	cJSON *child = cJSON_GetObjectItemCaseSensitive(parent, name);

	if (child)
		return child;
	return list ? cJSON_AddArrayToObject(parent, name) :
		      cJSON_AddObjectToObject(parent, name);
}

void guest_step(struct guest *g, const char *fmt, ...)
{
	cJSON *step, *now;
	char label[256];
	va_list ap;

	if (g->lost)
		return;
	va_start(ap, fmt);
	vsnprintf(label, sizeof(label), fmt, ap);
	va_end(ap);
	now = counters_now(g);
	step = cJSON_CreateObject();
	cJSON_AddStringToObject(step, "op", label);
	if (g->counters)
		cJSON_AddItemToObject(step, "delta", step_delta(g->counters, now));
	else
		cJSON_AddItemToObject(step, "state", cJSON_Duplicate(now, true));
	cJSON_Delete(g->counters);
	g->counters = now;
	cJSON_AddItemToArray(child_of(g->observations, "steps", true), step);
}

static const struct {
	unsigned what;
	bool own;
	const char *file, *part;
	cJSON *(*take)(const char *text);
} snap_files[] = {
	{ SNAP_STATUS, true, "status", "status_kb", proctext_keys },
	{ SNAP_ROLLUP, true, "smaps_rollup", "smaps_rollup_kb", proctext_keys },
	{ SNAP_MEM, false, "meminfo", "meminfo_kb", proctext_keys },
	{ SNAP_VM, false, "vmstat", "vmstat", proctext_nonzero_keys },
	{ SNAP_ZONE, false, "zoneinfo", "zones", proctext_zones },
	{ SNAP_BUDDY, false, "buddyinfo", "buddyinfo", proctext_buddy },
};

void guest_snap(struct guest *g, const char *label, unsigned what)
{
	bool edge = strcmp(label, "before") == 0 || strcmp(label, "after") == 0;
	struct text t = { 0 };
	cJSON *snap, *rusage;

	if (g->lost)
		return;
	snap = cJSON_AddObjectToObject(
		edge ? g->out : child_of(g->observations, "snapshots", false),
		label);
	for (size_t i = 0; i < sizeof(snap_files) / sizeof(*snap_files); i++)
		if ((what & snap_files[i].what) &&
		    read_file(g, snap_files[i].file, snap_files[i].own, &t))
			cJSON_AddItemToObject(snap, snap_files[i].part,
					      snap_files[i].take(text_str(&t)));
	rusage = cJSON_AddObjectToObject(snap, "rusage");
	add_faults(g, rusage, &t);
	text_free(&t);
}

/* Non-zero differences of two objects of numbers; NULL if there is none. */
static cJSON *differences(const cJSON *from, const cJSON *to)
{
	cJSON *delta = cJSON_CreateObject();
	const cJSON *v;

	cJSON_ArrayForEach(v, to) {
		const cJSON *old = key(from, v->string);
		double was = old ? old->valuedouble : 0;

		if (cJSON_IsNumber(v) && v->valuedouble != was)
			cJSON_AddNumberToObject(delta, v->string,
						v->valuedouble - was);
	}
	cJSON_ArrayForEach(v, from)
		if (cJSON_IsNumber(v) && v->valuedouble != 0 &&
		    !key(to, v->string))
			cJSON_AddNumberToObject(delta, v->string, -v->valuedouble);
	if (delta->child)
		return delta;
	cJSON_Delete(delta);
	return NULL;
}

void guest_note_delta(struct guest *g)
{
	static const char *const parts[] = { "meminfo_kb", "vmstat", "status_kb",
					     "rusage", "smaps_rollup_kb" };
	const cJSON *before = key(g->out, "before");
	const cJSON *after = key(g->out, "after");
	cJSON *delta;

	if (!before || !after)
		return;
	delta = cJSON_AddObjectToObject(g->out, "delta");
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		cJSON *d = differences(key(before, parts[i]), key(after, parts[i]));

		if (d)
			cJSON_AddItemToObject(delta, parts[i], d);
	}
}

void guest_note(struct guest *g, const char *name, int64_t value)
{
	if (!g->lost)
		cJSON_AddNumberToObject(g->observations, name, (double)value);
}

void guest_note_text(struct guest *g, const char *name, const char *text)
{
	if (!g->lost)
		cJSON_AddStringToObject(g->observations, name, text);
}

void guest_note_faults(struct guest *g, const char *task, cJSON *into)
{
	struct text t = { 0 };
	int64_t minor, major;
	struct diag why;
	char path[64];

	snprintf(path, sizeof(path), "%s/stat", task);
	if (procfs_print(&g->m, path, &t, &why) &&
	    proctext_faults(text_str(&t), &minor, &major)) {
		cJSON_AddNumberToObject(into, "minflt", (double)minor);
		cJSON_AddNumberToObject(into, "majflt", (double)major);
	}
	text_free(&t);
}

cJSON *guest_note_object(struct guest *g, const char *name)
{
	return cJSON_AddObjectToObject(g->observations, name);
}
