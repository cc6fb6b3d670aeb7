#include "view/raw.h"

#include "mm/label.h"
#include "mm/zone.h"
#include "view/palette.h"

/* On the way through the labels of blocks, from the newest of each name down. */
struct labels {
	uint32_t	    slot;
	const struct label *at;
};

static const struct label *next_block(const struct machine *m, struct labels *l)
{
	do {
		if (l->at)
			l->at = l->at->below ? label_at(m, l->at->below) : NULL;
		while (!l->at && l->slot < m->s->nr_slots)
			l->at = label_top(m, ++l->slot);
	} while (l->at && l->at->kind != LABEL_BLOCK);
	return l->at;
}

/* By the name that the scenario gave it: a block that nobody could move. */
static bool is_named(const struct machine *m, pfn_t pfn)
{
	const struct label *at;
	struct labels l = { 0 };

	while ((at = next_block(m, &l)))
		if (pfn - at->value < UINT64_C(1) << at->extent)
			return true;
	return false;
}

bool is_raw(const struct machine *m, pfn_t pfn, bool *movable)
{
	const struct frame *head;
	struct frame_block b;

	if (zone_kind(m, pfn) != KIND_KERNEL || !frame_block(m, pfn, &b))
		return false;
	head = frame_at(m, b.pfn);
	*movable = head && head->flags & PG_MOVABLE_OWNER;
	return *movable || is_named(m, pfn);
}

enum ui kernel_word(const struct machine *m)
{
	return m->s->nr_block_labels ? UI_kernel_raw :
				       glyphs[GLYPH_KERNEL].word;
}
