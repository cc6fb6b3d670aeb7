/*
 * Legends: on every picture of every lesson each letter has its word, whole,
 * and an item is never parted.
 */
#include "stage_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "view/legend.h"
#include "view/palette.h"
#include "view/view.h"

static const struct { int w, h; } sizes[] = {
	{ 80, 24 }, { 120, 40 }, { 200, 60 },
};
enum { NR_SIZES = sizeof(sizes) / sizeof(sizes[0]) };

static const char *const lessons[] = {
	"traces/05-demand.json", "traces/06-faults.json",
	"traces/07-walk.json", "traces/09-fork.json", "traces/13-buddy.json",
	"traces/13-buddy-m16.json", "traces/17-watermarks.json",
	"traces/23-page-cache.json", "traces/27-four-mappings.json",
	"traces/31-lru.json", "traces/31-lru-batches.json",
	"traces/32-kswapd.json", "traces/39-oom.json", "traces/tour.json",
	NULL,
};

/* Views whose cells are letters of pages or frames. */
static const enum view_id of_letters[] = {
	VIEW_FRAMES, VIEW_SPACE, VIEW_LRU, VIEW_CACHE, VIEW_SWAP,
};
enum { NR_OF_LETTERS = sizeof(of_letters) / sizeof(of_letters[0]) };

static bool has_letters(unsigned panel)
{
	for (int i = 0; i < NR_OF_LETTERS; i++)
		if (panel == (unsigned)of_letters[i] + 1)
			return true;
	return false;
}

/*
 * What may be left without its word, where the panel has no room for it:
 *
 * LRU    a and f stand in the rows of inactive_anon, active_file ...
 * space  of so few rows the areas have no more than their legend
 * walk   of so few columns the verdict takes a second row of its legend
 */
enum { LEAST_OF_SPACE = 8, LEAST_OF_WALK = 38 };

/*
 * On smaller ones the letters that are there come before those of the head of
 * a walk that no entry has, and before what filled cells are, which `?` tells.
 */
enum { WITH_ROOM_W = 120, WITH_ROOM_H = 10 };

/* Its place with the border; nothing if it is not there. */
static struct rect panel_of(const struct canvas *c, enum view_id view)
{
	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *m = &c->marks[i];

		if (m->kind == OBJ_PANEL && m->id == view)
			return (struct rect){ m->x, m->y, m->w, m->h };
	}
	return (struct rect){ 0, 0, 0, 0 };
}

static int rows_of(const struct canvas *c, enum view_id view)
{
	return panel_of(c, view).h - 2;
}

static int columns_of(const struct canvas *c, enum view_id view)
{
	return panel_of(c, view).w - 2;
}

static bool is_excused(enum view_id view, enum glyph g, int rows)
{
	if (view == VIEW_LRU)
		return g == GLYPH_ANON || g == GLYPH_FILE;
	return view == VIEW_SPACE && rows < LEAST_OF_SPACE;
}

/* Where a view calls a letter something else than all do. */
static const struct {
	enum view_id view;
	enum glyph   glyph;
	enum ui	     word;
} own[] = {
	{ VIEW_FRAMES, GLYPH_NOTHING, UI_free },
	{ VIEW_FRAMES, GLYPH_KERNEL, UI_kernel_raw },
	{ VIEW_SPACE, GLYPH_HOLE, UI_no_area },
	{ VIEW_CACHE, GLYPH_FILE, UI_cache_clean },
	{ VIEW_CACHE, GLYPH_SHMEM, UI_cache_in_memory },
	{ VIEW_SWAP, GLYPH_SWAPCACHE, UI_swap_also_cached },
};

static bool has_item(const char *picture, enum glyph g, const char *word)
{
	struct text item = { 0 };
	bool has;

	text_printf(&item, "%c %s", glyphs[g].letter, word);
	has = strstr(picture, text_str(&item)) != NULL;
	text_free(&item);
	return has;
}

static bool is_named(const char *picture, enum view_id view, enum glyph g,
		     enum lang lang)
{
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (own[i].view == view && own[i].glyph == g &&
		    has_item(picture, g, ui(lang, own[i].word)))
			return true;
	return has_item(picture, g, ui(lang, glyphs[g].word));
}

/* The letters of each panel, by the marks of their cells. */
static void look_at_marks(const struct canvas *c,
			  struct letters of_panel[NR_VIEWS + 1])
{
	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *m = &c->marks[i];

		if (m->w == 1 && m->h == 1 && has_letters(m->panel) &&
		    (m->kind == OBJ_FRAME || m->kind == OBJ_PAGE ||
		     m->kind == OBJ_FILE))
			letters_look(&of_panel[m->panel], c, (struct rect){
				m->x, m->y, 1, 1 });
	}
}

static bool is_lit(const struct canvas *c, struct rect r)
{
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++)
			if (canvas_cell(c, x, y)->over & OVER_TOUCHED)
				return true;
	return false;
}

/* Has a panel filled cells, and room for what they are? */
static bool has_filled(const struct canvas *c)
{
	for (size_t i = 0; i < c->nr_marks; i++) {
		const struct mark *m = &c->marks[i];
		struct rect r = { m->x, m->y, m->w, m->h };

		if (m->kind == OBJ_PANEL && m->h - 2 >= WITH_ROOM_H &&
		    is_lit(c, r))
			return true;
	}
	return false;
}

static const char head[] = "XsShgDAUWP";
enum { NR_BITS = sizeof(head) - 1 };

/* Those that entries of a walk have: "Xs---DAUWP" stands in the picture. */
static void find_bits(const char *picture, char bits[NR_BITS + 1])
{
	int nr = 0;

	for (int i = 0; i < NR_BITS; i++)
		for (const char *s = picture; strlen(s) >= NR_BITS; s++) {
			int k = 0;

			while (k < NR_BITS && (s[k] == '-' || s[k] == head[k]))
				k++;
			if (k == NR_BITS && s[i] == head[i] &&
			    strncmp(s, head, NR_BITS) != 0) {
				bits[nr++] = head[i];
				break;
			}
		}
	bits[nr] = '\0';
}

/*
 * Each item of the table is a bit's letter and its word: of those that an entry
 * has, and where there is room of all in the head.
 */
static bool bits_are_named(const char *picture, const struct canvas *c,
			   enum lang lang)
{
	const char *s = ui(lang, UI_entry_bits);
	bool all = c->w >= WITH_ROOM_W;
	char bits[NR_BITS + 1];

	if (!strstr(picture, head) || columns_of(c, VIEW_WALK) < LEAST_OF_WALK)
		return true;
	find_bits(picture, bits);
	for (; *s; s += strspn(s, " ")) {
		const char *gap = strstr(s, "  ");
		size_t len = gap ? (size_t)(gap - s) : strlen(s);
		char item[64];

		snprintf(item, sizeof(item), "%.*s", (int)len, s);
		if ((all || strchr(bits, *s)) && !strstr(picture, item))
			return false;
		s += len;
	}
	return true;
}

static void say_where(struct stage_fixture *f, int w, int h, const char *what)
{
	struct text pos = { 0 };

	timeline_print_pos(f->timeline, f->scene.pos, &pos);
	printf("%s %s %dx%d language %d %s, main view %d\n", f->story->name,
	       text_str(&pos), w, h, (int)f->scene.settings.lang, what,
	       (int)f->scene.settings.views[0]);
	text_free(&pos);
}

/* What is no letter: bits of entries, cells that are lit. Return: faults. */
static int check_signs(struct stage_fixture *f, const struct canvas *c,
		       const char *picture)
{
	enum lang lang = f->scene.settings.lang;
	int bad = 0;

	if (!bits_are_named(picture, c, lang)) {
		say_where(f, c->w, c->h, "walk bits");
		bad++;
	}
	/* where all is lit nothing was touched */
	if (scene_focus(&f->scene) != FOCUS_OFF && c->w >= WITH_ROOM_W &&
	    has_filled(c) &&
	    !strstr(picture, ui(lang, UI_sign_filled))) {
		say_where(f, c->w, c->h, "filled");
		bad++;
	}
	return bad;
}

static int check_picture(struct stage_fixture *f, int w, int h)
{
	struct letters of_panel[NR_VIEWS + 1] = { 0 };
	struct text text = { 0 }, pos = { 0 };
	struct canvas c;
	int bad = 0;

	fixture_draw(f, &c, w, h, false);
	canvas_print(&c, &text);
	look_at_marks(&c, of_panel);
	timeline_print_pos(f->timeline, f->scene.pos, &pos);
	bad += check_signs(f, &c, text_str(&text));
	for (int v = 0; v < NR_VIEWS; v++)
		for (int g = 0; g < NR_GLYPHS; g++) {
			if (!of_panel[v + 1].nr[g] ||
			    is_excused((enum view_id)v, (enum glyph)g,
				       rows_of(&c, (enum view_id)v)) ||
			    is_named(text_str(&text), (enum view_id)v,
				     (enum glyph)g, f->scene.settings.lang))
				continue;
			printf("%s %s %dx%d language %d view %s: %c\n",
			       f->story->name, text_str(&pos), w, h,
			       (int)f->scene.settings.lang,
			       view_name((enum view_id)v), glyphs[g].letter);
			bad++;
		}
	text_free(&pos);
	text_free(&text);
	canvas_close(&c);
	return bad;
}

static int check_language(struct stage_fixture *f, enum lang lang, int w,
			  int h)
{
	int bad;

	settings_init(&f->scene.settings);
	f->scene.settings.lang = lang;
	bad = check_picture(f, w, h);
	/* each view as the main one */
	for (int v = 0; v < NR_OF_LETTERS; v++) {
		f->scene.settings.views[0] = of_letters[v];
		bad += check_picture(f, w, h);
	}
	return bad;
}

static void check_step(struct stage_fixture *f, int *bad)
{
	for (int i = 0; i < NR_SIZES; i++)
		for (int lang = 0; lang < NR_LANGS; lang++)
			*bad += check_language(f, (enum lang)lang, sizes[i].w,
					       sizes[i].h);
}

static void test_every_letter_has_its_word(void **state)
{
	(void)state;
	assert_int_equal(fixture_steps(lessons, check_step), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_letter_has_its_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
