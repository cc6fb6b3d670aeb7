#include "view/lru_legend.h"

#include "view/legend.h"
#include "view/lru_change.h"

/* What stands on the panel and may have to be told. */
struct seen {
	glyph_set_t letters;
	bool active;		/* a capital */
	bool referenced, young, both;
	bool came_and_went;
	bool other;		/* a part of a change */
};

/* Each page has its mark: its letter stands there, its sign behind it. */
static void look_at(struct seen *s, const struct panel *p)
{
	const struct canvas *c = p->c;

	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *m = &c->marks[i];
		struct rect letter = { m->x, m->y, 1, 1 };
		struct rect sign = { m->x + 1, m->y, 1, 1 };

		if (m->kind != OBJ_FRAME || !rect_has(p->r, m->x, m->y))
			continue;
		s->letters |= legend_find(c, letter) & ~(1u << GLYPH_FOLLOW);
		s->active |= legend_active(c, letter);
		s->both |= legend_has(c, sign, ';');
		s->referenced |= legend_has(c, sign, '\'');
		s->young |= legend_has(c, sign, '"');
	}
}

/* Signs first: a letter can be guessed. */
static void say_legend(struct legend *l, const void *of)
{
	const struct seen *s = of;

	if (s->referenced || s->both)
		legend_words(l, UI_lru_sign_referenced);
	if (s->young || s->both)
		legend_words(l, UI_lru_sign_young);
	if (s->both)
		legend_words(l, UI_lru_sign_both);
	if (s->active)
		legend_words(l, UI_lru_sign_active);
	legend_letters(l, s->letters, UI_G_HOLE);
	if (s->came_and_went)
		legend_words(l, UI_lru_came_and_went);
	if (s->other)
		legend_words(l, UI_lru_other);
	legend_signs(l);
}

void lru_legend_draw(struct panel *p, int y, bool verdicts, bool both_ways,
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
	legend_bottom(p, y, p->r.y + p->r.h, say_legend, &s);
}
