#include "mm/swapoff.h"

#include <errno.h>

#include "mm/commit.h"
#include "mm/disk.h"
#include "mm/inode.h"
#include "mm/lru.h"
#include "mm/pgtable.h"
#include "mm/rmap.h"
#include "mm/rss.h"
#include "mm/shmem.h"
#include "mm/swapin.h"
#include "mm/vma.h"

enum { PRIO_MAX = 32767 };	/* SWAP_FLAG_PRIO_MASK */

/* work.write: what is walked at present. work.other is the inode, work.to
 * the pid of the task, work.at the index, address or slot. */
enum { WALK_INODES, WALK_TASKS, WALK_SLOTS };

static unsigned work_type(const struct machine *m)
{
	return (unsigned)m->s->work.start;
}

int64_t begin_swapon(struct machine *m, const struct op *op, handle_t task)
{
	int64_t prio = (int64_t)op->arg[2];

	(void)task;
	if (op->arg[1] >= m->s->nr_swapfiles || prio < -1 || prio > PRIO_MAX)
		return -EINVAL;
	return swap_area_on(m, (unsigned)op->arg[1], (int32_t)prio);
}

/* Could all that was promised be kept without this area? */
static bool enough_without(struct machine *m, const struct swap_area *a)
{
	if (commit_charge(m, 0, a->nr_good))
		return false;
	commit_uncharge(m, a->nr_good);
	return true;
}

static void round_begin(struct machine *m)
{
	struct work *w = &m->s->work;

	w->write = WALK_INODES;
	w->other = m->s->inodes;
	w->to = 0;
	w->at = 0;
	w->accounted = m->s->swap_area[work_type(m)].inuse;
}

int64_t begin_swapoff(struct machine *m, const struct op *op, handle_t task)
{
	unsigned type = (unsigned)op->arg[1];

	(void)task;
	if (op->arg[1] >= m->s->nr_swapfiles ||
	    m->s->swap_area[type].on != SWAP_ON)
		return -EINVAL;
	if (!enough_without(m, &m->s->swap_area[type]))
		return -ENOMEM;
	swap_area_close(m, type);
	m->s->work.phase = WORK_SWAPOFF;
	m->s->work.start = type;
	round_begin(m);
	return 0;
}

/*
 * A page of the area comes back: read-only, as nobody has asked for it, and
 * old. Source: mm/swapfile.c unuse_pte() (6.1).
 */
static void unuse_entry(struct machine *m, handle_t vma, vaddr_t addr, pte_t e,
			pfn_t pfn)
{
	handle_t mm = vma_at(m, vma)->mm;
	pte_t back = pte_make(pfn, vm_page_prot(vma_at(m, vma)->flags));

	if (e & SWP_SOFT_DIRTY)
		back |= PTE_SOFT_DIRTY;
	add_mm_counter(m, mm, MM_SWAPENTS, -1);
	add_mm_counter(m, mm, MM_ANONPAGES, 1);
	page_add_anon_rmap(m, pfn, vma, addr, (e & SWP_EXCLUSIVE) != 0);
	pgtable_set(m, pgtable_lookup(m, mm, addr), addr, back, PTE_SWAP_IN);
	swap_free(m, pte_swap(e));
	folio_free_swap(m, pfn);
}

/* Return: 0; -ENOMEM if there is no frame for it. */
static int64_t unuse_address(struct machine *m, handle_t mm, vaddr_t addr,
			     pte_t e)
{
	handle_t vma = vma_lookup(m, mm, addr);
	uint32_t entry = pte_swap(e);
	pfn_t pfn = swap_cache_get(m, entry, vma, addr);

	if (pfn == PFN_NONE)
		pfn = swapin_readahead(m, entry, vma, addr);
	if (pfn == PFN_NONE)
		return swap_count(m, entry) ? -ENOMEM : 0;
	wait_on_page(m, pfn);
	if (pgtable_get(m, mm, addr) == e && frame_at(m, pfn)->swap == entry)
		unuse_entry(m, vma, addr, e, pfn);
	else
		put_page(m, pfn);
	return 0;
}

/* The task of that pid or the next one that has an address space; 0 = none. */
static handle_t task_from(const struct machine *m, uint64_t pid)
{
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		if (task_at(m, h)->pid >= pid && task_at(m, h)->mm)
			return h;
	return 0;
}

/* Source: mm/swapfile.c unuse_mm() (6.1). */
static int64_t unuse_mm(struct machine *m, handle_t mm, unsigned *budget)
{
	struct work *w = &m->s->work;

	for (;;) {
		int64_t ret = 0;
		pte_t e;

		w->at = pgtable_next_used(m, mm, w->at, TASK_SIZE);
		if (w->at >= TASK_SIZE || !*budget)
			return 0;
		--*budget;
		e = pgtable_get(m, mm, w->at);
		if (pte_is_swap(e) && swap_entry_type(e) == work_type(m))
			ret = unuse_address(m, mm, w->at, e);
		if (ret)
			return ret;
		w->at += PAGE_SIZE;
	}
}

static int64_t walk_tasks(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	handle_t task = task_from(m, w->to);
	int64_t ret;

	if (!task) {
		w->write = WALK_SLOTS;
		w->at = 1;
		return 0;
	}
	ret = unuse_mm(m, task_at(m, task)->mm, budget);
	w->to = task_at(m, task)->pid;
	if (w->at >= TASK_SIZE) {
		w->to++;
		w->at = 0;
	}
	return ret;
}

/* Source: mm/shmem.c shmem_unuse_inode() (6.1). */
static int64_t unuse_index(struct machine *m, handle_t inode, uint64_t index)
{
	struct slot slot = filemap_slot(m, inode, index);
	int64_t error = 0;
	bool major;
	pfn_t pfn;

	if (slot.kind != SLOT_SWAP ||
	    swp_type((uint32_t)slot.value) != work_type(m))
		return 0;
	pfn = shmem_get_page(m, inode, index, false, 0, &major, &error);
	if (pfn == PFN_NONE)
		return error;
	put_page(m, pfn);
	return 0;
}

static int64_t walk_inodes(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;

	while (w->other && *budget) {
		uint64_t index = INDEX_NONE;
		int64_t ret;

		if (inode_is_shmem(inode_at(m, w->other)))
			index = xa_find(m, w->other, w->at, WANT_USED);
		if (index == INDEX_NONE) {
			w->other = inode_at(m, w->other)->next;
			w->at = 0;
			continue;
		}
		--*budget;
		ret = unuse_index(m, w->other, index);
		if (ret)
			return ret;
		w->at = index + 1;
	}
	if (!w->other)
		w->write = WALK_TASKS;
	return 0;
}

/* Pages in the swap cache that nobody's entry names any more. */
static int64_t walk_slots(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;
	unsigned type = work_type(m);

	while (*budget && (w->at = swap_next_used(m, type, (uint32_t)w->at))) {
		uint32_t entry = swp_entry(type, (uint32_t)w->at++);
		pfn_t pfn = swap_cache_page(m, entry);

		--*budget;
		if (pfn == PFN_NONE)
			continue;
		get_page(m, pfn);
		wait_on_page(m, pfn);
		folio_free_swap(m, pfn);
		put_page(m, pfn);
	}
	return 0;
}

/*
 * Has the round brought anything? The kernel goes on until it has or is
 * interrupted; here nobody else could free the slots meanwhile.
 */
static bool round_over(struct machine *m)
{
	const struct swap_area *a = &m->s->swap_area[work_type(m)];

	if (!a->inuse)
		return true;
	if (a->inuse == m->s->work.accounted) {
		m->s->op_result = -EINTR;
		return true;
	}
	round_begin(m);
	return false;
}

bool swapoff_step(struct machine *m, unsigned *budget)
{
	static int64_t (*const walk[])(struct machine *m, unsigned *budget) = {
		[WALK_INODES] = walk_inodes, [WALK_TASKS] = walk_tasks,
		[WALK_SLOTS] = walk_slots,
	};
	struct work *w = &m->s->work;

	while (*budget && m->s->swap_area[work_type(m)].inuse) {
		m->s->op_result = walk[w->write](m, budget);
		if (m->s->op_result)
			return true;
		if (w->write == WALK_SLOTS && !w->at && round_over(m))
			return true;
	}
	return !m->s->swap_area[work_type(m)].inuse;
}

void swapoff_after(struct machine *m)
{
	unsigned type = work_type(m);

	if (m->s->op_result)
		swap_area_reopen(m, type);
	else
		swap_area_off(m, type);
	m->s->work.phase = WORK_NONE;
}
