/*
 * summary - what happened on the way between two positions
 *
 * All is counted. Of the events themselves the newest are kept, a ring; and
 * of each kind the newest, however many of other kinds have come after it: it
 * may be what the whole way is about.
 *
 * pages      that an event is about: of the block that it hands on, or as many
 *            as it says; else 1
 * sort       of an event: the value of the field that parts its kind, such as
 *            why a page faulted or which list a page joined; of a judged page
 *            what became of it, for each list; see summary_sort()
 * asked for  a request of a page: its events, from the first try to the page
 */
#ifndef TIME_SUMMARY_H
#define TIME_SUMMARY_H

#include "mm/event.h"
#include "mm/op.h"
#include "time/pos.h"

/* An event and where it stands. */
struct heard {
	struct event event;
	struct pos   at;
};

enum { SUMMARY_SORTS = 64 };	/* values are smaller */
/* Of these each fate of a page is a sort of its own. */
enum { NR_JUDGED_LISTS = LRU_UNEVICTABLE };

/* What an event is of a request. */
enum try_kind {
	TRY_NONE,	/* of none */
	TRY_CHECKS,	/* zone_watermark_ok, zone_watermark_fail */
	TRY_WAKE,	/* kswapd was asked for */
	TRY_RECLAIM,	/* the task reclaims: it begins, it ends */
	TRY_AGAIN,	/* is it worth while? */
	TRY_KILL,
	TRY_PAGE,
	TRY_FAILED,
};

/* Events of requests, oldest first; a daemon's and others' lie between. */
enum { REQUEST_EVENTS = 256 };
struct asked_for {
	uint32_t     nr, pad;
	struct event event[REQUEST_EVENTS];
};

struct summary {
	uint64_t      count[NR_EVENTS];
	uint64_t      pages[NR_EVENTS];	/* of all of a kind */
	uint64_t     *of_sort;		/* SUMMARY_SORTS of each kind; owned */
	uint64_t      nr;		/* events in all */
	struct event *last;		/* the newest, oldest first; owned */
	struct pos   *at;		/* where each of them stands; owned */
	uint32_t      nr_last;
	uint32_t      max_last;
	/* the newest of each kind of which count[] is not 0; owned */
	struct heard *newest;
	/* what led to it: events of the same stretch of the operation that
	   stand before `from`, oldest first; at most max_last, owned */
	struct event *past;
	uint32_t      nr_past;
	/* the newest events of requests; owned */
	struct asked_for *asked;
	/* those up to the last kill or failure, and what then became of that
	   request; nr 0 = nobody was refused; owned */
	struct asked_for *refused;
	uint64_t      nr_ops;
	struct op     op;		/* the last operation that ran, whole or in part */
	int64_t	      op_result;	/* of the last whole one */
	uint32_t      op_signal;
};

/* Room for max_last events; with 0 they are only counted. */
void summary_open(struct summary *s, uint32_t max_last);
void summary_close(struct summary *s);

/* Nothing has happened; the room stays. */
void summary_clear(struct summary *s);
/* Its sort; 0 if its kind has none. */
unsigned summary_sort(const struct event *e);
/* What it is of a request. */
enum try_kind summary_try(const struct event *e);
/* Is it the last of one: its page, or that there is none? */
bool summary_answers(const struct event *e);

/* How many of this kind and sort. */
static inline uint64_t summary_nr(const struct summary *s, enum event_id id,
				  unsigned sort)
{
	return s->of_sort ? s->of_sort[id * SUMMARY_SORTS + sort] : 0;
}

/* Pages of an inactive list of which this became. */
static inline uint64_t summary_judged(const struct summary *s,
				      enum folio_fate fate, enum lru_list lru)
{
	return summary_nr(s, EV_shrink_folio,
			  (unsigned)fate * NR_JUDGED_LISTS + (unsigned)lru);
}

/* One more, at its place. */
void summary_add(struct summary *s, const struct event *e, struct pos at);
/* One that led to it. */
void summary_add_past(struct summary *s, const struct event *e);

#endif
