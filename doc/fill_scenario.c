/* What framewalk-scenario(5) takes from the tables that the loader reads by */
#include "fill.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "load/operation.h"
#include "load/shape.h"
#include "load/verb.h"
#include "mm/event.h"
#include "mm/sysctl.h"
#include "story/page.h"

enum { MAX_WORDS = 64 };

/* What the section on values calls it. */
static const char *const arg_nouns[NR_ARG_TYPES] = {
	[ARG_TASK] = "a task",		[ARG_NEWTASK] = "a new name",
	[ARG_OUT] = "a label",		[ARG_BLOCK] = "label of a block",
	[ARG_PLACE] = "a place",	[ARG_ADDRESS] = "an address",
	[ARG_SIZE] = "a size",		[ARG_DELTA] = "a change",
	[ARG_NUMBER] = "a number",	[ARG_ORDER] = "an order, 0 to 10",
	[ARG_GFP] = "GFP flags",	[ARG_PROT] = "rights",
	[ARG_SYSCTL] = "name of a setting",
	[ARG_VALUES] = "a number, or a list of up to five",
	[ARG_BOOL] = "`true` or `false`",
	[ARG_FD] = "label of a descriptor",
	[ARG_SEGMENT] = "label of a segment",
	[ARG_FILE] = "name of a file",	[ARG_OFFSET] = "a size",
	[ARG_FILEPOS] = "a size",	[ARG_SIGNAL] = "a signal, as `SIGKILL`",
	[ARG_LIMIT] = "a size, or `unlimited`",
	[ARG_SWAPDEV] = "name of a swap device",
	[ARG_PROCFILE] = "`TASK/oom_score_adj` or `TASK/oom_adj`",
};

static const char *const form_nouns[FORM_OTHER + 1] = {
	[FORM_TEXT] = "a text",		[FORM_LINE] = "a text of one line",
	[FORM_STRING] = "a string",	[FORM_NAME] = "a name",
	[FORM_EXPR] = "an expression",	[FORM_PLACE] = "a place",
	[FORM_SIZE] = "a size",		[FORM_ADDRESS] = "an address",
	[FORM_FLAG] = "`true` or `false`",
};

/* Definitions of the schema that no table of shapes makes. */
static const struct {
	const char *schema, *noun;
} others[] = {
	{ "version", "the number 1" },	{ "text", "a text" },
	{ "size", "a size" },		{ "name", "a name" },
	{ "per_zone", "an object, a number a zone" },
	{ "distance", "a list of lists of numbers" },
	{ "switch", "`true` or `false`" },
	{ "sysctls", "an object, see Settings" },
	{ "answer", "an expression, or a number" },
	{ "views", "a list of views" },
	{ "page", "a page" },
	{ "operation", "an operation" },
	{ "expectation", "an expectation" },
	{ "event_order", "`none`, or a list of events" },
	{ "frames", "a list of frame numbers" },
	{ "tape_line", "a line of a tape" },
};

static const char *other_noun(const char *schema)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (schema && !strcmp(others[i].schema, schema))
			return others[i].noun;
	fprintf(stderr, "fill_scenario.c: no noun for '%s'\n",
		schema ? schema : "a shape");
	exit(EXIT_FAILURE);
}

/* In their order, each group of verbs once. */
static bool group_begins(unsigned verb)
{
	for (unsigned v = OP_none + 1; v < verb; v++)
		if (!strcmp(verbs[v].group, verbs[verb].group))
			return false;
	return true;
}

static void argument_value(struct text *out, const struct argument *a)
{
	const char *words[MAX_WORDS + 1] = { NULL };
	const struct word *w = arg_words(a->type);

	for (unsigned i = 0; w && w[i].word && i < MAX_WORDS; i++)
		words[i] = w[i].word;
	if (!w) {
		roff_text(out, arg_nouns[a->type] ? arg_nouns[a->type] :
						    other_noun(a->name));
		return;
	}
	if (arg_is_list(a->type) && words[1])
		text_puts(out, "one or a list of ");
	roff_words(out, words);
}

static void put_argument(struct text *out, const struct argument *a)
{
	text_puts(out, ".TP\n");
	text_printf(out, a->required ? "\\fI%s\\fP%s\n" : "[\\fI%s\\fP]%s\n",
		    a->name, a->alone ? " *" : "");
	argument_value(out, a);
	text_puts(out, "\n");
}

static void put_verb(struct text *out, const struct verb *v)
{
	roff_item(out, v->name, v->doc);
	if (!v->args[0].name)
		return;
	text_puts(out, ".RS\n");
	for (const struct argument *a = v->args; a->name; a++)
		put_argument(out, a);
	text_puts(out, ".RE\n");
}

static void fill_verbs(struct text *out)
{
	for (unsigned first = OP_none + 1; first < NR_OP_VERBS; first++) {
		const char *group = verbs[first].group;

		if (!group_begins(first))
			continue;
		text_printf(out, ".SS \"Operations: %s\"\n", group);
		for (unsigned v = first; v < NR_OP_VERBS; v++)
			if (!strcmp(verbs[v].group, group))
				put_verb(out, &verbs[v]);
	}
}

static void fill_modifiers(struct text *out)
{
	for (const struct modifier *m = modifiers; m->key; m++)
		roff_item(out, m->key, m->doc);
}

static void field_value(struct text *out, const struct field *f)
{
	if (f->words)
		roff_words(out, f->words);
	else if (f->form == FORM_NUMBER && f->max >= LOAD_MAX_REPEAT)
		text_puts(out, "a number");
	else if (f->form == FORM_NUMBER)
		text_printf(out, "a number, %" PRId64 " to %" PRId64, f->min,
			    f->max);
	else if (f->shape)
		text_printf(out, "an object, see \\(lq%s\\(rq", f->shape->name);
	else
		roff_text(out, form_nouns[f->form] ? form_nouns[f->form] :
						     other_noun(f->schema));
}

static void put_field(struct text *out, const struct field *f)
{
	static const char *const times[] = {
		[ONCE] = "", [ONE_OR_LIST] = ", or a list of them",
		[LIST] = "; a list of them", [LIST_NOT_EMPTY] = "; a list of them",
	};

	text_printf(out, ".TP\n\\fB%s\\fP%s\n(", f->key,
		    f->required ? ", required" : "");
	field_value(out, f);
	text_printf(out, "%s)\n", times[f->times]);
	roff_text(out, f->doc);
	text_puts(out, ".\n");
}

static void fill_shapes(struct text *out)
{
	for (unsigned i = 0; shapes[i]; i++) {
		text_printf(out, ".SS %s\n", shapes[i]->name);
		roff_text(out, shapes[i]->doc);
		text_puts(out, "\n");
		for (const struct field *f = shapes[i]->fields; f->key; f++)
			put_field(out, f);
	}
}

static void fill_page_fields(struct text *out)
{
	roff_words(out, page_field_names);
	text_puts(out, ".\n");
}

/* Words that a field is told in: "kind" and "lru". */
static void fill_page_words(struct text *out)
{
	for (unsigned f = 0; f < NR_PAGE_FIELDS; f++) {
		const char *words[MAX_WORDS + 1] = { NULL };

		for (unsigned i = 0; i < MAX_WORDS; i++)
			words[i] = page_field_word((enum page_field)f, i);
		if (!words[0])
			continue;
		text_printf(out, ".TP\n\\fB%s\\fP\n", page_field_names[f]);
		roff_words(out, words);
		text_puts(out, "\n");
	}
}

static void fill_sysctls(struct text *out)
{
	for (unsigned i = 0; i < NR_SYSCTLS; i++) {
		roff_item(out, sysctl_infos[i].key, sysctl_infos[i].doc);
		if (sysctl_infos[i].def > 0)
			text_printf(out, "(%" PRId64 ")\n",
				    sysctl_infos[i].def);
	}
}

static void fill_events(struct text *out)
{
	for (unsigned i = 0; i < NR_EVENTS; i++) {
		const struct event_type *t = &event_types[i];

		text_printf(out, ".TP\n\\fB%s\\fP", t->name);
		for (const struct event_field *f = t->field; f->name; f++)
			text_printf(out, " \\fI%s\\fP", f->name);
		text_puts(out, "\n");
		roff_text(out, t->doc);
		text_printf(out, strcmp(t->from, "own") ?
			    "\n(the kernel's %s:%s)\n" : "\n", t->from, t->name);
	}
}

const struct filler scenario_fillers[] = {
	{ "verbs", fill_verbs },
	{ "modifiers", fill_modifiers },
	{ "shapes", fill_shapes },
	{ "page-fields", fill_page_fields },
	{ "page-words", fill_page_words },
	{ "sysctls", fill_sysctls },
	{ "events", fill_events },
	{ NULL, NULL },
};
