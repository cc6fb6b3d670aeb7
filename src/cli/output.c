#include "cli/output.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/tongue.h"
#include "draw/canvas.h"

/* As asciinema does, and gzip. */
bool output_may_begin(const struct options *o)
{
	const char *path = o->value[OPT_output];
	struct stat st;

	if (!path || options_has(o, OPT_force) || stat(path, &st) ||
	    !S_ISREG(st.st_mode) || !st.st_size)
		return true;
	complain("'%s' exists; --force replaces it", path);
	return false;
}

bool output_open(struct output *o, const char *path)
{
	o->file = path ? fopen(path, "w") : stdout;
	o->name = path ? path : tongue("standard output");
	o->error = 0;
	o->folds = false;
	if (o->file)
		return true;
	complain("cannot write '%s': %s", path, tongue(strerror(errno)));
	return false;
}

void output_fold(struct output *o)
{
	o->folds = isatty(fileno(o->file));
}

/* Where a line goes on: behind its sign, as in "* event". */
enum { HANG = 4, LEAST_COLUMNS = 16 };

/* The terminal may have another size than at the last time. */
static void fold(const struct output *o, struct text *t)
{
	struct text folded = { 0 };
	struct winsize size;

	if (ioctl(fileno(o->file), TIOCGWINSZ, &size) ||
	    size.ws_col < LEAST_COLUMNS)
		return;
	text_fold(text_str(t), size.ws_col, HANG, &folded);
	text_free(t);
	*t = folded;
}

bool output_text(struct output *o, struct text *t)
{
	size_t len;

	if (o->folds)
		fold(o, t);
	len = t->len;
	if (!o->error && len && fwrite(t->s, 1, len, o->file) != len)
		o->error = errno ? errno : EIO;
	text_reset(t);
	return !o->error;
}

int output_close(struct output *o)
{
	/* what was printed past output_text() shows in the stream's own flag */
	if (!o->error && (fflush(o->file) || ferror(o->file)))
		o->error = errno ? errno : EIO;
	if (o->file != stdout && fclose(o->file) && !o->error)
		o->error = errno;
	if (!o->error)
		return DONE;
	/* `framewalk events X | head` is no mistake of anybody's */
	if (o->error != EPIPE)
		complain("cannot write %s: %s", o->name,
			 tongue(strerror(o->error)));
	return FAILED;
}
