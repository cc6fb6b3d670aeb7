/*
 * inspect_frame - what is told of physical memory under the cursor: a frame or
 * a run of frames, a free block, an order of a zone's free lists, a zone
 *
 * What the numbers of a mark mean: enum object in view/scene.h.
 */
#ifndef VIEW_INSPECT_FRAME_H
#define VIEW_INSPECT_FRAME_H

#include "view/inspect.h"

inspect_fn inspect_frame;	/* OBJ_FRAME */
inspect_fn inspect_block;	/* OBJ_BLOCK */
inspect_fn inspect_order;	/* OBJ_ORDER */
inspect_fn inspect_zone;	/* OBJ_ZONE */

#endif
