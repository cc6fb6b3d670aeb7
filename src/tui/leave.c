#include "tui/terminal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Add a sequence without its padding ("$<5>"): no terminal needs it here. */
static void add(struct leave *l, const char *s)
{
	while (*s && l->nr < LEAVE_BYTES) {
		const char *end = s[0] == '$' && s[1] == '<' ?
				  strchr(s, '>') : NULL;

		if (end)
			s = end + 1;
		else
			l->bytes[l->nr++] = *s++;
	}
}

/*
 * CAN ends a sequence that was cut off in the middle. Without a second screen
 * to leave, the next prompt goes below the picture.
 */
void leave_prepare(struct terminal *t)
{
	static const char *const names[] = {"rmkx", "sgr0", "op", "cnorm"};
	int other = !t->leave_ready;
	struct leave *l = &t->leave[other];

	l->nr = 0;
	add(l, "\030");
	if (t->sync)
		add(l, SYNC_END);
	if (t->mouse)		/* as it was asked for: plainly, or by 1006 */
		add(l, "\033[?1000l\033[?1006l");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (terminfo_text(names[i]))
			add(l, terminfo_text(names[i]));
	if (terminfo_text("rmcup"))
		add(l, terminfo_text("rmcup"));
	else if (terminfo_text("cup"))
		add(l, tparm(terminfo_text("cup"), (long)t->h - 1, 0L, 0L, 0L, 0L,
			     0L, 0L, 0L, 0L));
	add(l, terminfo_text("rmcup") ? "\r" : "\r\n");
	t->leave_ready = other;
}

void write_all(int fd, const char *bytes, size_t nr)
{
	while (nr) {
		ssize_t done = write(fd, bytes, nr);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return;
		bytes += done;
		nr -= (size_t)done;
	}
}

/* What was said while the picture stood, to where it should have gone. */
static void pass_on(const struct terminal *t, int to)
{
	char bytes[512];
	ssize_t nr;

	if (lseek(t->kept_fd, 0, SEEK_SET) < 0)
		return;
	while ((nr = read(t->kept_fd, bytes, sizeof(bytes))) > 0)
		write_all(to, bytes, (size_t)nr);
}

void leave_now(const struct terminal *t)
{
	const struct leave *l = &t->leave[t->leave_ready];

	write_all(t->out, l->bytes, l->nr);
	tcsetattr(STDIN_FILENO, TCSANOW, &t->modes);
	if (t->real_stderr >= 0)
		pass_on(t, t->real_stderr);
}

void stderr_keep(struct terminal *t)
{
	t->real_stderr = -1;
	if (!isatty(STDERR_FILENO))
		return;
	t->kept = tmpfile();
	if (!t->kept)
		return;
	t->kept_fd = fileno(t->kept);
	t->real_stderr = dup(STDERR_FILENO);
	if (t->real_stderr >= 0)
		dup2(t->kept_fd, STDERR_FILENO);
}

void stderr_release(struct terminal *t)
{
	if (t->real_stderr >= 0) {
		dup2(t->real_stderr, STDERR_FILENO);
		close(t->real_stderr);
		t->real_stderr = -1;
		pass_on(t, STDERR_FILENO);
	}
	if (t->kept)
		fclose(t->kept);
	t->kept = NULL;
}
