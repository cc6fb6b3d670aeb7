#include "draw/canvas.h"

#include <string.h>

#include "base/text.h"
#include "draw/width.h"

/* Never at the start of a row. */
static const uint16_t closing[] = {
	'!', ')', ',', '.', ':', ';', '?', ']', '}', '%',
	0x00b7, 0x2013, 0x2014, 0x2019, 0x201d, 0x2025, 0x2026, 0x2030, 0x203a,
	0x3001, 0x3002, 0x3003, 0x3005, 0x3009, 0x300b, 0x300d, 0x300f, 0x3011,
	0x3015, 0x3017, 0x3019, 0x301b, 0x301e, 0x301f,
	0xff01, 0xff05, 0xff09, 0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f, 0xff3d,
	0xff5d, 0xff5e, 0xff60, 0xff61, 0xff63, 0xff64,
};

/* Never at the end of a row. */
static const uint16_t opening[] = {
	'(', '[', '{', 0x2018, 0x201c, 0x2039,
	0x3008, 0x300a, 0x300c, 0x300e, 0x3010, 0x3014, 0x3016, 0x3018, 0x301a,
	0x301d, 0xff08, 0xff3b, 0xff5b, 0xff5f, 0xff62,
};

static bool is_one_of(uint32_t code, const uint16_t *list, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (list[i] == code)
			return true;
	return false;
}

#define IS(code, list) is_one_of(code, list, sizeof(list) / sizeof((list)[0]))

enum { IDEOGRAPHIC_SPACE = 0x3000 };

struct glyph {
	uint32_t code;
	int	 columns;
	unsigned bytes;
};

static struct glyph glyph_at(const char *s, size_t left)
{
	struct glyph g = {.bytes = 0};

	if (left)
		g.bytes = drawn_next(s, left, &g.code, &g.columns);
	return g;
}

static bool is_space(uint32_t code)
{
	return code == ' ' || code == IDEOGRAPHIC_SPACE;
}

/* May a row end between two neighbours with no space between them? */
static bool may_part(struct glyph a, struct glyph b)
{
	if (a.columns < 2 && b.columns < 2)
		return false;
	return b.columns > 0 && !IS(b.code, closing) && !IS(a.code, opening);
}

bool text_may_part(uint32_t before, uint32_t after)
{
	return may_part((struct glyph){ before, code_columns(before), 1 },
			(struct glyph){ after, code_columns(after), 1 });
}

static size_t skip_spaces(const char *s, size_t len, size_t at)
{
	struct glyph g = glyph_at(s + at, len - at);

	while (g.bytes && is_space(g.code)) {
		at += g.bytes;
		g = glyph_at(s + at, len - at);
	}
	return at;
}

int text_columns(const char *s, size_t len)
{
	int columns = 0;

	for (size_t at = 0; at < len;) {
		struct glyph g = glyph_at(s + at, len - at);

		columns += g.columns;
		at += g.bytes;
	}
	return columns;
}

/*
 * One walk: `end` and `after` remember the last place where the row may be
 * left, until a character does not fit. Spaces at the end never count; those
 * at the start of the text are an indent and stay.
 */
size_t text_row(const char *s, size_t len, int columns, size_t *next)
{
	struct glyph last = {.code = 0};
	size_t at = 0, end = 0, after = 0;
	size_t ink = 0;			/* up to here it is not spaces */
	int used = 0;

	while (at < len && s[at] != '\n') {
		struct glyph g = glyph_at(s + at, len - at);

		if (is_space(g.code)) {
			if (ink && !is_space(last.code)) {
				end = at;
				after = skip_spaces(s, len, at);
			}
		} else {
			if (ink && !is_space(last.code) && may_part(last, g))
				end = after = at;
			if (used + g.columns > columns && at > 0)
				break;
			ink = at + g.bytes;
		}
		used += g.columns;
		at += g.bytes;
		last = g;
	}
	if (at == len || s[at] == '\n') {
		*next = at < len ? at + 1 : len;
		return ink;
	}
	*next = end ? after : at;
	if (end)
		return end;
	return ink ? at : 0;		/* 0: an indent wider than the row */
}

/* One line without its end. */
static void fold_line(const char *s, size_t len, int columns, int hang,
		      struct text *out)
{
	int indent = (int)skip_spaces(s, len, 0);
	size_t next, bytes = text_row(s, len, columns, &next);

	hang = indent > hang ? indent : hang;
	if (hang > columns / 2)
		hang = 0;
	text_add(out, s, bytes);
	for (size_t at = next; at < len; at += next) {
		bytes = text_row(s + at, len - at, columns - hang, &next);
		text_printf(out, "\n%*s", hang, "");
		text_add(out, s + at, bytes);
	}
}

void text_fold(const char *s, int columns, int hang, struct text *out)
{
	while (*s) {
		size_t len = strcspn(s, "\n");

		if (text_columns(s, len) > columns)
			fold_line(s, len, columns, hang, out);
		else
			text_add(out, s, len);
		s += len;
		if (*s) {
			text_puts(out, "\n");
			s++;
		}
	}
}
