#include "view/motion.h"

#include "mm/pgtable.h"
#include "mm/task.h"
#include "view/map.h"
#include "view/motion_place.h"
#include "view/palette.h"
#include "view/scene.h"
#include "view/verdicts.h"

enum { ARROW = 0x25b8, ARROW_ASCII = '>', HERE = '>' };

/* From a view of the picture before to one of the picture after. */
enum thing { NONE, FRAME, FRAMES, PTE_FRAME, ENTRY, AREA, HAND, VERDICT,
	     TO_DISK, FROM_DISK, TO_SLOT, FROM_SLOT };
static const struct moved {
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
	[EV_vma_create] = { AREA, VIEW_SPACE, VIEW_SPACE, 1, 0 },
	[EV_vma_merge] = { AREA, VIEW_SPACE, VIEW_SPACE, 1, 0 },
	[EV_vma_adjust] = { AREA, VIEW_SPACE, VIEW_SPACE, 1, 0 },
	[EV_vma_remove] = { AREA, VIEW_SPACE, VIEW_SPACE, 1, 0 },
	[EV_stack_grow] = { AREA, VIEW_SPACE, VIEW_SPACE, 1, 0 },
	[EV_oom_badness] = { HAND, VIEW_OOM, VIEW_OOM, 0, 0 },
	[EV_oom_kill] = { HAND, VIEW_OOM, VIEW_OOM, 0, 0 },
	[EV_mark_victim] = { HAND, VIEW_OOM, VIEW_OOM, 0, 0 },
	[EV_finish_task_reaping] = { HAND, VIEW_OOM, VIEW_OOM, 0, 0 },
	[EV_copy_page] = { FRAMES, VIEW_FRAMES, VIEW_FRAMES, 1, 2 },
	[EV_mmu_walk] = { ENTRY, VIEW_WALK, VIEW_WALK, 1, 0 },
	[EV_mm_lru_insertion] = { FRAME, VIEW_FRAMES, VIEW_LRU, 1, 0 },
	[EV_mm_lru_activate] = { FRAME, VIEW_LRU, VIEW_LRU, 1, 0 },
	[EV_lru_deactivate] = { FRAME, VIEW_LRU, VIEW_LRU, 1, 0 },
	[EV_lru_rotate] = { FRAME, VIEW_LRU, VIEW_LRU, 1, 0 },
	[EV_shrink_folio] = { VERDICT, VIEW_LRU, VIEW_LRU, 1, 0 },
	[EV_block_rq_issue] = { TO_DISK, VIEW_CACHE, VIEW_CACHE, 0, 0 },
	[EV_block_rq_complete] = { FROM_DISK, VIEW_CACHE, VIEW_CACHE, 0, 0 },
	[EV_folio_alloc_swap] = { TO_SLOT, VIEW_LRU, VIEW_SWAP, 1, 0 },
	[EV_mm_vmscan_write_folio] = { TO_SLOT, VIEW_LRU, VIEW_SWAP, 1, 0 },
	[EV_swap_readpage] = { FROM_SLOT, VIEW_SWAP, VIEW_LRU, 1, 0 },
	[EV_mm_filemap_add_to_page_cache] = { FRAME, VIEW_FRAMES, VIEW_CACHE, 1, 0 },
	[EV_mm_filemap_delete_from_page_cache] = { FRAME, VIEW_CACHE, VIEW_FRAMES, 1, 0 },
};

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
static bool entry_moves(const struct moved *w, const struct event *e,
			const struct canvas *after, struct glide *g)
{
	g->glyph = (struct cell){
		.code = after->ascii ? ARROW_ASCII : ARROW,
		.role = ROLE_TITLE,
	};
	return ends(g, place_of(after, w->from, OBJ_ENTRY, e->arg[0] + 1),
		    place_of(after, w->to, OBJ_ENTRY, e->arg[0]));
}

/*
 * Where mremap takes the entry from: what is left of the old range is as far
 * from the old address as what is left of the new one is from the new.
 */
static bool moved_from(const struct machine *m, vaddr_t to, vaddr_t *from)
{
	const struct work *w = &m->s->work;

	*from = w->at + (to - w->to);
	return w->phase == WORK_MOVE && *from >= w->start && *from < w->end;
}

/* An entry, or a table of them, from its old address to the new one. */
static bool page_moves(const struct machine *m, const struct moved *w,
		       const struct event *e, const struct canvas *before,
		       const struct canvas *after, struct glide *g)
{
	const struct mark *here = place_of(after, w->to, OBJ_PAGE, e->arg[0]);
	vaddr_t from;

	if (!e->arg[1] || !here || !moved_from(m, e->arg[0], &from))
		return false;
	g->glyph = *canvas_cell(after, here->x, here->y);
	g->glyph.over |= OVER_TOUCHED;
	return ends(g, place_of(before, w->to, OBJ_PAGE, from), here);
}

/* The strip of an area: its first and last cell. */
struct strip {
	vaddr_t		   start;
	const struct mark *first, *last;
};

/*
 * The lowest area that begins in [start, end), of the event's task; where the
 * machine does not know that yet, the picture shows no other.
 */
static const struct mark *area_of(const struct machine *m,
				  const struct event *e, const struct canvas *c,
				  enum view_id view)
{
	const struct mark *best = NULL;
	handle_t task = task_by_pid(m, e->pid);

	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *k = &c->marks[i];

		if (k->panel == view + 1 && k->kind == OBJ_VMA &&
		    k->id >= e->arg[0] && k->id < e->arg[1] &&
		    (!task || task == k->sub) &&
		    (!best || k->id < best->id))
			best = k;
	}
	return best;
}

static bool strip_find(const struct machine *m, const struct event *e,
		       const struct canvas *c, enum view_id view,
		       struct strip *s)
{
	const struct mark *area = area_of(m, e, c, view);

	*s = (struct strip){ .start = area ? area->id : 0 };
	for (size_t i = 0; area && i < c->nr_marks; i++) {
		const struct mark *k = &c->marks[i];

		if (k->panel != area->panel || k->kind != OBJ_PAGE ||
		    k->y != area->y)
			continue;
		if (!s->first || k->x < s->first->x)
			s->first = k;
		if (!s->last || k->x > s->last->x)
			s->last = k;
	}
	return s->last;
}

/* The strip's first cell at that address or above it; its last if none is. */
static const struct mark *cell_from(const struct canvas *c,
				    const struct strip *s, vaddr_t address)
{
	const struct mark *best = s->last;

	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *k = &c->marks[i];

		if (k->panel == best->panel && k->kind == OBJ_PAGE &&
		    k->y == best->y && k->id >= address && k->x < best->x)
			best = k;
	}
	return best;
}

/*
 * A strip grows or shrinks from the end that moves; it begins in the same
 * column, so what comes before its start comes out of where that is now.
 */
static bool area_moves(const struct machine *m, const struct moved *w,
		       const struct event *e, const struct canvas *before,
		       const struct canvas *after, struct glide *g)
{
	struct strip was, now;
	bool had = strip_find(m, e, before, w->from, &was);
	bool has = strip_find(m, e, after, w->to, &now);
	const struct mark *from, *to;

	if (!had && !has)
		return false;
	if (!has) {			/* it goes */
		from = was.last;
		to = was.first;
	} else if (!had) {		/* it comes */
		from = now.first;
		to = now.last;
	} else if (was.start > now.start) {
		from = cell_from(after, &now, was.start);
		to = now.first;
	} else {
		from = was.last;
		to = now.last;
	}
	g->glyph = has ? *canvas_cell(after, to->x, to->y) :
			 *canvas_cell(before, from->x, from->y);
	g->glyph.over = OVER_TOUCHED;
	return ends(g, from, to);
}

/* Where `>` stands in the gutter of a panel, if in front of a task. */
static bool hand_find(const struct canvas *c, enum view_id view,
		      struct mark *hand)
{
	for (size_t i = 0; i < c->nr_marks; i++) {
		*hand = c->marks[i];
		if (hand->panel != view + 1 || hand->kind != OBJ_TASK)
			continue;
		while (hand->x > 0 &&
		       canvas_cell(c, hand->x, hand->y)->role != ROLE_BORDER &&
		       canvas_cell(c, hand->x, hand->y)->code != HERE)
			hand->x--;
		if (canvas_cell(c, hand->x, hand->y)->code == HERE)
			return true;
	}
	return false;
}

/* The hand goes from one candidate to the next. */
static bool hand_moves(const struct moved *w, const struct canvas *before,
		       const struct canvas *after, struct glide *g)
{
	struct mark from, to;

	if (!hand_find(before, w->from, &from) ||
	    !hand_find(after, w->to, &to))
		return false;
	g->glyph = *canvas_cell(after, to.x, to.y);
	return ends(g, &from, &to);
}

/* The list that a judged page goes to. */
static enum lru_list list_of(enum folio_fate fate, uint64_t from)
{
	bool file = from == LRU_INACTIVE_FILE || from == LRU_ACTIVE_FILE;

	if (fate == FATE_UNEVICTABLE)
		return LRU_UNEVICTABLE;
	if (verdict_way(fate) == WAY_ACTIVE)
		return file ? LRU_ACTIVE_FILE : LRU_ACTIVE_ANON;
	return file ? LRU_INACTIVE_FILE : LRU_INACTIVE_ANON;
}

/* From where it was looked at: out of the panel, or to a list's head. */
static bool judged_moves(const struct moved *w, const struct event *e,
			 const struct canvas *before,
			 const struct canvas *after, struct glide *g)
{
	const struct mark *from = place_of(before, w->from, OBJ_FRAME,
					   e->arg[w->arg - 1]);
	const struct mark *panel = panel_of(after, w->to);
	enum folio_fate fate = (enum folio_fate)e->arg[1];
	struct mark to;

	if (!from || !panel || fate >= NR_FOLIO_FATES)
		return false;
	if (verdict_way(fate) == WAY_FREED) {
		to = *from;
		to.x = (int16_t)(panel->x + panel->w - 1);
	} else if (!head_of(after, list_of(fate, e->arg[2]), &to)) {
		return false;
	}
	g->glyph = *canvas_cell(before, from->x, from->y);
	g->glyph.over |= OVER_TOUCHED;
	return ends(g, from, &to);
}

/*
 * A request's first page: to the sign of the disk as it is sent, back when it
 * is done, with its new letter.
 */
static bool request_moves(const struct moved *w, const struct event *e,
			  const struct canvas *before,
			  const struct canvas *after, struct glide *g)
{
	bool sent = w->thing == TO_DISK;
	const struct mark *sign = sign_of(sent ? after : before,
					  request_place(e->arg[0], e->arg[2]),
					  VIEW_NONE);
	const struct mark *shown = sign ? page_of(after, sign->sub) : NULL;
	const struct mark *was = sign ? page_of(before, sign->sub) : NULL;

	if (!shown)
		return false;
	g->glyph = *canvas_cell(after, shown->x, shown->y);
	g->glyph.over |= OVER_TOUCHED;
	return sent ? ends(g, was, sign) : ends(g, sign, shown);
}

/* Where the slot's cell is the event's picture alone says. */
static bool slot_moves(const struct moved *w, const struct event *e,
		       const struct canvas *before,
		       const struct canvas *after, struct glide *g)
{
	bool out = w->thing == TO_SLOT;
	const struct canvas *c = out ? before : after;
	const struct mark *slot = sign_of(after, e->arg[1], VIEW_SWAP);
	const struct mark *page = page_of(c, e->arg[0]);

	if (!slot || !page)
		return false;
	g->glyph = *canvas_cell(c, page->x, page->y);
	g->glyph.over |= OVER_TOUCHED;
	return out ? ends(g, page, slot) : ends(g, slot, page);
}

bool motion_find(const struct machine *m, const struct event *e,
		 const struct canvas *before, const struct canvas *after,
		 struct glide *g)
{
	const struct moved *w = &ways[e->id];
	struct letter l;
	uint64_t from, to;
	enum object kind = OBJ_FRAME;

	if (w->thing == NONE)
		return false;
	if (w->thing == ENTRY)
		return entry_moves(w, e, after, g);
	if (w->thing == AREA)
		return area_moves(m, w, e, before, after, g);
	if (w->thing == HAND)
		return hand_moves(w, before, after, g);
	if (w->thing == VERDICT)
		return judged_moves(w, e, before, after, g);
	if (w->thing == TO_DISK || w->thing == FROM_DISK)
		return request_moves(w, e, before, after, g);
	if (w->thing == TO_SLOT || w->thing == FROM_SLOT)
		return slot_moves(w, e, before, after, g);
	if (e->id == EV_set_pte && e->arg[3] == PTE_MOVE)
		return page_moves(m, w, e, before, after, g);
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
