/* The engine's own work: faults, blocks of the buddy system, a start. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/xmalloc.h"
#include "bench.h"
#include "mm/page_alloc.h"
#include "mm/vmstat.h"
#include "toy.h"

enum {
	FAULTS = 1 << 18,	/* 1 GiB of pages */
	AREA_PAGES = 1 << 19,	/* random ones lie in 2 GiB */
	WARM_PASSES = 2,
};

/* Return: ns a fault. factor 1 goes up, a large odd one all over the area. */
static double touch(struct toy *t, vaddr_t area, uint64_t factor)
{
	uint64_t before = node_stat_sum(&t->m, NR_ANON_MAPPED);
	double start = bench_cpu_ns(), ns;

	for (uint64_t i = 0; i < FAULTS; i++)
		toy_access(t, TOY_TASK,
			   area + ((i * factor & (AREA_PAGES - 1)) << PAGE_SHIFT),
			   MODE_WRITE);
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

	toy_open_ram(&t, 4 * TOY_GIB);
	toy_exec(&t);
	area = toy_mmap(&t, AREA_PAGES);
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

	toy_open_ram(&t, 4 * TOY_GIB);
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

	toy_open_ram(&t, ram_bytes);
	values[0] = (bench_cpu_ns() - start) / 1e3;
	values[1] = bench_resident_kib() - resident;
	toy_close(&t);
}

static void boot_small(double *values)
{
	boot(values, 4 * TOY_GIB);
}

static void boot_large(double *values)
{
	boot(values, 1024 * TOY_GIB);
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
