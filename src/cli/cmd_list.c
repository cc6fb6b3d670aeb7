/* list - the installed walkthroughs */
#include <stdlib.h>

#include "cli/options.h"
#include "cli/output.h"
#include "cli/places.h"
#include "cli/session.h"
#include "load/scenario.h"

/* Its title; a file with faults is listed all the same. */
static void print_title(struct text *t, const struct walkthrough *w,
			enum lang lang)
{
	struct diags faults;
	struct story *story;

	diags_init(&faults, w->path);
	story = scenario_load(w->path, &faults);
	text_puts(t, story ? words_in(&story->title, lang)
			   : "(has faults: framewalk check prints them)");
	if (story)
		story_free(story);
	diags_free(&faults);
}

int cmd_list(const struct options *o)
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
			print_title(&line, w, options_lang(o));
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
