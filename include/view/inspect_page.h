/*
 * inspect_page - a page of a task: its entry, and what an access would cost now
 */
#ifndef VIEW_INSPECT_PAGE_H
#define VIEW_INSPECT_PAGE_H

#include "view/inspect.h"

inspect_fn inspect_page;	/* OBJ_PAGE */

#endif
