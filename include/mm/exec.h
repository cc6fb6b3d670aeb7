/*
 * exec - what a new program's address space looks like before it has run
 *
 * Source: fs/binfmt_elf.c load_elf_binary(), fs/exec.c, arch/x86/mm/mmap.c
 * (6.1). Left out: address randomisation, other binary formats, the page
 * cache behind the program's file.
 */
#ifndef MM_EXEC_H
#define MM_EXEC_H

#include "mm/machine.h"

/* The areas of the layout. Return: 0, -ENOMEM or -EINVAL. */
int64_t exec_layout(struct machine *m, handle_t task, unsigned layout);

/*
 * Top of the area that mmap() fills downwards (VR1.2), without randomisation.
 *
 * Source: arch/x86/mm/mmap.c mmap_base() (6.1).
 */
vaddr_t mmap_base(const struct machine *m, uint64_t rlimit_stack_bytes);

#endif
