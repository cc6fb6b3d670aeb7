#include "view/dirty_rows.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/inode.h"
#include "mm/vmstat.h"
#include "mm/writeback.h"

void dirty_rows_draw(struct panel *p, int y, int rows)
{
	const struct machine *m = p->f->now;
	struct dirty_limits l = dirty_limits(m);
	uint64_t dirty = node_stat_sum(m, NR_FILE_DIRTY) +
			 node_stat_sum(m, NR_WRITEBACK);
	uint64_t free_run = dirty_freerun(&l);
	struct gauge_mark marks[3] = {
		{ l.background, ui(p->f->lang, UI_dirty_background), "bg", 0 },
		{ free_run, ui(p->f->lang, UI_dirty_free_run), NULL, 0 },
		{ l.thresh, ui(p->f->lang, UI_dirty_limit), NULL, 0 },
	};
	static const enum ui labels[] = { UI_dirty, UI_dirty_writeback,
					  UI_dirty_background, UI_dirty_limit,
					  UI_dirty_dirtyable };
	uint64_t top = l.thresh + l.thresh / 4;
	int x = panel_left(p), w = panel_width(p), told;

	top = top ? top : 1;
	told = labelled_draw(p, y,
			     dirty > l.background ? ROLE_WARN : ROLE_TEXT, labels,
			     (const uint64_t[]){
				node_stat_sum(m, NR_FILE_DIRTY),
				node_stat_sum(m, NR_WRITEBACK),
				l.background, l.thresh, l.dirtyable }, 5);
	words_draw(p->c, told + 2, y, panel_end(p) - told - 2, 0,
		   &(struct word){ ui(p->f->lang, UI_dirty_of_all), ROLE_DIM,
				   false }, 1);
	if (rows > 1)
		gauge_draw(p->c, x, y + 1, w,
			   dirty > free_run ? ROLE_WARN : ROLE_DIRTY, dirty, top);
	if (rows > 2)
		gauge_end_draw(p->c, gauge_marks_draw(p->c, x, y + 2, w, top,
						      marks, 3, NULL),
			       x + w, y + 2, top, true,
			       ui(p->f->lang, UI_bar_to));
}

/* Only what was sent last, and what will be done first, is news next. */
void disk_place(struct panel *p, int x, int y, unsigned disk)
{
	const struct machine *m = p->f->now;
	const struct disk *d = &m->s->disk[disk];
	handle_t ends[] = { d->first, d->last };

	for (int i = 0; i < 2 && ends[i]; i++) {
		const struct request *r = request_at(m, ends[i]);

		if (r->nr)
			canvas_mark(p->c, (struct rect){ x, y, 1, 1 },
				    OBJ_PLACE,
				    request_place(disk, r->sector_page),
				    r->page[0] - 1);
	}
}

bool disk_row_draw(struct panel *p, handle_t inode, int y)
{
	const struct machine *m = p->f->now;
	const struct inode *i = inode_at(m, inode);
	const struct request *r = NULL;
	uint64_t first;
	char name[FILE_WORDS_BYTES], pages[96] = "", nr[48];
	int x = panel_left(p);

	if (i->disk && m->s->disk[i->disk - 1].first)
		r = request_at(m, m->s->disk[i->disk - 1].first);
	if (!r)
		return false;
	first = r->sector_page - i->disk_start;
	x += canvas_text(p->c, x, y, ROLE_TEXT, ui(p->f->lang, UI_disk)) + 1;
	canvas_put(p->c, x, y, ROLE_WRITEBACK, 0, r->write ? 0x25b4 : 0x25be);
	disk_place(p, x, y, i->disk - 1);
	x += 2;
	x += canvas_text(p->c, x, y, ROLE_WRITEBACK,
			 ui(p->f->lang, r->write ? UI_disk_writes :
						   UI_disk_reads)) + 1;
	if (r->sector_page >= i->disk_start && first < inode_pages(i))
		snprintf(pages, sizeof(pages), "%s %" PRIu64 "..%" PRIu64,
			 file_words_cut(i, 16, name), first, first + r->nr - 1);
	snprintf(nr, sizeof(nr), ui(p->f->lang, pages[0] ? UI_disk_pages :
							   UI_disk_other), r->nr);
	words_draw(p->c, x, y, panel_end(p) - x, 2, (struct word[]){
		{ pages, ROLE_TEXT, false }, { nr, ROLE_DIM, false },
	}, 2);
	return true;
}
