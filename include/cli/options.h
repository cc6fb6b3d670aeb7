/*
 * options - the command line, taken apart by the tables of command.def
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>

#include "cli/command.h"

/* What the program ends with; a signal ends it with the signal's own. */
enum outcome {
	DONE = 0,
	FAILED = 1,	/* while running, reading or writing */
	USAGE = 2,	/* wrong call, or a terminal that cannot be used */
	INVALID = 3,	/* the scenario has a fault */
	UNMET = 4,	/* an expectation of the scenario failed */
};

struct options {
	const char *program;		/* argv[0] */
	enum command_id command;	/* CMD_NONE: the menu */
	const char *value[NR_OPTIONS];	/* "" of a flag that is set; NULL = not given */
	const char **args;		/* owned array of the caller's strings */
	char	   *config[2];		/* owned; texts that values may lie in */
	int	    nr_args;
	bool	    bare;		/* no command was typed */
	bool	    help;
	bool	    version;
};

/*
 * Take argv apart. The strings stay argv's.
 * Return: false after a message on the standard error, which names the
 * nearest known word where one is near.
 */
bool options_parse(struct options *o, int argc, char **argv);
/*
 * Has the command as many arguments as it takes? To be asked once the settings
 * are read: with `resume` play needs none.
 * Return: false after a message on the standard error.
 */
bool options_enough(const struct options *o);
void options_free(struct options *o);

/* Which of the words joined by '|' is `value`, from 0; -1 = none. */
int word_index(const char *words, const char *value);
/* The words for a sentence: "auto, never, 8, 16 or 256". */
void words_print(const char *words, struct text *out);

static inline bool options_has(const struct options *o, enum option_id id)
{
	return o->value[id];
}

/* A word of the help and its sentence; NULL ends a list. */
struct term {
	const char  *word;
	struct words doc;
};
extern const struct term position_terms[], outcome_terms[], tape_terms[];

/* The program's page; a command's page; the one line of --version. */
void help_program(struct text *out, enum lang lang);
void help_command(struct text *out, enum command_id command, enum lang lang);
void help_version(struct text *out);

/* Every message of the program: "framewalk: " and a line, cleaned. */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* One function a command; each returns an enum outcome. */
#define COMMAND(name, ...) int cmd_##name(const struct options *o);
#include "cli/command.def"
#undef COMMAND
int cmd_menu(const struct options *o);

#endif
