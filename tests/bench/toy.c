#include "toy.h"

#include <string.h>

#include "bench.h"

void toy_spec(struct machine_spec *spec, uint64_t ram_bytes)
{
	machine_spec_init(spec);
	if (!machine_spec_ram(spec, ram_bytes))
		bench_die("machine", "too small");
}

void toy_open(struct toy *t, const struct machine_spec *spec)
{
	struct diag why = { 0 };

	memset(t, 0, sizeof(*t));
	event_log_open(&t->log, 1 << 12);
	if (!machine_boot(&t->m, spec, &t->log, &why))
		bench_die("boot", why.what);
	machine_slots(&t->m, 4);
}

void toy_open_ram(struct toy *t, uint64_t ram_bytes)
{
	struct machine_spec spec;

	toy_spec(&spec, ram_bytes);
	toy_open(t, &spec);
}

void toy_close(struct toy *t)
{
	machine_close(&t->m);
	event_log_close(&t->log);
}

int64_t toy_call(struct toy *t, struct op op)
{
	int64_t result = op_run(&t->m, &op);

	if (result < 0)
		bench_die(op_verb_name(op.verb), "refused by the model");
	return result;
}

void toy_exec(struct toy *t)
{
	struct op exec = { .verb = OP_exec, .mode = LAYOUT_EMPTY,
			   .task = TOY_TASK };

	memcpy(&exec.arg[3], "bench\0\0\0\0\0\0\0\0\0\0", NAME_BYTES);
	toy_call(t, exec);
}

vaddr_t toy_mmap(struct toy *t, uint64_t pages)
{
	return (vaddr_t)toy_call(t, (struct op){
		.verb = OP_mmap, .task = TOY_TASK,
		.arg = { 0, pages << PAGE_SHIFT, PROT_READ_ | PROT_WRITE_,
			 MAP_PRIVATE_ | MAP_ANONYMOUS_ | MAP_NORESERVE_ } });
}

void toy_access(struct toy *t, uint16_t task, vaddr_t at, unsigned mode)
{
	struct op op = { .verb = OP_access, .mode = (uint8_t)mode,
			 .task = task, .arg = { at } };

	op_run(&t->m, &op);
	if (t->m.s->op_signal)
		bench_die("access", "the task is killed");
}
