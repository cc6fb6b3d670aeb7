#include "mm/swap_area.h"

#include <errno.h>
#include <string.h>

#include "mm/dmesg.h"

enum {
	STOCK = 64,		/* SWAP_SLOTS_CACHE_SIZE */
	STOCK_ON = 5 * STOCK,	/* free slots a CPU above which it is kept */
	STOCK_OFF = 2 * STOCK,	/* ... below which it is given up */
};

static const struct swap_slot never_used;

static handle_t chunk_of(const struct machine *m, uint32_t entry)
{
	const struct swap_area *a = &m->s->swap_area[swp_type(entry)];
	const handle_t *chunks = arena_get(&m->arena, a->chunks);

	bug_on_debug(swp_offset(entry) >= a->max);
	return a->chunks ? chunks[swp_offset(entry) >> SWAP_CHUNK_SHIFT] : 0;
}

const struct swap_slot *swap_slot_at(const struct machine *m, uint32_t entry)
{
	handle_t chunk = chunk_of(m, entry);
	const struct swap_chunk *c;

	if (!chunk)
		return &never_used;
	c = arena_get(&m->arena, chunk);
	return &c->slot[swp_offset(entry) % SWAP_CHUNK_SLOTS];
}

/* A handle in the area's table of chunks, to write to. */
static handle_t *chunk_mut(struct machine *m, const struct swap_area *a,
			   uint32_t chunk)
{
	handle_t *four = arena_mut_small(&m->arena, a->chunks + chunk / 4);

	return four + chunk % 4;
}

struct swap_slot *swap_slot_mut(struct machine *m, uint32_t entry)
{
	const struct swap_area *a = &m->s->swap_area[swp_type(entry)];
	handle_t chunk = chunk_of(m, entry);

	if (!chunk) {
		chunk = object_new(m, &m->s->pool_swap_chunk);
		*chunk_mut(m, a, swp_offset(entry) >> SWAP_CHUNK_SHIFT) = chunk;
	}
	return arena_mut_small(&m->arena,
			       chunk + swp_offset(entry) % SWAP_CHUNK_SLOTS);
}

const struct swap_slot *swap_slots_from(const struct machine *m, unsigned type,
					uint64_t offset, uint64_t end,
					uint64_t *nr)
{
	uint64_t next = (offset | (SWAP_CHUNK_SLOTS - 1)) + 1;
	uint32_t entry = swp_entry(type, (uint32_t)offset);

	*nr = (next < end ? next : end) - offset;
	return chunk_of(m, entry) ? swap_slot_at(m, entry) : NULL;
}

uint32_t swap_next_used(const struct machine *m, unsigned type, uint32_t offset)
{
	const struct swap_area *a = &m->s->swap_area[type];

	while (offset < a->max) {
		uint32_t entry = swp_entry(type, offset);

		if (!chunk_of(m, entry)) {
			offset = (offset | (SWAP_CHUNK_SLOTS - 1)) + 1;
			continue;
		}
		if (!swap_slot_free(swap_slot_at(m, entry)))
			return offset;
		offset++;
	}
	return 0;
}

static uint32_t nr_chunks(const struct swap_area *a)
{
	return (uint32_t)((a->max + SWAP_CHUNK_SLOTS - 1) >> SWAP_CHUNK_SHIFT);
}

unsigned swap_area_new(struct machine *m, const char *name, uint64_t pages,
		       uint32_t disk, bool solid_state)
{
	unsigned type = m->s->nr_swapfiles;
	struct swap_area *a = &m->s->swap_area[type];

	if (type == MAX_SWAP_AREAS || pages < SWAP_MIN_PAGES ||
	    pages > UINT64_C(1) << SWP_SLOT_BITS || disk >= MAX_DISKS)
		return MAX_SWAP_AREAS;
	m->s->nr_swapfiles++;
	memset(a, 0, sizeof(*a));
	memcpy(a->name, name, strnlen(name, sizeof(a->name) - 1));
	a->max = pages;
	a->disk = disk;
	a->disk_start = m->s->disk[disk].next_page;
	m->s->disk[disk].next_page += pages;
	a->solid_state = solid_state;
	return type;
}

unsigned swap_area_by_name(const struct machine *m, const char *name)
{
	for (unsigned i = 0; i < m->s->nr_swapfiles; i++)
		if (strncmp(m->s->swap_area[i].name, name,
			    sizeof(m->s->swap_area[i].name)) == 0)
			return i;
	return MAX_SWAP_AREAS;
}

/* The table is made once and kept for the next time. */
static void chunks_set_up(struct machine *m, struct swap_area *a)
{
	if (a->chunks)
		return;
	a->chunks = arena_grow(&m->arena, nr_chunks(a) * sizeof(handle_t));
	if (!a->chunks)
		machine_escape(m, ESCAPE_FULL);
}

/*
 * Source: mm/swapfile.c sys_swapon(), setup_swap_info(), _enable_swap_info()
 * (6.1). Left out: extents of a swap file, discard, bad slots, the starting
 * cluster by chance of a solid-state device.
 */
int64_t swap_area_on(struct machine *m, unsigned type, int32_t prio)
{
	struct swap_area *a = &m->s->swap_area[type];

	if (type >= m->s->nr_swapfiles)
		return -EINVAL;
	if (a->on != SWAP_OFF)
		return -EBUSY;
	chunks_set_up(m, a);
	a->nr_good = a->max - 1;
	a->inuse = 0;
	a->lowest_bit = 1;
	a->highest_bit = a->max - 1;
	a->cluster_next = 1;
	a->cluster_nr = 0;
	a->turn = m->s->swap_turns++;
	a->prio = prio >= 0 ? prio : -1 - (int32_t)++m->s->nr_auto_prios;
	a->on = SWAP_ON;
	m->s->nr_swap_pages += a->nr_good;
	m->s->total_swap_pages += a->nr_good;
	m->s->nr_rotate_swap += !a->solid_state;
	printk(m, "Adding %lluk swap on %s.  Priority:%d extents:1 across:%lluk %s",
	       (unsigned long long)a->nr_good * 4, a->name, a->prio,
	       (unsigned long long)a->nr_good * 4, a->solid_state ? "SS" : "");
	return 0;
}

bool vm_swap_full(const struct machine *m)
{
	return m->s->nr_swap_pages * 2 < m->s->total_swap_pages;
}

/* Source: mm/swapfile.c swap_range_alloc() (6.1). */
void swap_range_alloc(struct machine *m, uint32_t entry)
{
	struct swap_area *a = &m->s->swap_area[swp_type(entry)];
	uint32_t offset = swp_offset(entry);

	if (offset == a->lowest_bit)
		a->lowest_bit++;
	if (offset == a->highest_bit)
		a->highest_bit--;
	if (++a->inuse == a->nr_good) {
		a->lowest_bit = a->max;
		a->highest_bit = 0;
	}
	m->s->nr_swap_pages--;
}

/*
 * What free slots a closing area has count for nobody; the kernel takes all
 * its slots off at once, and may show less than none for a while.
 *
 * Source: mm/swapfile.c swap_range_free() (6.1).
 */
void swap_range_free(struct machine *m, uint32_t entry)
{
	struct swap_area *a = &m->s->swap_area[swp_type(entry)];
	uint32_t offset = swp_offset(entry);

	if (offset < a->lowest_bit)
		a->lowest_bit = offset;
	if (offset > a->highest_bit)
		a->highest_bit = offset;
	a->inuse--;
	if (a->on == SWAP_ON)
		m->s->nr_swap_pages++;
}

/* Source: mm/swapfile.c swapcache_free_entries() (6.1). */
static void give_back(struct machine *m, uint32_t *stock, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++) {
		struct swap_slot *slot = swap_slot_mut(m, stock[i]);

		bug_on(slot->users || !slot->taken);
		slot->taken = 0;
		slot->cache = 0;	/* a shadow goes with it */
		swap_range_free(m, stock[i]);
		stock[i] = 0;
	}
}

static void stocks_drain(struct machine *m)
{
	struct state *s = m->s;

	give_back(m, s->slots_cache + s->cur_slots_cache, s->nr_slots_cache);
	s->nr_slots_cache = 0;
	s->cur_slots_cache = 0;
	give_back(m, s->slots_ret, s->nr_slots_ret);
	s->nr_slots_ret = 0;
}

/* While an area is being closed no stock is kept at all. */
static bool stock_enabled(const struct machine *m)
{
	bool on = false;

	for (unsigned i = 0; i < m->s->nr_swapfiles; i++) {
		if (m->s->swap_area[i].on == SWAP_CLOSING)
			return false;
		on = on || m->s->swap_area[i].on == SWAP_ON;
	}
	return on;
}

/*
 * Source: mm/swap_slots.c check_cache_active() (6.1). The stocks of all CPUs
 * are one here.
 */
bool swap_stock_active(struct machine *m)
{
	struct state *s = m->s;

	if (!stock_enabled(m))
		return false;
	if (!s->slots_cache_active) {
		s->slots_cache_active = s->nr_swap_pages >
					(uint64_t)s->nr_cpus * STOCK_ON;
	} else if (s->nr_swap_pages < (uint64_t)s->nr_cpus * STOCK_OFF) {
		s->slots_cache_active = 0;
		stocks_drain(m);
	}
	return s->slots_cache_active;
}

/* Source: mm/swap_slots.c free_swap_slot() (6.1). */
void free_swap_slot(struct machine *m, uint32_t entry)
{
	struct state *s = m->s;

	if (!s->slots_cache_active || !stock_enabled(m)) {
		give_back(m, &entry, 1);
		return;
	}
	if (s->nr_slots_ret == STOCK) {
		give_back(m, s->slots_ret, STOCK);
		s->nr_slots_ret = 0;
	}
	s->slots_ret[s->nr_slots_ret++] = entry;
}

void swap_area_close(struct machine *m, unsigned type)
{
	struct swap_area *a = &m->s->swap_area[type];

	bug_on(a->on != SWAP_ON);
	stocks_drain(m);
	a->on = SWAP_CLOSING;
	m->s->nr_swap_pages -= a->nr_good - a->inuse;
	m->s->total_swap_pages -= a->nr_good;
}

void swap_area_reopen(struct machine *m, unsigned type)
{
	struct swap_area *a = &m->s->swap_area[type];

	bug_on(a->on != SWAP_CLOSING);
	a->on = SWAP_ON;
	m->s->nr_swap_pages += a->nr_good - a->inuse;
	m->s->total_swap_pages += a->nr_good;
}

/* Source: mm/swapfile.c sys_swapoff() (6.1): those below move up. */
static void prio_close_ranks(struct machine *m, int32_t gone)
{
	if (gone >= 0)
		return;
	for (unsigned i = 0; i < m->s->nr_swapfiles; i++) {
		struct swap_area *a = &m->s->swap_area[i];

		if (a->on == SWAP_ON && a->prio < gone)
			a->prio++;
	}
	m->s->nr_auto_prios--;
}

void swap_area_off(struct machine *m, unsigned type)
{
	struct swap_area *a = &m->s->swap_area[type];

	bug_on(a->on != SWAP_CLOSING || a->inuse);
	for (uint32_t i = 0; i < nr_chunks(a); i++) {
		handle_t *chunk = chunk_mut(m, a, i);

		if (*chunk)
			pool_free(&m->arena, &m->s->pool_swap_chunk, *chunk);
		*chunk = 0;
	}
	prio_close_ranks(m, a->prio);
	m->s->nr_rotate_swap -= !a->solid_state;
	a->on = SWAP_OFF;
	a->prio = 0;
}
