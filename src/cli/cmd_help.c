/* help - the page of a command, and what the tables say of a word */
#include <stdio.h>

#include "cli/help_topic.h"
#include "cli/language.h"
#include "cli/options.h"
#include "cli/output.h"

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

int cmd_help(const struct options *o)
{
	const char *word = o->nr_args ? o->args[0] : NULL;
	enum command_id command = word ? command_by_name(word) : CMD_NONE;
	enum lang lang = language_of_reader(o);
	struct text text = { 0 }, told = { 0 };
	struct output out;
	bool known;

	known = word && help_topic(word, lang, &told);
	if (word && !known && command == CMD_NONE)
		known = help_about(word, lang, &told);
	if (word && !known && command == CMD_NONE) {
		text_free(&told);
		return unknown(word);
	}
	if (!word)
		help_program(&text, lang);
	else if (command != CMD_NONE)
		help_command(&text, command, lang);
	if (known && command != CMD_NONE)
		text_puts(&text, "\n");
	text_puts(&text, text_str(&told));
	text_free(&told);
	output_open(&out, NULL);
	output_text(&out, &text);
	text_free(&text);
	return output_close(&out);
}
