/* The engine's own work: faults, blocks of the buddy system, a start. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/xmalloc.h"
#include "bench.h"
#include "mm/kernel.h"
#include "mm/op.h"
#include "mm/page_alloc.h"
#include "mm/vmstat.h"

enum {
	FAULTS = 1 << 18,	/* 1 GiB of pages */
	AREA_PAGES = 1 << 19,	/* random ones lie in 2 GiB */
	TASK = 1,
	WARM_PASSES = 2,
};

static const uint64_t gib = UINT64_C(1) << 30;

struct toy {
	struct machine	 m;
	struct event_log log;
};

static void toy_open(struct toy *t, uint64_t ram_bytes)
{
	struct machine_spec spec;
	struct diag why = { 0 };

	memset(t, 0, sizeof(*t));
	machine_spec_init(&spec);
	if (!machine_spec_ram(&spec, ram_bytes))
		bench_die("machine", "too small");
	event_log_open(&t->log, 1 << 12);
	if (!machine_boot(&t->m, &spec, &t->log, &why))
		bench_die("boot", why.what);
	machine_slots(&t->m, 4);
}

static void toy_close(struct toy *t)
{
	machine_close(&t->m);
	event_log_close(&t->log);
}

/* A task with one area of AREA_PAGES. Return: the area's address. */
static vaddr_t toy_area(struct toy *t)
{
	struct op exec = { .verb = OP_exec, .mode = LAYOUT_EMPTY, .task = TASK };
	struct op map = { .verb = OP_mmap, .task = TASK };
	int64_t at;

	memcpy(&exec.arg[3], "bench\0\0\0\0\0\0\0\0\0\0", NAME_BYTES);
	map.arg[1] = (uint64_t)AREA_PAGES << PAGE_SHIFT;
	map.arg[2] = PROT_READ_ | PROT_WRITE_;
	map.arg[3] = MAP_PRIVATE_ | MAP_ANONYMOUS_ | MAP_NORESERVE_;
	if (op_run(&t->m, &exec) < 0 || (at = op_run(&t->m, &map)) < 0)
		bench_die("mmap", "refused by the model");
	return (vaddr_t)at;
}

/* Return: ns a fault. factor 1 goes up, a large odd one all over the area. */
static double touch(struct toy *t, vaddr_t area, uint64_t factor)
{
	struct op op = { .verb = OP_access, .mode = MODE_WRITE, .task = TASK };
	uint64_t before = node_stat_sum(&t->m, NR_ANON_MAPPED);
	double start = bench_cpu_ns(), ns;

	for (uint64_t i = 0; i < FAULTS; i++) {
		op.arg[0] = area + ((i * factor & (AREA_PAGES - 1)) << PAGE_SHIFT);
		op_run(&t->m, &op);
	}
	ns = (bench_cpu_ns() - start) / FAULTS;
	if (node_stat_sum(&t->m, NR_ANON_MAPPED) - before != FAULTS)
		bench_die("fault", "not every access brought a page");
	return ns;
}

/*
 * The same faults from the same state: first on memory that the host has to
 * find as well (*cold), then on memory that is there. Return: ns a fault.
 */
static double faults(uint64_t factor, struct event_set mask,
		     double *cold, double *bytes)
{
	struct toy t;
	vaddr_t area;
	uint64_t used;
	void *start;
	double best = 0;

	toy_open(&t, 4 * gib);
	area = toy_area(&t);
	t.log.mask = mask;
	used = t.m.arena.used_bytes;
	start = xmalloc(used);
	memcpy(start, t.m.arena.base, used);
	*cold = touch(&t, area, factor);
	*bytes = (double)(t.m.arena.used_bytes - used) / FAULTS;
	for (int i = 0; i < WARM_PASSES; i++) {
		double ns;

		memcpy(t.m.arena.base, start, used);
		t.m.arena.used_bytes = used;
		ns = touch(&t, area, factor);
		if (i == 0 || ns < best)
			best = ns;
	}
	free(start);
	toy_close(&t);
	return best;
}

void bench_fault(struct bench *b)
{
	const struct event_set all = EVENT_ALL, none = EVENT_NONE;
	struct event_set one = none;
	const uint64_t leap = 0x9e3779b1;
	double cold, bytes;

	event_set_add(&one, EV_page_fault_user);
	bench_tell(b, FIG_fault_seq_off, faults(1, none, &cold, &bytes));
	bench_tell(b, FIG_fault_seq_all, faults(1, all, &cold, &bytes));
	bench_tell(b, FIG_fault_seq_one, faults(1, one, &cold, &bytes));
	bench_tell(b, FIG_fault_seq_cold, cold);
	bench_tell(b, FIG_bytes_per_frame, bytes);
	bench_tell(b, FIG_frame_and_entry,
		   (double)(sizeof(struct frame) + sizeof(pte_t)));
	bench_tell(b, FIG_fault_random_off, faults(leap, none, &cold, &bytes));
	bench_tell(b, FIG_fault_random_one, faults(leap, one, &cold, &bytes));
	bench_tell(b, FIG_fault_random_all, faults(leap, all, &cold, &bytes));
}

/* Orders 0 to 9, or the one that is asked for. */
static unsigned block_order(unsigned order, uint32_t i)
{
	return order <= MAX_ORDER - 1 ? order : (unsigned)(hash_word(i) % 10);
}

/*
 * nr blocks out, and back in another order. Twice: the first time makes the
 * frames. An order of MAX_ORDER means all kinds.
 */
static void blocks(struct toy *t, unsigned order, uint32_t nr, double *out,
		   double *back)
{
	pfn_t *pfn = xcalloc(nr, sizeof(*pfn));

	for (int pass = 0; pass < 2; pass++) {
		double start = bench_cpu_ns();

		for (uint32_t i = 0; i < nr; i++) {
			pfn[i] = alloc_pages(&t->m, GFP_KERNEL,
					     block_order(order, i), 0,
					     KIND_KERNEL);
			if (pfn[i] == PFN_NONE)
				bench_die("alloc_pages", "no block");
		}
		*out = (bench_cpu_ns() - start) / nr;
		start = bench_cpu_ns();
		for (uint32_t i = 0; i < nr; i++) {
			uint32_t at = (uint32_t)(i * UINT64_C(0x9e3779b1)) & (nr - 1);

			free_pages(&t->m, pfn[at], block_order(order, at));
		}
		*back = (bench_cpu_ns() - start) / nr;
	}
	free(pfn);
}

void bench_blocks(struct bench *b)
{
	struct toy t;
	double out, back;

	toy_open(&t, 4 * gib);
	for (unsigned order = 0; order < MAX_ORDER; order++) {
		blocks(&t, order, 1u << (order < 2 ? 18 - order : 19 - order),
		       &out, &back);
		bench_tell(b, FIG_alloc_order_0 + 2 * order, out);
		bench_tell(b, FIG_free_order_0 + 2 * order, back);
	}
	blocks(&t, MAX_ORDER, 1 << 12, &out, &back);
	bench_tell(b, FIG_alloc_mixed, out);
	bench_tell(b, FIG_free_mixed, back);
	toy_close(&t);
}

/* Time and memory until a machine stands; values: us, KiB. */
static void boot(double *values, uint64_t ram_bytes)
{
	double resident = bench_resident_kib(), start = bench_cpu_ns();
	struct toy t;

	toy_open(&t, ram_bytes);
	values[0] = (bench_cpu_ns() - start) / 1e3;
	values[1] = bench_resident_kib() - resident;
	toy_close(&t);
}

static void boot_small(double *values)
{
	boot(values, 4 * gib);
}

static void boot_large(double *values)
{
	boot(values, 1024 * gib);
}

void bench_start(struct bench *b)
{
	double values[2];

	bench_apart(boot_small, values, 2);
	bench_tell(b, FIG_start_4g, values[0]);
	bench_tell(b, FIG_resident_4g, values[1]);
	bench_apart(boot_large, values, 2);
	bench_tell(b, FIG_start_1t, values[0]);
	bench_tell(b, FIG_resident_1t, values[1]);
}
