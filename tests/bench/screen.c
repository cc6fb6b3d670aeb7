/* The program in a terminal of 80x24, and beside it bare ncurses. */
#include <ncurses.h>
#include <unistd.h>

#include "bench.h"
#include "pty.h"

enum { COLUMNS_ = 80, LINES_ = 24, PAUSED_MS = 2000 };

static const char lesson[] = "traces/05-demand.json";

/*
 * Every cell anew at each key, in runs of eight of one colour: what a picture
 * of frames costs ncurses at the least. Of 'p' one run in twenty, 5 % of them.
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

				if (key == 'p' && (x / 8 + y * 7) % 20)
					continue;
				mvaddch(y, x, (chtype)('a' + (x + frame) % 26) |
						      (chtype)COLOR_PAIR(run));
			}
		refresh();
		key = getch();
	}
	endwin();
	return 0;
}

struct seen {
	double first_frame_us, paused_us_s, paused_b_s;
	struct walk events, steps;
};

static struct seen watch(const char *const *argv)
{
	double start = bench_wall_ns(), last, cpu;
	struct pty s = pty_open(argv, COLUMNS_, LINES_);
	struct seen seen = { 0 };

	seen.first_frame_us = pty_first_ns(&s, start) / 1e3;
	seen.events = pty_walk(&s, ".");
	if (write(s.fd, "g", 1) == 1)
		pty_drain(&s, SETTLED_MS, &last);
	seen.steps = pty_walk(&s, "l");
	cpu = pty_cpu_ns(&s);
	seen.paused_b_s = pty_drain(&s, PAUSED_MS, &last) * 1000 / PAUSED_MS;
	seen.paused_us_s = (pty_cpu_ns(&s) - cpu) / 1e3 * 1000 / PAUSED_MS;
	pty_close(&s);
	return seen;
}

void bench_screen(struct bench *b)
{
	const char *program[] = { b->program, lesson, NULL };
	const char *bare[] = { "/proc/self/exe", "--bare", NULL };
	struct seen seen;

	if (!b->program)
		bench_die("pty", "--program PATH is wanted");
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
