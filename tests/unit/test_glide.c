/* What moves, where it goes, and when nothing moves at all */
#include "toy_fixture.h"

#include "draw/width.h"
#include "view/motion.h"
#include "view/why.h"

static void test_place(void **state)
{
	struct glide g = { .from_x = 3, .from_y = 20, .to_x = 70, .to_y = 2 };
	struct glide back = glide_back(&g);
	int x, y, bx, by, was = 0;

	(void)state;
	glide_place(&g, 0, &x, &y);
	assert_int_equal(x, 3);
	assert_int_equal(y, 20);
	for (int i = 0; i < GLIDE_PICTURES; i++) {
		glide_place(&g, i, &x, &y);
		assert_true(x >= was && y >= 2 && y <= 20);
		was = x;
	}
	assert_int_equal(x, 70);
	assert_int_equal(y, 2);
	glide_place(&g, 99, &x, &y);		/* beyond the end is the end */
	assert_int_equal(x, 70);
	/* half away from zero: 67 * 0.06 = 4.02, -18 * 0.06 = -1.08 */
	glide_place(&g, 1, &x, &y);
	assert_int_equal(x, 7);
	assert_int_equal(y, 19);
	glide_place(&back, 1, &bx, &by);
	assert_int_equal(bx, 66);
	assert_int_equal(by, 3);
}

/* Walk the whole story by events. Return: how often something moved. */
static int glides_of(struct player *p, const char *key, unsigned *kinds)
{
	int nr = 0;

	for (int i = 0; i < 200; i++) {
		const struct event *e;

		player_key(p, key);
		player_draw(p);
		e = scene_event(&p->scene);
		if (!p->gliding)
			continue;
		nr++;
		if (e && kinds)
			kinds[e->id]++;
	}
	return nr;
}

/* The grammar: splits, merges, frames given out and given back. */
static void test_what_moves(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	unsigned kinds[NR_EVENTS] = { 0 };
	int on = glides_of(p, ".", kinds);

	assert_true(player_at_end(p));
	assert_true(kinds[EV_buddy_split] >= 4);
	assert_true(kinds[EV_mm_page_alloc] >= 3);
	assert_true(kinds[EV_mm_page_free] >= 3);
	assert_true(kinds[EV_buddy_merge] >= 4);
	assert_int_equal(kinds[EV_zone_watermark_ok], 0);
	/* back the same things move, in the other sense */
	assert_in_range(glides_of(p, ",", NULL), on - 4, on);
}

/* From the mark of the thing before to the mark of it after. */
static void test_ends(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	const struct mark *to;
	pfn_t pfn;

	player_command(p, "1.1.buddy_split");
	player_draw(p);
	player_key(p, ".");
	player_draw(p);
	assert_int_equal(scene_event(&p->scene)->id, EV_buddy_split);
	assert_true(p->gliding);
	pfn = scene_event(&p->scene)->arg[0];
	to = canvas_mark_at(&p->canvas, p->glide.to_x, p->glide.to_y);
	assert_int_equal(to->kind, OBJ_BLOCK);
	assert_int_equal(to->id, pfn);
	assert_int_equal(to->panel, VIEW_BUDDY + 1);
	player_key(p, ",");
	player_draw(p);
	assert_true(p->gliding);	/* home again */
	assert_int_equal(p->glide.from_x, to->x);
}

/* One glyph over the picture before; all other cells are as they were. */
static void test_one_thing(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	struct canvas c = { 0 };

	player_command(p, "1.1.buddy_split");
	player_draw(p);
	player_key(p, ".");
	player_draw(p);
	assert_true(p->gliding);
	for (int i = 0; i < GLIDE_PICTURES; i++) {
		int nr = 0, x, y;

		player_glide_draw(p, &c, i);
		glide_place(&p->glide, i, &x, &y);
		for (int k = 0; k < c.w * c.h; k++)
			nr += memcmp(&c.cells[k], &p->was.cells[k],
				     sizeof(c.cells[k])) != 0;
		assert_in_range(nr, 0, 1);
		assert_int_equal(canvas_cell(&c, x, y)->code,
				 p->glide.glyph.code);
	}
	canvas_close(&c);
}

static void test_when_nothing_moves(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	player_command(p, "set motion off");
	assert_int_equal(glides_of(p, ".", NULL), 0);
	player_command(p, "set motion on");
	player_command(p, "set speed 4");
	assert_int_equal(glides_of(p, ",", NULL), 0);
	player_command(p, "set speed 1");
	assert_int_equal(glides_of(p, "l", NULL), 0);	/* steps */
	press(p, "g 1 Enter F6");	/* a cursor moves, the story does not */
	press(p, "Down");
	assert_false(p->gliding);
	press(p, "Esc A");
	assert_false(p->gliding);
}

static void open_at(struct player *p, const char *const *path, const char *pos)
{
	struct options o = { .args = (const char **)(uintptr_t)path,
			     .nr_args = 1, .program = "" };

	assert_int_equal(player_open(p, &o, pos), DONE);
	canvas_open(&p->canvas, 120, 40, false);
	p->scene.settings.unit = UNIT_EVENT;
	player_go(p, p->scene.pos);
	player_draw(p);
}

/* Does the glide begin and end in strips of the address space? Their marks. */
static void strip_ends(const struct player *p, const struct canvas *from,
		       const struct canvas *to, struct mark ends[2])
{
	ends[0] = *canvas_mark_at(from, p->glide.from_x, p->glide.from_y);
	ends[1] = *canvas_mark_at(to, p->glide.to_x, p->glide.to_y);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(ends[i].kind, OBJ_PAGE);
		assert_int_equal(ends[i].panel, VIEW_SPACE + 1);
	}
}

/* On by events up to the first of that kind that moves something. */
static const struct event *go_to(struct player *p, enum event_id id)
{
	for (int i = 0; i < 3000; i++) {
		const struct event *e;

		player_key(p, ".");
		player_draw(p);
		e = scene_event(&p->scene);
		if (e && e->id == id && p->gliding)
			return e;
	}
	fail_msg("no %s moves anything", event_types[id].name);
	return NULL;
}

/* A strip comes from its first cell to its last, and goes the other way. */
static void test_strips(void **state)
{
	static const char *const path[] = { "tests/golden/task.json" };
	const struct event *e;
	struct mark ends[2];
	struct glide was;
	struct player p;

	(void)state;
	open_at(&p, path, "0");
	e = go_to(&p, EV_vma_create);
	strip_ends(&p, &p.canvas, &p.canvas, ends);
	assert_int_equal(ends[0].id, e->arg[0]);
	assert_true(ends[1].id > ends[0].id && ends[1].id < e->arg[1]);
	assert_int_equal(ends[0].y, ends[1].y);
	was = p.glide;
	player_key(&p, ",");
	player_draw(&p);
	assert_true(p.gliding);
	assert_int_equal(p.glide.from_x, was.to_x);
	assert_int_equal(p.glide.to_x, was.from_x);
	player_command(&p, "set motion off");
	player_key(&p, ".");
	player_draw(&p);
	assert_false(p.gliding);
	player_command(&p, "set motion on");
	e = go_to(&p, EV_vma_remove);
	strip_ends(&p, &p.was, &p.was, ends);
	assert_int_equal(ends[1].id, e->arg[0]);
	assert_true(ends[0].x > ends[1].x);
	player_close(&p);
}

/* Four pages and a neighbour above them, so that they cannot grow in place. */
#define MOVING                                                                 \
	"{\"framewalk\": 1, \"title\": \"moved\", \"machine\": {\"ram\": \"16M\"}," \
	" \"steps\": [{\"do\": [{\"exec\": \"demo\"},"                            \
	"  {\"mmap\": {\"length\": \"16K\", \"as\": \"a\"}},"                    \
	"  {\"access\": {\"at\": \"a\", \"mode\": \"write\"}},"                  \
	"  {\"mmap\": {\"length\": \"16K\", \"prot\": \"r\", \"as\": \"b\"}}]},"  \
	" {\"do\": [{\"mremap\": {\"at\": \"a\", \"length\": \"16K\","           \
	"  \"new_length\": \"64K\", \"flags\": \"maymove\"}}]}]}"

/* mremap: each page goes from its old place to the one it has then, and back. */
static void test_page_moves(void **state)
{
	struct player_fixture *f = player_fixture_open(MOVING);
	struct player *p = &f->player;
	vaddr_t was = 0;
	int nr = 0;

	(void)state;
	canvas_close(&p->canvas);
	canvas_open(&p->canvas, 120, 40, false);
	p->scene.settings.zoom = VIEW_SPACE;
	press(p, "1 Enter");
	p->scene.settings.unit = UNIT_EVENT;
	while (!player_at_end(p)) {
		const struct event *e;
		struct mark ends[2];
		struct glide there;

		press(p, ".");
		e = scene_event(&p->scene);
		if (!e || e->id != EV_set_pte || e->arg[3] != PTE_MOVE)
			continue;
		if (!e->arg[1]) {		/* taken from here */
			was = e->arg[0];
			assert_false(p->gliding);
			continue;
		}
		nr++;
		assert_true(p->gliding);
		strip_ends(p, &p->was, &p->canvas, ends);
		assert_int_equal(ends[0].id, was);
		assert_int_equal(ends[1].id, e->arg[0]);
		there = p->glide;
		press(p, ",");
		assert_true(p->gliding);
		assert_int_equal(p->glide.from_y, there.to_y);
		assert_int_equal(p->glide.to_y, there.from_y);
		press(p, ".");
	}
	assert_int_equal(nr, 4);
	player_fixture_close(f);
}

/* An area that grows downwards: from where it began to where it begins. */
static void test_strip_grows(void **state)
{
	static const char *const path[] = { "traces/09-fork.json" };
	static const char *const verbs[] = {
		"mmap task=parent length=16K as=one",
		"mmap task=parent length=8K as=two",
	};
	const struct event *e;
	struct mark ends[2];
	struct player p;

	(void)state;
	open_at(&p, path, "1");
	for (int i = 0; i < 2; i++)
		player_what_if(&p, verbs[i]);
	player_walk(&p, UNIT_OP, -1);
	player_draw(&p);
	e = go_to(&p, EV_vma_merge);
	strip_ends(&p, &p.canvas, &p.canvas, ends);
	assert_int_equal(ends[1].id, e->arg[0]);
	assert_int_equal(ends[0].id, e->arg[0] + 2 * PAGE_SIZE);
	assert_int_equal(ends[0].x, ends[1].x + 2);
	player_close(&p);
}

/* The hand goes from candidate to candidate, down the table. */
static void test_hand(void **state)
{
	static const char *const path[] = { "traces/39-oom.json" };
	const struct event *e;
	struct player p;

	(void)state;
	open_at(&p, path, "0");
	player_command(&p, "event oom_badness");
	while (p.hunting)
		player_hunt_on(&p);
	player_draw(&p);
	e = scene_event(&p.scene);
	assert_int_equal(e->id, EV_oom_badness);
	player_key(&p, ".");
	player_draw(&p);
	e = scene_event(&p.scene);
	assert_int_equal(e->id, EV_oom_badness);
	assert_true(p.gliding);
	assert_int_equal(p.glide.glyph.code, '>');
	assert_int_equal(p.glide.from_x, p.glide.to_x);
	assert_int_equal(p.glide.to_y, p.glide.from_y + 1);
	assert_int_equal(canvas_cell(&p.canvas, p.glide.to_x, p.glide.to_y)->code,
			 '>');
	assert_int_equal(canvas_cell(&p.was, p.glide.from_x,
				     p.glide.from_y)->code, '>');
	player_close(&p);
}

/* Over Chinese text it leaves no half characters behind. */
static void test_over_wide(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	struct canvas c = { 0 };
	int nr = 0;

	canvas_close(&p->canvas);
	canvas_open(&p->canvas, 80, 24, false);
	player_speak(p, LANG_ZH);
	for (int i = 0; i < 60; i++) {
		player_key(p, ".");
		player_draw(p);
		for (int k = 0; p->gliding && k < GLIDE_PICTURES; k++) {
			player_glide_draw(p, &c, k);
			nr++;
			for (int at = 0; at + 1 < c.w * c.h; at++) {
				uint32_t code = c.cells[at].code;
				bool wide = code != CELL_TAIL &&
					    code_columns(code) == 2;

				assert_int_equal(wide, c.cells[at + 1].code ==
							       CELL_TAIL);
			}
		}
	}
	assert_true(nr > 0);
	canvas_close(&c);
}

/* Play by operations: the pictures of one operation, and how long each is. */
static void test_few_events(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	uint64_t nr = timeline_nr_events(p->session.timeline, 1, 0), seen = 0;

	assert_in_range(nr, 9, 64);
	p->scene.settings.unit = UNIT_OP;
	player_go(p, (struct pos){ 1, 0, 0 });
	player_play(p, true);
	while (p->scene.pos.op == 0) {
		player_tick(p);
		player_draw(p);
		seen++;
		if (p->scene.pos.event == 1)
			assert_true(player_hold_ms(p) + GLIDE_MS >= 800);
	}
	assert_int_equal(seen, nr);
	/* any key: its last picture */
	player_go(p, (struct pos){ 2, 0, 0 });
	player_play(p, true);
	player_tick(p);
	assert_int_equal(p->scene.pos.event, 1);
	player_key(p, "Space");
	assert_false(p->scene.settings.playing);
	assert_at(p, "2.1");
	/* without motion: before and after */
	player_command(p, "set motion off");
	player_go(p, (struct pos){ 2, 0, 0 });
	player_play(p, true);
	player_tick(p);
	assert_at(p, "2.1");
}

/* Thousands of events: ten pictures in a second, and then the sum. */
static void test_burst(void **state)
{
	const char *args[] = { "traces/09-fork.json" };
	struct options o = { .args = args, .nr_args = 1, .program = "" };
	struct player p;
	uint32_t step, op = 0;
	uint64_t nr = 0;
	int pictures = 0, ms = 0;

	(void)state;
	assert_int_equal(player_open(&p, &o, "0"), DONE);
	p.scene.settings.unit = UNIT_OP;
	for (step = 1; step <= timeline_nr_steps(p.session.timeline) && nr <= 64;
	     step++)
		for (op = 0; op < timeline_nr_ops(p.session.timeline, step) &&
			     op < 3 && nr <= 64; op++)
			nr = timeline_nr_events(p.session.timeline, step, op);
	step--;
	op--;
	assert_true(nr > 64);
	player_go(&p, (struct pos){ step, op, 0 });
	for (;;) {
		player_go(&p, player_burst_next(&p));
		if (!p.scene.pos.event)
			break;
		pictures++;
		ms += player_hold_ms(&p);
	}
	assert_int_equal(p.scene.pos.op, op + 1);
	assert_in_range(pictures, 8, 10);
	assert_in_range(ms, 800, 1000);
	player_close(&p);
}

/* Of a dozen events those without a reason pass by, and all in all few do. */
static void test_flashes(void **state)
{
	const char *args[] = { "traces/09-fork.json" };
	struct options o = { .args = args, .nr_args = 1, .program = "" };
	uint64_t stops = 0, flashes = 0;
	struct player p;

	(void)state;
	assert_int_equal(player_open(&p, &o, "0"), DONE);
	p.scene.settings.unit = UNIT_OP;
	for (uint32_t step = 1; step <= timeline_nr_steps(p.session.timeline);
	     step++) {
		uint64_t nr = timeline_nr_ops(p.session.timeline, step) ?
				timeline_nr_events(p.session.timeline, step, 0) : 0;

		if (nr <= 8 || nr > 64)
			continue;
		player_go(&p, (struct pos){ step, 0, 0 });
		for (player_go(&p, player_burst_next(&p)); p.scene.pos.event;
		     player_go(&p, player_burst_next(&p))) {
			stops++;
			flashes += player_hold_ms(&p) == 40;
			if (player_hold_ms(&p) == 40)
				assert_int_not_equal(p.scene.pos.event, 1);
		}
	}
	assert_true(stops > 8);
	assert_in_range(flashes, 1, stops - 1);
	player_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_place),
		TOY_TEST(test_what_moves),
		TOY_TEST(test_ends),
		TOY_TEST(test_one_thing),
		TOY_TEST(test_when_nothing_moves),
		cmocka_unit_test(test_strips),
		cmocka_unit_test(test_page_moves),
		cmocka_unit_test(test_strip_grows),
		cmocka_unit_test(test_hand),
		TOY_TEST(test_over_wide),
		TOY_TEST(test_few_events),
		cmocka_unit_test(test_burst),
		cmocka_unit_test(test_flashes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
