/* Memory that is short or shared: reclaim, swap, fork, copies; growth. */
#include "base/hash.h"
#include "bench.h"
#include "mm/vmstat.h"
#include "toy.h"

enum {
	RAM_MIB = 64,
	STREAM_TIMES = 16,	/* the file is so many times as large as RAM */
	READ_PAGES = 32,	/* one read */
	THRASH_MIB = 96,
	THRASH_OPS = 1 << 17,
	FORK_PAGES = 1 << 18,	/* 1 GiB */
	COW_PAGES = 1 << 16,
	GROWTH_PAGES = 1 << 11,
	GROWTH_TURNS = 32,
};

static uint64_t pages_of_mib(uint64_t mib)
{
	return mib * TOY_MIB >> PAGE_SHIFT;
}

/* A file is read from its begin to its end, and then once more. */
static void stream(struct bench *b)
{
	const uint64_t pages = STREAM_TIMES * pages_of_mib(RAM_MIB);
	const struct file_spec file = {
		.name = "/stream", .size_bytes = pages << PAGE_SHIFT,
		.kind = INODE_REGULAR,
	};
	struct machine_spec spec;
	struct toy t;
	double start, ns;

	toy_spec(&spec, RAM_MIB * TOY_MIB);
	spec.nr_files = 1;
	spec.file = &file;
	toy_open(&t, &spec);
	toy_exec(&t);
	toy_call(&t, (struct op){ .verb = OP_open, .task = TOY_TASK, .out = 1,
				  .arg = { 0, 1 } });
	t.log.mask = (struct event_set)EVENT_NONE;
	start = bench_cpu_ns();
	for (uint64_t i = 0; i < pages; i += READ_PAGES)
		toy_call(&t, (struct op){
			.verb = OP_read, .task = TOY_TASK, .label = 1,
			.arg = { 0, 0, READ_PAGES << PAGE_SHIFT } });
	ns = bench_cpu_ns() - start;
	if (t.m.s->vm_event[PGPGIN] < pages << (PAGE_SHIFT - 10))
		bench_die("stream", "not every page was read");
	bench_tell(b, FIG_stream_page, ns / (double)pages);
	bench_tell(b, FIG_stream_rate, 1e9 * (double)pages / ns);
	toy_close(&t);
}

/* More is written to, all over, than there is memory for. */
static void thrash(struct bench *b)
{
	const uint64_t pages = pages_of_mib(THRASH_MIB);
	struct machine_spec spec;
	struct toy t;
	vaddr_t area;
	uint64_t major;
	double start;

	toy_spec(&spec, RAM_MIB * TOY_MIB);
	spec.nr_swaps = 1;
	spec.swap[0] = (struct swap_spec){ .name = "/dev/vda",
					   .pages = 2 * pages, .prio = -1,
					   .on = 1 };
	toy_open(&t, &spec);
	toy_exec(&t);
	area = toy_mmap(&t, pages);
	t.log.mask = (struct event_set)EVENT_NONE;
	for (uint64_t i = 0; i < pages; i++)
		toy_access(&t, TOY_TASK, area + (i << PAGE_SHIFT), MODE_WRITE);
	major = t.m.s->vm_event[PGMAJFAULT];
	start = bench_cpu_ns();
	for (uint64_t i = 0; i < THRASH_OPS; i++)
		toy_access(&t, TOY_TASK,
			   area + (hash_word(i) % pages << PAGE_SHIFT),
			   MODE_WRITE);
	start = bench_cpu_ns() - start;
	major = t.m.s->vm_event[PGMAJFAULT] - major;
	if (major < THRASH_OPS / 8)
		bench_die("thrash", "hardly a page came from the swap area");
	bench_tell(b, FIG_thrash_access, start / THRASH_OPS);
	bench_tell(b, FIG_thrash_fault, start / (double)major);
	toy_close(&t);
}

static void toy_fork(struct toy *t)
{
	toy_call(t, (struct op){ .verb = OP_fork, .task = TOY_TASK,
				 .arg = { 0, TOY_CHILD } });
}

static double write_all(struct toy *t, uint16_t task, vaddr_t area,
			uint64_t pages)
{
	double start = bench_cpu_ns();

	for (uint64_t i = 0; i < pages; i++)
		toy_access(t, task, area + (i << PAGE_SHIFT), MODE_WRITE);
	return bench_cpu_ns() - start;
}

/* The second fork is told: the first finds the host's memory. */
static void fork_and_copy(struct bench *b)
{
	struct toy t;
	vaddr_t area;
	double start, ns = 0;
	uint64_t copied;

	toy_open_ram(&t, 4 * TOY_GIB);
	toy_exec(&t);
	area = toy_mmap(&t, FORK_PAGES);
	t.log.mask = (struct event_set)EVENT_NONE;
	write_all(&t, TOY_TASK, area, FORK_PAGES);
	for (int pass = 0; pass < 2; pass++) {
		start = bench_cpu_ns();
		toy_fork(&t);
		ns = bench_cpu_ns() - start;
		copied = node_stat_sum(&t.m, NR_ANON_MAPPED);
		start = write_all(&t, TOY_CHILD, area, COW_PAGES);
		if (node_stat_sum(&t.m, NR_ANON_MAPPED) - copied != COW_PAGES)
			bench_die("cow", "not every write copied a page");
		toy_call(&t, (struct op){ .verb = OP_exit, .task = TOY_CHILD });
		toy_call(&t, (struct op){ .verb = OP_wait, .task = TOY_TASK,
					  .arg = { 0, TOY_CHILD } });
	}
	bench_tell(b, FIG_fork_1g, ns / 1e3);
	bench_tell(b, FIG_cow_break, start / COW_PAGES);
	toy_close(&t);
}

/* The same few pages come and go, whatever else there is. Return: ns a page. */
static double turns(uint64_t ram_bytes)
{
	struct toy t;
	double best = 0;

	toy_open_ram(&t, ram_bytes);
	toy_exec(&t);
	t.log.mask = (struct event_set)EVENT_NONE;
	for (int i = 0; i < GROWTH_TURNS; i++) {
		double start = bench_cpu_ns();
		vaddr_t area = toy_mmap(&t, GROWTH_PAGES);

		write_all(&t, TOY_TASK, area, GROWTH_PAGES);
		toy_call(&t, (struct op){
			.verb = OP_munmap, .task = TOY_TASK,
			.arg = { area, GROWTH_PAGES << PAGE_SHIFT } });
		start = bench_cpu_ns() - start;
		if (i == 0 || start < best)
			best = start;
	}
	toy_close(&t);
	return best / GROWTH_PAGES;
}

void bench_pressure(struct bench *b)
{
	stream(b);
	thrash(b);
	fork_and_copy(b);
	bench_tell(b, FIG_growth_64m, turns(64 * TOY_MIB));
	bench_tell(b, FIG_growth_1g, turns(TOY_GIB));
	bench_tell(b, FIG_growth_4g, turns(4 * TOY_GIB));
	bench_tell(b, FIG_growth_64g, turns(64 * TOY_GIB));
}
