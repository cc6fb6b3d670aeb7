#include "view/swap_fault.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/pgtable.h"
#include "mm/swap.h"
#include "mm/task.h"
#include "view/said.h"
#include "view/tell.h"

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

/* A row of it: a label, and words that may go where there is no room. */
enum { ROW_WORDS = 4, WORD_BYTES = 128 };
struct row {
	const char *label;	/* NULL = none */
	char	    text[ROW_WORDS][WORD_BYTES];
	struct word word[ROW_WORDS];
	size_t	    nr;
	int	    gap;
	bool	    followed;	/* what it is about is followed */
	bool	    folds;	/* where it has room for more than a row */
};

static void row_begin(struct row *r, const char *label, int gap)
{
	*r = (struct row){ .label = label, .gap = gap };
}

static void row_add(struct row *r, const char *words, enum role role, bool keep)
{
	char *text = r->text[r->nr];

	snprintf(text, WORD_BYTES, "%s", words);
	r->word[r->nr++] = (struct word){ text, role, keep };
}

/* "do_swap_page  1 demo 7ffff79dd000  slot 8  not in the swap cache: major" */
static void what_row(const struct facts *f, const struct swap_fault *s,
		     struct row *r)
{
	char who[TASK_WORDS_BYTES], where[80], slot[48];
	enum ui cost = s->ahead ? UI_swapin_major :
		       s->mapped ? UI_swapin_minor : UI_swapin_looks;

	snprintf(where, sizeof(where), "%s %012" PRIx64,
		 actor_words(f, s->fault->pid, who), s->fault->arg[0]);
	snprintf(slot, sizeof(slot), "%s %" PRIu32, ui(f->lang, UI_slot),
		 swp_offset(s->entry));
	row_begin(r, NULL, 2);
	row_add(r, "do_swap_page", ROLE_TITLE, false);
	row_add(r, where, ROLE_TEXT, false);
	row_add(r, slot, ROLE_TEXT, true);
	row_add(r, ui(f->lang, cost), ROLE_TEXT, true);
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
static void window_row(const struct facts *f, const struct swap_fault *s,
		       struct row *r)
{
	uint32_t window = (uint32_t)s->ahead->arg[1];
	char slots[80], nr[64];

	if (f->now->s->nr_rotate_swap)
		cluster_words(f, s, window, slots, sizeof(slots));
	else
		snprintf(slots, sizeof(slots), ui(f->lang, UI_swapin_around),
			 window);
	snprintf(nr, sizeof(nr), ui(f->lang, UI_swapin_reads),
		 s->ahead->arg[3]);
	row_begin(r, ui(f->lang, UI_swapin_window), 2);
	if (window > 1)
		row_add(r, slots, ROLE_TEXT, true);
	row_add(r, nr, ROLE_TEXT, false);
}

/* Mapped, and nobody needs the slot any more. */
static bool is_given_back(const struct machine *m, const struct swap_fault *s)
{
	return s->mapped && !swap_count(m, s->entry) &&
	       swap_cache_page(m, s->entry) == PFN_NONE;
}

/* "slot 8 > frame 0x335, mapped   slot freed   7 read along, not mapped" */
static void frames_row(const struct facts *f, const struct swap_fault *s,
		       struct row *r)
{
	const struct followed *to = &f->followed;
	const char *state = ui(f->lang, s->mapped ? UI_swapin_mapped :
						     UI_G_READ);
	char wanted[96], others[80], here[48];

	row_begin(r, NULL, 3);
	/* while it has a slot, the map shows it there */
	r->followed = to->has_frame && to->pfn == s->pfn && !to->slot;
	if (r->followed) {
		snprintf(here, sizeof(here), ui(f->lang, UI_swapin_followed),
			 state);
		state = here;
	}
	snprintf(wanted, sizeof(wanted), ui(f->lang, UI_swapin_frame),
		 swp_offset(s->entry), s->pfn, state);
	snprintf(others, sizeof(others), ui(f->lang, UI_swapin_others),
		 s->nr_ahead);
	row_add(r, wanted, ROLE_TEXT, true);
	if (is_given_back(f->now, s))
		row_add(r, ui(f->lang, UI_swapin_freed), ROLE_TEXT, true);
	if (s->nr_ahead)
		row_add(r, others, ROLE_TEXT, false);
}

static void next_row(const struct facts *f, const struct swap_fault *s,
		     struct row *r)
{
	char next[WORD_BYTES];

	snprintf(next, sizeof(next), ui(f->lang, UI_swapin_next),
		 swp_offset(s->first), swp_offset(s->last));
	row_begin(r, ui(f->lang, UI_swapin_then), 0);
	row_add(r, next, ROLE_TEXT, false);
	r->folds = true;
}

/* As far as it has come. Return: how many. */
static int rows_of(const struct facts *f, const struct swap_fault *s,
		   struct row r[SWAP_FAULT_ROWS])
{
	int nr = 0;

	what_row(f, s, &r[nr++]);
	if (s->ahead)
		window_row(f, s, &r[nr++]);
	if (s->pfn != PFN_NONE)
		frames_row(f, s, &r[nr++]);
	if (s->mapped && s->nr_ahead)
		next_row(f, s, &r[nr++]);
	return nr;
}

static void row_draw(struct panel *p, const struct row *r, int y)
{
	int x = panel_left(p);

	if (r->label) {
		canvas_text(p->c, x, y, ROLE_DIM, r->label);
		x += LABEL_W;
	}
	words_draw(p->c, x, y, panel_end(p) - x, r->gap, r->word, r->nr);
	if (r->followed)
		panel_sign(p, y, GUTTER_FOLLOWED);
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
	struct row rows[SWAP_FAULT_ROWS];
	struct swap_fault s;
	int nr;

	if (y >= end || !find(p->f, &s))
		return y;
	if (p->f->event == s.newest)
		panel_sign(p, y, GUTTER_HERE);
	nr = rows_of(p->f, &s, rows);
	for (int i = 0; i < nr && y < end; i++) {
		if (rows[i].folds)
			y = draw_next(p, &s, y, end);
		else
			row_draw(p, &rows[i], y++);
	}
	return y;
}

/* A sign of the picture stands for an arrow. */
static void add_words(struct text *out, const char *words)
{
	static const char arrow[] = "\u25b8";
	const char *at;

	for (; (at = strstr(words, arrow)); words = at + strlen(arrow)) {
		text_add(out, words, (size_t)(at - words));
		text_puts(out, "->");
	}
	text_puts(out, words);
}

void swap_fault_tell(const struct facts *f, struct text *out)
{
	struct row rows[SWAP_FAULT_ROWS];
	struct swap_fault s;
	int nr = find(f, &s) ? rows_of(f, &s, rows) : 0;

	for (int i = 0; i < nr; i++) {
		tell_begin(out, i == 0 && f->event == s.newest);
		if (rows[i].label)
			text_printf(out, "%s ", rows[i].label);
		for (size_t w = 0; w < rows[i].nr; w++) {
			text_puts(out, w ? "  " : "");
			add_words(out, rows[i].text[w]);
		}
		text_puts(out, "\n");
	}
}
