#include "view/cache_reading.h"

#include "mm/disk.h"
#include "mm/filemap.h"
#include "mm/inode.h"
#include "view/map.h"

/* Pages of the file, [start, end). */
struct span {
	uint64_t start, end;
};

enum { MAX_SPANS = 16 };	/* openings that have a window, and one page */

struct spans {
	const struct machine *m;
	handle_t    inode;
	struct span span[MAX_SPANS];
	unsigned    nr;
};

static bool is_reading(const struct spans *s, uint64_t index)
{
	struct slot slot = filemap_slot(s->m, s->inode, index);

	return slot.kind == SLOT_PAGE && page_reading(s->m, slot.value);
}

static bool is_counted(const struct spans *s, uint64_t index)
{
	for (unsigned i = 0; i < s->nr; i++)
		if (index >= s->span[i].start && index < s->span[i].end)
			return true;
	return false;
}

/* Those that are in none of the spans before. */
static uint64_t count(const struct spans *s, struct span in)
{
	uint64_t nr = 0;

	for (uint64_t k = in.start; k < in.end; k++)
		nr += !is_counted(s, k) && is_reading(s, k);
	return nr;
}

/* The same, and it is one of the spans from now on. */
static uint64_t count_span(struct spans *s, uint64_t start, uint64_t nr)
{
	struct span in = { start, start + nr };
	uint64_t all;

	if (s->nr == MAX_SPANS)
		return 0;
	all = count(s, in);
	s->span[s->nr++] = in;
	return all;
}

uint64_t cache_reading(const struct machine *m, const struct focus_page *at)
{
	struct spans s = { .m = m, .inode = at->inode };
	const struct inode *i = inode_at(m, at->inode);
	uint64_t nr = at->has_index ? count_span(&s, at->index, 1) : 0;

	for (handle_t f = m->s->files; f; f = file_at(m, f)->next)
		if (file_at(m, f)->inode == at->inode &&
		    file_at(m, f)->ra_size)
			nr += count_span(&s, file_at(m, f)->ra_start,
					 file_at(m, f)->ra_size);
	if (!i->disk)
		return nr;
	/* no page stands in two requests */
	for (handle_t h = m->s->disk[i->disk - 1].first; h;
	     h = request_at(m, h)->next) {
		const struct request *r = request_at(m, h);
		uint64_t first = r->sector_page - i->disk_start;

		if (!r->write && r->sector_page >= i->disk_start &&
		    first < inode_pages(i))
			nr += count(&s, (struct span){ first, first + r->nr });
	}
	return nr;
}
