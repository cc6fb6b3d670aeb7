/* check - read and validate, every fault in one go */
#include <stdlib.h>

#include "cli/options.h"
#include "cli/session.h"

int cmd_check(const struct options *o)
{
	int outcome = DONE;

	for (int i = 0; i < o->nr_args; i++) {
		struct session s;
		int one = session_open(&s, o->args[i], o->program);

		if (one == DONE)
			session_close(&s);
		else if (outcome != FAILED)
			outcome = one;
	}
	return outcome;
}
