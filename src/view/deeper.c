#include "view/deeper.h"

#include <inttypes.h>

#include "mm/pgtable_alloc.h"
#include "mm/task.h"
#include "mm/vma.h"
#include "view/follow.h"
#include "view/inspect_line.h"
#include "view/palette.h"
#include "view/view.h"

static bool frame_to_page(const struct facts *f, const struct mark *on,
			  struct mark *next)
{
	const struct frame *fr = frame_at(f->now, on->id);

	if (!fr || fr->mapcount <= 0 || on->sub > 1)
		return false;
	for (handle_t h = f->now->s->tasks; h; h = task_at(f->now, h)->next) {
		handle_t mm = task_at(f->now, h)->mm;
		vaddr_t addr = mm ? frame_mapped_at(f->now, mm, on->id) :
				    VADDR_NONE;

		if (addr != VADDR_NONE)
			return mark_to(next, OBJ_PAGE, addr, h);
	}
	return false;
}

static bool frame_to_zone(const struct facts *f, const struct mark *on,
			  struct mark *next)
{
	unsigned zone = zone_number(f->now, on->id);

	return zone < MAX_ZONES && mark_to(next, OBJ_ZONE, zone, 0);
}

static bool order_to_zone(const struct facts *f, const struct mark *on,
			  struct mark *next)
{
	(void)f;
	return mark_to(next, OBJ_ZONE, on->sub, 0);
}

static bool page_to_frame(const struct facts *f, const struct mark *on,
			  struct mark *next)
{
	handle_t mm = task_at(f->now, (handle_t)on->sub)->mm;
	pte_t e = mm && on->id < TASK_SIZE ? pgtable_get(f->now, mm, on->id) :
					     0;

	return pte_present(e) && mark_to(next, OBJ_FRAME, pte_pfn(e), 1);
}

static bool page_to_vma(const struct facts *f, const struct mark *on,
			struct mark *next)
{
	handle_t mm = task_at(f->now, (handle_t)on->sub)->mm;
	handle_t h = mm ? vma_lookup(f->now, mm, on->id) : 0;

	return h && mark_to(next, OBJ_VMA, vma_at(f->now, h)->start, on->sub);
}

static bool vma_to_task(const struct facts *f, const struct mark *on,
			struct mark *next)
{
	(void)f;
	return mark_to(next, OBJ_TASK, on->sub, 0);
}

static bool entry_to_page(const struct facts *f, const struct mark *on,
			  struct mark *next)
{
	(void)on;
	return f->has_address && f->task && f->address < TASK_SIZE &&
	       mark_to(next, OBJ_PAGE, f->address & ~(vaddr_t)(PAGE_SIZE - 1),
		  f->task);
}

/* The first address or frame among the event's fields. */
static bool event_to_thing(const struct facts *f, const struct mark *on,
			   struct mark *next)
{
	const struct event *e;

	if (on->id >= f->between->nr_last)
		return false;
	e = &f->between->last[on->id];
	for (int i = 0; i < EVENT_FIELDS; i++) {
		const struct event_field *field = &event_types[e->id].field[i];

		if (!field->name)
			break;
		if (field->form == EVENT_FORM_PFN &&
		    zone_number(f->now, e->arg[i]) < MAX_ZONES)
			return mark_to(next, OBJ_FRAME, e->arg[i], 1);
		if (field->form == EVENT_FORM_ADDR && f->task &&
		    e->arg[i] < TASK_SIZE)
			return mark_to(next, OBJ_PAGE,
				  e->arg[i] & ~(vaddr_t)(PAGE_SIZE - 1),
				  f->task);
	}
	return false;
}

typedef bool way(const struct facts *f, const struct mark *on,
		 struct mark *next);

/* In this order; the first that leads to something new. */
static const struct {
	enum object from, to;
	way	   *go;
} ways[] = {
	{ OBJ_FRAME, OBJ_PAGE, frame_to_page },
	{ OBJ_FRAME, OBJ_ZONE, frame_to_zone },
	{ OBJ_BLOCK, OBJ_ZONE, frame_to_zone },
	{ OBJ_ORDER, OBJ_ZONE, order_to_zone },
	{ OBJ_PAGE, OBJ_FRAME, page_to_frame },
	{ OBJ_PAGE, OBJ_VMA, page_to_vma },
	{ OBJ_VMA, OBJ_TASK, vma_to_task },
	{ OBJ_ENTRY, OBJ_PAGE, entry_to_page },
	{ OBJ_EVENT, OBJ_NONE, event_to_thing },
	{ OBJ_LINE, OBJ_NONE, line_leads },
};

static bool find_next(const struct facts *f, const struct mark *on,
		      uint32_t seen, struct mark *next)
{
	*next = *on;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (ways[i].from == on->kind && !(seen & 1u << ways[i].to) &&
		    ways[i].go(f, on, next))
			return true;
	return false;
}

struct mark deeper_opened(const struct facts *f, const struct mark *mark)
{
	const struct settings *set = &f->s->settings;
	struct mark on = *mark;

	if (set->nr_deeper) {
		const struct mark *last = &set->deeper[set->nr_deeper - 1];

		on.kind = last->kind;
		on.id = last->id;
		on.sub = last->sub;
	}
	return on;
}

bool deeper_next(const struct facts *f, const struct mark *mark,
		 struct mark *next)
{
	const struct settings *set = &f->s->settings;
	struct mark on = deeper_opened(f, mark);
	uint32_t seen = 1u << mark->kind;

	for (int i = 0; i < set->nr_deeper; i++)
		seen |= 1u << set->deeper[i].kind;
	return find_next(f, &on, seen, next);
}

static void object_words(const struct facts *f, const struct mark *m,
		  struct text *out)
{
	const struct task *t;
	char name[24];

	switch (m->kind) {
	case OBJ_FRAME:
		text_printf(out, ui(f->lang, UI_frame_pfn), m->id);
		break;
	case OBJ_PAGE:
		text_printf(out, "%s %012" PRIx64, ui(f->lang, UI_page), m->id);
		break;
	case OBJ_VMA:
		text_printf(out, ui(f->lang, UI_i_area_title), m->id);
		break;
	case OBJ_ZONE:
		text_printf(out, ui(f->lang, UI_i_zone_title),
			    zone_words(f->now, (unsigned)m->id, name));
		break;
	case OBJ_TASK:
		t = task_at(f->now, (handle_t)m->id);
		text_printf(out, "%c %.16s", tag_letter(t->tag), t->comm);
		break;
	default:
		break;
	}
}

void deeper_tell(const struct facts *f, const struct mark *mark,
		 struct text *lines)
{
	struct text words = { 0 };
	struct mark next;

	if (!deeper_next(f, mark, &next))
		return;
	object_words(f, &next, &words);
	if (lines->len && lines->s[lines->len - 1] != '\n')
		text_puts(lines, "\n");
	text_printf(lines, ui(f->lang, UI_i_enter), text_str(&words));
	text_free(&words);
}
