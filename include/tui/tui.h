/*
 * tui - one terminal: shows a canvas, gives keys
 *
 * There is one terminal in a process, so no handle. The caller has called
 * setlocale(); if the codeset is not UTF-8 it draws ASCII canvases.
 *
 * Signals while open: INT TERM HUP QUIT end a tui_key() with TUI_SIGNAL(n), so
 * that the caller may leave in order by tui_die(); when they come at any other
 * time the terminal is restored and the process dies of them at once. SEGV
 * ABRT BUS FPE restore and die. TSTP (^Z) leaves the screen and stops at the
 * next tui_key(); CONT and WINCH show as TUI_RESIZE.
 *
 * What is written to the standard error while open, if that is a terminal, is
 * kept and appears when the screen has been left, however it is left.
 */
#ifndef TUI_TUI_H
#define TUI_TUI_H

#include "base/diag.h"
#include "draw/theme.h"

enum tui_color {
	TUI_COLOR_AUTO,		/* what terminfo has; none if NO_COLOR is set */
	TUI_COLOR_NEVER,
	TUI_COLOR_8,
	TUI_COLOR_16,
	TUI_COLOR_256,
};

struct tui_options {
	enum tui_color color;	/* at most; a terminal may have less */
};

/*
 * Take the terminal on standard input and output. Return: false, with the
 * reason in *why, if it can't be drawn on; nothing was changed then.
 */
bool tui_open(const struct tui_options *options, struct diag *why);

/* Give it back as it was. Harmless when not open. */
void tui_close(void);

void    tui_size(int *w, int *h);	/* at least 1, at most TUI_MAX_... */
int32_t tui_colors(void);		/* 0, 8, 16 or 256 */

enum { TUI_MAX_W = 1000, TUI_MAX_H = 500 };

/*
 * Show a canvas. Only what differs from the canvas before is sent; nothing at
 * all if nothing does. A part that does not fit is cut. Neither is kept.
 */
void tui_show(const struct canvas *c, const struct theme *t);

/*
 * What tui_key() returns: a Unicode character (1..0x1f are ^A..^_, but those
 * named below), or one of these.
 */
enum tui_key {
	TUI_NOTHING = 0,	/* the time is over */
	TUI_KEYS = 0x110000,
#define KEY(id, name, bytes) TUI_##id,	/* TUI_RESIZE: ask tui_size() */
#include "base/key.def"
#undef KEY
	TUI_F0,
	TUI_F12 = TUI_F0 + 12,
	TUI_CLICK,		/* of the mouse; tui_clicked() says where */
	TUI_EOF,		/* the terminal is gone */
	TUI_SIGNALS,
};

#define TUI_F(n) (TUI_F0 + (n))
#define TUI_CTRL(letter) ((letter) & 0x1f)
#define TUI_SIGNAL(n) (TUI_SIGNALS + (n))	/* n: 1..64 */

/*
 * The next key. timeout_ms: -1 = wait, taking no time of the processor; 0 =
 * only what is there already.
 */
int tui_key(int timeout_ms);

/* Of a clock that only goes on, for how long a key was waited for. */
int64_t tui_now_ms(void);

/*
 * Ask the terminal for its mouse, or leave it to the terminal, which then
 * selects and copies text. Off at first; nothing where it has none.
 */
void tui_mouse(bool on);
/* The cell of the last TUI_CLICK. */
void tui_clicked(int *x, int *y);

/* Close, then die of a signal, so that whoever started us sees it. */
_Noreturn void tui_die(int signal_number);

#endif
