/* The address-space view: its rows, strips and lens, the sentence of a page */
#include "stage_fixture.h"

#include "mm/task.h"
#include "mm/vma.h"
#include "scenario_fixture.h"
#include "view/search.h"
#include "view/space_plan.h"

/* A wide panel: strips of twice as many cells, and the legend says so. */
static void test_strips_grow(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.zoom = VIEW_SPACE;
	fixture_at(&f, "8", UNIT_STEP);
	assert_true(shows(&f, 80, 33, "area in up to 32 cells"));
	assert_true(shows(&f, 120, 40, "area in up to 64 cells"));
	/* 64 pages, each its cell */
	assert_true(shows(&f, 120, 40, " anonymous  @aaaaaaaaaaaaaaaaaaaaaaaaaa"
				       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "));
	assert_true(shows(&f, 200, 60, "area in up to 128 cells"));
	fixture_close(&f);
}

/* The row below the lens: the sentence about the page, the frame, no more. */
static void page_row_is_alone(struct stage_fixture *f, int w, int h)
{
	struct text row = { 0 };
	struct facts facts;
	struct canvas c;
	struct panel p = { &c, &facts, { 0, 0, w, h }, VIEW_SPACE };
	const char *sentence, *gap, *frame;

	facts_gather(&facts, &f->scene, false);
	canvas_open(&c, w, h, false);
	view_space.draw(&p);
	search_text(&c, (struct rect){ 2, h - 1, w - 2, 1 }, &row);
	while (row.len && strchr(" \n", row.s[row.len - 1]))
		row.s[--row.len] = '\0';
	sentence = text_str(&row);
	gap = strstr(sentence, "  ");
	frame = f->scene.settings.lang == LANG_ZH ? "  页框 0x" : "  frame 0x";
	if (gap) {
		/* or, where that has no room, how many share it */
		if (!strstr(gap, " users") && !strstr(gap, " 个使用者"))
			assert_memory_equal(gap, frame, strlen(frame));
		assert_null(strstr(gap + 2, "  "));
	}
	canvas_close(&c);
	text_free(&row);
}

static void page_rows_are_alone(struct stage_fixture *f, int *seen)
{
	if (!f->scene.now->s->tasks)
		return;
	for (int lang = 0; lang < NR_LANGS; lang++) {
		f->scene.settings.lang = (enum lang)lang;
		page_row_is_alone(f, 38, 7);
		page_row_is_alone(f, 40, 11);
		page_row_is_alone(f, 61, 13);
		page_row_is_alone(f, 118, 32);
	}
	++*seen;
}

/* A legend there would read as said of the page. */
static void test_page_row_is_alone(void **state)
{
	static const char *const lessons[] = {
		"traces/05-demand.json", "traces/06-faults.json",
		"traces/07-walk.json", "traces/09-fork.json",
		"traces/tour.json", NULL,
	};

	(void)state;
	assert_true(fixture_steps(lessons, page_rows_are_alone) > 50);
}

/* What a page was before it changed: as letters if words have no room. */
static void test_page_tells_what_it_was(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/09-fork.json");
	fixture_at(&f, "6", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* 7ffff003f000 & -> a anonymous     "));
	assert_true(shows(&f, 80, 24, "  & copy on write  "));
	assert_true(shows(&f, 120, 40, "* page 7ffff003f000 copy on write -> "
				       "anonymous  frame 0x41a6   "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "* 7ffff003f000 写时复制 -> 匿名页  "));
	fixture_close(&f);
}

/* An area in which pages came has a row before one in which none did. */
static void test_areas_with_news_are_shown(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "1", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " 3 of 9 "));
	assert_true(shows(&f, 80, 24, "* 7ffffffde000 rw-p stack     .......a "));
	assert_true(shows(&f, 80, 24, "* 00401000     r-xp text      f=="));
	assert_false(shows(&f, 80, 24, " bss "));
	fixture_close(&f);
}

/* The column of sizes is as wide as they are. */
static void test_sizes_have_room(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/07-walk.json");
	fixture_at(&f, "16", UNIT_STEP);
	f.scene.settings.zoom = VIEW_SPACE;
	assert_true(shows(&f, 50, 24, " 200000400000 rw-p 1023.9G anonymous "));
	assert_true(shows(&f, 50, 24, " 7ffffffde000 rw-p    132K stack "));
	assert_true(shows(&f, 120, 40, " rw-p 1023.9G  anonymous "));
	assert_true(shows(&f, 120, 40, " rw-p    132K  stack "));
	/* and no wider */
	fixture_at(&f, "1", UNIT_STEP);
	assert_true(shows(&f, 120, 40, " rw-p  132K  stack "));
	fixture_close(&f);
}

/* Pages of a program that were dropped again have been read once. */
static void test_dropped_pages_are_not_in_memory(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "12", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  o swapped out  - not in memory  "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "  o 已换出  - 不在内存  "));
	fixture_close(&f);
}

/* Rows that are left go to the lens, up to the pages of one table. */
static void test_lens_grows(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.zoom = VIEW_SPACE;
	fixture_at(&f, "17", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "  lens 7ffff7200000  ...."));
	assert_true(shows(&f, 120, 40, "       7ffff73c0000  aaaa"));
	assert_false(shows(&f, 120, 40, " 7ffff7400000 "));
	/* the edge of what was given back, and the rest of its row */
	assert_true(shows(&f, 120, 40, " 7ffff7340000  ........................"
				       ".................................aaaaa"
				       "aa "));
	assert_true(shows(&f, 80, 24, "  lens 7ffff7360000  ...."));
	assert_false(shows(&f, 80, 24, " 7ffff7380000 "));
	fixture_close(&f);
	/* where no area is, there is nothing to show more of */
	fixture_open(&f, "traces/06-faults.json");
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 200, 60, "  lens 000000000000  ////"));
	assert_false(shows(&f, 200, 60, " 000000040000 "));
	fixture_close(&f);
}

/* The page of the event stands in the lens, at whatever size. */
static void test_lens_holds_its_page(void **state)
{
	const vaddr_t page = 0x7ffff7378000;
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.zoom = VIEW_SPACE;
	fixture_at(&f, "17", UNIT_STEP);
	/* from 172 columns on a cell of the strip begins there, too */
	for (int w = 60; w < 172; w += 8) {
		for (int h = 24; h <= 70; h += 2) {
			struct canvas c;
			int found = 0;

			fixture_draw(&f, &c, w, h, false);
			for (size_t i = 0; i < c.nr_marks; i++)
				found += c.marks[i].kind == OBJ_PAGE &&
					 c.marks[i].id == page;
			assert_int_equal(found, 1);
			canvas_close(&c);
		}
	}
	fixture_close(&f);
}

enum { MANY = 300 };

/* Areas that cannot be joined: every second one is read-only. */
static struct story *many_areas(void)
{
	struct text t = { 0 };
	struct story *story;

	text_puts(&t, "{\"framewalk\": 1, \"title\": \"t\", \"machine\": "
		  "{\"ram\": \"16M\"}, \"steps\": [{\"do\": [{\"exec\": "
		  "\"demo\"}");
	for (int i = 0; i < MANY; i++)
		text_printf(&t, ", {\"mmap\": {\"length\": \"4K\", "
			    "\"prot\": \"%s\"}}", i & 1 ? "r" : "rw");
	text_puts(&t, "]}]}");
	story = story_of(text_str(&t), "t.json");
	text_free(&t);
	return story;
}

/* Every area can be scrolled to, however many there are, none is passed over. */
static void test_scrolled(void **state)
{
	struct stage_fixture f;
	struct facts facts;
	struct space sp;
	struct canvas c;
	handle_t v;

	(void)state;
	fixture_start(&f, many_areas());
	fixture_at(&f, "1", UNIT_STEP);
	canvas_open(&c, 80, 24, true);
	facts_gather(&facts, &f.scene, false);
	v = vma_first(facts.now, task_at(facts.now, facts.task)->mm);
	for (int skip = 1000; skip > 0; skip -= skip > MANY ? 700 : 1) {
		struct panel p = { &c, &facts, { 0, 0, 80, 14 }, VIEW_SPACE };

		f.scene.settings.scroll[VIEW_SPACE] = skip;
		assert_true(space_plan(&p, &sp));
		assert_true(sp.nr_areas > MANY);
		if (skip >= sp.nr_areas - sp.nr_shown) {
			assert_int_equal(sp.shown[sp.nr_shown - 1].vma, v);
			continue;
		}
		v = vma_next(facts.now, v);
		for (int i = sp.nr_shown - 1, at = (int)v; i >= 0; i--) {
			assert_int_equal(sp.shown[i].vma, at);
			at = (int)vma_next(facts.now, (handle_t)at);
		}
	}
	canvas_close(&c);
	fixture_close(&f);
}

/* A view alone at that size: has it these words? */
static bool space_shows(struct stage_fixture *f, int w, int h,
			const char *words)
{
	struct text text = { 0 };
	struct facts facts;
	struct canvas c;
	struct panel p = { &c, &facts, { 0, 0, w, h }, VIEW_SPACE };
	bool has;

	facts_gather(&facts, &f->scene, false);
	canvas_open(&c, w, h, false);
	view_space.draw(&p);
	canvas_print(&c, &text);
	has = strstr(text_str(&text), words) != NULL;
	text_free(&text);
	canvas_close(&c);
	return has;
}

/* Whether a page is shared is told before which frame it is. */
static void test_page_tells_its_users(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/09-fork.json");
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "7ffff0000000 copy on write  2 users  "));
	assert_true(shows(&f, 120, 40, " copy on write  frame 0xffc7, "
				       "2 users "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, " 写时复制  2 个使用者 ") ||
		    shows(&f, 80, 24, " 写时复制  页框 0xffc7，2 个使用者 "));
	f.scene.settings.lang = LANG_EN;
	/* the child has its copy, and the parent the frame alone */
	fixture_at(&f, "7", UNIT_STEP);
	assert_false(shows(&f, 80, 24, " users  "));
	fixture_close(&f);
}

/* An area larger than what was asked for, or smaller than it was, says why. */
static void test_areas_tell_their_edges(void **state)
{
	static const struct {
		const char *scenario, *at, *words, *zh, *wide;
	} rows[] = {
		{ "traces/tour.json", "malloc", "*   merged: 4100K + 12K after ",
		  " 与后面的区域合并：新 4100K + 12K ",
		  " merged with the area after it: 4100K new + 12K " },
		{ "traces/07-walk.json", "15", "*   cut: 1023.9G of what was 1T ",
		  " 切出 1023.9G：原为 1T ", " cut: 1023.9G of what was 1T " },
		{ "traces/06-faults.json", "7", "*   grown by 7036K: was 136K ",
		  " 增长 7036K：原为 136K ", " grown by 7036K: was 136K " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct stage_fixture f;

		fixture_open(&f, rows[i].scenario);
		fixture_at(&f, rows[i].at, UNIT_STEP);
		assert_true(shows(&f, 80, 24, rows[i].words));
		assert_true(space_shows(&f, 38, 6, rows[i].words));
		assert_true(space_shows(&f, 80, 24, rows[i].wide));
		f.scene.settings.lang = LANG_ZH;
		assert_true(space_shows(&f, 38, 9, rows[i].zh));
		fixture_close(&f);
	}
}

#define MPROTECT(at, length, prot) \
	" {\"do\": [{\"mprotect\": {\"at\": \"" at "\", \"length\": \"" length \
	"\", \"prot\": \"" prot "\"}}]}"

static const char edges[] =
	"{\"framewalk\": 1, \"title\": \"edges\", \"machine\": {\"ram\": \"64M\"},"
	" \"steps\": [{\"do\": [{\"exec\": \"demo\"},"
	"  {\"mmap\": {\"length\": \"3M\", \"as\": \"x\"}}]},"
	MPROTECT("x+1M", "1M", "r") ","
	MPROTECT("x+1M", "1M", "rw") ","
	MPROTECT("x+1M", "1M", "r") ","
	MPROTECT("x+512K", "1M", "r") "]}";

/* Letters of single cells that the newest event touched. */
static void touched_letters(struct stage_fixture *f, enum view_id zoom, int w,
			    char out[64])
{
	struct canvas c;
	int nr = 0;

	f->scene.settings.zoom = zoom;
	fixture_draw(f, &c, w, 24, false);
	for (size_t i = 0; i < c.nr_marks; i++) {
		const struct mark *m = &c.marks[i];
		const struct cell *cell = canvas_cell(&c, m->x, m->y);

		if ((m->kind == OBJ_PAGE || m->kind == OBJ_FRAME) &&
		    m->w == 1 && cell->over & OVER_TOUCHED && nr < 63)
			out[nr++] = (char)cell->code;
	}
	out[nr] = '\0';
	canvas_close(&c);
}

/* Of many pages in a cell the touched one gives it its letter, not the most. */
static void test_lit_cells_show_what_was_lit(void **state)
{
	char lit[64];
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "18", UNIT_STEP);
	touched_letters(&f, VIEW_NONE, 82, lit);	/* strips of nine */
	assert_non_null(strchr(lit, 'z'));
	assert_null(strchr(lit, 'a'));
	fixture_close(&f);
	fixture_open(&f, "traces/09-fork.json");
	fixture_at(&f, "14", UNIT_STEP);
	touched_letters(&f, VIEW_FRAMES, 80, lit);
	assert_non_null(strchr(lit, 'a'));
	assert_null(strchr(lit, '.'));
	fixture_close(&f);
}

/* That areas are left out counts for more than how large all are. */
static void test_left_out_areas_are_counted(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(shows(&f, 120, 40, " 21 areas, 1 not shown "));
	fixture_close(&f);
}

/* Where the whole legend has no room a grey letter is told all the same. */
static void test_grey_is_told(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "grey mixed"));
	assert_true(shows(&f, 200, 60, "grey: some of the cell"));
	fixture_close(&f);
}

/* Of a larger one, of three, of a part of a neighbour. */
static void test_edges_of_all_kinds(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_start(&f, story_of(edges, "t.json"));
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(space_shows(&f, 80, 24, " cut: 1M of what was 3M "));
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(space_shows(&f, 80, 24, " merged, three: 1M + 1M + 1M "));
	fixture_at(&f, "5", UNIT_STEP);
	assert_true(space_shows(&f, 80, 24, " merged: 512K + 1M after it "));
	assert_false(space_shows(&f, 80, 24, " new + "));
	fixture_close(&f);
}

/* New areas, and those of another program, were not made of old ones. */
static void test_new_areas_have_no_past(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "exec", UNIT_STEP);
	for (int h = 6; h < 60; h++) {
		assert_false(space_shows(&f, 38, h, "merged"));
		assert_false(space_shows(&f, 38, h, "cut:"));
		assert_false(space_shows(&f, 38, h, "grown"));
	}
	fixture_close(&f);
}

/* The title says of how many areas the panel that is drawn has rows. */
static void counts_agree(struct stage_fixture *f, int *sum)
{
	struct facts facts;
	struct canvas c;

	facts_gather(&facts, &f->scene, false);
	canvas_open(&c, 44, 40, false);
	for (int h = 4; h < 40; h += 3) {
		struct panel p = { &c, &facts, { 0, 0, 44, h }, VIEW_SPACE };
		struct text title = { 0 }, aside = { 0 };
		char wanted[32];
		struct space plan;

		if (!space_plan(&p, &plan))
			break;
		canvas_clear(&c);
		view_space.draw(&p);
		view_space.about(&p, &title, &aside);
		snprintf(wanted, sizeof(wanted), "%d of %d", plan.nr_shown,
			 plan.nr_areas);
		if (plan.nr_shown < plan.nr_areas)
			assert_non_null(strstr(text_str(&aside), wanted));
		else
			assert_null(strstr(text_str(&aside), " of "));
		text_free(&title);
		text_free(&aside);
		++*sum;
	}
	canvas_close(&c);
}

static void test_counts_agree(void **state)
{
	static const char *const lessons[] = {
		"traces/06-faults.json", "traces/07-walk.json",
		"traces/tour.json", NULL,
	};

	(void)state;
	assert_true(fixture_steps(lessons, counts_agree) > 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_areas_tell_their_edges),
		cmocka_unit_test(test_edges_of_all_kinds),
		cmocka_unit_test(test_grey_is_told),
		cmocka_unit_test(test_lit_cells_show_what_was_lit),
		cmocka_unit_test(test_left_out_areas_are_counted),
		cmocka_unit_test(test_page_tells_its_users),
		cmocka_unit_test(test_new_areas_have_no_past),
		cmocka_unit_test(test_counts_agree),
		cmocka_unit_test(test_strips_grow),
		cmocka_unit_test(test_page_row_is_alone),
		cmocka_unit_test(test_page_tells_what_it_was),
		cmocka_unit_test(test_areas_with_news_are_shown),
		cmocka_unit_test(test_sizes_have_room),
		cmocka_unit_test(test_dropped_pages_are_not_in_memory),
		cmocka_unit_test(test_lens_grows),
		cmocka_unit_test(test_lens_holds_its_page),
		cmocka_unit_test(test_scrolled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
