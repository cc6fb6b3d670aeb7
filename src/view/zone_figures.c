#include "view/zone_figures.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { WIDE = 64, MIN = 1, HIGH = 3 };

static const struct {
	enum ui	name;
	bool	mark;		/* shown if 0, too */
} figures[NR_ZONE_FIGURES] = {
	{ UI_kept, false }, { UI_min, true }, { UI_low, true },
	{ UI_high, true }, { UI_boost, false },
};

struct values {
	uint64_t nr[NR_ZONE_FIGURES];
};

/* The words of a form; the memory of their texts. */
struct said {
	char	    text[NR_ZONE_FIGURES][64];
	struct word word[NR_ZONE_FIGURES + 2];
	size_t	    nr;
};

uint64_t zone_kept(const struct zone *z)
{
	uint64_t kept = 0;

	for (int i = 0; i < MAX_NR_ZONES; i++)
		if (z->lowmem_reserve[i] > kept)
			kept = z->lowmem_reserve[i];
	return kept;
}

static struct values values_of(const struct machine *m, unsigned zone)
{
	const struct zone *z = &m->s->zone[zone];
	uint64_t boost = z->watermark_boost;

	/* as /proc/zoneinfo has them: the boost is in each mark */
	return (struct values){ { zone_kept(z),
				  z->watermark[WMARK_MIN] + boost,
				  z->watermark[WMARK_LOW] + boost,
				  z->watermark[WMARK_HIGH] + boost, boost } };
}

bool zone_figures_changed(const struct facts *f, unsigned zone)
{
	struct values now = values_of(f->now, zone);
	struct values was = values_of(f->before, zone);

	return memcmp(&now, &was, sizeof(now)) != 0;
}

struct zone_figure zone_figure_of(const struct facts *f, unsigned zone, int i)
{
	struct zone_figure fig = {
		.name = figures[i].name,
		.now = values_of(f->now, zone).nr[i],
		.was = values_of(f->before, zone).nr[i],
	};

	fig.shown = fig.now || fig.was || figures[i].mark;
	return fig;
}

static void say(struct said *s, bool changed)
{
	s->word[s->nr] = (struct word){ s->text[s->nr],
					changed ? ROLE_TITLE : ROLE_DIM, true };
	s->nr++;
}

static void say_one(const struct panel *p, struct said *s, unsigned zone,
		    int i, bool with_was)
{
	struct zone_figure fig = zone_figure_of(p->f, zone, i);
	const char *name = ui(p->f->lang, fig.name);
	char *out = s->text[s->nr];

	if (!fig.shown)
		return;
	if (with_was && fig.now != fig.was)
		snprintf(out, sizeof(s->text[0]), "%s %" PRIu64 " -> %" PRIu64,
			 name, fig.was, fig.now);
	else
		snprintf(out, sizeof(s->text[0]), "%s %" PRIu64, name, fig.now);
	say(s, fig.now != fig.was);
}

/* "marks 33/41/49" */
static void say_marks(const struct panel *p, struct said *s,
		      const struct values *now, const struct values *was)
{
	bool changed = false;

	snprintf(s->text[s->nr], sizeof(s->text[0]),
		 "%s %" PRIu64 "/%" PRIu64 "/%" PRIu64, ui(p->f->lang, UI_marks),
		 now->nr[MIN], now->nr[MIN + 1], now->nr[HIGH]);
	for (int i = MIN; i <= HIGH; i++)
		changed |= now->nr[i] != was->nr[i];
	say(s, changed);
}

static void said_in(const struct panel *p, unsigned zone,
		    enum figures_form form, struct said *s)
{
	struct values now = values_of(p->f->now, zone);
	struct values was = values_of(p->f->before, zone);

	s->nr = 0;
	for (int i = 0; i < NR_ZONE_FIGURES; i++) {
		if (form == FIGURES_SHORT && i == MIN)
			say_marks(p, s, &now, &was);
		if (form != FIGURES_SHORT || !figures[i].mark)
			say_one(p, s, zone, i, form == FIGURES_WAS);
	}
}

/*
 * One behind the other, in as many rows as there are; `c` NULL: only counted.
 * Return: how many have room.
 */
static size_t said_put(struct canvas *c, const struct said *s, struct rect r,
		       int gap)
{
	int x = 0, y = 0;
	size_t i;

	for (i = 0; i < s->nr; i++) {
		const char *text = s->word[i].text;
		int w = text_columns(text, strlen(text));

		if (x && x + w > r.w) {
			x = 0;
			y++;
		}
		if (y >= r.h || x + w > r.w)
			break;
		if (c)
			canvas_text(c, r.x + x, r.y + y, s->word[i].role, text);
		x += w + gap;
	}
	return i;
}

/* With what they were figures are groups of words, which two blanks part. */
static int gap_of(const struct panel *p, enum figures_form form)
{
	return form == FIGURES_WAS || panel_width(p) >= WIDE ? 2 : 1;
}

bool zone_figures_fit(struct panel *p, unsigned zone, struct rect r,
		      enum figures_form form)
{
	struct said s;

	if (form == FIGURES_WAS && !zone_figures_changed(p->f, zone))
		return false;		/* there is nothing that they were */
	said_in(p, zone, form, &s);
	return said_put(NULL, &s, r, gap_of(p, form)) == s.nr;
}

int zone_figures_rows(struct panel *p, unsigned zone, int columns)
{
	return !zone_figures_changed(p->f, zone) ||
	       zone_figures_fit(p, zone, (struct rect){ 0, 0, columns, 1 },
				FIGURES_WAS) ? 1 : 2;
}

bool zone_figures_draw(struct panel *p, unsigned zone, struct rect r,
		       const char *asked, const char *size)
{
	const char *more[] = { asked, size };

	for (int i = 0; i < NR_FIGURES_FORMS; i++) {
		enum figures_form form = (enum figures_form)i;
		struct said s;

		if (!zone_figures_fit(p, zone, r, form))
			continue;
		said_in(p, zone, form, &s);
		for (int k = 0; k < 2; k++)
			if (more[k] && *more[k])
				s.word[s.nr++] = (struct word){ more[k],
								ROLE_DIM, false };
		said_put(p->c, &s, r, gap_of(p, form));
		return true;
	}
	return false;
}
