#include "cli/complete.h"

#include <string.h>

void completion_offer(struct completion *c, const char *word)
{
	size_t same = 0;

	if (strncmp(word, c->typed, c->len) || strlen(word) >= LINE_BYTES)
		return;
	if (c->nr++ == 0)
		strcpy(c->common, word);
	while (c->common[same] && c->common[same] == word[same])
		same++;
	c->common[same] = '\0';
	text_printf(&c->list, "%s%s", c->list.len ? "  " : "", word);
}
