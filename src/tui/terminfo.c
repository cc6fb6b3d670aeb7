#include "tui/terminal.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/tongue.h"

/* last, and here alone: it makes macros of everyday words */
#include <term.h>

const char *terminfo_text(const char *name)
{
	char word[8];	/* terminfo takes a char *, which it only reads */
	const char *s;

	snprintf(word, sizeof(word), "%s", name);
	s = tigetstr(word);
	return s && s != (const char *)-1 && *s ? s : NULL;
}

bool cannot_draw(struct diag *why, const char *what)
{
	const char *term = getenv("TERM");

	if (term && *term)
		diag_set(why, 0, 0, "cannot draw, %s (TERM=%s)",
			 tongue(what), term);
	else
		diag_set(why, 0, 0, "cannot draw, %s (TERM is not set)",
			 tongue(what));
	diag_hint(why, "--text prints the same facts as lines");
	return false;
}

/* By what setupterm() says: -1, 0 or 1. */
static const char *const not_found[] = {
	"the database of terminals is missing",
	"this terminal is not known",
	"this terminal prints on paper",
};

bool terminfo_usable(struct diag *why)
{
	const char *term = getenv("TERM");
	int found = 0;
	bool can_draw;

	if (!isatty(STDIN_FILENO))
		return cannot_draw(why, "the standard input is no terminal");
	if (!isatty(STDOUT_FILENO))
		return cannot_draw(why, "the standard output is no terminal");
	if (!term || !*term)
		return cannot_draw(why, "nothing says what terminal this is");
	if (setupterm(NULL, STDOUT_FILENO, &found) == ERR)
		return cannot_draw(why, not_found[found + 1]);
	can_draw = terminfo_text("cup") && terminfo_text("clear");
	if (can_draw)
		return true;
	terminfo_forget();
	return cannot_draw(why, "this terminal has no cursor to be moved");
}

void terminfo_forget(void)
{
	del_curterm(cur_term);
}
