/*
 * touch - what an event touches, and the panels it belongs to: one row an event
 */
#ifndef VIEW_TOUCH_H
#define VIEW_TOUCH_H

#include "mm/event.h"
#include "view/scene.h"

enum { MAX_TOUCHED = 2 };

struct pfn_range {
	pfn_t	 pfn;
	uint64_t nr;
};

/* By one event; nothing of it is kept from those before. */
struct touch {
	uint32_t	 views;		/* bit of each panel it belongs to */
	struct pfn_range frames[MAX_TOUCHED];
	unsigned	 nr_frames;
	int		 row;		/* order whose row it is about; -1 */
	int		 zone;		/* -1 */
	int		 level;		/* of a page table; -1 */
	bool		 has_address;
	vaddr_t		 address, end;	/* [address, end) */
};

/* Bit of each panel that an event of this kind belongs to. */
uint32_t event_views(enum event_id id);

/* What an event touches, by its fields alone. */
struct touch event_touch(const struct event *e);

/* Order of the block that it moves or that was asked for; -1 = of none. */
int event_order(const struct event *e);

#endif
