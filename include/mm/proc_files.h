/*
 * proc_files - the machine-wide files below /proc, and the programs by which
 * people read them: each prints what the kernel or the program prints
 *
 * Amounts are exact where the kernel's lag behind by what its CPUs have not
 * reported yet. A line whose mechanism the engine has not got says 0.
 */
#ifndef MM_PROC_FILES_H
#define MM_PROC_FILES_H

#include "base/text.h"
#include "mm/machine.h"

/* What meminfo says and free(1) reads; kB. */
struct meminfo {
	uint64_t total, free, available;
	uint64_t buffers, cached, swap_cached;
	uint64_t shmem, sreclaimable;
	uint64_t swap_total, swap_free;
};
void meminfo_read(const struct machine *m, struct meminfo *i);

void print_meminfo(const struct machine *m, struct text *out);
void print_vmstat(const struct machine *m, struct text *out);
void print_zoneinfo(const struct machine *m, struct text *out);
void print_buddyinfo(const struct machine *m, struct text *out);
void print_pagetypeinfo(const struct machine *m, struct text *out);
void print_swaps(const struct machine *m, struct text *out);
void print_dmesg(const struct machine *m, struct text *out);

/*
 * free(1): `args` is what stands behind its name: any of -b -k -m -g, -h, and
 * --old for the columns of procps 3.3.10 to 3.3.17. Return: false if there is
 * something else in it.
 */
bool print_free(const struct machine *m, const char *args, struct text *out);

/* Counters of a zone that /proc/zoneinfo and /proc/vmstat print, in order. */
enum { NR_ZONE_COUNTERS = 17 };
extern const char *const zone_counter_names[NR_ZONE_COUNTERS];
uint64_t zone_counter(const struct zone *z, unsigned counter);

#endif
