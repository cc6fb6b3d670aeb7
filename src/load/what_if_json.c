/* A line that was typed becomes the JSON of an operation */
#include <ctype.h>
#include <string.h>

#include "load/names.h"
#include "load/operation.h"
#include "load/verb.h"
#include "load/what_if.h"

enum { MAX_TOKENS = 24, TOKEN_BYTES = 256 };

/* "key=value", or a value alone. */
struct token {
	char  text[TOKEN_BYTES];	/* without its quotes */
	char *key;			/* NULL = a value alone */
	char *value;
	bool  quoted;			/* the value: it is a string, then */
};

struct typed {
	struct token token[MAX_TOKENS];
	unsigned     nr;
};

/* Cut at its first '=' that is no comparison. */
static void token_part(struct token *t, size_t quote)
{
	char *equals = strchr(t->text, '=');

	t->key = NULL;
	t->value = t->text;
	if (!equals || equals == t->text ||
	    (quote && (size_t)(equals - t->text) >= quote))
		return;
	*equals = '\0';
	t->key = t->text;
	t->value = equals + 1;
}

/* The next token of *rest. Return: false if none is left, or it is too long. */
static bool token_next(struct token *t, const char **rest)
{
	const char *s = *rest + strspn(*rest, " ");
	size_t nr = 0, quote = 0;
	bool inside = false;

	if (!*s)
		return false;
	for (; *s && (inside || *s != ' '); s++) {
		if (*s == '"') {
			inside = !inside;
			quote = quote ? quote : nr + 1;
			continue;
		}
		if (nr + 1 == TOKEN_BYTES)
			return false;
		t->text[nr++] = *s;
	}
	t->text[nr] = '\0';
	t->quoted = quote != 0;
	token_part(t, quote);
	*rest = s;
	return true;
}

static bool tokens_read(struct typed *t, const char *line, struct diag *why)
{
	t->nr = 0;
	while (t->nr < MAX_TOKENS && token_next(&t->token[t->nr], &line))
		t->nr++;
	if (!line[strspn(line, " ")])
		return true;
	diag_set(why, 0, 0, "the line is too long");
	return false;
}

static void put_string(struct text *out, const char *s, size_t len)
{
	text_puts(out, "\"");
	for (; len--; s++) {
		if (*s == '"' || *s == '\\')
			text_printf(out, "\\%c", *s);
		else if ((unsigned char)*s < 0x20)
			text_printf(out, "\\u%04x", (unsigned char)*s);
		else
			text_add(out, s, 1);
	}
	text_puts(out, "\"");
}

static bool is_number(const char *s, size_t len)
{
	size_t digits = len && s[0] == '-' ? len - 1 : len;

	if (!digits || digits > 15)
		return false;
	for (size_t i = len - digits; i < len; i++)
		if (!isdigit((unsigned char)s[i]))
			return false;
	return digits == 1 || s[len - digits] != '0';
}

/* Digits are a number, but for what would be read as an address or a name. */
static void put_plain(struct text *out, enum arg_type type, const char *s,
		      size_t len)
{
	bool number = is_number(s, len) && type != ARG_PLACE &&
		      type != ARG_ADDRESS;
	bool truth = type == ARG_BOOL &&
		     ((len == 4 && !memcmp(s, "true", 4)) ||
		      (len == 5 && !memcmp(s, "false", 5)));

	if (number || truth)
		text_add(out, s, len);
	else
		put_string(out, s, len);
}

static void put_value(struct text *out, const struct token *t,
		      enum arg_type type)
{
	const char *s = t->value;
	bool list = arg_is_list(type) || (type == ARG_VALUES && strchr(s, ','));

	if (t->quoted && !list) {
		put_string(out, s, strlen(s));
		return;
	}
	if (!list) {
		put_plain(out, type, s, strlen(s));
		return;
	}
	text_puts(out, "[");
	for (const char *comma = ""; *s; comma = ", ") {
		size_t len = strcspn(s, ",");

		text_puts(out, comma);
		put_plain(out, type, s, len);
		s += len + (s[len] == ',');
	}
	text_puts(out, "]");
}

static const struct verb *verb_named(const char *name, struct diag *why)
{
	const char *words[NR_OP_VERBS], *near;
	unsigned nr = 0;

	for (unsigned v = OP_none + 1; v < NR_OP_VERBS; v++) {
		if (!strcmp(verbs[v].name, name))
			return &verbs[v];
		words[nr++] = verbs[v].name;
	}
	words[nr] = NULL;
	near = word_nearest(words, name);
	diag_set(why, 0, 0, "no operation is called \"%.60s\"", name);
	if (near)
		diag_hint(why, "did you mean \"%s\"?", near);
	else
		diag_hint(why, "Tab shows which there are");
	return NULL;
}

static const struct argument *argument_named(const struct verb *verb,
					     const char *name)
{
	const struct argument *a = verb->args;

	while (a->name && strcmp(a->name, name))
		a++;
	return a->name ? a : NULL;
}

static const struct modifier *modifier_named(const char *key)
{
	const struct modifier *m = modifiers;

	while (m->key && (!key || strcmp(m->key, key)))
		m++;
	return m->key ? m : NULL;
}

/* Whose value may stand without its name. */
static const struct argument *argument_alone(const struct verb *verb)
{
	const struct argument *a = verb->args;

	while (a->name && !a->alone)
		a++;
	return a->name ? a : NULL;
}

static void put_member(struct text *out, const char **comma, const char *key)
{
	text_puts(out, *comma);
	put_string(out, key, strlen(key));
	text_puts(out, ": ");
	*comma = ", ";
}

/* "vm.swappiness=0" is the name of a setting and its value. */
static void put_setting(struct text *out, const char **comma,
			const struct token *t)
{
	put_member(out, comma, "name");
	put_string(out, t->key, strlen(t->key));
	put_member(out, comma, "value");
	put_value(out, t, ARG_VALUES);
}

static bool put_argument(struct text *out, const char **comma,
			 const struct verb *verb, const struct token *t,
			 struct diag *why)
{
	const struct argument *a = t->key ? argument_named(verb, t->key) :
					    argument_alone(verb);

	if (!a && !t->key) {
		diag_set(why, 0, 0, "%s takes KEY=VALUE, not \"%.60s\" alone",
			 verb->name, t->value);
		if (verb->args->name)
			diag_hint(why, "as %s=...", verb->args->name);
		return false;
	}
	if (!a && verb == &verbs[OP_sysctl]) {
		put_setting(out, comma, t);
		return true;
	}
	put_member(out, comma, a ? a->name : t->key);
	put_value(out, t, a ? a->type : NR_ARG_TYPES);
	return true;
}

bool what_if_json(const char *line, struct text *out, struct diag *why)
{
	const char *comma = "";
	const struct verb *verb;
	struct typed typed = { .nr = 0 };

	line += strspn(line, " ");
	if (*line == '{') {
		text_puts(out, line);
		return true;
	}
	if (!tokens_read(&typed, line, why))
		return false;
	verb = verb_named(typed.nr ? typed.token[0].text : "", why);
	if (!verb)
		return false;
	text_printf(out, "{\"%s\": {", verb->name);
	for (unsigned i = 1; i < typed.nr; i++)
		if (!modifier_named(typed.token[i].key) &&
		    !put_argument(out, &comma, verb, &typed.token[i], why))
			return false;
	text_puts(out, "}");
	comma = ", ";
	for (unsigned i = 1; i < typed.nr; i++) {
		const struct token *t = &typed.token[i];
		const struct modifier *m = modifier_named(t->key);

		if (!m)
			continue;
		put_member(out, &comma, m->key);
		if (m->is_number)
			put_value(out, t, ARG_NUMBER);
		else
			put_string(out, t->value, strlen(t->value));
	}
	text_puts(out, "}");
	return true;
}
