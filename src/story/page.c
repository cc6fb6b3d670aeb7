#include "story/page.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "mm/buddy.h"
#include "mm/filemap.h"
#include "mm/inode.h"
#include "mm/label.h"
#include "mm/lru.h"
#include "mm/pgtable.h"
#include "mm/swap.h"
#include "mm/swap_entry.h"
#include "mm/task.h"
#include "story/expr.h"
#include "story/place.h"

const char *const page_field_names[NR_PAGE_FIELDS + 1] = {
	[PAGE_PFN] = "pfn",
	[PAGE_ORDER] = "order",
	[PAGE_REFCOUNT] = "refcount",
	[PAGE_MAPCOUNT] = "mapcount",
	[PAGE_KIND] = "kind",
	[PAGE_FREE] = "free",
	[PAGE_LRU] = "lru",
	[PAGE_RANK] = "rank",
	[PAGE_ACTIVE] = "active",
	[PAGE_REFERENCED] = "referenced",
	[PAGE_DIRTY] = "dirty",
	[PAGE_WRITEBACK] = "writeback",
	[PAGE_UPTODATE] = "uptodate",
	[PAGE_SWAP] = "swap",
	[PAGE_CACHED] = "cached",
	[PAGE_SHADOW] = "shadow",
	[PAGE_PRESENT] = "present",
	[PAGE_PTE] = "pte",
	[PAGE_FLAGS] = "flags",
};

enum page_field page_field_by_name(const char *name, size_t len)
{
	for (unsigned f = 0; f < NR_PAGE_FIELDS; f++)
		if (strlen(page_field_names[f]) == len &&
		    memcmp(page_field_names[f], name, len) == 0)
			return (enum page_field)f;
	return NR_PAGE_FIELDS;
}

const char *page_field_word(enum page_field field, unsigned value)
{
	static const char *const lists[NR_LRU_LISTS + 1] = {
		"inactive_anon", "active_anon", "inactive_file", "active_file",
		"unevictable", "none",
	};

	if (field == PAGE_KIND && value < NR_KINDS)
		return frame_kind_name((enum frame_kind)value);
	return field == PAGE_LRU && value <= NR_LRU_LISTS ? lists[value] : NULL;
}

/* Where a page stands: a frame, an entry, a slot of a file's tree. */
struct spot {
	bool	    virtual;
	pte_t	    entry;
	bool	    of_file;
	struct slot slot;
	pfn_t	    pfn;	/* PFN_NONE if no frame stands behind it */
};

/* What the name stands for now; NULL = nothing. */
static const struct label *label_now(const struct story *s,
				     const struct machine *m, const char *name,
				     size_t len)
{
	return label_top(m, story_slot(s, name, len));
}

bool story_place(const struct story *s, const struct machine *m,
		 const char *place, uint64_t *value)
{
	const struct label *l = NULL;
	struct place p;

	if (!place_parse(place, strlen(place), &p))
		return false;
	if (p.name_len)
		l = label_now(s, m, place, p.name_len);
	if (l)
		*value = l->value + p.offset;
	else if (p.is_address)
		*value = p.address;
	return l || p.is_address;
}

/* The task of that name, or the only one with an address space; 0 and *why. */
static handle_t task_meant(const struct story *s, const struct machine *m,
			   const char *name, size_t len, struct diag *why)
{
	handle_t found = 0;

	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next) {
		const struct task *t = task_at(m, h);

		if (!t->mm || (name && t->slot != story_slot(s, name, len)))
			continue;
		if (found) {
			diag_set(why, 0, 0, "there are several tasks");
			diag_hint(why, "say which: TASK:PLACE");
			return 0;
		}
		found = h;
	}
	if (!found && name)
		diag_set(why, 0, 0, "no task %.*s has an address space now",
			 (int)len, name);
	else if (!found)
		diag_set(why, 0, 0, "no task has an address space now");
	return found;
}

static bool spot_virtual(const struct story *s, const struct machine *m,
			 const char *task, size_t len, vaddr_t addr,
			 struct spot *spot, struct diag *why)
{
	handle_t t = task_meant(s, m, task, len, why);

	if (!t)
		return false;
	spot->virtual = true;
	spot->entry = addr < TASK_SIZE ?
		      pgtable_get(m, task_at(m, t)->mm, addr) : 0;
	spot->pfn = pte_present(spot->entry) ? pte_pfn(spot->entry) : PFN_NONE;
	return true;
}

/* "data#3" */
static bool spot_file(const struct machine *m, const char *page,
		      const char *hash, struct spot *spot, struct diag *why)
{
	char name[64];
	uint64_t index;
	handle_t inode;

	snprintf(name, sizeof(name), "%.*s", (int)(hash - page), page);
	inode = inode_by_name(m, name);
	if (!inode || !text_size(hash + 1, strlen(hash + 1), &index)) {
		diag_set(why, 0, 0, "there is no file %s now", name);
		return false;
	}
	spot->of_file = true;
	spot->slot = filemap_slot(m, inode, index);
	if (spot->slot.kind == SLOT_PAGE)
		spot->pfn = spot->slot.value;
	return true;
}

static bool spot_find(const struct story *s, const struct machine *m,
		      const char *task, const char *page, struct spot *spot,
		      struct diag *why)
{
	const char *colon = strchr(page, ':'), *hash = strchr(page, '#');
	size_t task_len = task ? strlen(task) : 0;
	const struct label *l = NULL;
	struct place p;

	*spot = (struct spot){ .pfn = PFN_NONE };
	if (strncmp(page, "pfn ", 4) == 0)
		return address_parse(page + 4, strlen(page + 4), &spot->pfn);
	if (hash)
		return spot_file(m, page, hash, spot, why);
	if (colon) {
		task = page;
		task_len = (size_t)(colon - page);
		page = colon + 1;
	}
	if (!place_parse(page, strlen(page), &p))
		return false;
	if (p.name_len)
		l = label_now(s, m, page, p.name_len);
	if (l && l->kind == LABEL_BLOCK) {
		spot->pfn = l->value + p.offset;
		return true;
	}
	if (!l && !p.is_address)
		return false;
	return spot_virtual(s, m, task, task_len,
			    l ? l->value + p.offset : p.address, spot, why);
}

/* How many pages of its list go before it; -1: it is on none with an order. */
static int64_t lru_rank(const struct machine *m, pfn_t pfn,
			const struct frame *f)
{
	int64_t rank = 0;

	if (!(f->flags & PG_LRU) || (f->flags & PG_UNEVICTABLE))
		return -1;
	while ((pfn = lru_next(m, pfn)) != PFN_NONE)
		rank++;
	return rank;
}

/* What only a frame that has been used can say. */
static int64_t lru_value(const struct machine *m, pfn_t pfn,
			 enum page_field field)
{
	static const uint32_t flags[NR_PAGE_FIELDS] = {
		[PAGE_ACTIVE] = PG_ACTIVE,
		[PAGE_REFERENCED] = PG_REFERENCED,
		[PAGE_DIRTY] = PG_DIRTY,
		[PAGE_WRITEBACK] = PG_WRITEBACK,
		[PAGE_UPTODATE] = PG_UPTODATE,
	};
	const struct frame *f = frame_at(m, pfn);

	if (!f)
		return field == PAGE_LRU ? NR_LRU_LISTS :
		       field == PAGE_RANK ? -1 : 0;
	if (field == PAGE_LRU)
		return f->flags & PG_LRU ? (int64_t)page_lru(f) : NR_LRU_LISTS;
	if (field == PAGE_RANK)
		return lru_rank(m, pfn, f);
	if (field == PAGE_SWAP)
		return swp_offset(f->swap);
	return (f->flags & flags[field]) != 0;
}

static int64_t frame_value(const struct machine *m, pfn_t pfn,
			   enum page_field field)
{
	const struct frame *f = frame_at(m, pfn);
	enum migratetype type;
	unsigned order = 0;
	pfn_t first;

	switch (field) {
	case PAGE_ORDER:
		if (!buddy_find(m, pfn, &first, &order, &type) && f)
			order = frame_order(f);
		return order;
	case PAGE_REFCOUNT:
		return f ? f->refcount : 0;
	case PAGE_MAPCOUNT:
		return f ? f->mapcount : 0;
	case PAGE_KIND:
		return zone_kind(m, pfn);
	case PAGE_FREE:
		return zone_kind(m, pfn) == KIND_FREE;
	case PAGE_PFN:
		return (int64_t)pfn;
	default:
		return lru_value(m, pfn, field);
	}
}

/* What the entry says by itself. Return: false if it does not know. */
static bool entry_value(const struct spot *spot, enum page_field field,
			int64_t *value)
{
	pte_t e = spot->entry;

	if (field == PAGE_SWAP && (!e || pte_present(e)))
		return false;
	if (field != PAGE_SWAP && field < PAGE_PRESENT)
		return false;
	*value = field == PAGE_SWAP ? (int64_t)swap_entry_offset(e) :
		 field == PAGE_PTE ? (int64_t)e :
		 field == PAGE_FLAGS ? (int64_t)(e & ~PTE_PFN_MASK) :
				       pte_present(e);
	return true;
}

/* ... and the slot of a file's tree. */
static bool slot_value(const struct spot *spot, enum page_field field,
		       int64_t *value)
{
	if (field == PAGE_CACHED)
		*value = spot->slot.kind == SLOT_PAGE;
	else if (field == PAGE_SHADOW)
		*value = spot->slot.kind == SLOT_SHADOW;
	else if (field == PAGE_SWAP && spot->slot.kind == SLOT_SWAP)
		*value = swp_offset((uint32_t)spot->slot.value);
	else
		return false;
	return true;
}

bool page_value(const struct story *s, const struct machine *m,
		const char *task, const char *page, enum page_field field,
		int64_t *value, struct diag *why)
{
	struct spot spot;

	diag_set(why, 0, 0, "there is no page %s now", page);
	if (!spot_find(s, m, task, page, &spot, why))
		return false;
	if (!spot.virtual && field >= PAGE_PRESENT && field < NR_PAGE_FIELDS) {
		diag_set(why, 0, 0, "%s is a frame, not an address: it has no "
			 "%s", page, page_field_names[field]);
		return false;
	}
	if (spot.virtual && entry_value(&spot, field, value))
		return true;
	if (spot.of_file && slot_value(&spot, field, value))
		return true;
	if (field == PAGE_CACHED || field == PAGE_SHADOW) {
		diag_set(why, 0, 0, "%s is no page of a file: it has no %s",
			 page, page_field_names[field]);
		return false;
	}
	if (spot.pfn == PFN_NONE || zone_number(m, spot.pfn) == MAX_ZONES) {
		diag_set(why, 0, 0, "no frame stands behind %s", page);
		return false;
	}
	*value = frame_value(m, spot.pfn, field);
	return true;
}
