/*
 * inspect_line - a line of /proc: what it means, its value now and before
 */
#ifndef VIEW_INSPECT_LINE_H
#define VIEW_INSPECT_LINE_H

#include "view/inspect.h"

/* inspect_fn of OBJ_LINE. */
void inspect_line(const struct facts *f, const struct mark *m,
		  struct text *title, struct text *lines);

/* The thing that the line is about. Return: false if it is about none. */
bool line_leads(const struct facts *f, const struct mark *m,
		struct mark *next);

#endif
