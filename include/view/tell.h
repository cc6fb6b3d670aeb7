/*
 * tell - the facts of the views as lines of text: names before values, what
 * changed says from and to, nothing means something by its place
 *
 * Each prints whole lines. A line that begins with "* " is news: of the newest
 * event, or a figure that the unit changed; the others begin with two blanks.
 */
#ifndef VIEW_TELL_H
#define VIEW_TELL_H

#include "base/text.h"
#include "view/facts.h"
#include "view/palette.h"

typedef void tell_fn(const struct facts *f, struct text *out);

tell_fn tell_zones;	/* free frames, marks, the newest check */
tell_fn tell_request;	/* the way of the newest request for a page */
tell_fn tell_orders;	/* free lists */
tell_fn tell_memory;	/* all frames by kind, free(1), swap */
tell_fn tell_daemons;	/* kswapd, flusher, disks */
tell_fn tell_woken;	/* of those who went to work or to sleep, or act now */
tell_fn tell_tasks;
tell_fn tell_frames;	/* a zone's by kind, its map, frames touched */
tell_fn tell_lru;
tell_fn tell_cache;
tell_fn tell_swap;
tell_fn tell_oom;
tell_fn tell_proc;

/* The newest events are listed, with their reason; older ones are counted. */
enum { EVENTS_TOLD = 32 };

/* "* " or "  ", the beginning of a line. */
static inline void tell_begin(struct text *out, bool news)
{
	text_puts(out, news ? "* " : "  ");
}

/* " NAME 5", or " NAME 5 (was 4)". */
void tell_count(const struct facts *f, struct text *out, const char *name,
		uint64_t now, uint64_t was);

/* What picture and text share: the letter of a slot of that swap area ... */
struct letter swap_letter(const struct machine *m, unsigned type,
			  uint64_t slot);
/* ... what lies in the kernel's half of every address space ... */
enum { NR_KERNEL_PLACES = 2 };
extern const struct kernel_place {
	uint64_t address;
	enum ui	 word;
} kernel_places[NR_KERNEL_PLACES];
/* ... and what stops the walk, or what its entries allow, or why there is none.
 * Return: levels that the processor has read so far. */
unsigned walk_verdict(const struct facts *f, struct text *out);

/* Letters in a row become runs: " f x 3  A' x 2". */
struct runs {
	char	 letter, sign;	/* 0 = none yet; a sign beside it, or ' ' */
	uint64_t nr;
};
void runs_add(struct runs *r, struct text *out, char letter, char sign);
void runs_end(struct runs *r, struct text *out);

#endif
