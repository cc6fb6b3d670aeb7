/* What-ifs that the viewer typed, each a branch of the one it was typed on */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "cli/player.h"
#include "load/what_if.h"
#include "view/refusal.h"

/* It is read on the machine as it will be there. */
static struct story *read_there(struct timeline *t, struct pos at,
				const char *line, struct diag *why)
{
	struct story *story = NULL;
	struct walker w;

	if (!walker_open(&w, t, why))
		return NULL;
	if (walker_seek(&w, at, why))
		story = what_if_read(timeline_names(t), &w.machine, line, why);
	walker_close(&w);
	return story;
}

uint32_t player_branch_typed(struct player *p, uint32_t parent, struct pos at,
			     const char *line, struct diag *why)
{
	struct timeline *from = p->branches[parent].timeline, *t;
	struct story *story = read_there(from, at, line, why);
	struct branch *b;

	if (!story)
		return 0;
	t = timeline_insert(from, at, story, why);
	if (!t) {
		story_free(story);
		return 0;
	}
	b = player_branch_add(p);
	snprintf(b->words, sizeof(b->words), "%s", line);
	text_clean(b->words);
	b->timeline = t;
	b->story = story;
	b->parent = parent;
	b->at = at;
	return (uint32_t)p->nr_branches - 1;
}

void player_branch_name(struct player *p, struct branch *b)
{
	do
		snprintf(b->name, sizeof(b->name), "b%u", ++p->nr_typed);
	while (player_is_named(p, b->name));
}

/* Where a what-if takes place: behind the operation that is stood in. */
static struct pos place_behind(const struct player *p)
{
	struct pos at = p->scene.pos;

	if (!at.step)
		return (struct pos){ 1, 0, 0 };
	return (struct pos){ at.step, at.op + (at.event != 0), 0 };
}

/* "b1", or "b1, 17 times" if a condition decided how often. */
static void name_words(struct player *p, const struct branch *b,
		       struct text *out)
{
	const struct group *g = &b->story->groups[0];
	uint32_t times = timeline_nr_put_in(b->timeline, b->story);

	text_puts(out, b->name);
	if (!b->story->group_details[g->detail].until)
		return;
	text_printf(out, times == 1 ? player_word(p, ", once", "，%u 次") :
				      player_word(p, ", %u times", "，%u 次"),
		    times);
	if (times == g->count)
		text_puts(out, player_word(p, " (the most)", "（已达上限）"));
}

/* "b1: exec x ended in -EINVAL: why" */
static void say_refused(struct player *p, const char *name, const char *what,
			const char *ending)
{
	const char *colon = player_word(p, ": ", "：");
	struct text why = { 0 };
	struct facts f;

	facts_gather(&f, &p->scene, p->canvas.ascii);
	refusal_tell(&f, &why);
	player_say(p, player_word(p, "%s: %s ended in %s%s%s%s",
				  "%s：%s 的结果是 %s%s%s%s"),
		   name, what, *ending == 'S' ? "" : "-", ending,
		   why.len ? colon : "", text_str(&why));
	text_free(&why);
}

static void say_outcome(struct player *p, const struct branch *b)
{
	const struct state *s = p->now.machine.s;
	const char *ending = s->op_signal ? signal_name(s->op_signal) :
			     s->op_result < 0 ? errno_name((int)-s->op_result) :
						NULL;
	struct text name = { 0 };

	name_words(p, b, &name);
	if (ending)
		say_refused(p, text_str(&name), b->words, ending);
	else
		player_say(p, player_word(p, "%s: %s   b goes to main, < back",
					  "%s：%s   b 回到 main，< 返回"),
			   text_str(&name), b->words);
	text_free(&name);
}

static void stand_behind(struct player *p, uint32_t branch)
{
	struct branch *b = &p->branches[branch];
	struct pos at = b->at;

	at.op += timeline_nr_put_in(b->timeline, b->story);
	player_mark_spot(p);
	player_stand(p, branch, at);
	/* an open question may have kept the viewer before it */
	if (!p->quit && !pos_compare(b->timeline, p->scene.pos, at))
		say_outcome(p, b);
}

/* A typed branch that has this name, where the shown one has none so. */
static const struct branch *branch_naming(const struct player *p,
					  const char *name, size_t len)
{
	const struct story *here = timeline_names(p->session.timeline);

	if (!len || story_slot(here, name, len))
		return NULL;
	for (size_t i = 1; i < p->nr_branches; i++)
		if (p->branches[i].story &&
		    story_slot(p->branches[i].story, name, len))
			return &p->branches[i];
	return NULL;
}

/* A fault; if a word of the line is a name of another branch, which. */
static void say_fault(struct player *p, const char *line,
		      const struct diag *why)
{
	static const char between[] = " =+:,";

	for (; *line; line += strspn(line, between)) {
		size_t len = strcspn(line, between);
		const struct branch *b = branch_naming(p, line, len);

		if (b) {
			player_say(p, player_word(p, "%s: %.*s is a name of %s, not of %s",
						  "%s：%.*s 是 %s 的名字，不属于 %s"),
				   why->what, (int)len, line, b->name,
				   p->branches[p->branch].name);
			return;
		}
		line += len;
	}
	player_say_why(p, why);
}

void player_what_if(struct player *p, const char *line)
{
	uint32_t branch;
	struct diag why;

	line += strspn(line, " ");
	if (!*line) {
		p->typing = NULL;
		return;
	}
	branch = player_branch_typed(p, p->branch, place_behind(p), line, &why);
	if (!branch) {
		say_fault(p, line, &why);
		return;
	}
	player_branch_name(p, &p->branches[branch]);
	p->typing = NULL;
	stand_behind(p, branch);
}
