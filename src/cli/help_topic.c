#include "cli/help_topic.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/command.h"
#include "cli/phrase.h"
#include "cli/player_set.h"
#include "load/verb.h"
#include "mm/event.h"
#include "mm/procfs.h"
#include "mm/sysctl.h"
#include "view/event_doc.h"
#include "view/glossary.h"
#include "view/keys.h"
#include "view/letter_doc.h"
#include "view/op_doc.h"
#include "view/palette.h"
#include "view/proc_meaning.h"
#include "view/scene.h"

/* Which rows are told. */
enum match {
	NAMED,		/* what it names */
	SPOKEN,		/* what speaks of it */
	EACH_SPOKEN,	/* what speaks of each word of a phrase, anywhere */
};

/* What is asked of each table, and where its rows go. */
struct asked {
	const char  *word;	/* or a phrase, a blank between its words */
	enum lang    lang;
	enum match   match;
	const struct words *head;	/* of the row told last; NULL = none */
	struct text *out;
};

/* Names are told apart by more than capitals; of keys this does not hold. */
static bool is_name(const struct asked *a, const char *name)
{
	return !strcasecmp(name, a->word);
}

/* In either language: who reads Chinese types "in hand" as well. */
static bool is_letter_name(const struct asked *a, enum glyph g)
{
	for (int lang = 0; lang < NR_LANGS; lang++)
		if (is_name(a, ui((enum lang)lang, glyphs[g].word)) ||
		    (g == GLYPH_NOTHING &&
		     is_name(a, ui((enum lang)lang, UI_free))))
			return true;
	return false;
}

static bool is_title(const struct asked *a, enum view_id view)
{
	return is_name(a, view_title(view, LANG_EN)) ||
	       is_name(a, view_title(view, LANG_ZH));
}

static bool is_first_word(const struct asked *a, const char *form)
{
	size_t len = strcspn(form, " ");

	return strlen(a->word) == len && !strncasecmp(form, a->word, len);
}

static bool row_speaks(const struct asked *a, const char *form,
		       const char *doc)
{
	return a->match == SPOKEN ? phrase_in(a->word, form, doc) :
				    phrase_words_in(a->word, form, doc);
}

/* A row; a head goes before the first of those that are listed below it. */
static void offer(struct asked *a, const struct words *head, bool named,
		  const char *form, const char *doc)
{
	bool about = a->match != NAMED, again = about && a->head == head;

	if (about ? !row_speaks(a, form, doc) : !named)
		return;
	if (!again)
		text_printf(a->out, "%s%s\n", a->out->len ? "\n" : "",
			    words_in(head, a->lang));
	text_printf(a->out, "  %s\n", form);
	if (*doc)
		text_printf(a->out, about ? "      %s\n" : "  %s\n", doc);
	a->head = head;
}

static void tell_prompts(struct asked *a)
{
	struct text form = { 0 };

	for (unsigned i = 0; i < nr_prompt_rows; i++) {
		const struct prompt_row *row = &prompt_rows[i];

		text_reset(&form);
		text_printf(&form, ":%s", row->form);
		offer(a, &prompt_title, is_first_word(a, row->form),
		      text_str(&form), words_in(&row->doc, a->lang));
	}
	text_free(&form);
}

static void tell_keys(struct asked *a)
{
	for (unsigned i = 0; i < nr_key_rows; i++) {
		const struct key_row *row = &key_rows[i];

		offer(a, &key_context_titles[row->context],
		      key_action(a->word, 1u << row->context) == row->action,
		      row->shown, words_in(&row->doc, a->lang));
	}
}

/* One that a cell of the picture may have: a capital is on the active list. */
static bool is_letter(const struct asked *a, enum glyph g)
{
	char c = a->word[0];

	if (!c || a->word[1])
		return false;
	if (g == GLYPH_ORDER)
		return c == 'X' || isdigit((unsigned char)c);
	return c == glyphs[g].letter ||
	       (strchr("AFM", c) && tolower((unsigned char)c) == glyphs[g].letter);
}

/* "a", "anonymous" */
static void tell_letters(struct asked *a)
{
	static const struct words head = { { "letter of the picture",
					     "画面上的字母" } };
	struct text form = { 0 }, doc = { 0 };

	for (int i = 0; i < NR_GLYPHS; i++) {
		enum glyph g = (enum glyph)i;
		const char sign[] = { glyphs[g].letter, '\0' };

		text_reset(&form);
		text_printf(&form, "%s  %s", g == GLYPH_ORDER ? "0-9 X" : sign,
			    ui(a->lang, glyphs[g].word));
		text_reset(&doc);
		letter_doc(g, a->lang, &doc);
		offer(a, &head, is_letter(a, g) || is_letter_name(a, g),
		      text_str(&form), text_str(&doc));
	}
	text_free(&form);
	text_free(&doc);
}

/* "free run" */
static void tell_glosses(struct asked *a)
{
	static const struct words head = { { "word of the picture",
					     "画面上的词" } };

	for (unsigned i = 0; i < nr_glosses; i++)
		offer(a, &head, is_name(a, glosses[i].word.in[LANG_EN]) ||
					is_name(a, glosses[i].word.in[LANG_ZH]),
		      words_in(&glosses[i].word, a->lang),
		      words_in(&glosses[i].says, a->lang));
}

static void tell_settings(struct asked *a)
{
	static const struct words head = { { "setting of the stage",
					     "画面的设置" } };
	struct text form = { 0 };

	for (unsigned i = 0; i < nr_setting_rows; i++) {
		const struct setting_row *row = &setting_rows[i];

		text_reset(&form);
		text_printf(&form, ":set %s %s", row->name,
			    row->words ? row->words : "NAME");
		offer(a, &head, is_name(a, row->name), text_str(&form),
		      words_in(&row->doc, a->lang));
	}
	text_free(&form);
}

/* "theme", "--theme" */
static void tell_options(struct asked *a)
{
	static const struct words head = { { "option", "选项" } };
	const char *word = a->word + 2 * !strncmp(a->word, "--", 2);
	struct text form = { 0 };

	for (int i = 0; i < NR_OPTIONS; i++) {
		const struct option *o = &command_options[i];

		text_reset(&form);
		text_printf(&form, "--%s%s%s", o->name, o->value ? " " : "",
			    o->value ? o->value : "");
		offer(a, &head, !strcmp(word, o->name), text_str(&form),
		      words_in(&o->doc, a->lang));
	}
	text_free(&form);
}

static void tell_operations(struct asked *a)
{
	static const struct words head = { { "operation", "操作" } };
	struct text form = { 0 };

	for (int i = OP_none + 1; i < NR_OP_VERBS; i++) {
		const char *name = op_verb_name((enum op_verb)i);

		text_reset(&form);
		text_printf(&form, "%s ", name);
		verb_form(&verbs[i], &form);
		offer(a, &head, is_name(a, name), text_str(&form),
		      op_doc(name, verbs[i].doc, a->lang));
	}
	text_free(&form);
}

/* "vm.swappiness", "swappiness" */
static void tell_sysctls(struct asked *a)
{
	static const struct words head = { { "setting of the kernel",
					     "内核参数" } };
	struct text form = { 0 };

	for (int i = 0; i < NR_SYSCTLS; i++) {
		const struct sysctl_info *info = &sysctl_infos[i];
		const char *dot = strrchr(info->key, '.');

		text_reset(&form);
		text_printf(&form, "%s   %" PRId64 "..%" PRId64, info->key,
			    info->min, info->max);
		offer(a, &head, is_name(a, info->key) ||
		      (dot && is_name(a, dot + 1)), text_str(&form),
		      op_doc(info->key, info->doc, a->lang));
	}
	text_free(&form);
}

static void tell_events(struct asked *a)
{
	static const struct words head = { { "event", "事件" } };

	for (int i = 0; i < NR_EVENTS; i++) {
		const char *name = event_types[i].name;

		offer(a, &head, is_name(a, name), name,
		      event_doc((enum event_id)i, a->lang));
	}
}

static void tell_views(struct asked *a)
{
	static const struct words head = { { "view", "视图" } };

	for (int i = 0; i < NR_VIEWS; i++) {
		const char *name = view_name((enum view_id)i);
		const char *title = view_title((enum view_id)i, a->lang);

		offer(a, &head, is_name(a, name) ||
					is_title(a, (enum view_id)i), name,
		      strcmp(title, name) ? title : "");
	}
}

static void tell_files(struct asked *a)
{
	static const struct words head = { { "file of /proc",
					     "/proc 的文件" } };

	for (unsigned i = 0; i < nr_procfs_files; i++) {
		const struct procfs_file *f = &procfs_files[i];
		const char *slash = strrchr(f->path, '/');

		offer(a, &head, is_name(a, slash ? slash + 1 : f->path),
		      f->path, file_doc(f->path, f->doc, a->lang));
	}
}

/* "MemFree", "meminfo.MemFree", "pgalloc_dma" */
static void tell_lines(struct asked *a)
{
	static const struct words head = { { "line of /proc",
					     "/proc 里的一行" } };
	struct text form = { 0 };

	for (unsigned i = 0; i < nr_proc_meanings; i++) {
		const struct proc_meaning *w = &proc_meanings[i];

		text_reset(&form);
		text_printf(&form, "%s  %.*s", w->file,
			    (int)strcspn(w->words, ":"), w->words);
		offer(a, &head, proc_meaning_named(w, a->word),
		      text_str(&form), words_in(&w->says, a->lang));
	}
	text_free(&form);
}

static bool ask_all(struct asked *a)
{
	static void (*const tables[])(struct asked *a) = {
		tell_prompts, tell_keys, tell_letters, tell_glosses, tell_settings,
		tell_options,
		tell_operations, tell_sysctls, tell_events, tell_views,
		tell_files, tell_lines,
	};
	struct text *out = a->out, told = { 0 };
	bool known;

	a->out = &told;
	a->head = NULL;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		tables[i](a);
	known = told.len;
	a->out = out;
	text_add(out, text_str(&told), told.len);
	text_free(&told);
	return known;
}

bool help_topic(const char *word, enum lang lang, struct text *out)
{
	struct asked a = { .word = word, .lang = lang, .out = out };

	return ask_all(&a);
}

/* Of a phrase that is nowhere: what its words are, each. */
static void tell_each_word(const char *phrase, enum lang lang,
			   struct text *out)
{
	char all[HELP_WORD_BYTES], *rest;

	snprintf(all, sizeof(all), "%s", phrase);
	for (char *word = strtok_r(all, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest)) {
		struct text one = { 0 };

		if (help_topic(word, lang, &one))
			text_printf(out, "%s%s", out->len ? "\n" : "",
				    text_str(&one));
		text_free(&one);
	}
}

/* In its own language first, else in that in which something speaks of it. */
static bool speaks(const char *word, enum lang lang, enum match match,
		   struct text *out)
{
	struct asked a = { .word = word, .lang = lang, .match = match,
			   .out = out };

	if (ask_all(&a))
		return true;
	a.lang = lang == LANG_ZH ? LANG_EN : LANG_ZH;
	return ask_all(&a);
}

bool help_about(const char *word, enum lang lang, struct text *out)
{
	static const struct words spoken = { {
		"nothing is named '%s'; this speaks of it:\n\n",
		"没有以“%s”为名的；下面提到它：\n\n"
	} }, words = { {
		"nothing is named '%s'; its words:\n\n",
		"没有以“%s”为名的；其中的词：\n\n"
	} };
	const struct words *head = &spoken;
	struct text told = { 0 };
	bool phrase = strchr(word, ' '), known;

	if (strlen(word) >= PHRASE_LEAST_BYTES &&
	    !speaks(word, lang, SPOKEN, &told) && phrase &&
	    !speaks(word, lang, EACH_SPOKEN, &told)) {
		head = &words;
		tell_each_word(word, lang, &told);
	}
	known = told.len;
	if (known) {
		struct text clean = { 0 };

		text_puts(&clean, word);
		text_clean(clean.s);
		text_printf(out, words_in(head, lang), text_str(&clean));
		text_free(&clean);
		text_add(out, text_str(&told), told.len);
	}
	text_free(&told);
	return known;
}
