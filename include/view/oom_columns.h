/*
 * oom_columns - which columns the table of the OOM view has room for: those
 * that add up to the points come first, then how their figures changed, then
 * those that are 0 in every row
 */
#ifndef VIEW_OOM_COLUMNS_H
#define VIEW_OOM_COLUMNS_H

#include "view/oom_table.h"
#include "view/view.h"

enum { OOM_AT_NAME = 2, OOM_ADJ_W = 11 };

/* Where each column ends; 0 = not shown. */
struct oom_plan {
	int  end[NR_COLS];
	bool change[NR_COLS];	/* room behind it for how it changed */
	int  pid_end;
	int  name_w;
	bool joined;	/* the rss is with the tables: these have no column */
	bool adds_up;	/* nothing that is not 0 has been left out */
	bool most;	/* room for a word behind the points */
};

/* Side by side `twin` is the other picture's table; else NULL. */
struct oom_plan oom_plan_columns(const struct panel *p,
				 const struct oom_table *t,
				 const struct oom_table *twin);
/* The row's figures as the columns have them. */
struct oom_row oom_plan_row(const struct oom_plan *t, const struct oom_row *r);
/* The row of headings. */
void oom_columns_draw(struct panel *p, const struct oom_plan *t, int y);

#endif
