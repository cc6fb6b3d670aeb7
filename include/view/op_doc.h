/*
 * op_doc - what an operation does, what a setting of the kernel means,
 * what a file of /proc holds
 */
#ifndef VIEW_OP_DOC_H
#define VIEW_OP_DOC_H

#include "story/story.h"

/*
 * The sentence of a verb ("mmap") or of a setting ("vm.swappiness", perhaps
 * with '=' behind it) in the language; `en`, which is its English one, if there
 * is no other.
 */
const char *op_doc(const char *word, const char *en, enum lang lang);

/* The same of a file of /proc, by its path in procfs_files. */
const char *file_doc(const char *path, const char *en, enum lang lang);

#endif
