/*
 * places - where walkthroughs and themes are installed
 *
 * root  a folder with `traces` and `themes` in it: $FRAMEWALK_DATA,
 *       $XDG_DATA_HOME/framewalk, the tree that the program was built in,
 *       share/framewalk of the prefix; the first that has a name wins
 */
#ifndef CLI_PLACES_H
#define CLI_PLACES_H

#include <stddef.h>

struct walkthrough {
	char *name;	/* of the file without its ending */
	char *path;
};

struct walkthroughs {
	struct walkthrough *list;	/* owned, by name */
	size_t nr;
	size_t cap;
};

/* Gather the installed ones. `program` is argv[0]. */
void walkthroughs_open(struct walkthroughs *w, const char *program);
void walkthroughs_close(struct walkthroughs *w);
/* The installed themes, in the same form. */
void themes_installed(struct walkthroughs *w, const char *program);

/*
 * The file of a SCENARIO: itself where there is such a file (or it is "-"),
 * else that of the walkthrough of this name.
 * Return: the path, the caller's; NULL after a message with the nearest name.
 */
char *scenario_find(const char *scenario, const char *program);

/* The same for a theme; quiet: NULL if there is none. */
char *theme_find(const char *theme, const char *program);

#endif
