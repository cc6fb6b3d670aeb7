/* What single panels show at single places, and what a narrow one keeps */
#include "stage_fixture.h"

#include "base/text.h"
#include "view/map.h"
#include "view/tell.h"
#include "view/view.h"

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

static void test_tables_are_cut_at_a_word(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "tests/golden/task.json");
	fixture_at(&f, "4", UNIT_STEP);
	f.scene.settings.zoom = VIEW_WALK;
	for (int w = 40; w < 60; w++)
		assert_true(shows(&f, w, 24, " 7 tables below  ") ||
			    shows(&f, w, 24, " 7 tables below, 28 kB") ||
			    !shows(&f, w, 24, "CR3 "));
	assert_true(shows(&f, 50, 24, " 7 tables below, 28 kB"));
	fixture_close(&f);
}

static void test_title_says_the_pid(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "tests/golden/task.json");
	fixture_at(&f, "2", UNIT_STEP);
	f.scene.settings.zoom = VIEW_SPACE;
	assert_true(shows(&f, 80, 26, "address space - 1 demo, pid 100"));
	/* a step later it is a zombie */
	fixture_at(&f, "8", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "a zombie, it owns no memory any more"));
	assert_true(shows(&f, 80, 24, " - 1 demo, zombie, pid 100 "));
	f.scene.settings.zoom = VIEW_NONE;	/* narrow: what goes is in the panel */
	assert_true(shows(&f, 80, 24, "- 1 demo, zombie ─"));
	assert_true(shows(&f, 80, 24, "│@ freed at 8.1."));
	f.scene.settings.zoom = VIEW_WALK;
	assert_true(shows(&f, 80, 24, " - 1 demo, zombie, pid 100 "));
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
	/* how many there are, and how many of them changed */
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "10", UNIT_STEP);
	f.scene.settings.zoom = VIEW_PROC;
	assert_true(shows(&f, 80, 24, "lines: 12 of 25   changed: 4"));
	assert_true(shows(&f, 120, 40, "lines: 25 of 25   changed: 4"));
	assert_true(shows(&f, 80, 24, "   :proc PATH another file "));
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
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "         total  used   free shared "
				       "buff/cache available "));
	assert_true(shows(&f, 120, 40, "* Mem:  468416 14376 400596      0 "
				       "     67372    454040 "));
	fixture_at(&f, "9", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "         total  used   free ... "));
	assert_true(shows(&f, 80, 24, " Mem:  468416 73876 402352 ... "));
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
	assert_true(shows(&f, 46, 16, "* k kernel "));
	/* of what changed that which changed least goes first */
	assert_false(shows(&f, 46, 16, "per-CPU list "));
	assert_true(shows(&f, 80, 24, ": per-CPU list    28 +2"));
	assert_true(shows(&f, 80, 24, "kswapd0 - asleep   flusher - asleep"));
	fixture_close(&f);
}

static void test_frames_say_what_digits_are(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "tests/golden/toy.json");
	fixture_at(&f, "1", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "0-9 X=10 first frame of a free block"));
	assert_true(shows(&f, 80, 24, "@ follows frame 0"));
	f.scene.settings.zoom = VIEW_FRAMES;
	f.scene.settings.paint = PAINT_TYPE;
	assert_false(shows(&f, 120, 40, "0-9 X=10 "));
	assert_true(shows(&f, 120, 40, "  U unmovable  underlined new"));
	f.scene.settings.paint = PAINT_OWNER;
	assert_true(shows(&f, 80, 24, "  . free  underlined new"));
	fixture_close(&f);
}

/* The types of the lists are named where they stand, all or none. */
static void test_buddy_names_the_types(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/09-fork.json");
	fixture_at(&f, "copy", UNIT_STEP);
	f.scene.settings.zoom = VIEW_BUDDY;
	assert_true(shows(&f, 80, 24,
			  "from head  U Unmovable  M Movable  E Reclaimable"));
	assert_true(shows(&f, 80, 24, " U 0x4500  M 0xfe00  E 0x4900"));
	assert_false(shows(&f, 40, 14, "Movable"));
	fixture_close(&f);
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "six", UNIT_STEP);
	f.scene.settings.zoom = VIEW_BUDDY;
	assert_true(shows(&f, 80, 24, "free list, head first  M Movable "));
	assert_true(shows(&f, 80, 24, "0-9 X=10 free block: its order  . its rest "));
	assert_true(shows(&f, 120, 40, "  underlined new "));
	assert_true(shows(&f, 120, 40, "first frame of a free block: its order"));
	fixture_close(&f);
}

/* Of 16 frames most are free; the page tables that came are to be seen. */
static void test_mixed_cell_shows_what_came(void **state)
{
	enum { CELL = 4, PFN = 0x570 };
	const struct zone *z;
	struct stage_fixture f;
	struct letter l;
	int news = 0;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "kswapd", UNIT_STEP);
	z = &f.scene.now->s->zone[0];
	l = map_kind(f.scene.now, z, PFN, CELL);
	assert_int_equal(l.c, '3');
	assert_true(l.over & OVER_DIM);
	l = map_cell(f.scene.now, f.scene.before, z, PFN, CELL);
	assert_int_equal(l.c, 't');
	assert_true(l.over & OVER_DIM);
	assert_true(l.over & OVER_CHANGED);
	/* where nothing came, and where nothing can be mixed */
	l = map_cell(f.scene.now, f.scene.now, z, PFN, CELL);
	assert_int_equal(l.c, '3');
	assert_false(l.over & OVER_CHANGED);
	for (pfn_t pfn = PFN; pfn < PFN + 16; pfn++) {
		char was = map_kind(f.scene.before, z, pfn, 0).c;

		l = map_cell(f.scene.now, f.scene.before, z, pfn, 0);
		assert_int_equal(l.c, map_kind(f.scene.now, z, pfn, 0).c);
		assert_int_equal((l.over & OVER_CHANGED) != 0, l.c != was);
		assert_false(l.over & OVER_DIM);
		news += l.c != was;
	}
	assert_in_range(news, 1, 15);
	/* of one frame each that came, the used one */
	l = map_cell(f.scene.now, f.scene.before, z, 0x6c8, 1);
	assert_int_equal(l.c, 'a');
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 80, 24, "grey a cell of several kinds"));
	assert_true(shows(&f, 40, 18, "  grey mixed "));
	fixture_close(&f);
}

/* Each letter of a picture has its word in it, each scale is told. */
static void test_pictures_explain_themselves(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, " frames - DMA "));
	assert_true(shows(&f, 80, 24, " 64 a cell "));
	assert_true(shows(&f, 80, 24, " 1 a cell "));
	assert_true(shows(&f, 120, 40, " map    1 cell = 32 frames  "));
	assert_true(shows(&f, 120, 40, " 0xc00  X......."));
	assert_true(shows(&f, 120, 40, "  r reserved  "));
	assert_true(shows(&f, 120, 40, " 1 cell = 1 frame "));
	/* what is followed is anonymous, not free */
	assert_true(shows(&f, 120, 40, "* . free       3704 -1 @ a anonymous"));
	assert_true(shows(&f, 120, 40, "/ no memory    97 "));
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 200, 60, "  E Reclaimable  "));
	assert_false(shows(&f, 200, 60, "CAPITAL"));
	fixture_at(&f, "kswapd", UNIT_STEP);
	assert_true(shows(&f, 200, 60, "  CAPITAL active  "));
	assert_true(shows(&f, 120, 48, "  U Unmovable  "));
	fixture_close(&f);
	fixture_open(&f, "traces/09-fork.json");
	fixture_at(&f, "5", UNIT_STEP);
	f.scene.settings.zoom = VIEW_SPACE;
	assert_true(shows(&f, 80, 24, "  - not in memory  = cached only  "
				      "& copy on write "));
	assert_true(shows(&f, 120, 40, "lens: 1 cell = 1 page  grey: some of the cell "));
	assert_true(shows(&f, 200, 60, "  / no area  - not in memory  = cached "
				       "only  & copy on write "));
	/* a row of the areas is kept for it, however many there are */
	f.scene.settings.zoom = VIEW_NONE;
	assert_true(shows(&f, 120, 40, "  & copy on write "));
	fixture_close(&f);
}

/* Counts with changes of six digits have a blank between them. */
static void test_counts_never_touch(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/17-watermarks.json");
	fixture_at(&f, "fill", UNIT_STEP);
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 80, 24, "1237 -112027   k kernel, alloc_pages 112027 +112027 "));
	fixture_close(&f);
}

/* Cells of the canvas that are text beside an upright line of a border. */
static int touching(const struct canvas *c)
{
	enum { UPRIGHT = 0x2502, JOINT = 0x2524, LINES = 0x2500, BEYOND = 0x2580 };
	int nr = 0;

	/* the last two rows are the status and the keys */
	for (int y = 1; y < c->h - 2; y++)
		for (int x = 1; x < c->w; x++) {
			uint32_t code = canvas_cell(c, x, y)->code;
			uint32_t before = canvas_cell(c, x - 1, y)->code;

			nr += (code == UPRIGHT || code == JOINT) &&
			      before != ' ' &&
			      !(before >= LINES && before < BEYOND);
		}
	return nr;
}

static void edge_is_blank(struct stage_fixture *f, int w, int h)
{
	const struct settings *set = &f->scene.settings;
	struct canvas c;

	fixture_draw(f, &c, w, h, false);
	if (touching(&c))
		fail_msg("%dx%d, step %u, language %d, view %d: text at a "
			 "border", w, h, f->scene.pos.step, (int)set->lang,
			 (int)set->zoom);
	canvas_close(&c);
}

static void edges_are_blank(struct stage_fixture *f, int *sum)
{
	static const int sizes[][2] = { { 80, 24 }, { 100, 30 }, { 120, 40 } };
	struct settings *set = &f->scene.settings;

	for (int lang = 0; lang < NR_LANGS; lang++) {
		set->lang = (enum lang)lang;
		set->zoom = VIEW_NONE;
		for (size_t i = 0; i < 3; i++, ++*sum)
			edge_is_blank(f, sizes[i][0], sizes[i][1]);
		for (int view = 0; view < NR_VIEWS; view++, ++*sum) {
			set->zoom = (enum view_id)view;
			edge_is_blank(f, 44, 16);
		}
	}
}

/* A blank stands before each border; what would touch it is cut, and says so. */
static void test_no_text_at_a_border(void **state)
{
	static const char *const lessons[] = {
		"traces/05-demand.json", "traces/06-faults.json",
		"traces/07-walk.json", "traces/09-fork.json",
		"traces/13-buddy.json", "traces/13-buddy-m16.json",
		"traces/17-watermarks.json", "traces/23-page-cache.json",
		"traces/27-four-mappings.json", "traces/32-kswapd.json",
		"traces/39-oom.json", "traces/tour.json", NULL,
	};
	struct stage_fixture f;

	(void)state;
	assert_true(fixture_steps(lessons, edges_are_blank) > 100);
	/* what is short by a column moves up to the frame's number */
	fixture_open(&f, "traces/23-page-cache.json");
	fixture_at(&f, "6", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  f  0x5990 used again: to be active "));
	fixture_close(&f);
	/* and no figure is cut for the want of one */
	fixture_open(&f, "traces/09-fork.json");
	f.scene.settings.zoom = VIEW_BUDDY;
	fixture_at(&f, "8", UNIT_STEP);
	for (int w = 44; w <= 80; w++)
		assert_true(shows(&f, w, 24, "in lists"));
	fixture_close(&f);
}

/* Where what follows a whole figure is cut, dots are no part of it. */
static void test_whole_figures_look_whole(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/13-buddy-m16.json");
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* . free                3071 "));
	fixture_close(&f);
	fixture_open(&f, "traces/17-watermarks.json");
	fixture_at(&f, "6", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* . free                  1237 \u2026"));
	assert_true(shows(&f, 80, 24, " kernel, alloc_pages 112027 \u2026"));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wanted_order_keeps_its_row),
		cmocka_unit_test(test_tables_are_cut_at_a_word),
		cmocka_unit_test(test_title_says_the_pid),
		cmocka_unit_test(test_changed_lines_of_proc),
		cmocka_unit_test(test_telling_lines_of_zoneinfo),
		cmocka_unit_test(test_narrow_table_of_proc),
		cmocka_unit_test(test_log_shows_the_verdict),
		cmocka_unit_test(test_telling_lines_below_the_cut),
		cmocka_unit_test(test_overview_keeps_the_tasks),
		cmocka_unit_test(test_frames_say_what_digits_are),
		cmocka_unit_test(test_buddy_names_the_types),
		cmocka_unit_test(test_mixed_cell_shows_what_came),
		cmocka_unit_test(test_pictures_explain_themselves),
		cmocka_unit_test(test_counts_never_touch),
		cmocka_unit_test(test_no_text_at_a_border),
		cmocka_unit_test(test_whole_figures_look_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
