/* Jumps and the way back, breakpoints, what-ifs: by their keys */
#include "player_fixture.h"

#include "view/facts.h"
#include "view/view.h"

static const char scenario[] = TOY_MACHINE
	"  \"chapters\": [\n"
	"    {\"title\": \"Split\", \"steps\": [\n"
	"      {\"label\": \"first\", \"title\": \"One\",\n"
	"       \"do\": [{\"alloc_pages\": {\"order\": 0, \"as\": \"a\"}}]},\n"
	"      {\"title\": \"Three\",\n"
	"       \"do\": [{\"alloc_pages\": {\"order\": 0, \"as\": \"b\"}, \"x\": 3}],\n"
	"       \"try\": {\"name\": \"large\", \"title\": \"Eight at once\",\n"
	"         \"steps\": [{\"title\": \"Eight\", \"do\": [{\"alloc_pages\": {\"order\": 3, \"as\": \"c\"}}]},\n"
	"                     {\"do\": [{\"free_pages\": \"c\"}]}]}}]},\n"
	"    {\"title\": \"Join\", \"steps\": [\n"
	"      {\"label\": \"home\", \"title\": \"Home\",\n"
	"       \"ask\": {\"kind\": \"choice\", \"text\": \"Joined?\",\n"
	"               \"choices\": [\"no\", \"yes\"],\n"
	"               \"answer\": \"buddyinfo.Normal[5] @ home\"},\n"
	"       \"do\": [{\"free_pages\": \"b\", \"x\": 3}, {\"free_pages\": \"a\"}]}]}]}\n";

static int setup(void **state)
{
	*state = player_fixture_open(scenario);
	return 0;
}

static uint64_t nr_free(const struct player *p)
{
	uint64_t nr = 0;

	for (unsigned z = 0; z < MAX_ZONES; z++)
		nr += p->now.machine.s->zone[z].nr_free;
	return nr;
}

static void test_trail(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "<");
	assert_says(p, "no jump");
	press(p, "l 2 Enter");		/* 1 to 2.3 */
	assert_at(p, "2.3");
	press(p, "G");			/* 2.3 to the end */
	assert_at(p, "3.4");
	press(p, "h");			/* a step is no jump */
	assert_at(p, "3.0");
	press(p, "<");
	assert_at(p, "2.3");
	press(p, "<");
	assert_at(p, "1.1");
	press(p, "<");
	assert_says(p, "no jump");
	press(p, "> >");
	assert_at(p, "3.0");		/* where < was pressed first */
	press(p, ">");
	assert_says(p, "no jump");
	press(p, "< ] >");		/* another jump: the old way forth is gone */
	assert_at(p, "3.0");
	assert_says(p, "no jump");
	for (int i = 0; i < 200; i++)	/* only so many are kept */
		press(p, i % 2 ? "g" : "G");
	for (int i = 0; i < TRAIL_SPOTS - 1; i++)
		press(p, "<");
	press(p, "<");
	assert_says(p, "no jump");
}

static void test_chapters(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "C");
	assert_true(p->picker.open);
	assert_shows(p, "Join   3.0            ? question");
	press(p, "Down Enter");
	assert_false(p->picker.open);
	assert_at(p, "3.0");
	press(p, "C Up Esc");
	assert_at(p, "3.0");
	press(p, "C");
	assert_int_equal(p->picker.at, 1);	/* the one stood in */
	press(p, "Up Up Down Down Down Up Enter");
	assert_at(p, "1.0");
}

/* When a chapter begins is told where a walk has come by. */
static void test_chapter_clock(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	struct text clock = { 0 };
	uint64_t ns;

	assert_true(timeline_began(p->session.timeline, 1, &ns));
	assert_false(timeline_began(p->session.timeline, 3, &ns));
	press(p, "C");
	assert_shows(p, "1  Split  1.0  0.000 us  ");
	assert_shows(p, "2  Join   3.0            ? question");
	press(p, "Down Enter");
	assert_at(p, "3.0");
	assert_true(timeline_began(p->session.timeline, 3, &ns));
	assert_true(ns == p->now.machine.s->now_ns);
	clock_words(ns, &clock);
	press(p, "C");
	assert_shows(p, text_str(&clock));
	press(p, "Esc");
	canvas_close(&p->canvas);
	canvas_open(&p->canvas, 40, 12, false);
	press(p, "C");
	assert_shows(p, "2  Join   3.0  ? question");
	text_free(&clock);
}

/* / finds what the steps of a chapter say, and tells of all of them. */
static void test_chapter_search(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "C / j o i n e d Enter");	/* a question of the second */
	assert_int_equal(p->picker.at, 1);
	assert_shows(p, "joined   1 place: 3 Home");
	press(p, "/ h Enter");
	assert_shows(p, "h   2 places: 2 Three, 3 Home");
	press(p, "N");
	assert_int_equal(p->picker.at, 0);
	press(p, "Down");
	assert_int_equal(p->picker.told.len, 0);
	press(p, "/ z z z Enter");
	assert_shows(p, "zzz: not found");
	press(p, "Enter");
	assert_at(p, "3.0");
}

static void test_event(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, ":");
	type(p, "event buddy_merge");
	assert_int_equal(scene_event(&p->scene)->id, EV_buddy_merge);
	assert_int_equal(p->scene.pos.step, 3);
	assert_shows(p, "by step   } buddy_merge");
	press(p, "g }");		/* } keeps to it */
	assert_int_equal(scene_event(&p->scene)->id, EV_buddy_merge);
	press(p, "<");
	assert_at(p, "0");
	press(p, "{");
	assert_says(p, "no buddy_merge before");
	press(p, ":");
	type(p, "event budy_merge");
	assert_says(p, "did you mean 'buddy_merge'");
	press(p, ":");
	type(p, "event");		/* by the event shown, again */
	press(p, ". }");
	assert_int_equal(scene_event(&p->scene)->id,
			 p->between.last[p->between.nr_last - 1].id);
	assert_int_equal(p->stop.kind, STOP_NONE);
	press(p, ": e v e n t Space b u d d y _ m Tab Enter");
	assert_int_equal(p->stop.id, EV_buddy_merge);
}

/* Does the event that is shown name this frame? */
static bool is_of(const struct player *p, uint64_t pfn)
{
	struct touch t = event_touch(scene_event(&p->scene));

	for (unsigned i = 0; i < t.nr_frames; i++)
		if (pfn - t.frames[i].pfn < t.frames[i].nr)
			return true;
	return false;
}

static void test_watch(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	unsigned stops = 0;

	press(p, "u u");
	player_command(p, "watch pfn 2");
	do {
		assert_true(is_of(p, 2));
		stops++;
		player_key(p, "}");
	} while (!p->scene.settings.message && stops < 100);
	assert_true(stops > 5 && stops < 100);
	assert_says(p, "no pfn 0x2 after");
	while (--stops) {
		p->scene.settings.message = NULL;
		player_key(p, "{");
		assert_null(p->scene.settings.message);
		assert_true(is_of(p, 2));
	}
	player_key(p, "{");
	assert_says(p, "no pfn 0x2 before");
	player_command(p, "1");
	player_command(p, "watch a");		/* the block of that label */
	assert_int_equal(p->stop.kind, STOP_FRAME);
	assert_int_equal(p->stop.id, 0);
	player_command(p, "watch zone Normal");
	assert_int_equal(p->stop.kind, STOP_ZONE);
	player_command(p, "watch zone Nowhere");
	assert_says(p, "no zone Nowhere");
	player_command(p, "watch pfn 99");
	assert_says(p, "no frame");
	player_command(p, "watch nobody");
	assert_says(p, "nothing is called 'nobody'");
}

/* 1/4 1/2 1 2 4 8 max, and back; each step of the pace shows longer or shorter. */
static void test_pace(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	static const char *const speeds[] = {
		"1/4x", "1/2x", "1x", "2x", "4x", "8x", "max",
	};
	int last = INT32_MAX;

	press(p, "l - - -");
	for (int i = 0; i < 7; i++) {
		char words[32];

		snprintf(words, sizeof(words), "paused   %s   by", speeds[i]);
		assert_shows(p, words);
		assert_true(player_hold_ms(p) < last);
		last = player_hold_ms(p);
		press(p, "+");
	}
	assert_shows(p, "max");
	press(p, "-");
	assert_shows(p, "8x");
	press(p, "=");
	assert_shows(p, "1x");
	player_command(p, "set speed max");
	press(p, "Space");
	assert_int_equal(player_wait_ms(p), player_hold_ms(p));
	for (int i = 0; i < 10 && player_wait_ms(p) >= 0; i++)
		player_tick(p);
	assert_at(p, "3.0");			/* a question is waited for */
	assert_false(p->scene.settings.playing);
}

/* With the cursor on a frame } goes to what happens to that frame. */
static void test_watch_cursor(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	const struct mark *mark;
	uint64_t id;

	press(p, "1 Enter F5 Right Right");
	mark = player_mark(p);
	assert_non_null(mark);
	assert_true(mark->kind == OBJ_FRAME || mark->kind == OBJ_BLOCK);
	id = mark->id;
	press(p, "}");
	assert_null(p->scene.settings.message);
	assert_true(is_of(p, id));
	player_command(p, "watch");
	assert_int_equal(p->stop.kind, STOP_FRAME);
}

static void test_until(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "u :");
	type(p, "until meminfo.MemFree < 120");
	assert_at(p, "2.2");			/* 29 frames */
	assert_int_equal(nr_free(p), 29);
	press(p, "}");
	assert_says(p, "does not become true after");
	assert_at(p, "2.2");
	press(p, ":");
	type(p, "back buddyinfo.Normal[4] == 1");
	assert_at(p, "1.1");
	press(p, "G :");
	type(p, "back sum(buddyinfo.Normal) == 1");
	assert_at(p, "0");			/* it holds there */
	press(p, "}");
	assert_at(p, "3.4");
	press(p, "g u :");			/* by events: inside of an operation */
	type(p, "until buddyinfo.Normal[3] == 1");
	assert_int_equal(p->scene.pos.step, 1);
	assert_true(p->scene.pos.event > 0);
	press(p, ":");
	type(p, "until delta(meminfo.MemFree) < 3");
	assert_says(p, "no step");
	press(p, ":");
	type(p, "until 1 +");
	assert_says(p, "missing");
	press(p, "g :");
	/* what never has a value is not just never so */
	type(p, "until meminfo.Nope < 3");
	assert_says(p, "Nope");
	assert_int_equal(p->stop.kind, STOP_NONE);
	press(p, ":");
	type(p, "until events(mm_page_alloc) >= 2");
	assert_at(p, "2.2");			/* of that step */
}

/* A hunt that is longer than a picture is gone on with by ticks. */
static void test_long_hunt(void **state)
{
	struct player_fixture *f;
	struct player *p;
	unsigned ticks = 0;

	(void)state;
	f = player_fixture_open(
		"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"64M\"},"
		" \"steps\": [{\"do\": {\"sleep\": 1, \"x\": 20000}},"
		" {\"do\": {\"alloc_pages\": 0}}]}");
	p = &f->player;
	player_command(p, "until events(mm_page_alloc)");
	assert_true(p->hunting);
	assert_int_equal(player_wait_ms(p), 0);
	assert_says(p, "Esc gives up");
	player_key(p, "l");			/* not heard */
	assert_at(p, "0");
	assert_true(p->hunting);
	player_key(p, "Esc");
	assert_false(p->hunting);
	assert_at(p, "0");
	assert_int_equal(player_wait_ms(p), -1);
	player_key(p, "}");
	while (p->hunting && ticks++ < 1000)
		player_tick(p);
	assert_true(ticks > 5);
	assert_at(p, "2.1");
	player_command(p, "watch pfn 0");
	player_command(p, "back result == 7");
	while (p->hunting && ticks++ < 1000)
		player_tick(p);
	assert_says(p, "does not become true before");
	player_key(p, "g");
	player_key(p, "}");
	assert_true(p->hunting);
	player_key(p, "q");
	assert_true(p->quit);
	player_fixture_close(f);
}

static void test_what_if(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "2 Enter w");
	assert_shows(p, "what if, after 2.3:");
	type(p, "aloc_pages 1");
	assert_says(p, "did you mean \"alloc_pages\"");
	assert_true(p->typing == &p->what_if);	/* to be put right */
	press(p, "C-u");
	type(p, "alloc_pages 1 as=mine");
	assert_null(p->typing);
	assert_at(p, "2.4");
	assert_string_equal(p->scene.branch, "b1");
	assert_shows(p, "b1: alloc_pages 1 as=mine");
	assert_int_equal(nr_free(p), 26);
	press(p, "l");
	assert_at(p, "3.0");			/* the lesson goes on */
	press(p, "G");
	assert_at(p, "3.4");
	assert_int_equal(nr_free(p), 30);
	press(p, "b");
	assert_string_equal(p->scene.branch, "main");
	assert_at(p, "3.4");
	assert_int_equal(nr_free(p), 32);
	press(p, "2 Enter b");
	assert_at(p, "2.4");
	assert_int_equal(nr_free(p), 26);
	/* one more on top of it, with what it brought */
	press(p, "w");
	type(p, "free_pages mine");
	assert_string_equal(p->scene.branch, "b2");
	assert_at(p, "2.5");
	assert_int_equal(nr_free(p), 28);
	press(p, "<");				/* where w was pressed */
	assert_string_equal(p->scene.branch, "b1");
	assert_at(p, "2.4");
	press(p, "b b");
	assert_string_equal(p->scene.branch, "main");
	assert_at(p, "2.3");
	press(p, "w Up Up");
	assert_string_equal(p->what_if.text, "alloc_pages 1 as=mine");
	press(p, "Esc r b b");			/* a new run has them, too */
	assert_string_equal(p->scene.branch, "b2");
	assert_at(p, "2.5");
}

/* As often as a condition wants; the most there is, if it is never content. */
static void test_what_if_until(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "2 Enter w");
	type(p, "alloc_pages 0 until=\"meminfo.MemFree < 40\"");
	assert_says(p, "b1, 19 times: alloc_pages 0 until=");
	assert_at(p, "2.22");
	assert_int_equal(nr_free(p), 9);
	press(p, "b");
	assert_at(p, "2.3");
	press(p, "b");				/* the same place is behind it */
	assert_at(p, "2.22");
	press(p, "b w");
	type(p, "sleep 1 until=\"1 == 2\" max=7");
	assert_says(p, "b2, 7 times (the most): ");
	assert_at(p, "2.10");
	press(p, "r");				/* ... and in a new run, too */
	assert_at(p, "2.10");
	press(p, "b b");
	assert_at(p, "2.22");
}

static void test_what_if_places(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "w");
	type(p, "alloc_pages 5");		/* all there is, at the start */
	assert_at(p, "1.1");
	assert_int_equal(nr_free(p), 0);
	press(p, "l");
	assert_at(p, "1.2");
	assert_int_equal(p->now.machine.s->op_result, -12);
	press(p, "b");
	assert_at(p, "1.1");
	player_command(p, "2.2.1");		/* inside: behind that operation */
	press(p, "w");
	assert_shows(p, "what if, after 2.2:");
	type(p, "alloc_pages 5");
	assert_at(p, "2.3");
	assert_says(p, "-ENOMEM");
	press(p, "w");
	type(p, "");
	assert_null(p->typing);
}

/* However long it becomes, its row stays inside of the box. */
static void test_what_if_row_has_its_end(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	char *shown, *row;

	canvas_close(&p->canvas);
	canvas_open(&p->canvas, 60, 24, true);
	press(p, "1 Enter w");
	for (int i = 0; i < 12; i++)
		press(p, "a l l o c Space");
	shown = picture(p);
	row = strstr(shown, "`-- alloc");
	assert_non_null(row);
	assert_int_equal(*(strchr(row, '\n') - 1), '|');
	free(shown);
	press(p, "Esc");
}

/* What Tab and the box above the prompt offer. */
static void test_what_if_words(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "1 Enter w");
	assert_shows(p, "main     1.1 --* -- 2 -- 3 ");
	assert_shows(p, "               `-- ... -- 2 -- 3 ");
	press(p, "m u n");
	assert_shows(p, "`-- mun -- 2 -- 3 ");
	assert_shows(p, "munlockall");
	press(p, "C-u m l Tab");
	assert_string_equal(p->what_if.text, "mlock");
	press(p, "C-u a l l Tab");
	assert_string_equal(p->what_if.text, "alloc_pages ");
	press(p, "a s Tab z Space g f Tab");
	assert_string_equal(p->what_if.text, "alloc_pages as=z gfp=");
	press(p, "C-u f r e e Tab Tab");
	assert_string_equal(p->what_if.text, "free_pages ");
	press(p, "a Tab");
	assert_string_equal(p->what_if.text, "free_pages a ");
}

static void test_named(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "W");
	assert_shows(p, "Eight at once");
	press(p, "Down Enter");
	assert_string_equal(p->scene.branch, "large");
	assert_at(p, "3.0");
	press(p, "l");
	assert_at(p, "3.1");
	assert_int_equal(nr_free(p), 20);
	press(p, "G");
	assert_at(p, "4.1");
	press(p, "b");
	assert_at(p, "3.4");
	press(p, "W Down Enter");		/* no second one of it */
	assert_int_equal(p->nr_branches, 2);
	press(p, "b g :");
	type(p, "try large");
	assert_string_equal(p->scene.branch, "large");
	player_command(p, "try alloc_pages 1");
	assert_string_equal(p->scene.branch, "b1");
	assert_int_equal(nr_free(p), 26);
	press(p, "l");				/* on the branch of a branch */
	assert_int_equal(nr_free(p), 18);
}

/* Both sides of the picture, walked together; the one walked has the cursor. */
static void test_beside(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "|");
	assert_says(p, "w makes a branch");
	press(p, "2 Enter w");
	type(p, "alloc_pages 1");
	press(p, "|");
	assert_non_null(p->scene.other);
	assert_true(p->scene.other_left);
	assert_shows(p, "- main ---");
	assert_shows(p, "- b1: alloc_pages 1 ---");
	assert_shows(p, "| free frames           28             ~ free frames           26        x 0.9 |");
	press(p, "b");				/* now main is walked, on the left */
	assert_false(p->scene.other_left);
	assert_at(p, "2.3");
	assert_shows(p, "~ free frames           26        x 0.9 |");
	press(p, "l l");			/* before and after step 3 */
	assert_at(p, "3.4");
	assert_int_equal(p->scene.other->pos.step, 3);
	assert_shows(p, "~ free frames           30        x 0.9 |");
	press(p, "1 Enter");			/* before the what-if: the same */
	assert_shows(p, "| free frames           31             | free frames           31              |");
	press(p, "G F6");			/* the view, twice */
	assert_shows(p, "- buddy - Normal -+-");
	assert_non_null(player_mark(p));
	assert_true(player_mark(p)->x < 40);
	press(p, "Esc b F6");
	assert_true(player_mark(p)->x >= 40);
	press(p, "Esc |");
	assert_null(p->scene.other);
	player_command(p, "beside nobody");
	assert_says(p, "no other branch is called 'nobody'");
	player_command(p, "beside main");
	assert_non_null(p->scene.other);
	press(p, "r");
	assert_string_equal(p->scene.branch, "b1");
	assert_string_equal(p->scene.other->branch, "main");
}

static uint64_t lowest_min(const struct machine *m)
{
	unsigned z = 0;

	while (!zone_populated(&m->s->zone[z]))
		z++;
	return m->s->zone[z].watermark[WMARK_MIN];
}

/* Two settings of one scenario: what-ifs at the very start. */
static void test_beside_settings(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	struct text lines = { 0 };

	player_command(p, "try sysctl vm.min_free_kbytes=40");
	press(p, "b");
	player_command(p, "0");
	player_command(p, "try sysctl vm.min_free_kbytes=60");
	player_command(p, "beside b1");
	player_command(p, "end");
	player_beside_draw(p);
	assert_string_equal(p->scene.other->branch, "b1");
	assert_int_equal(lowest_min(p->scene.now), 15);
	assert_int_equal(lowest_min(p->scene.other->now), 10);
	stage_text(&p->scene, &lines);
	assert_non_null(strstr(text_str(&lines), "  free frames: b1 32  b2 32\n"));
	text_free(&lines);
	canvas_close(&p->canvas);
	canvas_open(&p->canvas, 50, 20, true);	/* too small for two */
	press(p, "| |");
	assert_says(p, "60x16");
}

/* On another branch a question is another one. */
static void test_questions(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	const struct settings *set = &p->scene.settings;

	press(p, "2 Enter l b Enter");
	assert_at(p, "3.0");
	assert_int_equal(set->answered, 1);
	press(p, "h w");
	type(p, "alloc_pages 1");
	press(p, "l");
	assert_at(p, "3.0");
	assert_int_equal(set->answered, 0);
	press(p, "b Enter");			/* yes, but a block is missing now */
	assert_int_equal(set->answered, -1);
	assert_int_equal(set->answer_value, 0);
}

/* A machine that the scenario wants compared stands beside main at once. */
static void test_compare(void **state)
{
	struct player_fixture *f;
	struct player *p;

	(void)state;
	f = player_fixture_open(
		"{\"framewalk\": 1, \"title\": \"t\","
		" \"machine\": {\"ram\": \"16M\"}, \"compare\": {\"name\": \"twice\","
		"  \"title\": \"32 MiB\", \"machine\": {\"ram\": \"32M\"}},"
		" \"steps\": [{\"do\": {\"alloc_pages\": 0, \"x\": 3}},"
		" {\"do\": {\"alloc_pages\": 3}}]}");
	p = &f->player;
	press(p, "1 Enter W");
	assert_shows(p, "`-- twice  another machine  32 MiB");
	press(p, "Down Enter");
	assert_string_equal(p->scene.branch, "twice");
	assert_at(p, "1.3");
	assert_non_null(p->scene.other);
	assert_shows(p, "- twice: 32 MiB -");
	assert_true(nr_free(p) > 4000);
	press(p, "l");
	assert_at(p, "2.1");
	assert_int_equal(p->scene.other->pos.step, 2);
	press(p, "b");
	assert_true(nr_free(p) < 4000);
	press(p, "W Down Enter");
	assert_int_equal(p->nr_branches, 2);
	player_fixture_close(f);
}

/* Each event of a branch is the same when it is met backward. */
static void test_branch_both_sides(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	player_command(p, "2.1");
	player_command(p, "try alloc_pages 2 x=2");
	press(p, "u u g");
	assert_true(assert_same_backward(p) > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, player_teardown)
		TEST(test_trail),
		TEST(test_chapters),
		TEST(test_chapter_clock),
		TEST(test_chapter_search),
		TEST(test_event),
		TEST(test_watch),
		TEST(test_watch_cursor),
		TEST(test_pace),
		TEST(test_until),
		cmocka_unit_test(test_long_hunt),
		TEST(test_what_if),
		TEST(test_what_if_until),
		TEST(test_what_if_places),
		TEST(test_what_if_row_has_its_end),
		TEST(test_what_if_words),
		TEST(test_named),
		TEST(test_beside),
		TEST(test_beside_settings),
		TEST(test_questions),
		cmocka_unit_test(test_compare),
		TEST(test_branch_both_sides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
