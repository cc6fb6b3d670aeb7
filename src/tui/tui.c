#include "tui/tui.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/xmalloc.h"
#include "tui/terminal.h"

enum { ESCAPE_MS = 25 };	/* Esc alone, or the beginning of a key? */

struct terminal *terminal(void)
{
	static struct terminal the_one;

	return &the_one;
}

static int32_t colors_for(enum tui_color wish)
{
	static const int32_t most[] = {
		[TUI_COLOR_AUTO] = 256, [TUI_COLOR_NEVER] = 0,
		[TUI_COLOR_8] = 8, [TUI_COLOR_16] = 16, [TUI_COLOR_256] = 256,
	};
	const char *no_color = getenv("NO_COLOR");
	int32_t colors = most[wish];

	if (wish == TUI_COLOR_AUTO && no_color && *no_color)
		return 0;
	if (!has_colors() || COLORS < 8)
		return 0;
	if (colors > COLORS)
		colors = COLORS;
	return colors >= 256 ? 256 : colors >= 16 ? 16 : colors >= 8 ? 8 : 0;
}

static void start_colors(struct terminal *t, enum tui_color wish)
{
	t->colors = 0;
	if (wish == TUI_COLOR_NEVER || start_color() == ERR)
		return;
	t->colors = colors_for(wish);
	t->own_colors = use_default_colors() != ERR;
}

static void start_curses(struct terminal *t)
{
	set_escdelay(ESCAPE_MS);
	cbreak();
	noecho();
	nonl();
	curs_set(0);
	leaveok(stdscr, TRUE);
	t->keys = newpad(1, 1);
	keypad(t->keys, TRUE);
	nodelay(t->keys, TRUE);
}

/* Who ends the program by exit() has not closed it. */
static void at_exit(void)
{
	const struct terminal *t = terminal();

	if (t->open)
		leave_now(t);
}

/* Once, however often the terminal is taken. */
static void leave_at_exit(void)
{
	static bool asked;

	if (!asked)
		asked = !atexit(at_exit);
}

/*
 * From here on the terminal is given back whatever comes: signals that end the
 * program wait, a crash and exit() leave by what is ready. How tall it is is
 * not known yet: the cursor goes as far down as it can.
 */
static void prepare(struct terminal *t)
{
	memset(t, 0, sizeof(*t));
	t->real_stderr = -1;
	t->h = TUI_MAX_H;
	tcgetattr(STDIN_FILENO, &t->modes);
	signals_hold(t);
	signals_note(t);
	frame_open(t);
	leave_prepare(t);
	terminfo_forget();
	signals_take_crashes(t);
	t->open = true;
	leave_at_exit();
}

bool tui_open(const struct tui_options *options, struct diag *why)
{
	struct terminal *t = terminal();

	bug_on(t->open);
	if (!terminfo_usable(why))
		return false;
	prepare(t);
	t->screen = newterm(NULL, stdout, stdin);
	if (!t->screen) {
		t->open = false;
		signals_give_back(t);
		frame_close(t);
		signals_let(t);
		return cannot_draw(why, "this terminal cannot be used");
	}
	start_curses(t);
	start_colors(t, options->color);
	screen_measure(t);
	leave_prepare(t);
	stderr_keep(t);
	signals_take(t);
	screen_forget(t);
	signals_let(t);
	return true;
}

/* The picture stays, and the cursor is in its last row. */
static void leave_row(void)
{
	fputs("\r\n", stdout);
	fflush(stdout);
}

void tui_close(void)
{
	struct terminal *t = terminal();

	if (!t->open)
		return;
	signals_hold(t);
	t->open = false;
	endwin();
	if (!terminfo_text("rmcup"))
		leave_row();
	signals_give_back(t);
	stderr_release(t);
	delwin(t->keys);
	delscreen(t->screen);
	frame_close(t);
	free(t->shown);
	free(t->row);
	t->shown = NULL;
	t->row = NULL;
	signals_let(t);
}

_Noreturn void tui_die(int signal_number)
{
	tui_close();
	signals_die(signal_number);
}

/*
 * All that a mouse can do: curses waits for the next key, deaf to signals and
 * to time, when something came that it was not asked for.
 */
#define BUTTON(b)                                                              \
	(NCURSES_MOUSE_MASK(b, NCURSES_BUTTON_PRESSED) |                       \
	 NCURSES_MOUSE_MASK(b, NCURSES_BUTTON_RELEASED))
static const mmask_t heard = BUTTON(1) | BUTTON(2) | BUTTON(3) | BUTTON(4) |
			     BUTTON(5) | REPORT_MOUSE_POSITION;

void tui_mouse(bool on)
{
	struct terminal *t = terminal();

	if (!t->open || t->mouse == on)
		return;
	t->mouse = on;
	if (on)
		leave_prepare(t);
	/* a press is told at once, not when it may have become a double one */
	mouseinterval(0);
	mousemask(on ? heard : 0, NULL);
	if (!on)
		leave_prepare(t);
}

void tui_clicked(int *x, int *y)
{
	*x = terminal()->click_x;
	*y = terminal()->click_y;
}

void tui_size(int *w, int *h)
{
	const struct terminal *t = terminal();

	*w = t->w;
	*h = t->h;
}

int32_t tui_colors(void)
{
	return terminal()->colors;
}

static int clamp(int value, int max)
{
	return value < 1 ? 1 : value > max ? max : value;
}

bool screen_measure(struct terminal *t)
{
	struct winsize size;
	int w = COLS, h = LINES;
	size_t nr;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col &&
	    size.ws_row) {
		w = size.ws_col;
		h = size.ws_row;
	}
	w = clamp(w, TUI_MAX_W);
	h = clamp(h, TUI_MAX_H);
	if (w != COLS || h != LINES)
		resize_term(h, w);
	if (w == t->w && h == t->h)
		return false;
	t->w = w;
	t->h = h;
	nr = (size_t)w * (size_t)h;
	t->shown = xrealloc(t->shown, nr * sizeof(*t->shown));
	t->row = xrealloc(t->row, (size_t)w * sizeof(*t->row));
	memset(t->shown, 0, nr * sizeof(*t->shown));
	return true;
}
