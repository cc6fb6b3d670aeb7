#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/tongue.h"
#include "base/xmalloc.h"

/* A text that was cut within a character ends before it. */
static void drop_part(char *s)
{
	size_t len = strlen(s), behind = 0, whole;
	unsigned char lead;

	while (behind < len && ((unsigned char)s[len - 1 - behind] & 0xc0) == 0x80)
		behind++;
	if (behind == len)
		return;
	lead = (unsigned char)s[len - 1 - behind];
	whole = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
	if (behind + 1 < whole)
		s[len - 1 - behind] = '\0';
}

static void set_text(char *to, size_t size, const char *fmt, va_list ap)
{
	vsnprintf(to, size, tongue(fmt), ap);
	drop_part(to);
	text_clean(to);
}

void diag_set(struct diag *d, uint32_t line, uint32_t column, const char *fmt,
	      ...)
{
	va_list ap;

	memset(d, 0, sizeof(*d));
	d->line = line;
	d->column = column;
	va_start(ap, fmt);
	set_text(d->what, sizeof(d->what), fmt, ap);
	va_end(ap);
}

void diag_out_of_memory(struct diag *d)
{
	diag_set(d, 0, 0, "out of memory: the host grants no address space");
	d->of_host = 1;
}

void diag_hint(struct diag *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set_text(d->hint, sizeof(d->hint), fmt, ap);
	va_end(ap);
}

const char *diag_comma(const struct diag *d)
{
	return d->hint[0] ? tongue(", ") : "";
}

void diags_init(struct diags *ds, const char *file)
{
	memset(ds, 0, sizeof(*ds));
	snprintf(ds->file, sizeof(ds->file), "%s", file);
	text_clean(ds->file);
	/* one spare at the end takes what is counted but not kept */
	ds->list = xcalloc(DIAGS_MAX + 1, sizeof(*ds->list));
	ds->cap = DIAGS_MAX;
}

void diags_free(struct diags *ds)
{
	free(ds->list);
	memset(ds, 0, sizeof(*ds));
}

struct diag *diags_add(struct diags *ds, uint32_t line, uint32_t column,
		       const char *fmt, ...)
{
	struct diag *d = &ds->list[ds->nr < ds->cap ? ds->nr : ds->cap];
	va_list ap;

	memset(d, 0, sizeof(*d));
	d->line = line;
	d->column = column;
	va_start(ap, fmt);
	set_text(d->what, sizeof(d->what), fmt, ap);
	va_end(ap);
	if (ds->nr < ds->cap)
		ds->nr++;
	else
		ds->nr_more++;
	return d;
}

static int by_place(const void *pa, const void *pb)
{
	const struct diag *a = *(const struct diag *const *)pa;
	const struct diag *b = *(const struct diag *const *)pb;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return a < b ? -1 : a > b;	/* keeps the order of the calls */
}

void diags_print(struct diags *ds, FILE *out)
{
	const struct diag **sorted = xcalloc(ds->nr + 1, sizeof(*sorted));

	for (size_t i = 0; i < ds->nr; i++)
		sorted[i] = &ds->list[i];
	qsort(sorted, ds->nr, sizeof(*sorted), by_place);
	for (size_t i = 0; i < ds->nr; i++) {
		const struct diag *d = sorted[i];

		fputs(ds->file, out);
		if (d->line)
			fprintf(out, ":%u:%u", d->line, d->column);
		fprintf(out, ": %s%s%s\n", d->what, diag_comma(d), d->hint);
	}
	if (ds->nr_more)
		fprintf(out, tongue("%s: and %zu more\n"), ds->file, ds->nr_more);
	free(sorted);
}

_Noreturn void bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "framewalk: bug at %s:%d: %s\n", file, line, what);
	abort();
}
