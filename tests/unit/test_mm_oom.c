/* Out of memory: whose points, who is killed, what the log says */
#include "mm_fixture.h"

#include <errno.h>

#include "mm/oom.h"
#include "mm/oom_report.h"
#include "mm/swap_area.h"
#include "mm/vmstat.h"

enum { FIRST = LABEL_A, NR_TASKS = 4 };

/* RAM and swap of the machine that the kernel's figures come from, pages. */
enum { RECORDED_PAGES = 117104 };

/* One zone with so many pages for the allocator, above the kernel's image. */
static void pages_spec(struct machine_spec *spec, uint64_t nr)
{
	const uint64_t image = 1024;

	machine_spec_init(spec);
	spec->thp_enabled = THP_NEVER;
	add_zone(spec, ZONE_NORMAL, 0, image + nr)->managed = nr;
	spec->nr_swaps = 1;	/* not in use yet */
	spec->swap[0] = (struct swap_spec){ .name = "/dev/vda", .pages = 65536,
					    .prio = -1 };
}

static void open_pages(struct rig *r, uint64_t nr)
{
	struct machine_spec spec;

	pages_spec(&spec, nr);
	rig_open(r, &spec);
}

static struct task *task_of(struct rig *r)
{
	return task_mut(&r->m, rig_task(r));
}

static void test_score(void **state)
{
	static const struct {
		int32_t adj;
		int64_t score;
	} recorded[] = {
		{ -1000, 0 }, { -999, 1 }, { -500, 334 }, { -1, 666 },
		{ 0, 666 }, { 1, 667 }, { 100, 732 }, { 500, 999 },
		{ 999, 1332 }, { 1000, 1332 },
	};
	struct rig r;

	(void)state;
	open_pages(&r, RECORDED_PAGES);
	r.task = TASK;
	assert_true(rig_exec(&r, LAYOUT_EMPTY) > 0);
	assert_int_equal(oom_totalpages(&r.m), RECORDED_PAGES);
	for (unsigned i = 0; i < sizeof(recorded) / sizeof(recorded[0]); i++) {
		task_of(&r)->oom_score_adj = recorded[i].adj;
		assert_int_equal(oom_score(&r.m, rig_task(&r)),
				 recorded[i].score);
	}
	rig_close(&r);
	passed("PV11.1");
}

static void test_legacy(void **state)
{
	static const int32_t recorded[][3] = {
		{ -17, -1000, -17 }, { -16, -941, -15 }, { -10, -588, -9 },
		{ -8, -470, -7 }, { -5, -294, -4 }, { -1, -58, 0 },
		{ 1, 58, 0 }, { 5, 294, 4 }, { 8, 470, 7 }, { 10, 588, 9 },
		{ 14, 823, 13 }, { 15, 1000, 15 },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(recorded) / sizeof(recorded[0]); i++) {
		assert_int_equal(oom_score_adj_of(recorded[i][0]),
				 recorded[i][1]);
		assert_int_equal(oom_adj_of(recorded[i][1]), recorded[i][2]);
	}
	assert_int_equal(oom_adj_of(-999), -16);
	assert_int_equal(oom_adj_of(999), 15);
	passed("PV11.2");
}

/* A task whose counters say so; they are set right again at the end. */
static int64_t badness_of(struct rig *r, uint64_t rss, uint64_t tables,
			  int32_t adj)
{
	struct mm *mm = mm_mut(&r->m, rig_mm(r));
	struct mm was = *mm;
	int64_t points;

	mm->rss[MM_ANONPAGES] = rss;
	mm->rss[MM_FILEPAGES] = 0;
	mm->rss[MM_SHMEMPAGES] = 0;
	mm->nr_tables = tables;
	task_of(r)->oom_score_adj = adj;
	points = oom_badness(&r->m, rig_task(r), RECORDED_PAGES);
	*mm = was;
	return points;
}

static void test_badness(void **state)
{
	struct rig r;

	(void)state;
	open_pages(&r, 4096);
	rig_exec(&r, LAYOUT_EMPTY);
	assert_int_equal(badness_of(&r, 108322, 905216 / PAGE_SIZE, 0), 108543);
	passed("PV11.3");
	assert_int_equal(badness_of(&r, 1000, 0, 0), 1000);
	assert_int_equal(badness_of(&r, 500, 0, 10), 1670);
	assert_true(badness_of(&r, 500, 0, -1000) == OOM_NEVER);
	/* the memory of a small, well protected task counts less than nothing */
	assert_int_equal(badness_of(&r, 10, 0, -1), 10 - 117);
	rig_close(&r);
}

/* A promise that cannot be kept is refused, and nobody is killed for it. */
static void test_refused_promise(void **state)
{
	const uint64_t kb = 1024;
	struct rig r;

	(void)state;
	open_pages(&r, RECORDED_PAGES);
	rig_exec(&r, LAYOUT_EMPTY);
	assert_values(&r, "meminfo.CommitLimit", 234208);
	assert_int_equal(rig_mmap(&r, 0, 491520 * kb, RW, ANON), -ENOMEM);
	assert_int_equal(rig_mmap(&r, 0, 921600 * kb, RW, ANON), -ENOMEM);
	assert_true(rig_mmap(&r, 0, 409600 * kb, RW, ANON) > 0);
	assert_int_equal(swap_area_on(&r.m, 0, -1), 0);
	assert_values(&r, "meminfo.SwapTotal", 262140);
	assert_true(rig_mmap(&r, 0, 491520 * kb, RW, ANON) > 0);
	assert_values(&r, "vmstat.oom_kill", 0);
	rig_close(&r);
	passed("PV11.5");
}

/* Tasks FIRST, FIRST + 1 ... with so many written pages each. */
static void start(struct rig *r, const unsigned *sizes, unsigned nr)
{
	for (unsigned i = 0; i < nr; i++) {
		struct op op = { .verb = OP_exec, .mode = LAYOUT_STATIC,
				 .task = (uint16_t)(FIRST + i) };
		char name[] = "a";

		name[0] = (char)('a' + i);
		op_name(&op, name);
		assert_true(rig_op(r, op) > 0);
		r->task = (uint16_t)(FIRST + i);
		rig_mmap(r, BASE, pages(4000), RW, FIXED);
		for (unsigned n = 0; n < sizes[i]; n++)
			assert_int_equal(rig_access(r, BASE + n * PAGE_SIZE,
						    MODE_WRITE), 0);
	}
}

static struct task *task_nr(struct rig *r, unsigned i)
{
	handle_t h = task_by_slot(&r->m, FIRST + i);

	return h ? task_mut(&r->m, h) : NULL;
}

static bool alive(struct rig *r, unsigned i)
{
	const struct task *t = task_nr(r, i);

	return t && t->state == TASK_RUNNING;
}

/* The last one grows, page by page, until somebody dies. */
static void grow(struct rig *r, unsigned from)
{
	int64_t kills = rig_value(r, "vmstat.oom_kill");

	for (unsigned n = from; n < 4000; n++) {
		rig_access(r, BASE + n * PAGE_SIZE, MODE_WRITE);
		if (rig_value(r, "vmstat.oom_kill") != kills)
			return;
	}
	fail_msg("nobody was killed");
}

/* Newest line of the log that begins so, from the begin on; "" if none does. */
static const char *log_line(const struct rig *r, const char *begin)
{
	const char *found = "";

	for (handle_t h = r->m.s->dmesg_first; h;
	     h = dmesg_line_at(&r->m, h)->next)
		if (strncmp(dmesg_line_at(&r->m, h)->text, begin,
			    strlen(begin)) == 0)
			found = dmesg_line_at(&r->m, h)->text;
	return found;
}

static void test_the_largest(void **state)
{
	static const unsigned sizes[] = { 300, 1200, 600, 100 };
	uint64_t before;
	struct rig r;

	(void)state;
	open_pages(&r, 4096);
	start(&r, sizes, NR_TASKS);
	before = r.m.s->zone[rig_zone(&r)].nr_free;
	assert_true(before > 500);
	grow(&r, 100);
	/* by then the last one was larger than the second */
	assert_int_equal(alive(&r, 3), task_nr(&r, 1)->state != TASK_RUNNING);
	assert_int_equal(rig_value(&r, "vmstat.oom_kill"), 1);
	assert_true(alive(&r, 0) && alive(&r, 2));
	assert_true(r.m.s->zone[rig_zone(&r)].nr_free > 1000);
	rig_check(&r);
	rig_close(&r);
}

/* The size alone does not decide: B 500 pages and 10, A 1000 and 0. */
static void test_adjusted(void **state)
{
	static const unsigned sizes[] = { 1000, 500, 100 };
	struct rig r;

	(void)state;
	open_pages(&r, RECORDED_PAGES);
	start(&r, sizes, 3);
	task_nr(&r, 1)->oom_score_adj = 10;
	task_nr(&r, 2)->oom_score_adj = -1000;
	event_log_reset(&r.log);
	assert_true(out_of_memory(&r.m, GFP_KERNEL, 0));
	assert_int_equal(rig_event(&r, EV_oom_kill, 0)->arg[0],
			 task_nr(&r, 1)->pid);
	/* who is not to be killed is not even weighed */
	assert_int_equal(r.log.count[EV_oom_badness], 2);
	assert_int_equal(task_nr(&r, 1)->sigkill, 1);
	rig_op(&r, (struct op){ .verb = OP_sleep, .arg = { 0, 1 } });
	assert_false(alive(&r, 1));
	assert_true(alive(&r, 0));
	rig_close(&r);
	passed("PV11.6");
}

/* Of equals it is the last. */
static void test_last_among_equals(void **state)
{
	static const unsigned sizes[] = { 200, 200, 200 };
	struct rig r;

	(void)state;
	open_pages(&r, 8192);
	start(&r, sizes, 3);
	event_log_reset(&r.log);
	assert_true(out_of_memory(&r.m, GFP_KERNEL, 0));
	assert_int_equal(rig_event(&r, EV_oom_kill, 0)->arg[0],
			 task_nr(&r, 2)->pid);
	rig_op(&r, (struct op){ .verb = OP_sleep, .arg = { 0, 1 } });
	rig_close(&r);
}

static void test_who_asked(void **state)
{
	static const unsigned sizes[] = { 1500, 100 };
	struct rig r;

	(void)state;
	open_pages(&r, 4096);
	rig_sysctl(&r, SYSCTL_oom_kill_allocating_task, 1);
	start(&r, sizes, 2);
	grow(&r, 100);
	assert_true(alive(&r, 0));
	assert_false(alive(&r, 1));
	assert_int_equal(r.m.s->op_signal, 9);
	assert_string_not_equal(log_line(&r, "Out of memory (oom_kill_allocating_task): Killed process"),
				"");
	rig_close(&r);
}

/* Nobody is killed for a large block, for DMA, for who may do without. */
static void test_not_for_everything(void **state)
{
	static const unsigned sizes[] = { 400 };
	struct rig r;

	(void)state;
	open_pages(&r, 4096);
	rig_sysctl(&r, SYSCTL_watermark_boost_factor, 0);
	start(&r, sizes, 1);
	while (rig_alloc(&r, 10, GFP_KERNEL) >= 0)
		;
	while (rig_alloc(&r, 4, GFP_KERNEL) >= 0)
		;
	while (rig_alloc(&r, 0, GFP_KERNEL | GFP_BIT_NORETRY) >= 0)
		;
	while (rig_alloc(&r, 0, GFP_KERNEL | GFP_BIT_RETRY_MAYFAIL) >= 0)
		;
	while (rig_alloc(&r, 0, GFP_BIT_HIGH | GFP_BIT_ATOMIC) >= 0)
		;
	assert_int_equal(rig_value(&r, "vmstat.oom_kill"), 0);
	assert_true(alive(&r, 0));
	/* once is enough for what must be had */
	assert_true(rig_alloc(&r, 0, GFP_KERNEL) >= 0);
	assert_int_equal(rig_value(&r, "vmstat.oom_kill"), 1);
	assert_false(alive(&r, 0));
	rig_close(&r);
}

/* Where the kernel would panic the request fails, and the log says it. */
static void test_panic(void **state)
{
	static const unsigned sizes[] = { 400 };
	struct rig r;

	(void)state;
	open_pages(&r, 2048);
	while (rig_alloc(&r, 0, GFP_KERNEL) >= 0)
		;
	assert_string_equal(log_line(&r, "Kernel panic"),
			    "Kernel panic - not syncing: System is deadlocked on memory");
	rig_close(&r);

	open_pages(&r, 4096);
	start(&r, sizes, 1);
	rig_sysctl(&r, SYSCTL_panic_on_oom, 2);
	while (rig_alloc(&r, 0, GFP_KERNEL) >= 0)
		;
	assert_string_equal(log_line(&r, "Kernel panic"),
			    "Kernel panic - not syncing: Out of memory: compulsory panic_on_oom is enabled");
	assert_int_equal(rig_value(&r, "vmstat.oom_kill"), 0);
	rig_close(&r);
}

/* Lines as a recorded machine's log has them. */
static void test_recorded_lines(void **state)
{
	struct oom_control oc = {
		.gfp = GFP_HIGHUSER_MOVABLE | GFP_BIT_COMP | GFP_BIT_ZERO,
	};
	struct task *t, t_was;
	struct mm *mm, mm_was;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 512);
	rig_exec(&r, LAYOUT_EMPTY);
	t = task_of(&r);
	mm = mm_mut(&r.m, t->mm);
	t_was = *t;
	mm_was = *mm;
	t->pid = 136;
	snprintf(t->comm, sizeof(t->comm), "memhog");
	mm->total_vm = 230647;
	mm->rss[MM_ANONPAGES] = 108159;
	mm->rss[MM_FILEPAGES] = 1;
	mm->rss[MM_SHMEMPAGES] = 162;
	mm->nr_tables = 221;
	oc.current = rig_task(&r);
	oc.chosen = oc.current;
	oom_report_header(&r.m, &oc);
	oom_report_kill(&r.m, &oc, "Out of memory");
	assert_string_equal(log_line(&r, "memhog invoked"),
			    "memhog invoked oom-killer: gfp_mask=0x140dca(GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO), order=0, oom_score_adj=0");
	assert_string_equal(log_line(&r, "[  pid"),
			    "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name");
	assert_string_equal(log_line(&r, "[    136"),
			    "[    136]     0   136   230647   108322   905216        0             0 memhog");
	assert_string_equal(log_line(&r, "oom-kill:"),
			    "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/,task=memhog,pid=136,uid=0");
	assert_string_equal(log_line(&r, "Out of memory"),
			    "Out of memory: Killed process 136 (memhog) total-vm:922588kB, anon-rss:432636kB, file-rss:4kB, shmem-rss:648kB, UID:0 pgtables:884kB oom_score_adj:0");
	assert_string_equal(log_line(&r, "lowmem_reserve[]: 0 "),
			    "lowmem_reserve[]: 0 0 0 0 0");
	*mm = mm_was;
	*t = t_was;
	rig_close(&r);
}

/* The DMA zone of the same machine, with the free blocks of its boot. */
static void test_lines_of_a_zone(void **state)
{
	struct rig r;

	(void)state;
	rig_open_ram(&r, 512);
	show_mem(&r.m, ZONE_MOVABLE);
	assert_string_equal(log_line(&r, "Mem-Info"), "Mem-Info:");
	assert_string_equal(log_line(&r, "Node 0 DMA free"),
			    "Node 0 DMA free:15360kB boost:0kB min:88kB low:108kB high:128kB reserved_highatomic:0KB active_anon:0kB inactive_anon:0kB active_file:0kB inactive_file:0kB unevictable:0kB writepending:0kB present:15992kB managed:15360kB mlocked:0kB bounce:0kB free_pcp:0kB local_pcp:0kB free_cma:0kB");
	assert_string_equal(log_line(&r, "Node 0 DMA: "),
			    "Node 0 DMA: 0*4kB 0*8kB 0*16kB 0*32kB 0*64kB 0*128kB 0*256kB 0*512kB 1*1024kB (M) 1*2048kB (M) 3*4096kB (M) = 15360kB");
	rig_close(&r);
}

/* A task of 2,348 pages by its own account, and its kill in old words. */
static void open_redis(struct rig *r, uint64_t pages_of_ram)
{
	struct op op = { .verb = OP_exec, .mode = LAYOUT_EMPTY, .task = TASK };
	const uint64_t own_kb = 132 + 24;	/* stack, vvar and vdso */
	struct machine_spec spec;

	pages_spec(&spec, pages_of_ram);
	spec.oom_log = OOM_LOG_OLD;
	rig_open(r, &spec);
	r->task = TASK;
	op_name(&op, "redis-server");
	assert_int_equal(rig_op(r, op), 100);
	rig_op(r, (struct op){ .verb = OP_setuid, .task = TASK,
			       .arg = { 0, 501 } });
	rig_mmap(r, BASE, (186660 - own_kb) * 1024, RW, FIXED);
	rig_touch(r, BASE, 9388 / 4 - 1, MODE_WRITE);
}

/* What the log would say of so many points. */
static void old_score(struct rig *r, int64_t points, uint64_t totalpages,
		      unsigned score)
{
	struct oom_control oc = { .chosen = rig_task(r),
				  .chosen_points = points,
				  .totalpages = totalpages };
	char line[96];

	oom_report_kill(&r->m, &oc, "Out of memory");
	snprintf(line, sizeof(line),
		 "Out of memory: Kill process 100 (redis-server) score %u or sacrifice child",
		 score);
	assert_string_equal(log_line(r, "Out of memory"), line);
}

/* The score tells what RAM and swap were: 2348 pages are 9 per mille of it. */
static void test_old_words(void **state)
{
	struct rig r;

	(void)state;
	open_redis(&r, 250000);
	old_score(&r, 2348, 234800, 10);
	old_score(&r, 2348, 260888, 9);
	old_score(&r, 2348, 260889, 8);
	old_score(&r, -1, 250000, 0);
	assert_true(out_of_memory(&r.m, GFP_KERNEL, 0));
	assert_string_equal(log_line(&r, "Out of memory"),
			    "Out of memory: Kill process 100 (redis-server) score 9 or sacrifice child");
	assert_string_equal(log_line(&r, "Killed process"),
			    "Killed process 100, UID 501, (redis-server) total-vm:186660kB, anon-rss:9388kB, file-rss:4kB");
	assert_string_equal(log_line(&r, "oom-kill:"), "");
	rig_op(&r, (struct op){ .verb = OP_sleep, .arg = { 0, 1 } });
	rig_close(&r);
	passed("PV11.4");
}

/* Ten reports in five seconds; the kill itself is always told. */
static void test_ratelimit(void **state)
{
	struct ratelimit limit = { 0 };
	struct rig r;

	(void)state;
	open_pages(&r, 1024);
	for (unsigned i = 0; i < 10; i++)
		assert_true(ratelimit(&r.m, &limit, UINT64_C(5000000000), 10));
	assert_false(ratelimit(&r.m, &limit, UINT64_C(5000000000), 10));
	assert_int_equal(limit.missed, 1);
	r.m.s->now_ns += UINT64_C(5000000002);
	assert_true(ratelimit(&r.m, &limit, UINT64_C(5000000000), 10));
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_score),
		cmocka_unit_test(test_legacy),
		cmocka_unit_test(test_badness),
		cmocka_unit_test(test_refused_promise),
		cmocka_unit_test(test_the_largest),
		cmocka_unit_test(test_adjusted),
		cmocka_unit_test(test_last_among_equals),
		cmocka_unit_test(test_who_asked),
		cmocka_unit_test(test_not_for_everything),
		cmocka_unit_test(test_panic),
		cmocka_unit_test(test_recorded_lines),
		cmocka_unit_test(test_lines_of_a_zone),
		cmocka_unit_test(test_old_words),
		cmocka_unit_test(test_ratelimit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
