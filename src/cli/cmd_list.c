/* list - the installed walkthroughs, or the labels of one */
#include <stdlib.h>

#include "cli/language.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/places.h"
#include "cli/session.h"
#include "load/scenario.h"

/* Its title; a file with faults is listed all the same. */
static void print_title(struct text *t, const struct walkthrough *w,
			enum lang lang)
{
	static const struct words has_faults = { {
		"(has faults: framewalk check prints them)",
		"（有错误：framewalk check 列出它们）" } };
	struct diags faults;
	struct story *story;

	diags_init(&faults, w->path);
	story = scenario_load(w->path, &faults);
	text_puts(t, words_in(story ? &story->title : &has_faults, lang));
	if (story)
		story_free(story);
	diags_free(&faults);
}

static void print_labels(const struct story *s, enum lang lang,
			 struct output *out)
{
	struct text line = { 0 };

	for (uint32_t step = 1; step <= s->nr_steps; step++) {
		const struct step_detail *d = step_detail(s, step);

		if (!d->label)
			continue;
		text_printf(&line, "%-20s  %3u  %s\n", d->label, step,
			    words_in(&d->title, lang));
		if (!output_text(out, &line))
			break;
	}
	text_free(&line);
}

/* Read, but not booted: a shell that completes a word waits for this. */
static int list_labels(const struct options *o)
{
	char *path = scenario_find(o->args[0], o->program);
	struct diags faults;
	struct output out;
	struct story *story;
	int outcome = FAILED;

	if (!path)
		return FAILED;
	diags_init(&faults, path);
	story = scenario_load(path, &faults);
	if (story) {
		output_open(&out, NULL);
		print_labels(story, language_of_reader(o), &out);
		outcome = output_close(&out);
		story_free(story);
	} else {
		outcome = session_outcome(&faults);
		diags_print(&faults, stderr);
	}
	diags_free(&faults);
	free(path);
	return outcome;
}

static int list_installed(const struct options *o)
{
	struct walkthroughs all;
	struct text line = { 0 };
	struct output out;

	walkthroughs_open(&all, o->program);
	output_open(&out, NULL);
	for (size_t i = 0; i < all.nr; i++) {
		const struct walkthrough *w = &all.list[i];

		text_printf(&line, "%-20s  ", w->name);
		if (options_has(o, OPT_paths))
			text_puts(&line, w->path);
		else
			print_title(&line, w, language_of_reader(o));
		text_puts(&line, "\n");
		if (!output_text(&out, &line))
			break;
	}
	text_free(&line);
	if (!all.nr)
		complain("no walkthroughs are installed; "
			 "'framewalk list --help' says where they are looked for");
	walkthroughs_close(&all);
	return output_close(&out);
}

int cmd_list(const struct options *o)
{
	if (!o->nr_args)
		return list_installed(o);
	if (!options_has(o, OPT_paths))
		return list_labels(o);
	complain("--paths is about the installed walkthroughs, not about "
		 "the labels of one");
	return USAGE;
}
