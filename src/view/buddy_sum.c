#include "view/buddy_sum.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "view/zone_rows.h"

/* A part of the zone, with how it changed. */
struct share {
	enum ui	 word;
	uint64_t now, before;
};

static int share_columns(const struct panel *p, const struct share *s)
{
	const char *word = ui(p->f->lang, s->word);
	uint64_t change = s->now > s->before ? s->now - s->before :
					       s->before - s->now;

	return text_columns(word, strlen(word)) +
	       snprintf(NULL, 0, " %" PRIu64, s->now) +
	       (change ? snprintf(NULL, 0, " +%" PRIu64, change) : 0);
}

static int draw_share(struct panel *p, int x, int y, const struct share *s)
{
	x += canvas_text(p->c, x, y, ROLE_DIM, ui(p->f->lang, s->word)) + 1;
	x += canvas_printf(p->c, x, y, ROLE_TEXT, "%" PRIu64, s->now);
	if (s->now != s->before) {
		panel_sign(p, y, GUTTER_CHANGED);
		x += 1 + change_draw(p->c, x + 1, y, s->now, s->before);
	}
	return x;
}

enum { SHARE_LISTS, SHARE_HAND, SHARE_PCP, SHARE_OUT, NR_SHARES };

/* In the order of the row; the words of what is given out as there is room. */
static void shares_of(const struct panel *p, const struct chart *t,
		      struct share shares[NR_SHARES])
{
	const struct zone *z = t->z, *was = t->before;

	shares[SHARE_LISTS] = (struct share){ UI_in_lists, z->nr_free,
					      was->nr_free };
	shares[SHARE_HAND] = (struct share){ UI_in_hand, z->nr_inhand,
					     was->nr_inhand };
	shares[SHARE_PCP] = (struct share){ UI_per_cpu, z->nr_pcp,
					    was->nr_pcp };
	shares[SHARE_OUT] = (struct share){
		panel_width(p) < CHART_WIDE ? UI_out : UI_given_out,
		zone_given_out(z), zone_given_out(was) };
}

/*
 * A bit each of those that have room, one blank between them: what changed,
 * then what tells most. Per-CPU lists are told of where there are such frames.
 * *room becomes what is left.
 */
static uint32_t shares_shown(const struct panel *p,
			     const struct share shares[NR_SHARES], int *room)
{
	static const uint8_t order[NR_SHARES] = { SHARE_LISTS, SHARE_OUT,
						  SHARE_HAND, SHARE_PCP };
	uint32_t shown = 0;

	*room = panel_width(p) + 1;
	for (int changed = 1; changed >= 0; changed--)
		for (int i = 0; i < NR_SHARES; i++) {
			const struct share *s = &shares[order[i]];
			int w = share_columns(p, s) + 1;

			if ((s->now != s->before) != changed || w > *room ||
			    (order[i] == SHARE_PCP && !s->now && !s->before))
				continue;
			shown |= 1u << order[i];
			*room -= w;
		}
	return shown;
}

void buddy_sum_draw(struct panel *p, const struct chart *t, int y)
{
	const struct event *e = p->f->event;
	struct share shares[NR_SHARES];
	int x = panel_left(p), room;
	uint32_t shown;

	shares_of(p, t, shares);
	shown = shares_shown(p, shares, &room);
	for (int i = 0; i < NR_SHARES; i++)
		if (shown & 1u << i)
			x = draw_share(p, x, y, &shares[i]) +
			    (room < NR_SHARES - 1 ? 1 : 2);	/* blanks */
	if (e && e->id == EV_mm_page_alloc)
		panel_sign(p, y, GUTTER_HERE);
}

void buddy_sum_say(struct legend *l, const struct chart *t)
{
	struct share shares[NR_SHARES];
	uint32_t shown;
	int room;

	if (!t->sum)
		return;
	shares_of(l->p, t, shares);
	shown = shares_shown(l->p, shares, &room);
	if (shown & 1u << SHARE_OUT && shares[SHARE_OUT].word == UI_out)
		legend_words(l, UI_note_out);
	if (shown & 1u << SHARE_HAND)
		legend_words(l, UI_note_in_hand);
}
