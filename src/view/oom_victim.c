#include "view/oom_victim.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mm/oom.h"
#include "mm/task.h"
#include "view/oom_figures.h"
#include "view/palette.h"
#include "view/view.h"

/* The newest of its kind in the unit, else what led to it; NULL = none. */
static const struct event *newest(const struct facts *f, uint32_t id)
{
	if (f->between->count[id])
		return &f->between->newest[id].event;
	for (uint32_t i = history_len(f); i-- > 0;)
		if (history_at(f, i)->id == id)
			return history_at(f, i);
	return NULL;
}

/* "5 grow", as the table names it. */
static const char *who_words(const struct facts *f, uint32_t pid,
			     char out[TASK_WORDS_BYTES + 2])
{
	handle_t task = pid ? task_by_pid(f->now, pid) : 0;
	char name[TASK_WORDS_BYTES];

	if (!task)
		snprintf(out, TASK_WORDS_BYTES + 2, "%s",
			 actor_words(f, pid, name));
	else
		snprintf(out, TASK_WORDS_BYTES + 2, "%c %s",
			 tag_letter(task_at(f->now, task)->tag),
			 task_words(f->now, task_at(f->now, task), name));
	return out;
}

/* What it had when it was counted: the report says so once it is written. */
static struct oom_figures counted(const struct facts *f, uint32_t victim,
				  uint32_t pid)
{
	struct oom_figures then = oom_figures_of(f->now, victim, pid);
	handle_t task = pid ? task_by_pid(f->now, pid) : 0;

	return then.there || !task ? then : oom_figures_now(f->now, task);
}

static int64_t held(const struct oom_figures *c)
{
	return c->value[COL_RSS] + c->value[COL_SWAP] + c->value[COL_TABLES];
}

/* Why the one who asked is not the one who goes. */
static enum ui reason(const struct facts *f, uint32_t asker, uint32_t victim)
{
	struct oom_figures a = counted(f, victim, asker);
	struct oom_figures v = counted(f, victim, victim);

	if (a.there && a.value[COL_ADJ] == OOM_SCORE_ADJ_MIN)
		return held(&a) > held(&v) ? UI_oom_asked_immune_more :
					     UI_oom_asked_immune;
	return UI_oom_asked_other;
}

uint32_t oom_victim_words(const struct facts *f, struct text *out)
{
	const struct event *mark = newest(f, EV_mark_victim);
	const struct event *kill = newest(f, EV_oom_kill);
	char asker[TASK_WORDS_BYTES + 2], victim[TASK_WORDS_BYTES + 2];
	uint32_t pid;

	if (!mark || !kill || kill->arg[0] != mark->arg[0])
		return 0;
	pid = (uint32_t)mark->arg[0];
	who_words(f, mark->pid, asker);
	if (mark->pid == pid) {
		text_printf(out, ui(f->lang, UI_oom_asked_itself), asker,
			    kill->arg[3] / PAGE_KB);
		return pid;
	}
	text_printf(out, ui(f->lang, reason(f, mark->pid, pid)), asker);
	text_printf(out, ui(f->lang, UI_oom_gives_back),
		    who_words(f, pid, victim), kill->arg[3] / PAGE_KB);
	return pid;
}

/* In kB, as the report says it; or the machine's while there is none yet. */
struct swap_then {
	bool	 known;
	uint64_t total, left;
};

/* "Free swap  = 0kB": the figure behind the name. Return: it is that line. */
static bool read_kb(const char *line, const char *name, uint64_t *kb)
{
	if (strncmp(line, name, strlen(name)))
		return false;
	*kb = strtoull(line + strlen(name), NULL, 10);
	return true;
}

static struct swap_then swap_reported(const struct machine *m,
				      const struct oom_report *r)
{
	struct swap_then swap = { .known = false };
	bool left = false;

	for (handle_t h = r->from; h && h != r->killed;
	     h = dmesg_line_at(m, h)->next) {
		const char *line = dmesg_line_at(m, h)->text;

		left |= read_kb(line, "Free swap  = ", &swap.left);
		swap.known |= left && read_kb(line, "Total swap = ",
					      &swap.total);
	}
	return swap;
}

static struct swap_then swap_then(const struct facts *f)
{
	const struct state *now = f->now->s, *was = f->before->s;
	const struct event *kill = newest(f, EV_oom_kill);
	uint32_t pid = kill ? (uint32_t)kill->arg[0] : 0;
	struct oom_report r = oom_report_find(f->now, pid);
	struct swap_then swap = swap_reported(f->now, &r);

	if (kill && !r.killed)
		return (struct swap_then){
			true, now->total_swap_pages * PAGE_KB,
			now->nr_swap_pages * PAGE_KB };
	/* a report may lack its head, but where none can be there was none */
	swap.known |= !now->total_swap_pages && !was->total_swap_pages;
	return swap;
}

void oom_swap_words(const struct facts *f, struct text *out)
{
	struct swap_then swap = swap_then(f);

	if (!swap.known)
		return;
	if (f->lang == LANG_EN && out->len &&
	    text_str(out)[out->len - 1] != ' ')
		text_puts(out, " ");
	if (!swap.total)
		text_puts(out, ui(f->lang, UI_oom_swap_none));
	else if (!swap.left)
		text_puts(out, ui(f->lang, UI_oom_swap_full));
	else
		text_printf(out, ui(f->lang, UI_oom_swap_left), swap.total,
			    swap.left);
}

bool oom_swap_was_full(const struct facts *f)
{
	struct swap_then swap = { .known = false };

	if (f->between->count[EV_oom_kill])
		swap = swap_then(f);
	return swap.known && swap.total && !swap.left;
}

/* The step in which that time passed; 0 = not known. */
static uint32_t step_at(const struct facts *f, uint64_t ns)
{
	uint64_t began;

	for (uint32_t step = f->s->pos.step; step; step--) {
		if (!timeline_began(f->s->timeline, step, &began))
			return 0;
		if (began < ns)
			return step;
	}
	return 0;
}

void oom_earlier_words(const struct facts *f, struct text *out)
{
	struct oom_report r = oom_report_find(f->now, 0);
	struct text clock = { 0 };
	uint64_t ns;
	uint32_t step;

	if (!r.killed)
		return;
	ns = dmesg_line_at(f->now, r.killed)->ns;
	step = step_at(f, ns);
	clock_words(ns, &clock);
	if (step)
		text_printf(out, ui(f->lang, UI_oom_earlier), step,
			    text_str(&clock));
	else
		text_printf(out, ui(f->lang, UI_oom_earlier_time),
			    text_str(&clock));
	text_free(&clock);
	oom_swap_words(f, out);
}
