/*
 * fault_file - faults on pages of files, of shared memory among them
 *
 * Source: mm/memory.c do_fault() and what it calls, mm/filemap.c
 * filemap_map_pages() (6.1). VR5.7 to VR5.11.
 */
#ifndef MM_FAULT_FILE_H
#define MM_FAULT_FILE_H

#include "mm/vm_fault.h"

/*
 * Nothing is mapped at the address: the file's page goes there, and for a read
 * those around it that are in memory (FAULT_READ), a private copy of it
 * (FAULT_COW), or the page itself to be written to (FAULT_SHARED).
 * f->major is set if it had to be waited for.
 * Return: 0; -EFAULT beyond the end of the file; -ENOMEM.
 */
int64_t do_file_fault(struct machine *m, struct vm_fault *f);

/* Is this page beyond the end of the area's file? The access ends in SIGBUS. */
bool fault_beyond_file(const struct machine *m, const struct vm_fault *f);

/*
 * A write to a page of a shared mapping that is there but read-only: it
 * becomes writable, and dirty from then on (VR5.10).
 */
int64_t wp_page_shared(struct machine *m, struct vm_fault *f);
/*
 * What would become of it, of f->reason FAULT_READ, _COW or _SHARED; nothing is
 * changed. Would the page have to be waited for? Can there be one at all?
 */
bool file_fault_is_major(const struct machine *m, const struct vm_fault *f);
bool file_fault_has_room(const struct machine *m, const struct vm_fault *f);

#endif
