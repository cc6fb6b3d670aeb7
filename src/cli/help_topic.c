#include "cli/help_topic.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "load/verb.h"
#include "mm/event.h"
#include "mm/procfs.h"
#include "mm/sysctl.h"
#include "view/event_doc.h"
#include "view/keys.h"
#include "view/op_doc.h"
#include "view/proc_meaning.h"
#include "view/scene.h"

/* A head, once, and below it what the table says. */
static void add_row(struct text *out, const struct words *head, enum lang lang,
		    const char *form, const char *doc)
{
	text_printf(out, "%s%s\n  %s\n", out->len ? "\n" : "",
		    words_in(head, lang), form);
	if (*doc)
		text_printf(out, "  %s\n", doc);
}

static void tell_prompts(const char *word, enum lang lang, struct text *out)
{
	struct text form = { 0 };

	for (unsigned i = 0; i < nr_prompt_rows; i++) {
		const struct prompt_row *row = &prompt_rows[i];
		size_t len = strcspn(row->form, " ");

		if (strlen(word) != len || strncmp(row->form, word, len))
			continue;
		text_reset(&form);
		text_printf(&form, ":%s", row->form);
		add_row(out, &prompt_title, lang, text_str(&form),
			words_in(&row->doc, lang));
	}
	text_free(&form);
}

static void tell_keys(const char *word, enum lang lang, struct text *out)
{
	for (unsigned i = 0; i < nr_key_rows; i++) {
		const struct key_row *row = &key_rows[i];

		if (key_action(word, 1u << row->context) == row->action)
			add_row(out, &key_context_titles[row->context], lang,
				row->shown, words_in(&row->doc, lang));
	}
}

static void tell_operation(const char *word, enum lang lang, struct text *out)
{
	static const struct words head = { { "operation", "操作" } };
	enum op_verb verb = op_verb_by_name(word, strlen(word));
	struct text form = { 0 };

	if (verb == OP_none || verb >= NR_OP_VERBS)
		return;
	text_printf(&form, "%s ", word);
	verb_form(&verbs[verb], &form);
	add_row(out, &head, lang, text_str(&form),
		op_doc(word, verbs[verb].doc, lang));
	text_free(&form);
}

static void tell_setting(const char *word, enum lang lang, struct text *out)
{
	static const struct words head = { { "setting of the kernel",
					     "内核参数" } };
	enum sysctl_id id = sysctl_by_key(word, strlen(word));
	const struct sysctl_info *info = &sysctl_infos[id];
	struct text form = { 0 };

	if (id >= NR_SYSCTLS)
		return;
	text_printf(&form, "%s   %" PRId64 "..%" PRId64, info->key, info->min,
		    info->max);
	add_row(out, &head, lang, text_str(&form),
		op_doc(info->key, info->doc, lang));
	text_free(&form);
}

static void tell_event(const char *word, enum lang lang, struct text *out)
{
	static const struct words head = { { "event", "事件" } };
	enum event_id id = event_by_name(word, strlen(word));

	if (id < NR_EVENTS)
		add_row(out, &head, lang, word, event_doc(id, lang));
}

static void tell_view(const char *word, enum lang lang, struct text *out)
{
	static const struct words head = { { "view", "视图" } };
	enum view_id id = view_by_name(word);
	const char *title;

	if (id == VIEW_NONE)
		return;
	title = view_title(id, lang);
	add_row(out, &head, lang, word, strcmp(title, word) ? title : "");
}

static void tell_file(const char *word, enum lang lang, struct text *out)
{
	static const struct words head = { { "file of /proc",
					     "/proc 的文件" } };

	for (unsigned i = 0; i < nr_procfs_files; i++) {
		const struct procfs_file *f = &procfs_files[i];
		const char *slash = strrchr(f->path, '/');

		if (!strcmp(word, slash ? slash + 1 : f->path))
			add_row(out, &head, lang, f->path,
				file_doc(f->path, f->doc, lang));
	}
}

/* "MemFree", "meminfo.MemFree", "pgalloc_dma" */
static void tell_line(const char *word, enum lang lang, struct text *out)
{
	static const struct words head = { { "line of /proc",
					     "/proc 里的一行" } };
	struct text form = { 0 };

	for (unsigned i = 0; i < nr_proc_meanings; i++) {
		const struct proc_meaning *w = &proc_meanings[i];

		if (!proc_meaning_named(w, word))
			continue;
		text_reset(&form);
		text_printf(&form, "%s  %.*s", w->file,
			    (int)strcspn(w->words, ":"), w->words);
		add_row(out, &head, lang, text_str(&form),
			words_in(&w->says, lang));
	}
	text_free(&form);
}

bool help_topic(const char *word, enum lang lang, struct text *out)
{
	static void (*const tables[])(const char *word, enum lang lang,
				      struct text *out) = {
		tell_prompts, tell_keys, tell_operation, tell_setting,
		tell_event, tell_view, tell_file, tell_line,
	};
	struct text told = { 0 };
	bool known;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		tables[i](word, lang, &told);
	known = told.len;
	text_add(out, text_str(&told), told.len);
	text_free(&told);
	return known;
}

/* Files of /proc, and the lines of them whose names are one word. */
static void file_words(help_word_fn *each, void *ctx)
{
	char name[64];

	for (unsigned i = 0; i < nr_procfs_files; i++) {
		const char *slash = strrchr(procfs_files[i].path, '/');

		slash = slash ? slash + 1 : procfs_files[i].path;
		if (islower((unsigned char)*slash))	/* no "NAME" */
			each(ctx, slash);
	}
	for (unsigned i = 0; i < nr_proc_meanings; i++) {
		const char *words = proc_meanings[i].words;

		snprintf(name, sizeof(name), "%.*s",
			 (int)strcspn(words, ":"), words);
		if (!strpbrk(name, " *") &&
		    proc_meaning_named(&proc_meanings[i], name))
			each(ctx, name);
	}
}

void help_words(help_word_fn *each, void *ctx)
{
	char name[32];

	for (unsigned i = 0; i < nr_prompt_rows; i++) {
		snprintf(name, sizeof(name), "%.*s",
			 (int)strcspn(prompt_rows[i].form, " "),
			 prompt_rows[i].form);
		each(ctx, name);
	}
	for (int v = OP_none + 1; v < NR_OP_VERBS; v++)
		each(ctx, op_verb_name((enum op_verb)v));
	for (int i = 0; i < NR_SYSCTLS; i++)
		each(ctx, sysctl_infos[i].key);
	for (int i = 0; i < NR_EVENTS; i++)
		each(ctx, event_types[i].name);
	for (int i = 0; i < NR_VIEWS; i++)
		each(ctx, view_name((enum view_id)i));
	file_words(each, ctx);
}

struct guess {
	const char *typed;
	char	   *near;
};

/* Words come in a buffer of their teller's: the nearest is copied. */
static void take_nearer(void *ctx, const char *word)
{
	struct guess *g = ctx;

	if (nearer(g->typed, *g->near ? g->near : NULL, word) == word)
		snprintf(g->near, HELP_WORD_BYTES, "%s", word);
}

void help_word_near(const char *typed, char near[HELP_WORD_BYTES])
{
	struct guess g = { typed, near };

	help_words(take_nearer, &g);
}
