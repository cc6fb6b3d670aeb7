/*
 * zone_figures - what a zone keeps back, its marks and its boost as words;
 * where one changed since the unit began, with what it was
 */
#ifndef VIEW_ZONE_FIGURES_H
#define VIEW_ZONE_FIGURES_H

#include "view/view.h"

/* How much is said of them: the less room, the less, but never less of them. */
enum figures_form {
	FIGURES_WAS,		/* "kept 442  min 33 -> 134" */
	FIGURES_NAMED,		/* "kept 442 min 134 low 518 high 902" */
	FIGURES_SHORT,		/* "kept 442 marks 134/518/902" */
	NR_FIGURES_FORMS,
};

/* Frames that the zone keeps back from a request that may use any zone. */
uint64_t zone_kept(const struct zone *z);

enum { NR_ZONE_FIGURES = 5 };

/* One of them: what it is called, what it is, and was before the unit. */
struct zone_figure {
	enum ui	 name;
	uint64_t now, was;
	bool	 shown;		/* a mark, or not 0 on both sides */
};
struct zone_figure zone_figure_of(const struct facts *f, unsigned zone, int i);

/* Did one of them change since the unit began? */
bool zone_figures_changed(const struct facts *f, unsigned zone);

/* Rows of `columns` that they take with what they were: 1 or 2. */
int zone_figures_rows(struct panel *p, unsigned zone, int columns);

/* Do all of them fit into the rectangle in that form? */
bool zone_figures_fit(struct panel *p, unsigned zone, struct rect r,
		      enum figures_form form);

/*
 * All of them in the first form that fits, then whose the check was and the
 * zone's size (NULL = neither) if they have room. None where no form fits.
 * Return: they are drawn.
 */
bool zone_figures_draw(struct panel *p, unsigned zone, struct rect r,
		       const char *asked, const char *size);

#endif
