/* What the frames view says of free blocks and of its own signs */
#include "stage_fixture.h"

#include "mm/buddy.h"
#include "mm/label.h"
#include "mm/rmap.h"
#include "scenario_fixture.h"
#include "view/map.h"
#include "view/paint.h"
#include "view/raw.h"

/*
 * Without colour, too: the first cell of a free block is its order, the second
 * its type, if that is not movable; all others are blank.
 */
static void test_map_tells_the_types(void **state)
{
	struct stage_fixture f;
	const struct machine *m;
	unsigned typed = 0, movable = 0;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "4", UNIT_STEP);
	m = f.scene.now;
	for (unsigned shift = 0; shift < 7; shift += 3)
		for (pfn_t pfn = 0; pfn < zone_end_pfn(&m->s->zone[0]);
		     pfn += UINT64_C(1) << shift) {
			const struct zone *z = &m->s->zone[0];
			struct letter l = map_kind(m, z, pfn, shift);
			pfn_t nr = UINT64_C(1) << shift;
			struct frame_block b;

			if (zone_kind(m, pfn) != KIND_FREE ||
			    !frame_block(m, pfn, &b) || b.order <= shift ||
			    b.pfn == pfn)
				continue;
			if (pfn != b.pfn + nr || b.type == MIGRATE_MOVABLE) {
				assert_int_equal(l.c, '.');
				movable += pfn == b.pfn + nr;
				continue;
			}
			assert_int_equal(l.c, type_letter(b.type));
			assert_int_equal(l.role, type_role(b.type));
			typed++;
		}
	assert_true(typed > 10);
	assert_true(movable > 2);
	/* a frame by itself is what it was: the letter is the map's */
	assert_int_equal(frame_letter(m, 0x421).c, '.');
	fixture_close(&f);
}

/* Its legend says what they are, as small as it goes. */
static void test_legend_tells_the_types(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "4", UNIT_STEP);
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 80, 24, "345E6E..7E......8E......"));
	assert_true(shows(&f, 80, 24, "U Unmovable  E Reclaimable "));
	assert_true(shows(&f, 80, 24, "behind it its type if not movable"));
	/* as narrow as in a lesson, and as small as it goes */
	assert_true(shows(&f, 40, 12, "  U unmov. "));
	assert_true(shows(&f, 40, 12, "  / no memory "));
	assert_true(shows(&f, 40, 12, "  0-9 X=10 order "));
	/* of a letter without room another panel has the word */
	f.scene.settings.zoom = VIEW_NONE;
	assert_true(shows(&f, 80, 24, "  1 a cell  E recl. "));
	assert_true(shows(&f, 80, 24, "158  U unmov. "));
	/* nothing to look at: its rows are the notes' */
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "U unmov. "));
	assert_true(shows(&f, 80, 24, "  0-9 X=10 order "));
	assert_true(shows(&f, 80, 24, "  grey mixed "));
	fixture_close(&f);
	/* all are movable: nothing to tell */
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "3", UNIT_STEP);
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 80, 24, "kkkkk@1.3.......4..............."));
	assert_false(shows(&f, 80, 24, "U Unmovable"));
	/* what the hue is, and that there may be none */
	assert_true(shows(&f, 120, 40, "  M Movable "));
	assert_true(shows(&f, 120, 40, "as its hue (mono: no hue)"));
	fixture_close(&f);
}

/* However small, of each paint the notes say what its signs are. */
static void test_each_paint_has_its_note(void **state)
{
	static const struct {
		enum paint paint;
		const char *words;
	} notes[] = {
		{ PAINT_OWNER, "  f cache, mapped by nobody " },
		{ PAINT_TYPE, "  U unmovable  M movable  E reclaimable " },
		{ PAINT_AGE, "  p inactive  " },
	};
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "4", UNIT_STEP);
	f.scene.settings.zoom = VIEW_FRAMES;
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++) {
		f.scene.settings.paint = notes[i].paint;
		assert_true(shows(&f, 80, 24, notes[i].words));
	}
	assert_true(shows(&f, 40, 12, "  p inactive  "));
	/* what has no type has its letter there, too */
	f.scene.settings.paint = PAINT_TYPE;
	assert_true(shows(&f, 80, 24, "  r reserved  / no memory "));
	f.scene.settings.paint = PAINT_KIND;
	assert_true(shows(&f, 40, 12, "0-9 X=10 order "));
	f.scene.settings.paint = PAINT_TYPE;
	assert_true(shows(&f, 40, 12, "  U unmovable  M movable "));
	/* half of a small terminal, beside others */
	f.scene.settings.zoom = VIEW_NONE;
	assert_true(shows(&f, 80, 24, "U unmovable  M movable"));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "U 不可移动  M 可移动"));
	fixture_close(&f);
}

/* Who maps a frame, by the reverse map: an enum part. */
static unsigned owner_by_rmap(const struct machine *m, pfn_t pfn)
{
	struct rmap_iter it;
	unsigned owner = 0;
	handle_t vma;
	vaddr_t at;

	rmap_begin(m, pfn, &it);
	while (rmap_next(m, &it, &vma, &at))
		for (handle_t t = m->s->tasks; t; t = task_at(m, t)->next) {
			unsigned part = PART_TASK + task_at(m, t)->tag;

			if (task_at(m, t)->mm == vma_at(m, vma)->mm)
				owner = owner && owner != part ? PART_SEVERAL :
								 part;
		}
	return owner;
}

/* Each frame, and each cell from them; the walk and the reverse map agree. */
static void check_owners(const struct machine *m, const struct zone *z,
			 unsigned nr[NR_PARTS])
{
	struct brush b;

	brush_make(&b, m, z, PAINT_OWNER);
	for (pfn_t pfn = z->start_pfn; pfn < zone_end_pfn(z); pfn++) {
		enum frame_kind kind = zone_kind(m, pfn);
		enum part part = frame_part(&b, pfn);
		unsigned owner = kind >= KIND_ANON ? owner_by_rmap(m, pfn) : 0;

		if (kind < KIND_ANON)
			assert_true(part < PART_CACHE);
		else if (owner)
			assert_int_equal(part, owner);
		else
			assert_int_equal(part, kind == KIND_ANON ?
						 PART_SWAPCACHE : PART_CACHE);
		nr[part]++;
	}
	for (unsigned shift = 1; shift < 12; shift++)
		for (pfn_t pfn = z->start_pfn >> shift << shift;
		     pfn < zone_end_pfn(z); pfn += UINT64_C(1) << shift) {
			struct letter l = paint_cell(&b, &b, pfn, shift);
			unsigned most = 0, has[128] = { 0 }, all = 0;

			for (pfn_t in = pfn; in < pfn + (1u << shift); in++) {
				struct letter of = paint_cell(&b, &b, in, 0);

				has[of.c == 'i' ? '.' : (int)of.c]++;
				all += of.c != 0;
			}
			for (int c = 1; c < 128; c++)
				most = has[c] > most ? has[c] : most;
			assert_int_equal(has[(int)l.c], most);
			assert_int_equal(!(l.over & OVER_DIM), most == all);
		}
	brush_free(&b);
}

static void test_owners_at_every_zoom(void **state)
{
	static const char *const at[][2] = {
		{ "traces/tour.json", "kswapd" },
		{ "traces/09-fork.json", "copy" },
		{ "traces/27-four-mappings.json", "end" },
	};
	unsigned nr[NR_PARTS] = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		struct stage_fixture f;

		fixture_open(&f, at[i][0]);
		fixture_at(&f, at[i][1], UNIT_STEP);
		for (unsigned z = 0; z < f.scene.now->s->nr_zones; z++)
			check_owners(f.scene.now, &f.scene.now->s->zone[z], nr);
		fixture_close(&f);
	}
	assert_true(nr[PART_SEVERAL] > 10);
	assert_true(nr[PART_CACHE] > 10);
	assert_true(nr[PART_TASK + 1] > 10);
	assert_true(nr[PART_TASK + 2] > 10);
}

/* The tags that the map has, with names; a page of a file that is mapped. */
static void test_owners_are_named(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "kswapd", UNIT_STEP);
	f.scene.settings.zoom = VIEW_FRAMES;
	f.scene.settings.paint = PAINT_OWNER;
	assert_true(shows(&f, 80, 24, " by owner, 1 cell = 16 frames "));
	assert_true(shows(&f, 80, 24, "11111111112222222"));
	assert_true(shows(&f, 80, 24, "  1 demo  2 hog  f cache, mapped by "
				      "nobody  k kernel  . free  r reserved"));
	fixture_close(&f);
}

/* By the flags of each frame; beside a single one what was used. */
static void test_age_of_frames(void **state)
{
	unsigned nr[NR_PARTS] = { 0 };
	struct stage_fixture f;
	const struct machine *m;
	const struct zone *z;
	struct brush b;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "kswapd", UNIT_STEP);
	m = f.scene.now;
	z = &m->s->zone[0];
	brush_make(&b, m, z, PAINT_AGE);
	for (pfn_t pfn = z->start_pfn; pfn < zone_end_pfn(z); pfn++) {
		const struct frame *at = frame_at(m, pfn);
		enum part part = frame_part(&b, pfn);

		nr[part]++;
		assert_int_equal(part == PART_ACTIVE || part == PART_INACTIVE ||
				 part == PART_UNEVICTABLE,
				 at && (at->flags & PG_LRU));
		if (part == PART_ACTIVE)
			assert_int_equal(paint_cell(&b, &b, pfn, 0).c, 'P');
		assert_int_equal(part == PART_ACTIVE,
				 at && (at->flags & PG_LRU) &&
				 (at->flags & PG_ACTIVE));
	}
	brush_free(&b);
	assert_true(nr[PART_ACTIVE] > 0);
	assert_true(nr[PART_INACTIVE] > 100);
	f.scene.settings.zoom = VIEW_FRAMES;
	f.scene.settings.paint = PAINT_AGE;
	assert_true(shows(&f, 80, 24, " by age, 1 cell = 16 frames "));
	assert_true(shows(&f, 80, 24, "p\"p\"p\". . . . . . . p\"p\""));
	assert_true(shows(&f, 80, 24, "  P active  p inactive  k the kernel's "));
	assert_true(shows(&f, 80, 24, "  ' PG_referenced  \" PTE young  "));
	fixture_close(&f);
}

/* More pages than a picture has time for: the title says what is shown. */
static void test_too_many_pages(void **state)
{
	struct stage_fixture f;
	struct zone z;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "kswapd", UNIT_STEP);
	z = f.scene.now->s->zone[0];
	assert_int_equal(paint_shown(f.scene.now, &z, PAINT_OWNER), PAINT_OWNER);
	z.nr_kind[KIND_FILE] = 1 << 20;
	assert_int_equal(paint_shown(f.scene.now, &z, PAINT_OWNER), PAINT_KIND);
	assert_int_equal(paint_shown(f.scene.now, &z, PAINT_AGE), PAINT_KIND);
	assert_int_equal(paint_shown(f.scene.now, &z, PAINT_TYPE), PAINT_TYPE);
	f.now.machine.s->zone[0].nr_kind[KIND_FILE] += 1 << 20;
	f.scene.settings.zoom = VIEW_FRAMES;
	f.scene.settings.paint = PAINT_OWNER;
	assert_true(shows(&f, 80, 24, "by kind: too many pages"));
	assert_true(shows(&f, 80, 24, "0-9 X=10 "));
	f.now.machine.s->zone[0].nr_kind[KIND_FILE] -= 1 << 20;
	fixture_close(&f);
}

/* A letter of map or lens that no count stands behind has its word. */
static void test_letters_without_a_count(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_FRAMES;
	fixture_at(&f, "away", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "  c swap cache "));
	assert_true(shows(&f, 80, 24, "  U unmov. "));
	assert_true(shows(&f, 120, 40, "  c swap cache "));
	assert_true(shows(&f, 120, 40, "  U unmov. "));
	assert_true(shows(&f, 120, 40, "  grey mixed "));
	assert_true(shows(&f, 40, 18, "  c swap cache "));
	/* by type it is no letter of the map */
	f.scene.settings.paint = PAINT_TYPE;
	assert_false(shows(&f, 120, 40, "swap cache"));
	f.scene.settings.paint = PAINT_KIND;
	/* a kind has its word behind the count */
	fixture_at(&f, "low", UNIT_STEP);
	assert_false(shows(&f, 80, 24, "a anonymous  f file  "));
	assert_false(shows(&f, 80, 24, "swap cache"));
	fixture_close(&f);
}

/* Digits, letters of types and the hue without one, before what is news. */
static void test_signs_of_blocks_are_told(void **state)
{
	static const struct {
		const char *path, *pos;
		int	    w, h;
		const char *words[3];
	} at[] = {
		{ "traces/09-fork.json", "12", 80, 24, { "0-9 X=10 order " } },
		{ "traces/09-fork.json", "13", 80, 24, { "0-9 X=10 order " } },
		{ "traces/09-fork.json", "14", 80, 24, { "0-9 X=10 order " } },
		{ "traces/31-lru-batches.json", "1", 80, 24,
		  { "0-9 X=10 order ", "U unmov. ", "/ no memory " } },
		{ "traces/27-four-mappings.json", "10", 80, 24,
		  { "0-9 X=10 order ", "E recl. " } },
		/* what changed is there whole; the rest of a block, too */
		{ "traces/09-fork.json", "9", 120, 40,
		  { "* k kernel           4 -4  . free ", "9 -9 ",
		    "130 -128 " } },
		{ "traces/09-fork.json", "1", 120, 40,
		  { "U unmov. ", "E recl. ", "no letter: mov. " } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		struct stage_fixture f;

		fixture_open(&f, at[i].path);
		fixture_at(&f, at[i].pos, UNIT_STEP);
		for (int k = 0; k < 3 && at[i].words[k]; k++)
			if (!shows(&f, at[i].w, at[i].h, at[i].words[k]))
				fail_msg("%s %s: no '%s'", at[i].path,
					 at[i].pos, at[i].words[k]);
		fixture_close(&f);
	}
}

/* The signs at the left, where rows are left between map and notes. */
static void test_frames_tell_their_signs(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "3", UNIT_STEP);
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 40, 14, "  > it happens here "));
	assert_true(shows(&f, 40, 14, "  * changed "));
	assert_true(shows(&f, 80, 24, "the same, a row an order"));
	fixture_close(&f);
}

#define TAKEN                                                                \
	"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"zones\": [{"      \
	"\"name\": \"Normal\", \"start\": 0, \"frames\": 64,"               \
	" \"pageblock_order\": 5}], \"legible\": true,"                       \
	" \"sysctl\": {\"vm.min_free_kbytes\": 0}}, \"steps\": ["           \
	"{\"do\": [{\"alloc_pages\": {\"order\": 1, \"gfp\": \"GFP_KERNEL\"," \
	" \"as\": \"a\"}}, {\"alloc_pages\": {\"order\": 1,"             \
	" \"gfp\": \"GFP_HIGHUSER_MOVABLE\", \"as\": \"b\"}}]},"           \
	"{\"do\": [{\"free_pages\": \"a\"}, {\"free_pages\": \"b\"}]}]}"

/* Blocks taken by hand: nobody knows what they are, it is told who took them. */
static void test_taken_by_hand(void **state)
{
	static const struct {
		const char *name;
		bool	    movable;
		const char *words;
	} blocks[] = { { "a", false, "of alloc_pages" }, { "b", true, "of alloc_pages, movable" } };
	struct stage_fixture f;
	bool movable;

	(void)state;
	fixture_start(&f, story_of(TAKEN, "t.json"));
	f.scene.settings.zoom = VIEW_FRAMES;
	fixture_at(&f, "1", UNIT_STEP);
	for (int i = 0; i < 2; i++) {
		const struct label *l = label_top(f.scene.now,
			story_slot(f.story, blocks[i].name, 1));

		/* each of its frames, not the first alone */
		for (pfn_t pfn = l->value; pfn < l->value + 2; pfn++) {
			assert_true(is_raw(f.scene.now, pfn, &movable));
			assert_int_equal(movable, blocks[i].movable);
			assert_string_equal(frame_meaning(f.scene.now, LANG_EN,
							  pfn),
					    blocks[i].words);
		}
		assert_false(is_raw(f.scene.now, l->value + 2, &movable));
	}
	assert_true(shows(&f, 80, 24, "k kernel, alloc_pages  4 +4 "));
	assert_int_equal(f.scene.now->s->nr_block_labels, 2);
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, "k 内核、alloc_pages"));
	f.scene.settings.lang = LANG_EN;
	/* those that have just gone are still what they were */
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "k kernel, alloc_pages  0 -4 "));
	assert_int_equal(f.scene.now->s->nr_block_labels, 0);
	fixture_close(&f);
	/* where nothing is taken by hand there is only the kernel's own */
	fixture_open(&f, "traces/09-fork.json");
	f.scene.settings.zoom = VIEW_FRAMES;
	fixture_at(&f, "2", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "k kernel "));
	assert_false(shows(&f, 80, 24, "kernel, alloc_pages"));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_map_tells_the_types),
		cmocka_unit_test(test_legend_tells_the_types),
		cmocka_unit_test(test_each_paint_has_its_note),
		cmocka_unit_test(test_owners_at_every_zoom),
		cmocka_unit_test(test_owners_are_named),
		cmocka_unit_test(test_age_of_frames),
		cmocka_unit_test(test_too_many_pages),
		cmocka_unit_test(test_letters_without_a_count),
		cmocka_unit_test(test_signs_of_blocks_are_told),
		cmocka_unit_test(test_frames_tell_their_signs),
		cmocka_unit_test(test_taken_by_hand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
