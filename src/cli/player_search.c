/*
 * / n N: first among the things of this picture, from the cursor on; then in
 * what the steps say.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/player.h"
#include "mm/task.h"
#include "mm/vma.h"
#include "view/search.h"
#include "view/words.h"

/* Is the pattern a number that the thing has? */
static bool number_fits(const struct player *p, const struct mark *m,
			uint64_t nr)
{
	const struct machine *now = p->scene.now;
	handle_t mm, h;

	switch (m->kind) {
	case OBJ_FRAME:
		return nr >= m->id && nr < m->id + (m->sub ? m->sub : 1);
	case OBJ_BLOCK:
		return nr >= m->id && nr < m->id + (UINT64_C(1) << m->sub);
	case OBJ_PAGE:
		return (nr & ~(uint64_t)(PAGE_SIZE - 1)) == m->id;
	case OBJ_VMA:
		mm = task_at(now, (handle_t)m->sub)->mm;
		h = mm ? vma_lookup(now, mm, m->id) : 0;
		return h && nr >= vma_at(now, h)->start &&
		       nr < vma_at(now, h)->end;
	default:
		return false;
	}
}

static bool thing_fits(const struct player *p, const struct mark *m)
{
	const char *wanted = p->scene.settings.search;
	struct text text = { 0 };
	char *end;
	uint64_t nr = strtoull(wanted, &end, 0);
	bool fits;

	if (!*end && number_fits(p, m, nr))
		return true;
	search_text(&p->canvas, (struct rect){ m->x, m->y, m->w, m->h },
		    &text);
	fits = search_in(text_str(&text), wanted);
	text_free(&text);
	return fits;
}

/* Reading order: is a before b? */
static bool before(int ax, int ay, int bx, int by)
{
	return ay < by || (ay == by && ax < bx);
}

static bool is_thing(const struct mark *m)
{
	return mark_is_thing(m) && m->panel;
}

/* Of two that begin in the same cell only the first is stopped at. */
static bool is_doubled(const struct player *p, const struct mark *m)
{
	for (const struct mark *k = p->canvas.marks; k < m; k++)
		if (is_thing(k) && k->x == m->x && k->y == m->y &&
		    thing_fits(p, k))
			return true;
	return false;
}

/* How many things of this picture fit; *before_it: those before this one. */
static unsigned count_things(const struct player *p, const struct mark *it,
			     unsigned *before_it)
{
	unsigned nr = 0;

	*before_it = 0;
	for (size_t i = 0; i < p->canvas.nr_marks; i++) {
		const struct mark *m = &p->canvas.marks[i];

		if (!is_thing(m) || !thing_fits(p, m) || is_doubled(p, m))
			continue;
		nr++;
		*before_it += it && before(m->x, m->y, it->x, it->y);
	}
	return nr;
}

/* The nearest thing beyond the cursor. */
static const struct mark *thing_beyond(const struct player *p, int direction)
{
	const struct settings *set = &p->scene.settings;
	int x = set->cursor_x, y = set->cursor_y;
	const struct mark *best = NULL;

	if (y < 0)
		y = direction > 0 ? -1 : p->canvas.h;
	for (size_t i = 0; i < p->canvas.nr_marks; i++) {
		const struct mark *m = &p->canvas.marks[i];

		if (!is_thing(m) ||
		    !(direction > 0 ? before(x, y, m->x, m->y) :
				      before(m->x, m->y, x, y)))
			continue;
		if (best && !(direction > 0 ?
				      before(m->x, m->y, best->x, best->y) :
				      before(best->x, best->y, m->x, m->y)))
			continue;
		if (thing_fits(p, m))
			best = m;
	}
	return best;
}

bool player_step_says(const struct player *p, uint32_t step, const char *wanted)
{
	enum lang lang = p->scene.settings.lang;
	const struct step_detail *d = timeline_detail(p->session.timeline, step);

	if (search_in(words_in(&d->title, lang), wanted) ||
	    search_in(words_in(&d->say, lang), wanted) ||
	    (d->label && search_in(d->label, wanted)))
		return true;
	for (uint32_t i = 0; i < d->nr_asks; i++)
		if (search_in(words_in(&d->asks[i].text, lang), wanted))
			return true;
	return false;
}

static bool go_to_step(struct player *p, int direction)
{
	uint32_t last = timeline_nr_steps(p->session.timeline);
	uint32_t step = p->scene.pos.step;

	while (direction > 0 ? step < last : step > 1) {
		step = direction > 0 ? step + 1 : step - 1;
		if (!player_step_says(p, step, p->scene.settings.search))
			continue;
		player_unfocus(p);
		player_step(p, step);
		return true;
	}
	return false;
}

static bool is_anywhere(const struct player *p)
{
	const char *wanted = p->scene.settings.search;
	unsigned ignored;

	for (uint32_t i = 1; i <= timeline_nr_steps(p->session.timeline); i++)
		if (player_step_says(p, i, wanted))
			return true;
	return count_things(p, NULL, &ignored);
}

static void say_thing(struct player *p, const struct mark *m)
{
	unsigned at, nr = count_things(p, m, &at);

	player_say(p, player_word(p, "%s: %u of %u in this picture",
				  "%s：本画面 %u/%u"),
		   p->scene.settings.search, at + 1, nr);
}

/* Unless something else was said on the way there. */
static void say_step(struct player *p)
{
	if (!p->scene.settings.message)
		player_say(p, player_word(p, "%s: in step %u",
					  "%s：见第 %u 步"),
			   p->scene.settings.search, p->scene.pos.step);
}

static void say_none(struct player *p, int direction)
{
	const enum lang lang = p->scene.settings.lang;
	const char *none = ui(lang, direction > 0 ? UI_find_no_more :
						    UI_find_none_before);

	if (!is_anywhere(p))
		none = player_word(p, "%s: not found, neither in this picture nor in what the steps say",
				   "%s：没有找到，本画面与各步讲解里都没有");
	player_say(p, none, p->scene.settings.search);
}

void player_match(struct player *p, int direction)
{
	const struct mark *m;

	if (!p->scene.settings.search) {
		player_say(p, "%s", ui(p->scene.settings.lang, UI_find_not_yet));
		return;
	}
	m = thing_beyond(p, direction);
	if (m) {
		say_thing(p, m);
		player_point(p, m);
	} else if (go_to_step(p, direction)) {
		say_step(p);
	} else {
		say_none(p, direction);
	}
}

void player_search_open(struct player *p)
{
	find_open(&p->find);
}

void player_search_key(struct player *p, const char *name)
{
	bool enter = !strcmp(name, "Enter");

	find_typed(&p->find, name);
	if (!enter)
		return;
	p->scene.settings.search = p->find.wanted[0] ? p->find.wanted : NULL;
	player_match(p, 1);
}
