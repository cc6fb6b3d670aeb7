#include "mm/why_task.h"

#include <inttypes.h>

static const char *const fault_why[NR_FAULT_REASONS] = {
	[FAULT_ZERO_PAGE] = "a read of a page that was never written: all tasks share one frame of zeros",
	[FAULT_ANON] = "a write to a page that was never written: it gets a frame of its own, filled with zeros",
	[FAULT_WP_ZERO] = "a write to the shared page of zeros: it must not change, so a frame of its own takes its place",
	[FAULT_WP_REUSE] = "nobody else refers to this frame: the right to write is given back, nothing is copied",
	[FAULT_WP_COPY] = "somebody else refers to this frame too: the writer gets a copy",
	[FAULT_SPURIOUS] = "the entry allows the access by now: nothing to do",
	[FAULT_PROT_NONE] = "the entry was only hidden: it becomes present again",
	[FAULT_STACK] = "no area holds the address, but the next one above is the stack, which grows",
	[FAULT_KERNEL] = "the address is in the kernel's half: no task may use it",
	[FAULT_NO_VMA] = "no area holds the address",
	[FAULT_STACK_LIMIT] = "the stack would have to grow to this address and may not",
	[FAULT_ACCESS] = "an area holds the address but does not allow this access",
	[FAULT_FILE] = "the page lies beyond the end of the file",
	[FAULT_OOM] = "no frame could be had",
	[FAULT_READ] = "a page of a file: mapped, and those around it that are in memory",
	[FAULT_COW] = "first write to a private page of a file: it is copied, the file stays as it is",
	[FAULT_SHARED] = "first write to a shared page: the page of the file itself is written",
	[FAULT_SWAP] = "the entry names a slot of a swap area: the page comes back from there",
	[FAULT_WP_SHARED] = "a shared page that was clean: the file has to learn that it is written",
	[FAULT_NONCANONICAL] = "bits 63..47 do not agree: no such address exists",
};

static void why_fault(uint64_t reason, struct text *out)
{
	if (reason < NR_FAULT_REASONS)
		text_puts(out, fault_why[reason]);
}

/* Modes of vm.overcommit_memory that refuse anything at all. */
enum { MODE_GUESS = 0 };

static void why_refused(const struct event *e, struct text *out)
{
	uint64_t pages = e->arg[0], committed = e->arg[1], limit = e->arg[2];

	if (e->arg[3] == MODE_GUESS)
		text_printf(out, "%" PRIu64 " pages in one go > %" PRIu64
			    " pages of RAM and swap: that cannot be meant seriously",
			    pages, limit);
	else
		text_printf(out, "%" PRIu64 " promised + %" PRIu64
			    " wanted >= %" PRIu64
			    " pages: mode 2 promises no more than it could keep",
			    committed, pages, limit);
}

void why_task(const struct event *e, struct text *out)
{
	switch (e->id) {
	case EV_page_fault_user:
		why_fault(e->arg[2], out);
		break;
	case EV_faultin_page:
		why_fault(e->arg[1], out);
		break;
	case EV_pgtable_alloc:
		text_puts(out, "nothing was mapped in this part of the address space before");
		break;
	case EV_pgtable_free:
		text_puts(out, "no area is left in all that this table could map");
		break;
	case EV_filemap_map_pages:
		text_printf(out, "up to 16 pages around the address, from page %" PRIu64
			    " of the file on: %" PRIu64
			    " were in memory and not mapped yet, and save a fault each",
			    e->arg[1], e->arg[2]);
		break;
	case EV_vm_enough_memory:
		why_refused(e, out);
		break;
	default:
		break;
	}
}
