#include "cli/language.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/tongue.h"
#include "base/xmalloc.h"

enum lang options_lang(const struct options *o)
{
	const char *lang = o->value[OPT_lang];

	return lang && !strcmp(lang, "zh") ? LANG_ZH : LANG_EN;
}

/* The locale of a category: the first of these that is set says it. */
static const char *locale_named(const char *category)
{
	const char *const names[] = { "LC_ALL", category, "LANG" };

	for (int i = 0; i < 3; i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return "";
}

/* By its name alone: "zh_CN.UTF-8", "zh_CN.utf8@pinyin". */
static bool names_utf8(void)
{
	const char *codeset = strchr(locale_named("LC_CTYPE"), '.');

	return codeset && (!strncasecmp(codeset, ".utf-8", 6) ||
			   !strncasecmp(codeset, ".utf8", 5));
}

/*
 * Asked and set back: most commands work the same in every locale. One that is
 * not installed still says what the terminal shows.
 */
static bool locale_is_utf8(void)
{
	char *before = xstrdup(setlocale(LC_CTYPE, NULL));
	bool utf8 = setlocale(LC_CTYPE, "") ?
			    !strcmp(nl_langinfo(CODESET), "UTF-8") :
			    names_utf8();

	setlocale(LC_CTYPE, before);
	free(before);
	return utf8;
}

bool locale_is_chinese(void)
{
	return !strncmp(locale_named("LC_MESSAGES"), "zh", 2) &&
	       locale_is_utf8();
}

enum lang language_of_reader(const struct options *o)
{
	if (options_has(o, OPT_lang))
		return options_lang(o);
	return locale_is_chinese() ? LANG_ZH : LANG_EN;
}

void language_of_messages(const struct options *o)
{
	tongue_set(language_of_reader(o) == LANG_ZH);
}
