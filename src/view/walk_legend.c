#include "view/walk_legend.h"

#include "mm/swap_entry.h"
#include "view/legend.h"
#include "view/walk_end.h"

/* What stands in the entries of the picture, or stood in the last. */
struct seen {
	pte_t bits;
	bool  swapped;		/* "o 0:8": one of them is a swap entry */
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

/* The verdict says these in words: where rows are few they can wait. */
#define PTE_TOLD (PTE_PRESENT | PTE_RW | PTE_USER | PTE_NX)

static void say_bits(struct legend *l, pte_t bits, bool among)
{
	char letters[sizeof(PTE_LETTERS)];

	pte_letters(bits, letters);
	legend_text_of(l, ui(l->p->f->lang, UI_entry_bits), letters, among);
}

static void say_legend(struct legend *l, const void *of)
{
	const struct seen *seen = of;

	if (seen->swapped)
		legend_words(l, UI_entry_swapped);
	if (seen->few_rows) {
		say_bits(l, seen->bits & ~PTE_TOLD, true);
		say_bits(l, seen->bits & PTE_TOLD, true);
	} else {
		say_bits(l, seen->bits, true);
	}
	say_bits(l, seen->bits, false);
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
