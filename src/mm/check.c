/*
 * Everything that must hold, walked. The weak check is for the middle of an
 * operation: only what every event promises.
 */
#include "mm/kernel.h"

#include "mm/buddy.h"
#include "mm/fault.h"
#include "mm/pgtable.h"
#include "mm/vma.h"

static bool zone_books(const struct machine *m, const struct zone *z,
		       struct diag *why)
{
	uint64_t sum = 0, given = 0;

	for (unsigned k = 0; k < MAX_KINDS; k++)
		sum += z->nr_kind[k];
	for (unsigned k = KIND_KERNEL; k < NR_KINDS; k++)
		given += z->nr_kind[k];
	if (sum != z->present ||
	    z->nr_kind[KIND_FREE] != z->nr_free + z->nr_inhand ||
	    z->managed != z->nr_free + z->nr_inhand + z->nr_pcp + given) {
		diag_set(why, 0, 0,
			 "zone %s: managed %llu is not free %llu + in hand %llu + per-CPU %llu + given out %llu",
			 z->name, (unsigned long long)z->managed,
			 (unsigned long long)z->nr_free,
			 (unsigned long long)z->nr_inhand,
			 (unsigned long long)z->nr_pcp,
			 (unsigned long long)given);
		return false;
	}
	return buddy_check(m, z, why);
}

bool machine_check_weak(const struct machine *m, struct diag *why)
{
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].present && !zone_books(m, &m->s->zone[i], why))
			return false;
	return true;
}

/* The counts of a chunk's groups against its frames. */
static bool chunk_check(const struct machine *m, uint64_t n, struct diag *why)
{
	const struct block *b = block_at(m, n);
	const struct chunk *c = chunk_whole_at(m, b->chunk);

	for (unsigned g = 0; g < BLOCK_GROUPS; g++) {
		uint8_t count[MAX_KINDS] = { 0 };

		for (unsigned i = 0; i < GROUP_FRAMES; i++)
			count[zone_kind(m, (n << BLOCK_SHIFT) +
						   g * GROUP_FRAMES + i)]++;
		for (unsigned k = 0; k < MAX_KINDS; k++)
			if (count[k] != c->count[g][k]) {
				diag_set(why, 0, 0,
					 "block %llu group %u: %u frames are %s, the count says %u",
					 (unsigned long long)n, g, count[k],
					 frame_kind_name((enum frame_kind)k),
					 c->count[g][k]);
				return false;
			}
	}
	return true;
}

/* Each frame by itself: a user has references, a free one has none. */
static bool frame_check(const struct machine *m, pfn_t pfn, struct diag *why)
{
	const struct frame *f = frame_at(m, pfn);
	enum frame_kind kind = frame_kind(f);
	struct frame_block b;
	bool ok = true;

	/* free, or inside of a block that was given out as one */
	if (kind == KIND_FREE)
		ok = f->refcount == 0 && f->mapcount == 0 &&
		     frame_block(m, pfn, &b) &&
		     (b.state == PG_BUDDY || (b.state == PG_HEAD && b.pfn != pfn));
	else if (kind == KIND_ANON)
		ok = f->refcount >= f->mapcount && f->mapcount > 0 &&
		     (f->flags & PG_HEAD) && f->mapping &&
		     !((f->flags & PG_ANON_EXCLUSIVE) && f->mapcount != 1);
	else if (kind == KIND_PGTABLE)
		ok = f->refcount == 1 && f->mapping;
	if (f->flags & PG_INHAND)
		ok = false;
	if (!ok)
		diag_set(why, 0, 0,
			 "frame 0x%llx (%s): refcount %d mapcount %d flags 0x%x",
			 (unsigned long long)pfn, frame_kind_name(kind),
			 f->refcount, f->mapcount, f->flags);
	return ok;
}

static bool frames_check(const struct machine *m, struct diag *why)
{
	for (uint64_t n = 0; n < m->s->nr_blocks; n++) {
		if (!block_at(m, n)->chunk)
			continue;
		if (!chunk_check(m, n, why))
			return false;
		for (pfn_t i = 0; i < BLOCK_FRAMES; i++)
			if (!frame_check(m, (n << BLOCK_SHIFT) + i, why))
				return false;
	}
	return true;
}

struct entries {
	uint64_t anon, file, writable_shared;
};

/* All entries of one address space, against its counters. */
static void count_entries(const struct machine *m, handle_t mm,
			  struct entries *n)
{
	vaddr_t addr = 0;

	while ((addr = pgtable_next_used(m, mm, addr, TASK_SIZE)) < TASK_SIZE) {
		pte_t e = pgtable_get(m, mm, addr);
		const struct frame *f = frame_at(m, pte_pfn(e));

		addr += PAGE_SIZE;
		if (e & PTE_SPECIAL)
			continue;
		if (!f || frame_kind(f) != KIND_ANON) {
			n->file++;
			continue;
		}
		n->anon++;
		if ((e & PTE_RW) && !(f->flags & PG_ANON_EXCLUSIVE))
			n->writable_shared++;
	}
}

static bool mm_check(const struct machine *m, handle_t h, uint64_t *mapped,
		     struct diag *why)
{
	const struct mm *mm = mm_at(m, h);
	struct entries n = { 0 };

	if (!vma_check(m, h, why) || !pgtable_check(m, h, why))
		return false;
	count_entries(m, h, &n);
	*mapped += n.anon;
	if (n.anon == mm->rss[MM_ANONPAGES] && n.file == mm->rss[MM_FILEPAGES] &&
	    !n.writable_shared)
		return true;
	diag_set(why, 0, 0,
		 "%llu anonymous and %llu other pages are mapped, the counters say %llu and %llu; %llu shared ones are writable",
		 (unsigned long long)n.anon, (unsigned long long)n.file,
		 (unsigned long long)mm->rss[MM_ANONPAGES],
		 (unsigned long long)mm->rss[MM_FILEPAGES],
		 (unsigned long long)n.writable_shared);
	return false;
}

/* Sum of the mapcounts of all anonymous frames. */
static uint64_t sum_mapcounts(const struct machine *m, uint64_t *frames)
{
	uint64_t sum = 0;

	*frames = 0;
	for (uint64_t n = 0; n < m->s->nr_blocks; n++)
		for (pfn_t i = 0; block_at(m, n)->chunk && i < BLOCK_FRAMES; i++) {
			const struct frame *f = frame_at(m, (n << BLOCK_SHIFT) + i);

			if (frame_kind(f) != KIND_ANON)
				continue;
			++*frames;
			sum += (uint64_t)f->mapcount;
		}
	return sum;
}

static bool promise_check(const struct machine *m, struct diag *why)
{
	uint64_t sum = 0;

	for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next) {
		handle_t h = task_at(m, t)->mm;

		for (h = h ? vma_first(m, h) : 0; h; h = vma_next(m, h))
			if (vma_at(m, h)->flags & VM_ACCOUNT)
				sum += vma_pages(vma_at(m, h));
	}
	for (handle_t f = m->s->files; f; f = file_at(m, f)->next)
		if (file_at(m, f)->kind == FILE_SHMEM)
			sum += file_at(m, f)->size_bytes >> PAGE_SHIFT;
	if (sum == m->s->vm_committed)
		return true;
	diag_set(why, 0, 0, "areas promise %llu pages, Committed_AS says %llu",
		 (unsigned long long)sum,
		 (unsigned long long)m->s->vm_committed);
	return false;
}

bool machine_check(const struct machine *m, struct diag *why)
{
	uint64_t mapped = 0, frames;

	if (!machine_check_weak(m, why) || !frames_check(m, why))
		return false;
	for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next)
		if (task_at(m, t)->mm && !mm_check(m, task_at(m, t)->mm, &mapped, why))
			return false;
	if (mapped != sum_mapcounts(m, &frames) ||
	    frames != m->s->nr_anon_mapped) {
		diag_set(why, 0, 0,
			 "%llu entries name anonymous frames; %llu frames, AnonPages %llu",
			 (unsigned long long)mapped, (unsigned long long)frames,
			 (unsigned long long)m->s->nr_anon_mapped);
		return false;
	}
	return promise_check(m, why);
}
