/*
 * proc_lines - a text of /proc by lines
 *
 * name   of a line: its first word, with the blanks before it: "MemFree:" of
 *        meminfo, the range of maps
 * blank  a space or a tab
 */
#ifndef VIEW_PROC_LINES_H
#define VIEW_PROC_LINES_H

#include "base/text.h"
#include "view/facts.h"

struct proc_line {
	const char *s;		/* in the text: no NUL behind it */
	size_t	    len;	/* bytes, without the \n */
};

struct proc_lines {
	struct text	  text;
	struct proc_line *line;	/* owned */
	int		  nr;
};

/* The text that the picture is about, as procfs_print() takes it. */
const char *proc_path(const struct facts *f);

/* The task whose file that is; 0 = it is none of a task, or it is not there. */
handle_t proc_path_task(const struct facts *f);

/*
 * `plain`: tabs become spaces up to the next multiple of eight. The caller
 * frees `l` in any case. Return: false and *why if there is no such text.
 */
bool proc_lines_read(struct proc_lines *l, const struct machine *m,
		     const char *path, bool plain, struct diag *why);
void proc_lines_free(struct proc_lines *l);

/* Bytes of a line's name. */
size_t proc_line_name(const struct proc_line *l);

/* Is that its name, blanks before it not counted? */
bool proc_line_is(const struct proc_line *l, const char *name);

/* Do these words stand anywhere in it? */
bool proc_line_has(const struct proc_line *l, const char *words);

/*
 * The first number behind the name. Return: false if there is none, or if the
 * line is an area's: what stands there is no amount.
 */
bool proc_line_number(const struct proc_line *l, int64_t *value);

/* Byte for byte; was NULL: false. */
bool proc_line_same(const struct proc_line *now, const struct proc_line *was);

/*
 * "7ffff79dc000-7ffff7de0000 rw-p ...": the area that a line of maps or the head
 * of a part of smaps is about. Return: false if it is no such line.
 */
bool proc_line_area(const struct proc_line *l, uint64_t *start, uint64_t *end);

#endif
