/*
 * What --resume keeps beside the place, as fields of one line, parted by "; ":
 *
 *   2.3; here 2.4.1; open large; try 0 2.4 alloc_pages 1; branch 2; lang zh
 *
 * The place on main comes first, alone if nothing else is to be kept. Branches
 * are made again from what made them, in their order; `try` has the number of
 * the branch that it leaves, where, and what was typed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"
#include "cli/player.h"
#include "cli/player_kept.h"

static const char parts_at[] = "; ";

/* --- what is kept */

static void keep_branches(const struct player *p, struct text *out)
{
	for (size_t i = 1; i < p->nr_branches; i++) {
		const struct branch *b = &p->branches[i];

		if (!b->story) {
			text_printf(out, "; open %s", b->name);
			continue;
		}
		text_printf(out, "; try %u ", b->parent);
		timeline_print_pos(p->branches[b->parent].timeline, b->at, out);
		text_printf(out, " %s", b->words);
	}
	if (!p->branch)
		return;
	text_printf(out, "; branch %u; here ", p->branch);
	timeline_print_pos(p->session.timeline, p->scene.pos, out);
}

static void keep_views(const struct settings *set, struct text *out)
{
	size_t nr = sizeof(set->views) / sizeof(set->views[0]);

	for (size_t i = 0; i < nr; i++)
		if (set->views[i] != VIEW_NONE)
			text_printf(out, "; view %s", view_name(set->views[i]));
	if (set->zoom != VIEW_NONE)
		text_printf(out, "; zoom %s", view_name(set->zoom));
	if (set->focused != VIEW_NONE)
		text_printf(out, "; focus %s", view_name(set->focused));
}

bool player_kept_print(const struct player *p, struct text *out)
{
	struct timeline *main = p->branches[0].timeline;
	struct pos pos = p->branch ? player_place_on(p, 0) : p->scene.pos;
	bool over = !pos.step || !pos_compare(main, pos, timeline_end(main));
	size_t place;

	if (over && !p->branch)		/* done with: from the beginning */
		pos = (struct pos){ 0, 0, 0 };
	timeline_print_pos(main, pos, out);
	place = out->len;
	keep_branches(p, out);
	if (p->scene.settings.lang != p->lang_began)
		text_printf(out, "; lang %s", p->scene.settings.lang == LANG_ZH ?
						      "zh" : "en");
	keep_views(&p->scene.settings, out);
	return !over || out->len > place;
}

/* --- what is found again */

enum { GONE = UINT32_MAX };

struct kept {
	uint32_t *now;		/* of each branch its number; GONE; owned */
	size_t	  nr, cap;
	uint32_t  branch;	/* as it was numbered */
	const char *here;	/* on it; NULL */
	enum view_id focus;	/* VIEW_NONE = none */
	struct diag why;	/* of what could not be had */
	const char *lost;	/* it, as it was kept; NULL = nothing */
};

static void branch_back(struct kept *k, uint32_t branch)
{
	k->now = xgrow(k->now, k->nr, &k->cap, sizeof(*k->now));
	k->now[k->nr++] = branch ? branch : GONE;
}

static bool not_understood(struct kept *k)
{
	diag_set(&k->why, 0, 0, "it is not understood");
	return false;
}

static bool take_lang(struct player *p, struct kept *k, const char *rest)
{
	int lang = word_index(LANG_WORDS, rest);

	if (lang < 0)
		return not_understood(k);
	if (!p->canvas.ascii && !options_has(p->options, OPT_lang))
		player_speak(p, (enum lang)lang);
	return true;
}

static bool take_view(struct player *p, struct kept *k, const char *rest)
{
	struct settings *set = &p->scene.settings;
	size_t nr = sizeof(set->views) / sizeof(set->views[0]), i = 0;
	enum view_id view = view_by_name(rest);

	while (i < nr && set->views[i] != VIEW_NONE)
		i++;
	if (view == VIEW_NONE || i == nr)
		return not_understood(k);
	set->views[i] = view;
	return true;
}

static bool take_zoom(struct player *p, struct kept *k, const char *rest)
{
	enum view_id view = view_by_name(rest);

	if (view == VIEW_NONE)
		return not_understood(k);
	p->scene.settings.zoom = view;
	return true;
}

static bool take_focus(struct player *p, struct kept *k, const char *rest)
{
	(void)p;
	k->focus = view_by_name(rest);
	return k->focus != VIEW_NONE || not_understood(k);
}

static bool take_open(struct player *p, struct kept *k, const char *rest)
{
	uint32_t branch = player_branch_open(p, rest, &k->why);

	branch_back(k, branch);
	return branch;
}

/* "0 2.4 alloc_pages 1" */
static uint32_t try_again(struct player *p, struct kept *k, const char *rest)
{
	char *end, place[64];
	unsigned long parent = strtoul(rest, &end, 10);
	struct pos at;
	uint32_t branch;
	size_t len;

	if (*end != ' ' || parent >= k->nr)
		return not_understood(k);
	len = strcspn(++end, " ");
	snprintf(place, sizeof(place), "%.*s", (int)len, end);
	end += len + strspn(end + len, " ");
	if (k->now[parent] == GONE) {
		diag_set(&k->why, 0, 0, "the branch that it leaves is gone");
		return 0;
	}
	if (!timeline_parse_pos(p->branches[k->now[parent]].timeline, place,
				&at, &k->why))
		return 0;
	branch = player_branch_typed(p, k->now[parent], at, end, &k->why);
	if (branch)
		player_branch_name(p, &p->branches[branch]);
	return branch;
}

static bool take_try(struct player *p, struct kept *k, const char *rest)
{
	uint32_t branch = try_again(p, k, rest);

	branch_back(k, branch);
	return branch;
}

static bool take_branch(struct player *p, struct kept *k, const char *rest)
{
	unsigned long branch = strtoul(rest, NULL, 10);

	(void)p;
	if (!branch || branch >= k->nr)
		return not_understood(k);
	k->branch = (uint32_t)branch;
	return true;
}

static bool take_here(struct player *p, struct kept *k, const char *rest)
{
	(void)p;
	k->here = rest;
	return true;
}

/* One of the fields, without its end. */
static bool take(struct player *p, struct kept *k, const char *field)
{
	static const struct {
		const char *name;
		bool (*take)(struct player *p, struct kept *k,
			     const char *rest);
	} kinds[] = {
		{ "open ", take_open }, { "try ", take_try },
		{ "branch ", take_branch }, { "here ", take_here },
		{ "lang ", take_lang }, { "view ", take_view },
		{ "zoom ", take_zoom }, { "focus ", take_focus },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t len = strlen(kinds[i].name);

		if (!strncmp(field, kinds[i].name, len))
			return kinds[i].take(p, k, field + len);
	}
	return not_understood(k);
}

/* On the branch that was shown; else on main, at what was its place there. */
static bool stand(struct player *p, struct kept *k, const char *place)
{
	uint32_t branch = k->branch ? k->now[k->branch] : 0;
	bool there = branch && branch != GONE && k->here;
	struct pos pos;

	if (!there)
		branch = 0;
	if (!timeline_parse_pos(p->branches[branch].timeline,
				there ? k->here : place, &pos, &k->why)) {
		k->lost = there ? k->here : place;
		return false;
	}
	player_stand(p, branch, pos);
	return !p->quit && p->scene.settings.message == NULL;
}

/* What is in its panel is known once that is drawn, at the place. */
static void focus_again(struct player *p, enum view_id view)
{
	if (view == VIEW_NONE || !p->canvas.cells || p->quit)
		return;
	player_draw(p);
	player_focus(p, view);
}

static void say_kept(struct player *p, const struct kept *k,
		      const char *place, bool stands)
{
	if (!stands && k->lost)
		player_say(p, player_word(p,
			"it was left at %s, which is not there any more",
			"上次停在 %s，如今已没有这个位置"), k->lost);
	else if (k->lost)
		player_say(p, player_word(p, "of what was kept this is gone: %s (%s)",
					  "上次保存的这一项已没有：%s（%s）"),
			   k->lost, k->why.what);
	else if (stands && p->branch)
		player_say(p, player_word(p,
			"where it was left, on %s; b goes to main",
			"上次停下的地方，在 %s；b 回到 main"), p->scene.branch);
	else if (stands && strcmp(place, "0"))
		player_say(p, "%s", player_word(p,
			"where it was left; g goes to the beginning",
			"上次停下的地方；按 g 回到开头"));
}

bool player_kept_restore(struct player *p, char *line)
{
	struct kept k = { .focus = VIEW_NONE };
	char *next = strstr(line, parts_at);
	bool stands;

	branch_back(&k, 0);
	k.now[0] = 0;
	if (next)
		*next = '\0';
	for (char *field = next; field; field = next) {
		field += strlen(parts_at);
		next = strstr(field, parts_at);
		if (next)
			*next = '\0';
		if (!take(p, &k, field))
			k.lost = field;
	}
	stands = stand(p, &k, line);
	focus_again(p, k.focus);
	say_kept(p, &k, line, stands);
	free(k.now);
	return stands && !k.lost;
}
