#include "view/inspect_use.h"

#include <inttypes.h>

#include "mm/pgtable.h"
#include "mm/rmap.h"
#include "mm/vmscan.h"
#include "view/lru_place.h"
#include "view/palette.h"
#include "view/verdicts.h"

enum { MAX_HOLDERS = 4 };

static void tell_flags(const struct facts *f, const struct frame *fr,
		       struct text *out)
{
	static const struct {
		uint32_t flag;
		const char *name;
	} names[] = {
		{ PG_ANON_EXCLUSIVE, "anon_exclusive" },
		{ PG_SWAPBACKED, "swapbacked" }, { PG_UPTODATE, "uptodate" },
		{ PG_ACTIVE, "active" }, { PG_REFERENCED, "referenced" },
		{ PG_DIRTY, "dirty" }, { PG_WRITEBACK, "writeback" },
		{ PG_LRU, "lru" }, { PG_UNEVICTABLE, "unevictable" },
		{ PG_MOVABLE_OWNER, "movable" },
	};

	text_printf(out, ui(f->lang, UI_i_counts), fr->refcount, fr->mapcount);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (fr->flags & names[i].flag)
			text_printf(out, " %s", names[i].name);
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

/* What a scan of the list would say of the page now. */
static enum ui scan_words(const struct machine *m, pfn_t pfn)
{
	const struct frame *fr = frame_at(m, pfn);
	enum folio_fate fate = fate_at_sight(fr);

	if (fr->flags & PG_ACTIVE) {
		if (!page_evictable(fr))
			return fate_words(FATE_UNEVICTABLE);
		return would_stay_active(m, pfn) ? UI_i_scan_code :
						   UI_fate_down;
	}
	if (fate != NR_FOLIO_FATES)
		return fate_words(fate);
	return look_words(references_look(m, pfn));
}

/*
 * Its list and place, the bits that a scan looks at, and what it would say. A
 * scan empties the batches first: a page that waits in one is no more then
 * what it is now.
 */
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
		    ui(f->lang, lru_batched(f->now, pfn) ?
					UI_i_scan_batch :
					scan_words(f->now, pfn)));
}

/* Pages of tasks and of files stand on the lists, others never. */
static bool is_lru_kind(enum frame_kind kind)
{
	return kind == KIND_ANON || kind == KIND_FILE || kind == KIND_SHMEM;
}

void inspect_use(const struct facts *f, pfn_t pfn, struct text *out)
{
	const struct frame *fr = frame_at(f->now, pfn);

	tell_flags(f, fr, out);
	tell_holders(f, pfn, out);
	if (is_lru_kind(frame_kind(fr)))
		tell_list(f, pfn, fr, out);
}
