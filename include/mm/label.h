/*
 * label - what a scenario's names stand for: places, blocks, segments
 *
 * A label that is given twice is a stack: its name means the newest. Labels of
 * descriptors belong to their task; see mm/fd.h.
 */
#ifndef MM_LABEL_H
#define MM_LABEL_H

#include "mm/machine.h"
#include "mm/op.h"

/* The newest thing that the label names; NULL if there is none now. */
const struct label *label_top(const struct machine *m, uint32_t slot);
/* Slot 0 is no label: nothing is noted. */
void label_push(struct machine *m, uint16_t slot, enum label_kind kind,
		uint64_t value, uint64_t extent);
void label_pop(struct machine *m, uint16_t slot);

/* A place: bytes from the label's, or as it stands. false: no such label. */
static inline bool op_place(const struct machine *m, const struct op *op,
			    vaddr_t *addr)
{
	const struct label *l;

	*addr = op->arg[0];
	if (!op->label)
		return true;
	l = label_top(m, op->label);
	if (!l || l->kind != LABEL_RANGE)
		return false;
	*addr += l->value;
	return true;
}

/* Length as given; 0 means from the place to the end of the label's range. */
uint64_t op_length(const struct machine *m, const struct op *op,
		   uint64_t given);

#endif
