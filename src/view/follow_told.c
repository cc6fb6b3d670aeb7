#include "view/follow_told.h"

#include <inttypes.h>
#include <string.h>

#include "mm/inode.h"
#include "mm/swap_area.h"
#include "view/map.h"
#include "view/view.h"

static void say_freed(const struct facts *f, struct text *out)
{
	text_printf(out, "%s ", ui(f->lang, UI_freed_at));
	timeline_print_pos(f->s->timeline, f->followed.gone_at, out);
}

static void say_slot(const struct facts *f, struct text *out)
{
	text_printf(out, " %s %u:%u", ui(f->lang, UI_slot),
		    swp_type(f->followed.slot), swp_offset(f->followed.slot));
}

void follow_where(const struct facts *f, bool brief, struct text *out)
{
	const struct followed *to = &f->followed;
	char frame[24];

	if (to->was_there) {
		text_puts(out, "@ ");
		say_freed(f, out);
	} else if (to->has_frame) {
		text_printf(out, "@ %s%s%s", brief ? "" : ui(f->lang, UI_frame),
			    brief ? "" : " ",
			    frame_words(f->now, to->pfn, frame));
	} else if (to->slot) {
		text_puts(out, "@");
		say_slot(f, out);
	} else if (to->has_page || to->has_file) {
		text_printf(out, "@ %s", ui(f->lang, UI_not_in_memory));
	}
}

/* A page, or what the scenario calls by a name: it can be gone. */
static bool is_content(const struct facts *f)
{
	const struct followed *to = &f->followed;

	return to->has_page || to->has_file || !to->has_frame;
}

/* A page that is gone has only its name, and no frame keeps it. */
static void say_page(const struct facts *f, struct text *out)
{
	const struct followed *to = &f->followed;

	if (to->has_page)
		text_printf(out, " %" PRIx64, to->address);
	else if (to->has_file) {
		text_puts(out, " ");
		text_printf(out, ui(f->lang, UI_i_file_title), to->index,
			    inode_at(f->now, to->inode)->name);
	}
}

/*
 * Nothing of a block that only its name was known by, and is gone. `brief`: a
 * frame is its number alone.
 */
static void say_name(const struct facts *f, bool brief, struct text *out)
{
	const struct followed *to = &f->followed;
	char frame[24];

	if (!to->has_frame && !to->slot && !to->has_page && !to->has_file)
		return;
	text_puts(out, ui(f->lang, UI_follows));
	if (to->has_frame && !(to->was_there && is_content(f)))
		text_printf(out, " %s%s%s", brief ? "" : ui(f->lang, UI_frame),
			    brief ? "" : " ",
			    frame_words(f->now, to->pfn, frame));
	else if (to->slot)
		say_slot(f, out);
	else
		say_page(f, out);
}

/* Of a free block the order, and where it begins if that is elsewhere. */
static void say_block(const struct facts *f, const struct frame_block *b,
		      struct text *out)
{
	char first[24];

	text_printf(out, ui(f->lang, UI_followed_free), b->order);
	if (b->pfn != f->followed.pfn)
		text_printf(out, ui(f->lang, UI_followed_inside),
			    frame_words(f->now, b->pfn, first));
}

/* "a anonymous"; of a free block, whose digit is its order, "free, order 1" */
static void say_letter(const struct facts *f, struct text *out)
{
	pfn_t pfn = f->followed.pfn;
	enum glyph g = frame_glyph(f->now, pfn);
	char c = frame_letter(f->now, pfn).c;
	struct frame_block b;

	if (zone_kind(f->now, pfn) == KIND_FREE && frame_block(f->now, pfn, &b))
		say_block(f, &b, out);
	else
		text_printf(out, "%c %s", c,
			    frame_meaning(f->now, f->lang, pfn));
	if (glyph_letter(g).c != c && c == glyph_active(g).c)
		text_puts(out, ui(f->lang, UI_followed_active));
}

/* Behind what is told already, if there is room. */
static void add_part(struct text *out, const char *gap, const struct text *part,
		     int room)
{
	int w = text_columns(text_str(out), out->len) +
		text_columns(gap, strlen(gap)) +
		text_columns(text_str(part), part->len);

	if (part->len && w <= room)
		text_printf(out, "%s%s", gap, text_str(part));
}

/* That it is gone counts for more than which it was. */
static void say_gone(enum lang lang, const struct text *name,
		     const struct text *freed, int room, struct text *out)
{
	if (name->len)
		text_puts(out, text_str(name));
	add_part(out, ui(lang, UI_comma), freed, name->len ? room : 0);
	if (out->len == name->len) {
		text_reset(out);
		text_printf(out, "@ %s", text_str(freed));
	}
}

void follow_status(const struct facts *f, int room, struct text *out)
{
	struct text name = { 0 }, letter = { 0 }, freed = { 0 };

	say_name(f, false, &name);
	if (text_columns(text_str(&name), name.len) > room) {
		text_reset(&name);
		say_name(f, true, &name);
	}
	if (f->followed.has_frame)
		say_letter(f, &letter);
	if (f->followed.was_there)
		say_freed(f, &freed);
	if (freed.len && is_content(f)) {
		say_gone(f->lang, &name, &freed, room, out);
	} else {
		text_puts(out, text_str(&name));
		add_part(out, ui(f->lang, UI_followed_is), &letter, room);
		add_part(out, ui(f->lang, UI_comma), &freed, room);
	}
	text_free(&name);
	text_free(&letter);
	text_free(&freed);
}
