/*
 * A key after which the picture is the same and nothing was said: it says why.
 * So no key is silent, whatever made it do nothing.
 */
#include "cli/player.h"

static bool shows_no_frames(const struct player *p)
{
	return !player_shows(p, VIEW_FRAMES);
}

static bool is_looking_into(const struct player *p)
{
	return p->scene.settings.inspect;
}

static bool points_nowhere(const struct player *p)
{
	return !player_mark(p);
}

#define NO_MARKS "nothing in this view can be pointed at"
#define NO_MARKS_ZH "这个视图里没有可指的东西"

/* Of an action the first row that is so. */
static const struct reason_row {
	enum action act;
	bool	  (*is_so)(const struct player *p);	/* NULL = always */
	struct words why;
} reasons[] = {
	{ ACT_PAINT, shows_no_frames,
	  { { "no view on the stage shows frames: F5 brings it",
	      "舞台上没有页框视图：按 F5 打开" } } },
	{ ACT_INSPECT, is_looking_into,
	  { { "nothing lies behind it: Esc closes the box",
	      "它背后没有更多：Esc 关闭" } } },
	{ ACT_CLOSE, NULL,
	  { { "nothing is open here: q quits", "没有打开的东西：q 退出" } } },
	{ ACT_UP, points_nowhere, { { NO_MARKS, NO_MARKS_ZH } } },
	{ ACT_DOWN, points_nowhere, { { NO_MARKS, NO_MARKS_ZH } } },
	{ ACT_LEFT, points_nowhere, { { NO_MARKS, NO_MARKS_ZH } } },
	{ ACT_RIGHT, points_nowhere, { { NO_MARKS, NO_MARKS_ZH } } },
	{ ACT_TOP, points_nowhere, { { NO_MARKS, NO_MARKS_ZH } } },
	{ ACT_BOTTOM, points_nowhere, { { NO_MARKS, NO_MARKS_ZH } } },
	{ ACT_UP, NULL, { { "nothing lies further up", "上方没有了" } } },
	{ ACT_DOWN, NULL, { { "nothing lies further down", "下方没有了" } } },
	{ ACT_LEFT, NULL,
	  { { "nothing lies further left", "左边没有了" } } },
	{ ACT_RIGHT, NULL,
	  { { "nothing lies further right", "右边没有了" } } },
	{ ACT_TOP, NULL,
	  { { "this is the first thing", "这已是第一个" } } },
	{ ACT_BOTTOM, NULL,
	  { { "this is the last thing", "这已是最后一个" } } },
	{ ACT_SCROLL_UP, NULL,
	  { { "the view begins here", "视图从这里开始" } } },
	{ ACT_SCROLL_DOWN, NULL,
	  { { "the view ends here", "视图到此为止" } } },
	{ ACT_VIEW_ON, NULL,
	  { { "no view is on the stage", "舞台上没有视图" } } },
	{ ACT_VIEW_BACK, NULL,
	  { { "no view is on the stage", "舞台上没有视图" } } },
	{ ACT_FIRST, NULL,
	  { { "this is the beginning", "已到开头" } } },
	{ ACT_LAST, NULL, { { "this is the end", "已到结尾" } } },
	{ ACT_FASTER, NULL,
	  { { "it cannot play faster", "已是最快" } } },
	{ ACT_SLOWER, NULL,
	  { { "it cannot play slower", "已是最慢" } } },
	{ ACT_NORMAL, NULL,
	  { { "the speed is normal", "已是正常速度" } } },
	{ ACT_CHOOSE, NULL,
	  { { "this is your answer: Enter gives it",
	      "已选此答案：Enter 交出" } } },
};

/* Nothing lies over the stage that has its own keys, or goes by itself. */
static bool is_stage(const struct player *p)
{
	const struct settings *set = &p->scene.settings;

	return !p->typing && !p->find.typing && !p->picker.open &&
	       !p->sheet.open && !p->hunting && !set->help && !set->blank &&
	       !set->playing && !p->quit;
}

void player_idle_begin(const struct player *p, struct idle *idle)
{
	*idle = (struct idle){ .stage = is_stage(p), .pos = p->scene.pos,
			       .branch = p->branch, .other = p->scene.other,
			       .told = p->scene.settings.message,
			       .settings = p->scene.settings };
	idle->settings.message = NULL;
}

static bool is_idle(struct player *p, const struct idle *idle)
{
	return idle->stage && is_stage(p) && !p->scene.settings.message &&
	       !pos_order(idle->pos, p->scene.pos) &&
	       idle->branch == p->branch && idle->other == p->scene.other &&
	       p->canvas.cells && !player_settings_seen(p, &idle->settings);
}

void player_idle_end(struct player *p, const struct idle *idle,
		     enum action act)
{
	/* what Esc closed may have been a message */
	if (act == ACT_NONE || (act == ACT_CLOSE && idle->told) ||
	    !is_idle(p, idle))
		return;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		const struct reason_row *row = &reasons[i];

		if (row->act != act || (row->is_so && !row->is_so(p)))
			continue;
		player_say(p, "%s", words_in(&row->why, p->scene.settings.lang));
		return;
	}
	player_say(p, player_word(p, "%s changes nothing here; ? shows the keys",
				  "%s 在此没有改变什么；? 显示按键"), p->key);
}
