/*
 * direct_io - O_DIRECT: between the disk and a program's memory, past the page
 * cache
 *
 * Source: fs/iomap/direct-io.c, mm/filemap.c kiocb_write_and_wait(),
 * kiocb_invalidate_pages() (6.1). PR9.10. Left out: the program's pages, which
 * the call does not name; a program that gives unaligned ones.
 */
#ifndef MM_DIRECT_IO_H
#define MM_DIRECT_IO_H

#include "mm/file.h"

enum { SECTOR_BYTES = 512 };

/* The file was opened so, and lies on a disk. */
bool file_is_direct(const struct machine *m, handle_t file);
/* Where and how many bytes may be read or written so. */
static inline bool direct_io_aligned(uint64_t at, uint64_t bytes)
{
	return !((at | bytes) & (SECTOR_BYTES - 1));
}

/*
 * Bytes [at, end) of the inode, as many as one request takes. What the page
 * cache has of them is written first, and dropped before a write. The task
 * waits for the disk. Return: bytes.
 */
uint64_t direct_io(struct machine *m, handle_t inode, uint64_t at, uint64_t end,
		   bool write);

#endif
