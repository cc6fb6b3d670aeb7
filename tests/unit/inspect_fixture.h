/*
 * inspect_fixture - the box on a thing of a stage, as text, and what it says
 */
#ifndef TESTS_UNIT_INSPECT_FIXTURE_H
#define TESTS_UNIT_INSPECT_FIXTURE_H

#include "stage_fixture.h"

#include "base/text.h"
#include "view/inspect.h"

/* The box on a thing at a position, title and lines. */
static inline void box_at(struct stage_fixture *f, const char *pos,
			  enum object kind, uint64_t id, struct text *box)
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

static inline void says(const struct text *box, const char *words)
{
	if (!strstr(text_str(box), words))
		fail_msg("'%s' is not in:\n%s", words, text_str(box));
}

#endif
