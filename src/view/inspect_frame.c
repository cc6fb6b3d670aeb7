#include "view/inspect_frame.h"

#include <inttypes.h>

#include "mm/buddy.h"
#include "mm/watermark.h"
#include "view/frame_past.h"
#include "view/inspect_use.h"
#include "view/kinds.h"
#include "view/map.h"
#include "view/raw.h"
#include "view/view.h"

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
	if (buddy < z->start_pfn || buddy >= zone_end_pfn(z)) {
		text_printf(out, ui(f->lang, UI_i_buddy_outside), b->pfn,
			    UINT64_C(1) << b->order);
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
				    kind_words(f, (enum frame_kind)k));
}

void inspect_frame(const struct facts *f, const struct mark *m,
		   struct text *title, struct text *lines)
{
	const struct frame *fr = frame_at(f->now, m->id);
	struct frame_block b;
	bool movable;

	if (m->sub > 1) {
		text_printf(title, ui(f->lang, UI_i_frames), m->id,
			    m->id + m->sub - 1);
		tell_many(f, m, lines);
		return;
	}
	text_printf(title, ui(f->lang, UI_frame_pfn), m->id);
	text_printf(lines, "%c  %s\n", frame_letter(f->now, m->id).c,
		    frame_meaning(f->now, f->lang, m->id));
	if (is_raw(f->now, m->id, &movable))
		text_puts(lines, ui(f->lang, UI_i_raw));
	tell_zone_of(f, m->id, lines);
	if (frame_block(f->now, m->id, &b) && 
	    (b.order || b.state != PG_HEAD))
		tell_block(f, &b, lines);
	if (fr && zone_kind(f->now, m->id) != KIND_FREE)
		inspect_use(f, m->id, lines);
	frame_past_tell(f, m->id, lines);
}

void inspect_block(const struct facts *f, const struct mark *m,
		   struct text *title, struct text *lines)
{
	struct frame_block b;

	text_printf(title, ui(f->lang, UI_i_block_title), m->id);
	if (!frame_block(f->now, m->id, &b))
		return;
	tell_block(f, &b, lines);
	tell_zone_of(f, m->id, lines);
	frame_past_tell(f, m->id, lines);
}

void inspect_order(const struct facts *f, const struct mark *m,
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

void inspect_zone(const struct facts *f, const struct mark *m,
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
		enum zone_type highest = (enum zone_type)i;
		struct watermark_check c = zone_watermark(
				f->now, z, 0, highest, ALLOC_WMARK_LOW);

		if (highest != z->type && !c.reserve)
			continue;
		text_printf(lines, "%-8s %" PRId64 " > %" PRId64 " + %" PRId64
			    "  %s\n", zone_type_name(highest), c.free, c.mark,
			    c.reserve, yes_no(f, c.ok));
	}
}
