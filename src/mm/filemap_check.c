#include "mm/filemap.h"

#include "mm/inode.h"

/* What a subtree holds, and the marks below it. */
struct tree_count {
	uint64_t pages;
	uint64_t nodes;
};

/* A slot of the lowest level. Return: false if it is not sound. */
static bool entry_check(const struct machine *m, handle_t inode, uint64_t index,
			uint64_t e, struct tree_count *c)
{
	struct slot slot = entry_read(e);
	const struct frame *f;

	if (slot.kind == SLOT_EMPTY)
		return e == 0;
	if (slot.kind != SLOT_PAGE)
		return slot.value != 0 &&
		       (slot.kind == SLOT_SWAP) ==
			       inode_is_shmem(inode_at(m, inode));
	c->pages++;
	f = frame_at(m, slot.value);
	return f && f->mapping == inode && f->index == index &&
	       f->refcount > f->mapcount &&
	       frame_kind(f) == (inode_is_shmem(inode_at(m, inode)) ?
					 KIND_SHMEM : KIND_FILE);
}

/* A page of a disk is marked as its flags say; no other has marks. */
static bool page_marks_check(const struct machine *m, const struct xa_node *n,
			     unsigned i)
{
	struct slot slot = entry_read(n->slot[i]);
	bool dirty = n->mark[XA_MARK_DIRTY] >> i & 1;
	bool writeback = n->mark[XA_MARK_WRITEBACK] >> i & 1;
	uint32_t flags = 0;

	if (slot.kind == SLOT_PAGE && inode_has_disk(inode_at(m, n->inode)))
		flags = frame_at(m, slot.value)->flags;
	return dirty == ((flags & PG_DIRTY) != 0) &&
	       writeback == ((flags & PG_WRITEBACK) != 0);
}

/* Marks of an upper node say what is below. */
static bool marks_check(const struct machine *m, const struct xa_node *n)
{
	for (unsigned i = 0; i < XA_CHUNK_SIZE; i++)
		for (unsigned mark = 0; mark < NR_XA_MARKS; mark++) {
			bool set = n->mark[mark] >> i & 1;

			if (n->shift && n->slot[i] &&
			    set != (xa_node_at(m, (handle_t)n->slot[i])
					    ->mark[mark] != 0))
				return false;
			if (set && !n->slot[i])
				return false;
		}
	for (unsigned i = 0; !n->shift && i < XA_CHUNK_SIZE; i++)
		if (!page_marks_check(m, n, i))
			return false;
	return true;
}

static bool node_check(const struct machine *m, handle_t inode, handle_t h,
		       uint64_t base, struct tree_count *c);

static bool child_check(const struct machine *m, handle_t inode, handle_t h,
			unsigned i, uint64_t base, struct tree_count *c)
{
	handle_t child = (handle_t)xa_node_at(m, h)->slot[i];

	return xa_node_at(m, child)->parent == h &&
	       xa_node_at(m, child)->offset == i &&
	       node_check(m, inode, child, base, c);
}

/* A node and all below it: six levels at the most. */
static bool node_check(const struct machine *m, handle_t inode, handle_t h,
		       uint64_t base, struct tree_count *c)
{
	const struct xa_node *n = xa_node_at(m, h);
	uint32_t count = 0, values = 0;

	c->nodes++;
	for (unsigned i = 0; i < XA_CHUNK_SIZE; i++) {
		uint64_t index = base + ((uint64_t)i << n->shift);
		uint64_t e = n->slot[i];
		bool ok;

		count += e != 0;
		if (n->shift)
			ok = !e || child_check(m, inode, h, i, index, c);
		else
			ok = entry_check(m, inode, index, e, c);
		values += !n->shift && entry_is_value(e);
		if (!ok)
			return false;
	}
	return count == n->count && count && values == n->nr_values &&
	       n->inode == inode && marks_check(m, n);
}

bool filemap_check(const struct machine *m, handle_t inode, struct diag *why)
{
	const struct inode *i = inode_at(m, inode);
	struct tree_count c = { 0 };
	handle_t top = tree_top(i);
	bool ok;

	ok = top ? !xa_node_at(m, top)->parent &&
			   node_check(m, inode, top, 0, &c) :
		   entry_check(m, inode, 0, i->root, &c);
	if (ok && c.pages == i->nrpages)
		return true;
	diag_set(why, 0, 0,
		 "file %.48s: its tree of %llu pages is not sound, the inode says %llu",
		 i->name, (unsigned long long)c.pages,
		 (unsigned long long)i->nrpages);
	return false;
}
