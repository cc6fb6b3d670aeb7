#include "view/strip.h"

#include <string.h>

#include "mm/filemap.h"
#include "mm/pgtable.h"
#include "mm/vma.h"
#include "view/map.h"

enum {
	SAMPLES = 1 << 15,		/* entries looked at in one area */
	TABLE_BYTES = PTRS_PER_TABLE * PAGE_SIZE,
};

/* Shared until somebody writes: the area may be written, the entry not. */
static bool waits_for_copy(const struct machine *m, const struct vma *v,
			   pte_t e)
{
	const struct frame *f = frame_at(m, pte_pfn(e));

	return f && f->mapcount > 1 && !(e & PTE_RW) &&
	       (v->flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE;
}

static bool is_of_file(const struct machine *m, const struct vma *v)
{
	return v->file && vma_inode(m, v)->kind == INODE_REGULAR;
}

/* A page that no entry leads to: of a file it may be in the cache all the same. */
static enum glyph absent_glyph(const struct machine *m, const struct vma *v,
			       vaddr_t addr)
{
	if (!is_of_file(m, v))
		return GLYPH_NOTHING;
	return filemap_page(m, file_at(m, v->file)->inode,
			    vma_pgoff(v, addr)) == PFN_NONE ? GLYPH_UNREAD :
							      GLYPH_CACHED;
}

static enum glyph entry_glyph(const struct machine *m, const struct vma *v,
			      vaddr_t addr, pte_t e)
{
	if (!(v->flags & VM_ACCESS_FLAGS))
		return GLYPH_GUARD;
	if (!e)
		return absent_glyph(m, v, addr);
	if (!pte_present(e))
		return GLYPH_OUT;
	if (!(e & PTE_PRESENT))
		return GLYPH_GUARD;
	if (pte_pfn(e) == m->s->zero_pfn)
		return GLYPH_ZERO;
	if (waits_for_copy(m, v, e))
		return GLYPH_COW;
	return frame_glyph(m, pte_pfn(e));
}

static bool entry_active(const struct machine *m, pte_t e)
{
	const struct frame *f = (e & PTE_PRESENT) ? frame_at(m, pte_pfn(e)) :
						    NULL;

	return f && (f->flags & PG_ACTIVE);
}

static const struct vma *area_of(const struct machine *m, handle_t mm,
				 vaddr_t addr)
{
	handle_t h = vma_lookup(m, mm, addr);

	return h ? vma_at(m, h) : NULL;
}

enum glyph page_glyph(const struct machine *m, handle_t mm, vaddr_t addr)
{
	const struct vma *v = area_of(m, mm, addr);

	if (!v)
		return GLYPH_HOLE;
	return entry_glyph(m, v, addr, pgtable_get(m, mm, addr));
}

struct letter page_letter(const struct machine *m, handle_t mm, vaddr_t addr)
{
	enum glyph g = page_glyph(m, mm, addr);

	if (g != GLYPH_HOLE && entry_active(m, pgtable_get(m, mm, addr)))
		return glyph_active(g);
	return glyph_letter(g);
}

uint64_t strip_first(uint64_t pages, int cells, int i)
{
	uint64_t n = (uint64_t)cells, at = (uint64_t)i;

	/* pages * i / cells without a product that does not fit */
	return pages / n * at + pages % n * at / n;
}

/* `nr` pages from `at` on, to which no table leads. */
static void tally_absent(const struct machine *m, const struct vma *v,
			 vaddr_t at, uint64_t nr, uint64_t stride,
			 struct tally *t)
{
	uint64_t next = 0;

	if (!is_of_file(m, v) || !(v->flags & VM_ACCESS_FLAGS)) {
		t->nr[entry_glyph(m, v, at, 0)] += nr;
		return;
	}
	for (uint64_t i = 0; i < nr; i++) {
		uint64_t index = vma_pgoff(v, at + i * stride);

		if (next <= index)
			next = xa_find(m, file_at(m, v->file)->inode, index,
				       WANT_PAGE);
		if (next == INDEX_NONE) {
			t->nr[GLYPH_UNREAD] += nr - i;
			return;
		}
		t->nr[next == index ? GLYPH_CACHED : GLYPH_UNREAD]++;
	}
}

/* Count every step-th page of [start, end), a table at a time. */
static void tally_pages(const struct machine *m, const struct vma *v,
			vaddr_t start, vaddr_t end, struct tally *t)
{
	uint64_t stride = t->step * PAGE_SIZE;
	vaddr_t at = start;

	while (at < end) {
		vaddr_t stop = (at & ~(vaddr_t)(TABLE_BYTES - 1)) + TABLE_BYTES;
		handle_t table = pgtable_lookup(m, v->mm, at);

		if (!table) {		/* as far as nothing is */
			vaddr_t used = pgtable_next_used(m, v->mm, at, end);
			uint64_t nr = (used - at + stride - 1) / stride;

			tally_absent(m, v, at, nr, stride, t);
			at += nr * stride;
			continue;
		}
		stop = stop < end ? stop : end;
		for (; at < stop; at += stride) {
			pte_t e = table_at(m, table)
				->entry[pt_index(at, LEVEL_PTE)];
			enum glyph g = entry_glyph(m, v, at, e);

			t->nr[g]++;
			t->active[g] += entry_active(m, e);
		}
	}
}

/*
 * One page that the task has is seen among however many that it has not, one
 * in memory among those that are nowhere.
 */
enum presence { IS_NOWHERE, IS_CACHED, HAS_ENTRY };

static enum presence presence(enum glyph g)
{
	switch (g) {
	case GLYPH_NOTHING:
	case GLYPH_UNREAD:
		return IS_NOWHERE;
	case GLYPH_CACHED:
		return IS_CACHED;
	default:
		return HAS_ENTRY;
	}
}

static bool counts_more(const struct tally *t, enum glyph a, enum glyph b)
{
	if (!t->nr[a] || !t->nr[b])
		return t->nr[a] > t->nr[b];
	if (presence(a) != presence(b))
		return presence(a) > presence(b);
	return t->nr[a] > t->nr[b];
}

static struct letter tally_letter(const struct tally *t)
{
	int best = 0, kinds = 0;
	struct letter l;

	for (int g = 0; g < NR_GLYPHS; g++) {
		kinds += t->nr[g] != 0;
		if (counts_more(t, (enum glyph)g, (enum glyph)best))
			best = g;
	}
	if (t->active[best] * 2 > t->nr[best])
		l = glyph_active((enum glyph)best);
	else
		l = glyph_letter((enum glyph)best);
	if (kinds > 1)
		l.over |= OVER_DIM;
	return l;
}

/*
 * Where not every page is looked at: the first that the task has, if none of
 * those that were. It says what the cell shows, not how many there are.
 */
static void see_one(const struct machine *m, const struct vma *v, vaddr_t from,
		    vaddr_t to, struct tally *t)
{
	enum glyph g;
	vaddr_t at;
	pte_t e;

	for (int i = 0; i < NR_GLYPHS; i++)
		if (t->nr[i] && presence((enum glyph)i) == HAS_ENTRY)
			return;
	at = pgtable_next_used(m, v->mm, from, to);
	if (at == to)
		return;
	e = pgtable_get(m, v->mm, at);
	g = entry_glyph(m, v, at, e);
	t->nr[g]++;
	t->active[g] += entry_active(m, e);
}

/* Of [from, to), to *sum: the last page looked at stands for what is left. */
static void sum_add(const struct machine *m, const struct vma *v, vaddr_t from,
		    vaddr_t to, const struct tally *t, struct tally *sum)
{
	uint64_t pages = (to - from) >> PAGE_SHIFT;
	uint64_t last = (pages - 1) / sum->step * sum->step;
	uint64_t over = last + sum->step - pages;
	vaddr_t at = from + last * PAGE_SIZE;
	pte_t e = pgtable_get(m, v->mm, at);
	enum glyph g = entry_glyph(m, v, at, e);

	for (int i = 0; i < NR_GLYPHS; i++) {
		sum->nr[i] += t->nr[i] * sum->step;
		sum->active[i] += t->active[i] * sum->step;
	}
	sum->nr[g] -= over;
	sum->active[g] -= entry_active(m, e) ? over : 0;
}

int strip_fill(const struct machine *m, handle_t vma, int cells,
	       struct letter *out, struct tally *sum)
{
	const struct vma *v = vma_at(m, vma);
	uint64_t pages = vma_pages(v);

	memset(sum, 0, sizeof(*sum));
	sum->step = 1;
	if (cells > STRIP_CELLS)
		cells = STRIP_CELLS;
	if ((uint64_t)cells > pages)
		cells = (int)pages;
	while (pages / sum->step > SAMPLES)
		sum->step *= 2;
	for (int i = 0; i < cells; i++) {
		vaddr_t from = v->start +
			       strip_first(pages, cells, i) * PAGE_SIZE;
		vaddr_t to = v->start +
			     strip_first(pages, cells, i + 1) * PAGE_SIZE;
		struct tally t = { .step = sum->step };

		tally_pages(m, v, from, to, &t);
		sum_add(m, v, from, to, &t, sum);
		if (t.step > 1)
			see_one(m, v, from, to, &t);
		out[i] = tally_letter(&t);
	}
	return cells;
}
