#include "view/scan_end.h"

#include <inttypes.h>
#include <string.h>

#include "view/lru_scan.h"
#include "view/view.h"

/* fields of mm_vmscan_lru_shrink_inactive */
enum { SCANNED = 1, RECLAIMED, ACTIVATED };

/* Return: where the event is in what is kept in a row; UINT32_MAX = no more. */
static uint32_t place_of(const struct facts *f, const struct event *end)
{
	for (uint32_t i = history_len(f); i-- > 0;) {
		const struct event *e = history_at(f, i);

		if (e->id == end->id && e->pid == end->pid &&
		    !memcmp(e->arg, end->arg, sizeof(e->arg)))
			return i;
	}
	return UINT32_MAX;
}

/* Of the cluster: how many were sent to their slots; UINT64_MAX = unknown. */
static uint64_t nr_sent(const struct facts *f, const struct event *end)
{
	uint32_t at = place_of(f, end), begin;
	uint64_t nr = 0;

	if (at == UINT32_MAX)
		return UINT64_MAX;
	begin = scan_of(f, at);
	if (begin == UINT32_MAX)
		return UINT64_MAX;
	for (uint32_t i = begin; i < at; i++) {
		const struct event *e = history_at(f, i);

		nr += e->pid == end->pid && e->id == EV_shrink_folio &&
		      e->arg[1] == FATE_PAGEOUT;
	}
	return nr;
}

void scan_end_tell(const struct facts *f, const struct reason *r,
		   struct text *out)
{
	const struct event *e = r->event;
	uint64_t left, sent;

	if (!e || e->id != EV_mm_vmscan_lru_shrink_inactive)
		return;
	left = e->arg[SCANNED] - e->arg[RECLAIMED] - e->arg[ACTIVATED];
	if (!left)
		return;
	sent = nr_sent(f, e);
	if (sent > left) {
		text_puts(out, ui(f->lang, UI_scan_left));
		return;
	}
	if (left > sent)
		text_printf(out, ui(f->lang, UI_scan_stayed), left - sent);
	if (sent)
		text_printf(out, ui(f->lang, sent == 1 ? UI_scan_sent_one :
							 UI_scan_sent), sent);
}
