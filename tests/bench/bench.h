/*
 * bench - figures of the engine and the program, each beside an anchor that
 * the same run measured
 *
 * round  every section once; the table shows the median of all rounds
 *
 * Inside the process CPU time is measured, so that a busy host disturbs
 * little; of the program in a terminal also the time until something shows.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stdint.h>

enum figure {
#define FIGURE(id, unit) FIG_##id,
#include "figures.def"
	NR_FIGURES,
};

enum { MAX_ROUNDS = 32 };

struct bench {
	const char *program;	/* path of framewalk */
	int	    nr_rounds;
	int	    nr[NR_FIGURES];
	double	    sample[NR_FIGURES][MAX_ROUNDS];
};

/* One more value of that figure, in its unit. */
void bench_tell(struct bench *b, enum figure id, double value);

double bench_cpu_ns(void);	/* CPU time of this process so far */
double bench_wall_ns(void);

/* Resident memory of this process, KiB. */
double bench_resident_kib(void);

/*
 * Run `measure` in a child, where memory is as it was at the start.
 * It returns nr values (at most 8), which are copied here.
 */
void bench_apart(void (*measure)(double *values), double *values, int nr);

/* "bench: WHAT: why", exit 1. */
_Noreturn void bench_die(const char *what, const char *why);

/* The sections. */
void bench_host(struct bench *b);
void bench_fault(struct bench *b);
void bench_blocks(struct bench *b);
void bench_start(struct bench *b);
void bench_pressure(struct bench *b);
void bench_seek(struct bench *b);
void bench_load(struct bench *b);
void bench_screen(struct bench *b);
void bench_frame(struct bench *b);
void bench_record(struct bench *b);

/* The bare ncurses program that bench_screen() runs beside framewalk. */
int bare_main(void);

#endif
