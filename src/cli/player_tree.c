/*
 * The tree of branches: which leaves which, and where; those that are there,
 * and what the scenario names and nobody has entered yet.
 *
 *	* main                     as the scenario has it
 *	  |-- b1      after 2.3    alloc_pages 2 as=four
 *	  |   `-- b2  after 2.4    free_pages four
 *	  `-- large   after 2.3    Eight at once
 */
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "cli/player.h"

enum { NOT_ENTERED = UINT32_MAX };

struct twig {
	const char *name;
	const char *words;
	struct pos  at;		/* where it leaves its parent */
	uint32_t    parent;	/* number of a branch; its own: it is main */
	uint32_t    branch;	/* its number; NOT_ENTERED */
	bool	    machine;	/* leaves at the start, on another machine */
	struct text lead;	/* lines of the tree and the name; owned */
};

struct tree {
	struct twig *twigs;	/* owned; in the order of the picture */
	size_t	     nr, cap;
};

static void twig_add(struct tree *t, struct twig twig)
{
	t->twigs = xgrow(t->twigs, t->nr, &t->cap, sizeof(*t->twigs));
	t->twigs[t->nr++] = twig;
}

static bool is_entered(const struct player *p, const void *thing)
{
	for (uint32_t b = 1; b < p->nr_branches; b++)
		if (p->branches[b].what_if == thing ||
		    p->branches[b].compare == thing)
			return true;
	return false;
}

/* In the order in which they came to be; then what could be. */
static void twigs_gather(const struct player *p, struct tree *t)
{
	const struct story *s = p->session.story;
	enum lang lang = p->scene.settings.lang;

	for (uint32_t i = 0; i < p->nr_branches; i++) {
		const struct branch *b = &p->branches[i];

		twig_add(t, (struct twig){ b->name, b->words, b->at, b->parent,
					   i, b->compare != NULL, { 0 } });
	}
	for (uint32_t i = 0; i < s->nr_what_ifs; i++) {
		const struct what_if *w = &s->what_ifs[i];
		struct pos at = step_end(p->branches[0].timeline, w->at_step);

		if (!is_entered(p, w))
			twig_add(t, (struct twig){ w->name,
				 words_in(&w->title, lang), at, 0, NOT_ENTERED,
				 false, { 0 } });
	}
	for (uint32_t i = 0; i < s->nr_compares; i++) {
		const struct compare *c = &s->compares[i];

		if (!is_entered(p, c))
			twig_add(t, (struct twig){ c->name,
				 words_in(&c->title, lang), { 0, 0, 0 }, 0,
				 NOT_ENTERED, true, { 0 } });
	}
}

static bool leaves(const struct twig *n, uint32_t branch)
{
	return n->parent == branch && n->branch != branch;
}

/* The next one that leaves a branch: as far along as `last`, or further. */
static const struct twig *child_behind(const struct tree *t, uint32_t branch,
				       const struct twig *last)
{
	const struct twig *best = NULL;

	for (const struct twig *n = t->twigs; n < t->twigs + t->nr; n++) {
		int order = last ? pos_order(n->at, last->at) : 1;

		if (!leaves(n, branch) || order < 0 || (!order && n <= last))
			continue;
		if (!best || pos_order(n->at, best->at) < 0)
			best = n;
	}
	return best;
}

/* A branch and all that leaves it; `lines` come before their names. */
static void walk(const struct tree *from, const struct twig *n,
		 struct text *lines, struct tree *to)
{
	const struct twig *child = NULL, *next;
	size_t len = lines->len;
	struct twig copy = *n;

	text_printf(&copy.lead, "%s%s", text_str(lines), n->name);
	twig_add(to, copy);
	if (n->branch == NOT_ENTERED)
		return;
	if (len)	/* what leaves it stands below it */
		memcpy(lines->s + len - 4,
		       lines->s[len - 4] == '|' ? "|   " : "    ", 4);
	for (child = child_behind(from, n->branch, NULL); child; child = next) {
		next = child_behind(from, n->branch, child);
		text_puts(lines, next ? "|-- " : "`-- ");
		walk(from, child, lines, to);
		lines->len = len;
		lines->s[len] = '\0';
	}
}

static void tree_make(const struct player *p, struct tree *t)
{
	struct text lines = { 0 };
	struct tree as_made = { 0 };

	memset(t, 0, sizeof(*t));
	twigs_gather(p, &as_made);
	bug_on(!as_made.nr);	/* main is always there */
	walk(&as_made, &as_made.twigs[0], &lines, t);
	free(as_made.twigs);
	text_free(&lines);
}

static void tree_free(struct tree *t)
{
	for (size_t i = 0; i < t->nr; i++)
		text_free(&t->twigs[i].lead);
	free(t->twigs);
}

static void place_words(const struct player *p, const struct twig *n,
			struct text *out)
{
	if (n->machine) {
		text_puts(out, player_word(p, "another machine", "另一台机器"));
	} else if (n->branch != 0) {
		text_puts(out, player_word(p, "after ", "在 "));
		timeline_print_pos(p->branches[n->parent].timeline, n->at, out);
		text_puts(out, player_word(p, "", " 之后"));
	}
}

/* The branch that is shown has the star, wherever the cursor goes. */
static void row_of(const struct player *p, const struct twig *n,
		   struct text *row)
{
	bool here = n->branch == p->branch;

	text_reset(row);
	text_printf(row, "%s%s\t", here ? "* " : "  ", text_str(&n->lead));
	place_words(p, n, row);
	text_printf(row, "\t%s", n->branch ? n->words :
				 player_word(p, "as the scenario has it",
					     "剧本原样"));
}

static void go_to_branch(struct player *p, uint32_t row)
{
	char name[sizeof(p->branches[0].name)];
	struct tree t;
	uint32_t branch;

	tree_make(p, &t);
	branch = t.twigs[row].branch;
	snprintf(name, sizeof(name), "%s", t.twigs[row].name);
	tree_free(&t);
	if (branch == NOT_ENTERED) {
		player_enter(p, name);
		return;
	}
	player_mark_spot(p);
	player_stand(p, branch, player_place_on(p, branch));
}

void player_pick_branch(struct player *p)
{
	struct text row = { 0 };
	struct tree t;

	tree_make(p, &t);
	picker_open(&p->picker, player_word(p, "branches and what-ifs",
					    "分支与假设"), go_to_branch);
	for (size_t i = 0; i < t.nr; i++) {
		row_of(p, &t.twigs[i], &row);
		picker_row(&p->picker, text_str(&row),
			   t.twigs[i].branch == p->branch);
	}
	picker_align(&p->picker);
	text_free(&row);
	tree_free(&t);
}
