#include "cli/command.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

enum { MANY = INT_MAX };

#define IN(command) (1u << CMD_##command)

const struct command commands[NR_COMMANDS] = {
#define COMMAND(name, arguments, least, most, doc, zh, more, more_zh)          \
	{ #name, arguments, least, most, { { doc, zh } },		       \
	  { { more, more_zh } } },
#include "cli/command.def"
#undef COMMAND
};

const struct option command_options[NR_OPTIONS] = {
#define OPTION(id, letter, value, words, commands, doc, zh)                    \
	OPTION_NAMED(id, #id, letter, value, words, commands, doc, zh)
#define OPTION_NAMED(id, name, letter, value, words, commands, doc, zh)        \
	{ name, letter, value, words, commands, { { doc, zh } } },
#include "cli/command.def"
#undef OPTION
};

enum command_id command_by_name(const char *name)
{
	for (int i = 0; i < NR_COMMANDS; i++)
		if (!strcmp(name, commands[i].name))
			return (enum command_id)i;
	return CMD_NONE;
}

const char *command_near(const char *typed)
{
	const char *near = NULL;

	for (int i = 0; i < NR_COMMANDS; i++)
		near = nearer(typed, near, commands[i].name);
	return near;
}
