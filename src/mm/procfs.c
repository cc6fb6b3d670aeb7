/* The table of all files, and those that hold a setting. */
#include "mm/procfs.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mm/proc_files.h"
#include "mm/proc_task.h"
#include "mm/sysctl.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void print_thp(const struct machine *m, struct text *out)
{
	static const char *const texts[] = {
		[THP_NEVER] = "always madvise [never]\n",
		[THP_MADVISE] = "always [madvise] never\n",
		[THP_ALWAYS] = "[always] madvise never\n",
	};

	text_puts(out, texts[m->s->thp_enabled]);
}

static void print_ratios(const struct machine *m, struct text *out)
{
	const char *tab = "";

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].node == 0) {
			text_printf(out, "%s%u", tab,
				    m->s->lowmem_reserve_ratio[m->s->zone[i].type]);
			tab = "\t";
		}
	text_puts(out, "\n");
}

/* "sys/vm/NAME". Return: false if there is no such setting to be read. */
static bool print_sysctl(const struct machine *m, const char *path,
			 struct text *out, struct diag *why)
{
	enum sysctl_id id = sysctl_by_key(path + 4, strlen(path + 4));

	if (id == NR_SYSCTLS) {
		diag_set(why, 0, 0, "there is no setting '%s'", path);
		return false;
	}
	if (id == SYSCTL_drop_caches) {
		diag_set(why, 0, 0, "%s can only be written", path);
		return false;
	}
	if (id == SYSCTL_lowmem_reserve_ratio)
		print_ratios(m, out);
	else
		text_printf(out, "%" PRId64 "\n", m->s->sysctl[id]);
	return true;
}

const struct procfs_file procfs_files[] = {
	{ "meminfo", "memory in use, by kind", print_meminfo },
	{ "vmstat", "counters of pages and events", print_vmstat },
	{ "zoneinfo", "zones, their marks and counters", print_zoneinfo },
	{ "buddyinfo", "free blocks of each zone, by order", print_buddyinfo },
	{ "pagetypeinfo", "free blocks by migrate type", print_pagetypeinfo },
	{ "swaps", "swap devices and what is used of them", print_swaps },
	{ "PID/maps", "the areas of a task", NULL },
	{ "PID/smaps", "what is resident of each area", NULL },
	{ "PID/smaps_rollup", "the same of all areas together", NULL },
	{ "PID/status", "sizes of a task", NULL },
	{ "PID/statm", "sizes in pages", NULL },
	{ "PID/stat", "counters of a task, faults among them", NULL },
	{ "PID/oom_score", "how likely the OOM killer takes it", NULL },
	{ "PID/oom_score_adj", "what is added to that, -1000 to 1000", NULL },
	{ "PID/oom_adj", "the same as it was written once, -17 to 15", NULL },
	{ "sys/vm/NAME", "a setting", NULL },
	{ "sys/kernel/mm/transparent_hugepage/enabled",
	  "transparent huge pages", print_thp },
	{ "free", "free(1): the sums that people look at; -b -k -m -g -h --old",
	  NULL },
	{ "dmesg", "the kernel's log", print_dmesg },
};
const unsigned nr_procfs_files = COUNT(procfs_files);

static const struct procfs_file *file_find(const char *path)
{
	static const char sys[] = "sys/";

	for (unsigned i = 0; i < nr_procfs_files; i++) {
		const struct procfs_file *f = &procfs_files[i];

		/* what lies in /sys is known without that too */
		if (strcmp(f->path, path) == 0 ||
		    (f->print && strncmp(f->path, sys, 4) == 0 &&
		     strcmp(f->path + 4, path) == 0))
			return f->print ? f : NULL;
	}
	return NULL;
}

static const char *without_root(const char *path)
{
	if (strncmp(path, "/proc/", 6) == 0)
		return path + 6;
	if (strncmp(path, "/sys/", 5) == 0)
		return path + 5;
	return path;
}

/* "free", "free -m": is it that program? What stands behind its name. */
static const char *free_arguments(const char *path)
{
	bool free = strncmp(path, "free", 4) == 0 &&
		    (path[4] == '\0' || path[4] == ' ');

	return free ? path + 4 : NULL;
}

static bool no_file(const char *path, struct diag *why)
{
	diag_set(why, 0, 0, "there is no file '%s'", path);
	diag_hint(why, "there are meminfo vmstat zoneinfo buddyinfo pagetypeinfo swaps, PID/maps smaps smaps_rollup status statm stat oom_score oom_score_adj oom_adj, sys/vm/NAME, and the programs free and dmesg");
	return false;
}

static bool print_of_task(const struct machine *m, const char *path,
			  struct text *out, struct diag *why)
{
	const char *slash = strchr(path, '/');
	handle_t task = procfs_task(m, path, (size_t)(slash - path));

	if (task)
		return proc_task_print(m, task, slash + 1, out) ||
		       no_file(path, why);
	diag_set(why, 0, 0, "no task '%.*s' at this position",
		 (int)(slash - path), path);
	return false;
}

bool procfs_print(const struct machine *m, const char *path, struct text *out,
		  struct diag *why)
{
	const char *p = without_root(path);
	const struct procfs_file *f = file_find(p);
	const char *arguments = free_arguments(p);

	if (f) {
		f->print(m, out);
		return true;
	}
	if (arguments) {
		if (print_free(m, arguments, out))
			return true;
		diag_set(why, 0, 0, "free does not know '%s'", arguments);
		diag_hint(why, "write free, then -b -k -m -g or -h, and --old");
		return false;
	}
	if (strncmp(p, "sys/", 4) == 0)
		return print_sysctl(m, p, out, why);
	return strchr(p, '/') ? print_of_task(m, p, out, why) :
				no_file(path, why);
}
