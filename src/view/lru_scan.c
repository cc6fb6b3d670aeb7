#include "view/lru_scan.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/vmscan.h"
#include "view/lru_lists.h"

enum {
	TAKEN = 4,		/* field of mm_vmscan_lru_isolate */
	SHRUNK_UP = 3,		/* of mm_vmscan_lru_shrink_active */
	PAGE_W = 2,		/* as in the queues */
};

static bool ends_scan(const struct event *e)
{
	return e->id == EV_mm_vmscan_lru_shrink_inactive ||
	       e->id == EV_mm_vmscan_lru_shrink_active;
}

uint32_t scan_of(const struct facts *f, uint32_t verdict)
{
	uint32_t pid = history_at(f, verdict)->pid;

	for (uint32_t i = verdict; i-- > 0;) {
		const struct event *e = history_at(f, i);

		if (e->pid != pid)
			continue;
		if (e->id == EV_mm_vmscan_lru_isolate)
			return i;
		if (ends_scan(e))
			break;
	}
	return UINT32_MAX;
}

bool scan_decides(const struct event *e)
{
	return (e->id == EV_shrink_folio && e->arg[1] < NR_FOLIO_FATES) ||
	       e->id == EV_lru_deactivate;
}

struct scan scan_at(const struct facts *f, uint32_t at)
{
	struct scan s = { .taken = history_at(f, at) };

	s.active = s.taken->arg[0] == LRU_ACTIVE_ANON ||
		   s.taken->arg[0] == LRU_ACTIVE_FILE;
	s.now = f->event == s.taken;
	for (uint32_t i = at + 1; i < history_len(f); i++) {
		const struct event *e = history_at(f, i);

		if (e->pid != s.taken->pid)
			continue;
		if (ends_scan(e) || e->id == EV_mm_vmscan_lru_isolate) {
			s.now |= f->event == e && ends_scan(e);
			s.over = true;
			if (e->id == EV_mm_vmscan_lru_shrink_active)
				s.nr[WAY_ACTIVE] = e->arg[SHRUNK_UP];
			break;
		}
		if (!scan_decides(e))
			continue;
		if (e->id == EV_shrink_folio)
			s.nr[verdict_way((enum folio_fate)e->arg[1])]++;
		else
			s.nr[WAY_KEPT]++;
		s.judged++;
	}
	if (!s.over && s.taken->arg[TAKEN] > s.judged)
		s.left = s.taken->arg[TAKEN] - s.judged;
	return s;
}

enum { WORD_BYTES = 64 };

/* Have those that are to stay room? */
static bool kept_fit(const struct panel *p, const struct word *words, size_t nr)
{
	struct word kept[MAX_WORDS];
	size_t nr_kept = 0;

	for (size_t i = 0; i < nr; i++)
		if (words[i].keep)
			kept[nr_kept++] = words[i];
	return words_width(kept, nr_kept, 2) <= panel_width(p);
}

/*
 * Below it stand the newest of its pages: where words have to go the last one,
 * which says how many, stays with the first, both in fewer words if need be.
 */
static void keep_shown(const struct panel *p, const struct scan *s,
		       struct word *words, size_t last, uint64_t shown,
		       char brief[2][WORD_BYTES])
{
	enum lang lang = p->f->lang;

	if (!words[last].text || kept_fit(p, words, last + 1))
		return;
	snprintf(brief[1], WORD_BYTES, ui(lang, UI_taken_shown_brief), shown);
	words[last].text = brief[1];
	for (size_t i = last; --i > 0 && !kept_fit(p, words, last + 1);)
		words[i].keep = false;
	if (kept_fit(p, words, last + 1))
		return;
	snprintf(brief[0], WORD_BYTES, ui(lang, UI_taken_brief),
		 lru_name((enum lru_list)s->taken->arg[0]),
		 s->taken->arg[TAKEN]);
	words[0].text = brief[0];
}

void scan_draw(struct panel *p, const struct scan *s, int y, uint64_t shown)
{
	const struct {
		enum ui	 words;
		uint64_t nr;
		bool	 told;
	} figures[] = {
		{ s->active ? UI_taken_down : UI_taken_freed,
		  s->nr[s->active ? WAY_KEPT : WAY_FREED], true },
		{ UI_taken_kept, s->nr[WAY_KEPT], !s->active },
		{ UI_taken_active, s->nr[WAY_ACTIVE],
		  !s->active || s->nr[WAY_ACTIVE] },
		{ UI_taken_left, s->left, s->left > 0 },
		{ UI_taken_shown, shown, shown && shown < s->judged },
	};
	enum { NR = sizeof(figures) / sizeof(figures[0]) };
	char text[NR + 1][WORD_BYTES], brief[2][WORD_BYTES];
	char who[TASK_WORDS_BYTES], by[96];
	struct word words[NR + 2] = { { text[0], ROLE_TEXT, true } };

	snprintf(text[0], sizeof(text[0]), ui(p->f->lang, UI_taken),
		 lru_name((enum lru_list)s->taken->arg[0]),
		 s->taken->arg[TAKEN]);
	for (int i = 0; i < NR; i++) {
		if (!figures[i].told)
			continue;
		snprintf(text[i + 1], sizeof(text[0]),
			 ui(p->f->lang, figures[i].words), figures[i].nr);
		/* a zero is missed least */
		words[i + 1] = (struct word){ text[i + 1], ROLE_TEXT,
					      figures[i].nr > 0 };
	}
	keep_shown(p, s, words, NR, shown, brief);
	snprintf(by, sizeof(by), ui(p->f->lang, UI_taken_by),
		 actor_words(p->f, s->taken->pid, who));
	words[NR + 1] = (struct word){ by, ROLE_DIM, false };
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, words, NR + 2);
	if (s->now)
		panel_sign(p, y, GUTTER_HERE);
}

void scan_hand_draw(struct panel *p, const struct scan *s, int y)
{
	struct letter l = glyph_letter(GLYPH_INHAND);
	const char *words = ui(p->f->lang, UI_lru_in_hand);
	int w = text_columns(words, strlen(words)) + 2;
	int room = panel_width(p) - w, step;
	uint64_t nr = s->left;

	if (room < (int)nr) {		/* the signs say it by themselves */
		words = "";
		room = panel_width(p);
	}
	canvas_text(p->c, panel_left(p), y, ROLE_DIM, words);
	step = (int)nr * PAGE_W <= room ? PAGE_W : 1;
	/* in the columns of the queues, as they left the tail */
	for (int i = 1; i <= (int)nr && i * step <= room; i++)
		letter_put(p, panel_end(p) - PAGE_W - (i - 1) * step, y, l,
			   LIT_NONE);
}
