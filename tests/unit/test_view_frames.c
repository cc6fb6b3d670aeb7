/* What the frames view says of free blocks and of its own signs */
#include "stage_fixture.h"

#include "mm/buddy.h"
#include "view/map.h"

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
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 80, 24, "345E6E..7E......8E......"));
	assert_true(shows(&f, 80, 24, "behind it its type: U Unmovable  "
				      "E Reclaimable "));
	/* as narrow as in a lesson, and as small as it goes */
	assert_true(shows(&f, 40, 12, "1 cell = 1 frame   UE: type "));
	f.scene.settings.zoom = VIEW_NONE;
	assert_true(shows(&f, 80, 24, "  1 a cell   UE: type "));
	fixture_close(&f);
	/* all are movable: nothing to tell */
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "3", UNIT_STEP);
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 80, 24, "kkkkk@1.3.......4..............."));
	assert_false(shows(&f, 80, 24, "its type:"));
	/* what the hue is */
	assert_true(shows(&f, 120, 40, "underlined  changed  M Movable "));
	fixture_close(&f);
}

/* However small, of each paint the notes say what its signs are. */
static void test_each_paint_has_its_note(void **state)
{
	static const struct {
		enum paint paint;
		const char *words;
	} notes[] = {
		{ PAINT_KIND, "grey: mixed  0-9 X: order " },
		{ PAINT_TYPE, "U unmovable  M movable " },
	};
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "4", UNIT_STEP);
	f.scene.settings.zoom = VIEW_FRAMES;
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++) {
		f.scene.settings.paint = notes[i].paint;
		assert_true(shows(&f, 40, 12, notes[i].words));
	}
	fixture_close(&f);
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "3", UNIT_STEP);
	f.scene.settings.zoom = VIEW_FRAMES;
	f.scene.settings.paint = PAINT_OWNER;
	assert_true(shows(&f, 40, 12, "1-9 A-Z  its task   +  several"));
	fixture_close(&f);
}

/* The signs at the left, where rows are left between map and notes. */
static void test_frames_tell_their_signs(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/13-buddy.json");
	fixture_at(&f, "3", UNIT_STEP);
	f.scene.settings.zoom = VIEW_FRAMES;
	assert_true(shows(&f, 40, 14, "  > it happens here  * changed "));
	/* the rows by order are worth more */
	assert_false(shows(&f, 80, 24, "it happens here"));
	assert_true(shows(&f, 80, 24, "the same, a row an order"));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_map_tells_the_types),
		cmocka_unit_test(test_each_paint_has_its_note),
		cmocka_unit_test(test_frames_tell_their_signs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
