/*
 * facts - what all panels of one picture need to know of its scene: language,
 * newest event and what it touched, the task, zone and address it is about,
 * the page that is followed
 *
 * A fact is taken from the newest event that has it; else from the operation;
 * else from what the scenario wants shown. All of it follows from the scene.
 *
 * Before the first operation of a step nothing has happened in it: what the
 * step before did is then neither told nor marked as changed; the picture
 * stays with the task, zone and address that it was about.
 */
#ifndef VIEW_FACTS_H
#define VIEW_FACTS_H

#include "mm/zone.h"
#include "view/scene.h"
#include "view/touch.h"
#include "view/words.h"

/* One thing, as far as it is there: found by view/follow.c. */
struct followed {
	bool	 has_frame;
	pfn_t	 pfn;
	uint32_t slot;		/* where it is swapped out to; 0 = nowhere */
	bool	 has_page;	/* in the address space of `task` */
	vaddr_t	 address;
	handle_t task;		/* 0 = it is not there */
	bool	 has_file;	/* a page of a file */
	handle_t inode;
	uint64_t index;
	bool	 is_here;	/* the task of the picture maps it, or did, */
	vaddr_t	 here;		/* at this address */
	bool	 was_there;	/* and is gone: no slot, no frame in use */
	struct pos gone_at;
};

struct page_homes;

struct facts {
	const struct scene	 *s;
	const struct machine	 *now, *before;
	const struct summary	 *between;	/* of this step */
	const struct story	 *story;
	const struct step_detail *step;
	uint32_t		  step_nr;	/* in `story`; 0 = none */
	struct show		  show;	/* each part as the last step said */
	uint32_t		  wanted;	/* bit of each panel asked for; 0 = any */
	enum lang		  lang;
	const struct event	 *event;	/* the newest; NULL */
	struct touch		  touch;
	struct followed		  followed;
	struct page_homes	 *homes;	/* of view/follow.h; NULL */
	handle_t		  task;		/* 0 = none */
	unsigned		  zone;		/* MAX_ZONES = none */
	uint32_t		  orders;	/* bit of each that the unit touched */
	int			  order;	/* the newest of them; -1 */
	bool			  has_address;	/* in the task's space */
	vaddr_t			  address;
	const struct facts	 *twin;		/* beside it; NULL = alone */
};

/* The task has exited and waits for its parent: no address space is left. */
bool task_is_zombie(const struct facts *f);

/* `ascii`: no Chinese, since it cannot be shown. */
void facts_gather(struct facts *f, const struct scene *s, bool ascii);
/*
 * Of a picture beside that of `twin`, which outlives it: what that one is about
 * (the same task, address, zone and file of /proc) is looked at here, too.
 */
void facts_gather_beside(struct facts *f, const struct scene *s, bool ascii,
			 const struct facts *twin);

/*
 * What happened in the unit and, before it, what led there in the same
 * operation: events by number from 0, the oldest first. Only the picture's
 * context comes from it; "changed" and "touched" are of the unit.
 */
uint32_t history_len(const struct facts *f);
const struct event *history_at(const struct facts *f, uint32_t i);

/* A task by the name that the scenario gave it; 0 = none. */
handle_t task_named(const struct facts *f, const char *name, size_t len);

/*
 * What a task is called: its comm, as the kernel prints it; where another one
 * that lives has the same, the scenario's name before it, "child (parent)".
 */
enum { TASK_WORDS_BYTES = 40 };
const char *task_words(const struct machine *m, const struct task *t,
		       char out[TASK_WORDS_BYTES]);

/* Did the newest event touch any of these frames, of these addresses? */
bool touched_frames(const struct facts *f, pfn_t pfn, uint64_t nr);
bool touched_pages(const struct facts *f, vaddr_t start, vaddr_t end);
/*
 * Of frames that share a cell the one whose letter it has: where the event
 * touched some of them, the first of those. Return: PFN_NONE if it touched none
 * or all.
 */
pfn_t touched_one(const struct facts *f, pfn_t pfn, uint64_t nr);
static inline bool touched_view(const struct facts *f, enum view_id id)
{
	return (f->touch.views & 1u << id) != 0;
}

/* Frames of one zone are counted in decimal while they are few (toys). */
bool zone_is_small(const struct zone *z);

#endif
