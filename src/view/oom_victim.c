#include "view/oom_victim.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/task.h"
#include "view/oom_figures.h"
#include "view/palette.h"
#include "view/view.h"

enum { ADJ_NEVER = -1000, PAGE_KB = 4 };

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

	if (a.there && a.value[COL_ADJ] == ADJ_NEVER)
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
