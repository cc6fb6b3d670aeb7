#include "mm/compaction.h"

bool watermark_ok_above(const struct machine *m, const struct zone *z,
			unsigned order, enum zone_type highest, unsigned wmark,
			uint64_t above)
{
	struct watermark_check c = zone_watermark(m, z, order, highest,
						  (enum alloc_flags)wmark);

	return c.block && c.free > c.mark + (int64_t)above + c.reserve;
}

bool compaction_suitable(const struct machine *m, const struct zone *z,
			 unsigned order, enum zone_type highest)
{
	unsigned mark = order > PAGE_ALLOC_COSTLY_ORDER ? WMARK_LOW : WMARK_MIN;

	return watermark_ok_above(m, z, order, highest, WMARK_MIN, 0) ||
	       watermark_ok_above(m, z, 0, highest, mark, compact_gap(order));
}
