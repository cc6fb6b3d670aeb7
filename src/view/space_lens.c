#include "view/space_lens.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/fault.h"
#include "mm/pgtable.h"
#include "view/follow.h"
#include "view/strip.h"

enum { ADDRESS_W = 14 };	/* with two blanks */

bool lens_page(const struct facts *f, vaddr_t *page)
{
	if (f->has_address)
		*page = f->address;
	else if (f->followed.is_here)
		*page = f->followed.here;
	else
		return false;
	*page &= ~(vaddr_t)(PAGE_SIZE - 1);
	return *page < TASK_SIZE;
}

/*
 * The first page of the lens: it stays where it is while the event moves
 * through a window of half its width.
 */
static vaddr_t lens_start(vaddr_t page, int cells)
{
	uint64_t window = 1;
	uint64_t vpn = page >> PAGE_SHIFT;

	while (window * 2 <= (uint64_t)cells)
		window *= 2;
	return (vpn & ~(window - 1)) << PAGE_SHIFT;
}

int lens_left(const struct panel *p)
{
	const char *name = ui(p->f->lang, UI_lens);

	return panel_left(p) + text_columns(name, strlen(name)) + 1 + ADDRESS_W;
}

void lens_draw(struct panel *p, const struct space *sp, int y, vaddr_t page)
{
	const struct facts *f = p->f;
	int x = lens_left(p);
	vaddr_t at = lens_start(page, panel_end(p) - x);

	canvas_text(p->c, panel_left(p), y, ROLE_DIM, ui(f->lang, UI_lens));
	canvas_printf(p->c, x - ADDRESS_W, y, ROLE_DIM, "%012" PRIx64, at);
	for (; x < panel_end(p) && at < TASK_SIZE; x++, at += PAGE_SIZE) {
		struct letter l = page_letter(f->now, sp->mm, at);
		bool lit = touched_view(f, VIEW_SPACE) &&
			   touched_pages(f, at, at + PAGE_SIZE);
		bool followed = followed_in(f, at, at + PAGE_SIZE);

		letter_put(p, x, y, l, followed ? LIT_FOLLOWED :
				       lit	? LIT_TOUCHED : LIT_NONE);
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_PAGE, at,
			    f->task);
		if (followed)
			panel_sign(p, y, GUTTER_FOLLOWED);
	}
}

/* Outside of all areas there is no address to speak of. */
static const char *page_word(enum lang lang, enum glyph g)
{
	return ui(lang, g == GLYPH_HOLE ? UI_no_area : glyphs[g].word);
}

/* "page 7ffff73f9000  zero page -> anonymous  frame 0x2aca" */
int lens_page_draw(struct panel *p, const struct space *sp, int y, vaddr_t page)
{
	const struct facts *f = p->f;
	enum glyph now = page_glyph(f->now, sp->mm, page);
	enum glyph was = sp->mm_before ?
				 page_glyph(f->before, sp->mm_before, page) : now;
	pte_t e = pgtable_get(f->now, sp->mm, page);
	int x = panel_left(p), end = panel_end(p);
	char words[80];

	if (panel_width(p) >= SPACE_WIDE)
		x += canvas_text(p->c, x, y, ROLE_DIM, ui(f->lang, UI_page)) + 1;
	x += canvas_printf(p->c, x, y, ROLE_TEXT, "%012" PRIx64, page) + 1;
	if (now != was) {
		const char *from = page_word(f->lang, was);
		const char *to = page_word(f->lang, now);

		if (x + text_columns(from, strlen(from)) + 4 +
		    text_columns(to, strlen(to)) <= end)
			x += canvas_text(p->c, x, y, ROLE_TEXT, from) + 1;
		x += canvas_text(p->c, x, y, ROLE_DIM, "-> ");
		panel_sign(p, y, GUTTER_CHANGED);
	}
	x += canvas_text(p->c, x, y, (enum role)glyphs[now].role,
			 page_word(f->lang, now)) + 2;
	if (!pte_present(e))
		return x - 2;
	snprintf(words, sizeof(words), ui(f->lang, UI_frame_pfn), pte_pfn(e));
	if (x + text_columns(words, strlen(words)) <= end)
		x += object_put(p, x, y, ROLE_TEXT, words, false, OBJ_FRAME,
				pte_pfn(e), 1) + 2;
	return x - 2;
}
