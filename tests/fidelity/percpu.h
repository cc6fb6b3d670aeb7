/*
 * percpu - the per-CPU lists of a recorded machine, on the engine's own
 *
 * Every line that touches a per-CPU list is one call of the engine's lists;
 * before a block leaves one, the engine is asked which it would take, and how
 * many blocks it would bring or send home at once.
 *
 * What stood on the lists at the start was not recorded. Blocks that leave a
 * list without having come to one stood there from the start; they are put in
 * by the order in which they leave, and a choice that falls on one of them is
 * not judged. How many blocks more stood there, and how hard the CPU was
 * freeing, is told by its first bulk free.
 *
 * The kernel's bulk allocator (for stacks) takes single unmovable pages
 * without a line. A page that is freed without having been given was taken so;
 * when is not known, only that it stood at the head.
 */
#ifndef FIDELITY_PERCPU_H
#define FIDELITY_PERCPU_H

#include "stock.h"

struct tally {
	uint64_t right, wrong, unknown;
};

struct percpu_state;

struct percpu {
	struct stock	*s;		/* lent */
	uint32_t	*next;		/* a line: number + 1 of the pfn's next line */
	uint32_t	*entry;		/* a frame: number + 1 of the line that listed it */
	uint8_t		*cpu;		/* a frame: CPU + 1 on whose list it is */
	struct percpu_state *state;	/* a zone and CPU */
	struct tally	 given;		/* blocks that users got from a list */
	struct tally	 home;		/* blocks that went back to the buddy system */
	struct tally	 sizes;		/* of refills and bulk frees; 6.1 only */
};

/* Does a block of that order pass through the lists? */
bool percpu_order(unsigned order);

void percpu_open(struct percpu *p, struct stock *s);
void percpu_close(struct percpu *p);

/* Line number i of the set, one function for each kind. */
void percpu_refilled(struct percpu *p, size_t i);	/* TRACE_TAKEN, done */
void percpu_given(struct percpu *p, size_t i);		/* TRACE_GIVEN */
void percpu_freed(struct percpu *p, size_t i);		/* TRACE_FREED ... */
void percpu_committed(struct percpu *p, size_t i);	/* ... TRACE_COMMITTED */
void percpu_drained(struct percpu *p, size_t i);	/* TRACE_DRAINED, before */

/* The block is on no list after all. */
void percpu_forget(struct percpu *p, pfn_t pfn);

#endif
