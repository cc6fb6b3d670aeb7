/*
 * What an operation does not say, and what must not stand together in it: by
 * its verb, once all arguments are read.
 */
#include <string.h>

#include "load/act.h"
#include "load/argument.h"
#include "mm/gfp.h"

/* The value of an argument by its name; NULL = left out or unknown. */
static const cJSON *given(const struct act *a, const char *name)
{
	const struct argument *args = verbs[a->verb].args;

	for (unsigned i = 0; args[i].name; i++)
		if (a->given[i] && same_word(args[i].name, name))
			return a->given[i];
	return NULL;
}

/* A task that is not named is the only one there is. */
static void task_default(struct act *a)
{
	const struct argument *task = &verbs[a->verb].args[0];
	struct loader *l = a->l;

	if (!task->name || task->type != ARG_TASK || task->required ||
	    a->given[0])
		return;
	if (l->nr_tasks == 1) {
		a->group.op.task = (uint16_t)l->task;
		return;
	}
	diag_hint(fault_at(l, a->call, l->nr_tasks ?
			   "%s: there are %u tasks here" :
			   "%s: there is no task here", verbs[a->verb].name,
			   l->nr_tasks),
		  l->nr_tasks ? "say which one: \"task\": NAME" :
				"{\"exec\": NAME} makes one");
	a->good = false;
}

/* A length left out is all of the label from the place on. */
static void length_default(struct act *a)
{
	struct op *op = &a->group.op;
	uint64_t extent;

	if (given(a, "length") || !a->good)
		return;
	if (!op->label) {
		if (a->verb == OP_access) {
			op->arg[1] = 1;
			return;
		}
		diag_hint(fault_at(a->l, a->call, "%s of an address has no "
				   "\"length\"", verbs[a->verb].name),
			  "only a label has a length of its own");
		a->good = false;
		return;
	}
	extent = a->l->info[op->label].extent_bytes;
	if (op->arg[0] < extent) {
		op->arg[1] = extent - op->arg[0];
		return;
	}
	diag_hint(fault_at(a->l, given(a, "at"), "the place lies outside of "
			   "its label"), "the label has %llu bytes; with "
		  "\"length\" any place will do", (unsigned long long)extent);
	a->good = false;
}

static void finish_mmap(struct act *a)
{
	struct op *op = &a->group.op;

	if (!given(a, "prot"))
		op->arg[2] = PROT_READ_ | PROT_WRITE_;
	if ((op->arg[3] & MAP_SHARED_) && (op->arg[3] & MAP_PRIVATE_)) {
		fault_at(a->l, given(a, "flags"),
			 "a mapping is shared or private, not both");
		a->good = false;
	}
	if (given(a, "fd") && (op->arg[3] & MAP_ANONYMOUS_)) {
		fault_at(a->l, given(a, "flags"),
			 "an anonymous mapping has no \"fd\"");
		a->good = false;
	}
	if (given(a, "offset") && !given(a, "fd")) {
		diag_hint(fault_at(a->l, given(a, "offset"), "\"offset\" goes "
				   "with \"fd\""), "it is a place in a file");
		a->good = false;
	}
	if (!(op->arg[3] & MAP_SHARED_))
		op->arg[3] |= MAP_PRIVATE_;
	if (!given(a, "fd"))
		op->arg[3] |= MAP_ANONYMOUS_;
}

static void finish_kill(struct act *a)
{
	if (!given(a, "signal"))
		a->group.op.arg[1] = signal_by_name("SIGKILL");
}

static void finish_swapon(struct act *a)
{
	const cJSON *priority = given(a, "priority");
	int64_t number = (int64_t)a->group.op.arg[2];

	if (!priority)
		a->group.op.arg[2] = (uint64_t)INT64_C(-1);
	else if (number < -1 || number > INT16_MAX) {
		diag_hint(fault_at(a->l, priority, "\"priority\" is %lld",
				   (long long)number), "it must be -1 to %d",
			  INT16_MAX);
		a->good = false;
	}
}

static void finish_brk(struct act *a)
{
	if (!given(a, "by") == !given(a, "to")) {
		fault_at(a->l, a->call, given(a, "by") ?
			 "brk takes \"by\" or \"to\", not both" :
			 "brk takes \"by\" or \"to\", one of them");
		a->good = false;
	}
}

static void finish_alloc_pages(struct act *a)
{
	const cJSON *node = given(a, "node");
	uint32_t nr_nodes = a->l->draft.story->machine.nr_nodes;

	if (!given(a, "gfp"))
		a->group.op.arg[2] = GFP_KERNEL;
	if (node && nr_nodes && a->group.op.arg[3] >= nr_nodes) {
		fault_at(a->l, node, "the machine has no node %llu",
			 (unsigned long long)a->group.op.arg[3]);
		a->good = false;
	}
}

/* How many accesses: by the length and the stride, unless `count` says. */
static void finish_access(struct act *a)
{
	struct op *op = &a->group.op;

	if (!given(a, "stride"))
		op->arg[2] = PAGE_SIZE;
	if (!a->good)
		return;
	if (op->arg[1] == 0 || op->arg[2] == 0) {
		fault_at(a->l, op->arg[1] ? given(a, "stride") :
			 given(a, "length") ? given(a, "length") : a->call,
			 "\"%s\" must not be 0", op->arg[1] ? "stride" :
			 "length");
		a->good = false;
		return;
	}
	if (!given(a, "count"))
		op->arg[3] = (op->arg[1] - 1) / op->arg[2] + 1;
	if (op->arg[3] == 0 || op->arg[3] > (uint64_t)LOAD_MAX_REPEAT) {
		fault_at(a->l, a->call, "access of %llu pages: 1 to %lld are "
			 "possible", (unsigned long long)op->arg[3],
			 (long long)LOAD_MAX_REPEAT);
		a->good = false;
		return;
	}
	a->group.count = (uint32_t)op->arg[3];
}

static void finish_sysctl(struct act *a)
{
	const cJSON *value = given(a, "value");

	if (a->good && cJSON_IsArray(value) && value->child->next &&
	    strcmp(sysctl_keys[a->group.op.mode], "vm.lowmem_reserve_ratio")) {
		fault_at(a->l, value, "%s is one number",
			 sysctl_keys[a->group.op.mode]);
		a->good = false;
	}
}

/* Verbs whose "length" may be that of the label. */
static bool takes_range(enum op_verb verb)
{
	return verb == OP_munmap || verb == OP_mprotect ||
	       verb == OP_madvise || verb == OP_access || verb == OP_mlock ||
	       verb == OP_munlock || verb == OP_msync;
}

void act_complete(struct act *a)
{
	static void (*const finish[NR_OP_VERBS])(struct act *) = {
		[OP_mmap] = finish_mmap,
		[OP_brk] = finish_brk,
		[OP_alloc_pages] = finish_alloc_pages,
		[OP_access] = finish_access,
		[OP_sysctl] = finish_sysctl,
		[OP_kill] = finish_kill,
		[OP_swapon] = finish_swapon,
	};

	task_default(a);
	if (takes_range(a->verb))
		length_default(a);
	if (finish[a->verb])
		finish[a->verb](a);
}
