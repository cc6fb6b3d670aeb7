/*
 * workers - who works beside the tasks: kswapd, the flusher, disks; what each
 * of them does at present, for the picture and for the text
 */
#ifndef VIEW_WORKERS_H
#define VIEW_WORKERS_H

#include "view/facts.h"

enum worker_kind { WORKER_KSWAPD, WORKER_FLUSHER, WORKER_DISK };

struct worker {
	enum worker_kind kind;
	unsigned	 nr;	/* node of a kswapd, number of a disk */
	enum ui		 state;	/* asleep, at work, idle, held, hopeless */
};

enum { MAX_WORKERS = MAX_NODES + 1 + MAX_DISKS };

/*
 * All there are, in the order in which they are told. Return: how many; none
 * in a toy without programs.
 */
int workers_find(const struct machine *m, struct worker out[MAX_WORKERS]);

/* One of them in any machine, also where it is not there yet: it rests. */
struct worker worker_of(const struct machine *m, enum worker_kind kind,
			unsigned nr);

/*
 * What it works for, and until when: "woken for order 0", "until a zone is
 * above high"; of a disk what it reads or writes, and how many pages. Either is
 * empty where there is nothing to say.
 */
enum { DOING_BYTES = 96 };
void worker_doing(const struct facts *f, const struct worker *w,
		  char what[DOING_BYTES], char until[DOING_BYTES]);

/* Is the newest event about it? */
bool worker_acts(const struct facts *f, const struct worker *w);

/* The request that the disk works on; NULL = none. */
const struct request *disk_request(const struct machine *m, unsigned disk);

#endif
