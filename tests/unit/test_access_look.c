/* What an access would meet is what it meets: every access of some lessons */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "load/scenario.h"
#include "mm/fault.h"
#include "mm/label.h"
#include "mm/op.h"
#include "mm/task.h"
#include "time/timeline.h"

/* The look at the next operation, to be held against what it did. */
struct guess {
	struct timeline	  *t;
	bool		   made;
	struct access_look look;
	handle_t	   task;
	uint64_t	   min_flt, maj_flt;
	unsigned	   nr[2], major, signals;
};

/* `op` counts from 0. */
static void guess_make(struct guess *g, const struct machine *m,
		       uint32_t step, uint32_t op)
{
	struct op next = timeline_op(g->t, step, op);
	const struct label *l = label_top(m, next.label);
	vaddr_t at = next.arg[0] +
		     (l && l->kind == LABEL_RANGE ? l->value : 0);

	g->made = next.verb == OP_access && task_by_slot(m, next.task) &&
		  (!next.label || (l && l->kind == LABEL_RANGE));
	if (!g->made)
		return;
	g->task = task_by_slot(m, next.task);
	g->min_flt = task_at(m, g->task)->min_flt;
	g->maj_flt = task_at(m, g->task)->maj_flt;
	g->look = access_look(m, g->task, at, next.mode & MODE_MASK);
}

static void guess_check(struct guess *g, const struct machine *m,
			uint32_t step, uint32_t op)
{
	const struct task *t = task_at(m, g->task);
	bool major = t->maj_flt != g->maj_flt;
	bool faults = major || t->min_flt != g->min_flt || m->s->op_signal;

	/* a frame was not to be had: that is not what the look is about */
	if (!g->made || m->s->op_result == -12)
		return;
	if (faults != g->look.faults || m->s->op_signal != g->look.signal ||
	    (!g->look.signal && major != g->look.major))
		fail_msg("at %u.%u: faults %d, major %d, signal %u", step, op,
			 faults, major, m->s->op_signal);
	g->nr[faults]++;
	g->major += major;
	g->signals += m->s->op_signal != 0;
}

static void watch(void *ctx, struct walker *w, uint32_t step, uint32_t op,
		  const struct group *group, const struct op *did)
{
	struct guess *g = ctx;

	(void)group;
	(void)did;
	guess_check(g, &w->machine, step, op);
	g->made = false;
	if (op == timeline_nr_ops(g->t, step)) {
		op = 0;
		step++;
	}
	if (step <= timeline_nr_steps(g->t) && op < timeline_nr_ops(g->t, step))
		guess_make(g, &w->machine, step, op);
}

/* All accesses but those behind a step without an operation. */
static struct guess walk(const char *path)
{
	struct diags faults;
	struct diag why;
	struct story *story;
	struct walker w;
	struct guess g = { 0 };

	diags_init(&faults, path);
	story = scenario_load(path, &faults);
	assert_non_null(story);
	g.t = timeline_open(story, 1 << 24, &why);
	assert_non_null(g.t);
	assert_true(walker_open(&w, g.t, &why));
	assert_true(walker_run(&w, timeline_end(g.t), watch, &g, &why));
	walker_close(&w);
	timeline_close(g.t);
	story_free(story);
	diags_free(&faults);
	return g;
}

static void test_lessons(void **state)
{
	static const char *const paths[] = {
		"traces/05-demand.json", "traces/06-faults.json",
		"traces/09-fork.json", "traces/27-four-mappings.json",
		"traces/31-lru.json", "traces/39-oom.json", "traces/tour.json",
	};
	struct guess all = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct guess g = walk(paths[i]);

		printf("# %s: %u without a fault, %u with, %u major, %u signals\n",
		       paths[i], g.nr[0], g.nr[1], g.major, g.signals);
		all.nr[0] += g.nr[0];
		all.nr[1] += g.nr[1];
		all.major += g.major;
		all.signals += g.signals;
	}
	/* each end was met */
	assert_true(all.nr[0] > 0 && all.nr[1] > 0);
	assert_true(all.major > 0 && all.signals > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lessons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
