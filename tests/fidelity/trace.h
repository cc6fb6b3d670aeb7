/*
 * trace - a recorded run of the page allocator, as a folder of texts
 *
 * start.txt  zones, free runs of pages, pages on per-CPU lists
 * trace.txt  events, in the order in which the kernel wrote them, and what
 *            /proc/buddyinfo said at some of these places
 * end.txt    free runs and counts after the last line
 *
 * Each may be packed by xz. Numbers of zones are places in trace_set.zone.
 */
#ifndef FIDELITY_TRACE_H
#define FIDELITY_TRACE_H

#include "base/text.h"
#include "mm/types.h"

enum trace_kind {
	TRACE_TAKEN,	/* mm_page_alloc_zone_locked: off the free lists */
	TRACE_DRAINED,	/* mm_page_pcpu_drain: onto the free lists */
	TRACE_FREED,	/* mm_page_free: by the order, lists or per-CPU list ... */
	TRACE_COMMITTED, /* ... mm_page_free_batched: but of many, only from here */
	TRACE_FALLBACK,	/* mm_page_alloc_extfrag: from another type */
	TRACE_GIVEN,	/* mm_page_alloc: to the caller */
	TRACE_STATED,	/* @buddyinfo: these counts hold here */
};

struct trace_line {
	pfn_t	 pfn;
	uint32_t line;		/* in trace.txt, from 1 */
	uint32_t cpu;
	uint8_t	 kind;		/* enum trace_kind */
	uint8_t	 order;
	uint8_t	 type;		/* enum migratetype */
	uint8_t	 fallback_order;
	uint8_t	 fallback_type;
	uint8_t	 change_ownership;
	uint8_t	 interrupt;	/* said by an interrupt, on top of a task */
	uint8_t	 zone;		/* TRACE_STATED: index into trace_set.zone */
	uint32_t stated;	/* index into trace_set.stated */
	uint32_t other;		/* 6.18: number + 1 of the line of the same claim */
};

struct trace_run {
	pfn_t	 start;
	uint64_t pages;
};

struct trace_runs {
	struct trace_run *r;	/* ascending */
	size_t nr, cap;
	pfn_t  end;		/* of the last one */
};

struct trace_counts {
	uint64_t nr[MAX_ORDER];
};

enum { TRACE_ZONES = 8, TRACE_CPUS = 254 };

struct trace_zone {
	char	 name[NAME_BYTES];
	pfn_t	 start_pfn;
	uint64_t spanned;
	uint64_t managed;
	uint64_t low;			/* mark */
	struct trace_counts end;	/* of end.txt */
	bool	 has_end;
};

struct trace_pcp {
	pfn_t	 pfn;
	unsigned order;
};

struct trace_set {
	bool	 is_618;	/* the rules of 6.18; else those of 6.1 */
	unsigned nr_cpus;
	unsigned nr_zones;
	struct trace_zone zone[TRACE_ZONES];
	struct trace_runs start, end;
	struct trace_pcp *pcp;
	size_t	 nr_pcp, cap_pcp;
	struct trace_line *line;
	size_t	 nr_lines, cap_lines;
	struct trace_counts *stated;
	size_t	 nr_stated, cap_stated;
};

/* Return: false and *why, with file and line in its text. */
bool trace_read(const char *dir, struct trace_set *set, struct diag *why);
void trace_free(struct trace_set *set);

/* The zone that holds the frame; nr_zones if none does. */
unsigned trace_zone_of(const struct trace_set *set, pfn_t pfn);

#endif
