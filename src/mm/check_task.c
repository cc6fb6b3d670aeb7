/*
 * What hangs on tasks: areas, page tables, the pages they name, descriptors.
 */
#include "mm/check.h"

#include "base/hash.h"
#include "mm/pgtable.h"
#include "mm/rmap.h"
#include "mm/task.h"
#include "mm/swap.h"
#include "mm/vma.h"

/* An entry of a page that is somebody's, against that page. */
static bool page_sound(const struct machine *m, const struct vma *v,
		       vaddr_t addr, pte_t e)
{
	const struct frame *f = frame_at(m, pte_pfn(e));
	bool rw = e & PTE_RW;

	if (f->mapcount <= 0 || f->refcount < f->mapcount ||
	    f->index != vma_pgoff(v, addr) || (rw && !(v->flags & VM_WRITE)))
		return false;
	/* shared after a fork: nobody may write */
	if (frame_kind(f) == KIND_ANON)
		return v->anon_vma && (!rw || (f->flags & PG_ANON_EXCLUSIVE));
	/* of a file: only who shares it may write to it */
	return v->file && f->mapping == file_at(m, v->file)->inode &&
	       (!rw || (v->flags & VM_SHARED));
}

/* One entry: the area allows it, and names the same page. */
static bool entry_sound(const struct machine *m, handle_t mm, vaddr_t addr,
			pte_t e)
{
	handle_t h = vma_lookup(m, mm, addr);
	const struct vma *v = h ? vma_at(m, h) : NULL;

	if (!v)
		return false;
	if (!pte_present(e))
		return v->anon_vma && !(v->flags & VM_SHARED) &&
		       swap_count(m, pte_swap(e)) &&
		       (!(e & SWP_EXCLUSIVE) ||
			swap_count(m, pte_swap(e)) == 1);
	if (vm_normal_page(m, e) != PFN_NONE)
		return page_sound(m, v, addr, e);
	if (e & PTE_SPECIAL)
		return !(e & PTE_RW) && pte_pfn(e) == m->s->zero_pfn;
	return !(e & PTE_RW) && v->file;	/* the vdso */
}

/* Which counter the entry stands in; NR_MM_COUNTERS = in none. */
static unsigned entry_counter(const struct machine *m, pte_t e)
{
	if (!pte_present(e))
		return MM_SWAPENTS;
	if (e & PTE_SPECIAL)
		return NR_MM_COUNTERS;
	if (vm_normal_page(m, e) == PFN_NONE)
		return MM_FILEPAGES;
	return mm_counter(frame_at(m, pte_pfn(e)));
}

static void count_entry(const struct machine *m, pte_t e, struct found *all)
{
	if (!pte_present(e))
		all->swap += hash_word(pte_swap(e));
	else if (vm_normal_page(m, e) != PFN_NONE)
		all->pages += hash_word(pte_pfn(e));
}

/* All entries of one address space, against its counters. */
static bool entries_check(const struct machine *m, handle_t mm,
			  struct found *all, struct diag *why)
{
	static const char *const names[NR_MM_COUNTERS] = {
		"file", "anonymous", "swapped", "shared"
	};
	uint64_t found[NR_MM_COUNTERS + 1] = { 0 };
	vaddr_t addr = 0;

	for (; (addr = pgtable_next_used(m, mm, addr, TASK_SIZE)) < TASK_SIZE;
	     addr += PAGE_SIZE) {
		pte_t e = pgtable_get(m, mm, addr);

		if (!entry_sound(m, mm, addr, e)) {
			diag_set(why, 0, 0, "the entry 0x%llx of %llx is not sound",
				 (unsigned long long)e, (unsigned long long)addr);
			return false;
		}
		found[entry_counter(m, e)]++;
		count_entry(m, e, all);
	}
	for (unsigned i = 0; i < NR_MM_COUNTERS; i++)
		if (found[i] != mm_at(m, mm)->rss[i]) {
			diag_set(why, 0, 0,
				 "%llu %s pages are mapped, the counter says %llu",
				 (unsigned long long)found[i], names[i],
				 (unsigned long long)mm_at(m, mm)->rss[i]);
			return false;
		}
	return true;
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

static bool areas_check(const struct machine *m, handle_t mm,
			struct found *all, struct diag *why)
{
	uint64_t locked = 0;

	for (handle_t h = vma_first(m, mm); h; h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);

		all->areas++;
		if (v->file)
			all->files += hash_word(v->file);
		if (v->flags & VM_ACCOUNT)
			all->promised += vma_pages(v);
		if (v->flags & VM_LOCKED)
			locked += vma_pages(v);
	}
	if (locked == mm_at(m, mm)->locked_vm)
		return true;
	diag_set(why, 0, 0, "%llu pages of areas are locked, the books say %llu",
		 (unsigned long long)locked,
		 (unsigned long long)mm_at(m, mm)->locked_vm);
	return false;
}

static bool space_check(const struct machine *m, handle_t mm,
			struct found *all, struct diag *why)
{
	if (!vma_check(m, mm, why) || !pgtable_check(m, mm, why) ||
	    !tables_check(m, mm, mm_at(m, mm)->pgd, LEVEL_PGD, 0, why) ||
	    !areas_check(m, mm, all, why) || !entries_check(m, mm, all, why))
		return false;
	all->spaces++;
	all->tables += mm_at(m, mm)->nr_tables + 1;
	return true;
}

/* Tasks up to this one that have the address space: vfork makes two. */
static unsigned nr_sharing(const struct machine *m, handle_t mm, handle_t last)
{
	unsigned nr = 0;

	for (handle_t t = m->s->tasks;; t = task_at(m, t)->next) {
		nr += task_at(m, t)->mm == mm;
		if (t == last || !task_at(m, t)->next)
			return nr;
	}
}

/* The address space once, and as many users as it says. */
static bool mm_check(const struct machine *m, handle_t t, struct found *all,
		     struct diag *why)
{
	handle_t mm = task_at(m, t)->mm;
	unsigned before = nr_sharing(m, mm, t);

	if (before == 1 && !space_check(m, mm, all, why))
		return false;
	if (before <= mm_at(m, mm)->nr_users &&
	    nr_sharing(m, mm, 0) == mm_at(m, mm)->nr_users)
		return true;
	diag_set(why, 0, 0, "%u tasks have the address space of task %u, the books say %u",
		 nr_sharing(m, mm, 0), task_at(m, t)->pid,
		 mm_at(m, mm)->nr_users);
	return false;
}

/* Descriptors of one task. */
static bool fds_check(const struct machine *m, handle_t t, struct found *all,
		      struct diag *why)
{
	for (handle_t f = task_at(m, t)->fds; f; f = fd_at(m, f)->next) {
		all->files += hash_word(fd_at(m, f)->file);
		if (++all->fds <= m->s->pool_fd.nr_used)
			continue;
		diag_set(why, 0, 0, "descriptors of task %u form a circle",
			 task_at(m, t)->pid);
		return false;
	}
	return true;
}

/* As many in the list as the books say: else it may be a circle. */
static bool list_check(const struct machine *m, struct found *all,
		       struct diag *why)
{
	handle_t t = m->s->tasks;

	for (; t && all->tasks <= m->s->nr_tasks; t = task_at(m, t)->next)
		all->tasks++;
	if (all->tasks == m->s->nr_tasks &&
	    all->tasks == m->s->pool_task.nr_used)
		return true;
	diag_set(why, 0, 0, "tasks: %llu were found, the books say %u",
		 (unsigned long long)all->tasks, m->s->nr_tasks);
	return false;
}

/* A name means its newest task: the last of the list, which goes by age. */
static bool slots_check(const struct machine *m, struct diag *why)
{
	for (uint32_t slot = 1; slot <= m->s->nr_slots; slot++) {
		handle_t newest = 0;

		for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next)
			if (task_at(m, t)->slot == slot)
				newest = t;
		if (newest == task_by_slot(m, slot))
			continue;
		diag_set(why, 0, 0, "slot %u: its newest task is not in the table",
			 slot);
		return false;
	}
	return true;
}

bool tasks_check(const struct machine *m, struct found *all, struct diag *why)
{
	if (!list_check(m, all, why) || !slots_check(m, why))
		return false;
	for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next) {
		if (task_at(m, t)->mm && !mm_check(m, t, all, why))
			return false;
		if (!fds_check(m, t, all, why))
			return false;
	}
	return true;
}
