#include "view/inspect.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "draw/widget.h"
#include "mm/buddy.h"
#include "mm/fault.h"
#include "mm/filemap.h"
#include "mm/pgtable_alloc.h"
#include "mm/procfs.h"
#include "mm/swap_area.h"
#include "mm/swap_entry.h"
#include "mm/task.h"
#include "mm/vma.h"
#include "view/deeper.h"
#include "view/event_doc.h"
#include "view/follow.h"
#include "view/map.h"
#include "view/strip.h"
#include "view/view.h"
#include "view/why.h"

enum { BOX_W = 58, MAX_HOLDERS = 4 };

/* One kind of thing: what is told of it. Lines end in \n. */
typedef void teller(const struct facts *f, const struct mark *m,
		    struct text *title, struct text *lines);

static const char *yes_no(const struct facts *f, bool yes)
{
	return ui(f->lang, yes ? UI_yes : UI_no);
}

/*
 * A free block's buddy: where it is, what it is, what a free of it would
 * make. An order below the largest only.
 */
static void tell_buddy(const struct facts *f, const struct frame_block *b,
		       struct text *out)
{
	pfn_t buddy = b->pfn ^ UINT64_C(1) << b->order;
	const struct zone *z = &f->now->s->zone[zone_number(f->now, b->pfn)];

	if (b->order >= MAX_ORDER - 1) {
		text_puts(out, ui(f->lang, UI_i_largest));
		return;
	}
	text_printf(out, ui(f->lang, UI_i_buddy), b->pfn,
		    UINT64_C(1) << b->order, buddy);
	text_puts(out, ui(f->lang, buddy_is_free(f->now, z, buddy, b->order) ?
					   UI_i_buddy_free :
					   UI_i_buddy_busy));
}

static void tell_block(const struct facts *f, const struct frame_block *b,
		       struct text *out)
{
	text_printf(out, ui(f->lang, UI_i_block), b->pfn,
		    b->pfn + (UINT64_C(1) << b->order) - 1, b->order);
	if (b->state == PG_BUDDY) {
		text_printf(out, ui(f->lang, UI_i_list), b->order,
			    migratetype_name(b->type));
		tell_buddy(f, b, out);
	} else if (b->state == PG_INHAND) {
		text_puts(out, ui(f->lang, UI_i_in_hand));
	}
}

static void tell_zone_of(const struct facts *f, pfn_t pfn, struct text *out)
{
	unsigned zone = zone_number(f->now, pfn);
	char name[24];

	if (zone < MAX_ZONES)
		text_printf(out, ui(f->lang, UI_i_zone),
			    zone_words(f->now, zone, name),
			    migratetype_name(pageblock_type(f->now, pfn)));
}

/* Tasks that map the frame. */
static void tell_holders(const struct facts *f, pfn_t pfn,
			 const struct frame *fr, struct text *out)
{
	int nr = 0;

	if (fr->mapcount <= 0)
		return;
	for (handle_t h = f->now->s->tasks; h && nr < MAX_HOLDERS;
	     h = task_at(f->now, h)->next) {
		const struct task *t = task_at(f->now, h);
		vaddr_t addr = t->mm ? frame_mapped_at(f->now, t->mm, pfn) :
				       VADDR_NONE;

		if (addr == VADDR_NONE)
			continue;
		text_printf(out, ui(f->lang, UI_i_held), tag_letter(t->tag),
			    t->comm, addr);
		text_printf(out, "PTE %" PRIx64 "\n",
			    pgtable_get(f->now, t->mm, addr));
		nr++;
	}
}

static void tell_frame_flags(const struct frame *fr, struct text *out)
{
	static const struct {
		uint32_t flag;
		const char *name;
	} names[] = {
		{ PG_ANON_EXCLUSIVE, "anon_exclusive" },
		{ PG_SWAPBACKED, "swapbacked" }, { PG_UPTODATE, "uptodate" },
		{ PG_ACTIVE, "active" }, { PG_REFERENCED, "referenced" },
		{ PG_DIRTY, "dirty" }, { PG_WRITEBACK, "writeback" },
		{ PG_LRU, "lru" }, { PG_UNEVICTABLE, "unevictable" },
		{ PG_MOVABLE_OWNER, "movable" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (fr->flags & names[i].flag)
			text_printf(out, " %s", names[i].name);
}

/* A frame with nothing in it is free. */
static const char *frame_word(enum lang lang, enum glyph g)
{
	return ui(lang, g == GLYPH_NOTHING ? UI_free : glyphs[g].word);
}

/* A cell of many frames: how many of each kind. */
static void tell_many(const struct facts *f, const struct mark *m,
		      struct text *out)
{
	uint64_t counts[MAX_KINDS] = { 0 };

	frames_count(f->now, m->id, m->sub, counts);
	for (int k = 0; k < NR_KINDS; k++)
		if (counts[k])
			text_printf(out, "%6" PRIu64 "  %c  %s\n", counts[k],
				    glyphs[kind_glyph((enum frame_kind)k)].letter,
				    frame_word(f->lang,
					       kind_glyph((enum frame_kind)k)));
}

static void tell_frame(const struct facts *f, const struct mark *m,
		       struct text *title, struct text *lines)
{
	const struct frame *fr = frame_at(f->now, m->id);
	struct frame_block b;
	enum glyph g;

	if (m->sub > 1) {
		text_printf(title, ui(f->lang, UI_i_frames), m->id,
			    m->id + m->sub - 1);
		tell_many(f, m, lines);
		return;
	}
	g = frame_glyph(f->now, m->id);
	text_printf(title, ui(f->lang, UI_frame_pfn), m->id);
	text_printf(lines, "%c  %s\n", frame_letter(f->now, m->id).c,
		    frame_word(f->lang, g));
	tell_zone_of(f, m->id, lines);
	if (frame_block(f->now, m->id, &b))
		tell_block(f, &b, lines);
	if (!fr || zone_kind(f->now, m->id) == KIND_FREE)
		return;
	text_printf(lines, ui(f->lang, UI_i_counts), fr->refcount,
		    fr->mapcount);
	tell_frame_flags(fr, lines);
	text_puts(lines, "\n");
	tell_holders(f, m->id, fr, lines);
}

static void tell_free_block(const struct facts *f, const struct mark *m,
			    struct text *title, struct text *lines)
{
	struct frame_block b;

	text_printf(title, ui(f->lang, UI_i_block_title), m->id);
	if (!frame_block(f->now, m->id, &b))
		return;
	tell_block(f, &b, lines);
	tell_zone_of(f, m->id, lines);
}

static void tell_order(const struct facts *f, const struct mark *m,
		       struct text *title, struct text *lines)
{
	const struct zone *z = &f->now->s->zone[m->sub];
	uint64_t nr = z->free_area[m->id].nr_free;
	char name[24];

	text_printf(title, ui(f->lang, UI_i_order_title), (unsigned)m->id,
		    zone_words(f->now, (unsigned)m->sub, name));
	text_printf(lines, ui(f->lang, UI_i_order), UINT64_C(1) << m->id,
		    (UINT64_C(1) << m->id) * 4, nr, nr << m->id);
	text_puts(lines, ui(f->lang, nr ? UI_i_order_some : UI_i_order_none));
}

static void tell_zone(const struct facts *f, const struct mark *m,
		      struct text *title, struct text *lines)
{
	const struct zone *z = &f->now->s->zone[m->id];
	char name[24];

	text_printf(title, ui(f->lang, UI_i_zone_title),
		    zone_words(f->now, (unsigned)m->id, name));
	text_printf(lines, ui(f->lang, UI_i_zone_size), z->spanned, z->present,
		    z->managed);
	text_printf(lines, ui(f->lang, UI_i_zone_free), z->nr_free,
		    z->watermark[WMARK_MIN], z->watermark[WMARK_LOW],
		    z->watermark[WMARK_HIGH], z->watermark_boost);
	text_puts(lines, ui(f->lang, UI_i_zone_rule));
	for (int i = z->type; i < MAX_NR_ZONES; i++) {
		uint64_t low = z->watermark[WMARK_LOW] + z->watermark_boost;
		uint64_t kept = z->lowmem_reserve[i];

		if (i != (int)z->type && !kept)
			continue;
		text_printf(lines, "%-8s %" PRIu64 " > %" PRIu64 " + %" PRIu64
			    "  %s\n", zone_type_name((enum zone_type)i),
			    z->nr_free, low, kept,
			    yes_no(f, z->nr_free > low + kept));
	}
}

/* The line of maps that this area is. */
static void maps_line(const struct facts *f, handle_t task, vaddr_t start,
		      struct text *out)
{
	char path[32], key[24];
	struct text maps = { 0 };
	struct diag why;
	const char *s;

	snprintf(path, sizeof(path), "%u/maps", task_at(f->now, task)->pid);
	snprintf(key, sizeof(key), "%08" PRIx64 "-", start);
	if (procfs_print(f->now, path, &maps, &why))
		for (s = text_str(&maps); *s; s += strcspn(s, "\n"),
					      s += *s != '\0')
			if (!strncmp(s, key, strlen(key)))
				text_printf(out, "%.*s\n",
					    (int)strcspn(s, "\n"), s);
	text_free(&maps);
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
		    vma_pages(vma_at(f->now, h)), vma_word(f->now, h));
	strip_fill(f->now, h, STRIP_CELLS, cells, &sum);
	for (int g = 0; g < NR_GLYPHS; g++)
		if (sum.nr[g])
			text_printf(lines, "%6" PRIu64 "  %c  %s\n", sum.nr[g],
				    glyphs[g].letter,
				    ui(f->lang, glyphs[g].word));
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

/* What a write would meet now. */
static enum ui next_access(const struct vma *v, enum glyph g, pte_t e)
{
	if (!v)
		return UI_i_would_segv;
	if (!(v->flags & VM_WRITE))
		return UI_i_would_accerr;
	if (g == GLYPH_ZERO)
		return UI_i_would_replace;
	if (pte_is_swap(e))
		return UI_i_would_swap_in;
	if (!pte_present(e))
		return UI_i_would_fault;
	return e & PTE_RW ? UI_i_would_pass : UI_i_would_cow;
}

static void tell_page(const struct facts *f, const struct mark *m,
		      struct text *title, struct text *lines)
{
	handle_t mm = task_at(f->now, (handle_t)m->sub)->mm, h;
	enum glyph g;
	char bits[24];
	pte_t e;

	text_printf(title, "%s %012" PRIx64, ui(f->lang, UI_page), m->id);
	if (!mm || m->id >= TASK_SIZE)
		return;
	h = vma_lookup(f->now, mm, m->id);
	e = pgtable_get(f->now, mm, m->id);
	g = page_glyph(f->now, mm, m->id);
	text_printf(lines, "%c  %s\n", page_letter(f->now, mm, m->id).c,
		    ui(f->lang, g == GLYPH_HOLE ? UI_no_area :
						  glyphs[g].word));
	text_printf(lines, "PTE %" PRIx64 "   %s%s\n", e,
		    pte_is_swap(e) ? "" : "XshgDAUWP ", pte_words(e, bits));
	if (pte_is_swap(e))
		swap_words(f, e, lines);
	else if (pte_present(e))
		text_printf(lines, ui(f->lang, UI_frame_pfn), pte_pfn(e));
	else
		text_puts(lines, ui(f->lang, UI_i_no_frame));
	text_puts(lines, "\n");
	text_puts(lines, ui(f->lang, next_access(h ? vma_at(f->now, h) : NULL,
						 g, e)));
}

static void tell_entry(const struct facts *f, const struct mark *m,
		       struct text *title, struct text *lines)
{
	static const struct {
		pte_t bit;
		enum ui word;
	} bits[] = {
		{ PTE_PRESENT, UI_b_present }, { PTE_RW, UI_b_write },
		{ PTE_USER, UI_b_user },       { PTE_ACCESSED, UI_b_accessed },
		{ PTE_DIRTY, UI_b_dirty },     { PTE_SPECIAL, UI_b_special },
		{ PTE_SOFT_DIRTY, UI_b_soft }, { PTE_NX, UI_b_nx },
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
			text_printf(lines, "%s\n", ui(f->lang, bits[i].word));
	if (!e)
		text_printf(lines, "%s\n", ui(f->lang, UI_i_entry_zero));
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
	if (!mm)
		return;
	text_printf(lines, "VmSize %" PRIu64 " kB   VmRSS %" PRIu64
		    " kB   VmPTE %" PRIu64 " kB\n", mm->total_vm * 4,
		    mm_rss(mm) * 4, mm->nr_tables * 4);
	text_printf(lines, ui(f->lang, UI_areas), (int)mm->map_count);
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

/* A slot of the page cache without a page. */
static void tell_file(const struct facts *f, const struct mark *m,
		      struct text *title, struct text *lines)
{
	const struct inode *i = inode_at(f->now, (handle_t)m->sub);
	struct slot s = filemap_slot(f->now, (handle_t)m->sub, m->id);

	text_printf(title, ui(f->lang, UI_i_file_title), m->id, i->name);
	text_printf(lines, ui(f->lang, UI_i_file_bytes), m->id * PAGE_SIZE,
		    (m->id + 1) * PAGE_SIZE - 1);
	if (s.kind == SLOT_SWAP)
		text_printf(lines, ui(f->lang, UI_i_file_swap),
			    swp_offset((uint32_t)s.value));
	else
		text_puts(lines, ui(f->lang, s.kind == SLOT_SHADOW ?
						     UI_i_file_shadow :
						     UI_i_file_absent));
}

static teller *const tellers[] = {
	[OBJ_FRAME] = tell_frame, [OBJ_BLOCK] = tell_free_block,
	[OBJ_ORDER] = tell_order, [OBJ_ZONE] = tell_zone,
	[OBJ_VMA] = tell_vma,	  [OBJ_PAGE] = tell_page,
	[OBJ_ENTRY] = tell_entry, [OBJ_TASK] = tell_task,
	[OBJ_EVENT] = tell_event, [OBJ_FILE] = tell_file,
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

/* Above or below the thing, so that it stays in sight. */
static struct rect box_place(const struct canvas *c, const struct mark *mark,
			     int rows)
{
	int w = c->w < BOX_W ? c->w : BOX_W, h = rows + 2;
	int x = mark->x + mark->w / 2 - w / 2, y = mark->y + mark->h + 1;

	if (h > c->h)
		h = c->h;
	if (x > c->w - w)
		x = c->w - w;
	if (x < 0)
		x = 0;
	if (y + h > c->h)
		y = mark->y - h - 1 >= 0 ? mark->y - h - 1 : c->h - h;
	return (struct rect){ x, y, w, h };
}

void inspect_draw(struct canvas *c, const struct facts *f,
		  const struct mark *mark)
{
	struct text title = { 0 }, lines = { 0 };
	struct mark on = deeper_opened(f, mark);
	struct box box = { .focused = true,
			   .aside = ui(f->lang, UI_esc_closes) };
	struct rect r;
	int rows;

	if (inspect_tell(f, &on, &title, &lines)) {
		deeper_tell(f, mark, &lines);
		box.title = text_str(&title);
		rows = paragraph_draw(c, (struct rect){ 0, 0, BOX_W - 4, 0 },
				      ROLE_TEXT, text_str(&lines), 0);
		box.r = box_place(c, &on, rows);
		box_draw(c, &box);
		r = box_inside(&box);
		r.x++;
		r.w -= 2;
		paragraph_draw(c, r, ROLE_TEXT, text_str(&lines), 0);
	}
	text_free(&title);
	text_free(&lines);
}
