#include "view/proc_lines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "mm/proc_task.h"
#include "mm/procfs.h"

const char *proc_path(const struct facts *f)
{
	return f->show.proc ? f->show.proc : "meminfo";
}

handle_t proc_path_task(const struct facts *f)
{
	const char *path = proc_path(f), *slash;

	if (!strncmp(path, "/proc/", 6))
		path += 6;
	slash = strchr(path, '/');
	return slash ? procfs_task(f->now, path, (size_t)(slash - path)) : 0;
}

static void add_expanded(struct text *out, const char *s)
{
	size_t column = 0;

	for (; *s; s++) {
		size_t w = *s == '\t' ? 8 - column % 8 : 1;

		text_add(out, *s == '\t' ? "        " : s, w);
		column = *s == '\n' ? 0 : column + w;
	}
}

static void split(struct proc_lines *l)
{
	size_t cap = 0;

	for (const char *s = text_str(&l->text); *s; l->nr++) {
		size_t len = strcspn(s, "\n");

		l->line = xgrow(l->line, (size_t)l->nr, &cap,
				sizeof(*l->line));
		l->line[l->nr] = (struct proc_line){ s, len };
		s += len + (s[len] != '\0');
	}
}

bool proc_lines_read(struct proc_lines *l, const struct machine *m,
		     const char *path, bool plain, struct diag *why)
{
	struct text raw = { 0 };
	bool there = procfs_print(m, path, &raw, why);

	memset(l, 0, sizeof(*l));
	if (plain) {
		add_expanded(&l->text, text_str(&raw));
		text_free(&raw);
	} else {
		l->text = raw;
	}
	split(l);
	return there;
}

void proc_lines_free(struct proc_lines *l)
{
	text_free(&l->text);
	free(l->line);
	memset(l, 0, sizeof(*l));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t blanks_before(const struct proc_line *l)
{
	size_t n = 0;

	while (n < l->len && is_blank(l->s[n]))
		n++;
	return n;
}

size_t proc_line_name(const struct proc_line *l)
{
	size_t n = blanks_before(l);

	while (n < l->len && !is_blank(l->s[n]))
		n++;
	return n;
}

bool proc_line_is(const struct proc_line *l, const char *name)
{
	size_t blanks = blanks_before(l), n = proc_line_name(l) - blanks;

	return n == strlen(name) && !memcmp(l->s + blanks, name, n);
}

bool proc_line_has(const struct proc_line *l, const char *words)
{
	size_t n = strlen(words);

	for (size_t at = 0; at + n <= l->len; at++)
		if (!memcmp(l->s + at, words, n))
			return true;
	return false;
}

bool proc_line_area(const struct proc_line *l, uint64_t *start, uint64_t *end)
{
	char *dash, *blank;

	if (!l->len || !isxdigit((unsigned char)l->s[0]))
		return false;
	*start = strtoull(l->s, &dash, 16);
	if (*dash != '-' || !isxdigit((unsigned char)dash[1]))
		return false;
	*end = strtoull(dash + 1, &blank, 16);
	return *blank == ' ';
}

bool proc_line_number(const struct proc_line *l, int64_t *value)
{
	const char *s = l->s + proc_line_name(l), *end = l->s + l->len;
	uint64_t from, to;

	if (proc_line_area(l, &from, &to))
		return false;
	while (s < end && !isdigit((unsigned char)*s))
		s++;
	if (s == end)
		return false;
	*value = strtoll(s, NULL, 10);
	return true;
}

bool proc_line_same(const struct proc_line *now, const struct proc_line *was)
{
	return was && was->len == now->len && !memcmp(was->s, now->s, now->len);
}
