#include "value.h"

#include <inttypes.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xmalloc.h"
#include "tree.h"

enum { MAX_GROUPS = 10, SHOWN_CHARS = 70 };

/* What a double may be off by and still be the number that was written. */
#define ROUNDING 1e-9

static bool is_number(const cJSON *v)
{
	return cJSON_IsNumber(v) || cJSON_IsBool(v);
}

static double number(const cJSON *v)
{
	return cJSON_IsNumber(v) ? v->valuedouble : cJSON_IsTrue(v);
}

bool value_ends(const cJSON *v, struct ends *e)
{
	const cJSON *low = is_band(v) ? key(v, "min") : v;
	const cJSON *high = is_band(v) ? key(v, "max") : v;

	if (!is_number(low) || !is_number(high))
		return false;
	e->low = number(low);
	e->high = number(high);
	return true;
}

static cJSON *band(double low, double high)
{
	cJSON *v;

	if (low == high)
		return cJSON_CreateNumber(low);
	v = cJSON_CreateObject();
	cJSON_AddNumberToObject(v, "min", low);
	cJSON_AddNumberToObject(v, "max", high);
	return v;
}

static cJSON *minus(const cJSON *a, const cJSON *b)
{
	struct ends x, y;
	cJSON *list;

	if (!cJSON_IsArray(a) || !cJSON_IsArray(b))
		return value_ends(a, &x) && value_ends(b, &y) ?
			       band(x.low - y.high, x.high - y.low) :
			       NULL;
	if (cJSON_GetArraySize(a) != cJSON_GetArraySize(b))
		return NULL;
	list = cJSON_CreateArray();
	for (a = a->child, b = b->child; a; a = a->next, b = b->next) {
		cJSON *d = minus(a, b);

		if (!d) {
			cJSON_Delete(list);
			return NULL;
		}
		cJSON_AddItemToArray(list, d);
	}
	return list;
}

/* Sum of weight * key over `terms`; a key that is not there is 0. */
static bool weighted(const cJSON *object, const cJSON *terms, struct ends *sum)
{
	const cJSON *term;

	*sum = (struct ends){ 0, 0 };
	cJSON_ArrayForEach(term, terms) {
		const cJSON *v = key(object, term->string);
		struct ends e = { 0, 0 };
		double f = number(term);

		if (v && !value_ends(v, &e))
			return false;
		sum->low += f < 0 ? e.high * f : e.low * f;
		sum->high += f < 0 ? e.low * f : e.high * f;
	}
	return true;
}

static double less_of(double a, double b)
{
	return a < b ? a : b;
}

static double more_of(double a, double b)
{
	return a > b ? a : b;
}

static double four_decimals(double x)
{
	char buf[64];

	snprintf(buf, sizeof(buf), "%.4f", x);
	return strtod(buf, NULL);
}

static bool is_part_of(const cJSON *num, const cJSON *den)
{
	const cJSON *term;

	cJSON_ArrayForEach(term, num)
		if (!key(den, term->string))
			return false;
	return true;
}

cJSON *value_share(const cJSON *object, const cJSON *num, const cJSON *den)
{
	struct ends n, d, r;

	if (!cJSON_IsObject(object) || !weighted(object, num, &n) ||
	    !weighted(object, den, &d) || d.low == 0 || d.high == 0)
		return NULL;
	if (is_part_of(num, den)) {
		/* the rest of the sum belongs to the other end */
		double least = d.high - n.high + n.low;
		double most = d.low - n.low + n.high;

		if (least == 0 || most == 0)
			return NULL;
		r.low = less_of(n.low / least, n.high / most);
		r.high = more_of(n.low / least, n.high / most);
	} else {
		r.low = less_of(less_of(n.low / d.low, n.low / d.high),
			     less_of(n.high / d.low, n.high / d.high));
		r.high = more_of(more_of(n.low / d.low, n.low / d.high),
			      more_of(n.high / d.low, n.high / d.high));
	}
	return band(four_decimals(r.low), four_decimals(r.high));
}

static cJSON *sum(const cJSON *object, const cJSON *terms)
{
	struct ends e;

	if (!cJSON_IsObject(object) || !weighted(object, terms, &e))
		return NULL;
	return band(e.low, e.high);
}

static cJSON *tuple(const cJSON *object, const cJSON *keys)
{
	cJSON *list = cJSON_CreateArray();
	const cJSON *k;

	cJSON_ArrayForEach(k, keys) {
		const cJSON *v = cJSON_IsObject(object) && cJSON_IsString(k) ?
					 key(object, k->valuestring) :
					 NULL;

		if (!v) {
			cJSON_Delete(list);
			return NULL;
		}
		cJSON_AddItemToArray(list, cJSON_Duplicate(v, true));
	}
	return list;
}

static cJSON *sign(const cJSON *v)
{
	struct ends e;
	int low, high;

	if (!value_ends(v, &e))
		return NULL;
	low = (e.low > 0) - (e.low < 0);
	high = (e.high > 0) - (e.high < 0);
	return low == high ? cJSON_CreateNumber(low) : NULL;
}

static cJSON *less_other(const cJSON *top, const cJSON *v, const cJSON *path,
			 const struct labels *l)
{
	struct labels other;
	const cJSON *w;
	cJSON *d;

	if (!path_subst(path, l, &other))
		return NULL;
	w = path_lookup(top, &other);
	d = w ? minus(v, w) : NULL;
	labels_free(&other);
	return d;
}

cJSON *value_at(const cJSON *top, const cJSON *entry, const struct labels *l)
{
	const char *how = words(entry, "as", "value");
	const cJSON *v = path_lookup(top, l);

	if (!v)
		return NULL;
	if (strcmp(how, "sum") == 0)
		return sum(v, key(entry, "terms"));
	if (strcmp(how, "share") == 0)
		return value_share(v, key(entry, "num"), key(entry, "den"));
	if (strcmp(how, "tuple") == 0)
		return tuple(v, key(entry, "keys"));
	if (strcmp(how, "sign") == 0)
		return sign(v);
	if (strcmp(how, "minus") == 0)
		return less_other(top, v, key(entry, "minus"), l);
	return cJSON_Duplicate(v, true);
}

/* The last group that took part in the match; 0 where nothing matches. */
static double search(const regex_t *re, const char *text)
{
	regmatch_t group[MAX_GROUPS];
	int last = 0;

	if (regexec(re, text, MAX_GROUPS, group, 0) != 0)
		return 0;
	for (int i = 1; i < MAX_GROUPS; i++)
		if (group[i].rm_so >= 0)
			last = i;
	return strtod(text + group[last].rm_so, NULL);
}

static const cJSON *run_of(const cJSON *v, int run)
{
	return is_runs(v) ? cJSON_GetArrayItem(key(v, "runs"), run) : v;
}

/* Both texts, or those of each run, one against the other. */
static cJSON *search_runs(const regex_t *re, const cJSON *v, const cJSON *base)
{
	int nr = is_runs(v) ? cJSON_GetArraySize(key(v, "runs")) : 1;
	struct ends e = { 0, 0 };

	if (base && is_runs(base) && cJSON_GetArraySize(key(base, "runs")) != nr)
		return NULL;
	for (int i = 0; i < nr; i++) {
		const cJSON *text = run_of(v, i);
		const cJSON *from = base ? run_of(base, i) : NULL;
		double x;

		if (!cJSON_IsString(text) || (base && !cJSON_IsString(from)))
			return NULL;
		x = search(re, text->valuestring);
		if (base)
			x -= search(re, from->valuestring);
		e.low = i && e.low < x ? e.low : x;
		e.high = i && e.high > x ? e.high : x;
	}
	return nr ? band(e.low, e.high) : NULL;
}

cJSON *value_number_in(const cJSON *top, const struct labels *l,
		       const char *pattern, const cJSON *base)
{
	struct labels other = { 0 };
	const cJSON *v = path_lookup(top, l), *w = NULL;
	cJSON *found = NULL;
	regex_t re;

	if (!v || (base && !path_subst(base, l, &other)))
		return NULL;
	if (base)
		w = path_lookup(top, &other);
	labels_free(&other);
	if ((base && !w) || regcomp(&re, pattern, REG_EXTENDED) != 0)
		return NULL;
	found = search_runs(&re, v, w);
	regfree(&re);
	return found;
}

static bool is_call(const cJSON *line)
{
	return cJSON_IsString(line) &&
	       strncmp(line->valuestring, "call ", 5) == 0;
}

cJSON *value_chunk(const cJSON *lines, int calls, int piece)
{
	const cJSON *line;
	cJSON *part;
	int call = 0, now = -1;

	if (!cJSON_IsArray(lines))
		return NULL;
	part = cJSON_CreateArray();
	cJSON_ArrayForEach(line, lines) {
		if (is_call(line) && call++ % calls == 0)
			now++;
		if (now == piece)
			cJSON_AddItemToArray(part, cJSON_Duplicate(line, true));
	}
	return part;
}

int value_nr_chunks(const cJSON *lines, int calls)
{
	const cJSON *line;
	int call = 0;

	cJSON_ArrayForEach(line, lines)
		call += is_call(line);
	return (call + calls - 1) / calls;
}

static bool any_run(const cJSON *runs, const cJSON *model, const cJSON *tol)
{
	const cJSON *run;

	cJSON_ArrayForEach(run, key(runs, "runs"))
		if (value_within(run, model, tol))
			return true;
	return false;
}

static bool all_runs(const cJSON *real, const cJSON *runs, const cJSON *tol)
{
	const cJSON *run;

	cJSON_ArrayForEach(run, key(runs, "runs"))
		if (!value_within(real, run, tol))
			return false;
	return true;
}

static bool lists_within(const cJSON *real, const cJSON *model,
			 const cJSON *tol)
{
	if (!cJSON_IsArray(model) ||
	    cJSON_GetArraySize(model) != cJSON_GetArraySize(real))
		return false;
	for (real = real->child, model = model->child; real;
	     real = real->next, model = model->next)
		if (!value_within(real, model, tol))
			return false;
	return true;
}

static double tolerance(const cJSON *tol, const char *name)
{
	const cJSON *v = key(tol, name);

	return v ? number(v) : 0;
}

static bool number_within(const cJSON *real, double x, const cJSON *tol)
{
	struct ends e;
	double wide;

	if (!value_ends(real, &e))
		return false;
	wide = more_of(more_of(e.low, -e.low), more_of(e.high, -e.high)) *
	       (tolerance(tol, "pct") / 100 + tolerance(tol, "widen"));
	wide = more_of(wide, tolerance(tol, "abs"));
	return e.low - wide - ROUNDING <= x && x <= e.high + wide + ROUNDING;
}

bool value_within(const cJSON *real, const cJSON *model, const cJSON *tol)
{
	if (cJSON_IsArray(real))
		return lists_within(real, model, tol);
	if (is_runs(model))
		return all_runs(real, model, tol);
	if (is_band(model))
		return value_within(real, key(model, "min"), tol) &&
		       value_within(real, key(model, "max"), tol);
	if (is_runs(real))
		return any_run(real, model, tol);
	if (is_number(model) && !cJSON_IsBool(real))
		return number_within(real, number(model), tol);
	if (is_number(model))
		return number(real) == number(model);
	return cJSON_Compare(real, model, true);
}

bool value_quiet(const cJSON *real, const cJSON *tol)
{
	const cJSON nothing = { .type = cJSON_Number };
	const cJSON *part;

	if (cJSON_IsArray(real)) {
		cJSON_ArrayForEach(part, real)
			if (!value_quiet(part, tol))
				return false;
		return real->child != NULL;
	}
	if (!cJSON_IsNumber(real) && !is_band(real))
		return false;
	return value_within(real, &nothing, tol);
}

bool value_plain(const cJSON *v)
{
	const cJSON *part;

	if (cJSON_IsArray(v))
		cJSON_ArrayForEach(part, v)
			if (!value_plain(part))
				return false;
	return !is_band(v) && !is_runs(v);
}

static void show_number(double x, struct text *out)
{
	if (x > -1e17 && x < 1e17 && x == (double)(int64_t)x)
		text_printf(out, "%" PRId64, (int64_t)x);
	else
		text_printf(out, "%g", four_decimals(x));
}

static void show(const cJSON *v, struct text *out)
{
	char *json;

	if (is_band(v)) {
		show(key(v, "min"), out);
		text_puts(out, "..");
		show(key(v, "max"), out);
	} else if (cJSON_IsNumber(v)) {
		show_number(v->valuedouble, out);
	} else if (cJSON_IsString(v)) {
		text_puts(out, v->valuestring);
	} else {
		json = cJSON_PrintUnformatted(v);
		text_puts(out, json ? json : "?");
		cJSON_free(json);
	}
}

/* At most SHOWN_CHARS characters, never cut inside one of UTF-8. */
static void cut_short(struct text *t)
{
	uint32_t code;
	size_t at = 0;

	for (unsigned i = 0; i < SHOWN_CHARS && at < t->len; i++) {
		unsigned n = utf8_next(t->s + at, t->len - at, &code);

		at += n ? n : 1;
	}
	if (at < t->len) {
		t->len = at;
		t->s[at] = '\0';
		text_puts(t, "...");
	}
}

char *value_show(const cJSON *v)
{
	struct text out = { 0 };

	show(v, &out);
	cut_short(&out);
	if (out.s)
		text_clean(out.s);
	return out.s ? out.s : xstrdup("");
}
