/* What framewalk-scenario(5) takes from the tables that the loader reads by */
#include "fill.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/tongue.h"
#include "load/operation.h"
#include "load/shape.h"
#include "load/verb.h"
#include "mm/event.h"
#include "mm/sysctl.h"
#include "story/page.h"
#include "view/event_doc.h"
#include "view/op_doc.h"

enum { MAX_WORDS = 64 };

/* What the section on values calls it. */
static const struct words arg_nouns[NR_ARG_TYPES] = {
	[ARG_TASK] = { { "a task", "任务" } },
	[ARG_NEWTASK] = { { "a new name", "新的名字" } },
	[ARG_OUT] = { { "a label", "标签" } },
	[ARG_BLOCK] = { { "label of a block", "块的标签" } },
	[ARG_PLACE] = { { "a place", "地点" } },
	[ARG_ADDRESS] = { { "an address", "地址" } },
	[ARG_SIZE] = { { "a size", "大小" } },
	[ARG_DELTA] = { { "a change", "变化量" } },
	[ARG_NUMBER] = { { "a number", "数" } },
	[ARG_ORDER] = { { "an order, 0 to 10", "阶，0 到 10" } },
	[ARG_GFP] = { { "GFP flags", "GFP 标志" } },
	[ARG_PROT] = { { "rights", "权限" } },
	[ARG_SYSCTL] = { { "name of a setting", "参数的名字" } },
	[ARG_VALUES] = { { "a number, or a list of up to five",
			   "一个数，或最多五个数的列表" } },
	[ARG_BOOL] = { { "`true` or `false`", "`true` 或 `false`" } },
	[ARG_FD] = { { "label of a descriptor", "描述符的标签" } },
	[ARG_SEGMENT] = { { "label of a segment", "共享段的标签" } },
	[ARG_FILE] = { { "name of a file", "文件的名字" } },
	[ARG_OFFSET] = { { "a size", "大小" } },
	[ARG_FILEPOS] = { { "a size", "大小" } },
	[ARG_SIGNAL] = { { "a signal, as `SIGKILL`", "信号，如 `SIGKILL`" } },
	[ARG_LIMIT] = { { "a size, or `unlimited`", "大小，或 `unlimited`" } },
	[ARG_SWAPDEV] = { { "name of a swap device", "交换设备的名字" } },
	[ARG_PROCFILE] = { { "`TASK/oom_score_adj` or `TASK/oom_adj`",
			     "`TASK/oom_score_adj` 或 `TASK/oom_adj`" } },
};

static const struct words form_nouns[FORM_OTHER + 1] = {
	[FORM_TEXT] = { { "a text", "文本" } },
	[FORM_LINE] = { { "a text of one line", "一行文本" } },
	[FORM_STRING] = { { "a string", "字符串" } },
	[FORM_NAME] = { { "a name", "名字" } },
	[FORM_EXPR] = { { "an expression", "表达式" } },
	[FORM_PLACE] = { { "a place", "地点" } },
	[FORM_SIZE] = { { "a size", "大小" } },
	[FORM_ADDRESS] = { { "an address", "地址" } },
	[FORM_FLAG] = { { "`true` or `false`", "`true` 或 `false`" } },
};

/* Definitions of the schema that no table of shapes makes. */
static const struct {
	const char *schema;
	struct words noun;
} others[] = {
	{ "version", { { "the number 1", "数 1" } } },
	{ "text", { { "a text", "文本" } } },
	{ "size", { { "a size", "大小" } } },
	{ "name", { { "a name", "名字" } } },
	{ "per_zone", { { "an object, a number a zone",
			  "对象，每个区一个数" } } },
	{ "distance", { { "a list of lists of numbers", "数的列表的列表" } } },
	{ "switch", { { "`true` or `false`", "`true` 或 `false`" } } },
	{ "sysctls", { { "an object, see Settings", "对象，见“内核参数”" } } },
	{ "answer", { { "an expression, or a number", "表达式或数" } } },
	{ "views", { { "a list of views", "视图的列表" } } },
	{ "page", { { "a page", "页" } } },
	{ "operation", { { "an operation", "操作" } } },
	{ "expectation", { { "an expectation", "预期" } } },
	{ "event_order", { { "`none`, or a list of events",
			     "`none`，或事件的列表" } } },
	{ "frames", { { "a list of frame numbers", "页框号的列表" } } },
	{ "tape_line", { { "a line of a tape", "一行按键" } } },
};

static const struct words *other_noun(const char *schema)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (schema && !strcmp(others[i].schema, schema))
			return &others[i].noun;
	fprintf(stderr, "fill_scenario.c: no noun for '%s'\n",
		schema ? schema : "a shape");
	exit(EXIT_FAILURE);
}

/* The noun of a value, by the table or by the name of what is no such form. */
static void put_noun(struct text *out, const struct words *noun,
		     const char *schema, enum lang lang)
{
	if (!noun->in[LANG_EN])
		noun = other_noun(schema);
	roff_text(out, words_in(noun, lang));
}

static const char *group_title(const char *group, enum lang lang)
{
	static const struct words titles[] = {
		{ { "task", "任务" } },	  { { "memory", "内存" } },
		{ { "file", "文件" } },	  { { "knobs", "开关" } },
		{ { "time", "时间" } },	  { { "kernel", "内核" } },
	};

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (!strcmp(titles[i].in[LANG_EN], group))
			return words_in(&titles[i], lang);
	fprintf(stderr, "fill_scenario.c: no title for '%s'\n", group);
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

static void argument_value(struct text *out, const struct argument *a,
			   enum lang lang)
{
	const char *words[MAX_WORDS + 1] = { NULL };
	const struct word *w = arg_words(a->type);

	for (unsigned i = 0; w && w[i].word && i < MAX_WORDS; i++)
		words[i] = w[i].word;
	if (!w) {
		put_noun(out, &arg_nouns[a->type], a->name, lang);
		return;
	}
	if (arg_is_list(a->type) && words[1])
		text_puts(out, either(lang, "one or a list of ",
				      "下列之一，或其列表："));
	roff_words(out, words, lang);
}

static void put_argument(struct text *out, const struct argument *a,
			 enum lang lang)
{
	text_puts(out, ".TP\n");
	text_printf(out, a->required ? "\\fI%s\\fP%s\n" : "[\\fI%s\\fP]%s\n",
		    a->name, a->alone ? " *" : "");
	argument_value(out, a, lang);
	text_puts(out, "\n");
}

static void put_verb(struct text *out, const struct verb *v, enum lang lang)
{
	roff_item(out, v->name, op_doc(v->name, v->doc, lang));
	if (!v->args[0].name)
		return;
	text_puts(out, ".RS\n");
	for (const struct argument *a = v->args; a->name; a++)
		put_argument(out, a, lang);
	text_puts(out, ".RE\n");
}

static void fill_verbs(struct text *out, enum lang lang)
{
	for (unsigned first = OP_none + 1; first < NR_OP_VERBS; first++) {
		const char *group = verbs[first].group;

		if (!group_begins(first))
			continue;
		text_printf(out, either(lang, ".SS \"Operations: %s\"\n",
					".SS \"操作：%s\"\n"),
			    group_title(group, lang));
		for (unsigned v = first; v < NR_OP_VERBS; v++)
			if (!strcmp(verbs[v].group, group))
				put_verb(out, &verbs[v], lang);
	}
}

static void fill_modifiers(struct text *out)
{
	for (const struct modifier *m = modifiers; m->key; m++)
		roff_item(out, m->key, tongue(m->doc));
}

static void field_value(struct text *out, const struct field *f,
			enum lang lang)
{
	if (f->words)
		roff_words(out, f->words, lang);
	else if (f->form == FORM_NUMBER && f->max >= LOAD_MAX_REPEAT)
		text_puts(out, either(lang, "a number", "数"));
	else if (f->form == FORM_NUMBER)
		text_printf(out, either(lang,
					"a number, %" PRId64 " to %" PRId64,
					"数，%" PRId64 " 到 %" PRId64),
			    f->min, f->max);
	else if (f->shape)
		text_printf(out, either(lang, "an object, see \\(lq%s\\(rq",
					"对象，见“%s”"), f->shape->name);
	else
		put_noun(out, &form_nouns[f->form], f->schema, lang);
}

/* A message goes on with it, by a word for "that is". */
static const char *field_doc(const struct field *f)
{
	static const char that_is[] = "即";
	const char *doc = tongue(f->doc);

	return doc + (strncmp(doc, that_is, strlen(that_is)) ?
			      0 : strlen(that_is));
}

static void put_field(struct text *out, const struct field *f, enum lang lang)
{
	static const struct words times[] = {
		[ONCE] = { { "", "" } },
		[ONE_OR_LIST] = { { ", or a list of them", "，或其列表" } },
		[LIST] = { { "; a list of them", "；其列表" } },
		[LIST_NOT_EMPTY] = { { "; a list of them", "；其列表" } },
	};

	text_printf(out, ".TP\n\\fB%s\\fP%s\n%s", f->key,
		    !f->required ? "" : either(lang, ", required", "，必需"),
		    either(lang, "(", "（"));
	field_value(out, f, lang);
	text_printf(out, "%s%s\n", words_in(&times[f->times], lang),
		    either(lang, ")", "）"));
	roff_text(out, field_doc(f));
	text_puts(out, either(lang, ".\n", "。\n"));
}

static void fill_shapes(struct text *out, enum lang lang)
{
	for (unsigned i = 0; shapes[i]; i++) {
		text_printf(out, ".SS %s\n", shapes[i]->name);
		roff_text(out, tongue(shapes[i]->doc));
		text_puts(out, either(lang, "\n", "。\n"));
		for (const struct field *f = shapes[i]->fields; f->key; f++)
			put_field(out, f, lang);
	}
}

static void fill_page_fields(struct text *out, enum lang lang)
{
	roff_words(out, page_field_names, lang);
	text_puts(out, either(lang, ".\n", "。\n"));
}

/* Words that a field is told in: "kind" and "lru". */
static void fill_page_words(struct text *out, enum lang lang)
{
	for (unsigned f = 0; f < NR_PAGE_FIELDS; f++) {
		const char *words[MAX_WORDS + 1] = { NULL };

		for (unsigned i = 0; i < MAX_WORDS; i++)
			words[i] = page_field_word((enum page_field)f, i);
		if (!words[0])
			continue;
		text_printf(out, ".TP\n\\fB%s\\fP\n", page_field_names[f]);
		roff_words(out, words, lang);
		text_puts(out, "\n");
	}
}

static void fill_sysctls(struct text *out, enum lang lang)
{
	for (unsigned i = 0; i < NR_SYSCTLS; i++) {
		const struct sysctl_info *info = &sysctl_infos[i];

		roff_item(out, info->key, op_doc(info->key, info->doc, lang));
		if (info->def > 0)
			text_printf(out, either(lang, "(%" PRId64 ")\n",
						"（%" PRId64 "）\n"),
				    info->def);
	}
}

static void fill_events(struct text *out, enum lang lang)
{
	for (unsigned i = 0; i < NR_EVENTS; i++) {
		const struct event_type *t = &event_types[i];

		text_printf(out, ".TP\n\\fB%s\\fP", t->name);
		for (const struct event_field *f = t->field; f->name; f++)
			text_printf(out, " \\fI%s\\fP", f->name);
		text_puts(out, "\n");
		roff_text(out, event_doc((enum event_id)i, lang));
		text_puts(out, "\n");
		if (strcmp(t->from, "own"))
			text_printf(out, either(lang, "(the kernel's %s:%s)\n",
						"（即内核的 %s:%s）\n"),
				    t->from, t->name);
	}
}

const struct filler scenario_fillers[] = {
	{ "verbs", .fill = fill_verbs },
	{ "modifiers", .alike = fill_modifiers },
	{ "shapes", .fill = fill_shapes },
	{ "page-fields", .fill = fill_page_fields },
	{ "page-words", .fill = fill_page_words },
	{ "sysctls", .fill = fill_sysctls },
	{ "events", .fill = fill_events },
	{ .name = NULL },
};
