/*
 * No key is silent: after each one, in any state, the picture differs, be it by
 * a sentence that says why nothing else does.
 */
#include "toy_fixture.h"

#include "view/keys.h"

/* How the stage may stand: keys to press, parted by spaces. */
static const char *const states[] = {
	"", "2 Enter", "G", "F5", "F6 Down", "Tab", "F9", "F5 z", "F5 Enter",
	"F5 Enter Enter", "2 Enter F5 f", "u u . .", "- - - - - -",
	"+ + + + + + + +", "3 Enter a",
};

static struct cell *cells_of(const struct player *p)
{
	size_t nr = (size_t)p->canvas.w * (size_t)p->canvas.h;
	struct cell *cells = calloc(nr, sizeof(*cells));

	memcpy(cells, p->canvas.cells, nr * sizeof(*cells));
	return cells;
}

static void press_once(const char *state, const char *key)
{
	struct player_fixture *f = player_fixture_open(toy_scenario);
	struct player *p = &f->player;
	struct cell *before, *after;
	bool same;

	press(p, state);
	p->scene.settings.message = NULL;
	player_draw(p);
	before = cells_of(p);
	player_key(p, key);
	if (!p->quit) {
		player_draw(p);
		after = cells_of(p);
		same = !memcmp(before, after, (size_t)p->canvas.w *
			       (size_t)p->canvas.h * sizeof(*after));
		free(after);
		if (same && !p->scene.settings.message)
			fail_msg("after '%s' the key %s is silent", state, key);
	}
	free(before);
	player_fixture_close(f);
}

static void test_no_key_is_silent(void **state)
{
	(void)state;
	for (size_t s = 0; s < sizeof(states) / sizeof(states[0]); s++)
		for (unsigned i = 0; i < nr_key_rows; i++) {
			char keys[128], *rest, *key;

			strcpy(keys, key_rows[i].keys);
			for (key = strtok_r(keys, " ", &rest); key;
			     key = strtok_r(NULL, " ", &rest))
				press_once(states[s], key);
		}
}

static void assert_key_says(struct player *p, const char *keys,
			    const char *words)
{
	press(p, keys);
	assert_says(p, words);
}

/* ... in words that fit what it would have done. */
static void test_reasons(void **state)
{
	struct player *p = &((struct player_fixture *)*state)->player;

	press(p, "F6 z");
	assert_key_says(p, "P", "no view on the stage shows frames: F5");
	assert_key_says(p, "P", "no view on the stage shows frames: F5");
	press(p, "Home");
	assert_key_says(p, "Home", "this is the first thing");
	assert_key_says(p, "Left", "nothing lies further left");
	assert_key_says(p, "PgUp", "the view begins here");
	press(p, "Esc Esc");
	assert_key_says(p, "Esc", "nothing is open here");
	press(p, "Esc");			/* that closes the message */
	assert_null(p->scene.settings.message);
	assert_key_says(p, "Esc", "nothing is open here");
	assert_key_says(p, "=", "the speed is normal");
	press(p, "Esc");
	player_speak(p, LANG_ZH);
	assert_key_says(p, "Esc", "没有打开的东西");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_key_is_silent),
		TOY_TEST(test_reasons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
