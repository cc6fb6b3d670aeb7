/*
 * oom_log - what the killer wrote, in the OOM view
 */
#ifndef VIEW_OOM_LOG_H
#define VIEW_OOM_LOG_H

#include "view/view.h"

/*
 * From row y on in at most `rows`: the table as the killer saw it, if all of
 * it fits; then whom it took. Nothing if it took nobody. Return: the row after.
 */
int oom_log_draw(struct panel *p, int y, int rows);
/* The least that it wants: whom the killer took last. 0 = nobody. */
int oom_log_rows(const struct panel *p);

#endif
