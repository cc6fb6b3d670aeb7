#include "base/tongue.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

static const struct {
	const char *english, *chinese;
} table[] = {
#define TONGUE(english, chinese) { english, chinese },
#include "base/tongue.def"
#undef TONGUE
};

/* One for all, as the locale is: messages are made where no viewer is known. */
static bool *is_chinese(void)
{
	static bool the_one;

	return &the_one;
}

void tongue_set(bool chinese)
{
	*is_chinese() = chinese;
}

/* Faults are few and told once: the table need not be sorted. */
const char *tongue(const char *english)
{
	if (!*is_chinese())
		return english;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (!strcmp(table[i].english, english))
			return table[i].chinese;
	return english;
}
