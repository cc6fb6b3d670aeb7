#include "view/proc_pair.h"

#include <ctype.h>
#include <string.h>

enum { LINES_AHEAD = 4096 };	/* a line is not looked for further on */

static bool begins(const struct proc_line *l, const char *words)
{
	size_t n = strlen(words);

	return l->len >= n && !memcmp(l->s, words, n);
}

static bool is_zone(const struct proc_line *l)
{
	return begins(l, "Node ");
}

static bool is_head(const struct proc_line *l)
{
	uint64_t start, end;

	return is_zone(l) || proc_line_area(l, &start, &end);
}

/* The first head from line i on, or the end. */
static int next_head(const struct proc_lines *l, int i)
{
	while (i < l->nr && !is_head(&l->line[i]))
		i++;
	return i;
}

/* Bytes of "Node 0, zone      DMA": up to a word that is a number alone. */
static size_t zone_name(const struct proc_line *l)
{
	size_t from = 0, at = 0;
	bool number = false;

	for (; at < l->len; at++) {
		if (l->s[at] != ' ') {
			number = number && isdigit((unsigned char)l->s[at]);
			continue;
		}
		if (number && at > from)
			return from;
		from = at + 1;
		number = true;
	}
	return number && at > from ? from : at;
}

static bool same_zone(const struct proc_line *a, const struct proc_line *b)
{
	size_t n = zone_name(a);

	return n == zone_name(b) && !memcmp(a->s, b->s, n);
}

/*
 * The area that this one was: with the same first address or the same end, so
 * one that grew, shrank or lost a part is found. Areas stand in the order of
 * their addresses.
 */
static int area_before(uint64_t start, uint64_t end,
		       const struct proc_lines *was, int from)
{
	uint64_t was_start, was_end;

	for (int i = from; i < was->nr; i++) {
		if (!proc_line_area(&was->line[i], &was_start, &was_end))
			continue;
		if (was_start == start || was_end == end)
			return i;
		if (was_start >= end)
			break;
	}
	return -1;
}

static int head_before(const struct proc_line *now,
		       const struct proc_lines *was, int from)
{
	uint64_t start, end;

	if (proc_line_area(now, &start, &end))
		return area_before(start, end, was, from);
	for (int i = from; i < was->nr; i++)
		if (is_zone(&was->line[i]) && same_zone(now, &was->line[i]))
			return i;
	return -1;
}

/* "[    0.057000] sh (1): ..." */
static bool is_log(const struct proc_line *l)
{
	return begins(l, "[ ");
}

static bool same_name(const struct proc_line *a, const struct proc_line *b)
{
	size_t n = proc_line_name(a);

	return n == proc_line_name(b) && !memcmp(a->s, b->s, n);
}

/* Of a line that is no head, in the lines [from, to). */
static int field_before(const struct proc_line *now,
			const struct proc_lines *was, int from, int to)
{
	bool log = is_log(now);

	to = to - from > LINES_AHEAD ? from + LINES_AHEAD : to;
	for (int i = from; i < to; i++)
		if (log ? proc_line_same(now, &was->line[i]) :
			  same_name(now, &was->line[i]))
			return i;
	return -1;
}

void proc_lines_pair(const struct proc_lines *now, const struct proc_lines *was,
		     int *old)
{
	/* where fields are looked for: from `at` up to the head at `to` */
	int at = 0, to = next_head(was, 0);

	for (int i = 0; i < now->nr; i++) {
		const struct proc_line *l = &now->line[i];

		if (now->nr == 1 && was->nr == 1) {
			old[i] = 0;
		} else if (!is_head(l)) {
			old[i] = field_before(l, was, at, to);
			at = old[i] >= 0 ? old[i] + 1 : at;
		} else {
			old[i] = head_before(l, was, to);
			at = old[i] >= 0 ? old[i] + 1 : to;
			to = old[i] >= 0 ? next_head(was, at) : to;
		}
	}
}
