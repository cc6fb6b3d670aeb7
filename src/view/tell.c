#include "view/tell.h"

#include <inttypes.h>

void tell_count(const struct facts *f, struct text *out, const char *name,
		uint64_t now, uint64_t was)
{
	text_printf(out, " %s %" PRIu64, name, now);
	if (now != was)
		text_printf(out, ui(f->lang, UI_t_was), was);
}

void runs_end(struct runs *r, struct text *out)
{
	if (r->nr) {
		text_printf(out, "  %c", r->letter);
		if (r->sign != ' ')
			text_printf(out, "%c", r->sign);
		text_printf(out, " x %" PRIu64, r->nr);
	}
	r->nr = 0;
}

void runs_add(struct runs *r, struct text *out, char letter, char sign)
{
	if (r->nr && r->letter == letter && r->sign == sign) {
		r->nr++;
		return;
	}
	runs_end(r, out);
	*r = (struct runs){ letter, sign, 1 };
}
