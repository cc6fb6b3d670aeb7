#include "tui/tui.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "tui/terminal.h"

static const struct {
	int typed;
	int key;
} names[] = {
	{'\r', TUI_ENTER}, {'\n', TUI_ENTER}, {KEY_ENTER, TUI_ENTER},
	{'\t', TUI_TAB}, {KEY_BTAB, TUI_BACKTAB}, {'\033', TUI_ESC},
	{'\b', TUI_BACKSPACE}, {0x7f, TUI_BACKSPACE},
	{KEY_BACKSPACE, TUI_BACKSPACE}, {KEY_DC, TUI_DELETE},
	{KEY_UP, TUI_UP}, {KEY_DOWN, TUI_DOWN},
	{KEY_LEFT, TUI_LEFT}, {KEY_RIGHT, TUI_RIGHT},
	{KEY_SR, TUI_SHIFT_UP}, {KEY_SF, TUI_SHIFT_DOWN},
	{KEY_SLEFT, TUI_SHIFT_LEFT}, {KEY_SRIGHT, TUI_SHIFT_RIGHT},
	{KEY_PPAGE, TUI_PAGE_UP}, {KEY_NPAGE, TUI_PAGE_DOWN},
	{KEY_HOME, TUI_HOME}, {KEY_FIND, TUI_HOME},
	{KEY_END, TUI_END}, {KEY_SELECT, TUI_END}, {KEY_IC, TUI_INSERT},
};

/* Return: 0 if it has no name. */
static int named_key(int typed)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].typed == typed)
			return names[i].key;
	if (typed >= KEY_F(0) && typed <= KEY_F(12))
		return TUI_F(typed - KEY_F(0));
	return 0;
}

/* Is what has come so far the beginning of a UTF-8 character? */
static bool may_become_utf8(const struct terminal *t)
{
	unsigned char first = (unsigned char)t->typed[0];
	unsigned length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;

	return first >= 0xc2 && first < 0xf5 && t->nr_typed < length;
}

/*
 * One byte more of a character; a byte that fits nowhere is dropped with what
 * came before it. Return: the character, 0 until it is whole.
 */
static int byte_typed(struct terminal *t, int byte)
{
	uint32_t code;

	if (byte < 0x80)
		t->nr_typed = 0;
	t->typed[t->nr_typed++] = (char)byte;
	if (utf8_next(t->typed, t->nr_typed, &code) == t->nr_typed) {
		t->nr_typed = 0;
		return code < 0x80 || code >= 0xa0 ? (int)code : 0;
	}
	if (!may_become_utf8(t))
		t->nr_typed = 0;
	return 0;
}

/* Of what came together curses tells one key, and the newest event first. */
static void mouse_take(struct terminal *t)
{
	while (t->nr_events < MAX_EVENTS &&
	       getmouse(&t->events[t->nr_events]) == OK)
		t->nr_events++;
}

/* What the mouse did next; 0 = nothing more that means something here. */
static int mouse_key(struct terminal *t)
{
	while (t->nr_events) {
		const MEVENT *event = &t->events[--t->nr_events];

		t->click_x = event->x;
		t->click_y = event->y;
		if (event->bstate & BUTTON4_PRESSED)
			return TUI_WHEEL_UP;
		if (event->bstate & BUTTON5_PRESSED)
			return TUI_WHEEL_DOWN;
		if (event->bstate & BUTTON1_PRESSED)
			return TUI_CLICK;
	}
	return 0;
}

/* A key that has come already; 0 = none. */
static int typed_key(struct terminal *t)
{
	int key = mouse_key(t), typed;

	while (!key && (typed = wgetch(t->keys)) != ERR) {
		if (typed == KEY_MOUSE) {
			mouse_take(t);
			key = mouse_key(t);
			continue;
		}
		key = named_key(typed);
		if (!key && typed <= 0xff)
			key = byte_typed(t, typed);
	}
	return key;
}

/* Leave, come back: also after a stop that we were never told of. */
static int redraw_key(struct terminal *t)
{
	screen_measure(t);
	leave_prepare(t);	/* the last row may be another one */
	screen_forget(t);
	return TUI_RESIZE;
}

/* What the signals that came mean; 0 = nothing. */
static int signal_key(struct terminal *t)
{
	int number = t->ended_by;

	if (number) {
		t->ended_by = 0;
		return TUI_SIGNAL(number);
	}
	if (t->stopped) {
		endwin();
		signals_stop(t);
		return redraw_key(t);
	}
	if (t->continued) {
		t->continued = 0;
		endwin();
		return redraw_key(t);
	}
	if (t->resized) {
		t->resized = 0;
		if (screen_measure(t))
			return redraw_key(t);
	}
	return 0;
}

int64_t tui_now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/*
 * Sleep until something is typed, a signal comes or `left_ms` are over (-1 =
 * never). Signals come only here. Return: something can be read.
 */
static bool wait_for_input(struct terminal *t, int64_t left_ms)
{
	struct timespec limit = {
		.tv_sec = (time_t)(left_ms / 1000),
		.tv_nsec = (long)(left_ms % 1000) * 1000000,
	};
	fd_set set;
	int nr;

	FD_ZERO(&set);
	FD_SET(STDIN_FILENO, &set);
	t->waiting = 1;
	nr = pselect(STDIN_FILENO + 1, &set, NULL, NULL,
		     left_ms < 0 ? NULL : &limit, &t->outside);
	t->waiting = 0;
	return nr > 0 || (nr < 0 && errno != EINTR);
}

/* Ready to be read, and nothing in it: the other end has gone. */
static bool is_gone(struct terminal *t)
{
	int nr = 0;

	if (!wait_for_input(t, 0))
		return false;
	return ioctl(STDIN_FILENO, FIONREAD, &nr) < 0 || nr == 0;
}

static int next_key(struct terminal *t, int timeout_ms)
{
	int64_t end = timeout_ms < 0 ? -1 : tui_now_ms() + timeout_ms;

	for (;;) {
		int key = signal_key(t);
		int64_t left = -1;
		bool ready;

		if (!key)
			key = typed_key(t);
		if (key)
			return key;
		if (end >= 0)
			left = end > tui_now_ms() ? end - tui_now_ms() : 0;
		ready = wait_for_input(t, left);
		key = signal_key(t);
		if (!key && ready)
			key = typed_key(t);
		if (!key && ready && is_gone(t))
			key = TUI_EOF;
		if (key || (end >= 0 && tui_now_ms() >= end))
			return key;
	}
}

int tui_key(int timeout_ms)
{
	struct terminal *t = terminal();
	int key;

	if (!t->open)
		return TUI_EOF;
	sigprocmask(SIG_BLOCK, &t->handled, &t->outside);
	key = next_key(t, timeout_ms);
	sigprocmask(SIG_SETMASK, &t->outside, NULL);
	return key;
}
