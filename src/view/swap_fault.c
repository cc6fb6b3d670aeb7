#include "view/swap_fault.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/pgtable.h"
#include "mm/swap.h"
#include "mm/task.h"
#include "view/said.h"

enum { LABEL_W = 8 };

/* What the events tell of it, as far as they have come. */
struct swap_fault {
	const struct event *fault;
	const struct event *ahead;	/* the window was chosen; NULL */
	const struct event *mapped;	/* the entry was written; NULL */
	const struct event *newest;	/* of those that are told */
	uint32_t entry;			/* the wanted slot */
	pfn_t	 pfn;			/* its frame; PFN_NONE */
	unsigned nr_read, nr_ahead;	/* slots read; neighbours among them */
	uint32_t first, last;		/* entries of those */
};

static bool is_swap_fault(const struct event *e)
{
	return (e->id == EV_page_fault_user && e->arg[2] == FAULT_SWAP) ||
	       (e->id == EV_faultin_page && e->arg[1] == FAULT_SWAP);
}

static void learn_read(struct swap_fault *s, const struct event *e)
{
	uint32_t entry = (uint32_t)e->arg[1];

	s->nr_read++;
	if (!e->arg[2]) {
		s->pfn = e->arg[0];
		return;
	}
	s->first = s->nr_ahead ? s->first : entry;
	s->last = entry;
	s->nr_ahead++;
}

/* Return: the event belongs to what is told. */
static bool learn(struct swap_fault *s, const struct event *e)
{
	switch (e->id) {
	case EV_swapin_readahead:
		s->ahead = e;
		s->entry = (uint32_t)e->arg[0];
		return true;
	case EV_swap_readpage:
		learn_read(s, e);
		return true;
	case EV_set_pte:
		if (e->arg[0] != s->fault->arg[0] || e->arg[3] != PTE_SWAP_IN)
			return false;
		s->mapped = e;
		s->entry = pte_swap(e->arg[2]);
		s->pfn = pte_pfn(e->arg[1]);
		return true;
	default:
		return false;
	}
}

/* Before the kernel says which: what the page table holds. */
static uint32_t entry_now(const struct facts *f, const struct event *fault)
{
	handle_t task = task_by_pid(f->now, fault->pid);
	pte_t e;

	if (!task || !task_at(f->now, task)->mm)
		return 0;
	e = pgtable_get(f->now, task_at(f->now, task)->mm, fault->arg[0]);
	return pte_is_swap(e) ? pte_swap(e) : 0;
}

/* Return: false if nobody met one. */
static bool find(const struct facts *f, struct swap_fault *s)
{
	uint32_t i = history_len(f);

	*s = (struct swap_fault){ .pfn = PFN_NONE };
	while (i > 0 && !is_swap_fault(history_at(f, i - 1)))
		i--;
	if (!i)
		return false;
	s->fault = s->newest = history_at(f, i - 1);
	s->entry = entry_now(f, s->fault);
	for (; i < history_len(f) && !s->mapped; i++) {
		const struct event *e = history_at(f, i);

		if (e->pid == s->fault->pid && learn(s, e))
			s->newest = e;
	}
	return s->entry != 0;
}

/* "do_swap_page  1 demo 7ffff79dd000  slot 8  not in the swap cache: major" */
static void draw_what(struct panel *p, const struct swap_fault *s, int y)
{
	enum lang lang = p->f->lang;
	char who[TASK_WORDS_BYTES], where[80], slot[48];
	enum ui cost = s->ahead ? UI_swapin_major :
		       s->mapped ? UI_swapin_minor : UI_swapin_looks;

	snprintf(where, sizeof(where), "%s %012" PRIx64,
		 actor_words(p->f, s->fault->pid, who), s->fault->arg[0]);
	snprintf(slot, sizeof(slot), "%s %" PRIu32, ui(lang, UI_slot),
		 swp_offset(s->entry));
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, (struct word[]){
		{ "do_swap_page", ROLE_TITLE, false },
		{ where, ROLE_TEXT, false },
		{ slot, ROLE_TEXT, true },
		{ ui(lang, cost), ROLE_TEXT, true },
	}, 4);
}

/*
 * "slots 8-15": an aligned block of slots, cut where the area ends.
 *
 * Source: mm/swap_state.c swap_cluster_readahead() (6.1).
 */
static void cluster_words(const struct facts *f, const struct swap_fault *s,
			  uint32_t window, char *out, size_t size)
{
	uint64_t max = f->now->s->swap_area[swp_type(s->entry)].max;
	uint32_t first = swp_offset(s->entry) & ~(window - 1);
	uint32_t last = first + window - 1;
	bool cut = last >= max;
	enum ui words = !first ? UI_swapin_header :
			cut ? UI_swapin_end : UI_swapin_slots;

	if (cut)
		last = (uint32_t)max - 1;
	snprintf(out, size, ui(f->lang, words), first, last);
}

/* What was read: a cluster of slots, or what lies around the address. */
static void draw_window(struct panel *p, const struct swap_fault *s, int y)
{
	uint32_t window = (uint32_t)s->ahead->arg[1];
	char slots[80], nr[64];

	if (p->f->now->s->nr_rotate_swap)
		cluster_words(p->f, s, window, slots, sizeof(slots));
	else
		snprintf(slots, sizeof(slots), ui(p->f->lang, UI_swapin_around),
			 window);
	snprintf(nr, sizeof(nr), ui(p->f->lang, UI_swapin_reads),
		 s->ahead->arg[3]);
	canvas_text(p->c, panel_left(p), y, ROLE_DIM,
		    ui(p->f->lang, UI_swapin_window));
	words_draw(p->c, panel_left(p) + LABEL_W, y,
		   panel_width(p) - LABEL_W, 2, (struct word[]){
		{ window > 1 ? slots : NULL, ROLE_TEXT, true },
		{ nr, ROLE_TEXT, false },
	}, 2);
}

/* Mapped, and nobody needs the slot any more. */
static bool is_given_back(const struct machine *m, const struct swap_fault *s)
{
	return s->mapped && !swap_count(m, s->entry) &&
	       swap_cache_page(m, s->entry) == PFN_NONE;
}

/* "slot 8 > frame 0x335, mapped   slot freed   7 read along, not mapped" */
static void draw_frames(struct panel *p, const struct swap_fault *s, int y)
{
	const struct followed *to = &p->f->followed;
	enum lang lang = p->f->lang;
	const char *state = ui(lang, s->mapped ? UI_swapin_mapped : UI_G_READ);
	char wanted[96], others[80], here[48];

	/* while it has a slot, the map shows it there */
	if (to->has_frame && to->pfn == s->pfn && !to->slot) {
		snprintf(here, sizeof(here), ui(lang, UI_swapin_followed),
			 state);
		state = here;
		panel_sign(p, y, GUTTER_FOLLOWED);
	}
	snprintf(wanted, sizeof(wanted), ui(lang, UI_swapin_frame),
		 swp_offset(s->entry), s->pfn, state);
	snprintf(others, sizeof(others), ui(lang, UI_swapin_others),
		 s->nr_ahead);
	words_draw(p->c, panel_left(p), y, panel_width(p), 3, (struct word[]){
		{ wanted, ROLE_TEXT, true },
		{ is_given_back(p->f->now, s) ? ui(lang, UI_swapin_freed) :
						NULL, ROLE_TEXT, true },
		{ s->nr_ahead ? others : NULL, ROLE_TEXT, false },
	}, 3);
}

/*
 * What the next accesses cost: a sentence where the rows up to `end` have room
 * for it, else its first half, else nothing. Return: the row after it.
 */
static int draw_next(struct panel *p, const struct swap_fault *s, int y,
		     int end)
{
	static const enum ui formats[] = { UI_swapin_next,
					   UI_swapin_next_brief };
	struct rect r = { panel_left(p) + LABEL_W, y,
			  panel_width(p) - LABEL_W, 0 };
	enum lang lang = p->f->lang;
	char next[128];

	for (int i = 0; i < 2; i++) {
		snprintf(next, sizeof(next), ui(lang, formats[i]),
			 swp_offset(s->first), swp_offset(s->last));
		r.h = said_rows_of(next, r.w);
		if (y + r.h > end)
			continue;
		canvas_text(p->c, panel_left(p), y, ROLE_DIM,
			    ui(lang, UI_swapin_then));
		paragraph_draw(p->c, r, ROLE_TEXT, next, 0);
		return y + r.h;
	}
	return y;
}

int swap_fault_draw(struct panel *p, int y, int end)
{
	struct swap_fault s;

	if (y >= end || !find(p->f, &s))
		return y;
	if (p->f->event == s.newest)
		panel_sign(p, y, GUTTER_HERE);
	draw_what(p, &s, y++);
	if (s.ahead && y < end)
		draw_window(p, &s, y++);
	if (s.pfn != PFN_NONE && y < end)
		draw_frames(p, &s, y++);
	if (s.mapped && s.nr_ahead && y < end)
		y = draw_next(p, &s, y, end);
	return y;
}
