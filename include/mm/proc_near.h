/*
 * proc_near - the line of a file of /proc that a mistyped name may have meant
 */
#ifndef MM_PROC_NEAR_H
#define MM_PROC_NEAR_H

#include "base/diag.h"

/* Hint at the name that begins a line of `text` and is near to `name`. */
void proc_near(const char *text, const char *name, struct diag *why);

#endif
