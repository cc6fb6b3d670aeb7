/*
 * usage: bench [--tsv] [--rounds N] [--only SECTION] --program FRAMEWALK
 *
 * Prints one table: aligned for people, or tab separated for programs:
 * NAME VALUE UNIT ANCHOR ANCHOR_VALUE RATIO GOAL ok|short|-
 * Exit: 0 also when a goal is not met; this tells, it does not judge.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

enum how { FASTER, TIMES };
enum goal { NO_GOAL, VALUE_MOST, RATIO_LEAST, RATIO_MOST };

struct line {
	enum figure figure, anchor;
	enum how    how;
	enum goal   goal;
	double	    limit;
};

static const struct {
	const char *name, *unit;
} figures[NR_FIGURES] = {
#define FIGURE(id, unit) { #id, unit },
#include "figures.def"
};

static const struct line lines[] = {
#define LINE(figure, anchor, how, goal, limit) \
	{ FIG_##figure, FIG_##anchor, how, goal, limit },
#include "figures.def"
};

static const struct {
	const char *name;
	void (*run)(struct bench *b);
} sections[] = {
	{ "host", bench_host },	    { "fault", bench_fault },
	{ "blocks", bench_blocks }, { "start", bench_start },
	{ "pressure", bench_pressure }, { "seek", bench_seek },
	{ "load", bench_load },	    { "screen", bench_screen },
	{ "frame", bench_frame },   { "record", bench_record },
};

enum { NR_SECTIONS = sizeof(sections) / sizeof(*sections) };

_Noreturn void bench_die(const char *what, const char *why)
{
	fprintf(stderr, "bench: %s: %s\n", what, why);
	exit(1);
}

void bench_tell(struct bench *b, enum figure id, double value)
{
	if (b->nr[id] < MAX_ROUNDS)
		b->sample[id][b->nr[id]++] = value;
}

static double clock_ns(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

double bench_cpu_ns(void)
{
	return clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

double bench_wall_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

double bench_resident_kib(void)
{
	unsigned long size, resident = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (f && fscanf(f, "%lu %lu", &size, &resident) != 2)
		resident = 0;
	if (f)
		fclose(f);
	return (double)resident * (double)sysconf(_SC_PAGESIZE) / 1024;
}

/* Return: in the child 0, with *fd to write to; else its id, *fd to read. */
static pid_t split(int *fd)
{
	int pipes[2];
	pid_t child;

	fflush(NULL);
	if (pipe(pipes) || (child = fork()) < 0)
		bench_die("fork", "failed");
	*fd = pipes[child == 0];
	fcntl(*fd, F_SETFD, FD_CLOEXEC);	/* no program keeps it open */
	close(pipes[child != 0]);
	return child;
}

static void hand_over(int fd, const void *from, size_t bytes)
{
	const char *at = from;

	while (bytes) {
		ssize_t done = write(fd, at, bytes);

		if (done <= 0)
			_exit(1);
		at += done;
		bytes -= (size_t)done;
	}
	_exit(0);
}

static void take_over(pid_t child, int fd, void *to, size_t bytes)
{
	char *at = to;
	ssize_t done;

	for (; bytes && (done = read(fd, at, bytes)) > 0; at += done)
		bytes -= (size_t)done;
	close(fd);
	waitpid(child, NULL, 0);
	if (bytes)
		exit(1);	/* the child has said why */
}

void bench_apart(void (*measure)(double *values), double *values, int nr)
{
	size_t bytes = (size_t)nr * sizeof(*values);
	double got[8];
	int fd;
	pid_t child = split(&fd);

	if (!child) {
		measure(got);
		hand_over(fd, got, bytes);
	}
	take_over(child, fd, values, bytes);
}

/* Each section in a process of its own: none finds another's leavings. */
static void run_section(struct bench *b, void (*run)(struct bench *b))
{
	int fd;
	pid_t child = split(&fd);

	if (!child) {
		run(b);
		hand_over(fd, b, sizeof(*b));
	}
	take_over(child, fd, b, sizeof(*b));
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* NAN if nothing was measured. */
static double median(const struct bench *b, enum figure id)
{
	double sorted[MAX_ROUNDS];
	int nr = b->nr[id];

	if (!nr)
		return NAN;
	memcpy(sorted, b->sample[id], sizeof(sorted));
	qsort(sorted, (size_t)nr, sizeof(*sorted), compare);
	return nr % 2 ? sorted[nr / 2]
		      : (sorted[nr / 2 - 1] + sorted[nr / 2]) / 2;
}

/* Three digits that count, none invented. */
static const char *number(double x, char *to, size_t room)
{
	double size = fabs(x);

	snprintf(to, room, "%.*f", size >= 100 || size == 0 ? 0 :
		 size >= 10 ? 1 : size >= 1 ? 2 : 3, x);
	return to;
}

static void print_goal(const struct line *l, char *to, size_t room)
{
	char limit[32];

	number(l->limit, limit, sizeof(limit));
	if (l->goal == NO_GOAL)
		snprintf(to, room, "-");
	else
		snprintf(to, room, "%s%s%s",
			 l->goal == RATIO_LEAST ? ">=" : "<=", limit,
			 l->goal == VALUE_MOST ? "" : "x");
}

static bool met(const struct line *l, double value, double ratio)
{
	switch (l->goal) {
	case VALUE_MOST:
		return value <= l->limit;
	case RATIO_LEAST:
		return ratio >= l->limit;
	case RATIO_MOST:
		return ratio <= l->limit;
	default:
		return true;
	}
}

static void print_line(const struct bench *b, const struct line *l, bool tsv)
{
	double value = median(b, l->figure), anchor = median(b, l->anchor);
	double ratio = l->how == FASTER ? anchor / value : value / anchor;
	double held = l->goal == VALUE_MOST ? value : ratio;
	char v[32], a[32], r[32] = "-", goal[48];

	if (isnan(value))
		return;
	if (isnan(anchor))
		snprintf(a, sizeof(a), "-");
	else
		number(anchor, a, sizeof(a));
	if (isfinite(ratio)) {
		number(ratio, r, sizeof(r));
		strcat(r, "x");
	}
	print_goal(l, goal, sizeof(goal));
	printf(tsv ? "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n"
		   : "%-18s %10s %-6s  %-20s %10s %9s %9s  %s\n",
	       figures[l->figure].name, number(value, v, sizeof(v)),
	       figures[l->figure].unit, figures[l->anchor].name, a, r, goal,
	       l->goal == NO_GOAL || isnan(held) ? "-" :
	       met(l, value, ratio) ? "ok" : "short");
}

static void print_table(const struct bench *b, bool tsv)
{
	if (!tsv)
		printf("%-18s %10s %-6s  %-20s %10s %9s %9s\n", "NAME",
		       "VALUE", "UNIT", "ANCHOR", "VALUE", "RATIO", "GOAL");
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		print_line(b, &lines[i], tsv);
}

static void run_rounds(struct bench *b, const char *only, bool quiet)
{
	for (int round = 0; round < b->nr_rounds; round++)
		for (int i = 0; i < NR_SECTIONS; i++) {
			if (only && i && strcmp(only, sections[i].name))
				continue;	/* the host is in every table */
			if (!quiet)
				fprintf(stderr, "round %d of %d: %-8s\r",
					round + 1, b->nr_rounds,
					sections[i].name);
			run_section(b, sections[i].run);
		}
	if (!quiet)
		fprintf(stderr, "%32s\r", "");
}

int main(int argc, char **argv)
{
	static struct bench b = { .nr_rounds = 5 };
	const char *only = NULL;
	bool tsv = false;

	if (argc == 2 && !strcmp(argv[1], "--bare"))
		return bare_main();
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--tsv"))
			tsv = true;
		else if (!strcmp(argv[i], "--rounds") && i + 1 < argc)
			b.nr_rounds = atoi(argv[++i]);
		else if (!strcmp(argv[i], "--only") && i + 1 < argc)
			only = argv[++i];
		else if (!strcmp(argv[i], "--program") && i + 1 < argc)
			b.program = argv[++i];
		else
			bench_die(argv[i], "--tsv, --rounds N, --only SECTION or --program PATH");
	}
	if (b.nr_rounds < 1 || b.nr_rounds > MAX_ROUNDS)
		bench_die("--rounds", "1 to 32");
	run_rounds(&b, only, tsv);
	print_table(&b, tsv);
	return 0;
}
