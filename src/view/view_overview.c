/*
 * The overview: RAM by kind as one bar, the counts behind it, each zone's
 * free frames, the tasks with what they hold.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/fault.h"
#include "mm/proc_files.h"
#include "mm/task.h"
#include "mm/vmstat.h"
#include "view/follow.h"
#include "view/kinds.h"
#include "view/legend.h"
#include "view/task_doing.h"
#include "view/task_walk.h"
#include "view/worker_rows.h"
#include "view/zone_figures.h"
#include "view/zone_rows.h"

enum { GAUGE_ROWS = 3, MIB_SHIFT = 10, FIRST_COUNTS = 3,
       FIRST_TASKS = 3, LEAST_NAME_W = 10 };

/*
 * The living task in whose row the newest event stands: it is not in a zone's,
 * nor in that of somebody who works beside the tasks; 0 = none.
 */
static handle_t acting_task(const struct facts *f)
{
	handle_t h;

	if (!f->event || !touched_view(f, VIEW_OVERVIEW) ||
	    f->touch.zone >= 0 || worker_rows_touched(f))
		return 0;
	h = task_by_pid(f->now, f->event->pid);
	return h && task_at(f->now, h)->state != TASK_DEAD ? h : 0;
}

static int name_columns(const struct machine *m, handle_t h)
{
	char name[TASK_WORDS_BYTES];

	return h ? (int)strlen(task_words(m, task_at(m, h), name)) : 0;
}

/* Columns of the longest name, so that what stands behind them is aligned. */
static int names_width(const struct facts *f)
{
	struct task_walk w = { 0 };
	int most = LEAST_NAME_W;

	while (task_walk_next(f, &w)) {
		int here = name_columns(f->now, w.here);
		int there = w.there ? name_columns(f->twin->now, w.there) : 0;

		most = here > most ? here : most;
		most = there > most ? there : most;
	}
	return most;
}

static void draw_task(struct panel *p, int y, handle_t h, int name_w, bool here)
{
	const struct task *t = task_at(p->f->now, h);
	bool zombie = t->state == TASK_ZOMBIE;
	const char *state = zombie ? ui(p->f->lang, UI_zombie) : "";
	int x = panel_left(p);
	char name[TASK_ROW_BYTES], size[24], doing[96];
	char rss[40] = "", min[40], maj[40];

	task_row_name(p->f->now, h, name_w, name);
	x += object_put(p, x, y, zombie ? ROLE_DIM : ROLE_TEXT, name, false,
			OBJ_TASK, h, 0) + 1;
	if (t->mm)
		snprintf(rss, sizeof(rss), "RSS %-7s",
			 size_words(mm_rss(mm_at(p->f->now, t->mm)) * PAGE_SIZE,
				    size));
	snprintf(min, sizeof(min), "minflt %" PRIu64, t->min_flt);
	snprintf(maj, sizeof(maj), "majflt %" PRIu64, t->maj_flt);
	task_doing(p->f, h, doing, sizeof(doing));
	words_draw(p->c, x, y, panel_end(p) - x, 2, (struct word[]){
		{ rss, ROLE_TEXT, true },
		{ state, ROLE_DIM, true },
		{ doing, ROLE_TEXT, false },
		{ min, ROLE_DIM, false },
		{ maj, ROLE_DIM, false },
	}, 5);
	if (followed_of(p->f, h))
		panel_sign(p, y, GUTTER_FOLLOWED);
	if (here)
		panel_sign(p, y, GUTTER_HERE);
}

/* Where not all have room the last row is kept for the one that acts. */
static int draw_tasks(struct panel *p, int y, int end)
{
	handle_t acts = acting_task(p->f);
	int name_w = names_width(p->f);
	struct task_walk w = { 0 };

	while (y < end && task_walk_next(p->f, &w)) {
		if (acts && w.here != acts && y == end - 1)
			continue;
		if (w.here)
			draw_task(p, y++, w.here, name_w, w.here == acts);
		else
			task_absent_draw(p, y++, w.there, name_w);
		acts = w.here == acts ? 0 : acts;
	}
	return y;
}

static bool zone_changed(const struct panel *p, unsigned nr)
{
	return p->f->now->s->zone[nr].nr_free !=
		       p->f->before->s->zone[nr].nr_free ||
	       zone_figures_changed(p->f, nr);
}

/*
 * From x on: that it is what is free, of how much, and the figures; all of the
 * figures, or none.
 */
static void draw_free_of(struct panel *p, int x, int y, unsigned nr)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	const char *free = ui(p->f->lang, UI_free);
	int room = panel_end(p) - x, w;
	char total[64];

	snprintf(total, sizeof(total), ui(p->f->lang, UI_free_of), z->managed);
	for (int brief = 0; brief < 2; brief++) {
		const char *words = brief ? free : total;
		struct rect r = { x + text_columns(words, strlen(words)) + 2, y,
				  0, 1 };

		r.w = panel_end(p) - r.x;
		if (!zone_figures_draw(p, nr, r, NULL, NULL))
			continue;
		canvas_text(p->c, x, y, ROLE_DIM, words);
		return;
	}
	w = text_columns(total, strlen(total));
	words_draw(p->c, x, y, room, 2,
		   &(struct word){ w <= room ? total : free, ROLE_DIM, false },
		   1);
}

/* One row: name, free frames, the zone's size, and the figures. */
static void draw_zone(struct panel *p, int y, unsigned nr)
{
	const struct zone *z = &p->f->now->s->zone[nr];
	const struct zone *was = &p->f->before->s->zone[nr];
	int x = panel_left(p);
	char name[24];

	object_put(p, x, y, ROLE_TITLE, zone_words(p->f->now, nr, name), false,
		   OBJ_ZONE, nr, 0);
	x = number_draw(p->c, x + FREE_END, y, ROLE_TEXT, z->nr_free,
			was->nr_free);
	draw_free_of(p, x + 1, y, nr);
	if (zone_changed(p, nr))
		panel_sign(p, y, GUTTER_CHANGED);
	if (p->f->touch.zone == (int)nr)
		panel_sign(p, y, GUTTER_HERE);
}

/*
 * Where not all find room: those that changed, and the one that the picture is
 * about.
 */
static bool zone_is_shown(const struct panel *p, unsigned nr, bool tight)
{
	return zone_populated(&p->f->now->s->zone[nr]) &&
	       (!tight || nr == p->f->zone || zone_changed(p, nr));
}

static int nr_zones(const struct panel *p, bool tight)
{
	int nr = 0;

	for (unsigned i = 0; i < p->f->now->s->nr_zones; i++)
		nr += zone_is_shown(p, i, tight);
	return nr;
}

/* A bit each of the zones that have a gauge: those that changed come first. */
static uint32_t zones_with_gauge(const struct panel *p, int room, bool tight)
{
	uint32_t zones = 0;

	for (int changed = 1; changed >= 0; changed--)
		for (unsigned i = p->f->now->s->nr_zones; i-- > 0;) {
			if (room < GAUGE_ROWS - 1 ||
			    !zone_is_shown(p, i, tight) ||
			    zone_changed(p, i) != changed)
				continue;
			zones |= 1u << i;
			room -= GAUGE_ROWS - 1;
		}
	return zones;
}

/* With gauges where all that follows has its room too. Return: the next row. */
static int draw_zones(struct panel *p, int y, int end, int below, bool tight)
{
	int room = end - y - below - nr_zones(p, tight);
	uint32_t gauges = zones_with_gauge(p, room, tight);
	int figures = zone_rows_most(p) - GAUGE_ROWS;

	for (uint32_t left = gauges; left; left &= left - 1)
		room -= GAUGE_ROWS - 1;
	for (unsigned i = p->f->now->s->nr_zones; i-- > 0 && y < end;) {
		if (!zone_is_shown(p, i, tight))
			continue;
		if (gauges & 1u << i) {
			int more = figures <= room ? figures : 0;

			zone_rows_draw(p, i, y, GAUGE_ROWS + more, NULL);
			y += GAUGE_ROWS + more;
			room -= more;
		} else {
			draw_zone(p, y++, i);
		}
	}
	return y;
}

/* Slots in use of all; nothing where there is no swap. */
static int draw_swap(struct panel *p, int y)
{
	const struct state *s = p->f->now->s, *was = p->f->before->s;
	uint64_t used = s->total_swap_pages - s->nr_swap_pages;
	uint64_t before = was->total_swap_pages - was->nr_swap_pages;
	int at;

	if (!s->total_swap_pages)
		return y;
	canvas_text(p->c, panel_left(p), y, ROLE_TITLE, ui(p->f->lang, UI_swap));
	at = number_draw(p->c, panel_left(p) + FREE_END, y,
			 used ? ROLE_SWAP : ROLE_DIM, used, before);
	canvas_printf(p->c, at + 1, y, ROLE_DIM, ui(p->f->lang, UI_swap_of),
		      s->total_swap_pages);
	if (used != before)
		panel_sign(p, y, GUTTER_CHANGED);
	if (p->f->followed.slot)
		panel_sign(p, y, GUTTER_FOLLOWED);
	return y + 1;
}

/* The letter stands for tables that the figure of /proc leaves out. */
static void say_tables(struct legend *l)
{
	const struct machine *m = l->p->f->now;
	struct letter t = glyph_letter(GLYPH_PGTABLE);
	const char *words = ui(l->p->f->lang, UI_tables_counted);

	if (kind_frames(m, KIND_PGTABLE) == node_stat_sum(m, NR_PAGETABLE) ||
	    text_columns(words, strlen(words)) + 2 > panel_width(l->p))
		return;
	legend_item(l, (enum role)t.role, t.over, (uint32_t)t.c, words);
}

static void say_legend(struct legend *l, const void *of)
{
	(void)of;
	say_tables(l);
	legend_signs(l);
}

/* In the rows that are left, with a blank one above if there are two. */
static void draw_legend(struct panel *p, int y, int end)
{
	legend_bottom(p, y + (end - y > 1), end, say_legend, NULL);
}

/*
 * What has no room goes in this order: the legend, figures below gauges, gauges,
 * the bar's scale, the note, what workers work for, small kinds that did not
 * change, zones that did not, the workers, tasks. The row that the newest event
 * is about stays.
 */
static void overview_draw(struct panel *p)
{
	const struct state *s = p->f->now->s;
	int y = p->r.y, end = p->r.y + p->r.h;
	int tasks = task_walk_count(p->f), zones = nr_zones(p, false);
	int first = tasks < FIRST_TASKS ? tasks : FIRST_TASKS;
	bool works = worker_rows_touched(p->f);
	int kept = works || acting_task(p->f);	/* below the zones */
	bool tight = p->r.h < 1 + FIRST_COUNTS + zones + first + works;
	int below = (s->total_swap_pages > 0) + worker_rows(p) + tasks +
		    (s->legible != 0);

	kinds_bar_draw(p, y++);
	if (end - y > kinds_rows(p, ALL_ZONES) + zones + below)
		kinds_scale_draw(p, y++);
	first += nr_zones(p, tight) + works;
	y = kinds_draw(p, ALL_ZONES, y,
		       end - y > first ? end - first : y + 1, NULL);
	y = draw_zones(p, y, end - kept, below - kept, tight);
	if (end - y > tasks + works)
		y = draw_swap(p, y);
	if (end - y > tasks || works)
		y = worker_rows_draw(p, y, end - tasks > y ? end - tasks :
							     y + 1);
	y = draw_tasks(p, y, end);
	draw_legend(p, y, end - (s->legible != 0));
	if (s->legible && y < end)
		ends_draw(p->c, panel_left(p), end - 1, panel_width(p), ROLE_DIM,
			  ui(p->f->lang, UI_legible), NULL);
}

/* Does it find room behind the title, with the border's own cells? */
static bool aside_fits(const struct panel *p, const struct text *aside)
{
	enum { BORDER_W = 7 };
	const char *title = ui(p->f->lang, UI_overview);

	return text_columns(title, strlen(title)) + BORDER_W +
		       text_columns(text_str(aside), aside->len) <= p->r.w;
}

/*
 * What free(1) says, as a sum: it calls used what is not available. Rounded to
 * MiB it would not add up, so then the total goes, and what is available last.
 * Of a toy its RAM.
 */
static void overview_about(const struct panel *p, struct text *title,
			   struct text *aside)
{
	const struct machine *m = p->f->now;
	struct meminfo i;
	uint64_t used;
	char size[24];

	(void)title;
	meminfo_read(m, &i);
	if (!(i.total >> MIB_SHIFT)) {
		text_printf(aside, ui(p->f->lang, UI_ram),
			    size_words(managed_frames(m) * PAGE_SIZE, size));
		return;
	}
	used = i.total - i.available;
	text_printf(aside, ui(p->f->lang, UI_free_sum), i.total, used,
		    i.available);
	if (aside_fits(p, aside))
		return;
	text_reset(aside);
	text_printf(aside, ui(p->f->lang, UI_free_short),
		    used >> MIB_SHIFT, i.available >> MIB_SHIFT);
	if (aside_fits(p, aside))
		return;
	text_reset(aside);
	text_printf(aside, ui(p->f->lang, UI_free_shortest),
		    i.available >> MIB_SHIFT);
}

const struct view view_overview = {
	.name = "overview", .title = UI_overview, .weight = 3,
	.min_w = 34, .min_h = 5, .good_w = 46, .good_h = 9,
	.about = overview_about, .draw = overview_draw,
};
