#include "draw/widget.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
	GAUGE_FULL = 0x25ae,	/* ▮ */
	GAUGE_EMPTY = 0x25af,	/* ▯ */
	GAUGE_BEYOND = 0x25b8,	/* ▸ */
	MARK_SIGN = 0x25b4,	/* ▴ */
};

static int columns_of(const char *s)
{
	return s ? text_columns(s, strlen(s)) : 0;
}

/*
 * value * w / max, rounded down; w if value reaches max. Both lose low bits
 * first if the product would not fit: no picture is 2^15 cells wide.
 */
static int scale(uint64_t value, int w, uint64_t max)
{
	if (value >= max)
		return w;
	while (max >> 48) {
		max >>= 1;
		value >>= 1;
	}
	return (int)(value * (uint64_t)w / max);
}

void gauge_draw(struct canvas *c, int x, int y, int w, enum role role,
		uint64_t value, uint64_t max)
{
	int full;

	if (w <= 0)
		return;
	full = value ? scale(value, w, max) : 0;
	if (value && !full)
		full = 1;
	canvas_fill(c, (struct rect){x, y, full, 1}, role, GAUGE_FULL);
	canvas_fill(c, (struct rect){x + full, y, w - full, 1}, role,
		    GAUGE_EMPTY);
	if (value > max)
		canvas_put(c, x + w - 1, y, role, 0, GAUGE_BEYOND);
}

/* Where the marks stand: to the right of each other, and inside the row. */
static void place_marks(int *at, int w, uint64_t max,
			const struct gauge_mark *marks, int nr)
{
	for (int i = 0; i < nr; i++) {
		at[i] = scale(marks[i].at, w, max);
		if (i && at[i] <= at[i - 1])
			at[i] = at[i - 1] + 1;
	}
	for (int i = nr; i-- > 0;)
		if (at[i] > w - nr + i)
			at[i] = w - nr + i;
}

enum { NAMES_BYTES = 256 };

/* "min/low/high": marks `first` to `last`, as they stand. Return: columns. */
static int names_join(const struct gauge_mark *marks, int first, int last,
		      bool brief, char out[NAMES_BYTES])
{
	size_t len = 0;

	out[0] = '\0';
	for (int i = first; i <= last && len < NAMES_BYTES; i++) {
		const char *name = brief && marks[i].brief ? marks[i].brief :
							     marks[i].name;

		len += (size_t)snprintf(out + len, NAMES_BYTES - len, "%s%s",
					len && *name ? "/" : "", name);
	}
	return columns_of(out);
}

/*
 * The names of these marks before the first of them, with a blank to the mark
 * on its left. Return: there was room for them.
 */
static bool names_put(struct canvas *c, int x, int y, const int *at,
		      const struct gauge_mark *marks, int first, int last)
{
	/* a blank parts names from a letter */
	int gap = last > first && marks[first].letter;
	int room = (first ? at[first] - at[first - 1] - 2 : at[first]) - gap;
	char names[NAMES_BYTES];

	for (int brief = 0; brief < 2; brief++) {
		int w = names_join(marks, first, last, brief, names);

		if (w && w > room)
			continue;
		canvas_right(c, x + at[first] - gap, y, ROLE_TITLE, names);
		return true;
	}
	return false;
}

/* Return: there are some. */
static bool letters_put(struct canvas *c, int x, int y, const int *at,
			const struct gauge_mark *marks, int first, int last)
{
	for (int i = first; i <= last; i++) {
		uint32_t sign = (unsigned char)marks[i].letter;

		canvas_put(c, x + at[i], y, ROLE_TITLE, 0,
			   sign ? sign : MARK_SIGN);
	}
	return first <= last;
}

/* From the right: a mark whose name has no room shares that on its left. */
int gauge_marks_draw(struct canvas *c, int x, int y, int w, uint64_t max,
		     const struct gauge_mark *marks, size_t nr,
		     bool *nameless)
{
	int nr_marks = nr < MAX_GAUGE_MARKS ? (int)nr : MAX_GAUGE_MARKS;
	int at[MAX_GAUGE_MARKS] = { 0 }, last;
	bool some;

	if (nr_marks > w)
		nr_marks = w;
	place_marks(at, w, max, marks, nr_marks);
	last = nr_marks - 1;
	for (int i = nr_marks; i-- > 0;) {
		if (!names_put(c, x, y, at, marks, i, last))
			continue;
		if (i == last)
			canvas_put(c, x + at[i], y, ROLE_TITLE, 0, MARK_SIGN);
		else
			letters_put(c, x, y, at, marks, i, last);
		last = i - 1;
	}
	some = letters_put(c, x, y, at, marks, 0, last);
	if (nameless)
		*nameless = some;
	return nr_marks > 0 ? x + at[nr_marks - 1] + 1 : x;
}

void gauge_end_draw(struct canvas *c, int from, int end, int y, uint64_t max,
		    bool open, const char *words)
{
	const char *arrow = open ? "▸" : "";
	const char *const around[][2] = { { words, arrow }, { "", arrow },
					  { "", "" } };

	for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
		char told[64];

		snprintf(told, sizeof(told), "%s%" PRIu64 "%s", around[i][0],
			 max, around[i][1]);
		if (from + 1 + columns_of(told) > end)
			continue;
		canvas_right(c, end, y, ROLE_DIM, told);
		return;
	}
}

/* What a part is owed: whole cells, and the remainder in parts of total. */
struct owed {
	uint64_t cells, rest;
};

static struct owed owed_to(uint64_t part, uint64_t total, int cells,
			   unsigned shift)
{
	uint64_t product = (part >> shift) * (uint64_t)cells;

	return (struct owed){product / total, product % total};
}

/* The total of all parts, with low bits cut off so that products fit. */
static uint64_t total_of(const uint64_t *parts, size_t nr, unsigned *shift)
{
	uint64_t total;

	for (*shift = 0;; (*shift)++) {
		total = 0;
		for (size_t i = 0; i < nr && total >> 48 == 0; i++)
			total += parts[i] >> *shift > 1ull << 48 ?
				 1ull << 48 : parts[i] >> *shift;
		if (total >> 48 == 0)
			return total;
	}
}

/* Of the parts after the last one served, the one with the largest rest. */
static size_t next_largest(const uint64_t *parts, size_t nr, uint64_t total,
			   int cells, unsigned shift, size_t last)
{
	uint64_t limit = last < nr ?
			 owed_to(parts[last], total, cells, shift).rest : total;
	uint64_t best_rest = 0;
	size_t best = nr;

	for (size_t i = 0; i < nr; i++) {
		uint64_t rest = owed_to(parts[i], total, cells, shift).rest;

		if (rest > limit || (rest == limit && i <= last && last < nr))
			continue;
		if (best == nr || rest > best_rest) {
			best = i;
			best_rest = rest;
		}
	}
	return best;
}

void share_cells(const uint64_t *parts, size_t nr, int cells, int *out)
{
	unsigned shift;
	uint64_t total = total_of(parts, nr, &shift);
	size_t last = nr;
	int left = cells;

	memset(out, 0, nr * sizeof(*out));
	if (!total || cells <= 0)
		return;
	for (size_t i = 0; i < nr; i++) {
		out[i] = (int)owed_to(parts[i], total, cells, shift).cells;
		left -= out[i];
	}
	for (; left > 0; left--) {
		last = next_largest(parts, nr, total, cells, shift, last);
		out[last]++;
	}
}

int runs_draw(struct canvas *c, int x, int y, int w, const struct run *runs,
	      size_t nr)
{
	int drawn = 0;

	for (size_t i = 0; i < nr; i++)
		for (int n = 0; n < runs[i].cells && drawn < w; n++)
			canvas_put(c, x + drawn++, y, (enum role)runs[i].role,
				   runs[i].over, runs[i].letter);
	return drawn;
}

int change_draw(struct canvas *c, int x, int y, uint64_t now, uint64_t before)
{
	if (now == before)
		return 0;
	return canvas_printf(c, x, y, ROLE_TITLE, "%c%" PRIu64,
			     now > before ? '+' : '-',
			     now > before ? now - before : before - now);
}

int number_draw(struct canvas *c, int x_end, int y, enum role role,
		uint64_t now, uint64_t before)
{
	char digits[24];
	int columns;

	snprintf(digits, sizeof(digits), "%" PRIu64, now);
	canvas_right(c, x_end, y, role, digits);
	columns = change_draw(c, x_end + 1, y, now, before);
	return columns ? x_end + 1 + columns : x_end;
}

static enum gutter gutter_at(const struct canvas *c, int x, int y)
{
	if (!rect_has((struct rect){0, 0, c->w, c->h}, x, y))
		return GUTTER_NONE;
	switch (canvas_cell(c, x, y)->code) {
	case '*':
		return GUTTER_CHANGED;
	case '@':
		return GUTTER_FOLLOWED;
	case '>':
		return GUTTER_HERE;
	default:
		return GUTTER_NONE;
	}
}

void gutter_put(struct canvas *c, int x, int y, enum gutter sign)
{
	static const char signs[] = {' ', '*', '@', '>'};

	if (sign > gutter_at(c, x, y))
		canvas_put(c, x, y, ROLE_TITLE, 0, (uint32_t)signs[sign]);
}

int paragraph_draw(struct canvas *c, struct rect r, enum role role,
		   const char *s, int skip)
{
	size_t len = strlen(s), next;
	int row = 0;

	for (; len; s += next, len -= next, row++) {
		size_t bytes = text_row(s, len, r.w > 0 ? r.w : 1, &next);

		if (row >= skip && row - skip < r.h)
			canvas_textn(c, r.x, r.y + row - skip, role, s, bytes);
	}
	return row;
}

static int words_columns(const struct word *words, size_t nr, uint32_t shown,
			 int gap)
{
	int columns = 0;

	for (size_t i = 0; i < nr; i++)
		if (shown & 1u << i)
			columns += (columns ? gap : 0) +
				   columns_of(words[i].text);
	return columns;
}

/* The last one that is still there, one that need not be kept if there is. */
static uint32_t drop_word(const struct word *words, size_t nr, uint32_t shown)
{
	for (size_t i = nr; i-- > 0;)
		if (shown & 1u << i && !words[i].keep)
			return shown & ~(1u << i);
	for (size_t i = nr; i-- > 0;)
		if (shown & 1u << i)
			return shown & ~(1u << i);
	return 0;
}

int words_width(const struct word *words, size_t nr, int gap)
{
	uint32_t some = 0;

	for (size_t i = 0; i < nr && i < MAX_WORDS; i++)
		if (words[i].text && words[i].text[0])
			some |= 1u << i;
	return words_columns(words, nr, some, gap);
}

int words_draw(struct canvas *c, int x, int y, int w, int gap,
	       const struct word *words, size_t nr)
{
	uint32_t shown = 0;
	int at = x;

	if (nr > MAX_WORDS)
		nr = MAX_WORDS;
	for (size_t i = 0; i < nr; i++)
		if (words[i].text && words[i].text[0])
			shown |= 1u << i;
	while (shown && words_columns(words, nr, shown, gap) > w)
		shown = drop_word(words, nr, shown);
	for (size_t i = 0; i < nr; i++) {
		if (!(shown & 1u << i))
			continue;
		if (at != x)
			at += gap;
		at += canvas_text(c, at, y, words[i].role, words[i].text);
	}
	return at;
}

size_t text_cut(const char *s, int columns)
{
	size_t next, bytes = text_row(s, strlen(s), columns, &next);

	if (s[next] == '\0' && next == bytes)
		return bytes;
	while (bytes && strchr(" -,:", s[bytes - 1]))
		bytes--;
	return bytes;
}

int line_draw(struct canvas *c, int x, int y, int w, enum role role,
	      const char *s)
{
	/* one cell of its own, where it surely takes one */
	const char *dots = c->ascii || c->borders == BORDERS_ASCII ? "..." : "\xe2\x80\xa6";
	int room = w - columns_of(dots), columns;

	if (columns_of(s) <= w)
		return canvas_text(c, x, y, role, s);
	if (room < 1)
		return 0;
	columns = canvas_textn(c, x, y, role, s, text_cut(s, room));
	return columns + canvas_text(c, x + columns, y, role, dots);
}

void ends_draw(struct canvas *c, int x, int y, int w, enum role role,
	       const char *left, const char *right)
{
	int right_columns = columns_of(right);

	if (w <= 0)
		return;
	canvas_textn(c, x, y, role, left, text_cut(left, w));
	if (right_columns && columns_of(left) + 1 + right_columns <= w)
		canvas_text(c, x + w - right_columns, y, role, right);
}
