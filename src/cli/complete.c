#include "cli/complete.h"

#include <string.h>

/* Two tables may have a word in common. */
static bool is_offered(const struct completion *c, const char *word)
{
	const char *s = c->nr ? text_str(&c->list) : "";
	size_t len = strlen(word);

	for (; *s; s += strspn(s, " ")) {
		size_t here = strcspn(s, " ");

		if (here == len && !strncmp(s, word, len))
			return true;
		s += here;
	}
	return false;
}

void completion_offer(struct completion *c, const char *word)
{
	size_t same = 0;

	if (strncmp(word, c->typed, c->len) || strlen(word) >= LINE_BYTES ||
	    is_offered(c, word))
		return;
	if (c->nr++ == 0)
		strcpy(c->common, word);
	while (c->common[same] && c->common[same] == word[same])
		same++;
	c->common[same] = '\0';
	text_printf(&c->list, "%s%s", c->list.len ? "  " : "", word);
}
