#include "view/follow.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mm/filemap.h"
#include "mm/inode.h"
#include "mm/label.h"
#include "mm/pgtable_alloc.h"
#include "mm/swap.h"
#include "mm/task.h"
#include "mm/vma.h"
#include "story/place.h"
#include "view/follow_gone.h"
#include "view/follow_told.h"
#include "view/view.h"

static void follow_frame(struct facts *f, pfn_t pfn)
{
	f->followed.has_frame = true;
	f->followed.pfn = pfn;
}

/* A slot, and the frame that holds the same while it is in the swap cache. */
static void find_slot(struct facts *f, uint32_t slot)
{
	struct followed *to = &f->followed;

	to->slot = slot;
	to->pfn = swap_cache_page(f->now, slot);
	to->has_frame = to->pfn != PFN_NONE;
}

/* What the file tree holds at a page: a frame, a slot, or neither. */
static void find_in_file(struct facts *f, handle_t inode, uint64_t index)
{
	struct slot s = filemap_slot(f->now, inode, index);

	if (s.kind == SLOT_SWAP)
		find_slot(f, (uint32_t)s.value);
	else if (s.kind == SLOT_PAGE)
		follow_frame(f, s.value);
}

/* No entry leads there, but the page may lie in its file all the same. */
static void find_behind_area(struct facts *f, handle_t mm, vaddr_t address)
{
	handle_t h = vma_lookup(f->now, mm, address);
	const struct vma *v = h ? vma_at(f->now, h) : NULL;

	if (v && v->file)
		find_in_file(f, file_at(f->now, v->file)->inode,
			     vma_pgoff(v, address));
}

/* Areas without a file that were moved keep the offset that they had before. */
static void homes_find(const struct machine *m, handle_t mm, vaddr_t first,
		       struct page_homes *homes)
{
	uint64_t index = first >> PAGE_SHIFT;

	*homes = (struct page_homes){ .known = true, .mm = mm, .first = first };
	for (handle_t h = vma_first(m, mm); h && homes->nr < MAX_HOMES;
	     h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);
		vaddr_t at = v->start + ((index - v->pgoff) << PAGE_SHIFT);

		if (!v->file && index >= v->pgoff &&
		    index - v->pgoff < vma_pages(v) && at != first)
			homes->at[homes->nr++] = at;
	}
}

/*
 * Where a page is that was first mapped at `first`. `homes`: what is known of
 * it, NULL = nothing.
 */
static vaddr_t page_now(const struct machine *m, handle_t mm, vaddr_t first,
			struct page_homes *homes)
{
	struct page_homes own = { .known = false };

	if (pgtable_get(m, mm, first))
		return first;
	homes = homes ? homes : &own;
	if (!homes->known || homes->mm != mm || homes->first != first)
		homes_find(m, mm, first, homes);
	for (unsigned i = 0; i < homes->nr; i++)
		if (pgtable_get(m, mm, homes->at[i]))
			return homes->at[i];
	return first;
}

/* And back: what to remember of a page, so that it is found at any time. */
static vaddr_t page_first(const struct machine *m, handle_t mm,
			  vaddr_t address)
{
	handle_t h = vma_lookup(m, mm, address);
	const struct vma *v = h ? vma_at(m, h) : NULL;
	vaddr_t first = v && !v->file ? vma_pgoff(v, address) << PAGE_SHIFT :
					address;

	return first < TASK_SIZE && page_now(m, mm, first, NULL) == address ?
		       first : address;
}

/* The frame or the slot behind a page, if there is one now. */
static void follow_page(struct facts *f, handle_t task, vaddr_t address)
{
	struct followed *to = &f->followed;
	handle_t mm = task ? task_at(f->now, task)->mm : 0;
	pte_t e;

	to->has_page = true;
	to->task = task;
	to->address = address & ~(vaddr_t)(PAGE_SIZE - 1);
	if (!mm || address >= TASK_SIZE)
		return;
	to->address = page_now(f->now, mm, to->address, f->homes);
	e = pgtable_get(f->now, mm, to->address);
	if (pte_is_swap(e))
		find_slot(f, pte_swap(e));
	else if (pte_present(e))
		follow_frame(f, pte_pfn(e));
	else
		find_behind_area(f, mm, to->address);
}

/* Where the task maps this page of the file, if it does. */
static void find_mapping(struct facts *f, handle_t task)
{
	handle_t mm = task ? task_at(f->now, task)->mm : 0;
	struct followed *to = &f->followed;

	for (handle_t h = mm ? vma_first(f->now, mm) : 0; h;
	     h = vma_next(f->now, h)) {
		const struct vma *v = vma_at(f->now, h);

		if (!v->file || file_at(f->now, v->file)->inode != to->inode ||
		    to->index < v->pgoff ||
		    to->index - v->pgoff >= vma_pages(v))
			continue;
		to->has_page = true;
		to->task = task;
		to->address = v->start + ((to->index - v->pgoff) << PAGE_SHIFT);
		return;
	}
}

void follow_file(struct facts *f, uint64_t ino, uint64_t index, handle_t task)
{
	struct followed *to = &f->followed;
	handle_t inode = inode_by_ino(f->now, ino);

	if (!inode)
		return;
	to->has_file = true;
	to->inode = inode;
	to->index = index;
	find_in_file(f, inode, index);
	find_mapping(f, task);
}

/* As the scenario writes it: "pfn 0x1a3", "a", "a+2", "demo:buf+4K". */
static void follow_words(struct facts *f, const char *s, handle_t task)
{
	const char *colon = strchr(s, ':');
	const struct label *l = NULL;
	struct place p;

	if (!strncmp(s, "pfn ", 4)) {
		follow_frame(f, strtoull(s + 4, NULL, 0));
		return;
	}
	if (colon) {
		task = task_named(f, s, (size_t)(colon - s));
		s = colon + 1;
	}
	if (!place_parse(s, strlen(s), &p))
		return;
	if (p.name_len)
		l = label_top(f->now, story_slot(f->story, s, p.name_len));
	if (l && l->kind == LABEL_BLOCK)
		follow_frame(f, l->value + p.offset);
	else if (l && l->kind == LABEL_RANGE)
		follow_page(f, task, l->value + p.offset);
	else if (p.is_address)
		follow_page(f, task, p.address);
}

void follow_place(struct facts *f, handle_t task)
{
	const struct settings *set = &f->s->settings;

	memset(&f->followed, 0, sizeof(f->followed));

	if (set->follow_kind == OBJ_FRAME)
		follow_frame(f, set->follow_id);
	else if (set->follow_kind == OBJ_PAGE)
		follow_page(f, task_by_pid(f->now, (uint32_t)set->follow_sub),
			    set->follow_id);
	else if (set->follow_kind == OBJ_FILE)
		follow_file(f, set->follow_sub, set->follow_id, task);
	else if (f->show.follow)
		follow_words(f, f->show.follow, task);
}

/* At its own address, or where the picture's task maps the same frame. */
static void find_here(struct facts *f, handle_t task)
{
	struct followed *to = &f->followed;
	handle_t mm = task ? task_at(f->now, task)->mm : 0;

	to->here = VADDR_NONE;
	if (followed_of(f, task))
		to->here = to->address;
	else if (mm && to->has_frame)
		to->here = frame_mapped_at(f->now, mm, to->pfn);
	to->is_here = to->here != VADDR_NONE;
}

void follow_find(struct facts *f, handle_t task)
{
	follow_place(f, task);
	find_here(f, task);
	if (f->s->settings.follow_kind || f->show.follow)
		follow_gone(f, task);
}

/* What an entry holds: the frame, or else the slot that has the same. */
enum held { BY_FRAME, BY_SLOT };

/*
 * By its areas: the index of the page says which address of an area could map
 * it, the entry says whether it does.
 */
static vaddr_t entry_of(const struct machine *m, handle_t mm, pfn_t pfn,
			enum held held)
{
	const struct frame *fr = frame_at(m, pfn);

	for (handle_t h = fr ? vma_first(m, mm) : 0; h; h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);
		vaddr_t addr = v->start + ((fr->index - v->pgoff) << PAGE_SHIFT);
		pte_t e;

		if (fr->index < v->pgoff ||
		    fr->index - v->pgoff >= vma_pages(v))
			continue;
		e = pgtable_get(m, mm, addr);
		if (pte_present(e) ? pte_pfn(e) == pfn :
		    held == BY_SLOT && pte_is_swap(e) &&
			    swap_cache_page(m, pte_swap(e)) == pfn)
			return addr;
	}
	return VADDR_NONE;
}

vaddr_t frame_mapped_at(const struct machine *m, handle_t mm, pfn_t pfn)
{
	return entry_of(m, mm, pfn, BY_FRAME);
}

void follow_page_content(const struct facts *f, handle_t task, vaddr_t address,
			 struct settings *set)
{
	handle_t mm = task ? task_at(f->now, task)->mm : 0;

	set->follow_kind = OBJ_PAGE;
	set->follow_id = mm && address < TASK_SIZE ?
				 page_first(f->now, mm, address) : address;
	set->follow_sub = task ? task_at(f->now, task)->pid : 0;
}

void follow_file_content(const struct facts *f, handle_t inode, uint64_t index,
			 struct settings *set)
{
	set->follow_kind = OBJ_FILE;
	set->follow_id = index;
	set->follow_sub = inode_at(f->now, inode)->ino;
}

static bool follow_mapping(const struct facts *f, handle_t task, pfn_t pfn,
			   struct settings *set)
{
	handle_t mm = task ? task_at(f->now, task)->mm : 0;
	vaddr_t addr = mm ? entry_of(f->now, mm, pfn, BY_SLOT) : VADDR_NONE;

	if (addr == VADDR_NONE)
		return false;
	follow_page_content(f, task, addr, set);
	return true;
}

void follow_frame_content(const struct facts *f, pfn_t pfn,
			  struct settings *set)
{
	const struct frame *fr = frame_at(f->now, pfn);
	enum frame_kind kind = zone_kind(f->now, pfn);

	set->follow_kind = OBJ_FRAME;
	set->follow_id = pfn;
	set->follow_sub = 0;
	if (fr && fr->mapping && (kind == KIND_FILE || kind == KIND_SHMEM)) {
		follow_file_content(f, fr->mapping, fr->index, set);
		return;
	}
	if (kind != KIND_ANON || follow_mapping(f, f->task, pfn, set))
		return;
	for (handle_t h = f->now->s->tasks; h; h = task_at(f->now, h)->next)
		if (follow_mapping(f, h, pfn, set))
			return;
}

/* Do the cells of the panel show what is followed? */
static bool is_shown(const struct canvas *c, struct rect r)
{
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++)
			if (canvas_cell(c, x, y)->over & OVER_FOLLOW ||
			    (x == r.x && canvas_cell(c, x, y)->code == '@'))
				return true;
	return false;
}

enum { TITLE_EDGES = 11 };	/* corners, lines, spaces, blanks between */

void follow_note(const struct canvas *c, const struct facts *f,
		 const struct box *box, const struct text *title,
		 struct text *aside)
{
	struct text where = { 0 };
	int room = box->r.w - TITLE_EDGES;

	if (is_shown(c, box_inside(box)))
		return;
	room -= text_columns(text_str(title), title->len) +
		text_columns(text_str(aside), aside->len);
	follow_where(f, false, &where);
	if (text_columns(text_str(&where), where.len) > room) {
		text_reset(&where);
		follow_where(f, true, &where);
	}
	if (where.len && text_columns(text_str(&where), where.len) <= room)
		text_printf(aside, "%s%s", aside->len ? "  " : "",
			    text_str(&where));
	text_free(&where);
}
