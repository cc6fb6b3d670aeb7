/*
 * machine - a modelled machine as the host holds it
 *
 * The state lies in the arena and is all that a checkpoint saves; beside it
 * stand the log that listens and the way out in the middle of an operation,
 * which are no state.
 *
 * Reading goes through frame_at(), vma_at() ...; writing through frame_mut(),
 * vma_mut() ..., which remember the page as changed. The root may be written
 * as it is: it counts as changed by every operation.
 */
#ifndef MM_MACHINE_H
#define MM_MACHINE_H

#include <setjmp.h>

#include "mm/types.h"

struct event_log;

/* Why an operation was left in the middle. */
enum escape {
	ESCAPE_NONE,
	ESCAPE_STOP,	/* the wanted event was reached */
	ESCAPE_FULL,	/* the arena is exhausted */
	ESCAPE_LONG,	/* it takes longer than it may */
};

struct machine {
	struct arena	  arena;
	struct state	 *s;		/* == arena.base */
	struct event_log *log;		/* never NULL; not owned */
	jmp_buf		 *escape;	/* NULL = an escape is a bug */
};

/* Leave the running operation for the setjmp() in time/; does not return. */
_Noreturn void machine_escape(struct machine *m, enum escape why);

#define MM_ACCESSORS(name, type)                                               \
	static inline const struct type *name##_at(const struct machine *m,    \
						   handle_t h)                 \
	{                                                                      \
		return arena_get(&m->arena, h);                                \
	}                                                                      \
	static inline struct type *name##_mut(struct machine *m, handle_t h)   \
	{                                                                      \
		return arena_mut(&m->arena, h, sizeof(struct type));           \
	}

MM_ACCESSORS(vma, vma)
MM_ACCESSORS(anon_vma, anon_vma)
MM_ACCESSORS(mm, mm)
MM_ACCESSORS(task, task)
MM_ACCESSORS(inode, inode)
MM_ACCESSORS(file, file)
MM_ACCESSORS(fd, fd)
MM_ACCESSORS(xa_node, xa_node)
MM_ACCESSORS(request, request)
MM_ACCESSORS(dmesg_line, dmesg_line)
MM_ACCESSORS(label, label)
MM_ACCESSORS(chunk_whole, chunk)

static inline const struct table *table_at(const struct machine *m, handle_t h)
{
	return arena_get(&m->arena, h);
}

/* What stands behind the VMA, or NULL: anonymous memory. */
static inline const struct inode *vma_inode(const struct machine *m,
					    const struct vma *v)
{
	return v->file ? inode_at(m, file_at(m, v->file)->inode) : NULL;
}

/* Room for one object, or the escape: never 0. The pool lies in the root. */
static inline handle_t object_new(struct machine *m, struct pool *pool)
{
	handle_t h = pool_alloc(&m->arena, pool);

	if (__builtin_expect(!h, 0))
		machine_escape(m, ESCAPE_FULL);
	return h;
}

#endif
