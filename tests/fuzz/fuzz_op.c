/*
 * fuzz_op - bytes become operations on a small machine
 *
 * After each operation everything that must hold is checked, at each event
 * what must hold even there. The same bytes are then run again, unheard: the
 * state must come out the same, byte for byte.
 *
 * first byte  bit 0: the machine (toy zones, or a PC of 16 MiB)
 *             bit 1: a frame is refused now and then
 *             bit 2: no task and no area to begin with
 *             bit 7: per-CPU lists and batches, as a large machine has them
 * then        records of 8 bytes, an operation each
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mm/kernel.h"
#include "mm/op.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	RECORD_BYTES = 8,
	MAX_OPS = 64,
	NR_SLOTS = 8,		/* of tasks and labels together */
	TASK = 1, AREA = 4,	/* slots of what stands there to begin with */
	ARENA_BYTES = 256 << 20,
	LISTS = 128,		/* bit 7 of the first byte */
};

struct bytes {
	const uint8_t *at;
	size_t	       left;
};

_Noreturn static void fail(const char *when, unsigned op, const struct diag *why)
{
	fprintf(stderr, "fuzz_op: %s of operation %u: %s\n", when, op,
		why->what);
	abort();
}

static void check_event(void *ctx, const struct machine *m,
			const struct event *e)
{
	struct diag why = { 0 };

	if (!machine_check_weak(m, &why))
		fail(event_types[e->id].name, *(const unsigned *)ctx, &why);
}

/* Two zones of 64 and 32 frames: every request soon meets a border. */
static void toy(struct machine_spec *spec)
{
	machine_spec_init(spec);
	spec->nr_nodes = 1;
	spec->nr_zones = 2;
	spec->zone[0] = (struct zone_spec){
		.type = ZONE_DMA32, .pageblock_order = 3,
		.spanned = 32, .present = 32, .managed = 32,
	};
	spec->zone[1] = (struct zone_spec){
		.type = ZONE_NORMAL, .pageblock_order = 5, .start_pfn = 1024,
		.spanned = 64, .present = 60, .managed = 57,
	};
	spec->legible = 1;
}

static uint8_t take(struct bytes *b)
{
	if (!b->left)
		return 0;
	b->left--;
	return *b->at++;
}

/* Mostly small, sometimes a border, sometimes absurd. */
static uint64_t amount(uint8_t byte)
{
	static const uint64_t telling[] = {
		UINT64_MAX, INT64_MAX, UINT64_C(1) << 47, UINT64_C(1) << 46,
		UINT64_C(1) << 39, UINT64_C(1) << 32, 4095, 4097,
	};

	if (byte >= 0xf8)
		return telling[byte & 7];
	return byte < 64 ? byte : (uint64_t)(byte - 63) << PAGE_SHIFT;
}

static void give_name(struct op *op)
{
	memcpy(&op->arg[3], "task\0\0\0\0\0\0\0\0\0\0\0", NAME_BYTES);
}

/* As the loader would let it pass; the rest is the engine's to refuse. */
static void make_likely(struct op *op)
{
	static const unsigned flags[] = {
		MAP_FIXED_, MAP_NORESERVE_, MAP_POPULATE_, MAP_STACK_,
		MAP_GROWSDOWN_, MAP_FIXED_NOREPLACE_, MAP_SHARED_, 0,
	};

	switch (op->verb) {
	case OP_exec:
		op->mode %= LAYOUT_EMPTY + 1;
		give_name(op);
		break;
	case OP_fork:
		give_name(op);
		break;
	case OP_access:
		op->mode %= MODE_FETCH + 1;
		break;
	case OP_alloc_pages:
		op->arg[1] %= MAX_ORDER + 1;
		break;
	case OP_mmap:
		op->arg[2] %= 8;
		op->arg[3] = flags[op->arg[3] % 8] | MAP_ANONYMOUS_ |
			     (op->mode & 1 ? 0 : MAP_PRIVATE_);
		break;
	case OP_mprotect:
		op->arg[2] %= 8;
		break;
	case OP_madvise:
		op->arg[2] %= MADV_POPULATE_WRITE_ + 1;
		break;
	case OP_mremap:
		op->arg[3] %= 8;
		break;
	case OP_sysctl:
		op->mode %= MAX_SYSCTLS;
		break;
	}
}

static struct op next_op(struct bytes *b)
{
	struct op op = { 0 };
	uint8_t slots;

	op.verb = (uint8_t)(1 + take(b) % (NR_OP_VERBS - 1));
	slots = take(b);
	op.task = slots & 3;
	op.label = slots >> 2 & 7;
	op.out = slots >> 5;
	op.mode = take(b);
	for (unsigned i = 0; i < OP_ARGS; i++)
		op.arg[i] = amount(take(b));
	make_likely(&op);
	return op;
}

/* A task with an area of 48 pages. */
static void prelude(struct machine *m, unsigned layout)
{
	struct op exec = { .verb = OP_exec, .task = TASK };
	struct op map = { .verb = OP_mmap, .task = TASK, .out = AREA };

	exec.mode = (uint8_t)layout;
	give_name(&exec);
	op_run(m, &exec);
	map.arg[1] = 48 << PAGE_SHIFT;
	map.arg[2] = PROT_READ_ | PROT_WRITE_;
	map.arg[3] = MAP_PRIVATE_ | MAP_ANONYMOUS_;
	op_run(m, &map);
}

struct run {
	struct machine	 m;
	struct event_log log;
	unsigned	 op;
};

/* Return: false if the arena was exhausted, which ends the input. */
static bool run_ops(struct run *r, struct bytes b, uint8_t kind, bool checked)
{
	jmp_buf escape;
	struct diag why = { 0 };

	r->m.escape = &escape;
	if (setjmp(escape))
		return false;
	if (!(kind & 4))
		prelude(&r->m, (unsigned)(kind >> 3) % (LAYOUT_EMPTY + 1));
	for (r->op = 1; b.left >= RECORD_BYTES && r->op <= MAX_OPS; r->op++) {
		struct op op = next_op(&b);

		if ((kind & 2) && r->op % 4 == 0)
			r->m.s->fail_nth = 1 + r->op % 7;
		op_run(&r->m, &op);
		if (checked && !machine_check(&r->m, &why))
			fail("end", r->op, &why);
	}
	r->m.escape = NULL;
	return true;
}

static bool run(const uint8_t *data, size_t size, bool checked, uint64_t *hash)
{
	struct bytes b = { data, size };
	uint8_t kind = take(&b);
	struct machine_spec spec;
	struct run r = { 0 };
	struct diag why = { 0 };
	bool whole;

	if (kind & 1)
		toy(&spec);
	else if (machine_spec_init(&spec), !machine_spec_ram(&spec, 16 << 20))
		abort();
	if (kind & LISTS) {
		spec.pcp_off = 0;
		spec.lru_batch_off = 0;
		spec.legible = 0;
	}
	spec.arena_bytes = ARENA_BYTES;
	event_log_open(&r.log, 16);
	if (!machine_boot(&r.m, &spec, &r.log, &why))
		fail("boot", 0, &why);
	machine_slots(&r.m, NR_SLOTS);
	if (checked) {
		r.log.mask = EVENT_ALL;
		r.log.hear = check_event;
		r.log.ctx = &r.op;
	}
	whole = run_ops(&r, b, kind, checked);
	*hash = arena_hash(&r.m.arena);
	machine_close(&r.m);
	event_log_close(&r.log);
	return whole;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t heard, unheard;

	if (!size || !run(data, size, true, &heard))
		return 0;
	run(data, size, false, &unheard);
	if (heard != unheard) {
		fprintf(stderr, "fuzz_op: state %" PRIx64 " heard, %" PRIx64
			" unheard\n", heard, unheard);
		abort();
	}
	return 0;
}
