/*
 * event_doc - what an event says, as one sentence
 */
#ifndef VIEW_EVENT_DOC_H
#define VIEW_EVENT_DOC_H

#include "mm/event.h"
#include "story/story.h"

/* In the language, else in English; "" of what is no event. */
const char *event_doc(enum event_id id, enum lang lang);

#endif
