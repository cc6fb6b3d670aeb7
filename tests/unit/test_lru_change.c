/* Why the lists of the LRU view became longer or shorter */
#include "stage_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "view/lru_change.h"
#include "view/lru_lists.h"

#define TOUR "traces/tour.json"

static struct lru_change change_at(struct stage_fixture *f, const char *pos,
				   enum lru_list lru)
{
	struct lru_change c;
	struct facts facts;

	fixture_at(f, pos, UNIT_STEP);
	facts_gather(&facts, &f->scene, false);
	assert_true(lru_change(&facts, lru, &c));
	return c;
}

/* What moved up is counted as said by the scans, an independent count. */
static uint64_t risen_in(struct stage_fixture *f, uint32_t step)
{
	const struct machine *m = f->scene.now;
	uint64_t was, now;

	fixture_stand(f, step_end(f->timeline, step - 1), UNIT_STEP);
	was = m->s->vm_event[PGACTIVATE] - m->s->vm_event[PGDEACTIVATE];
	fixture_stand(f, step_end(f->timeline, step), UNIT_STEP);
	now = m->s->vm_event[PGACTIVATE] - m->s->vm_event[PGDEACTIVATE];
	return now - was;
}

static void test_reclaimed_and_moved(void **state)
{
	struct lru_change in, up;
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, TOUR);
	in = change_at(&f, "9", LRU_INACTIVE_FILE);
	up = change_at(&f, "9", LRU_ACTIVE_FILE);
	assert_int_equal(in.freed, 1427);
	assert_int_equal(in.moved, -15);
	assert_int_equal(up.moved, 15);
	assert_int_equal(risen_in(&f, 9), 15);
	assert_int_equal(in.came, 0);
	assert_int_equal(in.other, 0);
	f.scene.settings.zoom = VIEW_LRU;
	assert_true(shows(&f, 80, 24, " inactive_file  -1427 reclaimed  -15 to "
				      "active "));
	f.scene.settings.lang = LANG_ZH;
	assert_true(shows(&f, 80, 24, " inactive_file  -1427 回收  -15 去活跃 "));
	fixture_close(&f);
}

/* In a narrow panel it goes before what the last pass was for. */
static void test_little_room(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, TOUR);
	fixture_at(&f, "9", UNIT_STEP);
	/* with the list's name, whatever the room */
	assert_true(shows(&f, 80, 24, "│  inactive_file  -1427 freed  -15 up "));
	assert_true(shows(&f, 80, 24, "│  a' referenced R  a\" PTE young n "));
	assert_false(shows(&f, 80, 24, " to scan "));
	assert_true(shows(&f, 120, 40, " to scan "));
	fixture_close(&f);
}

/* Counted once more, by the events, all of which are kept. */
static uint64_t second_chances_at(struct stage_fixture *f, const char *pos)
{
	uint64_t nr = 0;

	summary_close(&f->between);
	summary_open(&f->between, 1 << 16);
	fixture_at(f, pos, UNIT_STEP);
	assert_int_equal(f->between.nr, f->between.nr_last);
	for (uint32_t i = 0; i < f->between.nr_last; i++) {
		const struct event *e = &f->between.last[i];

		nr += e->id == EV_shrink_folio &&
		      e->arg[1] == FATE_REFERENCED &&
		      e->arg[2] == LRU_INACTIVE_ANON;
	}
	return nr;
}

/* Found used at the tail and put back: the picture of the step tells it. */
static void test_second_chances(void **state)
{
	struct stage_fixture f;
	char words[64];
	uint64_t nr;

	(void)state;
	fixture_open(&f, TOUR);
	nr = second_chances_at(&f, "away");
	assert_true(nr > 1000);
	assert_int_equal(summary_judged(&f.between, FATE_REFERENCED,
					LRU_INACTIVE_ANON), nr);
	assert_int_equal(summary_judged(&f.between, FATE_REFERENCED,
					LRU_INACTIVE_FILE), 0);
	snprintf(words, sizeof(words), "inactive_anon  %u got a second chance",
		 (unsigned)nr);
	assert_true(shows(&f, 120, 40, words));
	snprintf(words, sizeof(words), " %u 2nd chance ", (unsigned)nr);
	assert_true(shows(&f, 80, 24, words));
	assert_true(shows(&f, 80, 24, "│  inactive_anon  +714 came "));
	/* where none got one nobody speaks of it */
	fixture_at(&f, "2", UNIT_STEP);
	f.scene.settings.zoom = VIEW_LRU;
	assert_false(shows(&f, 120, 40, "chance"));
	fixture_close(&f);
}

/* How many wait in batches is told whole, in fewer words where it must be; that
 * a page which will be active is still counted as inactive, too. */
static void test_waiting_is_whole(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/23-page-cache.json");
	fixture_at(&f, "6", UNIT_STEP);
	assert_true(shows(&f, 80, 24, "* waiting 2  inactive, to active 1 "));
	assert_true(shows(&f, 120, 40, "not yet on a list: 2  inactive, to be active: 1 "));
	fixture_close(&f);
}

/* Killed: its pages go without reclaim, and the legend says what "other" is. */
static void test_other_ways(void **state)
{
	struct stage_fixture f;
	struct lru_change c;

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	c = change_at(&f, "3", LRU_INACTIVE_ANON);
	assert_int_equal(c.freed, 0);
	assert_int_equal(c.moved, 0);
	assert_int_equal(c.other, -25001);
	f.scene.settings.zoom = VIEW_LRU;
	assert_true(shows(&f, 80, 24, " inactive_anon  +23719 came  -25001 "
				      "other "));
	assert_true(shows(&f, 80, 24, " other: freed with the task, unmapped, "));
	fixture_close(&f);
}

static void parts_make_it_up(struct stage_fixture *f, int *told)
{
	struct facts facts;

	facts_gather(&facts, &f->scene, false);
	for (unsigned l = 0; l < LRU_UNEVICTABLE; l++) {
		enum lru_list lru = (enum lru_list)l;
		struct lru_parts parts;
		int64_t sum = 0;

		lru_parts(&facts, lru, false, &parts);
		/* pages that stayed are told without a sign */
		for (unsigned k = 0; k < parts.nr; k++)
			if (strchr("+-", parts.text[k][0]))
				sum += strtoll(parts.text[k], NULL, 10);
		if (!parts.nr || !strchr("+-", parts.text[0][0]))
			continue;
		++*told;
		assert_int_equal(sum,
			(int64_t)(lru_length(&facts, facts.now, lru) -
				  lru_length(&facts, facts.before, lru)));
	}
}

/* Wherever one stands the parts make up the change, and no list has too few. */
static void test_parts_make_it_up(void **state)
{
	static const char *const lessons[] = {
		TOUR, "traces/31-lru.json", "traces/32-kswapd.json",
		"traces/39-oom.json", NULL,
	};

	(void)state;
	assert_true(fixture_steps(lessons, parts_make_it_up) > 5);
}

/* Before a step's first operation nothing of it has come or gone. */
static void test_nothing_has_changed_yet(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	f.scene.settings.zoom = VIEW_LRU;
	fixture_at(&f, "10", UNIT_STEP);
	assert_true(shows(&f, 120, 40, " came "));
	fixture_at(&f, "10.0", UNIT_STEP);
	assert_false(shows(&f, 120, 40, " came "));
	assert_false(shows(&f, 120, 40, "got a second chance"));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reclaimed_and_moved),
		cmocka_unit_test(test_little_room),
		cmocka_unit_test(test_second_chances),
		cmocka_unit_test(test_waiting_is_whole),
		cmocka_unit_test(test_other_ways),
		cmocka_unit_test(test_parts_make_it_up),
		cmocka_unit_test(test_nothing_has_changed_yet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
