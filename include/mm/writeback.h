/*
 * writeback - dirty pages of files: counted, limited, sent to the disk
 *
 * dirty       differs from the disk
 * dirtyable   free pages less the reserves, and pages of files: of these the
 *             limits are percents, not of RAM
 * background  above it the flusher writes
 * freerun     halfway from background to the limit: up to it writers are not
 *             held up
 *
 * Always: nr_dirty, nr_writeback are the pages of files that have PG_DIRTY,
 *         PG_WRITEBACK; an inode with dirty pages has dirtied_when_ns != 0.
 *
 * Source: mm/page-writeback.c, fs/fs-writeback.c (6.1). PR9.5 to PR9.9.
 */
#ifndef MM_WRITEBACK_H
#define MM_WRITEBACK_H

#include "mm/event.h"
#include "mm/zone.h"

/* Where a dirty inode waits for the flusher. */
enum wb_list {
	WB_DIRTY,	/* b_dirty: by the time when it became dirty */
	WB_IO,		/* b_io: it is its turn, or soon will be */
	WB_MORE_IO,	/* b_more_io: it has had a turn and has more */
};

/*
 * The page differs from its disk from now on; counted once. A page without a
 * disk (anonymous, shmem) only gets its flag. Return: it was clean.
 */
bool set_page_dirty(struct machine *m, pfn_t pfn);
/*
 * It is about to be written: clean again, entries that map it lose their right
 * to write (so that the next write is seen). Return: it was dirty.
 */
bool clear_page_dirty_for_io(struct machine *m, pfn_t pfn);
/* It goes without being written: uncounted. */
void cancel_dirty_page(struct machine *m, pfn_t pfn);
void set_page_writeback(struct machine *m, pfn_t pfn);
/* The disk has it; called by its completion. */
void end_page_writeback(struct machine *m, pfn_t pfn);

/*
 * Dirty pages of the file from *from on, before `to`, that lie one after the
 * other, 32 at most, go to its disk as one request. *from moves on behind
 * them. Pages that are being written already are passed over.
 * Return: pages sent; 0 = none are left.
 */
unsigned writeback_request(struct machine *m, handle_t inode, uint64_t *from,
			   uint64_t to, enum wb_reason why);
/* Nothing of it is dirty any more: off the lists of dirty inodes. */
void inode_clean_if_done(struct machine *m, handle_t inode);

/* PR9.6 in pages. */
struct dirty_limits {
	uint64_t dirtyable;
	uint64_t thresh;
	uint64_t background;
};
struct dirty_limits dirty_limits(const struct machine *m);
/* The formula alone. */
struct dirty_limits dirty_limits_of(uint64_t free, uint64_t totalreserve,
				    uint64_t file, uint64_t ratio,
				    uint64_t bytes, uint64_t background_ratio,
				    uint64_t background_bytes);
/* Up to it nobody is held up. */
static inline uint64_t dirty_freerun(const struct dirty_limits *l)
{
	return (l->thresh + l->background) / 2;
}
/* PR9.6 nr_dirtied_pause of a writer: pages until it is asked again. */
uint64_t dirty_poll_interval(uint64_t dirty, uint64_t thresh);

/* PR9.7 */
bool node_dirty_ok(const struct machine *m, unsigned node);

/*
 * The task has made so many pages of the file dirty: now and then it is asked
 * whether too much is dirty, and then it may have to wait for the file's disk.
 * Source: mm/page-writeback.c balance_dirty_pages_ratelimited() (6.1).
 */
void balance_dirty_pages_ratelimited(struct machine *m, handle_t task,
				     handle_t inode, unsigned pages);

/*
 * Wake the flusher: it writes until nr_dirty is below the background limit
 * (WB_REASON_BACKGROUND), or all that is dirty now.
 * Source: fs/fs-writeback.c wb_start_background_writeback(),
 * wakeup_flusher_threads() (6.1).
 */
void wakeup_flusher(struct machine *m, enum wb_reason why);
/* Files' dirty pages against the counters, dirty files against their lists. */
bool writeback_check(const struct machine *m, struct diag *why);

/* The next look for old inodes if the last is now; NEVER_NS = there is none. */
uint64_t flusher_next_tick(const struct machine *m);

#endif
