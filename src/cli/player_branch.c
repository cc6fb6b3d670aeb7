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
#include "load/what_if.h"

static struct branch *branch_add(struct player *p)
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
	struct branch *main = branch_add(p);

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
	p->branch = p->nr_typed = 0;
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

/* What has been entered already is shown again. 0 = it has not. */
static uint32_t branch_of(const struct player *p, const struct what_if *w,
			  const struct compare *c)
{
	for (uint32_t i = 1; i < p->nr_branches; i++)
		if (p->branches[i].what_if == w && p->branches[i].compare == c)
			return i;
	return 0;
}

static uint32_t branch_keep(struct player *p, struct timeline *t,
			    const char *name, const struct words *title)
{
	struct branch *b;

	if (!t)
		return 0;
	b = branch_add(p);
	b->timeline = t;
	snprintf(b->name, sizeof(b->name), "%s", name);
	snprintf(b->words, sizeof(b->words), "%s",
		 words_in(title, p->scene.settings.lang));
	return (uint32_t)p->nr_branches - 1;
}

/* Return: the branch; 0 after a message. */
static uint32_t what_if_branch(struct player *p, const struct what_if *w)
{
	struct timeline *trunk = p->branches[0].timeline;
	struct pos at = step_end(trunk, w->at_step);
	uint32_t branch = branch_of(p, w, NULL);
	struct diag why;

	if (branch)
		return branch;
	branch = branch_keep(p, timeline_branch(trunk, at, w->story, &why),
			     w->name, &w->title);
	if (!branch) {
		player_say(p, "%s", why.what);
		return 0;
	}
	p->branches[branch].what_if = w;
	p->branches[branch].at = at;
	return branch;
}

/* What checkpoints of the other machine may take. */
enum { COMPARE_BYTES = 64 << 20 };

static uint32_t compare_branch(struct player *p, const struct compare *c)
{
	uint32_t branch = branch_of(p, NULL, c);
	struct diag why;

	if (branch)
		return branch;
	branch = branch_keep(p, timeline_open(c->story, COMPARE_BYTES, &why),
			     c->name, &c->title);
	if (branch)
		p->branches[branch].compare = c;
	else
		player_say(p, "%s", why.what);
	return branch;
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
	const struct story *s = p->session.story;
	uint32_t branch;

	for (uint32_t i = 0; i < s->nr_what_ifs; i++) {
		if (strcmp(s->what_ifs[i].name, name))
			continue;
		branch = what_if_branch(p, &s->what_ifs[i]);
		if (branch)
			stand_and_say(p, branch, (struct pos){
				s->what_ifs[i].at_step + 1, 0, 0 });
		return true;
	}
	for (uint32_t i = 0; i < s->nr_compares; i++) {
		if (strcmp(s->compares[i].name, name))
			continue;
		branch = compare_branch(p, &s->compares[i]);
		if (!branch)
			return true;
		stand_and_say(p, branch, player_place_on(p, branch));
		player_beside_show(p, 0);
		return true;
	}
	return false;
}

/* Where a what-if takes place: behind the operation that is stood in. */
static struct pos place_behind(const struct player *p)
{
	struct pos at = p->scene.pos;

	if (!at.step)
		return (struct pos){ 1, 0, 0 };
	return (struct pos){ at.step, at.op + (at.event != 0), 0 };
}

static void say_outcome(struct player *p, const struct branch *b)
{
	const struct state *s = p->now.machine.s;
	const char *signal = s->op_signal ? signal_name(s->op_signal) : NULL;
	const char *error = s->op_result < 0 ? errno_name((int)-s->op_result) :
					       NULL;

	if (signal || error)
		player_say(p, player_word(p, "%s: %s ended in %s%s   b goes to main",
					  "%s：%s 的结果是 %s%s   b 回到 main"),
			   b->name, b->words, signal ? "" : "-",
			   signal ? signal : error);
	else
		player_say(p, player_word(p, "%s: %s   b goes to main, < back",
					  "%s：%s   b 回到 main，< 返回"),
			   b->name, b->words);
}

static void branch_typed(struct player *p, struct story *story,
			 const char *line, struct pos at)
{
	struct timeline *t;
	struct branch *b;
	struct diag why;

	t = timeline_insert(p->session.timeline, at, story, &why);
	if (!t) {
		player_say(p, "%s", why.what);
		story_free(story);
		return;
	}
	b = branch_add(p);
	snprintf(b->name, sizeof(b->name), "b%u", ++p->nr_typed);
	snprintf(b->words, sizeof(b->words), "%s", line);
	text_clean(b->words);
	b->timeline = t;
	b->story = story;
	b->at = at;
	p->typing = NULL;
	player_mark_spot(p);
	at.op += story->groups[0].count;
	player_stand(p, (uint32_t)p->nr_branches - 1, at);
	/* an open question may have kept the viewer before it */
	if (!p->quit && !pos_compare(t, p->scene.pos, at))
		say_outcome(p, b);
}

/* It is read on the machine as it will be there. */
void player_what_if(struct player *p, const char *line)
{
	struct pos at = place_behind(p);
	struct story *story = NULL;
	struct diag why;

	line += strspn(line, " ");
	if (!*line) {
		p->typing = NULL;
		return;
	}
	if ((p->judge.timeline ||
	     judge_open(&p->judge, p->session.timeline, &why)) &&
	    walker_seek(&p->judge.now, at, &why))
		story = what_if_read(timeline_names(p->session.timeline),
				     &p->judge.now.machine, line, &why);
	if (story)
		branch_typed(p, story, line, at);
	else
		player_say(p, "%s%s%s", why.what, why.hint[0] ? ", " : "",
			   why.hint);
}
