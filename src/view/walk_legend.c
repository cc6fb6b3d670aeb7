#include "view/walk_legend.h"

#include <stdio.h>
#include <string.h>

#include "mm/swap_entry.h"
#include "view/legend.h"
#include "view/walk_end.h"

/* What stands in the entries of the picture, or stood in the last. */
struct seen {
	pte_t bits;
	bool  swapped;		/* "o 0:8": one of them is no entry of a frame */
	bool  few_rows;		/* not all letters have room */
};

static void look_at(struct seen *seen, pte_t e)
{
	if (pte_is_swap(e))
		seen->swapped = true;
	else
		seen->bits |= e;
}

static struct seen look(const struct walk_steps *s)
{
	struct seen seen = { 0 };
	pte_t was;

	for (unsigned i = 0; i < s->shown && i < s->now.nr; i++)
		look_at(&seen, s->now.step[i].entry);
	if (walk_last_was(s, &was))
		look_at(&seen, was);
	return seen;
}

/* What comes first: letters that no entry has come last. */
enum turn { FIRST, THEN, LAST };

/* Where rows are few what the verdict says in words can wait. */
static enum turn turn_of(const struct seen *seen, char letter)
{
	char set[sizeof(PTE_LETTERS)], told[sizeof(PTE_LETTERS)];

	pte_letters(seen->bits, set);
	pte_letters(PTE_PRESENT | PTE_RW | PTE_USER | PTE_NX, told);
	if (!strchr(set, letter))
		return LAST;
	return seen->few_rows && strchr(told, letter) ? THEN : FIRST;
}

/* Those items of the table whose turn it is. */
static void say_bits(struct legend *l, const struct seen *seen, enum turn turn)
{
	const char *s = ui(l->p->f->lang, UI_entry_bits);

	while (*s) {
		const char *gap = strstr(s, "  ");
		size_t len = gap ? (size_t)(gap - s) : strlen(s);
		char item[64];

		snprintf(item, sizeof(item), "%.*s", (int)len, s);
		if (turn_of(seen, *s) == turn)
			legend_text(l, item);
		s += len;
		s += strspn(s, " ");
	}
}

static void say_legend(struct legend *l, const void *of)
{
	const struct seen *seen = of;

	if (seen->swapped)
		legend_words(l, UI_entry_swapped);
	for (enum turn turn = FIRST; turn <= LAST; turn++)
		say_bits(l, seen, turn);
	legend_signs(l);
}

void walk_legend_draw(struct panel *p, const struct walk_steps *s, int y,
		      int end, bool bits)
{
	struct seen seen = look(s);
	int rows = legend_rows(p, end - y, say_legend, &seen);
	struct legend l = legend_at(p, y, end);

	l.counts = true;
	say_legend(&l, &seen);
	seen.few_rows = l.lost;
	if (rows < end - y)
		walk_cr3_draw(p, y++);
	if (bits && rows < end - y)
		walk_bits_draw(p, y++);
	l = legend_at(p, y + (end - y > rows), end);
	say_legend(&l, &seen);
}
