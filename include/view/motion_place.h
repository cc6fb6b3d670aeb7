/*
 * motion_place - where things stand in a picture that was drawn, by its marks;
 * NULL, false: the picture does not show it
 */
#ifndef VIEW_MOTION_PLACE_H
#define VIEW_MOTION_PLACE_H

#include "mm/lru_list.h"
#include "view/scene.h"

/*
 * The smallest thing of the view that holds a frame (OBJ_FRAME), an address
 * (OBJ_PAGE) or a level of the walk (OBJ_ENTRY).
 */
const struct mark *place_of(const struct canvas *c, enum view_id view,
			    enum object kind, uint64_t id);
/* A frame in the view of its file, of all frames, of its list. */
const struct mark *page_of(const struct canvas *c, uint64_t pfn);
/* The panel of a view as a whole. */
const struct mark *panel_of(const struct canvas *c, enum view_id view);
/* An OBJ_PLACE; of any view if that is VIEW_NONE. */
const struct mark *sign_of(const struct canvas *c, uint64_t id,
			   enum view_id view);
/* Where the newest page of a list stands, or would stand. */
bool head_of(const struct canvas *c, enum lru_list lru, struct mark *head);

#endif
