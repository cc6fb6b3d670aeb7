/*
 * map - physical memory as letters: what a cell shows that stands for
 * 1 << shift frames
 *
 * paint  by kind, by owner (tag of the task), by type of the pageblock
 * owners which task an anonymous page belongs to, by its anon_vma
 */
#ifndef VIEW_MAP_H
#define VIEW_MAP_H

#include "mm/zone.h"
#include "view/palette.h"
#include "view/scene.h"

enum { MAX_OWNERS = 256 };	/* anon_vmas beyond it have the owner '?' */

struct owners {
	uint32_t nr;
	handle_t anon_vma[MAX_OWNERS];
	char	 tag[MAX_OWNERS];
};

void owners_gather(struct owners *o, const struct machine *m);

/*
 * By kind. Of a free block the second cell says its type, if that is not
 * movable. A cell of many frames shows the letter of the largest part, dim if
 * there are others; frames outside of `z` count as nothing, and a cell with
 * none of its frames is empty (c == 0).
 */
struct letter map_kind(const struct machine *m, const struct zone *z,
		       pfn_t pfn, unsigned shift);

/*
 * The same, but a cell that changed says so (OVER_CHANGED); one of many frames
 * shows the kind of which most came, though others are more.
 */
struct letter map_cell(const struct machine *now, const struct machine *before,
		       const struct zone *z, pfn_t pfn, unsigned shift);

/* By what the viewer chose; `owners` is read for PAINT_OWNER only. */
struct letter map_letter(const struct machine *m, const struct zone *z,
			 pfn_t pfn, unsigned shift, enum paint paint,
			 const struct owners *owners);

/* The state of one frame, whatever its zone. */
struct letter frame_letter(const struct machine *m, pfn_t pfn);
/* The sign beside a page's letter: PG_referenced, a young entry, both. */
static inline char use_sign(bool referenced, bool young)
{
	return referenced ? (young ? ';' : '\'') : young ? '"' : ' ';
}
/* The same of a page as it is now. */
char page_use_sign(const struct machine *m, pfn_t pfn);
enum glyph frame_glyph(const struct machine *m, pfn_t pfn);

#endif
