#include "story/tape.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xmalloc.h"

enum { WORD_BYTES = 64 };

struct reader {
	struct tape  *tape;
	struct diags *faults;
	const char   *at, *end;
	const char   *line_start;
	uint32_t      line;
	char	      word[WORD_BYTES];	/* the newest, cut */
	uint32_t      column;		/* where it begins */
};

/* `what` may name the word. */
static struct diag *fault(struct reader *r, const char *what)
{
	return diags_add(r->faults, r->line, r->column, what, r->word);
}

static struct cue *add(struct reader *r, enum cue_kind kind)
{
	struct tape *t = r->tape;

	t->list = xgrow(t->list, t->nr, &t->cap, sizeof(*t->list));
	t->list[t->nr] = (struct cue){
		.kind = kind, .line = r->line, .column = r->column,
	};
	return &t->list[t->nr++];
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* To the next word, which may be on a later line if `lines`. */
static bool skip(struct reader *r, bool lines)
{
	while (r->at < r->end) {
		if (*r->at == '#') {
			while (r->at < r->end && *r->at != '\n')
				r->at++;
		} else if (*r->at == '\n' && lines) {
			r->line_start = ++r->at;
			r->line++;
		} else if (is_blank(*r->at)) {
			r->at++;
		} else {
			break;
		}
	}
	return r->at < r->end && *r->at != '\n';
}

/* The next word into r->word. Return: false at the end. */
static bool next_word(struct reader *r, bool lines)
{
	size_t len = 0;
	bool found = skip(r, lines);

	r->column = (uint32_t)(r->at - r->line_start) + 1;
	for (; r->at < r->end && !is_blank(*r->at) && *r->at != '\n'; r->at++)
		if (len + 1 < sizeof(r->word))
			r->word[len++] = *r->at ? *r->at : '?';
	r->word[len] = '\0';
	return found;
}

static void add_key(struct reader *r, const char *name)
{
	snprintf(add(r, CUE_KEY)->key, KEY_NAME_BYTES, "%s", name);
}

static void read_key(struct reader *r)
{
	char bytes[KEY_NAME_BYTES];
	const char *near;
	struct diag *d;

	if (key_bytes(r->word, bytes, &near)) {
		add_key(r, r->word);
		return;
	}
	d = fault(r, "no key is named '%s'");
	if (near)
		diag_hint(d, "did you mean '%s'?", near);
	else
		diag_hint(d, "`framewalk keys` lists them; several are written "
			  "as several words, `type` takes a text");
}

/* "2s", "1.5s", "300ms". Return: false if it is none. */
static bool parse_time(const char *s, uint32_t *ms)
{
	uint64_t whole = 0, part = 0, worth = 1000;

	if (*s < '0' || *s > '9')
		return false;
	for (; *s >= '0' && *s <= '9' && whole <= HOLD_MOST_MS; s++)
		whole = whole * 10 + (uint64_t)(*s - '0');
	if (!strcmp(s, "ms")) {
		*ms = (uint32_t)whole;
		return whole <= HOLD_MOST_MS;
	}
	if (*s == '.')
		for (s++; *s >= '0' && *s <= '9' && worth > 1; s++)
			part += (uint64_t)(*s - '0') * (worth /= 10);
	whole = whole * 1000 + part;
	*ms = (uint32_t)whole;
	return !strcmp(s, "s") && whole <= HOLD_MOST_MS;
}

static void read_hold(struct reader *r)
{
	uint32_t ms = 0;

	if (next_word(r, false) && parse_time(r->word, &ms))
		add(r, CUE_HOLD)->number = ms;
	else
		diag_hint(fault(r, "'%s' is no time"),
			  "hold 2s, hold 1.5s, hold 300ms; an hour at most");
}

static void read_resize(struct reader *r)
{
	struct cue *cue;
	int w, h;

	if (!next_word(r, false) || !size_parse(r->word, &w, &h)) {
		diag_hint(fault(r, "'%s' is no size"),
			  "columns and rows up to %d, as in resize 100x30",
			  SIZE_MOST);
		return;
	}
	cue = add(r, CUE_RESIZE);
	cue->w = w;
	cue->h = h;
}

static void read_wait_step(struct reader *r)
{
	char *end;
	unsigned long step = 0;

	if (next_word(r, false) && r->word[0] >= '0' && r->word[0] <= '9')
		step = strtoul(r->word, &end, 10);
	if (step && step <= UINT32_MAX && !*end)
		add(r, CUE_STEP)->number = (uint32_t)step;
	else
		diag_hint(fault(r, "'%s' is no step"),
			  "wait step 12: the number of one, from 1");
}

static void read_wait_event(struct reader *r)
{
	enum event_id event = NR_EVENTS;
	const char *near = NULL;
	struct diag *d;

	if (next_word(r, false))
		event = event_by_name(r->word, strlen(r->word));
	if (event < NR_EVENTS) {
		add(r, CUE_EVENT)->event = event;
		return;
	}
	for (int i = 0; i < NR_EVENTS; i++)
		near = nearer(r->word, near, event_types[i].name);
	d = fault(r, "no event is named '%s'");
	if (near)
		diag_hint(d, "did you mean '%s'?", near);
	else
		diag_hint(d, "`framewalk events SCENARIO` prints their names");
}

static void read_wait(struct reader *r)
{
	if (!next_word(r, false))
		r->word[0] = '\0';
	if (!strcmp(r->word, "step"))
		read_wait_step(r);
	else if (!strcmp(r->word, "event"))
		read_wait_event(r);
	else if (!strcmp(r->word, "question"))
		add(r, CUE_QUESTION);
	else if (!strcmp(r->word, "end"))
		add(r, CUE_END);
	else
		diag_hint(fault(r, "'%s' cannot be waited for"),
			  "wait step N, wait event NAME, wait question, "
			  "wait end");
}

/* The rest of the line, from the first character that is not blank. */
static void read_type(struct reader *r)
{
	while (r->at < r->end && is_blank(*r->at))
		r->at++;
	while (r->at < r->end && *r->at != '\n') {
		size_t left = (size_t)(r->end - r->at);
		uint32_t code = 0;
		unsigned len = utf8_next(r->at, left, &code);
		char name[8] = "";

		r->column = (uint32_t)(r->at - r->line_start) + 1;
		memcpy(name, r->at, len);
		r->at += len ? len : 1;
		if (code == '\r' && (r->at == r->end || *r->at == '\n'))
			continue;
		if (code == ' ')
			add_key(r, "Space");
		else if (code > ' ' && (code < 0x7f || code >= 0xa0))
			add_key(r, name);
		else
			diag_hint(fault(r, "here is no character to type"),
				  "a tape is UTF-8 text");
	}
}

static const struct {
	const char *word;
	void (*read)(struct reader *r);
} words[] = {
	{ "hold", read_hold },
	{ "wait", read_wait },
	{ "resize", read_resize },
	{ "type", read_type },
};

static void read_cue(struct reader *r)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!strcmp(r->word, words[i].word)) {
			words[i].read(r);
			return;
		}
	}
	read_key(r);
}

bool tape_parse(struct tape *t, const char *s, size_t len,
		struct diags *faults)
{
	struct reader r = {
		.tape = t, .faults = faults, .line = 1,
		.at = s, .end = s + len, .line_start = s,
	};
	size_t before = faults->nr + faults->nr_more;

	while (next_word(&r, true))
		read_cue(&r);
	return faults->nr + faults->nr_more == before;
}

void tape_copy(struct tape *to, const struct tape *from)
{
	to->list = xmalloc(from->nr * sizeof(*to->list));
	to->nr = to->cap = from->nr;
	if (from->nr)
		memcpy(to->list, from->list, from->nr * sizeof(*to->list));
}

void tape_free(struct tape *t)
{
	free(t->list);
	memset(t, 0, sizeof(*t));
}
