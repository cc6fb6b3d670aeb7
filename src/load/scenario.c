#include "load/scenario.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/tongue.h"
#include "base/xmalloc.h"
#include "load/compare.h"
#include "load/draft.h"
#include "load/form.h"
#include "load/lines.h"
#include "load/machine.h"
#include "load/step.h"

#define SPOOL_MAX_BYTES (INT64_C(1) << 31)

enum {
	LONG_BYTES = 4 << 20,	/* what takes longer to read than a blink */
	BEGIN_BYTES = 1 << 18,	/* that are read of it for a first picture */
	WATCH_BYTES = 1 << 22,	/* between two looks of who waits for it */
};

/* Memory has bounds, however long the file is. */
static bool is_full(struct loader *l, uint32_t line)
{
	const struct story *s = l->draft.story;

	if (l->faults->nr_more > LOAD_MAX_FAULTS || l->too_many)
		return true;
	if (s->nr_steps < LOAD_MAX_STEPS && s->nr_details < LOAD_MAX_DETAILS &&
	    s->nr_chapters < LOAD_MAX_DETAILS &&
	    l->nr_expects < LOAD_MAX_DETAILS)
		return false;
	diag_hint(diags_add(l->faults, line, 1, "the scenario is too long"),
		  "at most %d steps, %d of them with texts, and %d "
		  "expectations", LOAD_MAX_STEPS, LOAD_MAX_DETAILS,
		  LOAD_MAX_DETAILS);
	return true;
}

/* Bytes of a file that can be read again; it stands at its start then. */
static uint64_t file_bytes(FILE *file)
{
	long bytes = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : 0;

	rewind(file);
	return bytes > 0 ? (uint64_t)bytes : 0;
}

/* In hundredths; a file may have grown meanwhile. */
static unsigned part_read(uint64_t bytes, uint64_t all)
{
	return bytes < all ? (unsigned)(bytes * 100 / all) : 100;
}

/* Another line is wanted; `all`: bytes of the file. */
static bool goes_on(struct loader *l, const struct lines *in, uint64_t all)
{
	const struct scenario_watch *w = l->watch;

	if (l->begun)
		return in->bytes < BEGIN_BYTES;
	if (w && in->bytes - l->watched >= WATCH_BYTES) {
		l->watched = in->bytes;
		l->given_up = !w->go_on(w->data, part_read(in->bytes, all));
	}
	return !l->given_up && !is_full(l, in->number);
}

static void lines_load(struct loader *l, FILE *file)
{
	struct lines in = { .file = file };
	uint64_t all = file_bytes(file);
	bool headed = false;

	l->lines = true;
	while (goes_on(l, &in, all) && lines_next(&in, l->faults)) {
		if (lines_blank(&in))
			continue;
		if (!json_parse(&l->json, in.text, in.len, in.number,
				l->faults))
			continue;
		if (headed)
			line_read(l, l->json.root);
		else
			header_read(l, l->json.root);
		headed = true;
	}
	lines_free(&in);
}

static void document_load(struct loader *l, FILE *file)
{
	size_t len = 0, cap = 1 << 16;
	char *text = xmalloc(cap + 1);

	while ((len += fread(text + len, 1, cap - len, file)) == cap &&
	       len <= LOAD_MAX_BYTES) {
		cap *= 2;
		text = xrealloc(text, cap + 1);
	}
	text[len] = '\0';
	if (ferror(file))
		diags_add(l->faults, 0, 0, "it cannot be read: %s",
			  tongue(strerror(errno)));
	else if (len > LOAD_MAX_BYTES)
		diag_hint(diags_add(l->faults, 1, 1, "the file has more than %d "
				    "MiB", LOAD_MAX_BYTES >> 20),
			  "a long run is written as JSON Lines");
	else if (json_parse(&l->json, text, len, 1, l->faults))
		document_read(l, l->json.root);
	free(text);
}

static bool ends_in(const char *name, const char *ending)
{
	size_t n = strlen(name), e = strlen(ending);

	return n >= e && strcmp(name + n - e, ending) == 0;
}

/*
 * Lines, if the first one is an object by itself and another begins after it.
 * What is wrong with it is told later, by whoever reads it in earnest.
 */
static bool is_lines(FILE *file, const char *name)
{
	struct lines in = { .file = file };
	struct json json = { 0 };
	struct diags spare;
	bool whole = false, more = false;

	if (ends_in(name, ".jsonl"))
		return true;
	diags_init(&spare, name);
	while (!more && lines_next(&in, &spare)) {
		if (lines_blank(&in))
			continue;
		more = whole;
		if (!whole && !json_parse(&json, in.text, in.len, 1, &spare))
			break;
		whole = true;
	}
	json_free(&json);
	lines_free(&in);
	diags_free(&spare);
	rewind(file);
	return more;
}

/* "traces/13-buddy.json" -> "13-buddy" */
static const char *story_name(struct loader *l, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t len = strlen(name);

	if (ends_in(name, ".json") && len > 5)
		len -= 5;
	else if (ends_in(name, ".jsonl") && len > 6)
		len -= 6;
	return shelf_string(l->shelf, name, len);
}

/* What is waited for must be able to come. */
static void keys_check(struct loader *l, const struct story *s)
{
	for (size_t i = 0; i < s->keys.nr; i++) {
		const struct cue *cue = &s->keys.list[i];

		if (cue->kind == CUE_STEP && cue->number > s->nr_steps)
			diags_add(l->faults, cue->line, cue->column,
				  "wait step %u: there are %u steps",
				  cue->number, s->nr_steps);
	}
}

/* An empty draft, to be filled from that file. */
static void loader_begin(struct loader *l, const char *name,
			 struct diags *faults)
{
	loader_init(l, faults);
	draft_open(&l->draft);
	l->shelf = &l->draft.story->shelf;
	l->draft.story->name = story_name(l, name);
	machine_spec_init(&l->draft.story->machine);
}

/* The story if it has no fault; it is the caller's. */
static struct story *story_done(struct loader *l)
{
	struct story *s = l->draft.story;

	draft_close(&l->draft);
	if (!s->nr_steps && !l->faults->nr)
		diag_hint(diags_add(l->faults, 1, 1, "the scenario has no steps"),
			  "give \"chapters\" or \"steps\"");
	if (!l->begun) {
		positions_check(l, s);
		keys_check(l, s);
	}
	draft_name(s, &l->names);
	compare_done(s);
	if (!l->faults->nr && !l->given_up)
		return s;
	story_free(s);
	return NULL;
}

/* The file must be one that can be read again from its start. */
static struct story *file_load(FILE *file, const char *name,
			       const struct scenario_watch *watch,
			       struct diags *faults)
{
	struct story *story;
	struct loader l;

	loader_begin(&l, name, faults);
	l.watch = watch;
	if (is_lines(file, name))
		lines_load(&l, file);
	else
		document_load(&l, file);
	story = story_done(&l);
	loader_free(&l);
	return story;
}

static struct story *unreadable(struct diags *faults, const char *why)
{
	diags_add(faults, 0, 0, "it cannot be read: %s", why);
	return NULL;
}

/* What cannot be read twice is copied to a file that can. NULL and a fault. */
static FILE *spooled(FILE *from, struct diags *faults)
{
	char buffer[1 << 14];
	FILE *to = tmpfile();
	int64_t bytes = 0;
	size_t n = 0;

	if (!to) {
		unreadable(faults, tongue(strerror(errno)));
		return NULL;
	}
	while (bytes <= SPOOL_MAX_BYTES &&
	       (n = fread(buffer, 1, sizeof(buffer), from)) != 0 &&
	       fwrite(buffer, 1, n, to) == n)
		bytes += (int64_t)n;
	if (!ferror(from) && !ferror(to) && n == 0 && fflush(to) == 0) {
		rewind(to);
		return to;
	}
	unreadable(faults, bytes > SPOOL_MAX_BYTES ? tongue("it has more than 2 GiB") :
							 tongue(strerror(errno)));
	fclose(to);
	return NULL;
}

/* Not asked of what can be read but once. */
static bool is_long(const char *path)
{
	struct stat st;

	return strcmp(path, "-") != 0 && stat(path, &st) == 0 &&
	       S_ISREG(st.st_mode) && st.st_size >= LONG_BYTES;
}

struct story *scenario_begin(const char *path)
{
	FILE *file = is_long(path) ? fopen(path, "rb") : NULL;
	struct story *story = NULL;
	struct diags spare;
	struct loader l;

	if (!file)
		return NULL;
	diags_init(&spare, path);
	if (is_lines(file, path)) {
		loader_begin(&l, path, &spare);
		l.begun = true;
		lines_load(&l, file);
		story = story_done(&l);
		loader_free(&l);
	}
	diags_free(&spare);
	fclose(file);
	return story;
}

struct story *scenario_load(const char *path, struct diags *faults)
{
	return scenario_load_watched(path, NULL, faults);
}

struct story *scenario_load_watched(const char *path,
				    const struct scenario_watch *watch,
				    struct diags *faults)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? stdin : fopen(path, "rb");
	struct story *story = NULL;
	FILE *copy;

	if (!file)
		return unreadable(faults, tongue(strerror(errno)));
	if (!standard && fseek(file, 0, SEEK_SET) == 0) {
		story = file_load(file, path, watch, faults);
	} else {
		copy = spooled(file, faults);
		if (copy) {
			story = file_load(copy, standard ? "stdin" : path,
					  watch, faults);
			fclose(copy);
		}
	}
	if (!standard)
		fclose(file);
	return story;
}

struct story *scenario_parse(const char *bytes, size_t len, const char *name,
			     struct diags *faults)
{
	struct story *story = NULL;
	char *copy = xmalloc(len + 1);
	FILE *file;

	if (len)
		memcpy(copy, bytes, len);
	copy[len] = '\n';		/* no stream is empty */
	file = fmemopen(copy, len + 1, "rb");
	if (file) {
		story = file_load(file, name, NULL, faults);
		fclose(file);
	} else {
		unreadable(faults, tongue(strerror(errno)));
	}
	free(copy);
	return story;
}
