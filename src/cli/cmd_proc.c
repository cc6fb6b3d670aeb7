/* proc - what the machine's /proc says at a position */
#include <string.h>

#include "mm/procfs.h"

#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"

/* Stand there and print. Return: an outcome. */
static int print_file(struct session *s, const char *path, struct pos pos,
		      struct text *text)
{
	struct walker w;
	struct diag why;
	int outcome = DONE;

	if (!walker_open(&w, s->timeline, &why)) {
		complain("%s: %s", s->path, why.what);
		return FAILED;
	}
	if (!walker_seek(&w, pos, &why)) {
		complain("%s: %s", s->path, why.what);
		outcome = FAILED;
	} else if (!procfs_print(&w.machine, path, text, &why)) {
		complain("%s: %s%s%s", path, why.what, diag_comma(&why), why.hint);
		outcome = USAGE;
	}
	walker_close(&w);
	return outcome;
}

/* A file of the machine's where the scenario stands; /proc/self/fd/3 may be
 * one that the shell has opened. */
static bool is_swapped(const struct options *o)
{
	const char *arg = o->args[1];

	return (!strncmp(arg, "/proc/", 6) || !strncmp(arg, "/sys/", 5)) &&
	       !strstr(arg, "/fd/");
}

int cmd_proc(const struct options *o)
{
	struct text text = { 0 };
	struct output out;
	struct session s;
	struct pos pos;
	int outcome;

	if (is_swapped(o)) {
		complain("the file of /proc comes first: 'framewalk proc %s %s'",
			 o->args[1], o->args[0]);
		return USAGE;
	}
	outcome = session_open(&s, o->args[1], o->program);
	if (outcome != DONE)
		return outcome;
	outcome = USAGE;
	if (session_pos(&s, o, OPT_at, "end", &pos))
		outcome = print_file(&s, o->args[0], pos, &text);
	session_close(&s);
	if (outcome == DONE) {
		output_open(&out, NULL);
		output_text(&out, &text);
		outcome = output_close(&out);
	}
	text_free(&text);
	return outcome;
}
