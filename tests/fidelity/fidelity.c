/*
 * fidelity - the engine beside a real kernel
 *
 *	fidelity [--spec FILE] [--model DIR] [--write DIR] RESULTS [TRACES]
 *
 * Performs every recorded experiment in the model and compares what both say,
 * then replays the page traces. See README.md in this folder.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapter.h"
#include "base/xmalloc.h"
#include "order.h"
#include "replay.h"
#include "report.h"
#include "result.h"
#include "tree.h"

static const char usage[] =
	"usage: fidelity [--spec FILE] [--model DIR] [--write DIR] RESULTS [TRACES]\n"
	"  RESULTS      folder of recordings, *.json or *.json.xz\n"
	"  TRACES       folder of page traces, a folder each\n"
	"  --spec FILE  what counts (tests/fidelity/compare.json)\n"
	"  --model DIR  judge these outputs instead of the engine's\n"
	"  --write DIR  leave the engine's outputs there\n"
	"Exit: 0 nothing differs, 1 something does, 2 usage, 3 a file can't be read\n";

struct options {
	const char *spec, *model, *write, *results, *traces;
};

static const char *type_of(const cJSON *rec)
{
	return words(rec, "type", NULL);
}

static bool options_read(struct options *o, int argc, char **argv)
{
	*o = (struct options){ .spec = "tests/fidelity/compare.json" };
	for (int i = 1; i < argc; i++) {
		const char **value = NULL;

		if (strcmp(argv[i], "--spec") == 0)
			value = &o->spec;
		else if (strcmp(argv[i], "--model") == 0)
			value = &o->model;
		else if (strcmp(argv[i], "--write") == 0)
			value = &o->write;
		if (value && ++i < argc)
			*value = argv[i];
		else if (value || argv[i][0] == '-')
			return false;
		else if (!o->results)
			o->results = argv[i];
		else if (!o->traces)
			o->traces = argv[i];
		else
			return false;
	}
	return o->results != NULL;
}

/* X.json or X.json.xz of a folder; NULL and *why if there is none. */
static cJSON *output_read(struct report *r, const char *dir, const char *name,
			  struct diag *why)
{
	struct text path = { 0 };
	cJSON *json = NULL;

	text_printf(&path, "%s/%s.json", dir, name);
	if (access(path.s, F_OK) != 0)
		text_puts(&path, ".xz");
	if (access(path.s, F_OK) == 0) {
		json = json_read(path.s, why);
		if (!json)
			report_unreadable(r, path.s, why);
	}
	text_free(&path);
	if (!json)
		diag_set(why, 0, 0, "no output");
	return json;
}

static void output_write(struct report *r, const char *dir, const char *name,
			 const cJSON *json)
{
	struct text path = { 0 };
	struct diag why;
	char *s = cJSON_Print(json);
	FILE *f;

	text_printf(&path, "%s/%s.json", dir, name);
	f = fopen(path.s, "w");
	if (!f || !s || fprintf(f, "%s\n", s) < 0) {
		diag_set(&why, 0, 0, "cannot be written");
		report_unreadable(r, path.s, &why);
	}
	if (f)
		fclose(f);
	cJSON_free(s);
	text_free(&path);
}

static cJSON *output_of(struct report *r, const struct options *o,
			const struct result *rec, struct diag *why)
{
	adapter_fn *run = adapter_find(type_of(rec->json));
	cJSON *out;

	if (o->model)
		return output_read(r, o->model, rec->name, why);
	if (!run) {
		diag_set(why, 0, 0, "no adapter");
		return NULL;
	}
	out = run(rec->json, why);
	if (out && o->write)
		output_write(r, o->write, rec->name, out);
	return out;
}

static void judge_all(struct report *r, const char *file,
		      const struct metrics *list, const cJSON *out)
{
	for (size_t i = 0; i < list->nr; i++) {
		const struct metric *m = &list->m[i];
		char *real, *got;
		enum verdict v = metric_judge(m, out, &real, &got);

		report_count(r, m->exact, v);
		report_line(r, file, m->name, real, got, verdict_name(v));
		free(real);
		free(got);
	}
}

/* Nothing to judge: one line, but every metric counts. */
static void skip_all(struct report *r, const char *file,
		     const struct metrics *list, const struct diag *why)
{
	struct text verdict = { 0 };

	for (size_t i = 0; i < list->nr; i++)
		report_count(r, list->m[i].exact, VERDICT_SKIPPED);
	text_printf(&verdict, "skipped(%s)", why->what);
	report_line(r, file, "*", "-", "-", verdict.s);
	text_free(&verdict);
}

/* Return: what the model said, owned by the caller; NULL if nothing. */
static cJSON *compare_one(struct report *r, const struct options *o,
			  const cJSON *entries, const struct result *rec)
{
	struct metrics list = { 0 };
	const cJSON *entry;
	struct diag why = { 0 };
	cJSON *out;

	r->nr_files++;
	cJSON_ArrayForEach(entry, entries)
		if (!entry_is_order(entry))
			metrics_add(&list, rec->json, entry);
	out = output_of(r, o, rec, &why);
	if (out)
		judge_all(r, rec->name, &list, out);
	else
		skip_all(r, rec->name, &list, &why);
	metrics_free(&list);
	return out;
}

static void compare_orders(struct report *r, const cJSON *entry,
			   const struct sample *samples, size_t nr)
{
	const char *name = words(entry, "name", "order");
	struct pair *pairs;

	nr = order_pairs(entry, samples, nr, &pairs);
	for (size_t i = 0; i < nr; i++) {
		const struct pair *p = &pairs[i];
		char real[] = { p->sign, '\0' }, got[] = { p->got, '\0' };
		struct text file = { 0 };

		report_count(r, true, p->verdict);
		text_printf(&file, "%s|%s", p->a->name, p->b->name);
		if (p->a->model || p->b->model)
			report_line(r, file.s, name, real, got,
				    verdict_name(p->verdict));
		text_free(&file);
	}
	free(pairs);
}

static void compare_type(struct report *r, const struct options *o,
			 const cJSON *entries, const char *type,
			 const struct results *rs)
{
	struct sample *samples = xcalloc(rs->nr + 1, sizeof(*samples));
	cJSON **outs = xcalloc(rs->nr + 1, sizeof(*outs));
	const cJSON *entry;
	size_t nr = 0;

	for (size_t i = 0; i < rs->nr; i++) {
		const struct result *rec = &rs->r[i];

		if (!rec->json || !type_of(rec->json) ||
		    strcmp(type_of(rec->json), type) != 0)
			continue;
		outs[nr] = compare_one(r, o, entries, rec);
		samples[nr] = (struct sample){ rec->name, rec->json, outs[nr] };
		nr++;
	}
	cJSON_ArrayForEach(entry, entries)
		if (entry_is_order(entry))
			compare_orders(r, entry, samples, nr);
	for (size_t i = 0; i < nr; i++)
		cJSON_Delete(outs[i]);
	free(outs);
	free(samples);
}

/* What cannot be compared at all is said before the rest. */
static void check_files(struct report *r, const cJSON *spec,
			const struct results *rs)
{
	struct diag why;

	for (size_t i = 0; i < rs->nr; i++) {
		const struct result *rec = &rs->r[i];

		if (!rec->json) {
			report_unreadable(r, rec->path, &rec->why);
		} else if (!type_of(rec->json)) {
			diag_set(&why, 0, 0, "no recording: it has no \"type\"");
			report_unreadable(r, rec->path, &why);
		} else if (!spec_entries(spec, type_of(rec->json))) {
			report_line(r, rec->name, "*", "-", "-",
				    "skipped(nothing of this type counts)");
		}
	}
}

static void compare_results(struct report *r, const struct options *o,
			    const cJSON *spec)
{
	const cJSON *type;
	struct results rs;
	struct diag why;

	if (!results_read(o->results, &rs, &why)) {
		report_unreadable(r, o->results, &why);
		return;
	}
	if (!rs.nr) {
		diag_set(&why, 0, 0, "no *.json or *.json.xz in it");
		report_unreadable(r, o->results, &why);
	}
	check_files(r, spec, &rs);
	cJSON_ArrayForEach(type, key(spec, "types"))
		compare_type(r, o, spec_entries(spec, type->string),
			     type->string, &rs);
	results_free(&rs);
}

int main(int argc, char **argv)
{
	struct report r = { .out = stdout };
	struct options o;
	struct diag why;
	cJSON *spec;

	if (!options_read(&o, argc, argv)) {
		fputs(usage, stderr);
		return 2;
	}
	spec = spec_read(o.spec, &why);
	if (!spec) {
		report_unreadable(&r, o.spec, &why);
		return 3;
	}
	compare_results(&r, &o, spec);
	if (o.traces)
		replay_folder(&r, o.traces);
	cJSON_Delete(spec);
	return report_end(&r);
}
