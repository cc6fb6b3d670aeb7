/*
 * follow - where the thing is that the viewer follows
 *
 * content  what is followed of a page: a task and an address, or a file and
 *          an index. It survives a copy, a trip to swap, a frame given back.
 *          Settings name them by pid and by inode number: of handles another
 *          task or file has the same one day.
 */
#ifndef VIEW_FOLLOW_H
#define VIEW_FOLLOW_H

#include "draw/widget.h"
#include "view/facts.h"

/*
 * Where a page of a task can be besides its first address: in areas without a
 * file that were moved. For who asks again and again (facts.homes) while no
 * area changes: he says so by `known`, and it is filled in where it is not.
 */
enum { MAX_HOMES = 32 };	/* of more those of the lowest addresses */
struct page_homes {
	bool	 known;
	handle_t mm;
	vaddr_t	 first;
	vaddr_t	 at[MAX_HOMES];
	unsigned nr;
};

/* Its place in f->now alone: of all that f->followed says, the first part. */
void follow_place(struct facts *f, handle_t task);

/* The same of a page of a file, if there is an inode of that number. */
void follow_file(struct facts *f, uint64_t ino, uint64_t index, handle_t task);

/*
 * Fill f->followed: what the viewer chose, else what the scenario follows.
 * `task`: the one that the picture is about; 0 = none.
 */
void follow_find(struct facts *f, handle_t task);

/* Does the picture's task have it in [start, end)? */
static inline bool followed_in(const struct facts *f, vaddr_t start,
			       vaddr_t end)
{
	return f->followed.is_here && f->followed.here >= start &&
	       f->followed.here < end;
}

/* Is it a page of that task? */
static inline bool followed_of(const struct facts *f, handle_t task)
{
	return task && f->followed.has_page && f->followed.task == task;
}

/* What to follow of a page of a task: its content, where mremap moves it to. */
void follow_page_content(const struct facts *f, handle_t task, vaddr_t address,
			 struct settings *set);

/* The same of a page of a file. */
void follow_file_content(const struct facts *f, handle_t inode, uint64_t index,
			 struct settings *set);

/*
 * What to follow of a frame: its content if it has one, mapped by the task of
 * the picture if that maps it; else the frame itself.
 */
void follow_frame_content(const struct facts *f, pfn_t pfn,
			  struct settings *set);

/*
 * A panel that is drawn and does not show what is followed says in its title
 * where that is, if there is room.
 */
void follow_note(const struct canvas *c, const struct facts *f,
		 const struct box *box, const struct text *title,
		 struct text *aside);

/* Where an address space maps the frame; VADDR_NONE. */
vaddr_t frame_mapped_at(const struct machine *m, handle_t mm, pfn_t pfn);

#endif
