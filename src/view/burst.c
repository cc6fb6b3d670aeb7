#include "view/burst.h"

#include <inttypes.h>
#include <stdio.h>

#include "view/why.h"

enum {
	GAP = 3,		/* columns between two counts */
	MORE_KINDS = 10,	/* columns of "+ 99 kinds" */
};

/* What explains most first; of the rest, the rare before the many. */
static bool comes_first(const struct summary *b, int id, int other)
{
	unsigned w = why_weight((enum event_id)id);
	unsigned v = why_weight((enum event_id)other);

	return w > v || (w == v && b->count[id] < b->count[other]);
}

/* The kinds of a burst, in the order they are told in. Return: how many. */
static int sort_kinds(const struct summary *b, int kinds[NR_EVENTS])
{
	int nr = 0;

	for (int id = 0; id < NR_EVENTS; id++) {
		int at = nr;

		if (!b->count[id])
			continue;
		for (; at && comes_first(b, id, kinds[at - 1]); at--)
			kinds[at] = kinds[at - 1];
		kinds[at] = id;
		nr++;
	}
	return nr;
}

static void draw_left_out(struct panel *p, int x, int y, int nr)
{
	char words[40];

	snprintf(words, sizeof(words),
		 ui(p->f->lang, nr == 1 ? UI_more_kind : UI_more_kinds), nr);
	canvas_text(p->c, x, y, ROLE_DIM, words);
}

void burst_words(const struct facts *f, enum event_id id, struct text *out)
{
	const struct summary *b = f->between;

	text_printf(out, "%s x %" PRIu64, event_types[id].name, b->count[id]);
	if (b->pages[id] != b->count[id])
		text_printf(out, ui(f->lang, b->pages[id] == 1 ? UI_of_page :
								UI_of_pages),
			    b->pages[id]);
}

void burst_draw(struct panel *p, struct rect r)
{
	const struct summary *b = p->f->between;
	int kinds[NR_EVENTS], nr = sort_kinds(b, kinds), x = 0, i;
	struct text words = { 0 };

	for (i = 0; i < nr && r.h > 0; i++) {
		int more = i + 1 < nr ? GAP + MORE_KINDS : 0, w;

		text_reset(&words);
		burst_words(p->f, (enum event_id)kinds[i], &words);
		w = text_columns(text_str(&words), words.len);

		if (x && x + w > r.w && r.h > 1) {
			x = 0;
			r.y++;
			r.h--;
		}
		if (r.h == 1 && x + w + more > r.w)
			break;
		line_draw(p->c, r.x + x, r.y, r.w - x, ROLE_DIM,
			  text_str(&words));
		x += w + GAP;
	}
	text_free(&words);
	if (i < nr && r.h > 0)
		draw_left_out(p, r.x + x, r.y, nr - i);
}
