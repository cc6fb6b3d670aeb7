#include "load/loader.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/tongue.h"
#include "base/xmalloc.h"
#include "load/verb.h"
#include "story/expr.h"
#include "story/place.h"

/* As the documentation of "max" has it. */
enum { MAX_UNTIL = 1000000 };

void loader_init(struct loader *l, struct diags *faults)
{
	memset(l, 0, sizeof(*l));
	l->faults = faults;
	names_init(&l->verbs);
	for (unsigned v = OP_none + 1; v < NR_OP_VERBS; v++)
		names_add(&l->verbs, verbs[v].name);
	l->max_until = MAX_UNTIL;
	names_init(&l->names);
	names_init(&l->labels);
	names_init(&l->files);
}

void loader_free(struct loader *l)
{
	json_free(&l->json);
	names_free(&l->verbs);
	names_free(&l->names);
	names_free(&l->labels);
	names_free(&l->files);
	free(l->info);
}

static struct diag *fault_add(struct loader *l, uint32_t line, uint32_t column,
			      const char *fmt, va_list ap)
{
	char what[sizeof(((struct diag *)0)->what)];

	vsnprintf(what, sizeof(what), tongue(fmt), ap);
	return diags_add(l->faults, line, column, "%s", what);
}

struct diag *fault_at(struct loader *l, const cJSON *value, const char *fmt,
		      ...)
{
	uint32_t line, column;
	struct diag *d;
	va_list ap;

	json_where(&l->json, value, &line, &column);
	va_start(ap, fmt);
	d = fault_add(l, line, column, fmt, ap);
	va_end(ap);
	return d;
}

struct diag *fault_key(struct loader *l, const cJSON *value, const char *fmt,
		       ...)
{
	uint32_t line, column;
	struct diag *d;
	va_list ap;

	json_where_key(&l->json, value, &line, &column);
	va_start(ap, fmt);
	d = fault_add(l, line, column, fmt, ap);
	va_end(ap);
	return d;
}

void hint_words(struct diag *d, const char *const *words, const char *said)
{
	const char *nearest = word_nearest(words, said);
	struct text all = { 0 };

	if (nearest) {
		diag_hint(d, "did you mean \"%s\"?", nearest);
		return;
	}
	for (unsigned i = 0; words[i]; i++)
		text_printf(&all, "%s%s", i ? ", " : "", words[i]);
	diag_hint(d, "known: %s", text_str(&all));
	text_free(&all);
}

const char *value_kind(const cJSON *value)
{
	switch (value->type & 0xff) {
	case cJSON_False:
	case cJSON_True:
		return tongue("true or false");
	case cJSON_Number:
		return tongue("a number");
	case cJSON_String:
		return tongue("a string");
	case cJSON_Array:
		return tongue("a list");
	case cJSON_Object:
		return tongue("an object");
	default:
		return tongue("null");
	}
}

static bool mistyped(struct loader *l, const cJSON *v, const char *what,
		     const char *wanted)
{
	fault_at(l, v, "%s is %s, it must be %s", what, value_kind(v),
		 tongue(wanted));
	return false;
}

/* A number without a fraction that JSON can hold. */
static bool is_exact(const cJSON *v)
{
	return v->valuedouble >= -(double)LOAD_MAX_INTEGER &&
	       v->valuedouble <= (double)LOAD_MAX_INTEGER &&
	       (double)(int64_t)v->valuedouble == v->valuedouble;
}

bool read_integer(struct loader *l, const cJSON *v, const char *what,
		  int64_t min, int64_t max, int64_t *value)
{
	int64_t number;

	if (!cJSON_IsNumber(v))
		return mistyped(l, v, what, "a number");
	if (!is_exact(v)) {
		diag_hint(fault_at(l, v, "%s must be a whole number", what),
			  "one up to 2^53");
		return false;
	}
	number = (int64_t)v->valuedouble;
	if (number >= min && number <= max) {
		*value = number;
		return true;
	}
	diag_hint(fault_at(l, v, "%s is %lld", what, (long long)number),
		  "it must be %lld to %lld", (long long)min, (long long)max);
	return false;
}

/* The number, if it is one that counts things: whole and not below 0. */
static bool read_natural(struct loader *l, const cJSON *v, const char *what,
			 uint64_t *value)
{
	int64_t number;

	if (is_exact(v) && v->valuedouble >= 0) {
		*value = (uint64_t)v->valuedouble;
		return true;
	}
	if (v->valuedouble > (double)LOAD_MAX_INTEGER) {
		diag_hint(fault_at(l, v, "%s is too large for a JSON number",
				   what), "write it as a string, \"0x...\"");
		return false;
	}
	return read_integer(l, v, what, 0, LOAD_MAX_INTEGER, &number);
}

bool read_size(struct loader *l, const cJSON *v, const char *what,
	       uint64_t *value)
{
	if (cJSON_IsNumber(v))
		return read_natural(l, v, what, value);
	if (!cJSON_IsString(v))
		return mistyped(l, v, what, "a number or \"64M\"");
	if (text_size(v->valuestring, strlen(v->valuestring), value))
		return true;
	diag_hint(fault_at(l, v, "%s is no size: \"%.60s\"", what,
			   v->valuestring),
		  "write 4096, \"64K\", \"0x1000\"");
	return false;
}

bool read_address(struct loader *l, const cJSON *v, const char *what,
		  uint64_t *value)
{
	if (cJSON_IsNumber(v))
		return read_natural(l, v, what, value);
	if (!cJSON_IsString(v))
		return mistyped(l, v, what, "a number or \"0x1000\"");
	if (address_parse(v->valuestring, strlen(v->valuestring), value))
		return true;
	diag_hint(fault_at(l, v, "%s is no hexadecimal number: \"%.60s\"", what,
			   v->valuestring), "write \"0x1000\"");
	return false;
}

static const char *kept(struct loader *l, const char *s)
{
	return shelf_string(l->shelf, s, strlen(s));
}

bool read_string(struct loader *l, const cJSON *v, const char *what,
		 const char **value)
{
	if (!cJSON_IsString(v))
		return mistyped(l, v, what, "a string");
	if (!v->valuestring[0]) {
		fault_at(l, v, "%s is empty", what);
		return false;
	}
	if (strchr(v->valuestring, '\n')) {
		fault_at(l, v, "%s must be one line", what);
		return false;
	}
	*value = kept(l, v->valuestring);
	return true;
}

static bool name_good(struct loader *l, const cJSON *v, const char *what)
{
	const char *s = v->valuestring;
	size_t len;

	if (!cJSON_IsString(v))
		return mistyped(l, v, what, "a string");
	len = strlen(s);
	if (len && len <= LOAD_MAX_NAME && name_length(s, len) == len)
		return true;
	diag_hint(fault_at(l, v, "%s is no name: \"%.60s\"", what, s),
		  "a name has letters, digits and '_', no digit in front, and "
		  "at most %d of them", LOAD_MAX_NAME);
	return false;
}

bool read_name(struct loader *l, const cJSON *v, const char *what,
	       const char **value)
{
	if (!name_good(l, v, what))
		return false;
	*value = kept(l, v->valuestring);
	return true;
}

int read_word(struct loader *l, const cJSON *v, const char *what,
	      const char *const *words)
{
	if (!cJSON_IsString(v)) {
		mistyped(l, v, what, "a string");
		return -1;
	}
	for (int i = 0; words[i]; i++)
		if (same_word(words[i], v->valuestring))
			return i;
	hint_words(fault_at(l, v, "%s is unknown: \"%.60s\"", what,
			    v->valuestring), words, v->valuestring);
	return -1;
}

bool read_flag(struct loader *l, const cJSON *v, const char *what, bool *value)
{
	if (!cJSON_IsBool(v))
		return mistyped(l, v, what, "true or false");
	*value = cJSON_IsTrue(v);
	return true;
}

static bool words_one(struct loader *l, const cJSON *v, const char *what,
		      bool one_line, const char **value)
{
	if (one_line)
		return read_string(l, v, what, value);
	if (!cJSON_IsString(v))
		return mistyped(l, v, what, "a string");
	*value = kept(l, v->valuestring);
	return true;
}

bool read_words(struct loader *l, const cJSON *v, const char *what,
		bool one_line, struct words *value)
{
	static const char *const languages[] = {
		[LANG_EN] = "en", [LANG_ZH] = "zh", NULL,
	};
	bool good = true;

	if (cJSON_IsString(v))
		return words_one(l, v, what, one_line, &value->in[LANG_EN]);
	if (!cJSON_IsObject(v) || !v->child)
		return mistyped(l, v, what,
				"a string or {\"en\": ..., \"zh\": ...}");
	for (const cJSON *m = v->child; m; m = m->next) {
		int lang = 0;

		while (languages[lang] && strcmp(languages[lang], m->string))
			lang++;
		if (languages[lang]) {
			good &= words_one(l, m, what, one_line,
					  &value->in[lang]);
			continue;
		}
		hint_words(fault_key(l, m, "unknown language \"%.60s\"",
				     m->string), languages, m->string);
		good = false;
	}
	return good;
}

typedef bool expr_check_fn(const char *expr, struct diag *why);

static bool expr_read(struct loader *l, const cJSON *v, const char *what,
		      expr_check_fn *sound, const char **value)
{
	struct diag why = { 0 };

	if (!read_string(l, v, what, value))
		return false;
	if (sound(*value, &why))
		return true;
	diag_hint(fault_at(l, v, "%s, at its column %u: %s", what, why.column,
			   why.what), "%s", why.hint);
	return false;
}

bool read_until(struct loader *l, const cJSON *v, const char *what,
		const char **value)
{
	return expr_read(l, v, what, expr_check_until, value);
}

bool read_expr(struct loader *l, const cJSON *v, const char *what,
	       bool positioned, const char **value)
{
	const char *position;

	if (!expr_read(l, v, what, expr_check, value))
		return false;
	expr_split(*value, &position);
	if (*position && !positioned) {
		fault_at(l, v, "%s is evaluated after its step: no '@' here",
			 what);
		return false;
	}
	return true;
}

bool read_place(struct loader *l, const cJSON *v, const char *what,
		const char **value)
{
	struct place p;

	if (!read_string(l, v, what, value))
		return false;
	if (!place_parse(*value, strlen(*value), &p)) {
		diag_hint(fault_at(l, v, "%s is no place: \"%.60s\"", what,
				   *value),
			  "write a label, \"buf+2M\", or an address, \"0x1000\"");
		return false;
	}
	if (p.name_len && names_find(&l->names, *value, p.name_len))
		return name_known(l, v, *value, p.name_len, NAME_NEW);
	return p.is_address || name_known(l, v, *value, p.name_len, NAME_NEW);
}

static const char *const kind_names[] = {
	[NAME_NEW] = "label",
	[NAME_TASK] = "task",
	[NAME_RANGE] = "label of a range",
	[NAME_BLOCK] = "label of a block",
	[NAME_FD] = "label of a descriptor",
	[NAME_SEGMENT] = "label of a segment",
};

/* A label that is a place: what NAME_NEW asks for. */
static bool is_place(enum name_kind kind)
{
	return kind == NAME_RANGE || kind == NAME_BLOCK;
}

uint32_t name_known(struct loader *l, const cJSON *v, const char *s, size_t len,
		    enum name_kind kind)
{
	uint32_t slot = names_find(&l->names, s, len);
	enum name_kind is = slot ? l->info[slot].kind : NAME_NEW;
	struct diag *d;

	if (is != NAME_NEW && (is == kind ||
			       (kind == NAME_NEW && is_place(is))))
		return slot;
	if (is != NAME_NEW) {
		fault_at(l, v, "\"%.*s\" is a %s, not a %s", (int)len, s,
			 tongue(kind_names[is]), tongue(kind_names[kind]));
		return 0;
	}
	d = fault_at(l, v, "no %s is called \"%.*s\" here",
		     tongue(kind_names[kind]), (int)(len > 60 ? 60 : len), s);
	if (slot)
		diag_hint(d, "only later or in another what-if");
	else if (len <= LOAD_MAX_NAME && l->names.nr <= 1000) {
		char name[LOAD_MAX_NAME + 1] = { 0 };
		const char *near;

		memcpy(name, s, len);
		near = names_nearest(&l->names, name);
		if (near && strcmp(near, name))
			diag_hint(d, "did you mean \"%s\"?", near);
	}
	return 0;
}

static uint32_t name_new(struct loader *l, const cJSON *v)
{
	uint32_t slot;

	if (l->names.nr == LOAD_MAX_NAMES) {
		if (!l->too_many)
			fault_at(l, v, "more than %d names", LOAD_MAX_NAMES - 1);
		l->too_many = true;
		return 0;
	}
	slot = names_add(&l->names, kept(l, v->valuestring));
	l->info = xgrow(l->info, slot, &l->cap_info, sizeof(*l->info));
	l->info[slot] = (struct name_info){ 0 };
	return slot;
}

uint32_t name_define(struct loader *l, const cJSON *v, enum name_kind kind)
{
	uint32_t slot;
	enum name_kind is;

	if (!name_good(l, v, tongue(kind == NAME_TASK ? "the task" :
							 "the label")))
		return 0;
	slot = names_find(&l->names, v->valuestring, strlen(v->valuestring));
	if (!slot)
		slot = name_new(l, v);
	if (!slot)
		return 0;
	is = l->info[slot].kind;
	if (is != NAME_NEW && (is != kind || kind == NAME_TASK)) {
		diag_hint(fault_at(l, v, "\"%.60s\" is the name of a %s already",
				   v->valuestring, tongue(kind_names[is])),
			  "choose another name");
		return 0;
	}
	l->info[slot].kind = kind;
	if (kind == NAME_TASK) {
		l->nr_tasks++;
		l->task = slot;
	}
	return slot;
}

void name_end(struct loader *l, uint32_t slot)
{
	if (l->info[slot].ended)
		return;
	l->info[slot].ended = true;
	l->nr_tasks--;
	for (l->task = l->names.nr - 1; l->task; l->task--)
		if (l->info[l->task].kind == NAME_TASK &&
		    !l->info[l->task].ended)
			break;
}
