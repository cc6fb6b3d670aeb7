#include "mm/why_task.h"

#include <inttypes.h>

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
