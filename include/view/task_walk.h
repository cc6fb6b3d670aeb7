/*
 * task_walk - the living tasks of a picture, one after another, in the order
 * they were born; side by side those of both, so that the same row is the same
 * task
 */
#ifndef VIEW_TASK_WALK_H
#define VIEW_TASK_WALK_H

#include "view/view.h"

struct task_walk {
	handle_t here, there;	/* the task; 0 = this one, the twin has it not */
	handle_t last, last_there;	/* how far both are */
};

/* From a walk of zeroes on. Return: false after the last. */
bool task_walk_next(const struct facts *f, struct task_walk *w);

/* How many there are. */
int task_walk_count(const struct facts *f);

/* "2 kid       ": how the row of a task begins. */
enum { TASK_ROW_BYTES = 48 };
void task_row_name(const struct machine *m, handle_t task, int name_w,
		   char out[TASK_ROW_BYTES]);

/* The row of one that only the picture beside this one has: it is kept free. */
void task_absent_draw(struct panel *p, int y, handle_t there, int name_w);

#endif
