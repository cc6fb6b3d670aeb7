/* Each word that the help knows, and which of them one was meant to be */
#include "cli/help_topic.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/player_set.h"
#include "mm/event.h"
#include "mm/op.h"
#include "mm/procfs.h"
#include "mm/sysctl.h"
#include "view/keys.h"
#include "view/proc_meaning.h"
#include "view/scene.h"

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
	for (unsigned i = 0; i < nr_setting_rows; i++)
		each(ctx, setting_rows[i].name);
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
