#include "mm/proc_files.h"

#include <inttypes.h>
#include <string.h>

static void print_area(const struct swap_area *a, struct text *out)
{
	const uint64_t column = 10000000;	/* one that wide needs no more tab */
	uint64_t size = a->nr_good * (PAGE_SIZE / 1024);
	uint64_t used = a->inuse * (PAGE_SIZE / 1024);
	int name = (int)strnlen(a->name, sizeof(a->name));

	text_printf(out, "%.*s%*s%s\t%" PRIu64 "\t%s%" PRIu64 "\t%s%d\n",
		    name, a->name, name < 40 ? 40 - name : 1, " ", "partition",
		    size, size < column ? "\t" : "", used,
		    used < column ? "\t" : "", a->prio);
}

/* Source: mm/swapfile.c swap_show() (6.1). */
void print_swaps(const struct machine *m, struct text *out)
{
	text_puts(out, "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
	for (unsigned i = 0; i < m->s->nr_swapfiles; i++)
		if (m->s->swap_area[i].on != SWAP_OFF)
			print_area(&m->s->swap_area[i], out);
}
