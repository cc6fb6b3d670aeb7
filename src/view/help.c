#include "view/help.h"

#include <string.h>

#include "draw/widget.h"
#include "view/keys.h"
#include "view/palette.h"

enum { HEAD = 2, BODY = 12, PAGE_W = 80, NARROW = 60 };

/* One key, or two that belong together, and in short what they do. */
struct hint {
	enum action act, other;
	enum ui	    words;
};

static const struct hint of_walk[] = {
	{ ACT_ON, ACT_BACK, UI_h_unit },
	{ ACT_ON_TEN, ACT_BACK_TEN, UI_h_ten },
	{ ACT_UNIT, ACT_NONE, UI_h_which },
	{ ACT_EVENT_ON, ACT_EVENT_BACK, UI_h_event },
	{ ACT_STEP_ON, ACT_STEP_BACK, UI_h_step },
	{ ACT_PLAY, ACT_NONE, UI_h_play },
	{ ACT_FASTER, ACT_SLOWER, UI_h_speed },
	{ ACT_NONE, ACT_NONE, UI_nothing },
};
static const struct hint of_jump[] = {
	{ ACT_CHAPTER_ON, ACT_CHAPTER_BACK, UI_h_chapter },
	{ ACT_SAME_ON, ACT_SAME_BACK, UI_h_kind },
	{ ACT_DIGIT, ACT_NONE, UI_h_goto_step },
	{ ACT_FIRST, ACT_LAST, UI_h_ends },
	{ ACT_JUMP_BACK, ACT_JUMP_ON, UI_h_return },
	{ ACT_CHAPTERS, ACT_NONE, UI_h_chapters },
	{ ACT_NONE, ACT_NONE, UI_nothing },
};
static const struct hint of_try[] = {
	{ ACT_WHAT_IF, ACT_NONE, UI_h_what_if },
	{ ACT_WHAT_IFS, ACT_NONE, UI_h_what_ifs },
	{ ACT_BRANCH, ACT_NONE, UI_h_branch },
	{ ACT_BESIDE, ACT_NONE, UI_h_beside },
	{ ACT_NONE, ACT_NONE, UI_nothing },
};
static const struct hint of_look[] = {
	{ ACT_VIEW_ON, ACT_VIEW, UI_h_view },
	{ ACT_ZOOM, ACT_NONE, UI_h_zoom },
	{ ACT_LAYOUT, ACT_NONE, UI_h_layout },
	{ ACT_PAINT, ACT_NONE, UI_h_paint },
	{ ACT_FOCUS, ACT_NONE, UI_h_focus },
	{ ACT_THEME, ACT_NONE, UI_h_theme },
	{ ACT_NONE, ACT_NONE, UI_nothing },
};
static const struct hint of_ask[] = {
	{ ACT_INSPECT, ACT_NONE, UI_h_inspect },
	{ ACT_FOLLOW, ACT_NONE, UI_h_follow },
	{ ACT_SEARCH, ACT_NONE, UI_h_find },
	{ ACT_PROMPT, ACT_NONE, UI_h_prompt },
	{ ACT_LANGUAGE, ACT_NONE, UI_h_lang },
	{ ACT_NONE, ACT_NONE, UI_nothing },
};

/* Rows of the page: a word, and what follows it. */
struct row {
	enum ui head;
	enum ui words;
	const enum glyph *letters;	/* instead of words; NR_GLYPHS ends */
	const struct hint *hints;	/* or these; ACT_NONE ends */
	bool picture;			/* of no use where there is none */
	uint32_t views;			/* it comes first where one is zoomed */
	bool only;			/* ... and stands nowhere else */
};

static const enum glyph of_frames[] = {
	GLYPH_NOTHING, GLYPH_ORDER, GLYPH_PCP, GLYPH_INHAND, GLYPH_ANON,
	GLYPH_FILE, GLYPH_DIRTY, GLYPH_WRITE, GLYPH_READ, GLYPH_SHMEM,
	GLYPH_SWAPCACHE, GLYPH_HUGE, GLYPH_SLAB, GLYPH_PGTABLE, GLYPH_KERNEL,
	GLYPH_PINNED, GLYPH_RESERVED, GLYPH_HOLE, NR_GLYPHS,
};
static const enum glyph of_pages[] = {
	GLYPH_NOTHING, GLYPH_ZERO, GLYPH_OUT, GLYPH_COW, GLYPH_UNREAD,
	GLYPH_CACHED, GLYPH_GUARD, GLYPH_HOLE, NR_GLYPHS,
};

#define ON(view) (1u << VIEW_##view)
static const struct row rows[] = {
	{ .head = UI_h_walk, .hints = of_walk },
	{ .head = UI_h_jump, .hints = of_jump },
	{ .head = UI_h_try, .hints = of_try },
	{ .head = UI_h_look, .hints = of_look },
	{ .head = UI_h_ask, .hints = of_ask },
	{ .head = UI_nothing },
	{ .head = UI_frames, .letters = of_frames,
	  .views = ON(FRAMES) | ON(BUDDY) | ON(OVERVIEW) },
	{ .head = UI_h_types, .words = UI_h_types_1,
	  .views = ON(FRAMES) | ON(BUDDY) },
	{ .head = UI_h_tasks, .words = UI_h_tasks_1, .views = ON(FRAMES) },
	{ .head = UI_h_ages, .words = UI_h_ages_1, .views = ON(FRAMES) },
	{ .head = UI_h_pages, .letters = of_pages, .views = ON(SPACE) },
	{ .head = UI_h_cells, .words = UI_cache_legend, .views = ON(CACHE),
	  .only = true },
	{ .head = UI_h_cells, .words = UI_swap_legend, .views = ON(SWAP),
	  .only = true },
	{ .head = UI_h_bits, .words = UI_use_bits, .views = ON(LRU) },
	{ .head = UI_h_entries, .words = UI_entry_bits,
	  .views = ON(WALK) | ON(SPACE) },
	{ .head = UI_h_gauges, .words = UI_h_gauges_1, .picture = true,
	  .views = ON(ZONES) | ON(OVERVIEW) | ON(CACHE) },
	{ .head = UI_h_daemons, .words = UI_h_daemons_1, .picture = true,
	  .views = ON(OVERVIEW) },
	{ .head = UI_h_disk, .words = UI_h_disk_1, .picture = true,
	  .views = ON(OVERVIEW) | ON(CACHE) },
	{ .head = UI_h_gutter, .words = UI_h_gutter_1, .picture = true },
	{ .head = UI_h_colour, .words = UI_h_colour_1, .picture = true },
	{ .words = UI_h_same },
};
#undef ON
enum { NR_ROWS = sizeof(rows) / sizeof(rows[0]) };

/* A frame with nothing in it is free; a page in no area has no address. */
static const char *word_of(enum lang lang, const enum glyph *list, enum glyph g)
{
	if (list == of_frames && g == GLYPH_NOTHING)
		return ui(lang, UI_free);
	if (list == of_pages && g == GLYPH_HOLE)
		return ui(lang, UI_no_area);
	return ui(lang, glyphs[g].word);
}

/* Where the next words of a row stand; they go on below at the right edge. */
struct flow {
	struct canvas *c;
	int left, right;
	int x, y;
};

enum { GAP = 3 };

static void flow_room(struct flow *f, int w)
{
	if (f->x > f->left && f->x + w > f->right) {
		f->x = f->left;
		f->y++;
	}
}

/* Words behind what they tell of; too many for a row go on in the next one. */
static void flow_words(struct flow *f, const char *s, size_t len)
{
	while (len) {
		int room = f->right - f->x;
		size_t next, here;

		here = text_row(s, len, room > 1 ? room : 1, &next);

		canvas_textn(f->c, f->x, f->y, ROLE_TEXT, s, here);
		f->x += text_columns(s, here);
		s += next;
		len -= next;
		if (len) {
			f->x = f->left;
			f->y++;
		}
	}
	f->x += GAP;
}

static void draw_letters(struct flow *f, enum lang lang,
			 const enum glyph *list)
{
	for (const enum glyph *g = list; *g != NR_GLYPHS; g++) {
		const char *word = word_of(lang, list, *g);
		int sign = *g == GLYPH_ORDER ? 6 : 2;
		struct letter l = glyph_letter(*g);

		flow_room(f, sign + text_columns(word, strlen(word)));
		canvas_put(f->c, f->x, f->y, (enum role)l.role, l.over,
			   (uint32_t)l.c);
		if (*g == GLYPH_ORDER)
			canvas_text(f->c, f->x, f->y, (enum role)l.role,
				    "0-9 X");
		f->x += sign;
		flow_words(f, word, strlen(word));
		f->x--;
	}
}

/* "l h", "F2-F9": one key as the table shows it, of a pair the first of each. */
static void hint_keys(const struct hint *hint, struct text *out)
{
	const struct key_row *row = key_row_of(hint->act);
	const struct key_row *other = key_row_of(hint->other);

	text_reset(out);
	if (row && !other)
		text_puts(out, row->shown);
	else if (row)
		text_printf(out, "%.*s %.*s", (int)strcspn(row->shown, " "),
			    row->shown, (int)strcspn(other->shown, " "),
			    other->shown);
}

static void draw_hints(struct flow *f, enum lang lang, const struct hint *hint)
{
	struct text keys = { 0 };

	for (; hint->act != ACT_NONE; hint++) {
		const char *words = ui(lang, hint->words);
		size_t len = strlen(words);

		hint_keys(hint, &keys);
		flow_room(f, (int)keys.len + 2 + text_columns(words, len));
		canvas_text(f->c, f->x, f->y, ROLE_TITLE, text_str(&keys));
		f->x += (int)keys.len + 2;
		flow_words(f, words, len);
	}
	text_free(&keys);
}

/*
 * Signs with their words, parted by two blanks; by three where two stand
 * between a sign and its word. Or a sentence.
 */
static void draw_words(struct flow *f, const char *s)
{
	const char *parted = strstr(s, "   ") ? "   " : "  ";

	while (*s) {
		const char *gap = strstr(s, parted);
		size_t len = gap ? (size_t)(gap - s) : strlen(s);

		flow_room(f, text_columns(s, len));
		flow_words(f, s, len);
		s += len;
		s += strspn(s, " ");
	}
}

/* One row of the table, from y on, in w columns. Return: the next y. */
static int draw_row(struct canvas *c, enum lang lang, int y, int w,
		    const struct row *row)
{
	bool narrow = w < NARROW;
	struct flow f = { .c = c, .left = narrow ? HEAD + 3 : BODY,
			  .right = w - 2 };

	canvas_text(c, HEAD + 1, y, ROLE_TITLE, ui(lang, row->head));
	f.x = f.left;
	f.y = y + (narrow && *ui(lang, row->head));
	if (row->letters)
		draw_letters(&f, lang, row->letters);
	else if (row->hints)
		draw_hints(&f, lang, row->hints);
	else
		draw_words(&f, ui(lang, row->words));
	return f.y + 1;
}

/* The rows of the page in their order, and where each stands on all pages. */
struct plan {
	const struct row *rows[NR_ROWS + 1];
	int y[NR_ROWS + 1];
	int nr;
	int w, h;		/* of the box; its inside has two rows less */
	int nr_pages;
};

static void choose_rows(struct plan *plan, enum view_id zoom)
{
	static const struct row blank = { .head = UI_nothing };
	uint32_t here = zoom < NR_VIEWS ? 1u << zoom : 0;

	plan->nr = 0;
	for (int i = 0; i < NR_ROWS; i++)
		if (rows[i].views & here)
			plan->rows[plan->nr++] = &rows[i];
	if (plan->nr)
		plan->rows[plan->nr++] = &blank;
	for (int i = 0; i < NR_ROWS; i++)
		if (!(rows[i].views & here) && !rows[i].only)
			plan->rows[plan->nr++] = &rows[i];
}

/* A row that does not fit on what is left of a page begins the next one. */
static void plan_pages(struct plan *plan, int w, int h, enum view_id zoom,
		       enum lang lang)
{
	int most = h - 3 > 1 ? h - 3 : 1, y = 0;

	choose_rows(plan, zoom);
	plan->w = w < PAGE_W ? w : PAGE_W;
	for (int i = 0; i < plan->nr; i++) {
		int nr = draw_row(&(struct canvas){ 0 }, lang, 0, plan->w,
				    plan->rows[i]);

		if (y % most + nr > most && y % most)
			y += most - y % most;
		plan->y[i] = y;
		y += nr;
	}
	plan->h = (y < most ? y : most) + 2;
	plan->nr_pages = (y + most - 1) / most;
}

int help_pages(const struct canvas *c, const struct settings *set)
{
	struct plan plan;

	plan_pages(&plan, c->w, c->h, set->zoom,
		   c->ascii ? LANG_EN : set->lang);
	return plan.nr_pages + 1;
}

static void letters_print(struct text *out, enum lang lang,
			  const enum glyph *list)
{
	for (const enum glyph *g = list; *g != NR_GLYPHS; g++)
		if (*g == GLYPH_ORDER)
			text_printf(out, "  0-9 X  %s\n",
				    word_of(lang, list, *g));
		else
			text_printf(out, "  %c  %s\n", glyphs[*g].letter,
				    word_of(lang, list, *g));
}

void help_letters(struct text *out, enum lang lang, bool picture)
{
	for (int i = 0; i < NR_ROWS; i++) {
		if (rows[i].hints || rows[i].head == UI_nothing ||
		    rows[i].only || (rows[i].picture && !picture))
			continue;
		text_printf(out, "\n%s\n", ui(lang, rows[i].head));
		if (rows[i].letters)
			letters_print(out, lang, rows[i].letters);
		else
			text_printf(out, "  %s\n", ui(lang, rows[i].words));
	}
}

/* Which page it is, and what leads on, to a word and back. */
static void draw_foot(struct canvas *c, const struct facts *f, int page, int nr)
{
	struct text which = { 0 }, back = { 0 };

	text_printf(&which, ui(f->lang, UI_h_which_page), page + 1, nr);
	text_puts(&back, ui(f->lang, UI_h_esc));
	timeline_print_pos(f->s->timeline, f->s->pos, &back);
	words_draw(c, 1, c->h - 1, c->w - 2, GAP, (struct word[]){
		{ text_str(&which), ROLE_TITLE, true },
		{ page + 1 < nr ? ui(f->lang, UI_h_on) : "", ROLE_DIM, false },
		{ ui(f->lang, page + 1 < nr ? UI_h_type : UI_h_slash),
		  ROLE_DIM, false },
		{ text_str(&back), ROLE_DIM, false },
		{ page ? ui(f->lang, UI_h_back) : "", ROLE_DIM, false },
	}, 5);
	text_free(&which);
	text_free(&back);
}

void help_draw(struct canvas *c, const struct facts *f)
{
	int page = f->s->settings.help_page, first;
	struct box box = {
		.title = ui(f->lang, UI_k_help_title),
		.aside = ui(f->lang, UI_esc_closes), .focused = true,
	};
	struct plan plan;
	struct rect clip;

	plan_pages(&plan, c->w, c->h, f->s->settings.zoom, f->lang);
	draw_foot(c, f, page, plan.nr_pages + 1);
	if (page >= plan.nr_pages)	/* the table of keys lies over it */
		return;
	box.r = (struct rect){ 0, 0, plan.w, plan.h };
	first = page * (plan.h - 2);
	box_draw(c, &box);
	clip = canvas_clip(c, box_inside(&box));
	for (int i = 0; i < plan.nr; i++)
		draw_row(c, f->lang, plan.y[i] - first + 1, plan.w,
			 plan.rows[i]);
	canvas_clip(c, clip);
}
