#include "adapter.h"

#include <stdio.h>
#include <string.h>

#include "guest.h"
#include "tree.h"

/* Settings on which no mark, reserve or limit of a list depends. */
static bool without_effect(const char *path)
{
	static const char *const beginnings[] = {
		"/proc/sys/vm/dirty", "/proc/sys/vm/swappiness",
		"/proc/sys/vm/overcommit", "/proc/sys/vm/vfs_cache_pressure",
		"/proc/sys/vm/page-cluster", "/proc/sys/vm/admin_reserve_kbytes",
		"/proc/sys/vm/user_reserve_kbytes", "/proc/sys/vm/oom_",
		"/proc/sys/vm/compact", "/proc/sys/vm/extfrag_threshold",
		"/proc/sys/vm/stat_", "/proc/sys/vm/drop_caches",
		"/proc/sys/vm/laptop_mode", "/proc/sys/vm/panic_on_oom",
	};

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++)
		if (strncmp(path, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return false;
}

/* Zones of the recording's snapshot of that name; NULL if there is none. */
static const cJSON *recorded_zones(const cJSON *rec, const char *label)
{
	const cJSON *snapshots = key(key(rec, "observations"), "snapshots");

	return key(key(snapshots, label), "zones");
}

/* "PATH=VALUE" is written; then the state is noted as set1, set2 ... */
static void one_write(struct guest *g, unsigned nr, const char *what)
{
	const char *value = strchr(what, '=');
	char path[512], label[32], name[64];
	const cJSON *given;
	int64_t kb;

	if (!value || (size_t)(value - what) >= sizeof(path))
		return;
	memcpy(path, what, (size_t)(value - what));
	path[value - what] = '\0';
	snprintf(label, sizeof(label), "set%u", nr);
	snprintf(name, sizeof(name), "%s.min_free_kbytes", label);
	given = recorded_zones(g->rec, label);
	guest_given_managed(g, given);
	if (!guest_write(g, path, value + 1) && !without_effect(path))
		g->lost = true;
	guest_given_boost(g, given);
	if (guest_number(g, "sys/vm/min_free_kbytes", NULL, &kb))
		guest_note(g, name, kb);
	guest_snap(g, label, SNAP_ZONE);
}

cJSON *adapter_watermarks(const cJSON *rec, struct diag *why)
{
	const unsigned all = SNAP_MEM | SNAP_VM | SNAP_ZONE | SNAP_BUDDY;
	const cJSON *arg;
	struct guest g;
	unsigned nr = 0;

	if (!guest_open(&g, rec, why))
		return NULL;
	guest_snap(&g, "before", all);
	/* it looks at all settings first */
	guest_cat(&g, "/proc/sys/vm/lowmem_reserve_ratio");
	cJSON_ArrayForEach(arg, key(rec, "args"))
		if (cJSON_IsString(arg) &&
		    strncmp(arg->valuestring, "set=", 4) == 0 &&
		    strchr(arg->valuestring + 4, '='))
			one_write(&g, ++nr, arg->valuestring + 4);
	guest_snap(&g, "after", all);
	return guest_close(&g);
}
