/*
 * file - what stands behind an area that is not anonymous: a name, no pages
 * yet
 */
#ifndef MM_FILE_H
#define MM_FILE_H

#include "mm/machine.h"

/* A new file without users; vma_create() gives it its first. */
handle_t file_new(struct machine *m, const char *name, unsigned kind);
/* The regular file of that name, which may be in use already. */
handle_t file_open(struct machine *m, const char *name);
/*
 * The hidden file of one shared anonymous mapping, with what was promised for
 * it: the last file_put() gives that back.
 */
handle_t shmem_file(struct machine *m, uint64_t promised_pages);
/* One area less; the last one forgets the file. */
void file_put(struct machine *m, handle_t file);

/* One word for an area of this file: text rodata data file shared vvar vdso. */
const char *file_word(const struct file *f, uint32_t vm_flags);

#endif
