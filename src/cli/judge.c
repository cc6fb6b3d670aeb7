#include "cli/judge.h"

#include <stdio.h>
#include <string.h>

#include "cli/session.h"

/* Events of a step that an expectation may look into; of more, the newest. */
enum { EVENTS_KEPT = 1 << 16 };

bool judge_open(struct judge *j, struct timeline *t, struct diag *why)
{
	memset(j, 0, sizeof(*j));
	j->timeline = t;
	if (!walker_open(&j->now, t, why))
		return false;
	if (!walker_open(&j->before, t, why)) {
		walker_close(&j->now);
		return false;
	}
	summary_open(&j->between, EVENTS_KEPT);
	return true;
}

void judge_close(struct judge *j)
{
	if (!j->timeline)
		return;
	summary_close(&j->between);
	walker_close(&j->before);
	walker_close(&j->now);
	j->timeline = NULL;
}

bool judge_stand(struct judge *j, struct pos pos, struct diag *why)
{
	struct pos start = { pos.step, 0, 0 };

	return walker_seek_from(&j->now, start, pos, &j->between, why) &&
	       walker_seek(&j->before, start, why);
}

static struct expr_env env_of(const struct judge *j)
{
	uint32_t number;

	return (struct expr_env){
		.story = timeline_story(j->timeline, j->now.pos.step, &number),
		.now = &j->now.machine,
		.before = &j->before.machine,
		.count = j->between.count,
		.event = j->between.last,
		.nr_events = j->between.nr_last,
		.nr_lost = j->between.nr - j->between.nr_last,
	};
}

bool judge_expect(struct judge *j, const struct expect *e, struct diag *why)
{
	struct expr_env env = env_of(j);

	return expect_holds(e, &env, why);
}

bool judge_answer(struct judge *j, uint32_t step, const struct ask *ask,
		  int64_t *value, struct diag *why)
{
	struct pos pos = step_end(j->timeline, step);
	struct expr_env env;
	const char *place;
	size_t len;

	if (!ask->answer) {
		diag_set(why, ask->line, ask->column, "it has no answer");
		return false;
	}
	len = expr_split(ask->answer, &place);
	if (*place && !timeline_parse_pos(j->timeline, place, &pos, why))
		return false;
	if (!judge_stand(j, pos, why))
		return false;
	env = env_of(j);
	return expr_eval(ask->answer, len, &env, value, why);
}
