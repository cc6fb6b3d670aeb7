/* A file of /proc as text: its lines, those that changed with what they were */
#include "view/tell.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "view/proc_cause.h"
#include "view/proc_pair.h"

/* ", 8 x first write" */
static void tell_cause(const struct facts *f, struct text *out,
		       const struct proc_line *now, const struct proc_line *was)
{
	struct text cause = { 0 };
	int64_t a, b;

	if (proc_line_number(now, &a) && proc_line_number(was, &b))
		proc_cause(f, now, a - b, &cause);
	if (cause.len)
		text_printf(out, "%s%s", ui(f->lang, UI_comma),
			    text_str(&cause));
	text_free(&cause);
}

/* `was`: what the line was before; NULL = it was not there. */
static void tell_line(const struct facts *f, struct text *out,
		      const struct proc_line *now, const struct proc_line *was)
{
	bool same = proc_line_same(now, was);
	size_t at;

	tell_begin(out, !same);
	text_add(out, now->s, now->len);
	if (!same && was) {
		at = proc_line_name(was);
		while (at < was->len && strchr(" \t", was->s[at]))
			at++;
		text_puts(out, ui(f->lang, UI_t_was_line));
		text_add(out, was->s + at, was->len - at);
		tell_cause(f, out, now, was);
	}
	text_puts(out, "\n");
}

void tell_proc(const struct facts *f, struct text *out)
{
	const char *path = proc_path(f);
	struct proc_lines now, was;
	struct diag why;
	int *old;

	text_printf(out, "  proc %s\n", path);
	if (!proc_lines_read(&now, f->now, path, false, &why))
		text_printf(out, "  %s\n", why.what);
	proc_lines_read(&was, f->before, path, false, &why);
	old = xcalloc((size_t)now.nr + 1, sizeof(*old));	/* none is no size */
	proc_lines_pair(&now, &was, old);
	for (int i = 0; i < now.nr; i++)
		tell_line(f, out, &now.line[i],
			  old[i] >= 0 ? &was.line[old[i]] : NULL);
	free(old);
	proc_lines_free(&now);
	proc_lines_free(&was);
}
