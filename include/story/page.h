/*
 * page - what can be said of one page that a story follows
 *
 * PAGE   a label's block ("a", "a+2" its third frame), "pfn 0x1a3", or a place
 *        in an address space: a label's range, an address, "TASK:buf+4K".
 *        Without a task it is the only one that has an address space. Or a
 *        page of a file by its index, "data#3".
 * FIELD  of the frame: pfn order refcount mapcount kind free, lru (the list
 *        that it is on), rank (pages nearer to the tail of its list), active
 *        referenced dirty writeback uptodate; of the entry that maps it:
 *        present pte flags (the entry without its frame); of either: swap
 *        (slot that it has, 0 = none); of a file's page: cached, shadow
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
	PAGE_LRU,	/* enum lru_list, NR_LRU_LISTS = on none; its name */
	PAGE_RANK,	/* 0 = the next one out; -1 = on no ordered list */
	PAGE_ACTIVE,
	PAGE_REFERENCED,
	PAGE_DIRTY,
	PAGE_WRITEBACK,
	PAGE_UPTODATE,
	PAGE_SWAP,	/* offset of its slot: the entry's, or in the swap cache */
	PAGE_CACHED,	/* 1 if the file's page is in memory, else 0 */
	PAGE_SHADOW,	/* 1 if an evicted one left its shadow */
	PAGE_PRESENT,	/* 1 if an entry maps it, else 0 */
	PAGE_PTE,
	PAGE_FLAGS,
	NR_PAGE_FIELDS,
};

extern const char *const page_field_names[NR_PAGE_FIELDS + 1];

/*
 * Word for a value of a field that is told in words: kind, lru. NULL: there is
 * none, or no more.
 */
const char *page_field_word(enum page_field field, unsigned value);

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
