#include "view/lru_legend.h"

#include "view/legend.h"
#include "view/lru_change.h"

/* What stands on the panel and may have to be told. */
struct seen {
	struct letters letters;
	bool referenced, young, both;
	bool came_and_went;
	bool other;		/* a part of a change */
};

/* Each page has its mark: its letter stands there, its sign behind it. */
static void look_at(struct seen *s, const struct panel *p)
{
	const struct canvas *c = p->c;

	letters_look_at_marks(&s->letters, p);
	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *m = &c->marks[i];
		struct rect sign = { m->x + 1, m->y, 1, 1 };

		if (m->kind != OBJ_FRAME || !rect_has(p->r, m->x, m->y))
			continue;
		s->both |= legend_has(c, sign, ';');
		s->referenced |= legend_has(c, sign, '\'');
		s->young |= legend_has(c, sign, '"');
	}
}

/*
 * Those whose lists are called so, which can be guessed, as what is active can;
 * or the others.
 */
static void say_letters(struct legend *l, const struct letters *of, bool lists)
{
	struct letters letters = *of;

	for (int g = 0; g < NR_GLYPHS; g++)
		if ((g == GLYPH_ANON || g == GLYPH_FILE) != lists)
			letters_drop(&letters, (enum glyph)g);
	letters.active = of->active && lists;
	legend_letters(l, &letters, NULL);
}

static void say_legend(struct legend *l, const void *of)
{
	const struct seen *s = of;

	say_letters(l, &s->letters, false);
	legend_lit(l);
	if (s->referenced || s->both)
		legend_words(l, UI_lru_sign_referenced);
	if (s->young || s->both)
		legend_words(l, UI_lru_sign_young);
	if (s->both)
		legend_words(l, UI_lru_sign_both);
	say_letters(l, &s->letters, true);
	if (s->came_and_went)
		legend_words(l, UI_lru_came_and_went);
	if (s->other)
		legend_words(l, UI_lru_other);
	legend_signs(l);
}

static struct seen look(const struct panel *p, bool verdicts, bool both_ways,
			bool parts)
{
	struct seen s = { .referenced = verdicts, .young = verdicts };
	struct lru_change c;
	uint64_t came, freed;

	look_at(&s, p);
	for (unsigned i = 0; i < NR_LRU_LISTS; i++) {
		enum lru_list lru = (enum lru_list)i;

		s.came_and_went |= both_ways &&
				   lru_came_and_went(p->f, lru, &came, &freed);
		s.other |= parts && lru_change(p->f, lru, &c) && c.other;
	}
	return s;
}

int lru_legend_rows(struct panel *p, int rows, bool both_ways, bool parts)
{
	struct seen s = look(p, true, both_ways, parts);

	return legend_rows(p, rows, say_legend, &s);
}

void lru_legend_draw(struct panel *p, int y, bool verdicts, bool both_ways,
		     bool parts)
{
	struct seen s = look(p, verdicts, both_ways, parts);

	legend_bottom(p, y, p->r.y + p->r.h, say_legend, &s);
}
