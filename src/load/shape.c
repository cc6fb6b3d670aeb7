#include "load/shape.h"

#include <string.h>

#include "base/tongue.h"

enum { MAX_FIELDS = 32 };	/* the end counted */

/* Index of the field of that key; that of the end if there is none. */
static unsigned field_find(const struct shape *shape, const char *key)
{
	const struct field *f = shape->fields;
	unsigned i = 0;

	while (f[i].key && !same_word(f[i].key, key))
		i++;
	bug_on(i >= MAX_FIELDS);
	return i;
}

bool shape_has(const struct shape *shape, const char *key)
{
	return shape->fields[field_find(shape, key)].key != NULL;
}

/* Return: index of the field that was meant; that of the end if none is near. */
static unsigned unknown_key(struct loader *l, const struct shape *shape,
			    const cJSON *m)
{
	const char *keys[MAX_FIELDS] = { NULL }, *meant;

	for (unsigned i = 0; shape->fields[i].key; i++)
		keys[i] = shape->fields[i].key;
	hint_words(fault_key(l, m, "%s has no \"%.60s\"",
			     tongue(shape->noun), m->string), keys, m->string);
	meant = word_nearest(keys, m->string);
	return field_find(shape, meant ? meant : "");
}

/*
 * Unknown keys are told. One is then taken for the one that it is near to:
 * that one is not told as missing, nor what hangs on it.
 */
static void unknown_keys(struct loader *l, const struct shape *shape,
			 const cJSON *v, const cJSON *given[MAX_FIELDS])
{
	for (const cJSON *m = v->child; m; m = m->next) {
		unsigned i = field_find(shape, m->string);

		if (shape->fields[i].key)
			continue;
		i = unknown_key(l, shape, m);
		if (!given[i])
			given[i] = m;
	}
}

/* One value into its place; `take` is for what has no place. */
static bool value_read(struct loader *l, const cJSON *v, const struct field *f,
		       const char *what, unsigned char *into)
{
	void *at = into + f->offset;

	switch (f->form) {
	case FORM_TEXT:
	case FORM_LINE:
		return read_words(l, v, what, f->form == FORM_LINE, at);
	case FORM_STRING:
		return read_string(l, v, what, at);
	case FORM_NAME:
		return read_name(l, v, what, at);
	case FORM_EXPR:
		return read_expr(l, v, what, false, at);
	case FORM_PLACE:
		return read_place(l, v, what, at);
	case FORM_NUMBER:
		return read_integer(l, v, what, f->min, f->max, at);
	case FORM_SIZE:
		return read_size(l, v, what, at);
	case FORM_ADDRESS:
		return read_address(l, v, what, at);
	case FORM_FLAG:
		return read_flag(l, v, what, at);
	case FORM_WORD:
		*(int *)at = read_word(l, v, what, f->words);
		return *(int *)at >= 0;
	case FORM_OBJECT:
		return shape_read(l, v, f->shape, at);
	default:
		f->take(l, v, into);
		return true;
	}
}

static bool list_read(struct loader *l, const cJSON *v, const struct field *f,
		      const char *what, unsigned char *into)
{
	bool good = true;

	if (!cJSON_IsArray(v) && f->times == ONE_OR_LIST)
		return value_read(l, v, f, what, into);
	if (!cJSON_IsArray(v)) {
		fault_at(l, v, "%s is %s, it must be a list", what,
			 value_kind(v));
		return false;
	}
	if (!v->child && f->times == LIST_NOT_EMPTY) {
		fault_at(l, v, "%s is empty", what);
		return false;
	}
	for (const cJSON *item = v->child; item; item = item->next)
		good &= value_read(l, item, f, what, into);
	return good;
}

static bool field_read(struct loader *l, const cJSON *v, const struct field *f,
		       unsigned char *into)
{
	size_t len = strlen(f->key);
	char what[40];

	bug_on_debug(len + 3 > sizeof(what));
	what[0] = what[len + 1] = '"';
	memcpy(what + 1, f->key, len);
	what[len + 2] = '\0';
	return f->times == ONCE ? value_read(l, v, f, what, into) :
				  list_read(l, v, f, what, into);
}

bool shape_read(struct loader *l, const cJSON *v, const struct shape *shape,
		void *into)
{
	const cJSON *given[MAX_FIELDS] = { NULL };	/* by field */
	const struct field *fields = shape->fields;
	bool good = true;

	if (!cJSON_IsObject(v)) {
		fault_at(l, v, "%s is %s, it must be an object",
			 tongue(shape->noun), value_kind(v));
		return false;
	}
	for (const cJSON *m = v->child; m; m = m->next) {
		unsigned i = field_find(shape, m->string);

		if (!fields[i].key)
			good = false;
		else if (!given[i])
			given[i] = m;
	}
	if (!good)
		unknown_keys(l, shape, v, given);
	for (unsigned i = 0; fields[i].key; i++) {
		if (given[i]) {
			good &= field_read(l, given[i], &fields[i], into);
		} else if (fields[i].required) {
			diag_hint(fault_at(l, v, "%s has no \"%s\"",
					   tongue(shape->noun), fields[i].key),
				  "%s", tongue(fields[i].doc));
			good = false;
		}
	}
	return good;
}
