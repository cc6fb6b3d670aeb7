/* The pages of --help: whole in both languages, in the columns of a terminal */
#include "cli/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "draw/canvas.h"
#include "mm/procfs.h"

enum { COLUMNS = 80, DOC_COLUMN = 24 };

/* Without blanks and ends of rows: as if nothing had been folded. */
static void unfold(const char *s, struct text *out)
{
	for (; *s; s++)
		if (*s != ' ' && *s != '\n')
			text_add(out, s, 1);
}

static void tells(const struct text *page, const char *words)
{
	struct text all = { 0 }, wanted = { 0 };

	unfold(text_str(page), &all);
	unfold(words, &wanted);
	if (!strstr(text_str(&all), text_str(&wanted)))
		fail_msg("no \"%s\" in\n%s", words, text_str(page));
	text_free(&all);
	text_free(&wanted);
}

static void fits(const struct text *page)
{
	for (const char *s = text_str(page); *s; s += strcspn(s, "\n") + 1)
		if (text_columns(s, strcspn(s, "\n")) > COLUMNS)
			fail_msg("too wide: %.*s", (int)strcspn(s, "\n"), s);
}

/* The row of that word: its sentence begins where all of them begin. */
static void row_begins(const struct text *page, const char *left,
		       const char *doc)
{
	struct text begin = { 0 };
	int gap = DOC_COLUMN - 2 - text_columns(left, strlen(left));
	const char *at;

	text_printf(&begin, "\n  %s%s%*s", left, gap < 2 ? "\n" : "",
		    gap < 2 ? DOC_COLUMN : gap, "");
	at = strstr(text_str(page), text_str(&begin));
	if (!at || strncmp(at + begin.len, doc, strcspn(doc, " ")) != 0)
		fail_msg("no row \"%s%s\" in\n%s", text_str(&begin), doc,
			 text_str(page));
	text_free(&begin);
	tells(page, doc);
}

static void terms_are_told(const struct text *page, const struct term *t,
			   enum lang lang)
{
	for (; t->word; t++)
		row_begins(page, t->word, words_in(&t->doc, lang));
}

static void options_are_told(const struct text *page, enum command_id command,
			     enum lang lang)
{
	struct text left = { 0 };

	for (int i = 0; i < NR_OPTIONS; i++) {
		const struct option *o = &command_options[i];

		if (!command_takes(command, (enum option_id)i))
			continue;
		text_reset(&left);
		if (o->letter)
			text_printf(&left, "-%c, ", o->letter);
		text_printf(&left, "--%s%s%s", o->name, o->value ? " " : "",
			    o->value ? o->value : "");
		row_begins(page, text_str(&left), words_in(&o->doc, lang));
	}
	text_free(&left);
}

static void test_program(void **state)
{
	(void)state;
	for (int lang = 0; lang < NR_LANGS; lang++) {
		struct text page = { 0 };

		help_program(&page, (enum lang)lang);
		fits(&page);
		for (int i = 0; i < NR_COMMANDS; i++)
			row_begins(&page, commands[i].name,
				   words_in(&commands[i].doc, (enum lang)lang));
		options_are_told(&page, CMD_play, (enum lang)lang);
		terms_are_told(&page, outcome_terms, (enum lang)lang);
		text_free(&page);
	}
}

static void one_command(enum command_id command, enum lang lang)
{
	const struct command *c = &commands[command];
	struct text page = { 0 };

	help_command(&page, command, lang);
	fits(&page);
	tells(&page, c->arguments);
	tells(&page, words_in(&c->doc, lang));
	tells(&page, words_in(&c->more, lang));
	options_are_told(&page, command, lang);
	if (command_takes(command, OPT_at))
		terms_are_told(&page, position_terms, lang);
	if (command == CMD_record)
		terms_are_told(&page, tape_terms, lang);
	if (command == CMD_proc)
		for (unsigned i = 0; i < nr_procfs_files; i++)
			tells(&page, procfs_files[i].path);
	text_free(&page);
}

static void test_commands(void **state)
{
	(void)state;
	for (int i = 0; i < NR_COMMANDS; i++)
		for (int lang = 0; lang < NR_LANGS; lang++)
			one_command((enum command_id)i, (enum lang)lang);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_program),
		cmocka_unit_test(test_commands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
