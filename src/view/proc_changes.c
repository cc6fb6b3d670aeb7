#include "view/proc_changes.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "view/proc_fit.h"

struct piece {
	const char *s;
	size_t	    len, end;	/* where it ends in its line */
	bool	    figure;
};

/* The next word of the line from *at on. Return: false at its end. */
static bool next_piece(const struct proc_line *l, size_t *at, struct piece *w)
{
	size_t from = *at;

	while (from < l->len && l->s[from] == ' ')
		from++;
	*w = (struct piece){ l->s + from, 0, from, true };
	while (w->end < l->len && l->s[w->end] != ' ')
		w->figure &= isdigit((unsigned char)l->s[w->end++]) != 0;
	w->len = w->end - from;
	*at = w->end;
	return w->len > 0;
}

static int64_t change_of(const struct piece *now, const struct piece *was)
{
	return now->figure && was->figure ?
		       (int64_t)(strtoull(now->s, NULL, 10) -
				 strtoull(was->s, NULL, 10)) : 0;
}

/* Right-aligned, with a blank before it. Return: it has room. */
static bool put(struct text *out, size_t begin, int64_t change, size_t end)
{
	int w = snprintf(NULL, 0, " %+" PRId64, change);
	size_t at = out->len - begin;

	if (at + (size_t)w > end)
		return false;
	text_printf(out, "%*s%+" PRId64, (int)(end - at) - w + 1, "", change);
	return true;
}

bool proc_changes_line(const struct proc_line *now, const struct proc_line *was,
		       struct text *out)
{
	size_t at = 0, at_was = 0, begin = out->len;
	struct piece a, b;
	int figures = 0;
	bool fits = true;

	while (fits && next_piece(now, &at, &a)) {
		if (!next_piece(was, &at_was, &b) || a.figure != b.figure)
			fits = false;
		else if (change_of(&a, &b))
			fits = put(out, begin, change_of(&a, &b), a.end);
		figures += a.figure;
	}
	if (fits && figures > 1 && out->len > begin)
		return true;
	out->len = begin;
	return false;
}

void proc_changes_cell(const struct proc_line *head,
		       const struct proc_line *now,
		       const struct proc_line *was, const char *name,
		       char out[32])
{
	char a[32], b[32] = "";
	int64_t change;

	proc_fit_cell(head, now, name, a);
	if (was)
		proc_fit_cell(head, was, name, b);
	change = (int64_t)(strtoull(a, NULL, 10) - strtoull(b, NULL, 10));
	out[0] = '\0';
	if (a[0] && b[0] && change)
		snprintf(out, 32, " %+" PRId64, change);
}
