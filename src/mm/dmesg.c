#include "mm/dmesg.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Lines kept; the kernel keeps so many bytes. */
enum { DMESG_LINES = 1024 };

/* The oldest line, to be written anew; a fresh one while there are few. */
static handle_t line_take(struct machine *m)
{
	struct state *s = m->s;
	handle_t h = s->dmesg_first;

	if (s->nr_dmesg < DMESG_LINES) {
		s->nr_dmesg++;
		return object_new(m, &s->pool_dmesg);
	}
	s->dmesg_first = dmesg_line_at(m, h)->next;
	memset(dmesg_line_mut(m, h), 0, sizeof(struct dmesg_line));
	return h;
}

static void line_add(struct machine *m, const char *text, size_t len)
{
	handle_t h = line_take(m);
	struct dmesg_line *l = dmesg_line_mut(m, h);

	if (len > sizeof(l->text) - 1)
		len = sizeof(l->text) - 1;
	memcpy(l->text, text, len);
	l->length = (uint32_t)len;
	l->ns = m->s->now_ns;
	if (m->s->dmesg_last)
		dmesg_line_mut(m, m->s->dmesg_last)->next = h;
	else
		m->s->dmesg_first = h;
	m->s->dmesg_last = h;
}

void printk(struct machine *m, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	for (const char *at = text; *at;) {
		size_t len = strcspn(at, "\n");

		line_add(m, at, len);
		at += len + (at[len] == '\n');
	}
}
