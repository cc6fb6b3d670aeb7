#include "view/map.h"

#include "mm/file_write.h"
#include "mm/rmap.h"
#include "view/raw.h"

enum { LOOK_INTO = 6 };	/* cells of up to 64 frames are looked into */

bool page_reading(const struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);
	bool placed = frame_kind(f) == KIND_ANON ? f->swap != 0 :
						   f->mapping != 0;

	return placed && !(f->flags & PG_UPTODATE) && !write_makes(m, pfn);
}

/* A page of a file or a task: where it is on its way, or what it holds. */
static enum glyph page_glyph_of(const struct machine *m, pfn_t pfn)
{
	const struct frame *f = frame_at(m, pfn);
	enum frame_kind kind = frame_kind(f);

	if (f->flags & PG_WRITEBACK)
		return GLYPH_WRITE;
	if (page_reading(m, pfn))
		return GLYPH_READ;
	if (kind == KIND_ANON && f->swap)
		return GLYPH_SWAPCACHE;
	if (kind == KIND_FILE && (f->flags & PG_DIRTY))
		return GLYPH_DIRTY;
	return kind_glyph(kind);
}

enum glyph frame_glyph(const struct machine *m, pfn_t pfn)
{
	enum frame_kind kind = zone_kind(m, pfn);
	const struct frame *f = frame_at(m, pfn);
	struct frame_block b;

	if (kind == KIND_FREE) {
		if (!frame_block(m, pfn, &b) || b.state == PG_HEAD)
			return GLYPH_NOTHING;
		if (b.state == PG_INHAND)
			return GLYPH_INHAND;
		return b.pfn == pfn ? GLYPH_ORDER : GLYPH_NOTHING;
	}
	if (f && (f->flags & PG_UNEVICTABLE))
		return GLYPH_PINNED;
	if (f && (kind == KIND_FILE || kind == KIND_ANON || kind == KIND_SHMEM))
		return page_glyph_of(m, pfn);
	return kind_glyph(kind);
}

const char *frame_meaning(const struct machine *m, enum lang lang, pfn_t pfn)
{
	enum glyph g = frame_glyph(m, pfn);
	bool movable;

	if (g == GLYPH_NOTHING)
		return ui(lang, UI_free);
	if (g == GLYPH_RESERVED && pfn && pfn == m->s->zero_pfn)
		return ui(lang, UI_reserved_zero);
	if (is_raw(m, pfn, &movable))
		return ui(lang, movable ? UI_raw_movable : UI_raw);
	return ui(lang, glyphs[g].word);
}

struct letter frame_letter(const struct machine *m, pfn_t pfn)
{
	enum glyph g = frame_glyph(m, pfn);
	const struct frame *f = frame_at(m, pfn);
	struct frame_block b;

	if (g == GLYPH_ORDER && frame_block(m, pfn, &b))
		return order_letter(b.order, b.type);
	if (f && (f->flags & PG_ACTIVE))
		return glyph_active(g);
	return glyph_letter(g);
}

char page_use_sign(const struct machine *m, pfn_t pfn)
{
	return use_sign((frame_at(m, pfn)->flags & PG_REFERENCED) != 0,
			page_young(m, pfn));
}

/*
 * The rest of a free block. Behind its order stands its type, if it is not
 * movable as most are: so it is told without colour, too.
 */
static struct letter rest_letter(const struct machine *m, pfn_t pfn,
				 unsigned shift)
{
	struct frame_block b;

	if (!frame_block(m, pfn, &b) || b.state != PG_BUDDY ||
	    b.type == MIGRATE_MOVABLE || pfn != b.pfn + (UINT64_C(1) << shift))
		return glyph_letter(GLYPH_NOTHING);
	return (struct letter){ type_letter(b.type), (uint8_t)type_role(b.type),
				0 };
}

/*
 * A cell that is free for the most part: the largest block that begins in it,
 * else the rest of one. Large cells are judged by their first frame.
 */
static struct letter free_cell(const struct machine *m, pfn_t pfn,
			       unsigned shift)
{
	pfn_t end = pfn + (UINT64_C(1) << (shift <= LOOK_INTO ? shift : 0));
	struct frame_block b, best = { .state = 0 };

	for (pfn_t at = pfn; at < end; at = b.pfn + (UINT64_C(1) << b.order)) {
		if (zone_kind(m, at) != KIND_FREE || !frame_block(m, at, &b)) {
			b.pfn = at;
			b.order = 0;
			continue;
		}
		if (b.state == PG_INHAND)
			return glyph_letter(GLYPH_INHAND);
		if (b.state == PG_BUDDY && b.pfn >= pfn &&
		    (!best.state || b.order > best.order))
			best = b;
	}
	return best.state ? order_letter(best.order, best.type) :
			    rest_letter(m, pfn, shift);
}

int most_of(const uint64_t *counts, int nr)
{
	int best = 0;

	for (int i = 1; i < nr; i++)
		if (counts[i] > counts[best])
			best = i;
	return best;
}

int most_that_came(const uint64_t *counts, const uint64_t *was, int nr)
{
	uint64_t most = 0;
	int grew = -1;

	for (int i = 0; i < nr; i++) {
		uint64_t came = counts[i] > was[i] ? counts[i] - was[i] : 0;

		/* of two alike the one that somebody uses */
		if (came > most || (came && came == most && !grew)) {
			most = came;
			grew = i;
		}
	}
	return grew;
}

static bool in_zone(const struct zone *z, pfn_t pfn, uint64_t nr)
{
	return pfn + nr > z->start_pfn && pfn < zone_end_pfn(z);
}

/* A cell of `nr` frames that shows a kind of which it has so many. */
static struct letter kind_letter(const struct machine *m, pfn_t pfn,
				 unsigned shift, int kind, uint64_t has)
{
	struct letter l = kind == KIND_FREE ? free_cell(m, pfn, shift) :
			  glyph_letter(kind_glyph((enum frame_kind)kind));

	if (has != UINT64_C(1) << shift)
		l.over |= OVER_DIM;
	return l;
}

struct letter map_kind(const struct machine *m, const struct zone *z,
		       pfn_t pfn, unsigned shift)
{
	uint64_t counts[MAX_KINDS] = { 0 }, nr = UINT64_C(1) << shift;
	int best;

	if (!in_zone(z, pfn, nr))
		return (struct letter){ 0, 0, 0 };
	if (!shift)
		return zone_kind(m, pfn) == KIND_FREE &&
		       frame_glyph(m, pfn) == GLYPH_NOTHING ?
			       rest_letter(m, pfn, 0) : frame_letter(m, pfn);
	frames_count(m, pfn, nr, counts);
	best = most_of(counts, MAX_KINDS);
	return kind_letter(m, pfn, shift, best, counts[best]);
}

/* A frame by itself shows what it is now; another letter is news. */
static struct letter frame_cell(const struct machine *before,
				const struct zone *z, pfn_t pfn,
				struct letter l)
{
	struct letter was = map_kind(before, z, pfn, 0);

	if (l.c && (was.c != l.c || was.role != l.role))
		l.over |= OVER_CHANGED;
	return l;
}

struct letter map_cell(const struct machine *now, const struct machine *before,
		       const struct zone *z, pfn_t pfn, unsigned shift)
{
	uint64_t counts[MAX_KINDS] = { 0 }, was[MAX_KINDS] = { 0 };
	struct letter l = map_kind(now, z, pfn, shift);
	int grew;

	if (!shift)
		return frame_cell(before, z, pfn, l);
	if (!l.c)
		return l;
	frames_count(now, pfn, UINT64_C(1) << shift, counts);
	frames_count(before, pfn, UINT64_C(1) << shift, was);
	grew = most_that_came(counts, was, MAX_KINDS);
	if (grew < 0)
		return l;
	l = kind_letter(now, pfn, shift, grew, counts[grew]);
	l.over |= OVER_CHANGED;
	return l;
}

struct letter map_type(const struct machine *m, const struct zone *z,
		       pfn_t pfn, unsigned shift)
{
	struct letter l = map_kind(m, z, pfn, shift);
	enum migratetype type;

	if (!l.c || l.c == glyphs[GLYPH_HOLE].letter ||
	    l.c == glyphs[GLYPH_RESERVED].letter)
		return l;
	type = pageblock_type(m, pfn < z->start_pfn ? z->start_pfn : pfn);
	return (struct letter){ type_letter(type), (uint8_t)type_role(type),
				0 };
}
