#include "mm/rlimit.h"

#include <errno.h>

#include "mm/sysctl.h"

/* Source: kernel/sys.c do_prlimit() (6.1). Left out: hard limits. */
int64_t begin_setrlimit(struct machine *m, const struct op *op, handle_t task)
{
	struct task *t = task_mut(m, task);

	switch (op->mode) {
	case LIMIT_STACK:
		t->rlimit_stack_bytes = op->arg[1];
		return 0;
	case LIMIT_AS:
		t->rlimit_as_bytes = op->arg[1];
		return 0;
	case LIMIT_DATA:
		t->rlimit_data_bytes = op->arg[1];
		return 0;
	case LIMIT_MEMLOCK:
		t->rlimit_memlock_bytes = op->arg[1];
		return 0;
	default:
		return -EINVAL;
	}
}

/* Source: kernel/sys.c __sys_setuid() (6.1). Left out: the saved user. */
int64_t begin_setuid(struct machine *m, const struct op *op, handle_t task)
{
	struct task *t = task_mut(m, task);

	if (op->arg[1] > UINT32_MAX)
		return -EINVAL;
	if (t->uid && t->uid != op->arg[1])
		return -EPERM;
	t->uid = (uint32_t)op->arg[1];
	return 0;
}

bool may_expand_vm(const struct machine *m, handle_t task, uint32_t flags,
		   uint64_t pages)
{
	const struct task *t = task_at(m, task);
	const struct mm *mm = mm_at(m, t->mm);
	bool data = (flags & (VM_WRITE | VM_SHARED | VM_GROWSDOWN)) == VM_WRITE;

	if (mm->total_vm + pages > t->rlimit_as_bytes >> PAGE_SHIFT)
		return false;
	return !data ||
	       mm->data_vm + pages <= t->rlimit_data_bytes >> PAGE_SHIFT;
}

bool may_map_at(const struct machine *m, handle_t task, vaddr_t addr)
{
	return addr >= (vaddr_t)m->s->sysctl[SYSCTL_mmap_min_addr] ||
	       task_at(m, task)->uid == 0;
}

bool can_do_mlock(const struct machine *m, handle_t task)
{
	return task_at(m, task)->rlimit_memlock_bytes != 0 ||
	       task_at(m, task)->uid == 0;
}

bool may_lock(const struct machine *m, handle_t task, uint64_t pages)
{
	return pages <= task_at(m, task)->rlimit_memlock_bytes >> PAGE_SHIFT ||
	       task_at(m, task)->uid == 0;
}

bool may_lock_more(const struct machine *m, handle_t task, uint32_t flags,
		   uint64_t pages)
{
	return !(flags & VM_LOCKED) ||
	       may_lock(m, task,
			mm_at(m, task_at(m, task)->mm)->locked_vm + pages);
}
