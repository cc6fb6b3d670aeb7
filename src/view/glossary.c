#include "view/glossary.h"

const struct gloss glosses[] = {
#define GLOSS(en, zh, says_en, says_zh)                                        \
	{ { { en, zh } }, { { says_en, says_zh } } },
#include "view/glossary.def"
#undef GLOSS
};

const unsigned nr_glosses = sizeof(glosses) / sizeof(glosses[0]);
