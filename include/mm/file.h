/*
 * file - an inode that was opened: where reading goes on, what readahead
 * expects. Descriptors and VMAs hold it.
 */
#ifndef MM_FILE_H
#define MM_FILE_H

#include "mm/inode.h"

/* Of file.flags, beside the O_ of open: read what is asked for, no more. */
#define FILE_RANDOM (1u << 31)
enum { RA_PAGES = 32 };		/* of a window: 128 KiB, VM_READAHEAD_PAGES */

/* A new opening of the inode, held by nobody yet; the inode has a user more. */
handle_t file_open(struct machine *m, handle_t inode, uint32_t flags);
/* One holder more, one less; the last one closes it. */
void file_get(struct machine *m, handle_t file);
void file_put(struct machine *m, handle_t file);

/* The program or library of that name, opened; made if it is not there yet. */
handle_t file_open_name(struct machine *m, const char *name,
			uint64_t size_bytes);
/*
 * The hidden file of one shared anonymous mapping, with what was promised for
 * it: its end gives that back.
 */
handle_t shmem_file_setup(struct machine *m, uint64_t size_bytes,
			  uint64_t promised_pages);

#endif
