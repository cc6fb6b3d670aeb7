#include "base/key.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const struct {
	const char *name;
	const char *bytes;	/* NULL = nothing that can be written down */
} named[] = {
	{ "Space", " " },
#define KEY(id, name, bytes) { name, bytes },
#include "base/key.def"
#undef KEY
};
enum { NR_NAMED = sizeof(named) / sizeof(named[0]) };

/* From F1. */
static const char *const function_keys[] = {
	"\033OP",   "\033OQ",   "\033OR",   "\033OS",   "\033[15~", "\033[17~",
	"\033[18~", "\033[19~", "\033[20~", "\033[21~", "\033[23~", "\033[24~",
};
enum { NR_FUNCTION_KEYS = sizeof(function_keys) / sizeof(function_keys[0]) };

/* "C-a", "F2", a character, a key of the table. */
static const char *bytes_of(const char *name, char one[2])
{
	char function[KEY_NAME_BYTES];
	uint32_t code;

	for (int i = 0; i < NR_NAMED; i++)
		if (!strcmp(name, named[i].name))
			return named[i].bytes;
	if (utf8_next(name, strlen(name), &code) == strlen(name))
		return code > ' ' && code != 0x7f ? name : NULL;
	if (!strncmp(name, "C-", 2) && name[2] >= 'a' && name[2] <= 'z' &&
	    !name[3]) {
		one[0] = (char)(name[2] & 0x1f);
		return one;
	}
	for (int i = 0; i < NR_FUNCTION_KEYS; i++) {
		snprintf(function, sizeof(function), "F%d", i + 1);
		if (!strcmp(name, function))
			return function_keys[i];
	}
	return NULL;
}

bool key_bytes(const char *name, char bytes[KEY_NAME_BYTES], const char **near)
{
	char one[2] = "";
	const char *found = bytes_of(name, one);

	*near = NULL;
	if (found) {
		snprintf(bytes, KEY_NAME_BYTES, "%s", found);
		return true;
	}
	for (int i = 0; i < NR_NAMED; i++)
		if (named[i].bytes)
			*near = nearer(name, *near, named[i].name);
	return false;
}
