/*
 * pos - a place in a run
 *
 * position  STEP, STEP.OP, STEP.OP.EVENT (product.md section 2). In struct pos
 *           op and event count what has been done: {3, 2, 5} stands after two
 *           whole operations of step 3 and event 5 of the third.
 *           {3, 0, 0} is before the first operation of step 3 (printed 3.0),
 *           {2, all, 0} after step 2: the same machine, told apart since the
 *           first shows step 3's narration and question.
 */
#ifndef TIME_POS_H
#define TIME_POS_H

#include <stdint.h>

struct pos {
	uint32_t step;	/* 0 = the machine as booted */
	uint32_t op;	/* whole operations done in it */
	uint64_t event;	/* events done of the operation after those; 0 = none */
};

enum unit { UNIT_STEP, UNIT_OP, UNIT_EVENT };

/* Plain order of positions: step, operation, event. */
int pos_order(struct pos a, struct pos b);

#endif
