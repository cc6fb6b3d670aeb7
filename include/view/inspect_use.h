/*
 * inspect_use - who uses a frame: the file whose page it holds, counts and
 * flags, the entries that map it, its LRU list and what a scan would say of it
 */
#ifndef VIEW_INSPECT_USE_H
#define VIEW_INSPECT_USE_H

#include "view/facts.h"

/* Of a frame that is in use. */
void inspect_use(const struct facts *f, pfn_t pfn, struct text *out);

#endif
