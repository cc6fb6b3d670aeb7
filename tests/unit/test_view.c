/*
 * Pictures at every event of three small scenarios: what must hold in each of
 * them, whatever it shows.
 */
#include "stage_fixture.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/xmalloc.h"
#include "draw/width.h"
#include "mm/pgtable.h"
#include "view/view.h"

static const char *const scenarios[] = {
	"tests/golden/toy.json", "tests/golden/task.json",
	"traces/31-lru.json", NULL,
};
static const struct {
	int w, h;
} sizes[] = { { 80, 24 }, { 120, 40 }, { 60, 18 } };
enum { NR_SIZES = sizeof(sizes) / sizeof(sizes[0]) };

typedef void look_fn(struct stage_fixture *f, void *ctx);

static bool same_pos(struct pos a, struct pos b)
{
	return a.step == b.step && a.op == b.op && a.event == b.event;
}

/* Stand at each event of a scenario, first to last. */
static void at_each_event(const char *path, look_fn *look, void *ctx)
{
	struct stage_fixture f;
	struct pos pos = { 0, 0, 0 }, next;

	fixture_open(&f, path);
	for (;; pos = next) {
		fixture_stand(&f, pos, UNIT_EVENT);
		look(&f, ctx);
		next = timeline_next(f.timeline, pos, UNIT_EVENT);
		if (same_pos(next, pos))
			break;
	}
	fixture_close(&f);
}

static void in_all_scenarios(look_fn *look, void *ctx)
{
	for (int i = 0; scenarios[i]; i++)
		at_each_event(scenarios[i], look, ctx);
}

/* The gutter of a panel: the first column inside of its border. */
static int count_here(const struct canvas *c, const struct mark *panel)
{
	int nr = 0;

	for (int y = panel->y + 1; y < panel->y + panel->h - 1; y++)
		nr += canvas_cell(c, panel->x + 1, y)->code == '>';
	return nr;
}

static void look_gutter(struct stage_fixture *f, void *ctx)
{
	(void)ctx;
	for (int i = 0; i < NR_SIZES; i++) {
		struct canvas c;
		int panels = 0;

		fixture_draw(f, &c, sizes[i].w, sizes[i].h, false);
		for (size_t m = 0; m < c.nr_marks; m++) {
			if (c.marks[m].kind != OBJ_PANEL)
				continue;
			panels++;
			assert_in_range(count_here(&c, &c.marks[m]), 0, 1);
		}
		assert_true(panels >= 2);
		canvas_close(&c);
	}
}

static void test_one_place_a_panel(void **state)
{
	(void)state;
	in_all_scenarios(look_gutter, NULL);
}

/* The signs that are no text: lines, gauges, arrows. */
static bool is_sign(uint32_t code)
{
	static const uint32_t signs[] = {
		0x2500, 0x2502, 0x256d, 0x256e, 0x2570, 0x256f, 0x251c, 0x2524,
		0x252c, 0x2534, 0x253c, 0x25ae, 0x25af, 0x25b8, 0x25c2, 0x25b4,
		0x25be,
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (signs[i] == code)
			return true;
	return false;
}

/* Of a Chinese narration; all else in it takes two columns. */
static bool is_quote(uint32_t code)
{
	return code == 0x201c || code == 0x201d;
}

static void look_characters(struct stage_fixture *f, void *ctx)
{
	enum lang *lang = ctx;
	struct canvas c;

	f->scene.settings.lang = *lang;
	fixture_draw(f, &c, 80, 24, false);
	for (int i = 0; i < c.w * c.h; i++) {
		uint32_t code = c.cells[i].code;

		if (code == CELL_TAIL || is_sign(code))
			continue;
		if (*lang == LANG_ZH &&
		    (code_columns(code) == 2 || is_quote(code)))
			continue;
		assert_in_range(code, ' ', '~');
	}
	canvas_close(&c);
}

static void test_known_characters_only(void **state)
{
	enum lang lang;

	(void)state;
	for (lang = LANG_EN; lang < NR_LANGS; lang++)
		in_all_scenarios(look_characters, &lang);
}

/* ASCII: no other byte, and whatever is ASCII anyway stays in its place. */
static void look_ascii(struct stage_fixture *f, void *ctx)
{
	struct canvas wide, ascii;

	(void)ctx;
	fixture_draw(f, &wide, 80, 24, false);
	fixture_draw(f, &ascii, 80, 24, true);
	for (int i = 0; i < wide.w * wide.h; i++) {
		assert_in_range(ascii.cells[i].code, ' ', '~');
		assert_int_equal(ascii.cells[i].role, wide.cells[i].role);
		assert_int_equal(ascii.cells[i].over, wide.cells[i].over);
		if (wide.cells[i].code < 0x7f)
			assert_int_equal(ascii.cells[i].code,
					 wide.cells[i].code);
	}
	canvas_close(&wide);
	canvas_close(&ascii);
}

static void test_ascii_keeps_every_place(void **state)
{
	(void)state;
	in_all_scenarios(look_ascii, NULL);
}

/* Is the number named by a field of the event, with its order if it has one? */
static bool event_names_frame(const struct event *e, pfn_t pfn, uint64_t nr)
{
	const struct event_field *field = event_types[e->id].field;

	for (int i = 0; i < EVENT_FIELDS && field[i].name; i++) {
		uint64_t first = e->arg[i], frames = 1;

		if (field[i].form != EVENT_FORM_PFN)
			continue;
		for (int k = 0; k < EVENT_FIELDS && field[k].name; k++)
			if (strstr(field[k].name, "order") &&
			    UINT64_C(1) << e->arg[k] > frames)
				frames = UINT64_C(1) << e->arg[k];
		if (pfn < first + frames && first < pfn + nr)
			return true;
	}
	return e->id == EV_set_pte && pte_pfn(e->arg[1]) >= pfn &&
	       pte_pfn(e->arg[1]) < pfn + nr;
}

/* Do the addresses that the event names reach into [start, end)? */
static bool event_names_pages(const struct event *e, vaddr_t start, vaddr_t end)
{
	const struct event_field *field = event_types[e->id].field;
	vaddr_t low = UINT64_MAX, high = 0;

	for (int i = 0; i < EVENT_FIELDS && field[i].name; i++) {
		if (field[i].form != EVENT_FORM_ADDR)
			continue;
		low = e->arg[i] < low ? e->arg[i] : low;
		high = e->arg[i] > high ? e->arg[i] : high;
	}
	return start <= high && low < end;
}

/* Where a cell of a strip ends: where its neighbour to the right begins. */
static vaddr_t cell_end(const struct canvas *c, const struct mark *m)
{
	const struct mark *right = canvas_mark_at(c, m->x + 1, m->y);
	const struct mark *left = canvas_mark_at(c, m->x - 1, m->y);

	if (right && right->kind == OBJ_PAGE)
		return right->id;
	/* cells differ by a page at most */
	if (left && left->kind == OBJ_PAGE)
		return m->id + (m->id - left->id) + PAGE_SIZE;
	return m->id + PAGE_SIZE;
}

static void check_fill(struct stage_fixture *f, const struct canvas *c, int x,
		       int y)
{
	const struct event *e = scene_event(&f->scene);
	const struct mark *m = canvas_mark_at(c, x, y);

	assert_non_null(e);
	assert_non_null(m);
	if (m->kind == OBJ_FRAME)
		assert_true(event_names_frame(e, m->id, m->sub));
	else if (m->kind == OBJ_BLOCK)
		assert_true(event_names_frame(e, m->id, UINT64_C(1) << m->sub));
	else if (m->kind == OBJ_PAGE)
		assert_true(event_names_pages(e, m->id, cell_end(c, m)));
	else
		assert_true(m->kind == OBJ_ENTRY || m->kind == OBJ_ZONE);
}

static void look_fills(struct stage_fixture *f, void *ctx)
{
	uint64_t *nr = ctx;

	if (scene_focus(&f->scene) == FOCUS_OFF)
		return;
	for (int i = 0; i < NR_SIZES; i++) {
		struct canvas c;

		fixture_draw(f, &c, sizes[i].w, sizes[i].h, false);
		for (int y = 0; y < c.h; y++) {
			for (int x = 0; x < c.w; x++) {
				if (!(canvas_cell(&c, x, y)->over &
				      OVER_TOUCHED))
					continue;
				check_fill(f, &c, x, y);
				++*nr;
			}
		}
		canvas_close(&c);
	}
}

/* Cells that stand for a frame, and how many of them are filled or dim. */
static void count_frames(struct stage_fixture *f, const char *at, unsigned nr[3])
{
	struct canvas c;

	fixture_at(f, at, UNIT_OP);
	f->scene.settings.zoom = VIEW_FRAMES;
	fixture_draw(f, &c, 80, 24, false);
	nr[0] = nr[1] = nr[2] = 0;
	for (int y = 0; y < c.h; y++) {
		for (int x = 0; x < c.w; x++) {
			const struct mark *m = canvas_mark_at(&c, x, y);
			uint8_t over = canvas_cell(&c, x, y)->over;

			if (!m || m->kind != OBJ_FRAME || m->w != 1)
				continue;
			nr[0]++;
			nr[1] += (over & (OVER_TOUCHED | OVER_FOLLOW)) != 0;
			nr[2] += (over & OVER_DIM) != 0;
		}
	}
	canvas_close(&c);
}

/* Before anything has happened and where a chapter begins all of it is lit. */
static void test_openings(void **state)
{
	static const char *const openings[] = { "0", "1.0", "5.0", "9.0" };
	struct stage_fixture f;
	unsigned nr[3], mixed;

	(void)state;
	fixture_open(&f, "traces/32-kswapd.json");
	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
		f.scene.settings.focus = FOCUS_SOFT;
		count_frames(&f, openings[i], nr);
		mixed = nr[2];		/* dim by themselves */
		f.scene.settings.focus = FOCUS_HARD;
		count_frames(&f, openings[i], nr);
		assert_true(nr[0] > 10);
		assert_int_equal(nr[1], nr[0]);
		assert_int_equal(nr[2], mixed);
	}
	count_frames(&f, "3.0", nr);		/* a step within a chapter */
	assert_true(nr[1] < nr[0]);
	count_frames(&f, "6.1", nr);
	assert_true(nr[1] < nr[0] && nr[2] > mixed);
	fixture_close(&f);
}

static void test_only_the_touched_is_filled(void **state)
{
	uint64_t nr = 0;

	(void)state;
	in_all_scenarios(look_fills, &nr);
	assert_true(nr > 1000);		/* and something is */
}

/* Pictures as they were met on the way there. */
struct album {
	struct pos *pos;
	struct text *picture;
	size_t nr, cap, cap_pos;
};

static void picture_add(const struct canvas *c, struct text *out)
{
	canvas_print(c, out);
	for (int i = 0; i < c->w * c->h; i++)
		text_printf(out, "%x%x", c->cells[i].role, c->cells[i].over);
	for (size_t i = 0; i < c->nr_marks; i++)
		text_printf(out, "\n%d %d %u %llx %llx", c->marks[i].x,
			    c->marks[i].y, c->marks[i].kind,
			    (unsigned long long)c->marks[i].id,
			    (unsigned long long)c->marks[i].sub);
}

static void look_album(struct stage_fixture *f, void *ctx)
{
	struct album *a = ctx;
	struct canvas c;

	a->pos = xgrow(a->pos, a->nr, &a->cap_pos, sizeof(*a->pos));
	a->picture = xgrow(a->picture, a->nr, &a->cap, sizeof(*a->picture));
	a->pos[a->nr] = f->scene.pos;
	memset(&a->picture[a->nr], 0, sizeof(a->picture[0]));
	fixture_draw(f, &c, 80, 24, false);
	picture_add(&c, &a->picture[a->nr++]);
	canvas_close(&c);
}

static void test_same_picture_from_both_sides(void **state)
{
	(void)state;
	for (int i = 0; scenarios[i]; i++) {
		struct album a = { 0 };
		struct stage_fixture f;

		at_each_event(scenarios[i], look_album, &a);
		fixture_open(&f, scenarios[i]);
		for (size_t n = a.nr; n-- > 0;) {
			struct text again = { 0 };
			struct canvas c;

			fixture_stand(&f, a.pos[n], UNIT_EVENT);
			fixture_draw(&f, &c, 80, 24, false);
			picture_add(&c, &again);
			assert_string_equal(text_str(&again),
					    text_str(&a.picture[n]));
			canvas_close(&c);
			text_free(&again);
			text_free(&a.picture[n]);
		}
		fixture_close(&f);
		free(a.pos);
		free(a.picture);
	}
}

/* Any size: nothing outside, every mark on the canvas (ASan watches). */
static void draw_sizes(struct stage_fixture *f)
{
	for (int w = 1; w <= 250; w += w < 44 ? 1 : 13) {
		for (int h = 1; h <= 80; h += h < 26 ? 1 : 9) {
			struct canvas c;

			fixture_draw(f, &c, w, h, false);
			for (size_t m = 0; m < c.nr_marks; m++) {
				assert_in_range(c.marks[m].x, 0, w - 1);
				assert_in_range(c.marks[m].y, 0, h - 1);
				assert_true(c.marks[m].x + c.marks[m].w <= w);
				assert_true(c.marks[m].y + c.marks[m].h <= h);
			}
			canvas_close(&c);
		}
	}
}

static void test_every_size(void **state)
{
	static const char *const places[] = { "0", "1", "4.1.4", "5", NULL };
	struct stage_fixture f;

	(void)state;
	for (int i = 0; scenarios[i]; i++) {
		fixture_open(&f, scenarios[i]);
		for (int p = 0; places[p]; p++) {
			struct diag why;
			struct pos pos;

			if (!timeline_parse_pos(f.timeline, places[p], &pos,
						&why))
				continue;
			fixture_stand(&f, pos, UNIT_OP);
			draw_sizes(&f);
			f.scene.settings.help = true;
			draw_sizes(&f);
			f.scene.settings.help = false;
		}
		fixture_close(&f);
	}
}

static void test_too_small(void **state)
{
	struct stage_fixture f;
	struct text text = { 0 };
	struct canvas c;

	(void)state;
	fixture_open(&f, scenarios[0]);
	fixture_at(&f, "1.1.3", UNIT_EVENT);
	fixture_draw(&f, &c, 39, 12, false);
	canvas_print(&c, &text);
	assert_non_null(strstr(text_str(&text),
			       "framewalk needs 40x12, this is 39x12"));
	assert_non_null(strstr(text_str(&text), "position 1.1.3"));
	canvas_close(&c);
	/* one cell: the letter of the block that was split off */
	fixture_draw(&f, &c, 1, 1, false);
	assert_int_equal(canvas_cell(&c, 0, 0)->code, '4');
	canvas_close(&c);
	text_free(&text);
	fixture_close(&f);
}

/* Each view alone, in each paint and focus, and under the cursor. */
static void test_views_and_settings(void **state)
{
	struct stage_fixture f;
	struct canvas c;

	(void)state;
	fixture_open(&f, scenarios[1]);
	fixture_at(&f, "4", UNIT_OP);
	for (int v = 0; v <= NR_VIEWS; v++) {
		for (int i = 0; i < NR_PAINTS * 3; i++) {
			struct settings *set = &f.scene.settings;

			set->zoom = (enum view_id)v;
			set->paint = (enum paint)(i % NR_PAINTS);
			set->focus = (enum focus)(i / NR_PAINTS);
			fixture_draw(&f, &c, 100, 30, false);
			assert_true(c.nr_marks > 2);
			canvas_close(&c);
		}
	}
	fixture_close(&f);
}

/* The box over the picture, for whatever the cursor can stand on. */
static void test_inspect_everything(void **state)
{
	unsigned seen = 0;

	(void)state;
	for (int i = 0; scenarios[i]; i++) {
		struct stage_fixture f;
		struct canvas c, over;

		fixture_open(&f, scenarios[i]);
		fixture_at(&f, i ? "5" : "2", UNIT_STEP);
		for (int v = 0; v < NR_VIEWS; v++) {
			f.scene.settings.zoom = (enum view_id)v;
			fixture_draw(&f, &c, 80, 24, false);
			f.scene.settings.inspect = true;
			for (size_t m = 0; m < c.nr_marks; m++) {
				f.scene.settings.cursor_x = c.marks[m].x;
				f.scene.settings.cursor_y = c.marks[m].y;
				fixture_draw(&f, &over, 80, 24, false);
				canvas_close(&over);
				seen |= 1u << c.marks[m].kind;
			}
			f.scene.settings.inspect = false;
			f.scene.settings.cursor_x = -1;
			canvas_close(&c);
		}
		fixture_close(&f);
	}
	for (int kind = OBJ_FRAME; kind <= OBJ_PANEL; kind++)
		assert_true(seen & 1u << kind);
}

/* Before the step the question, from its first event on the narration. */
static void test_question_until_the_step_begins(void **state)
{
	struct stage_fixture f;
	struct text text = { 0 };

	(void)state;
	fixture_open(&f, scenarios[0]);
	fixture_at(&f, "1.0", UNIT_EVENT);
	stage_text(&f.scene, &text);
	assert_non_null(strstr(text_str(&text), "How many free blocks"));
	assert_null(strstr(text_str(&text), "No block of order 0"));
	text_reset(&text);
	fixture_at(&f, "1.1.1", UNIT_EVENT);
	stage_text(&f.scene, &text);
	assert_null(strstr(text_str(&text), "How many free blocks"));
	assert_non_null(strstr(text_str(&text), "No block of order 0"));
	text_reset(&text);
	fixture_at(&f, "1.0", UNIT_EVENT);
	f.scene.settings.answered = -1;
	f.scene.settings.answer_value = 5;
	strcpy(f.scene.settings.answer, "4");
	stage_text(&f.scene, &text);
	assert_non_null(strstr(text_str(&text),
			       "Your answer: 4   Not so: it is 5"));
	text_free(&text);
	fixture_close(&f);
}

static void test_views_by_name(void **state)
{
	(void)state;
	for (int id = 0; id < NR_VIEWS; id++)
		assert_int_equal(view_by_name(view_name((enum view_id)id)), id);
	assert_int_equal(view_by_name("nothing"), VIEW_NONE);
}

/* A name with a letter wrong, a title, a name among other words. */
static void test_views_near(void **state)
{
	(void)state;
	assert_int_equal(view_near("budy"), VIEW_BUDDY);
	assert_int_equal(view_near("page-cache"), VIEW_CACHE);
	assert_int_equal(view_near("pagecache"), VIEW_CACHE);
	assert_int_equal(view_near("address-space"), VIEW_SPACE);
	assert_int_equal(view_near("oom-killer"), VIEW_OOM);
	assert_int_equal(view_near("broom"), VIEW_NONE);
	assert_int_equal(view_near(""), VIEW_NONE);
}

/* Where a step begins nothing is news, whatever the unit was before. */
static void look_beginning(struct stage_fixture *f, const char *pos,
			   enum unit unit)
{
	struct canvas c;

	fixture_at(f, pos, unit);
	fixture_draw(f, &c, 80, 24, false);
	for (size_t m = 0; m < c.nr_marks; m++) {
		const struct mark *panel = &c.marks[m];

		assert_true(panel->kind != OBJ_EVENT);
		for (int y = 1; panel->kind == OBJ_PANEL && y < panel->h - 1; y++) {
			uint32_t sign = canvas_cell(&c, panel->x + 1,
						    panel->y + y)->code;

			assert_true(sign == ' ' || sign == '@');
		}
	}
	canvas_close(&c);
}

static void test_a_step_begins_without_news(void **state)
{
	static const char *const places[] = { "2.0", "3.0", "4.0", "6.0", "8.0",
					      NULL };
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, scenarios[1]);
	for (int i = 0; places[i]; i++)
		for (int unit = UNIT_STEP; unit <= UNIT_EVENT; unit++)
			look_beginning(&f, places[i], (enum unit)unit);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_place_a_panel),
		cmocka_unit_test(test_known_characters_only),
		cmocka_unit_test(test_ascii_keeps_every_place),
		cmocka_unit_test(test_openings),
		cmocka_unit_test(test_only_the_touched_is_filled),
		cmocka_unit_test(test_same_picture_from_both_sides),
		cmocka_unit_test(test_every_size),
		cmocka_unit_test(test_too_small),
		cmocka_unit_test(test_views_and_settings),
		cmocka_unit_test(test_inspect_everything),
		cmocka_unit_test(test_question_until_the_step_begins),
		cmocka_unit_test(test_views_by_name),
		cmocka_unit_test(test_views_near),
		cmocka_unit_test(test_a_step_begins_without_news),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
