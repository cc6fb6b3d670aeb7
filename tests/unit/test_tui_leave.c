/*
 * Whenever a signal ends the program, the terminal gets back what was asked of
 * it: here one comes after each of the writes that reach the terminal
 */
#define _XOPEN_SOURCE 600	/* for posix_openpt(); NOLINT */

#include "tui/tui.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/xmalloc.h"

static int writes_left, the_signal;	/* of the child that is to end */

#ifdef __linux__
/* In place of the library's, for curses too; elsewhere it has its own. */
ssize_t write(int fd, const void *bytes, size_t nr)
{
	ssize_t done = syscall(SYS_write, fd, bytes, nr);

	if (the_signal && --writes_left == 0)
		raise(the_signal);
	return done;
}
#endif

/* Deeper than any stack. */
static int overflow(volatile char *above)
{
	volatile char here[4096];

	here[0] = above ? above[0] : 1;
	if (!here[0])
		return 0;	/* never */
	return overflow(here) + here[0];
}

/* What no host can grant: a sentence, and exit() gives the terminal back. */
static _Noreturn void run_out_of_memory(void)
{
#ifdef __SANITIZE_ADDRESS__	/* it would end the program in its own way */
	fprintf(stderr, "framewalk: out of memory\n");
	exit(1);
#else
	volatile size_t bytes = SIZE_MAX / 2;

	xmalloc(bytes);
	_exit(2);
#endif
}

/* number: 0 = there is no more memory */
static _Noreturn void crash(int number)
{
	struct canvas c;
	struct diag why;

	setenv("TERM", "xterm", 1);
	if (!tui_open(&(struct tui_options){ 0 }, &why))
		_exit(1);
	canvas_open(&c, 20, 5, true);
	canvas_clear(&c);
	tui_mouse(true);
	tui_show(&c, theme_default());
	if (number == SIGSEGV)
		overflow(NULL);
	if (!number)
		run_out_of_memory();
	raise(number);
	_exit(2);
}

static _Noreturn void use_terminal(const char *name, int number, int after)
{
	struct canvas c;
	struct diag why;

	setenv("TERM", name, 1);
	writes_left = after;
	the_signal = number;
	if (!tui_open(&(struct tui_options){ 0 }, &why))
		_exit(1);
	canvas_open(&c, 20, 5, true);
	canvas_clear(&c);
	canvas_text(&c, 0, 0, ROLE_TEXT, "picture");
	for (int i = 0; i < 3; i++) {
		tui_mouse(i != 1);
		tui_show(&c, theme_default());
	}
	canvas_close(&c);
	tui_close();
	_exit(0);
}

struct pseudo {
	int master, slave;
	struct termios before, after;
	char sent[1 << 14];	/* to it, so far; NUL-terminated */
};

static void pseudo_open(struct pseudo *p)
{
	struct winsize size = { .ws_row = 5, .ws_col = 20 };

	p->master = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(p->master >= 0);
	assert_int_equal(grantpt(p->master), 0);
	assert_int_equal(unlockpt(p->master), 0);
	p->slave = open(ptsname(p->master), O_RDWR | O_NOCTTY);
	assert_true(p->slave >= 0);
	ioctl(p->slave, TIOCSWINSZ, &size);
	tcgetattr(p->slave, &p->before);
}

/* after: so many writes; 0 = it crashes. Return: how the child ended. */
static int pseudo_run(struct pseudo *p, const char *name, int number, int after)
{
	pid_t child = fork();
	size_t len = 0;
	int status = 0;
	ssize_t nr;

	assert_true(child >= 0);
	if (!child) {
		for (int fd = 0; fd < 3; fd++)
			dup2(p->slave, fd);
		if (!after)
			crash(number);
		use_terminal(name, number, after);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	tcgetattr(p->slave, &p->after);
	close(p->slave);	/* then the master ends behind the last byte */
	while (len + 1 < sizeof(p->sent) &&
	       (nr = read(p->master, p->sent + len, sizeof(p->sent) - 1 - len)) > 0)
		len += (size_t)nr;
	p->sent[len] = '\0';
	close(p->master);
	return status;
}

static const char *last_of(const char *s, const char *word)
{
	const char *last = s;

	for (s = strstr(s, word); s; s = strstr(s + 1, word))
		last = s;
	return last;
}

/* What was switched by `on` was switched back by `off` after it. */
static void assert_taken_back(const char *sent, const char *on, const char *off)
{
	if (strstr(sent, on) && last_of(sent, off) < last_of(sent, on))
		fail_msg("%s was sent, and no %s after it",
			 on + (*on == 033), off + (*off == 033));
}

static void assert_whole(const struct pseudo *p)
{
	assert_taken_back(p->sent, "\033[?1049h", "\033[?1049l");
	assert_taken_back(p->sent, "\033[?25l", "\033[?25h");
	assert_taken_back(p->sent, "1000h", "1000l");	/* or ?1006;1000h */
	assert_taken_back(p->sent, "\033[?1h", "\033[?1l");
	assert_int_equal(p->after.c_lflag, p->before.c_lflag);
	assert_int_equal(p->after.c_iflag, p->before.c_iflag);
	assert_int_equal(p->after.c_oflag, p->before.c_oflag);
}

/* Return: after how many writes it still came in time. */
static int each_moment(const char *name, int number)
{
	int after = 1;

	for (;; after++) {
		struct pseudo p;
		int status;

		pseudo_open(&p);
		status = pseudo_run(&p, name, number, after);
		assert_whole(&p);
		if (WIFEXITED(status)) {
			assert_int_equal(WEXITSTATUS(status), 0);
			return after - 1;
		}
		assert_int_equal(WTERMSIG(status), number);
	}
}

static void skip_elsewhere(void)
{
#ifndef __linux__
	skip();
#endif
}

static void test_each_moment(void **state)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGTERM, SIGQUIT };

	(void)state;
	skip_elsewhere();
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		assert_true(each_moment("xterm", numbers[i]) > 6);
}

/* Without a second screen the next prompt goes below the picture. */
static void test_plain_terminal(void **state)
{
	(void)state;
	skip_elsewhere();
	assert_true(each_moment("vt100", SIGHUP) > 2);
}

/* Also by a stack that has no room for a handler. */
static void test_crashes(void **state)
{
	static const int numbers[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE };
	const struct rlimit no_core = { 0, 0 };

	(void)state;
	setrlimit(RLIMIT_CORE, &no_core);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct pseudo p;
		int status;

		pseudo_open(&p);
		status = pseudo_run(&p, "xterm", numbers[i], 0);
		assert_whole(&p);
		assert_non_null(strstr(p.sent, "1000h"));
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), numbers[i]);
	}
}

static void test_out_of_memory(void **state)
{
	struct pseudo p;
	int status;

	(void)state;
	pseudo_open(&p);
	status = pseudo_run(&p, "xterm", 0, 0);
	assert_whole(&p);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
	assert_true(last_of(p.sent, "framewalk: out of memory") >
		    last_of(p.sent, "\033[?1049l"));
}

/* What others did with a signal is done again afterwards. */
static void test_handlers(void **state)
{
	struct pseudo p;
	pid_t child;
	int status = 0;

	(void)state;
	pseudo_open(&p);
	child = fork();
	if (!child) {
		struct sigaction before = { .sa_handler = SIG_DFL }, after;
		struct diag why;

		for (int fd = 0; fd < 3; fd++)
			dup2(p.slave, fd);
		setenv("TERM", "xterm", 1);
		sigaction(SIGINT, &before, NULL);
		if (!tui_open(&(struct tui_options){ 0 }, &why))
			_exit(1);
		tui_close();
		sigaction(SIGINT, NULL, &after);
		_exit(after.sa_handler == SIG_DFL ? 0 : 2);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(p.slave);
	close(p.master);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_moment),
		cmocka_unit_test(test_plain_terminal),
		cmocka_unit_test(test_crashes),
		cmocka_unit_test(test_out_of_memory),
		cmocka_unit_test(test_handlers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
