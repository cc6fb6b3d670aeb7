/*
 * checkpoint - copies of a machine's arena at some positions of a run
 *
 * A checkpoint keeps only the lines (64 bytes) that changed since the one
 * before it; a line's bytes at checkpoint k are those of its newest version at
 * or before k. Every eighth version of a page is whole, so nobody reads far
 * back. Checkpoints are sorted by position. When they are more than their
 * budget, the one whose loss leaves the smallest gap goes, those last that
 * keep the gaps small around the newest: somebody walks there. The lines of
 * what goes pass to its successor, where that has none of its own.
 *
 * Always: a machine that is `based` on a checkpoint differs from it only in
 *         lines that its arena calls dirty.
 */
#ifndef TIME_CHECKPOINT_H
#define TIME_CHECKPOINT_H

#include "mm/machine.h"
#include "time/timeline.h"

struct checkpoints;

struct checkpoints *checkpoints_open(uint64_t budget_bytes);
void checkpoints_close(struct checkpoints *s);

enum {
	CHECKPOINT_NONE = 0,		/* numbers of checkpoints begin at 1 */
	CHECKPOINT_INTERVAL = 16384,	/* operations between two, about */
};

/*
 * The newest checkpoint at or before pos. Return: its number for ever (a
 * dropped one's is not given again); CHECKPOINT_NONE if there is none.
 * *at gets its position.
 */
uint32_t checkpoint_find(const struct checkpoints *s, struct pos pos, struct pos *at);
/* Is there one at exactly that position? */
uint32_t checkpoint_at(const struct checkpoints *s, struct pos pos);

/*
 * Keep the machine as it is, at pos; `based` is the checkpoint it differs
 * from by its dirty lines, and the newest before pos. Return: the new number,
 * on which the machine is based from now on (its arena is clean then).
 * `work` is how much was done since boot, in operations.
 */
uint32_t checkpoint_take(struct checkpoints *s, struct machine *m, uint32_t based,
		    struct pos pos, uint64_t work);

/*
 * Make the machine what it was at checkpoint `nr`; only lines that may differ
 * are written. `based` may be CHECKPOINT_NONE: all are.
 */
void checkpoint_restore(const struct checkpoints *s, struct machine *m, uint32_t based,
		   uint32_t nr);

/* Work done at a checkpoint; UINT64_MAX at none. */
uint64_t checkpoint_work(const struct checkpoints *s, uint32_t nr);
uint64_t checkpoints_bytes(const struct checkpoints *s);
uint32_t checkpoints_count(const struct checkpoints *s);

/* Position of the first checkpoint behind pos; false if pos is behind all. */
bool checkpoint_ahead(const struct checkpoints *s, struct pos pos,
		      uint64_t *work);

#endif
