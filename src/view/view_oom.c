/*
 * The OOM view: what was refused, every task's points, added up from left to
 * right, and what the killer said.
 */
#include "view/zone_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/oom.h"
#include "mm/task.h"
#include "view/follow.h"
#include "view/legend.h"
#include "view/oom_columns.h"
#include "view/oom_log.h"
#include "view/oom_table.h"
#include "view/oom_victim.h"
#include "view/task_walk.h"

enum { LOG_ROWS = 4,
       ABOUT_W = 60 /* from here on the title says the unit */ };

/* The pid that an event of the killer names; 0 = it is none. */
static uint32_t named_by(const struct event *e)
{
	return e && (e->id == EV_oom_badness || e->id == EV_oom_kill ||
		     e->id == EV_mark_victim ||
		     e->id == EV_finish_task_reaping) ?
		       (uint32_t)e->arg[0] : 0;
}

static void number_put(struct panel *p, const struct oom_plan *t,
		       enum column col, int y, enum role role, int64_t value)
{
	char s[24];

	if (!t->end[col])
		return;
	snprintf(s, sizeof(s), "%" PRId64, value);
	canvas_right(p->c, t->end[col], y, role, s);
}

/* Behind the points: why it is chosen; once it is, what became of it. */
static void draw_fate(struct panel *p, const struct oom_plan *t,
		      const struct oom_row *r, int y)
{
	const struct event *e = p->f->event;
	bool chosen = e && (e->id == EV_oom_kill || e->id == EV_mark_victim);
	bool killed = r->killed && !chosen;

	if (!t->most || !r->fig.there || (!r->most && !killed))
		return;
	canvas_text(p->c, t->end[COL_POINTS] + 1, y,
		    killed ? ROLE_BAD : ROLE_WARN,
		    ui(p->f->lang, killed ? UI_oom_killed : UI_oom_most));
}

/* "15703  most", "never", or that it has ended. */
static void draw_points(struct panel *p, const struct oom_plan *t,
			const struct oom_row *r, int y, bool said)
{
	int64_t points = r->fig.value[COL_POINTS];
	enum ui end = r->killed ? UI_oom_killed :
		      !r->fig.there ? UI_zombie : UI_oom_never;

	if (r->fig.there && points != OOM_NEVER && (said || !r->killed))
		number_put(p, t, COL_POINTS, y, r->most ? ROLE_WARN : ROLE_TEXT,
			   points);
	else
		canvas_right(p->c, t->end[COL_POINTS], y,
			     r->killed ? ROLE_BAD : ROLE_DIM,
			     ui(p->f->lang, end));
	draw_fate(p, t, r, y);
	if (task_at(p->f->now, r->task)->mm)
		number_put(p, t, COL_SCORE, y, ROLE_TEXT,
			   r->fig.value[COL_SCORE]);
	else if (t->end[COL_SCORE])
		canvas_right(p->c, t->end[COL_SCORE], y, ROLE_DIM, "-");
}

/*
 * Tag and name; behind it "killed" if there are figures and the room before
 * them, but not behind the points. Return: it is said.
 */
static bool draw_name(struct panel *p, const struct oom_plan *t,
		      const struct oom_row *r, int y, bool here)
{
	const struct task *task = task_at(p->f->now, r->task);
	const char *killed = ui(p->f->lang, UI_oom_killed);
	int x = panel_left(p), w = text_columns(killed, strlen(killed));
	int left, end = t->pid_end ? t->pid_end : t->end[COL_RSS];
	char name[TASK_WORDS_BYTES];

	canvas_put(p->c, x, y, ROLE_TITLE, 0,
		   (uint32_t)tag_letter(task->tag));
	name[text_cut(task_words(p->f->now, task, name), t->name_w - 1)] = '\0';
	object_put(p, x + OOM_AT_NAME, y, r->most ? ROLE_WARN : ROLE_TEXT, name,
		   here, OBJ_TASK, r->task, 0);
	if (t->pid_end)
		number_draw(p->c, t->pid_end, y, ROLE_DIM, task->pid,
			    task->pid);
	if (t->most || !r->killed || !r->fig.there)
		return t->most;
	left = OOM_AT_NAME + text_columns(name, strlen(name)) + 1;
	end -= snprintf(NULL, 0, " %" PRId64, t->pid_end ?
			(int64_t)task->pid : r->fig.value[COL_RSS]);
	if (x + left + w > end)
		return false;
	canvas_text(p->c, x + left, y, ROLE_BAD, killed);
	return true;
}

/* A figure that the unit changed stands out, and its row says so. */
static enum role figure_role(struct panel *p, const struct oom_row *r,
			     enum column col, int y)
{
	if (!r->was.there || r->was.value[col] == r->fig.value[col])
		return ROLE_TEXT;
	panel_sign(p, y, GUTTER_CHANGED);
	return ROLE_TITLE;
}

/* "15363 -3", as far as there is room. */
static void draw_figure(struct panel *p, const struct oom_plan *t,
			const struct oom_row *r, enum column col, int y)
{
	number_put(p, t, col, y, figure_role(p, r, col, y), r->fig.value[col]);
	if (t->change[col] && r->was.there)
		change_draw(p->c, t->end[col] + 1, y,
			    (uint64_t)r->fig.value[col],
			    (uint64_t)r->was.value[col]);
}

/* "0 > -1000" where it was turned: points follow from what it is now. */
static void draw_adj(struct panel *p, const struct oom_plan *t,
		     const struct oom_row *r, int y)
{
	int64_t now = r->fig.value[COL_ADJ], was = r->was.value[COL_ADJ];
	enum role role = figure_role(p, r, COL_ADJ, y);
	char words[48];

	snprintf(words, sizeof(words), "%" PRId64 " \u25b8 %" PRId64, was, now);
	if (role == ROLE_TEXT || !t->end[COL_ADJ] ||
	    text_columns(words, strlen(words)) >= OOM_ADJ_W)
		number_put(p, t, COL_ADJ, y, role, now);
	else
		canvas_right(p->c, t->end[COL_ADJ], y, role, words);
}

static void draw_task(struct panel *p, const struct oom_plan *t,
		      const struct oom_row *whole, int y)
{
	const struct oom_row row = oom_plan_row(t, whole), *r = &row;
	const struct task *task = task_at(p->f->now, r->task);
	bool here = named_by(p->f->event) == task->pid;
	bool said = draw_name(p, t, r, y, here);

	for (enum column i = COL_RSS; i <= COL_TABLES && r->fig.there; i++)
		draw_figure(p, t, r, i, y);
	draw_adj(p, t, r, y);
	draw_points(p, t, r, y, said);
	if (followed_of(p->f, r->task))
		panel_sign(p, y, GUTTER_FOLLOWED);
	if (here)
		panel_sign(p, y, GUTTER_HERE);
	else if (r->dies)
		panel_sign(p, y, GUTTER_CHANGED);
}

/*
 * "refused  DMA32 414 > 422 + 0  no   DMA 214 > 33 + 182  no". Return: rows,
 * also if only the picture beside this one has it.
 */
static int draw_refused(struct panel *p, int y)
{
	const struct event *checks[OOM_REFUSED], *others[OOM_REFUSED];
	char text[OOM_REFUSED][128], zone[24];
	struct word words[OOM_REFUSED + 1];
	int nr = oom_refused(p->f, checks);

	words[0] = (struct word){ ui(p->f->lang, UI_oom_refused), ROLE_DIM, true };
	for (int i = 0; i < nr; i++) {
		const struct event *e = checks[i];
		int len = snprintf(text[i], sizeof(text[i]), "%s ",
				   zone_words(p->f->now, (unsigned)e->arg[0],
					      zone));

		check_words(p->f, e, text[i] + len, sizeof(text[i]) - (size_t)len);
		words[i + 1] = (struct word){ text[i], ROLE_BAD, false };
	}
	if (nr)
		words_draw(p->c, panel_left(p), y, panel_width(p), 3, words,
			   (size_t)nr + 1);
	return nr > 0 || (p->f->twin && oom_refused(p->f->twin, others) > 0);
}

/* What the legend is about. */
struct told {
	const struct oom_plan  *plan;
	const struct oom_table *rows;
};

/* What the rows say of tasks that have ended. */
static void say_ends(struct legend *l, const struct oom_table *rows)
{
	bool killed = false, zombie = false;

	for (size_t i = 0; i < rows->nr; i++) {
		killed |= rows->row[i].killed;
		zombie |= !rows->row[i].killed &&
			  !task_at(l->p->f->now, rows->row[i].task)->mm;
	}
	if (killed)
		legend_words(l, UI_oom_is_killed);
	if (zombie)
		legend_words(l, UI_oom_is_zombie);
}

/*
 * How points are made of adj and the score of points, where they stand; how
 * tasks ended.
 */
static void say_legend(struct legend *l, const void *of)
{
	const struct told *told = of;
	const struct facts *f = l->p->f;
	char words[80];

	if (told->plan->end[COL_ADJ]) {
		snprintf(words, sizeof(words), ui(f->lang, UI_oom_adj_step),
			 oom_adj_step(f->now));
		legend_text(l, words);
	}
	say_ends(l, told->rows);
	if (told->plan->end[COL_SCORE])
		legend_words(l, UI_oom_score_sum);
	legend_signs(l);
}

/*
 * Rows kept at the end of `room`, with a blank one if there is one: how the
 * points are made counts for more than what the killer wrote before its
 * verdict.
 */
static int rows_kept(struct panel *p, const struct told *t, int room)
{
	int rows = legend_rows(p, room, say_legend, t) + 1;
	int left = room - oom_log_rows(p);

	left = left < 0 ? 0 : left;
	return rows < left ? rows : left;
}

/*
 * Who asked, whom it hits and what comes back, and how swap stood; of a kill
 * before this unit when it was. Return: is the log about what is told? What the
 * killer wrote of an earlier one is not about this one.
 */
static bool verdict_words(const struct panel *p, const struct oom_table *rows,
			  bool swap, struct text *out)
{
	uint32_t victim = oom_victim_words(p->f, out);

	if (victim && swap)
		oom_swap_words(p->f, out);
	if (!victim && !rows->last_dies)
		oom_earlier_words(p->f, out);
	return !victim || victim == rows->last;
}

/*
 * Below the table what is to be told of the kill, if the log has room behind
 * it, with a blank row before it if all has its room too; then the log.
 */
static void draw_verdict(struct panel *p, const struct told *t, int y,
			 int end)
{
	struct rect r = { panel_left(p), y, panel_width(p), 0 };
	bool logged = true, fits = false;

	for (int swap = 1; swap >= 0 && !fits; swap--) {
		struct text words = { 0 };
		int rows, all;

		logged = verdict_words(p, t->rows, swap, &words);
		rows = paragraph_draw(p->c, r, ROLE_TEXT, text_str(&words), 0);
		all = rows + (logged ? oom_log_rows(p) : 0);
		fits = all <= end - y;
		if (fits) {
			r.y += all + legend_rows(p, end - y, say_legend, t) <
			       end - y;
			r.h = rows;
			paragraph_draw(p->c, r, ROLE_TEXT, text_str(&words), 0);
			y = r.y + rows;
		}
		text_free(&words);
	}
	y += !fits && oom_log_rows(p) < end - y;
	if (logged)
		y = oom_log_draw(p, y, end - y - rows_kept(p, t, end - y));
	y += legend_rows(p, end - y, say_legend, t) < end - y;
	legend_bottom(p, y, end, say_legend, t);
}

/* Which row stays where not all have room: the one that it happens to. */
static handle_t kept_row(const struct facts *f, const struct oom_table *t)
{
	const struct oom_row *named = oom_table_find(t, named_by(f->event));
	const struct oom_row *last = oom_table_find(t, t->last);

	if (named)
		return named->task;
	if (last)
		return last->task;
	for (size_t i = 0; i < t->nr; i++)
		if (t->row[i].most)
			return t->row[i].task;
	return 0;
}

/* The last of the rows [y, end) is kept for that one. Return: the next row. */
static int draw_tasks(struct panel *p, const struct oom_plan *plan,
		      const struct oom_table *t, int y, int end)
{
	handle_t kept = kept_row(p->f, t);
	const struct oom_row *r = t->row;
	struct task_walk w = { 0 };

	while (y < end && task_walk_next(p->f, &w)) {
		if (!kept || w.here == kept || y < end - 1) {
			if (w.here)
				draw_task(p, plan, r, y);
			else
				task_absent_draw(p, y, w.there, plan->name_w);
			y++;
		}
		kept = w.here == kept ? 0 : kept;
		r += w.here != 0;
	}
	return y;
}

static void oom_draw(struct panel *p)
{
	int y = p->r.y, end = p->r.y + p->r.h;
	int tasks_end = p->r.h > 2 * LOG_ROWS ? end - LOG_ROWS : end;
	struct oom_table rows, twin;
	struct oom_plan plan;

	oom_table_open(&rows, p->f);
	if (p->f->twin)
		oom_table_open(&twin, p->f->twin);
	plan = oom_plan_columns(p, &rows, p->f->twin ? &twin : NULL);
	if (p->f->twin)
		oom_table_close(&twin);
	if (p->r.h > LOG_ROWS)
		y += draw_refused(p, y);
	oom_columns_draw(p, &plan, y++);
	y = draw_tasks(p, &plan, &rows, y, tasks_end);
	draw_verdict(p, &(struct told){ &plan, &rows }, y, end);
	oom_table_close(&rows);
}

static void oom_about(const struct panel *p, struct text *title,
		      struct text *aside)
{
	(void)title;
	if (p->r.w >= ABOUT_W)
		text_printf(aside, ui(p->f->lang, UI_oom_unit),
			    oom_totalpages(p->f->now));
	else
		text_printf(aside, "totalpages %" PRIu64,
			    oom_totalpages(p->f->now));
}

const struct view view_oom = {
	.name = "oom", .title = UI_oom, .weight = 4,
	.min_w = 36, .min_h = 4, .good_w = 74, .good_h = 12,
	.about = oom_about, .draw = oom_draw,
};
