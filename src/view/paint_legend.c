#include "view/paint_legend.h"

#include "view/legend.h"
#include "view/paint.h"

enum { NR_ASCII = 128 };

/* What is said, and of which letters. */
struct key {
	enum paint paint;
	bool	   many;	/* cells of several frames */
	bool	   has[NR_ASCII];
};

static void say_letter(struct legend *l, const struct key *k,
		       struct letter letter, const char *words)
{
	if (*words && k->has[(unsigned char)letter.c])
		legend_item(l, (enum role)letter.role, letter.over,
			    (uint32_t)letter.c, words);
}

static void say_types(struct legend *l, const struct key *k)
{
	static const enum ui words[MIGRATE_TYPES] = {
		[MIGRATE_UNMOVABLE] = UI_type_unmovable,
		[MIGRATE_MOVABLE] = UI_type_movable,
		[MIGRATE_RECLAIMABLE] = UI_type_reclaimable,
		[MIGRATE_HIGHATOMIC] = UI_type_highatomic,
		[MIGRATE_ISOLATE] = UI_type_isolate,
	};

	for (int i = 0; i < MIGRATE_TYPES; i++) {
		enum migratetype t = (enum migratetype)i;
		struct letter letter = { type_letter(t), (uint8_t)type_role(t),
					 0 };

		say_letter(l, k, letter, ui(l->p->f->lang, words[i]));
	}
	/* these have no type */
	say_letter(l, k, glyph_letter(GLYPH_RESERVED),
		   ui(l->p->f->lang, UI_G_RESERVED));
	say_letter(l, k, glyph_letter(GLYPH_HOLE),
		   ui(l->p->f->lang, UI_G_HOLE));
}

static void say_part(struct legend *l, const struct key *k, unsigned part)
{
	char name[TASK_WORDS_BYTES];

	say_letter(l, k, part_letter((enum part)part),
		   part_words(l->p->f->now, l->p->f->lang, k->paint, part,
			      name));
}

/* Whose pages they are, or how old; then what is no page of anybody. */
static void say_parts(struct legend *l, const struct key *k)
{
	static const enum part others[] = {
		PART_ACTIVE, PART_INACTIVE, PART_UNEVICTABLE, PART_SEVERAL,
		PART_CACHE, PART_SWAPCACHE, PART_KERNEL, PART_INHAND,
		PART_FREE, PART_RESERVED, PART_HOLE,
	};

	for (unsigned i = PART_TASK + 1; i < NR_PARTS; i++)
		if (k->paint == PAINT_OWNER)
			say_part(l, k, i);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		say_part(l, k, others[i]);
}

static void say_use(struct legend *l, const struct key *k)
{
	static const struct {
		char	sign;
		enum ui words;
	} signs[] = {
		{ '\'', UI_use_referenced },
		{ '"', UI_use_young },
		{ ';', UI_use_both },
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		say_letter(l, k, (struct letter){ signs[i].sign, ROLE_TITLE, 0 },
			   ui(l->p->f->lang, signs[i].words));
}

static void say_key(struct legend *l, const void *of)
{
	const struct key *k = of;

	if (k->paint == PAINT_TYPE)
		say_types(l, k);
	else
		say_parts(l, k);
	if (k->paint == PAINT_AGE)
		say_use(l, k);
	if (k->many && k->paint != PAINT_TYPE)
		legend_words(l, UI_note_mixed);
	legend_words(l, UI_note_new);
	legend_signs(l);
}

/* Letters of tasks that live, and all others. */
static void key_of_all(const struct panel *p, struct key *k)
{
	for (int i = 0; i < NR_ASCII; i++)
		k->has[i] = k->paint != PAINT_OWNER || i < '0' || i > 'Z';
	for (handle_t t = p->f->now->s->tasks; t;
	     t = task_at(p->f->now, t)->next)
		k->has[(unsigned char)tag_letter(task_at(p->f->now, t)->tag)] =
			true;
}

int paint_legend_rows(const struct panel *p, enum paint paint)
{
	struct panel at = *p;
	struct key k = { .paint = paint, .many = true };

	key_of_all(p, &k);
	return legend_rows(&at, p->r.h, say_key, &k);
}

static void key_of_row(const struct panel *p, const struct grid *g, int y,
		       struct key *k)
{
	int x = panel_left(p) + g->label + 1;

	for (int i = 0; i < g->wide; i++) {
		uint32_t code = canvas_cell(p->c, x + i, y)->code;

		if (code < NR_ASCII)
			k->has[code] = true;
	}
}

void paint_legend_draw(struct panel *p, const struct grid *g, int y)
{
	struct key k = { .paint = g->paint, .many = g->shift };

	for (int i = 0; i < g->rows; i++)
		key_of_row(p, g, p->r.y + i, &k);
	if (g->lens)
		key_of_row(p, g, p->r.y + g->rows + 1, &k);
	legend_bottom(p, y, p->r.y + p->r.h, say_key, &k);
}
