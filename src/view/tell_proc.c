/* A file of /proc as text: its lines, those that changed with what they were */
#include "view/tell.h"

#include <string.h>

#include "mm/procfs.h"

struct line {
	const char *s;
	size_t	    len;
};

static bool next_line(const char **rest, struct line *line)
{
	if (!**rest)
		return false;
	line->s = *rest;
	line->len = strcspn(*rest, "\n");
	*rest += line->len + ((*rest)[line->len] != '\0');
	return true;
}

/* Bytes of its name: "MemFree:" of meminfo, the range of maps. */
static size_t name_of(const struct line *l)
{
	size_t n = 0;

	while (n < l->len && (l->s[n] == ' ' || l->s[n] == '\t'))
		n++;
	while (n < l->len && l->s[n] != ' ' && l->s[n] != '\t')
		n++;
	return n;
}

/* The line of that name in what the file was, from *rest on. */
static bool line_before(const struct line *now, const char **rest,
			struct line *was)
{
	const char *at = *rest;
	size_t name = name_of(now);

	while (next_line(&at, was)) {
		if (name != name_of(was) || memcmp(now->s, was->s, name))
			continue;
		*rest = at;
		return true;
	}
	return false;
}

static void tell_line(const struct facts *f, struct text *out,
		      const struct line *now, const char **rest)
{
	size_t name = name_of(now);
	struct line was;
	bool old = line_before(now, rest, &was);
	bool same = old && was.len == now->len &&
		    !memcmp(was.s, now->s, now->len);

	tell_begin(out, !same);
	text_add(out, now->s, now->len);
	if (!same && old) {
		while (name < was.len && strchr(" \t", was.s[name]))
			name++;
		text_puts(out, ui(f->lang, UI_t_was_line));
		text_add(out, was.s + name, was.len - name);
	}
	text_puts(out, "\n");
}

void tell_proc(const struct facts *f, struct text *out)
{
	const char *path = f->show.proc ? f->show.proc : "meminfo";
	struct text now = { 0 }, was = { 0 };
	const char *rest, *old;
	struct line line;
	struct diag why;

	text_printf(out, "  proc %s\n", path);
	if (!procfs_print(f->now, path, &now, &why))
		text_printf(out, "  %s\n", why.what);
	procfs_print(f->before, path, &was, &why);
	rest = text_str(&now);
	old = text_str(&was);
	while (next_line(&rest, &line))
		tell_line(f, out, &line, &old);
	text_free(&now);
	text_free(&was);
}
