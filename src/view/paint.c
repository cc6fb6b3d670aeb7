#include "view/paint.h"

#include <stdlib.h>

#include "base/xmalloc.h"
#include "mm/pgtable.h"
#include "view/facts.h"
#include "view/map.h"
#include "view/raw.h"

/* Of 512 MiB: more take longer than the rest of a picture. */
enum { PAGES_LOOKED_AT = 1 << 17 };

const char *paint_words(enum lang lang, enum paint paint)
{
	static const enum ui words[NR_PAINTS] = {
		UI_paint_kind, UI_paint_owner, UI_paint_type, UI_paint_age,
	};

	return ui(lang, words[paint]);
}

static bool is_page(enum frame_kind kind)
{
	return kind >= KIND_ANON;
}

static uint64_t mapped_pages(const struct machine *m)
{
	uint64_t nr = 0;

	for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next) {
		handle_t mm = task_at(m, t)->mm;

		if (mm)
			nr += mm_at(m, mm)->rss[MM_FILEPAGES] +
			      mm_at(m, mm)->rss[MM_ANONPAGES] +
			      mm_at(m, mm)->rss[MM_SHMEMPAGES];
	}
	return nr;
}

enum paint paint_shown(const struct machine *m, const struct zone *z,
		       enum paint paint)
{
	uint64_t nr = paint == PAINT_OWNER ? mapped_pages(m) : 0;

	if (paint == PAINT_KIND || paint == PAINT_TYPE)
		return paint;
	for (int k = KIND_ANON; k < NR_KINDS; k++)
		nr += z->nr_kind[k];
	return nr <= PAGES_LOOKED_AT ? paint : PAINT_KIND;
}

/* Another task's page belongs to several from now on. */
static void own(struct brush *b, pfn_t pfn, uint8_t part)
{
	uint8_t *owner;

	if (pfn - b->z->start_pfn >= b->z->spanned)
		return;
	owner = &b->owner[pfn - b->z->start_pfn];
	*owner = !*owner || *owner == part ? part : PART_SEVERAL;
}

static void own_table(struct brush *b, const struct table *t, uint8_t part)
{
	for (unsigned i = 0; i < PTRS_PER_TABLE; i++)
		if (t->entry[i] && pte_present(t->entry[i]))
			own(b, vm_normal_page(b->m, t->entry[i]), part);
}

static void own_space(struct brush *b, handle_t mm, uint8_t part)
{
	vaddr_t at = 0;

	for (; (at = pgtable_next_table(b->m, mm, at, TASK_SIZE)) < TASK_SIZE;
	     at = (at & PMD_MASK) + PMD_SIZE)
		own_table(b, table_at(b->m, table_down_to(b->m, mm, at,
							  LEVEL_PTE)), part);
}

void brush_make(struct brush *b, const struct machine *m, const struct zone *z,
		enum paint paint)
{
	*b = (struct brush){ .paint = paint, .m = m, .z = z };
	if (paint != PAINT_OWNER)
		return;
	b->owner = xcalloc(z->spanned + 1, 1);	/* none is no size */
	for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next) {
		const struct task *task = task_at(m, t);

		if (task->mm && mm_at(m, task->mm)->pgd)
			own_space(b, task->mm,
				  (uint8_t)(task->tag && task->tag <= MAX_TAG ?
						    PART_TASK + task->tag :
						    PART_UNTAGGED));
	}
}

void brush_free(struct brush *b)
{
	free(b->owner);
	b->owner = NULL;
}

/* Of frames that are no pages. */
static enum part kind_part(enum frame_kind kind)
{
	static const enum part parts[NR_KINDS] = {
		[KIND_FREE] = PART_FREE,
		[KIND_HOLE] = PART_HOLE,
		[KIND_RESERVED] = PART_RESERVED,
		[KIND_INHAND] = PART_INHAND,
		[KIND_PCP] = PART_FREE,
		[KIND_KERNEL] = PART_KERNEL,
		[KIND_PGTABLE] = PART_KERNEL,
		[KIND_SLAB] = PART_KERNEL,
	};

	return parts[kind];
}

static enum part page_owner(const struct brush *b, const struct frame *f,
			    pfn_t pfn)
{
	uint8_t owner = b->owner[pfn - b->z->start_pfn];

	if (owner)
		return (enum part)owner;
	if (frame_kind(f) != KIND_ANON)
		return PART_CACHE;
	return f->swap ? PART_SWAPCACHE : PART_INHAND;	/* not mapped yet */
}

/* A page on no list is isolated, or waits in a batch of a CPU. */
static enum part page_age(const struct frame *f)
{
	if (f->flags & PG_UNEVICTABLE)
		return PART_UNEVICTABLE;
	if (!(f->flags & PG_LRU))
		return PART_INHAND;
	return f->flags & PG_ACTIVE ? PART_ACTIVE : PART_INACTIVE;
}

static enum part page_part(const struct brush *b, const struct frame *f,
			   pfn_t pfn)
{
	return b->paint == PAINT_OWNER ? page_owner(b, f, pfn) : page_age(f);
}

enum part frame_part(const struct brush *b, pfn_t pfn)
{
	enum frame_kind kind = zone_kind(b->m, pfn);

	if (is_page(kind))
		return page_part(b, frame_at(b->m, pfn), pfn);
	if (kind == KIND_FREE && frame_glyph(b->m, pfn) == GLYPH_INHAND)
		return PART_INHAND;
	return kind_part(kind);
}

/* Pages of [pfn, end), which lie in one group, of which some are. */
static void pages_count(const struct brush *b, pfn_t pfn, pfn_t end,
			uint64_t parts[NR_PARTS])
{
	const struct frame *f = frame_at(b->m, pfn);

	for (; pfn < end; pfn++, f++)
		if (is_page(frame_kind(f)))
			parts[page_part(b, f, pfn)]++;
}

static bool has_pages(const uint64_t kinds[MAX_KINDS])
{
	for (int k = KIND_ANON; k < NR_KINDS; k++)
		if (kinds[k])
			return true;
	return false;
}

/* By the counts of kinds; only groups that have pages are looked into. */
static void parts_count(const struct brush *b, pfn_t pfn, pfn_t end,
			uint64_t parts[NR_PARTS])
{
	while (pfn < end) {
		uint64_t kinds[MAX_KINDS] = { 0 };
		bool chunk = frame_at(b->m, pfn) != NULL;
		pfn_t whole = chunk ? GROUP_FRAMES : BLOCK_FRAMES;
		pfn_t stop = (pfn | (whole - 1)) + 1;

		stop = stop < end ? stop : end;
		frames_count(b->m, pfn, stop - pfn, kinds);
		for (int k = 0; k < KIND_ANON; k++)
			parts[kind_part((enum frame_kind)k)] += kinds[k];
		if (has_pages(kinds))
			pages_count(b, pfn, stop, parts);
		pfn = stop;
	}
}

static struct letter one_frame(const struct brush *now,
			       const struct brush *before, pfn_t pfn)
{
	enum part part = frame_part(now, pfn);
	struct letter l = part_letter(part);

	if (part != frame_part(before, pfn))
		l.over |= OVER_CHANGED;
	return l;
}

/* Of a cell of many frames, of which [pfn, end) are in the zone. */
static struct letter many_frames(const struct brush *now,
				 const struct brush *before, pfn_t pfn,
				 pfn_t end)
{
	uint64_t parts[NR_PARTS] = { 0 }, was[NR_PARTS] = { 0 };
	struct letter l;
	int came, shown;

	parts_count(now, pfn, end, parts);
	parts_count(before, pfn, end, was);
	came = most_that_came(parts, was, NR_PARTS);
	shown = came < 0 ? most_of(parts, NR_PARTS) : came;
	l = part_letter((enum part)shown);
	if (parts[shown] != end - pfn)
		l.over |= OVER_DIM;
	if (came >= 0)
		l.over |= OVER_CHANGED;
	return l;
}

static struct letter part_cell(const struct brush *now,
			       const struct brush *before, pfn_t pfn,
			       unsigned shift)
{
	const struct zone *z = now->z;
	pfn_t end = pfn + (UINT64_C(1) << shift);

	end = end < zone_end_pfn(z) ? end : zone_end_pfn(z);
	pfn = pfn > z->start_pfn ? pfn : z->start_pfn;
	if (pfn >= end)
		return (struct letter){ 0, 0, 0 };
	return shift ? many_frames(now, before, pfn, end) :
		       one_frame(now, before, pfn);
}

static struct letter type_cell(const struct brush *now,
			       const struct brush *before, pfn_t pfn,
			       unsigned shift)
{
	struct letter l = map_type(now->m, now->z, pfn, shift);
	struct letter was = map_type(before->m, before->z, pfn, shift);

	if (l.c != was.c || l.role != was.role)
		l.over |= OVER_CHANGED;
	return l;
}

struct letter paint_cell(const struct brush *now, const struct brush *before,
			 pfn_t pfn, unsigned shift)
{
	if (now->paint == PAINT_KIND)
		return map_cell(now->m, before->m, now->z, pfn, shift);
	if (now->paint == PAINT_TYPE)
		return type_cell(now, before, pfn, shift);
	return part_cell(now, before, pfn, shift);
}

/* Neighbours in the order of tags differ in hue, too. */
static enum role tag_role(unsigned tag)
{
	static const enum role roles[] = {
		ROLE_ANON, ROLE_SHMEM, ROLE_SLAB, ROLE_SWAP, ROLE_PGTABLE,
		ROLE_DIRTY,
	};
	const unsigned nr = sizeof(roles) / sizeof(roles[0]);

	return roles[(tag + nr - 1) % nr];
}

struct letter part_letter(enum part part)
{
	static const struct {
		enum glyph  glyph;
		struct letter own;	/* of a part that is no glyph */
	} parts[PART_TASK] = {
		[PART_FREE] = { .glyph = GLYPH_NOTHING },
		[PART_HOLE] = { .glyph = GLYPH_HOLE },
		[PART_RESERVED] = { .glyph = GLYPH_RESERVED },
		[PART_KERNEL] = { .glyph = GLYPH_KERNEL },
		[PART_INHAND] = { .glyph = GLYPH_INHAND },
		[PART_CACHE] = { .glyph = GLYPH_FILE },
		[PART_SWAPCACHE] = { .glyph = GLYPH_SWAPCACHE },
		[PART_SEVERAL] = { .own = { '+', ROLE_COW, 0 } },
		[PART_INACTIVE] = { .own = { 'p', ROLE_WARN, 0 } },
		[PART_ACTIVE] = { .own = { 'P', ROLE_GOOD, OVER_BOLD } },
		[PART_UNEVICTABLE] = { .glyph = GLYPH_PINNED },
	};
	unsigned tag = (unsigned)part - PART_TASK;

	if (part >= PART_TASK)
		return (struct letter){ tag_letter(tag),
					(uint8_t)tag_role(tag), 0 };
	return parts[part].own.c ? parts[part].own :
				   glyph_letter(parts[part].glyph);
}

static const char *owner_words(const struct machine *m, enum lang lang,
			       unsigned tag, char out[40])
{
	if (tag > MAX_TAG)
		return ui(lang, UI_part_untagged);
	for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next)
		if (task_at(m, t)->tag == tag)
			return task_words(m, task_at(m, t), out);
	return "";
}

const char *part_words(const struct machine *m, enum lang lang,
		       enum paint paint, unsigned part, char out[40])
{
	static const struct {
		enum ui owner, age;	/* 0: the paint has none */
	} words[PART_TASK] = {
		[PART_FREE] = { UI_free, UI_free },
		[PART_HOLE] = { UI_G_HOLE, UI_G_HOLE },
		[PART_RESERVED] = { UI_G_RESERVED, UI_G_RESERVED },
		[PART_KERNEL] = { UI_nothing, UI_part_no_list },
		[PART_INHAND] = { UI_G_INHAND, UI_part_between },
		[PART_CACHE] = { UI_part_cache, UI_nothing },
		[PART_SWAPCACHE] = { UI_part_swapcache, UI_nothing },
		[PART_SEVERAL] = { UI_part_several, UI_nothing },
		[PART_INACTIVE] = { UI_nothing, UI_part_inactive },
		[PART_ACTIVE] = { UI_nothing, UI_part_active },
		[PART_UNEVICTABLE] = { UI_nothing, UI_G_PINNED },
	};

	if (part >= PART_TASK)
		return paint == PAINT_OWNER ?
			       owner_words(m, lang, part - PART_TASK, out) : "";
	if (part == PART_KERNEL && paint == PAINT_OWNER)
		return ui(lang, kernel_word(m));
	return ui(lang, paint == PAINT_OWNER ? words[part].owner :
					       words[part].age);
}
