#include "view/oom_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "mm/oom.h"
#include "mm/task.h"

static const struct oom_row no_row;

/* Rows stand in the order of pids: tasks are listed as they were born. */
static struct oom_row *find(const struct oom_table *t, uint32_t pid)
{
	size_t low = 0, high = t->nr;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (t->row[mid].pid < pid)
			low = mid + 1;
		else
			high = mid;
	}
	return low < t->nr && t->row[low].pid == pid ? &t->row[low] : NULL;
}

const struct oom_row *oom_table_find(const struct oom_table *t, uint32_t pid)
{
	return find(t, pid);
}

static void add_tasks(struct oom_table *t, const struct facts *f)
{
	const struct machine *m = f->now;
	size_t nr = 0;

	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		nr++;
	t->row = xcalloc(nr, sizeof(*t->row));
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next) {
		const struct task *task = task_at(m, h);
		struct oom_row *r = &t->row[t->nr];

		if (task->state == TASK_DEAD)
			continue;
		*r = no_row;
		r->task = h;
		r->pid = task->pid;
		r->fig = oom_figures_now(m, h);
		r->killed = task->oom_victim;
		t->nr++;
	}
}

static void add_before(struct oom_table *t, const struct facts *f)
{
	const struct machine *m = f->before;

	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next) {
		struct oom_row *r = find(t, task_at(m, h)->pid);

		if (r)
			r->was = oom_figures_now(m, h);
	}
}

/* Whom the log tells of: in this unit, unless the log before told it too. */
static void add_kills(struct oom_table *t, const struct facts *f)
{
	const struct machine *m = f->now, *before = f->before;

	for (handle_t h = m->s->dmesg_first; h; h = dmesg_line_at(m, h)->next) {
		uint32_t pid = oom_killed_in(dmesg_line_at(m, h)->text);
		struct oom_row *r = pid ? find(t, pid) : NULL;

		if (pid) {
			t->last = pid;
			t->last_dies = true;
		}
		if (r) {
			r->dies = true;
			r->killed |= !task_at(m, r->task)->mm;
		}
	}
	for (handle_t h = before->s->dmesg_first; h;
	     h = dmesg_line_at(before, h)->next) {
		uint32_t pid = oom_killed_in(dmesg_line_at(before, h)->text);
		struct oom_row *r = pid ? find(t, pid) : NULL;

		t->last_dies &= pid != t->last;
		if (r)
			r->dies = false;
	}
}

/*
 * Of the last victim the newest report tells, and what stands below it. One
 * that another report is about shows what it has now.
 */
static void add_report(struct oom_table *t, const struct facts *f)
{
	struct oom_row *r = find(t, t->last);
	struct oom_figures then;

	if (!r || !r->dies)
		return;
	then = oom_figures_then(f, t->last);
	if (!then.there)
		return;
	then.value[COL_SCORE] = r->fig.value[COL_SCORE];
	r->fig = then;
	r->most = true;
}

/*
 * The last among equals. Of those that are left nobody is called that beside
 * a victim of the unit.
 */
static void add_most(struct oom_table *t)
{
	struct oom_row *most = NULL;

	if (t->last_dies)
		return;
	for (size_t i = 0; i < t->nr; i++) {
		int64_t points = t->row[i].fig.value[COL_POINTS];

		if (t->row[i].fig.there && points != OOM_NEVER &&
		    (!most || points >= most->fig.value[COL_POINTS]))
			most = &t->row[i];
	}
	if (most)
		most->most = true;
}

void oom_table_open(struct oom_table *t, const struct facts *f)
{
	*t = (struct oom_table){ .nr = 0 };
	add_tasks(t, f);
	add_before(t, f);
	add_kills(t, f);
	add_report(t, f);
	add_most(t);
}

void oom_table_close(struct oom_table *t)
{
	free(t->row);
	*t = (struct oom_table){ .nr = 0 };
}
