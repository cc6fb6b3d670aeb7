#include "time/until.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

void until_counts_free(struct until_counts *u)
{
	free(u->list);
	memset(u, 0, sizeof(*u));
}

/* Index of the entry, or where it would stand. */
static size_t index_of(const struct until_counts *u, uint32_t step,
		       uint32_t group)
{
	size_t low = 0, high = u->nr;

	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct until_count *c = &u->list[mid];

		if (c->step < step || (c->step == step && c->group < group))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const struct until_count *until_count_find(const struct until_counts *u,
					   uint32_t step, uint32_t group)
{
	size_t i = index_of(u, step, group);

	if (i < u->nr && u->list[i].step == step && u->list[i].group == group)
		return &u->list[i];
	return NULL;
}

void until_count_keep(struct until_counts *u, uint32_t step, uint32_t group,
		      uint32_t count)
{
	size_t i = index_of(u, step, group);

	if (until_count_find(u, step, group))
		return;
	u->list = xgrow(u->list, u->nr, &u->cap, sizeof(*u->list));
	memmove(&u->list[i + 1], &u->list[i], (u->nr - i) * sizeof(*u->list));
	u->list[i] = (struct until_count){ step, group, count };
	u->nr++;
}
