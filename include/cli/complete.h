/*
 * complete - words that could stand where the cursor of a line is
 */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

#include "base/text.h"
#include "cli/line.h"

struct completion {
	const char *typed;	/* what stands there already */
	size_t	    len;
	char	    common[LINE_BYTES];	/* what all that fit begin with */
	unsigned    nr;
	struct text list;	/* of them, parted by spaces; owned */
};

/* A word that could stand there, if it goes on from what was typed. */
void completion_offer(struct completion *c, const char *word);

#endif
