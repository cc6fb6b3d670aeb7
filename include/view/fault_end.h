/*
 * fault_end - what became of a page fault: minor or major, which frame the
 * entry names now, and where what is in it came from
 */
#ifndef VIEW_FAULT_END_H
#define VIEW_FAULT_END_H

#include "view/why.h"

/*
 * Appends " (error 7, minor: 0xffc7, users 2 -> 1, copied to 0xffa7)" behind
 * the reason of a fault, the error alone where no entry is written, or not yet;
 * nothing behind that of another event.
 */
void fault_end_tell(const struct facts *f, const struct reason *r,
		    struct text *out);

/*
 * Appends "15872 minor, 513 major faults", of several that the tasks counted in
 * the unit, also those that the kernel took for them, in fewer words if all of
 * them have no room in so many columns; how many events told of faults if a
 * task ended in it, whose count is gone. "   " comes first.
 */
void fault_counts_tell(const struct facts *f, int columns, struct text *out);

#endif
