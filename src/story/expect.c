/*
 * What a step must end in, held against the machine after it. Each kind makes
 * one sentence when it does not hold: what is there, and what was expected.
 */
#include "story/expr.h"

#include <inttypes.h>
#include <string.h>

#include "base/tongue.h"
#include "mm/buddy.h"
#include "mm/procfs.h"
#include "story/page.h"

enum { MAX_VALUES = 64, MAX_FRAMES_SHOWN = 64 };

static void print_values(struct text *t, const int64_t *values, unsigned nr,
			 bool relative)
{
	text_puts(t, "[");
	for (unsigned i = 0; i < nr; i++)
		text_printf(t, relative ? "%s%+" PRId64 : "%s%" PRId64,
			    i ? " " : "", values[i]);
	text_puts(t, "]");
}

static void print_number(struct text *t, const struct expect *e, int64_t value)
{
	bool hex = e->kind == EXPECT_PAGE && e->field &&
		   page_field_by_name(e->field, strlen(e->field)) >= PAGE_PTE;

	text_printf(t, e->relative ? "%+" PRId64 : hex ? "0x%" PRIx64 :
		    "%" PRId64, value);
}

/* "3", "+3", "at least 3", "at most 5", "3 to 5" */
static void print_range(struct text *t, const struct expect *e)
{
	if (e->min == e->max) {
		print_number(t, e, e->min);
	} else if (e->max == INT64_MAX) {
		text_puts(t, tongue("at least "));
		print_number(t, e, e->min);
	} else if (e->min == INT64_MIN || (e->min == 0 &&
					   e->kind == EXPECT_EVENT)) {
		text_puts(t, tongue("at most "));
		print_number(t, e, e->max);
	} else {
		print_number(t, e, e->min);
		text_puts(t, tongue(" to "));
		print_number(t, e, e->max);
	}
}

/* Both texts are used up. */
static void differs(const struct expect *e, const char *what, struct text *is,
		    struct text *wanted, struct diag *why)
{
	diag_set(why, e->line, e->column, e->relative ?
		 "%s changed by %s, expected %s" : "%s is %s, expected %s",
		 what, text_str(is), text_str(wanted));
	text_free(is);
	text_free(wanted);
}

static bool number_holds(const struct expect *e, const char *what,
			 int64_t value, struct diag *why)
{
	struct text is = { 0 }, wanted = { 0 };

	if (value >= e->min && value <= e->max)
		return true;
	print_number(&is, e, value);
	print_range(&wanted, e);
	differs(e, what, &is, &wanted, why);
	return false;
}

static bool values_hold(const struct expect *e, const char *what,
			const int64_t *values, unsigned nr, struct diag *why)
{
	struct text is = { 0 }, wanted = { 0 };

	if (nr == e->nr_values &&
	    (!nr || memcmp(values, e->values, nr * sizeof(*values)) == 0))
		return true;
	print_values(&is, values, nr, e->relative);
	print_values(&wanted, e->values, e->nr_values, e->relative);
	differs(e, what, &is, &wanted, why);
	return false;
}

/* A sentence that something could not be looked at all. */
static bool cannot(const struct expect *e, const struct diag *cause,
		   struct diag *why)
{
	struct diag copy = *cause;	/* may be *why itself */

	diag_set(why, e->line, e->column, "%s%s%s", e->path ? e->path : "",
		 e->path ? tongue(": ") : "", copy.what);
	diag_hint(why, "%s", copy.hint);
	return false;
}

/* The numbers behind a path or expression; 0 and *why if there are none. */
static unsigned values_at(const struct expect *e, const struct expr_env *env,
			  int64_t *values, struct diag *why)
{
	if (expr_is_path(e->path))
		return procfs_values(env->now, e->path, values, MAX_VALUES, why);
	return expr_eval(e->path, strlen(e->path), env, values, why);
}

static unsigned changes_of(const struct expect *e, const struct expr_env *env,
			   int64_t *values, struct diag *why)
{
	struct expr_env then = *env;
	int64_t old[MAX_VALUES];
	unsigned nr, nr_old;

	nr = values_at(e, env, values, why);
	if (!nr || !e->relative)
		return nr;
	if (!env->before) {
		diag_set(why, 0, 0, "there is no step to take a change over");
		return 0;
	}
	then.now = env->before;
	then.before = NULL;
	then.count = NULL;
	nr_old = values_at(e, &then, old, why);
	if (nr_old && nr_old != nr)
		diag_set(why, 0, 0, "it had %u numbers before the step and has "
			 "%u now", nr_old, nr);
	if (nr_old != nr)
		return 0;
	for (unsigned i = 0; i < nr; i++)
		values[i] = (int64_t)((uint64_t)values[i] - (uint64_t)old[i]);
	return nr;
}

static bool text_holds(const struct expect *e, const struct expr_env *env,
		       struct diag *why)
{
	struct text t = { 0 };
	bool holds;

	if (!procfs_print(env->now, e->path, &t, why)) {
		text_free(&t);
		return cannot(e, why, why);
	}
	while (t.len && t.s[t.len - 1] == '\n')
		t.s[--t.len] = '\0';
	holds = e->has ? strstr(text_str(&t), e->string) != NULL :
			 strcmp(text_str(&t), e->string) == 0;
	if (!holds && e->has)
		diag_set(why, e->line, e->column, "%s has no '%s'", e->path,
			 e->string);
	else if (!holds)
		diag_set(why, e->line, e->column, "%s is '%s', expected '%s'",
			 e->path, text_str(&t), e->string);
	text_free(&t);
	return holds;
}

static bool value_holds(const struct expect *e, const struct expr_env *env,
			struct diag *why)
{
	int64_t values[MAX_VALUES];
	unsigned nr;

	if (e->string)
		return text_holds(e, env, why);
	nr = changes_of(e, env, values, why);
	if (!nr)
		return cannot(e, why, why);
	if (!e->array && nr > 1) {
		diag_set(why, e->line, e->column, "%s has %u numbers, one was "
			 "expected", e->path, nr);
		diag_hint(why, "give a list, or take sum() or max()");
		return false;
	}
	return e->array ? values_hold(e, e->path, values, nr, why) :
			  number_holds(e, e->path, values[0], why);
}

static bool true_holds(const struct expect *e, const struct expr_env *env,
		       struct diag *why)
{
	int64_t value;

	if (!expr_eval(e->path, strlen(e->path), env, &value, why))
		return cannot(e, why, why);
	if (!value)
		diag_set(why, e->line, e->column, "not so: %s", e->path);
	return value != 0;
}

/*
 * " name=value" stands in the printed event; a number may be written in
 * another base than it is printed in.
 */
static bool field_is(const char *printed, const struct expect_field *f)
{
	size_t len = strlen(f->name);
	uint64_t want, have;

	for (const char *at = printed; (at = strstr(at, f->name)); at += len) {
		const char *value = at + len + 1;
		size_t n;

		if (at == printed || at[-1] != ' ' || at[len] != '=')
			continue;
		n = strcspn(value, " \n");
		if (n == strlen(f->value) && memcmp(value, f->value, n) == 0)
			return true;
		return text_size(f->value, strlen(f->value), &want) &&
		       text_size(value, n, &have) && want == have;
	}
	return false;
}

static bool event_fits(const struct expect *e, const struct expr_env *env,
		       const struct event *ev, struct text *t)
{
	const char *printed;

	if (e->path && strcmp(event_types[ev->id].name, e->path) != 0)
		return false;
	text_reset(t);
	event_print(env->now, ev, t);
	printed = text_str(t);
	for (uint32_t i = 0; i < e->nr_fields; i++)
		if (!field_is(printed, &e->fields[i]))
			return false;
	return true;
}

/* Are the events themselves at hand? Else *why says why not. */
static bool events_kept(const struct expect *e, const struct expr_env *env,
			struct diag *why)
{
	if (env->event && !env->nr_lost)
		return true;
	diag_set(why, e->line, e->column, env->event ?
		 "the step has too many events to look at each" :
		 "the events of the step are not kept here");
	diag_hint(why, "expect a count alone, or make the step smaller");
	return false;
}

static bool event_counted(const struct expect *e, const struct expr_env *env,
			  int64_t *count, struct diag *why)
{
	struct text t = { 0 };

	*count = 0;
	if (e->nr_fields) {
		if (!events_kept(e, env, why))
			return false;
		for (uint64_t i = 0; i < env->nr_events; i++)
			*count += event_fits(e, env, &env->event[i], &t);
		text_free(&t);
		return true;
	}
	if (!env->count) {
		diag_set(why, e->line, e->column, "events are not counted here");
		return false;
	}
	for (unsigned id = 0; id < NR_EVENTS; id++)
		if (!e->path || strcmp(event_types[id].name, e->path) == 0)
			*count += (int64_t)env->count[id];
	return true;
}

static bool event_holds(const struct expect *e, const struct expr_env *env,
			struct diag *why)
{
	struct text what = { 0 };
	int64_t count;
	bool holds;

	if (!event_counted(e, env, &count, why))
		return false;
	text_puts(&what, tongue("the number of events"));
	if (e->path)
		text_printf(&what, " %s", e->path);
	for (uint32_t i = 0; i < e->nr_fields; i++)
		text_printf(&what, " %s=%s", e->fields[i].name,
			    e->fields[i].value);
	holds = number_holds(e, text_str(&what), count, why);
	text_free(&what);
	return holds;
}

static bool order_holds(const struct expect *e, const struct expr_env *env,
			struct diag *why)
{
	const char **name = e->names;

	if (!events_kept(e, env, why))
		return false;
	for (uint64_t i = 0; i < env->nr_events && *name; i++)
		if (strcmp(event_types[env->event[i].id].name, *name) == 0)
			name++;
	if (!*name)
		return true;
	if (name == e->names)
		diag_set(why, e->line, e->column, "no event %s in the step",
			 *name);
	else
		diag_set(why, e->line, e->column,
			 "no event %s after %s in the step", *name, name[-1]);
	return false;
}

/* Names instead of numbers, for the kind of a page. */
static bool kind_holds(const struct expect *e, const char *what, int64_t kind,
		       struct diag *why)
{
	enum page_field field = page_field_by_name(e->field, strlen(e->field));
	const char *name = page_field_word(field, (unsigned)kind);

	if (name && strcmp(name, e->string) == 0)
		return true;
	diag_set(why, e->line, e->column, "%s is %s, expected %s", what,
		 name ? name : "?",
		 e->string);
	return false;
}

static bool page_holds(const struct expect *e, const struct expr_env *env,
		       struct diag *why)
{
	enum page_field field = page_field_by_name(e->field, strlen(e->field));
	struct text what = { 0 };
	int64_t value, before;
	bool holds;

	if (!page_value(env->story, env->now, e->task, e->path, field, &value,
			why))
		return cannot(e, why, why);
	if (e->relative) {
		if (!env->before ||
		    !page_value(env->story, env->before, e->task, e->path,
				field, &before, why))
			return cannot(e, why, why);
		value -= before;
	}
	text_printf(&what, tongue("page %s: %s"), e->path, e->field);
	holds = e->string ? kind_holds(e, text_str(&what), value, why) :
			    number_holds(e, text_str(&what), value, why);
	text_free(&what);
	return holds;
}

/* "Normal.0", "1.Normal.0": the zone and the order. NULL: no such list. */
static const struct zone *list_zone(const struct machine *m, const char *path,
				    unsigned *order)
{
	const char *dot = strrchr(path, '.');
	unsigned node = 0;
	uint64_t v;

	if (!dot || !text_size(dot + 1, strlen(dot + 1), &v) || v >= MAX_ORDER)
		return NULL;
	*order = (unsigned)v;
	if (path[0] >= '0' && path[0] <= '9' && path[1] == '.') {
		node = (unsigned)(path[0] - '0');
		path += 2;
	}
	for (unsigned i = 0; i < MAX_ZONES && dot > path; i++) {
		const struct zone *z = &m->s->zone[i];

		if (zone_populated(z) && z->node == node &&
		    strlen(z->name) == (size_t)(dot - path) &&
		    memcmp(z->name, path, (size_t)(dot - path)) == 0)
			return z;
	}
	return NULL;
}

static bool list_holds(const struct expect *e, const struct expr_env *env,
		       struct diag *why)
{
	int64_t frames[MAX_FRAMES_SHOWN];
	const struct zone *z;
	struct text what = { 0 };
	unsigned order, nr = 0;
	bool holds;

	z = list_zone(env->now, e->path, &order);
	if (!z) {
		diag_set(why, e->line, e->column, "there is no free list %s",
			 e->path);
		return false;
	}
	for (unsigned type = 0; type < MIGRATE_TYPES; type++) {
		pfn_t pfn;

		if (e->field && strcmp(e->field, migratetype_name(
					(enum migratetype)type)) != 0)
			continue;
		pfn = free_list_first(env->now, z, order, (enum migratetype)type);
		for (; pfn != PFN_NONE && nr < MAX_FRAMES_SHOWN; nr++) {
			frames[nr] = (int64_t)pfn;
			pfn = free_list_next(env->now, pfn, order);
		}
	}
	text_printf(&what, tongue("free list %s"), e->path);
	if (e->field)
		text_printf(&what, tongue(" of %s"), e->field);
	holds = values_hold(e, text_str(&what), frames, nr, why);
	text_free(&what);
	return holds;
}

bool expect_holds(const struct expect *e, const struct expr_env *env,
		  struct diag *why)
{
	static bool (*const holds[])(const struct expect *,
				     const struct expr_env *, struct diag *) = {
		[EXPECT_VALUE] = value_holds,
		[EXPECT_TRUE] = true_holds,
		[EXPECT_EVENT] = event_holds,
		[EXPECT_ORDER] = order_holds,
		[EXPECT_PAGE] = page_holds,
		[EXPECT_LIST] = list_holds,
	};

	return holds[e->kind](e, env, why);
}
