/* What could be typed next: verbs, keys, values */
#include <inttypes.h>
#include <string.h>

#include "load/operation.h"
#include "load/verb.h"
#include "load/what_if.h"
#include "mm/fd.h"
#include "mm/label.h"
#include "mm/sysctl.h"

/* Who is asked, and what stands before a value: "mode=". */
struct telling {
	const struct story   *names;
	const struct machine *now;
	what_if_word_fn	     *each;
	void		     *ctx;
	const char	     *line;	/* as far as it is whole */
	const char	     *typed;	/* of the word that is not */
	char		      before[80];
};

static void tell(struct telling *t, const char *word, const char *ending,
		 const char *form, const char *doc)
{
	char whole[160];

	snprintf(whole, sizeof(whole), "%s%s%s", t->before, word, ending);
	if (!strncmp(whole, t->typed, strlen(t->typed)))
		t->each(t->ctx, whole, form, doc);
}

/* What is written for values that have no list of words. */
static const char *form_of(enum arg_type type)
{
	static const char *const forms[NR_ARG_TYPES] = {
		[ARG_TASK] = "TASK", [ARG_NEWTASK] = "NAME", [ARG_OUT] = "NAME",
		[ARG_BLOCK] = "LABEL", [ARG_PLACE] = "buf+2M 0x1000",
		[ARG_ADDRESS] = "0x1000", [ARG_SIZE] = "4096 64K 2M",
		[ARG_DELTA] = "+64K -4096", [ARG_NUMBER] = "0 1 2 ...",
		[ARG_ORDER] = "0 ... 10", [ARG_GFP] = "GFP_KERNEL",
		[ARG_PROT] = "none r rw rx rwx", [ARG_SYSCTL] = "vm.swappiness",
		[ARG_VALUES] = "0 1 2 ...", [ARG_BOOL] = "true false",
		[ARG_FD] = "LABEL", [ARG_SEGMENT] = "LABEL", [ARG_FILE] = "FILE",
		[ARG_OFFSET] = "0 4096 64K", [ARG_FILEPOS] = "0 4096 64K",
		[ARG_SIGNAL] = "SIGKILL SIGTERM", [ARG_LIMIT] = "8M unlimited",
		[ARG_SWAPDEV] = "/dev/vdb", [ARG_PROCFILE] = "TASK/oom_score_adj",
	};

	return forms[type] ? forms[type] : "";
}

static void tell_tasks(struct telling *t, const char *ending)
{
	for (handle_t h = t->now->s->tasks; h; h = task_at(t->now, h)->next) {
		const struct task *task = task_at(t->now, h);

		if (task->mm && task->slot && task->slot < t->names->nr_names)
			tell(t, t->names->names[task->slot], ending, "", NULL);
	}
}

static bool is_open(const struct telling *t, uint32_t slot)
{
	for (handle_t h = t->now->s->tasks; h; h = task_at(t->now, h)->next)
		if (fd_find(t->now, h, slot))
			return true;
	return false;
}

static void tell_labels(struct telling *t, enum label_kind kind)
{
	for (uint32_t slot = 1; slot < t->names->nr_names; slot++) {
		const struct label *l = label_top(t->now, (uint16_t)slot);

		if (kind == LABEL_NONE ? is_open(t, slot)
				       : l && l->kind == (uint32_t)kind)
			tell(t, t->names->names[slot], "", "", NULL);
	}
}

static void tell_files(struct telling *t)
{
	for (uint32_t i = 0; i < t->names->machine.nr_files; i++)
		tell(t, t->names->machine.file[i].name, "", "", NULL);
}

static void tell_swaps(struct telling *t)
{
	for (uint32_t i = 0; i < t->names->machine.nr_swaps; i++)
		tell(t, t->names->machine.swap[i].name, "", "", NULL);
}

/* Each with its value now and its range. */
static void tell_sysctls(struct telling *t, const char *ending)
{
	char form[80];

	for (int i = 0; i < NR_SYSCTLS; i++) {
		const struct sysctl_info *info = &sysctl_infos[i];

		snprintf(form, sizeof(form), "%" PRId64 "  %" PRId64 "..%" PRId64,
			 t->now->s->sysctl[i], info->min, info->max);
		tell(t, info->key, ending, form, info->doc);
	}
}

static void tell_values(struct telling *t, enum arg_type type)
{
	const struct word *words = arg_words(type);

	for (; words && words->word; words++)
		tell(t, words->word, "", "", NULL);
	switch (type) {
	case ARG_TASK:
		tell_tasks(t, "");
		break;
	case ARG_PROCFILE:
		tell_tasks(t, "/oom_score_adj");
		break;
	case ARG_PLACE:
		tell_labels(t, LABEL_RANGE);
		break;
	case ARG_BLOCK:
		tell_labels(t, LABEL_BLOCK);
		break;
	case ARG_SEGMENT:
		tell_labels(t, LABEL_FILE);
		break;
	case ARG_FD:
		tell_labels(t, LABEL_NONE);
		break;
	case ARG_FILE:
		tell_files(t);
		break;
	case ARG_SWAPDEV:
		tell_swaps(t);
		break;
	case ARG_SYSCTL:
		tell_sysctls(t, "");
		break;
	default:
		break;
	}
}

/* "mmap" is an argument list too long for a row, so it is told as a form. */
static void tell_verbs(struct telling *t)
{
	struct text form = { 0 };

	for (unsigned v = OP_none + 1; v < NR_OP_VERBS; v++) {
		text_reset(&form);
		verb_form(&verbs[v], &form);
		tell(t, verbs[v].name, "", text_str(&form), verbs[v].doc);
	}
	text_free(&form);
}

/* Is the key on the line already? */
static bool is_given(const struct telling *t, const char *key)
{
	size_t len = strlen(key);

	for (const char *s = strchr(t->line, ' '); s; s = strchr(s, ' ')) {
		s += strspn(s, " ");
		if (!strncmp(s, key, len) && s[len] == '=')
			return true;
	}
	return false;
}

/* How often: so many times, or up to a condition. */
static void tell_repeats(struct telling *t)
{
	if (!is_given(t, "x"))
		tell(t, "x", "=", "1 2 ...", NULL);
	if (!is_given(t, "until"))
		tell(t, "until", "=", "\"meminfo.MemFree < 1000\"", NULL);
	else if (!is_given(t, "max"))
		tell(t, "max", "=", "1 2 ...", NULL);
}

static void tell_keys(struct telling *t, const struct verb *verb, bool first)
{
	for (const struct argument *a = verb->args; a->name; a++) {
		if (first && a->alone)
			tell_values(t, a->type);
		if (!is_given(t, a->name))
			tell(t, a->name, "=", form_of(a->type), NULL);
	}
	if (first && verb == &verbs[OP_sysctl])
		tell_sysctls(t, "=");
	if (!first)
		tell_repeats(t);
}

static const struct verb *verb_of(const char *line)
{
	size_t len = strcspn(line, " ");
	enum op_verb verb = op_verb_by_name(line, len);

	return verb > OP_none && verb < NR_OP_VERBS ? &verbs[verb] : NULL;
}

/* After "mode=" its words; in a list, after the last comma. */
static void tell_after(struct telling *t, const struct verb *verb)
{
	const char *equals = strchr(t->typed, '=');
	const char *comma = strrchr(t->typed, ',');
	size_t key = (size_t)(equals - t->typed), before = key + 1;

	for (const struct argument *a = verb->args; a->name; a++) {
		if (strlen(a->name) != key || strncmp(a->name, t->typed, key))
			continue;
		if (arg_is_list(a->type) && comma)
			before = (size_t)(comma - t->typed) + 1;
		if (before >= sizeof(t->before))
			return;
		memcpy(t->before, t->typed, before);
		tell_values(t, a->type);
	}
}

/* Where the last word begins: a space in quotes parts none. */
static const char *last_space(const char *line)
{
	const char *space = NULL;
	bool inside = false;

	for (; *line; line++) {
		inside ^= *line == '"';
		if (*line == ' ' && !inside)
			space = line;
	}
	return space;
}

void what_if_words(const struct story *names, const struct machine *now,
		   const char *line, size_t *from, what_if_word_fn *each,
		   void *ctx)
{
	const char *space = last_space(line);
	char whole[512];
	struct telling t = { .names = names, .now = now, .each = each,
			     .ctx = ctx, .line = whole };
	const struct verb *verb;

	t.typed = space ? space + 1 : line;
	*from = (size_t)(t.typed - line);
	if (*from >= sizeof(whole))
		return;
	memcpy(whole, line, *from);
	whole[*from] = '\0';
	verb = space ? verb_of(line) : NULL;
	if (!space)
		tell_verbs(&t);
	else if (verb && strchr(t.typed, '='))
		tell_after(&t, verb);
	else if (verb)
		tell_keys(&t, verb, strcspn(line, " ") + 1 == *from);
}
