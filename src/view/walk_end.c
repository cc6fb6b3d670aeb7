#include "view/walk_end.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/swap_entry.h"
#include "mm/vma.h"
#include "view/tell.h"

enum { SIGN_BITS = 0x1ffff };	/* bits 63 to 47, all alike in an address */

/* What stops the walk, or what the entries allow together. */
static void verdict_words(const struct facts *f, const struct walk_steps *s,
			  struct text *out)
{
	pte_t rights = PTE_RW | PTE_USER, nx = 0;
	const char *yes = ui(f->lang, UI_yes), *no = ui(f->lang, UI_no);

	if (f->event && f->event->id == EV_mmu_walk &&
	    s->shown < s->now.nr) {
		text_printf(out, ui(f->lang, UI_walk_on),
			    pt_level_name((enum pt_level)s->now.step[s->shown]
						  .level));
		return;
	}
	if (!s->now.present && pte_present(walk_last_entry(s)) &&
	    s->now.nr == NR_LEVELS) {
		text_puts(out, ui(f->lang, UI_entry_hidden));
		return;
	}
	if (pte_is_swap(walk_last_entry(s)) && s->now.nr == NR_LEVELS) {
		swap_words(f, walk_last_entry(s), out);
		return;
	}
	if (!s->now.present) {
		enum pt_level level = s->now.step[s->now.nr - 1].level;

		text_printf(out, ui(f->lang, level == LEVEL_PTE ?
						     UI_pte_missing :
						     UI_table_missing),
			    pt_level_name(level));
		return;
	}
	for (unsigned i = 0; i < s->now.nr; i++) {
		rights &= s->now.step[i].entry;
		nx |= s->now.step[i].entry & PTE_NX;
	}
	text_printf(out, ui(f->lang, UI_rights), rights & PTE_USER ? yes : no,
		    rights & PTE_RW ? yes : no, nx ? no : yes);
}

/* The last row that there is ends with an ellipsis if more follows. */
static void draw_sentence(struct panel *p, struct rect r, enum role role,
			  const char *s)
{
	static const char more[] = " ...";
	size_t next;
	int x = r.x;

	if (r.h <= 0 || paragraph_draw(p->c, r, role, s, 0) <= r.h)
		return;
	for (int row = 1; row < r.h; row++, s += next)
		text_row(s, strlen(s), r.w, &next);
	canvas_fill(p->c, (struct rect){ r.x, r.y + r.h - 1, r.w, 1 }, role,
		    ' ');
	x += canvas_textn(p->c, x, r.y + r.h - 1, role, s,
			  text_cut(s, r.w - (int)strlen(more)));
	canvas_text(p->c, x, r.y + r.h - 1, role, more);
}

int walk_verdict_draw(struct panel *p, const struct walk_steps *s, int y,
		      int rows)
{
	const struct event *e = p->f->event;
	int room = p->r.y + p->r.h - y, needed;
	struct text words = { 0 };
	struct rect r = { panel_left(p), y, panel_width(p), 0 };

	verdict_words(p->f, s, &words);
	needed = paragraph_draw(p->c, r, ROLE_TEXT, text_str(&words), 0);
	r.h = needed < room - 1 ? needed : room - 1;
	r.h = r.h > rows ? r.h : rows;
	r.h = r.h < room ? r.h : room;
	draw_sentence(p, r, s->now.present ? ROLE_TEXT : ROLE_WARN,
		      text_str(&words));
	text_free(&words);
	if (e && walk_event_here(p->f, s) &&
	    (e->id == EV_page_fault_user || e->id == EV_faultin_page ||
	     e->id == EV_signal_generate))
		panel_sign(p, y, GUTTER_HERE);
	return y + r.h;
}

void walk_was_draw(struct panel *p, const struct walk_steps *s, int from,
		   int y, bool right)
{
	int end = panel_end(p), w;
	char bits[24], words[48];
	pte_t was;

	if (!walk_last_was(s, &was))
		return;
	pte_words(was, bits);
	snprintf(words, sizeof(words), ui(p->f->lang, UI_entry_was), bits);
	w = text_columns(words, strlen(words));
	if (from + w <= end)
		canvas_text(p->c, right ? end - w : from, y, ROLE_DIM, words);
}

int walk_physical_draw(struct panel *p, const struct walk_steps *s, int y)
{
	enum lang lang = p->f->lang;
	unsigned offset = (unsigned)(s->address & (PAGE_SIZE - 1));
	bool here = walk_event_here(p->f, s) && p->f->event->id == EV_mmu_access;
	enum role dim = here ? ROLE_TITLE : ROLE_DIM;	/* one fill, one hue */
	const char *zero = ui(lang, UI_G_ZERO);
	int x = panel_left(p), w, after;
	struct rect followed;
	pfn_t pfn;

	if (!walk_is_whole(s)) {
		canvas_printf(p->c, x, y, ROLE_DIM, ui(lang, UI_offset_only),
			      offset);
		return panel_end(p);
	}
	pfn = pte_pfn(walk_last_entry(s));
	x += canvas_text(p->c, x, y, dim, ui(lang, UI_physical));
	x += canvas_text(p->c, x, y, dim, " ");
	x += canvas_printf(p->c, x, y, ROLE_TITLE, "%" PRIx64,
			   pfn << PAGE_SHIFT | offset);
	x += canvas_printf(p->c, x, y, dim, "  %s ", ui(lang, UI_frame));
	w = canvas_printf(p->c, x, y, here ? ROLE_TITLE : ROLE_TEXT,
			  "0x%" PRIx64, pfn);
	followed = (struct rect){ x, y, walk_page_followed(p->f, s) ? w : 0, 1 };
	x += w;
	x += canvas_printf(p->c, x, y, dim, "+%03x", offset);
	canvas_mark(p->c, (struct rect){ panel_left(p), y,
					 x - panel_left(p), 1 },
		    OBJ_FRAME, pfn, 1);
	after = x;
	if (pfn == p->f->now->s->zero_pfn &&
	    x + 2 + text_columns(zero, strlen(zero)) <= panel_end(p))
		after += 2 + canvas_text(p->c, x + 2, y, ROLE_DIM, zero);
	if (here) {
		canvas_over(p->c, (struct rect){ panel_left(p), y,
						 x - panel_left(p), 1 },
			    OVER_TOUCHED);
		panel_sign(p, y, GUTTER_HERE);
	}
	canvas_over(p->c, followed, OVER_FOLLOW);
	if (followed.w)
		panel_sign(p, y, GUTTER_FOLLOWED);
	return after;
}

void walk_cr3_draw(struct panel *p, int y)
{
	const struct mm *mm = mm_at(p->f->now,
				    task_at(p->f->now, p->f->task)->mm);
	int x = panel_left(p), room;
	char words[80], size[48];

	x += canvas_printf(p->c, x, y, ROLE_TEXT, "CR3 0x%" PRIx64, mm->pgd);
	canvas_mark(p->c, (struct rect){ panel_left(p), y,
					 x - panel_left(p), 1 },
		    OBJ_FRAME, mm->pgd, 1);
	x += 3;
	snprintf(words, sizeof(words), ui(p->f->lang, UI_tables_are),
		 mm->nr_tables);
	snprintf(size, sizeof(size), ui(p->f->lang, UI_tables_kb),
		 mm->nr_tables * 4);
	room = panel_end(p) - x - text_columns(words, strlen(words));
	if (room < 0)
		return;
	x += canvas_text(p->c, x, y, ROLE_DIM, words);
	if (text_columns(size, strlen(size)) <= room)
		canvas_text(p->c, x, y, ROLE_DIM, size);
}

enum ui walk_none(const struct facts *f, const struct walk_steps *s)
{
	uint64_t sign = s->address >> 47;

	if (sign && sign != SIGN_BITS)
		return UI_no_canonical;
	if (s->address >= TASK_SIZE)
		return UI_not_for_tasks;
	return task_is_zombie(f) ? UI_task_zombie : UI_no_address_yet;
}

unsigned walk_verdict(const struct facts *f, struct text *out)
{
	struct walk_steps s;

	if (walk_steps(f, &s) && s.address < TASK_SIZE) {
		walk_steps_event(f, &s);
		verdict_words(f, &s, out);
		return s.shown;
	}
	text_puts(out, ui(f->lang, walk_none(f, &s)));
	return 0;
}
