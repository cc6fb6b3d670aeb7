/* Page faults: what each access ends in, and what it is counted as */
#include "mm_fixture.h"

#include "mm/fault.h"

enum { MAPERR = 1, ACCERR = 2 };

static void demo_open(struct rig *r)
{
	rig_open_ram(r, 16);
	assert_int_equal(rig_exec(r, LAYOUT_STATIC), 100);
}

static int64_t anon_kb(const struct rig *r)
{
	return rig_own(r, "status.RssAnon");
}

static void vv5_1_to_4(void **state)
{
	int64_t anon;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(64), RW, FIXED);
	anon = anon_kb(&r);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_READ), 64);
	assert_int_equal(anon_kb(&r) - anon, 0);
	for (uint64_t i = 0; i < 64; i++) {
		assert_int_equal(pte_pfn(rig_pte(&r, page(i))), r.m.s->zero_pfn);
		assert_int_equal(rig_frame(&r, page(i))->mapcount, 0);
	}
	passed("VV5.1");
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 64);
	assert_int_equal(anon_kb(&r) - anon, 256);
	passed("VV5.2");
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 0);
	passed("VV5.3");

	assert_int_equal(rig_madvise(&r, page(0), pages(64), MADV_DONTNEED_), 0);
	assert_int_equal(anon_kb(&r) - anon, 0);
	/* the value is 0: it is the page of zeros that is read */
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_READ), 64);
	assert_int_equal(pte_pfn(rig_pte(&r, page(5))), r.m.s->zero_pfn);
	assert_int_equal(anon_kb(&r) - anon, 0);
	rig_close(&r);
	passed("VV5.4");
}

static void vv5_5(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(64), RO, FIXED);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_READ), 64);
	assert_int_equal(rig_mprotect(&r, page(0), pages(64), RW), 0);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_READ), 0);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 64);
	rig_close(&r);
	passed("VV5.5");
}

static void vv5_6(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(64), RW, FIXED);
	rig_touch(&r, page(0), 64, MODE_WRITE);
	rig_mprotect(&r, page(0), pages(64), RO);
	assert_int_equal(rig_access(&r, page(0), MODE_WRITE), 11);
	rig_mprotect(&r, page(0), pages(64), RW);
	/* sole owner and dirty: the right comes back without a fault */
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 0);
	rig_close(&r);
	passed("VV5.6");
}

static void vv5_7(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(64), RW, FIXED);
	rig_touch(&r, page(0), 64, MODE_WRITE);
	rig_mprotect(&r, page(0), pages(64), PROT_NONE_);
	assert_int_equal(rig_own(&r, "status.RssAnon") >= 256, 1);
	rig_mprotect(&r, page(0), pages(64), RW);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_READ), 0);
	rig_close(&r);
	passed("VV5.7");
}

static void assert_segv(struct rig *r, vaddr_t at, unsigned mode, unsigned code)
{
	int64_t faults = rig_own(r, "stat.minflt");

	assert_int_equal(rig_access(r, at, mode), 11);
	assert_int_equal(r->m.s->op_si_code, code);
	assert_int_equal(rig_event(r, EV_signal_generate, 0)->arg[0], 11);
	/* a fault that failed is not counted */
	assert_int_equal(rig_own(r, "stat.minflt"), faults);
}

static void vv5_24(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(4), RO, FIXED);
	rig_mmap(&r, page(4), pages(4), PROT_NONE_, FIXED);
	rig_mmap(&r, page(8), pages(4), PROT_WRITE_, FIXED);
	rig_mmap(&r, page(12), pages(4), PROT_EXEC_, FIXED);
	assert_segv(&r, 0, MODE_WRITE, MAPERR);
	assert_segv(&r, page(0), MODE_WRITE, ACCERR);
	assert_segv(&r, page(4), MODE_READ, ACCERR);
	/* write only is readable; so is execute only without protection keys */
	assert_int_equal(rig_access(&r, page(8), MODE_READ), 0);
	assert_int_equal(rig_access(&r, page(12), MODE_READ), 0);
	rig_close(&r);
	passed_without("VV5.24", "protection keys");
}

static void vv5_25(void **state)
{
	int64_t faults;
	struct rig r;

	(void)state;
	demo_open(&r);
	faults = rig_own(&r, "stat.minflt");
	assert_int_equal(rig_mmap(&r, page(0), pages(64), RW,
				  FIXED | MAP_POPULATE_), page(0));
	assert_int_equal(rig_own(&r, "stat.minflt") - faults, 64);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_WRITE), 0);
	assert_int_equal(rig_touch(&r, page(0), 64, MODE_READ), 0);
	rig_close(&r);
	passed("VV5.25");
}

/* VR5.1: the order of decisions, by the reason that is said. */
static void test_decisions(void **state)
{
	const struct {
		vaddr_t		  at;
		unsigned	  mode, code;
		enum fault_reason reason;
		unsigned	  si_code;	/* 0 = it goes through */
	} rows[] = {
		{ 0, MODE_READ, 4, FAULT_NO_VMA, MAPERR },
		{ page(0), MODE_READ, 4, FAULT_ZERO_PAGE, 0 },
		{ page(0), MODE_WRITE, 7, FAULT_WP_ZERO, 0 },
		{ page(1), MODE_WRITE, 6, FAULT_ANON, 0 },
		{ page(4), MODE_WRITE, 6, FAULT_ACCESS, ACCERR },
		{ page(4), MODE_READ, 4, FAULT_ZERO_PAGE, 0 },
		{ page(4), MODE_WRITE, 7, FAULT_ACCESS, ACCERR },
		{ page(4), MODE_FETCH, 0x15, FAULT_ACCESS, ACCERR },
		{ page(8), MODE_FETCH, 0x14, FAULT_ZERO_PAGE, 0 },
		{ page(7), MODE_READ, 4, FAULT_NO_VMA, MAPERR },
		{ 0x7fffffef0000, MODE_WRITE, 6, FAULT_STACK, 0 },
		{ TASK_SIZE, MODE_READ, 4, FAULT_KERNEL, MAPERR },
	};
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(2), RW, FIXED);
	rig_mmap(&r, page(4), pages(2), RO, FIXED);
	rig_mmap(&r, page(8), pages(2), RX, FIXED);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned sig = rig_access(&r, rows[i].at, rows[i].mode);
		const struct event *e = rig_event(&r, EV_page_fault_user, 0);

		assert_int_equal(e->arg[0], rows[i].at);
		assert_int_equal(e->arg[1], rows[i].code);
		assert_int_equal(e->arg[2], rows[i].reason);
		assert_int_equal(sig, rows[i].si_code ? 11 : 0);
		assert_int_equal(r.m.s->op_si_code, rows[i].si_code);
	}
	rig_close(&r);
}

/* A fetch from a page that may not be executed maps it first, then dies. */
static void test_fetch_without_right(void **state)
{
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(1), RW, FIXED);
	assert_int_equal(rig_access(&r, page(0), MODE_FETCH), 11);
	assert_int_equal(r.log.count[EV_page_fault_user], 2);
	assert_int_equal(rig_event(&r, EV_page_fault_user, 0)->arg[1], 0x14);
	assert_int_equal(rig_event(&r, EV_page_fault_user, 1)->arg[1], 0x15);
	assert_true(rig_pte(&r, page(0)) != 0);
	rig_close(&r);
}

/* No page table is asked for an address that is none. */
static void test_noncanonical(void **state)
{
	static const vaddr_t holes[] = { 0x0000800000000000, 0xffff7fffffffffff };
	struct rig r;

	(void)state;
	demo_open(&r);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(rig_access(&r, holes[i], MODE_READ), 11);
		assert_int_equal(r.log.count[EV_page_fault_user], 0);
		assert_int_equal(r.log.count[EV_mmu_walk], 0);
	}
	rig_close(&r);
}

/* Nobody listens: the same state, the same machine time. */
static void test_muted_is_the_same(void **state)
{
	static const unsigned modes[] = { MODE_READ, MODE_WRITE, MODE_FETCH };
	struct rig loud, mute;

	(void)state;
	demo_open(&loud);
	rig_open_ram(&mute, 16);
	mute.log.mask = EVENT_NONE;
	rig_exec(&mute, LAYOUT_STATIC);
	rig_mmap(&loud, page(0), pages(64), RW, FIXED);
	rig_mmap(&mute, page(0), pages(64), RW, FIXED);
	for (uint64_t i = 0; i < 200; i++) {
		vaddr_t at = page(i * 37 % 64);
		unsigned mode = modes[i % 5 % 3];

		assert_int_equal(rig_access(&loud, at, mode),
				 rig_access(&mute, at, mode));
		assert_int_equal(loud.m.s->now_ns, mute.m.s->now_ns);
		assert_int_equal(arena_hash(&loud.m.arena),
				 arena_hash(&mute.m.arena));
	}
	rig_close(&loud);
	rig_close(&mute);
}

/* Pages written to until one cannot be had. Return: how many could. */
static uint64_t write_until_refused(struct rig *r)
{
	uint64_t i = 0;

	rig_mmap(r, page(0), pages(1024), RW, FIXED | MAP_NORESERVE_);
	while (rig_op(r, (struct op){ .verb = OP_access, .mode = MODE_WRITE,
				      .task = TASK, .arg = { page(i) } }) == 0)
		i++;
	return i;
}

/* No frame is left, nobody may be killed: the access fails, nothing is lost. */
static void test_out_of_frames(void **state)
{
	int64_t free;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 2);
	assert_int_equal(rig_exec(&r, LAYOUT_EMPTY), 100);
	task_mut(&r.m, rig_task(&r))->oom_score_adj = -1000;
	free = rig_value(&r, "meminfo.MemFree");
	assert_true(write_until_refused(&r) > 20);
	assert_int_equal(r.m.s->op_result, -12);
	assert_int_equal(r.m.s->op_signal, 0);
	assert_int_equal(rig_munmap(&r, page(0), pages(1024)), 0);
	assert_int_equal(rig_value(&r, "meminfo.MemFree"), free);
	rig_close(&r);
}

/* The same, but it may be killed: it ends with the operation. */
static void test_killed(void **state)
{
	const struct task *t;
	struct rig r;

	(void)state;
	rig_open_ram(&r, 2);
	rig_exec(&r, LAYOUT_EMPTY);
	t = task_at(&r.m, rig_task(&r));
	assert_true(write_until_refused(&r) > 20);
	assert_int_equal(r.m.s->op_signal, 9);
	assert_int_equal(r.m.s->op_result, -4);
	assert_int_equal(t->state, TASK_ZOMBIE);
	assert_int_equal(t->exit_code, 9);
	assert_int_equal(t->mm, 0);
	assert_int_equal(r.m.s->kills_pending, 0);
	assert_int_equal(rig_op(&r, (struct op){ .verb = OP_access,
						 .task = TASK }), -3);
	rig_close(&r);
}

/* VmHWM remembers, vmstat counts what failed too. */
static void test_counters(void **state)
{
	int64_t rss, faults;
	struct rig r;

	(void)state;
	demo_open(&r);
	rig_mmap(&r, page(0), pages(64), RW, FIXED);
	rig_touch(&r, page(0), 64, MODE_WRITE);
	rss = rig_own(&r, "status.VmRSS");
	rig_munmap(&r, page(0), pages(64));
	assert_int_equal(rig_own(&r, "status.VmRSS"), rss - 256);
	assert_int_equal(rig_own(&r, "status.VmHWM"), rss);
	faults = rig_value(&r, "vmstat.pgfault");
	assert_int_equal(faults >= rig_own(&r, "stat.minflt"), 1);
	assert_int_equal(rig_own(&r, "status.RssAnon") +
				 rig_own(&r, "status.RssFile") +
				 rig_own(&r, "status.RssShmem"),
			 rig_own(&r, "status.VmRSS"));
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv5_1_to_4),
		cmocka_unit_test(vv5_5),
		cmocka_unit_test(vv5_6),
		cmocka_unit_test(vv5_7),
		cmocka_unit_test(vv5_24),
		cmocka_unit_test(vv5_25),
		cmocka_unit_test(test_decisions),
		cmocka_unit_test(test_fetch_without_right),
		cmocka_unit_test(test_noncanonical),
		cmocka_unit_test(test_muted_is_the_same),
		cmocka_unit_test(test_out_of_frames),
		cmocka_unit_test(test_killed),
		cmocka_unit_test(test_counters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
