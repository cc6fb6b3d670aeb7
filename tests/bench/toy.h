/*
 * toy - a machine to be measured, with one task in it; whatever the model
 * refuses ends the run
 */
#ifndef TOY_H
#define TOY_H

#include "mm/kernel.h"
#include "mm/op.h"

enum { TOY_TASK = 1, TOY_CHILD = 2 };

#define TOY_GIB (UINT64_C(1) << 30)
#define TOY_MIB (UINT64_C(1) << 20)

struct toy {
	struct machine	 m;
	struct event_log log;
};

/* A plain machine of that much RAM; more may be added to it before it boots. */
void toy_spec(struct machine_spec *spec, uint64_t ram_bytes);

void toy_open(struct toy *t, const struct machine_spec *spec);
void toy_open_ram(struct toy *t, uint64_t ram_bytes);
void toy_close(struct toy *t);

/* Return: what the call returned, never an error. */
int64_t toy_call(struct toy *t, struct op op);

/* TOY_TASK begins, nothing mapped. */
void toy_exec(struct toy *t);

/* Private memory that can be written to, not touched. Return: its address. */
vaddr_t toy_mmap(struct toy *t, uint64_t pages);

/* One access of a page; it may fault. */
void toy_access(struct toy *t, uint16_t task, vaddr_t at, unsigned mode);

#endif
