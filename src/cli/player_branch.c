/*
 * Branches: the run as the scenario has it is main; each what-if makes one
 * more. They stand at the same place of the list as written, as long as both
 * have it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "cli/player.h"

struct branch *player_branch_add(struct player *p)
{
	p->branches = xgrow(p->branches, p->nr_branches, &p->cap_branches,
			    sizeof(*p->branches));
	p->branches[p->nr_branches] = (struct branch){ 0 };
	if (p->nr_branches)	/* the list has moved */
		p->scene.branch = p->branches[p->branch].name;
	return &p->branches[p->nr_branches++];
}

void player_branches_open(struct player *p)
{
	struct branch *main = player_branch_add(p);

	strcpy(main->name, "main");
	main->timeline = p->session.timeline;
	p->scene.branch = main->name;
}

void player_branches_close(struct player *p)
{
	player_beside_close(p);
	p->session.timeline = p->branches[0].timeline;
	for (size_t i = 1; i < p->nr_branches; i++) {
		timeline_close(p->branches[i].timeline);
		story_free(p->branches[i].story);
	}
	free(p->branches);
	p->branches = NULL;
	p->nr_branches = p->cap_branches = 0;
	p->branch = 0;
}

/* The list may have moved: names of branches are looked up each time. */
void player_stand(struct player *p, uint32_t branch, struct pos pos)
{
	struct branch *b = &p->branches[branch];

	if (branch != p->branch) {
		player_beside_switch(p, p->branch, branch);
		p->branch = branch;
		/* a condition's names may be of the other one */
		if (p->stop.kind == STOP_COND)
			p->stop.names = timeline_names(b->timeline);
		if (!player_set_timeline(p, b->timeline, b->name))
			return;
	}
	player_go(p, pos);
}

/* The same place on another branch. */
struct pos player_place_on(const struct player *p, uint32_t branch)
{
	struct pos pos = timeline_to_written(p->session.timeline, p->scene.pos);

	return timeline_from_written(p->branches[branch].timeline, pos);
}

/* Up to where the scenario gave a name, then down again by what was typed. */
static void path_of(const struct player *p, uint32_t branch, struct text *out)
{
	const struct branch *b = &p->branches[branch];

	if (!b->story) {
		text_puts(out, b->name);
		return;
	}
	path_of(p, b->parent, out);
	text_puts(out, "; ");
	timeline_print_pos(p->branches[b->parent].timeline, b->at, out);
	text_printf(out, ": %s", b->words);
}

void player_branch_path(const struct player *p, struct text *out)
{
	path_of(p, p->branch, out);
}

void player_branch_next(struct player *p)
{
	uint32_t to = (p->branch + 1) % (uint32_t)p->nr_branches;
	const struct branch *b = &p->branches[to];

	if (p->nr_branches == 1) {
		player_say(p, "%s", player_word(p,
			"there is no other branch: w makes one, W shows the scenario's",
			"没有其他分支：w 新建一个，W 列出剧本中的假设"));
		return;
	}
	player_mark_spot(p);
	player_stand(p, to, player_place_on(p, to));
	player_say(p, "%s%s%s", b->name, b->words[0] ? ": " : "", b->words);
}

/* What has been entered already is not made a second time. 0 = it has not. */
static uint32_t branch_of(const struct player *p, const struct what_if *w,
			  const struct compare *c)
{
	for (uint32_t i = 1; i < p->nr_branches; i++)
		if (p->branches[i].what_if == w && p->branches[i].compare == c)
			return i;
	return 0;
}

static struct branch *branch_keep(struct player *p, struct timeline *t,
				  const char *name, const struct words *title)
{
	struct branch *b = player_branch_add(p);

	b->timeline = t;
	snprintf(b->name, sizeof(b->name), "%s", name);
	snprintf(b->words, sizeof(b->words), "%s",
		 words_in(title, p->scene.settings.lang));
	return b;
}

static bool what_if_open(struct player *p, const struct what_if *w,
			 struct diag *why)
{
	struct timeline *trunk = p->branches[0].timeline;
	struct pos at = step_end(trunk, w->at_step);
	struct timeline *t = timeline_branch(trunk, at, w->story, why);
	struct branch *b;

	if (!t)
		return false;
	b = branch_keep(p, t, w->name, &w->title);
	b->what_if = w;
	b->at = at;
	return true;
}

/* What checkpoints of the other machine may take. */
enum { COMPARE_BYTES = 64 << 20 };

static bool compare_open(struct player *p, const struct compare *c,
			 struct diag *why)
{
	struct timeline *t = timeline_open(c->story, COMPARE_BYTES, why);

	if (!t)
		return false;
	branch_keep(p, t, c->name, &c->title)->compare = c;
	return true;
}

static const struct what_if *what_if_named(const struct story *s,
					   const char *name)
{
	for (uint32_t i = 0; i < s->nr_what_ifs; i++)
		if (!strcmp(s->what_ifs[i].name, name))
			return &s->what_ifs[i];
	return NULL;
}

static const struct compare *compare_named(const struct story *s,
					   const char *name)
{
	for (uint32_t i = 0; i < s->nr_compares; i++)
		if (!strcmp(s->compares[i].name, name))
			return &s->compares[i];
	return NULL;
}

bool player_is_named(const struct player *p, const char *name)
{
	return what_if_named(p->session.story, name) ||
	       compare_named(p->session.story, name);
}

static uint32_t branch_open(struct player *p, const struct what_if *w,
			    const struct compare *c, struct diag *why)
{
	uint32_t branch = branch_of(p, w, c);

	if (branch)
		return branch;
	if (w ? !what_if_open(p, w, why) : !compare_open(p, c, why))
		return 0;
	return (uint32_t)p->nr_branches - 1;
}

uint32_t player_branch_open(struct player *p, const char *name,
			    struct diag *why)
{
	const struct what_if *w = what_if_named(p->session.story, name);
	const struct compare *c = w ? NULL :
				      compare_named(p->session.story, name);

	if (w || c)
		return branch_open(p, w, c, why);
	diag_set(why, 0, 0, "the scenario has no what-if of that name");
	return 0;
}

static void stand_and_say(struct player *p, uint32_t branch, struct pos pos)
{
	player_mark_spot(p);
	player_stand(p, branch, pos);
	player_say(p, player_word(p, "%s: %s   b goes to main, < back",
				  "%s：%s   b 回到 main，< 返回"),
		   p->branches[branch].name, p->branches[branch].words);
}

bool player_enter(struct player *p, const char *name)
{
	const struct what_if *w = what_if_named(p->session.story, name);
	uint32_t branch;
	struct diag why;

	if (!player_is_named(p, name))
		return false;
	branch = player_branch_open(p, name, &why);
	if (!branch) {
		player_say_why(p, &why);
		return true;
	}
	stand_and_say(p, branch, w ? (struct pos){ w->at_step + 1, 0, 0 } :
				     player_place_on(p, branch));
	if (!w)
		player_beside_show(p, 0);
	return true;
}
