/*
 * The OOM view: every task's points, added up from left to right, and what the
 * killer said.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/fault.h"
#include "mm/oom.h"

/* Columns end here, from the panel's left. */
enum { AT_NAME = 4, AT_RSS = 24, AT_SWAP = 33, AT_TABLES = 41, AT_ADJ = 51,
       AT_POINTS = 61, AT_SCORE = 71 };

/* Who was chosen by the newest kill of the unit, by pid; 0 = nobody. */
static uint32_t victim(const struct facts *f)
{
	const struct summary *b = f->between;

	for (uint32_t i = b->nr_last; i-- > 0;)
		if (b->last[i].id == EV_oom_kill)
			return (uint32_t)b->last[i].arg[0];
	return 0;
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

static void right_number(struct panel *p, int at, int y, enum role role,
			 int64_t value)
{
	char s[24];

	snprintf(s, sizeof(s), "%" PRId64, value);
	canvas_right(p->c, panel_left(p) + at, y, role, s);
}

static void draw_memory(struct panel *p, const struct mm *mm, int y,
			enum role role)
{
	right_number(p, AT_RSS, y, role, (int64_t)mm_rss(mm));
	right_number(p, AT_SWAP, y, role, (int64_t)mm->rss[MM_SWAPENTS]);
	right_number(p, AT_TABLES, y, role, (int64_t)mm->nr_tables);
}

static void draw_task(struct panel *p, handle_t t, int y, bool chosen)
{
	const struct machine *m = p->f->now;
	const struct task *task = task_at(m, t);
	int64_t points = oom_badness(m, t, oom_totalpages(m));
	enum role role = chosen ? ROLE_WARN : ROLE_TEXT;
	int x = panel_left(p);
	char name[24];

	canvas_put(p->c, x, y, ROLE_TITLE, 0,
		   (uint32_t)tag_letter(task->tag));
	snprintf(name, sizeof(name), "%.12s", task->comm);
	object_put(p, x + AT_NAME, y, role, name,
		   p->f->event && p->f->event->id == EV_oom_badness &&
			   p->f->event->arg[0] == task->pid,
		   OBJ_TASK, t, 0);
	if (task->mm)
		draw_memory(p, mm_at(m, task->mm), y, role);
	right_number(p, AT_ADJ, y, role, task->oom_score_adj);
	if (points == OOM_NEVER)
		canvas_right(p->c, x + AT_POINTS, y, ROLE_DIM,
			     ui(p->f->lang, UI_oom_never));
	else
		right_number(p, AT_POINTS, y, role, points);
	right_number(p, AT_SCORE, y, role, oom_score(m, t));
	if (victim(p->f) == task->pid)
		panel_sign(p, y, GUTTER_HERE);
}

static void draw_head(struct panel *p, int y)
{
	static const struct {
		int	at;
		enum ui word;
	} heads[] = {
		{ AT_RSS, UI_oom_rss },	      { AT_SWAP, UI_oom_swap },
		{ AT_TABLES, UI_oom_tables }, { AT_ADJ, UI_oom_adj },
		{ AT_POINTS, UI_oom_points }, { AT_SCORE, UI_oom_score },
	};

	canvas_text(p->c, panel_left(p) + AT_NAME, y, ROLE_DIM,
		    ui(p->f->lang, UI_oom_task));
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		canvas_right(p->c, panel_left(p) + heads[i].at, y, ROLE_DIM,
			     ui(p->f->lang, heads[i].word));
}

/* The newest lines of the kernel's log, as many as there is room for. */
static void draw_log(struct panel *p, int y, int rows)
{
	const struct machine *m = p->f->now;
	handle_t h = m->s->dmesg_first;
	uint64_t nr = 0;

	for (handle_t i = h; i; i = dmesg_line_at(m, i)->next)
		nr++;
	for (; h && nr > (uint64_t)rows; nr--)
		h = dmesg_line_at(m, h)->next;
	for (; h && rows-- > 0; h = dmesg_line_at(m, h)->next)
		canvas_textn(p->c, panel_left(p), y++, ROLE_DIM,
			     dmesg_line_at(m, h)->text,
			     dmesg_line_at(m, h)->length);
}

static void oom_draw(struct panel *p)
{
	const struct machine *m = p->f->now;
	handle_t most = most_points(m);
	int y = p->r.y, end = p->r.y + p->r.h;
	int table = p->r.h > 8 ? p->r.h - 4 : p->r.h;

	if (y < end)
		draw_head(p, y++);
	for (handle_t t = m->s->tasks; t && y < p->r.y + table;
	     t = task_at(m, t)->next)
		draw_task(p, t, y++, t == most);
	if (y < end)
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
	.min_w = 40, .min_h = 4, .good_w = 74, .good_h = 12,
	.about = oom_about, .draw = oom_draw,
};
