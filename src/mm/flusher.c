#include "mm/flusher.h"

#include "mm/clock.h"
#include "mm/disk.h"
#include "mm/filemap.h"
#include "mm/inode.h"
#include "mm/sysctl.h"
#include "mm/vmstat.h"

enum {
	MIN_WRITEBACK_PAGES = 1024,	/* 4 MiB: steps of an inode's turn */
	QUEUE_REQUESTS = 32,	/* 4 MiB: more is not kept under way */
};

static const uint64_t ns_per_ms = 1000000;

/* What it works for: state.flusher_why is the reason + 1, 0 = nothing. */
static bool working_for(const struct machine *m, enum wb_reason why)
{
	return m->s->flusher_why == why + 1u;
}

bool flusher_is_awake(const struct machine *m)
{
	return m->s->flusher_why || m->s->flusher_pending;
}

uint64_t flusher_due(const struct machine *m)
{
	uint64_t due = NEVER_NS;

	if (m->s->flusher_held)
		return NEVER_NS;
	if (flusher_is_awake(m))
		due = m->s->flusher_wake_ns;
	if (m->s->nr_dirty_inodes && m->s->flusher_next_ns < due)
		due = m->s->flusher_next_ns;
	return due;
}

/* Source: fs/fs-writeback.c wb_over_bg_thresh() (6.1). */
static bool over_background(const struct machine *m)
{
	return node_stat_sum(m, NR_FILE_DIRTY) > dirty_limits(m).background;
}

/* The time has come to look for old inodes. */
static void note_tick(struct machine *m)
{
	if (m->s->flusher_next_ns > m->s->now_ns)
		return;
	m->s->flusher_next_ns = flusher_next_tick(m);
	if (!flusher_is_awake(m))
		m->s->flusher_wake_ns = m->s->now_ns;
	m->s->flusher_pending |= 1u << WB_REASON_PERIODIC;
}

/*
 * Of what was asked for, what comes first: what somebody waits for, then the
 * old, then the background; NR_WB_REASONS = nothing.
 * Source: fs/fs-writeback.c wb_do_writeback() (6.1).
 */
static enum wb_reason first_pending(const struct machine *m)
{
	static const enum wb_reason order[] = {
		WB_REASON_SYNC, WB_REASON_VMSCAN, WB_REASON_PERIODIC,
		WB_REASON_BACKGROUND,
	};

	for (unsigned i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (m->s->flusher_pending >> order[i] & 1)
			return order[i];
	return NR_WB_REASONS;
}

enum wb_reason flusher_reason(const struct machine *m)
{
	if (m->s->flusher_why)
		return (enum wb_reason)(m->s->flusher_why - 1);
	return first_pending(m);
}

/* The next piece of work. Return: false if there is none. */
static bool choose_work(struct machine *m)
{
	enum wb_reason why = first_pending(m);

	if (why != NR_WB_REASONS) {
		m->s->flusher_pending &= ~(1u << why);
		m->s->flusher_why = why + 1u;
		m->s->flusher_left = why == WB_REASON_BACKGROUND ?
					     UINT64_MAX :
					     node_stat_sum(m, NR_FILE_DIRTY);
		return true;
	}
	/* as long as there is too much the work is not over */
	if (!over_background(m) || !m->s->nr_dirty_inodes)
		return false;
	m->s->flusher_why = WB_REASON_BACKGROUND + 1;
	m->s->flusher_left = UINT64_MAX;
	return true;
}

/* Of those on that list the one that has been dirty longest; 0 = none. */
static handle_t oldest(const struct machine *m, enum wb_list list)
{
	handle_t best = 0;

	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next) {
		const struct inode *i = inode_at(m, h);

		if (i->dirtied_when_ns && i->wb_list == list &&
		    (!best || i->write_seq < inode_at(m, best)->write_seq))
			best = h;
	}
	return best;
}

/* Dirtied since then: too young for the present work. */
static uint64_t dirtied_before(const struct machine *m)
{
	uint64_t age = (uint64_t)m->s->sysctl[SYSCTL_dirty_expire_centisecs] *
		       10 * ns_per_ms;

	if (!working_for(m, WB_REASON_PERIODIC))
		return m->s->now_ns;
	return m->s->now_ns > age ? m->s->now_ns - age : 0;
}

/*
 * b_io is empty: what had a turn and has more comes first, then those that
 * are old enough. Source: fs/fs-writeback.c queue_io() (6.1).
 */
static void queue_io(struct machine *m)
{
	uint64_t before = dirtied_before(m);

	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next) {
		const struct inode *i = inode_at(m, h);

		if (!i->dirtied_when_ns || i->wb_list == WB_IO)
			continue;
		if (i->wb_list == WB_MORE_IO || i->dirtied_when_ns <= before)
			inode_mut(m, h)->wb_list = WB_IO;
	}
}

/*
 * Pages of a turn: half a second of the disk, or an eighth of the limit, in
 * steps of 4 MiB. Source: fs/fs-writeback.c writeback_chunk_size() (6.1).
 */
static uint64_t chunk_pages(const struct machine *m, handle_t inode)
{
	const struct disk *d = &m->s->disk[inode_at(m, inode)->disk - 1];
	uint64_t pages = (d->bytes_per_s >> PAGE_SHIFT) / 2;
	uint64_t limit = dirty_limits(m).thresh / 8;

	if (pages > limit)
		pages = limit;
	if (pages > m->s->flusher_left)
		pages = m->s->flusher_left;
	return (pages + MIN_WRITEBACK_PAGES) / MIN_WRITEBACK_PAGES *
	       MIN_WRITEBACK_PAGES;
}

static bool work_over(const struct machine *m)
{
	return !m->s->flusher_left ||
	       (working_for(m, WB_REASON_BACKGROUND) && !over_background(m));
}

/*
 * Whose turn it is; 0: the work is over, or no dirty inode is old enough. A
 * turn that has begun is not cut short.
 */
static handle_t choose_inode(struct machine *m)
{
	handle_t h = m->s->flusher_inode;

	if (h || work_over(m))
		return h;
	h = oldest(m, WB_IO);
	if (!h) {
		queue_io(m);
		h = oldest(m, WB_IO);
	}
	if (!h)
		return 0;
	m->s->flusher_inode = h;
	inode_mut(m, h)->wb_left = (uint32_t)chunk_pages(m, h);
	return h;
}

/* Its turn is over. Source: fs/fs-writeback.c requeue_inode() (6.1). */
static void turn_over(struct machine *m, handle_t inode)
{
	struct inode *i = inode_mut(m, inode);

	m->s->flusher_inode = 0;
	inode_clean_if_done(m, inode);
	if (!i->dirtied_when_ns)
		return;
	i->write_seq = ++m->s->write_seq;
	if (!i->wb_left) {
		i->wb_list = WB_MORE_IO;
		return;
	}
	/* what is left is being written already: it waits as if dirtied now */
	i->wb_list = WB_DIRTY;
	i->dirtied_when_ns = m->s->now_ns ? m->s->now_ns : 1;
}

/*
 * One request of the inode, from where the last turn ended; once around the
 * end of the file. Return: pages sent.
 */
static unsigned write_some(struct machine *m, handle_t inode)
{
	enum wb_reason why = (enum wb_reason)(m->s->flusher_why - 1);
	uint64_t at = inode_at(m, inode)->writeback_index;
	struct inode *i = inode_mut(m, inode);
	unsigned nr = writeback_request(m, inode, &at, INDEX_NONE, why);

	if (!nr && at) {
		at = 0;
		nr = writeback_request(m, inode, &at, INDEX_NONE, why);
	}
	i->writeback_index = nr ? at : 0;
	i->wb_left -= nr < i->wb_left ? nr : i->wb_left;
	m->s->flusher_left -= nr < m->s->flusher_left ? nr : m->s->flusher_left;
	return nr;
}

/*
 * The next slice: as soon as the work of this one is done, or when the disk has
 * not so much to do any more. If all that is dirty is being written it waits for
 * the next completion.
 */
static void wake_again(struct machine *m, unsigned disk, unsigned written)
{
	uint64_t room = written ? disk_room_ns(m, disk, QUEUE_REQUESTS) :
				  disk_due(m);

	m->s->flusher_wake_ns += m->s->slice_ns;
	if (room != NEVER_NS && room > m->s->flusher_wake_ns)
		m->s->flusher_wake_ns = room;
}

/* Source: fs/fs-writeback.c wb_writeback() (6.1). */
void flusher_slice(struct machine *m)
{
	unsigned nr, disk;
	handle_t inode;

	note_tick(m);
	if (!m->s->flusher_why && !choose_work(m))
		return;
	inode = choose_inode(m);
	if (!inode) {
		m->s->flusher_why = 0;
		/* asleep, it looks again as long after its last work */
		if (!choose_work(m))
			m->s->flusher_next_ns = flusher_next_tick(m);
		return;
	}
	disk = inode_at(m, inode)->disk - 1;
	nr = write_some(m, inode);
	if (!nr || !inode_at(m, inode)->wb_left)
		turn_over(m, inode);
	wake_again(m, disk, nr);
}

void flusher_interval_written(struct machine *m)
{
	m->s->flusher_next_ns = flusher_next_tick(m);
	if (m->s->flusher_next_ns != NEVER_NS)
		wakeup_flusher(m, WB_REASON_PERIODIC);
}
