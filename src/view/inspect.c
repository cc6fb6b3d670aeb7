#include "view/inspect.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "draw/widget.h"
#include "mm/oom.h"
#include "mm/pgtable_alloc.h"
#include "mm/swap_entry.h"
#include "mm/rss.h"
#include "mm/task.h"
#include "mm/vma.h"
#include "view/deeper.h"
#include "view/event_doc.h"
#include "view/inspect_file.h"
#include "view/inspect_frame.h"
#include "view/inspect_line.h"
#include "view/inspect_page.h"
#include "view/map.h"
#include "view/oom_table.h"
#include "view/proc_lines.h"
#include "view/strip.h"
#include "view/view.h"
#include "view/why.h"

/* Columns of a box; rows of the stage below all panels. */
enum { BOX_W = 58, LAST_ROWS = 2 };

/* The line of maps that this area is. */
static void maps_line(const struct facts *f, handle_t task, vaddr_t start,
		      struct text *out)
{
	char path[32], key[24];
	struct proc_lines maps;
	struct diag why;

	snprintf(path, sizeof(path), "%u/maps", task_at(f->now, task)->pid);
	snprintf(key, sizeof(key), "%08" PRIx64 "-", start);
	proc_lines_read(&maps, f->now, path, false, &why);
	for (int i = 0; i < maps.nr; i++)
		if (!strncmp(maps.line[i].s, key, strlen(key)))
			text_printf(out, "%.*s\n", (int)maps.line[i].len,
				    maps.line[i].s);
	proc_lines_free(&maps);
}

/* Why two neighbours are not one area; the first rule that keeps them apart. */
static enum ui apart(const struct facts *f, const struct vma *a,
		     const struct vma *b)
{
	const uint32_t soft = VM_SOFTDIRTY;

	if (a->end != b->start)
		return UI_i_apart_gap;
	if ((a->flags & ~soft) != (b->flags & ~soft))
		return UI_i_apart_rights;
	if (a->file != b->file)
		return UI_i_apart_file;
	if (b->pgoff != a->pgoff + vma_pages(a))
		return UI_i_apart_offset;
	if (a->anon_vma != b->anon_vma)
		return UI_i_apart_anon;
	(void)f;
	return UI_i_apart_made;
}

static void tell_vma(const struct facts *f, const struct mark *m,
		     struct text *title, struct text *lines)
{
	handle_t task = (handle_t)m->sub, mm = task_at(f->now, task)->mm, h;
	struct letter cells[STRIP_CELLS];
	struct tally sum;

	h = mm ? vma_lookup(f->now, mm, m->id) : 0;
	text_printf(title, ui(f->lang, UI_i_area_title), m->id);
	if (!h)
		return;
	maps_line(f, task, m->id, lines);
	text_printf(lines, ui(f->lang, UI_i_area_pages),
		    vma_pages(vma_at(f->now, h)),
		    area_name(f->lang, vma_word(f->now, h)));
	strip_fill(f->now, h, STRIP_CELLS, cells, &sum);
	for (int g = 0; g < NR_GLYPHS; g++)
		if (sum.nr[g])
			text_printf(lines, "%6" PRIu64 "  %c  %s\n", sum.nr[g],
				    glyphs[g].letter,
				    ui(f->lang, glyphs[g].word));
	if (sum.step > 1)
		text_printf(lines, ui(f->lang, UI_i_area_sample), sum.step);
	if (vma_next(f->now, h))
		text_printf(lines, ui(f->lang, UI_i_above),
			    ui(f->lang, apart(f, vma_at(f->now, h),
					      vma_at(f->now,
						     vma_next(f->now, h)))));
	if (vma_prev(f->now, h))
		text_printf(lines, ui(f->lang, UI_i_below),
			    ui(f->lang, apart(f,
					      vma_at(f->now, vma_prev(f->now, h)),
					      vma_at(f->now, h))));
}

static void tell_entry(const struct facts *f, const struct mark *m,
		       struct text *title, struct text *lines)
{
	static const struct {
		pte_t bit;
		enum ui leaf, table;	/* names a page; names a table */
	} bits[] = {
		{ PTE_PRESENT, UI_b_present, UI_b_table_present },
		{ PTE_RW, UI_b_write, UI_b_write },
		{ PTE_USER, UI_b_user, UI_b_user },
		{ PTE_ACCESSED, UI_b_accessed, UI_b_table_accessed },
		{ PTE_DIRTY, UI_b_dirty, UI_b_table_dirty },
		{ PTE_SPECIAL, UI_b_special, UI_b_special },
		{ PTE_SOFT_DIRTY, UI_b_soft, UI_b_soft },
		{ PTE_NX, UI_b_nx, UI_b_nx },
	};
	enum pt_level level = (enum pt_level)m->id;
	const struct frame *fr = frame_at(f->now, m->sub);
	pte_t e;

	if (!fr || frame_kind(fr) != KIND_PGTABLE || !f->has_address)
		return;
	e = pgtable_of(f->now, m->sub)->entry[pt_index(f->address, level)];
	text_printf(title, ui(f->lang, UI_i_entry_title), pt_level_name(level),
		    pt_index(f->address, level), m->sub);
	text_printf(lines, "%016" PRIx64 "\n", e);
	if (level == LEVEL_PTE && pte_is_swap(e)) {
		swap_words(f, e, lines);
		return;
	}
	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		if (e & bits[i].bit)
			text_printf(lines, "%s\n",
				    ui(f->lang, level == LEVEL_PTE ?
							bits[i].leaf :
							bits[i].table));
	if (!e)
		text_printf(lines, "%s\n", ui(f->lang, UI_i_entry_zero));
}

/*
 * The sum that the killer makes of a task, of one that it took in this unit as
 * it stood then: "points  rss 2501 + swap 0 + tables 6 + adj 0 = 2507".
 */
static void tell_points(const struct facts *f, handle_t task,
			struct text *lines)
{
	struct oom_figures c = { .there = false };
	const struct oom_row *r;
	const int64_t *v = c.value;
	struct oom_table rows;

	oom_table_open(&rows, f);
	r = oom_table_find(&rows, task_at(f->now, task)->pid);
	if (r)
		c = r->fig;
	oom_table_close(&rows);
	if (!c.there)
		return;
	if (v[COL_POINTS] == OOM_NEVER)
		text_puts(lines, ui(f->lang, UI_i_points_never));
	else
		text_printf(lines, ui(f->lang, UI_i_points), v[COL_RSS],
			    v[COL_SWAP], v[COL_TABLES],
			    v[COL_ADJ] * oom_adj_step(f->now), v[COL_POINTS]);
	text_printf(lines, ui(f->lang, UI_i_points_adj), v[COL_ADJ],
		    oom_adj_step(f->now));
	if (task_at(f->now, task)->mm)
		text_printf(lines, "   oom_score %" PRId64,
			    oom_score(f->now, task));
	text_puts(lines, "\n");
}

static void tell_task(const struct facts *f, const struct mark *m,
		      struct text *title, struct text *lines)
{
	const struct task *t = task_at(f->now, (handle_t)m->id);
	const struct mm *mm = t->mm ? mm_at(f->now, t->mm) : NULL;

	text_printf(title, "%c %.16s", tag_letter(t->tag), t->comm);
	text_printf(lines, "pid %u   ppid %u\n", t->pid, t->ppid);
	text_printf(lines, "min_flt %" PRIu64 "   maj_flt %" PRIu64 "\n",
		    t->min_flt, t->maj_flt);
	if (t->maj_flt)
		text_puts(lines, ui(f->lang, UI_i_majflt));
	if (mm) {
		text_printf(lines, "VmSize %" PRIu64 " kB   VmRSS %" PRIu64
			    " kB   VmPTE %" PRIu64 " kB\n", mm->total_vm * 4,
			    mm_rss(mm) * 4, mm->nr_tables * 4);
		text_printf(lines, ui(f->lang, UI_areas), (int)mm->map_count);
		text_puts(lines, "\n");
	}
	tell_points(f, (handle_t)m->id, lines);
}

static void tell_event(const struct facts *f, const struct mark *m,
		       struct text *title, struct text *lines)
{
	const struct summary *b = f->between;
	const struct event *e;

	if (m->id >= b->nr_last)
		return;
	e = &b->last[m->id];
	text_puts(title, event_types[e->id].name);
	text_printf(lines, "%s\n",
		    event_doc((enum event_id)e->id, f->lang));
	event_print(f->now, e, lines);
	text_puts(lines, "\n");
	why_tell(f->now, e, f->lang, lines);
	text_printf(lines, "\n%s %s   t %" PRIu64 ".%03u us",
		    ui(f->lang, UI_i_stands_for), event_types[e->id].function,
		    e->ns / 1000, (unsigned)(e->ns % 1000));
}

static inspect_fn *const tellers[] = {
	[OBJ_FRAME] = inspect_frame, [OBJ_BLOCK] = inspect_block,
	[OBJ_ORDER] = inspect_order, [OBJ_ZONE] = inspect_zone,
	[OBJ_VMA] = tell_vma,	  [OBJ_PAGE] = inspect_page,
	[OBJ_ENTRY] = tell_entry, [OBJ_TASK] = tell_task,
	[OBJ_EVENT] = tell_event, [OBJ_FILE] = inspect_file,
	[OBJ_LINE] = inspect_line,
};

bool inspect_tell(const struct facts *f, const struct mark *mark,
		  struct text *title, struct text *lines)
{
	size_t nr = sizeof(tellers) / sizeof(tellers[0]);

	if (mark->kind >= nr || !tellers[mark->kind])
		return false;
	tellers[mark->kind](f, mark, title, lines);
	return title->len > 0;
}

/*
 * Above or below the thing, so that it stays in sight; in any case above the
 * last rows, which say where one is and how to leave.
 */
static struct rect box_place(const struct canvas *c, const struct mark *mark,
			     struct rect r)
{
	int room = c->h - LAST_ROWS, x = mark->x + mark->w / 2 - r.w / 2;
	int y = mark->y + mark->h + 1;

	if (x > c->w - r.w)
		x = c->w - r.w;
	if (x < 0)
		x = 0;
	if (y + r.h > room)
		y = mark->y - r.h - 1 >= 0 ? mark->y - r.h - 1 : room - r.h;
	return (struct rect){ x, y, r.w, r.h };
}

/* As wide as boxes are; a text too long for that goes on to the edges. */
static struct rect box_size(struct canvas *c, const char *lines)
{
	int most = c->h - LAST_ROWS, widths[] = { BOX_W, c->w };
	struct rect r = { 0 };

	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		r.w = widths[i] < c->w ? widths[i] : c->w;
		r.h = 2 + paragraph_draw(c, (struct rect){ 0, 0, r.w - 4, 0 },
					 ROLE_TEXT, lines, 0);
		if (r.h <= most)
			return r;
	}
	r.h = most;
	return r;
}

void inspect_draw(struct canvas *c, const struct facts *f,
		  const struct mark *mark)
{
	struct text title = { 0 }, lines = { 0 };
	struct mark on = deeper_opened(f, mark);
	struct box box = { .focused = true,
			   .aside = ui(f->lang, UI_esc_closes) };
	struct rect r;

	if (inspect_tell(f, &on, &title, &lines)) {
		deeper_tell(f, mark, &lines);
		box.title = text_str(&title);
		box.r = box_place(c, &on, box_size(c, text_str(&lines)));
		box_draw(c, &box);
		r = box_inside(&box);
		r.x++;
		r.w -= 2;
		paragraph_draw(c, r, ROLE_TEXT, text_str(&lines), 0);
	}
	text_free(&title);
	text_free(&lines);
}
