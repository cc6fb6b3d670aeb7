#include "load/plain.h"

#include <stdint.h>
#include <string.h>

#include "load/json.h"

enum {
	PLAIN_BYTES = 1024,	/* so no string is too long, no list too full */
	BLOCK = 16,		/* bytes looked at together */
	MAX_SHORT = 1000000000,	/* shorter than any number that is too long */
};

/* Compared byte by byte, at once: of a line every byte must be looked at. */
typedef uint8_t block_t __attribute__((vector_size(BLOCK)));

static inline block_t block_at(const uint8_t *at)
{
	block_t b;

	memcpy(&b, at, BLOCK);
	return b;
}

static inline block_t is_digit(block_t c)
{
	return (block_t)(c - '0' < 10);
}

static inline block_t is_e(block_t c)
{
	return (block_t)((c | 0x20) == 'e');
}

/* What may stand before a number, or its exponent's digits; and other bytes. */
static inline block_t is_front(block_t before)
{
	return (block_t)((before < '0') | (before == ':') | (before == '[')) |
	       is_e(before);
}

/*
 * Numbers that cJSON takes and JSON does not have a 0 in front or a dot without
 * digits; one that is long and yet small has a dot, an exponent below 0, or
 * one of 0. Strings in which bytes stand like this are none the worse for it.
 */
static inline block_t is_odd(const uint8_t *at)
{
	block_t before = block_at(at - 1), c = block_at(at);
	block_t after = block_at(at + 1);
	block_t bad = (block_t)((c - ' ' > '~' - ' ') | (c == '\\') |
				(c == '.'));
	block_t zero = (block_t)(c == '0') &
		       (is_e(after) | (is_front(before) & is_digit(after)));

	return bad | zero | ((block_t)(c == '-') & is_e(before));
}

static inline bool is_any(block_t b)
{
	uint64_t half[2];

	memcpy(half, &b, sizeof(half));
	return half[0] | half[1];
}

bool plain_text(const char *text, size_t len)
{
	uint8_t copy[1 + PLAIN_BYTES + BLOCK + 1];
	block_t odd = { 0 };

	if (len > PLAIN_BYTES)
		return false;
	copy[0] = ' ';
	memcpy(copy + 1, text, len);
	memset(copy + 1 + len, ' ', BLOCK + 1);
	for (size_t at = 0; at < len; at += BLOCK)
		odd |= is_odd(copy + 1 + at);
	return !is_any(odd);
}

static bool is_short(double number)
{
	return number > -(double)MAX_SHORT && number < (double)MAX_SHORT;
}

/* By pairs: a short text has few keys. */
static bool is_given_before(const cJSON *first, const cJSON *member)
{
	for (const cJSON *m = first; m != member; m = m->next)
		if (same_word(m->string, member->string))
			return true;
	return false;
}

static bool values_plain(const cJSON *first, bool keyed, unsigned depth)
{
	for (const cJSON *v = first; v; v = v->next) {
		int type = v->type & 0xff;

		if (keyed && is_given_before(first, v))
			return false;
		if (type == cJSON_Number && !is_short(v->valuedouble))
			return false;
		if (type < cJSON_Array)
			continue;
		if (depth == SCAN_MAX_DEPTH ||
		    !values_plain(v->child, type == cJSON_Object, depth + 1))
			return false;
	}
	return true;
}

bool plain_tree(const cJSON *root, const char *rest)
{
	while (*rest == ' ')
		rest++;
	return !*rest && values_plain(root, false, 0);
}
