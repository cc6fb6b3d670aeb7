#include "cli/line.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

void line_reset(struct line *l)
{
	l->text[0] = '\0';
	l->len = l->cursor = 0;
	l->at_past = l->nr_past;
}

void line_set(struct line *l, const char *text)
{
	l->text[0] = '\0';
	l->len = l->cursor = 0;
	line_insert(l, text);
}

void line_remember(struct line *l)
{
	if (!l->len)
		return;
	if (l->nr_past && !strcmp(l->past[l->nr_past - 1], l->text))
		return;
	if (l->nr_past == LINE_HISTORY) {
		memmove(l->past[0], l->past[1],
			sizeof(l->past[0]) * (LINE_HISTORY - 1));
		l->nr_past--;
	}
	memcpy(l->past[l->nr_past++], l->text, sizeof(l->text));
}

void line_insert(struct line *l, const char *text)
{
	size_t len = strlen(text);

	if (l->len + (int)len >= LINE_BYTES)
		return;
	memmove(l->text + l->cursor + len, l->text + l->cursor,
		(size_t)(l->len - l->cursor) + 1);
	memcpy(l->text + l->cursor, text, len);
	l->len += (int)len;
	l->cursor += (int)len;
}

/* Take out [from, to); the cursor stands at `from` then. */
static void cut(struct line *l, int from, int to)
{
	memmove(l->text + from, l->text + to, (size_t)(l->len - to) + 1);
	l->len -= to - from;
	l->cursor = from;
}

static bool inside_character(const struct line *l, int at)
{
	return ((unsigned char)l->text[at] & 0xc0) == 0x80;
}

static int left_of(const struct line *l, int at)
{
	if (at > 0)
		at--;
	while (at > 0 && inside_character(l, at))
		at--;
	return at;
}

static int right_of(const struct line *l, int at)
{
	if (at < l->len)
		at++;
	while (at < l->len && inside_character(l, at))
		at++;
	return at;
}

static int word_left_of(const struct line *l, int at)
{
	while (at > 0 && l->text[at - 1] == ' ')
		at--;
	while (at > 0 && l->text[at - 1] != ' ')
		at--;
	return at;
}

static void go_left(struct line *l)
{
	l->cursor = left_of(l, l->cursor);
}

static void go_right(struct line *l)
{
	l->cursor = right_of(l, l->cursor);
}

static void go_first(struct line *l)
{
	l->cursor = 0;
}

static void go_last(struct line *l)
{
	l->cursor = l->len;
}

static void rub_left(struct line *l)
{
	cut(l, left_of(l, l->cursor), l->cursor);
}

static void rub_here(struct line *l)
{
	cut(l, l->cursor, right_of(l, l->cursor));
}

static void rub_to_start(struct line *l)
{
	cut(l, 0, l->cursor);
}

static void rub_to_end(struct line *l)
{
	cut(l, l->cursor, l->len);
}

static void rub_word(struct line *l)
{
	cut(l, word_left_of(l, l->cursor), l->cursor);
}

static void recall(struct line *l, int which)
{
	if (which < 0 || which > l->nr_past)
		return;
	l->at_past = which;
	line_set(l, which < l->nr_past ? l->past[which] : "");
}

static void older(struct line *l)
{
	recall(l, l->at_past - 1);
}

static void newer(struct line *l)
{
	recall(l, l->at_past + 1);
}

static const struct edit {
	const char *key;
	void (*act)(struct line *l);
} edits[] = {
	{ "Left", go_left },	   { "C-b", go_left },
	{ "Right", go_right },	   { "C-f", go_right },
	{ "Home", go_first },	   { "C-a", go_first },
	{ "End", go_last },	   { "C-e", go_last },
	{ "Backspace", rub_left }, { "C-h", rub_left },
	{ "Delete", rub_here },	   { "C-d", rub_here },
	{ "C-u", rub_to_start },   { "C-k", rub_to_end },
	{ "C-w", rub_word },	   { "Up", older },
	{ "C-p", older },	   { "Down", newer },
	{ "C-n", newer },
};

bool line_key(struct line *l, const char *name)
{
	size_t len = strlen(name);
	uint32_t code;

	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
		if (!strcmp(name, edits[i].key)) {
			edits[i].act(l);
			return true;
		}
	}
	if (!strcmp(name, "Space"))
		name = " ";
	else if (utf8_next(name, len, &code) != len)
		return false;		/* the name of a key, not a character */
	line_insert(l, name);
	return true;
}
