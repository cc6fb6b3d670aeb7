#include "view/event_doc.h"

static const char *const chinese[NR_EVENTS] = {
#define DOC(event, zh) [EV_##event] = zh,
#include "view/event_doc.def"
#undef DOC
};

const char *event_doc(enum event_id id, enum lang lang)
{
	if (id >= NR_EVENTS)
		return "";
	return lang == LANG_ZH && chinese[id] ? chinese[id] :
						event_types[id].doc;
}
