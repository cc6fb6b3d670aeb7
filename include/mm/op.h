/*
 * op - an operation: one system call, one access to one page, one act of the
 * kernel; from a verb to the calls of the engine
 *
 * An operation is small. A call over many pages is cut at the kernel's own
 * resumption points: op_begin() does the first stretch, op_go_on() the next
 * ones, and a checkpoint may stand between them.
 */
#ifndef MM_OP_H
#define MM_OP_H

#include "mm/machine.h"

enum op_verb {
	OP_none,
#define OP(verb, group, args, doc) OP_##verb,
#include "mm/op.def"
#undef OP
	NR_OP_VERBS,
};

/* op.mode of an access; the pattern stands in the upper bits. */
enum { MODE_READ, MODE_WRITE, MODE_FETCH, MODE_MASK = 3, MODE_PATTERN_SHIFT = 4 };

/* Order in which an access over a range takes its pages. */
enum { PATTERN_UP, PATTERN_DOWN, PATTERN_RANDOM };

/* op.mode of exec */
enum {
	LAYOUT_STATIC,
	LAYOUT_PIE,
	LAYOUT_EMPTY,
	LAYOUT_STATIC_PIE,
	LAYOUT_I386,	/* a 32-bit program, 3 GiB for itself */
	LAYOUT_IA32,	/* the same with all that a 64-bit kernel can give it */
	NR_LAYOUTS,
};

/* op.mode of setrlimit, hold and release (enum daemon), echo. */
enum { LIMIT_STACK, LIMIT_AS, LIMIT_DATA, LIMIT_MEMLOCK, NR_LIMITS };
enum { ECHO_OOM_SCORE_ADJ, ECHO_OOM_ADJ };

/* op.mode of mlockall; op.arg[2] of open. */
enum { MCL_CURRENT_ = 1, MCL_FUTURE_ = 2, MCL_ONFAULT_ = 4 };
enum { O_CREAT_ = 0x40, O_TRUNC_ = 0x200, O_APPEND_ = 0x400, O_DIRECT_ = 0x4000 };

/* op.arg[2] of shmget. */
enum { SHM_NORESERVE_ = 0x1000 };

/* op.mode of fadvise. */
enum {
	FADV_NORMAL_ = 0,
	FADV_RANDOM_ = 1,
	FADV_SEQUENTIAL_ = 2,
	FADV_WILLNEED_ = 3,
	FADV_DONTNEED_ = 4,
};

/* Where mmap's descriptor and offset lie in arg[4]. */
enum { OP_FD_SHIFT = 48 };

/* op.arg[2] of mmap and mprotect: the system call's values. */
enum { PROT_NONE_ = 0, PROT_READ_ = 1, PROT_WRITE_ = 2, PROT_EXEC_ = 4 };

/* op.arg[3] of mmap; values of the x86 ABI. */
enum {
	MAP_SHARED_ = 0x1,
	MAP_PRIVATE_ = 0x2,
	MAP_FIXED_ = 0x10,
	MAP_ANONYMOUS_ = 0x20,
	MAP_GROWSDOWN_ = 0x100,
	MAP_NORESERVE_ = 0x4000,
	MAP_POPULATE_ = 0x8000,
	MAP_STACK_ = 0x20000,
	MAP_FIXED_NOREPLACE_ = 0x100000,
};

enum { MREMAP_MAYMOVE_ = 1, MREMAP_FIXED_ = 2, MREMAP_DONTUNMAP_ = 4 };

/* op.arg[2] of madvise. */
enum {
	MADV_NORMAL_ = 0,
	MADV_RANDOM_ = 1,
	MADV_SEQUENTIAL_ = 2,
	MADV_WILLNEED_ = 3,
	MADV_DONTNEED_ = 4,
	MADV_FREE_ = 8,
	MADV_DONTFORK_ = 10,
	MADV_DOFORK_ = 11,
	MADV_HUGEPAGE_ = 14,
	MADV_NOHUGEPAGE_ = 15,
	MADV_WIPEONFORK_ = 18,
	MADV_KEEPONFORK_ = 19,
	MADV_COLD_ = 20,
	MADV_PAGEOUT_ = 21,
	MADV_POPULATE_READ_ = 22,
	MADV_POPULATE_WRITE_ = 23,
};

enum { OP_ARGS = 5 };

/*
 * A place is `label` (slot, 0 = none) plus arg[0] bytes. Task and label slots
 * are numbers that the story gives to names, from 1.
 *
 * What op.def calls ARG1..ARG4 is arg[1]..arg[4]; VALUES is arg[0..4] of a
 * sysctl with several numbers (its name is in `mode`). A new task's name is
 * packed into arg[3] and arg[4], 16 bytes (NAME_BYTES, NUL-padded, memcpy).
 */
struct op {
	uint8_t	 verb;		/* enum op_verb */
	uint8_t	 mode;
	uint16_t task;
	uint16_t label;
	uint16_t out;
	uint64_t arg[OP_ARGS];
};
static_assert(sizeof(struct op) == 48, "an operation is 48 bytes");

/*
 * Do the first stretch. Return: true if the operation is done, false if
 * op_go_on() is wanted. The outcome stands in state.op_result (a value, or
 * -errno) and state.op_signal; it is never an error of the host.
 */
bool op_begin(struct machine *m, const struct op *op);
bool op_go_on(struct machine *m);

/* Both until it is done. Return: state.op_result. */
int64_t op_run(struct machine *m, const struct op *op);

/* "mmap", "alloc_pages"; NR_OP_VERBS or "?" if there is none. */
enum op_verb op_verb_by_name(const char *name, size_t len);
const char  *op_verb_name(enum op_verb verb);
/* A task enters the kernel for it: sys_enter, sys_exit. */
bool	     op_is_call(enum op_verb verb);

/* Errors and signals by number: "ENOMEM", "SIGSEGV"; NULL if unknown. */
const char *errno_name(int error);
int	    errno_by_name(const char *name);	/* 0 if unknown */
const char *signal_name(unsigned sig);
unsigned    signal_by_name(const char *name);	/* 0 if unknown */

#endif
