#include "view/worker_rows.h"

#include <stdio.h>
#include <string.h>

#include "view/dirty_rows.h"
#include "view/workers.h"

enum { NAME_W = 8, BETWEEN = 3 };

/* How a state looks. */
struct look {
	const char *sign;
	enum ui	    word;
	enum role   role;
};

static struct look disk_look(const struct machine *m, unsigned nr)
{
	const enum role role = ROLE_WRITEBACK;

	if (disk_request(m, nr)->write)
		return (struct look){ "\u25b4", UI_disk_writes, role };
	return (struct look){ "\u25be", UI_disk_reads, role };
}

static struct look look_of(const struct machine *m, const struct worker *w)
{
	switch (w->state) {
	case UI_hopeless:
		return (struct look){ "!", w->state, ROLE_BAD };
	case UI_held:
		return (struct look){ "-", w->state, ROLE_WARN };
	case UI_at_work:
		if (w->kind == WORKER_DISK)
			return disk_look(m, w->nr);
		return (struct look){ "\u25b8", w->state, ROLE_GOOD };
	default:
		return (struct look){ "-", w->state, ROLE_DIM };
	}
}

/* "kswapd0", "disk"; "disk vdb" where there are several. */
static const char *name_of(const struct panel *p, const struct worker *w,
			   char out[64])
{
	const struct state *s = p->f->now->s;

	if (w->kind == WORKER_KSWAPD)
		snprintf(out, 64, "kswapd%u", w->nr);
	else if (w->kind == WORKER_FLUSHER)
		snprintf(out, 64, "flusher");
	else
		snprintf(out, 64, "%s%s%s", ui(p->f->lang, UI_disk),
			 s->nr_disks > 1 ? " " : "",
			 s->nr_disks > 1 ? s->disk[w->nr].name : "");
	return out;
}

/* "> at work" */
static enum role state_words(const struct panel *p, const struct worker *w,
			     char out[64])
{
	struct look l = look_of(p->f->now, w);

	snprintf(out, 64, "%s %s", l.sign, ui(p->f->lang, l.word));
	return l.role;
}

static bool is_busy(const struct worker *w)
{
	return w->state == UI_at_work || w->state == UI_napping ||
	       w->state == UI_hopeless;
}

/* Pages glide to a disk's sign, and from there. */
static void sign_place(struct panel *p, const struct worker *w, int x, int y)
{
	if (w->kind == WORKER_DISK)
		disk_place(p, x, y, w->nr);
}

/* One with a row of its own. */
static void draw_row(struct panel *p, const struct worker *w, int y)
{
	char name[64], state[64], what[DOING_BYTES], until[DOING_BYTES];
	enum role role = state_words(p, w, state);
	int x = panel_left(p), used;

	used = canvas_text(p->c, x, y, ROLE_TEXT, name_of(p, w, name)) + 1;
	x += used > NAME_W ? used : NAME_W;
	sign_place(p, w, x, y);
	worker_doing(p->f, w, what, until);
	words_draw(p->c, x, y, panel_end(p) - x, 2, (struct word[]){
		{ state, role, true },
		{ what, ROLE_TEXT, false },
		{ until, ROLE_DIM, false },
	}, 3);
	if (worker_acts(p->f, w))
		panel_sign(p, y, GUTTER_HERE);
}

/*
 * "kswapd0 - asleep   flusher - asleep", the workers whose bit is set, in the
 * rows [y, end); `on` NULL: they are only counted. Return: the row after them.
 */
static int flow(const struct panel *p, const struct worker *w, uint32_t which,
		int y, int end, struct panel *on)
{
	int x = panel_left(p);

	for (int i = 0; i < MAX_WORKERS && y < end; i++) {
		char name[64], state[64];
		enum role role;
		int wide;

		if (!(which >> i & 1))
			continue;
		role = state_words(p, &w[i], state);
		name_of(p, &w[i], name);
		wide = text_columns(name, strlen(name)) + 1 +
		       text_columns(state, strlen(state));
		if (x > panel_left(p) && x + wide > panel_end(p)) {
			x = panel_left(p);
			if (++y == end)
				return y;
		}
		if (on) {
			int at = x + canvas_text(on->c, x, y, ROLE_TEXT, name);

			sign_place(on, &w[i], at + 1, y);
			canvas_text(on->c, at + 1, y, role, state);
			if (worker_acts(on->f, &w[i]))
				panel_sign(on, y, GUTTER_HERE);
		}
		x += wide + BETWEEN;
	}
	return y + (which && y < end);
}

/* A bit each of those that have something to tell. */
static uint32_t busy_ones(const struct worker *w, int nr)
{
	uint32_t busy = 0;

	for (int i = 0; i < nr; i++)
		if (is_busy(&w[i]))
			busy |= 1u << i;
	return busy;
}

static uint32_t acting_one(const struct facts *f, const struct worker *w,
			   int nr)
{
	for (int i = 0; i < nr; i++)
		if (worker_acts(f, &w[i]))
			return 1u << i;
	return 0;
}

bool worker_rows_touched(const struct facts *f)
{
	struct worker w[MAX_WORKERS];

	return acting_one(f, w, workers_find(f->now, w)) != 0;
}

int worker_rows(const struct panel *p)
{
	struct worker w[MAX_WORKERS];
	int nr = workers_find(p->f->now, w), rows = 0;
	uint32_t busy = busy_ones(w, nr);

	for (uint32_t b = busy; b; b &= b - 1)
		rows++;
	return flow(p, w, (1u << nr) - 1 - busy, rows, rows + nr, NULL);
}

int worker_rows_draw(struct panel *p, int y, int end)
{
	struct worker w[MAX_WORKERS];
	int nr = workers_find(p->f->now, w);
	uint32_t own = acting_one(p->f, w, nr);

	if (worker_rows(p) <= end - y)
		own = busy_ones(w, nr);
	for (int i = 0; i < nr && y < end; i++)
		if (own >> i & 1)
			draw_row(p, &w[i], y++);
	return flow(p, w, (1u << nr) - 1 - own, y, end, p);
}
