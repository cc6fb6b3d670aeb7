/*
 * dmesg - the kernel's log: lines with machine time
 */
#ifndef MM_DMESG_H
#define MM_DMESG_H

#include "mm/machine.h"

/* The newest lines are kept, the oldest forgotten. printf-like. */
void printk(struct machine *m, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
