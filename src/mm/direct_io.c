#include "mm/direct_io.h"

#include "mm/daemon.h"
#include "mm/disk.h"
#include "mm/filemap.h"
#include "mm/lru.h"
#include "mm/op.h"
#include "mm/truncate.h"
#include "mm/writeback.h"

enum { REQUEST_BYTES = 32 * PAGE_SIZE };

bool file_is_direct(const struct machine *m, handle_t file)
{
	const struct file *f = file_at(m, file);

	return (f->flags & O_DIRECT_) && inode_has_disk(inode_at(m, f->inode));
}

static void write_and_wait(struct machine *m, handle_t inode, uint64_t first,
			   uint64_t end)
{
	for (uint64_t at = first;
	     writeback_request(m, inode, &at, end, WB_REASON_SYNC);)
		;
	for (uint64_t at = first;; at++) {
		pfn_t pfn;

		at = xa_find(m, inode, at, WANT_PAGE);
		if (at >= end)
			return;
		pfn = filemap_page(m, inode, at);
		get_page(m, pfn);
		wait_on_page(m, pfn);
		put_page(m, pfn);
	}
}

uint64_t direct_io(struct machine *m, handle_t inode, uint64_t at, uint64_t end,
		   bool write)
{
	uint64_t first = at >> PAGE_SHIFT, past;
	unsigned budget = ~0u;

	if (end - at > REQUEST_BYTES - (at & (PAGE_SIZE - 1)))
		end = at + REQUEST_BYTES - (at & (PAGE_SIZE - 1));
	past = (end + PAGE_SIZE - 1) >> PAGE_SHIFT;
	write_and_wait(m, inode, first, past);
	if (write)
		truncate_inode_pages(m, inode, first, past, &budget);
	wait_until(m, disk_transfer(m, inode_at(m, inode)->disk - 1, write,
				    inode_at(m, inode)->disk_start + first,
				    (unsigned)(past - first)));
	return end - at;
}
