/* The table of events: what is said can be printed, and read back */
#include "file_fixture.h"

#include "base/hash.h"
#include "view/why.h"

/* A value that the form can print so that it can be read. */
static uint64_t chance_value(const struct machine *m, enum event_form form,
			     uint64_t chance)
{
	switch (form) {
	case EVENT_FORM_GFP:
		return chance & ((GFP_BIT_ACCOUNT << 1) - 1);
	case EVENT_FORM_ZONE:
		return chance % m->s->nr_zones;
	case EVENT_FORM_ZTYPE:
		return chance % MAX_NR_ZONES;
	case EVENT_FORM_TYPES:
		return (chance % MIGRATE_TYPES) << 8 |
		       (chance >> 8) % MIGRATE_TYPES;
	case EVENT_FORM_SIGNAL:
		return (const unsigned[]){ 7, 9, 11 }[chance % 3];
	case EVENT_FORM_SICODE:
		return chance % 3;
	case EVENT_FORM_VERB:
		return 1 + chance % (NR_OP_VERBS - 1);
	case EVENT_FORM_SYSCTL:
		return chance % NR_SYSCTLS;
	case EVENT_FORM_LEVEL:
		return chance % NR_LEVELS;
	case EVENT_FORM_MODE:
		return chance % 3;
	case EVENT_FORM_FAULT:
		return chance % NR_FAULT_REASONS;
	case EVENT_FORM_PLACE:
		return chance % NR_INSERT_PLACES;
	case EVENT_FORM_PTE:
		return chance % NR_PTE_REASONS;
	case EVENT_FORM_SIDE:
		return chance % 4;
	case EVENT_FORM_SWAP:
		return chance % (UINT64_C(1) << 28);
	default:
		/* numbers of all sizes */
		return chance >> (chance % 64);
	}
}

/* Of an area's flags the four of maps are printed. */
static uint64_t printed(enum event_form form, uint64_t value)
{
	const uint64_t letters = VM_READ | VM_WRITE | VM_EXEC | VM_MAYSHARE;

	return form == EVENT_FORM_VMFLAGS ? value & letters : value;
}

static void assert_round_trip(const struct machine *m, const struct event *e)
{
	const struct event_field *f = event_types[e->id].field;
	struct text t = { 0 }, again = { 0 };
	struct event back;
	struct diag why = { 0 };

	event_print(m, e, &t);
	if (!event_parse(m, text_str(&t), &back, &why))
		fail_msg("%s\ncolumn %u: %s", text_str(&t), why.column, why.what);
	assert_int_equal(back.id, e->id);
	event_print(m, &back, &again);
	assert_string_equal(text_str(&again), text_str(&t));
	for (unsigned i = 0; f[i].name; i++)
		if (back.arg[i] != printed(f[i].form, e->arg[i]))
			fail_msg("%s: field %u was %llx, is %llx", text_str(&t), i,
				 (unsigned long long)e->arg[i],
				 (unsigned long long)back.arg[i]);
	text_free(&t);
	text_free(&again);
}

static void test_round_trip(void **state)
{
	struct machine_spec spec;
	struct zone_spec *z;
	struct rig one, two;

	(void)state;
	rig_open_ram(&one, 64);
	toy_spec(&spec, 64, 5);
	spec.nr_nodes = 2;
	z = add_zone(&spec, ZONE_NORMAL, 64, 64);
	z->node = 1;
	rig_open(&two, &spec);
	for (uint64_t i = 0; i < 200 * NR_EVENTS; i++) {
		struct event e = { .id = (uint16_t)(i % NR_EVENTS) };
		const struct event_field *f = event_types[e.id].field;

		for (unsigned k = 0; f[k].name; k++)
			e.arg[k] = chance_value(&one.m, f[k].form,
						hash_word(i * EVENT_FIELDS + k));
		assert_round_trip(&one.m, &e);
		for (unsigned k = 0; f[k].name; k++)
			if (f[k].form == EVENT_FORM_ZONE)
				e.arg[k] %= two.m.s->nr_zones;
		assert_round_trip(&two.m, &e);
	}
	rig_close(&one);
	rig_close(&two);
}

/* What the engine really says, every kind of it that a program can cause. */
static void hear_round_trip(void *ctx, const struct machine *m,
			    const struct event *e)
{
	uint64_t *count = ctx;

	assert_round_trip(m, e);
	count[e->id]++;
}

/* Parts of a program: each says what the others do not. */
static void say_memory(uint64_t count[NR_EVENTS])
{
	struct rig r;

	rig_open_ram(&r, 16);
	r.log.hear = hear_round_trip;
	r.log.ctx = count;
	rig_exec(&r, LAYOUT_STATIC);
	rig_mmap(&r, page(0), pages(8), RW, FIXED);
	rig_touch(&r, page(0), 8, MODE_WRITE);
	rig_mprotect(&r, page(2), pages(2), RO);
	rig_mprotect(&r, page(2), pages(2), RW);
	rig_fork(&r);
	rig_access(&r, page(0), MODE_WRITE);
	rig_access(&r, 0, MODE_READ);
	rig_access(&r, 0x7fffffef0000, MODE_WRITE);
	rig_mremap(&r, page(0), pages(8), pages(16), MREMAP_MAYMOVE_, 0);
	rig_brk(&r, 0x21000);
	rig_munmap(&r, page(0), pages(8));
	rig_sysctl(&r, SYSCTL_min_free_kbytes, 400);
	rig_op(&r, (struct op){ .verb = OP_sysctl,
				.mode = SYSCTL_lowmem_reserve_ratio,
				.arg = { 128, 128, 32, 0, 0 } });
	while (rig_alloc(&r, 4, GFP_KERNEL) >= 0)
		;
	rig_exit(&r, 0);
	rig_close(&r);
}

static void say_files(uint64_t count[NR_EVENTS])
{
	struct rig r;

	files_open_ram(&r, 64);
	r.log.hear = hear_round_trip;
	r.log.ctx = count;
	file_open_as(&r, DATA, 0, FD);
	file_read(&r, FD, pages(8));
	rig_op(&r, (struct op){ .verb = OP_mmap, .task = r.task,
				.arg = { page(0), pages(8), RO,
					 MAP_SHARED_ | MAP_FIXED_,
					 (uint64_t)FD << OP_FD_SHIFT } });
	rig_access(&r, page(2), MODE_READ);
	file_write(&r, FD, 16 * MIB);
	file_sync(&r);
	rig_sysctl(&r, SYSCTL_drop_caches, 3);
	rig_exit(&r, 0);
	rig_close(&r);
}

/* A machine that is too small: swap, and in the end somebody is killed. */
static void say_pressure(uint64_t count[NR_EVENTS])
{
	struct machine_spec spec;
	struct rig r;

	toy_spec_swap(&spec, 512);
	spec.sysctl[SYSCTL_overcommit_memory] = 1;
	rig_open(&r, &spec);
	r.log.hear = hear_round_trip;
	r.log.ctx = count;
	rig_exec(&r, LAYOUT_EMPTY);
	rig_mmap(&r, page(0), pages(1000), RW, FIXED);
	for (unsigned round = 0; round < 2; round++)
		for (unsigned i = 0; i < 300; i++)
			rig_access(&r, page(i), MODE_WRITE);
	rig_op(&r, (struct op){ .verb = OP_mlock, .task = r.task,
				.arg = { page(0), pages(8) } });
	rig_op(&r, (struct op){ .verb = OP_munlock, .task = r.task,
				.arg = { page(0), pages(8) } });
	rig_madvise(&r, page(250), pages(50), MADV_COLD_);
	rig_munmap(&r, page(0), pages(200));
	rig_op(&r, (struct op){ .verb = OP_sleep, .arg = { 0, 1000 } });
	rig_sysctl(&r, SYSCTL_overcommit_memory, 0);
	rig_mmap(&r, 0, UINT64_C(1) << 40, RW, ANON);
	rig_sysctl(&r, SYSCTL_overcommit_memory, 1);
	rig_fork(&r);
	/* the child wants more than there is, its parent has more */
	for (unsigned i = 300; i < 1000 && !r.m.s->vm_event[OOM_KILL]; i++)
		rig_op(&r, (struct op){ .verb = OP_access, .mode = MODE_WRITE,
					.task = i < 650 ? TASK : CHILD,
					.arg = { page(i) } });
	rig_close(&r);
}

static void test_said_round_trip(void **state)
{
	uint64_t count[NR_EVENTS] = { 0 };

	(void)state;
	say_memory(count);
	say_files(count);
	say_pressure(count);
	for (unsigned i = 0; i < NR_EVENTS; i++)
		if (!count[i] && i != EV_lowmem_reserve)
			fail_msg("nobody said %s", event_types[i].name);
}

/* Lines that are none of ours are refused, with the place of the fault. */
static void test_refused_lines(void **state)
{
	static const struct {
		const char *line;
		unsigned    column;
	} rows[] = {
		{ "", 1 },
		{ "nothing: pfn=0x1", 1 },
		{ "mm_page_free", 1 },
		{ "mm_page_free:", 14 },
		{ "mm_page_free: pfn=0x1", 22 },
		{ "mm_page_free: order=1", 14 },
		{ "mm_page_free: pfn=zebra order=1", 19 },
		{ "mm_page_free: pfn=1111 order=1", 19 },
		{ "mm_page_free: pfn=0x1 order=-", 29 },
		{ "mm_page_free: pfn=0x11111111111111111 order=1", 19 },
		{ "mm_page_alloc_failed: order=0 gfp_flags=GFP_WRONG", 41 },
		{ "vma_create: start=1000 end=2000 flags=rw", 39 },
		{ "vma_create: start=1000 end=2000 flags=abcd", 39 },
		{ "signal_generate: sig=SIGNONE code=MAPERR address=0 pid=1", 22 },
	};
	struct rig r;

	(void)state;
	rig_open_ram(&r, 16);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct diag why = { 0 };
		struct event e;

		assert_false(event_parse(&r.m, rows[i].line, &e, &why));
		assert_string_not_equal(why.what, "");
		assert_int_equal(why.column, rows[i].column);
	}
	rig_close(&r);
}

static void test_names(void **state)
{
	(void)state;
	for (unsigned i = 0; i < NR_EVENTS; i++) {
		const struct event_type *t = &event_types[i];

		assert_int_equal(event_by_name(t->name, strlen(t->name)), i);
		assert_true(*t->doc && *t->function && *t->from);
		assert_true(t->field[0].name != NULL);
	}
	assert_int_equal(event_by_name("mm_page", 7), NR_EVENTS);
	assert_int_equal(event_by_name("", 0), NR_EVENTS);
}

/* Reasons have the numbers in them that decided. */
static void assert_why(const struct rig *r, const struct event *e,
		       const char *expected)
{
	struct text t = { 0 };

	why_tell(&r->m, e, LANG_EN, &t);
	assert_string_equal(text_str(&t), expected);
	text_free(&t);
}

static void test_reasons(void **state)
{
	struct text printed = { 0 };
	struct machine_spec spec;
	struct rig r;

	(void)state;
	toy_spec(&spec, 16, 4);
	rig_open(&r, &spec);
	assert_int_equal(rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE), 0);
	assert_why(&r, rig_event(&r, EV_zone_watermark_ok, 0),
		   "16 > 0 + 0  yes");
	assert_why(&r, rig_event(&r, EV_buddy_split, 0),
		   "order 0 is wanted and the block in hand had order 4: the upper half is not needed");
	assert_why(&r, rig_event(&r, EV_mm_page_alloc_zone_locked, 0),
		   "order 4 was the smallest order with a free block; its low end is given");
	rig_free(&r, 0);
	assert_why(&r, rig_event(&r, EV_buddy_merge, 0),
		   "0x1 differs in bit 0 only and was free as one block of order 0");
	/* enough pages, but none of that size */
	assert_int_equal(rig_alloc(&r, 5, GFP_KERNEL), -12);
	assert_why(&r, rig_event(&r, EV_zone_watermark_fail, 0),
		   "-15 > 0 + 0  no");
	event_print(&r.m, rig_event(&r, EV_zone_watermark_fail, 0), &printed);
	assert_non_null(strstr(text_str(&printed), "free=-15"));
	text_free(&printed);

	for (pfn_t pfn = 0; pfn < 16; pfn++)
		rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE);
	/*      0A0A0A0A0AAAAAAA      pages enough, but no two together */
	for (pfn_t pfn = 0; pfn < 10; pfn += 2)
		rig_free(&r, pfn);
	assert_why(&r, rig_event(&r, EV_buddy_insert, 0),
		   "to the head: 0xa is not a free block of order 1, so no larger one is in sight");
	assert_int_equal(rig_alloc(&r, 1, GFP_HIGHUSER_MOVABLE), -12);
	assert_why(&r, rig_event(&r, EV_zone_watermark_fail, 0),
		   "4 > 0 + 0  yes, but no block of order 1 or above is free");
	rig_free(&r, 1);
	rig_free(&r, 3);
	/*      2---0A0A0AAAAAAA      1 joined 0, 3 joined 2, then they each other */
	assert_why(&r, rig_event(&r, EV_buddy_insert, 0),
		   "to the head: 0x8 is not a free block of order 3, so no larger one is in sight");
	rig_free(&r, 5);
	assert_why(&r, rig_event(&r, EV_buddy_insert, 0),
		   "to the tail: 0x0 is free at order 2, so this block may soon be joined and is left in peace");
	rig_close(&r);
}

/* The log keeps the newest events and knows what it kept. */
static void test_log(void **state)
{
	struct machine_spec spec;
	struct event_log log;
	struct machine m;
	struct diag why;

	(void)state;
	event_log_open(&log, 10);		/* 16 are kept */
	toy_spec(&spec, 64, 5);
	assert_true(machine_boot(&m, &spec, &log, &why));
	assert_null(event_log_get(&log, 1));
	log.mask = EVENT_ALL;
	for (uint64_t i = 1; i <= 40; i++) {
		m.s->now_ns = i;
		event_emit(&m, EV_clear_page, i);
		assert_int_equal(log.seen, i);
		assert_int_equal(log.count[EV_clear_page], i);
		for (uint64_t k = 0; k <= i + 1; k++) {
			const struct event *e = event_log_get(&log, k);

			assert_int_equal(e != NULL, k && k <= i && i - k < 16);
			if (e)
				assert_int_equal(e->arg[0], k);
			if (e)
				assert_int_equal(e->ns, k);
		}
	}
	event_set_del(&log.mask, EV_clear_page);
	event_emit(&m, EV_clear_page, 41);
	assert_int_equal(log.seen, 40);
	event_log_reset(&log);
	assert_null(event_log_get(&log, 40));
	machine_close(&m);
	event_log_close(&log);
}

/* Two fields of forms that occur once; a form that the kind does not have. */
static void test_field_of(void **state)
{
	struct event e = { .id = EV_folio_alloc_swap, .arg = { 0x360, 8, 77 } };
	uint64_t value = 0;

	(void)state;
	assert_true(event_field_of(&e, EVENT_FORM_SWAP, &value));
	assert_int_equal(value, 8);
	assert_true(event_field_of(&e, EVENT_FORM_PFN, &value));
	assert_int_equal(value, 0x360);
	assert_false(event_field_of(&e, EVENT_FORM_INO, &value));
	assert_int_equal(value, 0x360);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_said_round_trip),
		cmocka_unit_test(test_refused_lines),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_field_of),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
