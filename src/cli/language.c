#include "cli/language.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/tongue.h"

enum lang options_lang(const struct options *o)
{
	const char *lang = o->value[OPT_lang];

	return lang && !strcmp(lang, "zh") ? LANG_ZH : LANG_EN;
}

/* Asked without setting it: most commands never look at it otherwise. */
static bool locale_is_utf8(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	bool utf8;

	if (!locale)
		return false;
	utf8 = !strcmp(nl_langinfo_l(CODESET, locale), "UTF-8");
	freelocale(locale);
	return utf8;
}

/* The first of these that is set says which language messages are in. */
static bool names_chinese(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (int i = 0; i < 3; i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return !strncmp(value, "zh", 2);
	}
	return false;
}

bool locale_is_chinese(void)
{
	return names_chinese() && locale_is_utf8();
}

void language_of_messages(const struct options *o)
{
	tongue_set(options_has(o, OPT_lang) ? options_lang(o) == LANG_ZH :
					      locale_is_chinese());
}
