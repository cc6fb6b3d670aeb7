/*
 * pty - a program that believes to be in a terminal, and what it sends there
 */
#ifndef BENCH_PTY_H
#define BENCH_PTY_H

#include <sys/types.h>

enum { SETTLED_MS = 60 };	/* so long without a byte: the picture stands */

struct pty {
	pid_t pid;
	int   fd;		/* our end of the pty */
};

/* argv ends in NULL; argv[0] is a path. */
struct pty pty_open(const char *const *argv, int columns, int rows);
void pty_close(struct pty *s);
void pty_resize(const struct pty *s, int columns, int rows);

/*
 * Read until nothing has come for `quiet_ms`. *last_ns gets when the last
 * byte came. Return: bytes.
 */
double pty_drain(struct pty *s, int quiet_ms, double *last_ns);

/* CPU time of the child so far. */
double pty_cpu_ns(const struct pty *s);

/* From `start`, when it was opened, until the first picture stands. */
double pty_first_ns(struct pty *s, double start);

/* The same of our stage, though more is said while it stands. */
double pty_stage_ns(struct pty *s, double start);

/* What a key costs. */
struct walk {
	double cpu_us, bytes;
};

/* Keys until they show no more than that the end is reached. */
struct walk pty_walk(struct pty *s, const char *key);

#endif
