/* How long was a page away? Shadows, distances, who starts active (PR7.9). */
#include "mm_fixture.h"

#include "mm/lru.h"
#include "mm/vmstat.h"
#include "mm/workingset.h"

struct world {
	struct rig     r;
	struct lruvec *lruvec;
	uint64_t      *stat;
	pfn_t	       page;	/* of a file; on no list */
	unsigned       nr_back;	/* times that it came back */
};

static void world_open(struct world *w, uint32_t flags)
{
	w->nr_back = 0;
	struct machine_spec spec;

	toy_spec(&spec, 64, 4);
	rig_open(&w->r, &spec);
	w->lruvec = &w->r.m.s->node[0].lruvec;
	w->stat = w->r.m.s->node[0].stat;
	w->page = alloc_pages(&w->r.m, GFP_HIGHUSER_MOVABLE, 0, 0, KIND_FILE);
	assert_true(w->page != PFN_NONE);
	frame_mut(&w->r.m, w->page)->flags |= flags;
}

static void world_close(struct world *w)
{
	for (unsigned l = 0; l < NR_LRU_LISTS; l++)
		w->stat[NR_INACTIVE_ANON + l] = 0;
	put_page(&w->r.m, w->page);
	rig_close(&w->r);
}

/* The page goes now and comes back when the node's age is `later`. */
static bool refault(struct world *w, uint64_t later)
{
	uint64_t shadow = workingset_eviction(&w->r.m, w->page);
	bool active, file = page_is_file_lru(frame_at(&w->r.m, w->page));
	struct refault look;
	const struct event *e;

	assert_true(shadow != 0 && shadow >> 62 == 0);
	w->lruvec->nonresident_age = later;
	look = workingset_look(&w->r.m, shadow, file);
	workingset_refault(&w->r.m, w->page, shadow);
	active = frame_at(&w->r.m, w->page)->flags & PG_ACTIVE;
	/* the look had foretold it */
	e = rig_event(&w->r, EV_workingset_refault, w->nr_back++);
	assert_int_equal(look.distance, e->arg[1]);
	assert_int_equal(look.size, e->arg[2]);
	assert_int_equal(look.activate, e->arg[3]);
	return active;
}

static void pv7_5(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 0);
	w.stat[NR_ACTIVE_FILE] = 400;
	w.stat[NR_ACTIVE_ANON] = 150;
	w.lruvec->nonresident_age = 100;
	assert_false(refault(&w, 600));
	assert_int_equal(w.stat[WORKINGSET_REFAULT_FILE], 1);
	assert_int_equal(w.stat[WORKINGSET_ACTIVATE_FILE], 0);
	assert_int_equal(w.lruvec->nonresident_age, 600);

	w.r.m.s->nr_swap_pages = 1;
	w.lruvec->nonresident_age = 100;
	assert_true(refault(&w, 600));
	assert_int_equal(w.stat[WORKINGSET_REFAULT_FILE], 2);
	assert_int_equal(w.stat[WORKINGSET_ACTIVATE_FILE], 1);
	assert_int_equal(w.stat[WORKINGSET_RESTORE_FILE], 0);
	assert_int_equal(w.lruvec->nonresident_age, 601);
	assert_int_equal(rig_event(&w.r, EV_workingset_refault, 1)->arg[1], 500);
	assert_int_equal(rig_event(&w.r, EV_workingset_refault, 1)->arg[2], 550);
	w.r.m.s->nr_swap_pages = 0;
	world_close(&w);
	passed("PV7.5");
}

/* The last distance at which it would still have stayed. */
static void test_as_far_as_it_fits(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 0);
	w.stat[NR_ACTIVE_FILE] = 400;
	assert_false(refault(&w, 401));
	w.lruvec->nonresident_age = 0;
	assert_true(refault(&w, 400));
	world_close(&w);
}

/* An anonymous page competes with all pages of files. */
static void test_room_for_an_anonymous_page(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, PG_SWAPBACKED);
	w.stat[NR_ACTIVE_FILE] = 10;
	w.stat[NR_INACTIVE_FILE] = 20;
	w.stat[NR_ACTIVE_ANON] = 40;
	w.stat[NR_INACTIVE_ANON] = 80;
	refault(&w, 1000);
	assert_int_equal(rig_event(&w.r, EV_workingset_refault, 0)->arg[2], 30);
	w.r.m.s->nr_swap_pages = 1;
	refault(&w, 2000);
	assert_int_equal(rig_event(&w.r, EV_workingset_refault, 1)->arg[2], 70);
	assert_int_equal(w.stat[WORKINGSET_REFAULT_ANON], 2);
	frame_mut(&w.r.m, w.page)->flags &= ~PG_SWAPBACKED;
	refault(&w, 3000);
	assert_int_equal(rig_event(&w.r, EV_workingset_refault, 2)->arg[2], 130);
	w.r.m.s->nr_swap_pages = 0;
	world_close(&w);
}

/* PR7.10: the age is read before the page itself adds to it. */
static void test_back_at_once(void **state)
{
	uint64_t shadow;
	struct world w;

	(void)state;
	world_open(&w, 0);
	w.stat[NR_ACTIVE_FILE] = 1;
	w.lruvec->nonresident_age = 70;
	shadow = workingset_eviction(&w.r.m, w.page);
	assert_int_equal(w.lruvec->nonresident_age, 71);
	workingset_refault(&w.r.m, w.page, shadow);
	assert_int_equal(rig_event(&w.r, EV_workingset_eviction, 0)->arg[2], 70);
	assert_int_equal(rig_event(&w.r, EV_workingset_refault, 0)->arg[1], 1);
	world_close(&w);
}

/* It was active before: that is remembered, and what it cost is noted. */
static void test_restored(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, PG_WORKINGSET);
	w.stat[NR_ACTIVE_FILE] = 400;
	assert_true(refault(&w, 5));
	assert_int_equal(w.stat[WORKINGSET_RESTORE_FILE], 1);
	assert_int_equal(w.lruvec->file_cost, 1);
	assert_true(frame_at(&w.r.m, w.page)->flags & PG_WORKINGSET);
	world_close(&w);
}

/* The node's age has more bits than a shadow: the distance still is right. */
static void test_the_age_runs_over(void **state)
{
	const uint64_t lap = UINT64_C(1) << 36;
	struct world w;

	(void)state;
	world_open(&w, 0);
	w.stat[NR_ACTIVE_FILE] = 10;
	w.lruvec->nonresident_age = lap - 3;
	assert_true(refault(&w, lap + 4));
	assert_int_equal(rig_event(&w.r, EV_workingset_refault, 0)->arg[1], 7);
	/* a whole lap is not seen, as in the kernel */
	w.lruvec->nonresident_age = 5;
	refault(&w, lap + 6);
	assert_int_equal(rig_event(&w.r, EV_workingset_refault, 1)->arg[1], 1);
	world_close(&w);
}

static void test_activation_ages(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 0);
	workingset_activation(&w.r.m, w.page);
	workingset_age_nonresident(&w.r.m, 0, 32);
	assert_int_equal(w.lruvec->nonresident_age, 33);
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pv7_5),
		cmocka_unit_test(test_as_far_as_it_fits),
		cmocka_unit_test(test_room_for_an_anonymous_page),
		cmocka_unit_test(test_back_at_once),
		cmocka_unit_test(test_restored),
		cmocka_unit_test(test_the_age_runs_over),
		cmocka_unit_test(test_activation_ages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
