/*
 * scan_end - what became of the pages of a cluster that were neither freed nor
 * moved up
 */
#ifndef VIEW_SCAN_END_H
#define VIEW_SCAN_END_H

#include "view/why.h"

/*
 * Appends "; 1 stayed; 3 are being written" behind the reason of a cluster of
 * an inactive list, or that they did either if its verdicts lie too far back;
 * nothing behind that of another event.
 */
void scan_end_tell(const struct facts *f, const struct reason *r,
		   struct text *out);

#endif
