/*
 * One value out of a text that procfs printed: what a reader would look up,
 * found in the same bytes.
 */
#include "mm/procfs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mm/proc_near.h"
#include "mm/proc_task.h"

struct piece {
	const char *s;
	size_t	    len;
};

static bool piece_is(struct piece p, const char *s)
{
	return strlen(s) == p.len && memcmp(p.s, s, p.len) == 0;
}

static struct piece line_at(const char *s)
{
	return (struct piece){ s, strcspn(s, "\n") };
}

static const char *next_line(const char *s)
{
	s += strcspn(s, "\n");
	return *s ? s + 1 : s;
}

/* All whole numbers in a run of text. */
static unsigned numbers_in(const char *s, const char *end, int64_t *values,
			   unsigned max)
{
	bool minus = false;
	unsigned nr = 0;

	while (s < end && nr < max) {
		char *stop;
		int64_t v;

		if (*s < '0' || *s > '9') {
			minus = *s++ == '-';
			continue;
		}
		v = (int64_t)strtoull(s, &stop, 10);
		values[nr++] = minus ? -v : v;
		minus = false;
		s = stop;
	}
	return nr;
}

/* "Key:   1 kB" or "key 1": the numbers behind the key. */
static unsigned keyed(const char *text, struct piece key, int64_t *values,
		      unsigned max)
{
	for (const char *s = text; *s; s = next_line(s)) {
		struct piece line = line_at(s);

		if (line.len > key.len && memcmp(s, key.s, key.len) == 0 &&
		    (s[key.len] == ':' || s[key.len] == ' '))
			return numbers_in(s + key.len + 1, s + line.len, values,
					  max);
	}
	return 0;
}

/* The piece before the next dot; *rest goes behind it. */
static struct piece take_piece(const char **rest)
{
	struct piece p = { *rest, strcspn(*rest, ".") };

	*rest += p.len;
	if (**rest == '.')
		++*rest;
	return p;
}

/* "Node 0, zone   Normal ...": is it that zone's line? *after: behind it. */
static bool zone_line(const char *s, unsigned node, struct piece zone,
		      const char **after)
{
	unsigned n;
	char name[16];
	int used = 0;

	if (sscanf(s, "Node %u, zone %15[^ ,\n]%n", &n, name, &used) != 2 ||
	    n != node || !piece_is(zone, name))
		return false;
	*after = s + used;
	return true;
}

/* A path may begin with a node's number. */
static struct piece take_zone(const char **key, unsigned *node)
{
	struct piece p = take_piece(key);

	*node = 0;
	if (p.len && p.s[0] >= '0' && p.s[0] <= '9') {
		*node = (unsigned)strtoul(p.s, NULL, 10);
		p = take_piece(key);
	}
	return p;
}

static unsigned buddyinfo_values(const char *text, const char *key,
				 int64_t *values, unsigned max)
{
	unsigned node;
	struct piece zone = take_zone(&key, &node);
	const char *after;

	for (const char *s = text; *s && !*key; s = next_line(s))
		if (zone_line(s, node, zone, &after))
			return numbers_in(after, s + line_at(s).len, values, max);
	return 0;
}

/* pagetypeinfo.Normal.Movable: free blocks of that type, by order. */
static unsigned pagetype_values(const char *text, const char *key,
				int64_t *values, unsigned max)
{
	unsigned node;
	struct piece zone = take_zone(&key, &node);
	const char *after;
	char type[16];
	int used = 0;

	for (const char *s = text; *s; s = next_line(s))
		if (zone_line(s, node, zone, &after) &&
		    sscanf(after, ", type %15s%n", type, &used) == 1 &&
		    strcmp(type, key) == 0)
			return numbers_in(after + used, s + line_at(s).len,
					  values, max);
	return 0;
}

/* Words for lines whose own word stands twice in a zone's part. */
static struct piece zone_word(struct piece key)
{
	static const char *const words[][2] = {
		{ "free", "pages free" },  { "pcp_count", "count:" },
		{ "pcp_high", "high:" },   { "pcp_batch", "batch:" },
		{ "protection", "protection:" },
		{ "start_pfn", "start_pfn:" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (piece_is(key, words[i][0]))
			return (struct piece){ words[i][1], strlen(words[i][1]) };
	return key;
}

static unsigned zoneinfo_values(const char *text, const char *key,
				int64_t *values, unsigned max)
{
	unsigned node;
	struct piece zone = take_zone(&key, &node), word;
	const char *after, *s = text;

	while (*s && !zone_line(s, node, zone, &after))
		s = next_line(s);
	word = zone_word((struct piece){ key, strlen(key) });
	for (s = next_line(s); *s && strncmp(s, "Node ", 5) != 0;
	     s = next_line(s)) {
		const char *p = s + strspn(s, " ");

		if (strncmp(p, word.s, word.len) == 0 &&
		    (p[word.len] == ' ' || word.s[word.len - 1] == ':'))
			return numbers_in(p + word.len, s + line_at(s).len,
					  values, max);
	}
	return 0;
}

static unsigned stat_values(const char *text, const char *key, int64_t *values)
{
	unsigned field = proc_stat_field(key, strlen(key));
	const char *s = strrchr(text, ')');

	if (!field || !s)
		return 0;
	if (field == 1) {
		*values = strtoll(text, NULL, 10);
		return 1;
	}
	for (s += 2; field > 3; field--)	/* s stands at field 3 */
		s += strcspn(s, " ") + 1;
	*values = (int64_t)strtoull(s, NULL, 10);
	return 1;
}

static unsigned statm_values(const char *text, const char *key, int64_t *values)
{
	static const char *const names[] = { "size", "resident", "shared", "text",
					     "lib", "data", "dt" };
	int64_t all[7] = { 0 };
	unsigned nr = numbers_in(text, text + strlen(text), all, 7);

	for (unsigned i = 0; i < nr; i++)
		if (strcmp(names[i], key) == 0) {
			*values = all[i];
			return 1;
		}
	return 0;
}

static unsigned count_lines(const char *text, int64_t *values)
{
	*values = 0;
	for (; *text; text = next_line(text))
		++*values;
	return 1;
}

/* One number of each area: "demo/smaps.Rss". */
static unsigned smaps_values(const char *text, const char *key,
			     int64_t *values, unsigned max)
{
	size_t len = strlen(key);
	unsigned nr = 0;

	for (const char *s = text; *s && len && nr < max; s = next_line(s))
		if (strncmp(s, key, len) == 0 && s[len] == ':')
			nr += numbers_in(s + len, s + line_at(s).len,
					 &values[nr], 1);
	return nr;
}

/*
 * "swaps.Used": a column added up over all devices; "swaps.vdb.Used": of the
 * device whose name ends so. Without a device in use the sum is 0.
 */
static unsigned swaps_values(const char *text, const char *key,
			     int64_t *values)
{
	static const char *const columns[] = { "Size", "Used", "Priority" };
	struct piece device = { NULL, 0 };
	const char *dot = strrchr(key, '.');
	unsigned column = 0, found = 0;

	if (dot)
		device = (struct piece){ key, (size_t)(dot - key) };
	while (column < 3 && strcmp(columns[column], dot ? dot + 1 : key))
		column++;
	if (column == 3 || (column == 2 && !dot))
		return 0;
	*values = 0;
	for (const char *s = next_line(text); *s; s = next_line(s)) {
		struct piece name = { s, strcspn(s, " ") };
		const char *tab = s + strcspn(s, "\t");
		int64_t numbers[3] = { 0 };

		if (dot && (name.len < device.len ||
			    memcmp(s + name.len - device.len, device.s,
				   device.len) != 0))
			continue;
		found++;
		numbers_in(tab, s + line_at(s).len, numbers, 3);
		*values += numbers[column];
	}
	return found || !dot;
}

/* "dmesg": its lines; "dmesg.Killed": those in which that stands. */
static unsigned dmesg_values(const char *text, const char *key,
			     int64_t *values)
{
	size_t len = strlen(key);

	*values = 0;
	for (const char *s = text; *s; s = next_line(s)) {
		struct piece line = line_at(s);
		size_t i = 0;

		while (i + len < line.len && memcmp(s + i, key, len) != 0)
			i++;
		*values += i + len <= line.len &&
			   memcmp(s + i, key, len) == 0;
	}
	return 1;
}

/* "free.used", "free.Mem.buff/cache", "free.Swap.used": a column of a row. */
static unsigned free_values(const char *text, const char *key, int64_t *values)
{
	const char *dot = strchr(key, '.');
	struct piece row = { "Mem", 3 };
	const char *column = dot ? dot + 1 : key, *head = text;
	int64_t numbers[6] = { 0 };
	unsigned nr, i = 0;

	if (dot)
		row = (struct piece){ key, (size_t)(dot - key) };
	nr = keyed(text, row, numbers, 6);
	for (head += strspn(head, " "); *head && *head != '\n'; i++) {
		size_t len = strcspn(head, " \n");

		if (i < nr && strlen(column) == len &&
		    memcmp(column, head, len) == 0) {
			*values = numbers[i];
			return 1;
		}
		head += len;
		head += strspn(head, " ");
	}
	return 0;
}

/* Last word of the file's path decides how it is read. */
static unsigned values_of(const char *file, const char *text, const char *key,
			  int64_t *values, unsigned max)
{
	const char *slash = strrchr(file, '/');
	const char *name = slash ? slash + 1 : file;

	if (strcmp(name, "maps") == 0)
		return *key ? 0 : count_lines(text, values);
	if (strcmp(name, "buddyinfo") == 0)
		return buddyinfo_values(text, key, values, max);
	if (strcmp(name, "pagetypeinfo") == 0)
		return pagetype_values(text, key, values, max);
	if (strcmp(name, "zoneinfo") == 0)
		return zoneinfo_values(text, key, values, max);
	if (strcmp(name, "stat") == 0)
		return stat_values(text, key, values);
	if (strcmp(name, "statm") == 0)
		return statm_values(text, key, values);
	if (strcmp(name, "smaps") == 0)
		return smaps_values(text, key, values, max);
	if (strcmp(name, "swaps") == 0)
		return swaps_values(text, key, values);
	if (strcmp(name, "dmesg") == 0)
		return dmesg_values(text, key, values);
	if (strcmp(name, "free") == 0)
		return free_values(text, key, values);
	if (!*key)	/* a file that is one line */
		return *next_line(text) ? 0 :
		       numbers_in(text, text + strlen(text), values, max);
	return keyed(text, (struct piece){ key, strlen(key) }, values, max);
}

/* "[3]" at the end: that one of the numbers. -1: none given; -2: not sound. */
static long take_index(char *key)
{
	size_t len = strlen(key);
	char *open = strrchr(key, '['), *end;
	long i;

	if (!len || key[len - 1] != ']' || !open)
		return -1;
	i = strtol(open + 1, &end, 10);
	if (end != key + len - 1 || end == open + 1 || i < 0 || i > 1000)
		return -2;
	*open = '\0';
	return i;
}

unsigned procfs_values(const struct machine *m, const char *path,
		       int64_t *values, unsigned max, struct diag *why)
{
	enum { MAX_NUMBERS = 64 };
	int64_t all[MAX_NUMBERS];
	char file[128];
	struct text text = { 0 };
	size_t len = strcspn(path, ".");
	unsigned nr;
	long index;
	char key[128];

	if (len >= sizeof(file) || strlen(path + len) >= sizeof(key)) {
		diag_set(why, 0, 0, "the path is too long");
		return 0;
	}
	memcpy(file, path, len);
	file[len] = '\0';
	strcpy(key, path[len] ? path + len + 1 : "");
	index = take_index(*key ? key : file);
	if (!procfs_print(m, file, &text, why)) {
		text_free(&text);
		return 0;
	}
	nr = values_of(file, text_str(&text), key, all, MAX_NUMBERS);
	if (!nr || index < -1 || index >= (long)nr) {
		diag_set(why, 0, 0, "'%s' names no value", path);
		proc_near(text_str(&text), key, why);
		nr = 0;
	}
	text_free(&text);
	if (!nr)
		return 0;
	if (index >= 0) {
		values[0] = all[index];
		return 1;
	}
	nr = nr < max ? nr : max;
	memcpy(values, all, nr * sizeof(*values));
	return nr;
}
