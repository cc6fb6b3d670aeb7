/*
 * output - what a command prints, and whether it arrived
 *
 * A full disk, a closed pipe or a closed descriptor is an error of the run,
 * never silence.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdio.h>

#include "base/text.h"
#include "cli/options.h"

struct output {
	FILE	   *file;
	const char *name;	/* for the message */
	int	    error;	/* errno of the first write that failed; 0 */
	bool	    folds;	/* a long line goes on in the next row */
};

/*
 * What is in a file is not replaced unasked. Return: false after a message if
 * --output names one that has something in it, without --force.
 */
bool output_may_begin(const struct options *o);

/*
 * From here on lines are folded to the width of the terminal that they go to,
 * between words; where there is none each stays one line, for other programs.
 */
void output_fold(struct output *o);

/* To a file, or the standard output if path is NULL. false after a message. */
bool output_open(struct output *o, const char *path);

/* Write and forget. Return: false once something could not be written. */
bool output_text(struct output *o, struct text *t);

/* Return: DONE, or FAILED after a message if not all has arrived. */
int output_close(struct output *o);

#endif
