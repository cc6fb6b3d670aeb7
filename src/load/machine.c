#include "load/machine.h"

#include <string.h>

#include "base/tongue.h"
#include "load/argument.h"
#include "load/storage.h"
#include "mm/sysctl.h"

enum { MIN_PAGEBLOCK = 2, UNSAID = -1 };

/* Frame numbers have 32 bits: 16 TiB. */
#define MAX_FRAMES (INT64_C(1) << 32)

/* A zone as written. */
struct zone_words {
	const char *name;
	uint64_t    start;
	int64_t     frames, present, managed, kernel_used, node;
	int64_t     pageblock_order;
	int	    type;
};

static const char *const zone_types[] = {
	[ZONE_DMA] = "DMA", [ZONE_DMA32] = "DMA32", [ZONE_NORMAL] = "Normal",
	[ZONE_HIGHMEM] = "HighMem", [ZONE_MOVABLE] = "Movable", NULL,
};

#define AT(member) offsetof(struct zone_words, member)

static const struct field zone_fields[] = {
	{ .key = "name", .form = FORM_NAME, .offset = AT(name),
	  .required = true, .doc = "the zone's name, at most 7 letters" },
	{ .key = "type", .form = FORM_WORD, .offset = AT(type),
	  .words = zone_types,
	  .doc = "what the zone counts as (what its name says, else Normal)" },
	{ .key = "start", .form = FORM_ADDRESS, .offset = AT(start),
	  .doc = "its first frame (0)" },
	{ .key = "frames", .form = FORM_NUMBER, .offset = AT(frames),
	  .required = true, .min = 1, .max = MAX_FRAMES,
	  .doc = "frames from the first to the last" },
	{ .key = "present", .form = FORM_NUMBER, .offset = AT(present),
	  .max = MAX_FRAMES,
	  .doc = "frames that are RAM (all); the others are a hole at the end" },
	{ .key = "managed", .form = FORM_NUMBER, .offset = AT(managed),
	  .max = MAX_FRAMES,
	  .doc = "frames that the allocator gets (all of RAM); the lowest are kept back" },
	{ .key = "kernel_used", .form = FORM_NUMBER, .offset = AT(kernel_used),
	  .max = MAX_FRAMES,
	  .doc = "frames that the kernel took at boot (0)" },
	{ .key = "pageblock_order", .form = FORM_NUMBER,
	  .offset = AT(pageblock_order), .min = MIN_PAGEBLOCK,
	  .max = MAX_ORDER - 1, .doc = "order of a pageblock (9)" },
	{ .key = "node", .form = FORM_NUMBER, .offset = AT(node),
	  .max = MAX_NODES - 1, .doc = "the NUMA node that it belongs to (0)" },
	{ 0 },
};
#undef AT

const struct shape zone_shape = {
	"zone", "a zone", "A zone by hand, for toys and for copies of real machines.",
	zone_fields,
};

/* The description under construction. */
struct draft_machine {
	struct machine_spec *spec;
	int		     arch, thp, oom_log;
	int64_t		     cpus, seed;
	bool		     legible;
};

static const char *const arch_words[] = {
	[ARCH_X86_64] = "x86_64", [ARCH_I386] = "i386", NULL,
};

static const char *const thp_words[] = {
	[THP_NEVER] = "never", [THP_MADVISE] = "madvise",
	[THP_ALWAYS] = "always", NULL,
};

static const char *const oom_log_words[] = {
	[OOM_LOG_6_1] = "6.1", [OOM_LOG_OLD] = "old", NULL,
};

static const char *zone_name(const struct zone_spec *z)
{
	return z->name[0] ? z->name : zone_types[z->type];
}

static int type_of_name(const char *name)
{
	for (int i = 0; zone_types[i]; i++)
		if (strcmp(zone_types[i], name) == 0)
			return i;
	return ZONE_NORMAL;
}

/* What the zone's own numbers must obey. */
static bool zone_sound(struct loader *l, const cJSON *v,
		       const struct zone_words *w)
{
	if (strlen(w->name) > 7) {
		fault_at(l, v, "the zone's name has more than 7 letters");
		return false;
	}
	if (w->start + (uint64_t)w->frames > (uint64_t)MAX_FRAMES) {
		diag_hint(fault_at(l, v, "zone %s ends above 16 TiB", w->name),
			  "the last frame is at most 0xffffffff");
		return false;
	}
	if (w->present == 0 || w->present > w->frames ||
	    w->managed > w->present || w->kernel_used > w->managed) {
		diag_hint(fault_at(l, v, "zone %s has %lld frames, %lld of RAM, "
				   "%lld managed, %lld used at boot", w->name,
				   (long long)w->frames, (long long)w->present,
				   (long long)w->managed,
				   (long long)w->kernel_used),
			  "each number may be at most the one before");
		return false;
	}
	return true;
}

static bool zone_alone(struct loader *l, const cJSON *v,
		       const struct machine_spec *spec,
		       const struct zone_spec *z)
{
	for (uint32_t i = 0; i < spec->nr_zones; i++) {
		const struct zone_spec *old = &spec->zone[i];

		if (z->start_pfn < old->start_pfn + old->spanned &&
		    old->start_pfn < z->start_pfn + z->spanned) {
			fault_at(l, v, "zones %s and %s overlap",
				 zone_name(old), zone_name(z));
			return false;
		}
		if (old->node == z->node && old->type == z->type) {
			diag_hint(fault_at(l, v, "a second %s zone on node %u",
					   zone_types[z->type], z->node),
				  "a node has one zone of each type");
			return false;
		}
	}
	return true;
}

static void zone_take(struct loader *l, const cJSON *v, void *into)
{
	struct machine_spec *spec = ((struct draft_machine *)into)->spec;
	struct zone_words w = {
		.present = UNSAID, .managed = UNSAID, .pageblock_order = 9,
		.type = UNSAID,
	};
	struct zone_spec *z = &spec->zone[spec->nr_zones];

	if (!shape_read(l, v, &zone_shape, &w))
		return;
	if (w.start > (uint64_t)MAX_FRAMES)
		w.start = (uint64_t)MAX_FRAMES;
	w.present = w.present == UNSAID ? w.frames : w.present;
	w.managed = w.managed == UNSAID ? w.present : w.managed;
	w.type = w.type == UNSAID ? type_of_name(w.name) : w.type;
	if (spec->nr_zones == MAX_ZONES) {
		fault_at(l, v, "more than %d zones", MAX_ZONES);
		return;
	}
	if (!zone_sound(l, v, &w))
		return;
	*z = (struct zone_spec){
		.node = (uint32_t)w.node,
		.type = (uint32_t)w.type,
		.pageblock_order = (uint32_t)w.pageblock_order,
		.start_pfn = w.start,
		.spanned = (uint64_t)w.frames,
		.present = (uint64_t)w.present,
		.managed = (uint64_t)w.managed,
		.kernel_used = (uint64_t)w.kernel_used,
	};
	memcpy(z->name, w.name, strlen(w.name));
	if (!zone_alone(l, v, spec, z))
		return;
	spec->nr_zones++;
	if (z->node >= spec->nr_nodes)
		spec->nr_nodes = z->node + 1;
}

/* {"DMA": 3840}: one number of a zone, by its name. */
static void per_zone(struct loader *l, const cJSON *v, struct machine_spec *spec,
		     const char *what, size_t offset)
{
	const char *names[MAX_ZONES + 1] = { NULL };

	if (!cJSON_IsObject(v)) {
		diag_hint(fault_at(l, v, "%s is %s, it must be an object", what,
				   value_kind(v)), "write {\"DMA\": 3840}");
		return;
	}
	for (uint32_t i = 0; i < spec->nr_zones; i++)
		names[i] = zone_name(&spec->zone[i]);
	for (const cJSON *m = v->child; m; m = m->next) {
		uint32_t i = 0;
		int64_t frames;

		while (names[i] && strcmp(names[i], m->string))
			i++;
		if (!names[i]) {
			hint_words(fault_key(l, m, "the machine has no zone "
					     "\"%.60s\"", m->string), names,
				   m->string);
			continue;
		}
		if (read_integer(l, m, what, 0, MAX_FRAMES, &frames))
			memcpy((unsigned char *)&spec->zone[i] + offset,
			       &frames, sizeof(frames));
	}
}

static void zone_numbers_check(struct loader *l, const cJSON *v,
			       const struct machine_spec *spec)
{
	for (uint32_t i = 0; i < spec->nr_zones; i++) {
		const struct zone_spec *z = &spec->zone[i];

		if (z->managed <= z->present && z->kernel_used <= z->managed)
			continue;
		fault_at(l, v, "zone %s has %llu frames of RAM: not %llu "
			 "managed and %llu used at boot", zone_name(z),
			 (unsigned long long)z->present,
			 (unsigned long long)z->managed,
			 (unsigned long long)z->kernel_used);
	}
}

static void managed_take(struct loader *l, const cJSON *v, void *into)
{
	struct machine_spec *spec = ((struct draft_machine *)into)->spec;

	per_zone(l, v, spec, "\"managed\"",
		 offsetof(struct zone_spec, managed));
	zone_numbers_check(l, v, spec);
}

static void kernel_used_take(struct loader *l, const cJSON *v, void *into)
{
	struct machine_spec *spec = ((struct draft_machine *)into)->spec;

	per_zone(l, v, spec, "\"kernel_used\"",
		 offsetof(struct zone_spec, kernel_used));
	zone_numbers_check(l, v, spec);
}

/* RAM is cut into zones before other fields look at them. */
static void ram_take(struct loader *l, const cJSON *v, void *into)
{
	struct machine_spec *spec = ((struct draft_machine *)into)->spec;
	uint64_t bytes;

	if (!read_size(l, v, "\"ram\"", &bytes))
		return;
	if (spec->nr_zones) {
		fault_key(l, v, "a machine has \"ram\" or \"zones\", not both");
		return;
	}
	if (spec->arch != ARCH_X86_64) {
		diag_hint(fault_key(l, v, "\"ram\" is cut into zones on x86_64 "
				    "only"), "give \"zones\"");
		return;
	}
	if (bytes > (uint64_t)MAX_FRAMES << (PAGE_SHIFT - 1) ||
	    !machine_spec_ram(spec, bytes))
		diag_hint(fault_at(l, v, "no machine boots with that much RAM"),
			  "2M to 8T");
}

static void ratios_take(struct loader *l, const cJSON *v,
			struct machine_spec *spec)
{
	static const enum zone_type amd64[] = {
		ZONE_DMA, ZONE_DMA32, ZONE_NORMAL, ZONE_MOVABLE, ZONE_DEVICE,
	}, i386[] = { ZONE_DMA, ZONE_NORMAL, ZONE_HIGHMEM, ZONE_MOVABLE };
	bool pae = spec->arch == ARCH_I386;
	unsigned nr = 0, max = pae ? 4 : 5;

	for (const cJSON *item = v->child; item; item = item->next, nr++) {
		int64_t ratio;

		if (nr == max) {
			fault_at(l, item, "more ratios than zones");
			return;
		}
		if (read_integer(l, item, tongue("the ratio"), 0, INT32_MAX, &ratio))
			spec->lowmem_reserve_ratio[pae ? i386[nr] : amd64[nr]] =
				(uint32_t)ratio;
	}
}

static void sysctl_take(struct loader *l, const cJSON *v, void *into)
{
	struct machine_spec *spec = ((struct draft_machine *)into)->spec;

	if (!cJSON_IsObject(v)) {
		diag_hint(fault_at(l, v, "\"sysctl\" is %s, it must be an "
				   "object", value_kind(v)),
			  "write {\"vm.min_free_kbytes\": 4096}");
		return;
	}
	for (const cJSON *m = v->child; m; m = m->next) {
		enum sysctl_id id = sysctl_by_key(m->string, strlen(m->string));

		if (id == NR_SYSCTLS)
			hint_words(fault_key(l, m, "unknown setting \"%.60s\"",
					     m->string), sysctl_keys,
				   m->string);
		else if (id == SYSCTL_lowmem_reserve_ratio && cJSON_IsArray(m))
			ratios_take(l, m, spec);
		else if (id == SYSCTL_lowmem_reserve_ratio)
			fault_at(l, m, "%s is a list of numbers, one a zone",
				 sysctl_keys[id]);
		else
			read_integer(l, m, sysctl_keys[id],
				     sysctl_infos[id].min, sysctl_infos[id].max,
				     &spec->sysctl[id]);
	}
}

/* [[10, 20], [20, 10]]: as /sys/devices/system/node/nodeN/distance. */
static void distance_take(struct loader *l, const cJSON *v, void *into)
{
	struct machine_spec *spec = ((struct draft_machine *)into)->spec;
	unsigned i = 0;

	if (!cJSON_IsArray(v) ||
	    cJSON_GetArraySize(v) != (int)spec->nr_nodes) {
		fault_at(l, v, "\"distance\" must be a list of %u rows, one a "
			 "node", spec->nr_nodes);
		return;
	}
	for (const cJSON *row = v->child; row; row = row->next, i++) {
		unsigned j = 0;

		if (!cJSON_IsArray(row) ||
		    cJSON_GetArraySize(row) != (int)spec->nr_nodes) {
			fault_at(l, row, "a row must be a list of %u numbers",
				 spec->nr_nodes);
			continue;
		}
		for (const cJSON *d = row->child; d; d = d->next, j++) {
			int64_t distance;

			if (read_integer(l, d, tongue("the distance"),
					 i == j ? 10 : 11, i == j ? 10 : 254,
					 &distance))
				spec->distance[i][j] = (uint32_t)distance;
		}
	}
}

static void disk_take(struct loader *l, const cJSON *v, void *into)
{
	disk_read(l, v, ((struct draft_machine *)into)->spec);
}

static void swap_take(struct loader *l, const cJSON *v, void *into)
{
	swap_read(l, v, ((struct draft_machine *)into)->spec);
}

/* What the machine would decide by itself is said; RAM or zones are known. */
static void switch_read(struct loader *l, const cJSON *v, const char *what,
			uint32_t *off)
{
	bool on;

	if (read_flag(l, v, what, &on))
		*off = !on;
}

static void per_cpu_lists_take(struct loader *l, const cJSON *v, void *into)
{
	switch_read(l, v, "\"per_cpu_lists\"",
		    &((struct draft_machine *)into)->spec->pcp_off);
}

static void lru_batches_take(struct loader *l, const cJSON *v, void *into)
{
	switch_read(l, v, "\"lru_batches\"",
		    &((struct draft_machine *)into)->spec->lru_batch_off);
}

static void arch_take(struct loader *l, const cJSON *v, void *into)
{
	int arch = read_word(l, v, "\"arch\"", arch_words);

	if (arch >= 0)
		((struct draft_machine *)into)->spec->arch = (enum arch)arch;
}

#define AT(member) offsetof(struct draft_machine, member)

static const struct field machine_fields[] = {
	{ .key = "arch", .form = FORM_OTHER, .take = arch_take, .schema = "arch",
	  .words = arch_words, .doc = "x86_64 (the default) or i386" },
	{ .key = "zones", .form = FORM_OTHER, .take = zone_take,
	  .shape = &zone_shape, .times = LIST_NOT_EMPTY,
	  .doc = "zones by hand, instead of ram" },
	{ .key = "ram", .form = FORM_OTHER, .take = ram_take, .schema = "size",
	  .doc = "a PC with this much RAM, 16M to 8T: its zones, hole and what the kernel keeps" },
	{ .key = "managed", .form = FORM_OTHER, .take = managed_take,
	  .schema = "per_zone", .doc = "frames that the allocator gets, by zone" },
	{ .key = "kernel_used", .form = FORM_OTHER, .take = kernel_used_take,
	  .schema = "per_zone", .doc = "frames that the kernel took at boot, by zone" },
	{ .key = "distance", .form = FORM_OTHER, .take = distance_take,
	  .schema = "distance", .doc = "of NUMA nodes, a row a node (10 and 20)" },
	{ .key = "cpus", .form = FORM_NUMBER, .offset = AT(cpus), .min = 1,
	  .max = 64, .doc = "processors (1)" },
	{ .key = "legible", .form = FORM_FLAG, .offset = AT(legible),
	  .doc = "no per-CPU lists, no batches, no watermark boost: simpler to follow" },
	{ .key = "per_cpu_lists", .form = FORM_OTHER, .take = per_cpu_lists_take,
	  .schema = "switch", .doc = "freed pages wait on lists of each CPU "
	  "(true; false if legible, with zones by hand, or below 64M of RAM)" },
	{ .key = "lru_batches", .form = FORM_OTHER, .take = lru_batches_take,
	  .schema = "switch", .doc = "pages join and change LRU lists by batches of 15 (as per_cpu_lists)" },
	{ .key = "disks", .form = FORM_OTHER, .take = disk_take,
	  .shape = &disk_shape, .times = LIST,
	  .doc = "disks (one, vda, of 100 us and 500 MB/s)" },
	{ .key = "swap", .form = FORM_OTHER, .take = swap_take,
	  .shape = &swap_shape, .times = LIST, .doc = "swap devices, up to three (none)" },
	{ .key = "thp", .form = FORM_WORD, .offset = AT(thp), .words = thp_words,
	  .doc = "transparent huge pages (always)" },
	{ .key = "oom_log", .form = FORM_WORD, .offset = AT(oom_log),
	  .words = oom_log_words,
	  .doc = "how the log tells of a kill: as 6.1 does, or old, as in the 2010s (6.1)" },
	{ .key = "sysctl", .form = FORM_OTHER, .take = sysctl_take,
	  .schema = "sysctls", .doc = "kernel settings at boot" },
	{ .key = "seed", .form = FORM_NUMBER, .offset = AT(seed),
	  .max = LOAD_MAX_INTEGER, .doc = "of all chance (0: none is taken)" },
	{ 0 },
};
#undef AT

const struct shape machine_shape = {
	"machine", "the machine", "The machine that the scenario runs on.",
	machine_fields,
};

/* "legible" is no default that could be overruled. */
static void legible_check(struct loader *l, const cJSON *v,
			  const struct draft_machine *d)
{
	static const char *const keys[] = { "per_cpu_lists", "lru_batches" };

	if (!d->legible)
		return;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const cJSON *on = json_member(v, keys[i]);

		if (cJSON_IsTrue(on))
			diag_hint(fault_key(l, on, "a legible machine has no "
					    "\"%s\"", keys[i]),
				  "leave \"legible\" out and say what else is "
				  "to be simple");
	}
}

void machine_read(struct loader *l, const cJSON *v, struct machine_spec *spec)
{
	struct draft_machine d = { .spec = spec, .cpus = 1 };
	size_t faults = l->faults->nr + l->faults->nr_more;

	machine_spec_init(spec);
	d.thp = (int)spec->thp_enabled;
	shape_read(l, v, &machine_shape, &d);
	legible_check(l, v, &d);
	spec->nr_cpus = (uint32_t)d.cpus;
	spec->thp_enabled = d.thp < 0 ? THP_NEVER : (uint32_t)d.thp;
	spec->oom_log = d.oom_log < 0 ? OOM_LOG_6_1 : (uint32_t)d.oom_log;
	spec->legible = d.legible;
	spec->seed = (uint64_t)d.seed;
	if (!spec->nr_zones && l->faults->nr + l->faults->nr_more == faults)
		diag_hint(fault_at(l, v, "the machine has no memory"),
			  "give \"ram\": \"16M\", or \"zones\"");
}
