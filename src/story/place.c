#include "story/place.h"

#include "base/text.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

size_t name_length(const char *s, size_t len)
{
	size_t n = 0;

	if (len && is_letter(s[0]))
		while (n < len && (is_letter(s[n]) || is_digit(s[n])))
			n++;
	return n;
}

static int hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool address_parse(const char *s, size_t len, uint64_t *address)
{
	bool prefix = len > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X');
	size_t i = prefix ? 2 : 0;
	uint64_t v = 0;

	if (len == i || (!prefix && !is_digit(s[0]) && len < 5))
		return false;
	for (; i < len; i++) {
		int digit = hex_digit(s[i]);

		if (digit < 0 || v >> 60)
			return false;
		v = v << 4 | (uint64_t)digit;
	}
	*address = v;
	return true;
}

bool place_parse(const char *s, size_t len, struct place *p)
{
	size_t n = name_length(s, len);
	uint64_t offset = 0;

	*p = (struct place){ 0 };
	p->is_address = address_parse(s, len, &p->address);
	if (!n)
		return p->is_address;
	if (n < len && ((s[n] != '+' && s[n] != '-') ||
			!text_size(s + n + 1, len - n - 1, &offset)))
		return false;
	p->name_len = n;
	p->offset = n < len && s[n] == '-' ? 0 - offset : offset;
	return true;
}
