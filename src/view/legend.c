#include "view/legend.h"

#include <string.h>

#include "mm/zone.h"
#include "view/raw.h"
#include "view/search.h"

enum { GAP = 2 };

struct legend legend_at(struct panel *p, int y, int end)
{
	return (struct legend){ .p = p, .x = panel_left(p), .y = y,
				.end = end };
}

int legend_bottom(struct panel *p, int y, int end, legend_fn *say,
		  const void *of)
{
	struct legend l = legend_at(p, y, end);
	int rows;

	l.counts = true;
	say(&l, of);
	rows = l.y - y + (l.x > panel_left(p));
	if (rows < end - y)
		y = end - rows;
	l = legend_at(p, y, end);
	say(&l, of);
	return y;
}

/* Once one item has no room none that follow have. */
static bool make_room(struct legend *l, int w)
{
	int left = panel_left(l->p), right = panel_end(l->p);

	if (l->x > left && l->x + w > right) {
		l->x = left;
		l->y++;
	}
	if (l->y < l->end && l->x + w <= right)
		return true;
	l->end = l->y;
	return false;
}

void legend_words(struct legend *l, enum ui words)
{
	legend_text(l, ui(l->p->f->lang, words));
}

void legend_text(struct legend *l, const char *s)
{
	while (*s) {
		const char *gap = strstr(s, "  ");
		size_t len = gap ? (size_t)(gap - s) : strlen(s);
		int w = text_columns(s, len);

		if (!make_room(l, w))
			return;
		if (!l->counts)
			canvas_textn(l->p->c, l->x, l->y, ROLE_DIM, s, len);
		l->x += w + GAP;
		s += len;
		s += strspn(s, " ");
	}
}

void legend_item(struct legend *l, enum role role, uint8_t over, uint32_t sign,
		 const char *words)
{
	int w = 2 + text_columns(words, strlen(words));

	if (!make_room(l, w))
		return;
	if (!l->counts) {
		canvas_put(l->p->c, l->x, l->y, role, over, sign);
		canvas_text(l->p->c, l->x + 2, l->y, ROLE_DIM, words);
	}
	l->x += w + GAP;
}

bool legend_has(const struct canvas *c, struct rect r, uint32_t code)
{
	for (int y = r.y; y < r.y + r.h && y < c->h; y++)
		for (int x = r.x; x < r.x + r.w && x < c->w; x++)
			if (canvas_cell(c, x, y)->code == code)
				return true;
	return false;
}

/* Does another panel of the picture say it? */
static bool is_told(const struct canvas *c, char sign, const char *words)
{
	struct rect all = { 0, 0, c->w, c->h };
	struct text picture = { 0 }, item = { 0 };
	bool told;

	search_text(c, all, &picture);
	text_printf(&item, "%c %s", sign, words);
	told = search_in(text_str(&picture), text_str(&item));
	text_free(&item);
	text_free(&picture);
	return told;
}

void legend_signs(struct legend *l)
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

	if (l->p->f->s->settings.mode == MODE_PRESENT)
		return;		/* one fact a line: whoever talks says it */
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		const char *words = ui(l->p->f->lang, signs[i].words);

		if (legend_has(l->p->c, gutter, (uint32_t)signs[i].sign) &&
		    !is_told(l->p->c, signs[i].sign, words))
			legend_item(l, ROLE_TITLE, 0, (uint32_t)signs[i].sign,
				    words);
	}
}

static void say_signs(struct legend *l, const void *of)
{
	(void)of;
	legend_signs(l);
}

void panel_signs(struct panel *p, int y, int end)
{
	legend_bottom(p, y, end, say_signs, NULL);
}

/* A digit is no letter of its own, a capital is that of its small one. */
static glyph_set_t glyph_of(uint32_t code)
{
	for (int g = 0; g < NR_GLYPHS; g++) {
		enum glyph glyph = (enum glyph)g;

		if (glyph != GLYPH_ORDER &&
		    (code == (uint32_t)glyphs[g].letter ||
		     code == (uint32_t)glyph_active(glyph).c))
			return 1u << g;
	}
	return 0;
}

glyph_set_t legend_find(const struct canvas *c, struct rect r)
{
	glyph_set_t found = 0;

	for (int y = r.y; y < r.y + r.h && y < c->h; y++)
		for (int x = r.x; x < r.x + r.w && x < c->w; x++)
			found |= glyph_of(canvas_cell(c, x, y)->code);
	return found;
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

bool legend_active(const struct canvas *c, struct rect r)
{
	static const char of_blocks[] = "XUEHI";	/* order and types */

	for (int y = r.y; y < r.y + r.h && y < c->h; y++)
		for (int x = r.x; x < r.x + r.w && x < c->w; x++) {
			uint32_t code = canvas_cell(c, x, y)->code;

			if (code >= 'A' && code <= 'Z' &&
			    !strchr(of_blocks, (int)code))
				return true;
		}
	return false;
}

enum { LEGEND_RANKS = 4 };

/* The less a letter says by itself, the sooner it needs its words. */
static int legend_rank(enum glyph g)
{
	switch (g) {
	case GLYPH_COW:
	case GLYPH_ZERO:
	case GLYPH_OUT:
		return 0;
	case GLYPH_UNREAD:
	case GLYPH_CACHED:
	case GLYPH_GUARD:
		return 1;
	case GLYPH_NOTHING:
		return LEGEND_RANKS - 1;
	default:
		return 2;
	}
}

void legend_letters(struct legend *l, glyph_set_t letters, enum ui hole)
{
	for (int i = 0; i < LEGEND_RANKS * NR_GLYPHS; i++) {
		enum glyph g = (enum glyph)(i % NR_GLYPHS);
		enum ui word = g == GLYPH_HOLE ? hole :
			       g == GLYPH_KERNEL ? kernel_word(l->p->f->now) :
						   glyphs[g].word;
		struct letter letter = glyph_letter(g);

		if ((letters & 1u << g) && legend_rank(g) == i / NR_GLYPHS)
			legend_item(l, (enum role)letter.role, letter.over,
				    (uint32_t)letter.c,
				    ui(l->p->f->lang, word));
	}
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

void legend_type_words(enum lang lang, const char *types, bool brief,
		       struct text *out)
{
	const char *gap = "";

	for (int i = 0; i < MIGRATE_TYPES; i++) {
		enum migratetype type = (enum migratetype)i;

		if (!strchr(types, type_letter(type)))
			continue;
		text_printf(out, "%s%c %s", gap, type_letter(type),
			    type_name(lang, type, brief));
		gap = brief ? " " : "  ";
	}
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
