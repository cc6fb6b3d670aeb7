/* check - read and validate, every fault in one go */
#include "cli/options.h"
#include "cli/session.h"
#include "story/value_check.h"

/* What no reader can tell: whether paths lead to values. */
static int check_values(struct session *s)
{
	struct diags faults;
	struct walker w;
	struct diag why;
	int outcome = DONE;

	if (!walker_open(&w, s->timeline, &why)) {
		complain("%s: %s", s->path, why.what);
		return FAILED;
	}
	diags_init(&faults, s->path);
	value_check(s->story, &w.machine, &faults);
	if (faults.nr) {
		diags_print(&faults, stderr);
		outcome = INVALID;
	}
	diags_free(&faults);
	walker_close(&w);
	return outcome;
}

/* A machine to compare with must be one that boots. */
static int check_compares(const struct session *s)
{
	int outcome = DONE;

	for (uint32_t i = 0; i < s->story->nr_compares; i++) {
		const struct compare *c = &s->story->compares[i];
		struct diag why;
		struct timeline *t = timeline_open(c->story, 1 << 20, &why);

		if (t) {
			timeline_close(t);
			continue;
		}
		complain("%s: the machine of \"%s\" cannot be built: %s%s%s",
			 s->path, c->name, why.what, diag_comma(&why), why.hint);
		if (outcome != FAILED)
			outcome = why.of_host ? FAILED : INVALID;
	}
	return outcome;
}

int cmd_check(const struct options *o)
{
	int outcome = DONE;

	for (int i = 0; i < o->nr_args; i++) {
		struct session s;
		int one = session_open(&s, o->args[i], o->program);

		if (one == DONE) {
			one = check_values(&s);
			if (one == DONE)
				one = check_compares(&s);
			session_close(&s);
		}
		if (one != DONE && outcome != FAILED)
			outcome = one;
	}
	return outcome;
}
