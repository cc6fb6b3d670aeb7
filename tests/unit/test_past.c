/*
 * What happened earlier: at every place the same as by keeping a list of all
 * events, and since when something holds as by looking at every place
 */
#include "time_fixture.h"

#include "mm/zone.h"
#include "time/past.h"

enum { ALL_EVENTS = 1 << 16 };

/* Events that name the frame in their first field. */
static bool is_of(void *ctx, const struct machine *m, const struct event *e)
{
	const pfn_t *pfn = ctx;

	(void)m;
	return (e->id == EV_mm_page_alloc || e->id == EV_mm_page_free) &&
	       e->arg[0] == *pfn;
}

static bool is_free(void *ctx, const struct machine *m, const uint64_t *count)
{
	const pfn_t *pfn = ctx;

	(void)count;
	return zone_kind(m, *pfn) == KIND_FREE;
}

/* The newest events of the list up to `here` are those that were found. */
static void assert_newest(struct run *r, const struct summary *all,
			  struct pos here, pfn_t pfn, const struct past *p)
{
	uint32_t left = p->nr;

	assert_false(p->cut);
	for (uint32_t i = all->nr_last; i-- > 0;) {
		if (pos_compare(r->t, all->at[i], here) > 0 ||
		    !is_of(&pfn, NULL, &all->last[i]))
			continue;
		if (!left) {
			assert_int_equal(p->nr, PAST_EVENTS);
			return;
		}
		left--;
		assert_memory_equal(&p->event[left].e, &all->last[i],
				    sizeof(struct event));
		assert_int_equal(pos_compare(r->t, p->event[left].at,
					     all->at[i]), 0);
	}
	assert_int_equal(left, 0);
}

/* By events forth, or back: the answers must not know which. */
static void look_along(struct run *r, const struct summary *all, pfn_t pfn,
		       bool back)
{
	struct pos end = timeline_end(r->t), at = { 0, 0, 0 };
	struct past past;

	if (back)
		at = end;
	for (;;) {
		struct pos next = back ? timeline_prev(r->t, at, UNIT_EVENT) :
					 timeline_next(r->t, at, UNIT_EVENT);

		assert_true(past_events(r->t, at, is_of, &pfn, &past));
		assert_newest(r, all, at, pfn, &past);
		if (!memcmp(&next, &at, sizeof(at)))
			break;
		at = next;
	}
}

static void test_events(void **state)
{
	struct summary all;
	struct diag why;
	struct run r;
	pfn_t pfn = 0;

	(void)state;
	summary_open(&all, ALL_EVENTS);
	run_open(&r, task_story, PLENTY);
	assert_true(walker_seek_from(&r.w, (struct pos){ 0, 0, 0 },
				     timeline_end(r.t), &all, &why));
	assert_true(all.nr < ALL_EVENTS);
	/* a frame that was given back in the end */
	for (uint32_t i = all.nr_last; i-- > 0 && !pfn;)
		if (all.last[i].id == EV_mm_page_free)
			pfn = all.last[i].arg[0];
	assert_true(pfn);
	look_along(&r, &all, pfn, false);
	look_along(&r, &all, pfn, true);
	run_close(&r);
	summary_close(&all);
}

static void test_who(void **state)
{
	struct past past;
	struct run r;
	pfn_t pfn;

	(void)state;
	run_open(&r, task_story, PLENTY);
	for (pfn = 1; pfn < 4096; pfn++) {
		assert_true(past_events(r.t, timeline_end(r.t), is_of, &pfn,
					&past));
		if (past.nr)
			break;
	}
	assert_true(past.nr);
	assert_true(!strcmp(past.event[past.nr - 1].who, "demo") ||
		    !strcmp(past.event[past.nr - 1].who, "kid"));
	run_close(&r);
}

/* A look at the marks takes no frame and gives none. */
static bool stirs(void *ctx, const struct event *e)
{
	(void)ctx;
	return e && e->id != EV_zone_watermark_ok;
}

/* The last place at which the frame became free, as the machines say. */
static void test_since(void **state)
{
	struct pos at = { 0, 0, 0 }, since = { 0, 0, 0 }, found;
	bool was = true;
	struct diag why;
	struct run r;
	pfn_t pfn = 0;
	int places = 0;

	(void)state;
	run_open(&r, buddy_story, PLENTY);
	for (;;) {
		struct pos next = timeline_next(r.t, at, UNIT_EVENT);
		bool is;

		assert_true(walker_seek(&r.w, at, &why));
		is = is_free(&pfn, &r.w.machine, NULL);
		if (is && !was)
			since = at;
		was = is;
		if (is) {
			assert_true(past_since(r.t, at, is_free, NULL, &pfn,
					       &found));
			assert_int_equal(pos_compare(r.t, found, since), 0);
			assert_true(past_since(r.t, at, is_free, stirs, &pfn,
					       &found));
			assert_int_equal(pos_compare(r.t, found, since), 0);
			places++;
		}
		if (!memcmp(&next, &at, sizeof(at)))
			break;
		at = next;
	}
	assert_true(places > 2 && since.step == 5);
	run_close(&r);
}

/* Far back in a long run nothing is looked at, and that is said. */
static void test_bound(void **state)
{
	struct past past;
	struct run r;
	pfn_t pfn = 1 << 30;

	(void)state;
	run_open(&r, PC(64)
		 "{'do': [{'exec': 'demo'}, {'mmap': {'length': '40M', 'as': 'buf'}}]},"
		 "{'do': [{'access': {'at': 'buf'}}]}" END, PLENTY);
	assert_true(past_events(r.t, timeline_end(r.t), is_of, &pfn, &past));
	assert_true(past.cut);
	assert_int_equal(past.edge.step, 2);
	assert_int_equal(past.nr, 0);
	run_close(&r);
}

/* One operation of more pages than anybody waits for. */
static const char many_pages[] = PC(512)
	"{'do': [{'exec': 'demo'}, {'mmap': {'length': '384M',"
	"  'flags': ['private', 'anonymous', 'populate'], 'as': 'buf'}}]},"
	"{'do': [{'sleep': 1}]}" END;

struct counter {
	uint64_t nr;
	pfn_t	 pfn;
};

static bool is_of_counted(void *ctx, const struct machine *m,
			  const struct event *e)
{
	struct counter *c = ctx;

	c->nr++;
	return is_of(&c->pfn, m, e);
}

static bool never(void *ctx, const struct machine *m, const uint64_t *count)
{
	struct counter *c = ctx;

	(void)m;
	(void)count;
	c->nr++;
	return false;
}

/* It is given up in the middle, and the run is not harmed by that. */
static void test_too_long(void **state)
{
	struct counter c = { .pfn = 1 << 30 };
	struct past past;
	struct pos at;
	uint64_t all;
	struct run r, fresh;

	(void)state;
	run_open(&r, many_pages, PLENTY);
	all = timeline_nr_events(r.t, 1, 1);
	for (int i = 0; i < 2; i++) {
		c.nr = 0;
		assert_true(past_events(r.t, timeline_end(r.t), is_of_counted,
					&c, &past));
		assert_true(c.nr > PAST_WORK && c.nr < all);
		assert_true(past.cut && !past.nr);
		assert_int_equal(past.edge.step, 2);
		assert_int_equal(past.edge.op, 0);
		c.nr = 0;
		assert_false(past_since(r.t, timeline_end(r.t), never, NULL, &c,
					&at));
		assert_true(c.nr > PAST_SINCE_WORK && c.nr < all / 4);
	}
	/* the scout, who gave up, has left nothing behind but sound states */
	run_open(&fresh, many_pages, PLENTY);
	assert_int_equal(timeline_nr_events(r.t, 1, 0),
			 timeline_nr_events(fresh.t, 1, 0));
	assert_true(hash_at(&r.w, (struct pos){ 1, 1, 7 }) ==
		    hash_at(&fresh.w, (struct pos){ 1, 1, 7 }));
	assert_true(hash_at(&r.w, timeline_end(r.t)) ==
		    hash_at(&fresh.w, timeline_end(r.t)));
	run_close(&fresh);
	run_close(&r);
}

/* At the beginning of it nothing is heard of what comes later in it. */
static void test_begun(void **state)
{
	struct pos here = { 1, 1, 12 };
	struct counter c = { 0 };
	struct summary some;
	struct past past;
	struct diag why;
	uint64_t least;
	struct run r;

	(void)state;
	summary_open(&some, 16);
	run_open(&r, many_pages, PLENTY);
	assert_true(walker_seek_from(&r.w, (struct pos){ 1, 1, 0 }, here, &some,
				     &why));
	assert_true(some.count[EV_mm_page_alloc]);
	c.pfn = some.newest[EV_mm_page_alloc].event.arg[0];
	assert_true(past_events(r.t, here, is_of_counted, &c, &past));
	least = timeline_nr_events(r.t, 1, 0) + here.event;
	assert_int_equal(c.nr, least);
	assert_true(past.nr && !past.cut);
	assert_int_equal(pos_compare(r.t, past.event[past.nr - 1].at,
				     some.newest[EV_mm_page_alloc].at), 0);
	run_close(&r);
	summary_close(&some);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_who),
		cmocka_unit_test(test_since),
		cmocka_unit_test(test_bound),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_begun),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
