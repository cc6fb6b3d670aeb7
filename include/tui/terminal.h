/*
 * terminal - what src/tui knows of the one terminal of this process
 *
 * Private to src/tui. There is one because curses has one, and because a
 * handler of a signal is given nothing that could lead to another.
 *
 * leave  the bytes and modes that give the terminal back, made ready while
 *        all is well, since a handler may only write() them. Whatever is asked
 *        of the terminal, what takes it back is ready before.
 */
#ifndef TUI_TERMINAL_H
#define TUI_TERMINAL_H

#define NCURSES_WIDECHAR 1

#include <ncurses.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>

#include "draw/theme.h"

enum {
	NR_SIGNALS = 11,	/* that terminal_signals() takes over */
	NR_OVERS = 128,		/* all sums of enum overlay */
	MAX_PAIRS = 64,		/* a theme needs 2 a role and a few */
	LEAVE_BYTES = 256,
	MAX_EVENTS = 16,	/* of a mouse; curses keeps fewer */
};

/* A role under its overlays, in the words of curses. */
struct paint {
	attr_t attributes;
	short  pair;
	bool   bare;	/* nothing of it shows on a space */
};

/* What gives the terminal back. */
struct leave {
	char   bytes[LEAVE_BYTES];
	size_t nr;
};

struct terminal {
	bool	   open;
	SCREEN	  *screen;	/* owned */
	WINDOW	  *keys;	/* owned; a pad: reading it draws nothing */
	int	   w, h;
	int32_t	   colors;
	bool	   own_colors;	/* -1 is a colour */

	struct cell *shown;	/* owned, w * h; code 0 = unknown */
	cchar_t	   *row;	/* owned, w */
	struct theme theme;	/* that `paint` was made from */
	struct paint paint[NR_ROLES][NR_OVERS];
	int32_t	   pairs[MAX_PAIRS][2];	/* fg, bg; 0 is the terminal's own */
	short	   nr_pairs;
	const struct paint *ink;	/* of the cell handed over last */

	bool	   mouse;
	MEVENT	   events[MAX_EVENTS];	/* not told yet, the newest first */
	unsigned   nr_events;
	int	   click_x, click_y;	/* of what was told last */

	char	   typed[4];	/* of a UTF-8 character, so far */
	unsigned   nr_typed;

	int	   out;		/* the terminal; STDOUT_FILENO may be elsewhere */
	int	   frame;	/* a file in memory; -1 = none */
	bool	   sync;	/* it takes the marks of a frame */
	char	  *bytes;	/* owned; of a frame, on their way */
	size_t	   bytes_cap;

	struct termios modes;	/* as we found them */
	struct leave leave[2];	/* one is ready while the other is made */
	volatile sig_atomic_t leave_ready;
	FILE	  *kept;	/* owned; standard error while open, or NULL */
	int	   kept_fd;
	int	   real_stderr;	/* -1 = it was never taken */

	void	  *stack;	/* owned; for handlers of crashes */
	struct sigaction before[NR_SIGNALS];
	sigset_t   handled;
	sigset_t   outside;	/* the mask while tui_key() waits */
	sigset_t   held;	/* the mask that signals_hold() found */
	volatile sig_atomic_t waiting;
	volatile sig_atomic_t ended_by;	/* signal; 0 = none */
	volatile sig_atomic_t resized, stopped, continued;
};

struct terminal *terminal(void);

/*
 * terminfo.c; NULL = the terminal can't. Once terminfo_usable() has found it,
 * until terminfo_forget(), then again when curses reads its own.
 */
const char *terminfo_text(const char *name);
/* Can it be drawn on? Curses itself would exit if not. */
bool terminfo_usable(struct diag *why);
void terminfo_forget(void);
bool cannot_draw(struct diag *why, const char *what);	/* false */

/*
 * frame.c: curses flushes whenever it moves the cursor. So that no half of a
 * frame is ever seen it paints into a file, whose bytes go to the terminal in
 * one write, between the marks of synchronised output where these are known.
 */
#define SYNC_BEGIN "\033[?2026h"
#define SYNC_END   "\033[?2026l"
void frame_open(struct terminal *t);
void frame_close(struct terminal *t);
void frame_send(struct terminal *t);

/* leave.c */
void write_all(int fd, const char *bytes, size_t nr);	/* async-signal-safe */
void leave_prepare(struct terminal *t);
void leave_now(const struct terminal *t);	/* async-signal-safe */
void stderr_keep(struct terminal *t);
void stderr_release(struct terminal *t);

/*
 * signals.c: signals_note() before curses sets handlers of its own. While they
 * are held, signals that end the program wait: the terminal is half set. A
 * crash does not wait: its handlers are taken before curses starts.
 */
void signals_hold(struct terminal *t);
void signals_let(struct terminal *t);
void signals_note(struct terminal *t);
void signals_take_crashes(struct terminal *t);
void signals_take(struct terminal *t);		/* all others */
void signals_give_back(struct terminal *t);
/* Stop as if nobody had caught SIGTSTP; returns when continued. */
void signals_stop(struct terminal *t);
/* Die of a signal, whatever is set for it. Async-signal-safe. */
_Noreturn void signals_die(int number);

/* tui.c. Return: the size is another one. */
bool screen_measure(struct terminal *t);

/* show.c: what the terminal shows is not known; all is sent again */
void screen_forget(struct terminal *t);

#endif
