/* Wide characters in roff: where a row may end, which lines are one */
#include "fill.h"

#include <string.h>

#include "draw/canvas.h"
#include "draw/width.h"

/*
 * The next character of a line as it is printed, 0 for what prints nothing: a
 * font, a mark. Return: its bytes; 0 at the end of the line.
 */
static size_t roff_next(const char *s, uint32_t *code)
{
	int columns;

	*code = 0;
	if (!*s || *s == '\n')
		return 0;
	if (*s != '\\')
		return drawn_next(s, strlen(s), code, &columns);
	if (s[1] == 'f')
		return 3;
	if (s[1] == '(') {
		*code = 'x';
		return 4;
	}
	*code = s[1] == '&' ? 0 : (unsigned char)s[1];
	return 2;
}

static bool is_wide(uint32_t code)
{
	return code && code_columns(code) == 2;
}

/* It brings its own space: none stands beside it. */
static bool is_wide_mark(uint32_t code)
{
	return (code > 0x3000 && code < 0x3040) ||
	       (code > 0xff00 && code < 0xff66);
}

static bool is_request(const char *line)
{
	return *line == '.' || *line == '\'';
}

/* "name \- what it is", which whatis(1) reads. */
static bool is_name(const char *line, size_t len)
{
	const char *dash = strstr(line, " \\- ");

	return dash && dash < line + len;
}

/* The first character that it prints; 0 = none, or it is a request. */
static uint32_t first_of(const char *line)
{
	uint32_t code = 0;
	size_t bytes;

	if (is_request(line))
		return 0;
	while (!code && (bytes = roff_next(line, &code)))
		line += bytes;
	return code;
}

/* Two lines of one text, between which no blank stands. */
static bool is_joined(uint32_t last, uint32_t first)
{
	if (!last || !first)
		return false;
	return is_wide_mark(last) || is_wide_mark(first) ||
	       (is_wide(last) && is_wide(first));
}

/* Return: the last character that it prints. */
static uint32_t wide_line(struct text *out, const char *line)
{
	uint32_t last = 0, code;
	size_t bytes;

	for (; (bytes = roff_next(line, &code)); line += bytes) {
		if (last && code && text_may_part(last, code) && code != ' ' &&
		    last != ' ')
			text_puts(out, "\\:");
		text_add(out, line, bytes);
		last = code ? code : last;
	}
	return last;
}

void roff_wide(struct text *out, const char *page)
{
	bool tag = false;	/* it stands by itself */
	const char *end;

	for (; *page; page = *end ? end + 1 : end) {
		size_t len = strcspn(page, "\n");

		end = page + len;
		if (is_request(page) || is_name(page, len)) {
			text_add(out, page, len);
			tag = !strncmp(page, ".TP", 3);
		} else {
			uint32_t last = wide_line(out, page);
			uint32_t first = *end ? first_of(end + 1) : 0;

			if (!tag && is_joined(last, first))
				text_puts(out, text_may_part(last, first) ?
					       "\\:\\c" : "\\c");
			tag = false;
		}
		text_puts(out, "\n");
	}
}
