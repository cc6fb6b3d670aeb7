/*
 * until - how often groups with `until` ran: known once they have
 */
#ifndef TIME_UNTIL_H
#define TIME_UNTIL_H

#include <stddef.h>
#include <stdint.h>

struct until_count {
	uint32_t step, group, count;
};

struct until_counts {
	struct until_count *list;	/* sorted by step and group; owned */
	size_t		    nr, cap;
};

void until_counts_free(struct until_counts *u);

/* NULL = nobody knows. Valid until the next one is kept. */
const struct until_count *until_count_find(const struct until_counts *u,
					   uint32_t step, uint32_t group);
/* What is known already stays. */
void until_count_keep(struct until_counts *u, uint32_t step, uint32_t group,
		      uint32_t count);

#endif
