#include "load/scenario.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "load/compare.h"
#include "load/draft.h"
#include "load/expectation.h"
#include "load/lines.h"
#include "load/machine.h"
#include "load/operation.h"
#include "load/step.h"
#include "load/storage.h"

#define SPOOL_MAX_BYTES (INT64_C(1) << 31)

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
	    !read_string(l, v, "a line of \"keys\"", &s))
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

static void line_read(struct loader *l, const cJSON *v)
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

/* Memory has bounds, however long the file is. */
static bool is_full(struct loader *l, uint32_t line)
{
	const struct story *s = l->draft.story;

	if (l->faults->nr_more > LOAD_MAX_FAULTS || l->too_many)
		return true;
	if (s->nr_steps < LOAD_MAX_STEPS && s->nr_details < LOAD_MAX_DETAILS &&
	    s->nr_chapters < LOAD_MAX_DETAILS &&
	    l->nr_expects < LOAD_MAX_DETAILS)
		return false;
	diag_hint(diags_add(l->faults, line, 1, "the scenario is too long"),
		  "at most %d steps, %d of them with texts, and %d "
		  "expectations", LOAD_MAX_STEPS, LOAD_MAX_DETAILS,
		  LOAD_MAX_DETAILS);
	return true;
}

static void lines_load(struct loader *l, FILE *file)
{
	struct lines in = { .file = file };
	bool headed = false;

	l->lines = true;
	while (!is_full(l, in.number) && lines_next(&in, l->faults)) {
		struct head head = { 0 };

		if (lines_blank(&in))
			continue;
		if (!json_parse(&l->json, in.text, in.len, in.number,
				l->faults))
			continue;
		if (headed)
			line_read(l, l->json.root);
		else
			shape_read(l, l->json.root, &header_shape, &head);
		headed = true;
	}
	lines_free(&in);
}

static void document_load(struct loader *l, FILE *file)
{
	size_t len = 0, cap = 1 << 16;
	char *text = xmalloc(cap + 1);
	struct head head = { 0 };

	while ((len += fread(text + len, 1, cap - len, file)) == cap &&
	       len <= LOAD_MAX_BYTES) {
		cap *= 2;
		text = xrealloc(text, cap + 1);
	}
	text[len] = '\0';
	if (ferror(file))
		diags_add(l->faults, 0, 0, "it cannot be read: %s",
			  strerror(errno));
	else if (len > LOAD_MAX_BYTES)
		diag_hint(diags_add(l->faults, 1, 1, "the file has more than %d "
				    "MiB", LOAD_MAX_BYTES >> 20),
			  "a long run is written as JSON Lines");
	else if (json_parse(&l->json, text, len, 1, l->faults))
		shape_read(l, l->json.root, &scenario_shape, &head);
	free(text);
}

static bool ends_in(const char *name, const char *ending)
{
	size_t n = strlen(name), e = strlen(ending);

	return n >= e && strcmp(name + n - e, ending) == 0;
}

/*
 * Lines, if the first one is an object by itself and another begins after it.
 * What is wrong with it is told later, by whoever reads it in earnest.
 */
static bool is_lines(FILE *file, const char *name)
{
	struct lines in = { .file = file };
	struct json json = { 0 };
	struct diags spare;
	bool whole = false, more = false;

	if (ends_in(name, ".jsonl"))
		return true;
	diags_init(&spare, name);
	while (!more && lines_next(&in, &spare)) {
		if (lines_blank(&in))
			continue;
		more = whole;
		if (!whole && !json_parse(&json, in.text, in.len, 1, &spare))
			break;
		whole = true;
	}
	json_free(&json);
	lines_free(&in);
	diags_free(&spare);
	rewind(file);
	return more;
}

/* "traces/13-buddy.json" -> "13-buddy" */
static const char *story_name(struct loader *l, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t len = strlen(name);

	if (ends_in(name, ".json") && len > 5)
		len -= 5;
	else if (ends_in(name, ".jsonl") && len > 6)
		len -= 6;
	return shelf_string(l->shelf, name, len);
}

/* What is waited for must be able to come. */
static void keys_check(struct loader *l, const struct story *s)
{
	for (size_t i = 0; i < s->keys.nr; i++) {
		const struct cue *cue = &s->keys.list[i];

		if (cue->kind == CUE_STEP && cue->number > s->nr_steps)
			diags_add(l->faults, cue->line, cue->column,
				  "wait step %u: there are %u steps",
				  cue->number, s->nr_steps);
	}
}

/* The story if it has no fault; it is the caller's. */
static struct story *story_done(struct loader *l)
{
	struct story *s = l->draft.story;

	draft_close(&l->draft);
	if (!s->nr_steps && !l->faults->nr)
		diag_hint(diags_add(l->faults, 1, 1, "the scenario has no steps"),
			  "give \"chapters\" or \"steps\"");
	positions_check(l, s);
	keys_check(l, s);
	draft_name(s, &l->names);
	compare_done(s);
	if (!l->faults->nr)
		return s;
	story_free(s);
	return NULL;
}

/* The file must be one that can be read again from its start. */
static struct story *file_load(FILE *file, const char *name,
			       struct diags *faults)
{
	struct story *story;
	struct loader l;

	loader_init(&l, faults);
	draft_open(&l.draft);
	l.shelf = &l.draft.story->shelf;
	l.draft.story->name = story_name(&l, name);
	machine_spec_init(&l.draft.story->machine);
	if (is_lines(file, name))
		lines_load(&l, file);
	else
		document_load(&l, file);
	story = story_done(&l);
	loader_free(&l);
	return story;
}

static struct story *unreadable(struct diags *faults, const char *why)
{
	diags_add(faults, 0, 0, "it cannot be read: %s", why);
	return NULL;
}

/* What cannot be read twice is copied to a file that can. NULL and a fault. */
static FILE *spooled(FILE *from, struct diags *faults)
{
	static const char too_long[] = "it has more than 2 GiB";
	char buffer[1 << 14];
	FILE *to = tmpfile();
	int64_t bytes = 0;
	size_t n = 0;

	if (!to) {
		unreadable(faults, strerror(errno));
		return NULL;
	}
	while (bytes <= SPOOL_MAX_BYTES &&
	       (n = fread(buffer, 1, sizeof(buffer), from)) != 0 &&
	       fwrite(buffer, 1, n, to) == n)
		bytes += (int64_t)n;
	if (!ferror(from) && !ferror(to) && n == 0 && fflush(to) == 0) {
		rewind(to);
		return to;
	}
	unreadable(faults, bytes > SPOOL_MAX_BYTES ? too_long :
							 strerror(errno));
	fclose(to);
	return NULL;
}

struct story *scenario_load(const char *path, struct diags *faults)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? stdin : fopen(path, "rb");
	struct story *story = NULL;
	FILE *copy;

	if (!file)
		return unreadable(faults, strerror(errno));
	if (!standard && fseek(file, 0, SEEK_SET) == 0) {
		story = file_load(file, path, faults);
	} else {
		copy = spooled(file, faults);
		if (copy) {
			story = file_load(copy, standard ? "stdin" : path,
					  faults);
			fclose(copy);
		}
	}
	if (!standard)
		fclose(file);
	return story;
}

struct story *scenario_parse(const char *bytes, size_t len, const char *name,
			     struct diags *faults)
{
	struct story *story = NULL;
	char *copy = xmalloc(len + 1);
	FILE *file;

	if (len)
		memcpy(copy, bytes, len);
	copy[len] = '\n';		/* no stream is empty */
	file = fmemopen(copy, len + 1, "rb");
	if (file) {
		story = file_load(file, name, faults);
		fclose(file);
	} else {
		unreadable(faults, strerror(errno));
	}
	free(copy);
	return story;
}
