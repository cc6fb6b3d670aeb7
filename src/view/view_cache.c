/*
 * The page cache view: the pages of one file that are in memory, what will be
 * read next, and how much is dirty.
 */
#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/filemap.h"
#include "mm/inode.h"
#include "view/cache_focus.h"
#include "view/dirty_rows.h"
#include "view/map.h"

enum {
	LABEL_W = 8,
	GROUP = CELL_GROUP,	/* pages between two numbers of the scale */
	MOST_COUNTED = 1 << 14,	/* pages of a file whose shadows are counted */
	MARKER_ROWS = 3,	/* with fewer rows of pages it is left out */
	MARK_SIGN = 0x25b4,	/* ▴ */
	ROWS_BELOW = 6,		/* counts, window, slots or disk, dirty, gauge, marks */
};

/* The inode of that number; 0 = none. */
static handle_t inode_of_ino(const struct machine *m, uint64_t ino)
{
	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next)
		if (inode_at(m, h)->ino == ino)
			return h;
	return 0;
}


static bool event_index(const struct event *e, uint64_t *index)
{
	const struct event_type *t = &event_types[e->id];

	for (unsigned i = 0; i < EVENT_FIELDS && t->field[i].name; i++)
		if (!strcmp(t->field[i].name, "index") ||
		    !strcmp(t->field[i].name, "start")) {
			*index = e->arg[i];
			return true;
		}
	return false;
}

/* Without an event: the file opened last that can have pages. */
static handle_t file_opened_last(const struct machine *m)
{
	for (handle_t f = m->s->files; f; f = file_at(m, f)->next) {
		const struct inode *i = inode_at(m, file_at(m, f)->inode);

		if (i->kind != INODE_VVAR && i->kind != INODE_VDSO)
			return file_at(m, f)->inode;
	}
	return m->s->inodes;
}

/* One of the scenario's own files that has pages; 0 = none. */
static handle_t own_file(const struct machine *m)
{
	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next)
		if (inode_at(m, h)->slot && inode_at(m, h)->nrpages)
			return h;
	return 0;
}

/*
 * The file of the newest event; else the scenario's own of the newest event
 * that names one, or one that has pages; else any that is named, or the one
 * opened last.
 */
struct focus_page cache_focus(const struct facts *f)
{
	struct focus_page p = { 0 };
	uint64_t ino;

	for (uint32_t i = history_len(f); i-- > 0;) {
		const struct event *e = history_at(f, i);
		handle_t inode;

		if (!event_field_of(e, EVENT_FORM_INO, &ino))
			continue;
		inode = inode_of_ino(f->now, ino);
		if (!inode || (p.inode && !inode_at(f->now, inode)->slot))
			continue;
		p.inode = inode;
		p.has_index = event_index(e, &p.index);
		if (e == f->event || inode_at(f->now, inode)->slot)
			return p;
	}
	if (own_file(f->now))
		return (struct focus_page){ .inode = own_file(f->now) };
	if (!p.inode)
		p.inode = file_opened_last(f->now);
	return p;
}

const struct file *cache_opening(const struct machine *m, handle_t inode)
{
	for (handle_t f = m->s->files; f; f = file_at(m, f)->next)
		if (file_at(m, f)->inode == inode)
			return file_at(m, f);
	return NULL;
}

struct letter cache_letter(const struct machine *m, struct slot s)
{
	switch (s.kind) {
	case SLOT_PAGE:
		return frame_letter(m, s.value);
	case SLOT_SWAP:
		return glyph_letter(GLYPH_OUT);
	default:
		return glyph_letter(GLYPH_UNREAD);
	}
}

/* The page of the file, whatever lies there; or the frame that lies there. */
static bool is_followed(const struct facts *f, handle_t inode, uint64_t index,
			struct slot s)
{
	const struct followed *to = &f->followed;

	if (to->has_file)
		return to->inode == inode && to->index == index;
	return s.kind == SLOT_PAGE && to->has_frame && to->pfn == s.value;
}

static void page_put(struct panel *p, int x, int y, handle_t inode,
		     uint64_t index)
{
	struct slot s = filemap_slot(p->f->now, inode, index);
	struct slot was = { .kind = SLOT_EMPTY };
	enum lit lit = LIT_NONE;

	if ((uint64_t)inode * ARENA_GRAIN < p->f->before->arena.used_bytes)
		was = filemap_slot(p->f->before, inode, index);
	if (is_followed(p->f, inode, index, s))
		lit = LIT_FOLLOWED;
	else if (s.kind == SLOT_PAGE && touched_view(p->f, VIEW_CACHE) &&
		 touched_frames(p->f, s.value, 1))
		lit = LIT_TOUCHED;
	letter_put(p, x, y, cache_letter(p->f->now, s), lit);
	if (s.kind == SLOT_PAGE)
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_FRAME,
			    s.value, 1);
	else
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_FILE, index,
			    inode);
	if (lit != LIT_NONE)
		panel_sign(p, y, lit == LIT_TOUCHED ? GUTTER_HERE :
						      GUTTER_FOLLOWED);
	else if (s.kind != was.kind || s.value != was.value)
		panel_sign(p, y, GUTTER_CHANGED);
}

/* First page shown: the whole file if it fits, else a row before the focus. */
static uint64_t first_page(const struct focus_page *at, uint64_t pages,
			   uint64_t per_row, uint64_t rows)
{
	uint64_t row = at->has_index ? at->index / per_row : 0;
	uint64_t last = (pages + per_row - 1) / per_row;

	if (last <= rows)
		return 0;
	row = row >= rows / 2 ? row - rows / 2 : 0;
	return (row + rows > last ? last - rows : row) * per_row;
}

static void draw_scale(struct panel *p, int y, int cells)
{
	int x = panel_left(p);

	canvas_text(p->c, x, y, ROLE_DIM, ui(p->f->lang, UI_page));
	for (int i = 0; i + 2 <= cells; i += GROUP)
		canvas_printf(p->c, x + LABEL_W + i, y, ROLE_DIM, "%d", i);
}

/* To the right of a sign, or to its left; false if neither has the room. */
static bool beside(struct panel *p, int x, int y, const char *words)
{
	int w = text_columns(words, strlen(words));

	if (x + 2 + w <= panel_end(p))
		canvas_text(p->c, x + 2, y, ROLE_DIM, words);
	else if (x - 1 - w >= panel_left(p))
		canvas_text(p->c, x - 1 - w, y, ROLE_DIM, words);
	else
		return false;
	return true;
}

/*
 * Under the row that holds it: the page whose reading starts the next window.
 * Return: false if it is not in this row.
 */
static bool draw_marker(struct panel *p, const struct focus_page *at, int y,
		       uint64_t row, uint64_t per_row)
{
	const struct file *f = cache_opening(p->f->now, at->inode);
	uint64_t marker = f ? f->ra_start + f->ra_size - f->ra_async_size : 0;
	int x = panel_left(p) + LABEL_W;
	char words[96], brief[48];

	if (!f || !f->ra_async_size || marker < row || marker >= row + per_row ||
	    marker >= inode_pages(inode_at(p->f->now, at->inode)))
		return false;
	x += (int)(marker - row);
	snprintf(words, sizeof(words), ui(p->f->lang, UI_ra_mark), marker);
	snprintf(brief, sizeof(brief), "%s %" PRIu64,
		 ui(p->f->lang, UI_ra_marker), marker);
	canvas_put(p->c, x, y, ROLE_TITLE, 0, MARK_SIGN);
	if (!beside(p, x, y, words))
		beside(p, x, y, brief);
	return true;
}

/* Return: the row after the pages. */
static int draw_pages(struct panel *p, const struct focus_page *at, int y,
		      int rows)
{
	const struct inode *i = inode_at(p->f->now, at->inode);
	int cells = panel_width(p) - LABEL_W;
	uint64_t per_row, first, pages = inode_pages(i);
	int marked;

	cells = cells_of_row(cells);
	if (cells < GROUP || rows < 1)
		return y;
	per_row = (uint64_t)cells;
	draw_scale(p, y++, cells);
	rows--;
	marked = rows >= MARKER_ROWS ? 1 : 0;
	first = first_page(at, pages, per_row, (uint64_t)(rows - marked));
	for (uint64_t row = first; row < pages && rows > 0; row += per_row) {
		canvas_printf(p->c, panel_left(p), y, ROLE_DIM, "%" PRIu64, row);
		for (uint64_t k = 0; k < per_row && row + k < pages; k++)
			page_put(p, panel_left(p) + LABEL_W + (int)k, y,
				 at->inode, row + k);
		y++;
		rows--;
		if (marked && rows > 0 && draw_marker(p, at, y, row, per_row)) {
			y++;
			rows--;
		}
	}
	return y;
}

uint64_t cache_pages_before(const struct facts *f, handle_t inode)
{
	const struct machine *was = f->before;

	for (handle_t h = was->s->inodes; h; h = inode_at(was, h)->next)
		if (h == inode)
			return inode_at(was, h)->nrpages;
	return 0;
}

/* Slots that hold the note of an evicted page, of a file that is not huge. */
static uint64_t nr_shadows(const struct machine *m, handle_t inode)
{
	uint64_t pages = inode_pages(inode_at(m, inode)), nr = 0;

	for (uint64_t k = 0; pages <= MOST_COUNTED && k < pages; k++)
		nr += filemap_slot(m, inode, k).kind == SLOT_SHADOW;
	return nr;
}

/* "cached 2525 of 2560 pages -35  shadow entries 35" */
static void draw_counts(struct panel *p, const struct focus_page *at, int y)
{
	const struct inode *i = inode_at(p->f->now, at->inode);
	uint64_t shadows = nr_shadows(p->f->now, at->inode);
	int x = panel_left(p), change;
	char words[96];

	snprintf(words, sizeof(words), ui(p->f->lang, UI_cache_counts),
		 i->nrpages, inode_pages(i));
	x += canvas_text(p->c, x, y, ROLE_TEXT, words) + 1;
	change = change_draw(p->c, x, y, i->nrpages,
			     cache_pages_before(p->f, at->inode));
	x += change ? change + 2 : 1;
	snprintf(words, sizeof(words), ui(p->f->lang, UI_cache_shadows), shadows);
	if (shadows)
		words_draw(p->c, x, y, panel_end(p) - x, 2,
			   &(struct word){ words, ROLE_DIM, false }, 1);
}

/* Return: false if nothing was read ahead. */
static bool draw_window(struct panel *p, const struct focus_page *at, int y)
{
	static const enum ui labels[] = { UI_ra_start, UI_ra_size, UI_ra_marker,
					  UI_ra_async };
	const struct file *f = cache_opening(p->f->now, at->inode);

	if (!f || !f->ra_size)
		return false;
	labelled_draw(p, y, ROLE_TEXT, labels,
		     (const uint64_t[]){ f->ra_start, f->ra_size,
					 f->ra_start + f->ra_size -
						 f->ra_async_size,
					 f->ra_async_size }, 4);
	return true;
}

/* "page 5000 = [1][14][8]": the way through the tree. */
static void draw_slots(struct panel *p, const struct focus_page *at, int y)
{
	struct text words = { 0 };
	unsigned shift = 0;

	while (inode_pages(inode_at(p->f->now, at->inode)) >> (shift + XA_CHUNK_SHIFT))
		shift += XA_CHUNK_SHIFT;
	text_printf(&words, "%s %" PRIu64 " = ", ui(p->f->lang, UI_page),
		    at->index);
	for (int s = (int)shift; s >= 0; s -= XA_CHUNK_SHIFT)
		text_printf(&words, "[%" PRIu64 "]",
			    at->index >> s & (XA_CHUNK_SIZE - 1));
	canvas_text(p->c, panel_left(p), y, ROLE_DIM, text_str(&words));
	text_free(&words);
}

static void cache_draw(struct panel *p)
{
	struct focus_page at = cache_focus(p->f);
	int y = p->r.y, end = p->r.y + p->r.h;
	int below = p->r.h > 2 * ROWS_BELOW ? ROWS_BELOW : p->r.h / 3;

	if (!at.inode) {
		canvas_text(p->c, panel_left(p), y, ROLE_DIM,
			    ui(p->f->lang, UI_cache_no_file));
		return;
	}
	y = draw_pages(p, &at, y, p->r.h - below);
	if (y < end)
		draw_counts(p, &at, y++);
	if (y < end && draw_window(p, &at, y))
		y++;
	if (y < end && at.has_index && end - y > 3)
		draw_slots(p, &at, y++);
	if (y < end && disk_row_draw(p, at.inode, y))
		y++;
	if (y < end)
		dirty_rows_draw(p, y, end - y);
}

static void cache_about(const struct panel *p, struct text *title,
			struct text *aside)
{
	struct focus_page at = cache_focus(p->f);
	const struct inode *i;
	char size[24];

	(void)title;
	if (!at.inode)
		return;
	i = inode_at(p->f->now, at.inode);
	text_printf(aside, "%s, %s", file_words(i),
		    size_words(i->size_bytes, size));
}

const struct view view_cache = {
	.name = "cache", .title = UI_cache, .weight = 4,
	.min_w = 30, .min_h = 4, .good_w = 72, .good_h = 12,
	.about = cache_about, .draw = cache_draw,
};
