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

/* Rows that a sentence needs in all. */
static int rows_of(const struct panel *p, const struct text *words)
{
	struct rect r = { panel_left(p), p->r.y, panel_width(p), 0 };

	return paragraph_draw(p->c, r, ROLE_TEXT, text_str(words), 0);
}

static int verdict_rows(const struct panel *p, const struct walk_steps *s)
{
	struct text words = { 0 };
	int rows;

	verdict_words(p->f, s, &words);
	rows = rows_of(p, &words);
	text_free(&words);
	return rows;
}

void walk_bits_draw(struct panel *p, int y)
{
	static const enum ui shorter[] = {
		UI_index_bits, UI_index_bits_alone, UI_index_bits_brief,
		UI_index_bits_only,
	};

	for (size_t i = 0; i < sizeof(shorter) / sizeof(shorter[0]); i++) {
		const char *words = ui(p->f->lang, shorter[i]);

		if (text_columns(words, strlen(words)) > panel_width(p))
			continue;
		canvas_text(p->c, panel_left(p), y, ROLE_DIM, words);
		return;
	}
}

int walk_verdict_draw(struct panel *p, const struct walk_steps *s, int y,
		      int rows)
{
	const struct event *e = p->f->event;
	int room = p->r.y + p->r.h - y, needed;
	struct text words = { 0 };
	struct rect r = { panel_left(p), y, panel_width(p), 0 };

	verdict_words(p->f, s, &words);
	needed = rows_of(p, &words);
	rows = needed > 1 ? 2 : rows;
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

/*
 * "was ffc7865 Xs---DAU-P", without the number where that leaves no room.
 * Return: false if the PTE is as it was.
 */
static bool was_words(const struct facts *f, const struct walk_steps *s,
		      int room, char out[64])
{
	char bits[24], whole[48];
	pte_t was;

	if (!walk_last_was(s, &was))
		return false;
	pte_words(was, bits);
	/* as it stands above: no-execute is among the letters */
	snprintf(whole, sizeof(whole), "%" PRIx64 " %s", was & ~PTE_NX, bits);
	snprintf(out, 64, ui(f->lang, UI_entry_was),
		 pte_is_swap(was) ? bits : whole);
	if (text_columns(out, strlen(out)) > room)
		snprintf(out, 64, ui(f->lang, UI_entry_was), bits);
	return true;
}

void walk_was_draw(struct panel *p, const struct walk_steps *s, int from,
		   int y, bool right)
{
	int end = panel_end(p), w;
	char words[64];

	if (!was_words(p->f, s, end - from, words))
		return;
	w = text_columns(words, strlen(words));
	if (from + w <= end)
		canvas_text(p->c, right ? end - w : from, y, ROLE_DIM, words);
}

/* "physical " "555040" "  frame " "0x555" "+040" */
enum { PART_ADDRESS = 1, PART_FRAME = 3, NR_PARTS = 5 };

struct part {
	char	  words[40];
	enum role role;
};

/* Where the access went to, or how far it is known. Return: its columns. */
static int physical_parts(const struct facts *f, const struct walk_steps *s,
			  struct part part[NR_PARTS])
{
	unsigned offset = (unsigned)(s->address & (PAGE_SIZE - 1));
	pfn_t pfn = pte_pfn(walk_last_entry(s));
	enum { BYTES = sizeof(part->words) };
	int w = 0;

	for (int i = 0; i < NR_PARTS; i++)
		part[i] = (struct part){ .role = ROLE_DIM };
	if (walk_is_whole(s)) {
		part[PART_ADDRESS].role = ROLE_TITLE;
		part[PART_FRAME].role = ROLE_TEXT;
		snprintf(part[0].words, BYTES, "%s ", ui(f->lang, UI_physical));
		snprintf(part[PART_ADDRESS].words, BYTES, "%" PRIx64,
			 pfn << PAGE_SHIFT | offset);
		snprintf(part[2].words, BYTES, "  %s ", ui(f->lang, UI_frame));
		snprintf(part[PART_FRAME].words, BYTES, "0x%" PRIx64, pfn);
		snprintf(part[4].words, BYTES, "+%03x", offset);
	} else {
		snprintf(part[0].words, BYTES, ui(f->lang, UI_offset_only),
			 offset);
	}
	for (int i = 0; i < NR_PARTS; i++)
		w += text_columns(part[i].words, strlen(part[i].words));
	return w;
}

/* Do the levels and the address leave a row, and the verdict its own? */
static bool has_row_to_spare(const struct panel *p, const struct walk_steps *s)
{
	int room = p->r.h - walk_has_head(p) - (int)NR_LEVELS - 1;
	int needed = verdict_rows(p, s);

	return room > (needed < 2 ? needed : 2);	/* of more, two will do */
}

bool walk_was_apart(const struct panel *p, const struct walk_steps *s)
{
	struct part part[NR_PARTS];
	char words[64];
	pte_t was;

	if (!was_words(p->f, s, 0, words) || !has_row_to_spare(p, s))
		return false;
	return walk_last_was(s, &was) && was &&
	       physical_parts(p->f, s, part) + 1 +
		       text_columns(words, strlen(words)) > panel_width(p);
}

/* The frame behind the address: where the access is, what is followed. */
static void physical_signs(struct panel *p, const struct walk_steps *s,
			   struct rect all, struct rect frame)
{
	canvas_mark(p->c, all, OBJ_FRAME, pte_pfn(walk_last_entry(s)), 1);
	if (walk_event_here(p->f, s) && p->f->event->id == EV_mmu_access) {
		canvas_over(p->c, all, OVER_TOUCHED);
		panel_sign(p, all.y, GUTTER_HERE);
	}
	if (walk_page_followed(p->f, s)) {
		canvas_over(p->c, frame, OVER_FOLLOW);
		panel_sign(p, all.y, GUTTER_FOLLOWED);
	}
}

int walk_physical_draw(struct panel *p, const struct walk_steps *s, int y)
{
	bool here = walk_event_here(p->f, s) &&
		    p->f->event->id == EV_mmu_access;
	const char *zero = ui(p->f->lang, UI_zero_reserved);
	struct part part[NR_PARTS];
	struct rect all = { panel_left(p), y, 0, 1 }, frame = all;

	physical_parts(p->f, s, part);
	for (int i = 0; i < NR_PARTS; i++) {
		/* one fill, one hue */
		enum role role = here && walk_is_whole(s) ? ROLE_TITLE :
							    part[i].role;
		int w = canvas_text(p->c, all.x + all.w, y, role,
				    part[i].words);

		if (i == PART_FRAME)
			frame = (struct rect){ all.x + all.w, y, w, 1 };
		all.w += w;
	}
	if (!walk_is_whole(s))
		return all.x + all.w;
	physical_signs(p, s, all, frame);
	if (pte_pfn(walk_last_entry(s)) == p->f->now->s->zero_pfn &&
	    all.x + all.w + 2 + text_columns(zero, strlen(zero)) <=
		    panel_end(p))
		return all.x + all.w + 2 +
		       canvas_text(p->c, all.x + all.w + 2, y, ROLE_DIM, zero);
	return all.x + all.w;
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
