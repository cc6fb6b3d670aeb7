#include "view/space_lens.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/fault.h"
#include "mm/pgtable.h"
#include "view/follow.h"
#include "view/strip.h"

enum {
	ADDRESS_W = 14,		/* with two blanks */
	LEAST_ROW = 16,		/* cells of one of several rows */
};

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
 * through a window of half its width; of several rows it is an aligned block.
 */
static vaddr_t lens_start(vaddr_t page, int cells)
{
	uint64_t vpn = page >> PAGE_SHIFT;

	return (vpn & ~((uint64_t)power_below(cells) - 1)) << PAGE_SHIFT;
}

int lens_left(const struct panel *p)
{
	const char *name = ui(p->f->lang, UI_lens);

	return panel_left(p) + text_columns(name, strlen(name)) + 1 + ADDRESS_W;
}

static bool is_empty(const struct machine *m, handle_t mm, vaddr_t start,
		     vaddr_t size)
{
	handle_t v = mm ? vma_find(m, mm, start) : 0;

	return !v || vma_at(m, v)->start >= start + size;
}

/*
 * Half of the lens, that without the page, has no area of the task, in this
 * picture and in that beside it.
 */
static bool half_is_empty(const struct facts *f, const struct space *sp,
			  vaddr_t page)
{
	int pages = sp->lens * sp->lens_cells / 2;
	vaddr_t size = (vaddr_t)pages * PAGE_SIZE;
	vaddr_t other = lens_start(page, pages) ^ size;

	return is_empty(f->now, sp->mm, other, size) &&
	       (!sp->twin_mm ||
		is_empty(f->twin->now, sp->twin_mm, other, size));
}

void lens_plan(const struct panel *p, struct space *sp, int rows)
{
	int cells = panel_end(p) - lens_left(p);
	vaddr_t page;

	sp->lens = 1;
	sp->lens_cells = cells;
	if (cells < LEAST_ROW || rows < 2 || !lens_page(p->f, &page))
		return;
	sp->lens_cells = power_below(cells);
	sp->lens = power_below(rows);
	if (sp->lens * sp->lens_cells > PTRS_PER_TABLE)
		sp->lens = PTRS_PER_TABLE / sp->lens_cells;
	while (sp->lens > 1 && half_is_empty(p->f, sp, page))
		sp->lens /= 2;
	if (sp->lens == 1)
		sp->lens_cells = cells;
}

/* One row. Return: the page after it. */
static vaddr_t draw_row(struct panel *p, const struct space *sp, int y,
			vaddr_t at)
{
	const struct facts *f = p->f;
	int x = lens_left(p), end = x + sp->lens_cells;

	canvas_printf(p->c, x - ADDRESS_W, y, ROLE_DIM, "%012" PRIx64, at);
	for (; x < end && at < TASK_SIZE; x++, at += PAGE_SIZE) {
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
	return at;
}

void lens_draw(struct panel *p, const struct space *sp, int y, vaddr_t page)
{
	vaddr_t at = lens_start(page, sp->lens * sp->lens_cells);

	canvas_text(p->c, panel_left(p), y, ROLE_DIM, ui(p->f->lang, UI_lens));
	for (int i = 0; i < sp->lens && at < TASK_SIZE; i++)
		at = draw_row(p, sp, y + i, at);
}

/* Outside of all areas there is no address to speak of. */
static const char *page_word(enum lang lang, enum glyph g)
{
	return ui(lang, g == GLYPH_HOLE ? UI_no_area : glyphs[g].word);
}

/* Return: the column after it. */
static int put_letter(struct panel *p, int x, int y, enum glyph g)
{
	struct letter l = glyph_letter(g);

	canvas_put(p->c, x, y, (enum role)l.role, l.over, (uint32_t)l.c);
	return x + 1;
}

static int put_word(struct panel *p, int x, int y, enum role role,
		    const char *word)
{
	return x + canvas_text(p->c, x, y, role, word);
}

static const char arrow[] = " -> ";
enum { ARROW = sizeof(arrow) - 1 };

/* The column behind the page's address. */
static int behind_address(const struct panel *p)
{
	const char *page = ui(p->f->lang, UI_page);
	int x = panel_left(p) + ADDRESS_W - 1;

	return panel_width(p) < SPACE_WIDE ?
		       x : x + text_columns(page, strlen(page)) + 1;
}

/* Have words of what it was and what it is their room there? */
static bool change_in_words(const struct panel *p, int x, enum glyph was,
			    enum glyph now)
{
	const char *from = page_word(p->f->lang, was);
	const char *to = page_word(p->f->lang, now);

	return x + text_columns(from, strlen(from)) + ARROW +
		       text_columns(to, strlen(to)) <= panel_end(p);
}

/*
 * "zero page -> anonymous", what it was before what it is: as letters where
 * words have no room, "z -> a anonymous". Return: the column after it.
 */
static int draw_change(struct panel *p, int x, int y, enum glyph was,
		       enum glyph now, struct letters *letters)
{
	enum lang lang = p->f->lang;
	const char *from = page_word(lang, was), *to = page_word(lang, now);
	int room = panel_end(p) - x, to_w = text_columns(to, strlen(to));
	bool words = change_in_words(p, x, was, now);

	if (words)
		x = put_word(p, x, y, ROLE_TEXT, from);
	else
		x = put_letter(p, x, y, was);
	x = put_word(p, x, y, ROLE_DIM, arrow);
	if (!words) {
		letters_add(letters, was);
		letters_add(letters, now);
		x = put_letter(p, x, y, now) + 1;
	}
	if (words || 1 + ARROW + 2 + to_w <= room)
		x = put_word(p, x, y, (enum role)glyphs[now].role, to);
	return x;
}

/*
 * "frame 0x2aca, 2 users", or one of both where they have no room: who shares a
 * page is news, which frame it is the walk tells, too.
 */
static void draw_frame(struct panel *p, int x, int y, pfn_t pfn)
{
	const struct facts *f = p->f;
	const struct frame *frame = frame_at(f->now, pfn);
	int users = frame ? frame->mapcount : 0, room = panel_end(p) - x;
	char which[48], shared[48], both[128];
	const char *words[] = { both, shared, which };

	snprintf(which, sizeof(which), ui(f->lang, UI_frame_pfn), pfn);
	snprintf(shared, sizeof(shared), ui(f->lang, UI_n_users), users);
	snprintf(both, sizeof(both), "%s%s%s", which, ui(f->lang, UI_comma),
		 shared);
	for (int i = users > 1 ? 0 : 2; i < 3; i++)
		if (text_columns(words[i], strlen(words[i])) <= room) {
			object_put(p, x, y, ROLE_TEXT, words[i], false,
				   OBJ_FRAME, pfn, 1);
			return;
		}
}

static enum glyph glyph_before(const struct panel *p, const struct space *sp,
			       vaddr_t page)
{
	return page_glyph(sp->mm_before ? p->f->before : p->f->now,
			  sp->mm_before ? sp->mm_before : sp->mm, page);
}

/* "page 7ffff73f9000  zero page -> anonymous  frame 0x2aca" */
void lens_page_draw(struct panel *p, const struct space *sp, int y,
		    vaddr_t page, struct letters *letters)
{
	const struct facts *f = p->f;
	enum glyph now = page_glyph(f->now, sp->mm, page);
	enum glyph was = glyph_before(p, sp, page);
	pte_t e = pgtable_get(f->now, sp->mm, page);
	int x = panel_left(p);

	if (panel_width(p) >= SPACE_WIDE)
		x = put_word(p, x, y, ROLE_DIM, ui(f->lang, UI_page)) + 1;
	x += canvas_printf(p->c, x, y, ROLE_TEXT, "%012" PRIx64, page) + 1;
	if (now != was) {
		x = draw_change(p, x, y, was, now, letters);
		panel_sign(p, y, GUTTER_CHANGED);
	} else {
		x = put_word(p, x, y, (enum role)glyphs[now].role,
			     page_word(f->lang, now));
	}
	if (pte_present(e))
		draw_frame(p, x + 2, y, pte_pfn(e));
}

void lens_letters(const struct panel *p, const struct space *sp,
		  struct letters *letters)
{
	int cells = panel_end(p) - lens_left(p);
	enum glyph now, was;
	vaddr_t page;

	if (!lens_page(p->f, &page) || cells < 1)
		return;
	now = page_glyph(p->f->now, sp->mm, page);
	was = glyph_before(p, sp, page);
	if (was != now && !change_in_words(p, behind_address(p), was, now)) {
		letters_add(letters, was);
		letters_add(letters, now);
	}
	page = lens_start(page, cells);
	for (int i = 0; i < cells && page < TASK_SIZE; i++, page += PAGE_SIZE)
		letters_add_letter(letters,
				   page_letter(p->f->now, sp->mm, page));
}
