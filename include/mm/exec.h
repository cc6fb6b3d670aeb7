/*
 * exec - what a new program's address space looks like before it has run
 *
 * A layout is a list of images, each with its segments; where an image goes
 * is decided as the kernel does it: as linked, at two thirds of the addresses,
 * or by the search below mmap_base.
 *
 * Source: fs/binfmt_elf.c load_elf_binary(), fs/exec.c setup_arg_pages(),
 * arch/x86/mm/mmap.c, arch/x86/entry/vdso/vma.c (6.1). Left out: reading of
 * ELF files, other binary formats.
 */
#ifndef MM_EXEC_H
#define MM_EXEC_H

#include "mm/aslr.h"
#include "mm/machine.h"

/*
 * A new task starts a program: the areas of the layout (LAYOUT_ of mm/op.h),
 * and what is read, written and run of it before main(). Chance moves them if
 * `seed` is not 0; if it is, the machine's own seed does, each program
 * elsewhere; if that is 0 too, all stands still.
 * Return: its pid; -ENOMEM or -EINVAL, and nothing is left of it.
 */
int64_t do_exec(struct machine *m, uint32_t slot, const char name[NAME_BYTES],
		unsigned layout, uint64_t seed);

/*
 * Top of the area that mmap() fills downwards (VR1.2), for an address space
 * of task_size bytes.
 *
 * Source: arch/x86/mm/mmap.c mmap_base() (6.1).
 */
vaddr_t mmap_base(const struct machine *m, vaddr_t task_size,
		  uint64_t rlimit_stack_bytes, const struct aslr *aslr);

#endif
