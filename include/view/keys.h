/*
 * keys - the keys of the stage, by name
 *
 * name     what is printed on the key: "l", "+", ":" for characters, "Space",
 *          "Enter", "Esc", "Tab", "Backspace", "Up", "PgDn", "F2"; "S-Left"
 *          with shift, "C-a" with control
 * context  part of the table that a key is looked for in
 */
#ifndef VIEW_KEYS_H
#define VIEW_KEYS_H

#include "base/text.h"
#include "story/story.h"

enum key_context {
	KEYS_WALK,
	KEYS_JUMP,
	KEYS_TRY,
	KEYS_PLAY,
	KEYS_LOOK,
	KEYS_VIEW,	/* a view is focused */
	KEYS_ASK,	/* a question is open */
	KEYS_PRESENT,	/* a presenter's remote */
	KEYS_OTHER,
	NR_KEY_CONTEXTS,
};

enum action {
	ACT_NONE,
#define KEY(action, context, keys, shown, en, zh) ACT_##action,
#include "view/keys.def"
#undef KEY
	NR_ACTIONS,
};

struct key_row {
	enum action	 action;
	enum key_context context;
	const char	*keys;
	const char	*shown;
	struct words	 doc;
};

extern const struct key_row key_rows[];
extern const unsigned nr_key_rows;
extern const struct words key_context_titles[NR_KEY_CONTEXTS];

/* A command of the prompt: "until CONDITION", without the colon. */
struct prompt_row {
	const char  *form;
	struct words doc;
};

extern const struct prompt_row prompt_rows[];
extern const unsigned nr_prompt_rows;
extern const struct words prompt_title;

/* Is it one of these, joined by spaces? */
bool key_in(const char *keys, const char *name);

/* Contexts joined as bits. Return: ACT_NONE if the key means nothing there. */
#define KEYS_IN(context) (1u << KEYS_##context)
#define KEYS_STAGE                                                             \
	(KEYS_IN(WALK) | KEYS_IN(JUMP) | KEYS_IN(TRY) | KEYS_IN(PLAY) |        \
	 KEYS_IN(LOOK) | KEYS_IN(OTHER))
enum action key_action(const char *name, unsigned contexts);

/* The row of an action; NULL if no key does it. */
const struct key_row *key_row_of(enum action act);

/* The table as text, by context, as `framewalk keys` prints it. */
void keys_print(struct text *out, enum lang lang);

#endif
