/* Physical memory as text: the map of a small zone, the frames of the event */
#include "view/tell.h"

#include <inttypes.h>
#include <string.h>

#include "view/map.h"
#include "view/paint.h"
#include "view/view.h"

enum { CELLS = 512,	/* at most, of a map */
       NR_LETTERS = 256 };

/* Frames of the zone by kind: " . 26 (was 31) k 6 (was 1)". */
static void tell_kinds(const struct facts *f, struct text *out,
		       const struct zone *z, const struct zone *was)
{
	for (unsigned k = 0; k < NR_KINDS; k++) {
		const char letter[2] = { glyphs[kind_glyph(k)].letter, '\0' };

		if (z->nr_kind[k] || was->nr_kind[k])
			tell_count(f, out, letter, z->nr_kind[k],
				   was->nr_kind[k]);
	}
}

/* By age, of a single frame: the signs of use beside it. */
static char use_of(const struct brush *b, pfn_t pfn, unsigned shift)
{
	if (b->paint != PAINT_AGE || shift ||
	    frame_part(b, pfn) < PART_INACTIVE)
		return ' ';
	return page_use_sign(b->m, pfn);
}

static void tell_letter(struct text *out, char c, const char *words,
			const bool seen[NR_LETTERS])
{
	if (seen[(unsigned char)c] && *words)
		text_printf(out, "  %c %s", c, words);
}

/* What letters of a paint mean that the map has; those of kinds are told. */
static void tell_key(const struct facts *f, struct text *out,
		     const struct brush *b, const bool seen[NR_LETTERS])
{
	char name[TASK_WORDS_BYTES];

	if (b->paint == PAINT_KIND)
		return;
	text_printf(out, "  %s:", paint_words(f->lang, b->paint));
	for (int i = 0; i < MIGRATE_TYPES && b->paint == PAINT_TYPE; i++)
		tell_letter(out, type_letter((enum migratetype)i),
			    migratetype_name((enum migratetype)i), seen);
	for (unsigned i = 0; i < NR_PARTS && b->paint != PAINT_TYPE; i++)
		tell_letter(out, part_letter((enum part)i).c,
			    part_words(f->now, f->lang, b->paint, i, name),
			    seen);
	text_puts(out, "\n");
}

/* The map of the zone in runs, a cell a frame or 2^shift of them. */
static void tell_map(const struct facts *f, struct text *out,
		     const struct zone *z)
{
	bool seen[NR_LETTERS] = { false };
	struct runs r = { 0 };
	struct brush b;
	unsigned shift = 0;

	while (z->spanned >> shift > CELLS)
		shift++;
	brush_make(&b, f->now, z,
		   paint_shown(f->now, z, f->s->settings.paint));
	text_puts(out, "  ");
	text_printf(out, shift ? ui(f->lang, UI_cell_frames) :
				 ui(f->lang, UI_cell_frame),
		    UINT64_C(1) << shift);
	text_puts(out, ":");
	for (pfn_t pfn = z->start_pfn >> shift << shift; pfn < zone_end_pfn(z);
	     pfn += UINT64_C(1) << shift) {
		struct letter l = paint_cell(&b, &b, pfn, shift);

		if (!l.c)
			continue;
		runs_add(&r, out, l.c, use_of(&b, pfn, shift));
		seen[(unsigned char)l.c] = true;
	}
	runs_end(&r, out);
	text_puts(out, "\n");
	tell_key(f, out, &b, seen);
	brush_free(&b);
}

/* "* frames 0x5400 to 0x57ff: a anonymous" */
static void tell_touched(const struct facts *f, struct text *out,
			 const struct pfn_range *range)
{
	const struct zone *z = &f->now->s->zone[zone_number(f->now, range->pfn)];
	char first[24], last[24];

	text_printf(out, "* %s %s", ui(f->lang, UI_frame),
		    pfn_words(z, range->pfn, first));
	if (range->nr > 1)
		text_printf(out, " %s %s", ui(f->lang, UI_t_to),
			    pfn_words(z, range->pfn + range->nr - 1, last));
	text_printf(out, " %c %s\n", frame_letter(f->now, range->pfn).c,
		    frame_meaning(f->now, f->lang, range->pfn));
}

void tell_frames(const struct facts *f, struct text *out)
{
	const struct zone *z, *was;
	char name[24];

	if (f->zone >= MAX_ZONES)
		return;
	z = &f->now->s->zone[f->zone];
	was = &f->before->s->zone[f->zone];
	tell_begin(out, memcmp(z->nr_kind, was->nr_kind, sizeof(z->nr_kind)));
	text_printf(out, ui(f->lang, UI_t_frames_of),
		    zone_words(f->now, f->zone, name));
	tell_kinds(f, out, z, was);
	text_puts(out, "\n");
	tell_map(f, out, z);
	for (unsigned i = 0; i < f->touch.nr_frames; i++)
		if (frame_at(f->now, f->touch.frames[i].pfn))
			tell_touched(f, out, &f->touch.frames[i]);
}
