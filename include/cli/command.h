/*
 * command - the tables of commands and of their options
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/text.h"
#include "story/story.h"

/* Words that an option takes, and `set` in the prompt; in their enums' order. */
#define UNIT_WORDS "step|operation|event"
#define LANG_WORDS "en|zh"
#define MODE_WORDS "watch|predict|present"
#define SPEED_WORDS "1/4|1/2|1|2|4|8"
#define BORDERS_WORDS "round|square|ascii|none"	/* by enum borders */

enum command_id {
#define COMMAND(name, ...) CMD_##name,
#include "cli/command.def"
#undef COMMAND
	NR_COMMANDS,
	CMD_NONE = NR_COMMANDS,
};

enum option_id {
#define OPTION(id, letter, value, words, commands, doc, zh) OPT_##id,
#include "cli/command.def"
#undef OPTION
	NR_OPTIONS,
};

struct command {
	const char *name;
	const char *arguments;
	int	    least, most;
	struct words doc;	/* one sentence */
	struct words more;	/* paragraphs; "" = none */
};

struct option {
	const char *name;
	char	    letter;	/* 0 = none */
	const char *value;	/* NULL = a flag */
	const char *words;	/* that the value may be, by '|'; NULL = any */
	unsigned    commands;	/* bits of those that take it */
	struct words doc;
};

extern const struct command commands[NR_COMMANDS];
extern const struct option command_options[NR_OPTIONS];

static inline bool command_takes(enum command_id command, enum option_id option)
{
	return command_options[option].commands & 1u << command;
}

enum command_id command_by_name(const char *name);	/* CMD_NONE */

/* The command that a mistyped word may have meant; NULL = none is near. */
const char *command_near(const char *typed);

#endif
