#include "load/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/tongue.h"
#include "base/xmalloc.h"
#include "load/loader.h"

enum { FIRST_BYTES = 1 << 16 };

/* More bytes behind those at hand, which move to the front of the buffer. */
static void buffer_fill(struct lines *in)
{
	size_t left = in->end - in->start, n;

	if (in->start)
		memmove(in->buffer, in->buffer + in->start, left);
	in->start = 0;
	in->end = left;
	if (in->end == in->cap) {
		in->cap = in->cap ? in->cap * 2 : FIRST_BYTES;
		in->buffer = xrealloc(in->buffer, in->cap + 1);
	}
	n = fread(in->buffer + in->end, 1, in->cap - in->end, in->file);
	in->end += n;
	in->at_end = n == 0;
}

bool lines_next(struct lines *in, struct diags *faults)
{
	size_t looked = 0;
	char *newline;

	for (;;) {
		size_t at = in->start + looked;

		newline = at < in->end ? memchr(in->buffer + at, '\n',
						in->end - at) : NULL;
		looked = in->end - in->start;
		if (newline || in->at_end || looked > LOAD_MAX_LINE)
			break;
		buffer_fill(in);
	}
	in->number++;
	if (ferror(in->file)) {
		diags_add(faults, 0, 0, "it cannot be read: %s",
			  tongue(strerror(errno)));
		return false;
	}
	in->text = in->buffer + in->start;
	in->len = newline ? (size_t)(newline - in->text) : looked;
	if (in->len > LOAD_MAX_LINE) {
		diags_add(faults, in->number, 1, "the line has more than %d "
			  "bytes", LOAD_MAX_LINE);
		return false;
	}
	in->text[in->len] = '\0';
	in->start += in->len + (newline != NULL);
	in->bytes += in->len + (newline != NULL);
	return newline || in->len;
}

void lines_free(struct lines *in)
{
	free(in->buffer);
	memset(in, 0, sizeof(*in));
}

bool lines_blank(const struct lines *in)
{
	size_t i = 0;

	while (i < in->len && (in->text[i] == ' ' || in->text[i] == '\t' ||
			       in->text[i] == '\r'))
		i++;
	return i == in->len || (in->len - i > 1 && in->text[i] == '/' &&
				in->text[i + 1] == '/');
}
