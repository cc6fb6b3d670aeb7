#include "view/space_legend.h"

#include <stdio.h>

#include "view/space_plan.h"

/* What is told of the strips and of the lens. */
struct told {
	const struct letters *letters;
	int		      cells;
};

static void say_letters(struct legend *l, const void *of)
{
	static const struct legend_word own[] = {
		{ GLYPH_HOLE, UI_no_area }, { NR_GLYPHS, UI_nothing },
	};

	legend_letters(l, of, own);
}

/* What is not drawn yet: a narrow panel has no row for filled cells. */
static void say_needed(struct legend *l, const void *of)
{
	const struct panel *p = l->p;

	say_letters(l, of);
	if (panel_width(p) >= SPACE_WIDE && touched_view(p->f, VIEW_SPACE))
		legend_words(l, UI_sign_filled);
}

int space_legend_rows(struct panel *p, const struct letters *letters)
{
	return legend_rows(p, LEGEND_MOST, say_needed, letters);
}

static void say_all(struct legend *l, const void *of)
{
	const struct told *told = of;
	struct legend all;
	char words[128];
	bool whole;

	say_letters(l, told->letters);
	legend_lit(l);
	snprintf(words, sizeof(words), ui(l->p->f->lang, UI_space_legend),
		 told->cells);
	all = *l;
	all.counts = true;
	legend_text(&all, words);
	whole = all.lost == l->lost;
	if (!whole && told->letters->mixed)
		legend_words(l, UI_note_mixed);
	legend_text(l, whole ? words :
			ui(l->p->f->lang, UI_space_legend_short));
	legend_signs(l);
}

void space_legend_draw(struct panel *p, const struct letters *letters,
		       int cells, int y, int end)
{
	struct told told = { letters, cells };
	struct legend l;

	y += legend_rows(p, end - y, say_all, &told) < end - y;
	l = legend_at(p, y, end);
	say_all(&l, &told);
}
