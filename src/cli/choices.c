#include "cli/choices.h"

#include <stdio.h>
#include <string.h>

#include "draw/widget.h"

/*
 * Frame and blanks beside the words, and between them; what stays free below;
 * what there has to be; rows of words at least and, as a part of all, at most.
 */
enum {
	EDGES = 4, GAP = 2, BELOW = 2, LEAST_W = 20, LEAST_ROOM = 3,
	FEW_ROWS = 6, PART = 2,
};

void choices_open(struct choices *ch, const char *words)
{
	choices_close(ch);
	text_puts(&ch->words, words);
}

void choices_close(struct choices *ch)
{
	text_free(&ch->words);
	ch->from = ch->next = 0;
}

bool choices_more(struct choices *ch)
{
	if (!ch->words.len || (!ch->from && ch->next >= ch->words.len))
		return false;
	ch->from = ch->next < ch->words.len ? ch->next : 0;
	return true;
}

/* Words of the first `len` bytes. */
static unsigned count(const char *s, size_t len)
{
	unsigned nr = 0;

	for (size_t i = 0; i < len; i++)
		nr += s[i] != ' ' && (!i || s[i - 1] == ' ');
	return nr;
}

/* The word there, and the blanks before it passed. Return: false = none. */
static bool next_word(const char **s, size_t *len)
{
	*s += strspn(*s, " ");
	*len = strcspn(*s, " ");
	return *len;
}

/* Where a column of so many words ends; *width of the widest. */
static const char *column_end(const char *s, int rows, int *width)
{
	size_t len;

	for (*width = 0; rows-- && next_word(&s, &len); s += len) {
		int w = text_columns(s, len);

		*width = w > *width ? w : *width;
	}
	return s;
}

/*
 * Columns of r.h words, each as wide as it must be, as many as there is room
 * for; one at least. Drawn if `c`. Return: the bytes of these words.
 */
static size_t columns_draw(const char *s, struct canvas *c, struct rect r)
{
	const char *at = s;
	size_t len;

	for (int x = r.x, width; *at; x += width + GAP) {
		const char *end = column_end(at, r.h, &width);

		if (x > r.x && x + width > r.x + r.w)
			break;
		for (int y = r.y; at < end && next_word(&at, &len); at += len)
			if (c)
				canvas_textn(c, x, y++, ROLE_TEXT, at, len);
		at += strspn(at, " ");
	}
	return (size_t)(at - s);
}

/* The fewest rows that show all of the words, or as many as there may be. */
static int rows_for(const char *s, struct rect r)
{
	int most = r.h;

	for (r.h = 1; r.h < most; r.h++)
		if (!s[columns_draw(s, NULL, r)])
			break;
	return r.h;
}

static void say_which(const struct choices *ch, enum lang lang, char *out,
		      size_t size)
{
	static const struct words which = {
		{ "%u-%u of %u  Tab more", "%u-%u / %u  Tab 更多" }
	};
	const char *s = text_str(&ch->words);

	*out = '\0';
	if (ch->from || ch->next < ch->words.len)
		snprintf(out, size, words_in(&which, lang),
			 count(s, ch->from) + 1, count(s, ch->next),
			 count(s, ch->words.len));
}

void choices_draw(struct choices *ch, struct canvas *c, enum lang lang)
{
	static const struct words title = {
		{ "words", "可填" }
	};
	const char *s = text_str(&ch->words) + ch->from;
	struct rect r = { 2, 0, c->w - EDGES, c->h / PART - 2 }, clip;
	struct box box = { .title = words_in(&title, lang), .focused = true };
	int room = c->h - BELOW - 2;
	char aside[64];

	if (!ch->words.len || c->w < LEAST_W || room < LEAST_ROOM)
		return;
	r.h = r.h > FEW_ROWS ? r.h : FEW_ROWS;
	r.h = r.h < room ? r.h : room;
	r.h = rows_for(s, r);
	ch->next = ch->from + columns_draw(s, NULL, r);
	say_which(ch, lang, aside, sizeof(aside));
	box.aside = aside;
	box.r = (struct rect){ 0, c->h - BELOW - 2 - r.h, c->w, r.h + 2 };
	box_draw(c, &box);
	r.y = box.r.y + 1;
	clip = canvas_clip(c, box_inside(&box));
	columns_draw(s, c, r);
	canvas_clip(c, clip);
}
