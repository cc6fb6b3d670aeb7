/*
 * layout - the programs that a task can start: images, each with its segments
 *
 * Addresses of an image are counted from its first byte.
 *
 * Source: fs/binfmt_elf.c load_elf_binary() (6.1), as it maps the recorded
 * programs.
 */
#ifndef MM_LAYOUT_H
#define MM_LAYOUT_H

#include "mm/machine.h"

enum { MAX_SEGMENTS = 7, MAX_IMAGES = 5 };

/* What is behind a segment; RELRO was writable while it was loaded. */
enum backing { ANON, TEXT, RELRO };

struct segment {
	uint64_t start, end;
	uint64_t offset;	/* in the file, bytes */
	uint32_t rights;
	enum backing backing;
};

enum place {
	PLACE_LINKED,	/* where it was linked to: ET_EXEC */
	PLACE_DYN,	/* ET_DYN with a loader */
	PLACE_SEARCH,	/* as mmap() would: loaders, libraries, static PIE */
};

struct image {
	const char *file;	/* NULL = /usr/bin/NAME of the task */
	enum place  place;
	vaddr_t	    linked;
	uint64_t    bytes;	/* as reserved, bss included */
	uint64_t    touched;	/* a byte written before main(); 0 = none */
	unsigned    nr_segments;
	struct segment segment[MAX_SEGMENTS];
};

/*
 * The first image is the program; code, data and brk are counted from it. Code
 * is what may be executed: not the read-only part before it.
 * Source: fs/binfmt_elf.c load_elf_binary() (6.1).
 */
struct layout {
	const struct image *image[MAX_IMAGES];
	unsigned nr_images;
	unsigned nr_by_kernel;	/* the loader maps the others, after the vdso */
	uint64_t start_code, end_code, start_data, end_data;
	bool	 brk_apart;	/* the heap is at ELF_ET_DYN_BASE */
	vaddr_t	 ia32;		/* TASK_SIZE of a 32-bit program, else 0 */
};

/* By LAYOUT_ of mm/op.h; NULL if there is none such. */
const struct layout *layout_find(unsigned layout);

#endif
