/*
 * cast - a recording in the asciicast format, version 2 or 3: a header and
 * then events, each a line of JSON
 *
 * event  its time, a letter, a text: "o" what the terminal is sent, "i" a key
 *        that was pressed, "m" a marker's label, "r" a size as 120x40
 *
 * Times are whole milliseconds of the show, never of a clock: version 2 writes
 * them from the beginning, version 3 from the event before. Nothing in a
 * recording tells on which machine it was made.
 */
#ifndef OUT_CAST_H
#define OUT_CAST_H

#include "base/text.h"
#include "draw/theme.h"

struct cast {
	int	 version;	/* 2 or 3 */
	uint64_t last_ms;	/* of the newest event */
};

/* The header. The title is cleaned; the theme says which colours are meant. */
void cast_begin(struct cast *c, int version, int columns, int rows,
		const char *title, const struct theme *t, struct text *out);

/* `data` is UTF-8. No event is earlier than the one before it. */
void cast_event(struct cast *c, uint64_t ms, char letter, const char *data,
		size_t len, struct text *out);

#endif
