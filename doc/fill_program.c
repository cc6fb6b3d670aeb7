/* What framewalk(1) takes from the tables: commands, options, keys, letters */
#include "fill.h"

#include <string.h>

#include "cli/menu.h"
#include "cli/options.h"
#include "mm/procfs.h"
#include "view/keys.h"
#include "view/letter_doc.h"
#include "view/op_doc.h"
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

void roff_comma(struct text *out, const char *next, enum lang lang)
{
	text_puts(out, either(lang, ",", "、"));
	if (lang == LANG_EN)
		roff_space(out, next);
}

unsigned roff_words(struct text *out, const char *const *words, enum lang lang)
{
	unsigned nr = 0;

	for (; words[nr]; nr++) {
		if (nr)
			roff_comma(out, words[nr], lang);
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

static void option_list(struct text *out, enum command_id command,
			enum lang lang)
{
	int nr = 0;

	for (int i = 0; i < NR_OPTIONS; i++) {
		if (!command_takes(command, (enum option_id)i))
			continue;
		if (nr++)
			roff_comma(out, command_options[i].name, lang);
		else
			text_puts(out, either(lang, "Options: ", "选项："));
		text_printf(out, "\\fB\\-\\-%s\\fP", command_options[i].name);
	}
	if (nr)
		text_puts(out, either(lang, ".\n", "。\n"));
}

static void fill_commands(struct text *out, enum lang lang)
{
	for (int i = 0; i < NR_COMMANDS; i++) {
		const struct command *c = &commands[i];
		const char *more = words_in(&c->more, lang);

		text_printf(out, ".TP\n\\fB%s\\fP", c->name);
		if (*c->arguments)
			text_printf(out, " \\fI%s\\fP", c->arguments);
		text_puts(out, "\n");
		roff_text(out, words_in(&c->doc, lang));
		text_puts(out, either(lang, ".\n", "。\n"));
		roff_text(out, more);
		text_puts(out, *more ? "\n" : "");
		option_list(out, (enum command_id)i, lang);
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
static void option_users(struct text *out, enum option_id option,
			 enum lang lang)
{
	const char *names[NR_COMMANDS + 1] = { NULL };
	int nr = 0;

	for (int c = 0; c < NR_COMMANDS; c++)
		if (command_takes((enum command_id)c, option))
			names[nr++] = commands[c].name;
	text_puts(out, either(lang, "(", "（"));
	roff_words(out, names, lang);
	text_puts(out, either(lang, ")\n", "）\n"));
}

static void fill_options(struct text *out, enum lang lang)
{
	for (int i = 0; i < NR_OPTIONS; i++) {
		option_tag(out, &command_options[i]);
		roff_text(out, words_in(&command_options[i].doc, lang));
		text_puts(out, "\n");
		option_users(out, (enum option_id)i, lang);
	}
}

static void terms(struct text *out, const struct term *t, enum lang lang)
{
	for (; t->word; t++)
		roff_item(out, t->word, words_in(&t->doc, lang));
}

static void fill_positions(struct text *out, enum lang lang)
{
	terms(out, position_terms, lang);
}

static void fill_outcomes(struct text *out, enum lang lang)
{
	terms(out, outcome_terms, lang);
}

static void fill_tape(struct text *out, enum lang lang)
{
	terms(out, tape_terms, lang);
}

static void fill_proc_files(struct text *out, enum lang lang)
{
	for (unsigned i = 0; i < nr_procfs_files; i++)
		roff_item(out, procfs_files[i].path,
			  file_doc(procfs_files[i].path, procfs_files[i].doc,
				   lang));
}

static void fill_keys(struct text *out, enum lang lang)
{
	enum key_context last = NR_KEY_CONTEXTS;

	for (unsigned i = 0; i < nr_key_rows; i++) {
		const struct key_row *row = &key_rows[i];

		if (row->context != last)
			text_printf(out, ".SS \"%s\"\n",
				    words_in(&key_context_titles[row->context],
					     lang));
		last = row->context;
		roff_item(out, row->shown, words_in(&row->doc, lang));
	}
	text_printf(out, ".SS \"%s\"\n", words_in(&menu_keys_title, lang));
	for (unsigned i = 0; i < nr_menu_key_rows; i++)
		roff_item(out, menu_key_rows[i].shown,
			  words_in(&menu_key_rows[i].doc, lang));
	text_printf(out, ".SS \"%s\"\n", words_in(&prompt_title, lang));
	for (unsigned i = 0; i < nr_prompt_rows; i++) {
		struct text form = { 0 };

		text_printf(&form, ":%s", prompt_rows[i].form);
		roff_item(out, form.s, words_in(&prompt_rows[i].doc, lang));
		text_free(&form);
	}
}

static void fill_letters(struct text *out, enum lang lang)
{
	for (int g = 0; g < NR_GLYPHS; g++) {
		const char letter[2] = { glyphs[g].letter, '\0' };
		struct text doc = { 0 };

		text_puts(&doc, ui(lang, glyphs[g].word));
		text_puts(&doc, lang == LANG_ZH ? "。" : ". ");
		letter_doc((enum glyph)g, lang, &doc);
		roff_item(out, g == GLYPH_ORDER ? "0-9 X" : letter,
			  text_str(&doc));
		text_free(&doc);
	}
}

static void fill_views(struct text *out, enum lang lang)
{
	for (int v = 0; v < NR_VIEWS; v++)
		roff_item(out, view_name((enum view_id)v),
			  view_title((enum view_id)v, lang));
}

const struct filler program_fillers[] = {
	{ "synopsis", .alike = fill_synopsis },
	{ "commands", .fill = fill_commands },
	{ "options", .fill = fill_options },
	{ "positions", .fill = fill_positions },
	{ "outcomes", .fill = fill_outcomes },
	{ "tape", .fill = fill_tape },
	{ "proc-files", .fill = fill_proc_files },
	{ "keys", .fill = fill_keys },
	{ "letters", .fill = fill_letters },
	{ "views", .fill = fill_views },
	{ .name = NULL },
};
