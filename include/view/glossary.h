/*
 * glossary - words of a picture that are no name of anything else, explained
 */
#ifndef VIEW_GLOSSARY_H
#define VIEW_GLOSSARY_H

#include "story/story.h"

struct gloss {
	struct words word;
	struct words says;
};

extern const struct gloss glosses[];
extern const unsigned nr_glosses;

#endif
