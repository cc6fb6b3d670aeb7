#include "story/value_check.h"

#include <string.h>

#include "base/hash.h"
#include "mm/procfs.h"
#include "story/expr.h"

enum { MAX_NUMBERS = 64, MAX_PATH = 160, NR_REMEMBERED = 1024 };

static const char probe_name[] = "probe";

struct checker {
	const struct story   *story;
	const struct machine *booted;
	struct machine	      probe;	/* a small one with a task */
	struct event_log      log;
	bool		      has_probe;
	struct diags	     *faults;
	/* Paths that were sound, by hash: long scenarios repeat them. */
	uint64_t	      sound[NR_REMEMBERED];
};

/* Without address space for it, files of tasks are not looked into. */
static void probe_open(struct checker *c)
{
	struct op op = { .verb = OP_exec, .task = 1 };
	struct machine_spec spec;
	struct diag why;

	machine_spec_init(&spec);
	machine_spec_ram(&spec, UINT64_C(16) << 20);
	event_log_open(&c->log, 16);
	c->log.mask = EVENT_NONE;
	c->has_probe = machine_boot(&c->probe, &spec, &c->log, &why);
	if (!c->has_probe)
		return;
	machine_slots(&c->probe, 1);
	memcpy(&op.arg[3], probe_name, sizeof(probe_name));
	op_run(&c->probe, &op);
}

static void probe_close(struct checker *c)
{
	if (c->has_probe)
		machine_close(&c->probe);
	event_log_close(&c->log);
}

/* "demo/..." is of a task; "sys/..." and "free.buff/cache" are not. */
static const char *task_slash(const char *path)
{
	const char *slash = strchr(path, '/');
	const char *dot = strchr(path, '.');

	if (!slash || (dot && dot < slash) || strncmp(path, "sys/", 4) == 0)
		return NULL;
	return slash;
}

static bool task_named(const struct checker *c, const char *path,
		       const char *slash, struct diag *why)
{
	size_t len = (size_t)(slash - path);
	const char *near = NULL;
	char typed[MAX_PATH];

	if (strspn(path, "0123456789") == len ||
	    story_slot(c->story, path, len))
		return true;
	diag_set(why, 0, 0, "no task is called '%.*s'", (int)len, path);
	snprintf(typed, sizeof(typed), "%.*s", (int)len, path);
	for (uint32_t slot = 1; slot < c->story->nr_names; slot++)
		near = nearer(typed, near, c->story->names[slot]);
	if (near)
		diag_hint(why, "did you mean '%s'?", near);
	return false;
}

/* A device of the machine that is not in use at the start. */
static bool is_spare_swap(const struct checker *c, const char *path)
{
	const struct machine_spec *spec = &c->story->machine;
	const char *device = path + strlen("swaps.");
	size_t len = strcspn(device, ".");

	if (strncmp(path, "swaps.", 6) != 0)
		return false;
	for (uint32_t i = 0; i < spec->nr_swaps; i++) {
		const char *name = spec->swap[i].name;
		size_t whole = strlen(name);

		if (whole >= len &&
		    memcmp(name + whole - len, device, len) == 0)
			return true;
	}
	return false;
}

/* How many numbers an area's file has depends on the task: no "[3]". */
static bool task_path_sound(struct checker *c, const char *path,
			    const char *slash, struct diag *why)
{
	int64_t values[MAX_NUMBERS];
	char whole[MAX_PATH];
	char hint[sizeof(why->hint)];

	if (!task_named(c, path, slash, why))
		return false;
	if (!c->has_probe)
		return true;
	snprintf(whole, sizeof(whole), "%s%.*s", probe_name,
		 (int)strcspn(slash, "["), slash);
	if (procfs_values(&c->probe, whole, values, MAX_NUMBERS, why))
		return true;
	/* of the task that the scenario names, not of the probe */
	memcpy(hint, why->hint, sizeof(hint));
	diag_set(why, 0, 0, "'%s' names no value", path);
	diag_hint(why, "%s", hint);
	return false;
}

static bool path_sound(void *ctx, const char *path, struct diag *why)
{
	struct checker *c = ctx;
	const char *slash = task_slash(path);
	uint64_t hash = hash_bytes(path, strlen(path), 0);
	int64_t values[MAX_NUMBERS];
	bool sound = c->sound[hash % NR_REMEMBERED] == hash;

	if (!sound && slash)
		sound = task_path_sound(c, path, slash, why);
	else if (!sound)
		sound = procfs_values(c->booted, path, values, MAX_NUMBERS,
				      why) || is_spare_swap(c, path);
	if (sound)
		c->sound[hash % NR_REMEMBERED] = hash;
	return sound;
}

/* A file whose text is looked at. */
static bool file_sound(struct checker *c, const char *path, struct diag *why)
{
	const char *slash = task_slash(path);
	struct text text = { 0 };
	char whole[MAX_PATH];
	bool sound;

	snprintf(whole, sizeof(whole), "%s%s", slash ? probe_name : path,
		 slash ? slash : "");
	if (slash && (!task_named(c, path, slash, why) || !c->has_probe))
		return !c->has_probe;
	sound = procfs_print(slash ? &c->probe : c->booted, whole, &text, why);
	if (!sound && slash)
		diag_set(why, 0, 0, "there is no file '%s'", path);
	text_free(&text);
	return sound;
}

static void complain(struct checker *c, uint32_t line, uint32_t column,
		     const struct diag *why)
{
	diag_hint(diags_add(c->faults, line, column, "%s", why->what), "%s",
		  why->hint);
}

static void expression_check(struct checker *c, const char *expr,
			     uint32_t line, uint32_t column)
{
	struct diag why = { 0 };

	if (expr && !expr_paths(expr, path_sound, c, &why))
		complain(c, line, column, &why);
}

static void expect_check(struct checker *c, const struct expect *e)
{
	struct diag why = { 0 };

	if (e->kind == EXPECT_TRUE || (e->kind == EXPECT_VALUE && !e->string))
		expression_check(c, e->path, e->line, e->column);
	else if (e->kind == EXPECT_VALUE && !file_sound(c, e->path, &why))
		complain(c, e->line, e->column, &why);
}

static void detail_check(struct checker *c, const struct step_detail *d)
{
	struct diag why = { 0 };

	for (uint32_t i = 0; i < d->nr_expects; i++)
		expect_check(c, &d->expects[i]);
	for (uint32_t i = 0; i < d->nr_asks; i++)
		expression_check(c, d->asks[i].answer, d->asks[i].line,
				 d->asks[i].column);
	if (d->show.proc && !file_sound(c, d->show.proc, &why))
		complain(c, d->line, 1, &why);
}

static void story_check(struct checker *c, const struct story *s)
{
	for (uint32_t i = 0; i < s->nr_details; i++)
		detail_check(c, &s->details[i]);
	for (uint32_t i = 0; i < s->nr_group_details; i++)
		expression_check(c, s->group_details[i].until,
				 s->group_details[i].line,
				 s->group_details[i].column);
	for (uint32_t i = 0; i < s->nr_what_ifs; i++)
		story_check(c, s->what_ifs[i].story);
}

void value_check(const struct story *s, const struct machine *booted,
		 struct diags *faults)
{
	struct checker c = { .story = s, .booted = booted, .faults = faults };

	probe_open(&c);
	story_check(&c, s);
	probe_close(&c);
}
