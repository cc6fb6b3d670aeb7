#include "mm/file.h"

#include <stdio.h>
#include <string.h>

#include "mm/commit.h"

enum { DEV_MAJOR = 0xfe };	/* of a virtio disk */

handle_t file_new(struct machine *m, const char *name, unsigned kind)
{
	handle_t h = object_new(m, &m->s->pool_file);
	struct file *f = file_mut(m, h);

	snprintf(f->name, sizeof(f->name), "%s", name);
	f->kind = kind;
	f->next = m->s->files;
	m->s->files = h;
	if (kind == FILE_REGULAR) {
		f->dev_major = DEV_MAJOR;
		f->ino = m->s->next_ino++;
	}
	return h;
}

/* The same file of a program that runs already. */
handle_t file_open(struct machine *m, const char *name)
{
	for (handle_t h = m->s->files; h; h = file_at(m, h)->next)
		if (file_at(m, h)->kind == FILE_REGULAR &&
		    strcmp(file_at(m, h)->name, name) == 0)
			return h;
	return file_new(m, name, FILE_REGULAR);
}

/* The hidden file of one shared anonymous mapping (/dev/zero). */
handle_t shmem_file(struct machine *m, uint64_t promised_pages)
{
	handle_t h = object_new(m, &m->s->pool_file);
	struct file *f = file_mut(m, h);

	snprintf(f->name, sizeof(f->name), "/dev/zero (deleted)");
	f->kind = FILE_SHMEM;
	f->promised_pages = promised_pages;
	f->dev_minor = 1;
	f->ino = m->s->next_ino++;
	f->next = m->s->files;
	m->s->files = h;
	return h;
}

void file_put(struct machine *m, handle_t h)
{
	handle_t *link = &m->s->files;

	if (--file_mut(m, h)->nr_refs)
		return;
	/* shared anonymous memory was promised when it was mapped */
	commit_uncharge(m, file_at(m, h)->promised_pages);
	while (*link != h)
		link = &file_mut(m, *link)->next;
	*link = file_at(m, h)->next;
	pool_free(&m->arena, &m->s->pool_file, h);
}

const char *file_word(const struct file *f, uint32_t flags)
{
	if (f->kind == FILE_VVAR)
		return "vvar";
	if (f->kind == FILE_VDSO)
		return "vdso";
	if (f->kind == FILE_SHMEM)
		return "shared";
	if (flags & VM_SHARED)
		return "file";
	if (flags & VM_EXEC)
		return "text";
	return flags & VM_WRITE ? "data" : "rodata";
}
