/*
 * session - a scenario that is loaded, with its timeline
 */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/options.h"
#include "load/scenario.h"
#include "time/timeline.h"

struct session {
	char		*path;		/* as found; "-" is the standard input */
	struct story	*story;
	struct timeline *timeline;
	bool		 begun;		/* only the first lines are there yet */
};

/*
 * Find, load and boot. Return: DONE; else the outcome, after all faults were
 * written to the standard error, and nothing is to be closed.
 */
int  session_open(struct session *s, const char *scenario, const char *program);
void session_close(struct session *s);

/*
 * The same, but of a file that takes long to read only the beginning is there
 * (`begun`): session_reopen() gives the whole.
 */
int  session_begin(struct session *s, const char *scenario, const char *program);

/* What a scenario with these faults ends the program with. */
int session_outcome(const struct diags *faults);

/*
 * The same file once more, beside the session that is open. watch: NULL =
 * nobody looks on. Return: DONE; else the outcome, and *faults has all faults;
 * none if the watch gave up.
 */
int session_reopen(struct session *s, const struct session *old,
		   const struct scenario_watch *watch, struct diags *faults);

/*
 * The position of an option, or `otherwise` ("0", "end") if it is not given.
 * Return: false after a message.
 */
bool session_pos(struct session *s, const struct options *o, enum option_id id,
		 const char *otherwise, struct pos *pos);

/* What the scenario says of a step; an empty one for step 0. */
const struct step_detail *timeline_detail(const struct timeline *t,
					  uint32_t step);

#endif
