/*
 * stop - what a hunt through the run stops at: an event of a kind, whatever
 * touches a frame, a page, a task, a zone, or a condition that becomes true
 */
#ifndef CLI_STOP_H
#define CLI_STOP_H

#include "cli/line.h"
#include "draw/canvas.h"
#include "time/hunt.h"

enum stop_kind {
	STOP_NONE,
	STOP_EVENT,	/* id: enum event_id */
	STOP_FRAME,	/* id: pfn */
	STOP_PAGE,	/* id: address, pid: whose */
	STOP_TASK,	/* pid */
	STOP_ZONE,	/* id: number */
	STOP_COND,	/* words: the condition */
};

struct stop {
	enum stop_kind kind;
	uint64_t       id;
	uint32_t       pid;
	char	       words[LINE_BYTES];	/* how it is called */
	const struct story *names;	/* of a condition; not owned */
	bool	       valued;		/* it had a value somewhere */
	struct diag    fault;		/* else why not */
};

/* Events of the kind. Return: false and *why if no event is called so. */
bool stop_event(struct stop *s, const char *name, struct diag *why);

/*
 * A thing by name: "pfn 0x1a3", "task demo", "zone DMA", a block's label, or a
 * place, "buf+4K", "demo:0x7f0000", as the machine has it now.
 */
bool stop_thing(struct stop *s, const struct story *names,
		const struct machine *m, const char *thing, struct diag *why);

/* What a mark of the picture stands for. false: nothing that can be watched. */
bool stop_mark(struct stop *s, const struct machine *m, const struct mark *mark);

/* Where a condition becomes true; its form is checked. */
bool stop_cond(struct stop *s, const struct story *names, const char *cond,
	       struct diag *why);

/* The functions of a hunt for it; s must outlive the hunt. */
void stop_hunt(struct stop *s, struct hunt *h);

#endif
