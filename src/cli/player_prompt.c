/* The prompt: a position or a label goes there, a command does something */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "cli/complete.h"
#include "cli/help_topic.h"
#include "cli/player.h"
#include "cli/player_set.h"
#include "mm/procfs.h"

typedef void run_fn(struct player *p, const char *rest);
typedef void complete_fn(struct player *p, struct completion *c,
			 const char *rest);

static void run_proc(struct player *p, const char *rest)
{
	player_sheet_proc(p, rest);
}

static void complete_proc(struct player *p, struct completion *c,
			  const char *rest)
{
	(void)p;
	(void)rest;
	for (unsigned i = 0; i < nr_procfs_files; i++)
		completion_offer(c, procfs_files[i].path);
}

static void run_view(struct player *p, const char *rest)
{
	enum view_id view = view_by_name(rest);

	if (view != VIEW_NONE) {
		player_focus(p, view);
		p->scene.settings.zoom = view;
		return;
	}
	view = view_near(rest);
	player_say(p, view != VIEW_NONE ?
		   player_word(p, "there is no view '%s'; did you mean '%s'?",
			       "没有视图“%s”；是否想输入“%s”？") :
		   player_word(p, "there is no view '%s'; Tab behind :view lists them",
			       "没有视图“%s”；在 :view 之后按 Tab 列出它们"),
		   rest, view_name(view));
}

static void complete_view(struct player *p, struct completion *c,
			  const char *rest)
{
	(void)p;
	(void)rest;
	for (int i = 0; i < NR_VIEWS; i++)
		completion_offer(c, view_name((enum view_id)i));
}

static void run_keys(struct player *p, const char *rest)
{
	(void)rest;
	player_show_keys(p);
}

static void run_help(struct player *p, const char *rest)
{
	char near[HELP_WORD_BYTES] = "";

	if (!*rest) {
		player_help(p);
	} else if (!player_help_word(p, rest)) {
		help_word_near(rest, near);
		player_say(p, *near ?
			   player_word(p, "nothing is told of '%s'; did you mean '%s'?",
				       "没有关于“%s”的说明；是否想输入“%s”？") :
			   player_word(p, "nothing is told of '%s'; Tab lists what is",
				       "没有关于“%s”的说明；按 Tab 列出有说明的词"),
			   rest, near);
	}
}

static void take_word(void *ctx, const char *word)
{
	completion_offer(ctx, word);
}

static void complete_help(struct player *p, struct completion *c,
			  const char *rest)
{
	(void)p;
	(void)rest;
	help_words(take_word, c);
}

static void run_present(struct player *p, const char *rest)
{
	(void)rest;
	player_mode(p, MODE_PRESENT);
}

static void run_quit(struct player *p, const char *rest)
{
	(void)rest;
	p->quit = true;
}

static void complete_event(struct player *p, struct completion *c,
			   const char *rest)
{
	(void)p;
	(void)rest;
	for (int i = 0; i < NR_EVENTS; i++)
		completion_offer(c, event_types[i].name);
}

static void run_branches(struct player *p, const char *rest)
{
	(void)rest;
	player_pick_branch(p);
}

static void run_try(struct player *p, const char *rest)
{
	if (!*rest)
		player_pick_branch(p);
	else if (!player_enter(p, rest))
		player_what_if(p, rest);
}

static void complete_try(struct player *p, struct completion *c,
			 const char *rest)
{
	const struct story *s = p->session.story;

	(void)rest;
	for (uint32_t i = 0; i < s->nr_what_ifs; i++)
		completion_offer(c, s->what_ifs[i].name);
	for (uint32_t i = 0; i < s->nr_compares; i++)
		completion_offer(c, s->compares[i].name);
}

static const struct verb {
	const char  *name;
	run_fn	    *run;
	complete_fn *complete;	/* of what follows; NULL = nothing does */
} verbs[] = {
#define PROMPT(name, run, complete, form, en, zh) { #name, run, complete },
#include "view/prompt.def"
#undef PROMPT
};
enum { NR_VERBS = sizeof(verbs) / sizeof(verbs[0]) };

static const struct verb *verb_of(const char *line)
{
	size_t len = strcspn(line, " ");

	for (int i = 0; i < NR_VERBS; i++)
		if (strlen(verbs[i].name) == len &&
		    !strncmp(verbs[i].name, line, len))
			return &verbs[i];
	return NULL;
}

static const char *label_near(const struct player *p, const char *typed,
			      const char *near)
{
	const struct story *s = p->session.story;

	for (uint32_t i = 1; i < s->nr_details; i++)
		if (s->details[i].label)
			near = nearer(typed, near, s->details[i].label);
	return near;
}

/* Exactly one command begins with that word: ":q" is enough for ":quit". */
static const struct verb *verb_begun(const char *line)
{
	size_t len = strcspn(line, " ");
	const struct verb *verb = NULL;

	for (int i = 0; i < NR_VERBS; i++) {
		if (strncmp(verbs[i].name, line, len) != 0)
			continue;
		if (verb)
			return NULL;
		verb = &verbs[i];
	}
	return verb;
}

/* A number or a label was meant as a position: `why` tells what it lacks. */
static void say_unknown(struct player *p, const char *line,
			const struct diag *why)
{
	const char *near = NULL;
	char word[LINE_BYTES];

	if (isdigit((unsigned char)*line) ||
	    story_label(p->session.story, line, strcspn(line, "."))) {
		player_say_why(p, why);
		return;
	}
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(line, " "), line);
	for (int i = 0; i < NR_VERBS; i++)
		near = nearer(word, near, verbs[i].name);
	near = label_near(p, word, near);
	player_say(p, near ?
		   player_word(p, "'%s' is neither a position nor a command; "
			       "did you mean '%s'?",
			       "“%s”既不是位置也不是命令；是否想输入“%s”？") :
		   player_word(p, "'%s' is neither a position nor a command; "
			       "Tab lists them",
			       "“%s”既不是位置也不是命令；按 Tab 列出它们"),
		   word, near);
}

void player_command(struct player *p, const char *line)
{
	const struct verb *verb;
	struct diag why;
	struct pos pos;
	const char *rest;

	line += strspn(line, " ");
	if (!*line)
		return;
	verb = verb_of(line);
	if (!verb && timeline_parse_pos(p->session.timeline, line, &pos, &why)) {
		player_jump(p, pos);
		return;
	}
	if (!verb)
		verb = verb_begun(line);
	if (!verb) {
		say_unknown(p, line, &why);
		return;
	}
	rest = line + strcspn(line, " ");
	verb->run(p, rest + strspn(rest, " "));
}

static void offer_first_words(struct player *p, struct completion *c)
{
	const struct story *s = p->session.story;

	for (int i = 0; i < NR_VERBS; i++)
		completion_offer(c, verbs[i].name);
	for (uint32_t i = 1; i < s->nr_details; i++)
		if (s->details[i].label)
			completion_offer(c, s->details[i].label);
	completion_offer(c, "end");
}

/*
 * Tab: put in what is certain, and show what could follow; while that is shown
 * the next part of it.
 */
static void complete(struct player *p)
{
	struct line *l = &p->prompt;
	const char *space = strrchr(l->text, ' ');
	const char *first = strchr(l->text, ' ');
	const struct verb *verb = verb_of(l->text);
	struct completion c = { 0 };

	if (choices_more(&p->choices))
		return;
	c.typed = space ? space + 1 : l->text;
	c.len = strlen(c.typed);
	if (!first)
		offer_first_words(p, &c);
	else if (verb && verb->complete)
		verb->complete(p, &c, first + strspn(first, " "));
	l->cursor = l->len;
	if (c.nr)
		line_insert(l, c.common + c.len);
	if (c.nr == 1 && !first && verb_of(l->text))
		line_insert(l, " ");
	if (c.nr > 1)
		choices_open(&p->choices, text_str(&c.list));
	text_free(&c.list);
}

void player_prompt_open(struct player *p)
{
	line_reset(&p->prompt);
	text_reset(&p->typing_head);
	p->typing = &p->prompt;
}

static void enter(struct player *p)
{
	struct line *l = p->typing;
	char typed[LINE_BYTES];

	memcpy(typed, l->text, sizeof(typed));
	line_remember(l);
	if (l == &p->what_if) {
		player_what_if(p, typed);
		return;
	}
	p->typing = NULL;
	player_command(p, typed);
}

void player_prompt_key(struct player *p, const char *name)
{
	struct line *l = p->typing;

	if (strcmp(name, "Tab"))
		choices_close(&p->choices);
	if (!strcmp(name, "Enter"))
		enter(p);
	else if (!strcmp(name, "Esc") ||
		 (!strcmp(name, "Backspace") && !l->len))
		p->typing = NULL;
	else if (!strcmp(name, "Tab") && l == &p->what_if)
		player_what_if_complete(p);
	else if (!strcmp(name, "Tab"))
		complete(p);
	else
		line_key(l, name);
}
