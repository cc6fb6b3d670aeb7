/*
 * tape - keys and waits that are written down beforehand
 *
 * cue   one of them; `framewalk record --help` says how each is written
 *
 * A wait is for what the engine does, never for a clock.
 */
#ifndef STORY_TAPE_H
#define STORY_TAPE_H

#include "base/diag.h"
#include "base/key.h"
#include "mm/event.h"

enum cue_kind {
	CUE_KEY,
	CUE_HOLD,
	CUE_RESIZE,
	CUE_STEP,	/* these four wait */
	CUE_EVENT,
	CUE_QUESTION,
	CUE_END,
};

struct cue {
	enum cue_kind kind;
	uint32_t line, column;
	char	 key[KEY_NAME_BYTES];
	uint32_t number;	/* of a step; milliseconds of a hold */
	int	 w, h;
	enum event_id event;
};

struct tape {
	struct cue *list;	/* owned */
	size_t	    nr, cap;
};

enum { HOLD_MOST_MS = 3600 * 1000 };

/*
 * Read a text of `len` bytes, NUL-terminated, behind what the tape has; zeros
 * are an empty one. All its faults are added.
 * Return: false if it has any; what is right of it stands in the tape.
 */
bool tape_parse(struct tape *t, const char *s, size_t len,
		struct diags *faults);

void tape_copy(struct tape *to, const struct tape *from);	/* to: zeros */
void tape_free(struct tape *t);

#endif
