/* record - a walk as an asciicast, to a file or the standard output */
#include <string.h>
#include <sys/stat.h>

#include "cli/recorder.h"

/* Recordings are not replaced unasked, as asciinema does not. */
static bool may_write(const struct options *o)
{
	const char *path = o->value[OPT_output];
	struct stat st;

	if (!path || options_has(o, OPT_overwrite) || stat(path, &st) ||
	    !S_ISREG(st.st_mode) || !st.st_size)
		return true;
	complain("'%s' exists; --overwrite replaces it", path);
	return false;
}

/* The options that exclude each other. Return: false after a message. */
static bool options_fit(const struct options *o)
{
	bool keys = options_has(o, OPT_keys), tape = options_has(o, OPT_tape);

	if (keys && tape)
		complain("--keys and --tape exclude each other");
	else if ((keys || tape) && options_has(o, OPT_to))
		complain("--to is where a walk without keys ends; "
			 "keys end where they end");
	else if (tape && !strcmp(o->value[OPT_tape], "-") &&
		 !strcmp(o->args[0], "-"))
		complain("the tape and the scenario cannot both be the "
			 "standard input");
	else
		return true;
	return false;
}

static const char *tape_name(const struct options *o)
{
	return options_has(o, OPT_tape) ? o->value[OPT_tape] : "--keys";
}

/* Return: false after all faults of the tape were written. */
static bool read_tape(const struct options *o, struct tape *t)
{
	struct diags faults;
	bool good = true;

	memset(t, 0, sizeof(*t));
	diags_init(&faults, tape_name(o));
	if (options_has(o, OPT_tape))
		good = tape_load(t, o->value[OPT_tape], &faults);
	else if (options_has(o, OPT_keys))
		good = tape_parse(t, o->value[OPT_keys],
				  strlen(o->value[OPT_keys]), &faults);
	if (!good)
		diags_print(&faults, stderr);
	diags_free(&faults);
	return good;
}

/* Where the walk is to end. Return: false after a message. */
static bool find_end(struct recorder *r, const struct options *o,
		     struct pos *to)
{
	struct session *s = &r->player.session;

	if (!session_pos(s, o, OPT_to, "end", to))
		return false;
	if (pos_compare(s->timeline, r->player.scene.pos, *to) <= 0)
		return true;
	complain("--to %s lies before --from %s", o->value[OPT_to],
		 o->value[OPT_from]);
	return false;
}

static int write_tape(struct recorder *r, const struct options *o,
		      const struct tape *t)
{
	struct diags faults;
	bool good;

	diags_init(&faults, tape_name(o));
	good = recorder_press(r, t, &faults);
	if (!good)
		diags_print(&faults, stderr);
	diags_free(&faults);
	return good ? r->player.outcome : FAILED;
}

static int record(struct recorder *r, const struct options *o,
		  const struct tape *t, int w, int h)
{
	struct output out;
	struct pos to;
	int outcome, closed;

	if (!find_end(r, o, &to))
		return USAGE;
	if (!output_open(&out, o->value[OPT_output]))
		return FAILED;
	recorder_begin(r, &out, w, h);
	if (options_has(o, OPT_keys) || options_has(o, OPT_tape))
		outcome = write_tape(r, o, t);
	else
		outcome = recorder_walk(r, to) ? DONE : FAILED;
	recorder_end(r);
	closed = output_close(&out);
	return outcome != DONE ? outcome : closed;
}

int cmd_record(const struct options *o)
{
	struct recorder r;
	struct screen s;
	struct tape t;
	int w, h, outcome = USAGE;

	if (!options_fit(o) || !screen_choose(&s, o, false) ||
	    !screen_size(o, &w, &h))
		return USAGE;
	if (!may_write(o))
		return FAILED;
	if (read_tape(o, &t)) {
		outcome = recorder_open(&r, o, &s);
		if (outcome == DONE) {
			outcome = record(&r, o, &t, w, h);
			recorder_close(&r);
		}
	}
	tape_free(&t);
	return outcome;
}
