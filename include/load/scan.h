/*
 * scan - the first look at a file's bytes, before a tree is made of them
 *
 * Takes comments out, holds the text against JSON's grammar, UTF-8 and the
 * limits below, finds keys given twice, and remembers where each value
 * stands. What it lets pass, any JSON reader can read.
 *
 * order  values are numbered from 0 as they begin in the text: a container
 *        before what it contains
 */
#ifndef LOAD_SCAN_H
#define LOAD_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

enum {
	SCAN_MAX_DEPTH = 32,		/* objects and lists in one another */
	SCAN_MAX_STRING = 16384,	/* bytes between the quotes */
	SCAN_MAX_NUMBER = 40,		/* characters of a number */
	SCAN_MAX_MEMBERS = 256,		/* of one object */
	SCAN_MAX_VALUES = 1000000,	/* of one document */
};

struct scan_place {
	uint32_t value;		/* offset of its first byte */
	uint32_t key;		/* of its key's quote; its own in lists */
};

struct scan {
	struct scan_place *place;	/* by order; owned */
	size_t		   nr_places;
	size_t		   cap_places;
	uint32_t	  *line;	/* offsets where lines begin; owned */
	size_t		   nr_lines;
	size_t		   cap_lines;
	uint32_t	   first_line;	/* number of the first of them */
};

/*
 * Scan a whole text of fewer than 2^32 bytes, with a NUL behind them at
 * text[len]; `scan` is zeros before its first use and may be used again.
 * Comments (and a byte order mark) become spaces in `text`, so that every byte
 * keeps its place. Faults are added; after one of the grammar nothing more is
 * looked at.
 * Return: false if it is no JSON value: there is a fault, and no use in a tree.
 */
bool scan_text(struct scan *scan, char *text, size_t len, uint32_t first_line,
	       struct diags *faults);
void scan_free(struct scan *scan);

/* Line and column of an offset. */
void scan_where(const struct scan *scan, uint32_t offset, uint32_t *line,
		uint32_t *column);

#endif
