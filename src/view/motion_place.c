#include "view/motion_place.h"

#include "mm/pgtable.h"

enum { FIRST_PAGE = 4 };	/* columns from a panel's end to a queue's tail */

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

const struct mark *place_of(const struct canvas *c, enum view_id view,
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

const struct mark *panel_of(const struct canvas *c, enum view_id view)
{
	for (size_t i = 0; i < c->nr_marks; i++)
		if (c->marks[i].kind == OBJ_PANEL &&
		    c->marks[i].id == (uint64_t)view)
			return &c->marks[i];
	return NULL;
}

const struct mark *sign_of(const struct canvas *c, uint64_t id,
			   enum view_id view)
{
	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *k = &c->marks[i];

		if (k->kind == OBJ_PLACE && k->id == id &&
		    (view == VIEW_NONE || k->panel == view + 1))
			return k;
	}
	return NULL;
}

bool head_of(const struct canvas *c, enum lru_list lru, struct mark *head)
{
	const struct mark *name = sign_of(c, lru, VIEW_LRU);
	const struct mark *panel = panel_of(c, VIEW_LRU);

	if (!name || !panel)
		return false;
	*head = *name;
	head->x = (int16_t)(panel->x + panel->w - FIRST_PAGE);
	for (size_t i = 0; i < c->nr_marks; i++)
		if (c->marks[i].panel == name->panel &&
		    c->marks[i].kind == OBJ_FRAME &&
		    c->marks[i].y == name->y && c->marks[i].x < head->x)
			head->x = c->marks[i].x;
	return true;
}

const struct mark *page_of(const struct canvas *c, uint64_t pfn)
{
	static const enum view_id shown[] = { VIEW_CACHE, VIEW_FRAMES,
					      VIEW_OVERVIEW, VIEW_LRU };
	const struct mark *page = NULL;

	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]) && !page; i++)
		page = place_of(c, shown[i], OBJ_FRAME, pfn);
	return page;
}
