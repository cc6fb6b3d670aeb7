/* What each key does: from a name by keys.def to one of these functions */
#include <stdlib.h>
#include <string.h>

#include "cli/player.h"
#include "view/words.h"

static void walk_unit(struct player *p, int count)
{
	player_walk(p, p->scene.settings.unit, count);
}

static void walk_events(struct player *p, int count)
{
	player_walk(p, UNIT_EVENT, count);
}

static void walk_steps(struct player *p, int count)
{
	player_walk(p, UNIT_STEP, count);
}

static void next_unit(struct player *p)
{
	enum unit *unit = &p->scene.settings.unit;

	*unit = (enum unit)((*unit + 1) % (UNIT_EVENT + 1));
	player_go(p, p->scene.pos);	/* what changed counts from elsewhere */
}

static void type_digit(struct player *p)
{
	size_t len = strlen(p->number);

	if (len + 1 < sizeof(p->number)) {
		p->number[len] = p->key[0];
		p->number[len + 1] = '\0';
	}
	player_say(p, player_word(p, "%s   Enter goes to that step, Esc forgets it",
				  "%s   按 Enter 去到这一步，Esc 取消"), p->number);
}

static void play(struct player *p)
{
	player_play(p, true);
}

/* F2 is the first view. */
static void focus_by_key(struct player *p)
{
	player_focus(p, (enum view_id)(atoi(p->key + 1) - 2));
}

static void next_paint(struct player *p)
{
	enum paint *paint = &p->scene.settings.paint;

	*paint = (enum paint)((*paint + 1) % NR_PAINTS);
}

static void next_focus(struct player *p)
{
	static const enum ui names[] = {
		[FOCUS_SOFT] = UI_focus_soft, [FOCUS_HARD] = UI_focus_hard,
		[FOCUS_OFF] = UI_focus_off,
	};
	enum focus *focus = &p->scene.settings.focus;
	enum lang lang = p->scene.settings.lang;

	*focus = (enum focus)((*focus + 1) % (FOCUS_OFF + 1));
	player_say(p, "%s%s", ui(lang, names[*focus]),
		   scene_focus(&p->scene) == *focus ? "" :
						      ui(lang, UI_focus_later));
}

void player_no_themes(struct player *p)
{
	player_say(p, "%s", ui(p->scene.settings.lang, UI_no_themes));
}

static void next_theme(struct player *p)
{
	if (!p->themes.nr) {
		player_no_themes(p);
		return;
	}
	themes_next(&p->themes, p->options->program);
	player_say(p, ui(p->scene.settings.lang, UI_theme_now),
		   themes_now(&p->themes, NULL)->name);
}

void player_no_chinese(struct player *p)
{
	player_say(p, "%s", ui(p->scene.settings.lang, UI_no_chinese));
}

void player_next_language(struct player *p)
{
	enum lang lang = p->scene.settings.lang;

	if (p->canvas.ascii) {
		player_no_chinese(p);
		return;
	}
	player_speak(p, (enum lang)((lang + 1) % NR_LANGS));
}

static void close_top(struct player *p)
{
	struct settings *set = &p->scene.settings;

	if (set->inspect)
		player_inspect_back(p);
	else if (set->focused != VIEW_NONE)
		player_unfocus(p);
	else if (set->zoom != VIEW_NONE)
		set->zoom = VIEW_NONE;
	else if (set->search)
		set->search = NULL;
	else if (set->mode == MODE_PRESENT)
		player_mode_back(p);
}

static void cursor_across(struct player *p, int dx)
{
	player_cursor(p, dx, 0);
}

static void cursor_down(struct player *p, int dy)
{
	player_cursor(p, 0, dy);
}

static void quit(struct player *p)
{
	p->quit = true;
}

/* What an action does: a function as it is, or one with a direction. */
static const struct act {
	void (*plain)(struct player *p);
	void (*by)(struct player *p, int by);
	int  amount;
} acts[NR_ACTIONS] = {
	[ACT_ON] = { NULL, walk_unit, 1 },
	[ACT_BACK] = { NULL, walk_unit, -1 },
	[ACT_ON_TEN] = { NULL, walk_unit, 10 },
	[ACT_BACK_TEN] = { NULL, walk_unit, -10 },
	[ACT_EVENT_ON] = { NULL, walk_events, 1 },
	[ACT_EVENT_BACK] = { NULL, walk_events, -1 },
	[ACT_STEP_ON] = { NULL, walk_steps, 1 },
	[ACT_STEP_BACK] = { NULL, walk_steps, -1 },
	[ACT_UNIT] = { next_unit, NULL, 0 },
	[ACT_CHAPTER_ON] = { NULL, player_chapter, 1 },
	[ACT_CHAPTER_BACK] = { NULL, player_chapter, -1 },
	[ACT_SAME_ON] = { NULL, player_same, 1 },
	[ACT_SAME_BACK] = { NULL, player_same, -1 },
	[ACT_JUMP_BACK] = { NULL, player_trail, -1 },
	[ACT_JUMP_ON] = { NULL, player_trail, 1 },
	[ACT_CHAPTERS] = { player_pick_chapter, NULL, 0 },
	[ACT_WHAT_IF] = { player_what_if_open, NULL, 0 },
	[ACT_WHAT_IFS] = { player_pick_branch, NULL, 0 },
	[ACT_BESIDE] = { player_beside, NULL, 0 },
	[ACT_BRANCH] = { player_branch_next, NULL, 0 },
	[ACT_FIRST] = { player_first, NULL, 0 },
	[ACT_LAST] = { player_last, NULL, 0 },
	[ACT_DIGIT] = { type_digit, NULL, 0 },
	[ACT_SEARCH] = { player_search_open, NULL, 0 },
	[ACT_MATCH_ON] = { NULL, player_match, 1 },
	[ACT_MATCH_BACK] = { NULL, player_match, -1 },
	[ACT_PROMPT] = { player_prompt_open, NULL, 0 },
	[ACT_PLAY] = { play, NULL, 0 },
	[ACT_FASTER] = { NULL, player_faster, 1 },
	[ACT_SLOWER] = { NULL, player_faster, -1 },
	[ACT_NORMAL] = { NULL, player_faster, 0 },
	[ACT_VIEW_ON] = { NULL, player_focus_next, 1 },
	[ACT_VIEW_BACK] = { NULL, player_focus_next, -1 },
	[ACT_VIEW] = { focus_by_key, NULL, 0 },
	[ACT_ZOOM] = { player_zoom, NULL, 0 },
	[ACT_LAYOUT] = { player_layout, NULL, 0 },
	[ACT_PAINT] = { next_paint, NULL, 0 },
	[ACT_FOCUS] = { next_focus, NULL, 0 },
	[ACT_THEME] = { next_theme, NULL, 0 },
	[ACT_LANGUAGE] = { player_next_language, NULL, 0 },
	[ACT_FOLLOW] = { player_follow, NULL, 0 },
	[ACT_INSPECT] = { player_inspect, NULL, 0 },
	[ACT_CLOSE] = { close_top, NULL, 0 },
	[ACT_UP] = { NULL, cursor_down, -1 },
	[ACT_DOWN] = { NULL, cursor_down, 1 },
	[ACT_LEFT] = { NULL, cursor_across, -1 },
	[ACT_RIGHT] = { NULL, cursor_across, 1 },
	[ACT_TOP] = { NULL, player_cursor_end, 1 },
	[ACT_BOTTOM] = { NULL, player_cursor_end, -1 },
	[ACT_SCROLL_DOWN] = { NULL, player_scroll, SCROLL_ROWS },
	[ACT_SCROLL_UP] = { NULL, player_scroll, -SCROLL_ROWS },
	[ACT_CHOOSE] = { player_type_answer, NULL, 0 },
	[ACT_TYPE] = { player_type_answer, NULL, 0 },
	[ACT_ANSWER] = { player_answer, NULL, 0 },
	[ACT_PRESENT_ON] = { NULL, walk_steps, 1 },
	[ACT_PRESENT_BACK] = { NULL, walk_steps, -1 },
	[ACT_BLANK] = { player_blank, NULL, 0 },
	[ACT_RELOAD] = { player_reload, NULL, 0 },
	[ACT_HELP] = { player_help, NULL, 0 },
	[ACT_QUIT] = { quit, NULL, 0 },
};

static void perform(struct player *p, enum action act)
{
	if (acts[act].plain)
		acts[act].plain(p);
	else
		acts[act].by(p, acts[act].amount);
}

/* An open question takes the keys that can be an answer to it. */
static enum action ask_action(struct player *p, const char *name)
{
	const struct ask *ask = player_question(p);
	enum action act = ask ? key_action(name, KEYS_IN(ASK)) : ACT_NONE;
	const char *typed = p->scene.settings.answer;

	switch (act) {
	case ACT_CHOOSE:
		if (ask->kind == ASK_CHOICE)
			return name[0] - 'a' < (int)ask->nr_choices ? act
								    : ACT_NONE;
		return !strncmp(typed, "0x", 2) ? act : ACT_NONE;
	case ACT_TYPE:
		if (name[1])		/* one that takes away */
			return act;
		if (ask->kind == ASK_CHOICE)
			return ACT_NONE;
		if (name[0] == 'x')
			return !strcmp(typed, "0") ? act : ACT_NONE;
		return name[0] == '-' && typed[0] ? ACT_NONE : act;
	case ACT_ANSWER:
		/* without an answer it inspects, unless pointing is the answer */
		if (!typed[0] && player_mark(p) && ask->kind != ASK_PREDICT)
			return ACT_NONE;
		return p->number[0] ? ACT_NONE : act;
	default:
		return act;
	}
}

static enum action action_of(struct player *p, const char *name)
{
	enum action act = ACT_NONE;

	/* a presenter's remote does what it always does */
	if (p->scene.settings.mode == MODE_PRESENT)
		act = key_action(name, KEYS_IN(PRESENT));
	if (act == ACT_NONE)
		act = ask_action(p, name);
	if (act == ACT_NONE && p->scene.settings.focused != VIEW_NONE)
		act = key_action(name, KEYS_IN(VIEW));
	return act != ACT_NONE ? act : key_action(name, KEYS_STAGE);
}

/* A number being typed: Enter goes there, anything but a digit forgets it. */
static bool number_key(struct player *p, const char *name, enum action act)
{
	bool enter = !strcmp(name, "Enter");
	unsigned long step;

	if (!p->number[0] || act == ACT_DIGIT)
		return false;
	step = strtoul(p->number, NULL, 10);
	p->number[0] = '\0';
	if (enter)
		player_step(p, step < UINT32_MAX ? (uint32_t)step : UINT32_MAX);
	return enter || act == ACT_CLOSE;
}

/* They change how it looks or how fast it goes: a play goes on under them. */
static bool keeps_playing(enum action act)
{
	return act == ACT_FASTER || act == ACT_SLOWER || act == ACT_NORMAL ||
	       act == ACT_THEME || act == ACT_LANGUAGE || act == ACT_PAINT ||
	       act == ACT_FOCUS;
}

/* Who goes elsewhere or opens something has taken over: the play stops. */
static bool playing_key(struct player *p, enum action act)
{
	if (!p->scene.settings.playing || keeps_playing(act))
		return false;
	player_play(p, false);
	player_burst_end(p);
	return act == ACT_PLAY;
}

/* They change neither the place nor what the cursor is on. */
static bool keeps_boxes(enum action act)
{
	return act == ACT_INSPECT || act == ACT_CLOSE || act == ACT_FOLLOW ||
	       act == ACT_LANGUAGE || act == ACT_THEME || act == ACT_FOCUS;
}

/* A sheet, a list or a line over the stage has keys of its own. */
static bool key_over_stage(struct player *p, const char *name)
{
	if (p->hunting)
		player_hunt_key(p, name);
	else if (p->typing)
		player_prompt_key(p, name);
	else if (p->picker.open)
		picker_key(&p->picker, p, name);
	else if (p->find.typing)
		player_search_key(p, name);
	else if (p->scene.settings.blank && !p->sheet.open &&
		 !p->scene.settings.help)
		player_blank(p);
	else
		return player_help_key(p, name) || player_click(p, name);
	return true;
}

/* It is told of, and changes nothing else: what plays goes on. */
static void unknown_key(struct player *p, const char *name)
{
	p->number[0] = '\0';	/* it would be typed on unseen */
	player_say(p, player_word(p, "%s does nothing here; ? shows the keys",
				  "%s 在此没有作用；? 显示按键"), name);
}

void player_key(struct player *p, const char *name)
{
	struct idle idle;
	enum action act;

	p->key = name;
	player_idle_begin(p, &idle);
	p->scene.settings.message = NULL;
	if (key_over_stage(p, name))
		return;
	act = action_of(p, name);
	if (act == ACT_NONE) {
		unknown_key(p, name);
		return;
	}
	/* a held one would hold the play up */
	if (!keeps_playing(act))
		p->stood_ms = 0;
	/* what was opened may not be there any more */
	if (!keeps_boxes(act))
		p->scene.settings.nr_deeper = 0;
	if (playing_key(p, act) || number_key(p, name, act))
		return;
	perform(p, act);
	player_idle_end(p, &idle, act);
}
