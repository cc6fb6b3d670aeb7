/*
 * view - one way to look at the machine, and what all of them share
 *
 * panel   a view as it stands on the canvas now
 * gutter  the first column of a panel: `>` here it happens, `*` changed, `@`
 *         the followed page is in this row
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "draw/widget.h"
#include "view/facts.h"
#include "view/palette.h"

struct panel {
	struct canvas	   *c;
	const struct facts *f;
	struct rect	    r;	/* inside of the border */
	enum view_id	    id;
};

struct view {
	const char *name;
	enum ui	    title;
	uint8_t	    weight;		/* the lightest goes first */
	uint8_t	    min_w, min_h;	/* least useful size, inside */
	uint8_t	    good_w, good_h;	/* what it likes to have */
	/* What the panel is about: after the title, and at the right end. */
	void (*about)(const struct panel *p, struct text *title,
		      struct text *aside);
	void (*draw)(struct panel *p);
};

extern const struct view *const views[NR_VIEWS];
extern const struct view view_overview, view_space, view_walk, view_frames,
	view_buddy, view_zones, view_proc, view_story, view_lru, view_cache,
	view_swap, view_oom;

/*
 * Rows that the story wants, in a panel of so many columns, to be read whole: a
 * question that is put here, or what it says while it is focused; 0 = no more
 * than it has.
 */
int story_wants(const struct facts *f, int columns);

/* First column of the text in a panel, and the one after the last. */
static inline int panel_left(const struct panel *p)
{
	return p->r.x + 2;
}

static inline int panel_end(const struct panel *p)
{
	return p->r.x + p->r.w - 1;
}

static inline int panel_width(const struct panel *p)
{
	return p->r.w - 3;
}

/* A sign in the gutter of a row. `here` stands at most once in a panel. */
void panel_sign(struct panel *p, int y, enum gutter sign);

/*
 * What letters mean, in DIM, in the rows [y, end): a letter and its word stay
 * in one row, two blanks in the text part them from others; what finds no room
 * is left out.
 */
void panel_legend(struct panel *p, int y, int end, enum ui words);

/*
 * A row of numbered cells: groups of 8; where there is room, of 32. A row of
 * CELLS_EASY, or twice as many, has numbers that are easy to add to: it is
 * taken where a longer one would show no more.
 */
enum { CELL_GROUP = 8, CELLS_EASY = 64 };
static inline int cells_of_row(int room)
{
	int group = room < CELLS_EASY ? CELL_GROUP : 4 * CELL_GROUP;

	return room / group * group;
}

/* The largest power of two that is not above n, which is at least 1. */
static inline int power_below(int n)
{
	int power = 1;

	while (power * 2 <= n)
		power *= 2;
	return power;
}

/* "dirty 3  limit 9": labelled numbers; what does not fit goes, the last first.
 * Return: the column after them. */
int labelled_draw(struct panel *p, int y, enum role role,
		  const enum ui *labels, const uint64_t *values, unsigned nr);

/* How a cell that stands for something is lit. */
enum lit { LIT_NONE, LIT_TOUCHED, LIT_FOLLOWED };

/* The letter as the focus wants it; `@` where it is followed. */
void letter_put(struct panel *p, int x, int y, struct letter l, enum lit lit);

/*
 * A text that stands for something: filled if touched, and marked. Return:
 * columns.
 */
int object_put(struct panel *p, int x, int y, enum role role, const char *s,
	       bool touched, enum object kind, uint64_t id, uint64_t sub);

/* "16" in a toy zone, else "0x2a00". */
const char *pfn_words(const struct zone *z, pfn_t pfn, char out[24]);
/* The same of a frame whose zone is not at hand. */
const char *frame_words(const struct machine *m, pfn_t pfn, char out[24]);

/*
 * "0", "4K", "1064K", "16M", "1T": a whole number of its unit; else with one
 * digit after the point, "18.1M".
 */
const char *size_words(uint64_t bytes, char out[24]);

/* "41.203 s": machine time, in the unit in which it has a whole digit. */
void clock_words(uint64_t ns, struct text *out);

/* The last part of a file's path. */
const char *file_words(const struct inode *inode);
/* The same, cut to at most so many columns. Return: out. */
enum { FILE_WORDS_BYTES = 64 };
const char *file_words_cut(const struct inode *inode, int columns,
			   char out[FILE_WORDS_BYTES]);

/* "Xs---DAUWP"; of a swap entry its area and slot, "o 0:8". */
const char *pte_words(pte_t e, char out[24]);
/* What a swap entry says, as a sentence: where the page is. */
void swap_words(const struct facts *f, pte_t e, struct text *out);

/* Who it is that an event names: a task, a daemon, or the kernel (pid 0). */
const char *actor_words(const struct facts *f, uint32_t pid,
			char out[TASK_WORDS_BYTES]);

/* "DMA32"; "N1 DMA32" where there are several nodes. */
const char *zone_words(const struct machine *m, unsigned zone, char out[24]);

#endif
