/*
 * guest - a machine of the engine in the place of the recorded one, and the
 * program that runs in it
 *
 * The machine is built from what the recording names as its question: machine,
 * sysctl, inputs, and the state of the zones before the program began. The
 * program's calls are operations of the engine; what it reports it reads from
 * the engine's /proc, as the recorded program did from the kernel's.
 *
 * What the engine's /proc does not say is null in the output, so that it is
 * skipped and never taken for a change of 0.
 */
#ifndef FIDELITY_GUEST_H
#define FIDELITY_GUEST_H

#include <cjson/cJSON.h>

#include "base/diag.h"
#include "mm/kernel.h"
#include "mm/op.h"

enum { MAX_GUEST_FILES = 16 };

struct guest {
	const cJSON	*rec;
	struct event_log log;
	struct machine	 m;
	cJSON		*out;		/* the model's output */
	cJSON		*observations;
	cJSON		*counters;	/* of the last step; NULL before any */
	char		 file_names[MAX_GUEST_FILES][64];
	uint32_t	 nr_files;	/* slot of file_names[i] is i + 1 */
	uint16_t	 task;		/* slot of the program; 0 = none runs */
	bool		 lost;		/* killed, or the model was at its end */
};

/* What a snapshot reads, as bits. */
enum {
	SNAP_MEM = 1,
	SNAP_VM = 2,
	SNAP_ZONE = 4,
	SNAP_BUDDY = 8,
	SNAP_STATUS = 16,
	SNAP_ROLLUP = 32,
	SNAP_ALL = 63,
};

/* Build the machine. Return: false and *why if the model can't be that one. */
bool guest_open(struct guest *g, const cJSON *rec, struct diag *why);

/*
 * Does the program ask for transparent huge pages (mode=always)? The model has
 * none: it cannot be that machine, and *why says so.
 */
bool guest_wants_thp(const cJSON *rec, struct diag *why);

/* Take it apart. Return: its output, the caller's. */
cJSON *guest_close(struct guest *g);

/* Slots of tasks and of labels, as adapters number them; the program's is 1. */
enum { SLOT_PROGRAM = 1, SLOT_CHILD = 2, NR_SLOTS = 64 };

/* The recorded program starts, in slot 1. */
void guest_exec(struct guest *g);

/*
 * An operation by the program. Return: its result. A signal, or the end of
 * the model's memory, makes the guest lost: nothing is done or noted any more.
 */
int64_t guest_op(struct guest *g, struct op op);

/*
 * An operation by the task of op.task: a child. What becomes of it is no
 * concern of the program's. Return: its result.
 */
int64_t guest_do(struct guest *g, struct op op);

/* A child of the program; what happens to it; it ends and is waited for. */
int64_t guest_fork(struct guest *g, uint16_t child, const char *name);
void guest_exit(struct guest *g, uint16_t child);
/* prctl(PR_SET_NAME): what the kernel calls the task from now on. */
void guest_rename(struct guest *g, uint16_t child, const char *name);

/* Files of the recording's disk and tmpfs by name; descriptors by label. */
int64_t guest_open_file(struct guest *g, const char *name, unsigned flags,
			uint16_t fd);
void guest_close_file(struct guest *g, uint16_t fd);
int64_t guest_read(struct guest *g, uint16_t fd, uint64_t at, uint64_t bytes);
int64_t guest_write_file(struct guest *g, uint16_t fd, uint64_t at,
			 uint64_t bytes);
int64_t guest_mmap_file(struct guest *g, uint16_t fd, uint64_t bytes,
			unsigned prot, unsigned flags);
/* Pages of the file that are in the cache (mincore()). */
int64_t guest_resident(struct guest *g, const char *name);

/* The calls that the recorded programs make. */
int64_t guest_mmap(struct guest *g, uint64_t at, uint64_t bytes,
		   unsigned prot, unsigned flags);
void guest_munmap(struct guest *g, uint64_t at, uint64_t bytes);
void guest_madvise(struct guest *g, uint64_t at, uint64_t bytes,
		   unsigned advice);
void guest_access(struct guest *g, uint64_t at, unsigned mode);
/* One byte of every page of [at, at + bytes), ascending. */
void guest_touch(struct guest *g, uint64_t at, uint64_t bytes, unsigned mode);

/*
 * Write a text to a file of /proc/sys or /sys. A value that the kernel would
 * refuse changes nothing. Return: false if the engine does not know the file.
 */
bool guest_write(struct guest *g, const char *path, const char *text);

/* Read a file for its effect: of some even reading changes the state. */
void guest_cat(struct guest *g, const char *path);

/*
 * Zones of a later snapshot as far as they are given: pages that were handed
 * to the allocator since, and a boost that fragmentation brought.
 */
void guest_given_managed(struct guest *g, const cJSON *zones);
void guest_given_boost(struct guest *g, const cJSON *zones);

/* The program's arguments, "key=value": the value, or what stands for none. */
const char *guest_arg_text(const struct guest *g, const char *key,
			   const char *none);
uint64_t guest_arg(const struct guest *g, const char *key, uint64_t none);

/* Note the counters, or what changed in them since the step before. */
void guest_step(struct guest *g, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Note whole files: "before", "after", or among the observations. */
void guest_snap(struct guest *g, const char *label, unsigned what);

/* Note what "after" is more than "before", in the parts that are counters. */
void guest_note_delta(struct guest *g);

/* Note a value by itself, or a text, under a printed name. */
void guest_note(struct guest *g, const char *name, int64_t value);
void guest_note_text(struct guest *g, const char *name, const char *text);
/* minflt and majflt of a task, into an object. */
void guest_note_faults(struct guest *g, const char *task, cJSON *into);
/* An object of numbers among the observations, to be filled in. */
cJSON *guest_note_object(struct guest *g, const char *name);

/* The first number that a file of the model's /proc has for a key. */
bool guest_number(struct guest *g, const char *file, const char *key,
		  int64_t *value);

#endif
