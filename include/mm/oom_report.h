/*
 * oom_report - what the kernel's log says of a lack of memory
 *
 * Source: mm/oom_kill.c dump_header(), dump_tasks(), dump_oom_summary(),
 * __oom_kill_process(), mm/page_alloc.c warn_alloc() (6.1). PR11.8. Left out:
 * the call stack.
 */
#ifndef MM_OOM_REPORT_H
#define MM_OOM_REPORT_H

#include "mm/gfp.h"
#include "mm/show_mem.h"

/* struct oom_control: a request that cannot be served, and whom it will cost. */
struct oom_control {
	gfp_t	 gfp;
	unsigned order;
	handle_t current;	/* 0 = the kernel itself */
	handle_t chosen;	/* 0 = nobody yet */
	int64_t	 chosen_points;
	uint64_t totalpages;
	bool	 panic;		/* nobody is to be chosen */
};

/* The report but for its last line; the summary if somebody is chosen. */
void oom_report_header(struct machine *m, const struct oom_control *oc);
/*
 * "MESSAGE: Killed process 136 (memhog) ...", or the two lines of old kernels:
 * "MESSAGE: Kill process 136 (memhog) score 925 or sacrifice child" ...
 */
void oom_report_kill(struct machine *m, const struct oom_control *oc,
		     const char *message);

/* "memhog: page allocation failure: order:4, mode:0x...", and what there is. */
void warn_alloc(struct machine *m, gfp_t gfp, unsigned order,
		handle_t current);

#endif
