#include "view/cache_hits.h"

#include <stdio.h>

#include "mm/op.h"

static bool is_read(const struct event *e)
{
	return e->id == EV_sys_enter && e->arg[0] == OP_read;
}

/*
 * Was the page of the event `i` put into the cache by the call that now uses
 * it? Return: 1 or 0; -1: it was not read() that used it, or the call's
 * beginning is not known.
 */
static int was_missing(const struct facts *f, uint32_t i)
{
	const struct event *used = history_at(f, i);
	int missing = 0;

	while (i-- > 0) {
		const struct event *e = history_at(f, i);

		if (e->pid != used->pid)
			continue;
		if (e->id == EV_sys_enter)
			return is_read(e) ? missing : -1;
		if (e->id == EV_mm_filemap_add_to_page_cache &&
		    e->arg[0] == used->arg[0])
			missing = 1;
	}
	return -1;
}

struct cache_hits cache_hits(const struct facts *f)
{
	struct cache_hits h = { .all = f->between->nr == f->between->nr_last };
	uint32_t first = history_len(f) - f->between->nr_last;

	for (uint32_t i = first; i < history_len(f); i++) {
		int missing;

		if (history_at(f, i)->id != EV_mark_page_accessed)
			continue;
		missing = was_missing(f, i);
		h.asked += missing >= 0;
		h.found += missing == 0;
	}
	return h;
}

void cache_hit_words(const struct facts *f, char *out, size_t len)
{
	struct cache_hits h = cache_hits(f);

	out[0] = '\0';
	if (h.asked)
		snprintf(out, len, ui(f->lang, h.all ? UI_cache_hits :
						       UI_cache_hits_last),
			 h.found, h.asked);
}
