#include "view/motion.h"

#include "mm/pgtable.h"
#include "view/map.h"
#include "view/palette.h"
#include "view/scene.h"

enum { ARROW = 0x25b8, ARROW_ASCII = '>' };

/* From a view of the picture before to one of the picture after. */
enum thing { NONE, FRAME, FRAMES, PTE_FRAME, ENTRY };
static const struct way {
	enum thing   thing;
	enum view_id from, to;
	uint8_t	     arg;	/* number of the frame's field, from 1 */
	uint8_t	     to_arg;	/* of the frame at the end; 0 = the same */
} ways[NR_EVENTS] = {
	[EV_buddy_split] = { FRAME, VIEW_BUDDY, VIEW_BUDDY, 1, 0 },
	[EV_buddy_merge] = { FRAME, VIEW_BUDDY, VIEW_BUDDY, 3, 0 },
	[EV_buddy_insert] = { FRAME, VIEW_BUDDY, VIEW_BUDDY, 1, 0 },
	[EV_mm_page_alloc_zone_locked] = { FRAME, VIEW_BUDDY, VIEW_BUDDY, 1, 0 },
	[EV_mm_page_alloc] = { FRAME, VIEW_BUDDY, VIEW_FRAMES, 1, 0 },
	[EV_mm_page_free] = { FRAME, VIEW_FRAMES, VIEW_BUDDY, 1, 0 },
	[EV_set_pte] = { PTE_FRAME, VIEW_FRAMES, VIEW_SPACE, 2, 1 },
	[EV_copy_page] = { FRAMES, VIEW_FRAMES, VIEW_FRAMES, 1, 2 },
	[EV_mmu_walk] = { ENTRY, VIEW_WALK, VIEW_WALK, 1, 0 },
	[EV_mm_lru_insertion] = { FRAME, VIEW_FRAMES, VIEW_LRU, 1, 0 },
	[EV_mm_lru_activate] = { FRAME, VIEW_LRU, VIEW_LRU, 1, 0 },
	[EV_lru_deactivate] = { FRAME, VIEW_LRU, VIEW_LRU, 1, 0 },
	[EV_lru_rotate] = { FRAME, VIEW_LRU, VIEW_LRU, 1, 0 },
	[EV_folio_alloc_swap] = { FRAME, VIEW_FRAMES, VIEW_SWAP, 1, 0 },
	[EV_swap_readpage] = { FRAME, VIEW_SWAP, VIEW_FRAMES, 1, 0 },
	[EV_mm_filemap_add_to_page_cache] = { FRAME, VIEW_FRAMES, VIEW_CACHE, 1, 0 },
	[EV_mm_filemap_delete_from_page_cache] = { FRAME, VIEW_CACHE, VIEW_FRAMES, 1, 0 },
};

/* Things under a mark: frames, or bytes; 0 = it is none of this. */
static uint64_t span(const struct mark *m, enum object kind)
{
	if (kind == OBJ_PAGE)
		return m->kind == OBJ_PAGE ? PAGE_SIZE : 0;
	if (kind == OBJ_ENTRY)
		return m->kind == OBJ_ENTRY;
	if (m->kind == OBJ_BLOCK)
		return UINT64_C(1) << m->sub;
	return m->kind == OBJ_FRAME ? m->sub : 0;
}

/* The smallest thing of the view that holds it; NULL = the view shows none. */
static const struct mark *place_of(const struct canvas *c, enum view_id view,
				   enum object kind, uint64_t id)
{
	const struct mark *best = NULL;

	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *m = &c->marks[i];
		uint64_t nr = span(m, kind);

		if (m->panel == view + 1 && nr && id >= m->id &&
		    id - m->id < nr && (!best || nr < span(best, kind)))
			best = m;
	}
	return best;
}

static bool ends(struct glide *g, const struct mark *from,
		 const struct mark *to)
{
	if (!from || !to || (from->x == to->x && from->y == to->y))
		return false;
	g->from_x = from->x;
	g->from_y = from->y;
	g->to_x = to->x;
	g->to_y = to->y;
	return true;
}

/* An arrow from the entry that named the table to the one that was read. */
static bool entry_moves(const struct way *w, const struct event *e,
			const struct canvas *after, struct glide *g)
{
	g->glyph = (struct cell){
		.code = after->ascii ? ARROW_ASCII : ARROW,
		.role = ROLE_TITLE,
	};
	return ends(g, place_of(after, w->from, OBJ_ENTRY, e->arg[0] + 1),
		    place_of(after, w->to, OBJ_ENTRY, e->arg[0]));
}

bool motion_find(const struct machine *m, const struct event *e,
		 const struct canvas *before, const struct canvas *after,
		 struct glide *g)
{
	const struct way *w = &ways[e->id];
	struct letter l;
	uint64_t from, to;
	enum object kind = OBJ_FRAME;

	if (w->thing == NONE)
		return false;
	if (w->thing == ENTRY)
		return entry_moves(w, e, after, g);
	from = to = e->arg[w->arg - 1];
	if (w->to_arg)
		to = e->arg[w->to_arg - 1];
	if (w->thing == PTE_FRAME) {
		if (!pte_present(from))
			return false;
		from = pte_pfn(from);
		kind = OBJ_PAGE;
	}
	l = frame_letter(m, from);
	g->glyph = (struct cell){ .code = (uint32_t)l.c, .role = l.role,
				  .over = OVER_TOUCHED };
	return ends(g, place_of(before, w->from, OBJ_FRAME, from),
		    place_of(after, w->to, kind, to));
}
