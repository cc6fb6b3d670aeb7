/*
 * A scenario on a stage without a terminal: where to stand, by which unit, and
 * the picture there. For tests only; all functions end the test if they fail.
 */
#ifndef STAGE_FIXTURE_H
#define STAGE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "load/scenario.h"
#include "base/text.h"
#include "view/scene.h"

struct stage_fixture {
	struct story	*story;
	struct timeline *timeline;
	struct walker	 now, before;
	struct summary	 between;
	struct scene	 scene;
};

/* Of a story, which goes with the fixture. */
static inline void fixture_start(struct stage_fixture *f, struct story *story)
{
	struct diag why = { 0 };

	memset(f, 0, sizeof(*f));
	f->story = story;
	f->timeline = timeline_open(f->story, 1 << 24, &why);
	assert_non_null(f->timeline);
	assert_true(walker_open(&f->now, f->timeline, &why));
	assert_true(walker_open(&f->before, f->timeline, &why));
	summary_open(&f->between, 4096);
	settings_init(&f->scene.settings);
	f->scene.now = &f->now.machine;
	f->scene.before = &f->before.machine;
	f->scene.between = &f->between;
	f->scene.timeline = f->timeline;
	f->scene.branch = "main";
}

static inline void fixture_open(struct stage_fixture *f, const char *path)
{
	struct story *story;
	struct diags faults;

	diags_init(&faults, path);
	story = scenario_load(path, &faults);
	if (!story)
		diags_print(&faults, stderr);
	diags_free(&faults);
	assert_non_null(story);
	fixture_start(f, story);
}

static inline void fixture_close(struct stage_fixture *f)
{
	summary_close(&f->between);
	walker_close(&f->before);
	walker_close(&f->now);
	timeline_close(f->timeline);
	story_free(f->story);
}

static inline void fixture_stand(struct stage_fixture *f, struct pos pos,
				 enum unit unit)
{
	struct pos prev = timeline_prev(f->timeline, pos, unit);
	struct diag why;

	assert_true(walker_seek(&f->before, prev, &why));
	assert_true(walker_seek_from(&f->now, prev, pos, &f->between, &why));
	f->scene.pos = pos;
	f->scene.settings.unit = unit;
}

static inline void fixture_at(struct stage_fixture *f, const char *pos,
			      enum unit unit)
{
	struct diag why;
	struct pos p;

	assert_true(timeline_parse_pos(f->timeline, pos, &p, &why));
	fixture_stand(f, p, unit);
}

/* What looks at each step's end; `sum` is for what it counts. */
typedef void fixture_look(struct stage_fixture *f, int *sum);

/*
 * At the beginning and at the end of each step of these lessons, which NULL
 * ends. Return: *sum.
 */
static inline int fixture_steps(const char *const *lessons, fixture_look *look)
{
	int sum = 0;

	for (; *lessons; lessons++) {
		struct stage_fixture f;

		fixture_open(&f, *lessons);
		for (uint32_t s = 0; s <= timeline_nr_steps(f.timeline); s++) {
			fixture_stand(&f, step_end(f.timeline, s), UNIT_STEP);
			look(&f, &sum);
		}
		fixture_close(&f);
	}
	return sum;
}

/* The picture as it stands; canvas_close() is the caller's. */
static inline void fixture_draw(struct stage_fixture *f, struct canvas *c,
				int w, int h, bool ascii)
{
	canvas_open(c, w, h, ascii);
	stage_draw(c, &f->scene);
}

/* Does the picture have these words somewhere? */
static inline bool shows(struct stage_fixture *f, int w, int h,
			 const char *words)
{
	struct text text = { 0 };
	struct canvas c;
	bool has;

	fixture_draw(f, &c, w, h, false);
	canvas_print(&c, &text);
	has = strstr(text_str(&text), words) != NULL;
	text_free(&text);
	canvas_close(&c);
	return has;
}

#endif
