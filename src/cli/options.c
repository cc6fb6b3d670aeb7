#include "cli/options.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/tongue.h"
#include "base/xmalloc.h"
#include "cli/language.h"

void complain(const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), tongue(fmt), ap);
	va_end(ap);
	text_clean(line);
	fprintf(stderr, "framewalk: %s\n", line);
}

/* The command whose options count: a call without one is `play`. */
static enum command_id command_meant(const struct options *o)
{
	return o->command == CMD_NONE ? CMD_play : o->command;
}

static void complain_command(const char *typed)
{
	const char *near = command_near(typed);

	if (near && !strcmp(near, typed))
		complain("the command comes first: 'framewalk %s [OPTION...]'",
			 typed);
	else if (near)
		complain("there is no command '%s'; did you mean '%s'?", typed,
			 near);
	else
		complain("there is no command '%s'; 'framewalk --help' lists them",
			 typed);
}

static void complain_option(const struct options *o, const char *typed)
{
	enum command_id command = command_meant(o);
	const char *name = commands[command].name;
	const char *near = NULL;

	for (int i = 0; i < NR_OPTIONS; i++)
		if (command_takes(command, (enum option_id)i))
			near = nearer(typed, near, command_options[i].name);
	if (near)
		complain("%s has no option '--%s'; did you mean '--%s'?", name,
			 typed, near);
	else
		complain("%s has no option '--%s'; 'framewalk %s --help' lists them",
			 name, typed, name);
}

int word_index(const char *words, const char *value)
{
	size_t len = strlen(value);

	for (int i = 0; words; i++) {
		size_t here = strcspn(words, "|");

		if (here == len && !strncmp(words, value, len))
			return i;
		words = words[here] ? words + here + 1 : NULL;
	}
	return -1;
}

void words_print(const char *words, struct text *out)
{
	while (*words) {
		size_t len = strcspn(words, "|");
		const char *rest = words + len + (words[len] != '\0');

		text_add(out, words, len);
		if (*rest)
			text_puts(out, strchr(rest, '|') ? ", " : tongue(" or "));
		words = rest;
	}
}

static bool set_option(struct options *o, int id, const char *value)
{
	const struct option *opt = &command_options[id];
	struct text words = { 0 };

	if (!opt->words || word_index(opt->words, value) >= 0) {
		o->value[id] = value;
		if (id == OPT_lang)	/* of what is wrong behind it, too */
			language_of_messages(o);
		return true;
	}
	words_print(opt->words, &words);
	complain("--%s takes %s, not '%s'", opt->name, text_str(&words), value);
	text_free(&words);
	return false;
}

/* What is still to be read. */
struct rest {
	char **argv;
	int    argc;
	int    i;
};

static bool option_value(struct options *o, int id, struct rest *r,
			 const char *joined)
{
	const struct option *opt = &command_options[id];

	if (!opt->value) {
		if (joined) {
			complain("--%s takes no value", opt->name);
			return false;
		}
		return set_option(o, id, "");
	}
	if (!joined && r->i + 1 < r->argc)
		joined = r->argv[++r->i];
	if (!joined) {
		complain("--%s needs a value: --%s %s", opt->name, opt->name,
			 opt->value);
		return false;
	}
	return set_option(o, id, joined);
}

static bool long_option(struct options *o, struct rest *r, const char *word)
{
	size_t len = strcspn(word, "=");
	const char *joined = word[len] ? word + len + 1 : NULL;
	char *name;

	if (!strcmp(word, "help"))
		return o->help = true;
	if (!strcmp(word, "version"))
		return o->version = true;
	for (int i = 0; i < NR_OPTIONS; i++) {
		const char *option = command_options[i].name;

		if (strlen(option) == len && !strncmp(option, word, len) &&
		    command_takes(command_meant(o), (enum option_id)i))
			return option_value(o, i, r, joined);
	}
	name = xstrndup(word, len);
	complain_option(o, name);
	free(name);
	return false;
}

static bool short_option(struct options *o, struct rest *r, const char *word)
{
	if (!strcmp(word, "h"))
		return o->help = true;
	for (int i = 0; i < NR_OPTIONS; i++)
		if (command_options[i].letter == word[0] &&
		    command_takes(command_meant(o), (enum option_id)i))
			return option_value(o, i, r, word[1] ? word + 1 : NULL);
	complain("%s has no option '-%s'; 'framewalk %s --help' lists them",
		 commands[command_meant(o)].name, word,
		 commands[command_meant(o)].name);
	return false;
}

bool options_enough(const struct options *o)
{
	const struct command *c;

	if (o->command == CMD_NONE || o->help || o->version)
		return true;
	/* who resumes means the scenario that was left last */
	if (o->command == CMD_play && !o->nr_args && options_has(o, OPT_resume))
		return true;
	c = &commands[o->command];
	if (o->nr_args >= c->least && o->nr_args <= c->most)
		return true;
	if (o->nr_args < c->least)
		complain("%s needs %s", c->name, c->arguments);
	else if (o->bare)
		complain_command(o->args[0]);
	else
		complain("%s has a word too many: '%s'", c->name,
			 o->args[c->most]);
	fprintf(stderr, tongue("usage: framewalk %s [OPTION...]%s%s\n"), c->name,
		*c->arguments ? " " : "", c->arguments);
	return false;
}

/* A word that is no option. Without a command it is a scenario to play. */
static void plain_word(struct options *o, const char *word)
{
	if (o->command == CMD_NONE)
		o->command = CMD_play;
	o->args[o->nr_args++] = word;
}

bool options_parse(struct options *o, int argc, char **argv)
{
	struct rest r = { argv, argc, 1 };
	bool only_args = false;

	memset(o, 0, sizeof(*o));
	o->program = argc ? argv[0] : "";
	o->args = xcalloc((size_t)argc + 1, sizeof(*o->args));
	o->command = argc > 1 ? command_by_name(argv[1]) : CMD_NONE;
	o->bare = o->command == CMD_NONE;
	r.i = o->bare ? 1 : 2;
	for (; r.i < argc; r.i++) {
		const char *word = argv[r.i];
		bool good = true;

		if (only_args || word[0] != '-' || !word[1])
			plain_word(o, word);
		else if (!strcmp(word, "--"))
			only_args = true;
		else if (word[1] == '-')
			good = long_option(o, &r, word + 2);
		else
			good = short_option(o, &r, word + 1);
		if (!good)
			return false;
	}
	return true;
}

void options_free(struct options *o)
{
	free(o->args);
	for (int i = 0; i < 2; i++)
		free(o->config[i]);
	memset(o, 0, sizeof(*o));
}
