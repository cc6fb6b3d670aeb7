#include "mm/proc_task.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mm/oom.h"
#include "mm/proc_maps.h"
#include "mm/procfs.h"
#include "mm/vma.h"
#include "mm/zap.h"

handle_t procfs_task(const struct machine *m, const char *name, size_t len)
{
	handle_t found = 0;

	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next) {
		const struct task *t = task_at(m, h);
		char pid[16];

		snprintf(pid, sizeof(pid), "%u", t->pid);
		if ((strlen(pid) == len && memcmp(pid, name, len) == 0) ||
		    (strlen(t->name) == len && memcmp(t->name, name, len) == 0))
			found = h;
	}
	return found;
}

static uint64_t kb(uint64_t pages)
{
	return pages * (PAGE_SIZE / 1024);
}

static uint64_t text_pages(const struct mm *mm)
{
	return (page_align(mm->end_code) -
		(mm->start_code & ~(vaddr_t)(PAGE_SIZE - 1))) >> PAGE_SHIFT;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t most(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* Source: fs/proc/task_mmu.c task_mem() (6.1). */
static void print_task_mem(const struct mm *mm, struct text *out)
{
	uint64_t rss = mm_rss(mm), code = least(text_pages(mm), mm->exec_vm);
	const struct {
		const char *name;
		uint64_t    pages;
	} lines[] = {
		{ "VmPeak", most(mm->hiwater_vm, mm->total_vm) },
		{ "VmSize", mm->total_vm },
		{ "VmLck", mm->locked_vm },
		{ "VmPin", 0 },
		{ "VmHWM", most(mm->hiwater_rss, rss) },
		{ "VmRSS", rss },
		{ "RssAnon", mm->rss[MM_ANONPAGES] },
		{ "RssFile", mm->rss[MM_FILEPAGES] },
		{ "RssShmem", mm->rss[MM_SHMEMPAGES] },
		{ "VmData", mm->data_vm },
		{ "VmStk", mm->stack_vm },
		{ "VmExe", code },
		{ "VmLib", mm->exec_vm - code },
		{ "VmPTE", mm->nr_tables },
		{ "VmSwap", mm->rss[MM_SWAPENTS] },
		{ "HugetlbPages", 0 },
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		text_printf(out, "%s:\t%8" PRIu64 " kB\n", lines[i].name,
			    kb(lines[i].pages));
	text_puts(out, "CoreDumping:\t0\nTHP_enabled:\t1\n");
}

/* Who waits for a vfork child sleeps, and no signal but a deadly one wakes it. */
static const char *state_text(const struct task *t)
{
	if (t->state == TASK_ZOMBIE)
		return "Z (zombie)";
	return t->vfork_child ? "D (disk sleep)" : "R (running)";
}

/* Source: fs/proc/array.c proc_pid_status() (6.1). Left out: what is not memory. */
static void print_status(const struct machine *m, handle_t task,
			 struct text *out)
{
	const struct task *t = task_at(m, task);

	text_printf(out, "Name:\t%s\nState:\t%s\nTgid:\t%u\nPid:\t%u\nPPid:\t%u\n",
		    t->comm, state_text(t), t->pid, t->pid, t->ppid);
	text_printf(out, "Uid:\t%u\t%u\t%u\t%u\n", t->uid, t->uid, t->uid,
		    t->uid);
	if (t->mm)
		print_task_mem(mm_at(m, t->mm), out);
	text_puts(out, "Threads:\t1\n");
}

/* Source: fs/proc/array.c proc_pid_statm(), task_mmu.c task_statm() (6.1). */
static void print_statm(const struct machine *m, handle_t task,
			struct text *out)
{
	static const struct mm gone;
	handle_t h = task_at(m, task)->mm;
	const struct mm *mm = h ? mm_at(m, h) : &gone;

	text_printf(out, "%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " 0 %" PRIu64 " 0\n",
		    mm->total_vm, mm_rss(mm),
		    mm->rss[MM_FILEPAGES] + mm->rss[MM_SHMEMPAGES],
		    text_pages(mm), mm->data_vm + mm->stack_vm);
}

/* Fields of stat, numbered from 1; the second and third are no numbers. */
enum {
	STAT_PID = 1, STAT_PPID = 4, STAT_TPGID = 8,
	STAT_MINFLT = 10, STAT_MAJFLT = 12, STAT_PRIORITY = 18,
	STAT_NUM_THREADS = 20, STAT_STARTTIME = 22, STAT_VSIZE, STAT_RSS,
	STAT_RSSLIM, STAT_STARTCODE, STAT_ENDCODE, STAT_STARTSTACK,
	STAT_EXIT_SIGNAL = 38, STAT_START_DATA = 45, STAT_END_DATA,
	STAT_START_BRK, STAT_EXIT_CODE = 52, NR_STAT_FIELDS = 52,
};

static const char *const stat_names[NR_STAT_FIELDS + 1] = {
	"", "pid", "", "", "ppid", "pgrp", "session", "tty_nr", "tpgid",
	"flags", "minflt", "cminflt", "majflt", "cmajflt", "utime", "stime",
	"cutime", "cstime", "priority", "nice", "num_threads", "itrealvalue",
	"starttime", "vsize", "rss", "rsslim", "startcode", "endcode",
	"startstack", "kstkesp", "kstkeip", "signal", "blocked", "sigignore",
	"sigcatch", "wchan", "nswap", "cnswap", "exit_signal", "processor",
	"rt_priority", "policy", "delayacct_blkio_ticks", "guest_time",
	"cguest_time", "start_data", "end_data", "start_brk", "arg_start",
	"arg_end", "env_start", "env_end", "exit_code",
};

unsigned proc_stat_field(const char *name, size_t len)
{
	for (unsigned i = 1; len && i <= NR_STAT_FIELDS; i++)
		if (strlen(stat_names[i]) == len &&
		    memcmp(stat_names[i], name, len) == 0)
			return i;
	return 0;
}

/*
 * Source: fs/proc/array.c do_task_stat() (6.1). Left out: flags, time, signals,
 * where the arguments lie.
 */
static void print_stat(const struct machine *m, handle_t task,
		       struct text *out)
{
	enum { SIGCHLD = 17, NICE_0 = 20, NS_PER_TICK = 10000000 };
	uint64_t f[NR_STAT_FIELDS + 1] = { 0 };
	const struct task *t = task_at(m, task);
	const struct mm *mm = t->mm ? mm_at(m, t->mm) : NULL;

	f[STAT_PPID] = t->ppid;
	f[STAT_MINFLT] = t->min_flt;
	f[STAT_MAJFLT] = t->maj_flt;
	f[STAT_PRIORITY] = NICE_0;
	f[STAT_NUM_THREADS] = 1;
	f[STAT_STARTTIME] = t->start_ns / NS_PER_TICK;
	f[STAT_RSSLIM] = UINT64_MAX;
	f[STAT_EXIT_SIGNAL] = SIGCHLD;
	f[STAT_EXIT_CODE] = t->exit_code;
	if (mm) {
		f[STAT_VSIZE] = mm->total_vm << PAGE_SHIFT;
		f[STAT_RSS] = mm_rss(mm);
		f[STAT_STARTCODE] = mm->start_code;
		f[STAT_ENDCODE] = mm->end_code;
		f[STAT_STARTSTACK] = mm->start_stack;
		f[STAT_START_DATA] = mm->start_data;
		f[STAT_END_DATA] = mm->end_data;
		f[STAT_START_BRK] = mm->start_brk;
	}
	text_printf(out, "%u (%s) %c", t->pid, t->comm, state_text(t)[0]);
	for (unsigned i = STAT_PPID; i <= NR_STAT_FIELDS; i++)
		if (i == STAT_TPGID)
			text_puts(out, " -1");	/* it has no terminal */
		else
			text_printf(out, " %" PRIu64, f[i]);
	text_puts(out, "\n");
}

/* Source: fs/proc/base.c proc_oom_score() (6.1). */
static void print_oom_score(const struct machine *m, handle_t task,
			    struct text *out)
{
	text_printf(out, "%" PRId64 "\n", oom_score(m, task));
}

static void print_oom_score_adj(const struct machine *m, handle_t task,
				struct text *out)
{
	text_printf(out, "%d\n", task_at(m, task)->oom_score_adj);
}

static void print_oom_adj(const struct machine *m, handle_t task,
			  struct text *out)
{
	text_printf(out, "%" PRId64 "\n",
		    oom_adj_of(task_at(m, task)->oom_score_adj));
}

bool proc_task_print(const struct machine *m, handle_t task, const char *file,
		     struct text *out)
{
	static const struct {
		const char *name;
		void (*print)(const struct machine *m, handle_t task,
			      struct text *out);
	} files[] = {
		{ "maps", print_maps },
		{ "smaps", print_smaps },
		{ "smaps_rollup", print_smaps_rollup },
		{ "status", print_status },
		{ "statm", print_statm },
		{ "stat", print_stat },
		{ "oom_score", print_oom_score },
		{ "oom_score_adj", print_oom_score_adj },
		{ "oom_adj", print_oom_adj },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (strcmp(files[i].name, file) == 0) {
			files[i].print(m, task, out);
			return true;
		}
	return false;
}
