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

#include "mm/swap_entry.h"
#include "view/task_doing.h"
#include "view/walk_end.h"
#include "view/walk_legend.h"

enum { ACROSS = 69, WITH_BITS = 50, COLUMN = 11,
       BITS_W = sizeof(PTE_LETTERS) - 1,
       LABEL_W = 3, INDEX_W = 3, INDEX_BITS = 9 };

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

/* Where the parts of a level's row stand; what has no room is left out. */
struct columns {
	int  index, entry;	/* their ends; no index: 0 */
	int  bits, table;	/* their beginnings; no bits: 0 */
	bool hex;		/* the table begins with 0x */
};

/* Digits of the largest table's number and of the longest entry. */
static void count_digits(const struct walk_steps *s, int *table, int *entry)
{
	*table = *entry = 0;
	for (unsigned i = 0; i < s->now.nr; i++) {
		const struct walk_step *step = &s->now.step[i];
		char words[24];
		int nr = snprintf(words, sizeof(words), "%" PRIx64,
				  step->table);

		*table = nr > *table ? nr : *table;
		entry_words(step->entry, words);
		nr = pte_is_swap(step->entry) ? 0 : (int)strlen(words);
		*entry = nr > *entry ? nr : *entry;
	}
}

/*
 * A blank stands between table and entry at least. In a narrow panel the
 * others give way to it: double blanks, 0x, the index that the address tells.
 */
static struct columns plan_columns(const struct panel *p,
				   const struct walk_steps *s)
{
	static const struct way {
		int  gap;
		bool hex, index;
	} ways[] = {
		{ 2, true, true }, { 1, true, true },
		{ 1, false, true }, { 1, false, false },
	};
	struct columns c = { .entry = panel_end(p) - BITS_W - 1 };
	int table, entry, x = 0;

	count_digits(s, &table, &entry);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		const struct way *w = &ways[i];

		x = panel_left(p) + LABEL_W;
		x += w->index ? w->gap + INDEX_W : 0;
		c.index = w->index ? x : 0;
		c.bits = panel_width(p) >= WITH_BITS ? x + w->gap : 0;
		x += w->gap + (c.bits ? INDEX_BITS + w->gap : 0);
		c.table = x;
		c.hex = w->hex;
		if (x + (w->hex ? 2 : 0) + table + 1 + entry <= c.entry)
			break;
	}
	return c;
}

static void draw_index(struct panel *p, const struct walk_steps *s, int y,
		       const struct columns *c, enum pt_level level)
{
	unsigned index = pt_index(s->address, level);
	char words[24];

	snprintf(words, sizeof(words), "%u", index);
	if (c->index)
		canvas_right(p->c, c->index, y, ROLE_TEXT, words);
	binary(words, index, INDEX_BITS);
	if (c->bits)
		canvas_text(p->c, c->bits, y, ROLE_DIM, words);
}

/* One level as a row: PMD 110111111 447 0x102  103067 -----DAUWP */
static void draw_level(struct panel *p, const struct walk_steps *s, int y,
		       const struct columns *c, unsigned level, unsigned i)
{
	const struct walk_step *step = &s->now.step[i];
	bool read = i < s->shown;
	int x = c->table, end = panel_end(p), at;
	char words[24], bits_are[24];

	canvas_text(p->c, panel_left(p), y, read ? ROLE_PGTABLE : ROLE_DIM,
		    pt_level_name((enum pt_level)level));
	draw_index(p, s, y, c, (enum pt_level)level);
	if (!read)
		return;
	x += canvas_printf(p->c, x, y, ROLE_PGTABLE, "%s%" PRIx64,
			   c->hex ? "0x" : "", step->table);
	pte_words(step->entry, bits_are);
	at = end - BITS_W;
	if (strlen(bits_are) > BITS_W)
		at = end - (int)strlen(bits_are);
	entry_words(step->entry, words);
	/* a swap entry is long: where it has no room area and slot say it */
	if (x + 1 + (int)strlen(words) + 1 <= at)
		canvas_right(p->c, at - 1, y, ROLE_TEXT, words);
	canvas_text(p->c, at, y, ROLE_TEXT, bits_are);
	light(p, (struct rect){ c->table, y, end - c->table, 1 }, s, i);
	if (walk_entry_changed(s, i))
		panel_sign(p, y, GUTTER_CHANGED);
	if (walk_entry_followed(p->f, s, i))
		panel_sign(p, y, GUTTER_FOLLOWED);
	if (s->here == (int)level)
		panel_sign(p, y, GUTTER_HERE);
}

static void draw_level_head(struct panel *p, const struct columns *c, int y)
{
	enum lang lang = p->f->lang;

	if (c->index)
		canvas_right(p->c, c->index, y, ROLE_DIM, ui(lang, UI_index));
	if (c->bits)
		canvas_text(p->c, c->bits, y, ROLE_DIM, ui(lang, UI_bits));
	canvas_text(p->c, c->table, y, ROLE_DIM, ui(lang, UI_table));
	canvas_right(p->c, c->entry, y, ROLE_DIM, ui(lang, UI_entry));
	canvas_text(p->c, panel_end(p) - BITS_W, y, ROLE_DIM, PTE_LETTERS);
}

static void draw_down(struct panel *p, const struct walk_steps *s)
{
	int y = p->r.y, end = p->r.y + p->r.h, behind;
	struct columns c = plan_columns(p, s);
	bool apart = walk_was_apart(p, s);

	if (walk_has_head(p))
		draw_level_head(p, &c, y++);
	for (unsigned i = 0; i < NR_LEVELS; i++)
		draw_level(p, s, y++, &c, LEVEL_PGD - i, i);
	if (apart)
		walk_was_draw(p, s, panel_left(p), y++, true);
	behind = walk_physical_draw(p, s, y) + 1;
	if (!apart)
		walk_was_draw(p, s, behind, y, true);
	y++;
	walk_legend_draw(p, s, walk_verdict_draw(p, s, y, 1), end, true);
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
	canvas_printf(p->c, x, y + 2, ROLE_TEXT, "0x%03x", offset);
	if (!walk_is_whole(s))
		return;
	canvas_printf(p->c, x, y + 4, ROLE_TEXT, "%s 0x%" PRIx64,
		      ui(p->f->lang, UI_frame), pte_pfn(walk_last_entry(s)));
	canvas_printf(p->c, x, y + 5, ROLE_TEXT, "+ 0x%03x", offset);
	walk_was_draw(p, s, x, y + 6, false);
	canvas_printf(p->c, x, y + 7, ROLE_DIM, "5 = %s",
		      ui(p->f->lang, UI_the_data));
}

/*
 * " | 8 exclusive, 2 soft-dirty": the low bits of a swap entry, in as many
 * words as there is room for.
 */
static void draw_swap_bits(struct panel *p, pte_t e, int x, int y)
{
	static const struct {
		unsigned bit;
		enum ui	 words[2];
	} bits[] = {
		{ SWP_EXCLUSIVE, { UI_swap_exclusive, UI_swap_own } },
		{ SWP_UFFD_WP, { UI_swap_uffd, UI_swap_uffd } },
		{ SWP_SOFT_DIRTY, { UI_swap_soft_dirty, UI_swap_soft_dirty } },
	};
	struct text out = { 0 };
	bool drawn = false;

	for (int brief = 0; brief < 2 && !drawn; brief++) {
		text_reset(&out);
		for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
			if (e & bits[i].bit)
				text_printf(&out, "%s%x %s",
					    out.len ? ", " : " | ", bits[i].bit,
					    ui(p->f->lang,
					       bits[i].words[brief]));
		drawn = x + text_columns(text_str(&out), out.len) <=
			panel_end(p);
	}
	if (!drawn) {
		text_reset(&out);
		text_printf(&out, ui(p->f->lang, UI_swap_bits),
			    (unsigned)(e & SWP_LOW_BITS));
	}
	canvas_text(p->c, x, y, ROLE_DIM, text_str(&out));
	text_free(&out);
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
	if (pte_is_swap(e)) {
		x += canvas_printf(p->c, x, y, ROLE_DIM,
				   ui(p->f->lang, UI_swap_parts),
				   swap_entry_type(e), swap_entry_offset(e));
		draw_swap_bits(p, e, x, y);
		return;
	}
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
	canvas_text(p->c, x, y + 6, ROLE_DIM, PTE_LETTERS);
	canvas_text(p->c, x, y + 7, ROLE_DIM, ui(lang, UI_reads));
	for (unsigned i = 0; i < NR_LEVELS; i++)
		draw_column(p, s, y, i);
	draw_offset(p, s, y);
	y += 8;
	if (p->r.h > 11)
		draw_parts(p, s, y++);
	walk_physical_draw(p, s, y++);
	walk_legend_draw(p, s, walk_verdict_draw(p, s, y, 1), end, false);
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
	paragraph_draw(p->c, r, ROLE_DIM, ui(p->f->lang, walk_none(p->f, &s)), 0);
	if (touched_view(p->f, VIEW_WALK))
		panel_sign(p, p->r.y, GUTTER_HERE);
}

/* Whose tables they are, if the title has room for it. */
static void whose_tables(const struct panel *p, const struct text *aside,
			 struct text *title)
{
	enum { LINES = 8 };	/* corners, blanks, the blanks between */
	struct text whose = { 0 };

	task_title(p->f, &whose);
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

	if (!walk_steps(p->f, &s)) {
		zombie_title(p, title);
		return;
	}
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
