/* What is kept of the events between two positions, from either side. */
#include "time_fixture.h"

/* What happened between two places is counted, and the newest of it kept. */
static void test_summary(void **state)
{
	struct summary all, part, inside;
	struct diag why;
	struct run r;
	uint64_t sum = 0;

	(void)state;
	run_open(&r, task_story, PLENTY);
	summary_open(&all, 64);
	summary_open(&part, 4096);
	summary_open(&inside, 4096);
	assert_true(walker_seek_from(&r.w, (struct pos){ 0, 0, 0 },
				     timeline_end(r.t), &all, &why));
	for (unsigned i = 0; i < NR_EVENTS; i++)
		sum += all.count[i];
	assert_int_equal(sum, all.nr);
	assert_true(all.nr > 64);
	assert_true(all.nr_last <= 64);
	assert_true(all.nr_last >= 32);
	sum = 0;
	for (uint32_t step = 1; step <= timeline_nr_steps(r.t); step++)
		for (uint32_t op = 0; op < timeline_nr_ops(r.t, step); op++) {
			struct pos from = { step, op, 0 };
			struct pos to = { step, op + 1, 0 };
			uint64_t nr = timeline_nr_events(r.t, step, op);

			assert_true(walker_seek_from(&r.w, from, to, &part, &why));
			assert_int_equal(part.nr, nr);
			assert_int_equal(part.nr_last, nr);
			assert_int_equal(part.nr_ops, 1);
			assert_int_equal(part.op.verb,
					 timeline_op(r.t, step, op).verb);
			sum += nr;
			if (nr < 3)
				continue;
			/* from one event to another in the same operation */
			from.event = 1;
			to = (struct pos){ step, op, nr - 1 };
			assert_true(walker_seek_from(&r.w, from, to, &inside,
						     &why));
			assert_int_equal(inside.nr, nr - 2);
			assert_memory_equal(&inside.last[0], &part.last[1],
					    sizeof(struct event));
			assert_int_equal(inside.at[0].event, 2);
		}
	assert_int_equal(sum, all.nr);
	summary_close(&all);
	summary_close(&part);
	summary_close(&inside);
	run_close(&r);
}

/*
 * A refusal is kept with what led to it and what became of it, however many
 * requests were served after it, and the last one of several.
 */
static void test_refusal_is_kept(void **state)
{
	struct event fail = { .id = EV_zone_watermark_fail, .pid = 100 };
	struct event kill = { .id = EV_oom_kill, .pid = 100 };
	struct event page = { .id = EV_mm_page_alloc, .pid = 100 };
	struct event other = { .id = EV_mm_page_alloc, .pid = 101 };
	struct event split = { .id = EV_buddy_split, .pid = 100 };
	struct pos at = { 1, 1, 1 };
	struct summary s;

	(void)state;
	summary_open(&s, 4);
	summary_add(&s, &fail, at);
	summary_add(&s, &page, at);
	assert_int_equal(s.refused->nr, 0);
	for (uint64_t round = 1; round <= 2; round++) {
		kill.arg[0] = round;
		summary_add(&s, &fail, at);
		summary_add(&s, &split, at);
		summary_add(&s, &kill, at);
		summary_add(&s, &other, at);
		summary_add(&s, &fail, at);
		summary_add(&s, &page, at);
		for (int i = 0; i < 1000; i++)
			summary_add(&s, i % 2 ? &fail : &page, at);
		assert_true(s.refused->nr > 4);
		assert_memory_equal(&s.refused->event[s.refused->nr - 4], &fail,
				    sizeof(fail));
		assert_memory_equal(&s.refused->event[s.refused->nr - 3], &kill,
				    sizeof(kill));
		assert_memory_equal(&s.refused->event[s.refused->nr - 2], &fail,
				    sizeof(fail));
		assert_memory_equal(&s.refused->event[s.refused->nr - 1], &page,
				    sizeof(page));
	}
	summary_clear(&s);
	assert_int_equal(s.refused->nr, 0);
	summary_close(&s);
}

/* Kept is what was asked, not the room for it: a kill is a common event. */
static void test_refusal_copies_its_events(void **state)
{
	struct event fail = { .id = EV_zone_watermark_fail, .pid = 100 };
	struct event kill = { .id = EV_oom_kill, .pid = 100 };
	struct event mark = { .id = EV_mark_victim, .pid = 7 };
	struct summary s;

	(void)state;
	summary_open(&s, 4);
	s.refused->event[2] = mark;
	summary_add(&s, &fail, (struct pos){ 1, 1, 1 });
	summary_add(&s, &kill, (struct pos){ 1, 1, 2 });
	assert_int_equal(s.refused->nr, 2);
	assert_memory_equal(&s.refused->event[1], &kill, sizeof(kill));
	assert_memory_equal(&s.refused->event[2], &mark, sizeof(mark));
	summary_close(&s);
}

enum { FEW = 8, ROUNDS = 400 };

/* The newest event of a kind in (from, to], out of all there are. */
static const struct event *newest_of(const struct summary *all, unsigned id,
				     struct pos from, struct pos to)
{
	for (uint32_t i = all->nr_last; i-- > 0;)
		if (all->last[i].id == id && pos_order(all->at[i], to) <= 0 &&
		    pos_order(all->at[i], from) > 0)
			return &all->last[i];
	return NULL;
}

static void assert_newest(const struct summary *all, const struct summary *s,
			  struct pos from, struct pos to)
{
	for (unsigned id = 0; id < NR_EVENTS; id++) {
		const struct event *e = newest_of(all, id, from, to);

		assert_int_equal(e != NULL, s->count[id] != 0);
		if (!e)
			continue;
		assert_memory_equal(&s->newest[id].event, e, sizeof(*e));
		assert_int_equal(pos_order(s->newest[id].at,
					   all->at[e - all->last]), 0);
	}
}

/* All are counted by their sort, also those that are not kept. */
static void assert_sorts(const struct summary *all, const struct summary *s,
			 struct pos from, struct pos to)
{
	uint64_t *nr = xcalloc(NR_EVENTS * SUMMARY_SORTS, sizeof(*nr));

	for (uint32_t i = 0; i < all->nr_last; i++)
		if (pos_order(all->at[i], from) > 0 &&
		    pos_order(all->at[i], to) <= 0)
			nr[all->last[i].id * SUMMARY_SORTS +
			   summary_sort(&all->last[i])]++;
	for (unsigned id = 0; id < NR_EVENTS; id++)
		for (unsigned k = 0; k < SUMMARY_SORTS; k++)
			assert_int_equal(summary_nr(s, id, k),
					 nr[id * SUMMARY_SORTS + k]);
	free(nr);
}

/*
 * Of a kind the newest is kept, however many others followed and wherever the
 * walker came from.
 */
static void test_newest_of_each_kind(void **state)
{
	struct pos zero = { 0, 0, 0 };
	struct summary all, few;
	struct trail trail;
	struct diag why;
	struct run r;
	uint64_t lost = 0;

	(void)state;
	run_open(&r, task_story, PLENTY);
	trail_make(&trail, &r, UNIT_EVENT);
	summary_open(&all, 1 << 16);
	summary_open(&few, FEW);
	assert_true(walker_seek_from(&r.w, zero, timeline_end(r.t), &all, &why));
	assert_int_equal(all.nr, all.nr_last);
	for (uint64_t i = 0; i < ROUNDS; i++) {
		size_t a = hash_word(i) % trail.nr;
		size_t b = a + hash_word(i ^ 1u << 20) % (trail.nr - a);

		assert_true(walker_seek_from(&r.w, trail.pos[a], trail.pos[b],
					     &few, &why));
		assert_newest(&all, &few, trail.pos[a], trail.pos[b]);
		assert_sorts(&all, &few, trail.pos[a], trail.pos[b]);
		lost += few.nr - few.nr_last;
	}
	assert_true(lost > ROUNDS);
	summary_close(&few);
	summary_close(&all);
	trail_free(&trail);
	run_close(&r);
}

/* Without room events are counted, and that is all. */
static void test_no_room(void **state)
{
	struct pos zero = { 0, 0, 0 };
	struct summary some, none;
	struct diag why;
	struct run r;

	(void)state;
	run_open(&r, buddy_story, PLENTY);
	summary_open(&some, FEW);
	summary_open(&none, 0);
	assert_true(walker_seek_from(&r.w, zero, timeline_end(r.t), &some, &why));
	assert_true(walker_seek_from(&r.w, zero, timeline_end(r.t), &none, &why));
	assert_int_equal(none.nr_last, 0);
	assert_memory_equal(none.count, some.count, sizeof(some.count));
	assert_memory_equal(none.of_sort, some.of_sort,
			    NR_EVENTS * SUMMARY_SORTS * sizeof(*some.of_sort));
	summary_close(&none);
	summary_close(&some);
	run_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_summary),
		cmocka_unit_test(test_refusal_is_kept),
		cmocka_unit_test(test_refusal_copies_its_events),
		cmocka_unit_test(test_newest_of_each_kind),
		cmocka_unit_test(test_no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
