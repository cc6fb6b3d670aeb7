#include "view/cache_focus.h"

#include <string.h>

#include "mm/inode.h"
#include "view/map.h"

static bool event_index(const struct event *e, uint64_t *index)
{
	const struct event_type *t = &event_types[e->id];

	for (unsigned i = 0; i < EVENT_FIELDS && t->field[i].name; i++)
		if (!strcmp(t->field[i].name, "index") ||
		    !strcmp(t->field[i].name, "start")) {
			*index = e->arg[i];
			return true;
		}
	return false;
}

/* Without an event: the file opened last that can have pages. */
static handle_t file_opened_last(const struct machine *m)
{
	for (handle_t f = m->s->files; f; f = file_at(m, f)->next) {
		const struct inode *i = inode_at(m, file_at(m, f)->inode);

		if (i->kind != INODE_VVAR && i->kind != INODE_VDSO)
			return file_at(m, f)->inode;
	}
	return m->s->inodes;
}

/* One of the scenario's own files that has pages; 0 = none. */
static handle_t own_file(const struct machine *m)
{
	for (handle_t h = m->s->inodes; h; h = inode_at(m, h)->next)
		if (inode_at(m, h)->slot && inode_at(m, h)->nrpages)
			return h;
	return 0;
}

/*
 * The file of the newest event; else the scenario's own of the newest event
 * that names one, or one that has pages; else any that is named, or the one
 * opened last.
 */
struct focus_page cache_focus(const struct facts *f)
{
	struct focus_page p = { 0 };
	uint64_t ino;

	for (uint32_t i = history_len(f); i-- > 0;) {
		const struct event *e = history_at(f, i);
		handle_t inode;

		if (!event_field_of(e, EVENT_FORM_INO, &ino))
			continue;
		inode = inode_by_ino(f->now, ino);
		if (!inode || (p.inode && !inode_at(f->now, inode)->slot))
			continue;
		p.inode = inode;
		p.has_index = event_index(e, &p.index);
		if (e == f->event || inode_at(f->now, inode)->slot)
			return p;
	}
	if (own_file(f->now))
		return (struct focus_page){ .inode = own_file(f->now) };
	if (!p.inode)
		p.inode = file_opened_last(f->now);
	return p;
}

const struct file *cache_opening(const struct machine *m, handle_t inode)
{
	for (handle_t f = m->s->files; f; f = file_at(m, f)->next)
		if (file_at(m, f)->inode == inode)
			return file_at(m, f);
	return NULL;
}

struct letter cache_letter(const struct machine *m, struct slot s)
{
	switch (s.kind) {
	case SLOT_PAGE:
		return frame_letter(m, s.value);
	case SLOT_SWAP:
		return glyph_letter(GLYPH_OUT);
	default:
		return glyph_letter(GLYPH_UNREAD);
	}
}

handle_t cache_inode_before(const struct facts *f, handle_t inode)
{
	uint64_t ino = inode_at(f->now, inode)->ino;

	return ino ? inode_by_ino(f->before, ino) : 0;
}

uint64_t cache_pages_before(const struct facts *f, handle_t inode)
{
	handle_t was = cache_inode_before(f, inode);

	return was ? inode_at(f->before, was)->nrpages : 0;
}
