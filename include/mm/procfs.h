/*
 * procfs - what /proc says, byte for byte in the kernel's form
 *
 * Source: fs/proc/meminfo.c, mm/vmstat.c, fs/proc/task_mmu.c, array.c (6.1).
 * What the engine has no notion of prints 0, or is left out, as mm/README.md
 * lists.
 */
#ifndef MM_PROCFS_H
#define MM_PROCFS_H

#include "base/text.h"
#include "mm/machine.h"

/*
 * Print the file, or what the program prints: see procfs_files. A leading
 * "/proc/" or "/sys/" is taken off. PID is a number or a task's name.
 * Return: false if there is no such file; *why says which there are.
 */
bool procfs_print(const struct machine *m, const char *path, struct text *out,
		  struct diag *why);

/* Paths that procfs_print() knows, with a sentence, for help. */
struct procfs_file {
	const char *path;	/* "PID/" stands for a task's */
	const char *doc;
	/* NULL: it takes more than its name to print it. */
	void (*print)(const struct machine *m, struct text *out);
};
extern const struct procfs_file procfs_files[];
extern const unsigned nr_procfs_files;

/* Task by number or name; 0 = none. Zombies are found, dead ones not. */
handle_t procfs_task(const struct machine *m, const char *name, size_t len);

/*
 * One value out of a text that procfs_print() wrote, by a dotted path:
 *   meminfo.MemFree              the number, in the unit printed
 *   buddyinfo.Normal             eleven numbers; buddyinfo.Normal[3] one
 *   zoneinfo.DMA32.min           "pages" lines, protection, pagesets' first
 *   demo/status.VmPTE  demo/stat.minflt  vmstat.pgfault
 *   sys/vm/min_free_kbytes       the file's one number, or all of them
 *   demo/maps  dmesg             number of lines; dmesg.Killed those with that
 *   demo/smaps.Rss               one number an area
 *   free.used  free.Swap.used    a column of that row, kB
 *   swaps.Used  swaps.vdb.Used   of all devices, of one
 * A zone of another node: zoneinfo.1.Normal.free.
 * values gets at most max numbers.
 * Return: how many; 0 and *why if the path leads nowhere.
 */
unsigned procfs_values(const struct machine *m, const char *path,
		       int64_t *values, unsigned max, struct diag *why);

#endif
