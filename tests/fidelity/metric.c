#include "metric.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xmalloc.h"
#include "result.h"
#include "tree.h"

const char *verdict_name(enum verdict v)
{
	static const char *const names[] = {
		[VERDICT_EQUAL] = "equal",
		[VERDICT_IN_BAND] = "in-band",
		[VERDICT_DIFFERS] = "differs",
		[VERDICT_OUT_OF_BAND] = "out-of-band",
		[VERDICT_SKIPPED] = "skipped(no value)",
	};

	return names[v];
}

static bool all_texts(const cJSON *list)
{
	const cJSON *one;

	cJSON_ArrayForEach(one, list)
		if (!cJSON_IsString(one))
			return false;
	return cJSON_IsArray(list);
}

static bool entry_good(const cJSON *entry)
{
	const cJSON *path = key(entry, "path"), *seg;

	if (!cJSON_IsArray(path) || cJSON_GetArraySize(path) > MAX_LABELS)
		return false;
	cJSON_ArrayForEach(seg, path)
		if (!cJSON_IsString(seg) && !all_texts(seg))
			return false;
	return true;
}

cJSON *spec_read(const char *path, struct diag *why)
{
	cJSON *spec = json_read(path, why);
	const cJSON *type, *entry;

	if (!spec)
		return NULL;
	cJSON_ArrayForEach(type, key(spec, "types"))
		cJSON_ArrayForEach(entry, key(type, "metrics"))
			if (!entry_good(entry)) {
				diag_set(why, 0, 0, "type %s: an entry without a path of at most %d keys",
					 type->string, MAX_LABELS);
				cJSON_Delete(spec);
				return NULL;
			}
	if (!cJSON_IsObject(key(spec, "types"))) {
		diag_set(why, 0, 0, "no \"types\" in it");
		cJSON_Delete(spec);
		return NULL;
	}
	return spec;
}

const cJSON *spec_entries(const cJSON *spec, const char *type)
{
	return key(key(key(spec, "types"), type), "metrics");
}

bool entry_is_order(const cJSON *entry)
{
	const char *as = words(entry, "as", NULL);

	return as && strcmp(as, "order") == 0;
}

static const cJSON *metric_tol(const struct metric *m)
{
	const cJSON *tol = key(m->entry, "tol");

	return cJSON_IsObject(tol) && tol->child ? tol : NULL;
}

/* What the model has in the metric's place; NULL if nothing. */
static cJSON *value_for(const struct metric *m, const cJSON *top)
{
	const char *as = words(m->entry, "as", NULL);

	if (as && strcmp(as, "numbers") == 0)
		return value_number_in(top, &m->place, m->pattern->valuestring,
				       key(m->entry, "minus"));
	if (as && strcmp(as, "chunks") == 0)
		return value_chunk(path_lookup(top, &m->place),
				   key(m->entry, "calls")->valueint, m->piece);
	return value_at(top, m->entry, &m->place);
}

/* What one entry finds in one recording. */
struct search {
	const cJSON   *rec;
	const cJSON   *entry;
	struct metrics loud;
	struct metrics quiet;
};

static char *metric_name(const struct metric *m)
{
	struct text name = { 0 };
	const char *own = words(m->entry, "name", NULL);

	for (unsigned i = 0; i < m->place.nr; i++)
		text_printf(&name, "%s%s", i ? " / " : "", m->place.s[i]);
	if (own)
		text_printf(&name, " : %s", own);
	if (m->pattern)
		text_printf(&name, " : %s", m->pattern->string);
	if (m->piece >= 0) {
		int calls = key(m->entry, "calls")->valueint;

		text_printf(&name, " : calls %d..%d", m->piece * calls + 1,
			    (m->piece + 1) * calls);
	}
	text_clean(name.s);
	return name.s;
}

static void metric_free(struct metric *m)
{
	for (size_t i = 0; i < m->nr_quiet; i++)
		metric_free(&m->quiet[i]);
	free(m->quiet);
	free(m->name);
	labels_free(&m->place);
	cJSON_Delete(m->real);
}

static void list_add(struct metrics *list, const struct metric *m)
{
	list->m = xgrow(list->m, list->nr, &list->cap, sizeof(*list->m));
	list->m[list->nr++] = *m;
}

static void add_one(struct search *s, const struct labels *l,
		    const cJSON *pattern, int piece)
{
	struct metric m = { .entry = s->entry, .pattern = pattern,
			    .piece = piece };

	labels_copy(&m.place, l);
	m.real = value_for(&m, s->rec);
	if (!m.real) {
		metric_free(&m);
		return;
	}
	m.name = metric_name(&m);
	m.exact = !metric_tol(&m) && value_plain(m.real);
	list_add(value_quiet(m.real, metric_tol(&m)) ? &s->quiet : &s->loud, &m);
}

static bool left_out(const cJSON *entry, const struct labels *l)
{
	const cJSON *not;

	cJSON_ArrayForEach(not, key(entry, "not"))
		for (unsigned i = 0; i < l->nr; i++)
			if (cJSON_IsString(not) &&
			    glob_match(not->valuestring, l->s[i]))
				return true;
	return false;
}

static void add_at(void *ctx, const struct labels *l)
{
	struct search *s = ctx;
	const char *as = words(s->entry, "as", NULL);
	const cJSON *pattern, *calls = key(s->entry, "calls");
	int nr;

	if (left_out(s->entry, l))
		return;
	if (as && strcmp(as, "numbers") == 0) {
		cJSON_ArrayForEach(pattern, key(s->entry, "patterns"))
			if (cJSON_IsString(pattern))
				add_one(s, l, pattern, -1);
	} else if (as && strcmp(as, "chunks") == 0) {
		if (!cJSON_IsNumber(calls) || calls->valueint < 1)
			return;
		nr = value_nr_chunks(path_lookup(s->rec, l), calls->valueint);
		for (int i = 0; i < nr; i++)
			add_one(s, l, NULL, i);
	} else {
		add_one(s, l, NULL, -1);
	}
}

/* "3 quiet values of observations / a|b : name" */
static char *quiet_name(size_t nr, const cJSON *entry)
{
	struct text name = { 0 };
	const char *own = words(entry, "name", NULL);
	const char *slash = "", *bar = "";
	const cJSON *seg, *one;

	text_printf(&name, "%zu quiet values of ", nr);
	cJSON_ArrayForEach(seg, key(entry, "path")) {
		text_printf(&name, "%s%s", slash,
			    cJSON_IsString(seg) ? seg->valuestring : "");
		slash = " / ";
		bar = "";
		cJSON_ArrayForEach(one, seg) {
			text_printf(&name, "%s%s", bar, one->valuestring);
			bar = "|";
		}
	}
	if (own)
		text_printf(&name, " : %s", own);
	text_clean(name.s);
	return name.s;
}

void metrics_add(struct metrics *list, const cJSON *rec, const cJSON *entry)
{
	struct search s = { .rec = rec, .entry = entry };
	struct metric together = { .entry = entry, .piece = -1, .exact = true };

	path_expand(rec, key(entry, "path"), add_at, &s);
	for (size_t i = 0; i < s.loud.nr; i++)
		list_add(list, &s.loud.m[i]);
	free(s.loud.m);
	if (!s.quiet.nr)
		return;
	together.name = quiet_name(s.quiet.nr, entry);
	together.quiet = s.quiet.m;
	together.nr_quiet = s.quiet.nr;
	for (size_t i = 0; i < s.quiet.nr; i++)
		together.exact &= s.quiet.m[i].exact;
	list_add(list, &together);
}

void metrics_free(struct metrics *list)
{
	for (size_t i = 0; i < list->nr; i++)
		metric_free(&list->m[i]);
	free(list->m);
	*list = (struct metrics){ 0 };
}

enum outcome { RIGHT, WRONG, MISSING };

static enum outcome judge_one(const struct metric *m, const cJSON *model,
			      char **got)
{
	cJSON *v = value_for(m, model);
	enum outcome o = MISSING;

	if (v && !cJSON_IsNull(v)) {
		o = value_within(m->real, v, metric_tol(m)) ? RIGHT : WRONG;
		*got = value_show(v);
	}
	cJSON_Delete(v);
	return o;
}

/* All of them, or the first that is missing or wrong. */
static enum outcome judge_quiet(const struct metric *m, const cJSON *model,
				char **got)
{
	for (size_t i = 0; i < m->nr_quiet; i++) {
		struct text t = { 0 };
		char *one = NULL;
		enum outcome o = judge_one(&m->quiet[i], model, &one);

		if (o == WRONG) {
			text_printf(&t, "%s = %s", m->quiet[i].name, one);
			*got = t.s;
		}
		free(one);
		if (o != RIGHT)
			return o;
	}
	*got = xstrdup("quiet");
	return RIGHT;
}

enum verdict metric_judge(const struct metric *m, const cJSON *model,
			  char **real, char **got)
{
	enum outcome o;

	*got = NULL;
	*real = m->real ? value_show(m->real) : xstrdup("quiet");
	o = m->real ? judge_one(m, model, got) : judge_quiet(m, model, got);
	if (o == MISSING) {
		*got = xstrdup("-");
		return VERDICT_SKIPPED;
	}
	if (m->exact)
		return o == RIGHT ? VERDICT_EQUAL : VERDICT_DIFFERS;
	return o == RIGHT ? VERDICT_IN_BAND : VERDICT_OUT_OF_BAND;
}
