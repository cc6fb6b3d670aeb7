#include "load/operation.h"

#include <string.h>

#include "base/text.h"
#include "load/act.h"
#include "load/argument.h"
#include "load/draft.h"

const struct modifier modifiers[] = {
	[MOD_X] = { "x", true, "how often the operation is repeated" },
	[MOD_UNTIL] = { "until", false, "it is repeated until this is not 0, "
			"looked at after each time" },
	[MOD_MAX] = { "max", true, "but at most so often (1000000)" },
	[MOD_ERROR] = { "error", false, "the error it must end in, as ENOMEM" },
	[MOD_SIGNAL] = { "signal", false,
			 "the signal it must end in, as SIGSEGV" },
	[NR_MODS] = { NULL, false, NULL },
};

static int modifier_find(const char *key)
{
	int i = 0;

	while (modifiers[i].key && !same_word(modifiers[i].key, key))
		i++;
	return modifiers[i].key ? i : -1;
}

/* OP_none if it is none. */
static enum op_verb verb_find(struct loader *l, const char *key)
{
	return (enum op_verb)names_find(&l->verbs, key, strlen(key));
}

bool operation_key(struct loader *l, const char *key)
{
	return verb_find(l, key) != OP_none || modifier_find(key) >= 0;
}

/* Return: the verb that was meant, OP_none = none is near. */
static enum op_verb unknown_key(struct act *a, const cJSON *m)
{
	const char *words[NR_OP_VERBS + NR_MODS + 1];
	const char *meant;
	unsigned nr = 0;

	for (unsigned v = OP_none + 1; v < NR_OP_VERBS; v++)
		words[nr++] = verbs[v].name;
	for (unsigned i = 0; i < NR_MODS; i++)
		words[nr++] = modifiers[i].key;
	words[nr] = NULL;
	hint_words(fault_key(a->l, m, "unknown operation \"%.60s\"", m->string),
		   words, m->string);
	a->good = false;
	meant = word_nearest(words, m->string);
	return meant ? verb_find(a->l, meant) : OP_none;
}

/*
 * Which member is the verb, which are modifiers. A verb that is misspelt is
 * told, then taken for the one that it is near to: what it makes is known from
 * here on.
 */
static void members_sort(struct act *a)
{
	enum op_verb meant = OP_none;
	const cJSON *odd = NULL;

	for (const cJSON *m = a->object->child; m; m = m->next) {
		enum op_verb verb = verb_find(a->l, m->string);
		int modifier = verb == OP_none ? modifier_find(m->string) : -1;

		if (modifier >= 0) {
			a->mod[modifier] = m;
		} else if (verb == OP_none) {
			meant = unknown_key(a, m);
			odd = m;
		} else if (a->call) {
			diag_hint(fault_key(a->l, m, "a second verb, \"%s\"",
					    m->string),
				  "one operation an object");
			a->good = false;
		} else {
			a->call = m;
			a->verb = verb;
		}
	}
	if (!a->call && meant != OP_none) {
		a->call = odd;
		a->verb = meant;
	}
	if (a->call)
		return;
	if (!odd)
		diag_hint(fault_at(a->l, a->object, "an operation has no verb"),
			  "write {\"alloc_pages\": {\"order\": 0}}");
	a->good = false;
}

static unsigned arg_find(const struct argument *args, const char *name)
{
	unsigned i = 0;

	while (args[i].name && !same_word(args[i].name, name))
		i++;
	return i;
}

/* Told, then taken for the one that it is near to. */
static void unknown_argument(struct act *a, const cJSON *m)
{
	const struct argument *args = verbs[a->verb].args;
	const char *words[MAX_ARGS + 1], *meant;
	unsigned nr = 0;
	struct diag *d;

	for (; args[nr].name; nr++)
		words[nr] = args[nr].name;
	words[nr] = NULL;
	d = fault_key(a->l, m, "%s has no \"%.60s\"", verbs[a->verb].name,
		      m->string);
	a->good = false;
	if (modifier_find(m->string) >= 0) {
		diag_hint(d, "it stands beside the verb, not in its object");
		return;
	}
	hint_words(d, words, m->string);
	meant = word_nearest(words, m->string);
	if (meant && !json_member(a->call, meant))
		a->given[arg_find(args, meant)] = m;
}

/* Which value belongs to which argument; a lone value to the short one. */
static void arguments_sort(struct act *a)
{
	const struct argument *args = verbs[a->verb].args;

	if (cJSON_IsObject(a->call)) {
		for (const cJSON *m = a->call->child; m; m = m->next) {
			unsigned i = arg_find(args, m->string);

			if (args[i].name)
				a->given[i] = m;
			else
				unknown_argument(a, m);
		}
		return;
	}
	for (unsigned i = 0; args[i].name; i++) {
		if (args[i].alone) {
			a->given[i] = a->call;
			return;
		}
	}
	fault_at(a->l, a->call, "%s is %s, it must be an object",
		 verbs[a->verb].name, value_kind(a->call));
	a->good = false;
}

/* All that the verb cannot do without. */
static void hint_needed(struct diag *d, const struct argument *args)
{
	struct text needed = { 0 };

	for (; args->name; args++)
		if (args->required)
			text_printf(&needed, "%s\"%s\"", needed.len ? ", " : "",
				    args->name);
	diag_hint(d, "it needs %s", text_str(&needed));
	text_free(&needed);
}

static void arguments_read(struct act *a)
{
	const struct argument *args = verbs[a->verb].args;

	for (unsigned i = 0; args[i].name; i++) {
		if (a->given[i]) {
			a->good &= argument_read(a->l, &args[i], a->given[i],
						 &a->group.op);
		} else if (args[i].required && cJSON_IsObject(a->call)) {
			hint_needed(fault_at(a->l, a->call, "%s has no \"%s\"",
					     verbs[a->verb].name, args[i].name),
				    args);
			a->good = false;
		}
	}
}

/* Bytes that the label of the result stands for. */
static uint64_t out_extent(const struct act *a)
{
	const struct op *op = &a->group.op;
	uint64_t bytes = 0;

	if (a->verb == OP_mremap)
		bytes = op->arg[2];
	else if (a->verb == OP_shmat && op->label)
		bytes = a->l->info[op->label].extent_bytes;
	else if (a->verb == OP_mmap || a->verb == OP_shmget ||
		 (a->verb == OP_brk && (int64_t)op->arg[1] > 0))
		bytes = op->arg[1];
	return (bytes + PAGE_SIZE - 1) & ~(uint64_t)(PAGE_SIZE - 1);
}

/* What the label of the result stands for. */
static enum name_kind out_kind(enum op_verb verb)
{
	switch (verb) {
	case OP_alloc_pages:
		return NAME_BLOCK;
	case OP_open:
	case OP_memfd_create:
		return NAME_FD;
	case OP_shmget:
		return NAME_SEGMENT;
	default:
		return NAME_RANGE;
	}
}

static void out_define(struct act *a, const cJSON *v)
{
	struct loader *l = a->l;
	uint32_t slot = name_define(l, v, out_kind(a->verb));

	a->group.op.out = (uint16_t)slot;
	a->good &= slot != 0;
	if (slot)
		l->info[slot].extent_bytes = out_extent(a);
}

/* The name goes with the operation: the engine has no table of names. */
static void task_define(struct act *a, const struct argument *arg,
			const cJSON *v)
{
	struct op *op = &a->group.op;
	uint32_t slot = name_define(a->l, v, NAME_TASK);

	if (!slot) {
		a->good = false;
		return;
	}
	if (strlen(v->valuestring) >= NAME_BYTES) {
		diag_hint(fault_at(a->l, v, "the task's name is too long"),
			  "at most %d letters", NAME_BYTES - 1);
		a->good = false;
		return;
	}
	memcpy(&op->arg[3], v->valuestring, strlen(v->valuestring));
	if (arg->to == SLOT_TASKSLOT)
		op->task = (uint16_t)slot;
	else
		op->arg[1] = slot;
}

/* What the operation brings into the world, and what it ends. */
static void names_change(struct act *a)
{
	const struct argument *args = verbs[a->verb].args;
	const struct op *op = &a->group.op;

	for (unsigned i = 0; args[i].name; i++) {
		if (a->given[i] && args[i].type == ARG_OUT)
			out_define(a, a->given[i]);
		else if (a->given[i] && args[i].type == ARG_NEWTASK)
			task_define(a, &args[i], a->given[i]);
	}
	if ((a->verb == OP_exit || a->verb == OP_kill) && op->task)
		name_end(a->l, op->task);
	if (a->verb == OP_mremap && !op->out && op->label && !op->arg[0])
		a->l->info[op->label].extent_bytes = out_extent(a);
}

static bool makes_task(enum op_verb verb)
{
	return verb == OP_exec || verb == OP_fork || verb == OP_vfork;
}

/* `x`, `until`, `max`: how often. */
static void repeat_read(struct act *a)
{
	const cJSON *x = a->mod[MOD_X], *max = a->mod[MOD_MAX];
	const cJSON *until = a->mod[MOD_UNTIL];
	struct loader *l = a->l;
	int64_t times = 1, limit = l->max_until;

	if (x)
		a->good &= read_integer(l, x, "\"x\"", 1, LOAD_MAX_REPEAT,
					&times);
	if (until)
		a->good &= read_until(l, until, "\"until\"", &a->detail.until);
	if (max)
		a->good &= read_integer(l, max, "\"max\"", 1, LOAD_MAX_REPEAT,
					&limit);
	if (max && !until) {
		fault_key(l, max, "\"max\" goes with \"until\"");
		a->good = false;
	}
	if ((x || until) && makes_task(a->verb)) {
		fault_key(l, x ? x : until, "%s cannot be repeated: the task's "
			  "name is given once", verbs[a->verb].name);
		a->good = false;
	}
	times *= a->group.count;
	if (until && (max || times == 1))
		times = limit;
	if (times > LOAD_MAX_REPEAT) {
		fault_at(l, a->object, "%lld repetitions: at most %lld are "
			 "possible", (long long)times,
			 (long long)LOAD_MAX_REPEAT);
		a->good = false;
		return;
	}
	a->group.count = (uint32_t)times;
}

static void outcome_read(struct act *a)
{
	const cJSON *error = a->mod[MOD_ERROR], *signal = a->mod[MOD_SIGNAL];
	struct loader *l = a->l;
	const char *s;

	if (error) {
		a->good &= read_string(l, error, "\"error\"", &s);
		a->detail.error = cJSON_IsString(error) ?
				  -errno_by_name(error->valuestring) : 0;
		if (cJSON_IsString(error) && !a->detail.error) {
			diag_hint(fault_at(l, error, "unknown error \"%.60s\"",
					   error->valuestring),
				  "write ENOMEM, EINVAL, EFAULT ...");
			a->good = false;
		}
	}
	if (signal) {
		a->good &= read_string(l, signal, "\"signal\"", &s);
		a->detail.signal = cJSON_IsString(signal) ?
				   signal_by_name(signal->valuestring) : 0;
		if (cJSON_IsString(signal) && !a->detail.signal) {
			diag_hint(fault_at(l, signal,
					   "unknown signal \"%.60s\"",
					   signal->valuestring),
				  "write SIGSEGV, SIGBUS or SIGKILL");
			a->good = false;
		}
	}
}

/* Into the story, within its bounds. */
static void act_keep(struct act *a)
{
	struct loader *l = a->l;
	bool detailed = !l->lines || a->detail.error || a->detail.signal ||
			a->detail.until;

	l->nr_operations += a->group.count;
	if (l->nr_operations > (uint64_t)LOAD_MAX_REPEAT ||
	    l->draft.story->nr_groups == LOAD_MAX_GROUPS) {
		if (!l->too_many)
			fault_at(l, a->object, "the scenario has too many "
				 "operations: at most %lld, written as %d",
				 (long long)LOAD_MAX_REPEAT, LOAD_MAX_GROUPS);
		l->too_many = true;
		return;
	}
	if (detailed)
		json_where(&l->json, a->object, &a->detail.line,
			   &a->detail.column);
	draft_group(&l->draft, &a->group, detailed ? &a->detail : NULL);
}

/* Part by part: it is large, and there are as many as lines. */
static void act_begin(struct act *a, struct loader *l, const cJSON *object)
{
	a->l = l;
	a->object = object;
	a->call = NULL;
	a->verb = OP_none;
	memset(a->given, 0, sizeof(a->given));
	memset(a->mod, 0, sizeof(a->mod));
	a->group = (struct group){ .count = 1 };
	a->detail = (struct group_detail){ 0 };
	a->good = true;
}

void operation_read(struct loader *l, const cJSON *v)
{
	struct act a;

	if (!cJSON_IsObject(v)) {
		diag_hint(fault_at(l, v, "an operation is %s", value_kind(v)),
			  "write {\"alloc_pages\": {\"order\": 0}}");
		return;
	}
	act_begin(&a, l, v);
	members_sort(&a);
	if (!a.call)
		return;
	a.group.op.verb = (uint8_t)a.verb;
	arguments_sort(&a);
	arguments_read(&a);
	act_complete(&a);
	names_change(&a);
	repeat_read(&a);
	outcome_read(&a);
	if (a.good)
		act_keep(&a);
}
