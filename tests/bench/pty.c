#define _XOPEN_SOURCE 700	/* posix_openpt() */

#include "pty.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

enum {
	KEYS = 60,
	NOTHING_NEW = 16,	/* bytes of a key without effect, at the most */
	A_PICTURE = 200,	/* bytes, at the least */
	A_STAGE = 2000,		/* ... of ours at 80x24 */
	GIVE_UP_MS = 5000,
};

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
	setenv("HTOPRC", "/dev/null", 1);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

void pty_resize(const struct pty *s, int columns, int rows)
{
	struct winsize size = {
		.ws_row = (unsigned short)rows,
		.ws_col = (unsigned short)columns,
	};

	ioctl(s->fd, TIOCSWINSZ, &size);
}

struct pty pty_open(const char *const *argv, int columns, int rows)
{
	struct pty s = { .fd = posix_openpt(O_RDWR | O_NOCTTY) };

	if (s.fd < 0 || grantpt(s.fd) || unlockpt(s.fd))
		bench_die("pty", "none to be had");
	pty_resize(&s, columns, rows);
	s.pid = fork();
	if (!s.pid)
		become(ptsname(s.fd), argv);
	return s;
}

void pty_close(struct pty *s)
{
	if (write(s->fd, "q", 1) != 1)
		kill(s->pid, SIGTERM);
	close(s->fd);
	kill(s->pid, SIGHUP);
	waitpid(s->pid, NULL, 0);
}

double pty_drain(struct pty *s, int quiet_ms, double *last_ns)
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

double pty_cpu_ns(const struct pty *s)
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

double pty_first_ns(struct pty *s, double start)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	double last = start, bytes = 0;

	/* what it says before its picture may come long before it */
	while (bytes < A_PICTURE) {
		if (poll(&p, 1, GIVE_UP_MS) <= 0 || !(p.revents & POLLIN))
			bench_die("pty", "the program shows nothing");
		bytes += pty_drain(s, SETTLED_MS, &last);
	}
	return last - start;
}

double pty_stage_ns(struct pty *s, double start)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	char buffer[1 << 16];

	for (ssize_t bytes = 0, got; bytes < A_STAGE; bytes += got) {
		if (poll(&p, 1, GIVE_UP_MS) <= 0 || !(p.revents & POLLIN))
			bench_die("pty", "the program shows no stage");
		got = read(s->fd, buffer, sizeof(buffer));
		if (got <= 0)
			bench_die("pty", "the program left");
	}
	return bench_wall_ns() - start;
}

struct walk pty_walk(struct pty *s, const char *key)
{
	double cpu = pty_cpu_ns(s), last;
	struct walk walk = { 0 };
	int n;

	for (n = 0; n < KEYS; n++) {
		double bytes;

		if (write(s->fd, key, 1) != 1)
			bench_die("pty", "takes no key");
		bytes = pty_drain(s, SETTLED_MS, &last);
		if (bytes <= NOTHING_NEW)
			break;
		walk.bytes += bytes;
	}
	if (waitpid(s->pid, NULL, WNOHANG) || !n)
		bench_die("pty", "the program left");
	walk.bytes /= n;
	walk.cpu_us = (pty_cpu_ns(s) - cpu) / 1e3 / n;
	return walk;
}
