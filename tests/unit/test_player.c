/* The player by its keys, on a toy zone: where they lead, and from both sides */
#include "toy_fixture.h"

static void test_steps(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "l");
	assert_at(p, "1.0");		/* it asks */
	press(p, "l l");
	assert_at(p, "2.3");
	press(p, "PgDn PgDn l");
	assert_at(p, "3.4");
	assert_non_null(p->scene.settings.message);
	press(p, "h h h h h");
	assert_at(p, "0");
	press(p, "L");
	assert_at(p, "3.4");
	press(p, "H");
	assert_at(p, "0");
	press(p, "2 Enter");
	assert_at(p, "2.3");
	press(p, "9 9 Enter");
	assert_at(p, "2.3");
	press(p, "1 Esc G g");
	assert_at(p, "0");
	press(p, "] ]");
	assert_at(p, "3.0");
	press(p, "[");
	assert_at(p, "1.0");
	press(p, "] ] ]");
	assert_at(p, "3.4");
}

/* Each stop of a walk forward shows the same when it is met backward. */
static void test_both_sides(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	static const char *const units[] = { "", "u", "u u" };

	for (int unit = 0; unit < 3; unit++) {
		press(p, "g");
		press(p, units[unit]);
		assert_true(assert_same_backward(p) > 3);
		assert_at(p, "0");
		p->scene.settings.unit = UNIT_STEP;
	}
}

static void test_same_event(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	char first[64];

	player_command(p, "1.1.buddy_split");
	strcpy(first, event_types[scene_event(&p->scene)->id].name);
	assert_string_equal(first, "buddy_split");
	for (int i = 0; i < 4; i++) {
		press(p, "}");
		assert_string_equal(event_types[scene_event(&p->scene)->id].name,
				    "buddy_split");
	}
	/* 32 frames are halved five times for the first page */
	assert_int_equal(p->scene.pos.step, 1);
	press(p, "}");
	assert_int_equal(p->scene.pos.step, 2);
	press(p, "{ { { { { {");
	assert_int_equal(p->scene.pos.step, 1);
	assert_non_null(p->scene.settings.message);	/* none before */
	player_command(p, "end");
	press(p, "{");
	assert_int_equal(p->scene.pos.step, 3);
}

static void test_questions(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	const struct settings *set = &p->scene.settings;

	press(p, "l 4 Enter");
	assert_at(p, "1.0");
	assert_int_equal(set->answered, -1);
	assert_int_equal(set->answer_value, 5);
	press(p, "l l");
	assert_int_equal(set->answered, 0);
	press(p, "l");
	assert_at(p, "3.0");
	press(p, "c");		/* there are two choices */
	assert_string_equal(set->answer, "");
	press(p, "Enter");
	assert_int_equal(set->answered, 0);
	press(p, "a b Enter");
	assert_int_equal(set->answered, 1);
	press(p, "h h h");
	assert_at(p, "1.0");
	assert_int_equal(set->answered, -1);
	assert_string_equal(set->answer, "4");
	press(p, "r");		/* a new run of the same file asks anew */
	assert_at(p, "1.0");
	assert_int_equal(set->answered, 0);
}

static void test_prompt(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, ": 2 . 2 Enter");
	assert_at(p, "2.2");
	press(p, ": h o Tab Enter");
	assert_at(p, "3.4");
	press(p, ": f i r s t Esc");
	assert_at(p, "3.4");
	press(p, ": f i r x t Enter");
	assert_at(p, "3.4");
	assert_non_null(strstr(p->scene.settings.message, "first"));
	press(p, ": p r o c Space b u d Tab Enter");
	assert_true(p->sheet.open);
	assert_non_null(strstr(text_str(&p->sheet.text), "Normal"));
	press(p, "Esc : s e t Space u n Tab Space e v Tab Enter");
	assert_int_equal(p->scene.settings.unit, UNIT_EVENT);
	press(p, ": s e t Space p a i n t Space x Enter");
	assert_non_null(strstr(p->scene.settings.message, "owner"));
	press(p, ": q u i t Enter");
	assert_true(p->quit);
}

static void test_views(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	const struct settings *set = &p->scene.settings;
	const struct mark *mark;

	press(p, "2 Enter F6");
	assert_int_equal(set->focused, VIEW_BUDDY);
	press(p, "F5");
	assert_int_equal(set->focused, VIEW_FRAMES);
	mark = player_mark(p);
	assert_non_null(mark);
	press(p, "Right");
	assert_at(p, "2.3");		/* the arrow belongs to the view */
	press(p, "f");
	assert_true(set->follow_kind != OBJ_NONE);
	press(p, "f z");
	assert_int_equal(set->follow_kind, OBJ_NONE);
	assert_int_equal(set->zoom, VIEW_FRAMES);
	press(p, "Enter");
	assert_true(set->inspect);
	press(p, "Esc Esc Esc");
	assert_int_equal(set->focused, VIEW_NONE);
	assert_int_equal(set->zoom, VIEW_NONE);
	press(p, "Tab");
	assert_true(set->focused != VIEW_NONE);
	press(p, "S-Tab");
	assert_int_equal(set->focused, VIEW_NONE);
	press(p, "v v v v");
	assert_int_equal(set->views[0], VIEW_NONE);
	press(p, "q");
	assert_true(p->quit);
}

static void test_play(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	int normal = player_hold_ms(p);

	press(p, "Space");
	assert_true(p->scene.settings.playing);
	press(p, "+");
	assert_true(p->scene.settings.playing);
	assert_int_equal(player_hold_ms(p), normal / 2);
	player_tick(p);
	assert_at(p, "1.0");
	assert_false(p->scene.settings.playing);	/* it asks */
	press(p, "Space = - -  - -");
	assert_int_equal(p->scene.settings.speed_eighths, 2);
	press(p, "l");
	assert_false(p->scene.settings.playing);
	for (int i = 0; i < 10; i++) {
		player_play(p, true);
		player_tick(p);
	}
	assert_at(p, "3.4");
	assert_false(p->scene.settings.playing);
	assert_false(p->quit);
}

/* A key that means nothing is told of, and nothing else becomes of it. */
static void test_unknown_key_while_playing(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;
	struct settings *set = &p->scene.settings;
	struct mark deeper = { .kind = OBJ_FRAME };

	press(p, "Space");
	player_stood(p, 700);
	set->deeper[set->nr_deeper++] = deeper;
	press(p, "F12");
	assert_says(p, "F12 does nothing here");
	assert_true(set->playing);
	assert_int_equal(p->stood_ms, 700);
	assert_int_equal(set->nr_deeper, 1);
	set->nr_deeper = 0;
	assert_at(p, "0");
	player_tick(p);
	assert_at(p, "1.0");		/* it asks, and says so */
	press(p, "Space Z");
	assert_says(p, "Z does nothing here");
	player_tick(p);
	if (set->message)		/* of this picture, not of the last */
		assert_null(strstr(set->message, "does nothing"));
	player_play(p, true);
	press(p, "P F");		/* how it looks is no reason to stop */
	assert_true(set->playing);
	press(p, "h");			/* this one walks */
	assert_false(set->playing);
}

/* Does the row of the key that plays name this one? */
static bool is_named(const char *key)
{
	for (unsigned i = 0; i < nr_key_rows; i++)
		if (key_rows[i].action == ACT_PLAY) {
			const char *but = strstr(key_rows[i].doc.in[LANG_EN],
						 " but ");

			return but && strstr(but + 4, key);
		}
	return false;
}

/*
 * Keys of the look and the pace hold no play up, however long they are held;
 * the help says that all others stop it.
 */
static void test_keys_of_a_play(void **state)
{
	static const char *const keys[] = {
		"+", "-", "=", "P", "F", "T", "A", "Tab", "S-Tab", "F2", "z",
		"v", "f", "h", "l", "C", ":", "?", "Space", NULL,
	};
	struct player *p = &((struct player_fixture *)*state)->player;
	int kept = 0;

	for (int i = 0; keys[i]; i++) {
		player_play(p, true);
		player_stood(p, 700 - p->stood_ms);
		press(p, keys[i]);
		if (p->scene.settings.playing != is_named(keys[i]))
			fail_msg("%s", keys[i]);
		if (p->scene.settings.playing)
			assert_int_equal(p->stood_ms, 700);
		kept += p->scene.settings.playing;
		player_play(p, false);
		press(p, "Esc Esc Esc");
		player_go(p, (struct pos){ 0, 0, 0 });
	}
	assert_int_equal(kept, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOY_TEST(test_unknown_key_while_playing),
		TOY_TEST(test_steps),     TOY_TEST(test_both_sides),
		TOY_TEST(test_same_event), TOY_TEST(test_questions),
		TOY_TEST(test_prompt),    TOY_TEST(test_views),
		TOY_TEST(test_play),      TOY_TEST(test_keys_of_a_play),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
