/*
 * screen - the terminal as the player needs it: its theme, its size as a
 * canvas, its keys by name
 */
#ifndef CLI_SCREEN_H
#define CLI_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/key.h"
#include "cli/options.h"
#include "draw/canvas.h"
#include "draw/theme.h"
#include "story/story.h"

struct screen {
	struct theme theme;
	enum lang    lang;
	bool	     ascii;	/* asked for, or the locale is not UTF-8 */
	enum borders borders;
	bool	     mouse;	/* asked of the terminal */
};

/*
 * What --theme, --ascii and --lang ask for; the locale decides the rest where
 * `by_locale`. Return: false after a message.
 */
bool screen_choose(struct screen *s, const struct options *o, bool by_locale);

/* What --size asks for, else 80x24. Return: false after a message. */
bool screen_size(const struct options *o, int *w, int *h);

/* What --color asks for; auto is `most`: a file is no terminal. */
int32_t screen_colors(const struct options *o, int32_t most);

/*
 * Take the terminal. Return: DONE; USAGE after a message that names --text if
 * it cannot be drawn on. tui_close() gives it back.
 */
int screen_open(const struct options *o);

/* A canvas of the terminal's size; what was in it is gone. */
void screen_fit(const struct screen *s, struct canvas *c);

/*
 * Wait for a key, at most so many milliseconds (-1 = for ever, 0 = not at
 * all). A signal that ends the program does so here.
 * Return: its name, in a buffer of the caller's; "" when the time is over,
 * "Resize" after a change of size, NULL when the terminal is gone.
 */
const char *screen_key(char name[KEY_NAME_BYTES], int timeout_ms);

#endif
