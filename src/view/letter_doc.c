#include "view/letter_doc.h"

#include "view/scene.h"

static const struct {
	uint32_t     views;	/* bits, 1 << enum view_id */
	struct words says;
} docs[NR_GLYPHS] = {
#define ON(view) (1u << VIEW_##view)
#define LETTER(id, views, en, zh) [GLYPH_##id] = { views, { { en, zh } } },
#include "view/letter_doc.def"
#undef LETTER
#undef ON
};

void letter_doc(enum glyph g, enum lang lang, struct text *out)
{
	static const struct words capital = {
		{ " A capital: it is on an active list.",
		  "大写：在活跃链表上。" }
	}, seen = { { " Seen in", "见于" } }, comma = { { ",", "、" } },
	stop = { { ".", "。" } };
	bool first = true;

	text_puts(out, words_in(&docs[g].says, lang));
	if (glyph_active(g).c != glyph_letter(g).c)
		text_puts(out, words_in(&capital, lang));
	text_puts(out, words_in(&seen, lang));
	for (int view = 0; view < NR_VIEWS; view++) {
		if (!(docs[g].views & 1u << view))
			continue;
		text_printf(out, "%s%s%s", first ? "" : words_in(&comma, lang),
			    lang == LANG_EN ? " " : "",
			    view_title((enum view_id)view, lang));
		first = false;
	}
	text_puts(out, words_in(&stop, lang));
}
