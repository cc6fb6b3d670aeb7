/*
 * scenario_fixture - scenarios as text: those that are sound become a story,
 * those that are not must say where and why
 */
#ifndef TESTS_UNIT_SCENARIO_FIXTURE_H
#define TESTS_UNIT_SCENARIO_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "load/scenario.h"

#define TOY "\"machine\": {\"zones\": [{\"name\": \"Normal\", \"frames\": 32, \"pageblock_order\": 5}]}"
#define HEAD "{\"framewalk\": 1, \"title\": \"t\", " TOY ", "

static inline struct story *parsed(const char *text, const char *name,
				   struct diags *faults)
{
	diags_init(faults, name);
	return scenario_parse(text, strlen(text), name, faults);
}

/* A story without faults, as JSON or as JSON Lines. */
static inline struct story *story_of(const char *text, const char *name)
{
	struct diags faults;
	struct story *s = parsed(text, name, &faults);

	if (!s)
		fail_msg("%u:%u: %s", faults.list[0].line,
			 faults.list[0].column, faults.list[0].what);
	diags_free(&faults);
	return s;
}

/* The steps of a toy machine, written as a list. */
static inline struct story *steps_of(const char *steps)
{
	struct text t = { 0 };
	struct story *s;

	text_printf(&t, HEAD "\"steps\": %s}", steps);
	s = story_of(t.s, "test.json");
	text_free(&t);
	return s;
}

/* All that is wrong with the file, each with its place and a way out. */
struct wrong {
	const char *text;	/* of the steps, or a whole file */
	uint32_t    column;	/* in it */
	const char *what;
	const char *hint;
};

static inline void assert_wrong(const struct wrong *w, const char *before,
				const char *after)
{
	struct text t = { 0 };
	struct diags faults;

	text_printf(&t, "%s%s%s", before, w->text, after);
	assert_null(parsed(t.s, "test.json", &faults));
	if (faults.nr != 1 || !strstr(faults.list[0].what, w->what) ||
	    !strstr(faults.list[0].hint, w->hint) ||
	    faults.list[0].column != strlen(before) + w->column)
		fail_msg("%s:\n%zu faults, column %zu: %s, %s", w->text,
			 faults.nr, faults.list[0].column - strlen(before),
			 faults.list[0].what, faults.list[0].hint);
	diags_free(&faults);
	text_free(&t);
}

#endif
