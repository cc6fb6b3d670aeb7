#include "mm/kernel.h"

#include <string.h>

#include "mm/buddy.h"
#include "mm/commit.h"
#include "mm/pcp.h"
#include "mm/storage.h"
#include "mm/sysctl.h"
#include "mm/watermark.h"

enum { NO_ZONE = 63, FIRST_PID = 100, FIRST_INO = 300 };
enum { SWAPIN_HITS_AT_BOOT = 4 };	/* mm/swap_state.c swapin_readahead_hits */

static const uint64_t tick_ns = 4000000;	/* CONFIG_HZ=250 */
static const uint64_t default_arena_bytes = UINT64_C(64) << 30;

/* The n-th frame of RAM of a zone, from 0; the hole is stepped over. */
static pfn_t nth_present(const struct zone_spec *z, uint64_t n)
{
	uint64_t hole = z->spanned - z->present;
	pfn_t pfn = z->start_pfn + n;

	if (hole && z->hole_pfn && pfn >= z->hole_pfn)
		pfn += hole;
	return pfn;
}

/* The zone types a node of that architecture has, printed or not. */
static const enum zone_type *arch_zones(enum arch arch, unsigned *nr)
{
	static const enum zone_type amd64[] = { ZONE_DMA, ZONE_DMA32, ZONE_NORMAL,
						ZONE_MOVABLE, ZONE_DEVICE };
	static const enum zone_type i386[] = { ZONE_DMA, ZONE_NORMAL,
					       ZONE_HIGHMEM, ZONE_MOVABLE };

	*nr = arch == ARCH_I386 ? 4 : 5;
	return arch == ARCH_I386 ? i386 : amd64;
}

static const struct zone_spec *find_spec(const struct machine_spec *spec,
					 uint32_t node, enum zone_type type)
{
	for (unsigned i = 0; i < spec->nr_zones; i++)
		if (spec->zone[i].node == node && spec->zone[i].type == type)
			return &spec->zone[i];
	return NULL;
}

static void zone_set_up(struct zone *z, uint32_t node, enum zone_type type,
			const struct zone_spec *zs)
{
	const char *name = zs && zs->name[0] ? zs->name : zone_type_name(type);

	strncpy(z->name, name, sizeof(z->name) - 1);
	z->node = (uint8_t)node;
	z->type = (uint8_t)type;
	z->highmem = type == ZONE_HIGHMEM;
	z->pageblock_order = 9;
	if (!zs)
		return;
	z->pageblock_order = (uint8_t)zs->pageblock_order;
	z->start_pfn = zs->start_pfn;
	z->spanned = zs->spanned;
	z->present = zs->present;
	z->managed = zs->managed;
}

/*
 * The Movable zone takes its frames from the highest zone with RAM: above
 * HighMem it is of that kind, even while it is empty.
 *
 * Source: include/linux/mmzone.h is_highmem_idx() (6.1).
 */
static void movable_set_up(struct machine *m, const struct machine_spec *spec)
{
	bool high = false;

	for (unsigned i = 0; i < spec->nr_zones; i++)
		high |= spec->zone[i].type == ZONE_HIGHMEM;
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].type == ZONE_MOVABLE)
			m->s->zone[i].highmem = high;
}

static void zones_set_up(struct machine *m, const struct machine_spec *spec)
{
	unsigned nr_types;
	const enum zone_type *types = arch_zones(spec->arch, &nr_types);

	m->s->nr_nodes = spec->nr_nodes;
	for (uint32_t node = 0; node < spec->nr_nodes; node++)
		for (unsigned i = 0; i < nr_types; i++) {
			struct zone *z = zone_mut(m, m->s->nr_zones);

			z->nr = m->s->nr_zones++;
			zone_set_up(z, node, types[i],
				    find_spec(spec, node, types[i]));
		}
	movable_set_up(m, spec);
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];
		uint64_t blocks = (zone_end_pfn(z) + BLOCK_FRAMES - 1) >>
				  BLOCK_SHIFT;

		if (blocks > m->s->nr_blocks)
			m->s->nr_blocks = blocks;
	}
}

static bool block_table_set_up(struct machine *m)
{
	struct block *b;

	m->s->blocks = arena_grow(&m->arena,
				  m->s->nr_blocks * sizeof(struct block));
	if (!m->s->blocks)
		return false;
	b = block_mut(m, 0);
	for (uint64_t i = 0; i < m->s->nr_blocks; i++) {
		b[i].state = BLOCK_HOLE;
		b[i].type = MIGRATE_MOVABLE;
		b[i].zone = NO_ZONE;
	}
	return true;
}

/* Frames of one chunk get their kind and zone for the first time. */
static void boot_frames(struct machine *m, pfn_t start, pfn_t end,
			unsigned zone, enum frame_kind kind)
{
	uint64_t n = start >> BLOCK_SHIFT;
	struct chunk *c;

	if (!block_at(m, n)->chunk)
		chunk_make(m, n);
	block_mut(m, n)->zone = (uint8_t)zone;
	c = chunk_whole_mut(m, block_at(m, n)->chunk);
	for (pfn_t pfn = start; pfn < end; pfn++) {
		struct frame *f = &c->frame[pfn & (BLOCK_FRAMES - 1)];
		uint8_t *count = c->count[(pfn & (BLOCK_FRAMES - 1)) / GROUP_FRAMES];

		count[frame_kind(f)]--;
		count[kind]++;
		f->flags = (uint32_t)kind << FRAME_KIND_SHIFT |
			   (uint32_t)zone << FRAME_ZONE_SHIFT;
		if (kind == KIND_KERNEL) {
			f->flags |= PG_HEAD;
			f->refcount = 1;
		}
	}
}

/* A whole block of one kind that needs no frames. */
static void boot_block(struct machine *m, uint64_t n, unsigned zone,
		       enum frame_kind kind)
{
	struct block *b = block_mut(m, n);

	b->zone = (uint8_t)zone;
	b->state = kind == KIND_RESERVED ? BLOCK_RESERVED : BLOCK_HOLE;
	/* a free one is put on its list by buddy_release_range() */
}

/* A range of one kind; whole blocks without frames where that is possible. */
static void boot_range(struct machine *m, pfn_t start, pfn_t end,
		       unsigned zone, enum frame_kind kind)
{
	pfn_t pfn = start;

	while (pfn < end) {
		pfn_t stop = (pfn | (BLOCK_FRAMES - 1)) + 1;

		stop = stop < end ? stop : end;
		if (stop - pfn == BLOCK_FRAMES && kind != KIND_KERNEL)
			boot_block(m, pfn >> BLOCK_SHIFT, zone, kind);
		else
			boot_frames(m, pfn, stop, zone, kind);
		pfn = stop;
	}
	if (kind != KIND_HOLE)
		m->s->zone[zone].nr_kind[kind] += end - start;
	if (kind == KIND_FREE && start < end)
		buddy_release_range(m, zone_mut(m, zone), start, end);
}

/* Present frames number `from` up to `to` of the zone, in at most two runs. */
static void boot_present(struct machine *m, unsigned zone,
			 const struct zone_spec *zs, uint64_t from, uint64_t to,
			 enum frame_kind kind)
{
	pfn_t start, end;

	if (from >= to)
		return;
	start = nth_present(zs, from);
	end = nth_present(zs, to - 1) + 1;
	if (zs->hole_pfn && start < zs->hole_pfn && end > zs->hole_pfn) {
		boot_range(m, start, zs->hole_pfn, zone, kind);
		start = zs->hole_pfn + zs->spanned - zs->present;
	}
	boot_range(m, start, end, zone, kind);
}

static void boot_zone(struct machine *m, unsigned zone,
		      const struct zone_spec *zs)
{
	uint64_t reserved = zs->present - zs->managed;
	uint64_t used = reserved + zs->kernel_used;
	uint64_t hole = zs->spanned - zs->present;
	pfn_t hole_pfn = zs->hole_pfn ? zs->hole_pfn :
					zs->start_pfn + zs->present;

	boot_range(m, hole_pfn, hole_pfn + hole, zone, KIND_HOLE);
	boot_present(m, zone, zs, 0, reserved, KIND_RESERVED);
	boot_present(m, zone, zs, reserved, used, KIND_KERNEL);
	boot_present(m, zone, zs, used, zs->present, KIND_FREE);
}

/*
 * The page of zeros lies in the kernel image: frame 0x3310 of the reference
 * system, else the lowest frame that is reserved.
 */
static pfn_t find_zero_page(const struct machine *m)
{
	if (zone_kind(m, 0x3310) == KIND_RESERVED)
		return 0x3310;
	for (uint64_t n = 0; n < m->s->nr_blocks; n++)
		for (pfn_t pfn = n << BLOCK_SHIFT; pfn < (n + 1) << BLOCK_SHIFT;
		     pfn++) {
			if (zone_kind(m, pfn) == KIND_RESERVED)
				return pfn;
			if (!block_at(m, n)->chunk)
				break;
		}
	return 0;
}

static void settings_set_up(struct machine *m, const struct machine_spec *spec)
{
	struct state *s = m->s;

	s->arch = (uint32_t)spec->arch;
	s->nr_cpus = spec->nr_cpus;
	s->legible = spec->legible;
	s->oom_log = spec->oom_log;
	s->pcp_on = !spec->pcp_off && !spec->legible;
	s->lru_batch_size = spec->lru_batch_off || spec->legible ?
			    1 : PAGEVEC_SIZE;
	s->tick_ns = spec->tick_ns ? spec->tick_ns : tick_ns;
	s->cpu_queue.lead_ns = -(int64_t)s->tick_ns;	/* all sleep since boot */
	s->swapin_hits = SWAPIN_HITS_AT_BOOT;
	s->random = spec->seed;
	s->next_pid = FIRST_PID;
	s->next_tag = 1;
	s->next_ino = FIRST_INO;
	s->user_min_free_kbytes = -1;
	for (unsigned i = 0; i < NR_SYSCTLS; i++)
		s->sysctl[i] = spec->sysctl[i] != INT64_MIN ? spec->sysctl[i] :
							      sysctl_infos[i].def;
	if (spec->legible)
		s->sysctl[SYSCTL_watermark_boost_factor] = 0;
	memcpy(s->lowmem_reserve_ratio, spec->lowmem_reserve_ratio,
	       sizeof(s->lowmem_reserve_ratio));
}

/*
 * THP is switched off where RAM is below 512 MiB.
 *
 * Source: mm/huge_memory.c hugepage_init(), mm/khugepaged.c
 * start_stop_khugepaged(), set_recommended_min_free_kbytes() (6.1).
 */
static void watermarks_set_up(struct machine *m, const struct machine_spec *spec)
{
	int64_t wanted = spec->sysctl[SYSCTL_min_free_kbytes];
	bool small = total_ram_pages(m) < UINT64_C(512) << (20 - PAGE_SHIFT);
	uint64_t values[5] = { (uint64_t)wanted };
	int64_t rec;

	m->s->sysctl[SYSCTL_min_free_kbytes] = 0;
	init_per_zone_wmark_min(m);
	setup_per_zone_lowmem_reserve(m);
	m->s->thp_disabled_at_boot = small;
	m->s->thp_enabled = small ? THP_NEVER : spec->thp_enabled;
	/* not to run khugepaged computes it again, less the high marks by now */
	if (!small && m->s->thp_enabled == THP_NEVER)
		init_per_zone_wmark_min(m);
	rec = recommended_min_free_kbytes(m);
	if (rec > m->s->sysctl[SYSCTL_min_free_kbytes]) {
		m->s->sysctl[SYSCTL_min_free_kbytes] = rec;
		setup_per_zone_wmarks(m);
	}
	if (wanted != INT64_MIN)
		sysctl_write(m, SYSCTL_min_free_kbytes, values);
}

static void pools_set_up(struct state *s)
{
	pool_init(&s->pool_vma, sizeof(struct vma));
	pool_init(&s->pool_anon_vma, sizeof(struct anon_vma));
	pool_init(&s->pool_table, sizeof(struct table));
	pool_init(&s->pool_mm, sizeof(struct mm));
	pool_init(&s->pool_task, sizeof(struct task));
	pool_init(&s->pool_inode, sizeof(struct inode));
	pool_init(&s->pool_file, sizeof(struct file));
	pool_init(&s->pool_fd, sizeof(struct fd));
	pool_init(&s->pool_xa_node, sizeof(struct xa_node));
	pool_init(&s->pool_request, sizeof(struct request));
	pool_init(&s->pool_swap_chunk, sizeof(struct swap_chunk));
	pool_init(&s->pool_dmesg, sizeof(struct dmesg_line));
	pool_init(&s->pool_label, sizeof(struct label));
}

static bool machine_set_up(struct machine *m, const struct machine_spec *spec)
{
	arena_grow(&m->arena, sizeof(struct state));
	m->s = (struct state *)(void *)m->arena.base;
	m->arena.root_bytes = arena_nr_pages(sizeof(struct state))
			      << ARENA_PAGE_SHIFT;
	settings_set_up(m, spec);
	pools_set_up(m->s);
	zones_set_up(m, spec);
	if (!block_table_set_up(m))
		return false;
	if (m->s->pcp_on)
		pcps_set_up(m);
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];
		const struct zone_spec *zs =
			find_spec(spec, z->node, (enum zone_type)z->type);

		if (zs)
			boot_zone(m, i, zs);
	}
	zonelists_build(m, spec->distance);
	m->s->zero_pfn = find_zero_page(m);
	watermarks_set_up(m, spec);
	commit_init(m);
	storage_set_up(m, spec);
	return true;
}

bool machine_boot(struct machine *m, const struct machine_spec *spec,
		  struct event_log *log, struct diag *why)
{
	uint64_t wish = spec->arena_bytes ? spec->arena_bytes :
					    default_arena_bytes;
	struct event_set mask = log->mask;
	volatile bool done = false;	/* setjmp() returns twice */
	jmp_buf full;

	memset(m, 0, sizeof(*m));
	m->log = log;
	if (!machine_spec_check(spec, why))
		return false;
	if (!arena_open(&m->arena, wish)) {
		diag_out_of_memory(why);
		return false;
	}
	log->mask = EVENT_NONE;
	m->escape = &full;
	if (setjmp(full) == 0)
		done = machine_set_up(m, spec);
	m->escape = NULL;
	log->mask = mask;
	if (done)
		return true;
	diag_set(why, 0, 0, "the machine does not fit into %llu bytes of address space",
		 (unsigned long long)m->arena.max_bytes);
	why->of_host = m->arena.max_bytes < wish;
	machine_close(m);
	return false;
}

void machine_close(struct machine *m)
{
	arena_close(&m->arena);
	m->s = NULL;
}

void machine_slots(struct machine *m, uint32_t nr)
{
	m->s->labels = arena_grow(&m->arena, (nr + 1) * sizeof(handle_t));
	m->s->task_slots = arena_grow(&m->arena, (nr + 1) * sizeof(handle_t));
	bug_on(!m->s->labels || !m->s->task_slots);
	m->s->nr_slots = nr;
}
