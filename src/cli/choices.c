#include "cli/choices.h"

#include <stdio.h>
#include <string.h>

#include "draw/widget.h"

/* Rows of words; frame and blanks; what stays free below, and above. */
enum { MOST_ROWS = 6, EDGES = 4, BELOW = 2, LEAST_W = 20, LEAST_ROOM = 3 };

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

/* Rows from a word on, as many as fit; drawn if `c`. Return: their bytes. */
static size_t words_rows(const char *s, struct canvas *c, struct rect r,
			 int *rows)
{
	size_t at = 0, all = strlen(s);

	for (*rows = 0; at < all && *rows < r.h; ++*rows) {
		size_t next, len = text_row(s + at, all - at, r.w, &next);
		int y = r.y + *rows;

		if (c)
			canvas_textn(c, r.x, y, ROLE_TEXT, s + at, len);
		at += next;
	}
	return at;
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
	struct rect r = { 2, 0, c->w - EDGES, MOST_ROWS }, clip;
	struct box box = { .title = words_in(&title, lang), .focused = true };
	int room = c->h - BELOW - 2, rows;
	char aside[64];

	if (!ch->words.len || c->w < LEAST_W || room < LEAST_ROOM)
		return;
	r.h = r.h < room ? r.h : room;
	ch->next = ch->from + words_rows(s, NULL, r, &rows);
	say_which(ch, lang, aside, sizeof(aside));
	box.aside = aside;
	box.r = (struct rect){ 0, c->h - BELOW - 2 - rows, c->w, rows + 2 };
	box_draw(c, &box);
	r.y = box.r.y + 1;
	clip = canvas_clip(c, box_inside(&box));
	words_rows(s, c, r, &rows);
	canvas_clip(c, clip);
}
