/*
 * theme_file - a theme from JSON: what each role looks like
 *
 *	{ "theme": 1, "name": "dark", "light": false,
 *	  "own_background": false,
 *	  "background": "#1c1c1c", "foreground": "#d0d0d0",
 *	  "roles": {
 *	    "TEXT":  {"rgb": "#d0d0d0", "256": 252, "16": 7, "8": "default"},
 *	    "TITLE": {"rgb": "#ffffff", "256": 231, "16": 15, "8": "default",
 *	              "bold": [16, 8]}, ... all of role_names ... },
 *	  "overlays": { "touched": INK, "follow": INK, "follow_background": INK,
 *	                "cursor": INK, "cursor_background": INK } }
 *
 * "bold" lists the depths at which the role is bold. All keys but "bold" must
 * be there; one that is unknown or stands twice is a fault.
 */
#ifndef LOAD_THEME_FILE_H
#define LOAD_THEME_FILE_H

#include "draw/theme.h"

enum { THEME_FILE_MAX_BYTES = 1 << 20 };

/*
 * Read a theme from text (`len` bytes; no NUL needed). Every fault goes to
 * `faults`, with its place. Return: false if there was one; then *t is not
 * changed.
 */
bool theme_parse(struct theme *t, const char *json, size_t len,
		 struct diags *faults);

/* As theme_parse(), from a file. */
bool theme_load(struct theme *t, const char *path, struct diags *faults);

#endif
