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

int cmd_check(const struct options *o)
{
	int outcome = DONE;

	for (int i = 0; i < o->nr_args; i++) {
		struct session s;
		int one = session_open(&s, o->args[i], o->program);

		if (one == DONE) {
			one = check_values(&s);
			session_close(&s);
		}
		if (one != DONE && outcome != FAILED)
			outcome = one;
	}
	return outcome;
}
