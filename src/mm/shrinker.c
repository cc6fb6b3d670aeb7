#include "mm/shrinker.h"

#include "mm/kmem.h"
#include "mm/shadow_nodes.h"
#include "mm/vmstat.h"

enum { SHRINK_BATCH = 128 };

/* So many nodes at the most. Return: how many were looked at. */
static uint64_t scan_nodes(struct machine *m, uint64_t nr)
{
	uint64_t done = 0;

	while (done < nr && shadow_nodes_forget(m))
		done++;
	vm_event_add(m, SLABS_SCANNED, done);
	return done;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/*
 * Half of what can go, as it costs nothing to make it anew; whole batches only,
 * the rest is put off.
 */
static void shrink_nodes(struct machine *m, unsigned priority)
{
	uint64_t freeable = shadow_nodes_spare(m);
	uint64_t put_off = m->s->shrink_deferred, left, scanned = 0;

	if (!freeable)
		return;
	left = least((put_off >> priority) + freeable / 2, 2 * freeable);
	while (left && (left >= SHRINK_BATCH || left >= freeable)) {
		uint64_t nr = least(left, SHRINK_BATCH);
		uint64_t done = scan_nodes(m, nr);

		scanned += done;
		left -= nr;
		if (done < nr)
			break;
	}
	put_off += freeable / 2;
	put_off -= least(put_off, scanned);
	m->s->shrink_deferred = least(put_off, 2 * freeable);
}

uint64_t shrink_slab(struct machine *m, unsigned priority)
{
	shrink_nodes(m, priority);
	return kmem_reap(m);
}
