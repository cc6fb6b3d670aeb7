/* record - a walk as an asciicast, to a file or the standard output */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/tongue.h"
#include "base/xmalloc.h"
#include "cli/language.h"
#include "cli/recorder.h"

enum { TAPE_MOST_BYTES = 1 << 20 };

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

/* A whole file; "-" is the standard input. */
static bool load_tape(struct tape *t, const char *path, struct diags *faults)
{
	bool standard = !strcmp(path, "-"), good = false;
	char *s = xmalloc(TAPE_MOST_BYTES + 1);
	FILE *file = standard ? stdin : fopen(path, "rb");
	size_t len = 0;

	if (file)
		len = fread(s, 1, TAPE_MOST_BYTES + 1, file);
	if (!file || ferror(file))
		diags_add(faults, 0, 0, "cannot be read: %s", tongue(strerror(errno)));
	else if (len > TAPE_MOST_BYTES)
		diags_add(faults, 0, 0, "a tape has at most %d bytes",
			  TAPE_MOST_BYTES);
	else
		good = tape_parse(t, s, len, faults);
	if (file && !standard)
		fclose(file);
	free(s);
	return good;
}

static const char *tape_name(const struct options *o)
{
	return options_has(o, OPT_tape) ? o->value[OPT_tape] :
	       options_has(o, OPT_keys) ? "--keys" : o->args[0];
}

/* Return: false after all faults of the tape were written. */
static bool read_tape(const struct options *o, struct tape *t)
{
	struct diags faults;
	bool good = true;

	memset(t, 0, sizeof(*t));
	diags_init(&faults, tape_name(o));
	if (options_has(o, OPT_tape))
		good = load_tape(t, o->value[OPT_tape], &faults);
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

/*
 * Are there keys to press: those that were given, else the scenario's own,
 * unless --to asks for a walk? A copy of these, since the key `r` reads the
 * scenario anew.
 */
static bool choose_keys(const struct recorder *r, const struct options *o,
			struct tape *t)
{
	const struct tape *own = &r->player.session.story->keys;

	if (options_has(o, OPT_keys) || options_has(o, OPT_tape))
		return true;
	if (!own->nr || options_has(o, OPT_to))
		return false;
	tape_copy(t, own);
	return true;
}

static int record(struct recorder *r, const struct options *o,
		  struct tape *t, int w, int h)
{
	struct output out;
	struct pos to;
	int outcome, closed;

	if (!find_end(r, o, &to))
		return USAGE;
	if (!output_open(&out, o->value[OPT_output]))
		return FAILED;
	recorder_begin(r, &out, w, h);
	if (choose_keys(r, o, t))
		outcome = write_tape(r, o, t);
	else
		outcome = recorder_walk(r, to) ? DONE : FAILED;
	recorder_end(r);
	language_of_messages(o);
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
	if (!output_may_begin(o))
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
