/*
 * lines - a file line by line, in bounded memory
 */
#ifndef LOAD_LINES_H
#define LOAD_LINES_H

#include <stdbool.h>
#include <stdio.h>

#include "base/diag.h"

struct lines {
	FILE	*file;		/* the caller's */
	char	*text;		/* the line, a NUL for its end; valid until the next */
	size_t	 len;
	uint32_t number;	/* from 1 */
	char	*buffer;	/* owned */
	size_t	 cap;		/* and a byte for the NUL */
	size_t	 start, end;	/* what was read and not given out yet */
	uint64_t bytes;		/* of all lines given out */
	bool	 at_end;
};

/*
 * The next line, to be changed at will. Return: false at the end, or after a
 * fault: it cannot be read, or a line is too long.
 */
bool lines_next(struct lines *in, struct diags *faults);
void lines_free(struct lines *in);

/* Nothing in the line but blanks, or a comment that begins with two slashes? */
bool lines_blank(const struct lines *in);

#endif
