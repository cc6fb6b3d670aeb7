#include "mm/drop_caches.h"

#include "mm/dmesg.h"
#include "mm/inode.h"
#include "mm/kmem.h"
#include "mm/lru.h"
#include "mm/shadow_nodes.h"
#include "mm/truncate.h"
#include "mm/vmstat.h"
#include "mm/writeback.h"

/*
 * state.work: `other` is the file, [at, end) its pages still to be looked at,
 * `accounted` counts those that went. `write` is the value that was written; 0
 * for the pages of one file, and `to` then says whether they were sent.
 */
enum { DROP_PAGES = 1, DROP_OBJECTS = 2, DROP_QUIET = 4 };

/* From that one on the first file that holds anything. */
static handle_t next_filled(const struct machine *m, handle_t h)
{
	while (h && !inode_at(m, h)->root)
		h = inode_at(m, h)->next;
	return h;
}

void drop_caches_begin(struct machine *m, uint64_t value)
{
	struct work *w = &m->s->work;

	w->phase = WORK_DROP;
	w->write = value;
	w->other = value & DROP_PAGES ? next_filled(m, m->s->inodes) : 0;
	w->at = 0;
	w->end = INDEX_NONE;
	w->accounted = 0;
}

void drop_pages_begin(struct machine *m, handle_t inode, uint64_t from,
		      uint64_t to)
{
	struct work *w = &m->s->work;

	w->phase = WORK_DROP;
	w->write = 0;
	w->other = inode;
	w->start = from;
	w->at = from;
	w->end = to;
	w->to = !inode_has_disk(inode_at(m, inode));
	w->accounted = 0;
}

/* Return: no page of the range is left to be sent. */
static bool send_dirty(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;

	while (*budget) {
		unsigned nr = writeback_request(m, w->other, &w->at, w->end,
						WB_REASON_SYNC);

		if (!nr) {
			inode_clean_if_done(m, w->other);
			lru_add_drain(m);
			w->at = w->start;
			w->to = true;
			return true;
		}
		*budget -= nr < *budget ? nr : *budget;
	}
	return false;
}

/*
 * Nodes of shadows go as long as there are too many.
 * Source: mm/vmscan.c drop_slab() (6.1).
 */
static void drop_objects(struct machine *m)
{
	while (shadow_nodes_spare(m))
		shadow_nodes_forget(m);
	kmem_reap(m);
}

bool drop_step(struct machine *m, unsigned *budget)
{
	struct work *w = &m->s->work;

	if (!w->write && !w->to && !send_dirty(m, budget))
		return false;
	while (w->other) {
		w->accounted += invalidate_mapping_pages(m, w->other, &w->at,
							 w->end, budget);
		if (w->at < w->end)
			return false;
		if (!w->write)
			break;
		w->other = next_filled(m, inode_at(m, w->other)->next);
		w->at = 0;
	}
	kmem_reap(m);
	return true;
}

void drop_after(struct machine *m)
{
	struct work *w = &m->s->work;
	uint64_t value = w->write, pages = w->accounted;

	w->phase = WORK_NONE;
	if (!value)
		return;
	if (value & DROP_PAGES)
		vm_event_add(m, DROP_PAGECACHE, 1);
	if (value & DROP_OBJECTS) {
		drop_objects(m);
		vm_event_add(m, DROP_SLAB, 1);
	}
	if (!m->s->drop_caches_quiet)
		printk(m, "sh (1): drop_caches: %u", (unsigned)value);
	m->s->drop_caches_quiet |= (value & DROP_QUIET) != 0;
	event_emit(m, EV_drop_caches, value, pages);
}
