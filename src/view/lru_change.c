#include "view/lru_change.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/vmstat.h"
#include "view/lru_lists.h"

static bool is_active(enum lru_list lru)
{
	return lru == LRU_ACTIVE_ANON || lru == LRU_ACTIVE_FILE;
}

static bool is_file(enum lru_list lru)
{
	return lru == LRU_INACTIVE_FILE || lru == LRU_ACTIVE_FILE;
}

static uint64_t nr_came(const struct facts *f, enum lru_list lru)
{
	return summary_nr(f->s->between, EV_mm_lru_insertion, lru);
}

static int64_t grown(const struct facts *f, enum lru_list lru)
{
	return (int64_t)(lru_length(f, f->now, lru) -
			 lru_length(f, f->before, lru));
}

/* Of the kind. */
static uint64_t nr_freed(const struct facts *f, bool file)
{
	enum vm_event of = file ? PGSTEAL_FILE : PGSTEAL_ANON;

	return f->now->s->vm_event[of] - f->before->s->vm_event[of];
}

static bool in_hand(const struct facts *f, const struct machine *m, bool file)
{
	return m->s->node[lru_node(f)]
		.stat[file ? NR_ISOLATED_FILE : NR_ISOLATED_ANON];
}

/* Have pages of the kind left both its lists, and not by reclaim? */
static bool some_left(const struct facts *f, bool file)
{
	enum lru_list down = file ? LRU_INACTIVE_FILE : LRU_INACTIVE_ANON;
	enum lru_list up = file ? LRU_ACTIVE_FILE : LRU_ACTIVE_ANON;

	return grown(f, down) + grown(f, up) + (int64_t)nr_freed(f, file) !=
	       (int64_t)(nr_came(f, down) + nr_came(f, up));
}

bool lru_change(const struct facts *f, enum lru_list lru, struct lru_change *c)
{
	bool file = is_file(lru);
	int64_t rest;

	*c = (struct lru_change){ 0 };
	if (f->now->s->nr_nodes > 1 || lru == LRU_UNEVICTABLE ||
	    in_hand(f, f->now, file) || in_hand(f, f->before, file))
		return false;
	c->came = nr_came(f, lru);
	c->freed = is_active(lru) ? 0 : nr_freed(f, file);
	rest = grown(f, lru) - (int64_t)c->came + (int64_t)c->freed;
	*(some_left(f, file) ? &c->other : &c->moved) = rest;
	return true;
}

bool lru_came_and_went(const struct facts *f, enum lru_list lru,
		       uint64_t *came, uint64_t *freed)
{
	struct lru_change c;

	if (!lru_change(f, lru, &c) || c.moved || c.other)
		return false;
	*came = c.came;
	*freed = c.freed;
	return *freed && *came;
}

void lru_parts(const struct facts *f, enum lru_list lru, struct lru_parts *p)
{
	bool active = is_active(lru);
	struct lru_change c;

	p->nr = 0;
	if (!lru_change(f, lru, &c))
		return;
	const struct {
		int64_t nr;
		enum ui words;
	} parts[LRU_PARTS] = {
		{ (int64_t)c.came, UI_lru_part_came },
		{ -(int64_t)c.freed, UI_lru_part_freed },
		{ c.moved, c.moved > 0 ?
			(active ? UI_lru_part_risen : UI_lru_part_sunk) :
			(active ? UI_lru_part_down : UI_lru_part_up) },
		{ c.other, UI_lru_part_other },
	};
	for (unsigned i = 0; i < LRU_PARTS; i++) {
		if (!parts[i].nr)
			continue;
		snprintf(p->text[p->nr], sizeof(p->text[0]), "%+" PRId64 " %s",
			 parts[i].nr, ui(f->lang, parts[i].words));
		p->words[p->nr] = (struct word){ p->text[p->nr], ROLE_TEXT,
						 true };
		p->nr++;
	}
	/* one part that says no more than the change itself does */
	if (p->nr == 1 && !c.other)
		p->nr = 0;
}

int lru_changes_draw(struct panel *p, int y, int max, bool both)
{
	int nr = 0;

	for (unsigned i = 0; i < LRU_UNEVICTABLE && nr < max; i++) {
		struct word words[1 + LRU_PARTS];
		struct lru_parts parts;
		uint64_t came, freed;

		lru_parts(p->f, (enum lru_list)i, &parts);
		if (!parts.nr || (both && lru_came_and_went(
				p->f, (enum lru_list)i, &came, &freed)))
			continue;
		words[0] = (struct word){ lru_name((enum lru_list)i), ROLE_DIM,
					  false };
		for (unsigned k = 0; k < parts.nr; k++)
			words[1 + k] = parts.words[k];
		words_draw(p->c, panel_left(p), y + nr++, panel_width(p), 2,
			   words, 1 + parts.nr);
	}
	return nr;
}
