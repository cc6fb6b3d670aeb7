/* Physical memory as text: the map of a small zone, the frames of the event */
#include "view/tell.h"

#include <inttypes.h>
#include <string.h>

#include "view/map.h"
#include "view/view.h"

enum { CELLS = 512 };	/* at most, of a map */

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

/* The map of the zone in runs, a cell a frame or 2^shift of them. */
static void tell_map(const struct facts *f, struct text *out,
		     const struct zone *z)
{
	enum paint paint = f->s->settings.paint;
	struct runs r = { 0 };
	struct owners owners;
	unsigned shift = 0;

	while (z->spanned >> shift > CELLS)
		shift++;
	owners_gather(&owners, f->now);
	text_puts(out, "  ");
	text_printf(out, shift ? ui(f->lang, UI_cell_frames) :
				 ui(f->lang, UI_cell_frame),
		    UINT64_C(1) << shift);
	text_puts(out, ":");
	for (pfn_t pfn = z->start_pfn >> shift << shift; pfn < zone_end_pfn(z);
	     pfn += UINT64_C(1) << shift) {
		struct letter l = map_letter(f->now, z, pfn, shift, paint,
					     &owners);

		if (l.c)
			runs_add(&r, out, l.c, ' ');
	}
	runs_end(&r, out);
	text_puts(out, "\n");
}

/* "* frames 0x5400 to 0x57ff: a anonymous" */
static void tell_touched(const struct facts *f, struct text *out,
			 const struct pfn_range *range)
{
	const struct zone *z = &f->now->s->zone[zone_number(f->now, range->pfn)];
	enum glyph g = frame_glyph(f->now, range->pfn);
	char first[24], last[24];

	text_printf(out, "* %s %s", ui(f->lang, UI_frame),
		    pfn_words(z, range->pfn, first));
	if (range->nr > 1)
		text_printf(out, " %s %s", ui(f->lang, UI_t_to),
			    pfn_words(z, range->pfn + range->nr - 1, last));
	text_printf(out, " %c %s\n", frame_letter(f->now, range->pfn).c,
		    ui(f->lang, g == GLYPH_NOTHING ? UI_free : glyphs[g].word));
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
