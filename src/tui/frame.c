#ifdef __linux__
#define _GNU_SOURCE	/* for memfd_create(); NOLINT */
#endif

#include "tui/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/xmalloc.h"

/* By the beginning of TERM, where terminfo says nothing of it ("Sync"). */
static const char *const takes_sync[] = {
	"alacritty", "contour", "foot", "mintty", "rio", "wezterm",
	"xterm-ghostty", "xterm-kitty",
};

static bool knows_sync(void)
{
	const char *term = getenv("TERM");

	if (terminfo_text("Sync"))
		return true;
	for (size_t i = 0; term && i < sizeof(takes_sync) / sizeof(*takes_sync);
	     i++)
		if (!strncmp(term, takes_sync[i], strlen(takes_sync[i])))
			return true;
	return false;
}

static int memory_file(void)
{
#ifdef __linux__
	return memfd_create("frame", MFD_CLOEXEC);
#else
	return -1;
#endif
}

void frame_open(struct terminal *t)
{
	t->out = dup(STDOUT_FILENO);
	t->frame = t->out < 0 ? -1 : memory_file();
	if (t->out < 0)
		t->out = STDOUT_FILENO;
	t->sync = knows_sync();
}

void frame_close(struct terminal *t)
{
	if (t->frame >= 0)
		close(t->frame);
	if (t->out != STDOUT_FILENO)
		close(t->out);
	free(t->bytes);
	t->bytes = NULL;
	t->bytes_cap = 0;
}

/* Let curses paint into the file. Return: bytes there; negative = none. */
static off_t paint(struct terminal *t)
{
	off_t nr;

	if (lseek(t->frame, 0, SEEK_SET) < 0 ||
	    dup2(t->frame, STDOUT_FILENO) < 0)
		return -1;
	doupdate();
	nr = lseek(t->frame, 0, SEEK_CUR);
	dup2(t->out, STDOUT_FILENO);
	return nr;
}

/* What stands in the file, between the marks, in one write. */
static void forward(struct terminal *t, size_t nr)
{
	size_t begin = t->sync ? strlen(SYNC_BEGIN) : 0;
	size_t end = t->sync ? strlen(SYNC_END) : 0;
	ssize_t got;

	if (t->bytes_cap < nr + begin + end) {
		t->bytes_cap = nr + begin + end;
		t->bytes = xrealloc(t->bytes, t->bytes_cap);
	}
	got = pread(t->frame, t->bytes + begin, nr, 0);
	if (got <= 0)
		return;
	memcpy(t->bytes, SYNC_BEGIN, begin);
	memcpy(t->bytes + begin + got, SYNC_END, end);
	write_all(t->out, t->bytes, begin + (size_t)got + end);
}

/*
 * Coming back from a stop curses sets the terminal's modes, which it must do
 * on the terminal itself.
 */
void frame_send(struct terminal *t)
{
	off_t nr = t->frame < 0 || isendwin() ? -1 : paint(t);

	if (nr < 0)
		doupdate();
	else
		forward(t, (size_t)nr);
}
