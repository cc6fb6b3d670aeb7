/*
 * free(1) of procps 4.0.2, and with --old that of 3.3.10 to 3.3.17. The new
 * one calls used what is not available, so that the columns no longer add up
 * to the total; the old one called used what is neither free nor cache.
 */
#include "mm/proc_files.h"

#include <inttypes.h>
#include <string.h>

/* How amounts are written: a power of 1024 bytes, or as it fits best. */
struct style {
	unsigned power;
	bool	 human;
	bool	 old;
};

/* Next word of the arguments; *at goes behind it. "" = none is left. */
static size_t next_word(const char **at)
{
	*at += strspn(*at, " ");
	return strcspn(*at, " ");
}

static bool style_read(const char *args, struct style *style)
{
	static const char units[] = "bkmg";
	size_t len;

	*style = (struct style){ .power = 1 };
	for (; (len = next_word(&args)) != 0; args += len) {
		const char *unit = args[1] ? strchr(units, args[1]) : NULL;

		if (len == 5 && memcmp(args, "--old", 5) == 0)
			style->old = true;
		else if (len != 2 || args[0] != '-' || (args[1] != 'h' && !unit))
			return false;
		else if (unit)
			style->power = (unsigned)(unit - units);
		else
			style->human = true;
	}
	return true;
}

/*
 * At most five letters with their unit: with a tenth if there is room, rounded
 * to even as printf() rounds.
 */
static void put_human(char text[24], uint64_t bytes)
{
	static const char units[] = "BKMGTP";
	unsigned power = 0;
	int len;

	if (bytes < 1000) {
		snprintf(text, 24, "%" PRIu64 "B", bytes);
		return;
	}
	do {
		uint64_t unit = UINT64_C(1) << (10 * ++power);
		uint64_t whole = bytes / unit;
		uint64_t rest = bytes % unit * 10;
		uint64_t tenths = whole * 10 + rest / unit;
		uint64_t half = rest % unit;

		if (half > unit / 2 || (half == unit / 2 && tenths % 2))
			tenths++;
		len = snprintf(text, 24, "%" PRIu64 ".%" PRIu64 "%ci",
			       tenths / 10, tenths % 10, units[power]);
		if (len > 5)
			len = snprintf(text, 24, "%" PRIu64 "%ci", whole,
				       units[power]);
	} while (len > 5 && units[power + 1]);
}

static void put_amount(struct text *out, const struct style *style,
		       uint64_t kb)
{
	char text[24];

	if (style->human)
		put_human(text, kb * 1024);
	else
		snprintf(text, sizeof(text), "%" PRIu64,
			 (kb * 1024) >> (10 * style->power));
	text_printf(out, " %11s", text);
}

static void put_row(struct text *out, const struct style *style,
		    const char *name, const uint64_t *kb, unsigned nr)
{
	text_printf(out, "%-*s", style->old ? 7 : 8, name);
	for (unsigned i = 0; i < nr; i++)
		put_amount(out, style, kb[i]);
	text_puts(out, "\n");
}

/* Source: procps library/meminfo.c (4.0.2), proc/sysinfo.c meminfo() (3.3.17). */
static uint64_t used_kb(const struct meminfo *i, bool old, uint64_t cache)
{
	if (!old)
		return i->total - (i->available > i->total ? i->free :
							     i->available);
	return i->free + cache <= i->total ? i->total - i->free - cache :
					     i->total - i->free;
}

bool print_free(const struct machine *m, const char *args, struct text *out)
{
	struct meminfo i;
	struct style style;
	uint64_t cache;

	if (!style_read(args, &style))
		return false;
	meminfo_read(m, &i);
	cache = i.buffers + i.cached + i.sreclaimable;
	text_printf(out, "%*s        used        free      shared  buff/cache   available\n",
		    style.old ? 19 : 20, "total");
	put_row(out, &style, "Mem:",
		(const uint64_t[]){ i.total, used_kb(&i, style.old, cache),
				    i.free, i.shmem, cache, i.available }, 6);
	put_row(out, &style, "Swap:",
		(const uint64_t[]){ i.swap_total, i.swap_total - i.swap_free,
				    i.swap_free }, 3);
	return true;
}
