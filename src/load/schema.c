#include "load/schema.h"

#include <string.h>

#include "load/operation.h"
#include "load/shape.h"
#include "load/verb.h"
#include "mm/event.h"
#include "mm/sysctl.h"
#include "mm/zone.h"
#include "story/page.h"

/* JSON on its way out, indented by two. */
struct out {
	struct text *text;
	unsigned     depth;
	bool	     first;	/* nothing stands in this container yet */
};

static void put_quoted(struct out *o, const char *s)
{
	text_puts(o->text, "\"");
	for (; *s; s++)
		text_printf(o->text, *s == '"' || *s == '\\' ? "\\%c" : "%c", *s);
	text_puts(o->text, "\"");
}

/* Begins a member (or, without a key, an item of a list). */
static void put_key(struct out *o, const char *key)
{
	text_printf(o->text, "%s%s%*s", o->first ? "" : ",",
		    o->depth ? "\n" : "", (int)o->depth * 2, "");
	o->first = false;
	if (!key)
		return;
	put_quoted(o, key);
	text_puts(o->text, ": ");
}

static void put_open(struct out *o, const char *key, const char *bracket)
{
	put_key(o, key);
	text_puts(o->text, bracket);
	o->depth++;
	o->first = true;
}

static void put_close(struct out *o, const char *bracket)
{
	o->depth--;
	if (!o->first)
		text_printf(o->text, "\n%*s", (int)o->depth * 2, "");
	text_puts(o->text, bracket);
	o->first = false;
}

static void put_string(struct out *o, const char *key, const char *value)
{
	put_key(o, key);
	put_quoted(o, value);
}

static void put_number(struct out *o, const char *key, int64_t value)
{
	put_key(o, key);
	text_printf(o->text, "%lld", (long long)value);
}

static void put_false(struct out *o, const char *key)
{
	put_key(o, key);
	text_puts(o->text, "false");
}

static void put_ref(struct out *o, const char *definition)
{
	char path[80];

	snprintf(path, sizeof(path), "#/definitions/%s", definition);
	put_string(o, "$ref", path);
}

static void put_ref_item(struct out *o, const char *definition)
{
	put_open(o, NULL, "{");
	put_ref(o, definition);
	put_close(o, "}");
}

static void put_enum(struct out *o, const char *const *words)
{
	put_open(o, "enum", "[");
	for (; *words; words++)
		put_string(o, NULL, *words);
	put_close(o, "]");
}

static void put_integer(struct out *o, int64_t min, int64_t max)
{
	put_string(o, "type", "integer");
	put_number(o, "minimum", min);
	put_number(o, "maximum", max);
}

/* What a field may hold, without its doc. */
static void put_form(struct out *o, const struct field *f)
{
	switch (f->form) {
	case FORM_TEXT:
	case FORM_LINE:
		put_ref(o, "text");
		break;
	case FORM_STRING:
		put_string(o, "type", "string");
		break;
	case FORM_NAME:
		put_ref(o, "name");
		break;
	case FORM_EXPR:
		put_ref(o, "expression");
		break;
	case FORM_PLACE:
		put_ref(o, "place");
		break;
	case FORM_NUMBER:
		put_integer(o, f->min, f->max);
		break;
	case FORM_SIZE:
		put_ref(o, "size");
		break;
	case FORM_ADDRESS:
		put_ref(o, "address");
		break;
	case FORM_FLAG:
		put_string(o, "type", "boolean");
		break;
	case FORM_WORD:
		put_enum(o, f->words);
		break;
	default:
		if (f->words)
			put_enum(o, f->words);
		else
			put_ref(o, f->shape ? f->shape->name : f->schema);
		break;
	}
}

static bool is_reference(const struct field *f)
{
	return f->form != FORM_STRING && f->form != FORM_NUMBER &&
	       f->form != FORM_FLAG && !f->words;
}

static void put_list(struct out *o, const struct field *f)
{
	put_string(o, "type", "array");
	if (f->times == LIST_NOT_EMPTY)
		put_number(o, "minItems", 1);
	put_open(o, "items", "{");
	put_form(o, f);
	put_close(o, "}");
}

static void put_field(struct out *o, const struct field *f)
{
	put_open(o, f->key, "{");
	put_string(o, "description", f->doc);
	if (f->times == ONE_OR_LIST) {
		put_open(o, "anyOf", "[");
		put_open(o, NULL, "{");
		put_form(o, f);
		put_close(o, "}");
		put_open(o, NULL, "{");
		put_list(o, f);
		put_close(o, "}");
		put_close(o, "]");
	} else if (f->times == ONCE && !is_reference(f)) {
		put_form(o, f);
	} else if (f->times == ONCE) {
		/* what stands beside a reference is not looked at */
		put_open(o, "allOf", "[");
		put_open(o, NULL, "{");
		put_form(o, f);
		put_close(o, "}");
		put_close(o, "]");
	} else {
		put_list(o, f);
	}
	put_close(o, "}");
}

static void put_shape(struct out *o, const struct shape *shape)
{
	unsigned nr_required = 0;

	put_string(o, "description", shape->doc);
	put_string(o, "type", "object");
	put_open(o, "properties", "{");
	for (const struct field *f = shape->fields; f->key; f++) {
		put_field(o, f);
		nr_required += f->required;
	}
	put_close(o, "}");
	if (nr_required) {
		put_open(o, "required", "[");
		for (const struct field *f = shape->fields; f->key; f++)
			if (f->required)
				put_string(o, NULL, f->key);
		put_close(o, "]");
	}
	put_false(o, "additionalProperties");
}

static void put_words(struct out *o, const struct word *words)
{
	put_open(o, "enum", "[");
	for (; words->word; words++)
		put_string(o, NULL, words->word);
	put_close(o, "]");
}

static void put_flags(struct out *o, const struct word *words)
{
	put_open(o, "anyOf", "[");
	put_open(o, NULL, "{");
	put_words(o, words);
	put_close(o, "}");
	put_open(o, NULL, "{");
	put_string(o, "type", "array");
	put_open(o, "items", "{");
	put_words(o, words);
	put_close(o, "}");
	put_close(o, "}");
	put_close(o, "]");
}

static void put_sysctl_keys(struct out *o)
{
	put_open(o, "enum", "[");
	for (unsigned i = 0; i < NR_SYSCTLS; i++)
		put_string(o, NULL, sysctl_infos[i].key);
	put_close(o, "]");
}

static void put_argument_type(struct out *o, enum arg_type type)
{
	static const char *const refs[NR_ARG_TYPES] = {
		[ARG_TASK] = "name",	    [ARG_NEWTASK] = "task_name",
		[ARG_OUT] = "name",	    [ARG_BLOCK] = "name",
		[ARG_PLACE] = "place",	    [ARG_ADDRESS] = "address",
		[ARG_SIZE] = "size",	    [ARG_DELTA] = "change",
		[ARG_GFP] = "gfp",	    [ARG_PROT] = "rights",
		[ARG_VALUES] = "values",    [ARG_FD] = "name",
		[ARG_SEGMENT] = "name",	    [ARG_OFFSET] = "size",
		[ARG_FILEPOS] = "size",	    [ARG_FILE] = "file_name",
		[ARG_SWAPDEV] = "file_name", [ARG_LIMIT] = "limit",
		[ARG_SIGNAL] = "signal",    [ARG_PROCFILE] = "proc_file",
		[ARG_BOOL] = "switch",
	};

	if (refs[type])
		put_ref(o, refs[type]);
	else if (type == ARG_NUMBER)
		put_integer(o, 0, LOAD_MAX_REPEAT);
	else if (type == ARG_ORDER)
		put_integer(o, 0, MAX_ORDER - 1);
	else if (type == ARG_SYSCTL)
		put_sysctl_keys(o);
	else if (arg_is_list(type))
		put_flags(o, arg_words(type));
	else
		put_words(o, arg_words(type));
}

static void put_arguments(struct out *o, const struct argument *args)
{
	unsigned nr_required = 0;

	put_string(o, "type", "object");
	put_open(o, "properties", "{");
	for (const struct argument *a = args; a->name; a++) {
		put_open(o, a->name, "{");
		put_argument_type(o, a->type);
		put_close(o, "}");
		nr_required += a->required;
	}
	put_close(o, "}");
	if (nr_required) {
		put_open(o, "required", "[");
		for (const struct argument *a = args; a->name; a++)
			if (a->required)
				put_string(o, NULL, a->name);
		put_close(o, "]");
	}
	put_false(o, "additionalProperties");
}

static void put_verb(struct out *o, const struct verb *v)
{
	const struct argument *alone = v->args;

	while (alone->name && !alone->alone)
		alone++;
	put_open(o, v->name, "{");
	put_string(o, "description", v->doc);
	put_open(o, "anyOf", "[");
	put_open(o, NULL, "{");
	put_arguments(o, v->args);
	put_close(o, "}");
	if (alone->name) {
		put_open(o, NULL, "{");
		put_argument_type(o, alone->type);
		put_close(o, "}");
	}
	put_close(o, "]");
	put_close(o, "}");
}

/* An operation: one verb, modifiers beside it. */
static void put_operation(struct out *o)
{
	put_open(o, "operation", "{");
	put_string(o, "type", "object");
	put_open(o, "properties", "{");
	for (unsigned v = OP_none + 1; v < NR_OP_VERBS; v++)
		put_verb(o, &verbs[v]);
	for (const struct modifier *m = modifiers; m->key; m++) {
		put_open(o, m->key, "{");
		put_string(o, "description", m->doc);
		if (m->is_number)
			put_integer(o, 1, LOAD_MAX_REPEAT);
		else
			put_string(o, "type", "string");
		put_close(o, "}");
	}
	put_close(o, "}");
	put_open(o, "oneOf", "[");
	for (unsigned v = OP_none + 1; v < NR_OP_VERBS; v++) {
		put_open(o, NULL, "{");
		put_open(o, "required", "[");
		put_string(o, NULL, verbs[v].name);
		put_close(o, "]");
		put_close(o, "}");
	}
	put_close(o, "]");
	put_false(o, "additionalProperties");
	put_close(o, "}");
}

/*
 * Definitions that no table makes: what the plain readers of loader.h take.
 * Written with ' for ", for the eye.
 */
static const struct {
	const char *name, *json;
} fixed[] = {
	{ "version", "{'const': 1}" },
	{ "text",
	  "{'description': 'one text, or one a language', 'anyOf': [{'type': 'string'}, "
	  "{'type': 'object', 'properties': {'en': {'type': 'string'}, 'zh': {'type': 'string'}}, "
	  "'minProperties': 1, 'additionalProperties': false}]}" },
	{ "name",
	  "{'description': 'letters, digits and _, no digit in front', "
	  "'type': 'string', 'pattern': '^[A-Za-z_][A-Za-z0-9_]{0,62}$'}" },
	{ "task_name",
	  "{'description': 'a name of at most 15 letters', "
	  "'type': 'string', 'pattern': '^[A-Za-z_][A-Za-z0-9_]{0,14}$'}" },
	{ "size",
	  "{'description': 'bytes: 4096, 64K, 0x1000', 'anyOf': [{'type': 'integer', 'minimum': 0}, "
	  "{'type': 'string', 'pattern': '^(0[xX][0-9A-Fa-f]+|[0-9]+)[KMGTkmgt]?$'}]}" },
	{ "address",
	  "{'description': 'a number, or hexadecimal digits', 'anyOf': [{'type': 'integer', 'minimum': 0}, "
	  "{'type': 'string', 'pattern': '^(0[xX])?[0-9A-Fa-f]+$'}]}" },
	{ "place",
	  "{'description': 'a label as buf or buf+2M, or an address', "
	  "'anyOf': [{'type': 'integer', 'minimum': 0}, {'type': 'string', 'minLength': 1}]}" },
	{ "page",
	  "{'description': 'a label as a or buf+4K, TASK:0x400000, or pfn 0x1a3', "
	  "'type': 'string', 'minLength': 1}" },
	{ "change",
	  "{'description': '+4096, -64K or a number', 'anyOf': [{'type': 'integer'}, "
	  "{'type': 'string', 'pattern': '^[+-](0[xX][0-9A-Fa-f]+|[0-9]+)[KMGTkmgt]?$'}]}" },
	{ "values",
	  "{'anyOf': [{'type': 'integer'}, {'type': 'array', 'minItems': 1, 'maxItems': 5, "
	  "'items': {'type': 'integer'}}]}" },
	{ "gfp",
	  "{'description': 'names of GFP flags, joined by |', 'type': 'string', "
	  "'pattern': '^(__)?GFP_[A-Z0-9_]+([|](__)?GFP_[A-Z0-9_]+)*$'}" },
	{ "rights",
	  "{'description': 'none, or letters of rwx', 'type': 'string', 'pattern': '^(none|[-rwx]{1,3})$'}" },
	{ "expression",
	  "{'description': 'values of /proc files by path, numbers, + - * / %, comparisons, "
	  "sum() max() events() delta() page()', 'type': 'string', 'minLength': 1}" },
	{ "answer",
	  "{'description': 'an expression, perhaps with @ POSITION at its end, or a number', "
	  "'type': ['integer', 'string']}" },
	{ "per_zone",
	  "{'type': 'object', 'additionalProperties': {'type': 'integer', 'minimum': 0}}" },
	{ "distance",
	  "{'type': 'array', 'items': {'type': 'array', 'items': {'type': 'integer'}}}" },
	{ "switch", "{'type': 'boolean'}" },
	{ "file_name",
	  "{'description': 'as the scenario or its machine calls it', "
	  "'type': 'string', 'minLength': 1, 'maxLength': 63}" },
	{ "limit",
	  "{'anyOf': [{'const': 'unlimited'}, {'$ref': '#/definitions/size'}]}" },
	{ "signal", "{'type': 'string', 'pattern': '^SIG[A-Z]+$'}" },
	{ "proc_file",
	  "{'type': 'string', 'pattern': '^(/proc/)?[A-Za-z_][A-Za-z0-9_]*/oom_(score_)?adj$'}" },
	{ "tape_line",
	  "{'description': 'keys and waits: Space, wait question, hold 2s, type 12', "
	  "'type': 'string', 'pattern': '^[^\\n]+$'}" },
	{ "frames", "{'type': 'array', 'items': {'type': ['integer', 'string']}}" },
	{ "event_order",
	  "{'anyOf': [{'const': 'none'}, {'type': 'array', 'minItems': 1, "
	  "'items': {'$ref': '#/definitions/event'}}]}" },
	{ "wanted",
	  "{'description': 'a number, a list, +4 or -8 (a change), =5, >=3, a band, a text, or a text it has', "
	  "'anyOf': [{'type': ['integer', 'string', 'boolean']}, "
	  "{'type': 'array', 'items': {'type': ['integer', 'string']}}, "
	  "{'type': 'object', 'properties': {'min': {'type': ['integer', 'string']}, "
	  "'max': {'type': ['integer', 'string']}, 'has': {'type': 'string'}}, "
	  "'minProperties': 1, 'additionalProperties': false}]}" },
};

static void put_json(struct out *o, const char *key, const char *json)
{
	put_key(o, key);
	for (; *json; json++)
		text_add(o->text, *json == '\'' ? "\"" : json, 1);
}

static void put_sysctls(struct out *o)
{
	put_open(o, "sysctls", "{");
	put_string(o, "type", "object");
	put_open(o, "properties", "{");
	for (unsigned i = 0; i < NR_SYSCTLS; i++) {
		put_open(o, sysctl_infos[i].key, "{");
		put_string(o, "description", sysctl_infos[i].doc);
		if (i == SYSCTL_lowmem_reserve_ratio) {
			put_string(o, "type", "array");
			put_json(o, "items", "{'type': 'integer', 'minimum': 0}");
		} else {
			put_integer(o, sysctl_infos[i].min,
				    sysctl_infos[i].max < LOAD_MAX_INTEGER ?
				    sysctl_infos[i].max : LOAD_MAX_INTEGER);
		}
		put_close(o, "}");
	}
	put_close(o, "}");
	put_false(o, "additionalProperties");
	put_close(o, "}");
}

static void put_names(struct out *o)
{
	put_open(o, "event", "{");
	put_open(o, "enum", "[");
	for (unsigned i = 0; i < NR_EVENTS; i++)
		put_string(o, NULL, event_types[i].name);
	put_close(o, "]");
	put_close(o, "}");
	put_open(o, "views", "{");
	put_string(o, "type", "array");
	put_number(o, "minItems", 1);
	put_open(o, "items", "{");
	put_enum(o, story_views);
	put_close(o, "}");
	put_close(o, "}");
}

static void put_page_expected(struct out *o)
{
	put_open(o, NULL, "{");
	put_string(o, "type", "object");
	put_open(o, "properties", "{");
	put_open(o, "page", "{");
	put_ref(o, "page");
	put_close(o, "}");
	put_open(o, "task", "{");
	put_ref(o, "name");
	put_close(o, "}");
	for (unsigned i = 0; i < NR_PAGE_FIELDS; i++) {
		put_open(o, page_field_names[i], "{");
		if (page_field_word((enum page_field)i, 0)) {
			put_open(o, "enum", "[");
			for (unsigned k = 0;
			     page_field_word((enum page_field)i, k); k++)
				put_string(o, NULL,
					   page_field_word((enum page_field)i, k));
			put_close(o, "]");
		} else {
			put_ref(o, "wanted");
		}
		put_close(o, "}");
	}
	put_close(o, "}");
	put_open(o, "required", "[");
	put_string(o, NULL, "page");
	put_close(o, "]");
	put_false(o, "additionalProperties");
	put_close(o, "}");
}

static void put_expectation(struct out *o)
{
	put_open(o, "expectation", "{");
	put_open(o, "anyOf", "[");
	put_ref_item(o, "expression");
	put_json(o, NULL,
		 "{'type': 'object', 'properties': {'event': {'$ref': '#/definitions/event'}, "
		 "'count': {'$ref': '#/definitions/wanted'}}, 'required': ['event'], "
		 "'additionalProperties': {'type': ['integer', 'string']}}");
	put_ref_item(o, "expect_events");
	put_page_expected(o);
	put_ref_item(o, "expect_list");
	/* values are members whose keys are their paths: any key will do */
	put_json(o, NULL,
		 "{'type': 'object', 'minProperties': 1, 'properties': {'event': false, "
		 "'events': false, 'page': false, 'list': false}, "
		 "'additionalProperties': {'$ref': '#/definitions/wanted'}}");
	put_close(o, "]");
	put_close(o, "}");
}

void schema_print(struct text *out)
{
	struct out o = { .text = out, .first = true };

	put_open(&o, NULL, "{");
	put_string(&o, "$schema", "http://json-schema.org/draft-07/schema#");
	put_string(&o, "title", "framewalk scenario");
	put_ref(&o, shapes[0]->name);
	put_open(&o, "definitions", "{");
	for (unsigned i = 0; shapes[i]; i++) {
		put_open(&o, shapes[i]->name, "{");
		put_shape(&o, shapes[i]);
		put_close(&o, "}");
	}
	put_operation(&o);
	put_expectation(&o);
	put_names(&o);
	put_sysctls(&o);
	for (unsigned i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		put_json(&o, fixed[i].name, fixed[i].json);
	put_close(&o, "}");
	put_close(&o, "}");
	text_puts(out, "\n");
}
