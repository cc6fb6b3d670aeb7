#include "cli/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "cli/places.h"
#include "load/scenario.h"

/* What all checkpoints of a run may take together. */
static const uint64_t CHECKPOINT_BYTES = UINT64_C(128) << 20;

/* A file that could not be read is the only fault without a place. */
int session_outcome(const struct diags *faults)
{
	return faults->nr == 1 && !faults->list[0].line ? FAILED : INVALID;
}

/* Boot what was loaded. A host without room for it is no fault of the file. */
static int boot(struct session *s, struct diags *faults)
{
	struct diag why;

	s->timeline = timeline_open(s->story, CHECKPOINT_BYTES, &why);
	if (s->timeline)
		return DONE;
	diag_hint(diags_add(faults, why.line, why.column,
			    "the machine cannot be built: %s", why.what),
		  "%s", why.hint);
	return why.of_host ? FAILED : INVALID;
}

/* Load and boot what s->path names. */
static int load(struct session *s, const struct scenario_watch *watch,
		struct diags *faults)
{
	s->story = scenario_load_watched(s->path, watch, faults);
	if (s->story)
		return boot(s, faults);
	return faults->nr ? session_outcome(faults) : FAILED;
}

static int load_or_begin(struct session *s, bool begin, struct diags *faults)
{
	s->story = begin ? scenario_begin(s->path) : NULL;
	s->begun = s->story != NULL;
	return s->begun ? boot(s, faults) : load(s, NULL, faults);
}

static int session_open_by(struct session *s, const char *scenario,
			   const char *program, bool begin)
{
	struct diags faults;
	int outcome;

	memset(s, 0, sizeof(*s));
	s->path = scenario_find(scenario, program);
	if (!s->path)
		return FAILED;
	diags_init(&faults, s->path);
	outcome = load_or_begin(s, begin, &faults);
	if (outcome != DONE) {
		diags_print(&faults, stderr);
		session_close(s);
	}
	diags_free(&faults);
	return outcome;
}

int session_open(struct session *s, const char *scenario, const char *program)
{
	return session_open_by(s, scenario, program, false);
}

int session_begin(struct session *s, const char *scenario, const char *program)
{
	return session_open_by(s, scenario, program, true);
}

int session_reopen(struct session *s, const struct session *old,
		   const struct scenario_watch *watch, struct diags *faults)
{
	int outcome;

	memset(s, 0, sizeof(*s));
	if (!strcmp(old->path, "-")) {
		diags_add(faults, 0, 0, "it cannot be read again");
		return FAILED;
	}
	s->path = xstrdup(old->path);
	outcome = load(s, watch, faults);
	if (outcome != DONE)
		session_close(s);
	return outcome;
}

void session_close(struct session *s)
{
	if (s->timeline)
		timeline_close(s->timeline);
	if (s->story)
		story_free(s->story);
	free(s->path);
	memset(s, 0, sizeof(*s));
}

bool session_pos(struct session *s, const struct options *o, enum option_id id,
		 const char *otherwise, struct pos *pos)
{
	const char *typed = o->value[id] ? o->value[id] : otherwise;
	struct diag why;

	if (timeline_parse_pos(s->timeline, typed, pos, &why))
		return true;
	complain("%s: position '%s': %s%s%s", s->path, typed, why.what,
		 diag_comma(&why), why.hint);
	return false;
}

const struct step_detail *timeline_detail(const struct timeline *t,
					  uint32_t step)
{
	uint32_t number;
	const struct story *story = timeline_story(t, step, &number);

	return step_detail(story, number);
}
