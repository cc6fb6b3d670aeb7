#include "view/proc_meaning.h"

#include <stdio.h>
#include <string.h>

const struct proc_meaning proc_meanings[] = {
#define NOTHING LEAD_NOTHING
#define ZONE LEAD_ZONE
#define ZONE_TYPE LEAD_ZONE_TYPE
#define AREA LEAD_AREA
#define TASK LEAD_TASK
#define VICTIM LEAD_VICTIM
#define MEANS(file, words, counter, lead, en, zh) \
	{ file, words, counter, lead, { { en, zh } } },
#include "view/proc_meaning.def"
};
const unsigned nr_proc_meanings =
	sizeof(proc_meanings) / sizeof(proc_meanings[0]);

static const struct proc_file {
	const char *name, *source;
	const char *like;	/* file that explains its other lines; NULL */
} files[] = {
	{ "meminfo", "fs/proc/meminfo.c meminfo_proc_show()", NULL },
	{ "vmstat", "mm/vmstat.c vmstat_show()", NULL },
	{ "zoneinfo", "mm/vmstat.c zoneinfo_show_print()", "vmstat" },
	{ "buddyinfo", "mm/vmstat.c frag_show_print()", NULL },
	{ "pagetypeinfo", "mm/vmstat.c pagetypeinfo_show()", NULL },
	{ "swaps", "mm/swapfile.c swap_show()", NULL },
	{ "maps", "fs/proc/task_mmu.c show_map_vma()", NULL },
	{ "smaps", "fs/proc/task_mmu.c show_smap()", "maps" },
	{ "smaps_rollup", "fs/proc/task_mmu.c show_smaps_rollup()", "smaps" },
	{ "status", "fs/proc/array.c proc_pid_status()", NULL },
	{ "statm", "fs/proc/array.c proc_pid_statm()", NULL },
	{ "stat", "fs/proc/array.c do_task_stat()", NULL },
	{ "oom_score", "fs/proc/base.c proc_oom_score()", NULL },
	{ "oom_score_adj", "fs/proc/base.c oom_score_adj_read()", NULL },
	{ "oom_adj", "fs/proc/base.c oom_adj_read()", NULL },
	{ "free", "procps free.c (/proc/meminfo)", NULL },
	{ "dmesg", "printk()", NULL },
	{ "sys", "kernel/sysctl.c vm_table[]", NULL },
};

/* Settings that stand in another table than vm_table[], by how they begin. */
static const struct {
	const char *begins, *source;
} other_settings[] = {
	{ "dirty_", "mm/page-writeback.c vm_page_writeback_sysctls[]" },
	{ "oom_", "mm/oom_kill.c vm_oom_kill_table[]" },
	{ "panic_on_oom", "mm/oom_kill.c vm_oom_kill_table[]" },
	{ "randomize_va_space", "kernel/sysctl.c kern_table[]" },
	{ "stack_guard_gap", "mm/mmap.c cmdline_parse_stack_guard_gap()" },
	{ "enabled", "mm/huge_memory.c enabled_show()" },
};

/* The last part of a path; of "free -m" the program. */
static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_setting(const char *path)
{
	return !strncmp(path, "sys/", 4) || !strncmp(path, "/sys/", 5) ||
	       !strncmp(path, "/proc/sys/", 10) ||
	       !strncmp(path, "kernel/mm/", 10);
}

static const struct proc_file *file_of(const char *path)
{
	const char *name = is_setting(path) ? "sys" : last_part(path);
	size_t n = strcspn(name, " ");

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (strlen(files[i].name) == n &&
		    !memcmp(files[i].name, name, n))
			return &files[i];
	return NULL;
}

static const struct proc_file *file_named(const char *name)
{
	return name ? file_of(name) : NULL;
}

static const char *setting_source(const char *name)
{
	for (size_t i = 0; i < sizeof(other_settings) / sizeof(other_settings[0]);
	     i++)
		if (!strncmp(name, other_settings[i].begins,
			     strlen(other_settings[i].begins)))
			return other_settings[i].source;
	return NULL;
}

const char *proc_source(const char *path)
{
	const struct proc_file *f = file_of(path);
	const char *other = is_setting(path) ? setting_source(last_part(path)) :
					       NULL;

	if (other)
		return other;
	return f ? f->source : "";
}

static size_t blanks_before(const struct proc_line *l)
{
	size_t n = 0;

	while (n < l->len && l->s[n] == ' ')
		n++;
	return n;
}

/* Does the line begin with the words, and a blank or nothing follow them? */
static bool begins(const struct proc_line *l, const char *words)
{
	size_t at = blanks_before(l), n = strlen(words);
	bool any = words[n - 1] == '*';

	n -= any;
	if (l->len - at < n || memcmp(l->s + at, words, n) != 0)
		return false;
	return any || l->len == at + n || l->s[at + n] == ' ' ||
	       l->s[at + n] == '\t';
}

static bool fits(const struct proc_meaning *w, const char *path,
		 const struct proc_line *l)
{
	unsigned long long start, end;

	if (!strcmp(w->file, "sys"))
		return !strcmp(w->words, last_part(path));
	switch (w->words[0]) {
	case '\0':
		return true;
	case '-':
		return sscanf(l->s, "%llx-%llx ", &start, &end) == 2;
	case '~':
		return proc_line_has(l, w->words + 1);
	default:
		return begins(l, w->words);
	}
}

const struct proc_meaning *proc_meaning(const char *path,
					const struct proc_line *l)
{
	for (const struct proc_file *f = file_of(path); f; f = file_named(f->like))
		for (unsigned i = 0; i < nr_proc_meanings; i++)
			if (!strcmp(proc_meanings[i].file, f->name) &&
			    fits(&proc_meanings[i], path, l))
				return &proc_meanings[i];
	return NULL;
}

bool proc_meaning_named(const struct proc_meaning *w, const char *name)
{
	size_t file = strlen(w->file), n = strlen(w->words);

	if (!n || strchr("-~", w->words[0]) || !strcmp(w->file, "sys"))
		return false;
	if (!strncmp(name, w->file, file) && name[file] == '.')
		name += file + 1;
	if (w->words[n - 1] == '*')
		return !strncmp(name, w->words, n - 1) && name[n - 1];
	n -= w->words[n - 1] == ':';
	return strlen(name) == n && !memcmp(name, w->words, n);
}

size_t proc_meaning_name(const struct proc_meaning *w,
			 const struct proc_line *l)
{
	size_t n = strlen(w->words);

	if (!strcmp(w->file, "sys") || !n || strchr("-~", w->words[0]))
		return 0;
	return w->words[n - 1] == '*' ? proc_line_name(l) :
					blanks_before(l) + n;
}
