/*
 * Nothing is lost with fewer colours, with none, or in ASCII: what a view
 * tells apart still differs on the screen, in every theme at every depth.
 */
#include "stage_fixture.h"
#include "theme_fixture.h"

#include <stdlib.h>

#include "view/palette.h"
#include "view/view.h"

static const int32_t depths[] = {0, 8, 16, 256, 1 << 24};
enum { NR_DEPTHS = sizeof(depths) / sizeof(depths[0]) };

/*
 * Colours as they arrive: reversed, and with the terminal's own made those
 * that it most likely has, white on black, or black on white.
 */
static struct look arrived(const struct theme *t, struct cell cell,
			   int32_t colors)
{
	struct look look = theme_look(t, &cell, colors);
	bool coloured = colors >= 8 && !t->mono;
	int32_t white = colors >= 256 ? 0xffffff : 7, swap;

	look.dim &= colors < 256 || t->mono;
	if (look.fg < 0)
		look.fg = coloured && t->light ? 0 : white;
	if (look.bg < 0)
		look.bg = coloured && t->light ? white : 0;
	if (look.reverse) {
		swap = look.fg;
		look.fg = look.bg;
		look.bg = swap;
	}
	look.reverse = false;
	return look;
}

static bool same_look(struct look a, struct look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.bold == b.bold &&
	       a.underline == b.underline && a.dim == b.dim;
}

static bool differ(const struct theme *t, struct cell a, struct cell b,
		   int32_t colors)
{
	return a.code != b.code ||
	       !same_look(arrived(t, a, colors), arrived(t, b, colors));
}

static struct cell cell_of(enum role role, uint8_t over)
{
	return (struct cell){.code = '#', .role = (uint8_t)role, .over = over};
}

static struct cell cell_of_letter(struct letter l, uint8_t over)
{
	return (struct cell){.code = (uint8_t)l.c, .role = l.role,
			     .over = (uint8_t)(l.over | over)};
}

/* Roles between which a view chooses for one word, figure, gauge or line. */
static const struct choice {
	enum role roles[5];
	int	  nr;
} choices[] = {
	{{ROLE_TEXT, ROLE_DIM, ROLE_TITLE}, 3},
	{{ROLE_TEXT, ROLE_GOOD, ROLE_WARN, ROLE_BAD}, 4},
	{{ROLE_DIM, ROLE_GOOD, ROLE_WARN, ROLE_BAD}, 4},
	{{ROLE_DIRTY, ROLE_WARN}, 2},
	{{ROLE_PGTABLE, ROLE_DIM}, 2},
	{{ROLE_BORDER, ROLE_FOCUS}, 2},
	{{ROLE_DIM, ROLE_FOCUS}, 2},
};

static void is_told_apart(const struct theme *t, struct cell a, struct cell b)
{
	for (int d = 0; d < NR_DEPTHS; d++)
		if (!differ(t, a, b, depths[d]))
			fail_msg("%s with %d colours: '%c' %s over %u looks "
				 "like '%c' %s over %u", t->name, depths[d],
				 (int)a.code, role_names[a.role], a.over,
				 (int)b.code, role_names[b.role], b.over);
}

static void look_choices(const struct theme *t, void *ctx)
{
	(void)ctx;
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		const struct choice *c = &choices[i];

		for (int a = 0; a < c->nr; a++)
			for (int b = a + 1; b < c->nr; b++)
				is_told_apart(t, cell_of(c->roles[a], 0),
					      cell_of(c->roles[b], 0));
	}
}

static void test_roles_of_one_word(void **state)
{
	(void)state;
	each_theme(look_choices, NULL);
}

/* Touched, followed, under the cursor: none is plain, none is another. */
static void look_overlays(const struct theme *t, void *ctx)
{
	static const uint8_t overs[] = {0, OVER_TOUCHED, OVER_FOLLOW,
					OVER_CURSOR};

	(void)ctx;
	for (int role = 0; role < NR_ROLES; role++)
		for (int d = 0; d < NR_DEPTHS; d++) {
			struct look look = arrived(t, cell_of((enum role)role, 0),
						   depths[d]);

			assert_int_not_equal(look.fg, look.bg);
		}
	for (int role = 0; role < NR_ROLES; role++)
		for (int a = 0; a < 4; a++)
			for (int b = a + 1; b < 4; b++)
				is_told_apart(t, cell_of((enum role)role,
							 overs[a]),
					      cell_of((enum role)role,
						      overs[b]));
}

static void test_overlays(void **state)
{
	(void)state;
	each_theme(look_overlays, NULL);
}

/* One state's fill is never what another's is followed or pointed at by. */
static void look_fills(const struct theme *t, void *ctx)
{
	(void)ctx;
	for (int role = 0; role < NR_ROLES; role++) {
		struct cell touched = cell_of((enum role)role, OVER_TOUCHED);

		is_told_apart(t, touched, cell_of(ROLE_ANON, OVER_FOLLOW));
		is_told_apart(t, touched, cell_of(ROLE_ANON, OVER_CURSOR));
	}
}

static void test_fills(void **state)
{
	(void)state;
	each_theme(look_fills, NULL);
}

/* Every letter that a view can put into a cell. */
static size_t all_letters(struct letter *list)
{
	size_t nr = 0;

	for (int g = 0; g < NR_GLYPHS; g++) {
		list[nr++] = glyph_letter((enum glyph)g);
		if (glyph_active((enum glyph)g).c != list[nr - 1].c)
			list[nr++] = glyph_active((enum glyph)g);
	}
	for (unsigned order = 1; order < MAX_ORDER; order++)
		list[nr++] = order_letter(order, MIGRATE_UNMOVABLE);
	return nr;
}

static void test_letters_are_ascii_and_differ(void **state)
{
	struct letter list[2 * NR_GLYPHS + MAX_ORDER];
	size_t nr = all_letters(list);

	(void)state;
	assert_true(nr > NR_GLYPHS + MAX_ORDER);
	for (size_t a = 0; a < nr; a++) {
		assert_in_range(list[a].c, '!', '~');
		for (size_t b = a + 1; b < nr; b++)
			assert_int_not_equal(list[a].c, list[b].c);
	}
	/* the hue of a free block's order is its type: a paint of letters too */
	for (int a = 0; a < MIGRATE_TYPES; a++)
		for (int b = a + 1; b < MIGRATE_TYPES; b++)
			assert_int_not_equal(type_letter((enum migratetype)a),
					     type_letter((enum migratetype)b));
}

/*
 * A cell of several kinds shows the letter of most, dim; one that changed says
 * so beside that.
 */
static void look_mixed(const struct theme *t, void *ctx)
{
	struct letter list[2 * NR_GLYPHS + MAX_ORDER];
	size_t nr = all_letters(list);

	(void)ctx;
	for (size_t i = 0; i < nr; i++) {
		struct cell whole = cell_of_letter(list[i], 0);
		struct cell mixed = cell_of_letter(list[i], OVER_DIM);
		struct cell changed =
			cell_of_letter(list[i], OVER_DIM | OVER_CHANGED);

		is_told_apart(t, mixed, changed);
		if (list[i].role != ROLE_DIM && !(list[i].over & OVER_FOLLOW))
			is_told_apart(t, whole, mixed);
	}
}

static void test_mixed_cells(void **state)
{
	(void)state;
	each_theme(look_mixed, NULL);
}

/*
 * What an ASCII canvas showed for each character so far, and in which roles a
 * view alone showed it (bits); one more for the stage, where panels say for
 * themselves what their gauges are of.
 */
struct twins {
	uint32_t of[128];	/* 0 = nothing yet */
	int	 nr;
	uint32_t roles[NR_VIEWS + 1][128];
};

static bool is_line(uint32_t code)
{
	return code >= 0x2500 && code < 0x2580;
}

/* Signs that are no lines keep a character each. */
static void note_twin(struct twins *t, uint32_t code, uint32_t ascii)
{
	assert_in_range(ascii, ' ', '~');
	if (code < 0x80) {
		assert_int_equal(code, ascii);
		return;
	}
	assert_int_not_equal(ascii, '?');
	if (is_line(code))
		return;
	if (!t->of[ascii])
		t->nr++;
	assert_true(!t->of[ascii] || t->of[ascii] == code);
	t->of[ascii] = code;
}

static void compare_cells(const struct canvas *a, const struct canvas *b,
			  int view, struct twins *twins)
{
	for (int y = 0; y < a->h; y++) {
		for (int x = 0; x < a->w; x++) {
			const struct cell *one = canvas_cell(a, x, y);
			const struct cell *two = canvas_cell(b, x, y);

			note_twin(twins, one->code, two->code);
			if (one->code >= 0x80 && !is_line(one->code))
				twins->roles[view][two->code] |=
					1u << one->role;
			assert_int_equal(one->role, two->role);
			assert_int_equal(one->over, two->over);
		}
	}
}

static void each_view(struct stage_fixture *f, struct twins *twins)
{
	for (int view = 0; view <= VIEW_NONE; view++) {
		struct canvas a, b;

		f->scene.settings.zoom = (enum view_id)view;
		fixture_draw(f, &a, 80, 24, false);
		fixture_draw(f, &b, 80, 24, true);
		compare_cells(&a, &b, view, twins);
		canvas_close(&a);
		canvas_close(&b);
	}
	f->scene.settings.zoom = VIEW_NONE;
}

/*
 * A sign that a view shows in several roles says so without colour. Return:
 * pairs of such roles.
 */
static int are_told_apart(const struct theme *mono, uint32_t roles)
{
	int pairs = 0;

	for (int a = 0; a < NR_ROLES; a++)
		for (int b = a + 1; b < NR_ROLES; b++)
			if ((roles >> a & 1) && (roles >> b & 1)) {
				is_told_apart(mono, cell_of((enum role)a, 0),
					      cell_of((enum role)b, 0));
				pairs++;
			}
	return pairs;
}

/* ASCII changes the signs that it must; no place, no role, no overlay. */
static void test_ascii_at_every_step(void **state)
{
	static const char *const scenarios[] = {
		"tests/golden/toy.json", "tests/golden/task.json",
		"traces/23-page-cache.json", "traces/32-kswapd.json",
		"traces/39-oom.json",
	};
	static struct twins twins;
	struct theme mono = *theme_default();
	int pairs = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(*scenarios); i++) {
		struct stage_fixture f;
		struct pos pos = {0, 0, 0}, next;

		fixture_open(&f, scenarios[i]);
		for (;; pos = next) {
			fixture_stand(&f, pos, UNIT_STEP);
			each_view(&f, &twins);
			next = timeline_next(f.timeline, pos, UNIT_STEP);
			if (next.step == pos.step)
				break;
		}
		fixture_close(&f);
	}
	/* a gauge, full and empty; its marks; a daemon at work */
	assert_true(twins.nr >= 4);
	mono.mono = true;
	for (int view = 0; view < NR_VIEWS; view++)
		for (int sign = ' '; sign < 0x7f; sign++)
			pairs += are_told_apart(&mono, twins.roles[view][sign]);
	/* at least a gauge that is good, then a warning */
	assert_true(pairs > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roles_of_one_word),
		cmocka_unit_test(test_overlays),
		cmocka_unit_test(test_fills),
		cmocka_unit_test(test_letters_are_ascii_and_differ),
		cmocka_unit_test(test_mixed_cells),
		cmocka_unit_test(test_ascii_at_every_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
