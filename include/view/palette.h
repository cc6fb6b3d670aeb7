/*
 * palette - one letter for each state of a frame or page, the same in every
 * view, theme and language, in help and in text
 *
 * glyph   what a letter means: its role (colour), its attributes without
 *         colour, its word
 * letter  a glyph as it stands in a cell: capital when on the active list, a
 *         digit for the first frame of a free block
 */
#ifndef VIEW_PALETTE_H
#define VIEW_PALETTE_H

#include "draw/canvas.h"
#include "mm/types.h"
#include "view/words.h"

enum glyph {
	GLYPH_NOTHING,	/* rest of a free block, no page, free slot */
	GLYPH_ORDER,	/* first frame of a free block */
	GLYPH_PCP,
	GLYPH_ANON,
	GLYPH_SWAPCACHE,
	GLYPH_FILE,
	GLYPH_DIRTY,
	GLYPH_WRITE,
	GLYPH_READ,
	GLYPH_SHMEM,
	GLYPH_SLAB,
	GLYPH_PGTABLE,
	GLYPH_KERNEL,
	GLYPH_HUGE,
	GLYPH_PINNED,
	GLYPH_INHAND,
	GLYPH_RESERVED,
	GLYPH_HOLE,
	GLYPH_ZERO,
	GLYPH_OUT,
	GLYPH_UNREAD,
	GLYPH_CACHED,
	GLYPH_COW,
	GLYPH_GUARD,
	GLYPH_FOLLOW,
	NR_GLYPHS,
};

struct glyph_info {
	char	letter;
	uint8_t role;	/* enum role */
	uint8_t over;	/* enum overlay: attributes without colour */
	enum ui word;
};

extern const struct glyph_info glyphs[NR_GLYPHS];

struct letter {
	char	c;	/* 0 = nothing to draw */
	uint8_t role;
	uint8_t over;
};

struct letter glyph_letter(enum glyph g);
/* A capital where the glyph has one: on the active list. */
struct letter glyph_active(enum glyph g);
/* '0'..'9', 'X', in the hue of the list's type. */
struct letter order_letter(unsigned order, enum migratetype type);

/* What all frames of a kind show if nothing else is known of them. */
enum glyph kind_glyph(enum frame_kind kind);

/* 'U' 'M' 'E' 'H' 'I', and the hue of that type. */
char	  type_letter(enum migratetype type);
enum role type_role(enum migratetype type);

/* Role of what an area holds, by vma_word(). */
enum role area_role(const char *word);
/* What it is called in the interface: "anonymous", 匿名. */
const char *area_name(enum lang lang, const char *word);

/* '1'..'9' 'A'..'Z' of a task's tag; '?' beyond. */
char tag_letter(uint32_t tag);

#endif
