#include "view/buddy_lists.h"

#include <string.h>

#include "mm/buddy.h"

void block_followed(struct panel *p, struct rect words, pfn_t pfn, uint64_t nr)
{
	const struct followed *to = &p->f->followed;

	if (!to->has_frame || to->pfn < pfn || to->pfn - pfn >= nr)
		return;
	canvas_over(p->c, words, OVER_FOLLOW);
	panel_sign(p, words.y, GUTTER_FOLLOWED);
}

/* What tells that there are more: a blank and the dots. */
enum { DOTS_W = 4 };

/*
 * One block of a list, behind the letter of its type if it is the first: never
 * one without the other. Return: false when there is no room for it and, if
 * more follows, for the dots.
 */
static bool draw_block(struct panel *p, const struct chart *t, int *x, int y,
		       const struct frame_block *b, bool first, bool last)
{
	int w, lead = first ? 2 + (*x > t->list) : 0;
	enum role role = type_role(b->type);
	char words[24];

	w = (int)strlen(pfn_words(t->z, b->pfn, words));
	if (*x + lead + w + (last ? 0 : DOTS_W) > panel_end(p)) {
		*x += canvas_text(p->c, *x, y, ROLE_DIM, "...") + 2;
		return false;
	}
	*x += lead;
	if (first)
		canvas_put(p->c, *x - 2, y, role, OVER_BOLD,
			   (uint32_t)type_letter(b->type));
	object_put(p, *x, y, role, words,
		   touched_view(p->f, VIEW_BUDDY) &&
		   p->f->touch.row == (int)b->order &&
		   touched_frames(p->f, b->pfn, 1),
		   OBJ_BLOCK, b->pfn, b->order);
	block_followed(p, (struct rect){ *x, y, w, 1 }, b->pfn,
		       UINT64_C(1) << b->order);
	*x += w + 1;
	return true;
}

/* The first list of this order from `type` on that has a block. */
static pfn_t next_list(struct panel *p, const struct chart *t, unsigned order,
		       int *type)
{
	pfn_t pfn = PFN_NONE;

	for (; *type < MIGRATE_TYPES; ++*type) {
		pfn = free_list_first(p->f->now, t->z, order,
				      (enum migratetype)*type);
		if (pfn != PFN_NONE)
			break;
	}
	return pfn;
}

void lists_draw(struct panel *p, const struct chart *t, int *x, int y,
		unsigned order)
{
	int type = 0;
	pfn_t pfn = next_list(p, t, order, &type);
	bool first = true;

	while (pfn != PFN_NONE) {
		struct frame_block b = { .pfn = pfn, .order = order,
					 .type = (enum migratetype)type };
		pfn_t next = free_list_next(p->f->now, pfn, order);
		bool ends = next == PFN_NONE;

		if (ends) {
			type++;
			next = next_list(p, t, order, &type);
		}
		if (!draw_block(p, t, x, y, &b, first, next == PFN_NONE))
			return;
		first = ends;
		pfn = next;
	}
	*x += *x > t->list;
}
