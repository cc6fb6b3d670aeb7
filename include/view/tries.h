/*
 * tries - what became of an allocation, from its first try to its page: the
 * marks it was held against, and what was done when no zone passed
 *
 * A row is one try (all its checks against one mark) or one act between two
 * tries. The request is the one that the event belongs to which the picture
 * stands at; else the last one of the unit for which somebody was killed, or
 * that failed, however long ago; else that of the newest event; else the last
 * one that was refused somewhere; else the last.
 */
#ifndef VIEW_TRIES_H
#define VIEW_TRIES_H

#include "view/facts.h"

enum { MAX_TRIES = 64 };	/* the newest are kept */

/*
 * Events by their number in the history; or in what summary.refused keeps. The
 * last of TRY_RECLAIM is its end, if it has ended.
 */
struct try {
	enum try_kind kind;
	bool	      refused;
	uint32_t      first, last;
};

struct tries {
	struct try row[MAX_TRIES];
	int	   nr;
	int	   order;	/* -1 = not known */
	bool	   has_gfp;
	gfp_t	   gfp;
};

/* Return: false if nothing was asked for. */
bool tries_find(struct tries *r, const struct facts *f);

/* Event i of the row, t->first to t->last; others can lie between. */
const struct event *try_event(const struct facts *f, const struct try *t,
			      uint32_t i);

/* "low", "min" ...: the mark of a zone that a check was against. */
enum ui check_mark_word(const struct machine *m, const struct event *check);

/* Is the zones' newest check part of the request that is told? */
bool tries_are_newest(const struct facts *f, const struct tries *r);

/* "DMA32, DMA": the zones that may serve it, in the order they are asked. */
void tries_zones(const struct facts *f, gfp_t gfp, struct text *out);

/* What a row begins with: the mark, "then", "end". */
const char *try_label(const struct facts *f, const struct try *t);

/* What was done between two tries, or at the end. */
void try_act_words(const struct facts *f, const struct try *t,
		   struct text *out);

#endif
