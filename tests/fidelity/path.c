#include "path.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tree.h"

enum { LABEL_BYTES = 128 };

static const cJSON zero = { .type = cJSON_Number };

bool is_band(const cJSON *v)
{
	return cJSON_IsObject(v) && cJSON_GetArraySize(v) == 2 &&
	       key(v, "min") && key(v, "max");
}

bool is_runs(const cJSON *v)
{
	return cJSON_IsObject(v) && cJSON_GetArraySize(v) == 1 &&
	       cJSON_IsArray(key(v, "runs"));
}

bool glob_match(const char *pattern, const char *s)
{
	const char *star = NULL;	/* the last '*' that was met ... */
	const char *from = NULL;	/* ... and what it covers up to now */

	for (;;) {
		if (*pattern == '*') {
			star = pattern++;
			from = s;
		} else if (*s && *pattern == *s) {
			pattern++;
			s++;
		} else if (!*s && !*pattern) {
			return true;
		} else if (star && *from) {
			pattern = star + 1;
			s = ++from;
		} else {
			return false;
		}
	}
}

/* `buf` holds labels that stand nowhere in the tree. */
static const char *label_of(const cJSON *child, bool in_list, unsigned index,
			    char buf[LABEL_BYTES])
{
	const cJSON *zone = key(child, "zone"), *node = key(child, "node");
	const cJSON *op = key(child, "op");

	if (!in_list)
		return child->string;
	if (cJSON_IsString(op))
		return op->valuestring;
	if (cJSON_IsString(zone) && cJSON_IsNumber(node))
		snprintf(buf, LABEL_BYTES, "node %d %s", node->valueint,
			 zone->valuestring);
	else
		snprintf(buf, LABEL_BYTES, "%u", index);
	return buf;
}

static const cJSON *list_child(const cJSON *list, const char *label)
{
	const cJSON *child, *found = NULL;
	char buf[LABEL_BYTES];
	unsigned i = 0;

	cJSON_ArrayForEach(child, list)
		if (strcmp(label_of(child, true, i++, buf), label) == 0)
			found = child;
	return found;
}

/* One label down; NULL if it is not there or nothing lies below x. */
static const cJSON *child_at(const cJSON *x, const char *label)
{
	if (is_band(x) || is_runs(x))
		return NULL;
	return cJSON_IsArray(x) ? list_child(x, label) : key(x, label);
}

const cJSON *path_lookup(const cJSON *top, const struct labels *l)
{
	bool sparse = false;
	const cJSON *x = top;

	for (unsigned i = 0; i < l->nr; i++) {
		const cJSON *next = child_at(x, l->s[i]);

		if (!next)
			return sparse && cJSON_IsObject(x) && !is_band(x) &&
			       !is_runs(x) ? &zero : NULL;
		x = next;
		sparse |= strcmp(l->s[i], "delta") == 0 ||
			  strcmp(l->s[i], "vmstat") == 0;
	}
	return x;
}

struct expansion {
	void (*found)(void *ctx, const struct labels *l);
	void *ctx;
	struct labels l;
};

static void expand(struct expansion *e, const cJSON *x, const cJSON *seg);

static void go_down(struct expansion *e, const char *label, const cJSON *x,
		    const cJSON *rest)
{
	if (e->l.nr == MAX_LABELS)
		return;
	e->l.s[e->l.nr++] = label;
	expand(e, x, rest);
	e->l.nr--;
}

static void expand_all(struct expansion *e, const char *pattern,
		       const cJSON *x, const cJSON *rest)
{
	const cJSON *child;
	char buf[LABEL_BYTES];
	unsigned i = 0;

	if (!cJSON_IsObject(x) && !cJSON_IsArray(x))
		return;
	cJSON_ArrayForEach(child, x) {
		const char *label = label_of(child, cJSON_IsArray(x), i++, buf);

		if (glob_match(pattern, label))
			go_down(e, label, child, rest);
	}
}

static void expand_one(struct expansion *e, const char *name, const cJSON *x,
		       const cJSON *rest)
{
	const cJSON *child;

	if (strchr(name, '*')) {
		expand_all(e, name, x, rest);
		return;
	}
	child = child_at(x, name);
	if (child || !rest)
		go_down(e, name, child, rest);
}

/* seg: the next key of the path, its brothers follow; NULL = all are done. */
static void expand(struct expansion *e, const cJSON *x, const cJSON *seg)
{
	const cJSON *one;

	if (!seg) {
		e->found(e->ctx, &e->l);
	} else if (cJSON_IsString(seg)) {
		expand_one(e, seg->valuestring, x, seg->next);
	} else {
		cJSON_ArrayForEach(one, seg)
			if (cJSON_IsString(one))
				expand_one(e, one->valuestring, x, seg->next);
	}
}

void path_expand(const cJSON *top, const cJSON *path,
		 void (*found)(void *ctx, const struct labels *l), void *ctx)
{
	struct expansion e = { .found = found, .ctx = ctx };

	expand(&e, top, path ? path->child : NULL);
}

/*
 * "$", "$3", "$3-TEXT" become the label meant, anything else itself.
 * Return: false if there is no such label.
 */
static bool subst_one(const char *s, const struct labels *from,
		      struct text *out)
{
	unsigned long n = from->nr;
	const char *end = s + 1;
	size_t len, cut;

	if (*s == '$' && isdigit((unsigned char)s[1])) {
		n = 0;
		for (; isdigit((unsigned char)*end) && n <= MAX_LABELS; end++)
			n = n * 10 + (unsigned long)(*end - '0');
	}
	if (*s != '$' || (*end && *end != '-')) {
		text_puts(out, s);
		return true;
	}
	if (n < 1 || n > from->nr)
		return false;
	len = strlen(from->s[n - 1]);
	cut = *end ? strlen(end + 1) : 0;
	if (cut <= len && strcmp(from->s[n - 1] + len - cut, end + !!*end) == 0)
		len -= cut;
	text_add(out, from->s[n - 1], len);
	return true;
}

/* Texts that lie one behind the other, each with its NUL. */
static void labels_own(struct labels *l, char *store, unsigned nr)
{
	l->nr = nr;
	l->store = store;
	for (unsigned i = 0; i < nr; i++) {
		l->s[i] = store;
		store += strlen(store) + 1;
	}
}

bool path_subst(const cJSON *path, const struct labels *from,
		struct labels *to)
{
	struct text all = { 0 };
	const cJSON *seg;
	unsigned nr = 0;

	*to = (struct labels){ 0 };
	cJSON_ArrayForEach(seg, path) {
		if (nr == MAX_LABELS || !cJSON_IsString(seg) ||
		    !subst_one(seg->valuestring, from, &all)) {
			text_free(&all);
			return false;
		}
		text_add(&all, "", 1);
		nr++;
	}
	labels_own(to, all.s, nr);
	return true;
}

void labels_copy(struct labels *to, const struct labels *from)
{
	struct text all = { 0 };

	for (unsigned i = 0; i < from->nr; i++)
		text_add(&all, from->s[i], strlen(from->s[i]) + 1);
	labels_own(to, all.s, from->nr);
}

void labels_free(struct labels *l)
{
	free(l->store);
	*l = (struct labels){ 0 };
}
