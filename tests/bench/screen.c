/* The program as a terminal sees it: framewalk, and beside it bare ncurses. */
#define _XOPEN_SOURCE 700	/* posix_openpt() */

#include <fcntl.h>
#include <ncurses.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

enum {
	COLUMNS_ = 80,
	LINES_ = 24,
	KEYS = 60,
	NOTHING_NEW = 16,	/* bytes of a key without effect, at the most */
	SETTLED_MS = 60,	/* so long without a byte: the picture stands */
	PAUSED_MS = 2000,
	GIVE_UP_MS = 5000,
};

static const char lesson[] = "traces/05-demand.json";

struct screen {
	pid_t pid;
	int   fd;		/* our end of the pty */
};

/*
 * Every cell anew at each key, in runs of eight of one colour: what a picture
 * of frames costs ncurses at the least.
 */
int bare_main(void)
{
	int key = 0;

	initscr();
	cbreak();
	noecho();
	curs_set(0);
	start_color();
	for (short i = 1; i < 8; i++)
		init_pair(i, i, COLOR_BLACK);
	for (int frame = 0; key != 'q'; frame++) {
		for (int y = 0; y < LINES; y++)
			for (int x = 0; x < COLS; x++) {
				int run = (x / 8 + y + frame) % 7 + 1;

				mvaddch(y, x, (chtype)('a' + (x + frame) % 26) |
						      (chtype)COLOR_PAIR(run));
			}
		refresh();
		key = getch();
	}
	endwin();
	return 0;
}

static void become(const char *slave, const char *const *argv)
{
	int fd;

	setsid();
	fd = open(slave, O_RDWR);
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

static struct screen screen_open(const char *const *argv)
{
	struct winsize size = { .ws_row = LINES_, .ws_col = COLUMNS_ };
	struct screen s = { .fd = posix_openpt(O_RDWR | O_NOCTTY) };

	if (s.fd < 0 || grantpt(s.fd) || unlockpt(s.fd))
		bench_die("pty", "none to be had");
	ioctl(s.fd, TIOCSWINSZ, &size);
	s.pid = fork();
	if (!s.pid)
		become(ptsname(s.fd), argv);
	return s;
}

static void screen_close(struct screen *s)
{
	if (write(s->fd, "q", 1) != 1)
		kill(s->pid, SIGTERM);
	close(s->fd);
	kill(s->pid, SIGHUP);
	waitpid(s->pid, NULL, 0);
}

/*
 * Read until nothing has come for `quiet_ms`. *last_ns gets when the last
 * byte came. Return: bytes.
 */
static double drain(struct screen *s, int quiet_ms, double *last_ns)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	char buffer[1 << 16];
	double bytes = 0;

	while (poll(&p, 1, quiet_ms) > 0 && (p.revents & POLLIN)) {
		ssize_t got = read(s->fd, buffer, sizeof(buffer));

		if (got <= 0)
			break;
		bytes += (double)got;
		*last_ns = bench_wall_ns();
	}
	return bytes;
}

/* CPU time of the child so far, ns. */
static double child_cpu(const struct screen *s)
{
	unsigned long long ns = 0;
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)s->pid);
	f = fopen(path, "r");
	if (!f || fscanf(f, "%llu", &ns) != 1)
		bench_die(path, "not readable");
	fclose(f);
	return (double)ns;
}

/* From exec until the first picture stands, ns. */
static double first_frame(struct screen *s, double start)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	double last = start;

	if (poll(&p, 1, GIVE_UP_MS) <= 0 || drain(s, SETTLED_MS, &last) < 80)
		bench_die("screen", "the program shows nothing");
	return last - start;
}

/* A key and what it costs. */
struct walk {
	double cpu_us, bytes;
};

struct seen {
	double first_frame_us, paused_us_s, paused_b_s;
	struct walk events, steps;
};

/* Keys until they show no more than that the end is reached. */
static struct walk walk(struct screen *s, const char *key)
{
	double cpu = child_cpu(s), last;
	struct walk walk = { 0 };
	int n;

	for (n = 0; n < KEYS; n++) {
		double bytes;

		if (write(s->fd, key, 1) != 1)
			bench_die("screen", "takes no key");
		bytes = drain(s, SETTLED_MS, &last);
		if (bytes <= NOTHING_NEW)
			break;
		walk.bytes += bytes;
	}
	if (waitpid(s->pid, NULL, WNOHANG) || !n)
		bench_die("screen", "the program left");
	walk.bytes /= n;
	walk.cpu_us = (child_cpu(s) - cpu) / 1e3 / n;
	return walk;
}

static struct seen watch(const char *const *argv)
{
	double start = bench_wall_ns(), last, cpu;
	struct screen s = screen_open(argv);
	struct seen seen = { 0 };

	seen.first_frame_us = first_frame(&s, start) / 1e3;
	seen.events = walk(&s, ".");
	if (write(s.fd, "g", 1) == 1)
		drain(&s, SETTLED_MS, &last);
	seen.steps = walk(&s, "l");
	cpu = child_cpu(&s);
	seen.paused_b_s = drain(&s, PAUSED_MS, &last) * 1000 / PAUSED_MS;
	seen.paused_us_s = (child_cpu(&s) - cpu) / 1e3 * 1000 / PAUSED_MS;
	screen_close(&s);
	return seen;
}

void bench_screen(struct bench *b)
{
	const char *program[] = { b->program, lesson, NULL };
	const char *bare[] = { "/proc/self/exe", "--bare", NULL };
	struct seen seen;

	if (!b->program)
		bench_die("screen", "--program PATH is wanted");
	seen = watch(program);
	bench_tell(b, FIG_first_frame, seen.first_frame_us);
	bench_tell(b, FIG_event_cpu, seen.events.cpu_us);
	bench_tell(b, FIG_event_bytes, seen.events.bytes);
	bench_tell(b, FIG_step_cpu, seen.steps.cpu_us);
	bench_tell(b, FIG_step_bytes, seen.steps.bytes);
	bench_tell(b, FIG_paused_cpu, seen.paused_us_s);
	bench_tell(b, FIG_paused_bytes, seen.paused_b_s);
	seen = watch(bare);
	bench_tell(b, FIG_bare_first_frame, seen.first_frame_us);
	bench_tell(b, FIG_bare_repaint_cpu, seen.steps.cpu_us);
	bench_tell(b, FIG_bare_repaint_bytes, seen.steps.bytes);
	bench_tell(b, FIG_bare_paused_cpu, seen.paused_us_s);
	bench_tell(b, FIG_bare_paused_bytes, seen.paused_b_s);
}
