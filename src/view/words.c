#include "view/words.h"

#include <inttypes.h>

static const struct words table[NR_UI] = {
#define UI(id, en, zh) [UI_##id] = { { en, zh } },
#include "view/words.def"
#undef UI
};

const char *ui(enum lang lang, enum ui id)
{
	return table[id].in[lang];
}
