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

static bool stands_at(const struct canvas *c, int x, int y, const char *wanted)
{
	size_t left = strlen(wanted);

	while (left) {
		uint32_t code;
		unsigned bytes = utf8_next(wanted, left, &code);

		if (x >= c->w || canvas_cell(c, x, y)->code != code)
			return false;
		x++;
		if (x < c->w && canvas_cell(c, x, y)->code == CELL_TAIL)
			x++;
		wanted += bytes;
		left -= bytes;
	}
	return true;
}

bool search_shows(const struct canvas *c, const char *wanted)
{
	uint32_t first;

	if (!utf8_next(wanted, strlen(wanted), &first))
		return false;
	for (int y = 0; y < c->h; y++)
		for (int x = 0; x < c->w; x++)
			if (canvas_cell(c, x, y)->code == first &&
			    stands_at(c, x, y, wanted))
				return true;
	return false;
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
