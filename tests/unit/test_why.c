/*
 * Reasons in two languages, which of a unit's reasons is told, and the events
 * as a picture lists them.
 */
#include "stage_fixture.h"

#include "base/text.h"
#include "mm/sysctl.h"
#include "view/event_words.h"
#include "view/view.h"
#include "view/why.h"

#define TASK "tests/golden/task.json"
#define OOM "traces/39-oom.json"
#define M16 "traces/13-buddy-m16.json"

static uint64_t next(uint64_t *chance)
{
	*chance = *chance * UINT64_C(6364136223846793005) +
		  UINT64_C(1442695040888963407);
	return *chance >> 33;
}

/* Fields in the ranges in which the engine says them: 20 reasons of faults. */
static struct event any_event(enum event_id id, uint64_t *chance)
{
	struct event e = { .id = (uint16_t)id };

	for (int i = 0; i < EVENT_FIELDS; i++)
		e.arg[i] = next(chance) % 20;
	if (id == EV_buddy_merge)
		e.arg[1] += 1;
	if (id == EV_mm_page_alloc_extfrag)
		e.arg[3] = (next(chance) % 3) << 8 | next(chance) % 3;
	if (id == EV_mm_vmscan_wakeup_kswapd) {
		e.arg[1] %= MAX_NR_ZONES;
		e.arg[2] %= MAX_ORDER;
	}
	if (id == EV_lowmem_reserve)
		e.arg[4] = 1 + next(chance) % 256;
	return e;
}

/* How often a number stands in a text: what both languages must agree in. */
static void count_digits(const char *s, unsigned nr[10])
{
	memset(nr, 0, 10 * sizeof(nr[0]));
	for (; *s; s++)
		if (*s >= '0' && *s <= '9')
			nr[*s - '0']++;
}

static void test_both_languages_or_none(void **state)
{
	uint64_t chance = 1;
	struct stage_fixture f;
	unsigned told = 0;

	(void)state;
	fixture_open(&f, TASK);
	for (int id = 0; id < NR_EVENTS; id++) {
		for (int n = 0; n < 300; n++) {
			struct event e = any_event((enum event_id)id, &chance);
			struct text en = { 0 }, zh = { 0 };
			unsigned in_en[10], in_zh[10];

			why_tell(f.scene.now, &e, LANG_EN, &en);
			why_tell(f.scene.now, &e, LANG_ZH, &zh);
			assert_int_equal(en.len > 0, zh.len > 0);
			assert_null(strpbrk(text_str(&en), "{}"));
			assert_null(strpbrk(text_str(&zh), "{}"));
			count_digits(text_str(&en), in_en);
			count_digits(text_str(&zh), in_zh);
			assert_memory_equal(in_en, in_zh, sizeof(in_en));
			if (en.len)
				assert_string_not_equal(text_str(&en),
							text_str(&zh));
			told += en.len > 0;
			text_free(&en);
			text_free(&zh);
		}
	}
	assert_true(told > 1000);
	fixture_close(&f);
}

/* Are the words of a row told, in their order, whatever is filled in? */
static bool fits(const char *row, const char *told)
{
	while (*row) {
		size_t len = strcspn(row, "{");
		char words[256];

		assert_true(len < sizeof(words));
		memcpy(words, row, len);
		words[len] = '\0';
		told = strstr(told, words);
		if (!told)
			return false;
		told += len;
		row += len;
		row += *row ? strcspn(row, "}") + 1 : 0;
	}
	return true;
}

/* With a pencil: what stands before the sign of equality makes what follows. */
static void test_points_add_up(void **state)
{
	static const struct {
		uint64_t    points;
		const char *told;
	} cases[] = {
		{ 3857, "3843 resident + 0 in swap + 14 page tables = 3857 points" },
		{ 4907, "3843 resident + 0 in swap + 14 page tables + 1050 for oom_score_adj = 4907 points" },
		{ (uint64_t)-143, "3843 resident + 0 in swap + 14 page tables + -4000 for oom_score_adj = -143 points" },
	};
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, TASK);
	for (unsigned i = 0; i < 3; i++) {
		struct event e = { .id = EV_oom_badness,
				   .arg = { 100, 3843, 0, 14, cases[i].points } };
		struct text t = { 0 };

		why_tell(f.scene.now, &e, LANG_EN, &t);
		assert_string_equal(text_str(&t), cases[i].told);
		text_free(&t);
	}
	fixture_close(&f);
}

struct row {
	enum event_id id;
	const char   *in[NR_LANGS];
};

static bool can_be_told(struct stage_fixture *f, const struct row *row)
{
	uint64_t chance = 1;
	bool told = false;

	for (uint64_t n = 0; !told && n < 100000; n++) {
		struct event e = any_event(row->id, &chance);
		struct text t[NR_LANGS] = { 0 };

		f->now.machine.s->sysctl[SYSCTL_oom_kill_allocating_task] = n & 1;
		for (uint32_t z = 0; z < f->now.machine.s->nr_zones; z++)
			f->now.machine.s->zone[z].watermark_boost =
				n & 2 ? UINT32_MAX : 0;
		for (int lang = 0; lang < NR_LANGS; lang++)
			why_tell(f->scene.now, &e, (enum lang)lang, &t[lang]);
		told = fits(row->in[LANG_EN], text_str(&t[LANG_EN])) &&
		       fits(row->in[LANG_ZH], text_str(&t[LANG_ZH]));
		for (int lang = 0; lang < NR_LANGS; lang++)
			text_free(&t[lang]);
	}
	return told;
}

/* No row of the table stands behind one that always holds before it. */
static void test_every_row_can_be_told(void **state)
{
	static const struct row rows[] = {
#define WHY(event, when, en, zh) { EV_##event, { en, zh } },
#define MORE WHY
#include "view/why.def"
#undef MORE
#undef WHY
	};
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, TASK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!can_be_told(&f, &rows[i]))
			fail_msg("%s: never told: %s",
				 event_types[rows[i].id].name,
				 rows[i].in[LANG_EN]);
	fixture_close(&f);
}

static void assert_cluster(struct stage_fixture *f, uint64_t looked,
			   uint64_t free, uint64_t active, const char *en,
			   const char *zh)
{
	struct event e = { .id = EV_mm_vmscan_lru_shrink_inactive,
			   .arg = { 0, looked, free, active, 12 } };
	struct text t = { 0 };

	why_tell(f->scene.now, &e, LANG_EN, &t);
	assert_string_equal(text_str(&t), en);
	text_reset(&t);
	why_tell(f->scene.now, &e, LANG_ZH, &t);
	assert_string_equal(text_str(&t), zh);
	text_free(&t);
}

static void test_a_cluster_in_words(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, TASK);
	assert_cluster(&f, 1, 0, 1,
		       "priority 12: of 1 page looked at 0 were freed, "
		       "1 became active",
		       "优先级 12：看了 1 页，释放 0 页，1 页变为活跃");
	assert_cluster(&f, 3, 1, 1,
		       "priority 12: of 3 pages looked at 1 was freed, "
		       "1 became active",
		       "优先级 12：看了 3 页，释放 1 页，1 页变为活跃");
	assert_cluster(&f, 32, 20, 2,
		       "priority 12: of 32 pages looked at 20 were freed, "
		       "2 became active",
		       "优先级 12：看了 32 页，释放 20 页，2 页变为活跃");
	fixture_close(&f);
}

/* Which of them stayed, and which go to their slots: the verdicts tell. */
static void test_what_a_cluster_left(void **state)
{
	static const struct {
		const char *scenario, *at, *words;
		enum lang lang;
	} rows[] = {
		{ "traces/31-lru.json", "three", "0 became active\n", 0 },
		{ "traces/31-lru.json", "keep", "active; 1 stayed\n", 0 },
		{ "traces/31-lru.json", "keep", "；留下 1 页\n", LANG_ZH },
		{ "traces/tour.json", "10.254.2791",
		  "active; 31 stayed; 1 is being written\n", 0 },
		{ "traces/tour.json", "10.254.3764",
		  "active; 28 stayed; 4 are being written\n", 0 },
		{ "traces/tour.json", "10.254.3764",
		  "；留下 28 页；正在写出 4 页\n", LANG_ZH },
	};
	struct stage_fixture f;
	struct text t = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		fixture_open(&f, rows[i].scenario);
		f.scene.settings.lang = rows[i].lang;
		fixture_at(&f, rows[i].at, UNIT_STEP);
		text_reset(&t);
		stage_text(&f.scene, &t);
		if (!strstr(text_str(&t), rows[i].words))
			fail_msg("no '%s' at %s of %s", rows[i].words,
				 rows[i].at, rows[i].scenario);
		fixture_close(&f);
	}
	text_free(&t);
}

static void assert_chosen(struct stage_fixture *f, const char *pos,
			  enum unit unit, enum event_id id)
{
	struct facts facts;
	struct reason r;

	fixture_at(f, pos, unit);
	facts_gather(&facts, &f->scene, false);
	r = why_choose(&facts);
	if (id == NR_EVENTS) {
		assert_null(r.event);
		return;
	}
	assert_non_null(r.event);
	assert_int_equal(r.event->id, id);
}

static void test_the_reason_that_decides(void **state)
{
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, TASK);
	/* the walk, a fault, an allocation, the walk again: it is the fault */
	assert_chosen(&f, "4", UNIT_STEP, EV_page_fault_user);
	assert_chosen(&f, "4.1", UNIT_OP, EV_page_fault_user);
	assert_chosen(&f, "7", UNIT_STEP, EV_page_fault_user);
	/* an event by itself has its own reason, or none */
	assert_chosen(&f, "4.1.zone_watermark_ok", UNIT_EVENT,
		      EV_zone_watermark_ok);
	assert_chosen(&f, "4.1.mmu_walk", UNIT_EVENT, NR_EVENTS);
	/* tables are looked at here, free lists are not */
	assert_chosen(&f, "8", UNIT_STEP, EV_pgtable_free);
	/* and the step before tells nothing for this one */
	assert_chosen(&f, "5.0", UNIT_STEP, NR_EVENTS);
	fixture_close(&f);
	fixture_open(&f, M16);
	assert_chosen(&f, "2", UNIT_STEP, EV_mm_page_alloc_zone_locked);
	assert_chosen(&f, "3", UNIT_STEP, EV_buddy_insert);
	fixture_close(&f);
}

/* Not what the call came to on its way, nor what another one did before. */
static void test_a_call_is_not_told_by_details(void **state)
{
	static const struct {
		const char   *path, *pos;
		enum event_id id;
	} cases[] = {
		/* a block of another type was broken up for its tree's nodes */
		{ "traces/23-page-cache.json", "2", EV_page_cache_ra },
		/* what fork is about, not the tables that it takes */
		{ "traces/09-fork.json", "2", EV_set_pte },
		{ "traces/09-fork.json", "9", NR_EVENTS },
		{ "traces/tour.json", "12", NR_EVENTS },
		/* the exec before the open; kswapd before the write of a setting */
		{ "traces/23-page-cache.json", "1", NR_EVENTS },
		{ "traces/32-kswapd.json", "9", NR_EVENTS },
		/* the same call before */
		{ "traces/tour.json", "7", EV_page_cache_ra },
	};
	struct stage_fixture f;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fixture_open(&f, cases[i].path);
		assert_chosen(&f, cases[i].pos, UNIT_STEP, cases[i].id);
		fixture_close(&f);
	}
}

/* What became of a page because it was looked at. */
static void test_a_fate_is_told_by_its_look(void **state)
{
	struct stage_fixture f;
	struct facts facts;
	struct reason r;

	(void)state;
	fixture_open(&f, "traces/31-lru.json");
	assert_chosen(&f, "7.4.shrink_folio", UNIT_EVENT,
		      EV_folio_check_references);
	facts_gather(&facts, &f.scene, false);
	r = why_choose(&facts);
	assert_int_equal(r.event->arg[0], facts.event->arg[0]);
	assert_int_equal(r.at.event, f.scene.pos.event - 1);
	/* what is freed has a reason of its own */
	assert_chosen(&f, "3.1.shrink_folio", UNIT_EVENT, EV_shrink_folio);
	fixture_close(&f);
}

/* The kill is followed by all that the end of a task does. */
static void test_a_reason_long_ago(void **state)
{
	struct stage_fixture f;
	struct facts facts;
	struct reason r;

	(void)state;
	fixture_open(&f, OOM);
	for (int i = 0; i < 2; i++) {
		assert_chosen(&f, i ? "end" : "0", UNIT_STEP, NR_EVENTS);
		assert_chosen(&f, "3", UNIT_STEP, EV_oom_kill);
		facts_gather(&facts, &f.scene, false);
		r = why_choose(&facts);
		assert_int_equal(facts.between->count[EV_oom_kill], 1);
		assert_true(pos_order(r.at, facts.between->at[0]) < 0);
	}
	fixture_close(&f);
}

static void add(struct summary *s, enum event_id id, struct pos at)
{
	struct event e = { .id = (uint16_t)id };

	summary_add(s, &e, at);
}

/* What another operation did is told only if that was somebody's end. */
static void test_a_reason_of_another_operation(void **state)
{
	struct stage_fixture f;
	struct facts facts;
	struct summary s;

	(void)state;
	fixture_open(&f, TASK);
	facts_gather(&facts, &f.scene, false);
	summary_open(&s, 4);
	add(&s, EV_page_fault_user, (struct pos){ 1, 0, 1 });
	for (uint64_t i = 2; i < 9; i++)
		add(&s, EV_mm_page_pcpu_drain, (struct pos){ 1, 0, i });
	facts.between = &s;
	facts.wanted = 0;
	assert_int_equal(why_choose(&facts).event->id, EV_page_fault_user);
	add(&s, EV_mm_page_pcpu_drain, (struct pos){ 1, 1, 1 });
	assert_int_equal(why_choose(&facts).event->id, EV_mm_page_pcpu_drain);
	add(&s, EV_oom_kill, (struct pos){ 1, 1, 2 });
	add(&s, EV_oom_kill, (struct pos){ 1, 2, 1 });
	for (uint64_t i = 1; i < 9; i++)
		add(&s, EV_mm_page_pcpu_drain, (struct pos){ 1, 3, i });
	assert_int_equal(why_choose(&facts).event->id, EV_oom_kill);
	assert_int_equal(why_choose(&facts).at.op, 2);
	assert_false(why_choose(&facts).of_last_op);
	summary_close(&s);
	fixture_close(&f);
}

static void test_event_as_a_row(void **state)
{
	struct event fault = { .id = EV_page_fault_user,
			       .arg = { 0x1000, 6, FAULT_NO_VMA, 0 } };
	struct event split = { .id = EV_buddy_split,
			       .arg = { 0x10, 4, 0, 0 } };
	struct stage_fixture f;
	struct text t = { 0 };

	(void)state;
	fixture_open(&f, TASK);
	event_words(f.scene.now, &fault, &t);
	assert_string_equal(text_str(&t),
			    "page_fault_user  reason=no_area address=1000 "
			    "error_code=0x6 vma=0");
	text_reset(&t);
	event_words(f.scene.now, &split, &t);
	assert_string_equal(text_str(&t),
			    "buddy_split  pfn=0x10 order=4 kept=0x0 wanted=0");
	text_free(&t);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_languages_or_none),
		cmocka_unit_test(test_points_add_up),
		cmocka_unit_test(test_every_row_can_be_told),
		cmocka_unit_test(test_a_cluster_in_words),
		cmocka_unit_test(test_what_a_cluster_left),
		cmocka_unit_test(test_the_reason_that_decides),
		cmocka_unit_test(test_a_call_is_not_told_by_details),
		cmocka_unit_test(test_a_fate_is_told_by_its_look),
		cmocka_unit_test(test_a_reason_long_ago),
		cmocka_unit_test(test_a_reason_of_another_operation),
		cmocka_unit_test(test_event_as_a_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
