#include "mm/commit.h"

#include <errno.h>

#include "mm/sysctl.h"
#include "mm/watermark.h"

enum { OVERCOMMIT_GUESS, OVERCOMMIT_ALWAYS, OVERCOMMIT_NEVER };

uint64_t vm_commit_limit(const struct machine *m)
{
	uint64_t ratio = (uint64_t)m->s->sysctl[SYSCTL_overcommit_ratio];

	return total_ram_pages(m) * ratio / 100;
}

/* Left out: swap, what mode 2 keeps for root and for the user. */
int64_t commit_charge(struct machine *m, handle_t mm, uint64_t pages)
{
	int64_t mode = m->s->sysctl[SYSCTL_overcommit_memory];

	(void)mm;
	if (mode == OVERCOMMIT_GUESS && pages > total_ram_pages(m))
		return -ENOMEM;
	if (mode == OVERCOMMIT_NEVER &&
	    m->s->vm_committed + pages >= vm_commit_limit(m))
		return -ENOMEM;
	m->s->vm_committed += pages;
	return 0;
}

void commit_uncharge(struct machine *m, uint64_t pages)
{
	m->s->vm_committed -= pages;
}
