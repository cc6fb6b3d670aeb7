#include "view/search.h"

#include <string.h>

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool begins(const char *text, const char *wanted)
{
	while (*wanted && small(*text) == small(*wanted)) {
		text++;
		wanted++;
	}
	return !*wanted;
}

static const char *find(const char *text, const char *wanted)
{
	for (; *text; text++)
		if (begins(text, wanted))
			return text;
	return NULL;
}

bool search_in(const char *text, const char *wanted)
{
	return *wanted && find(text, wanted);
}

void search_text(const struct canvas *c, struct rect r, struct text *out)
{
	for (int y = r.y; y < r.y + r.h && y < c->h; y++)
		for (int x = r.x; x < r.x + r.w && x < c->w; x++) {
			char bytes[4];
			uint32_t code = canvas_cell(c, x, y)->code;

			if (code != CELL_TAIL)
				text_add(out, bytes, utf8_put(bytes, code));
		}
}

void search_light(struct canvas *c, struct rect r, const char *wanted)
{
	int w = text_columns(wanted, strlen(wanted));
	struct text row = { 0 };

	for (int y = r.y; y < r.y + r.h && y < c->h && *wanted; y++) {
		const char *s, *at;

		text_reset(&row);
		search_text(c, (struct rect){ r.x, y, r.w, 1 }, &row);
		s = text_str(&row);
		for (at = find(s, wanted); at; at = find(at + 1, wanted))
			canvas_over(c, (struct rect){
				r.x + text_columns(s, (size_t)(at - s)), y, w,
				1 },
				OVER_FOUND);
	}
	text_free(&row);
}
