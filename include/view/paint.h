/*
 * paint - the map by what the viewer chose: by kind and by type it is map.h's,
 * by owner and by age of here; and what those letters are called
 *
 * owner  the tasks whose page tables map a frame, found by walking those
 * age    where the kernel's lists have a page: inactive, active, unevictable
 * part   what a frame is in such a paint; a cell shows the largest one
 */
#ifndef VIEW_PAINT_H
#define VIEW_PAINT_H

#include "mm/zone.h"
#include "view/palette.h"
#include "view/scene.h"

enum { MAX_TAG = 35 };	/* those that have a letter */

enum part {
	PART_FREE,
	PART_HOLE,
	PART_RESERVED,
	PART_KERNEL,		/* on no list, nobody's page */
	PART_INHAND,		/* a block, or a page between two lists */
	PART_CACHE,		/* of a file, mapped by nobody */
	PART_SWAPCACHE,		/* anonymous, mapped by nobody */
	PART_SEVERAL,		/* mapped by several tasks */
	PART_INACTIVE,
	PART_ACTIVE,
	PART_UNEVICTABLE,
	PART_TASK,		/* mapped by a task: + its tag */
	PART_UNTAGGED = PART_TASK + MAX_TAG + 1,
	NR_PARTS,
};

/* "by owner" */
const char *paint_words(enum lang lang, enum paint paint);

/*
 * The paint that a zone can have: of so many pages that a picture would take
 * too long the kinds are shown, which are counted already.
 */
enum paint paint_shown(const struct machine *m, const struct zone *z,
		       enum paint paint);

/* How the frames of one zone of one machine are painted in one picture. */
struct brush {
	enum paint	      paint;
	const struct machine *m;
	const struct zone    *z;
	uint8_t		     *owner;	/* part of each frame that a task maps; NULL */
};

/* `paint` is one that paint_shown() gave. brush_free() is the caller's. */
void brush_make(struct brush *b, const struct machine *m, const struct zone *z,
		enum paint paint);
void brush_free(struct brush *b);

/* Of paint owner and age, of one frame of the zone. */
enum part frame_part(const struct brush *b, pfn_t pfn);

/*
 * Of any paint, a cell of 1 << shift frames: the letter of the largest part,
 * dim if there are others; where some came since `before`, of those that are
 * most, with OVER_CHANGED. c == 0 outside of the zone. Two brushes of one paint
 * and zone; the same one twice if no change is wanted.
 */
struct letter paint_cell(const struct brush *now, const struct brush *before,
			 pfn_t pfn, unsigned shift);

struct letter part_letter(enum part part);

/*
 * The word of a part; of PART_TASK + tag the task's name. "" if the paint has
 * no such part, or the machine no such task.
 */
const char *part_words(const struct machine *m, enum lang lang,
		       enum paint paint, unsigned part, char out[40]);

#endif
