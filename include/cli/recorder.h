/*
 * recorder - a player whose keys come from a tape, and whose pictures go into
 * an asciicast
 *
 * show time  milliseconds from the first picture. It passes by the pace of the
 *            player and by what the tape holds, never by a clock.
 */
#ifndef CLI_RECORDER_H
#define CLI_RECORDER_H

#include "cli/output.h"
#include "cli/player.h"
#include "cli/screen.h"
#include "out/cast.h"
#include "out/vt.h"

struct recorder {
	struct player	     player;
	const struct screen *screen;	/* the caller's */
	struct output	    *out;	/* the caller's */
	struct vt	     vt;
	size_t		     theme;		/* that is shown, of the player's */
	struct canvas	     moving;	/* a picture on the way */
	struct cast	     cast;
	struct text	     sent;	/* to the terminal, by one picture */
	struct text	     lines;	/* of the file, not yet written */
	uint64_t	     now_ms;	/* when the picture came that is shown */
	uint64_t	     next_ms;	/* until when it stands: the next key */
	uint64_t	     tick_ms;	/* when a show that plays walks on */
	uint32_t	     chapter;	/* shown; 0 = none yet */
	uint32_t	     asked;	/* step whose question is open; 0 */
};

/*
 * Load the scenario and stand at --from. Return: DONE; else the outcome, after
 * a message, and nothing is to be closed.
 */
int  recorder_open(struct recorder *r, const struct options *o,
		   const struct screen *s);
void recorder_close(struct recorder *r);

/* The header and the first picture, of this size. */
void recorder_begin(struct recorder *r, struct output *out, int w, int h);

/*
 * A unit at a time to a position. Return: false after a message if the way is
 * shut; what was recorded so far is whole.
 */
bool recorder_walk(struct recorder *r, struct pos to);

/*
 * Press the keys of a tape; a show that still plays then goes on until it
 * stops, unless the tape ends in a hold.
 * Return: false and a fault if something is waited for in vain, or false after
 * a message if the way is shut; what was recorded so far is whole.
 */
bool recorder_press(struct recorder *r, const struct tape *t,
		    struct diags *faults);

/* The last picture stands as long as any other; this ends the recording. */
void recorder_end(struct recorder *r);

#endif
