#include "guest_state.h"

#include <stdio.h>
#include <string.h>

#include "mm/buddy.h"
#include "mm/lru.h"
#include "mm/sysctl.h"
#include "mm/task.h"
#include "mm/watermark.h"
#include "guest_blocks.h"
#include "tree.h"
#include "value.h"

/* A number of the recording; of a band the lower end; `none` if there is none. */
static uint64_t amount(const cJSON *object, const char *name, uint64_t none)
{
	struct ends e;

	if (!value_ends(key(object, name), &e) || e.low < 0)
		return none;
	return (uint64_t)e.low;
}

static bool zone_type_by_name(const char *name, uint32_t *type)
{
	for (*type = 0; *type < MAX_NR_ZONES; ++*type)
		if (strcmp(zone_type_name((enum zone_type)*type), name) == 0)
			return true;
	return false;
}

/*
 * What was not free at the start belonged to the kernel. Pages on per-CPU
 * lists count as free: the lists are empty when the experiment begins.
 */
static bool spec_zone(struct zone_spec *zs, const cJSON *before,
		      const cJSON *zone, struct diag *why)
{
	const uint64_t vga_hole = 159, vga_end = 256;
	uint64_t free = amount(zone, "free", 0) + amount(zone, "pcp_count", 0);

	if (!zone_type_by_name(words(zone, "zone", ""), &zs->type)) {
		diag_set(why, 0, 0, "zone %s is not known", words(zone, "zone", ""));
		return false;
	}
	zs->node = (uint32_t)amount(zone, "node", 0);
	zs->pageblock_order = 9;
	zs->start_pfn = amount(zone, "start_pfn", 0);
	zs->spanned = amount(zone, "spanned", 0);
	zs->present = amount(zone, "present", 0);
	zs->managed = amount(zone, "managed", 0);
	zs->kernel_used = zs->managed > free ? zs->managed - free : 0;
	zs->kernel_used += guest_blocks_free(before, zone);
	if (zs->type == ZONE_DMA &&
	    zs->spanned - zs->present == vga_end - vga_hole)
		zs->hole_pfn = vga_hole;
	return true;
}

static bool spec_zones(struct machine_spec *spec, const cJSON *before,
		       struct diag *why)
{
	const cJSON *zone;

	cJSON_ArrayForEach(zone, key(before, "zones")) {
		struct zone_spec *zs = &spec->zone[spec->nr_zones];

		if (!amount(zone, "present", 0))
			continue;
		if (spec->nr_zones == MAX_ZONES) {
			diag_set(why, 0, 0, "more zones than the model has");
			return false;
		}
		if (!spec_zone(zs, before, zone, why))
			return false;
		if (zs->node >= spec->nr_nodes)
			spec->nr_nodes = zs->node + 1;
		spec->nr_zones++;
	}
	return true;
}

int thp_by_name(const char *word)
{
	static const struct {
		const char *word;
		int mode;
	} modes[] = {
		{ "never", THP_NEVER }, { "madvise", THP_MADVISE },
		{ "always", THP_ALWAYS },
	};

	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++)
		if (strcmp(modes[i].word, word) == 0)
			return modes[i].mode;
	return -1;
}

/*
 * The processor of the recorded machines was emulated: in a tick it got about
 * a twentieth of what the model's costs stand for done (an eighth and less are
 * further from the recordings, 12 to 32 are as near). Their disk was a file
 * of the host, and so the faster in this processor's time.
 */
static void emulated(struct machine_spec *spec)
{
	spec->tick_ns = 4000000 / 20;
	spec->nr_disks = 1;
	spec->disk[0] = (struct disk_spec){ .name = "vda", .latency_ns = 25000,
					    .bytes_per_s = 2000000000 };
}

bool guest_spec(struct machine_spec *spec, const cJSON *rec, struct diag *why)
{
	const cJSON *thp = key(key(rec, "inputs"), "thp_at_boot");
	int mode = thp_by_name(words(thp, "enabled", ""));

	machine_spec_init(spec);
	spec->pcp_off = 0;
	spec->lru_batch_off = 0;
	emulated(spec);
	if (strcmp(words(rec, "arch", ""), "i386") == 0)
		spec->arch = ARCH_I386;
	spec->nr_cpus = (uint32_t)amount(key(rec, "machine"), "cpus", 1);
	if (mode >= 0)
		spec->thp_enabled = (uint32_t)mode;
	return spec_zones(spec, key(rec, "before"), why);
}

enum { MB_PAGES = 256 };

static void add_file(struct machine_spec *spec, struct file_spec *files,
		     const char *dir, const char *name, uint64_t mb)
{
	struct file_spec *f = &files[spec->nr_files];

	if (spec->nr_files == MAX_GUEST_FILES)
		return;
	*f = (struct file_spec){ .kind = INODE_REGULAR,
				 .size_bytes = mb << 20 };
	snprintf(f->name, sizeof(f->name), "%s/%s", dir, name);
	spec->nr_files++;
}

void guest_storage(struct machine_spec *spec, const cJSON *rec,
		   struct file_spec *files)
{
	const cJSON *machine = key(rec, "machine"), *inputs = key(rec, "inputs");
	const cJSON *disk = key(machine, "disk"), *file;
	uint64_t swap = amount(machine, "swap_mb", 0) * MB_PAGES;

	spec->file = files;
	if (cJSON_IsObject(disk) || swap) {
		snprintf(spec->disk[0].name, sizeof(spec->disk[0].name), "vda");
		spec->disk[0].rotational =
			(uint32_t)amount(key(inputs, swap ? "swap" : "disk"),
					 "rotational", 1);
		spec->nr_disks = 1;
	}
	cJSON_ArrayForEach(file, key(disk, "files"))
		add_file(spec, files, "/mnt", file->string,
			 (uint64_t)file->valuedouble);
	if (key(inputs, "tmpfs")) {
		add_file(spec, files, "/ram", "t", 0);
		files[spec->nr_files - 1].kind = INODE_TMPFS;
		files[spec->nr_files - 1].absent = 1;
	}
	if (swap) {
		spec->swap[0] = (struct swap_spec){
			.name = "/dev/vda", .pages = swap, .prio = -1, .on = 1,
		};
		spec->nr_swaps = 1;
	}
}

/* The zone of the machine that a zone of the recording is. */
static struct zone *zone_here(struct guest *g, const cJSON *zone)
{
	for (unsigned i = 0; i < g->m.s->nr_zones; i++) {
		struct zone *z = zone_mut(&g->m, i);

		if (z->node == amount(zone, "node", 0) &&
		    strcmp(z->name, words(zone, "zone", "")) == 0)
			return z;
	}
	return NULL;
}

/* Marks as printed have the boost in them. */
static void zone_marks(struct zone *z, const cJSON *zone)
{
	static const char *const names[] = { "min", "low", "high" };
	uint64_t boost = amount(zone, "boost", 0);

	z->watermark_boost = boost;
	for (unsigned i = 0; i < 3; i++) {
		uint64_t old = z->watermark[WMARK_MIN + i] + boost;
		uint64_t mark = amount(zone, names[i], old);

		z->watermark[WMARK_MIN + i] = mark > boost ? mark - boost : 0;
	}
	z->pcp_high = amount(zone, "pcp_high", z->pcp_high);
}

/* "protection" has a number for each zone of the node, by its index. */
static void zone_reserve(struct guest *g, struct zone *z, const cJSON *zone)
{
	const cJSON *reserve = key(zone, "protection");
	int index = 0;

	for (unsigned i = 0; i < g->m.s->nr_zones; i++) {
		const struct zone *other = &g->m.s->zone[i];
		const cJSON *v;

		if (other->node != z->node)
			continue;
		v = cJSON_GetArrayItem(reserve, index++);
		if (cJSON_IsNumber(v))
			z->lowmem_reserve[other->type] = (uint64_t)v->valuedouble;
	}
}

/*
 * While it boots the kernel computes min_free_kbytes from what it has managed
 * until then; afterwards it gives back its first program text and the initial
 * ramfs, which in the recorded guests were as large as this.
 */
enum { FREED_AFTER_BOOT = 2168 };

/* What a machine makes of it that has not yet got these pages. */
static int64_t min_free_in_boot(struct guest *g, struct machine_spec early)
{
	struct machine m;
	struct diag why;
	int64_t kb = 0;

	for (unsigned i = 0; i < early.nr_zones; i++) {
		struct zone_spec *zs = &early.zone[i];

		if (zs->type == ZONE_DMA || zs->managed < 2 * FREED_AFTER_BOOT)
			continue;
		zs->managed -= FREED_AFTER_BOOT;
		zs->kernel_used = 0;
		break;
	}
	if (machine_boot(&m, &early, &g->log, &why)) {
		kb = m.s->sysctl[SYSCTL_min_free_kbytes];
		machine_close(&m);
	}
	return kb;
}

/*
 * min_free_kbytes at the start is not recorded, but the marks made of it are:
 * of pages_min each zone got its share, rounded down. The shares add up to
 * pages_min, so that it is more than the marks by less than a page a zone.
 */
static void min_free_at_start(struct guest *g, const struct machine_spec *spec,
			      const cJSON *zones)
{
	int64_t kb = min_free_in_boot(g, *spec);
	uint64_t sum = 0, nr = 0;
	const cJSON *zone;

	cJSON_ArrayForEach(zone, zones) {
		const struct zone *z = zone_here(g, zone);

		if (!z || z->highmem || !zone_populated(z))
			continue;
		sum += z->watermark[WMARK_MIN];
		nr++;
	}
	if (!nr)
		return;
	if ((uint64_t)kb / 4 < sum || (uint64_t)kb / 4 >= sum + nr)
		kb = (int64_t)(sum + nr - 1) * 4;
	g->m.s->sysctl[SYSCTL_min_free_kbytes] = kb;
}

/* The free blocks of a pageblock go over to the unmovable ones. */
static void pageblock_unmovable(struct guest *g, struct zone *z, pfn_t pfn,
				pfn_t end)
{
	pageblock_set_type(&g->m, z, pfn, MIGRATE_UNMOVABLE);
	while (pfn < end) {
		enum migratetype type;
		unsigned order;
		pfn_t first;

		if (!buddy_find(&g->m, pfn, &first, &order, &type) ||
		    first != pfn) {
			pfn++;
			continue;
		}
		buddy_move(&g->m, z, pfn, order, MIGRATE_UNMOVABLE);
		pfn += UINT64_C(1) << order;
	}
}

/* What a kernel takes while it boots cannot be moved, nor what lies near. */
static void kernel_pageblocks(struct guest *g, struct zone *z)
{
	uint64_t size = UINT64_C(1) << z->pageblock_order;

	for (pfn_t pfn = z->start_pfn & ~(size - 1); pfn < zone_end_pfn(z);
	     pfn += size) {
		uint64_t counts[MAX_KINDS] = { 0 };

		frames_count(&g->m, pfn, size, counts);
		if (counts[KIND_KERNEL])
			pageblock_unmovable(g, z, pfn, pfn + size);
	}
}

void guest_state_at_start(struct guest *g, const struct machine_spec *spec,
			  const cJSON *zones)
{
	const cJSON *zone;

	cJSON_ArrayForEach(zone, zones) {
		struct zone *z = zone_here(g, zone);

		if (!z)
			continue;
		if (!guest_blocks_lay(g, z, key(g->rec, "before"), zone))
			kernel_pageblocks(g, z);
		zone_marks(z, zone);
		zone_reserve(g, z, zone);
	}
	min_free_at_start(g, spec, zones);
	calculate_totalreserve_pages(&g->m);
}

/* Pages that the program wrote before the experiment: its bss. */
static void harness_anon(struct guest *g, uint64_t pages)
{
	handle_t mm = task_at(&g->m, task_by_slot(&g->m, g->task))->mm;
	vaddr_t at = mm_at(&g->m, mm)->start_brk;

	while (!g->lost && mm_at(&g->m, mm)->rss[MM_ANONPAGES] < pages &&
	       at > mm_at(&g->m, mm)->end_data) {
		at -= PAGE_SIZE;
		guest_access(g, at, MODE_WRITE);
	}
}

void guest_harness(struct guest *g)
{
	const cJSON *inputs = key(g->rec, "inputs");
	const cJSON *harness = key(inputs, "harness");
	const cJSON *reserve = key(inputs, "reserve_kb");
	struct state *s = g->m.s;
	struct mm *mm = mm_mut(&g->m, task_at(&g->m, task_by_slot(&g->m,
							g->task))->mm);
	uint64_t data = amount(harness, "vm_data_pages", 0);

	if (data > mm->data_vm)
		guest_op(g, (struct op){ .verb = OP_brk,
				.arg = { 0, (data - mm->data_vm) * PAGE_SIZE } });
	harness_anon(g, amount(harness, "anon_pages", 0));
	/* its pages have been on their lists for long */
	lru_add_drain(&g->m);
	mm->total_vm = amount(harness, "vm_size_pages", mm->total_vm);
	s->vm_committed = amount(key(key(g->rec, "before"), "meminfo_kb"),
				 "Committed_AS", s->vm_committed * 4) / 4;
	s->sysctl[SYSCTL_admin_reserve_kbytes] = (int64_t)amount(
		reserve, "admin_reserve_kbytes",
		(uint64_t)s->sysctl[SYSCTL_admin_reserve_kbytes]);
	s->sysctl[SYSCTL_user_reserve_kbytes] = (int64_t)amount(
		reserve, "user_reserve_kbytes",
		(uint64_t)s->sysctl[SYSCTL_user_reserve_kbytes]);
}

void guest_given_managed(struct guest *g, const cJSON *zones)
{
	const cJSON *zone;

	cJSON_ArrayForEach(zone, zones) {
		struct zone *z = zone_here(g, zone);

		if (z)
			z->managed = amount(zone, "managed", z->managed);
	}
}

void guest_given_boost(struct guest *g, const cJSON *zones)
{
	const cJSON *zone;

	cJSON_ArrayForEach(zone, zones) {
		struct zone *z = zone_here(g, zone);

		if (z)
			z->watermark_boost = amount(zone, "boost",
						    z->watermark_boost);
	}
}

