#include "load/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/tongue.h"
#include "base/xmalloc.h"

/* An open object or list, and where its keys begin in the list of keys. */
struct level {
	char   close;
	bool   crowded;		/* told once that it has too many members */
	size_t first_key;
};

struct key {
	uint32_t start;		/* of the bytes between the quotes */
	uint32_t len;
};

struct reader {
	struct scan  *scan;
	struct diags *faults;
	char	     *text;
	size_t	      len;
	size_t	      at;
	struct level  level[SCAN_MAX_DEPTH];
	unsigned      depth;
	struct key    keys[SCAN_MAX_DEPTH * SCAN_MAX_MEMBERS];
	size_t	      nr_keys;
	bool	      odd;	/* the newest string has bytes not plain */
};

void scan_free(struct scan *scan)
{
	free(scan->place);
	free(scan->line);
	memset(scan, 0, sizeof(*scan));
}

void scan_where(const struct scan *scan, uint32_t offset, uint32_t *line,
		uint32_t *column)
{
	size_t low = 0, high = scan->nr_lines;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (scan->line[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	*line = scan->first_line + (uint32_t)low;
	*column = offset - scan->line[low] + 1;
}

static PRINTF_LIKE(3, 4) struct diag *fault(struct reader *r, size_t offset,
					    const char *fmt, ...)
{
	char what[240];
	uint32_t line, column;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), tongue(fmt), ap);
	va_end(ap);
	scan_where(r->scan, (uint32_t)offset, &line, &column);
	return diags_add(r->faults, line, column, "%s", what);
}

/* A line begins here; newlines stand in blanks and comments alone. */
static void line_add(struct scan *scan, size_t offset)
{
	scan->line = xgrow(scan->line, scan->nr_lines, &scan->cap_lines,
			   sizeof(*scan->line));
	scan->line[scan->nr_lines++] = (uint32_t)offset;
}

/* What stands here, for a message; a byte of no use by its number. */
static const char *seen(const struct reader *r, char buffer[32])
{
	unsigned char c;

	if (r->at >= r->len)
		return tongue("the end of the file");
	c = (unsigned char)r->text[r->at];
	if (c > ' ' && c < 0x7f)
		snprintf(buffer, 32, "'%c'", c);
	else
		snprintf(buffer, 32, tongue("byte 0x%02x"), c);
	return buffer;
}

static bool syntax(struct reader *r, const char *wanted)
{
	char buffer[32];

	fault(r, r->at, "%s is expected here, not %s", tongue(wanted),
	      seen(r, buffer));
	return false;
}

/* Length of the character here; 0 and a fault if it is no UTF-8. */
static unsigned character(struct reader *r, uint32_t *code)
{
	unsigned n = utf8_next(r->text + r->at, r->len - r->at, code);

	if (!n)
		diag_hint(fault(r, r->at, "byte 0x%02x is no UTF-8",
				(unsigned char)r->text[r->at]),
			  "save the file as UTF-8");
	return n;
}

/* From the two characters that open it to its end; the newlines stay. */
static bool comment_blank(struct reader *r)
{
	bool block = r->text[r->at + 1] == '*', told = false;
	size_t start = r->at;
	uint32_t code;

	r->text[r->at++] = ' ';
	r->text[r->at++] = ' ';
	for (; r->at < r->len; r->at++) {
		char *c = &r->text[r->at];

		if (*c == '\n') {
			if (!block)
				return true;
			line_add(r->scan, r->at + 1);
			continue;
		}
		if (block && *c == '*' && r->at + 1 < r->len && c[1] == '/') {
			c[0] = c[1] = ' ';
			r->at += 2;
			return true;
		}
		if ((unsigned char)*c >= 0x80 && !told) {
			unsigned n = character(r, &code);

			told = n == 0;
			memset(c, ' ', n ? n : 1);
			r->at += n ? n - 1 : 0;
			continue;
		}
		*c = ' ';
	}
	if (block)
		fault(r, start, "the comment has no end");
	return !block;
}

/* blank_skip() where a blank or a comment stands. */
static bool blanks_skip(struct reader *r)
{
	while (r->at < r->len) {
		char c = r->text[r->at];

		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			r->at++;
			if (c == '\n')
				line_add(r->scan, r->at);
		} else if (c == '/' && r->at + 1 < r->len &&
			   (r->text[r->at + 1] == '/' ||
			    r->text[r->at + 1] == '*')) {
			if (!comment_blank(r))
				return false;
		} else {
			break;
		}
	}
	return true;
}

/* To the next byte that means something. false: a comment without end. */
static inline bool blank_skip(struct reader *r)
{
	unsigned char c = (unsigned char)r->text[r->at];

	if (c == ' ')			/* most often one, or none */
		c = (unsigned char)r->text[++r->at];
	return (c > ' ' && c != '/') || blanks_skip(r);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The four digits after \u, which ends before `at`; -1 if they are none. */
static int32_t unicode_digits(const struct reader *r, size_t at)
{
	int32_t code = 0;

	for (size_t i = at; i < at + 4; i++) {
		int digit = i < r->len ? hex_digit(r->text[i]) : -1;

		if (digit < 0)
			return -1;
		code = code << 4 | digit;
	}
	return code;
}

/* An escape; r->at stands on the backslash. false: no escape of JSON. */
static bool escape_skip(struct reader *r, uint32_t *code)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	char c = r->at + 1 < r->len ? r->text[r->at + 1] : '\0';
	const char *letter = c ? strchr(letters, c) : NULL;
	int32_t unit, low;

	if (letter) {
		*code = (uint32_t)meant[letter - letters];
		r->at += 2;
		return true;
	}
	unit = c == 'u' ? unicode_digits(r, r->at + 2) : -1;
	if (unit < 0)
		return false;
	r->at += 6;
	*code = (uint32_t)unit;
	if (unit < 0xd800 || unit > 0xdfff)
		return true;
	if (unit > 0xdbff || r->at + 1 >= r->len || r->text[r->at] != '\\' ||
	    r->text[r->at + 1] != 'u')
		return false;		/* half of a pair */
	low = unicode_digits(r, r->at + 2);
	r->at += 6;
	return low >= 0xdc00 && low <= 0xdfff;
}

/* Only a new line may be in a text; nothing else moves a terminal's cursor. */
static bool is_control(uint32_t code)
{
	return (code < 0x20 && code != '\n') || (code >= 0x7f && code < 0xa0);
}

/* Not so the NUL at the end of the text. */
static inline bool is_plain(char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static inline const char *plain_end(const char *at)
{
	while (is_plain(*at))
		at++;
	return at;
}

/* One character of a string that is not plain. false: grammar broken. */
static bool string_odd(struct reader *r, bool *told)
{
	size_t start = r->at;
	uint32_t code = 0;
	unsigned n = 0;

	if (r->text[start] == '\n')
		return syntax(r, "the quote that ends the string");
	if (r->text[start] == '\\') {
		if (!escape_skip(r, &code)) {
			fault(r, start, "this is no escape of JSON");
			return false;
		}
	} else {
		/* one fault a string is enough: the rest of it is alike */
		if (!*told) {
			n = character(r, &code);
			*told = n == 0;
		}
		r->at += n ? n : 1;
	}
	if (*told || !is_control(code))
		return true;
	*told = true;
	diag_hint(fault(r, start, "control character U+%04X in a string", code),
		  "only \\n is allowed");
	return true;
}

/* string_skip() where it has something odd, or is too long. */
static bool string_skip_odd(struct reader *r)
{
	size_t start = r->at++;
	bool told = false;

	r->odd = true;
	for (;;) {
		r->at = (size_t)(plain_end(r->text + r->at) - r->text);
		if (r->at >= r->len) {
			fault(r, start, "the string has no end");
			return false;
		}
		if (r->text[r->at] == '"')
			break;
		if (!string_odd(r, &told))
			return false;
	}
	if (r->at - start - 1 > SCAN_MAX_STRING)
		diag_hint(fault(r, start, "the string has %zu bytes",
				r->at - start - 1),
			  "at most %d are allowed", SCAN_MAX_STRING);
	r->at++;
	return true;
}

/* r->at stands on the quote. */
static inline bool string_skip(struct reader *r)
{
	const char *start = r->text + r->at + 1, *end = plain_end(start);

	if (*end != '"' || end - start > SCAN_MAX_STRING)
		return string_skip_odd(r);
	r->at = (size_t)(end + 1 - r->text);
	r->odd = false;
	return true;
}

static size_t digits_skip(struct reader *r)
{
	size_t start = r->at;

	while (r->text[r->at] >= '0' && r->text[r->at] <= '9')
		r->at++;
	return r->at - start;
}

static bool number_skip(struct reader *r)
{
	size_t start = r->at, whole;

	if (r->text[r->at] == '-')
		r->at++;
	whole = r->at;
	if (!digits_skip(r))
		return syntax(r, "a digit");
	if (r->text[whole] == '0' && r->at - whole > 1) {
		diag_hint(fault(r, start, "a number does not begin with 0"),
			  "a hexadecimal or octal one is a string, as \"0x10\"");
		return false;
	}
	if (r->at < r->len && r->text[r->at] == '.') {
		r->at++;
		if (!digits_skip(r))
			return syntax(r, "a digit");
	}
	if (r->at < r->len && (r->text[r->at] | 0x20) == 'e') {
		r->at++;
		if (r->at < r->len &&
		    (r->text[r->at] == '+' || r->text[r->at] == '-'))
			r->at++;
		if (!digits_skip(r))
			return syntax(r, "a digit");
	}
	if (r->at - start <= SCAN_MAX_NUMBER)
		return true;
	fault(r, start, "the number has more than %d characters",
	      SCAN_MAX_NUMBER);
	return false;
}

static bool literal_skip(struct reader *r)
{
	static const char *const literals[] = { "true", "false", "null" };

	for (unsigned i = 0; i < 3; i++) {
		size_t n = strlen(literals[i]);

		if (r->len - r->at >= n &&
		    memcmp(r->text + r->at, literals[i], n) == 0) {
			r->at += n;
			return true;
		}
	}
	return syntax(r, "a value");
}

static bool level_open(struct reader *r)
{
	if (r->depth == SCAN_MAX_DEPTH) {
		fault(r, r->at, "more than %d levels in one another",
		      SCAN_MAX_DEPTH);
		return false;
	}
	r->level[r->depth++] = (struct level){
		.close = r->text[r->at] == '{' ? '}' : ']',
		.first_key = r->nr_keys,
	};
	r->at++;
	return true;
}

/* Keys are compared as they are written: none that is known has an escape. */
static void key_check(struct reader *r, size_t start)
{
	struct level *level = &r->level[r->depth - 1];
	struct key key = { (uint32_t)start + 1, (uint32_t)(r->at - start - 2) };

	if (r->odd && memchr(r->text + key.start, '\\', key.len)) {
		fault(r, start, "a key is written without escapes");
		return;
	}
	for (size_t i = level->first_key; i < r->nr_keys; i++) {
		const struct key *old = &r->keys[i];
		uint32_t line, column;

		if (old->len != key.len ||
		    memcmp(r->text + old->start, r->text + key.start, key.len))
			continue;
		scan_where(r->scan, old->start - 1, &line, &column);
		diag_hint(fault(r, start, "\"%.*s\" is given twice",
				(int)(key.len > 60 ? 60 : key.len),
				r->text + key.start),
			  "the first stands at %u:%u", line, column);
		return;
	}
	if (r->nr_keys - level->first_key < SCAN_MAX_MEMBERS) {
		r->keys[r->nr_keys++] = key;
		return;
	}
	if (!level->crowded)
		fault(r, start, "an object has at most %d members",
		      SCAN_MAX_MEMBERS);
	level->crowded = true;
}

/* "key" and the colon, up to the value. */
static bool key_skip(struct reader *r, size_t *start)
{
	*start = r->at;
	if (r->at >= r->len || r->text[r->at] != '"')
		return syntax(r, "a key in quotes");
	if (!string_skip(r))
		return false;
	key_check(r, *start);
	if (!blank_skip(r))
		return false;
	if (r->at >= r->len || r->text[r->at] != ':')
		return syntax(r, "':'");
	r->at++;
	return blank_skip(r);
}

static bool place_add(struct reader *r, size_t key)
{
	struct scan *s = r->scan;

	if (s->nr_places == SCAN_MAX_VALUES) {
		diag_hint(fault(r, r->at, "the file has more than %d values",
				SCAN_MAX_VALUES),
			  "JSON Lines, one operation a line, has no such limit");
		return false;
	}
	if (s->nr_places == s->cap_places)
		s->place = xgrow(s->place, s->nr_places, &s->cap_places,
				 sizeof(*s->place));
	s->place[s->nr_places++] =
		(struct scan_place){ (uint32_t)r->at, (uint32_t)key };
	return true;
}

enum step { STEP_BAD, STEP_INTO, STEP_OVER };

/* One value: a container is only entered (unless it is empty). */
static enum step value_step(struct reader *r, bool keyed, size_t key)
{
	bool good;
	char c;

	if (r->at >= r->len)
		return syntax(r, "a value"), STEP_BAD;
	if (!place_add(r, keyed ? key : r->at))
		return STEP_BAD;
	c = r->text[r->at];
	if (c == '{' || c == '[') {
		if (!level_open(r) || !blank_skip(r))
			return STEP_BAD;
		if (r->at >= r->len || r->text[r->at] !=
		    r->level[r->depth - 1].close)
			return STEP_INTO;
		r->at++;
		r->nr_keys = r->level[--r->depth].first_key;
		return STEP_OVER;
	}
	if (c == '"')
		good = string_skip(r);
	else if (c == '-' || (c >= '0' && c <= '9'))
		good = number_skip(r);
	else
		good = literal_skip(r);
	return good ? STEP_OVER : STEP_BAD;
}

/* After a value: out of what ends here, up to the next one. */
static enum step value_end(struct reader *r)
{
	while (r->depth) {
		struct level *level = &r->level[r->depth - 1];
		char c;

		if (!blank_skip(r))
			return STEP_BAD;
		c = r->at < r->len ? r->text[r->at] : '\0';
		if (c == ',') {
			r->at++;
			if (!blank_skip(r))
				return STEP_BAD;
			if (r->at >= r->len || r->text[r->at] != level->close)
				return STEP_INTO;
			fault(r, r->at, "no ',' before the '%c'", level->close);
			return STEP_BAD;
		}
		if (c != level->close || r->at >= r->len)
			return syntax(r, level->close == '}' ? "',' or '}'" :
							       "',' or ']'"),
			       STEP_BAD;
		r->at++;
		r->nr_keys = level->first_key;
		r->depth--;
	}
	return STEP_OVER;
}

/* Levels and keys are not cleared: there are many, and none is in use yet. */
static void reader_begin(struct reader *r, struct scan *scan, char *text,
			 size_t len, struct diags *faults)
{
	r->scan = scan;
	r->faults = faults;
	r->text = text;
	r->len = len;
	r->at = 0;
	r->depth = 0;
	r->nr_keys = 0;
}

bool scan_text(struct scan *scan, char *text, size_t len, uint32_t first_line,
	       struct diags *faults)
{
	struct reader r;
	enum step step = STEP_INTO;

	reader_begin(&r, scan, text, len, faults);
	scan->nr_places = 0;
	scan->first_line = first_line;
	scan->nr_lines = 0;
	line_add(scan, 0);
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		memset(text, ' ', 3);
	if (!blank_skip(&r))
		return false;
	while (step == STEP_INTO) {
		bool keyed = r.depth && r.level[r.depth - 1].close == '}';
		size_t key = 0;

		if (keyed && !key_skip(&r, &key))
			return false;
		step = value_step(&r, keyed, key);
		if (step == STEP_OVER)
			step = value_end(&r);
	}
	if (step == STEP_BAD || !blank_skip(&r))
		return false;
	if (r.at < r.len)
		return syntax(&r, "the end of the file");
	return true;
}
