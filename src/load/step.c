#include "load/step.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/tongue.h"
#include "base/xmalloc.h"
#include "load/compare.h"
#include "load/draft.h"
#include "load/expectation.h"
#include "load/operation.h"
#include "story/expr.h"

/* A step while it is read: what becomes lists of the shelf is gathered here. */
struct step_words {
	struct step_detail detail;
	const char	  *label;
	struct expect_list expects;
	struct ask	  *asks;
	size_t		   nr_asks, cap_asks;
};

static const char *const ask_kinds[] = {
	[ASK_CHOICE] = "choice", [ASK_NUMBER] = "number",
	[ASK_PREDICT] = "predict", [ASK_TALK] = "talk", NULL,
};

/* A question as written. */
struct ask_words {
	int	   kind;
	struct ask ask;
};

static void choice_take(struct loader *l, const cJSON *v, void *into)
{
	enum { MAX_CHOICES = 6 };
	struct ask *ask = &((struct ask_words *)into)->ask;

	if (ask->nr_choices == MAX_CHOICES)
		fault_at(l, v, "more than %d choices", MAX_CHOICES);
	else if (read_words(l, v, tongue("a choice"), true,
			    &ask->choice[ask->nr_choices]))
		ask->nr_choices++;
}

/* An expression, or a number where the answer is a fact. */
static void answer_take(struct loader *l, const cJSON *v, void *into)
{
	struct ask *ask = &((struct ask_words *)into)->ask;
	char number[32];
	int64_t value;

	json_where(&l->json, v, &ask->line, &ask->column);
	if (!cJSON_IsNumber(v)) {
		read_expr(l, v, "\"answer\"", true, &ask->answer);
		return;
	}
	if (!read_integer(l, v, "\"answer\"", -LOAD_MAX_INTEGER,
			  LOAD_MAX_INTEGER, &value))
		return;
	snprintf(number, sizeof(number), "%lld", (long long)value);
	ask->answer = shelf_string(l->shelf, number, strlen(number));
}

#define AT(member) offsetof(struct ask_words, member)

static const struct field ask_fields[] = {
	{ .key = "kind", .form = FORM_WORD, .offset = AT(kind),
	  .words = ask_kinds, .required = true,
	  .doc = "choice, number, predict (point at it) or talk (for the class, not scored)" },
	{ .key = "text", .form = FORM_TEXT, .offset = AT(ask.text),
	  .required = true, .doc = "the question" },
	{ .key = "choices", .form = FORM_OTHER, .take = choice_take,
	  .times = LIST_NOT_EMPTY, .schema = "text",
	  .doc = "two to six; the answer's value picks one, from 0" },
	{ .key = "answer", .form = FORM_OTHER, .take = answer_take,
	  .schema = "answer",
	  .doc = "an expression, evaluated after the step or \"@ POSITION\"" },
	{ 0 },
};
#undef AT

const struct shape ask_shape = {
	"ask", "a question",
	"A question that the engine answers.", ask_fields,
};

/* What goes with which kind of question. */
static void ask_check(struct loader *l, const cJSON *v, const struct ask *ask)
{
	bool choice = ask->kind == ASK_CHOICE, talk = ask->kind == ASK_TALK;
	const cJSON *answer = json_member(v, "answer");

	if (choice && ask->nr_choices < 2)
		fault_at(l, v, "a question of kind choice needs two choices");
	else if (!choice && ask->nr_choices)
		diag_hint(fault_key(l, json_member(v, "choices"),
				    "only a question of kind choice has choices"),
			  "write \"kind\": \"choice\"");
	if (talk && answer)
		fault_key(l, answer, "a question to talk about has no answer");
	else if (!talk && !answer)
		fault_at(l, v, "a question has no \"answer\"");
}

static void ask_take(struct loader *l, const cJSON *v, void *into)
{
	struct step_words *w = into;
	struct ask_words a = { .kind = -1 };

	json_where(&l->json, v, &a.ask.line, &a.ask.column);
	if (!shape_read(l, v, &ask_shape, &a))
		return;
	a.ask.kind = (enum ask_kind)a.kind;
	ask_check(l, v, &a.ask);
	w->asks = xgrow(w->asks, w->nr_asks, &w->cap_asks, sizeof(*w->asks));
	w->asks[w->nr_asks++] = a.ask;
}

static void views_take(struct loader *l, const cJSON *v, void *into)
{
	struct show *show = into;
	unsigned nr = 0;

	if (!cJSON_IsArray(v) || !v->child) {
		fault_at(l, v, "\"views\" must be a list of names");
		return;
	}
	show->views = shelf_take(l->shelf, ((size_t)cJSON_GetArraySize(v) + 1) *
					   sizeof(*show->views));
	for (const cJSON *item = v->child; item; item = item->next) {
		int i = read_word(l, item, tongue("the view"), story_views);

		if (i >= 0)
			show->views[nr++] = story_views[i];
	}
}

static void show_task_take(struct loader *l, const cJSON *v, void *into)
{
	struct show *show = into;

	if (read_name(l, v, "\"task\"", &show->task))
		name_known(l, v, show->task, strlen(show->task), NAME_TASK);
}

static void follow_take(struct loader *l, const cJSON *v, void *into)
{
	read_page(l, v, "\"follow\"", &((struct show *)into)->follow);
}

#define AT(member) offsetof(struct show, member)

static const struct field show_fields[] = {
	{ .key = "views", .form = FORM_OTHER, .take = views_take,
	  .schema = "views", .doc = "what the stage shows, the most important first" },
	{ .key = "task", .form = FORM_OTHER, .take = show_task_take,
	  .schema = "name", .doc = "whose address space (the task that acted last)" },
	{ .key = "address", .form = FORM_PLACE, .offset = AT(address),
	  .doc = "where to look in it, for the page-table walk" },
	{ .key = "follow", .form = FORM_OTHER, .take = follow_take,
	  .schema = "page", .doc = "a page to light up in every view" },
	{ .key = "proc", .form = FORM_STRING, .offset = AT(proc),
	  .doc = "the file that the proc view prints" },
	{ 0 },
};
#undef AT

const struct shape show_shape = {
	"show", "\"show\"", "Where to look.", show_fields,
};

static void operation_take(struct loader *l, const cJSON *v, void *into)
{
	(void)into;
	operation_read(l, v);
}

static void expect_take(struct loader *l, const cJSON *v, void *into)
{
	expectation_read(l, v, &((struct step_words *)into)->expects);
}

static void label_take(struct loader *l, const cJSON *v, void *into)
{
	struct step_words *w = into;
	struct diag *d;

	if (!read_name(l, v, "\"label\"", &w->label))
		return;
	if (strcmp(w->label, "end") == 0) {
		fault_at(l, v, "\"end\" is the end of the scenario already");
	} else if (names_find(&l->labels, w->label, strlen(w->label))) {
		d = fault_at(l, v, "two steps are labelled \"%s\"", w->label);
		diag_hint(d, "a label names one step");
	} else {
		w->detail.label = w->label;
		names_add(&l->labels, w->label);
	}
}

/* A what-if as written. */
struct try_words {
	struct what_if what_if;
};

static void try_step_take(struct loader *l, const cJSON *v, void *into)
{
	(void)into;
	step_read(l, v);
}

static const struct field try_fields[] = {
	{ .key = "name", .form = FORM_NAME, .required = true,
	  .offset = offsetof(struct try_words, what_if.name),
	  .doc = "the branch's name" },
	{ .key = "title", .form = FORM_LINE,
	  .offset = offsetof(struct try_words, what_if.title),
	  .doc = "what is tried" },
	{ .key = "steps", .form = FORM_OTHER, .take = try_step_take,
	  .shape = &step_shape, .times = LIST_NOT_EMPTY, .required = true,
	  .doc = "what happens instead of the steps that follow" },
	{ 0 },
};

const struct shape try_shape = {
	"try", "a what-if", "A branch after the step, with steps of its own.",
	try_fields,
};

/* Names as they stand are kept; those that the branch brings end with it. */
static void branch_read(struct loader *l, const cJSON *v, struct try_words *w)
{
	struct draft trunk = l->draft;
	struct names labels = l->labels;
	uint32_t nr_names = l->names.nr, nr_tasks = l->nr_tasks, task = l->task;
	struct name_info *info = xmalloc(nr_names * sizeof(*info));

	if (nr_names > 1)
		memcpy(info + 1, l->info + 1, (nr_names - 1) * sizeof(*info));
	draft_open(&l->draft);
	l->draft.story->machine = trunk.story->machine;
	names_init(&l->labels);
	l->in_branch = true;
	shape_read(l, v, &try_shape, w);
	draft_close(&l->draft);
	w->what_if.story = l->draft.story;
	l->in_branch = false;
	names_free(&l->labels);
	l->labels = labels;
	l->draft = trunk;
	l->nr_tasks = nr_tasks;
	l->task = task;
	if (nr_names > 1)
		memcpy(l->info + 1, info + 1, (nr_names - 1) * sizeof(*info));
	for (uint32_t i = nr_names; i < l->names.nr; i++)
		l->info[i] = (struct name_info){ 0 };
	free(info);
}

static void try_take(struct loader *l, const cJSON *v, void *into)
{
	struct try_words w = { 0 };
	const struct story *s = l->draft.story;

	(void)into;
	if (l->in_branch) {
		fault_at(l, v, "a what-if has no what-ifs of its own");
		return;
	}
	if (s->nr_what_ifs == LOAD_MAX_WHAT_IFS) {
		if (!l->too_many)
			fault_at(l, v, "more than %d what-ifs",
				 LOAD_MAX_WHAT_IFS);
		l->too_many = true;
		return;
	}
	branch_read(l, v, &w);
	for (uint32_t i = 0; w.what_if.name && i < s->nr_what_ifs; i++)
		if (s->what_ifs[i].name &&
		    strcmp(s->what_ifs[i].name, w.what_if.name) == 0)
			fault_at(l, v, "two what-ifs are called \"%s\"",
				 w.what_if.name);
	if (w.what_if.name && compare_named(s, w.what_if.name))
		fault_at(l, v, "a comparison is called \"%s\" already",
			 w.what_if.name);
	draft_what_if(&l->draft, &w.what_if);
}

#define AT(member) offsetof(struct step_words, member)

static const struct field step_fields[] = {
	{ .key = "label", .form = FORM_OTHER, .take = label_take,
	  .schema = "name", .doc = "a name for the step, to go to" },
	{ .key = "title", .form = FORM_LINE, .offset = AT(detail.title),
	  .doc = "a few words" },
	{ .key = "say", .form = FORM_TEXT, .offset = AT(detail.say),
	  .doc = "the narration" },
	{ .key = "do", .form = FORM_OTHER, .take = operation_take,
	  .times = ONE_OR_LIST, .schema = "operation",
	  .doc = "what happens" },
	{ .key = "show", .form = FORM_OBJECT, .offset = AT(detail.show),
	  .shape = &show_shape, .doc = "where to look" },
	{ .key = "ask", .form = FORM_OTHER, .take = ask_take,
	  .times = ONE_OR_LIST, .shape = &ask_shape, .doc = "questions" },
	{ .key = "expect", .form = FORM_OTHER, .take = expect_take,
	  .times = ONE_OR_LIST, .schema = "expectation",
	  .doc = "what must hold after the step" },
	{ .key = "try", .form = FORM_OTHER, .take = try_take,
	  .times = ONE_OR_LIST, .shape = &try_shape,
	  .doc = "branches that the viewer may follow instead" },
	{ 0 },
};
#undef AT

const struct shape step_shape = {
	"step", "a step", "One thought: what happens, what is said of it.",
	step_fields,
};

static void step_begin(struct loader *l)
{
	const struct story *s = l->draft.story;

	if (!s->nr_chapters && !l->in_branch)
		draft_chapter(&l->draft, &s->title);
	draft_step(&l->draft);
}

void step_of_operation(struct loader *l, const cJSON *v)
{
	step_begin(l);
	operation_read(l, v);
}

/* Nothing but operations: such a step needs no details. */
static bool is_bare(const cJSON *v)
{
	return cJSON_IsObject(v) && v->child && !v->child->next &&
	       same_word(v->child->string, "do");
}

/* The list of "do" alone, as step_fields would have it read. */
static void bare_read(struct loader *l, const cJSON *v)
{
	const cJSON *item = cJSON_IsArray(v) ? v->child : v;

	step_begin(l);
	for (; item; item = cJSON_IsArray(v) ? item->next : NULL)
		operation_read(l, item);
}

static void detailed_read(struct loader *l, const cJSON *v)
{
	struct step_words w = { 0 };
	struct step_detail *d = &w.detail;
	uint32_t column;

	step_begin(l);
	json_where(&l->json, v, &d->line, &column);
	shape_read(l, v, &step_shape, &w);
	d->nr_expects = (uint32_t)w.expects.nr;
	d->nr_asks = (uint32_t)w.nr_asks;
	l->nr_expects += d->nr_expects;
	if (d->nr_expects) {
		d->expects = shelf_take(l->shelf, w.expects.nr *
						  sizeof(*d->expects));
		memcpy(d->expects, w.expects.expect,
		       w.expects.nr * sizeof(*d->expects));
	}
	if (d->nr_asks) {
		d->asks = shelf_take(l->shelf, w.nr_asks * sizeof(*d->asks));
		memcpy(d->asks, w.asks, w.nr_asks * sizeof(*d->asks));
	}
	free(w.expects.expect);
	free(w.asks);
	draft_detail(&l->draft, d);
}

void step_read(struct loader *l, const cJSON *v)
{
	if (l->lines && is_bare(v))
		bare_read(l, v->child);
	else
		detailed_read(l, v);
}

/* A chapter as written: it begins with its first step. */
struct chapter_words {
	struct words title;
	bool	     begun;
};

static void chapter_step_take(struct loader *l, const cJSON *v, void *into)
{
	struct chapter_words *w = into;

	if (!w->begun)
		draft_chapter(&l->draft, &w->title);
	w->begun = true;
	step_read(l, v);
}

static const struct field chapter_fields[] = {
	{ .key = "title", .form = FORM_LINE, .required = true,
	  .offset = offsetof(struct chapter_words, title),
	  .doc = "a few words" },
	{ .key = "steps", .form = FORM_OTHER, .take = chapter_step_take,
	  .shape = &step_shape, .times = LIST_NOT_EMPTY, .required = true,
	  .doc = "its steps" },
	{ 0 },
};

const struct shape chapter_shape = {
	"chapter", "a chapter", "Some steps under one title.", chapter_fields,
};

void chapter_read(struct loader *l, const cJSON *v)
{
	struct chapter_words w = { 0 };

	shape_read(l, v, &chapter_shape, &w);
}

/* Does the position's first part name a step? Events are looked for later. */
static bool position_known(struct loader *l, const struct story *s,
			   const char *position)
{
	size_t len = strcspn(position, ".");
	uint64_t number;

	if (len == 3 && strncmp(position, "end", 3) == 0)
		return true;
	if (text_size(position, len, &number))	/* a branch counts on */
		return number <= s->nr_steps || s != l->draft.story;
	return names_find(&l->labels, position, len) ||
	       story_label(s, position, len);
}

static void step_positions_check(struct loader *l, const struct story *s,
				 const struct step_detail *d)
{
	for (uint32_t i = 0; i < d->nr_asks; i++) {
		const struct ask *ask = &d->asks[i];
		const char *position;
		struct diag *fault;

		if (!ask->answer)
			continue;
		expr_split(ask->answer, &position);
		if (!*position || position_known(l, s, position))
			continue;
		fault = diags_add(l->faults, ask->line, ask->column,
				  "no step is called \"%.60s\"", position);
		diag_hint(fault, "write a step's number, its label or \"end\"");
	}
}

void positions_check(struct loader *l, const struct story *s)
{
	for (uint32_t i = 1; i < s->nr_details; i++)
		step_positions_check(l, s, &s->details[i]);
	for (uint32_t i = 0; i < s->nr_what_ifs; i++)
		positions_check(l, s->what_ifs[i].story);
}
