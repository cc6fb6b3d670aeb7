/*
 * Pictures at every event of two small scenarios: what must hold in each of
 * them, whatever it shows.
 */
#include "stage_fixture.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/xmalloc.h"
#include "draw/width.h"
#include "mm/pgtable.h"
#include "view/inspect.h"
#include "view/layout.h"
#include "view/palette.h"
#include "view/strip.h"
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

static void test_question_until_the_result_is_seen(void **state)
{
	struct stage_fixture f;
	struct text text = { 0 };

	(void)state;
	fixture_open(&f, scenarios[0]);
	fixture_at(&f, "1.1.3", UNIT_EVENT);
	stage_text(&f.scene, &text);
	assert_non_null(strstr(text_str(&text), "How many free blocks"));
	assert_null(strstr(text_str(&text), "No block of order 0"));
	text_reset(&text);
	fixture_at(&f, "1", UNIT_EVENT);
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

/* "%u" ... of a format, in their order, without flags and widths. */
static void conversions(const char *s, char *out)
{
	for (; *s; s++) {
		if (*s != '%')
			continue;
		while (*++s && !isalpha((unsigned char)*s))
			;
		while (*s == 'l' || *s == 'h' || *s == 'z')
			*out++ = *s++;
		*out++ = *s;
	}
	*out = '\0';
}

static void test_words_agree(void **state)
{
	(void)state;
	for (int id = 0; id < NR_UI; id++) {
		char en[64], zh[64];

		assert_non_null(ui(LANG_EN, (enum ui)id));
		assert_non_null(ui(LANG_ZH, (enum ui)id));
		conversions(ui(LANG_EN, (enum ui)id), en);
		conversions(ui(LANG_ZH, (enum ui)id), zh);
		assert_string_equal(en, zh);
	}
}

static void test_one_letter_a_glyph(void **state)
{
	(void)state;
	for (int a = 0; a < NR_GLYPHS; a++)
		for (int b = 0; b < a; b++)
			assert_true(glyphs[a].letter != glyphs[b].letter);
	assert_int_equal(order_letter(10, MIGRATE_MOVABLE).c, 'X');
	assert_int_equal(order_letter(0, MIGRATE_MOVABLE).c, '0');
	assert_int_equal(glyph_active(GLYPH_ANON).c, 'A');
	assert_int_equal(glyph_active(GLYPH_PGTABLE).c, 't');
	assert_int_equal(tag_letter(9), '9');
	assert_int_equal(tag_letter(10), 'A');
}

static void test_sizes_in_words(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *words;
	} cases[] = {
		{ 0, "0" },		 { 4096, "4K" },
		{ 1064 << 10, "1064K" }, { 16 << 20, "16M" },
		{ 18544 << 10, "18.1M" }, { UINT64_C(1) << 40, "1T" },
	};
	char out[24];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(size_words(cases[i].bytes, out),
				    cases[i].words);
}

static void test_strip_covers_all_pages(void **state)
{
	(void)state;
	for (uint64_t pages = 1; pages < 5000; pages = pages * 3 + 1) {
		int cells = pages < 32 ? (int)pages : 32;

		assert_int_equal(strip_first(pages, cells, 0), 0);
		assert_int_equal(strip_first(pages, cells, cells), pages);
		for (int i = 0; i < cells; i++)
			assert_true(strip_first(pages, cells, i) <
				    strip_first(pages, cells, i + 1));
	}
}

/* What goes first, what never does. */
static void test_layout_drops_the_lightest(void **state)
{
	static const enum view_id wanted[] = { VIEW_PROC, VIEW_SPACE, VIEW_WALK,
					       VIEW_BUDDY, VIEW_FRAMES };
	struct layout l;
	bool proc;

	(void)state;
	layout_plan(&l, 80, 24, wanted, 5, 0, VIEW_NONE);
	assert_true(l.boxed && l.nr >= 3);
	assert_int_equal(l.places[l.nr - 1].id, VIEW_STORY);
	proc = false;
	for (int i = 0; i < l.nr; i++)
		proc |= l.places[i].id == VIEW_PROC;
	assert_false(proc);
	/* touched by the event: it stays */
	layout_plan(&l, 80, 24, wanted, 5, 1u << VIEW_PROC, VIEW_NONE);
	proc = false;
	for (int i = 0; i < l.nr; i++)
		proc |= l.places[i].id == VIEW_PROC;
	assert_true(proc);
	layout_plan(&l, 44, 13, wanted, 5, 1u << VIEW_WALK, VIEW_NONE);
	assert_false(l.boxed);
	assert_int_equal(l.places[0].id, VIEW_WALK);
	layout_plan(&l, 80, 24, wanted, 5, 0, VIEW_BUDDY);
	assert_int_equal(l.nr, 2);
	assert_int_equal(l.places[0].id, VIEW_BUDDY);
}

/* Boxes of a layout lie on the stage and share nothing but their lines. */
static void test_layout_fills_the_stage(void **state)
{
	static const enum view_id wanted[] = { VIEW_SPACE, VIEW_WALK,
					       VIEW_BUDDY, VIEW_FRAMES };

	(void)state;
	for (int w = 40; w <= 220; w += 9) {
		for (int h = LEAST_BOXED_H; h <= 70; h += 3) {
			struct layout l;

			layout_plan(&l, w, h, wanted, 4, 0, VIEW_NONE);
			for (int i = 0; i < l.nr; i++) {
				struct rect a = l.places[i].box;

				assert_true(a.x >= 0 && a.y >= l.title);
				assert_true(a.x + a.w <= w);
				assert_true(a.y + a.h <= h - 2);
				a.w--, a.h--;
				for (int k = 0; k < i; k++) {
					struct rect b = l.places[k].box;

					b.w--, b.h--;
					assert_int_equal(rect_meet(a, b).w *
							 rect_meet(a, b).h, 0);
				}
			}
		}
	}
}

static void test_views_by_name(void **state)
{
	(void)state;
	for (int id = 0; id < NR_VIEWS; id++)
		assert_int_equal(view_by_name(view_name((enum view_id)id)), id);
	assert_int_equal(view_by_name("nothing"), VIEW_NONE);
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

/*
 * Is there a row of this order alone, "     4"? Several share a row as "10-9",
 * which is marked with the lowest.
 */
static bool has_own_row(const struct canvas *c, unsigned order)
{
	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *m = &c->marks[i];

		if (m->kind == OBJ_ORDER && m->id == order)
			return canvas_cell(c, m->x + 3, m->y)->code == ' ';
	}
	return false;
}

/* Split down from 8 to 0: however short the panel is, 0 is what was asked for. */
static void test_wanted_order_keeps_its_row(void **state)
{
	struct stage_fixture f;
	struct canvas c;

	(void)state;
	fixture_open(&f, "traces/13-buddy-m16.json");
	fixture_at(&f, "2", UNIT_STEP);
	fixture_draw(&f, &c, 80, 24, false);
	for (unsigned o = 0; o <= 8; o++)
		assert_true(has_own_row(&c, o));
	assert_false(has_own_row(&c, 9));
	canvas_close(&c);
	f.scene.settings.zoom = VIEW_BUDDY;
	for (int h = 13; h < 30; h++) {
		fixture_draw(&f, &c, 60, h, false);
		assert_true(has_own_row(&c, 0));
		canvas_close(&c);
	}
	fixture_close(&f);
}

static bool is_han(uint32_t code)
{
	return code >= 0x4e00 && code <= 0x9fff;
}

/* Half-width punctuation behind a Chinese character is a slip. */
static void check_punctuation(const char *s)
{
	size_t len = strlen(s);
	uint32_t last = 0, code;

	for (size_t at = 0; at < len; last = code) {
		at += utf8_next(s + at, len - at, &code);
		if (is_han(last) && code < 0x7f && strchr(",:;?!()", (int)code))
			fail_msg("half-width '%c' in %s", (char)code, s);
	}
}

static void check_story(const char *path)
{
	struct stage_fixture f;

	fixture_open(&f, path);
	for (uint32_t i = 1; i <= f.story->nr_steps; i++) {
		const struct step_detail *step = step_detail(f.story, i);

		check_punctuation(words_in(&step->title, LANG_ZH));
		check_punctuation(words_in(&step->say, LANG_ZH));
		for (uint32_t a = 0; a < step->nr_asks; a++) {
			const struct ask *ask = &step->asks[a];

			check_punctuation(words_in(&ask->text, LANG_ZH));
			for (uint32_t k = 0; k < ask->nr_choices; k++)
				check_punctuation(words_in(&ask->choice[k],
							   LANG_ZH));
		}
	}
	fixture_close(&f);
}

static void test_chinese_punctuation(void **state)
{
	static const char *const lessons[] = {
		"traces/05-demand.json", "traces/06-faults.json",
		"traces/07-walk.json", "traces/13-buddy.json",
		"traces/13-buddy-m16.json", NULL,
	};

	(void)state;
	for (int id = 0; id < NR_UI; id++)
		check_punctuation(ui(LANG_ZH, (enum ui)id));
	for (int i = 0; lessons[i]; i++)
		check_story(lessons[i]);
}

/* Does the picture have these words somewhere? */
static bool shows(struct stage_fixture *f, int w, int h, const char *words)
{
	struct text text = { 0 };
	struct canvas c;
	bool has;

	fixture_draw(f, &c, w, h, false);
	canvas_print(&c, &text);
	has = strstr(text_str(&text), words) != NULL;
	text_free(&text);
	canvas_close(&c);
	return has;
}

static void test_tables_are_cut_at_a_word(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, scenarios[1]);
	fixture_at(&f, "4", UNIT_STEP);
	f.scene.settings.zoom = VIEW_WALK;
	for (int w = 40; w < 60; w++)
		assert_true(shows(&f, w, 24, " 7 tables below  ") ||
			    shows(&f, w, 24, " 7 tables below, 28 kB"));
	fixture_close(&f);
}

static void test_title_says_the_pid(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, scenarios[1]);
	fixture_at(&f, "2", UNIT_STEP);
	f.scene.settings.zoom = VIEW_SPACE;
	assert_true(shows(&f, 80, 24, "address space - 1 demo, pid 100"));
	/* a step later it is a zombie */
	fixture_at(&f, "8", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "a zombie, it owns no memory any more"));
	assert_false(shows(&f, 80, 24, "no task runs yet"));
	fixture_close(&f);
}

/* Six lines changed, with room for three: the one that is no echo is there. */
static void test_changed_lines_of_proc(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "VmPTE:"));
	fixture_at(&f, "1", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "VmPTE:"));
	assert_true(shows(&f, 80, 24, "VmRSS:"));
	assert_false(shows(&f, 80, 24, "Tgid:"));
	fixture_close(&f);
}

/* A text that does not fit and has no news: the lines it is read for. */
static void test_telling_lines_of_zoneinfo(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/17-watermarks.json");
	fixture_at(&f, "5", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  protection: (0, 442, "));
	assert_false(shows(&f, 80, 24, "per-node stats"));
	fixture_close(&f);
}

/* Numbers stay below their headings, and a cut is told and spares a number. */
static void test_narrow_table_of_proc(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/27-four-mappings.json");
	fixture_at(&f, "5", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "         total  used   free shared "
				       "buff/cache available "));
	assert_true(shows(&f, 120, 40, "* Mem:  468416 80712 335092      0 "
				       "     65708    387704 "));
	fixture_at(&f, "9", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "         total  used   free share... "));
	assert_true(shows(&f, 80, 24, " Mem:  468416 73876 402352  ... "));
	fixture_close(&f);
}

/* However little of the log there is room for, it says who was killed. */
static void test_log_shows_the_verdict(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_PROC;
	fixture_at(&f, "3", UNIT_STEP);
	for (int h = 12; h < 40; h += 3) {
		assert_true(shows(&f, 80, h, "] grow invoked oom-killer:"));
		assert_true(shows(&f, 80, h, "] Out of memory: Killed process "
					     "103 (grow)"));
	}
	/* long lines do not stand in two columns, where they would be cut */
	fixture_at(&f, "6", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "] Out of memory: Killed process 102 "
				       "(mid) total-vm:196452kB, anon-rss:"));
	fixture_close(&f);
}

/* No news, and more rows than telling lines: these stand among others. */
static void test_telling_lines_below_the_cut(void **state)
{
	static const char *const names[] = { "VmRSS:", "RssAnon:", "VmPTE:" };
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/09-fork.json");
	fixture_at(&f, "3", UNIT_STEP);
	for (int i = 0; i < 3; i++)
		assert_true(shows(&f, 80, 24, names[i]));
	assert_true(shows(&f, 80, 24, "Name:"));
	fixture_close(&f);
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "18", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "AnonPages:"));
	assert_true(shows(&f, 80, 24, "PageTables:"));
	fixture_close(&f);
}

/* The tasks are what the fork is about: other rows go before theirs. */
static void test_overview_keeps_the_tasks(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/09-fork.json");
	fixture_at(&f, "2", UNIT_STEP);
	f.scene.settings.zoom = VIEW_OVERVIEW;
	assert_true(shows(&f, 46, 16, "  1 parent "));
	assert_true(shows(&f, 46, 16, "  2 child (parent) "));
	assert_true(shows(&f, 46, 16, "* t page table "));
	assert_false(shows(&f, 46, 16, "k kernel "));
	assert_true(shows(&f, 80, 24, "k kernel "));
	assert_true(shows(&f, 80, 24, "kswapd0 - asleep   flusher - asleep"));
	fixture_close(&f);
}

static void test_frames_say_what_digits_are(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, scenarios[0]);
	fixture_at(&f, "1", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "0-9 X  first frame of a free block"));
	assert_true(shows(&f, 80, 24, "@ follows 0x0"));
	f.scene.settings.paint = PAINT_TYPE;
	assert_false(shows(&f, 120, 40, "0-9 X  "));
	fixture_close(&f);
}

/* A page that is out: its entry is not empty, and its bits are no rights. */
static void test_swap_entry_is_told(void **state)
{
	struct text title = { 0 }, lines = { 0 };
	struct stage_fixture f;
	struct facts facts;
	struct mark mark = { .kind = OBJ_PAGE };

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "10", UNIT_STEP);
	f.scene.settings.zoom = VIEW_WALK;
	assert_true(shows(&f, 80, 24, "slot 0:8 of the swap area"));
	assert_true(shows(&f, 80, 24, " o 0:8 "));
	assert_true(shows(&f, 40, 24, " o 0:8 "));
	assert_false(shows(&f, 80, 24, "the PTE is 0"));
	facts_gather(&facts, &f.scene, false);
	mark.id = facts.address;
	mark.sub = facts.task;
	assert_true(inspect_tell(&facts, &mark, &title, &lines));
	assert_non_null(strstr(text_str(&lines), "   o 0:8\n"));
	assert_non_null(strstr(text_str(&lines), "read back from its slot"));
	text_free(&title);
	text_free(&lines);
	fixture_close(&f);
}

/* The slow path event by event: what came before stays, one row is the place. */
static void test_zones_tell_the_tries(void **state)
{
	static const char *const rows[] = {
		"|  low    DMA 153 > 153 + 0  no ",
		"|  then   kswapd0 is woken ",
		"|> min    DMA 153 > 123 + 0  yes ",
	};
	struct stage_fixture f;
	struct text ascii = { 0 };
	struct canvas c;

	(void)state;
	fixture_open(&f, "traces/32-kswapd.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "5.2.zone_watermark_ok", UNIT_EVENT);
	fixture_draw(&f, &c, 80, 24, true);
	canvas_print(&c, &ascii);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_non_null(strstr(text_str(&ascii), rows[i]));
	assert_null(strstr(text_str(&ascii), "|  end "));
	assert_null(strstr(text_str(&ascii), "|> DMA"));
	canvas_close(&c);
	text_free(&ascii);
	/* narrow: the check that has no room goes, the change stays whole */
	fixture_at(&f, "5.2", UNIT_STEP);
	assert_true(shows(&f, 40, 12, " 152 -1 free of 3840"));
	assert_true(shows(&f, 40, 12, "> end    frame 0x567 of DMA"));
	fixture_close(&f);
}

/* The scanner event by event: pages judged before stay in sight. */
static void test_lru_tells_the_verdicts(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/31-lru.json");
	f.scene.settings.zoom = VIEW_LRU;
	fixture_at(&f, "3.1.shrink_folio#2", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "taken from the tail 3  freed 2  kept 0"));
	assert_true(shows(&f, 80, 24, "not yet judged 1"));
	assert_true(shows(&f, 80, 24, "  f  0x101   f:0 "));
	assert_true(shows(&f, 80, 24, "> f  0x103   f:2             n 0 R 1  freed"));
	fixture_at(&f, "6", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "shared:0        n 2 R 0  to head of active"));
	/* as narrow as beside another view: signs instead of n and R */
	assert_true(shows(&f, 40, 24, "F\" 0x103   to head of active"));
	fixture_close(&f);
	/* what kswapd wants of each list, and where the followed page stands */
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_LRU;
	fixture_at(&f, "8.920.300", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "inactive_file 1652      26  f f "));
	assert_true(shows(&f, 80, 24, "@ inactive_anon, 7 before the tail"));
	fixture_close(&f);
}

/* The columns that add up stay together; the killed one is told as such. */
static void test_oom_adds_up(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	f.scene.settings.zoom = VIEW_OOM;
	fixture_at(&f, "3.2.oom_badness#2", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "refused   DMA32 414 > 637 + 0  no   DMA 223"));
	assert_true(shows(&f, 80, 24, "> 2 big "));
	assert_true(shows(&f, 80, 24, "25057 most"));
	assert_true(shows(&f, 40, 14, "rss  + swap  = points"));
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* 4 grow killed "));
	assert_true(shows(&f, 80, 24, "25057 most"));
	assert_true(shows(&f, 60, 24, "Out of memory: Killed process 103 (grow)"));
	fixture_at(&f, "2", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "killed"));
	fixture_close(&f);
}

/* A followed page that is out is seen in its slot, and so is what holds it. */
static void test_follow_into_swap(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "10", UNIT_STEP);
	f.scene.settings.zoom = VIEW_SWAP;
	assert_true(shows(&f, 200, 60, "@ 0       rooooooo@oooo"));
	assert_true(shows(&f, 80, 24, "@ 0       oo@ooo"));
	assert_true(shows(&f, 80, 24, "by step   @ follows slot 0:8"));
	fixture_close(&f);
}

/* A scenario's file is shown, not the library that was dropped last. */
static void test_cache_shows_the_marker(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/23-page-cache.json");
	fixture_at(&f, "2", UNIT_STEP);
	f.scene.settings.zoom = VIEW_CACHE;
	assert_true(shows(&f, 80, 24, "data, 32M"));
	assert_true(shows(&f, 80, 24, "cached 4 of 8192 pages +4"));
	assert_true(shows(&f, 80, 24, "\u25b4 marker 1: reading it"));
	fixture_close(&f);
	/* the window that the disk still reads */
	fixture_open(&f, "traces/23-page-cache.json");
	fixture_at(&f, "3", UNIT_STEP);
	f.scene.settings.zoom = VIEW_CACHE;
	assert_true(shows(&f, 80, 24, " ffffvvvvvvvv---"));
	assert_true(shows(&f, 80, 24, "reads data 4..11  8 pages in one request"));
	fixture_close(&f);
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "10", UNIT_STEP);
	f.scene.settings.zoom = VIEW_LRU;
	assert_true(shows(&f, 80, 24, "a'a'c c c c c c c "));
	fixture_at(&f, "8", UNIT_STEP);
	f.scene.settings.zoom = VIEW_CACHE;
	assert_true(shows(&f, 80, 24, "book, 6M"));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_place_a_panel),
		cmocka_unit_test(test_known_characters_only),
		cmocka_unit_test(test_ascii_keeps_every_place),
		cmocka_unit_test(test_only_the_touched_is_filled),
		cmocka_unit_test(test_same_picture_from_both_sides),
		cmocka_unit_test(test_every_size),
		cmocka_unit_test(test_too_small),
		cmocka_unit_test(test_views_and_settings),
		cmocka_unit_test(test_inspect_everything),
		cmocka_unit_test(test_question_until_the_result_is_seen),
		cmocka_unit_test(test_words_agree),
		cmocka_unit_test(test_one_letter_a_glyph),
		cmocka_unit_test(test_sizes_in_words),
		cmocka_unit_test(test_strip_covers_all_pages),
		cmocka_unit_test(test_layout_drops_the_lightest),
		cmocka_unit_test(test_layout_fills_the_stage),
		cmocka_unit_test(test_views_by_name),
		cmocka_unit_test(test_a_step_begins_without_news),
		cmocka_unit_test(test_wanted_order_keeps_its_row),
		cmocka_unit_test(test_chinese_punctuation),
		cmocka_unit_test(test_tables_are_cut_at_a_word),
		cmocka_unit_test(test_title_says_the_pid),
		cmocka_unit_test(test_changed_lines_of_proc),
		cmocka_unit_test(test_telling_lines_of_zoneinfo),
		cmocka_unit_test(test_narrow_table_of_proc),
		cmocka_unit_test(test_log_shows_the_verdict),
		cmocka_unit_test(test_telling_lines_below_the_cut),
		cmocka_unit_test(test_overview_keeps_the_tasks),
		cmocka_unit_test(test_frames_say_what_digits_are),
		cmocka_unit_test(test_swap_entry_is_told),
		cmocka_unit_test(test_zones_tell_the_tries),
		cmocka_unit_test(test_lru_tells_the_verdicts),
		cmocka_unit_test(test_oom_adds_up),
		cmocka_unit_test(test_follow_into_swap),
		cmocka_unit_test(test_cache_shows_the_marker),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
