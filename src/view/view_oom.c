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
#include "view/oom_figures.h"
#include "view/oom_log.h"

enum { AT_NAME = 2, LEAST_NAME_W = 9, MOST_NAME_W = 17, MOST_W = 6,
       LOG_ROWS = 4, MAX_REFUSED = 4,
       ABOUT_W = 60 /* from here on the title says the unit */ };

/* The columns from left to right; the narrower the panel the fewer. */
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

/* Has anybody's oom_score_adj been turned? */
static bool dials_turned(const struct machine *m)
{
	for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next)
		if (task_at(m, t)->oom_score_adj)
			return true;
	return false;
}

/* Of the two that have room later than others, zeros come last. */
static bool has_column(const struct panel *p, enum column i)
{
	enum column as = i;

	if ((i == COL_ADJ || i == COL_TABLES) && !dials_turned(p->f->now))
		as = i == COL_ADJ ? COL_TABLES : COL_ADJ;
	return panel_width(p) >= columns[as].from;
}

static struct plan plan_columns(const struct panel *p)
{
	int w = panel_width(p), used = AT_NAME, x;
	struct plan t = { .most = w >= columns[COL_TABLES].from + MOST_W };

	for (int i = 0; i < NR_COLS; i++)
		used += has_column(p, (enum column)i) ? columns[i].w : 0;
	used += t.most ? MOST_W : 0;
	t.name_w = w - used;
	if (t.name_w < LEAST_NAME_W)
		t.name_w = LEAST_NAME_W;
	if (t.name_w > MOST_NAME_W)
		t.name_w = MOST_NAME_W;
	x = panel_left(p) + AT_NAME + t.name_w;
	for (int i = 0; i < NR_COLS; i++) {
		if (!has_column(p, (enum column)i))
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

static void number_put(struct panel *p, const struct plan *t, enum column col,
		       int y, enum role role, int64_t value)
{
	char s[24];

	if (!t->end[col])
		return;
	snprintf(s, sizeof(s), "%" PRId64, value);
	canvas_right(p->c, t->end[col], y, role, s);
}

/* One of the table's rows. */
struct row {
	handle_t task;
	struct oom_figures fig;
	struct oom_figures was;	/* before the unit, if it was there */
	bool killed;
	bool most;
};

/* Those that died in this unit had the most when they were counted. */
static struct row row_of(const struct facts *f, handle_t h, handle_t most)
{
	const struct task *t = task_at(f->now, h);
	bool dead = oom_dies(f, t->pid);
	handle_t before = task_by_pid(f->before, t->pid);
	struct row r = { .task = h, .fig = oom_figures_shown(f, h),
			 .most = h == most };

	if (before)
		r.was = oom_figures_now(f->before, before);
	r.killed = dead || t->oom_victim ||
		   (!t->mm && oom_last_victim(f->now) == t->pid);
	if (dead)
		r.most = oom_figures_then(f->now, t->pid).there;
	return r;
}

/* "15703  most", "never", or that it has ended. */
static void draw_points(struct panel *p, const struct plan *t,
			const struct row *r, int y, bool said)
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
	if (r->most && t->most)
		canvas_text(p->c, t->end[COL_POINTS] + 1, y, ROLE_WARN,
			    ui(p->f->lang, UI_oom_most));
	if (task_at(p->f->now, r->task)->mm)
		number_put(p, t, COL_SCORE, y, ROLE_TEXT,
			   r->fig.value[COL_SCORE]);
	else if (t->end[COL_SCORE])
		canvas_right(p->c, t->end[COL_SCORE], y, ROLE_DIM, "-");
}

/*
 * Tag and name; behind it "killed" if there are figures and the room before
 * them. Return: it is said.
 */
static bool draw_name(struct panel *p, const struct plan *t,
		      const struct row *r, int y, bool here)
{
	const struct task *task = task_at(p->f->now, r->task);
	const char *killed = ui(p->f->lang, UI_oom_killed);
	int x = panel_left(p), w = text_columns(killed, strlen(killed));
	int left, rss;
	char name[TASK_WORDS_BYTES];

	canvas_put(p->c, x, y, ROLE_TITLE, 0,
		   (uint32_t)tag_letter(task->tag));
	name[text_cut(task_words(p->f->now, task, name), t->name_w - 1)] = '\0';
	object_put(p, x + AT_NAME, y, r->most ? ROLE_WARN : ROLE_TEXT, name,
		   here, OBJ_TASK, r->task, 0);
	left = AT_NAME + text_columns(name, strlen(name)) + 1;
	rss = snprintf(NULL, 0, " %" PRId64, r->fig.value[COL_RSS]);
	if (!r->killed || !r->fig.there ||
	    x + left + w + rss > t->end[COL_RSS])
		return false;
	canvas_text(p->c, x + left, y, ROLE_BAD, killed);
	return true;
}

/* A figure that the unit changed stands out, and its row says so. */
static enum role figure_role(struct panel *p, const struct row *r,
			     enum column col, int y)
{
	if (!r->was.there || r->was.value[col] == r->fig.value[col])
		return ROLE_TEXT;
	panel_sign(p, y, GUTTER_CHANGED);
	return ROLE_TITLE;
}

/* "0 > -1000" where it was turned: points follow from what it is now. */
static void draw_adj(struct panel *p, const struct plan *t,
		     const struct row *r, int y)
{
	int64_t now = r->fig.value[COL_ADJ], was = r->was.value[COL_ADJ];
	enum role role = figure_role(p, r, COL_ADJ, y);
	char words[48];

	snprintf(words, sizeof(words), "%" PRId64 " \u25b8 %" PRId64, was, now);
	if (role == ROLE_TEXT || !t->end[COL_ADJ] ||
	    text_columns(words, strlen(words)) >= columns[COL_ADJ].w)
		number_put(p, t, COL_ADJ, y, role, now);
	else
		canvas_right(p->c, t->end[COL_ADJ], y, role, words);
}

static void draw_task(struct panel *p, const struct plan *t,
		      const struct row *r, int y)
{
	const struct task *task = task_at(p->f->now, r->task);
	bool here = named_by(p->f->event) == task->pid;
	bool said = draw_name(p, t, r, y, here);

	for (enum column i = COL_RSS; i <= COL_TABLES && r->fig.there; i++)
		number_put(p, t, i, y, figure_role(p, r, i, y),
			   r->fig.value[i]);
	draw_adj(p, t, r, y);
	draw_points(p, t, r, y, said);
	if (followed_of(p->f, r->task))
		panel_sign(p, y, GUTTER_FOLLOWED);
	if (here)
		panel_sign(p, y, GUTTER_HERE);
	else if (oom_dies(p->f, task->pid))
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

static void oom_draw(struct panel *p)
{
	const struct machine *m = p->f->now;
	struct plan table = plan_columns(p);
	/* of those that are left nobody is called the most beside a victim */
	uint32_t last = oom_last_victim(m);
	handle_t most = last && oom_dies(p->f, last) ? 0 : oom_most_points(m);
	int y = p->r.y, end = p->r.y + p->r.h;
	int tasks_end = p->r.h > 2 * LOG_ROWS ? end - LOG_ROWS : end;

	if (p->r.h > LOG_ROWS)
		y += draw_refused(p, y);
	draw_head(p, &table, y++);
	for (handle_t t = m->s->tasks; t && y < tasks_end;
	     t = task_at(m, t)->next)
		if (task_at(m, t)->state != TASK_DEAD) {
			struct row r = row_of(p->f, t, most);

			draw_task(p, &table, &r, y++);
		}
	y += y + LOG_ROWS <= end;
	oom_log_draw(p, y, end - y);
}

static void oom_about(const struct panel *p, struct text *title,
		      struct text *aside)
{
	(void)title;
	if (p->r.w >= ABOUT_W)
		text_printf(aside, "%s, ", ui(p->f->lang, UI_oom_unit));
	text_printf(aside, "totalpages %" PRIu64, oom_totalpages(p->f->now));
}

const struct view view_oom = {
	.name = "oom", .title = UI_oom, .weight = 4,
	.min_w = 36, .min_h = 4, .good_w = 74, .good_h = 12,
	.about = oom_about, .draw = oom_draw,
};
