/*
 * The OOM view: what was refused, every task's points, added up from left to
 * right, and what the killer said.
 */
#include "view/zone_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mm/fault.h"
#include "mm/oom.h"

enum { AT_NAME = 2, LEAST_NAME_W = 9, MOST_NAME_W = 17, MOST_W = 6,
       LOG_ROWS = 4, MAX_REFUSED = 4 };

/* The columns from left to right; the narrower the panel the fewer. */
enum column { COL_RSS, COL_SWAP, COL_TABLES, COL_ADJ, COL_POINTS, COL_SCORE,
	      NR_COLS };
static const struct {
	enum ui word;
	uint8_t w;
	uint8_t from;	/* width of a panel that has it */
} columns[NR_COLS] = {
	[COL_RSS] = { UI_oom_rss, 7, 0 },
	[COL_SWAP] = { UI_oom_swap, 8, 36 },
	[COL_TABLES] = { UI_oom_tables, 9, 56 },
	[COL_ADJ] = { UI_oom_adj, 11, 47 },
	[COL_POINTS] = { UI_oom_points, 10, 0 },
	[COL_SCORE] = { UI_oom_score, 10, 72 },
};

/* Where each column ends; 0 = not shown. */
struct plan {
	int end[NR_COLS];
	int name_w;
	bool most;	/* room for a word behind the points */
};

static struct plan plan_columns(const struct panel *p)
{
	int w = panel_width(p), used = AT_NAME, x;
	struct plan t = { .most = w >= columns[COL_TABLES].from + MOST_W };

	for (int i = 0; i < NR_COLS; i++)
		used += w >= columns[i].from ? columns[i].w : 0;
	used += t.most ? MOST_W : 0;
	t.name_w = w - used;
	if (t.name_w < LEAST_NAME_W)
		t.name_w = LEAST_NAME_W;
	if (t.name_w > MOST_NAME_W)
		t.name_w = MOST_NAME_W;
	x = panel_left(p) + AT_NAME + t.name_w;
	for (int i = 0; i < NR_COLS; i++) {
		if (w < columns[i].from)
			continue;
		x += columns[i].w;
		t.end[i] = x;
		if (i == COL_POINTS && t.most)
			x += MOST_W;
	}
	return t;
}

/* The pid that an event of the killer names; 0 = it is none. */
static uint32_t named_by(const struct event *e)
{
	return e && (e->id == EV_oom_badness || e->id == EV_oom_kill ||
		     e->id == EV_mark_victim ||
		     e->id == EV_finish_task_reaping) ?
		       (uint32_t)e->arg[0] : 0;
}

/* The task with the most points, the last among equals; 0 = none. */
static handle_t most_points(const struct machine *m)
{
	uint64_t total = oom_totalpages(m);
	int64_t best = OOM_NEVER;
	handle_t found = 0;

	for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next) {
		int64_t points = oom_badness(m, t, total);

		if (points != OOM_NEVER && points >= best) {
			best = points;
			found = t;
		}
	}
	return found;
}

/* What the killer wrote at last. */
struct report {
	handle_t tasks;		/* "Tasks state": the table it counted from */
	handle_t killed;	/* "Out of memory: Killed"; 0 = nobody yet */
	int	 nr;		/* lines from the one to before the other */
};

static struct report last_report(const struct machine *m)
{
	struct report now = { 0 }, last = { 0 };

	for (handle_t h = m->s->dmesg_first; h; h = dmesg_line_at(m, h)->next) {
		const char *text = dmesg_line_at(m, h)->text;

		if (strstr(text, "Tasks state"))
			now = (struct report){ .tasks = h };
		if (strstr(text, "Out of memory: Killed")) {
			now.killed = h;
			last = now;
		}
		now.nr++;
	}
	return last;
}

/* Whom the killer took last, by pid; 0 = nobody yet. */
static uint32_t victim(const struct machine *m)
{
	static const char before[] = "Killed process ";
	handle_t h = last_report(m).killed;
	const char *pid = h ? strstr(dmesg_line_at(m, h)->text, before) : NULL;

	return pid ? (uint32_t)strtoul(pid + strlen(before), NULL, 10) : 0;
}

static void number_put(struct panel *p, const struct plan *t, enum column col,
		       int y, enum role role, int64_t value)
{
	char s[24];

	if (!t->end[col])
		return;
	snprintf(s, sizeof(s), "%" PRId64, value);
	canvas_right(p->c, t->end[col], y, role, s);
}

/* "15703  most", "never", or that it has ended. */
static void draw_points(struct panel *p, const struct plan *t, handle_t h,
			int y, bool most)
{
	const struct machine *m = p->f->now;
	const struct task *task = task_at(m, h);
	int64_t points = oom_badness(m, h, oom_totalpages(m));
	bool killed = task->oom_victim || (!task->mm && victim(m) == task->pid);

	if (killed || !task->mm)
		canvas_right(p->c, t->end[COL_POINTS], y,
			     killed ? ROLE_BAD : ROLE_DIM,
			     ui(p->f->lang, killed ? UI_oom_killed : UI_zombie));
	else if (points == OOM_NEVER)
		canvas_right(p->c, t->end[COL_POINTS], y, ROLE_DIM,
			     ui(p->f->lang, UI_oom_never));
	else
		number_put(p, t, COL_POINTS, y, most ? ROLE_WARN : ROLE_TEXT,
			   points);
	if (most && !killed && t->most)
		canvas_text(p->c, t->end[COL_POINTS] + 1, y, ROLE_WARN,
			    ui(p->f->lang, UI_oom_most));
	if (task->mm)
		number_put(p, t, COL_SCORE, y, ROLE_TEXT, oom_score(m, h));
}

static bool dies(const struct facts *f, uint32_t pid)
{
	return victim(f->now) == pid && victim(f->before) != pid;
}

static void draw_task(struct panel *p, const struct plan *t, handle_t h, int y,
		      bool most)
{
	const struct machine *m = p->f->now;
	const struct task *task = task_at(m, h);
	bool here = named_by(p->f->event) == task->pid;
	int x = panel_left(p);
	char name[TASK_WORDS_BYTES];

	canvas_put(p->c, x, y, ROLE_TITLE, 0,
		   (uint32_t)tag_letter(task->tag));
	name[text_cut(task_words(m, task, name), t->name_w - 1)] = '\0';
	object_put(p, x + AT_NAME, y, most ? ROLE_WARN : ROLE_TEXT, name, here,
		   OBJ_TASK, h, 0);
	if (task->mm) {
		const struct mm *mm = mm_at(m, task->mm);

		number_put(p, t, COL_RSS, y, ROLE_TEXT, (int64_t)mm_rss(mm));
		number_put(p, t, COL_SWAP, y, ROLE_TEXT,
			   (int64_t)mm->rss[MM_SWAPENTS]);
		number_put(p, t, COL_TABLES, y, ROLE_TEXT,
			   (int64_t)mm->nr_tables);
	}
	number_put(p, t, COL_ADJ, y, ROLE_TEXT, task->oom_score_adj);
	draw_points(p, t, h, y, most);
	if (here)
		panel_sign(p, y, GUTTER_HERE);
	else if (dies(p->f, task->pid))
		panel_sign(p, y, GUTTER_CHANGED);
}

/* One adj is a thousandth of all pages: the head says how many. */
static void draw_head(struct panel *p, const struct plan *t, int y)
{
	canvas_text(p->c, panel_left(p) + AT_NAME, y, ROLE_DIM,
		    ui(p->f->lang, UI_oom_task));
	for (int i = 0; i < NR_COLS; i++) {
		char word[48];

		if (!t->end[i])
			continue;
		snprintf(word, sizeof(word), "%s", ui(p->f->lang, columns[i].word));
		if (i == COL_ADJ)
			snprintf(word, sizeof(word), "%s x %" PRIu64,
				 ui(p->f->lang, columns[i].word),
				 oom_totalpages(p->f->now) / 1000);
		canvas_right(p->c, t->end[i], y, ROLE_DIM, word);
	}
}

/* The checks that failed last before the killer counted; how many. */
static int find_refused(const struct facts *f, const struct event **out)
{
	uint32_t i = history_len(f);
	int nr = 0;

	while (i > 0 && history_at(f, i - 1)->id != EV_oom_badness)
		i--;
	for (; i-- > 0 && nr < MAX_REFUSED;) {
		const struct event *e = history_at(f, i);

		if (e->id == EV_zone_watermark_fail)
			out[nr++] = e;
		else if (nr)
			break;
	}
	return nr;
}

/* "refused  DMA32 414 > 422 + 0  no   DMA 214 > 33 + 182  no". Return: rows. */
static int draw_refused(struct panel *p, int y)
{
	const struct event *checks[MAX_REFUSED];
	char text[MAX_REFUSED][128], zone[24];
	struct word words[MAX_REFUSED + 1];
	int nr = find_refused(p->f, checks);

	words[0] = (struct word){ ui(p->f->lang, UI_oom_refused), ROLE_DIM, true };
	for (int i = 0; i < nr; i++) {
		const struct event *e = checks[nr - 1 - i];
		int len = snprintf(text[i], sizeof(text[i]), "%s ",
				   zone_words(p->f->now, (unsigned)e->arg[0],
					      zone));

		check_words(p, e, text[i] + len, sizeof(text[i]) - (size_t)len);
		words[i + 1] = (struct word){ text[i], ROLE_BAD, false };
	}
	if (nr)
		words_draw(p->c, panel_left(p), y, panel_width(p), 3, words,
			   (size_t)nr + 1);
	return nr > 0;
}

/* The table as the killer saw it, if all of it fits; then whom it took. */
static void draw_log(struct panel *p, int y, int rows)
{
	const struct machine *m = p->f->now;
	struct report log = last_report(m);
	struct rect r = { panel_left(p), y, panel_width(p), 0 };
	const char *killed;

	if (!log.killed || rows <= 0)
		return;
	killed = dmesg_line_at(m, log.killed)->text;
	if (paragraph_draw(p->c, r, ROLE_DIM, killed, 0) + log.nr <= rows)
		for (handle_t h = log.tasks; h && h != log.killed;
		     h = dmesg_line_at(m, h)->next)
			canvas_text(p->c, r.x, r.y++, ROLE_DIM,
				    dmesg_line_at(m, h)->text);
	r.h = y + rows - r.y;
	paragraph_draw(p->c, r, ROLE_TEXT, killed, 0);
}

static void oom_draw(struct panel *p)
{
	const struct machine *m = p->f->now;
	struct plan table = plan_columns(p);
	handle_t most = most_points(m);
	int y = p->r.y, end = p->r.y + p->r.h;
	int tasks_end = p->r.h > 2 * LOG_ROWS ? end - LOG_ROWS : end;

	if (p->r.h > LOG_ROWS)
		y += draw_refused(p, y);
	draw_head(p, &table, y++);
	for (handle_t t = m->s->tasks; t && y < tasks_end;
	     t = task_at(m, t)->next)
		if (task_at(m, t)->state != TASK_DEAD)
			draw_task(p, &table, t, y++, t == most);
	y += y + LOG_ROWS <= end;
	draw_log(p, y, end - y);
}

static void oom_about(const struct panel *p, struct text *title,
		      struct text *aside)
{
	(void)title;
	text_printf(aside, "totalpages %" PRIu64, oom_totalpages(p->f->now));
}

const struct view view_oom = {
	.name = "oom", .title = UI_oom, .weight = 4,
	.min_w = 36, .min_h = 4, .good_w = 74, .good_h = 12,
	.about = oom_about, .draw = oom_draw,
};
