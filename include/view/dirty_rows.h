/*
 * dirty_rows - how much of files differs from the disks, against the limits,
 * and what a file's disk is doing
 */
#ifndef VIEW_DIRTY_ROWS_H
#define VIEW_DIRTY_ROWS_H

#include "view/view.h"

/* Figures, a gauge, its marks: as many of the rows as there are. */
void dirty_rows_draw(struct panel *p, int y, int rows);

/*
 * The request that the file's disk works on; pages by their number in the file
 * if they are its own. Return: false if the disk is idle.
 */
bool disk_row_draw(struct panel *p, handle_t inode, int y);

/* Where a disk's sign stands: pages glide there as a request goes out, and from
 * there as one is done. */
void disk_place(struct panel *p, int x, int y, unsigned disk);

#endif
