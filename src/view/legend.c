#include "view/legend.h"

#include <string.h>

#include "mm/zone.h"
#include "view/raw.h"
#include "view/search.h"

enum { GAP = 2 };

void legend_add_row(struct legend *l, int x, int y)
{
	if (l->nr < LEGEND_MOST)
		l->row[l->nr++] = (struct legend_row){ x, x, y };
}

struct legend legend_at(struct panel *p, int y, int end)
{
	struct legend l = { .p = p };

	for (; y < end; y++)
		legend_add_row(&l, panel_left(p), y);
	return l;
}

/* Rows up to the last one that has an item. */
static int rows_used(const struct legend *l)
{
	int nr = l->nr;

	while (nr > 0 && l->row[nr - 1].x == l->row[nr - 1].from)
		nr--;
	return nr;
}

int legend_rows(struct panel *p, int rows, legend_fn *say, const void *of)
{
	struct legend l = legend_at(p, 0, rows);

	l.counts = true;
	say(&l, of);
	return rows_used(&l);
}

int legend_bottom(struct panel *p, int y, int end, legend_fn *say,
		  const void *of)
{
	struct legend l;

	if (y < end)
		y = end - legend_rows(p, end - y, say, of);
	l = legend_at(p, y, end);
	say(&l, of);
	return y;
}

/* Where an item of w columns goes. Return: NULL if it has no room. */
static struct legend_row *make_room(struct legend *l, int w)
{
	struct legend_row *best = NULL;

	for (int i = 0; i < l->nr; i++) {
		struct legend_row *row = &l->row[i];

		if (row->x + w <= panel_end(l->p) &&
		    (!best || (l->tight && row->x > best->x)))
			best = row;
	}
	l->lost += !best;
	return best;
}

void legend_words(struct legend *l, enum ui words)
{
	legend_text(l, ui(l->p->f->lang, words));
}

/* Items parted by two blanks; `first` as in legend_text_of(), NULL = all. */
static void put_items(struct legend *l, enum role role, const char *s,
		      const char *first, bool among)
{
	while (*s) {
		const char *gap = strstr(s, "  ");
		size_t len = gap ? (size_t)(gap - s) : strlen(s);
		bool wanted = !first || (strchr(first, *s) != NULL) == among;
		int w = text_columns(s, len);
		struct legend_row *row = wanted ? make_room(l, w) : NULL;

		if (row && !l->counts)
			canvas_textn(l->p->c, row->x, row->y, role, s, len);
		if (row)
			row->x += w + GAP;
		s += len;
		s += strspn(s, " ");
	}
}

void legend_text_of(struct legend *l, const char *s, const char *first,
		    bool among)
{
	put_items(l, ROLE_DIM, s, first, among);
}

void legend_text(struct legend *l, const char *s)
{
	put_items(l, ROLE_DIM, s, NULL, true);
}

void legend_item(struct legend *l, enum role role, uint8_t over, uint32_t sign,
		 const char *words)
{
	int w = 2 + text_columns(words, strlen(words));
	struct legend_row *row = make_room(l, w);

	if (!row)
		return;
	if (!l->counts) {
		canvas_put(l->p->c, row->x, row->y, role, over, sign);
		canvas_text(l->p->c, row->x + 2, row->y, ROLE_DIM, words);
	}
	row->x += w + GAP;
}

bool legend_has(const struct canvas *c, struct rect r, uint32_t code)
{
	for (int y = r.y; y < r.y + r.h && y < c->h; y++)
		for (int x = r.x; x < r.x + r.w && x < c->w; x++)
			if (canvas_cell(c, x, y)->code == code)
				return true;
	return false;
}

static void say_gutter(struct legend *l)
{
	static const struct {
		char	sign;
		enum ui words;
	} signs[] = {
		{ '>', UI_sign_here },
		{ '*', UI_sign_changed },
		{ '@', UI_sign_followed },
	};
	struct rect gutter = { l->p->r.x, l->p->r.y, 1, l->p->r.h };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		const char *words = ui(l->p->f->lang, signs[i].words);
		struct text item = { 0 };

		text_printf(&item, "%c %s", signs[i].sign, words);
		if (legend_has(l->p->c, gutter, (uint32_t)signs[i].sign) &&
		    !search_shows(l->p->c, text_str(&item)))
			legend_item(l, ROLE_TITLE, 0, (uint32_t)signs[i].sign,
				    words);
		text_free(&item);
	}
}

static bool has_filled(const struct panel *p)
{
	for (int y = p->r.y; y < p->r.y + p->r.h && y < p->c->h; y++)
		for (int x = p->r.x; x < p->r.x + p->r.w && x < p->c->w; x++)
			if (canvas_cell(p->c, x, y)->over & OVER_TOUCHED)
				return true;
	return false;
}

/* One fact a line: whoever talks says what signs are. */
static bool is_presented(const struct legend *l)
{
	return l->p->f->s->settings.mode == MODE_PRESENT;
}

/* Where the whole picture is lit, a fill tells nothing of what was touched. */
static bool fills_tell(const struct legend *l)
{
	return scene_focus(l->p->f->s) != FOCUS_OFF && has_filled(l->p);
}

void legend_lit(struct legend *l)
{
	const char *words = ui(l->p->f->lang, UI_sign_filled);

	/* another panel may say it */
	if (l->lit || is_presented(l) || !fills_tell(l) ||
	    search_shows(l->p->c, words))
		return;
	legend_text(l, words);
	l->lit = true;
}

void legend_signs(struct legend *l)
{
	legend_lit(l);
	if (!is_presented(l))
		say_gutter(l);
}

int legend_map_types(const struct canvas *c, struct rect r,
		     char out[MIGRATE_TYPES + 1])
{
	int nr = 0;

	for (int i = 0; i < MIGRATE_TYPES; i++) {
		char letter = type_letter((enum migratetype)i);

		if (i != MIGRATE_MOVABLE && legend_has(c, r, (uint32_t)letter))
			out[nr++] = letter;
	}
	out[nr] = '\0';
	return nr;
}

static enum ui word_of(const struct legend *l, enum glyph g,
		       const struct legend_word *own)
{
	for (; own && own->glyph != NR_GLYPHS; own++)
		if (own->glyph == g)
			return own->word;
	return g == GLYPH_KERNEL ? kernel_word(l->p->f->now) : glyphs[g].word;
}

/* In the order of the table, so that none moves while its panel has room. */
static void say_letters(struct legend *l, const struct letters *s,
			const struct legend_word *own)
{
	if (s->active)
		legend_words(l, UI_capital_active);
	for (int i = 0; i < NR_GLYPHS; i++) {
		enum glyph g = (enum glyph)i;
		struct letter letter = glyph_letter(g);

		if (s->nr[g])
			legend_item(l, (enum role)letter.role, letter.over,
				    (uint32_t)letter.c,
				    ui(l->p->f->lang, word_of(l, g, own)));
	}
}

/* Of those that are left: what is news, then what is on the fewest cells. */
static enum glyph most_needed(const struct letters *s)
{
	enum glyph best = NR_GLYPHS;

	for (int i = 0; i < NR_GLYPHS; i++) {
		bool news = s->news & 1u << i;
		bool best_news = best != NR_GLYPHS && s->news & 1u << best;

		if (s->nr[i] &&
		    (best == NR_GLYPHS || (news && !best_news) ||
		     (news == best_news && s->nr[i] < s->nr[best])))
			best = (enum glyph)i;
	}
	return best;
}

static bool have_room(const struct legend *l, const struct letters *s,
		      const struct legend_word *own)
{
	struct legend try = *l;

	try.counts = true;
	say_letters(&try, s, own);
	return try.lost == l->lost;
}

void legend_letters(struct legend *l, const struct letters *s,
		    const struct legend_word *own)
{
	struct letters left = *s, said = { .active = s->active };
	enum glyph g;

	said.active = said.active && have_room(l, &said, own);
	while ((g = most_needed(&left)) != NR_GLYPHS) {
		letters_drop(&left, g);
		said.nr[g] = 1;
		if (!have_room(l, &said, own))
			letters_drop(&said, g);
	}
	say_letters(l, &said, own);
}

/* Has the zone free blocks of this type? */
static bool has_type(const struct zone *z, int type)
{
	for (unsigned o = 0; o < MAX_ORDER; o++)
		if (z->free_area[o].list[type].head)
			return true;
	return false;
}

/* The kernel's name, or an abbreviation of it; in Chinese a word of its own. */
static const char *type_name(enum lang lang, enum migratetype type, bool brief)
{
	static const enum ui words[MIGRATE_TYPES] = {
		[MIGRATE_UNMOVABLE] = UI_type_unmovable,
		[MIGRATE_MOVABLE] = UI_type_movable,
		[MIGRATE_RECLAIMABLE] = UI_type_reclaimable,
		[MIGRATE_HIGHATOMIC] = UI_type_highatomic,
		[MIGRATE_ISOLATE] = UI_type_isolate,
	};
	static const char *const names[MIGRATE_TYPES] = {
		[MIGRATE_UNMOVABLE] = "unmov.",
		[MIGRATE_MOVABLE] = "mov.",
		[MIGRATE_RECLAIMABLE] = "recl.",
		[MIGRATE_HIGHATOMIC] = "atomic",
		[MIGRATE_ISOLATE] = "isol.",
	};

	if (lang != LANG_EN)
		return ui(lang, words[type]);
	return brief ? names[type] : migratetype_name(type);
}

void legend_map_words(struct legend *l, const char *types, bool brief)
{
	for (int i = 0; i < MIGRATE_TYPES; i++) {
		enum migratetype type = (enum migratetype)i;

		if (strchr(types, type_letter(type)))
			legend_item(l, type_role(type), OVER_BOLD,
				    (uint32_t)type_letter(type),
				    type_name(l->p->f->lang, type, brief));
	}
}

/* Has an item of these words a row? */
static bool has_room(const struct legend *l, const char *words)
{
	struct legend try = *l;

	return make_room(&try, text_columns(words, strlen(words))) != NULL;
}

void legend_movable(struct legend *l, bool brief)
{
	const char *words = ui(l->p->f->lang, brief ? UI_no_letter_brief :
						      UI_no_letter);

	if (has_room(l, words))
		put_items(l, type_role(MIGRATE_MOVABLE), words, NULL, true);
	else
		legend_map_words(l, "M", true);
}

void legend_zone_types(struct legend *l, const struct zone *z)
{
	char types[MIGRATE_TYPES + 1];
	int nr = 0;

	for (int i = 0; i < MIGRATE_TYPES; i++)
		if (has_type(z, i))
			types[nr++] = type_letter((enum migratetype)i);
	types[nr] = '\0';
	legend_map_words(l, types, false);
}

int legend_types_columns(enum lang lang, const struct zone *z, bool brief)
{
	int columns = 0;

	for (int i = 0; i < MIGRATE_TYPES; i++) {
		const char *name = type_name(lang, (enum migratetype)i, brief);

		if (has_type(z, i))
			columns += (columns ? GAP : 0) + 2 +
				   text_columns(name, strlen(name));
	}
	return columns;
}

void legend_types(struct panel *p, const struct zone *z, int x, int y,
		  bool brief)
{
	for (int i = 0; i < MIGRATE_TYPES; i++) {
		enum migratetype type = (enum migratetype)i;

		if (!has_type(z, i))
			continue;
		canvas_put(p->c, x, y, type_role(type), OVER_BOLD,
			   (uint32_t)type_letter(type));
		x += 2 + canvas_text(p->c, x + 2, y, ROLE_DIM,
				     type_name(p->f->lang, type, brief)) + GAP;
	}
}

void panel_legend(struct panel *p, int y, int end, enum ui words)
{
	struct legend l = legend_at(p, y, end);

	legend_words(&l, words);
}
