#include "view/proc_cause.h"

#include <inttypes.h>
#include <string.h>

#include "mm/op.h"
#include "mm/pgtable.h"
#include "mm/task.h"
#include "view/words.h"

enum moved {
	DIRTY, DIRTIED, WRITEBACK, WRITTEN, CACHED, SWAPCACHE, SWAP_READ,
	ANON, MAPPED, TABLES, INACTIVE_ANON, ACTIVE_ANON, INACTIVE_FILE,
	ACTIVE_FILE, FREE, RESIDENT, RESIDENT_ANON, RESIDENT_FILE, TABLES_OF,
	OUT, AREAS,
};

enum scope { MACHINE, TASK };
enum by { UP, DOWN, MAY_UP, MAY_DOWN, MUCH };
enum { ANY = -1 };

static const struct figure {
	const char *file, *line;
	int	    unit;
	enum scope  scope;
	enum moved  moved;
} figures[] = {
#define FIGURE(file, line, unit, scope, moved) { file, line, unit, scope, moved },
#define MOVES(moved, event, sort, by, en, zh)
#include "view/proc_cause.def"
#undef FIGURE
#undef MOVES
};
enum { NR_FIGURES = sizeof(figures) / sizeof(figures[0]) };

static const struct mover {
	enum moved    moved;
	enum event_id event;
	int	      sort;	/* ANY */
	enum by	      by;
	struct words  says;
} movers[] = {
#define FIGURE(file, line, unit, scope, moved)
#define MOVES(moved, event, sort, by, en, zh)                                  \
	{ moved, EV_##event, sort, by, { { en, zh } } },
#include "view/proc_cause.def"
#undef FIGURE
#undef MOVES
};
enum { NR_MOVERS = sizeof(movers) / sizeof(movers[0]) };

static const struct figure *figure_of(const char *path,
				      const struct proc_line *l)
{
	const char *slash = strrchr(path, '/');
	const char *file = slash ? slash + 1 : path;

	for (int i = 0; i < NR_FIGURES; i++)
		if (!strcmp(figures[i].file, file) &&
		    proc_line_is(l, figures[i].line))
			return &figures[i];
	return NULL;
}

/* Is there no address space but this task's? */
static bool is_alone(const struct machine *m, uint32_t pid)
{
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		if (task_at(m, h)->mm && task_at(m, h)->pid != pid)
			return false;
	return true;
}

/*
 * Whose events count. Who shares the machine with another task may have been
 * changed by that one's fork, or by reclaim on its behalf: then each event is
 * looked at, and all must be the task's own.
 */
struct hearing {
	const struct facts *f;
	uint32_t	    pid;	/* 0 = anybody's */
};

/* Return: false if it cannot be known whom the events concern. */
static bool hearing_open(struct hearing *h, const struct facts *f,
			 enum scope scope)
{
	handle_t task = proc_path_task(f);
	const struct summary *b = f->between;

	*h = (struct hearing){ .f = f };
	if (scope == MACHINE)
		return true;
	if (!task || b->count[EV_task_newtask] ||
	    b->count[EV_sched_process_exec])
		return false;
	h->pid = task_at(f->now, task)->pid;
	if (!b->count[EV_sched_process_exit] && is_alone(f->now, h->pid) &&
	    is_alone(f->before, h->pid))
		h->pid = 0;
	return !h->pid || b->nr == b->nr_last;
}

static bool is_moved_by(const struct mover *v, const struct event *e)
{
	return e->id == v->event &&
	       (v->sort == ANY || (unsigned)v->sort == summary_sort(e));
}

/* Return: false if others' events are among them. */
static bool events_of(const struct hearing *h, const struct mover *v,
		      uint64_t *nr)
{
	const struct summary *b = h->f->between;

	*nr = v->sort == ANY ? b->count[v->event] :
			       summary_nr(b, v->event, (unsigned)v->sort);
	for (uint32_t i = 0; h->pid && *nr && i < b->nr_last; i++)
		if (is_moved_by(v, &b->last[i]) && b->last[i].pid != h->pid)
			return false;
	return true;
}

static void add(struct proc_tally *t, enum by by, uint64_t nr)
{
	t->sure += by == UP ? (int64_t)nr : by == DOWN ? -(int64_t)nr : 0;
	t->up += by == MAY_UP ? nr : 0;
	t->down += by == MAY_DOWN ? nr : 0;
	t->much |= by == MUCH && nr;
}

static void tally_figure(const struct hearing *h, const struct figure *fig,
			 struct proc_tally *t)
{
	for (int i = 0; i < NR_MOVERS; i++) {
		uint64_t nr;

		if (movers[i].moved != fig->moved)
			continue;
		t->known &= events_of(h, &movers[i], &nr);
		add(t, movers[i].by, nr);
	}
}

bool proc_tally(const struct facts *f, const struct proc_line *l,
		struct proc_tally *tally)
{
	const struct figure *fig = figure_of(proc_path(f), l);
	struct hearing h;

	*tally = (struct proc_tally){ .known = false };
	if (!fig || fig->moved == FREE)
		return false;
	tally->known = hearing_open(&h, f, fig->scope);
	tally_figure(&h, fig, tally);
	return true;
}

/* One cause of several; `nr` 0: it is not told how often. */
static void tell(const struct facts *f, const struct words *says, uint64_t nr,
		 struct text *out)
{
	if (out->len)
		text_puts(out, ui(f->lang, UI_comma));
	if (nr)
		text_printf(out, ui(f->lang, UI_cause), nr,
			    words_in(says, f->lang));
	else
		text_puts(out, words_in(says, f->lang));
}

/*
 * The rows that moved it: those that always do and, as `mays`, none, all, or
 * so many of the only one that there is. Rows of the same words are one.
 */
static void tell_rows(const struct hearing *h, const struct figure *fig,
		      uint64_t mays, struct text *out)
{
	uint64_t nr, same = 0;

	for (int i = 0; i < NR_MOVERS; i++) {
		const struct mover *v = &movers[i], *next = v + 1;
		bool may = v->by == MAY_UP || v->by == MAY_DOWN;

		if (v->moved != fig->moved || v->by == MUCH)
			continue;
		events_of(h, v, &nr);
		if (may) {
			nr = nr < mays ? nr : mays;
			mays -= nr;
		}
		same += nr;
		if (i + 1 < NR_MOVERS && next->moved == v->moved &&
		    !strcmp(next->says.in[0], v->says.in[0]))
			continue;
		if (same)
			tell(h->f, &v->says, same, out);
		same = 0;
	}
}

/* Areas: one kind of call, or none and the stack, can have done it. */
static void tell_much(const struct hearing *h, const struct figure *fig,
		      struct text *out)
{
	const struct mover *only = NULL;
	uint64_t nr;

	for (int i = 0; i < NR_MOVERS; i++) {
		if (movers[i].moved != fig->moved)
			continue;
		events_of(h, &movers[i], &nr);
		if (nr && only)
			return;
		if (nr)
			only = &movers[i];
	}
	if (only && only->says.in[0][0])
		tell(h->f, &only->says, 0, out);
}

/* Kinds of what may have moved it, in that direction. */
static unsigned kinds_of_may(const struct hearing *h, const struct figure *fig)
{
	unsigned kinds = 0;
	uint64_t nr;

	for (int i = 0; i < NR_MOVERS; i++) {
		const struct mover *v = &movers[i];

		if (v->moved != fig->moved ||
		    (v->by != MAY_UP && v->by != MAY_DOWN))
			continue;
		events_of(h, v, &nr);
		kinds += nr > 0;
	}
	return kinds;
}

/*
 * With what is sure taken off, the rest must be none of the events that may
 * have moved it, all of them, or so many of one kind: and they must all go the
 * same way, or two could hide each other.
 */
static bool adds_up(const struct proc_tally *t, int64_t rest, unsigned kinds)
{
	uint64_t amount = (uint64_t)(rest < 0 ? -rest : rest);

	if (t->up && t->down)
		return false;
	if (!rest)
		return true;
	if (rest > 0 ? amount > t->up : amount > t->down)
		return false;
	return kinds == 1 || amount == t->up + t->down;
}

static void tell_free(const struct facts *f, int64_t pages, struct text *out)
{
	text_printf(out, ui(f->lang, pages < 0 ? UI_cause_left :
						 UI_cause_came),
		    pages < 0 ? -pages : pages);
}

void proc_cause(const struct facts *f, const struct proc_line *l,
		int64_t change, struct text *out)
{
	const struct figure *fig = figure_of(proc_path(f), l);
	struct proc_tally t;
	struct hearing h;
	int64_t rest;

	if (!fig || !change || change % fig->unit)
		return;
	if (fig->moved == FREE) {
		tell_free(f, change / fig->unit, out);
		return;
	}
	proc_tally(f, l, &t);
	rest = change / fig->unit - t.sure;
	if (!t.known || !hearing_open(&h, f, fig->scope))
		return;
	if (t.much && !t.sure && !t.up && !t.down)
		tell_much(&h, fig, out);
	else if (!t.much && adds_up(&t, rest, kinds_of_may(&h, fig)))
		tell_rows(&h, fig, (uint64_t)(rest < 0 ? -rest : rest), out);
}
