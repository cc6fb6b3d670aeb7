#include "base/arena.h"

#include <string.h>
#include <sys/mman.h>

#include "base/hash.h"

enum { SLAB_BYTES = 64 << 10, POISON = 0x6b };

static const uint64_t least_bytes = 16u << 20;

static void *reserve(uint64_t bytes)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

/*
 * A large machine fills its arena from the front: huge pages of the host spare
 * it a fault every 4 KiB. A small one never gets that far and stays small.
 */
static void ask_for_huge_pages(const struct arena *a)
{
#ifdef MADV_HUGEPAGE
	const uint64_t small = 16u << 20;

	if (a->reserved_bytes > 2 * small)
		madvise(a->base + small, a->reserved_bytes - small,
			MADV_HUGEPAGE);
#else
	(void)a;
#endif
}

bool arena_open(struct arena *a, uint64_t wish_bytes)
{
	/* a handle has 32 bits and counts grains */
	const uint64_t max_bytes = (uint64_t)ARENA_GRAIN << 32;
	uint64_t bytes = wish_bytes < max_bytes ? wish_bytes : max_bytes;

	memset(a, 0, sizeof(*a));
	bytes = arena_nr_pages(bytes) << ARENA_PAGE_SHIFT;
	for (; bytes >= least_bytes; bytes = bytes / 2 & ~4095ull) {
		a->base = reserve(bytes);
		if (a->base)
			break;
	}
	if (!a->base)
		return false;
	a->dirty = reserve(bytes >> ARENA_LINE_SHIFT);
	if (!a->dirty) {
		munmap(a->base, bytes);
		return false;
	}
	a->reserved_bytes = bytes;
	a->max_bytes = bytes;
	ask_for_huge_pages(a);
	return true;
}

void arena_close(struct arena *a)
{
	if (a->base) {
		munmap(a->base, a->reserved_bytes);
		munmap(a->dirty, a->reserved_bytes >> ARENA_LINE_SHIFT);
	}
	memset(a, 0, sizeof(*a));
}

handle_t arena_grow(struct arena *a, uint64_t bytes)
{
	uint64_t at = a->used_bytes;
	uint64_t end;

	if (bytes > a->max_bytes)	/* no sum below wraps around */
		return 0;
	bytes = (bytes + ARENA_ALIGN - 1) & ~(uint64_t)(ARENA_ALIGN - 1);
	end = at + bytes;
	if (end > a->max_bytes)
		return 0;
	a->used_bytes = end;
	/* fresh pages of the host are clear; used ones are cleared here */
	if (at < a->high_bytes)
		memset(a->base + at, 0,
		       (end < a->high_bytes ? end : a->high_bytes) - at);
	if (end > a->high_bytes)
		a->high_bytes = end;
	memset(a->dirty + (at >> ARENA_LINE_SHIFT), 1, bytes >> ARENA_LINE_SHIFT);
	return (handle_t)(at / ARENA_GRAIN);
}

void arena_clean(struct arena *a)
{
	memset(a->dirty, 0, a->high_bytes >> ARENA_LINE_SHIFT);
}

uint64_t arena_dirty_lines(const struct arena *a, uint64_t page)
{
	const unsigned char *d = a->dirty +
		(page << (ARENA_PAGE_SHIFT - ARENA_LINE_SHIFT));
	uint64_t lines = 0;

	if (page << ARENA_PAGE_SHIFT < a->root_bytes)
		return UINT64_MAX;
	for (unsigned i = 0; i < ARENA_PAGE_BYTES / ARENA_LINE_BYTES; i += 8) {
		uint64_t eight;

		memcpy(&eight, d + i, sizeof(eight));
		if (!eight)
			continue;	/* mostly nothing was written */
		for (unsigned k = 0; k < 8; k++)
			lines |= (uint64_t)d[i + k] << (i + k);
	}
	return lines;
}

uint64_t arena_hash_line(const struct arena *a, uint64_t line)
{
	return hash_bytes(a->base + (line << ARENA_LINE_SHIFT),
			  ARENA_LINE_BYTES, line);
}

uint64_t arena_hash(const struct arena *a)
{
	uint64_t sum = 0;

	for (uint64_t i = 0; i < a->used_bytes >> ARENA_LINE_SHIFT; i++)
		sum += arena_hash_line(a, i);
	return sum;
}

void pool_init(struct pool *p, uint32_t object_bytes)
{
	memset(p, 0, sizeof(*p));
	p->object_bytes = (object_bytes + ARENA_GRAIN - 1) &
			  ~(uint32_t)(ARENA_GRAIN - 1);
}

static bool pool_new_slab(struct arena *a, struct pool *p)
{
	uint32_t nr = SLAB_BYTES / p->object_bytes;
	uint32_t bytes = (nr ? nr : 1) * p->object_bytes;
	handle_t slab = arena_grow(a, bytes);

	if (!slab)
		return false;
	p->fresh = slab;
	p->fresh_end = slab + bytes / ARENA_GRAIN;
	p->nr_slabs++;
	return true;
}

handle_t pool_alloc(struct arena *a, struct pool *p)
{
	handle_t h = p->free;

	if (h) {
		handle_t *object = arena_mut(a, h, p->object_bytes);

		p->free = *object;
		memset(object, 0, p->object_bytes);
	} else {
		if (p->fresh == p->fresh_end && !pool_new_slab(a, p))
			return 0;
		h = p->fresh;
		p->fresh += p->object_bytes / ARENA_GRAIN;
		arena_mut(a, h, p->object_bytes);
	}
	p->nr_used++;
	return h;
}

void pool_free(struct arena *a, struct pool *p, handle_t h)
{
	handle_t *object = arena_mut(a, h, p->object_bytes);

	memset(object, POISON, p->object_bytes);
	*object = p->free;
	p->free = h;
	p->nr_used--;
}
