/*
 * A frame from the model to its bytes in terminals of 200x60 and 400x100, and
 * beside it bare ncurses; htop at its refresh, where it is installed.
 */
#include <stdio.h>
#include <unistd.h>

#include "bench.h"
#include "pty.h"

enum {
	WIDE_W = 200, WIDE_H = 60,
	HUGE_W = 400, HUGE_H = 100,
	REPAINTS = 16,
	STILL_MS = 1500,	/* the first step of a play stands longer */
	REFRESH_MS = 500,
	REFRESHES = 6,
};

static const char lesson[] = "traces/05-demand.json";
static const char htop[] = "/usr/bin/htop";

static void key(struct pty *s, const char *what)
{
	double last;

	if (write(s->fd, what, 1) != 1)
		bench_die("frame", "the program takes no key");
	pty_drain(s, SETTLED_MS, &last);
}

static struct pty start(const char *const *argv, int columns, int rows)
{
	struct pty s = pty_open(argv, columns, rows);

	pty_first_ns(&s, bench_wall_ns());
	return s;
}

/* CPU of a whole picture: another row more or less, and all is drawn anew. */
static double repaint_us(struct pty *s, int columns, int rows)
{
	double cpu = pty_cpu_ns(s), last;

	for (int i = 0; i < REPAINTS; i++) {
		pty_resize(s, columns, rows - !(i % 2));
		pty_drain(s, SETTLED_MS, &last);
	}
	return (pty_cpu_ns(s) - cpu) / 1e3 / REPAINTS;
}

static double us_a_second(struct pty *s, int ms)
{
	double cpu = pty_cpu_ns(s), last;

	for (double end = bench_wall_ns() + ms * 1e6; bench_wall_ns() < end;)
		pty_drain(s, SETTLED_MS, &last);
	return (pty_cpu_ns(s) - cpu) / 1e3 * 1000 / ms;
}

static void wide(struct bench *b, const char *const *program)
{
	struct pty s = start(program, WIDE_W, WIDE_H);
	struct walk walk = pty_walk(&s, ".");

	bench_tell(b, FIG_wide_event_cpu, walk.cpu_us);
	bench_tell(b, FIG_wide_event_bytes, walk.bytes);
	key(&s, "g");
	walk = pty_walk(&s, "l");
	bench_tell(b, FIG_wide_step_cpu, walk.cpu_us);
	bench_tell(b, FIG_wide_step_bytes, walk.bytes);
	bench_tell(b, FIG_wide_repaint_cpu, repaint_us(&s, WIDE_W, WIDE_H));
	key(&s, "g");
	key(&s, " ");
	bench_tell(b, FIG_still_cpu, us_a_second(&s, STILL_MS));
	pty_close(&s);
}

static void wide_bare(struct bench *b, const char *const *bare)
{
	struct pty s = start(bare, WIDE_W, WIDE_H);
	struct walk walk = pty_walk(&s, "p");

	bench_tell(b, FIG_bare_part_cpu, walk.cpu_us);
	bench_tell(b, FIG_bare_part_bytes, walk.bytes);
	bench_tell(b, FIG_bare_wide_cpu, pty_walk(&s, "l").cpu_us);
	pty_close(&s);
}

/* CPU and bytes of a refresh; it reads /proc for it, as it must. */
static void refreshes(struct bench *b, int columns, int rows, enum figure cpu,
		      enum figure bytes, enum figure first)
{
	static const char *const argv[] = { htop, "-d", "5", NULL };
	double begun = bench_wall_ns(), last, sent = 0, before;
	struct pty s = pty_open(argv, columns, rows);

	bench_tell(b, first, pty_first_ns(&s, begun) / 1e3);
	before = pty_cpu_ns(&s);
	begun = bench_wall_ns();
	while (bench_wall_ns() - begun < REFRESHES * REFRESH_MS * 1e6)
		sent += pty_drain(&s, SETTLED_MS, &last);
	bench_tell(b, cpu, (pty_cpu_ns(&s) - before) / 1e3 / REFRESHES);
	bench_tell(b, bytes, sent / REFRESHES);
	pty_close(&s);
}

void bench_frame(struct bench *b)
{
	const char *program[] = { b->program, lesson, NULL };
	const char *bare[] = { "/proc/self/exe", "--bare", NULL };
	struct pty s;

	if (!b->program)
		bench_die("frame", "--program PATH is wanted");
	wide(b, program);
	wide_bare(b, bare);
	s = start(program, HUGE_W, HUGE_H);
	bench_tell(b, FIG_huge_repaint_cpu, repaint_us(&s, HUGE_W, HUGE_H));
	pty_close(&s);
	s = start(bare, HUGE_W, HUGE_H);
	bench_tell(b, FIG_bare_huge_cpu, pty_walk(&s, "l").cpu_us);
	pty_close(&s);
	if (access(htop, X_OK)) {
		fprintf(stderr, "bench: no %s to hold frames against\n", htop);
		return;
	}
	refreshes(b, 80, 24, FIG_htop_cpu, FIG_htop_bytes, FIG_htop_first);
	refreshes(b, WIDE_W, WIDE_H, FIG_htop_wide_cpu, FIG_htop_wide_bytes,
		  FIG_htop_wide_first);
}
