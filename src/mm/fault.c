#include "mm/fault.h"

#include <errno.h>

#include "mm/clock.h"
#include "mm/op.h"
#include "mm/page_alloc.h"
#include "mm/pgtable_alloc.h"
#include "mm/rmap.h"
#include "mm/stack.h"
#include "mm/vma.h"
#include "mm/vmstat.h"

/* One page fault on its way through the decisions of VR5.1. */
struct fault {
	handle_t	  task, mm, vma;
	vaddr_t		  addr;
	unsigned	  code;		/* PF_ bits */
	enum fault_reason reason;
	handle_t	  table;	/* PTE table, once it is there */
	pte_t		  entry;
};

uint64_t mm_rss(const struct mm *mm)
{
	return mm->rss[MM_ANONPAGES] + mm->rss[MM_FILEPAGES] +
	       mm->rss[MM_SHMEMPAGES];
}

/* The VMA that holds the address, or the next above: asked for by most faults. */
static handle_t find_vma_cached(struct machine *m, handle_t mm, vaddr_t addr)
{
	handle_t h = mm_at(m, mm)->vma_cache;

	if (h && vma_at(m, h)->start <= addr && addr < vma_at(m, h)->end)
		return h;
	h = vma_find(m, mm, addr);
	mm_mut(m, mm)->vma_cache = h;
	return h;
}

/*
 * Does the area forbid it? A fetch from an area without PROT_EXEC is let in
 * the first time and dies when the mapped page turns out to be no-execute.
 *
 * Source: arch/x86/mm/fault.c access_error() (6.1). Left out: pkeys, SGX.
 */
static bool access_error(const struct vma *v, unsigned code)
{
	if (code & PF_WRITE)
		return !(v->flags & VM_WRITE);
	return (code & PF_PROT) || !(v->flags & VM_ACCESS_FLAGS);
}

static enum fault_reason reason_absent(const struct machine *m,
				       const struct fault *f)
{
	const struct vma *v = vma_at(m, f->vma);

	if (v->file)
		return FAULT_FILE;
	return f->code & PF_WRITE ? FAULT_ANON : FAULT_ZERO_PAGE;
}

/* A write to a page that is there but read-only (VR5.12). */
static enum fault_reason reason_wp(const struct machine *m, pte_t entry)
{
	const struct frame *frame;

	if (entry & PTE_SPECIAL)
		return FAULT_WP_ZERO;
	frame = frame_at(m, pte_pfn(entry));
	if (frame && ((frame->flags & PG_ANON_EXCLUSIVE) || frame->refcount == 1))
		return FAULT_WP_REUSE;
	return FAULT_WP_COPY;
}

/* Which end of the tree will it be? Nothing is changed yet. */
static enum fault_reason fault_classify(struct machine *m, struct fault *f)
{
	f->vma = find_vma_cached(m, f->mm, f->addr);
	if (!f->vma)
		return FAULT_NO_VMA;
	if (vma_at(m, f->vma)->start > f->addr) {
		if (!(vma_at(m, f->vma)->flags & VM_GROWSDOWN))
			return FAULT_NO_VMA;
		if (!stack_may_grow(m, f->vma, f->addr,
				    task_at(m, f->task)->rlimit_stack_bytes))
			return FAULT_STACK_LIMIT;
		/* it grows whatever the access: that is asked for afterwards */
		return FAULT_STACK;
	}
	if (access_error(vma_at(m, f->vma), f->code))
		return FAULT_ACCESS;
	f->entry = pgtable_get(m, f->mm, f->addr);
	if (!f->entry)
		return reason_absent(m, f);
	if ((f->code & PF_WRITE) && !(f->entry & PTE_RW))
		return reason_wp(m, f->entry);
	return FAULT_SPURIOUS;
}

static void map_anon(struct machine *m, const struct fault *f, pfn_t pfn,
		     enum pte_reason why)
{
	const struct vma *v = vma_at(m, f->vma);
	struct frame *frame = frame_mut(m, pfn);
	pte_t entry = pte_make(pfn, vm_page_prot(v->flags));

	frame->mapping = v->anon_vma;
	frame_set_index(frame, v->pgoff + ((f->addr - v->start) >> PAGE_SHIFT));
	frame->mapcount = 1;
	frame->flags |= PG_ANON_EXCLUSIVE | PG_SWAPBACKED | PG_UPTODATE;
	entry |= PTE_ACCESSED | PTE_DIRTY | PTE_SOFT_DIRTY;
	if (v->flags & VM_WRITE)
		entry |= PTE_RW;
	node_stat_add(m, frame_node(m, frame), NR_ANON_MAPPED, 1);
	pgtable_set(m, f->table, f->addr, entry, why);
}

/*
 * Source: mm/memory.c do_anonymous_page() (6.1). Left out: memcg, userfaultfd,
 * the LRU lists.
 */
static int64_t do_anonymous_page(struct machine *m, struct fault *f)
{
	pfn_t pfn;

	f->table = pgtable_fill(m, f->mm, f->addr);
	if (!f->table)
		return -ENOMEM;
	if (!(f->code & PF_WRITE)) {
		pte_t zero = pte_make(m->s->zero_pfn,
				      vm_page_prot(vma_at(m, f->vma)->flags));

		pgtable_set(m, f->table, f->addr, zero | PTE_SPECIAL, PTE_MAP);
		return 0;
	}
	anon_vma_prepare(m, f->vma);
	pfn = alloc_pages(m, GFP_HIGHUSER_MOVABLE | GFP_BIT_COMP | GFP_BIT_ZERO,
			  0, 0, KIND_ANON);
	if (pfn == PFN_NONE)
		return -ENOMEM;
	mm_mut(m, f->mm)->rss[MM_ANONPAGES]++;
	map_anon(m, f, pfn, PTE_MAP);
	return 0;
}

/* One mapping of an anonymous frame less. */
static void unmap_anon(struct machine *m, pfn_t pfn)
{
	struct frame *f = frame_mut(m, pfn);

	if (--f->mapcount == 0)
		node_stat_add(m, frame_node(m, f), NR_ANON_MAPPED, -1);
	put_page(m, pfn);
}

/*
 * A page that nobody else has any more becomes this area's own.
 *
 * Source: mm/memory.c wp_page_reuse(), mm/rmap.c page_move_anon_rmap() (6.1).
 */
static void wp_page_reuse(struct machine *m, struct fault *f)
{
	struct frame *frame = frame_mut(m, pte_pfn(f->entry));

	if (!(frame->flags & PG_ANON_EXCLUSIVE))
		frame->mapping = vma_at(m, f->vma)->anon_vma;
	frame->flags |= PG_ANON_EXCLUSIVE;
	m->s->vm_event[PGREUSE]++;
	pgtable_set(m, f->table, f->addr,
		    f->entry | PTE_RW | PTE_DIRTY | PTE_ACCESSED | PTE_SOFT_DIRTY,
		    PTE_REUSE);
}

/* Source: mm/memory.c wp_page_copy() (6.1). */
static int64_t wp_page_copy(struct machine *m, struct fault *f)
{
	bool zero = (f->entry & PTE_SPECIAL) != 0;
	pfn_t old = pte_pfn(f->entry), pfn;

	anon_vma_prepare(m, f->vma);
	pfn = alloc_pages(m, GFP_HIGHUSER_MOVABLE | GFP_BIT_COMP |
				     (zero ? (gfp_t)GFP_BIT_ZERO : 0),
			  0, 0, KIND_ANON);
	if (pfn == PFN_NONE)
		return -ENOMEM;
	if (zero) {
		mm_mut(m, f->mm)->rss[MM_ANONPAGES]++;
	} else {
		clock_pass(m, COST_copy_page);
		event_emit(m, EV_copy_page, old, pfn, f->addr);
	}
	map_anon(m, f, pfn, PTE_COW_BREAK);
	if (!zero)
		unmap_anon(m, old);
	return 0;
}

static int64_t fault_resolve(struct machine *m, struct fault *f)
{
	m->s->vm_event[PGFAULT]++;
	if (f->reason == FAULT_ZERO_PAGE || f->reason == FAULT_ANON)
		return do_anonymous_page(m, f);
	f->table = pgtable_lookup(m, f->mm, f->addr);
	if (f->reason == FAULT_WP_ZERO || f->reason == FAULT_WP_COPY)
		return wp_page_copy(m, f);
	if (f->reason == FAULT_WP_REUSE)
		wp_page_reuse(m, f);
	return 0;
}

static int64_t send_signal(struct machine *m, const struct fault *f,
			   unsigned sig, unsigned code)
{
	m->s->op_signal = sig;
	m->s->op_si_code = code;
	/* a general protection fault tells no address */
	event_emit(m, EV_signal_generate, sig, code,
		   f->reason == FAULT_NONCANONICAL ? 0 : f->addr,
		   task_at(m, f->task)->pid);
	return -EFAULT;
}

/* The ends of the tree that are signals. */
static int64_t fault_bad(struct machine *m, const struct fault *f)
{
	static const struct {
		unsigned sig, code;
	} ends[NR_FAULT_REASONS] = {
		[FAULT_NO_VMA] = { SIGSEGV_, SEGV_MAPERR_ },
		[FAULT_STACK_LIMIT] = { SIGSEGV_, SEGV_MAPERR_ },
		[FAULT_KERNEL] = { SIGSEGV_, SEGV_MAPERR_ },
		[FAULT_ACCESS] = { SIGSEGV_, SEGV_ACCERR_ },
		[FAULT_FILE] = { SIGBUS_, BUS_ADRERR_ },
		[FAULT_NONCANONICAL] = { SIGSEGV_, SI_KERNEL_ },
	};

	return send_signal(m, f, ends[f->reason].sig, ends[f->reason].code);
}

static bool fault_is_bad(enum fault_reason reason)
{
	return reason == FAULT_NO_VMA || reason == FAULT_ACCESS ||
	       reason == FAULT_KERNEL || reason == FAULT_FILE ||
	       reason == FAULT_STACK_LIMIT || reason == FAULT_NONCANONICAL;
}

static void say_fault(struct machine *m, const struct fault *f)
{
	clock_pass(m, COST_fault);
	event_emit(m, EV_page_fault_user, f->addr, f->code, f->reason,
		   f->vma ? vma_at(m, f->vma)->start : 0);
}

/* The stack takes the address in, then the page is like any other. */
static bool grow_stack(struct machine *m, struct fault *f)
{
	if (expand_stack(m, f->mm, f->vma, f->addr,
			 task_at(m, f->task)->rlimit_stack_bytes)) {
		f->reason = FAULT_STACK_LIMIT;
		return false;
	}
	if (access_error(vma_at(m, f->vma), f->code)) {
		f->reason = FAULT_ACCESS;
		return false;
	}
	f->reason = reason_absent(m, f);
	return true;
}

/*
 * Source: arch/x86/mm/fault.c do_user_addr_fault(), mm/memory.c
 * handle_mm_fault() (6.1).
 */
static int64_t do_user_addr_fault(struct machine *m, struct fault *f)
{
	int64_t ret;

	f->reason = f->addr >= TASK_SIZE ? FAULT_KERNEL : fault_classify(m, f);
	say_fault(m, f);
	if (f->reason == FAULT_STACK && !grow_stack(m, f))
		return fault_bad(m, f);
	if (fault_is_bad(f->reason))
		return fault_bad(m, f);
	ret = fault_resolve(m, f);
	if (ret == 0)
		task_mut(m, f->task)->min_flt++;
	return ret;
}

static void say_walk(struct machine *m, handle_t mm, vaddr_t addr)
{
	struct walk w;

	if (!event_heard(m, EV_mmu_walk))
		return;
	pgtable_walk(m, mm, addr, &w);
	for (unsigned i = 0; i < w.nr; i++)
		event_emit(m, EV_mmu_walk, w.step[i].level, w.step[i].table,
			   w.step[i].index, w.step[i].entry, addr);
}

/* Bits of the error code for an entry that does not allow it; 0 if it does. */
static unsigned refused(pte_t e, unsigned mode)
{
	if (!(e & PTE_PRESENT))
		return PF_USER;
	if (mode == MODE_WRITE && !(e & PTE_RW))
		return PF_USER | PF_PROT;
	if (mode == MODE_FETCH && (e & PTE_NX))
		return PF_USER | PF_PROT;
	return 0;
}

static unsigned error_code(unsigned refusal, unsigned mode)
{
	return refusal | (mode == MODE_WRITE ? (unsigned)PF_WRITE : 0) |
	       (mode == MODE_FETCH ? (unsigned)PF_INSTR : 0);
}

/* Machine time of a walk that goes through, and of the access. */
static void charge_walk(struct machine *m)
{
	m->s->now_ns += NR_LEVELS * cost_ns[COST_walk_step] +
			cost_ns[COST_access];
}

/*
 * What the processor does: walk, set accessed and dirty, go to memory.
 * Return: 0, or the error code of the page fault that it raises.
 */
static unsigned mmu_translate(struct machine *m, handle_t mm, vaddr_t addr,
			      unsigned mode)
{
	handle_t table = pgtable_lookup(m, mm, addr);
	pte_t e = table ? table_at(m, table)->entry[pt_index(addr, LEVEL_PTE)] : 0;
	pte_t bits = PTE_ACCESSED | (mode == MODE_WRITE ? PTE_DIRTY : 0);
	unsigned refusal = refused(e, mode);

	m->s->now_ns += NR_LEVELS * cost_ns[COST_walk_step];
	say_walk(m, mm, addr);
	if (refusal)
		return error_code(refusal, mode);
	if ((e & bits) != bits) {
		unsigned index = pt_index(addr, LEVEL_PTE);
		pte_t *pair = arena_mut(&m->arena, table + index / 2, ARENA_GRAIN);

		e |= bits | (mode == MODE_WRITE ? PTE_SOFT_DIRTY : 0);
		pair[index % 2] = e;
	}
	clock_pass(m, COST_access);
	event_emit(m, EV_mmu_access, addr, pte_pfn(e), mode, e,
		   pte_pfn(e) << PAGE_SHIFT | (addr & (PAGE_SIZE - 1)));
	return 0;
}

/*
 * After a data fault the walk is certain to go through and to find the bits
 * set: if nobody hears it, only its time is left to account for.
 */
static bool translates_unheard(const struct machine *m, unsigned mode)
{
	return mode != MODE_FETCH && !event_heard(m, EV_mmu_walk) &&
	       !event_heard(m, EV_mmu_access);
}

/* Addresses whose bits 63..47 do not agree are no addresses. */
static bool canonical(vaddr_t addr)
{
	return (int64_t)(addr << 16) >> 16 == (int64_t)addr;
}

int64_t access_page(struct machine *m, handle_t task, vaddr_t addr,
		    unsigned mode)
{
	struct fault f = { .task = task, .addr = addr,
			   .mm = task_at(m, task)->mm };
	int64_t ret = 0;

	if (!canonical(addr)) {
		f.reason = FAULT_NONCANONICAL;
		return fault_bad(m, &f);
	}
	/* once is enough but for a fetch, which may be refused the second time */
	for (int i = 0; i < 3 && ret == 0; i++) {
		f.code = addr >= TASK_SIZE ? error_code(PF_USER, mode) :
					     mmu_translate(m, f.mm, addr, mode);
		if (!f.code)
			return 0;
		ret = do_user_addr_fault(m, &f);
		if (ret == 0 && translates_unheard(m, mode)) {
			charge_walk(m);
			return 0;
		}
	}
	return ret;
}

int64_t fault_in(struct machine *m, handle_t task, vaddr_t addr, bool write)
{
	struct fault f = { .task = task, .addr = addr,
			   .mm = task_at(m, task)->mm };
	pte_t e = pgtable_get(m, f.mm, addr);
	int64_t ret;

	if (refused(e, write ? MODE_WRITE : MODE_READ) == 0)
		return 0;
	f.code = PF_USER | (write ? (unsigned)PF_WRITE : 0) |
		 (e & PTE_PRESENT ? (unsigned)PF_PROT : 0);
	f.reason = fault_classify(m, &f);
	clock_pass(m, COST_fault);
	event_emit(m, EV_faultin_page, addr, f.reason,
		   f.vma ? vma_at(m, f.vma)->start : 0);
	if (fault_is_bad(f.reason) || f.reason == FAULT_STACK)
		return -EFAULT;
	ret = fault_resolve(m, &f);
	if (ret == 0)
		task_mut(m, task)->min_flt++;
	return ret;
}
