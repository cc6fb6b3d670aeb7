/*
 * What /proc and the programs that read it print: the kernel's lines in the
 * kernel's order, letter by letter, and the values that paths name in them.
 */
#include "mm_fixture.h"

#include <inttypes.h>

#include "mm/dmesg.h"
#include "mm/inode.h"
#include "mm/oom.h"
#include "mm/swap_area.h"
#include "mm/vmstat.h"

static char *printed(const struct rig *r, const char *path)
{
	static char text[65536];
	struct text t = { 0 };
	struct diag why = { 0 };

	if (!procfs_print(&r->m, path, &t, &why))
		fail_msg("%s: %s", path, why.what);
	assert_true(t.len < sizeof(text));
	memcpy(text, text_str(&t), t.len + 1);
	text_free(&t);
	return text;
}

/* Names of all lines, up to the colon or blank, parted by blanks. */
static const char *names_of(const struct rig *r, const char *path)
{
	static char names[16384];
	const char *s = printed(r, path);
	size_t len = 0;

	for (; *s; s += strcspn(s, "\n") + 1) {
		size_t n = strcspn(s, ": ");

		memcpy(names + len, s, n);
		len += n;
		names[len++] = ' ';
	}
	names[len ? len - 1 : 0] = '\0';
	return names;
}

static void open_toy(struct rig *r)
{
	struct machine_spec spec;

	toy_spec(&spec, 64, 5);
	rig_open(r, &spec);
}

/* Every line of Debian's 6.1, in its order. */
static const char meminfo_names[] =
	"MemTotal MemFree MemAvailable Buffers Cached SwapCached Active "
	"Inactive Active(anon) Inactive(anon) Active(file) Inactive(file) "
	"Unevictable Mlocked SwapTotal SwapFree Zswap Zswapped Dirty Writeback "
	"AnonPages Mapped Shmem KReclaimable Slab SReclaimable SUnreclaim "
	"KernelStack PageTables SecPageTables NFS_Unstable Bounce WritebackTmp "
	"CommitLimit Committed_AS VmallocTotal VmallocUsed VmallocChunk Percpu "
	"HardwareCorrupted AnonHugePages ShmemHugePages ShmemPmdMapped "
	"FileHugePages FilePmdMapped HugePages_Total HugePages_Free "
	"HugePages_Rsvd HugePages_Surp Hugepagesize Hugetlb DirectMap4k "
	"DirectMap2M";

static void test_meminfo(void **state)
{
	struct rig r;
	const char *text;

	(void)state;
	open_toy(&r);
	assert_string_equal(names_of(&r, "meminfo"), meminfo_names);
	text = printed(&r, "/proc/meminfo");
	assert_ptr_equal(strstr(text, "MemTotal:            256 kB\n"
				      "MemFree:             256 kB\n"), text);
	assert_non_null(strstr(text, "\nVmallocTotal:   34359738367 kB\n"));
	assert_non_null(strstr(text, "\nHardwareCorrupted:     0 kB\n"));
	assert_non_null(strstr(text, "\nHugePages_Total:       0\n"));
	assert_non_null(strstr(text, "\nHugepagesize:       2048 kB\n"));
	rig_close(&r);
}

/* Each amount in the line that the formulas of PR13.2 send it to. */
static void test_meminfo_sums(void **state)
{
	struct rig r;
	uint64_t *stat;

	(void)state;
	open_toy(&r);
	stat = r.m.s->node[0].stat;
	stat[NR_FILE_PAGES] = 100;
	stat[NR_SWAPCACHE] = 7;
	stat[NR_SHMEM] = 20;
	stat[NR_ACTIVE_ANON] = 1;
	stat[NR_INACTIVE_ANON] = 2;
	stat[NR_ACTIVE_FILE] = 4;
	stat[NR_INACTIVE_FILE] = 8;
	stat[NR_SLAB_RECLAIMABLE_B] = 3;
	stat[NR_SLAB_UNRECLAIMABLE_B] = 5;
	stat[NR_KERNEL_STACK_KB] = 32;
	inode_mut(&r.m, inode_new(&r.m, "/dev/vda", INODE_BDEV, 1 << 20))
		->nrpages = 10;
	assert_int_equal(rig_value(&r, "meminfo.Buffers"), 40);
	assert_int_equal(rig_value(&r, "meminfo.Cached"), (100 - 7 - 10) * 4);
	assert_int_equal(rig_value(&r, "meminfo.SwapCached"), 28);
	assert_int_equal(rig_value(&r, "meminfo.Active"), 20);
	assert_int_equal(rig_value(&r, "meminfo.Inactive"), 40);
	assert_int_equal(rig_value(&r, "meminfo.Inactive(anon)"), 8);
	assert_int_equal(rig_value(&r, "meminfo.Active(file)"), 16);
	assert_int_equal(rig_value(&r, "meminfo.Shmem"), 80);
	assert_int_equal(rig_value(&r, "meminfo.Slab"), 32);
	assert_int_equal(rig_value(&r, "meminfo.KReclaimable"), 12);
	assert_int_equal(rig_value(&r, "meminfo.KernelStack"), 32);
	assert_int_equal(rig_value(&r, "vmstat.nr_shmem"), 20);
	assert_int_equal(rig_value(&r, "zoneinfo.Normal.managed"), 64);
	/* more in the swap cache than in files: no less than nothing */
	stat[NR_SWAPCACHE] = 100;
	assert_int_equal(rig_value(&r, "meminfo.Cached"), 0);
	machine_close(&r.m);
	event_log_close(&r.log);
}

/* The order of mm/vmstat.c: zones, nodes, limits, events. */
static void test_vmstat(void **state)
{
	static const char *const in_order[] = {
		"nr_free_pages ", " nr_mlock nr_bounce nr_zspages nr_free_cma "
		"numa_hit numa_miss numa_foreign numa_interleave numa_local "
		"numa_other nr_inactive_anon ", " pgpromote_candidate "
		"nr_dirty_threshold nr_dirty_background_threshold pgpgin "
		"pgpgout pswpin pswpout pgalloc_dma pgalloc_dma32 "
		"pgalloc_normal pgalloc_movable pgalloc_device "
		"allocstall_dma ", " allocstall_device pgskip_dma ",
		" pgskip_device pgfree pgactivate ",
		" direct_map_level2_splits direct_map_level3_splits",
	};
	const char *names, *at;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 16);
	r.m.s->zone[rig_zone(&r)].allocstall = 3;
	r.m.s->vm_event[PSWPOUT] = 9;
	at = names = names_of(&r, "vmstat");
	for (size_t i = 0; i < sizeof(in_order) / sizeof(in_order[0]); i++) {
		at = strstr(at, in_order[i]);
		assert_non_null(at);
	}
	assert_ptr_equal(strstr(names, in_order[0]), names);
	assert_string_equal(at, in_order[5]);
	assert_int_equal(rig_value(&r, "vmstat.allocstall_dma"), 3);
	assert_int_equal(rig_value(&r, "vmstat.pswpout"), 9);
	assert_int_equal(rig_value(&r, "vmstat.nr_free_pages"),
			 rig_value(&r, "meminfo.MemFree") / 4);
	rig_close(&r);
}

static void test_zoneinfo(void **state)
{
	struct zone *z;
	const char *text;
	struct rig r;

	(void)state;
	open_toy(&r);
	z = &r.m.s->zone[rig_zone(&r)];
	z->nr_lru[LRU_ACTIVE_FILE] = 11;
	z->nr_write_pending = 12;
	z->nr_mlock = 13;
	r.m.s->node[0].stat[NR_WRITTEN] = 14;
	r.m.s->node[0].kswapd.failures = 16;
	text = printed(&r, "zoneinfo");
	assert_non_null(strstr(text, "\n      nr_zone_active_file 11"
				     "\n      nr_zone_unevictable 0"
				     "\n      nr_zone_write_pending 12"
				     "\n      nr_mlock     13"
				     "\n      nr_bounce    0"));
	assert_non_null(strstr(text, "\n  node_unreclaimable:  1"
				     "\n  start_pfn:           0\n"));
	assert_non_null(strstr(text, "\n  per-node stats"
				     "\n      nr_inactive_anon 0"));
	assert_int_equal(rig_value(&r, "zoneinfo.Normal.nr_mlock"), 13);
	machine_close(&r.m);
	event_log_close(&r.log);
}

static void test_swaps(void **state)
{
	struct machine_spec spec;
	struct rig r;

	(void)state;
	toy_spec(&spec, 64, 5);
	spec.swap[spec.nr_swaps++] = (struct swap_spec){
		.name = "/dev/vdb", .pages = 2048, .prio = -1, .on = 1,
	};
	spec.swap[spec.nr_swaps++] = (struct swap_spec){
		.name = "/dev/vdc", .pages = 3000000, .prio = 5, .on = 1,
	};
	spec.swap[spec.nr_swaps++] = (struct swap_spec){
		.name = "spare", .pages = 16, .prio = -1,
	};
	rig_open(&r, &spec);
	r.m.s->swap_area[0].inuse = 3;
	r.m.s->nr_swap_pages -= 3;
	assert_string_equal(printed(&r, "swaps"),
		"Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
		"/dev/vdb                                partition\t8188\t\t12\t\t-2\n"
		"/dev/vdc                                partition\t11999996\t0\t\t5\n");
	assert_int_equal(rig_value(&r, "swaps.Used"), 12);
	assert_int_equal(rig_value(&r, "swaps.Size"), 8188 + 11999996);
	assert_int_equal(rig_value(&r, "swaps.vdc.Size"), 11999996);
	assert_int_equal(rig_value(&r, "swaps.vdb.Priority"), -2);
	assert_int_equal(rig_value(&r, "meminfo.SwapTotal"), 8188 + 11999996);
	assert_int_equal(rig_value(&r, "meminfo.SwapFree"), 8176 + 11999996);
	/* what lies in an area that is being closed still counts */
	r.m.s->swap_area[0].on = SWAP_CLOSING;
	r.m.s->total_swap_pages -= 2047;
	r.m.s->nr_swap_pages -= 2047 - 3;
	assert_int_equal(rig_value(&r, "meminfo.SwapTotal"), 12 + 11999996);
	assert_int_equal(rig_value(&r, "meminfo.SwapFree"), 11999996);
	machine_close(&r.m);
	event_log_close(&r.log);
}

static void test_dmesg(void **state)
{
	struct rig r;
	int64_t lines;

	(void)state;
	open_toy(&r);
	lines = rig_value(&r, "dmesg");
	r.m.s->now_ns = UINT64_C(12003456789);
	printk(&r.m, "Out of memory: Killed process %d (a)\noom_reaper: done", 7);
	assert_non_null(strstr(printed(&r, "dmesg"),
			       "[   12.003456] Out of memory: Killed process 7 (a)\n"
			       "[   12.003456] oom_reaper: done\n"));
	assert_int_equal(rig_value(&r, "dmesg"), lines + 2);
	assert_int_equal(rig_value(&r, "dmesg.Killed"), 1);
	assert_int_equal(rig_value(&r, "dmesg.nothing"), 0);
	rig_close(&r);
}

/* A machine that says of itself what free(1) is to print. */
static void free_machine(struct rig *r, uint64_t total, uint64_t free,
			 uint64_t cache, uint64_t shmem)
{
	struct machine_spec spec;
	struct zone *z;

	machine_spec_init(&spec);
	add_zone(&spec, ZONE_NORMAL, 0, total);
	rig_open(r, &spec);
	z = &r->m.s->zone[rig_zone(r)];
	z->nr_free = free;
	z->watermark[WMARK_LOW] = 100;
	r->m.s->totalreserve_pages = 1000;
	r->m.s->node[0].stat[NR_FILE_PAGES] = cache;
	r->m.s->node[0].stat[NR_INACTIVE_FILE] = cache - shmem;
	r->m.s->node[0].stat[NR_INACTIVE_ANON] = shmem;
	r->m.s->node[0].stat[NR_SHMEM] = shmem;
	r->m.s->total_swap_pages = 2047;
	r->m.s->nr_swap_pages = 2000;
}

/*
 * The seed's table: with the old columns used + free + buff/cache is the total,
 * but for what each loses by itself when it is cut to MiB.
 */
static void test_free_program(void **state)
{
	struct rig r;

	(void)state;
	free_machine(&r, 1492080, 924800, 158720, 10240);
	/* available: free - 1000 + 148480 - 100 */
	assert_string_equal(printed(&r, "free"),
		"               total        used        free      shared  buff/cache   available\n"
		"Mem:         5968320     1679600     3699200       40960      634880     4288720\n"
		"Swap:           8188         188        8000\n");
	assert_string_equal(printed(&r, "free -m"),
		"               total        used        free      shared  buff/cache   available\n"
		"Mem:            5828        1640        3612          40         620        4188\n"
		"Swap:              7           0           7\n");
	assert_string_equal(printed(&r, "free --old -m"),
		"              total        used        free      shared  buff/cache   available\n"
		"Mem:           5828        1595        3612          40         620        4188\n"
		"Swap:             7           0           7\n");
	assert_string_equal(printed(&r, "free -h"),
		"               total        used        free      shared  buff/cache   available\n"
		"Mem:           5.7Gi       1.6Gi       3.5Gi        40Mi       620Mi       4.1Gi\n"
		"Swap:          8.0Mi       188Ki       7.8Mi\n");
	assert_non_null(strstr(printed(&r, "free -b"), " 6111559680 "));
	assert_non_null(strstr(printed(&r, "free -g"), "Mem:               5 "));
	assert_int_equal(rig_value(&r, "free.used"), 1679600);
	assert_int_equal(rig_value(&r, "free.Mem.buff/cache"), 634880);
	assert_int_equal(rig_value(&r, "free.Swap.used"), 188);
	machine_close(&r.m);
	event_log_close(&r.log);

	/* the row of the seed: 5828 = 1596 + 3612 + 620 */
	free_machine(&r, 1492211, 924800, 158720, 10240);
	assert_non_null(strstr(printed(&r, "free --old -m"),
			       " 5828        1596        3612          40         620 "));
	machine_close(&r.m);
	event_log_close(&r.log);
	passed("PV13.3");
}

/* Tenths only where there is room for them, and never a lie of the unit. */
static void test_human(void **state)
{
	static const struct {
		uint64_t    pages;
		const char *text;
	} cases[] = {
		{ 0, " 0B " }, { 1, " 4.0Ki " }, { 249, " 996Ki " },
		{ 256, " 1.0Mi " }, { 2572, " 10Mi " }, { 320, " 1.2Mi " },
		{ 2559, " 9Mi " }, { 25600, " 100Mi " },
		{ 262144 * 10, " 10Gi " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rig r;

		free_machine(&r, 4000000, 1000, 1000, 0);
		r.m.s->node[0].stat[NR_SHMEM] = cases[i].pages;
		if (!strstr(printed(&r, "free -h"), cases[i].text))
			fail_msg("%" PRIu64 " pages: %s", cases[i].pages,
				 printed(&r, "free -h"));
		machine_close(&r.m);
		event_log_close(&r.log);
	}
}

/* A file, read and told apart from what cannot be printed. */
static void assert_no_file(const struct rig *r, const char *path,
			   const char *what, const char *hint)
{
	struct diag why = { 0 };
	struct text t = { 0 };

	assert_false(procfs_print(&r->m, path, &t, &why));
	if (!strstr(why.what, what) || !strstr(why.hint, hint))
		fail_msg("%s: %s, %s", path, why.what, why.hint);
	assert_int_equal(t.len, 0);
	text_free(&t);
}

static void test_no_files(void **state)
{
	static const char *const no_values[] = {
		"meminfo.MemFre", "vmstat.pgfault.x", "swaps.Blue",
		"swaps.vdq.Used", "free.usd", "free.Swap.shared", "meminfo.",
		"demo/stat.state", "demo/stat.nothing", "demo/smaps.Nothing",
		"zoneinfo.DMA.nothing", "demo/maps.x", "meminfo.MemFree[1]",
		"meminfo", "vmstat", "demo/status", "demo/stat",
	};
	struct diag why = { 0 };
	struct rig r;
	int64_t value;

	(void)state;
	rig_open_ram(&r, 16);
	rig_exec(&r, LAYOUT_STATIC);
	assert_no_file(&r, "memoryinfo", "no file 'memoryinfo'", "meminfo vmstat");
	assert_no_file(&r, "demo/mapps", "no file 'demo/mapps'", "smaps_rollup");
	assert_no_file(&r, "nobody/maps", "no task 'nobody'", "");
	assert_no_file(&r, "sys/vm/swapiness", "no setting", "");
	assert_no_file(&r, "sys/vm/drop_caches", "only be written", "");
	assert_no_file(&r, "free -x", "free does not know", "-m");
	assert_no_file(&r, "free -mh", "free does not know", "-h");
	assert_no_file(&r, "PID/maps", "no task 'PID'", "");
	assert_no_file(&r, "", "no file ''", "");
	for (size_t i = 0; i < sizeof(no_values) / sizeof(no_values[0]); i++)
		if (procfs_values(&r.m, no_values[i], &value, 1, &why))
			fail_msg("%s is %" PRId64, no_values[i], value);
	rig_close(&r);
}

/* Every path of the table leads to a text. */
static void test_table(void **state)
{
	struct rig r;

	(void)state;
	rig_open_ram(&r, 16);
	rig_exec(&r, LAYOUT_STATIC);
	for (unsigned i = 0; i < nr_procfs_files; i++) {
		const char *path = procfs_files[i].path;
		char whole[80];

		snprintf(whole, sizeof(whole), "%s", path);
		if (strncmp(path, "PID/", 4) == 0)
			snprintf(whole, sizeof(whole), "demo/%s", path + 4);
		else if (strcmp(path, "sys/vm/NAME") == 0)
			snprintf(whole, sizeof(whole), "sys/vm/swappiness");
		if (strcmp(path, "dmesg") != 0)
			assert_true(strlen(printed(&r, whole)) > 1);
		assert_true(strlen(procfs_files[i].doc) > 4);
	}
	rig_close(&r);
}

/* VR12.2, VR12.4: all lines of an area, and of all areas together. */
static const char smap_lines[] =
	"Rss Pss Pss_Dirty Shared_Clean Shared_Dirty Private_Clean "
	"Private_Dirty Referenced Anonymous LazyFree AnonHugePages "
	"ShmemPmdMapped FilePmdMapped Shared_Hugetlb Private_Hugetlb Swap "
	"SwapPss Locked";

static void test_smaps(void **state)
{
	struct rig r;
	char *text, *area;

	(void)state;
	rig_open_ram(&r, 16);
	rig_exec(&r, LAYOUT_EMPTY);
	rig_mmap(&r, BASE, pages(3), RW, FIXED);
	rig_touch(&r, BASE, 2, MODE_WRITE);
	text = printed(&r, "demo/smaps");
	area = strstr(text, "100000000000-");
	assert_non_null(area);
	*strstr(area, "VmFlags") = '\0';
	assert_string_equal(area,
		"100000000000-100000003000 rw-p 00000000 00:00 0 \n"
		"Size:                 12 kB\n"
		"KernelPageSize:        4 kB\n"
		"MMUPageSize:           4 kB\n"
		"Rss:                   8 kB\n"
		"Pss:                   8 kB\n"
		"Pss_Dirty:             8 kB\n"
		"Shared_Clean:          0 kB\n"
		"Shared_Dirty:          0 kB\n"
		"Private_Clean:         0 kB\n"
		"Private_Dirty:         8 kB\n"
		"Referenced:            8 kB\n"
		"Anonymous:             8 kB\n"
		"LazyFree:              0 kB\n"
		"AnonHugePages:         0 kB\n"
		"ShmemPmdMapped:        0 kB\n"
		"FilePmdMapped:         0 kB\n"
		"Shared_Hugetlb:        0 kB\n"
		"Private_Hugetlb:       0 kB\n"
		"Swap:                  0 kB\n"
		"SwapPss:               0 kB\n"
		"Locked:                0 kB\n"
		"THPeligible:    0\n");
	assert_ptr_equal(strstr(names_of(&r, "demo/smaps_rollup") +
				strlen("100000000000-100000003000 "),
				"Rss Pss Pss_Dirty Pss_Anon Pss_File Pss_Shmem "),
			 names_of(&r, "demo/smaps_rollup") +
				strlen("100000000000-100000003000 "));
	/* what two share is half of each one's */
	rig_fork(&r);
	assert_int_equal(rig_value(&r, "child/smaps_rollup.Pss_Anon"),
			 rig_value(&r, "demo/smaps_rollup.Pss_Anon"));
	assert_int_equal(rig_value(&r, "demo/smaps_rollup.Shared_Dirty"),
			 rig_value(&r, "demo/smaps_rollup.Anonymous"));
	assert_int_equal(rig_value(&r, "demo/smaps_rollup.Pss_Anon") * 2,
			 rig_value(&r, "demo/smaps_rollup.Anonymous"));
	rig_close(&r);
}

/* Names of smaps' lines, and two letters a flag. */
static void test_smaps_flags(void **state)
{
	struct rig r;
	const char *text;

	(void)state;
	rig_open_ram(&r, 16);
	rig_exec(&r, LAYOUT_STATIC);
	text = printed(&r, "demo/smaps");
	assert_non_null(strstr(text, "\nVmFlags: rd wr mr mw me gd ac sd \n"));
	assert_non_null(strstr(names_of(&r, "demo/smaps"), smap_lines));
	assert_int_equal(strncmp(strstr(printed(&r, "demo/smaps"), "THPel"),
				 "THPeligible:    0\nVmFlags: ", 27), 0);
	rig_close(&r);
}

/* VR12.5 to VR12.7: the task's own files agree with one another. */
/* A line of maps: the program's, which stands before its library's. */
static bool is_code(const char *line)
{
	size_t len = strcspn(line, "\n");
	const char *name = strstr(line, "[vdso]");

	assert_int_not_equal(len, 0);
	return strstr(line, " r-xp ") && strstr(line, " r-xp ") < line + len &&
	       !(name && name < line + len);
}

/*
 * Code begins where the program's executable segment does, and VmExe is that
 * segment; what else may be executed is VmLib: of a static program the vdso.
 */
static void test_code_is_executable(void **state)
{
	static const unsigned layouts[] = { LAYOUT_STATIC,
						  LAYOUT_STATIC_PIE,
						  LAYOUT_PIE };

	(void)state;
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		unsigned long start, end;
		const char *line;
		struct rig r;

		rig_open_ram(&r, 16);
		rig_exec(&r, layouts[i]);
		line = printed(&r, "demo/maps");
		while (!is_code(line))
			line = strchr(line, '\n') + 1;
		assert_int_equal(sscanf(line, "%lx-%lx", &start, &end), 2);
		assert_int_equal(rig_own(&r, "stat.startcode"), start);
		assert_int_equal(rig_own(&r, "status.VmExe"),
				 (end - start) / 1024);
		if (layouts[i] == LAYOUT_STATIC)
			assert_int_equal(rig_own(&r, "status.VmLib"), 8);
		rig_close(&r);
	}
}

static void test_task_files(void **state)
{
	struct rig r;
	const char *s;
	unsigned nr = 0;

	(void)state;
	rig_open_ram(&r, 16);
	rig_exec(&r, LAYOUT_STATIC);
	assert_string_equal(names_of(&r, "demo/status"),
		"Name State Tgid Pid PPid Uid VmPeak VmSize VmLck VmPin VmHWM "
		"VmRSS RssAnon RssFile RssShmem VmData VmStk VmExe VmLib VmPTE "
		"VmSwap HugetlbPages CoreDumping THP_enabled Threads");
	assert_non_null(strstr(printed(&r, "demo/status"), "\nVmStk:\t     132 kB\n"));
	for (s = printed(&r, "demo/stat"); *s; s++)
		nr += *s == ' ';
	assert_int_equal(nr + 1, 52);
	assert_int_equal(s[-1], '\n');
	assert_int_equal(rig_own(&r, "stat.vsize"),
			 rig_own(&r, "status.VmSize") * 1024);
	assert_int_equal(rig_own(&r, "stat.rss") * 4,
			 rig_own(&r, "status.VmRSS"));
	assert_int_equal(rig_own(&r, "stat.exit_signal"), 17);
	assert_int_equal(rig_own(&r, "statm.size") * 4,
			 rig_own(&r, "status.VmSize"));
	assert_int_equal(rig_own(&r, "statm.resident") * 4,
			 rig_own(&r, "status.VmRSS"));
	assert_int_equal(rig_own(&r, "statm.shared") * 4,
			 rig_own(&r, "status.RssFile") +
			 rig_own(&r, "status.RssShmem"));
	assert_int_equal(rig_own(&r, "statm.text") * 4,
			 rig_own(&r, "status.VmExe"));
	assert_int_equal(rig_own(&r, "statm.data") * 4,
			 rig_own(&r, "status.VmData") +
			 rig_own(&r, "status.VmStk"));
	assert_int_equal(rig_own(&r, "status.VmRSS"),
			 rig_own(&r, "status.RssAnon") +
			 rig_own(&r, "status.RssFile") +
			 rig_own(&r, "status.RssShmem"));
	passed("VV12.2");
	rig_exit(&r, 3);
	assert_string_equal(printed(&r, "demo/statm"), "0 0 0 0 0 0 0\n");
	assert_string_equal(names_of(&r, "demo/status"),
			    "Name State Tgid Pid PPid Uid Threads");
	assert_string_equal(printed(&r, "demo/maps"), "");
	assert_int_equal(rig_own(&r, "stat.exit_code"), 3 << 8);
	rig_close(&r);
}

static void test_maps_names(void **state)
{
	struct rig r;
	handle_t inode;
	const char *text;

	(void)state;
	rig_open_ram(&r, 16);
	rig_exec(&r, LAYOUT_STATIC);
	rig_mmap(&r, BASE, pages(2), RW, MAP_SHARED_ | MAP_ANONYMOUS_ |
					 MAP_FIXED_);
	text = printed(&r, "demo/maps");
	/* the name stands in column 73, whatever the addresses */
	for (const char *s = text; *s; s += strcspn(s, "\n") + 1)
		if (strcspn(s, "\n") > 60)
			assert_true(s[72] == ' ' && strchr("/[", s[73]));
	assert_non_null(strstr(text, "100000000000-100000002000 rw-s 00000000 "));
	assert_non_null(strstr(text, " /dev/zero (deleted)\n"));
	passed("VV12.1");
	inode = inode_by_name(&r.m, "/usr/bin/demo");
	snprintf(inode_mut(&r.m, inode)->name, 64, "data");
	assert_non_null(strstr(printed(&r, "demo/maps"), " /data\n"));
	inode_mut(&r.m, inode)->nlink = 0;
	assert_non_null(strstr(printed(&r, "demo/maps"), " /data (deleted)\n"));
	inode_mut(&r.m, inode)->nlink = 1;
	rig_close(&r);
}

/* 117104 pages, no swap, a task of next to none. */
static void test_oom_files(void **state)
{
	static const struct {
		int32_t adj;
		int	score;
	} scores[] = {
		{ -1000, 0 }, { -999, 1 }, { -500, 334 }, { -1, 666 },
		{ 0, 666 }, { 1, 667 }, { 100, 732 }, { 500, 999 },
		{ 999, 1332 }, { 1000, 1332 },
	};
	static const struct {
		int	written;
		int32_t adj;
		int	read;
	} olds[] = {
		{ -17, -1000, -17 }, { -16, -941, -15 }, { -10, -588, -9 },
		{ -8, -470, -7 }, { -5, -294, -4 }, { -1, -58, 0 },
		{ 1, 58, 0 }, { 5, 294, 4 }, { 8, 470, 7 }, { 10, 588, 9 },
		{ 14, 823, 13 }, { 15, 1000, 15 },
	};
	struct machine_spec spec;
	struct task *t;
	struct rig r;

	(void)state;
	machine_spec_init(&spec);
	add_zone(&spec, ZONE_DMA, 1, 3998)->managed = 3840;
	add_zone(&spec, ZONE_DMA32, 4096, 126944)->managed = 113264;
	rig_open(&r, &spec);
	rig_exec(&r, LAYOUT_EMPTY);
	t = task_mut(&r.m, rig_task(&r));
	for (size_t i = 0; i < sizeof(scores) / sizeof(scores[0]); i++) {
		t->oom_score_adj = scores[i].adj;
		assert_int_equal(rig_own(&r, "oom_score"), scores[i].score);
		assert_int_equal(rig_own(&r, "oom_score_adj"), scores[i].adj);
	}
	passed("PV11.1");
	for (size_t i = 0; i < sizeof(olds) / sizeof(olds[0]); i++) {
		t->oom_score_adj = oom_score_adj_of(olds[i].written);
		assert_int_equal(rig_own(&r, "oom_score_adj"), olds[i].adj);
		assert_int_equal(rig_own(&r, "oom_adj"), olds[i].read);
	}
	t->oom_score_adj = -999;
	assert_int_equal(rig_own(&r, "oom_adj"), -16);
	t->oom_score_adj = 999;
	assert_int_equal(rig_own(&r, "oom_adj"), 15);
	passed("PV11.2");
	t->oom_score_adj = 0;
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_meminfo),
		cmocka_unit_test(test_meminfo_sums),
		cmocka_unit_test(test_vmstat),
		cmocka_unit_test(test_zoneinfo),
		cmocka_unit_test(test_swaps),
		cmocka_unit_test(test_dmesg),
		cmocka_unit_test(test_free_program),
		cmocka_unit_test(test_human),
		cmocka_unit_test(test_no_files),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_smaps),
		cmocka_unit_test(test_smaps_flags),
		cmocka_unit_test(test_code_is_executable),
		cmocka_unit_test(test_task_files),
		cmocka_unit_test(test_maps_names),
		cmocka_unit_test(test_oom_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
