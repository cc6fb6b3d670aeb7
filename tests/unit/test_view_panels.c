/* What single panels show at single places, and what a narrow one keeps */
#include "stage_fixture.h"

#include "base/text.h"
#include "view/cache_hits.h"
#include "view/inspect.h"
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
	fixture_open(&f, "tests/golden/task.json");
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
	fixture_open(&f, "tests/golden/task.json");
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
	fixture_at(&f, "5", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "         total  used   free shared "
				       "buff/cache available "));
	assert_true(shows(&f, 120, 40, "* Mem:  468416 80712 335092      0 "
				       "     65708    387704 "));
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
	assert_false(shows(&f, 46, 16, "k kernel "));
	assert_true(shows(&f, 80, 24, "k kernel "));
	assert_true(shows(&f, 80, 24, "kswapd0 - asleep   flusher - asleep"));
	fixture_close(&f);
}

static void test_frames_say_what_digits_are(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "tests/golden/toy.json");
	fixture_at(&f, "1", UNIT_STEP);
	assert_true(shows(&f, 120, 40, "0-9 X  first frame of a free block"));
	assert_true(shows(&f, 80, 24, "@ follows 0x0"));
	f.scene.settings.zoom = VIEW_FRAMES;
	f.scene.settings.paint = PAINT_TYPE;
	assert_false(shows(&f, 120, 40, "0-9 X  "));
	assert_true(shows(&f, 120, 40, "U unmovable   M movable   E reclaim"));
	f.scene.settings.paint = PAINT_OWNER;
	assert_true(shows(&f, 80, 24, "1-9 A-Z  its task   +  several"));
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
	assert_true(shows(&f, 80, 24, "0-9 X free block: its order  . its rest  "
				      "k kernel  underlined new "));
	assert_true(shows(&f, 120, 40, "free block: its order, in its type's"));
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
		char was = frame_letter(f.scene.before, pfn).c;

		l = map_cell(f.scene.now, f.scene.before, z, pfn, 0);
		assert_int_equal(l.c, frame_letter(f.scene.now, pfn).c);
		assert_int_equal((l.over & OVER_CHANGED) != 0, l.c != was);
		assert_false(l.over & OVER_DIM);
		news += l.c != was;
	}
	assert_in_range(news, 1, 15);
	/* of one frame each that came, the used one */
	l = map_cell(f.scene.now, f.scene.before, z, 0x6c8, 1);
	assert_int_equal(l.c, 'a');
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 80, 24, "grey  a cell of several kinds"));
	assert_true(shows(&f, 40, 18, "  grey: mixed  0-9 X: order  "));
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
	assert_true(shows(&f, 120, 40, "0x1  1 cell = 128 frames   0xfff"));
	assert_true(shows(&f, 120, 40, "r reserved  / no memory  grey mixed"));
	assert_true(shows(&f, 120, 40, " 1 cell = 1 frame "));
	/* what is followed is anonymous, not free */
	assert_true(shows(&f, 120, 40, "* . free       3704 -1 @a anonymous"));
	assert_true(shows(&f, 120, 40, "/ no memory    97 "));
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 200, 60, ".  the rest   underlined  changed "));
	assert_false(shows(&f, 200, 60, "CAPITAL"));
	fixture_at(&f, "kswapd", UNIT_STEP);
	assert_true(shows(&f, 200, 60, "underlined  changed   CAPITAL"));
	assert_true(shows(&f, 120, 48, "  U Unmovable  M Movable"));
	fixture_close(&f);
	fixture_open(&f, "traces/09-fork.json");
	fixture_at(&f, "5", UNIT_STEP);
	f.scene.settings.zoom = VIEW_SPACE;
	assert_true(shows(&f, 80, 24, "  . nothing  - not read  & copy on write  "
				      "strip: the whole area  lens: pages "));
	assert_true(shows(&f, 120, 40, "lens: 1 cell = 1 page  grey: mixed "));
	assert_true(shows(&f, 200, 60, ". nothing  / no address  - not read  "));
	/* no row is left below the areas: behind the page */
	f.scene.settings.zoom = VIEW_NONE;
	assert_true(shows(&f, 120, 40, "frame 0xffa7   . nothing  - not read  "));
	fixture_close(&f);
}

/* The bits of the entry before, beside those that it has now. */
static void test_walk_tells_what_the_entry_was(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "5", UNIT_STEP);
	f.scene.settings.zoom = VIEW_WALK;
	assert_true(shows(&f, 80, 24, " Xs--DAUWP  was X----AU-P "));
	assert_true(shows(&f, 80, 24, "| frame 0xffc7 | bits 867 "));
	assert_true(shows(&f, 60, 18, "frame 0xffc7+000   "));
	assert_true(shows(&f, 60, 18, "was X----AU-P"));
	assert_false(shows(&f, 40, 18, "was "));
	f.scene.before = f.scene.now;
	assert_true(shows(&f, 80, 24, " Xs--DAUWP   "));
	assert_false(shows(&f, 80, 24, "was "));
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
	assert_true(shows(&f, 80, 24, "1237 -112027  k kernel   112027 +112027 "));
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

/* What is kept lies under the marks; a scale says where it ends. */
static void test_zone_gauges(void **state)
{
	struct stage_fixture f;
	struct canvas c;

	(void)state;
	fixture_open(&f, "traces/17-watermarks.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "boot", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "\u25ae\u25ae\u25b8 "));
	fixture_at(&f, "min", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "\u25ae\u25b8"));
	assert_true(shows(&f, 80, 24, "high\u25b4    1855\u25b8"));
	assert_true(shows(&f, 80, 24, "kept\u25b4 \u25b4\u25b4\u25b4     613\u25b8"));
	assert_true(shows(&f, 80, 24, "  low     483 > 41 + 442  no"));
	assert_true(shows(&f, 80, 24, "request of the kernel  order 0"));
	/* figures in the order of the marks; no word for a free cell is cut */
	assert_true(shows(&f, 80, 24, "kept 442  min 33  low 41  high 49 "));
	assert_true(shows(&f, 80, 24, " \u25ae free   free > mark + kept "));
	assert_true(shows(&f, 120, 40, "by the kernel  zone of 3840 "));
	assert_true(shows(&f, 40, 24, "\u2500 free > mark + kept \u2500"));
	/* 483 frames are ten times its high, but no more than kept and low */
	fixture_draw(&f, &c, 80, 24, true);
	assert_int_equal(canvas_cell(&c, 40, 5)->code, '#');
	assert_int_equal(canvas_cell(&c, 40, 5)->role, ROLE_WARN);
	canvas_close(&c);
	fixture_close(&f);
	/* a check counts the frame that it then gives: both figures are told */
	fixture_open(&f, "traces/17-watermarks.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "8", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  low     484 > 41 + 442  yes"));
	assert_true(shows(&f, 80, 24, "> end    frame 0xe1c of DMA  483 left free"));
	assert_false(shows(&f, 40, 24, "left"));
	fixture_close(&f);
	/* another request has asked since: both say whose they are */
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_ZONES;
	fixture_at(&f, "kswapd", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "181 > 153 + 0  yes  "));
	assert_true(shows(&f, 80, 24, "asked by hog"));
	assert_true(shows(&f, 80, 24, "request of hog  its last that failed a check"));
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
	assert_true(shows(&f, 80, 24, "taken from inactive_file 3  freed 2  kept 0"));
	assert_true(shows(&f, 80, 24, "not yet judged 1"));
	assert_true(shows(&f, 80, 24, "  f  0x101   f:0 "));
	assert_true(shows(&f, 80, 24, "> f  0x103   f:2             n 0 R 1  freed"));
	/* used, so it stays: the row says what the look changed, and who looked */
	fixture_at(&f, "4", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "g:0             n 1 R 0  head of inactive, "
				      "R := 1"));
	assert_true(shows(&f, 80, 24, "kept 1  active 0  by the kernel"));
	assert_true(shows(&f, 80, 24, "  a' referenced R  a\" PTE young n  a; both "));
	assert_true(shows(&f, 80, 24, "CAPITAL active  a anon  f file "));
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

/* Figures and rows are of the same scan, and say how many rows there are. */
static void test_lru_scans_stand_apart(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_LRU;
	fixture_at(&f, "8.920.60", UNIT_EVENT);
	assert_true(shows(&f, 120, 40, "inactive_file 1  freed 1  kept 0  active 0"));
	assert_true(shows(&f, 120, 40, "inactive_file 3  freed 1  kept 0  active 2"));
	assert_true(shows(&f, 120, 40, "inactive_file 6  freed 1  kept 0  active 3"
				       "  not yet judged 2"));
	/* a row of the scan before it has no place without that scan's head */
	assert_false(shows(&f, 80, 24, "inactive_file 3"));
	assert_false(shows(&f, 80, 24, "0x103"));
	assert_true(shows(&f, 80, 24, "inactive_file 6  freed 1"));
	fixture_at(&f, "8.920", UNIT_OP);
	assert_true(shows(&f, 80, 24, "> taken from inactive_file 26  freed 26  "
				      "kept 0  active 0  newest 3 below"));
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
	/* what is not 0 has its column first, so that the row adds up */
	assert_true(shows(&f, 55, 20, "rss  + swap + tables  = points"));
	fixture_at(&f, "3", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* 4 grow killed "));
	assert_true(shows(&f, 80, 24, "25057 most"));
	assert_true(shows(&f, 60, 24, "Out of memory: Killed process 103 (grow)"));
	assert_true(shows(&f, 80, 24, "figures in pages, totalpages 52688"));
	assert_false(shows(&f, 59, 24, "figures in pages"));
	/* with room for it no line of the report is cut, and none in a word */
	assert_true(shows(&f, 120, 40, "task_memcg=/,task=grow,  "));
	assert_true(shows(&f, 120, 40, "  pid=103,uid=0 "));
	assert_false(shows(&f, 120, 40, "task=grow, ..."));
	fixture_at(&f, "2", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "killed"));
	/* a write to oom_score_adj: the row, what it was and what it is */
	fixture_at(&f, "immune", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  1 small "));
	assert_true(shows(&f, 80, 24, "* 2 big "));
	assert_true(shows(&f, 80, 24, " 0 \u25b8 -1000     never "));
	assert_true(shows(&f, 55, 20, "rss  + swap + adj x 52  = points"));
	assert_true(shows(&f, 40, 14, "* 2 big "));
	fixture_at(&f, "first", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* 1 small "));
	assert_true(shows(&f, 80, 24, " -1000     never "));
	assert_false(shows(&f, 80, 24, "\u25b8 -1000"));
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
	assert_true(shows(&f, 80, 24, "@ 0       o@ooo"));
	assert_true(shows(&f, 80, 24, "1 cell = 8 slots"));
	assert_true(shows(&f, 200, 60, "1 cell = 1 slot "));
	assert_true(shows(&f, 80, 24, "by step   @ follows slot 0:8"));
	fixture_close(&f);
}

/* What is in use and nobody's lies in the CPU's stock, and is drawn there. */
static void test_swap_draws_the_stock(void **state)
{
	const struct state *s;
	struct stage_fixture f;
	unsigned nr[128] = { 0 };

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "10", UNIT_STEP);
	f.scene.settings.zoom = VIEW_SWAP;
	s = f.scene.now->s;
	for (uint64_t slot = 0; slot < s->swap_area[0].max; slot++)
		nr[(unsigned char)swap_letter(f.scene.now, 0, slot).c]++;
	assert_int_equal(nr[':'], s->nr_slots_cache + s->nr_slots_ret);
	assert_int_equal(nr[':'], 10);
	assert_int_equal(nr['o'] + nr['c'] + nr[':'],
			 s->total_swap_pages - s->nr_swap_pages);
	assert_true(shows(&f, 80, 24, "in use 515  (10 in the CPU's stock)  free"));
	assert_true(shows(&f, 120, 40, "cccooooo:::"));
	fixture_close(&f);
}

/* A slot that memory holds as well stands out among those that are only out. */
static void test_swap_cache_stands_out(void **state)
{
	struct stage_fixture f;
	struct canvas c;
	unsigned nr = 0;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "11", UNIT_STEP);
	f.scene.settings.zoom = VIEW_SWAP;
	fixture_draw(&f, &c, 200, 60, false);
	for (int x = 12; x < 139; x++) {
		const struct cell *cell = canvas_cell(&c, x, 3);

		if (cell->code == 'o')
			assert_int_equal(cell->role, ROLE_SWAP);
		if (cell->code != 'c')
			continue;
		assert_int_equal(cell->role, ROLE_TITLE);
		nr++;
	}
	assert_int_equal(nr, 7);
	canvas_close(&c);
	fixture_close(&f);
}

/* do_swap_page() event by event: each sentence comes when it is known. */
static void test_swap_tells_the_fault(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_SWAP;
	fixture_at(&f, "11.1.mmu_walk#4", UNIT_EVENT);
	assert_false(shows(&f, 80, 24, "do_swap_page"));
	fixture_at(&f, "11.1.page_fault_user", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "> do_swap_page  demo 7ffff79dd000  slot 8  "
				      "is it in the swap cache?"));
	assert_false(shows(&f, 80, 24, "window"));
	fixture_at(&f, "11.1.swapin_readahead", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "slot 8  not in the swap cache: major"));
	assert_true(shows(&f, 80, 24, "window  slots 8-15  8 to read"));
	fixture_at(&f, "11.1.swap_readpage#3", UNIT_EVENT);
	assert_true(shows(&f, 80, 24, "frame 0x335, being read   2 read along"));
	assert_false(shows(&f, 80, 24, "minor fault"));
	fixture_at(&f, "11.1", UNIT_OP);
	assert_true(shows(&f, 80, 24, "frame 0x335, mapped   slot freed   7 read"));
	assert_true(shows(&f, 80, 24, "next    pages of slots 9 to 15 cost a "
				      "minor fault each"));
	/* a larger terminal does not say less of the story */
	fixture_at(&f, "11", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "never knows."));
	assert_true(shows(&f, 120, 40, "never knows."));
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
	/* no event names a page: the rows around the marker */
	fixture_open(&f, "traces/23-page-cache.json");
	fixture_at(&f, "5", UNIT_STEP);
	f.scene.settings.zoom = VIEW_CACHE;
	assert_true(shows(&f, 80, 24, "shown 3968-4223"));
	assert_true(shows(&f, 80, 24, "\u25b4 marker 4124"));
	assert_true(shows(&f, 120, 40, "\u25b4 marker 4124: reading it"));
	assert_true(shows(&f, 120, 40, "pages of all files"));
	assert_false(shows(&f, 120, 40, "swapped out"));
	fixture_close(&f);
	/* pages without a file on a disk: they go to swap */
	fixture_open(&f, "traces/27-four-mappings.json");
	fixture_at(&f, "9.2.mm_filemap_add_to_page_cache", UNIT_EVENT);
	f.scene.settings.zoom = VIEW_CACHE;
	assert_true(shows(&f, 120, 40, "  m in memory  o swapped out  - not there"));
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

static struct cache_hits hits_at(struct stage_fixture *f, const char *pos,
				 enum unit unit)
{
	struct facts facts;

	fixture_at(f, pos, unit);
	facts_gather(&facts, &f->scene, false);
	return cache_hits(&facts);
}

/*
 * A page that the call itself brought was no hit; of the window that is still
 * being read it is one. What is not shown and what is read is said.
 */
static void test_cache_counts_hits(void **state)
{
	struct stage_fixture f;
	struct cache_hits h;

	(void)state;
	fixture_open(&f, "traces/23-page-cache.json");
	f.scene.settings.zoom = VIEW_CACHE;
	h = hits_at(&f, "2", UNIT_STEP);
	assert_true(h.all);
	assert_int_equal(h.asked, 1);
	assert_int_equal(h.found, 0);
	assert_true(shows(&f, 80, 24, "shown 0-319  hit 0 of 1 read"));
	assert_true(shows(&f, 80, 24, "read    \u25ae\u25b4 marker 1: reading"));
	assert_true(shows(&f, 80, 24, "f clean  d dirty  v being read"));
	h = hits_at(&f, "3", UNIT_STEP);
	assert_int_equal(h.asked, 1);
	assert_int_equal(h.found, 1);
	/* before the call is over nothing has been used */
	h = hits_at(&f, "3.1.page_cache_ra", UNIT_EVENT);
	assert_int_equal(h.asked, 0);
	/* more events than are kept: those of the last pages */
	h = hits_at(&f, "4", UNIT_STEP);
	assert_false(h.all);
	assert_true(h.asked > 100);
	assert_true(h.found > h.asked / 2);
	/* written, never read */
	fixture_at(&f, "write", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "log, 4M"));
	assert_false(shows(&f, 80, 24, "read    \u25ae"));
	assert_false(shows(&f, 80, 24, "hit "));
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
		cmocka_unit_test(test_walk_tells_what_the_entry_was),
		cmocka_unit_test(test_counts_never_touch),
		cmocka_unit_test(test_swap_entry_is_told),
		cmocka_unit_test(test_zones_tell_the_tries),
		cmocka_unit_test(test_zone_gauges),
		cmocka_unit_test(test_lru_tells_the_verdicts),
		cmocka_unit_test(test_lru_scans_stand_apart),
		cmocka_unit_test(test_oom_adds_up),
		cmocka_unit_test(test_follow_into_swap),
		cmocka_unit_test(test_swap_draws_the_stock),
		cmocka_unit_test(test_swap_cache_stands_out),
		cmocka_unit_test(test_swap_tells_the_fault),
		cmocka_unit_test(test_cache_shows_the_marker),
		cmocka_unit_test(test_cache_counts_hits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
