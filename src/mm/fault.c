#include "mm/fault.h"

#include <errno.h>

#include "mm/clock.h"
#include "mm/fault_anon.h"
#include "mm/fault_file.h"
#include "mm/fault_swap.h"
#include "mm/fault_wp.h"
#include "mm/inode.h"
#include "mm/op.h"
#include "mm/pgtable_alloc.h"
#include "mm/stack.h"
#include "mm/vma.h"
#include "mm/vmstat.h"

/* Faults of one access, before it is given up. */
enum { MAX_TRIES = 8 };

/* The VMA that holds the address, or the next above; most faults ask for it. */
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

/* Nothing is mapped there yet. */
static enum fault_reason reason_absent(const struct machine *m,
				       const struct vm_fault *f)
{
	const struct vma *v = vma_at(m, f->vma);
	bool write = f->code & PF_WRITE;

	if (!v->file)
		return write ? FAULT_ANON : FAULT_ZERO_PAGE;
	if (fault_beyond_file(m, f))
		return FAULT_FILE;
	if (!write)
		return FAULT_READ;
	return v->flags & VM_SHARED ? FAULT_SHARED : FAULT_COW;
}

/* What the entry asks for. Source: mm/memory.c handle_pte_fault() (6.1). */
static enum fault_reason reason_entry(const struct machine *m,
				      const struct vm_fault *f)
{
	if (!f->entry)
		return reason_absent(m, f);
	if (!pte_present(f->entry))
		return FAULT_SWAP;
	if ((f->code & PF_WRITE) && !(f->entry & PTE_RW))
		return reason_wp(m, f);
	return FAULT_SPURIOUS;
}

/*
 * Which end of the tree will it be? f->vma is the area that holds the address,
 * or the next above; nothing is changed.
 */
static enum fault_reason fault_classify(const struct machine *m,
					const struct vm_fault *f)
{
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
	return reason_entry(m, f);
}

/* A page that came back read-only is written to like any other such page. */
static int64_t swap_fault(struct machine *m, struct vm_fault *f)
{
	int64_t ret = do_swap_page(m, f);

	if (ret || !(f->code & PF_WRITE))
		return ret;
	f->entry = pgtable_get(m, f->mm, f->addr);
	if (!pte_present(f->entry) || (f->entry & PTE_RW))
		return 0;
	return do_wp_page(m, f);
}

/* Source: mm/memory.c handle_pte_fault() (6.1). */
static int64_t handle_pte_fault(struct machine *m, struct vm_fault *f)
{
	switch (f->reason) {
	case FAULT_ZERO_PAGE:
	case FAULT_ANON:
		return do_anonymous_page(m, f);
	case FAULT_READ:
	case FAULT_COW:
	case FAULT_SHARED:
		return do_file_fault(m, f);
	case FAULT_SWAP:
		return swap_fault(m, f);
	case FAULT_SPURIOUS:
		return 0;
	case FAULT_WP_SHARED:
		return wp_page_shared(m, f);
	default:
		return do_wp_page(m, f);
	}
}

/*
 * Who waits for a disk lets go of the address space and begins again; only
 * shared memory's swap is waited for on the spot.
 */
static bool was_retried(const struct machine *m, const struct vm_fault *f)
{
	const struct inode *i = vma_inode(m, vma_at(m, f->vma));

	return f->major && (!i || !inode_is_shmem(i));
}

/*
 * A fault that was served is a minor or a major one (VR5.2).
 *
 * Source: mm/memory.c handle_mm_fault(), mm_account_fault() (6.1).
 */
static int64_t fault_resolve(struct machine *m, struct vm_fault *f)
{
	unsigned count = offsetof(struct task, min_flt);
	int64_t ret;

	vm_event_add(m, PGFAULT, 1);
	ret = handle_pte_fault(m, f);
	if (ret)
		return ret;
	if (was_retried(m, f))
		vm_event_add(m, PGFAULT, 1);
	if (f->major && !f->faultin)
		count = offsetof(struct task, maj_flt);
	arena_add(&m->arena, f->task, count / (unsigned)sizeof(uint64_t), 1);
	return 0;
}

static int64_t send_signal(struct machine *m, const struct vm_fault *f,
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

static int64_t fault_bad(struct machine *m, const struct vm_fault *f)
{
	return send_signal(m, f, ends[f->reason].sig, ends[f->reason].code);
}

static bool fault_is_bad(enum fault_reason reason)
{
	return ends[reason].sig != 0;
}

static void say_fault(struct machine *m, const struct vm_fault *f)
{
	clock_pass(m, COST_fault);
	event_emit(m, EV_page_fault_user, f->addr, f->code, f->reason,
		   f->vma ? vma_at(m, f->vma)->start : 0);
}

/* The stack takes the address in, then the page is like any other. */
static bool grow_stack(struct machine *m, struct vm_fault *f)
{
	if (expand_stack(m, f->task, f->vma, f->addr)) {
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
static int64_t do_user_addr_fault(struct machine *m, struct vm_fault *f)
{
	int64_t ret;

	f->reason = FAULT_KERNEL;
	if (f->addr < TASK_SIZE) {
		f->vma = find_vma_cached(m, f->mm, f->addr);
		f->reason = fault_classify(m, f);
	}
	say_fault(m, f);
	if (f->reason == FAULT_STACK && !grow_stack(m, f))
		return fault_bad(m, f);
	if (fault_is_bad(f->reason))
		return fault_bad(m, f);
	ret = fault_resolve(m, f);
	return ret == -EFAULT ? send_signal(m, f, SIGBUS_, BUS_ADRERR_) : ret;
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
	static const unsigned of_mode[MODE_MASK + 1] = {
		[MODE_READ] = 0, [MODE_WRITE] = PF_WRITE,
		[MODE_FETCH] = PF_INSTR,
	};

	return refusal | of_mode[mode];
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
static unsigned mmu_translate(struct machine *m, struct vm_fault *f,
			      unsigned mode)
{
	const vaddr_t addr = f->addr;
	pte_t e = f->entry;
	pte_t bits = PTE_ACCESSED | (mode == MODE_WRITE ? PTE_DIRTY : 0);
	unsigned refusal = refused(e, mode);

	m->s->now_ns += NR_LEVELS * cost_ns[COST_walk_step];
	say_walk(m, f->mm, addr);
	if (refusal)
		return error_code(refusal, mode);
	if ((e & bits) != bits) {
		unsigned index = pt_index(addr, LEVEL_PTE);
		pte_t *pair = arena_mut_small(&m->arena, f->table + index / 2);

		e |= bits | (mode == MODE_WRITE ? PTE_SOFT_DIRTY : 0);
		pair[index % 2] = e;
	}
	clock_pass(m, COST_access);
	event_emit(m, EV_mmu_access, addr, pte_pfn(e), mode, e,
		   pte_pfn(e) << PAGE_SHIFT | (addr & (PAGE_SIZE - 1)));
	return 0;
}

/*
 * After a data fault the walk mostly goes through and finds the bits set: if
 * nobody hears it, only its time is left to account for.
 */
static bool translates_unheard(const struct machine *m,
			       const struct vm_fault *f, unsigned mode)
{
	pte_t bits = PTE_ACCESSED | (mode == MODE_WRITE ? PTE_DIRTY : 0);
	pte_t e;

	if (mode == MODE_FETCH || event_heard(m, EV_mmu_walk) ||
	    event_heard(m, EV_mmu_access))
		return false;
	e = pgtable_entry(m, f->table, f->addr);
	return !refused(e, mode) && (e & bits) == bits;
}

/* Addresses whose bits 63..47 do not agree are no addresses. */
static bool canonical(vaddr_t addr)
{
	return (int64_t)(addr << 16) >> 16 == (int64_t)addr;
}

int64_t access_page(struct machine *m, handle_t task, vaddr_t addr,
		    unsigned mode)
{
	struct vm_fault f = { .task = task, .addr = addr,
			      .mm = task_at(m, task)->mm };
	int64_t ret = 0;

	if (!canonical(addr)) {
		f.reason = FAULT_NONCANONICAL;
		return fault_bad(m, &f);
	}
	/*
	 * Once is mostly enough; a fetch may be refused the second time, and
	 * reclaim may have been faster.
	 */
	for (int i = 0; i < MAX_TRIES && ret == 0; i++) {
		f.table = pgtable_lookup(m, f.mm, addr);
		f.entry = pgtable_entry(m, f.table, addr);
		f.code = addr >= TASK_SIZE ? error_code(PF_USER, mode) :
					     mmu_translate(m, &f, mode);
		if (!f.code)
			return 0;
		f.major = false;
		ret = do_user_addr_fault(m, &f);
		if (ret == 0 && translates_unheard(m, &f, mode)) {
			charge_walk(m);
			return 0;
		}
	}
	return ret;
}

static bool is_file_fault(enum fault_reason reason)
{
	return reason == FAULT_READ || reason == FAULT_COW ||
	       reason == FAULT_SHARED;
}

static unsigned look_signal(const struct machine *m, const struct vm_fault *f)
{
	if (is_file_fault(f->reason) && !file_fault_has_room(m, f))
		return SIGBUS_;
	return ends[f->reason].sig;
}

static bool look_major(const struct machine *m, const struct vm_fault *f)
{
	if (is_file_fault(f->reason))
		return file_fault_is_major(m, f);
	return f->reason == FAULT_SWAP && swap_fault_is_major(m, f);
}

/*
 * A stack that grows asks for rights afterwards; a fetch that the area does not
 * allow is refused once the page is mapped.
 */
static enum fault_reason look_reason(const struct machine *m,
				     const struct vm_fault *f, unsigned mode)
{
	enum fault_reason reason = fault_classify(m, f);
	const struct vma *v;

	if (fault_is_bad(reason))
		return reason;
	v = vma_at(m, f->vma);
	if (reason == FAULT_STACK && !stack_would_grow(m, f->task, f->vma,
						       f->addr))
		return FAULT_STACK_LIMIT;
	if (access_error(v, f->code) ||
	    (mode == MODE_FETCH && !(v->flags & VM_EXEC)))
		return FAULT_ACCESS;
	return reason;
}

struct access_look access_look(const struct machine *m, handle_t task,
			       vaddr_t addr, unsigned mode)
{
	struct vm_fault f = { .task = task, .addr = addr,
			      .mm = task_at(m, task)->mm };
	struct access_look l = { .faults = true };
	unsigned refusal;

	if (!canonical(addr)) {
		f.reason = FAULT_NONCANONICAL;
	} else if (addr >= TASK_SIZE) {
		f.reason = FAULT_KERNEL;
	} else {
		f.entry = pgtable_get(m, f.mm, addr);
		refusal = refused(f.entry, mode);
		if (!refusal)
			return (struct access_look){ .faults = false };
		f.code = error_code(refusal, mode);
		f.vma = vma_find(m, f.mm, addr);
		f.reason = look_reason(m, &f, mode);
	}
	l.reason = f.reason;
	l.signal = look_signal(m, &f);
	l.major = look_major(m, &f);
	return l;
}

/* Without the processor: no walk, no exception. */
static int64_t fault_by_kernel(struct machine *m, struct vm_fault *f,
			       bool write)
{
	f->table = pgtable_lookup(m, f->mm, f->addr);
	f->entry = pgtable_entry(m, f->table, f->addr);
	if (refused(f->entry, write ? MODE_WRITE : MODE_READ) == 0)
		return 0;
	f->code = PF_USER | (write ? (unsigned)PF_WRITE : 0) |
		  (f->entry & PTE_PRESENT ? (unsigned)PF_PROT : 0);
	f->vma = find_vma_cached(m, f->mm, f->addr);
	f->reason = fault_classify(m, f);
	clock_pass(m, COST_fault);
	event_emit(m, EV_faultin_page, f->addr, f->reason,
		   f->vma ? vma_at(m, f->vma)->start : 0);
	if (fault_is_bad(f->reason) || f->reason == FAULT_STACK)
		return -EFAULT;
	return fault_resolve(m, f);
}

int64_t fault_in(struct machine *m, handle_t task, vaddr_t addr, bool write)
{
	struct vm_fault f = { .task = task, .addr = addr, .faultin = true,
			      .mm = task_at(m, task)->mm };

	return fault_by_kernel(m, &f, write);
}

int64_t fault_at_start(struct machine *m, handle_t task, vaddr_t addr,
		       bool write)
{
	struct vm_fault f = { .task = task, .addr = addr,
			      .mm = task_at(m, task)->mm };

	return fault_by_kernel(m, &f, write);
}
