/* What framewalk(1) takes from the tables: commands, options, keys, letters */
#include "fill.h"

#include <string.h>

#include "cli/menu.h"
#include "cli/options.h"
#include "mm/procfs.h"
#include "view/keys.h"
#include "view/palette.h"
#include "view/scene.h"

enum { FOLD = 70 };	/* columns of a line of roff */

void roff_space(struct text *out, const char *next)
{
	const char *line = out->len ? strrchr(out->s, '\n') : NULL;
	size_t columns = line ? strlen(line + 1) : out->len;

	text_puts(out, columns + strcspn(next, " \n") > FOLD ? "\n" : " ");
}

void roff_text(struct text *out, const char *s)
{
	bool bold = false, begins = true;

	for (; *s; s++) {
		if (begins && (*s == '.' || *s == '\''))
			text_puts(out, "\\&");
		begins = *s == '\n';
		if (*s == ' ' && s[1] != '.' && s[1] != '\'') {
			roff_space(out, s + 1);
		} else if (*s == '`') {
			bold = !bold;
			text_puts(out, bold ? "\\fB" : "\\fP");
		} else if (*s == '\\') {
			text_puts(out, "\\e");
		} else if (*s == '-') {
			text_puts(out, "\\-");
		} else if (*s == '\'') {
			text_puts(out, "\\(aq");
		} else if (*s == '^') {
			text_puts(out, "\\(ha");
		} else if (*s == '~') {
			text_puts(out, "\\(ti");
		} else {
			text_add(out, s, 1);
		}
	}
}

void roff_item(struct text *out, const char *tag, const char *doc)
{
	text_puts(out, ".TP\n\\fB");
	roff_text(out, tag);
	text_puts(out, "\\fP\n");
	roff_text(out, doc);
	text_puts(out, "\n");
}

unsigned roff_words(struct text *out, const char *const *words)
{
	unsigned nr = 0;

	for (; words[nr]; nr++) {
		if (nr) {
			text_puts(out, ",");
			roff_space(out, words[nr]);
		}
		text_puts(out, "\\fB");
		roff_text(out, words[nr]);
		text_puts(out, "\\fP");
	}
	return nr;
}

static void fill_synopsis(struct text *out)
{
	for (int i = 0; i < NR_COMMANDS; i++) {
		const struct command *c = &commands[i];

		text_printf(out, ".br\n\\fBframewalk %s\\fP [\\fIOPTION\\fP...]",
			    c->name);
		if (*c->arguments)
			text_printf(out, " \\fI%s\\fP", c->arguments);
		text_puts(out, "\n");
	}
}

static void option_list(struct text *out, enum command_id command)
{
	const char *comma = "Options:";

	for (int i = 0; i < NR_OPTIONS; i++) {
		if (!command_takes(command, (enum option_id)i))
			continue;
		text_puts(out, comma);
		roff_space(out, command_options[i].name);
		text_printf(out, "\\fB\\-\\-%s\\fP", command_options[i].name);
		comma = ",";
	}
	if (comma[0] == ',')
		text_puts(out, ".\n");
}

static void fill_commands(struct text *out)
{
	for (int i = 0; i < NR_COMMANDS; i++) {
		const struct command *c = &commands[i];

		text_printf(out, ".TP\n\\fB%s\\fP", c->name);
		if (*c->arguments)
			text_printf(out, " \\fI%s\\fP", c->arguments);
		text_puts(out, "\n");
		roff_text(out, c->doc);
		text_puts(out, ".\n");
		roff_text(out, c->more);
		text_puts(out, *c->more ? "\n" : "");
		option_list(out, (enum command_id)i);
	}
}

static void option_tag(struct text *out, const struct option *o)
{
	text_puts(out, ".TP\n");
	if (o->letter)
		text_printf(out, "\\fB\\-%c\\fP, ", o->letter);
	text_printf(out, "\\fB\\-\\-%s\\fP", o->name);
	if (o->value)
		text_printf(out, " \\fI%s\\fP", o->value);
	text_puts(out, "\n");
}

/* "(play, snap)": who takes it. */
static void option_users(struct text *out, enum option_id option)
{
	const char *names[NR_COMMANDS + 1] = { NULL };
	int nr = 0;

	for (int c = 0; c < NR_COMMANDS; c++)
		if (command_takes((enum command_id)c, option))
			names[nr++] = commands[c].name;
	text_puts(out, "(");
	roff_words(out, names);
	text_puts(out, ")\n");
}

static void fill_options(struct text *out)
{
	for (int i = 0; i < NR_OPTIONS; i++) {
		option_tag(out, &command_options[i]);
		roff_text(out, command_options[i].doc);
		text_puts(out, "\n");
		option_users(out, (enum option_id)i);
	}
}

static void terms(struct text *out, const struct term *t)
{
	for (; t->word; t++)
		roff_item(out, t->word, t->doc);
}

static void fill_positions(struct text *out)
{
	terms(out, position_terms);
}

static void fill_outcomes(struct text *out)
{
	terms(out, outcome_terms);
}

static void fill_tape(struct text *out)
{
	terms(out, tape_terms);
}

static void fill_proc_files(struct text *out)
{
	for (unsigned i = 0; i < nr_procfs_files; i++)
		roff_item(out, procfs_files[i].path, procfs_files[i].doc);
}

static void fill_keys(struct text *out)
{
	enum key_context last = NR_KEY_CONTEXTS;

	for (unsigned i = 0; i < nr_key_rows; i++) {
		const struct key_row *row = &key_rows[i];

		if (row->context != last)
			text_printf(out, ".SS \"%s\"\n",
				    words_in(&key_context_titles[row->context],
					     LANG_EN));
		last = row->context;
		roff_item(out, row->shown, words_in(&row->doc, LANG_EN));
	}
	text_printf(out, ".SS \"%s\"\n", words_in(&menu_keys_title, LANG_EN));
	for (unsigned i = 0; i < nr_menu_key_rows; i++)
		roff_item(out, menu_key_rows[i].shown,
			  words_in(&menu_key_rows[i].doc, LANG_EN));
	text_printf(out, ".SS \"%s\"\n", words_in(&prompt_title, LANG_EN));
	for (unsigned i = 0; i < nr_prompt_rows; i++) {
		struct text form = { 0 };

		text_printf(&form, ":%s", prompt_rows[i].form);
		roff_item(out, form.s, words_in(&prompt_rows[i].doc, LANG_EN));
		text_free(&form);
	}
}

static void fill_letters(struct text *out)
{
	for (int g = 0; g < NR_GLYPHS; g++) {
		const char letter[2] = { glyphs[g].letter, '\0' };

		roff_item(out, g == GLYPH_ORDER ? "0-9 X" : letter,
			  ui(LANG_EN, glyphs[g].word));
	}
}

static void fill_views(struct text *out)
{
	for (int v = 0; v < NR_VIEWS; v++)
		roff_item(out, view_name((enum view_id)v),
			  view_title((enum view_id)v, LANG_EN));
}

const struct filler program_fillers[] = {
	{ "synopsis", fill_synopsis },
	{ "commands", fill_commands },
	{ "options", fill_options },
	{ "positions", fill_positions },
	{ "outcomes", fill_outcomes },
	{ "tape", fill_tape },
	{ "proc-files", fill_proc_files },
	{ "keys", fill_keys },
	{ "letters", fill_letters },
	{ "views", fill_views },
	{ NULL, NULL },
};
