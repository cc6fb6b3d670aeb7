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

struct guest {
	const cJSON	*rec;
	struct event_log log;
	struct machine	 m;
	cJSON		*out;		/* the model's output */
	cJSON		*observations;
	cJSON		*counters;	/* of the last step; NULL before any */
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

/* Take it apart. Return: its output, the caller's. */
cJSON *guest_close(struct guest *g);

/* The recorded program starts, in slot 1. */
void guest_exec(struct guest *g);

/*
 * An operation by the program. Return: its result. A signal, or the end of
 * the model's memory, makes the guest lost: nothing is done or noted any more.
 */
int64_t guest_op(struct guest *g, struct op op);

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

/* Note a value by itself. */
void guest_note(struct guest *g, const char *name, int64_t value);

/* The first number that a file of the model's /proc has for a key. */
bool guest_number(struct guest *g, const char *file, const char *key,
		  int64_t *value);

#endif
