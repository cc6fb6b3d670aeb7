#include "load/shape.h"

#include <string.h>

static const struct field *field_find(const struct shape *shape,
				      const char *key)
{
	const struct field *f = shape->fields;

	while (f->key && strcmp(f->key, key))
		f++;
	return f->key ? f : NULL;
}

bool shape_has(const struct shape *shape, const char *key)
{
	return field_find(shape, key) != NULL;
}

enum { MAX_FIELDS = 24 };

static void keys_of(const struct shape *shape, const char *keys[MAX_FIELDS + 1])
{
	unsigned nr = 0;

	for (const struct field *f = shape->fields; f->key; f++)
		if (nr < MAX_FIELDS)
			keys[nr++] = f->key;
	keys[nr] = NULL;
}

static void unknown_key(struct loader *l, const struct shape *shape,
			const cJSON *m)
{
	const char *keys[MAX_FIELDS + 1];

	keys_of(shape, keys);
	hint_words(fault_key(l, m, "%s has no \"%.60s\"", shape->noun,
			     m->string), keys, m->string);
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
	char what[40];

	snprintf(what, sizeof(what), "\"%s\"", f->key);
	return f->times == ONCE ? value_read(l, v, f, what, into) :
				  list_read(l, v, f, what, into);
}

/*
 * A key that was told as unknown is taken for the one that it is near to: that
 * one is not told as missing then, nor what hangs on it.
 */
static const cJSON *misspelt(const struct shape *shape, const cJSON *v,
			     const struct field *f)
{
	const char *keys[MAX_FIELDS + 1], *meant;

	keys_of(shape, keys);
	for (const cJSON *m = v->child; m; m = m->next) {
		if (field_find(shape, m->string))
			continue;
		meant = word_nearest(keys, m->string);
		if (meant && !strcmp(meant, f->key))
			return m;
	}
	return NULL;
}

bool shape_read(struct loader *l, const cJSON *v, const struct shape *shape,
		void *into)
{
	bool good = true, odd = false;

	if (!cJSON_IsObject(v)) {
		fault_at(l, v, "%s is %s, it must be an object", shape->noun,
			 value_kind(v));
		return false;
	}
	for (const cJSON *m = v->child; m; m = m->next) {
		if (field_find(shape, m->string))
			continue;
		unknown_key(l, shape, m);
		odd = true;
	}
	for (const struct field *f = shape->fields; f->key; f++) {
		const cJSON *m = json_member(v, f->key);

		if (!m && odd)
			m = misspelt(shape, v, f);
		if (m) {
			good &= field_read(l, m, f, into);
		} else if (f->required) {
			fault_at(l, v, "%s has no \"%s\"", shape->noun, f->key);
			good = false;
		}
	}
	return good && !odd;
}
