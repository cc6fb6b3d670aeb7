/*
 * walk_steps - the entries that lead from CR3 to the address that is shown:
 * now, one unit before, and how far the processor has read them
 */
#ifndef VIEW_WALK_STEPS_H
#define VIEW_WALK_STEPS_H

#include "mm/pgtable.h"
#include "view/view.h"

struct walk_steps {
	vaddr_t	    address;
	struct walk now, before;
	bool	    had_memory;		/* the task had tables a unit ago */
	unsigned    shown;		/* levels that are lit, from the top */
	int	    here;		/* level with the `>`; -1 */
};

/* Return: false if there is no task with memory, or no address. */
bool walk_steps(const struct facts *f, struct walk_steps *s);

/*
 * Is the newest event about this address? An event of a table counts for all
 * that the table maps.
 */
bool walk_event_here(const struct facts *f, const struct walk_steps *s);

/* How far the newest event got, and where it stands. */
void walk_steps_event(const struct facts *f, struct walk_steps *s);

/* Is entry i (0 = of the PGD) not as it was? */
bool walk_entry_changed(const struct walk_steps *s, unsigned i);

/* The entry at the end changed from *was into the one that is told. */
bool walk_last_was(const struct walk_steps *s, pte_t *was);

/* Does it lead to a frame, and has all of it been read? */
bool walk_is_whole(const struct walk_steps *s);

/* The last entry there is; 0 = none. */
pte_t walk_last_entry(const struct walk_steps *s);

/* Is the page of the address followed? */
bool walk_page_followed(const struct facts *f, const struct walk_steps *s);

/*
 * Is entry i: its table is followed, or the page is and has no frame that
 * could show it.
 */
bool walk_entry_followed(const struct facts *f, const struct walk_steps *s,
			 unsigned i);

#endif
