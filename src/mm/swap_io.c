#include "mm/swap_io.h"

#include "mm/disk.h"
#include "mm/vmstat.h"
#include "mm/writeback.h"

unsigned swap_disk(const struct machine *m, uint32_t entry)
{
	return m->s->swap_area[swp_type(entry)].disk;
}

uint64_t swap_disk_page(const struct machine *m, uint32_t entry)
{
	return m->s->swap_area[swp_type(entry)].disk_start + swp_offset(entry);
}

bool swap_write_begin(struct machine *m, pfn_t pfn)
{
	if (folio_free_swap(m, pfn))
		return false;
	vm_event_add(m, PSWPOUT, 1);
	set_page_writeback(m, pfn);
	return true;
}

uint64_t swap_writepage(struct machine *m, pfn_t pfn)
{
	uint32_t entry = frame_at(m, pfn)->swap;

	if (!swap_write_begin(m, pfn))
		return 0;
	return disk_submit(m, swap_disk(m, entry), true,
			   swap_disk_page(m, entry), &pfn, 1);
}

static void say_read(struct machine *m, pfn_t pfn, uint32_t entry, bool ahead)
{
	vm_event_add(m, PSWPIN, 1);
	event_emit(m, EV_swap_readpage, pfn, entry, ahead);
}

void swap_readpages(struct machine *m, uint32_t entry, const pfn_t *pfns,
		    unsigned nr, uint32_t wanted)
{
	for (unsigned i = 0; i < nr; i++)
		say_read(m, pfns[i], entry + i, entry + i != wanted);
	disk_submit(m, swap_disk(m, entry), false, swap_disk_page(m, entry),
		    pfns, nr);
}
