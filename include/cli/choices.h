/*
 * choices - words that could stand where the prompt's cursor is, in a box above
 * it; of many words a part, and the next one at each further Tab
 */
#ifndef CLI_CHOICES_H
#define CLI_CHOICES_H

#include "base/text.h"
#include "draw/canvas.h"
#include "story/story.h"

struct choices {
	struct text words;	/* parted by blanks; "" = the box is closed */
	size_t	    from, next;	/* bytes: what is shown now, and then */
};

/* A copy of the words, from the first one on. */
void choices_open(struct choices *ch, const char *words);
void choices_close(struct choices *ch);	/* the words' memory, too */

/* The next part, after the last the first. Return: false if all is shown. */
bool choices_more(struct choices *ch);

/* Above the last two rows of the canvas. */
void choices_draw(struct choices *ch, struct canvas *c, enum lang lang);

#endif
