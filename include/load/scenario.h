/*
 * scenario - a scenario file becomes a story
 *
 * Two forms, the same meaning: one JSON object (comments allowed), or JSON
 * Lines, one object a line after a header, for long recorded runs. A file is
 * taken as lines if its first line is a whole object and something follows.
 * framewalk-scenario(5) describes both, traces/schema/scenario.json as data.
 *
 * Whatever the bytes are, the answer is a story or faults: all those of the
 * file at once, each with its line and column.
 */
#ifndef LOAD_SCENARIO_H
#define LOAD_SCENARIO_H

#include "base/diag.h"
#include "story/story.h"

/*
 * Read a file; "-" is the standard input, which is spooled to a temporary
 * file first. `faults` comes from the caller's diags_init(), which names the
 * file for messages.
 * Return: the story, which becomes the caller's (story_free()); NULL if there
 * was a fault, and then *faults has at least one. A fault of reading, not of
 * the scenario, is the only one without a place (line 0).
 */
struct story *scenario_load(const char *path, struct diags *faults);

/* Who looks on while a long file is read; false gives up. */
struct scenario_watch {
	bool (*go_on)(void *data, unsigned percent);
	void *data;
};

/* The same. Without a fault NULL is one that was given up. */
struct story *scenario_load_watched(const char *path,
				    const struct scenario_watch *watch,
				    struct diags *faults);

/*
 * The first lines of a file that takes long to read, as a story: its machine
 * and title, some steps, nothing that is known at its end alone.
 * Return: NULL if it is no such file, or one of these lines is at fault; then
 * scenario_load() is to be asked, at once.
 */
struct story *scenario_begin(const char *path);

/* The same from memory; the bytes need no NUL at the end and are not kept. */
struct story *scenario_parse(const char *bytes, size_t len, const char *name,
			     struct diags *faults);

#endif
