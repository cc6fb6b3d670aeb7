#include "cli/language.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/tongue.h"
#include "base/xmalloc.h"

enum lang options_lang(const struct options *o)
{
	const char *lang = o->value[OPT_lang];

	return lang && !strcmp(lang, "zh") ? LANG_ZH : LANG_EN;
}

/* Asked and set back: most commands work the same in every locale. */
static bool locale_is_utf8(void)
{
	char *before = xstrdup(setlocale(LC_CTYPE, NULL));
	bool utf8 = setlocale(LC_CTYPE, "") &&
		    !strcmp(nl_langinfo(CODESET), "UTF-8");

	setlocale(LC_CTYPE, before);
	free(before);
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
