#include "view/oom_figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mm/fault.h"
#include "mm/oom.h"
#include "mm/task.h"

/* Whom the killer took, by a line of the log; 0 = it does not say so. */
uint32_t oom_killed_in(const char *line)
{
	static const char before[] = "Killed process ";
	const char *pid = strstr(line, before);

	return pid ? (uint32_t)strtoul(pid + strlen(before), NULL, 10) : 0;
}

/* The last report, or that of the end of `pid` if that is not 0. */
struct oom_report oom_report_find(const struct machine *m, uint32_t pid)
{
	struct oom_report now = { 0 }, last = { 0 };

	for (handle_t h = m->s->dmesg_first; h; h = dmesg_line_at(m, h)->next) {
		const char *text = dmesg_line_at(m, h)->text;
		uint32_t taken = oom_killed_in(text);

		if (strstr(text, "invoked oom-killer"))
			now = (struct oom_report){ .from = h };
		if (strstr(text, "Tasks state")) {
			now.tasks = h;
			now.nr = 0;
		}
		if (taken) {
			now.killed = h;
			now.pid = taken;
			if (!pid || taken == pid)
				last = now;
			/* the next may have no table: vm.oom_dump_tasks */
			now = (struct oom_report){ 0 };
			continue;
		}
		now.nr++;
	}
	return last;
}

int64_t oom_adj_step(const struct machine *m)
{
	return (int64_t)(oom_totalpages(m) / 1000);
}

static int64_t sum_points(const struct machine *m, const struct oom_figures *c)
{
	return c->value[COL_RSS] + c->value[COL_SWAP] + c->value[COL_TABLES] +
	       c->value[COL_ADJ] * oom_adj_step(m);
}

/* "[  103]     0   103    42713    25001   229376        0        0 grow" */
static bool read_row(const char *row, uint32_t pid, struct oom_figures *c)
{
	unsigned nr;
	long long rss, tables, swap, adj;

	if (sscanf(row, "[ %u ] %*u %*u %*u %lld %lld %lld %lld", &nr, &rss,
		   &tables, &swap, &adj) != 5 || nr != pid)
		return false;
	c->value[COL_RSS] = rss;
	c->value[COL_SWAP] = swap;
	c->value[COL_TABLES] = tables / PAGE_SIZE;
	c->value[COL_ADJ] = adj;
	return true;
}

/* "... anon-rss:100000kB, file-rss:4kB, ...": kB behind a name; -1 = none. */
static int64_t kb_behind(const char *line, const char *name)
{
	const char *at = strstr(line, name);

	return at ? strtoll(at + strlen(name), NULL, 10) : -1;
}

/*
 * The table may have been forgotten, or not written: what the verdict says of
 * its victim, and of the points that the killer counted what is left for swap.
 */
static struct oom_figures read_verdict(const struct machine *m,
				       const char *line, int64_t points)
{
	int64_t anon = kb_behind(line, "anon-rss:");
	int64_t file = kb_behind(line, "file-rss:");
	int64_t shmem = kb_behind(line, "shmem-rss:");
	int64_t tables = kb_behind(line, "pgtables:");
	int64_t adj = kb_behind(line, "oom_score_adj:");
	struct oom_figures c = { .there = tables >= 0 };

	if (!c.there)
		return c;	/* an old kernel's */
	c.value[COL_RSS] = (anon + file + shmem) / PAGE_KB;
	c.value[COL_TABLES] = tables / PAGE_KB;
	c.value[COL_ADJ] = adj;
	c.value[COL_SWAP] = points - sum_points(m, &c);
	c.value[COL_POINTS] = points;
	return c;
}

struct oom_figures oom_figures_of(const struct machine *m, uint32_t victim,
				  uint32_t pid)
{
	struct oom_report r = oom_report_find(m, victim);
	struct oom_figures c = { 0 };

	for (handle_t h = r.tasks; h && h != r.killed && !c.there;
	     h = dmesg_line_at(m, h)->next)
		c.there = read_row(dmesg_line_at(m, h)->text, pid, &c);
	c.value[COL_POINTS] = sum_points(m, &c);
	return c;
}

struct oom_figures oom_figures_then(const struct facts *f, uint32_t pid)
{
	struct oom_figures c = oom_figures_of(f->now, pid, pid);
	const struct event *kill = &f->between->newest[EV_oom_kill].event;
	struct oom_report r;

	if (c.there || !f->between->count[EV_oom_kill] || kill->arg[0] != pid)
		return c;
	r = oom_report_find(f->now, pid);
	return r.killed ? read_verdict(f->now,
				       dmesg_line_at(f->now, r.killed)->text,
				       (int64_t)kill->arg[1]) : c;
}

struct oom_figures oom_figures_now(const struct machine *m, handle_t h)
{
	const struct task *t = task_at(m, h);
	const struct mm *mm = t->mm ? mm_at(m, t->mm) : NULL;
	struct oom_figures c = { .there = mm != NULL };

	c.value[COL_ADJ] = t->oom_score_adj;
	if (!mm)
		return c;
	c.value[COL_RSS] = (int64_t)mm_rss(mm);
	c.value[COL_SWAP] = (int64_t)mm->rss[MM_SWAPENTS];
	c.value[COL_TABLES] = (int64_t)mm->nr_tables;
	c.value[COL_POINTS] = oom_badness(m, h, oom_totalpages(m));
	c.value[COL_SCORE] = oom_score(m, h);
	return c;
}

/* Where events are looked for: in the history, or in what is kept of it. */
struct told {
	const struct facts *f;
	uint32_t	    nr;
	bool		    kept;
};

static const struct event *told_at(const struct told *t, uint32_t i)
{
	return t->kept ? &t->f->between->refused->event[i] :
			 history_at(t->f, i);
}

/* Up to the killer's newest count of a task; of none if it has counted none. */
static struct told up_to_count(const struct facts *f)
{
	struct told t = { .f = f, .nr = history_len(f) };

	while (t.nr > 0 && history_at(f, t.nr - 1)->id != EV_oom_badness)
		t.nr--;
	if (t.nr || !f->between->count[EV_oom_kill])
		return t;
	t = (struct told){ f, f->between->refused->nr, true };
	while (t.nr > 0 && told_at(&t, t.nr - 1)->id != EV_oom_kill)
		t.nr--;
	return t;
}

int oom_refused(const struct facts *f, const struct event *out[OOM_REFUSED])
{
	struct told t = up_to_count(f);
	uint32_t end = t.nr, first;
	int nr = 0;

	while (end > 0 && told_at(&t, end - 1)->id != EV_zone_watermark_fail)
		end--;
	for (first = end; first > 0 && end - first < OOM_REFUSED &&
			  told_at(&t, first - 1)->id == EV_zone_watermark_fail;)
		first--;
	for (uint32_t i = first; i < end; i++)
		out[nr++] = told_at(&t, i);
	return nr;
}
