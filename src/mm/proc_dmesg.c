#include "mm/proc_files.h"

#include <inttypes.h>

/* Source: kernel/printk/printk.c print_time() (6.1). */
void print_dmesg(const struct machine *m, struct text *out)
{
	const uint64_t ns_per_s = 1000000000;

	for (handle_t h = m->s->dmesg_first; h;
	     h = dmesg_line_at(m, h)->next) {
		const struct dmesg_line *l = dmesg_line_at(m, h);

		text_printf(out, "[%5" PRIu64 ".%06" PRIu64 "] %.*s\n",
			    l->ns / ns_per_s, l->ns % ns_per_s / 1000,
			    (int)l->length, l->text);
	}
}
