#include "mm/fd.h"

#include <errno.h>

enum { FIRST_FD = 3, MAX_FDS = 1024 };	/* RLIMIT_NOFILE */

handle_t fd_find(const struct machine *m, handle_t task, uint32_t slot)
{
	handle_t h = task_at(m, task)->fds;

	while (h && fd_at(m, h)->slot != slot)
		h = fd_at(m, h)->next;
	return slot ? h : 0;
}

handle_t fd_file(const struct machine *m, handle_t task, uint32_t slot)
{
	handle_t h = fd_find(m, task, slot);

	return h ? fd_at(m, h)->file : 0;
}

static bool number_taken(const struct machine *m, handle_t task, uint32_t nr)
{
	handle_t h = task_at(m, task)->fds;

	while (h && fd_at(m, h)->number != nr)
		h = fd_at(m, h)->next;
	return h != 0;
}

static void fd_add(struct machine *m, handle_t task, const struct fd *like)
{
	handle_t h = object_new(m, &m->s->pool_fd);

	*fd_mut(m, h) = *like;
	fd_mut(m, h)->next = task_at(m, task)->fds;
	task_mut(m, task)->fds = h;
	file_get(m, like->file);
}

int64_t fd_install(struct machine *m, handle_t task, handle_t file,
		   uint32_t slot)
{
	uint32_t nr = FIRST_FD;

	while (nr < MAX_FDS && number_taken(m, task, nr))
		nr++;
	if (nr == MAX_FDS)
		return -EMFILE;
	fd_add(m, task, &(struct fd){ .file = file, .slot = slot,
				      .number = nr });
	return nr;
}

void fd_close(struct machine *m, handle_t task, handle_t fd)
{
	handle_t file = fd_at(m, fd)->file;
	handle_t *link = &task_mut(m, task)->fds;

	while (*link != fd)
		link = &fd_mut(m, *link)->next;
	*link = fd_at(m, fd)->next;
	pool_free(&m->arena, &m->s->pool_fd, fd);
	file_put(m, file);
}

/* In the same order: the newest of a label stays the newest. */
void fds_copy(struct machine *m, handle_t to, handle_t from)
{
	handle_t *end = &task_mut(m, to)->fds;

	for (handle_t h = task_at(m, from)->fds; h; h = fd_at(m, h)->next) {
		handle_t copy = object_new(m, &m->s->pool_fd);

		*fd_mut(m, copy) = *fd_at(m, h);
		fd_mut(m, copy)->next = 0;
		*end = copy;
		end = &fd_mut(m, copy)->next;
		file_get(m, fd_at(m, h)->file);
	}
}

void fds_close(struct machine *m, handle_t task)
{
	while (task_at(m, task)->fds)
		fd_close(m, task, task_at(m, task)->fds);
}
