#include "load/form.h"

#include <string.h>

#include "base/tongue.h"
#include "load/compare.h"
#include "load/draft.h"
#include "load/expectation.h"
#include "load/machine.h"
#include "load/operation.h"
#include "load/step.h"
#include "load/storage.h"

/* Head of a scenario; chapters and steps go straight into the draft. */
struct head {
	int64_t	    version;
	const char *schema;
	bool	    has_chapters;
};

static void version_take(struct loader *l, const cJSON *v, void *into)
{
	struct head *h = into;

	if (!read_integer(l, v, "\"framewalk\"", 1, LOAD_MAX_INTEGER,
			  &h->version) || h->version == 1)
		return;
	diag_hint(fault_at(l, v, "version %lld of the format is not known",
			   (long long)h->version),
		  "this program reads version 1");
}

static void title_take(struct loader *l, const cJSON *v, void *into)
{
	(void)into;
	read_words(l, v, "\"title\"", true, &l->draft.story->title);
}

static void machine_take(struct loader *l, const cJSON *v, void *into)
{
	(void)into;
	machine_read(l, v, &l->draft.story->machine);
}

static void file_take(struct loader *l, const cJSON *v, void *into)
{
	(void)into;
	file_read(l, v);
}

static void compare_take(struct loader *l, const cJSON *v, void *into)
{
	(void)into;
	compare_read(l, v);
}

/*
 * The tape's own places lie inside of a string, where escapes would make them
 * wrong: a fault stands where its line begins.
 */
static void keys_take(struct loader *l, const cJSON *v, void *into)
{
	struct tape *keys = &l->draft.story->keys;
	uint32_t line, column;
	struct diags faults;
	size_t i = keys->nr;
	const char *s;

	(void)into;
	if (keys->nr > LOAD_MAX_KEYS ||
	    !read_string(l, v, tongue("a line of \"keys\""), &s))
		return;
	json_where(&l->json, v, &line, &column);
	diags_init(&faults, "keys");
	tape_parse(keys, s, strlen(s), &faults);
	for (; i < keys->nr; i++) {
		keys->list[i].line = line;
		keys->list[i].column = column;
	}
	for (i = 0; i < faults.nr; i++)
		diag_hint(fault_at(l, v, "%s", faults.list[i].what), "%s",
			  faults.list[i].hint);
	diags_free(&faults);
	if (keys->nr > LOAD_MAX_KEYS)
		fault_at(l, v, "more than %d keys and waits", LOAD_MAX_KEYS);
}

static void chapter_take(struct loader *l, const cJSON *v, void *into)
{
	((struct head *)into)->has_chapters = true;
	chapter_read(l, v);
}

static void step_take(struct loader *l, const cJSON *v, void *into)
{
	struct head *h = into;

	if (h->has_chapters)
		fault_at(l, v, "a scenario has \"chapters\" or \"steps\", not both");
	else
		step_read(l, v);
}

#define HEAD_FIELDS                                                            \
	{ .key = "$schema", .form = FORM_STRING,                               \
	  .offset = offsetof(struct head, schema),                             \
	  .doc = "for editors; not looked at" },                               \
	{ .key = "framewalk", .form = FORM_OTHER, .take = version_take,        \
	  .required = true, .schema = "version",                               \
	  .doc = "version of the format: 1" },                                 \
	{ .key = "title", .form = FORM_OTHER, .take = title_take,              \
	  .required = true, .schema = "text", .doc = "what it is about" },     \
	{ .key = "machine", .form = FORM_OTHER, .take = machine_take,          \
	  .required = true, .shape = &machine_shape,                           \
	  .doc = "what it runs on" },                                          \
	{ .key = "files", .form = FORM_OTHER, .take = file_take,               \
	  .shape = &file_shape, .times = LIST,                                 \
	  .doc = "its files, by which operations call them" },                 \
	{ .key = "compare", .form = FORM_OTHER, .take = compare_take,          \
	  .shape = &compare_shape, .times = ONE_OR_LIST,                       \
	  .doc = "other machines on which the same steps can be walked beside it" }, \
	{ .key = "keys", .form = FORM_OTHER, .take = keys_take,                \
	  .schema = "tape_line", .times = ONE_OR_LIST,                         \
	  .doc = "what `framewalk record` presses, if it is told nothing else" }

static const struct field scenario_fields[] = {
	HEAD_FIELDS,
	{ .key = "chapters", .form = FORM_OTHER, .take = chapter_take,
	  .shape = &chapter_shape, .times = LIST_NOT_EMPTY,
	  .doc = "its steps, by chapter" },
	{ .key = "steps", .form = FORM_OTHER, .take = step_take,
	  .shape = &step_shape, .times = LIST_NOT_EMPTY,
	  .doc = "its steps, if it has no chapters" },
	{ 0 },
};

static const struct shape scenario_shape = {
	"scenario", "a scenario", "A scenario of framewalk.", scenario_fields,
};

/* JSON Lines: the first line; steps and chapters are lines of their own. */
static const struct field header_fields[] = { HEAD_FIELDS, { 0 } };

static const struct shape header_shape = {
	"header", "the first line", "First line of a scenario in JSON Lines.",
	header_fields,
};

struct line_chapter {
	struct words title;
};

static const struct field line_chapter_fields[] = {
	{ .key = "chapter", .form = FORM_LINE, .required = true,
	  .offset = offsetof(struct line_chapter, title),
	  .doc = "title of a chapter that begins with the next line" },
	{ 0 },
};

static const struct shape line_chapter_shape = {
	"line_chapter", "the start of a chapter",
	"A chapter begins, in JSON Lines.", line_chapter_fields,
};

const struct shape *const shapes[] = {
	&scenario_shape, &machine_shape, &zone_shape, &disk_shape, &swap_shape,
	&file_shape, &compare_shape, &chapter_shape,
	&step_shape, &show_shape, &ask_shape, &try_shape, &list_shape,
	&order_shape, NULL,
};

static bool is_line_key(const char *key)
{
	return shape_has(&step_shape, key) ||
	       shape_has(&line_chapter_shape, key);
}

/* An operation, or nothing else: what is misspelt was to be a verb then. */
static bool is_operation(struct loader *l, const cJSON *v)
{
	if (is_line_key(v->child->string))	/* no verb is called so */
		return false;
	if (operation_key(l, v->child->string))
		return true;
	for (const cJSON *m = v->child; m; m = m->next)
		if (is_line_key(m->string))
			return false;
	return true;
}

void line_read(struct loader *l, const cJSON *v)
{
	struct line_chapter chapter = { .title = { { NULL } } };

	if (!cJSON_IsObject(v) || !v->child)
		diag_hint(fault_at(l, v, "a line holds an object"),
			  "write a step, an operation or {\"chapter\": TITLE}");
	else if (is_operation(l, v))
		step_of_operation(l, v);
	else if (!json_member(v, "chapter"))
		step_read(l, v);
	else if (shape_read(l, v, &line_chapter_shape, &chapter))
		draft_chapter(&l->draft, &chapter.title);
}

void header_read(struct loader *l, const cJSON *v)
{
	struct head head = { 0 };

	shape_read(l, v, &header_shape, &head);
}

void document_read(struct loader *l, const cJSON *v)
{
	struct head head = { 0 };

	shape_read(l, v, &scenario_shape, &head);
}
