#include "view/lru_change.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	return summary_nr(f->between, EV_mm_lru_insertion, lru);
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

/* Taken from the tail, found used, and put back to the head of the list. */
static uint64_t second_chances(const struct facts *f, enum lru_list lru)
{
	return f->now->s->nr_nodes > 1 || lru == LRU_UNEVICTABLE ?
		       0 : summary_judged(f->between, FATE_REFERENCED, lru);
}

static void add_part(struct lru_parts *p, uint64_t pages, const char *words)
{
	p->pages[p->nr] = pages;
	snprintf(p->text[p->nr], sizeof(p->text[0]), "%s", words);
	p->words[p->nr] = (struct word){ p->text[p->nr], ROLE_TEXT, true };
	p->nr++;
}

static void add_chances(const struct facts *f, enum lru_list lru, bool brief,
			struct lru_parts *p)
{
	uint64_t nr = second_chances(f, lru);
	char words[64];

	snprintf(words, sizeof(words),
		 ui(f->lang, brief ? UI_lru_chance_brief : UI_lru_chance), nr);
	if (nr)
		add_part(p, nr, words);
}

void lru_parts(const struct facts *f, enum lru_list lru, bool brief,
	       struct lru_parts *p)
{
	bool active = is_active(lru);
	struct lru_change c;

	p->nr = 0;
	lru_change(f, lru, &c);
	const struct {
		int64_t nr;
		enum ui words[2];
	} parts[] = {
		{ (int64_t)c.came, { UI_lru_part_came, UI_lru_part_came } },
		{ -(int64_t)c.freed, { UI_lru_part_freed,
				       UI_lru_brief_freed } },
		{ c.moved, { c.moved > 0 ?
			(active ? UI_lru_part_risen : UI_lru_part_sunk) :
			(active ? UI_lru_part_down : UI_lru_part_up),
			active == (c.moved > 0) ? UI_lru_brief_up :
						  UI_lru_brief_down } },
		{ c.other, { UI_lru_part_other, UI_lru_part_other } },
	};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		char words[64];

		if (!parts[i].nr)
			continue;
		snprintf(words, sizeof(words), "%+" PRId64 " %s", parts[i].nr,
			 ui(f->lang, parts[i].words[brief]));
		add_part(p, (uint64_t)llabs(parts[i].nr), words);
	}
	/* one part that says no more than the change itself does */
	if (p->nr == 1 && !c.other)
		p->nr = 0;
	add_chances(f, lru, brief, p);
}

/* What is not told beside the list's length. */
static void parts_of_row(const struct facts *f, enum lru_list lru, bool both,
			 bool brief, struct lru_parts *p)
{
	uint64_t came, freed;

	p->nr = 0;
	if (both && lru_came_and_went(f, lru, &came, &freed))
		add_chances(f, lru, brief, p);
	else
		lru_parts(f, lru, brief, p);
}

/* Does all of it fit behind the list's name? */
static bool fits(const struct panel *p, const char *name,
		 const struct lru_parts *parts)
{
	return text_columns(name, strlen(name)) + 2 +
		       words_width(parts->words, parts->nr, 2) <=
	       panel_width(p);
}

/* The name and as many parts as fit; the others below. Return: rows. */
static int change_draw_rows(struct panel *p, int y, int max, const char *name,
			    const struct lru_parts *parts)
{
	int left = panel_left(p), end = panel_end(p), rows = 1;
	int x = left + canvas_text(p->c, left, y, ROLE_DIM, name) + 2;

	for (unsigned i = 0; i < parts->nr; i++) {
		const struct word *word = &parts->words[i];
		int w = text_columns(word->text, strlen(word->text));

		if (x + w > end) {
			if (rows == max)
				break;
			x = left + 2;
			rows++;
		}
		canvas_text(p->c, x, y + rows - 1, word->role, word->text);
		x += w + 2;
	}
	return rows;
}

/* How much a row tells of: its largest figure. */
static uint64_t weight_of(const struct facts *f, enum lru_list lru, bool both)
{
	struct lru_parts parts;
	uint64_t most = 0;

	parts_of_row(f, lru, both, false, &parts);
	for (unsigned i = 0; i < parts.nr; i++)
		most = parts.pages[i] > most ? parts.pages[i] : most;
	return most;
}

/* Of the lists that are left (a bit each) that of which there is most to tell. */
static enum lru_list heaviest(const struct facts *f, uint32_t left, bool both)
{
	enum lru_list best = LRU_UNEVICTABLE;

	for (int i = 0; i < LRU_UNEVICTABLE; i++) {
		enum lru_list lru = (enum lru_list)i;

		if (left & 1u << i &&
		    (best == LRU_UNEVICTABLE ||
		     weight_of(f, lru, both) > weight_of(f, best, both)))
			best = lru;
	}
	return best;
}

int lru_changes_draw(struct panel *p, int y, int max, bool both)
{
	uint32_t left = (1u << LRU_UNEVICTABLE) - 1;
	int nr = 0;

	while (left && nr < max) {
		enum lru_list lru = heaviest(p->f, left, both);
		struct lru_parts parts;

		left &= ~(1u << lru);
		parts_of_row(p->f, lru, both, false, &parts);
		if (!parts.nr)
			continue;
		if (!fits(p, lru_name(lru), &parts))
			parts_of_row(p->f, lru, both, true, &parts);
		nr += change_draw_rows(p, y + nr, max - nr, lru_name(lru),
				       &parts);
	}
	return nr;
}
