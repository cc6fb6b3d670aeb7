#include "cli/score.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tongue.h"
#include "base/xmalloc.h"
#include "cli/options.h"

static const char *const kinds[] = {
	[ASK_CHOICE] = "choice",   [ASK_NUMBER] = "number",
	[ASK_PREDICT] = "predict", [ASK_TALK] = "talk",
};

/* A line that somebody left without its end is ended first. */
static void end_last_line(struct score *s, const char *path)
{
	int fd = open(path, O_RDONLY);
	char last = '\n';

	if (fd < 0)
		return;
	if (lseek(fd, -1, SEEK_END) >= 0 && read(fd, &last, 1) == 1 &&
	    last != '\n')
		text_puts(&s->left, "\n");
	close(fd);
}

bool score_open(struct score *s, const char *path, struct diag *why)
{
	memset(s, 0, sizeof(*s));
	s->fd = -1;
	if (!path)
		return true;
	s->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (s->fd < 0) {
		diag_set(why, 0, 0, "cannot write the score to '%.120s': %s",
			 path, tongue(strerror(errno)));
		return false;
	}
	s->path = xstrdup(path);
	end_last_line(s, path);
	return true;
}

/* As much as the disk takes; the rest stays. Return: nothing is left. */
static bool write_left(struct score *s)
{
	while (s->left.len) {
		ssize_t nr = write(s->fd, s->left.s, s->left.len);

		if (nr < 0 && errno == EINTR)
			continue;
		if (nr <= 0)
			return false;
		s->left.len -= (size_t)nr;
		memmove(s->left.s, s->left.s + nr, s->left.len + 1);
	}
	fsync(s->fd);	/* a pipe has nothing to be synced, and that is well */
	return true;
}

static void value_words(const struct ask *ask, int64_t value, struct text *out)
{
	if (ask->kind == ASK_CHOICE && value >= 0 &&
	    value < (int64_t)ask->nr_choices)
		text_printf(out, "%c", (char)('a' + value));
	else
		text_printf(out, "%" PRId64, value);
}

bool score_add(struct score *s, const struct story *story, uint32_t step,
	       const struct ask *ask, int verdict, const char *typed,
	       int64_t value, const char *branch)
{
	struct text line = { 0 };

	if (s->fd < 0)
		return true;
	text_printf(&line, "%s", story->name ? story->name : "-");
	text_clean(line.s);	/* a name with a tab in it is still one field */
	text_printf(&line, "\t%u\t%s\t%s\t%s\t", step, kinds[ask->kind],
		    verdict > 0 ? "right" : verdict < 0 ? "wrong" : "passed",
		    *typed ? typed : "-");
	if (verdict)
		value_words(ask, value, &line);
	else
		text_puts(&line, "-");
	text_printf(&line, "\t%s\n", branch);
	text_add(&s->left, line.s, line.len);
	text_free(&line);
	return write_left(s);
}

int score_close(struct score *s)
{
	bool lost = s->fd >= 0 && !write_left(s);

	if (lost) {
		complain("'%s' could not be written: %s; what is not in it:",
			 s->path, tongue(strerror(errno)));
		fputs(text_str(&s->left), stderr);
	}
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	free(s->path);
	s->path = NULL;
	text_free(&s->left);
	return lost ? FAILED : DONE;
}
