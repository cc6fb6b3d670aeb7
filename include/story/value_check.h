/*
 * value_check - do the paths of a scenario lead to values? As far as that can
 * be told without running it: a path that only a later machine has is let pass
 */
#ifndef STORY_VALUE_CHECK_H
#define STORY_VALUE_CHECK_H

#include "story/story.h"

/*
 * Hold expectations, questions, `until` and `show` of the story and its
 * what-ifs against `booted`, the machine at position 0, and files of tasks
 * against those of a task made for that. Faults are added with their places.
 */
void value_check(const struct story *s, const struct machine *booted,
		 struct diags *faults);

#endif
