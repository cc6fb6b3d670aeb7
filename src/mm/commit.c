#include "mm/commit.h"

#include <errno.h>

#include "mm/dmesg.h"
#include "mm/event.h"
#include "mm/sysctl.h"
#include "mm/watermark.h"

enum { OVERCOMMIT_GUESS, OVERCOMMIT_ALWAYS, OVERCOMMIT_NEVER };

enum { KB_SHIFT = PAGE_SHIFT - 10 };

static int64_t at_most(uint64_t amount, int64_t most)
{
	return (int64_t)amount < most ? (int64_t)amount : most;
}

void commit_init(struct machine *m)
{
	int64_t *user = &m->s->sysctl[SYSCTL_user_reserve_kbytes];
	int64_t *admin = &m->s->sysctl[SYSCTL_admin_reserve_kbytes];
	uint64_t free_kb = 0;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		free_kb += m->s->zone[i].nr_free << KB_SHIFT;
	m->s->free_at_boot_kb = free_kb;
	if (*user < 0)
		*user = at_most(free_kb / 32, 1 << 17);
	if (*admin < 0)
		*admin = at_most(free_kb / 32, 1 << 13);
}

uint64_t vm_commit_limit(const struct machine *m)
{
	uint64_t ratio = (uint64_t)m->s->sysctl[SYSCTL_overcommit_ratio];
	uint64_t kbytes = (uint64_t)m->s->sysctl[SYSCTL_overcommit_kbytes];
	uint64_t pages = kbytes >> KB_SHIFT;

	if (!kbytes)
		pages = total_ram_pages(m) * ratio / 100;
	return pages + m->s->total_swap_pages;
}

/* Whose request it is: a task that has the address space; 0 = the kernel's. */
static handle_t asking_task(const struct machine *m, handle_t mm)
{
	for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next)
		if (mm && task_at(m, t)->mm == mm)
			return t;
	return 0;
}

/*
 * What mode 2 lets be promised to this task: the limit less what is kept for
 * root, and less a part of the task's own size, so that the user can still
 * start something to end it (VR8.2). It may be below zero.
 */
static int64_t allowed_pages(const struct machine *m, handle_t mm)
{
	handle_t task = asking_task(m, mm);
	int64_t allowed = (int64_t)vm_commit_limit(m);
	const int64_t *kb = m->s->sysctl;

	if (task && task_at(m, task)->uid)
		allowed -= kb[SYSCTL_admin_reserve_kbytes] >> KB_SHIFT;
	if (mm)
		allowed -= at_most(mm_at(m, mm)->total_vm / 32,
				   kb[SYSCTL_user_reserve_kbytes] >> KB_SHIFT);
	return allowed;
}

/* Up to so many pages may be asked for in one go, or stand promised in all. */
static int64_t commit_ceiling(const struct machine *m, handle_t mm)
{
	if (m->s->sysctl[SYSCTL_overcommit_memory] == OVERCOMMIT_GUESS)
		return (int64_t)(total_ram_pages(m) + m->s->total_swap_pages);
	return allowed_pages(m, mm);
}

bool commit_may(const struct machine *m, handle_t mm, uint64_t pages)
{
	int64_t mode = m->s->sysctl[SYSCTL_overcommit_memory];

	if (mode == OVERCOMMIT_ALWAYS)
		return true;
	/* one request is looked at, the sum of all never */
	if (mode == OVERCOMMIT_GUESS)
		return (int64_t)pages <= commit_ceiling(m, mm);
	return (int64_t)(m->s->vm_committed + pages) < commit_ceiling(m, mm);
}

/* Source: mm/util.c __vm_enough_memory() (6.1). Left out: its rate limit. */
static void refuse(struct machine *m, handle_t mm, uint64_t pages)
{
	handle_t task = asking_task(m, mm);
	int64_t ceiling = commit_ceiling(m, mm);

	if (task)
		printk(m,
		       "__vm_enough_memory: pid: %u, comm: %s, "
		       "no enough memory for the allocation",
		       task_at(m, task)->pid, task_at(m, task)->comm);
	event_emit(m, EV_vm_enough_memory, pages, m->s->vm_committed,
		   ceiling > 0 ? ceiling : 0,
		   m->s->sysctl[SYSCTL_overcommit_memory]);
}

int64_t commit_charge(struct machine *m, handle_t mm, uint64_t pages)
{
	if (!commit_may(m, mm, pages)) {
		refuse(m, mm, pages);
		return -ENOMEM;
	}
	m->s->vm_committed += pages;
	return 0;
}

void commit_uncharge(struct machine *m, uint64_t pages)
{
	m->s->vm_committed -= pages;
}
