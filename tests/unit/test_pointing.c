/* Search, mouse, boxes one behind the other, dimming */
#include "toy_fixture.h"

#include "draw/theme.h"
#include "view/search.h"

static void test_search_text(void **state)
{
	struct text text = { 0 };
	struct canvas c;

	(void)state;
	assert_true(search_in("The Buddy", "buddy"));
	assert_false(search_in("buddy", "buddies"));
	assert_false(search_in("buddy", ""));
	canvas_open(&c, 13, 2, false);
	canvas_text(&c, 1, 0, ROLE_TEXT, "页框 Abc abc");
	search_text(&c, (struct rect){ 1, 0, 4, 1 }, &text);
	assert_string_equal(text_str(&text), "页框");
	search_light(&c, (struct rect){ 0, 0, c.w, c.h }, "ABC");
	for (int x = 0; x < 13; x++)
		assert_int_equal((canvas_cell(&c, x, 0)->over & OVER_FOUND) != 0,
				 x >= 6 && x != 9);
	canvas_close(&c);
	text_free(&text);
}

/* What is found is seen with colours and without. */
static void test_found_is_seen(void **state)
{
	static const int32_t depths[] = { 0, 8, 16, 256, 1 << 24 };

	(void)state;
	for (int i = 0; i < 5; i++)
		for (int over = 0; over < OVER_FOUND; over++) {
			struct cell cell = { .code = 'x', .role = ROLE_TEXT,
					     .over = (uint8_t)(over | OVER_FOUND) };

			assert_true(theme_look(theme_default(), &cell,
					       depths[i]).underline);
		}
}

static void test_search_things(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	const struct mark *m;
	int y;

	press(p, "2 Enter /");
	type(p, "0x4");
	m = player_mark(p);		/* the frame or its block, not other 4s */
	assert_non_null(m);
	assert_true(m->kind == OBJ_FRAME || m->kind == OBJ_BLOCK);
	assert_true(m->id <= 4);
	assert_true(p->scene.settings.focused != VIEW_NONE);
	press(p, "Esc /");
	type(p, "mm_page");
	m = player_mark(p);
	assert_int_equal(m->kind, OBJ_EVENT);
	assert_says(p, "mm_page: 1 of ");
	y = p->scene.settings.cursor_y;
	press(p, "n");
	assert_says(p, "mm_page: 2 of ");
	assert_true(p->scene.settings.cursor_y > y);
	press(p, "N");
	assert_int_equal(p->scene.settings.cursor_y, y);
	/* an empty pattern is the last one */
	press(p, "/ Enter");
	assert_true(p->scene.settings.cursor_y > y);
}

static void test_search_steps(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "n");
	assert_non_null(p->scene.settings.message);	/* nothing yet */
	press(p, "/ x Esc");
	assert_null(p->scene.settings.search);
	press(p, "/");
	type(p, "joined?");		/* of the question in step 3 */
	assert_int_equal(p->scene.pos.step, 3);
	assert_says(p, "in step 3");
	press(p, "n");
	assert_non_null(strstr(p->scene.settings.message, "joined?"));
	press(p, "/");
	type(p, "How many");
	assert_int_equal(p->scene.pos.step, 3);		/* it is before */
	press(p, "N");
	assert_int_equal(p->scene.pos.step, 1);
	press(p, "/");
	type(p, "7777");
	assert_says(p, "7777: not found");
	press(p, "Esc Esc");
	assert_null(p->scene.settings.search);
}

/* The first thing of that kind in the picture. */
static struct mark thing(const struct player *p, enum object kind)
{
	for (size_t i = 0; i < p->canvas.nr_marks; i++)
		if (p->canvas.marks[i].kind == kind && p->canvas.marks[i].panel)
			return p->canvas.marks[i];
	fail_msg("no mark of kind %d", kind);
	return (struct mark){ 0 };
}

static void click(struct player *p, int x, int y)
{
	char name[32];

	snprintf(name, sizeof(name), "Click@%d,%d", x, y);
	player_key(p, name);
	player_draw(p);
}

static void test_mouse(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	struct mark m;

	press(p, "2 Enter");
	m = thing(p, OBJ_FRAME);
	click(p, m.x, m.y);
	assert_non_null(player_mark(p));
	assert_int_equal(player_mark(p)->id, m.id);
	assert_int_equal(p->scene.settings.focused, VIEW_FRAMES);
	assert_false(p->scene.settings.inspect);
	click(p, m.x, m.y);
	assert_true(p->scene.settings.inspect);
	click(p, 5000, 1);		/* outside: nothing */
	click(p, -1, -1);
	assert_true(p->scene.settings.inspect);
	press(p, "Esc Esc WheelDown");
	assert_int_equal(p->scene.pos.step, 3);
	press(p, "WheelUp");
	assert_at(p, "2.3");
	/* in a focused view it scrolls, as far as there is something */
	press(p, "F9 WheelDown");
	assert_at(p, "2.3");
	assert_int_equal(p->scene.settings.scroll[VIEW_STORY], 0);
	player_command(p, "set mouse on");
	assert_true(p->scene.settings.mouse);
}

/* Enter leads behind the thing, Esc back, a step closes what it opened. */
static void test_boxes(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	struct mark m;
	char *shown;

	press(p, "2 Enter");
	m = thing(p, OBJ_ORDER);
	player_point(p, &m);
	press(p, "Enter");
	shown = picture(p);
	assert_non_null(strstr(shown, "Enter  zone Normal"));
	free(shown);
	press(p, "Enter");
	assert_int_equal(p->scene.settings.nr_deeper, 1);
	shown = picture(p);
	assert_non_null(strstr(shown, "spanned 32"));
	free(shown);
	press(p, "Enter Enter");	/* a zone is the end of the way */
	assert_int_equal(p->scene.settings.nr_deeper, 1);
	press(p, "Esc");
	assert_int_equal(p->scene.settings.nr_deeper, 0);
	assert_true(p->scene.settings.inspect);
	press(p, "Enter l");
	assert_int_equal(p->scene.settings.nr_deeper, 0);
}

/* f follows what the box shows, not what it was opened from. */
static void test_follow_in_box(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	struct settings *set = &p->scene.settings;
	struct mark m;

	press(p, "2 Enter");
	m = thing(p, OBJ_EVENT);
	player_point(p, &m);
	press(p, "Enter");
	press(p, "f");		/* an event is nothing to follow */
	assert_says(p, "this cannot be followed: a frame");
	assert_int_equal(set->follow_kind, OBJ_NONE);
	press(p, "Enter");
	assert_int_equal(set->deeper[0].kind, OBJ_FRAME);
	press(p, "f");
	assert_int_equal(set->nr_deeper, 1);	/* the box stays */
	assert_int_equal(set->follow_kind, OBJ_FRAME);
	assert_int_equal(set->follow_id, set->deeper[0].id);
	press(p, "f");
	assert_int_equal(set->follow_kind, OBJ_NONE);
}

/* A line of /proc opens a box, and what it is about opens the next. */
static void test_box_of_line(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	struct mark m;
	char *shown;

	press(p, "2 Enter F8");
	m = thing(p, OBJ_LINE);
	m.id++;			/* MemFree: the zone is behind it */
	m.y++;
	player_point(p, &m);
	press(p, "Enter");
	assert_true(p->scene.settings.inspect);
	shown = picture(p);
	assert_non_null(strstr(shown, "printed by  "));
	free(shown);
	press(p, "Enter");
	assert_int_equal(p->scene.settings.nr_deeper, 1);
	assert_int_equal(p->scene.settings.deeper[0].kind, OBJ_ZONE);
}

/* Hard focus: a panel that the event does not touch has no colour left. */
static void test_hard_focus(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	int dim = 0, not_dim = 0;

	player_command(p, "1.1.buddy_split");
	player_command(p, "set focus hard");
	p->scene.settings.views[0] = VIEW_ZONES;	/* of no interest to it */
	p->scene.settings.views[1] = VIEW_BUDDY;
	player_draw(p);
	for (int y = 0; y < p->canvas.h; y++)
		for (int x = 0; x < p->canvas.w; x++) {
			bool zones = false, buddy = false;

			for (size_t i = 0; i < p->canvas.nr_marks; i++) {
				const struct mark *m = &p->canvas.marks[i];
				bool in = m->kind == OBJ_PANEL && x > m->x &&
					  x < m->x + m->w - 1 && y > m->y &&
					  y < m->y + m->h - 1;

				zones |= in && m->id == VIEW_ZONES;
				buddy |= in && m->id == VIEW_BUDDY;
			}
			if (zones) {
				assert_true(canvas_cell(&p->canvas, x, y)->over &
					    OVER_DIM);
				dim++;
			}
			not_dim += buddy && !(canvas_cell(&p->canvas, x, y)
						      ->over & OVER_DIM);
		}
	assert_true(dim > 0 && not_dim > 0);
}

/* Letters of the frames view, how many are dimmed and how many filled. */
static void count_cells(const struct player *p, int *dim, int *filled)
{
	*dim = *filled = 0;
	for (size_t i = 0; i < p->canvas.nr_marks; i++) {
		const struct mark *m = &p->canvas.marks[i];
		const struct cell *c = canvas_cell(&p->canvas, m->x, m->y);

		if (m->panel != VIEW_FRAMES + 1 || m->kind != OBJ_FRAME)
			continue;
		*dim += (c->over & OVER_DIM) != 0;
		*filled += (c->over & OVER_TOUCHED) != 0;
	}
}

/* A play at speed 4 shows the whole picture; paused, the focus is back. */
static void test_no_focus_when_fast(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	struct settings *set = &p->scene.settings;
	int dim, filled, all;

	player_command(p, "1.1.buddy_split");
	player_command(p, "set focus hard");
	player_draw(p);
	count_cells(p, &dim, &filled);
	assert_true(dim > 0);
	all = dim + filled;
	set->playing = true;
	set->speed_eighths = SPEED_FAST / 2;
	player_draw(p);
	count_cells(p, &dim, &filled);
	assert_true(dim > 0);
	set->speed_eighths = SPEED_FAST;
	player_draw(p);
	count_cells(p, &dim, &filled);
	assert_int_equal(dim, 0);
	assert_int_equal(filled, all);
	set->playing = false;
	player_draw(p);
	count_cells(p, &dim, &filled);
	assert_true(dim > 0);
	assert_int_equal(set->focus, FOCUS_HARD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_search_text),
		cmocka_unit_test(test_found_is_seen),
		TOY_TEST(test_search_things),
		TOY_TEST(test_search_steps),
		TOY_TEST(test_mouse),
		TOY_TEST(test_boxes),
		TOY_TEST(test_follow_in_box),
		TOY_TEST(test_box_of_line),
		TOY_TEST(test_hard_focus),
		TOY_TEST(test_no_focus_when_fast),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
