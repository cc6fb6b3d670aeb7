#include "guest.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest_state.h"
#include "mm/inode.h"
#include "mm/sysctl.h"
#include "mm/task.h"
#include "tree.h"

bool guest_open(struct guest *g, const cJSON *rec, struct diag *why)
{
	const cJSON *zones = key(key(rec, "before"), "zones"), *setting;
	struct file_spec files[MAX_GUEST_FILES];
	struct machine_spec spec;

	*g = (struct guest){ .rec = rec };
	if (!guest_spec(&spec, rec, why))
		return false;
	guest_storage(&spec, rec, files);
	event_log_open(&g->log, 16);
	g->log.mask = EVENT_NONE;
	if (!machine_boot(&g->m, &spec, &g->log, why)) {
		event_log_close(&g->log);
		return false;
	}
	machine_slots(&g->m, NR_SLOTS);
	guest_state_at_start(g, &spec, zones);
	g->nr_files = spec.nr_files;
	for (uint32_t i = 0; i < spec.nr_files; i++)
		memcpy(g->file_names[i], files[i].name, sizeof(files[i].name));
	g->out = cJSON_CreateObject();
	g->observations = cJSON_AddObjectToObject(g->out, "observations");
	cJSON_ArrayForEach(setting, key(rec, "sysctl"))
		if (cJSON_IsString(setting))
			guest_write(g, setting->string, setting->valuestring);
	return true;
}

bool guest_wants_thp(const cJSON *rec, struct diag *why)
{
	struct guest g = { .rec = rec };

	if (strcmp(guest_arg_text(&g, "mode", "never"), "never") == 0)
		return false;
	diag_set(why, 0, 0, "transparent huge pages are not modelled");
	return true;
}

cJSON *guest_close(struct guest *g)
{
	cJSON *out = g->out;

	guest_note_delta(g);
	cJSON_Delete(g->counters);
	machine_close(&g->m);
	event_log_close(&g->log);
	return out;
}

int64_t guest_op(struct guest *g, struct op op)
{
	volatile int64_t result = -ENOMEM;
	jmp_buf end;

	if (g->lost)
		return result;
	if (!op.task)
		op.task = g->task;
	g->m.escape = &end;
	if (setjmp(end) == 0)
		result = op_run(&g->m, &op);
	else
		g->lost = true;
	g->m.escape = NULL;
	if (!g->lost && g->m.s->op_signal)
		g->lost = true;
	return result;
}

void guest_exec(struct guest *g)
{
	struct op op = { .verb = OP_exec, .task = SLOT_PROGRAM,
			 .mode = LAYOUT_STATIC };
	char name[NAME_BYTES] = "exp";

	memcpy(&op.arg[3], name, sizeof(name));
	if (guest_op(g, op) < 0)
		g->lost = true;
	g->task = SLOT_PROGRAM;
	if (!g->lost)
		guest_harness(g);
}

int64_t guest_mmap(struct guest *g, uint64_t at, uint64_t bytes,
		   unsigned prot, unsigned flags)
{
	return guest_op(g, (struct op){ .verb = OP_mmap,
					.arg = { at, bytes, prot, flags } });
}

void guest_munmap(struct guest *g, uint64_t at, uint64_t bytes)
{
	guest_op(g, (struct op){ .verb = OP_munmap, .arg = { at, bytes } });
}

void guest_madvise(struct guest *g, uint64_t at, uint64_t bytes,
		   unsigned advice)
{
	guest_op(g, (struct op){ .verb = OP_madvise,
				 .arg = { at, bytes, advice } });
}

void guest_access(struct guest *g, uint64_t at, unsigned mode)
{
	guest_op(g, (struct op){ .verb = OP_access, .mode = (uint8_t)mode,
				 .arg = { at, 1 } });
}

void guest_touch(struct guest *g, uint64_t at, uint64_t bytes, unsigned mode)
{
	for (uint64_t i = 0; i < bytes && !g->lost; i += PAGE_SIZE)
		guest_access(g, at + i, mode);
}

int64_t guest_do(struct guest *g, struct op op)
{
	volatile int64_t result = -ENOMEM;
	jmp_buf end;

	if (g->lost)
		return result;
	g->m.escape = &end;
	if (setjmp(end) == 0)
		result = op_run(&g->m, &op);
	else
		g->lost = true;
	g->m.escape = NULL;
	return result;
}

int64_t guest_fork(struct guest *g, uint16_t child, const char *name)
{
	struct op op = { .verb = OP_fork, .task = g->task,
			 .arg = { 0, child } };
	char comm[NAME_BYTES] = "";

	strncpy(comm, name, sizeof(comm) - 1);
	memcpy(&op.arg[3], comm, sizeof(comm));
	return guest_do(g, op);
}

void guest_rename(struct guest *g, uint16_t child, const char *name)
{
	handle_t t = g->lost ? 0 : task_by_slot(&g->m, child);

	if (t)
		snprintf(task_mut(&g->m, t)->comm, NAME_BYTES, "%s", name);
}

void guest_exit(struct guest *g, uint16_t child)
{
	guest_do(g, (struct op){ .verb = OP_exit, .task = child });
	guest_do(g, (struct op){ .verb = OP_wait, .task = g->task,
				 .arg = { 0, child } });
}

int64_t guest_open_file(struct guest *g, const char *name, unsigned flags,
			uint16_t fd)
{
	for (uint32_t i = 0; i < g->nr_files; i++)
		if (strcmp(g->file_names[i], name) == 0)
			return guest_op(g, (struct op){
					.verb = OP_open, .out = fd,
					.arg = { 0, i + 1, flags } });
	return -ENOENT;
}

void guest_close_file(struct guest *g, uint16_t fd)
{
	guest_op(g, (struct op){ .verb = OP_close, .label = fd });
}

/* An offset is kept + 1: 0 means "where the last one ended". */
int64_t guest_read(struct guest *g, uint16_t fd, uint64_t at, uint64_t bytes)
{
	return guest_op(g, (struct op){ .verb = OP_read, .label = fd,
					.arg = { 0, 0, bytes, at + 1 } });
}

int64_t guest_write_file(struct guest *g, uint16_t fd, uint64_t at,
			 uint64_t bytes)
{
	return guest_op(g, (struct op){ .verb = OP_write, .label = fd,
					.arg = { 0, 0, bytes, at + 1 } });
}

int64_t guest_mmap_file(struct guest *g, uint16_t fd, uint64_t bytes,
			unsigned prot, unsigned flags)
{
	return guest_op(g, (struct op){
			.verb = OP_mmap,
			.arg = { 0, bytes, prot, flags,
				 (uint64_t)fd << OP_FD_SHIFT } });
}

int64_t guest_resident(struct guest *g, const char *name)
{
	handle_t inode = g->lost ? 0 : inode_by_name(&g->m, name);

	return inode ? (int64_t)inode_at(&g->m, inode)->nrpages : 0;
}

/* Numbers of a sysctl's text. Return: how many; -1 if there is anything else. */
static int numbers(const char *text, uint64_t values[OP_ARGS])
{
	int nr = 0;

	for (;;) {
		char *end;

		text += strspn(text, " \t\n");
		if (!*text || nr == OP_ARGS)
			return nr;
		values[nr] = (uint64_t)strtoll(text, &end, 10);
		if (end == text || !strchr(" \t\n", *end))
			return -1;
		text = end;
		nr++;
	}
}

/* A setting of several numbers keeps those that were not written. */
static void rest_of_ratio(const struct guest *g, int nr,
			  uint64_t values[OP_ARGS])
{
	int index = 0;

	for (unsigned i = 0; i < g->m.s->nr_zones && index < OP_ARGS; i++) {
		const struct zone *z = &g->m.s->zone[i];

		if (z->node != 0)
			break;
		if (index >= nr)
			values[index] = g->m.s->lowmem_reserve_ratio[z->type];
		index++;
	}
}

bool guest_write(struct guest *g, const char *path, const char *text)
{
	static const char thp[] = "/sys/kernel/mm/transparent_hugepage/enabled";
	static const char sys[] = "/proc/sys/";
	struct op op = { .verb = OP_sysctl };
	enum sysctl_id id;
	int nr;

	if (strcmp(path, thp) == 0) {
		op.verb = OP_thp;
		op.mode = (uint8_t)thp_by_name(text);
		if (thp_by_name(text) >= 0)
			guest_op(g, op);
		return true;
	}
	if (strncmp(path, sys, sizeof(sys) - 1) != 0)
		return false;
	path += sizeof(sys) - 1;
	id = sysctl_by_key(path, strlen(path));
	if (id == NR_SYSCTLS)
		return false;
	op.mode = (uint8_t)id;
	nr = numbers(text, op.arg);
	if (nr < 1)
		return true;
	if (id == SYSCTL_lowmem_reserve_ratio)
		rest_of_ratio(g, nr, op.arg);
	guest_op(g, op);
	return true;
}

void guest_cat(struct guest *g, const char *path)
{
	if (!g->lost && strcmp(path, "/proc/sys/vm/lowmem_reserve_ratio") == 0)
		lowmem_reserve_ratio_read(&g->m);
}

const char *guest_arg_text(const struct guest *g, const char *name,
			   const char *none)
{
	size_t len = strlen(name);
	const cJSON *a;

	cJSON_ArrayForEach(a, key(g->rec, "args"))
		if (cJSON_IsString(a) &&
		    strncmp(a->valuestring, name, len) == 0 &&
		    a->valuestring[len] == '=')
			return a->valuestring + len + 1;
	return none;
}

uint64_t guest_arg(const struct guest *g, const char *name, uint64_t none)
{
	const char *s = guest_arg_text(g, name, NULL);

	return s ? (uint64_t)strtoll(s, NULL, 0) : none;
}

