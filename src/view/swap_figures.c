#include "view/swap_figures.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/swap.h"
#include "mm/vmstat.h"
#include "view/oom_victim.h"
#include "view/swap_held.h"

enum { WORD_BYTES = 64 };

static uint64_t in_use(const struct machine *m)
{
	return m->s->total_swap_pages - m->s->nr_swap_pages;
}

static uint64_t in_stock(const struct machine *m)
{
	return m->s->nr_slots_cache + m->s->nr_slots_ret;
}

/* "in use 1030 +525": with how it changed. */
static void counted(const char *format, uint64_t now, uint64_t was,
		    char out[WORD_BYTES])
{
	int len = snprintf(out, WORD_BYTES, format, now);

	if (now != was && len < WORD_BYTES)
		snprintf(out + len, WORD_BYTES - (size_t)len, " %+" PRId64,
			 (int64_t)(now - was));
}

/*
 * A kill empties swap in the same unit: what came back, and that there was
 * nothing left before, is told beside what there is now.
 */
static void draw_counts(struct panel *p, int y)
{
	enum { USED, STOCK, FREE, FULL, CACHED, NR };
	const struct machine *m = p->f->now, *was = p->f->before;
	enum lang lang = p->f->lang;
	uint64_t stock = in_stock(m);
	char text[NR][WORD_BYTES] = { "" };
	struct word words[NR];

	counted(ui(lang, UI_swap_used), in_use(m), in_use(was), text[USED]);
	if (stock)
		snprintf(text[STOCK], WORD_BYTES, ui(lang, UI_swap_stock),
			 stock);
	counted(ui(lang, UI_swap_free), m->s->nr_swap_pages,
		was->s->nr_swap_pages, text[FREE]);
	if (oom_swap_was_full(p->f))
		snprintf(text[FULL], WORD_BYTES, "%s",
			 ui(lang, UI_swap_full_then));
	counted(ui(lang, UI_swap_cached), node_stat_sum(m, NR_SWAPCACHE),
		node_stat_sum(was, NR_SWAPCACHE), text[CACHED]);
	for (int i = 0; i < NR; i++)
		words[i] = (struct word){ text[i], ROLE_TEXT, i == FULL };
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, words, NR);
	if (m->s->nr_swap_pages != was->s->nr_swap_pages)
		panel_sign(p, y, GUTTER_CHANGED);
}

/* "swap cache  read along, not used yet 7   written, frame not freed yet 7" */
static void draw_held(struct panel *p, int y)
{
	uint64_t nr[NR_HELD];
	char text[NR_HELD][64];
	struct word words[NR_HELD + 1] = {
		{ ui(p->f->lang, UI_G_SWAPCACHE), ROLE_DIM, false },
	};

	swap_held_count(p->f->now, nr);
	for (int i = 0; i < NR_HELD; i++) {
		snprintf(text[i], sizeof(text[i]),
			 swap_held_format((enum held)i, p->f->lang), nr[i]);
		words[i + 1] = (struct word){ nr[i] ? text[i] : NULL, ROLE_TEXT,
					      true };
	}
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, words,
		   NR_HELD + 1);
}

static void draw_traffic(struct panel *p, int y)
{
	static const struct {
		enum vm_event event;
		const char   *format;
	} counts[] = {
		{ PSWPIN, "pswpin %" PRIu64 }, { PSWPOUT, "pswpout %" PRIu64 },
		{ SWAP_RA, "swap_ra %" PRIu64 },
		{ SWAP_RA_HIT, "hit %" PRIu64 },
		{ PGMAJFAULT, "pgmajfault %" PRIu64 },
	};
	enum { NR = sizeof(counts) / sizeof(counts[0]) };
	char text[NR][WORD_BYTES];
	struct word words[NR + 1] = {
		[NR] = { p->f->now->s->vm_event[PGMAJFAULT] ?
			 ui(p->f->lang, UI_majflt_differs) : NULL,
			 ROLE_DIM, false },
	};

	for (int i = 0; i < NR; i++) {
		uint64_t now = p->f->now->s->vm_event[counts[i].event];
		uint64_t was = p->f->before->s->vm_event[counts[i].event];

		counted(counts[i].format, now, was, text[i]);
		/* where not all has room, what did not change goes first */
		words[i] = (struct word){ text[i], ROLE_TEXT, now != was };
		if (now != was)
			panel_sign(p, y, GUTTER_CHANGED);
	}
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, words, NR + 1);
}

int swap_figures_draw(struct panel *p, int y, int end, bool held)
{
	if (y < end)
		draw_counts(p, y++);
	if (held && y < end)
		draw_held(p, y++);
	if (y < end)
		draw_traffic(p, y++);
	return y;
}
