#include "mm/proc_near.h"

#include <string.h>

#include "base/text.h"

enum { NAME_BYTES = 64 };	/* longer ones are no names */

/* What stands before the first colon or blank; "" = no name. */
static void name_of(const char *line, char name[NAME_BYTES])
{
	size_t len = strcspn(line, ": \n");

	if (len >= NAME_BYTES)
		len = 0;
	memcpy(name, line, len);
	name[len] = '\0';
}

void proc_near(const char *text, const char *name, struct diag *why)
{
	char best[NAME_BYTES] = "", here[NAME_BYTES];

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		name_of(text, here);
		if (strcmp(name, here) != 0 &&
		    nearer(name, *best ? best : NULL, here) == here)
			strcpy(best, here);
	}
	if (*best)
		diag_hint(why, "did you mean '%s'?", best);
}
