/*
 * The page-table walk: one address taken apart into its indices, and the
 * entry that each of them finds, from CR3 to the frame. A table of levels, a
 * row each; where the panel is wide, a column each with the bits above it.
 *
 * While the processor walks, levels that it has not read yet are blank.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/pgtable.h"
#include "mm/swap_entry.h"
#include "mm/vma.h"
#include "view/follow.h"
#include "view/tell.h"
#include "view/walk_steps.h"

enum { ACROSS = 68, WITH_BITS = 50, COLUMN = 11, BITS_W = 9,
       TABLE_W = 5 };
enum { SIGN_BITS = 0x1ffff };	/* bits 63 to 47, all alike in an address */

static void binary(char *out, uint64_t value, int bits)
{
	for (int i = 0; i < bits; i++)
		out[i] = (char)('0' + (value >> (bits - 1 - i) & 1));
	out[bits] = '\0';
}

/* The entry without its highest bit, which stands among the letters as X. */
static void entry_words(pte_t e, char out[24])
{
	snprintf(out, 24, "%" PRIx64, pte_is_swap(e) ? e : e & ~PTE_NX);
}

static void light(struct panel *p, struct rect r, const struct walk_steps *s,
		  unsigned i)
{
	const struct walk_step *step = &s->now.step[i];

	canvas_mark(p->c, r, OBJ_ENTRY, step->level, step->table);
	if (touched_view(p->f, VIEW_WALK) && s->here == (int)step->level)
		canvas_over(p->c, r, OVER_TOUCHED);
}

/* One level as a row: PMD 110111111 447 0x102  103067 ----DAUWP */
static void draw_level(struct panel *p, const struct walk_steps *s, int y,
		       unsigned level, unsigned i)
{
	bool read = i < s->shown, bits = panel_width(p) >= WITH_BITS;
	int x = panel_left(p), end = panel_end(p), at;
	char words[24], bits_are[24];

	canvas_text(p->c, x, y, read ? ROLE_PGTABLE : ROLE_DIM,
		    pt_level_name((enum pt_level)level));
	snprintf(words, sizeof(words), "%u",
		 pt_index(s->address, (enum pt_level)level));
	canvas_right(p->c, x + 8, y, ROLE_TEXT, words);
	if (bits) {
		binary(words, pt_index(s->address, (enum pt_level)level), 9);
		canvas_text(p->c, x + 10, y, ROLE_DIM, words);
		x += 11;
	}
	if (!read)
		return;
	canvas_printf(p->c, x + 10, y, ROLE_PGTABLE, "0x%" PRIx64,
		      s->now.step[i].table);
	pte_words(s->now.step[i].entry, bits_are);
	at = end - BITS_W;
	if (strlen(bits_are) > BITS_W)
		at = end - (int)strlen(bits_are);
	entry_words(s->now.step[i].entry, words);
	/* a swap entry is long: where it has no room area and slot say it */
	if (at - 1 - (int)strlen(words) > x + 10 + TABLE_W)
		canvas_right(p->c, at - 1, y, ROLE_TEXT, words);
	canvas_text(p->c, at, y, ROLE_TEXT, bits_are);
	light(p, (struct rect){ x + 10, y, end - x - 10, 1 }, s, i);
	if (walk_entry_changed(s, i))
		panel_sign(p, y, GUTTER_CHANGED);
	if (walk_entry_followed(p->f, s, i))
		panel_sign(p, y, GUTTER_FOLLOWED);
	if (s->here == (int)level)
		panel_sign(p, y, GUTTER_HERE);
}

static void draw_level_head(struct panel *p, int y)
{
	bool bits = panel_width(p) >= WITH_BITS;
	enum lang lang = p->f->lang;
	int x = panel_left(p), end = panel_end(p);

	canvas_right(p->c, x + 8, y, ROLE_DIM, ui(lang, UI_index));
	if (bits) {
		canvas_text(p->c, x + 10, y, ROLE_DIM, ui(lang, UI_bits));
		x += 11;
	}
	canvas_text(p->c, x + 10, y, ROLE_DIM, ui(lang, UI_table));
	canvas_right(p->c, end - 10, y, ROLE_DIM, ui(lang, UI_entry));
	canvas_text(p->c, end - 9, y, ROLE_DIM, "XshgDAUWP");
}

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

/*
 * It takes as many rows as it needs, `rows` at the least, and leaves one for
 * CR3; the legend gets what remains. Return: the row after it.
 */
static int draw_verdict(struct panel *p, const struct walk_steps *s, int y,
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

/* What the PTE's bits were a unit ago: `from` on, or at the end of the row. */
static void draw_was(struct panel *p, const struct walk_steps *s, int from, int y,
		     bool right)
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

/*
 * "physical 555040 = frame 0x555 + 040": where the access went to. Return: the
 * column after it.
 */
static int draw_physical(struct panel *p, const struct walk_steps *s, int y)
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

/* "CR3 0x4404   82 tables below, 328 kB", as much of it as fits. */
static void draw_cr3(struct panel *p, int y)
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

static void draw_down(struct panel *p, const struct walk_steps *s)
{
	int y = p->r.y, end = p->r.y + p->r.h;

	if (p->r.h > 8)
		draw_level_head(p, y++);
	for (unsigned i = 0; i < NR_LEVELS; i++)
		draw_level(p, s, y++, LEVEL_PGD - i, i);
	draw_was(p, s, draw_physical(p, s, y) + 1, y, true);
	y++;
	y = draw_verdict(p, s, y, 2);
	if (y < end)
		draw_cr3(p, y++);
	if (y < end)
		panel_legend(p, y + (end - y > 3), end, UI_entry_bits);
}

/* One level as a column, below its bits of the address. */
static void draw_column(struct panel *p, const struct walk_steps *s, int y,
			unsigned i)
{
	enum pt_level level = (enum pt_level)(LEVEL_PGD - i);
	int x = panel_left(p) + COLUMN * ((int)i + 1);
	char words[24];

	canvas_printf(p->c, x, y, ROLE_DIM, "%s 9", pt_level_name(level));
	binary(words, pt_index(s->address, level), 9);
	canvas_text(p->c, x, y + 1, ROLE_TEXT, words);
	canvas_printf(p->c, x, y + 2, ROLE_TEXT, "%u",
		      pt_index(s->address, level));
	if (i >= s->shown)
		return;
	canvas_put(p->c, x, y + 3, ROLE_DIM, 0, 0x25be);	/* ▾ */
	canvas_printf(p->c, x, y + 4, ROLE_PGTABLE, "0x%" PRIx64,
		      s->now.step[i].table);
	entry_words(s->now.step[i].entry, words);
	canvas_text(p->c, x, y + 5, ROLE_TEXT, words);
	pte_words(s->now.step[i].entry, words);
	canvas_text(p->c, x, y + 6, ROLE_TEXT, words);
	canvas_printf(p->c, x, y + 7, ROLE_DIM, "%u", i + 1);
	light(p, (struct rect){ x, y + 3, COLUMN - 2, 5 }, s, i);
	if (walk_entry_changed(s, i))
		panel_sign(p, y + 5, GUTTER_CHANGED);
	if (walk_entry_followed(p->f, s, i))
		panel_sign(p, y + 4, GUTTER_FOLLOWED);
	if (s->here == (int)level)
		panel_sign(p, y + 5, GUTTER_HERE);
}

static void draw_offset(struct panel *p, const struct walk_steps *s, int y)
{
	unsigned offset = (unsigned)(s->address & (PAGE_SIZE - 1));
	int x = panel_left(p) + COLUMN * 5;
	char words[24];

	canvas_printf(p->c, x, y, ROLE_DIM, "%s 12",
		      ui(p->f->lang, UI_offset));
	binary(words, offset, 12);
	canvas_text(p->c, x, y + 1, ROLE_TEXT, words);
	canvas_printf(p->c, x, y + 2, ROLE_TEXT, "%03x", offset);
	if (!walk_is_whole(s))
		return;
	canvas_printf(p->c, x, y + 4, ROLE_TEXT, "%s 0x%" PRIx64,
		      ui(p->f->lang, UI_frame), pte_pfn(walk_last_entry(s)));
	canvas_printf(p->c, x, y + 5, ROLE_TEXT, "+ %03x", offset);
	draw_was(p, s, x, y + 6, false);
	canvas_printf(p->c, x, y + 7, ROLE_DIM, "5 = %s",
		      ui(p->f->lang, UI_the_data));
}

/* "8000000000555867 = no-execute | frame 0x555 | 867": the last entry. */
static void draw_parts(struct panel *p, const struct walk_steps *s, int y)
{
	pte_t e = walk_last_entry(s);
	int x = panel_left(p);

	if (s->shown < NR_LEVELS || s->now.nr < NR_LEVELS || !e)
		return;
	canvas_text(p->c, x, y, ROLE_DIM, pt_level_name(LEVEL_PTE));
	x += COLUMN;
	x += canvas_printf(p->c, x, y, ROLE_TEXT, "%" PRIx64, e);
	if (pte_is_swap(e))
		canvas_printf(p->c, x, y, ROLE_DIM, ui(p->f->lang, UI_swap_parts),
			      swap_entry_type(e), swap_entry_offset(e));
	else
		canvas_printf(p->c, x, y, ROLE_DIM, ui(p->f->lang, UI_pte_parts),
			      ui(p->f->lang, e & PTE_NX ? UI_no_execute :
							  UI_may_execute),
			      pte_pfn(e), (unsigned)(e & (PAGE_SIZE - 1)));
}

static void draw_across(struct panel *p, const struct walk_steps *s)
{
	enum lang lang = p->f->lang;
	int x = panel_left(p), y = p->r.y, end = p->r.y + p->r.h;

	canvas_printf(p->c, x, y, ROLE_DIM, "%s 16", ui(lang, UI_sign_bits));
	canvas_text(p->c, x, y + 1, ROLE_DIM, "0000...");
	canvas_text(p->c, x, y + 4, ROLE_DIM, ui(lang, UI_table));
	canvas_text(p->c, x, y + 5, ROLE_DIM, ui(lang, UI_entry));
	canvas_text(p->c, x, y + 6, ROLE_DIM, "XshgDAUWP");
	canvas_text(p->c, x, y + 7, ROLE_DIM, ui(lang, UI_reads));
	for (unsigned i = 0; i < NR_LEVELS; i++)
		draw_column(p, s, y, i);
	draw_offset(p, s, y);
	y += 8;
	if (p->r.h > 11)
		draw_parts(p, s, y++);
	draw_physical(p, s, y++);
	y = draw_verdict(p, s, y, 1);
	if (y < end)
		draw_cr3(p, y++);
	if (y < end)
		panel_legend(p, y, end, UI_entry_bits);
}

/* Why there is no walk to show. */
static enum ui no_walk(const struct facts *f, const struct walk_steps *s)
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
	text_puts(out, ui(f->lang, no_walk(f, &s)));
	return 0;
}

static void walk_draw(struct panel *p)
{
	struct rect r = { panel_left(p), p->r.y, panel_width(p), p->r.h };
	struct walk_steps s;

	if (walk_steps(p->f, &s) && s.address < TASK_SIZE) {
		walk_steps_event(p->f, &s);
		if (panel_width(p) >= ACROSS && p->r.h >= 10)
			draw_across(p, &s);
		else
			draw_down(p, &s);
		return;
	}
	paragraph_draw(p->c, r, ROLE_DIM, ui(p->f->lang, no_walk(p->f, &s)), 0);
	if (touched_view(p->f, VIEW_WALK))
		panel_sign(p, p->r.y, GUTTER_HERE);
}

/* Whose tables they are, if the title has room for it. */
static void whose_tables(const struct panel *p, const struct text *aside,
			 struct text *title)
{
	enum { LINES = 8 };	/* corners, blanks, the blanks between */
	const struct task *t = task_at(p->f->now, p->f->task);
	char name[TASK_WORDS_BYTES];
	struct text whose = { 0 };

	text_printf(&whose, " - %c %s", tag_letter(t->tag),
		    task_words(p->f->now, t, name));
	if (text_columns(text_str(title), title->len) +
		    text_columns(text_str(&whose), whose.len) +
		    text_columns(text_str(aside), aside->len) + LINES <= p->r.w)
		text_puts(title, text_str(&whose));
	text_free(&whose);
}

static void walk_about(const struct panel *p, struct text *title,
		       struct text *aside)
{
	const struct event *e = p->f->event;
	struct walk_steps s;

	if (!walk_steps(p->f, &s))
		return;
	text_printf(title, " - %012" PRIx64, s.address);
	if (e && e->id == EV_mmu_walk)
		text_printf(aside, ui(p->f->lang, UI_step_of),
			    (unsigned)(LEVEL_PGD - e->arg[0]) + 1, NR_LEVELS);
	whose_tables(p, aside, title);
}

const struct view view_walk = {
	.name = "walk", .title = UI_walk, .weight = 6,
	.min_w = 34, .min_h = 7, .good_w = 38, .good_h = 11,
	.about = walk_about, .draw = walk_draw,
};
