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

/* Load and boot what s->path names. */
static int load(struct session *s, struct diags *faults)
{
	struct diag why;

	s->story = scenario_load(s->path, faults);
	if (!s->story)
		return session_outcome(faults);
	s->timeline = timeline_open(s->story, CHECKPOINT_BYTES, &why);
	if (s->timeline)
		return DONE;
	diag_hint(diags_add(faults, why.line, why.column,
			    "the machine cannot be built: %s", why.what),
		  "%s", why.hint);
	return INVALID;
}

int session_open(struct session *s, const char *scenario, const char *program)
{
	struct diags faults;
	int outcome;

	memset(s, 0, sizeof(*s));
	s->path = scenario_find(scenario, program);
	if (!s->path)
		return FAILED;
	diags_init(&faults, s->path);
	outcome = load(s, &faults);
	if (outcome != DONE) {
		diags_print(&faults, stderr);
		session_close(s);
	}
	diags_free(&faults);
	return outcome;
}

int session_reopen(struct session *s, const struct session *old,
		   struct diag *why)
{
	struct diags faults;
	int outcome;

	memset(s, 0, sizeof(*s));
	if (!strcmp(old->path, "-")) {
		diag_set_both(why, "the standard input cannot be read again",
			      "标准输入不能再读一遍");
		return FAILED;
	}
	s->path = xstrdup(old->path);
	diags_init(&faults, s->path);
	outcome = load(s, &faults);
	if (outcome != DONE) {
		const struct diag *first = &faults.list[0];

		diag_set(why, first->line, first->column, "%s:%u:%u: %s",
			 s->path, first->line, first->column, first->what);
		session_close(s);
	}
	diags_free(&faults);
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
		 why.hint[0] ? ", " : "", why.hint);
	return false;
}

enum lang options_lang(const struct options *o)
{
	const char *lang = o->value[OPT_lang];

	return lang && !strcmp(lang, "zh") ? LANG_ZH : LANG_EN;
}

const struct step_detail *timeline_detail(const struct timeline *t,
					  uint32_t step)
{
	uint32_t number;
	const struct story *story = timeline_story(t, step, &number);

	return step_detail(story, number);
}
