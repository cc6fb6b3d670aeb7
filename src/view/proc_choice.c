#include "view/proc_choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "view/proc_pair.h"

static bool is_news(const struct proc_choice *c, int i)
{
	return !proc_line_same(&c->now->line[i], proc_choice_was(c, i));
}

void proc_choice_open(struct proc_choice *c, const struct proc_lines *now,
		      const struct proc_lines *was)
{
	size_t nr = (size_t)now->nr + 1;	/* none is no size */

	memset(c, 0, sizeof(*c));
	c->now = now;
	c->was = was;
	c->old = xmalloc(nr * sizeof(*c->old));
	c->line = xmalloc(nr * sizeof(*c->line));
	c->stays = xmalloc(nr * sizeof(*c->stays));
	proc_lines_pair(now, was, c->old);
	for (int i = 0; i < now->nr; i++) {
		if (!is_news(c, i))
			continue;
		c->first_news = c->nr_news++ ? c->first_news : i;
		c->last_news = i;
	}
}

void proc_choice_close(struct proc_choice *c)
{
	free(c->old);
	free(c->line);
	free(c->stays);
	memset(c, 0, sizeof(*c));
}

const struct proc_line *proc_choice_was(const struct proc_choice *c, int i)
{
	return c->old[i] >= 0 ? &c->was->line[c->old[i]] : NULL;
}

bool proc_choice_change(const struct proc_choice *c, int i, int64_t *change)
{
	const struct proc_line *was = proc_choice_was(c, i);
	int64_t a, b;

	if (!was || !proc_line_number(&c->now->line[i], &a) ||
	    !proc_line_number(was, &b))
		return false;
	*change = a - b;
	return true;
}

void proc_choice_from(struct proc_choice *c, int top)
{
	c->nr = 0;
	for (int i = top; i < c->now->nr; i++)
		c->line[c->nr++] = i;
}

void proc_choice_news(struct proc_choice *c)
{
	c->nr = 0;
	for (int i = 0; i < c->now->nr; i++)
		if (is_news(c, i))
			c->line[c->nr++] = i;
}

static const struct {
	const char *name, *like;
} echoes[] = {
	{ "VmPeak:", "VmSize:" },
	{ "VmHWM:", "VmRSS:" },
	{ "VmData:", "VmSize:" },
	{ "MemAvailable:", "MemFree:" },
	{ "RssAnon:", "VmRSS:" },
};
enum { NR_ECHOES = sizeof(echoes) / sizeof(echoes[0]) };

/*
 * The lines that a text is read for, most telling first: what a task has (the
 * top of its status says who it is), a zone's marks, who reclaimed how much, a
 * log's verdict.
 */
enum { MAX_TELLING = 6 };
static const struct telling {
	const char *path;	/* NULL = any other */
	bool	    log;	/* read from its end; a name stands anywhere */
	const char *name[MAX_TELLING];
} tellings[] = {
	{ "zoneinfo", false, { "Node", "protection:", "pages", "low", "high",
			       "min" } },
	{ "meminfo", false, { "MemFree:", "AnonPages:", "PageTables:",
			      "MemAvailable:", "Cached:", "Slab:" } },
	{ "vmstat", false, { "pageoutrun", "pgsteal_kswapd", "pgsteal_direct",
			     "pgsteal_file", "pgmajfault", "oom_kill" } },
	{ "dmesg", true, { "Out of memory", "invoked oom-killer",
			   "oom-kill:" } },
	{ NULL, false, { "VmRSS:", "VmSize:", "VmPTE:", "RssAnon:",
			 "VmData:", "VmStk:" } },
};

static const struct telling *telling_of(const char *path)
{
	const struct telling *t = tellings;

	while (t->path && strcmp(t->path, path) != 0)
		t++;
	return t;
}

static const struct proc_line *chosen(const struct proc_choice *c, int k)
{
	return &c->now->line[c->line[k]];
}

/* Where in the choice the line of that name stands; -1 = it is not in it. */
static int choice_find(const struct proc_choice *c, const char *name)
{
	for (int k = 0; k < c->nr; k++)
		if (proc_line_is(chosen(c, k), name))
			return k;
	return -1;
}

void proc_choice_thin(struct proc_choice *c, int room)
{
	for (int e = 0; e < NR_ECHOES && c->nr > room; e++) {
		int k = choice_find(c, echoes[e].name);
		int like = choice_find(c, echoes[e].like);
		int64_t a, b;

		if (k < 0 || like < 0 ||
		    !proc_choice_change(c, c->line[k], &a) ||
		    !proc_choice_change(c, c->line[like], &b) || a != b)
			continue;
		c->nr--;
		memmove(&c->line[k], &c->line[k + 1],
			(size_t)(c->nr - k) * sizeof(c->line[0]));
	}
}

/* "[ 0.042547] [    100]     0   100 ...": a row of the killer's table. */
static bool is_table_row(const struct proc_line *l)
{
	const char *end = memchr(l->s, ']', l->len);
	size_t left = end ? l->len - (size_t)(end - l->s) : 0;

	return l->len && l->s[0] == '[' && left > 2 && end[2] == '[';
}

void proc_choice_leave_table(struct proc_choice *c, int columns,
			     const char *path)
{
	bool fits = true;
	int nr = 0;

	for (int k = 0; k < c->nr && telling_of(path)->log; k++)
		fits &= !is_table_row(chosen(c, k)) ||
			chosen(c, k)->len <= (size_t)columns;
	for (int k = 0; k < c->nr; k++)
		if (fits || !(is_table_row(chosen(c, k)) ||
			      proc_line_has(chosen(c, k), "Tasks state")))
			c->line[nr++] = c->line[k];
	c->nr = nr;
}

/* How telling a line is: 1 = most; 0 = not. */
static int line_rank(const struct proc_line *l, const struct telling *t)
{
	for (int k = 0; k < MAX_TELLING && t->name[k]; k++)
		if (t->log ? proc_line_has(l, t->name[k]) :
			     proc_line_is(l, t->name[k]))
			return k + 1;
	return 0;
}

/*
 * Lines of the highest ranks stay, as many ranks as there is room for. Return:
 * room for other lines; none while a rank had to go.
 */
static int pick_telling(struct proc_choice *c, int room,
			const struct telling *t)
{
	int nr[MAX_TELLING + 1] = { 0 }, least = 0, lines = 0;

	for (int k = 0; k < c->nr; k++)
		nr[line_rank(chosen(c, k), t)]++;
	while (least < MAX_TELLING && lines + nr[least + 1] <= room)
		lines += nr[++least];
	for (int k = 0; k < c->nr; k++) {
		int rank = line_rank(chosen(c, k), t);

		c->stays[k] = rank && rank <= least;
	}
	return lines && least < MAX_TELLING ? 0 : room - lines;
}

void proc_choice_pick(struct proc_choice *c, int room, const char *path)
{
	const struct telling *t = telling_of(path);
	int more = pick_telling(c, room, t), nr = 0;

	for (int n = 0; n < c->nr && more; n++) {
		int k = t->log ? c->nr - 1 - n : n;

		more -= !c->stays[k];
		c->stays[k] = true;
	}
	for (int k = 0; k < c->nr; k++)
		if (c->stays[k])
			c->line[nr++] = c->line[k];
	c->nr = nr;
}

bool proc_top_lacks_telling(const struct proc_lines *l, int rows,
			    const char *path)
{
	const struct telling *t = telling_of(path);

	for (int i = rows; i < l->nr; i++)
		if (t->log || line_rank(&l->line[i], t))
			return true;
	return false;
}
