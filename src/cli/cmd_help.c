/* help - the page of a command, and what the tables say of a word */
#include <stdio.h>

#include "cli/help_topic.h"
#include "cli/language.h"
#include "cli/options.h"
#include "cli/output.h"
#include "draw/canvas.h"

enum { COLUMNS = 80 };	/* as the pages of --help */

static int unknown(const char *word)
{
	const char *command = command_near(word);
	char near[HELP_WORD_BYTES];

	snprintf(near, sizeof(near), "%s", command ? command : "");
	help_word_near(word, near);
	if (*near)
		complain("nothing is told of '%s'; did you mean '%s'?", word,
			 near);
	else
		complain("nothing is told of '%s'; 'framewalk help' lists the commands, 'framewalk keys' the keys",
			 word);
	return USAGE;
}

/* Of a phrase in as many arguments as the shell made of it. */
static void join(const struct options *o, struct text *phrase)
{
	for (int i = 0; i < o->nr_args; i++)
		text_printf(phrase, "%s%s", i ? " " : "", o->args[i]);
}

/* What the tables say of it; nothing is added if that is nothing. */
static void tell(const char *phrase, bool command, enum lang lang,
		 struct text *out)
{
	struct text told = { 0 };
	bool known = help_topic(phrase, lang, &told) ||
		     (!command && help_about(phrase, lang, &told));

	if (known && out->len)
		text_puts(out, "\n");
	text_fold(text_str(&told), COLUMNS, 0, out);
	text_free(&told);
}

static int print(struct text *text)
{
	struct output out;

	output_open(&out, NULL);
	output_text(&out, text);
	return output_close(&out);
}

int cmd_help(const struct options *o)
{
	enum lang lang = language_of_reader(o);
	struct text phrase = { 0 }, text = { 0 };
	enum command_id command;
	int outcome;

	join(o, &phrase);
	command = command_by_name(text_str(&phrase));
	if (!phrase.len)
		help_program(&text, lang);
	else if (command != CMD_NONE)
		help_command(&text, command, lang);
	if (phrase.len)
		tell(text_str(&phrase), command != CMD_NONE, lang, &text);
	outcome = text.len ? print(&text) : unknown(text_str(&phrase));
	text_free(&phrase);
	text_free(&text);
	return outcome;
}
