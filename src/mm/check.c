/*
 * Everything that must hold, walked. The weak check is for the middle of an
 * operation: only what every event promises.
 */
#include "mm/kernel.h"

#include "base/hash.h"
#include "mm/buddy.h"
#include "mm/fault.h"
#include "mm/pgtable.h"
#include "mm/vma.h"
#include "mm/vmstat.h"

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

/* The zone's counts of kinds against the frames of its range. */
static bool kinds_check(const struct machine *m, const struct zone *z,
			struct diag *why)
{
	uint64_t counts[MAX_KINDS] = { 0 };

	frames_count(m, z->start_pfn, z->spanned, counts);
	for (unsigned k = 0; k < MAX_KINDS; k++)
		if (k != KIND_HOLE && counts[k] != z->nr_kind[k]) {
			diag_set(why, 0, 0,
				 "zone %s: %llu frames are %s, the count says %llu",
				 z->name, (unsigned long long)counts[k],
				 frame_kind_name((enum frame_kind)k),
				 (unsigned long long)z->nr_kind[k]);
			return false;
		}
	return true;
}

/*
 * Each frame by itself: a user has references, a free one has none. An
 * anonymous frame is referred to by its mappings and by nobody else.
 */
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
		ok = f->refcount == f->mapcount && f->mapcount > 0 &&
		     (f->flags & PG_HEAD) && f->mapping &&
		     !((f->flags & PG_ANON_EXCLUSIVE) && f->mapcount != 1);
	else if (kind == KIND_PGTABLE)
		ok = f->refcount == 1 && f->mapcount == 0 && f->mapping;
	else if (kind == KIND_KERNEL)
		ok = f->refcount == 1 && f->mapcount == 0 &&
		     (f->flags & PG_HEAD);
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

/*
 * What is found on the way through all tasks, or in all frames. A sum of
 * hashes tells whether the same things are named equally often on two sides,
 * without a place to note each of them.
 */
struct found {
	uint64_t anon;		/* entries of anonymous frames, or frames */
	uint64_t anon_hash;	/* of each, as often as it is mapped */
	uint64_t tables;	/* with the top ones */
	uint64_t counted_tables;	/* PTE and PMD ones */
	uint64_t areas, tasks, spaces, files;
	uint64_t file_hash;	/* of each, as often as it is referred to */
	uint64_t promised;	/* pages */
};

/* One entry: the area allows it, and the frame is that page's. */
static bool entry_sound(const struct machine *m, handle_t mm, vaddr_t addr,
			pte_t e)
{
	handle_t h = vma_lookup(m, mm, addr);
	const struct frame *f = frame_at(m, pte_pfn(e));
	const struct vma *v;

	if (!h || !pte_present(e))
		return false;
	v = vma_at(m, h);
	if (e & PTE_SPECIAL)
		return !(e & PTE_RW) && pte_pfn(e) == m->s->zero_pfn;
	if (!f || frame_kind(f) != KIND_ANON)
		return !(e & PTE_RW) && v->file;
	/* shared after a fork: nobody may write */
	return v->anon_vma &&
	       f->index == v->pgoff + ((addr - v->start) >> PAGE_SHIFT) &&
	       (!(e & PTE_RW) || ((v->flags & VM_WRITE) &&
				  (f->flags & PG_ANON_EXCLUSIVE)));
}

/* All entries of one address space, against its counters. */
static bool entries_check(const struct machine *m, handle_t mm,
			  struct found *all, struct diag *why)
{
	uint64_t anon = 0, file = 0;
	vaddr_t addr = 0;

	for (; (addr = pgtable_next_used(m, mm, addr, TASK_SIZE)) < TASK_SIZE;
	     addr += PAGE_SIZE) {
		pte_t e = pgtable_get(m, mm, addr);
		const struct frame *f = frame_at(m, pte_pfn(e));

		if (!entry_sound(m, mm, addr, e)) {
			diag_set(why, 0, 0, "the entry 0x%llx of %llx is not sound",
				 (unsigned long long)e, (unsigned long long)addr);
			return false;
		}
		if (e & PTE_SPECIAL)
			continue;
		if (!f || frame_kind(f) != KIND_ANON) {
			file++;
			continue;
		}
		anon++;
		all->anon_hash += hash_word(pte_pfn(e));
	}
	all->anon += anon;
	if (anon == mm_at(m, mm)->rss[MM_ANONPAGES] &&
	    file == mm_at(m, mm)->rss[MM_FILEPAGES])
		return true;
	diag_set(why, 0, 0,
		 "%llu anonymous and %llu other pages are mapped, the counters say %llu and %llu",
		 (unsigned long long)anon, (unsigned long long)file,
		 (unsigned long long)mm_at(m, mm)->rss[MM_ANONPAGES],
		 (unsigned long long)mm_at(m, mm)->rss[MM_FILEPAGES]);
	return false;
}

/*
 * Each table below has an area in what it spans: a table without one would
 * have been freed with the last (VR3.7).
 */
static bool tables_check(const struct machine *m, handle_t mm, pfn_t pfn,
			 enum pt_level level, vaddr_t base, struct diag *why)
{
	uint64_t span = UINT64_C(1) << pt_shift(level);

	for (unsigned i = 0; level > LEVEL_PTE && i < PTRS_PER_TABLE; i++) {
		pte_t e = pgtable_of(m, pfn)->entry[i];
		vaddr_t at = base + i * span;

		if (!e)
			continue;
		if (!vma_intersects(m, mm, at, at + span)) {
			diag_set(why, 0, 0, "the %s table of %llx spans no area",
				 pt_level_name((enum pt_level)(level - 1)),
				 (unsigned long long)at);
			return false;
		}
		if (!tables_check(m, mm, pte_pfn(e), (enum pt_level)(level - 1),
				  at, why))
			return false;
	}
	return true;
}

static void count_areas(const struct machine *m, handle_t mm,
			struct found *all)
{
	for (handle_t h = vma_first(m, mm); h; h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);

		all->areas++;
		if (v->file)
			all->file_hash += hash_word(v->file);
		if (v->flags & VM_ACCOUNT)
			all->promised += vma_pages(v);
	}
}

/* Everything that hangs on a task. */
static bool tasks_check(const struct machine *m, struct found *all,
			struct diag *why)
{
	for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next) {
		handle_t mm = task_at(m, t)->mm;

		if (++all->tasks > m->s->nr_tasks)
			break;		/* perhaps a circle: told below */
		if (!mm)
			continue;
		if (!vma_check(m, mm, why) || !pgtable_check(m, mm, why) ||
		    !tables_check(m, mm, mm_at(m, mm)->pgd, LEVEL_PGD, 0, why) ||
		    !entries_check(m, mm, all, why))
			return false;
		all->spaces++;
		all->tables += mm_at(m, mm)->nr_tables + 1;
		count_areas(m, mm, all);
	}
	for (handle_t f = m->s->inodes; f; f = inode_at(m, f)->next) {
		if (++all->files > m->s->pool_inode.nr_used)
			break;
		all->promised += inode_at(m, f)->promised_pages;
	}
	return true;
}

/* The same, as the frames and files have it. */
static void count_frames(const struct machine *m, struct found *all)
{
	for (uint64_t n = 0; n < m->s->nr_blocks; n++)
		for (pfn_t i = 0; block_at(m, n)->chunk && i < BLOCK_FRAMES; i++) {
			pfn_t pfn = (n << BLOCK_SHIFT) + i;
			const struct frame *f = frame_at(m, pfn);

			if (frame_kind(f) == KIND_ANON) {
				all->anon++;
				all->anon_hash += hash_word(pfn) *
						  (uint64_t)f->mapcount;
			} else if (frame_kind(f) == KIND_PGTABLE) {
				all->tables++;
				all->counted_tables += f->index <= LEVEL_PMD;
			}
		}
	for (handle_t f = m->s->files; f; f = file_at(m, f)->next) {
		if (++all->files > m->s->pool_file.nr_used)
			break;
		all->file_hash += hash_word(f) * file_at(m, f)->nr_refs;
	}
}

/* Two counts of the same. */
static bool same(const char *what, uint64_t found, uint64_t books,
		 struct diag *why)
{
	if (found == books)
		return true;
	diag_set(why, 0, 0, "%s: %llu were found, the books say %llu", what,
		 (unsigned long long)found, (unsigned long long)books);
	return false;
}

static bool books_check(const struct machine *m, const struct found *t,
			struct diag *why)
{
	const struct state *s = m->s;
	struct found f = { 0 };

	count_frames(m, &f);
	return same("tasks", t->tasks, s->nr_tasks, why) &&
	       same("tasks of the pool", t->tasks, s->pool_task.nr_used, why) &&
	       same("address spaces", t->spaces, s->pool_mm.nr_used, why) &&
	       same("areas", t->areas, s->pool_vma.nr_used, why) &&
	       same("inodes", t->files, s->pool_inode.nr_used, why) &&
	       same("references of files", t->file_hash, f.file_hash, why) &&
	       same("kernel stacks, kB", t->tasks * 16, node_stat_sum(m, NR_KERNEL_STACK_KB), why) &&
	       same("page tables", t->tables, f.tables, why) &&
	       same("contents of page tables", t->tables,
		    s->pool_table.nr_used, why) &&
	       same("PageTables", f.counted_tables, node_stat_sum(m, NR_PAGETABLE), why) &&
	       same("AnonPages", f.anon, node_stat_sum(m, NR_ANON_MAPPED), why) &&
	       same("mappings of anonymous frames", t->anon_hash, f.anon_hash,
		    why) &&
	       same("Committed_AS", t->promised, s->vm_committed, why);
}

bool machine_check(const struct machine *m, struct diag *why)
{
	struct found tasks = { 0 };

	if (!machine_check_weak(m, why) || !frames_check(m, why))
		return false;
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (!kinds_check(m, &m->s->zone[i], why))
			return false;
	return tasks_check(m, &tasks, why) && books_check(m, &tasks, why) &&
	       same("operations under way", m->s->work.verb, 0, why);
}
