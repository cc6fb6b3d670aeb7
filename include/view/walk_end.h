/*
 * walk_end - what a page-table walk comes to: the physical address, or what
 * stops it; and where it began, CR3
 */
#ifndef VIEW_WALK_END_H
#define VIEW_WALK_END_H

#include "view/walk_steps.h"

/*
 * What the entries allow together, or what stops the walk. It takes as many
 * rows as it needs, `rows` at the least, and leaves one for CR3 once it has
 * two; the legend gets what remains. Return: the row after it.
 */
int walk_verdict_draw(struct panel *p, const struct walk_steps *s, int y,
		      int rows);

/* "index bits 47-39 38-30 29-21 20-12": in more words where they have room. */
void walk_bits_draw(struct panel *p, int y);

/*
 * What the PTE's bits were a unit ago: `from` on, or at the end of the row;
 * nothing if it is as it was, or where there is no room.
 */
void walk_was_draw(struct panel *p, const struct walk_steps *s, int from,
		   int y, bool right);

/* Is there a row above the levels that says what the columns are? */
static inline bool walk_has_head(const struct panel *p)
{
	return p->r.h > 8;
}

/*
 * Do they need a row of their own: they stood for something, and the row of
 * the physical address has no room for them? Only if a row is left for them.
 */
bool walk_was_apart(const struct panel *p, const struct walk_steps *s);

/*
 * "physical 555040 = frame 0x555 + 040": where the access went to, or the offset alone
 * where no frame is known. Return: the column after it.
 */
int walk_physical_draw(struct panel *p, const struct walk_steps *s, int y);

/* "CR3 0x4404   82 tables below, 328 kB", as much of it as fits. */
void walk_cr3_draw(struct panel *p, int y);

/* Why there is no walk to show. */
enum ui walk_none(const struct facts *f, const struct walk_steps *s);

#endif
