#include "view/letters.h"

/* A digit is no letter of its own, a capital is that of its small one. */
static enum glyph glyph_of(uint32_t code)
{
	for (int g = 0; g < NR_GLYPHS; g++)
		if (g != GLYPH_ORDER &&
		    (code == (uint32_t)glyphs[g].letter ||
		     code == (uint32_t)glyph_active((enum glyph)g).c))
			return (enum glyph)g;
	return NR_GLYPHS;
}

void letters_add(struct letters *s, enum glyph g)
{
	s->nr[g]++;
	s->news |= 1u << g;
}

void letters_drop(struct letters *s, enum glyph g)
{
	s->nr[g] = 0;
}

static void add(struct letters *s, uint32_t code, uint8_t over)
{
	enum { NEWS = OVER_CHANGED | OVER_TOUCHED };
	enum glyph g = glyph_of(code);

	if (g == NR_GLYPHS || g == GLYPH_FOLLOW)
		return;
	s->nr[g]++;
	s->active |= code != (uint32_t)glyphs[g].letter;
	if (over & NEWS)
		s->news |= 1u << g;
	s->mixed |= over & OVER_DIM && !(glyph_letter(g).over & OVER_DIM);
}

void letters_add_letter(struct letters *s, struct letter l)
{
	add(s, (uint32_t)l.c, l.over);
}

static void look_at(struct letters *s, const struct cell *cell)
{
	add(s, cell->code, cell->over);
}

void letters_look(struct letters *s, const struct canvas *c, struct rect r)
{
	for (int y = r.y; y < r.y + r.h && y < c->h; y++)
		for (int x = r.x; x < r.x + r.w && x < c->w; x++)
			look_at(s, canvas_cell(c, x, y));
}

void letters_look_at_marks(struct letters *s, const struct panel *p)
{
	const struct canvas *c = p->c;

	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *m = &c->marks[i];
		bool one = m->w == 1 && m->h == 1 &&
			   (m->kind == OBJ_FRAME || m->kind == OBJ_PAGE ||
			    m->kind == OBJ_FILE);

		if (one && rect_has(p->r, m->x, m->y))
			look_at(s, canvas_cell(c, m->x, m->y));
	}
}
