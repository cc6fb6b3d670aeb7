/*
 * menu - the installed walkthroughs by the parts of the course
 *
 * It knows keys by their names and draws on a canvas; the terminal is somebody
 * else's. What belongs to no part stands behind them, under a title of its own.
 */
#ifndef CLI_MENU_H
#define CLI_MENU_H

#include "cli/find.h"
#include "cli/places.h"
#include "cli/sheet.h"
#include "draw/canvas.h"
#include "view/words.h"

struct menu_row {
	int	part;	/* of menu.def; NR_PARTS = none of them */
	int	item;	/* index of the walkthrough; -1 = the part's title */
};

struct menu {
	struct walkthroughs all;
	struct words	*titles;	/* owned; read when first drawn */
	struct menu_row *rows;		/* owned */
	size_t		 nr_rows, cap_rows;
	size_t		 at;		/* the row chosen, never a title */
	size_t		 top;		/* first row shown */
	size_t		 nr_shown;	/* by the last picture */
	enum lang	 lang;
	struct sheet	 sheet;		/* the keys, over the picture */
	struct find	 find;
	char		 message[160];	/* until the next key */
};

/* The menu of these, which become its own. */
void menu_make(struct menu *m, struct walkthroughs all, enum lang lang);
/* Of those installed. Return: false if none is; nothing is to be closed then. */
bool menu_open(struct menu *m, const char *program, enum lang lang);
void menu_close(struct menu *m);

/* The cursor on the walkthrough of that whole path, if it is one of them. */
void menu_point(struct menu *m, const char *path);

/* menu_draw.c */
void menu_draw(struct menu *m, struct canvas *c);
enum { MENU_TOP = 2 };	/* rows above the list */

/* Of a walkthrough, an index; its file is read when this is first asked. */
const char *menu_title(struct menu *m, int item);

/* What a key asks for, beyond what it changes in the menu. */
enum menu_wish { MENU_STAY, MENU_OPEN, MENU_PREDICT, MENU_THEME, MENU_QUIT };
/*
 * "Click@12,5" is a key too: the first one on a row chooses it, one on the row
 * chosen opens it.
 */
enum menu_wish menu_key(struct menu *m, const char *name);

/* One line for the viewer, a format of words.def, until the next key. */
void menu_say(struct menu *m, enum ui format, ...);

/* The table of the menu's keys, as `framewalk keys` prints it. */
void menu_keys_print(struct text *out, enum lang lang);

/* The walkthrough chosen; the menu's. */
const char *menu_path(const struct menu *m);

#define PART(first, last, en, zh, goal_en, goal_zh) +1
enum { NR_PARTS = 0
#include "cli/menu.def"
};
#undef PART

struct part {
	unsigned     first, last;
	struct words title, goal;
};
extern const struct part menu_parts[NR_PARTS];

/* What a key does: a function of menu.c, or a wish. */
enum menu_act {
	MENU_ACT_move,
	MENU_ACT_move_part,
	MENU_ACT_find,
	MENU_ACT_match,
	MENU_ACT_language,
	MENU_ACT_help,
	MENU_ACT_wish,
};

struct menu_key_row {
	enum menu_act act;
	int	      by;
	const char   *keys;	/* joined by spaces */
	const char   *shown;
	struct words  doc;
};
extern const struct menu_key_row menu_key_rows[];
extern const unsigned nr_menu_key_rows;
extern const struct words menu_keys_title;

#endif
