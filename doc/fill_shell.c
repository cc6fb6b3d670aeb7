/* What the completions of bash, zsh and fish take from the table of commands */
#include "fill.h"

#include <string.h>

#include "cli/options.h"
#include "mm/procfs.h"
#include "view/scene.h"

/* Words of a value: those of the table; of a view the names of all. */
static bool value_words(const struct option *o, struct text *out)
{
	const char *words = o->words;

	text_reset(out);
	if (o->value && !strcmp(o->value, "VIEW"))
		for (int v = 0; v < NR_VIEWS; v++)
			text_printf(out, "%s%s", v ? " " : "",
				    view_name((enum view_id)v));
	for (; words && *words; words++)
		text_add(out, *words == '|' ? " " : words, 1);
	return out->len;
}

static bool is_position(const struct option *o)
{
	return o->value && !strcmp(o->value, "POS");
}

/* The function of the template that offers the value; NULL = there is none. */
static const char *value_function(const struct option *o)
{
	if (o->value && !strcmp(o->value, "THEME"))
		return "themes";
	if (is_position(o))
		return "positions";
	return o->value && !strcmp(o->value, "FILE") ? "files" : NULL;
}

/* A sentence between single quotes; zsh takes ':' and brackets for its own. */
static void quoted(struct text *out, const char *s, bool zsh)
{
	for (; *s; s++) {
		if (*s == '\'')
			text_puts(out, zsh ? "'\\''" : "\\'");
		else if (zsh && strchr("[]:", *s))
			text_printf(out, "\\%c", *s);
		else
			text_add(out, s, 1);
	}
}

static void fill_command_names(struct text *out)
{
	for (int i = 0; i < NR_COMMANDS; i++)
		text_printf(out, "\t%s\n", commands[i].name);
}

static void fill_paths(struct text *out)
{
	for (unsigned i = 0; i < nr_procfs_files; i++)
		text_printf(out, "\t'%s'\n", procfs_files[i].path);
}

static void fill_bash_options(struct text *out)
{
	for (int c = 0; c < NR_COMMANDS; c++) {
		text_printf(out, "\t%s) echo \"", commands[c].name);
		for (int i = 0; i < NR_OPTIONS; i++) {
			const struct option *o = &command_options[i];

			if (!command_takes((enum command_id)c,
					   (enum option_id)i))
				continue;
			if (o->letter)
				text_printf(out, "-%c ", o->letter);
			text_printf(out, "--%s ", o->name);
		}
		text_puts(out, "-h --help\" ;;\n");
	}
}

static void fill_bash_values(struct text *out)
{
	struct text words = { 0 };

	for (int i = 0; i < NR_OPTIONS; i++) {
		const struct option *o = &command_options[i];

		if (!o->value)
			continue;
		if (o->letter)
			text_printf(out, "\t-%c | --%s) ", o->letter, o->name);
		else
			text_printf(out, "\t--%s) ", o->name);
		if (value_words(o, &words))
			text_printf(out, "_framewalk_words \"%s\" ;;\n",
				    text_str(&words));
		else if (value_function(o))
			text_printf(out, "_framewalk_%s ;;\n",
				    value_function(o));
		else
			text_puts(out, ";;\n");
	}
	text_free(&words);
}

static void fill_bash_arguments(struct text *out)
{
	for (int c = 0; c < NR_COMMANDS; c++)
		text_printf(out, "\t%s) echo \"%s\" ;;\n", commands[c].name,
			    commands[c].arguments);
}

static void fill_zsh_commands(struct text *out)
{
	for (int i = 0; i < NR_COMMANDS; i++) {
		text_printf(out, "\t'%s:", commands[i].name);
		quoted(out, words_in(&commands[i].doc, LANG_EN), true);
		text_puts(out, "'\n");
	}
}

/* '--at=[the position]:POS: ', '(-o --output)'{-o,--output=}'[...]' */
static void zsh_option(struct text *out, const struct option *o)
{
	struct text words = { 0 };

	text_puts(out, " \\\n\t\t");
	if (o->letter)
		text_printf(out, "'(-%c --%s)'{-%c,--%s%s}'", o->letter, o->name,
			    o->letter, o->name, o->value ? "=" : "");
	else
		text_printf(out, "'--%s%s", o->name, o->value ? "=" : "");
	text_puts(out, "[");
	quoted(out, words_in(&o->doc, LANG_EN), true);
	text_puts(out, "]");
	if (o->value)
		text_printf(out, ":%s:", o->value);
	if (value_words(o, &words))
		text_printf(out, "(%s)", text_str(&words));
	else if (value_function(o))
		text_printf(out, "_framewalk_%s", value_function(o));
	else if (o->value)
		text_puts(out, " ");
	text_puts(out, "'");
	text_free(&words);
}

static void fill_zsh_options(struct text *out)
{
	for (int c = 0; c < NR_COMMANDS; c++) {
		const char *arguments = commands[c].arguments;

		text_printf(out, "\t(%s) _arguments", commands[c].name);
		for (int i = 0; i < NR_OPTIONS; i++)
			if (command_takes((enum command_id)c, (enum option_id)i))
				zsh_option(out, &command_options[i]);
		text_puts(out, " \\\n\t\t'(-)'{-h,--help}'[this page]'");
		if (!strncmp(arguments, "PATH", 4))
			text_puts(out, " \\\n\t\t':PATH:_framewalk_paths'");
		if (strstr(arguments, "SCENARIO"))
			text_printf(out, " \\\n\t\t'%s:SCENARIO:_framewalk_scenarios'",
				    strstr(arguments, "...") ? "*" : "");
		text_puts(out, " ;;\n");
	}
}

static void fill_fish_names(struct text *out)
{
	text_puts(out, "set -g __framewalk_commands");
	for (int i = 0; i < NR_COMMANDS; i++)
		text_printf(out, " %s", commands[i].name);
	text_puts(out, "\n");
}

static void fill_fish_paths(struct text *out)
{
	text_puts(out, "    printf '%s\\n'");
	for (unsigned i = 0; i < nr_procfs_files; i++)
		text_printf(out, " '%s'", procfs_files[i].path);
	text_puts(out, "\n");
}

static void fill_fish_commands(struct text *out)
{
	for (int i = 0; i < NR_COMMANDS; i++) {
		text_printf(out, "complete -c framewalk -n __framewalk_first -a %s -d '",
			    commands[i].name);
		quoted(out, words_in(&commands[i].doc, LANG_EN), false);
		text_puts(out, "'\n");
	}
}

static void fish_option(struct text *out, const struct option *o,
			enum command_id command)
{
	struct text words = { 0 };

	text_printf(out, "complete -c framewalk -n '__framewalk_is %s' -l %s",
		    commands[command].name, o->name);
	if (o->letter)
		text_printf(out, " -s %c", o->letter);
	if (value_words(o, &words))
		text_printf(out, " -x -a '%s'", text_str(&words));
	else if (value_function(o))
		text_printf(out, " -%c -a '(__framewalk_%s)'",	/* x: no file */
			    is_position(o) ? 'x' : 'r', value_function(o));
	else if (o->value)
		text_puts(out, " -x");
	text_puts(out, " -d '");
	quoted(out, words_in(&o->doc, LANG_EN), false);
	text_puts(out, "'\n");
	text_free(&words);
}

static void fill_fish_options(struct text *out)
{
	for (int c = 0; c < NR_COMMANDS; c++)
		for (int i = 0; i < NR_OPTIONS; i++)
			if (command_takes((enum command_id)c, (enum option_id)i))
				fish_option(out, &command_options[i],
					    (enum command_id)c);
}

/* Commands that take a scenario behind them, for fish's conditions. */
static void fill_fish_arguments(struct text *out)
{
	for (int c = 0; c < NR_COMMANDS; c++)
		if (strstr(commands[c].arguments, "SCENARIO"))
			text_printf(out, "complete -c framewalk -n "
				    "'__framewalk_is %s' -F -a '(__framewalk_%s)'\n",
				    commands[c].name,
				    c == CMD_proc ? "paths" : "scenarios");
}

const struct filler shell_fillers[] = {
	{ "command-names", .alike = fill_command_names },
	{ "paths", .alike = fill_paths },
	{ "bash-options", .alike = fill_bash_options },
	{ "bash-values", .alike = fill_bash_values },
	{ "bash-arguments", .alike = fill_bash_arguments },
	{ "zsh-commands", .alike = fill_zsh_commands },
	{ "zsh-options", .alike = fill_zsh_options },
	{ "fish-names", .alike = fill_fish_names },
	{ "fish-paths", .alike = fill_fish_paths },
	{ "fish-commands", .alike = fill_fish_commands },
	{ "fish-options", .alike = fill_fish_options },
	{ "fish-arguments", .alike = fill_fish_arguments },
	{ .name = NULL },
};
