/*
 * Everything that must hold, walked. The weak check is for the middle of an
 * operation: only what every event promises.
 */
#include "mm/kernel.h"

#include "base/hash.h"
#include "mm/buddy.h"
#include "mm/check.h"
#include "mm/disk.h"
#include "mm/filemap.h"
#include "mm/inode.h"
#include "mm/kmem.h"
#include "mm/label.h"
#include "mm/lru.h"
#include "mm/pcp.h"
#include "mm/pgtable.h"
#include "mm/rmap.h"
#include "mm/swap.h"
#include "mm/vmstat.h"
#include "mm/writeback.h"

static bool zone_books(const struct machine *m, const struct zone *z,
		       struct diag *why)
{
	uint64_t sum = 0, given = 0;

	for (unsigned k = 0; k < MAX_KINDS; k++)
		sum += z->nr_kind[k];
	for (unsigned k = KIND_KERNEL; k < NR_KINDS; k++)
		given += z->nr_kind[k];
	if (sum != z->present ||
	    z->nr_kind[KIND_FREE] + z->nr_kind[KIND_PCP] !=
		    z->nr_free + z->nr_inhand + z->nr_pcp ||
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
	return buddy_check(m, z, why) && pcp_check(m, z, why);
}

bool machine_check_weak(const struct machine *m, struct diag *why)
{
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].present && !zone_books(m, &m->s->zone[i], why))
			return false;
	return lru_check(m, why);
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
 * References to a page that itself tells of: its mappings, the page cache, the
 * swap cache (VR5.4). Batches and requests of disks hold further ones.
 */
static int32_t known_references(const struct frame *f)
{
	bool cached = frame_kind(f) != KIND_ANON && f->mapping;

	return f->mapcount + cached + (f->swap != 0);
}

/* Anonymous, or of a file: at least those refer to it that are known. */
static bool user_page_sound(const struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);

	if (!(f->flags & PG_HEAD) || f->refcount <= 0 || f->mapcount < 0)
		return false;
	if (frame_kind(f) == KIND_ANON && (f->flags & PG_ANON_EXCLUSIVE) &&
	    f->mapcount > 1)
		return false;
	if (f->mapcount && (!f->mapping || !(f->flags & PG_UPTODATE)))
		return false;
	return f->refcount >= known_references(f);
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
	else if (kind == KIND_PCP)
		ok = f->refcount == 0 && f->mapcount == 0 &&
		     (f->flags & PG_HEAD) && !f->mapping;
	else if (kind == KIND_PGTABLE)
		ok = f->refcount == 1 && f->mapcount == 0 && f->mapping;
	else if (kind == KIND_KERNEL || kind == KIND_SLAB)
		ok = f->refcount == 1 && f->mapcount == 0 &&
		     (f->flags & PG_HEAD);
	else if (kind == KIND_ANON || kind == KIND_FILE || kind == KIND_SHMEM)
		ok = user_page_sound(m, pfn);
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

/* Slots of a file without a disk whose pages are out. */
static void count_swapped(const struct machine *m, handle_t inode,
			  struct found *all)
{
	uint64_t i = 0;

	for (; (i = xa_find(m, inode, i, WANT_USED)) != INDEX_NONE; i++) {
		struct slot slot = filemap_slot(m, inode, i);

		if (slot.kind == SLOT_SWAP)
			all->swap += hash_word(slot.value);
	}
}

/* Pages that wait in a batch, or are on their way to or from a disk. */
static void count_held(const struct machine *m, struct found *all)
{
	for (unsigned k = 0; k < NR_LRU_BATCHES; k++)
		for (uint32_t i = 0; i < m->s->lru_batch[k].nr; i++)
			all->held += hash_word(m->s->lru_batch[k].page[i] - 1);
	for (uint32_t d = 0; d < m->s->nr_disks; d++)
		for (handle_t h = m->s->disk[d].first; h;
		     h = request_at(m, h)->next)
			for (uint32_t i = 0; i < request_at(m, h)->nr; i++)
				all->held += hash_word(request_at(m, h)->page[i] - 1);
}

static bool files_check(const struct machine *m, struct found *all,
			struct diag *why)
{
	uint64_t nr = 0;

	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next) {
		if (++nr > m->s->pool_inode.nr_used)
			break;
		if (!filemap_check(m, h, why))
			return false;
		all->openings += hash_word(h) * inode_at(m, h)->nr_refs;
		all->cached += inode_at(m, h)->nrpages;
		all->promised += inode_at(m, h)->promised_pages;
		if (inode_is_shmem(inode_at(m, h)))
			count_swapped(m, h, all);
	}
	count_held(m, all);
	return same("inodes", nr, m->s->pool_inode.nr_used, why);
}

static void count_frame(const struct machine *m, pfn_t pfn, struct found *all)
{
	const struct frame *f = frame_at(m, pfn);
	enum frame_kind kind = frame_kind(f);

	if (kind == KIND_PGTABLE) {
		all->tables++;
		all->counted_tables += f->index <= LEVEL_PMD;
	}
	if (kind != KIND_ANON && kind != KIND_FILE && kind != KIND_SHMEM)
		return;
	all->pages += hash_word(pfn) * (uint64_t)(int64_t)f->mapcount;
	all->held += hash_word(pfn) *
		     (uint64_t)(int64_t)(f->refcount - known_references(f));
	if (kind == KIND_ANON) {
		all->anon_mapped += f->mapcount != 0;
	} else {
		all->file_mapped += f->mapcount != 0;
		all->cached += f->mapping != 0;
	}
}

/* The same as tasks and files have it, from the frames and opened files. */
static void count_frames(const struct machine *m, struct found *all)
{
	uint64_t nr = 0;

	for (uint64_t n = 0; n < m->s->nr_blocks; n++)
		for (pfn_t i = 0; block_at(m, n)->chunk && i < BLOCK_FRAMES; i++)
			count_frame(m, (n << BLOCK_SHIFT) + i, all);
	/* more of them than there are: perhaps a circle */
	for (handle_t f = m->s->files; f && nr++ <= m->s->pool_file.nr_used;
	     f = file_at(m, f)->next) {
		all->files += hash_word(f) * file_at(m, f)->nr_refs;
		all->openings += hash_word(file_at(m, f)->inode);
	}
}

static uint64_t shmem_pages(const struct machine *m)
{
	uint64_t nr = 0;

	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next)
		if (inode_is_shmem(inode_at(m, h)))
			nr += inode_at(m, h)->nrpages;
	return nr;
}

/* As bits. */
static uint64_t nodes_awake(const struct state *s)
{
	uint64_t awake = 0;

	for (uint32_t i = 0; i < s->nr_nodes; i++)
		awake |= (uint64_t)(s->node[i].kswapd.state != DAEMON_ASLEEP) << i;
	return awake;
}

static bool books_check(const struct machine *m, const struct found *t,
			struct diag *why)
{
	const struct state *s = m->s;
	struct found f = { 0 };

	count_frames(m, &f);
	return same("address spaces", t->spaces, s->pool_mm.nr_used, why) &&
	       same("areas", t->areas, s->pool_vma.nr_used, why) &&
	       same("descriptors", t->fds, s->pool_fd.nr_used, why) &&
	       same("references of files", t->files, f.files, why) &&
	       same("kernel stacks, kB", t->tasks * 16,
		    node_stat_sum(m, NR_KERNEL_STACK_KB), why) &&
	       same("openings of inodes", t->openings, f.openings, why) &&
	       same("page tables", t->tables, f.tables, why) &&
	       same("contents of page tables", t->tables,
		    s->pool_table.nr_used, why) &&
	       same("PageTables", f.counted_tables,
		    node_stat_sum(m, NR_PAGETABLE), why) &&
	       same("mappings of frames", t->pages, f.pages, why) &&
	       same("AnonPages", f.anon_mapped,
		    node_stat_sum(m, NR_ANON_MAPPED), why) &&
	       same("Mapped", f.file_mapped,
		    node_stat_sum(m, NR_FILE_MAPPED), why) &&
	       same("pages of files", t->cached, f.cached, why) &&
	       same("file pages", t->cached + node_stat_sum(m, NR_SWAPCACHE),
		    node_stat_sum(m, NR_FILE_PAGES), why) &&
	       same("Shmem", shmem_pages(m), node_stat_sum(m, NR_SHMEM), why) &&
	       same("references to frames", t->held, f.held, why) &&
	       same("users of swap slots", t->swap, swap_users_hash(m), why) &&
	       same("Committed_AS", t->promised, s->vm_committed, why) &&
	       same("nodes whose kswapd is awake", nodes_awake(s),
		    s->kswapds_awake, why);
}

static bool labels_check(const struct machine *m, struct diag *why)
{
	uint64_t nr = 0;

	for (uint32_t slot = 1; slot <= m->s->nr_slots; slot++)
		for (const struct label *l = label_top(m, slot); l;
		     l = l->below ? label_at(m, l->below) : NULL)
			nr += l->kind == LABEL_BLOCK;
	return same("labels of blocks", nr, m->s->nr_block_labels, why);
}

bool machine_check(const struct machine *m, struct diag *why)
{
	struct found found = { 0 };

	if (!machine_check_weak(m, why) || !frames_check(m, why))
		return false;
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (!kinds_check(m, &m->s->zone[i], why))
			return false;
	return tasks_check(m, &found, why) && labels_check(m, why) &&
	       files_check(m, &found, why) &&
	       books_check(m, &found, why) && lru_check_frames(m, why) &&
	       rmap_check(m, why) &&
	       swap_check(m, why) && disk_check(m, why) && kmem_check(m, why) &&
	       writeback_check(m, why) &&
	       same("operations under way", m->s->work.verb, 0, why);
}
