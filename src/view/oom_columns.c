#include "view/oom_columns.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/oom.h"
#include "mm/task.h"

enum { LEAST_NAME_W = 9, MOST_NAME_W = 17, MOST_W = 7, LEAST_PID_W = 3 };

static const struct {
	enum ui word;
	uint8_t w;
} columns[NR_COLS] = {
	[COL_RSS] = { UI_oom_rss, 7 },
	[COL_SWAP] = { UI_oom_swap, 8 },
	[COL_TABLES] = { UI_oom_tables, 9 },
	[COL_ADJ] = { UI_oom_adj, OOM_ADJ_W },
	[COL_POINTS] = { UI_oom_points, 9 },
	[COL_SCORE] = { UI_oom_score, 10 },
};

/* What the table is about, as far as its columns depend on it. */
struct content {
	bool has[NR_COLS];	/* not 0 in some row, or it was not */
	int  change_w[NR_COLS];	/* of the widest, with its blank; 0 = none */
	bool killed;
	int  name_w, pid_w;	/* the widest */
};

static int words_w(const char *s)
{
	return text_columns(s, strlen(s));
}

/* A task's figures, where it was there before also " -3". */
static void add_figures(struct content *c, const struct oom_figures *now,
			const struct oom_figures *was)
{
	for (int i = 0; i < NR_COLS; i++)
		c->has[i] |= now->value[i] != 0;
	if (!now->there || !was->there)
		return;
	/* what is added up; points can be "never" */
	for (int i = COL_RSS; i <= COL_TABLES; i++) {
		int64_t change = now->value[i] - was->value[i];
		int w;

		if (!change)
			continue;
		w = snprintf(NULL, 0, " %+" PRId64, change);
		c->has[i] = true;
		c->change_w[i] = w > c->change_w[i] ? w : c->change_w[i];
	}
}

static void content_add(struct content *c, const struct machine *m,
			const struct oom_table *t)
{
	for (size_t i = 0; i < t->nr; i++) {
		const struct oom_row *r = &t->row[i];
		char name[TASK_WORDS_BYTES];
		int w = words_w(task_words(m, task_at(m, r->task), name));
		int pid = snprintf(NULL, 0, "%" PRIu32, r->pid);

		add_figures(c, &r->fig, &r->was);
		c->killed |= task_at(m, r->task)->oom_victim || r->dies;
		c->name_w = w > c->name_w ? w : c->name_w;
		c->pid_w = pid > c->pid_w ? pid : c->pid_w;
	}
}

/* Side by side of both: columns stand in the same places. */
static struct content content_of(const struct facts *f,
				 const struct oom_table *t,
				 const struct oom_table *twin)
{
	struct content c = { .pid_w = LEAST_PID_W };

	content_add(&c, f->now, t);
	if (twin)
		content_add(&c, f->twin->now, twin);
	return c;
}

/* Columns of the longest name, and of "killed" if it stands behind names. */
static int names_w(const struct panel *p, const struct content *c, bool killed)
{
	return c->name_w + 1 + (c->killed && killed ?
			words_w(ui(p->f->lang, UI_oom_killed)) + 1 : 0);
}

enum { NR_ADDENDS = 3 };

/* What is added to the rss: what moves the points most comes first; of what is
 * 0 in every row, the left. */
static const enum column addends[2][NR_ADDENDS] = {
	[false] = { COL_ADJ, COL_SWAP, COL_TABLES },
	[true] = { COL_SWAP, COL_TABLES, COL_ADJ },
};

/*
 * Take those that are 0 in every row (`zero`), or the others, as far as `room`
 * goes. Return: all of them are there.
 */
static bool take_addends(struct oom_plan *t, const struct content *c, bool zero,
			 int *room)
{
	bool all = true;

	for (int i = 0; i < NR_ADDENDS; i++) {
		enum column col = addends[zero][i];

		if (c->has[col] == zero)
			continue;
		t->end[col] = columns[col].w <= *room;
		*room -= t->end[col] ? columns[col].w : 0;
		all &= t->end[col];
	}
	return all;
}

/* Of all that is not 0 the tables alone are left out. */
static bool may_join(const struct oom_plan *t, const struct content *c)
{
	return !t->end[COL_TABLES] && (t->end[COL_ADJ] || !c->has[COL_ADJ]) &&
	       (t->end[COL_SWAP] || !c->has[COL_SWAP]);
}

/* How wide changes behind a column are; a sum's can be wider by a digit. */
static int change_width(const struct oom_plan *t, const struct content *c,
			enum column i)
{
	return c->change_w[i] + (i == COL_RSS && t->joined);
}

/*
 * How the figures of columns that are there changed, from the left as far as
 * `room` goes.
 */
static void take_changes(struct oom_plan *t, const struct content *c, int *room)
{
	for (enum column i = COL_RSS; i <= COL_TABLES; i++) {
		if (!t->end[i] || !c->change_w[i])
			continue;
		if (change_width(t, c, i) > *room)
			return;
		t->change[i] = true;
		*room -= change_width(t, c, i);
	}
}

/* Chosen columns have end 1 here. Return: the room left for the name. */
static int choose(const struct panel *p, const struct content *c,
		  struct oom_plan *t)
{
	int room = panel_width(p) - OOM_AT_NAME - LEAST_NAME_W -
		   columns[COL_RSS].w - columns[COL_POINTS].w;
	int all = columns[COL_SWAP].w + columns[COL_TABLES].w +
		  columns[COL_ADJ].w + MOST_W;
	int names = names_w(p, c, true) - LEAST_NAME_W, spare;

	t->end[COL_RSS] = t->end[COL_POINTS] = 1;
	t->most = room >= all;
	t->adds_up = take_addends(t, c, false, &room);
	t->joined = !t->adds_up && may_join(t, c);
	t->adds_up |= t->joined;
	/* a zero is missed less than a name, or than that it was killed */
	spare = room - (t->most ? MOST_W : names < 0 ? 0 : names);
	if (t->adds_up) {
		room -= spare;
		take_changes(t, c, &spare);
		take_addends(t, c, true, &spare);
		room += spare;
	}
	room -= t->most ? MOST_W : 0;
	t->end[COL_SCORE] = t->most && room >= columns[COL_SCORE].w;
	return room + LEAST_NAME_W - t->end[COL_SCORE] * columns[COL_SCORE].w;
}

/*
 * The pid stands behind the name if no name has to be cut for it; the longer
 * heading of a sum would stand above it.
 */
static void place_name(const struct panel *p, const struct content *c, int room,
		       struct oom_plan *t)
{
	int names = names_w(p, c, !t->most);
	bool pid = !t->joined && names + c->pid_w <= room;
	int least = pid ? names : LEAST_NAME_W;

	room -= pid ? c->pid_w : 0;
	t->name_w = room < least ? least :
		    room > MOST_NAME_W ? MOST_NAME_W : room;
	if (pid)
		t->pid_end = panel_left(p) + OOM_AT_NAME + t->name_w + c->pid_w;
}

struct oom_plan oom_plan_columns(const struct panel *p,
				 const struct oom_table *rows,
				 const struct oom_table *twin)
{
	struct content c = content_of(p->f, rows, twin);
	struct oom_plan t = { .name_w = 0 };
	int x;

	place_name(p, &c, choose(p, &c, &t), &t);
	x = t.pid_end ? t.pid_end : panel_left(p) + OOM_AT_NAME + t.name_w;
	for (int i = 0; i < NR_COLS; i++) {
		if (!t.end[i])
			continue;
		x += columns[i].w;
		t.end[i] = x;
		x += t.change[i] ? change_width(&t, &c, (enum column)i) : 0;
		if (i == COL_POINTS && t.most)
			x += MOST_W;
	}
	return t;
}

struct oom_row oom_plan_row(const struct oom_plan *t, const struct oom_row *r)
{
	struct oom_row row = *r;

	if (t->joined) {
		row.fig.value[COL_RSS] += r->fig.value[COL_TABLES];
		row.was.value[COL_RSS] += r->was.value[COL_TABLES];
	}
	return row;
}

/* The words above a column. */
static enum ui heading(const struct oom_plan *t, int col)
{
	if (col == COL_POINTS && !t->adds_up)
		return UI_oom_points_alone;
	return col == COL_RSS && t->joined ? UI_oom_rss_tables :
					     columns[col].word;
}

/* One adj is a thousandth of all pages: the head says how many. */
void oom_columns_draw(struct panel *p, const struct oom_plan *t, int y)
{
	enum lang lang = p->f->lang;

	canvas_text(p->c, panel_left(p) + OOM_AT_NAME, y, ROLE_DIM,
		    ui(lang, UI_oom_task));
	canvas_right(p->c, t->pid_end, y, ROLE_DIM,
		     t->pid_end ? ui(lang, UI_oom_pid) : "");
	for (int i = 0; i < NR_COLS; i++) {
		enum ui head = heading(t, i);
		char word[48];

		if (!t->end[i])
			continue;
		snprintf(word, sizeof(word), "%s", ui(lang, head));
		if (i == COL_ADJ)
			snprintf(word, sizeof(word), "%s x %" PRIu64,
				 ui(lang, head),
				 oom_totalpages(p->f->now) / 1000);
		canvas_right(p->c, t->end[i], y, ROLE_DIM, word);
	}
}
