/*
 * page - what can be said of one page that a story follows
 *
 * PAGE   a label's block ("a", "a+2" its third frame), "pfn 0x1a3", or a place
 *        in an address space: a label's range, an address, "TASK:buf+4K".
 *        Without a task it is the only one that has an address space.
 * FIELD  pfn order refcount mapcount kind free of the frame; present pte
 *        flags of the entry that maps it (flags: the entry without its frame)
 */
#ifndef STORY_PAGE_H
#define STORY_PAGE_H

#include "story/story.h"

enum page_field {
	PAGE_PFN,
	PAGE_ORDER,	/* of its block, free or given out */
	PAGE_REFCOUNT,
	PAGE_MAPCOUNT,
	PAGE_KIND,	/* enum frame_kind; in expectations its name */
	PAGE_FREE,	/* 1 on a free list, else 0 */
	PAGE_PRESENT,	/* 1 if an entry maps it, else 0 */
	PAGE_PTE,
	PAGE_FLAGS,
	NR_PAGE_FIELDS,
};

extern const char *const page_field_names[NR_PAGE_FIELDS + 1];

/* NR_PAGE_FIELDS if there is none of that name. */
enum page_field page_field_by_name(const char *name, size_t len);

/*
 * The field's value at that machine. task: a name, or NULL.
 * Return: false and *why: no such place now, no frame behind it ...
 */
bool page_value(const struct story *s, const struct machine *m,
		const char *task, const char *page, enum page_field field,
		int64_t *value, struct diag *why);

#endif
