/* sysctl - kernel settings: names, ranges, and what a write sets off */
#ifndef MM_SYSCTL_H
#define MM_SYSCTL_H

#include "mm/event.h"
#include "mm/machine.h"

enum sysctl_id {
#define SYSCTL(name, key, def, min, max, doc) SYSCTL_##name,
#include "mm/sysctl.def"
#undef SYSCTL
	NR_SYSCTLS,
};
static_assert((int)NR_SYSCTLS <= (int)MAX_SYSCTLS, "room for all settings");

struct sysctl_info {
	const char *key;	/* "vm.min_free_kbytes" */
	const char *doc;
	int64_t	    def, min, max;
};
extern const struct sysctl_info sysctl_infos[NR_SYSCTLS];

/* "vm.min_free_kbytes" or "vm/min_free_kbytes"; NR_SYSCTLS if unknown. */
enum sysctl_id sysctl_by_key(const char *key, size_t len);

/*
 * Write it. Return: 0; -EINVAL outside of the range; -ENOENT for what only a
 * machine's description sets (stack_guard_gap).
 */
int64_t sysctl_write(struct machine *m, enum sysctl_id id,
		     const uint64_t values[5]);

/* enabled of transparent_hugepage: THP_NEVER ... (PR2.2). */
void thp_write(struct machine *m, unsigned enabled);

/*
 * cat /proc/sys/vm/lowmem_reserve_ratio: even reading recomputes the
 * protection (PR2.7).
 */
void lowmem_reserve_ratio_read(struct machine *m);

#endif
