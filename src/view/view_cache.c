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
#include "mm/vmstat.h"
#include "mm/writeback.h"
#include "view/map.h"

enum {
	LABEL_W = 8,
	GROUP = 8,		/* pages between two numbers of the scale */
	ROWS_BELOW = 6,		/* counts, window, slots, dirty, gauge, marks */
};

/* The inode of that number; 0 = none. */
static handle_t inode_of_ino(const struct machine *m, uint64_t ino)
{
	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next)
		if (inode_at(m, h)->ino == ino)
			return h;
	return 0;
}

/* Number of the field that has that form, and its value. */
static bool event_field_of(const struct event *e, enum event_form form,
			   uint64_t *value)
{
	const struct event_type *t = &event_types[e->id];

	for (unsigned i = 0; i < EVENT_FIELDS && t->field[i].name; i++)
		if (t->field[i].form == form) {
			*value = e->arg[i];
			return true;
		}
	return false;
}

/* What the newest event that names a file was about. */
struct focus_page {
	handle_t inode;
	uint64_t index;
	bool	 has_index;
};

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

static struct focus_page find_focus(const struct facts *f)
{
	const struct summary *b = f->between;
	struct focus_page p = { 0 };
	uint64_t ino;

	for (uint32_t i = b->nr_last; i-- > 0 && !p.inode;)
		if (event_field_of(&b->last[i], EVENT_FORM_INO, &ino)) {
			p.inode = inode_of_ino(f->now, ino);
			p.has_index = event_index(&b->last[i], &p.index);
		}
	if (!p.inode)
		p.inode = file_opened_last(f->now);
	return p;
}

/* The newest opening of the file: its readahead state. NULL = none. */
static const struct file *opening(const struct machine *m, handle_t inode)
{
	for (handle_t f = m->s->files; f; f = file_at(m, f)->next)
		if (file_at(m, f)->inode == inode)
			return file_at(m, f);
	return NULL;
}

static struct letter slot_letter(const struct machine *m, struct slot s)
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
	letter_put(p, x, y, slot_letter(p->f->now, s), lit);
	if (s.kind == SLOT_PAGE)
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_FRAME,
			    s.value, 1);
	else
		canvas_mark(p->c, (struct rect){ x, y, 1, 1 }, OBJ_FILE, index,
			    inode);
	if (s.kind != was.kind || s.value != was.value)
		panel_sign(p, y, lit == LIT_TOUCHED ? GUTTER_HERE :
						      GUTTER_CHANGED);
	if (lit == LIT_FOLLOWED)
		panel_sign(p, y, GUTTER_FOLLOWED);
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

/* Return: the row after the pages. */
static int draw_pages(struct panel *p, const struct focus_page *at, int y,
		      int rows)
{
	const struct inode *i = inode_at(p->f->now, at->inode);
	int cells = panel_width(p) - LABEL_W;
	uint64_t per_row, first, pages = inode_pages(i);

	cells = cells >= 64 ? 64 : cells / GROUP * GROUP;
	if (cells < GROUP || rows < 1)
		return y;
	per_row = (uint64_t)cells;
	draw_scale(p, y++, cells);
	rows--;
	first = first_page(at, pages, per_row, (uint64_t)rows);
	for (uint64_t row = first; row < pages && rows > 0; row += per_row) {
		canvas_printf(p->c, panel_left(p), y, ROLE_DIM, "%" PRIu64, row);
		for (uint64_t k = 0; k < per_row && row + k < pages; k++)
			page_put(p, panel_left(p) + LABEL_W + (int)k, y,
				 at->inode, row + k);
		y++;
		rows--;
	}
	return y;
}

static void draw_counts(struct panel *p, const struct focus_page *at, int y)
{
	const struct inode *i = inode_at(p->f->now, at->inode);
	char words[96];

	snprintf(words, sizeof(words), ui(p->f->lang, UI_cache_counts),
		 i->nrpages, inode_pages(i));
	canvas_text(p->c, panel_left(p), y, ROLE_TEXT, words);
}

/* Labelled numbers in a row; those that do not fit go, the last first. */
static void draw_numbers(struct panel *p, int y, enum role role,
			 const enum ui *labels, const uint64_t *values,
			 unsigned nr)
{
	enum { MOST = 6 };
	char text[MOST][48];
	struct word words[MOST];

	nr = nr < MOST ? nr : MOST;
	for (unsigned i = 0; i < nr; i++) {
		snprintf(text[i], sizeof(text[i]), "%s %" PRIu64,
			 ui(p->f->lang, labels[i]), values[i]);
		words[i] = (struct word){ text[i], role, false };
	}
	words_draw(p->c, panel_left(p), y, panel_width(p), 2, words, nr);
}

static void draw_window(struct panel *p, const struct focus_page *at, int y)
{
	static const enum ui labels[] = { UI_ra_start, UI_ra_size, UI_ra_marker,
					  UI_ra_async };
	const struct file *f = opening(p->f->now, at->inode);

	if (!f || !f->ra_size)
		return;
	draw_numbers(p, y, ROLE_TEXT, labels,
		     (const uint64_t[]){ f->ra_start, f->ra_size,
					 f->ra_start + f->ra_size -
						 f->ra_async_size,
					 f->ra_async_size }, 4);
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

static void draw_dirty(struct panel *p, int y, int rows)
{
	const struct machine *m = p->f->now;
	struct dirty_limits l = dirty_limits(m);
	uint64_t dirty = node_stat_sum(m, NR_FILE_DIRTY) +
			 node_stat_sum(m, NR_WRITEBACK);
	uint64_t free_run = (l.thresh + l.background) / 2;
	struct gauge_mark marks[3] = {
		{ l.background, ui(p->f->lang, UI_dirty_background), "bg" },
		{ free_run, ui(p->f->lang, UI_dirty_free_run), NULL },
		{ l.thresh, ui(p->f->lang, UI_dirty_limit), NULL },
	};
	static const enum ui labels[] = { UI_dirty, UI_dirty_writeback,
					  UI_dirty_background, UI_dirty_limit,
					  UI_dirty_dirtyable };
	uint64_t top = l.thresh + l.thresh / 4 + 1;
	int x = panel_left(p), w = panel_width(p);
	draw_numbers(p, y, dirty > l.background ? ROLE_WARN : ROLE_TEXT, labels,
		     (const uint64_t[]){ node_stat_sum(m, NR_FILE_DIRTY),
					 node_stat_sum(m, NR_WRITEBACK),
					 l.background, l.thresh, l.dirtyable }, 5);
	if (rows > 1)
		gauge_draw(p->c, x, y + 1, w,
			   dirty > free_run ? ROLE_WARN : ROLE_DIRTY, dirty, top);
	if (rows > 2)
		gauge_marks_draw(p->c, x, y + 2, w, top, marks, 3);
}

static void cache_draw(struct panel *p)
{
	struct focus_page at = find_focus(p->f);
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
	if (y < end)
		draw_window(p, &at, y++);
	if (y < end && at.has_index && end - y > 3)
		draw_slots(p, &at, y++);
	if (y < end)
		draw_dirty(p, y, end - y);
}

static void cache_about(const struct panel *p, struct text *title,
			struct text *aside)
{
	struct focus_page at = find_focus(p->f);
	char size[24];

	(void)title;
	if (at.inode)
		text_printf(aside, "%s, %s", inode_at(p->f->now, at.inode)->name,
			    size_words(inode_at(p->f->now, at.inode)->size_bytes,
				       size));
}

const struct view view_cache = {
	.name = "cache", .title = UI_cache, .weight = 4,
	.min_w = 30, .min_h = 4, .good_w = 72, .good_h = 12,
	.about = cache_about, .draw = cache_draw,
};
