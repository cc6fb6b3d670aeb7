/* What the boxes say of a frame: its buddy, what happened to it before */
#include "stage_fixture.h"

#include "base/text.h"
#include "view/inspect.h"

#define TOY "traces/13-buddy.json"

/* The box on a thing at a position, title and lines. */
static void box_at(struct stage_fixture *f, const char *pos, enum object kind,
		   uint64_t id, struct text *box)
{
	struct mark m = { .kind = (uint16_t)kind, .id = id, .sub = 1 };
	struct text title = { 0 };
	struct facts facts;

	fixture_at(f, pos, UNIT_STEP);
	facts_gather(&facts, &f->scene, false);
	text_reset(box);
	assert_true(inspect_tell(&facts, &m, &title, box));
	text_free(&title);
}

static void says(const struct text *box, const char *words)
{
	if (!strstr(text_str(box), words))
		fail_msg("'%s' is not in:\n%s", words, text_str(box));
}

/* The toy zone is one block of order 5: 0x20 lies behind its end. */
static void test_no_buddy_outside(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, TOY);
	box_at(&f, "0", OBJ_FRAME, 3, &box);
	says(&box, "order 5");
	says(&box, "no buddy: 0x0 xor 0x20 lies outside the zone");
	assert_null(strstr(text_str(&box), "= 0x"));
	box_at(&f, "0", OBJ_BLOCK, 0, &box);
	says(&box, "no buddy");
	/* halved, the block has one */
	box_at(&f, "3", OBJ_FRAME, 16, &box);
	says(&box, "0x10 xor 0x10 = 0x0");
	text_free(&box);
	fixture_close(&f);
}

/* Allocated in step 3, given back in step 6; the same from both sides. */
static void test_earlier_events(void **state)
{
	static const char *const ways[] = { "0", "end" };
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, TOY);
	for (int i = 0; i < 2; i++) {
		box_at(&f, ways[i], OBJ_FRAME, 3, &box);
		box_at(&f, "2", OBJ_FRAME, 3, &box);
		says(&box, "nothing since boot");
		box_at(&f, "4", OBJ_FRAME, 3, &box);
		says(&box, "earlier\n  3.3.3  allocated\n");
		assert_null(strstr(text_str(&box), "freed"));
		box_at(&f, "end", OBJ_FRAME, 3, &box);
		says(&box, "  3.3.3  allocated\n  6.1.1  freed\n");
	}
	f.scene.settings.playing = true;
	box_at(&f, "end", OBJ_FRAME, 3, &box);
	assert_null(strstr(text_str(&box), "earlier"));
	text_free(&box);
	fixture_close(&f);
}

/* A frame of a task: who asked for it, and what became of it in swap. */
static void test_earlier_of_a_page(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };
	struct facts facts;
	pfn_t pfn;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "6", UNIT_STEP);
	facts_gather(&facts, &f.scene, false);
	assert_true(facts.followed.has_frame);
	pfn = facts.followed.pfn;
	box_at(&f, "6", OBJ_FRAME, pfn, &box);
	says(&box, "  allocated  demo\n");
	says(&box, "  mapped  demo\n");
	box_at(&f, "10", OBJ_FRAME, pfn, &box);
	says(&box, "being written  kswapd0\n");
	says(&box, "freed  ");
	text_free(&box);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_buddy_outside),
		cmocka_unit_test(test_earlier_events),
		cmocka_unit_test(test_earlier_of_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
