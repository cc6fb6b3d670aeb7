#include "mm/event.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define F(name, form) { name, EVENT_FORM_##form },
const struct event_type event_types[NR_EVENTS] = {
#define EVENT(name, from, function, fields, doc)                               \
	[EV_##name] = { #name, from, function, doc, { fields { NULL, 0 } } },
#include "mm/event.def"
#undef EVENT
};
#undef F

void event_log_open(struct event_log *log, uint32_t nr_kept)
{
	uint32_t size = 1;

	while (size < nr_kept)
		size *= 2;
	memset(log, 0, sizeof(*log));
	log->ring = xcalloc(size, sizeof(*log->ring));
	log->ring_mask = size - 1;
}

void event_log_close(struct event_log *log)
{
	free(log->ring);
	memset(log, 0, sizeof(*log));
}

void event_log_reset(struct event_log *log)
{
	log->seen = 0;
	memset(log->count, 0, sizeof(log->count));
}

const struct event *event_log_get(const struct event_log *log, uint64_t i)
{
	if (i == 0 || i > log->seen || log->seen - i > log->ring_mask)
		return NULL;
	return &log->ring[(i - 1) & log->ring_mask];
}

_Noreturn void machine_escape(struct machine *m, enum escape why)
{
	bug_on(!m->escape);
	longjmp(*m->escape, (int)why);
}

void event_say(struct machine *m, enum event_id id, uint64_t a0, uint64_t a1,
	       uint64_t a2, uint64_t a3, uint64_t a4)
{
	struct event_log *log = m->log;
	struct event *e = &log->ring[log->seen++ & log->ring_mask];

	e->id = (uint16_t)id;
	e->pad = 0;
	e->pid = log->pid;
	e->ns = m->s->now_ns;
	e->arg[0] = a0;
	e->arg[1] = a1;
	e->arg[2] = a2;
	e->arg[3] = a3;
	e->arg[4] = a4;
	log->count[id]++;
	if (log->hear)
		log->hear(log->ctx, m, e);
	if (log->seen == log->stop_at)
		machine_escape(m, ESCAPE_STOP);
}

enum event_id event_by_name(const char *name, size_t len)
{
	for (unsigned i = 0; i < NR_EVENTS; i++)
		if (strlen(event_types[i].name) == len &&
		    memcmp(event_types[i].name, name, len) == 0)
			return (enum event_id)i;
	return NR_EVENTS;
}

bool event_field_of(const struct event *e, enum event_form form,
		    uint64_t *value)
{
	const struct event_type *t = &event_types[e->id];

	for (unsigned i = 0; i < EVENT_FIELDS && t->field[i].name; i++)
		if (t->field[i].form == form) {
			*value = e->arg[i];
			return true;
		}
	return false;
}
