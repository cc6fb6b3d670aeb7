/*
 * raw - blocks that the scenario took by alloc_pages: whoever asked for them
 * is somebody in the kernel, but what they are for the model does not know; of
 * no task and of no file, they have the kernel's letter
 */
#ifndef VIEW_RAW_H
#define VIEW_RAW_H

#include "view/facts.h"

/* Is the frame in one of them? *movable: its owner could move it. */
bool is_raw(const struct machine *m, pfn_t pfn, bool *movable);

/* What `k` means in pictures of the machine: "kernel", or "kernel, raw". */
enum ui kernel_word(const struct machine *m);

#endif
