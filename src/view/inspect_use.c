#include "view/inspect_use.h"

#include <inttypes.h>

#include "mm/pgtable.h"
#include "mm/rmap.h"
#include "mm/vmscan.h"
#include "view/inspect_file.h"
#include "view/lru_lists.h"
#include "view/lru_place.h"
#include "view/verdicts.h"
#include "view/view.h"

enum { MAX_HOLDERS = 4 };

/* Two bits mean one thing of some pages, another of others. */
static const char *flag_word(const struct frame *fr, uint32_t flag,
			     const char *word)
{
	if (flag == PG_PRIVATE && frame_kind(fr) != KIND_ANON)
		return "private";
	if (flag == PG_READAHEAD && !(fr->flags & (PG_DIRTY | PG_WRITEBACK)))
		return "readahead";
	return word;
}

static void tell_flags(const struct facts *f, const struct frame *fr,
		       struct text *out)
{
	static const struct {
		uint32_t flag;
		const char *word;
	} flags[] = {
		{ PG_ANON_EXCLUSIVE, "anon_exclusive" },
		{ PG_SWAPBACKED, "swapbacked" }, { PG_UPTODATE, "uptodate" },
		{ PG_ACTIVE, "active" }, { PG_REFERENCED, "referenced" },
		{ PG_WORKINGSET, "workingset" }, { PG_DIRTY, "dirty" },
		{ PG_WRITEBACK, "writeback" }, { PG_RECLAIM, "reclaim" },
		{ PG_LRU, "lru" }, { PG_UNEVICTABLE, "unevictable" },
		{ PG_MLOCKED, "mlocked" }, { PG_MOVABLE_OWNER, "movable" },
	};

	text_printf(out, ui(f->lang, UI_i_counts), fr->refcount, fr->mapcount);
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (fr->flags & flags[i].flag)
			text_printf(out, " %s", flag_word(fr, flags[i].flag,
							  flags[i].word));
	text_puts(out, "\n");
}

static const struct task *task_of_mm(const struct machine *m, handle_t mm)
{
	handle_t h = m->s->tasks;

	while (h && task_at(m, h)->mm != mm)
		h = task_at(m, h)->next;
	return h ? task_at(m, h) : NULL;
}

/* The entries that map the frame, by the reverse map. */
static void tell_holders(const struct facts *f, pfn_t pfn, struct text *out)
{
	const struct machine *m = f->now;
	struct rmap_iter it;
	handle_t vma;
	vaddr_t addr;
	int nr = 0;

	rmap_begin(m, pfn, &it);
	while (rmap_next(m, &it, &vma, &addr)) {
		handle_t mm = vma_at(m, vma)->mm;
		const struct task *t = task_of_mm(m, mm);

		if (!t || nr++ >= MAX_HOLDERS)
			continue;
		text_printf(out, ui(f->lang, UI_i_held), tag_letter(t->tag),
			    t->comm, addr);
		text_printf(out, "PTE %" PRIx64 "\n", pgtable_get(m, mm, addr));
	}
	if (nr > MAX_HOLDERS)
		text_printf(out, ui(f->lang, UI_i_held_more), nr - MAX_HOLDERS);
}

/* "list  none yet: 12 of a batch of 15, then inactive_anon" */
static bool tell_batch(const struct facts *f, pfn_t pfn, const struct frame *fr,
		       struct text *out)
{
	const struct state *s = f->now->s;

	for (unsigned k = 0; k < NR_LRU_BATCHES; k++) {
		const struct lru_batch *b = &s->lru_batch[k];

		for (uint32_t i = 0; i < b->nr; i++) {
			if (b->page[i] != (uint32_t)pfn + 1)
				continue;
			text_printf(out, ui(f->lang, UI_i_list_batch), i + 1,
				    s->lru_batch_size,
				    lru_name(page_evictable(fr) ?
						     page_lru(fr) :
						     LRU_UNEVICTABLE));
			return true;
		}
	}
	return false;
}

/* A page of the active list that a scan looks at now. */
static enum ui active_words(const struct machine *m, pfn_t pfn)
{
	if (!page_evictable(frame_at(m, pfn)))
		return fate_words(FATE_UNEVICTABLE);
	return would_stay_active(m, pfn) ? UI_i_scan_code : UI_fate_down;
}

/* ... of the inactive list. */
static enum ui inactive_words(const struct machine *m, pfn_t pfn)
{
	const struct frame *fr = frame_at(m, pfn);
	enum folio_fate fate = fate_at_sight(fr);
	enum folio_references look;

	if (fate != NR_FOLIO_FATES)
		return fate_words(fate);
	look = references_look(m, pfn);
	if ((look == FOLIOREF_RECLAIM || look == FOLIOREF_RECLAIM_CLEAN) &&
	    left_to_flusher(m, fr))
		return fate_words(FATE_DIRTY);
	return look_words(look);
}

/*
 * What a scan would say of the page now. It empties the batches first: what
 * waits in one is no more then what it is now.
 */
static enum ui scan_words(const struct machine *m, pfn_t pfn)
{
	const struct frame *fr = frame_at(m, pfn);

	if (!page_is_file_lru(fr) && !m->s->total_swap_pages)
		return UI_i_scan_no_swap;
	if (lru_batched(m, pfn))
		return UI_i_scan_batch;
	if (!page_is_file_lru(fr) && !(fr->flags & PG_ACTIVE) &&
	    !m->s->nr_swap_pages)
		return UI_i_scan_no_slot;
	return fr->flags & PG_ACTIVE ? active_words(m, pfn) :
				       inactive_words(m, pfn);
}

/* Its list and place, the bits that a scan looks at, and what it would say. */
static void tell_list(const struct facts *f, pfn_t pfn, const struct frame *fr,
		      struct text *out)
{
	uint32_t vm_flags;
	unsigned young;

	if (!(fr->flags & PG_LRU)) {
		if (!tell_batch(f, pfn, fr, out))
			text_puts(out, ui(f->lang, UI_i_list_none));
		return;
	}
	text_puts(out, ui(f->lang, UI_i_list_of));
	lru_place(f, pfn, out);
	text_puts(out, "\n");
	if (!on_evictable_list(fr))
		return;
	young = page_referenced_look(f->now, pfn, &vm_flags);
	text_printf(out, ui(f->lang, UI_i_seen), young,
		    (fr->flags & PG_REFERENCED) != 0);
	text_printf(out, ui(f->lang, UI_i_scan_now),
		    ui(f->lang, scan_words(f->now, pfn)));
}

/* Pages of tasks and of files stand on the lists, others never. */
static bool is_lru_kind(enum frame_kind kind)
{
	return kind == KIND_ANON || kind == KIND_FILE || kind == KIND_SHMEM;
}

/* "file  data:12" and where in its tree, while it is in the page cache. */
static void tell_file(const struct facts *f, const struct frame *fr,
		      struct text *out)
{
	enum frame_kind kind = frame_kind(fr);

	if ((kind != KIND_FILE && kind != KIND_SHMEM) || !fr->mapping)
		return;
	text_printf(out, ui(f->lang, UI_i_file_page),
		    file_words(inode_at(f->now, fr->mapping)),
		    (uint64_t)fr->index);
	file_tree_tell(f, fr->mapping, fr->index, out);
}

void inspect_use(const struct facts *f, pfn_t pfn, struct text *out)
{
	const struct frame *fr = frame_at(f->now, pfn);

	tell_file(f, fr, out);
	tell_flags(f, fr, out);
	tell_holders(f, pfn, out);
	if (is_lru_kind(frame_kind(fr)))
		tell_list(f, pfn, fr, out);
}
