/*
 * The scenario is read once more: its author has changed it. Where the viewer
 * stands and what they tried stays, as far as the new file has it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "cli/player.h"

enum { GONE = UINT32_MAX };

/* Where the viewer stood, and on what. */
struct old {
	struct branch *list;	/* names, words, places; owned */
	bool	      *at_end;	/* did it leave behind its step's last operation? */
	uint32_t      *now;	/* its number in the new run; GONE */
	size_t	       nr;
	uint32_t       branch;
	struct pos     pos;
	struct pos     written;	/* without what was put in */
	bool	       beside;
	uint32_t       other;
};

static void old_take(struct old *o, const struct player *p)
{
	o->nr = p->nr_branches;
	o->list = xmalloc(o->nr * sizeof(*o->list));
	memcpy(o->list, p->branches, o->nr * sizeof(*o->list));
	o->at_end = xcalloc(o->nr, sizeof(*o->at_end));
	o->now = xcalloc(o->nr, sizeof(*o->now));
	for (size_t i = 1; i < o->nr; i++) {
		const struct branch *b = &o->list[i];
		struct timeline *t = p->branches[b->parent].timeline;

		o->at_end[i] = b->at.op &&
			       b->at.op == timeline_nr_ops(t, b->at.step);
	}
	o->branch = p->branch;
	o->pos = p->scene.pos;
	o->written = timeline_to_written(p->session.timeline, p->scene.pos);
	o->beside = p->beside.wanted;
	o->other = p->beside.branch;
}

static void old_free(struct old *o)
{
	free(o->list);
	free(o->at_end);
	free(o->now);
}

/* A step that is there; behind its last operation stays behind its last. */
static bool place_again(struct player *p, const struct old *o, size_t i,
			struct pos *at, struct diag *why)
{
	const struct branch *b = &o->list[i];
	struct timeline *t;
	uint32_t nr;

	if (o->now[b->parent] == GONE) {
		diag_set(why, 0, 0, "there is no %s any more",
			      o->list[b->parent].name);
		return false;
	}
	t = p->branches[o->now[b->parent]].timeline;
	*at = b->at;
	if (at->step > timeline_nr_steps(t)) {
		diag_set(why, 0, 0, "there is no step %u any more", at->step);
		return false;
	}
	nr = timeline_nr_ops(t, at->step);
	if (o->at_end[i] || at->op > nr)
		at->op = nr;
	return true;
}

/* Return: its number in the new run; 0 and *why if it is no more. */
static uint32_t branch_again(struct player *p, const struct old *o, size_t i,
			     struct diag *why)
{
	const struct branch *b = &o->list[i];
	uint32_t branch;
	struct pos at;

	if (!b->story)
		return player_branch_open(p, b->name, why);
	if (!place_again(p, o, i, &at, why))
		return 0;
	branch = player_branch_typed(p, o->now[b->parent], at, b->words, why);
	if (!branch)
		return 0;
	/* the new file may have given the name to a what-if of its own */
	if (player_is_named(p, b->name))
		player_branch_name(p, &p->branches[branch]);
	else
		memcpy(p->branches[branch].name, b->name, sizeof(b->name));
	return branch;
}

/* *lost gets those that are no more, each with the reason. */
static void branches_again(struct player *p, struct old *o, struct text *lost)
{
	struct diag why;

	for (size_t i = 1; i < o->nr; i++) {
		uint32_t branch = branch_again(p, o, i, &why);

		o->now[i] = branch ? branch : GONE;
		if (!branch)
			text_printf(lost, player_word(p, "%s is gone: %s   ",
						      "%s 不再存在：%s   "),
				    o->list[i].name, why.what);
	}
}

/* On the branch of before; on main if there is none such. */
static void stand_again(struct player *p, const struct old *o)
{
	bool gone = o->now[o->branch] == GONE;
	uint32_t branch = gone ? 0 : o->now[o->branch];
	struct timeline *t = p->branches[branch].timeline;
	struct pos pos = gone ? o->written : o->pos;

	if (pos.step > timeline_nr_steps(t))
		pos = timeline_end(t);
	player_stand(p, branch, pos);
	if (o->beside && o->now[o->other] != GONE && o->now[o->other] != branch)
		player_beside_show(p, o->now[o->other]);
}

/* On with the fresh session in place of the open one. false: no room for it. */
static bool session_exchange(struct player *p, const struct session *fresh,
			     struct text *lost)
{
	struct old old;
	bool good;

	old_take(&old, p);
	player_leave_timeline(p);
	player_branches_close(p);
	session_close(&p->session);
	p->session = *fresh;
	player_forget_replies(p);
	p->trail.at = p->trail.nr = 0;
	p->stop.kind = STOP_NONE;
	player_branches_open(p);
	good = player_set_timeline(p, fresh->timeline, p->branches[0].name);
	if (good) {
		branches_again(p, &old, lost);
		stand_again(p, &old);
	}
	old_free(&old);
	return good;
}

static void say_fault(struct player *p, const struct diag *d)
{
	if (d->line)
		player_say(p, "%s:%u:%u: %s", p->session.path, d->line,
			   d->column, d->what);
	else
		player_say(p, "%s: %s", p->session.path, d->what);
}

/*
 * The file is read and booted beside the open run, so that a fault in it
 * leaves the viewer where they were.
 */
void player_reload(struct player *p)
{
	struct session fresh;
	struct text lost = { 0 };
	struct diags faults;

	diags_init(&faults, p->session.path);
	if (session_reopen(&fresh, &p->session, NULL, &faults) != DONE)
		say_fault(p, &faults.list[0]);
	else if (session_exchange(p, &fresh, &lost))
		player_say(p, player_word(p, "%s%s was read again",
					  "%s已重新读入 %s"),
			   text_str(&lost), p->session.path);
	diags_free(&faults);
	text_free(&lost);
}

int player_read_rest(struct player *p, const struct scenario_watch *watch,
		     struct diags *faults)
{
	struct session fresh;
	struct text lost = { 0 };
	int outcome = session_reopen(&fresh, &p->session, watch, faults);

	if (outcome != DONE)
		return outcome;
	if (!session_exchange(p, &fresh, &lost))
		outcome = p->outcome;
	text_free(&lost);
	return outcome;
}
