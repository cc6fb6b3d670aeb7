/*
 * check - everything that must hold, walked from both sides: what tasks and
 * files name, and what frames and books say of it
 *
 * A sum of hashes tells whether the same things are named equally often on two
 * sides, without a place to note each of them.
 */
#ifndef MM_CHECK_H
#define MM_CHECK_H

#include "mm/machine.h"

struct found {
	uint64_t pages;		/* of each frame: entries that map it */
	uint64_t swap;		/* of each slot: entries and slots of shmem */
	uint64_t files;		/* of each opened file: who holds it */
	uint64_t openings;	/* of each inode: files that it was opened as */
	uint64_t held;		/* of each frame: references that itself does not tell of */
	uint64_t anon_mapped, file_mapped;	/* frames */
	uint64_t cached;	/* pages of files */
	uint64_t tables;	/* with the top ones */
	uint64_t counted_tables;	/* PTE and PMD ones */
	uint64_t areas, tasks, spaces, fds;
	uint64_t promised;	/* pages */
};

/* Everything that hangs on tasks; `all` is added to. */
bool tasks_check(const struct machine *m, struct found *all, struct diag *why);

#endif
