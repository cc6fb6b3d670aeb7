/* Jumps in a run of a million operations, with its state 48 MiB and more. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/xmalloc.h"
#include "bench.h"
#include "load/scenario.h"
#include "time/timeline.h"

enum {
	OPS = 1 << 20,		/* one page of 4 GiB each */
	RANDOM = 300,
	ENDS = 20,		/* from one end to the other */
	SLOWEST = 6,		/* random targets around which worse ones are sought */
	CLIMB = 14,		/* ... at distances of 1, 2, 4 ... */
	BACK = 50,
	JUMPS = RANDOM + ENDS + SLOWEST * CLIMB,
	CHECKPOINT_BYTES = 256 << 20,
};

static const char scenario[] =
	"{\"framewalk\": 1, \"title\": \"a million pages\","
	" \"machine\": {\"ram\": \"6G\"}, \"chapters\": [{\"title\": \"all\","
	" \"steps\": [{\"do\": [{\"exec\": \"demo\"},"
	" {\"mmap\": {\"length\": \"4G\", \"as\": \"buf\"}}]},"
	" {\"do\": [{\"access\": {\"at\": \"buf\", \"length\": \"4G\","
	" \"mode\": \"write\", \"pattern\": \"random\", \"seed\": 1}}]}]}]}";

struct jumps {
	struct walker w;
	double us[JUMPS];
	uint32_t op[JUMPS];
	int nr;
};

/* Return: us. */
static double jump(struct walker *w, uint32_t op, uint64_t event)
{
	struct pos to = { .step = 2, .op = op, .event = event };
	struct diag why = { 0 };
	double start = bench_cpu_ns();

	if (!walker_seek(w, to, &why))
		bench_die("seek", why.what);
	return (bench_cpu_ns() - start) / 1e3;
}

static void jump_noted(struct jumps *j, uint32_t op)
{
	j->op[j->nr] = op < OPS ? op : OPS - 1;
	j->us[j->nr] = jump(&j->w, j->op[j->nr], 0);
	j->nr++;
}

static int slowest_first(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y) - (x > y);
}

/* Worse targets lie further behind a checkpoint than the slow ones found. */
static void climb(struct jumps *j)
{
	double limit[RANDOM];

	memcpy(limit, j->us, sizeof(limit));
	qsort(limit, RANDOM, sizeof(*limit), slowest_first);
	for (int i = 0, seen = 0; i < RANDOM && seen < SLOWEST; i++) {
		if (j->us[i] < limit[SLOWEST - 1])
			continue;
		seen++;
		for (int k = 0; k < CLIMB; k++) {
			jump(&j->w, j->op[i] < OPS / 2 ? OPS - 1 : 1, 0);
			jump_noted(j, j->op[i] + (1u << k));
		}
	}
}

static double back_one(struct jumps *j)
{
	double us = 0;

	for (uint32_t i = 0; i < BACK; i++) {
		uint32_t op = 2 + (uint32_t)(hash_word(i + 7777) % (OPS - 2));

		jump(&j->w, op, 0);
		us += jump(&j->w, op - 1, 2);
	}
	return us / BACK;
}

static double state_copy(const struct arena *a)
{
	void *to = xmalloc(a->used_bytes);
	double start;

	memset(to, 1, a->used_bytes);
	start = bench_cpu_ns();
	memcpy(to, a->base, a->used_bytes);
	__asm__ volatile("" : : "r"(to) : "memory");
	start = (bench_cpu_ns() - start) / 1e3;
	free(to);
	return start;
}

static void jump_all(struct bench *b, struct jumps *j)
{
	for (uint32_t i = 0; i < RANDOM; i++)
		jump_noted(j, 1 + (uint32_t)(hash_word(i) % (OPS - 1)));
	climb(j);
	for (uint32_t i = 0; i < ENDS; i++)
		jump_noted(j, i % 2 ? OPS - 1 - i : i);
	qsort(j->us, RANDOM, sizeof(*j->us), slowest_first);
	bench_tell(b, FIG_seek_median, j->us[RANDOM / 2]);
	qsort(j->us, (size_t)j->nr, sizeof(*j->us), slowest_first);
	bench_tell(b, FIG_seek_99th, j->us[j->nr / 100]);
	bench_tell(b, FIG_seek_worst, j->us[0]);
	bench_tell(b, FIG_seek_back_one, back_one(j));
}

void bench_seek(struct bench *b)
{
	struct jumps *j = xcalloc(1, sizeof(*j));
	struct diags faults;
	struct story *story;
	struct timeline *t;
	struct diag why = { 0 };
	double start;

	diags_init(&faults, "seek");
	story = scenario_parse(scenario, sizeof(scenario) - 1, "seek", &faults);
	if (!story)
		bench_die("seek", faults.nr ? faults.list[0].what : "no story");
	t = timeline_open(story, CHECKPOINT_BYTES, &why);
	if (!t || !walker_open(&j->w, t, &why))
		bench_die("seek", why.what);
	start = bench_cpu_ns();
	jump(&j->w, OPS, 0);
	bench_tell(b, FIG_run_op, (bench_cpu_ns() - start) / OPS);
	bench_tell(b, FIG_state_size, (double)j->w.machine.arena.used_bytes / 1024);
	bench_tell(b, FIG_state_copy, state_copy(&j->w.machine.arena));
	jump_all(b, j);
	bench_tell(b, FIG_checkpoints, (double)timeline_checkpoint_bytes(t) / 1024);
	walker_close(&j->w);
	timeline_close(t);
	story_free(story);
	diags_free(&faults);
	free(j);
}
