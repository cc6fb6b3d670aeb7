#include "base/text.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

void text_free(struct text *t)
{
	free(t->s);
	memset(t, 0, sizeof(*t));
}

void text_reset(struct text *t)
{
	t->len = 0;
	if (t->s)
		t->s[0] = '\0';
}

static void text_room(struct text *t, size_t more)
{
	if (t->len + more + 1 <= t->cap)
		return;
	t->cap = (t->len + more + 1) * 2;
	t->s = xrealloc(t->s, t->cap);
}

void text_add(struct text *t, const char *s, size_t len)
{
	text_room(t, len);
	memcpy(t->s + t->len, s, len);
	t->len += len;
	t->s[t->len] = '\0';
}

void text_puts(struct text *t, const char *s)
{
	text_add(t, s, strlen(s));
}

void text_printf(struct text *t, const char *fmt, ...)
{
	va_list ap, again;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	bug_on(len < 0);
	text_room(t, (size_t)len);
	vsnprintf(t->s + t->len, (size_t)len + 1, fmt, again);
	t->len += (size_t)len;
	va_end(again);
	va_end(ap);
}

const char *text_str(const struct text *t)
{
	return t->s ? t->s : "";
}

static void json_char(struct text *t, char c)
{
	static const char plain[] = "\"\\\n\r\t", letters[] = "\"\\nrt";
	const char *short_form = c ? strchr(plain, c) : NULL;

	if (short_form)
		text_printf(t, "\\%c", letters[short_form - plain]);
	else
		text_printf(t, "\\u%04x", c);
}

void text_json(struct text *t, const char *s, size_t len)
{
	size_t from = 0;

	text_puts(t, "\"");
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)s[i] >= 0x20 && s[i] != '"' && s[i] != '\\')
			continue;
		text_add(t, s + from, i - from);
		json_char(t, s[i]);
		from = i + 1;
	}
	text_add(t, s + from, len - from);
	text_puts(t, "\"");
}

/* Bytes of a character by its first byte, and the least code of that length. */
static unsigned utf8_length(unsigned char first, uint32_t *least)
{
	if (first < 0x80)
		return *least = 0, 1;
	if (first >= 0xc2 && first < 0xe0)
		return *least = 0x80, 2;
	if (first >= 0xe0 && first < 0xf0)
		return *least = 0x800, 3;
	if (first >= 0xf0 && first < 0xf5)
		return *least = 0x10000, 4;
	return 0;
}

unsigned utf8_next(const char *s, size_t left, uint32_t *code)
{
	uint32_t least = 0, c;
	unsigned len;

	if (left == 0)
		return 0;
	len = utf8_length((unsigned char)s[0], &least);
	if (len == 0 || len > left)
		return 0;
	c = (unsigned char)s[0] & (len == 1 ? 0x7fu : 0x7fu >> len);
	for (unsigned i = 1; i < len; i++) {
		unsigned char b = (unsigned char)s[i];

		if ((b & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (b & 0x3f);
	}
	if (c < least || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	*code = c;
	return len;
}

unsigned utf8_put(char *to, uint32_t code)
{
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		to[0] = (char)(0xc0 | code >> 6);
		to[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		to[0] = (char)(0xe0 | code >> 12);
		to[1] = (char)(0x80 | (code >> 6 & 0x3f));
		to[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | code >> 18);
	to[1] = (char)(0x80 | (code >> 12 & 0x3f));
	to[2] = (char)(0x80 | (code >> 6 & 0x3f));
	to[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

void text_clean(char *s)
{
	size_t left = strlen(s);
	char *to = s;

	while (left) {
		uint32_t c = 0;
		unsigned len = utf8_next(s, left, &c);

		if (len == 0 || c < 0x20 || (c >= 0x7f && c < 0xa0)) {
			*to++ = '?';
			len = len ? len : 1;
		} else {
			memmove(to, s, len);
			to += len;
		}
		s += len;
		left -= len;
	}
	*to = '\0';
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

static unsigned shift_of(char unit)
{
	switch (unit) {
	case 'K': case 'k': return 10;
	case 'M': case 'm': return 20;
	case 'G': case 'g': return 30;
	case 'T': case 't': return 40;
	default: return 0;
	}
}

bool text_size(const char *s, size_t len, uint64_t *value)
{
	int base = 10;
	uint64_t v = 0;
	size_t i = 0, first;
	unsigned shift = 0;

	if (len > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
		base = 16;
		i = 2;
	}
	for (first = i; i < len && digit_of(s[i]) < base; i++) {
		uint64_t digit = (uint64_t)digit_of(s[i]);

		/* a division a digit would be most of the work */
		if (v >> 59 && v > (UINT64_MAX - digit) / (uint64_t)base)
			return false;
		v = v * (uint64_t)base + digit;
	}
	if (i == first)
		return false;
	if (i + 1 == len && (shift = shift_of(s[i])) != 0)
		i++;
	if (i != len)
		return false;
	if (shift && v > UINT64_MAX >> shift)
		return false;
	*value = v << shift;
	return true;
}

unsigned text_distance(const char *a, const char *b)
{
	enum { MAX = 63 };
	unsigned row[MAX + 1];
	size_t na = strlen(a), nb = strlen(b);

	if (na > MAX || nb > MAX)
		return MAX;
	for (size_t j = 0; j <= nb; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= na; i++) {
		unsigned diagonal = row[0];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= nb; j++) {
			unsigned change = diagonal + (a[i - 1] != b[j - 1]);
			unsigned least = row[j] < row[j - 1] ? row[j] : row[j - 1];

			diagonal = row[j];
			row[j] = change < least + 1 ? change : least + 1;
		}
	}
	return row[nb];
}

/* Is b made of the letters of a, in another order or case? */
static bool same_letters(const char *a, const char *b)
{
	int nr[UCHAR_MAX + 1] = { 0 };

	for (; *a && *b; a++, b++) {
		nr[tolower((unsigned char)*a)]++;
		nr[tolower((unsigned char)*b)]--;
	}
	for (int i = 0; i <= UCHAR_MAX; i++)
		if (nr[i])
			return false;
	return *a == *b;
}

const char *nearer(const char *typed, const char *best, const char *candidate)
{
	size_t far = text_distance(typed, candidate);
	size_t len = strlen(candidate);

	/* two letters changed places, or a third of a long word is wrong */
	if (far >= len || far > (len > 6 ? len / 3 : 2))
		return best;
	/* half of a short word wrong is another word */
	if (far == 2 && len <= 4 && !same_letters(typed, candidate))
		return best;
	return best && text_distance(typed, best) <= far ? best : candidate;
}

/* A number of at most four digits. Return: what is behind it; NULL = none. */
static const char *side_parse(const char *s, int *side)
{
	const char *digit = s;

	for (*side = 0; *digit >= '0' && *digit <= '9'; digit++) {
		if (digit - s == 4)
			return NULL;
		*side = *side * 10 + *digit - '0';
	}
	return *side >= 1 && *side <= SIZE_MOST ? digit : NULL;
}

bool size_parse(const char *s, int *w, int *h)
{
	s = side_parse(s, w);
	if (!s || *s != 'x')
		return false;
	s = side_parse(s + 1, h);
	return s && !*s;
}
