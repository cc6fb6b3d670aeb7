/*
 * fd - descriptors of a task: numbers from 3, called by their labels
 *
 * Each holds its file. A label that is given twice means the newest, as long
 * as that is open. A child begins with its parent's descriptors, which share
 * the file and with it the place where reading goes on.
 *
 * Source: fs/file.c (6.1). Left out: 0 to 2 (a terminal), close-on-exec.
 */
#ifndef MM_FD_H
#define MM_FD_H

#include "mm/file.h"

/* The task's newest descriptor of that label; 0 = none. */
handle_t fd_find(const struct machine *m, handle_t task, uint32_t slot);
/* Its file; 0 = none. */
handle_t fd_file(const struct machine *m, handle_t task, uint32_t slot);

/* The lowest free number names the file from now on. Return: it, or -EMFILE. */
int64_t fd_install(struct machine *m, handle_t task, handle_t file,
		   uint32_t slot);
void fd_close(struct machine *m, handle_t task, handle_t fd);

/* fork, exit */
void fds_copy(struct machine *m, handle_t to, handle_t from);
void fds_close(struct machine *m, handle_t task);

#endif
