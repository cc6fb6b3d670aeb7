#include "cli/phrase.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Does a word in there begin so? "pte" is not spoken of in "chapter". */
static bool speaks_of(const char *text, const char *phrase, size_t len)
{
	size_t last = 0;

	while (last < len && phrase[len - 1 - last] != ' ')
		last++;
	for (const char *s = text; *s; s++)
		if ((s == text || !isalnum((unsigned char)s[-1])) &&
		    !strncasecmp(s, phrase, len) &&
		    (last >= PHRASE_LEAST_BYTES ||
		     !isalnum((unsigned char)s[len])))
			return true;
	return false;
}

bool phrase_in(const char *phrase, const char *form, const char *doc)
{
	size_t len = strlen(phrase);

	return speaks_of(form, phrase, len) || speaks_of(doc, phrase, len);
}

bool phrase_words_in(const char *phrase, const char *form, const char *doc)
{
	size_t len;

	for (; *phrase; phrase += len + (phrase[len] == ' ')) {
		len = strcspn(phrase, " ");
		if (!speaks_of(form, phrase, len) &&
		    !speaks_of(doc, phrase, len))
			return false;
	}
	return true;
}
