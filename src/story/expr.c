#include "story/expr.h"

#include <string.h>

#include "base/tongue.h"
#include "mm/procfs.h"
#include "story/page.h"
#include "story/place.h"

enum { MAX_DEPTH = 32, MAX_VALUES = 64, MAX_PATH = 120 };

/* Reads from left to right; what failed first is kept in *why. */
struct reader {
	const char	      *start;
	const char	      *at;
	const char	      *end;
	const struct expr_env *env;	/* NULL = only the form is looked at ... */
	expr_path_fn	      *each;	/* ... and each path told; NULL */
	void		      *ctx;
	struct diag	      *why;
	unsigned	       depth;
	bool		       no_step;		/* delta() has nothing to go back to */
	bool		       no_count;	/* events() neither */
	bool		       failed;
};

static int64_t read_compare(struct reader *r);

static PRINTF_LIKE(2, 3) int64_t fail(struct reader *r, const char *fmt, ...)
{
	char what[sizeof(r->why->what)];
	va_list ap;

	if (r->failed)
		return 0;
	r->failed = true;
	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), tongue(fmt), ap);
	va_end(ap);
	diag_set(r->why, 0, (uint32_t)(r->at - r->start) + 1, "%s", what);
	return 0;
}

static void skip_spaces(struct reader *r)
{
	while (r->at < r->end && *r->at == ' ')
		r->at++;
}

/* Is this what comes next? Then it is taken. */
static bool take(struct reader *r, const char *word)
{
	size_t len = strlen(word);

	skip_spaces(r);
	if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0)
		return false;
	r->at += len;
	return true;
}

static bool need(struct reader *r, const char *word)
{
	if (take(r, word))
		return true;
	fail(r, "'%s' is missing", word);
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || name_length(&c, 1) == 1;
}

/* Bytes of "(anon)" or "[3]" at s; 0 if there is no such thing. */
static size_t bracket_length(const char *s, size_t left)
{
	char close = s[0] == '(' ? ')' : ']';
	size_t n = 1;

	while (n < left && (close == ')' ? name_length(s + n, 1) == 1 :
					   is_digit(s[n])))
		n++;
	return n > 1 && n < left && s[n] == close ? n + 1 : 0;
}

/* Some settings have one in their name: sys/vm/page-cluster. */
static bool is_hyphen(const char *s, size_t n)
{
	return s[n] == '-' && n > 4 && memcmp(s, "sys/", 4) == 0 &&
	       !is_digit(s[n + 1]);
}

/* Bytes of the value path at s; 0 if there is none. */
static size_t path_length(const char *s, size_t left)
{
	bool dot = false;
	size_t n = 0;

	while (n < left && is_digit(s[n]))
		n++;
	if (n && (n + 1 >= left || s[n] != '/' || !is_word(s[n + 1]) ||
		  is_digit(s[n + 1])))
		return 0;
	if (!n && (!left || !is_word(s[0])))
		return 0;
	while (n < left) {
		size_t more = 1;

		if (s[n] == '.')
			dot = true;
		else if (s[n] == '[' || (s[n] == '(' && dot))
			more = bracket_length(s + n, left - n);
		else if (!is_word(s[n]) &&
			 !(n + 1 < left && is_word(s[n + 1]) &&
			   (s[n] == '/' || is_hyphen(s, n))))
			more = 0;
		if (!more)
			break;
		n += more;
	}
	return n;
}

bool expr_is_path(const char *s)
{
	size_t len = strlen(s);

	return len && path_length(s, len) == len && strcmp(s, "result") != 0;
}

/* The path that comes next, as a string. false: none, or too long. */
static bool take_path(struct reader *r, char path[MAX_PATH + 1])
{
	size_t len;

	skip_spaces(r);
	len = path_length(r->at, (size_t)(r->end - r->at));
	if (!len) {
		fail(r, "a number or the path of a value is missing");
		return false;
	}
	if (len > MAX_PATH) {
		fail(r, "the path of a value is longer than %d bytes", MAX_PATH);
		return false;
	}
	memcpy(path, r->at, len);
	path[len] = '\0';
	r->at += len;
	return true;
}

static unsigned values_of(struct reader *r, const char *path,
			  int64_t values[MAX_VALUES])
{
	struct diag why = { 0 };
	unsigned nr = procfs_values(r->env->now, path, values, MAX_VALUES, &why);

	if (!nr)
		fail(r, "%s%s%s", why.what, diag_comma(&why), why.hint);
	return nr;
}

/* Without a machine: somebody may want to know the path. Return: 0. */
static int64_t tell_path(struct reader *r, const char *path)
{
	struct diag why = { 0 };

	if (!r->failed && r->each && !r->each(r->ctx, path, &why)) {
		fail(r, "%s", why.what);
		diag_hint(r->why, "%s", why.hint);
	}
	return 0;
}

static int64_t read_path(struct reader *r)
{
	int64_t values[MAX_VALUES];
	char path[MAX_PATH + 1];
	unsigned nr;

	if (!take_path(r, path))
		return 0;
	if (!r->env)
		return tell_path(r, path);
	nr = values_of(r, path, values);
	if (nr > 1)
		return fail(r, "%s has %u numbers: sum() or max() is needed",
			    path, nr);
	return nr ? values[0] : 0;
}

static int64_t read_fold(struct reader *r, bool sum)
{
	int64_t values[MAX_VALUES], result;
	char path[MAX_PATH + 1];
	unsigned nr;

	if (!take_path(r, path))
		return 0;
	if (!r->env)
		return tell_path(r, path);
	nr = values_of(r, path, values);
	result = nr ? values[0] : 0;
	for (unsigned i = 1; i < nr; i++) {
		if (!sum)
			result = values[i] > result ? values[i] : result;
		else if (__builtin_add_overflow(result, values[i], &result))
			return fail(r, "the sum of %s is too large", path);
	}
	return result;
}

static int64_t read_events(struct reader *r)
{
	enum event_id id;
	size_t len;

	skip_spaces(r);
	len = name_length(r->at, (size_t)(r->end - r->at));
	id = event_by_name(r->at, len);
	if (id == NR_EVENTS)
		return fail(r, "no event is called '%.*s'", (int)len, r->at);
	if (r->no_count)
		return fail(r, "events are not counted inside of delta()");
	r->at += len;
	if (!r->env)
		return 0;
	if (!r->env->count)
		return fail(r, "events are not counted here");
	return (int64_t)r->env->count[id];
}

/* The difference over the step: the same text, read at both machines. */
static int64_t read_delta(struct reader *r)
{
	const struct expr_env *env = r->env;
	const char *from = r->at;
	int64_t now, change;
	struct expr_env then;

	if (r->no_step || (env && !env->before)) {
		fail(r, "there is no step to take a change over");
		diag_hint(r->why, "without delta() the value is compared as it is");
		return 0;
	}
	r->no_step = r->no_count = true;
	now = read_compare(r);
	r->no_step = r->no_count = false;
	if (!env || r->failed)
		return 0;
	then = *env;
	then.now = env->before;
	r->env = &then;
	r->at = from;
	if (__builtin_sub_overflow(now, read_compare(r), &change))
		fail(r, "the change is too large");
	r->env = env;
	return change;
}

/* page(buf+4K.pfn): the field is what follows the last dot. */
static int64_t read_page(struct reader *r)
{
	const char *close = memchr(r->at, ')', (size_t)(r->end - r->at));
	char page[MAX_PATH + 1];
	enum page_field field;
	const char *dot = close;
	struct diag why = { 0 };
	int64_t value = 0;

	while (dot && dot > r->at && *dot != '.')
		dot--;
	if (!dot || dot == r->at || dot - r->at > MAX_PATH)
		return fail(r, "page() wants PLACE.FIELD, as page(a.pfn)");
	field = page_field_by_name(dot + 1, (size_t)(close - dot - 1));
	if (field == NR_PAGE_FIELDS)
		return fail(r, "a page has no '%.*s'", (int)(close - dot - 1),
			    dot + 1);
	memcpy(page, r->at, (size_t)(dot - r->at));
	page[dot - r->at] = '\0';
	if (r->env && !page_value(r->env->story, r->env->now, NULL, page, field,
				  &value, &why))
		return fail(r, "%s", why.what);
	r->at = close;
	return value;
}

static int64_t read_number(struct reader *r)
{
	const char *from = r->at;
	uint64_t value;

	while (r->at < r->end && is_word(*r->at))
		r->at++;
	if (!text_size(from, (size_t)(r->at - from), &value) ||
	    value > INT64_MAX) {
		r->at = from;
		return fail(r, "this is no number");
	}
	return (int64_t)value;
}

enum function { FN_SUM, FN_MAX, FN_EVENTS, FN_DELTA, FN_PAGE, NR_FUNCTIONS };

static const char *const functions[NR_FUNCTIONS] = {
	"sum(", "max(", "events(", "delta(", "page(",
};

static int64_t read_call(struct reader *r, enum function fn)
{
	int64_t value = 0;

	switch (fn) {
	case FN_SUM:
	case FN_MAX:
		value = read_fold(r, fn == FN_SUM);
		break;
	case FN_EVENTS:
		value = read_events(r);
		break;
	case FN_DELTA:
		value = read_delta(r);
		break;
	default:
		value = read_page(r);
		break;
	}
	need(r, ")");
	return value;
}

static int64_t read_factor(struct reader *r)
{
	int64_t value;
	size_t path;

	skip_spaces(r);
	for (unsigned fn = 0; fn < NR_FUNCTIONS; fn++)
		if (take(r, functions[fn]))
			return read_call(r, (enum function)fn);
	if (take(r, "(")) {
		value = read_compare(r);
		need(r, ")");
		return value;
	}
	if (take(r, "-"))
		return __builtin_sub_overflow(0, read_factor(r), &value) ?
		       fail(r, "the number is too large") : value;
	path = path_length(r->at, (size_t)(r->end - r->at));
	if (path == 6 && memcmp(r->at, "result", 6) == 0) {
		r->at += path;
		return r->env ? r->env->now->s->op_result : 0;
	}
	return !path && r->at < r->end && is_digit(*r->at) ? read_number(r) :
							     read_path(r);
}

/* Nesting is bounded here: every way down leads through. */
static int64_t read_factor_bounded(struct reader *r)
{
	int64_t value;

	if (r->failed)
		return 0;
	if (r->depth == MAX_DEPTH)
		return fail(r, "more than %d levels of parentheses", MAX_DEPTH);
	r->depth++;
	value = read_factor(r);
	r->depth--;
	return value;
}

static int64_t divide(struct reader *r, char operator, int64_t a, int64_t b)
{
	if (!r->env || r->failed)
		return 0;
	if (b == 0)
		return fail(r, "division by 0");
	if (b == -1)
		return operator == '%' ? 0 : a == INT64_MIN ?
		       fail(r, "the quotient is too large") : -a;
	return operator == '/' ? a / b : a % b;
}

static int64_t read_product(struct reader *r)
{
	int64_t value = read_factor_bounded(r);

	for (;;) {
		char operator = take(r, "*") ? '*' : take(r, "/") ? '/' :
				take(r, "%") ? '%' : '\0';
		int64_t right;

		if (!operator || r->failed)
			return value;
		right = read_factor_bounded(r);
		if (operator != '*')
			value = divide(r, operator, value, right);
		else if (__builtin_mul_overflow(value, right, &value))
			return fail(r, "the product is too large");
	}
}

static int64_t read_sum(struct reader *r)
{
	int64_t value = read_product(r);

	for (;;) {
		bool plus = take(r, "+");
		int64_t right;

		if (r->failed || (!plus && !take(r, "-")))
			return value;
		right = read_product(r);
		if (plus ? __builtin_add_overflow(value, right, &value) :
			   __builtin_sub_overflow(value, right, &value))
			return fail(r, "the sum is too large");
	}
}

static int64_t read_compare(struct reader *r)
{
	static const char *const operators[] = {
		"==", "!=", "<=", ">=", "<", ">",
	};
	int64_t left = read_sum(r), right;

	for (unsigned i = 0; i < 6; i++) {
		if (r->failed || !take(r, operators[i]))
			continue;
		right = read_sum(r);
		switch (i) {
		case 0: return left == right;
		case 1: return left != right;
		case 2: return left <= right;
		case 3: return left >= right;
		case 4: return left < right;
		default: return left > right;
		}
	}
	return left;
}

static bool read_whole(struct reader *r, int64_t *value)
{
	*value = read_compare(r);
	skip_spaces(r);
	if (!r->failed && r->at < r->end)
		fail(r, "'%.*s' is not understood here",
		     (int)(r->end - r->at > 20 ? 20 : r->end - r->at), r->at);
	return !r->failed;
}

bool expr_eval(const char *expr, size_t len, const struct expr_env *env,
	       int64_t *value, struct diag *why)
{
	struct reader r = {
		.start = expr, .at = expr, .end = expr + len, .env = env,
		.why = why,
	};

	return read_whole(&r, value);
}

bool expr_check(const char *expr, struct diag *why)
{
	return expr_paths(expr, NULL, NULL, why);
}

bool expr_check_until(const char *expr, struct diag *why)
{
	const char *position;
	size_t len = expr_split(expr, &position);
	struct reader r = {
		.start = expr, .at = expr, .end = expr + len, .why = why,
		.no_step = true,
	};
	int64_t value;

	if (!read_whole(&r, &value))
		return false;
	if (*position)
		diag_set(why, 0, (uint32_t)len + 1, "it is looked at as it "
			 "goes: no '@' here");
	return !*position;
}

bool expr_paths(const char *expr, expr_path_fn *each, void *ctx,
		struct diag *why)
{
	const char *position;
	struct reader r = {
		.start = expr, .at = expr,
		.end = expr + expr_split(expr, &position), .why = why,
		.each = each, .ctx = ctx,
	};
	int64_t value;

	return read_whole(&r, &value);
}

size_t expr_split(const char *expr, const char **position)
{
	size_t len = strlen(expr);
	const char *at = strchr(expr, '@');

	*position = expr + len;
	if (!at)
		return len;
	*position = at + 1 + strspn(at + 1, " ");
	len = (size_t)(at - expr);
	while (len && expr[len - 1] == ' ')
		len--;
	return len;
}
