/*
 * writeback - dirty pages of files: counted, limited, sent to the disk
 *
 * Source: mm/page-writeback.c (6.1). PR9.5 to PR9.7, PR9.9.
 */
#ifndef MM_WRITEBACK_H
#define MM_WRITEBACK_H

#include "mm/event.h"
#include "mm/zone.h"

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
/* PR9.6 nr_dirtied_pause of a writer: pages until it is asked again. */
uint64_t dirty_poll_interval(uint64_t dirty, uint64_t thresh);

/* PR9.7 */
bool node_dirty_ok(const struct machine *m, unsigned node);

/*
 * Wake the flusher: it writes until nr_dirty is below the background limit.
 * Source: fs/fs-writeback.c wb_start_background_writeback(),
 * wakeup_flusher_threads() (6.1).
 */
void wakeup_flusher(struct machine *m, enum wb_reason why);

#endif
