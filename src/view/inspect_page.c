#include "view/inspect_page.h"

#include <inttypes.h>

#include "mm/fault.h"
#include "mm/op.h"
#include "mm/pgtable_alloc.h"
#include "mm/swap_entry.h"
#include "mm/task.h"
#include "mm/vma.h"
#include "view/strip.h"
#include "view/view.h"

/* What a fault that is served does, what one that is not served is for. */
static const enum ui served[NR_FAULT_REASONS] = {
	[FAULT_ZERO_PAGE] = UI_i_fault_zero,
	[FAULT_ANON] = UI_i_fault_anon,
	[FAULT_WP_ZERO] = UI_i_fault_replace,
	[FAULT_WP_REUSE] = UI_i_fault_reuse,
	[FAULT_WP_COPY] = UI_i_fault_copy,
	[FAULT_WP_SHARED] = UI_i_fault_mark,
	[FAULT_SPURIOUS] = UI_i_fault_spurious,
	[FAULT_STACK] = UI_i_fault_stack,
	[FAULT_READ] = UI_i_fault_map,
	[FAULT_SHARED] = UI_i_fault_map,
	[FAULT_COW] = UI_i_fault_cow,
	[FAULT_SWAP] = UI_i_fault_swap,
};
static const enum ui refused[NR_FAULT_REASONS] = {
	[FAULT_NO_VMA] = UI_i_bad_no_area,
	[FAULT_ACCESS] = UI_i_bad_rights,
	[FAULT_FILE] = UI_i_bad_beyond,
	[FAULT_STACK_LIMIT] = UI_i_bad_stack,
	[FAULT_READ] = UI_i_bad_full,
	[FAULT_SHARED] = UI_i_bad_full,
	[FAULT_COW] = UI_i_bad_full,
};

/* "write now  minor fault, a frame of its own" */
static void tell_access(const struct facts *f, handle_t task, vaddr_t addr,
			unsigned mode, struct text *lines)
{
	static const enum ui verbs[] = {
		[MODE_READ] = UI_i_now_read, [MODE_WRITE] = UI_i_now_write,
		[MODE_FETCH] = UI_i_now_fetch,
	};
	struct access_look l = access_look(f->now, task, addr, mode);

	text_puts(lines, ui(f->lang, verbs[mode]));
	if (!l.faults)
		text_puts(lines, ui(f->lang, UI_i_no_fault));
	else if (l.signal)
		text_printf(lines, "%s, %s", signal_name(l.signal),
			    ui(f->lang, refused[l.reason]));
	else
		text_printf(lines, "%s%s",
			    ui(f->lang, l.major ? UI_i_major : UI_i_minor),
			    ui(f->lang, served[l.reason]));
	text_puts(lines, "\n");
}

/* A fetch is told where code may lie. */
static void tell_accesses(const struct facts *f, handle_t task, handle_t vma,
			  vaddr_t addr, struct text *lines)
{
	tell_access(f, task, addr, MODE_READ, lines);
	tell_access(f, task, addr, MODE_WRITE, lines);
	if (vma && (vma_at(f->now, vma)->flags & VM_EXEC))
		tell_access(f, task, addr, MODE_FETCH, lines);
}

static void tell_entry(const struct facts *f, pte_t e, struct text *lines)
{
	char bits[24];

	text_printf(lines, "PTE %" PRIx64 "   %s%s\n", e,
		    pte_is_swap(e) ? "" : PTE_LETTERS " ", pte_words(e, bits));
	if (pte_is_swap(e))
		swap_words(f, e, lines);
	else if (pte_present(e))
		text_printf(lines, ui(f->lang, UI_frame_pfn), pte_pfn(e));
	else
		text_puts(lines, ui(f->lang, UI_i_no_frame));
	text_puts(lines, "\n");
}

void inspect_page(const struct facts *f, const struct mark *m,
		  struct text *title, struct text *lines)
{
	handle_t task = (handle_t)m->sub, mm = task_at(f->now, task)->mm;
	enum glyph g;

	text_printf(title, "%s %012" PRIx64, ui(f->lang, UI_page), m->id);
	if (!mm || m->id >= TASK_SIZE)
		return;
	g = page_glyph(f->now, mm, m->id);
	text_printf(lines, "%c  %s\n", page_letter(f->now, mm, m->id).c,
		    ui(f->lang, g == GLYPH_HOLE ? UI_no_area :
						  glyphs[g].word));
	tell_entry(f, pgtable_get(f->now, mm, m->id), lines);
	tell_accesses(f, task, vma_lookup(f->now, mm, m->id), m->id, lines);
}
