/*
 * proc_meaning - what a line of /proc says, where the kernel takes it from,
 * and what it is about: the rows of proc_meaning.def
 */
#ifndef VIEW_PROC_MEANING_H
#define VIEW_PROC_MEANING_H

#include "story/story.h"
#include "view/proc_lines.h"

/* The thing that a line is about. */
enum lead {
	LEAD_NOTHING,
	LEAD_ZONE,	/* whose part of the text it stands in; else the picture's */
	LEAD_ZONE_TYPE,	/* "pgalloc_dma32" */
	LEAD_AREA,	/* whose part of the text it stands in */
	LEAD_TASK,	/* whose file it is */
	LEAD_VICTIM,	/* "pid=103", "process 103" */
};

struct proc_meaning {
	const char  *file;
	const char  *words;	/* see the .def */
	const char  *counter;	/* "" = the line's own name is it */
	enum lead    lead;
	struct words says;
};

extern const struct proc_meaning proc_meanings[];
extern const unsigned nr_proc_meanings;

/* `path` as procfs_print() takes it. Return: NULL if nothing is known of it. */
const struct proc_meaning *proc_meaning(const char *path,
					const struct proc_line *l);

/*
 * Is it meant by "MemFree" or "meminfo.MemFree"? By its name alone: what has
 * none, and what stands for any line of a file, is not; nor is a setting.
 */
bool proc_meaning_named(const struct proc_meaning *w, const char *name);

/* The kernel's function that prints the file, "fs/proc/meminfo.c ..."; "". */
const char *proc_source(const char *path);

/* Bytes at the beginning of the line that are its name; 0 = it has none. */
size_t proc_meaning_name(const struct proc_meaning *w,
			 const struct proc_line *l);

#endif
