/*
 * player - a viewer on a timeline: keys in, a scene out
 *
 * The player decides where to stand and what to ask; what is true there says
 * the timeline, what it looks like says the view. It knows keys by their names
 * and pictures as canvases, so that the stage, the text mode and a test drive
 * the same one.
 *
 * here     the position that is shown; `now` stands there
 * before   the machine one unit back from here, wherever the viewer came from
 */
#ifndef CLI_PLAYER_H
#define CLI_PLAYER_H

#include "cli/choices.h"
#include "cli/find.h"
#include "cli/judge.h"
#include "cli/line.h"
#include "cli/options.h"
#include "cli/picker.h"
#include "cli/score.h"
#include "cli/session.h"
#include "cli/sheet.h"
#include "cli/stop.h"
#include "cli/themes.h"
#include "draw/glide.h"
#include "view/keys.h"
#include "view/scene.h"

/* A single event: what it does, and the still picture after it. */
enum { EVENT_MS = 800 };

/* What the viewer said to a question; kept while the scenario is open. */
struct reply {
	uint32_t branch;	/* another run has other answers */
	uint32_t step;
	char	 typed[32];
	int	 verdict;	/* 1 right, -1 not so, 0 passed: it stays open */
	bool	 late;		/* answered after it was passed: does not count */
	int64_t	 value;		/* the engine's */
	char	*why[NR_LANGS];	/* owned; "" = nothing had a choice */
	struct words whys;	/* the same, for the picture */
};

/*
 * A way that the run takes: the scenario's own, a what-if that it names, or
 * one that was typed.
 */
struct branch {
	char		 name[64];	/* "main", "b1" */
	char		 words[LINE_BYTES];	/* what is tried */
	struct timeline *timeline;	/* owned, but for main's */
	struct story	*story;		/* of what was typed; owned; else NULL */
	const struct what_if *what_if;	/* that the scenario names; NULL */
	const struct compare *compare;	/* the same on another machine; NULL */
	uint32_t	 parent;	/* that it leaves */
	struct pos	 at;		/* ... and where; step 0 = it never did */
};

/* What the sheet over the picture tells of. */
enum sheet_of { SHEET_KEYS, SHEET_WORD, SHEET_PROC };

/* Where somebody stood. */
struct spot {
	uint32_t   branch;
	struct pos pos;
};

enum { TRAIL_SPOTS = 64 };

struct trail {
	struct spot spot[TRAIL_SPOTS];	/* [0, at) to go back to, the rest forth */
	uint32_t    at, nr;
};

/* Another branch that goes along. */
struct beside {
	uint32_t       branch;
	bool	       wanted;
	bool	       open;		/* what follows is there */
	struct walker  now, before;
	struct summary between;
	struct scene   scene;
};

enum { EVENTS_BESIDE = 512 };	/* of a unit, that are kept */

struct player {
	const struct options *options;
	struct session	session;
	struct walker	now;
	struct walker	before;
	struct summary	between;
	struct scene	scene;
	struct canvas	canvas;		/* the last picture; its marks are read */
	struct canvas	was;		/* the one of the position before it */
	struct pos	drawn;		/* where `canvas` stands */
	struct event	drawn_event;	/* and its newest event, if it has one */
	bool		has_drawn, has_drawn_event;
	bool		moved, was_plain;
	bool		gliding;
	struct glide	glide;
	struct judge	judge;		/* opened when first asked */
	struct reply   *replies;	/* owned */
	size_t		nr_replies, cap_replies;
	struct score	score;
	struct line	prompt;
	struct line	what_if;
	struct line    *typing;		/* one of them; NULL = no prompt */
	struct text	typing_head;	/* what stands before it */
	struct choices	choices;	/* of the prompt */
	struct picker	picker;
	struct branch  *branches;	/* owned; [0] is main */
	size_t		nr_branches, cap_branches;
	uint32_t	branch;		/* that is shown */
	uint32_t	nr_typed;	/* b1, b2 ... so far */
	struct beside	beside;
	struct trail	trail;
	struct stop	stop;		/* chosen for } and { */
	struct stop	sought;		/* by the hunt */
	struct hunt	hunt;
	bool		hunting;
	struct find	find;		/* a word, by / */
	struct sheet	sheet;
	enum sheet_of	sheet_of;
	bool		sheet_told;	/* what its line means, over it */
	struct themes	themes;		/* opened where colours are shown */
	struct text	message;
	struct mark	pointed;	/* what the cursor was put on */
	const char     *key;		/* the one being answered to */
	char		number[12];	/* of a step, while it is typed */
	unsigned	layout;
	bool		counts;		/* at a terminal: says when it goes on */
	int		stood_ms;	/* since the picture came, while it plays */
	enum mode	mode_before;	/* that present took the place of */
	enum lang	lang_began;	/* the one that it was opened in */
	bool		kept_stays;	/* of what --resume kept some is gone */
	bool		quit;
	int		outcome;	/* once it has quit */
	struct diag	shut;		/* why the model could not be run on;
					   "" = it could */
};

/*
 * Stand at the position of --at, else at `at`. Return: DONE; else the outcome,
 * after a message, and nothing is to be closed.
 */
int  player_open(struct player *p, const struct options *o, const char *at);
/* The same at --at or 0; there of a long file only the first lines are read. */
int  player_begin(struct player *p, const struct options *o);
/* Return: its outcome; FAILED if a score could not be written. */
int  player_close(struct player *p);

/* A key by its name: everything that it changes is in *p. */
void player_key(struct player *p, const char *name);
void player_no_themes(struct player *p);	/* says so */
void player_no_chinese(struct player *p);
void player_next_language(struct player *p);

/* player_help.c - the help, and any sheet over the picture */
void player_help(struct player *p);
void player_show_keys(struct player *p);	/* the table, over the picture */
/* What a word is, over the picture. Return: false if nothing is told of it. */
bool player_help_word(struct player *p, const char *word);
/* Return: false if neither lies there; it means nothing to them then. */
bool player_help_key(struct player *p, const char *name);
/* The page that is shown is one that the canvas has. */
void player_help_fit(struct player *p);

/* The picture at the canvas's size. */
void player_draw(struct player *p);

/* One line for the viewer, until the next key. */
void player_say(struct player *p, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* A fault, and what would be right. */
void player_say_why(struct player *p, const struct diag *why);

/* The language of the picture and of all messages from now on. */
void player_speak(struct player *p, enum lang lang);
/* English or Chinese, by the viewer's choice. */
const char *player_word(const struct player *p, const char *en, const char *zh);

/*
 * Another run of the same scenario from now on; player_go() is wanted next.
 * Return: false after the player was told to quit.
 */
bool player_set_timeline(struct player *p, struct timeline *t,
			 const char *branch);
/* Nothing of the player is on the timeline any more: it may be closed. */
void player_leave_timeline(struct player *p);

/*
 * player_reload.c - read the file again and stand at the same step; a fault is
 * said, no more. Branches are taken over as far as they can still be had.
 */
void player_reload(struct player *p);

/*
 * The whole file after player_begin(). Return: DONE; else the outcome, with
 * the faults (none if the watch gave up), and the player stays as it is.
 */
int player_read_rest(struct player *p, const struct scenario_watch *watch,
		     struct diags *faults);

/*
 * player_walk.c - where to stand
 *
 * player_go() and player_walk() return false, after a message, if the model
 * cannot be run to there, which `shut` remembers, and player_walk() if there is
 * nowhere to go.
 */
bool player_go(struct player *p, struct pos pos);
void player_shut(struct player *p, const struct diag *why);	/* says so */
/* The next place to stop: a unit on, or before a step that asks. */
struct pos player_next(struct player *p, enum unit unit);
struct pos player_prev(struct player *p, enum unit unit);
bool player_walk(struct player *p, enum unit unit, int count);
void player_first(struct player *p);
void player_last(struct player *p);
void player_chapter(struct player *p, int direction);
void player_step(struct player *p, uint32_t step);
bool player_at_end(struct player *p);

/* player_trail.c - jumps, and back from them */
void player_jump(struct player *p, struct pos pos);
void player_mark_spot(struct player *p);	/* to come back here */
void player_trail(struct player *p, int direction);

/* player_hunt.c - the next or previous place at which something is so */
void player_same(struct player *p, int direction);
void player_stop_event(struct player *p, const char *name);
void player_stop_thing(struct player *p, const char *thing);
void player_until(struct player *p, const char *cond);
void player_back_until(struct player *p, const char *cond);
void player_hunt_on(struct player *p);	/* a stretch more */
void player_hunt_key(struct player *p, const char *name);

/* player_branch.c - the branches that there are, and what the scenario names */
void player_branches_open(struct player *p);
void player_branches_close(struct player *p);	/* main is shown then */
/* A new one, empty, the last of the list; others may have moved. */
struct branch *player_branch_add(struct player *p);
void player_stand(struct player *p, uint32_t branch, struct pos pos);
void player_branch_next(struct player *p);
/*
 * A what-if or a comparison that the scenario names; the latter stands beside
 * main at once. Return: false if it names none so.
 */
bool player_enter(struct player *p, const char *name);
bool player_is_named(const struct player *p, const char *name);
/* The same without going there. Return: its branch; 0 and *why if it cannot. */
uint32_t player_branch_open(struct player *p, const char *name,
			    struct diag *why);
/* The branch that is shown, by what made it: score.h. */
void player_branch_path(const struct player *p, struct text *out);
/* Where the viewer stands, on another branch. */
struct pos player_place_on(const struct player *p, uint32_t branch);

/* player_what_if.c - the prompt of a what-if */
void player_what_if_open(struct player *p);
void player_what_if_complete(struct player *p);
void player_prompt_help(struct player *p);	/* drawn over the picture */

/* player_typed.c - what was typed there */
void player_what_if(struct player *p, const char *line);
/*
 * A branch, without a name, that leaves `parent` at `at` (of its own list), by
 * an operation. Return: its number; 0 and *why if it cannot be had.
 */
uint32_t player_branch_typed(struct player *p, uint32_t parent, struct pos at,
			     const char *line, struct diag *why);
/* Its name: b1, b2 ..., but none that the scenario has given. */
void player_branch_name(struct player *p, struct branch *b);

/* player_beside.c - two branches side by side */
void player_beside(struct player *p);	/* or one again */
void player_beside_show(struct player *p, uint32_t branch);
void player_beside_named(struct player *p, const char *name);
void player_beside_go(struct player *p);	/* along */
void player_beside_switch(struct player *p, uint32_t from, uint32_t to);
void player_beside_draw(struct player *p);
void player_beside_close(struct player *p);

/*
 * player_resume.c, if --resume asks for it: stand where the scenario was left
 * last, on the same branch, with the same views; keep where it is left, and
 * what player_kept.h says. Its end and its beginning are as good as none.
 * Return: DONE; FAILED after a message.
 */
void player_resume(struct player *p);
int  player_keep_place(const struct player *p);

/* player_lists.c, player_tree.c - chapters and branches to choose from */
void player_pick_chapter(struct player *p);

/* A sheet with a file of /proc, whose lines can be asked; keys while a sheet is
   open (false: the key means nothing there); and how it is drawn. */
void player_sheet_proc(struct player *p, const char *path);
bool player_sheet_key(struct player *p, const char *name);
void player_sheet_draw(struct player *p);
void player_pick_branch(struct player *p);

/* player_play.c - walking by itself, in show time */
void player_play(struct player *p, bool on);
void player_faster(struct player *p, int doublings);	/* 0 = normal speed */
int  player_hold_ms(struct player *p);	/* how long this picture stands */
void player_tick(struct player *p);	/* that time is over */
/*
 * At a terminal a picture that stands for long is waited for by seconds, so
 * that it says when it goes on.
 */
int  player_wait_ms(struct player *p);	/* for a key; -1 = for ever */
void player_waited(struct player *p);	/* so long, and no key came */
void player_stood(struct player *p, int ms);	/* less long: a key came */
int  player_next_s(struct player *p);	/* 0 = soon, or never */

/* player_burst.c - an operation of many events, played by its pictures */
/* Where the play by operations stops next, perhaps inside one. */
struct pos player_burst_next(struct player *p);
int player_burst_hold_ms(struct player *p);
bool player_bursts(const struct player *p);	/* is it played so? */
void player_burst_end(struct player *p);	/* to its last picture */

/*
 * player_glide.c - from one picture to the next, when one event lies between.
 *
 * player_moves(): motion is wanted, and slow enough to be seen.
 * player_glide_begin() before a picture is drawn, player_glide_end() after it:
 * `gliding` then says that something moves, from `was` to `canvas`.
 */
bool player_moves(const struct player *p);
void player_glide_begin(struct player *p);
void player_glide_end(struct player *p);
/* The picture on the way, 0 .. GLIDE_PICTURES - 1, into c, of canvas's size. */
void player_glide_draw(const struct player *p, struct canvas *c, int picture);

/* player_ask.c - questions */
const struct ask *player_question(struct player *p);	/* open here; NULL */
const struct ask *player_talk(struct player *p);	/* for the class; NULL */
void player_ask_here(struct player *p);	/* settings by what was answered here */
void player_type_answer(struct player *p);	/* by the key */
void player_answer(struct player *p);
void player_forget_replies(struct player *p);
/*
 * Where one stands who wants to go to pos: in predict mode the step of an open
 * question is not entered before it has been answered or passed.
 */
struct pos player_allowed(struct player *p, struct pos pos);
/* Going on from here: in predict mode that passes an open question. */
void player_pass(struct player *p);

/* player_mode.c - watch, predict, present */
void player_mode(struct player *p, enum mode mode);
/* From present back to the mode before it. */
void player_mode_back(struct player *p);
/* Predict, and from now on answers go to that file; "" = the viewer's own. */
void player_score(struct player *p, const char *path);
/* What --mode and --score ask for. Return: false after a message. */
bool player_mode_open(struct player *p, const struct options *o);
void player_blank(struct player *p);

/* player_view.c - focus, cursor, layout */
void player_focus_next(struct player *p, int direction);
void player_focus(struct player *p, enum view_id view);
void player_unfocus(struct player *p);
void player_cursor(struct player *p, int dx, int dy);
void player_cursor_end(struct player *p, int direction);
void player_scroll(struct player *p, int lines);
void player_zoom(struct player *p);
void player_layout(struct player *p);
void player_follow(struct player *p);
void player_inspect(struct player *p);	/* again: one thing deeper */
void player_inspect_back(struct player *p);
/* The cursor on a thing of the last picture, its view focused. */
void player_point(struct player *p, const struct mark *m);
/*
 * The cursor is on a thing, not on a cell: after a picture was drawn in which
 * the thing is elsewhere it goes there. Return: true if it has moved.
 */
bool player_hold_cursor(struct player *p);
/* What the cursor is on; NULL = nothing. */
const struct mark *player_mark(const struct player *p);

/* Is it on the stage, in the last picture? */
bool player_shows(const struct player *p, enum view_id view);
/*
 * Does the picture differ from the one under settings as they were? The player
 * has been drawn.
 */
bool player_settings_seen(struct player *p, const struct settings *was);

/*
 * player_idle.c - a key that changed nothing that is seen, and said nothing,
 * says why: player_idle_begin() before a key is answered, player_idle_end()
 * after it, with what was done (ACT_NONE = no action).
 */
struct idle {
	struct settings settings;	/* as they were */
	struct pos	pos;
	uint32_t	branch;
	const struct scene *other;	/* beside it */
	bool		stage;		/* nothing lay over it */
	bool		told;		/* a message stood there */
};
void player_idle_begin(const struct player *p, struct idle *idle);
void player_idle_end(struct player *p, const struct idle *idle,
		     enum action act);

/* player_search.c - the line after /, its matches */
void player_search_open(struct player *p);
void player_search_key(struct player *p, const char *name);
void player_match(struct player *p, int direction);	/* 1 on, -1 back */
/* Title, narration, questions and label of a step. */
bool player_step_says(const struct player *p, uint32_t step, const char *wanted);

/*
 * player_mouse.c - "Click@12,5": the cursor on what is there, on the same once
 * more a look into it. Return: false if the name is no click.
 */
bool player_click(struct player *p, const char *name);

/* player_prompt.c - the line at the bottom */
void player_prompt_open(struct player *p);
void player_prompt_key(struct player *p, const char *name);
void player_command(struct player *p, const char *line);

#endif
