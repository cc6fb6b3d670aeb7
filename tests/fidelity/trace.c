#include "trace.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xmalloc.h"
#include "result.h"

/* A file of a set, line by line. */
struct source {
	const char *name;
	struct text text;
	char	   *next;
	uint32_t    line;
};

/* Plain if that is there, else packed. */
static bool source_open(struct source *s, const char *dir, const char *name,
			struct diag *why)
{
	struct text path = { 0 };
	struct diag inner;
	bool good;

	*s = (struct source){ .name = name };
	text_printf(&path, "%s/%s", dir, name);
	if (access(path.s, F_OK) != 0)
		text_puts(&path, ".xz");
	good = file_read(path.s, &s->text, &inner);
	if (!good)
		diag_set(why, 0, 0, "%s: %s", name, inner.what);
	text_add(&s->text, "", 0);
	s->next = s->text.s;
	text_free(&path);
	return good;
}

/* NULL at the end. The line loses its newline. */
static char *source_line(struct source *s)
{
	char *line = s->next;
	char *end = strchr(line, '\n');

	if (!*line)
		return NULL;
	if (end)
		*end = '\0';
	s->next = end ? end + 1 : line + strlen(line);
	s->line++;
	return line;
}

static bool bad(const struct source *s, struct diag *why, const char *what)
{
	diag_set(why, 0, 0, "%s:%u: %s", s->name, (unsigned)s->line, what);
	return false;
}

/* "word " at the start: what follows; else NULL. */
static char *after(char *line, const char *word)
{
	size_t n = strlen(word);

	return strncmp(line, word, n) == 0 ? line + n : NULL;
}

/* The next number of a line, blanks before it. false: there is none. */
static bool number(char **at, int base, uint64_t *value)
{
	char *end;

	*value = strtoull(*at, &end, base);
	if (end == *at)
		return false;
	*at = end;
	return true;
}

static char *word(char **at)
{
	char *start = *at + strspn(*at, " ");
	char *end = start + strcspn(start, " ");

	*at = *end ? end + 1 : end;
	*end = '\0';
	return start;
}

static unsigned zone_by_name(const struct trace_set *set, const char *name)
{
	unsigned i = 0;

	while (i < set->nr_zones && strcmp(set->zone[i].name, name) != 0)
		i++;
	return i;
}

unsigned trace_zone_of(const struct trace_set *set, pfn_t pfn)
{
	unsigned i = 0;

	while (i < set->nr_zones &&
	       (pfn < set->zone[i].start_pfn ||
		pfn >= set->zone[i].start_pfn + set->zone[i].spanned))
		i++;
	return i;
}

/* "DMA32 start_pfn 4096 spanned 61399 ..." */
static bool read_zone(struct trace_set *set, char *at)
{
	struct trace_zone *z = &set->zone[set->nr_zones];

	if (set->nr_zones == TRACE_ZONES)
		return false;
	*z = (struct trace_zone){ 0 };
	strncpy(z->name, word(&at), sizeof(z->name) - 1);
	while (*at) {
		char *key = word(&at);
		uint64_t value;

		if (!number(&at, 10, &value))
			return false;
		if (strcmp(key, "start_pfn") == 0)
			z->start_pfn = value;
		else if (strcmp(key, "spanned") == 0)
			z->spanned = value;
		else if (strcmp(key, "managed") == 0)
			z->managed = value;
		else if (strcmp(key, "low") == 0)
			z->low = value;
	}
	set->nr_zones++;
	return z->spanned && z->start_pfn + z->spanned <= UINT32_MAX;
}

/* Does a block of that order begin there and end in the same zone? */
static bool block_fits(const struct trace_set *set, pfn_t pfn, uint64_t order)
{
	unsigned z = trace_zone_of(set, pfn);

	return order < MAX_ORDER && z < set->nr_zones &&
	       !(pfn & ((UINT64_C(1) << order) - 1)) &&
	       pfn + (UINT64_C(1) << order) <=
		       set->zone[z].start_pfn + set->zone[z].spanned;
}

/*
 * A run behind the one before it, cut at the borders of zones, so that no
 * block goes across one.
 */
static bool read_run(struct trace_set *set, struct trace_runs *runs, char *at)
{
	struct trace_run r;
	unsigned z;

	if (!number(&at, 16, &r.start) || !number(&at, 16, &r.pages) ||
	    r.pages > UINT32_MAX || r.start < runs->end)
		return false;
	runs->end = r.start + r.pages;
	while (r.pages) {
		struct trace_run part = r;
		pfn_t end;

		z = trace_zone_of(set, r.start);
		if (z == set->nr_zones)
			return false;
		end = set->zone[z].start_pfn + set->zone[z].spanned;
		if (part.start + part.pages > end)
			part.pages = end - part.start;
		runs->r = xgrow(runs->r, runs->nr, &runs->cap, sizeof(part));
		runs->r[runs->nr++] = part;
		r.start += part.pages;
		r.pages -= part.pages;
	}
	return true;
}

static bool read_pcp(struct trace_set *set, char *at)
{
	uint64_t pfn, order;

	if (!number(&at, 16, &pfn) || !number(&at, 10, &order) ||
	    !block_fits(set, pfn, order))
		return false;
	set->pcp = xgrow(set->pcp, set->nr_pcp, &set->cap_pcp,
			 sizeof(*set->pcp));
	set->pcp[set->nr_pcp++] = (struct trace_pcp){ pfn, (unsigned)order };
	return true;
}

/* "DMA32 1 1 2 ...": eleven counts. Return: false if it is none. */
static bool read_counts(const struct trace_set *set, char *at, unsigned *zone,
			struct trace_counts *counts)
{
	*zone = zone_by_name(set, word(&at));
	if (*zone == set->nr_zones)
		return false;
	for (unsigned o = 0; o < MAX_ORDER; o++)
		if (!number(&at, 10, &counts->nr[o]))
			return false;
	return true;
}

static bool read_start(const char *dir, struct trace_set *set,
		       struct diag *why)
{
	struct source s;
	bool good = source_open(&s, dir, "start.txt", why);
	char *line, *at;

	while (good && (line = source_line(&s))) {
		if ((at = after(line, "# kernel ")))
			set->is_618 = strncmp(at, "6.18", 4) == 0;
		else if ((at = after(line, "zone ")) && !read_zone(set, at))
			good = bad(&s, why, "no zone: NAME start_pfn N spanned N ...");
		else if ((at = after(line, "free ")) &&
			 !read_run(set, &set->start, at))
			good = bad(&s, why, "no free run: PFN COUNT, hex, ascending, in a zone");
		else if ((at = after(line, "pcp ")) && !read_pcp(set, at))
			good = bad(&s, why, "no page of a zone: PFN ORDER");
	}
	if (good && !set->nr_zones)
		good = bad(&s, why, "no zone line in it");
	text_free(&s.text);
	return good;
}

static bool read_end(const char *dir, struct trace_set *set, struct diag *why)
{
	struct source s;
	bool good = source_open(&s, dir, "end.txt", why);
	struct trace_counts counts;
	unsigned zone;
	char *line, *at;

	while (good && (line = source_line(&s))) {
		if ((at = after(line, "buddyinfo "))) {
			good = read_counts(set, at, &zone, &counts) ||
			       bad(&s, why, "no counts: ZONE and 11 numbers");
			if (!good)
				break;
			set->zone[zone].end = counts;
			set->zone[zone].has_end = true;
		} else if ((at = after(line, "free ")) &&
			   !read_run(set, &set->end, at)) {
			good = bad(&s, why, "no free run: PFN COUNT, hex, ascending, in a zone");
		}
	}
	text_free(&s.text);
	return good;
}

static bool read_stated(struct trace_set *set, char *at, struct trace_line *l)
{
	struct trace_counts counts;
	unsigned zone;

	if (!read_counts(set, at, &zone, &counts))
		return false;
	l->kind = TRACE_STATED;
	l->zone = (uint8_t)zone;
	l->stated = (uint32_t)set->nr_stated;
	set->stated = xgrow(set->stated, set->nr_stated, &set->cap_stated,
			    sizeof(counts));
	set->stated[set->nr_stated++] = counts;
	return true;
}

static char *skip_digits(char *s)
{
	while (isdigit((unsigned char)*s))
		s++;
	return s;
}

/*
 * " [000] d..1. 16.123307: " at s: the event's name, its CPU and context;
 * else NULL.
 */
static char *event_at(char *s, struct trace_line *l)
{
	char *at;

	if (s[0] != ' ' || s[1] != '[' || !isdigit((unsigned char)s[2]))
		return NULL;
	l->cpu = (uint32_t)strtoul(s + 2, NULL, 10);
	at = skip_digits(s + 2);
	if (*at++ != ']' || *at != ' ')
		return NULL;
	at += strspn(at, " ");
	/* flags: irqs-off, need-resched, hard or soft interrupt, ... */
	l->interrupt = strcspn(at, " ") > 2 && at[2] != '.';
	at += strcspn(at, " ");
	at += strspn(at, " ");
	at += strspn(at, "0123456789.");
	return at[0] == ':' && at[1] == ' ' ? at + 2 : NULL;
}

/* "key=value" among the fields. */
static bool field(const char *fields, const char *key, uint64_t *value)
{
	size_t n = strlen(key);

	for (const char *s = fields; (s = strstr(s, key)); s += n)
		if ((s == fields || s[-1] == ' ') && s[n] == '=') {
			*value = strtoull(s + n + 1, NULL, 0);
			return true;
		}
	return false;
}

static const struct {
	const char *name;
	enum trace_kind kind;
	const char *order, *type;	/* keys; NULL = it has none */
} trace_events[] = {
	{ "mm_page_alloc_zone_locked", TRACE_TAKEN, "order", "migratetype" },
	{ "mm_page_pcpu_drain", TRACE_DRAINED, "order", "migratetype" },
	{ "mm_page_free", TRACE_FREED, "order", NULL },
	{ "mm_page_free_batched", TRACE_COMMITTED, "order", NULL },
	{ "mm_page_alloc_extfrag", TRACE_FALLBACK, "alloc_order",
	  "alloc_migratetype" },
	{ "mm_page_alloc", TRACE_GIVEN, "order", "migratetype" },
};

static bool read_fields(const struct trace_set *set, const char *fields,
			unsigned event, struct trace_line *l)
{
	uint64_t pfn, order, type = 0, forder = 0, ftype = 0, change = 0;

	l->kind = (uint8_t)trace_events[event].kind;
	if (!field(fields, "pfn", &pfn) ||
	    !field(fields, trace_events[event].order, &order) ||
	    (trace_events[event].type &&
	     !field(fields, trace_events[event].type, &type)))
		return false;
	if (l->kind == TRACE_FALLBACK &&
	    (!field(fields, "fallback_order", &forder) ||
	     !field(fields, "fallback_migratetype", &ftype) ||
	     !field(fields, "change_ownership", &change)))
		return false;
	if (!block_fits(set, pfn, order) || forder >= MAX_ORDER ||
	    type >= MIGRATE_TYPES || ftype >= MIGRATE_TYPES)
		return false;
	l->pfn = pfn;
	l->order = (uint8_t)order;
	l->type = (uint8_t)type;
	l->fallback_order = (uint8_t)forder;
	l->fallback_type = (uint8_t)ftype;
	l->change_ownership = change != 0;
	return true;
}

/* Return: false for a line that is to be passed over. */
static bool read_event(const struct trace_set *set, char *line,
		       struct trace_line *l, const char **wrong)
{
	char *name = NULL, *end;

	for (char *s = strchr(line, '['); s && !name; s = strchr(s + 1, '['))
		if (s > line)
			name = event_at(s - 1, l);
	end = name ? strstr(name, ": ") : NULL;
	if (!end)
		return false;
	*end = '\0';
	for (unsigned i = 0; i < sizeof(trace_events) / sizeof(*trace_events);
	     i++) {
		if (strcmp(trace_events[i].name, name) != 0)
			continue;
		/* a request that failed is given frame 0 */
		if (!read_fields(set, end + 2, i, l) &&
		    l->kind != TRACE_GIVEN)
			*wrong = "fields that do not fit the event or its zones";
		return !*wrong && l->pfn;
	}
	return false;
}

static bool read_trace(const char *dir, struct trace_set *set,
		       struct diag *why)
{
	struct source s;
	bool good = source_open(&s, dir, "trace.txt", why);
	char *line, *at;

	while (good && (line = source_line(&s))) {
		struct trace_line l = { .line = s.line };
		const char *wrong = NULL;

		if ((at = after(line, "@buddyinfo "))) {
			if (!read_stated(set, at, &l))
				wrong = "no counts: ZONE and 11 numbers";
		} else if (!read_event(set, line, &l, &wrong) && !wrong) {
			continue;
		}
		if (!wrong && l.cpu >= TRACE_CPUS)
			wrong = "a CPU beyond number 253";
		if (wrong) {
			good = bad(&s, why, wrong);
			break;
		}
		if (set->nr_cpus <= l.cpu)
			set->nr_cpus = l.cpu + 1;
		set->line = xgrow(set->line, set->nr_lines, &set->cap_lines,
				  sizeof(l));
		set->line[set->nr_lines++] = l;
	}
	text_free(&s.text);
	return good;
}

/*
 * 6.18 says what it did about a fallback behind the removal: the two lines of
 * one CPU with the same block belong together.
 */
static void join_claims(struct trace_set *set)
{
	enum { CPUS = 256 };
	uint32_t last[CPUS] = { 0 };	/* number + 1 of the last removal */

	for (size_t i = 0; i < set->nr_lines; i++) {
		struct trace_line *l = &set->line[i], *taken;
		uint32_t cpu = l->cpu % CPUS;

		if (l->kind == TRACE_TAKEN)
			last[cpu] = (uint32_t)i + 1;
		if (l->kind != TRACE_FALLBACK || !last[cpu])
			continue;
		taken = &set->line[last[cpu] - 1];
		if (taken->pfn == l->pfn && taken->order == l->order &&
		    !taken->other) {
			taken->other = (uint32_t)i + 1;
			l->other = last[cpu];
		}
	}
}

/* The line of a page that is freed among many calls every block a single page. */
static void join_commits(struct trace_set *set)
{
	uint8_t *order;
	pfn_t end = 0;

	for (unsigned i = 0; i < set->nr_zones; i++)
		if (set->zone[i].start_pfn + set->zone[i].spanned > end)
			end = set->zone[i].start_pfn + set->zone[i].spanned;
	order = xcalloc(end, 1);
	for (size_t i = 0; i < set->nr_lines; i++) {
		struct trace_line *l = &set->line[i];

		if (l->kind == TRACE_FREED)
			order[l->pfn] = l->order;
		else if (l->kind == TRACE_COMMITTED)
			l->order = order[l->pfn];
	}
	free(order);
}

bool trace_read(const char *dir, struct trace_set *set, struct diag *why)
{
	*set = (struct trace_set){ 0 };
	if (read_start(dir, set, why) && read_trace(dir, set, why) &&
	    read_end(dir, set, why)) {
		if (!set->nr_cpus)
			set->nr_cpus = 1;
		join_commits(set);
		if (set->is_618)
			join_claims(set);
		return true;
	}
	trace_free(set);
	return false;
}

void trace_free(struct trace_set *set)
{
	free(set->start.r);
	free(set->end.r);
	free(set->pcp);
	free(set->line);
	free(set->stated);
	*set = (struct trace_set){ 0 };
}
