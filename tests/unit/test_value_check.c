/* Paths that lead nowhere are told before a scenario is run. */
#include "scenario_fixture.h"

#include "story/value_check.h"

#define MACHINE                                                                \
	"{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"16M\", "\
	"\"swap\": [{\"device\": \"/dev/vda\", \"size\": \"1M\"}, "            \
	"{\"device\": \"/dev/vdb\", \"size\": \"1M\", \"on\": false}]},\n"     \
	"\"steps\": [{\"do\": {\"exec\": \"demo\"}},\n"

static void check(const char *step, struct diags *faults)
{
	struct event_log log;
	struct diag why = { 0 };
	struct text t = { 0 };
	struct machine m;
	struct story *s;

	text_printf(&t, MACHINE "%s]}", step);
	s = story_of(t.s, "t.json");
	event_log_open(&log, 16);
	assert_true(machine_boot(&m, &s->machine, &log, &why));
	diags_init(faults, "t.json");
	value_check(s, &m, faults);
	machine_close(&m);
	event_log_close(&log);
	story_free(s);
	text_free(&t);
}

static void test_sound(void **state)
{
	static const char *const steps[] = {
		"{\"expect\": {\"meminfo.Active(anon)\": 0, \"vmstat.pgfault\": \"+1\"}}",
		"{\"expect\": {\"buddyinfo.DMA[3]\": 0, \"zoneinfo.DMA.nr_mlock\": 0}}",
		"{\"expect\": \"events(buddy_split) == delta(demo/stat.minflt) * 2\"}",
		"{\"expect\": \"sum(demo/smaps.Rss) == demo/smaps_rollup.Rss\"}",
		"{\"expect\": {\"demo/smaps.Rss[40]\": 0, \"100/oom_score\": 666}}",
		"{\"expect\": {\"demo/smaps\": {\"has\": \"[heap]\"}, \"demo/maps\": 9}}",
		"{\"expect\": {\"swaps.vda.Used\": 0, \"swaps.vdb.Used\": 0}}",
		"{\"expect\": {\"free.buff/cache\": 0, \"dmesg.Killed\": 0, \"dmesg\": 0}}",
		"{\"expect\": {\"free -h\": {\"has\": \"Mem\"}, \"sys/vm/page-cluster\": 3}}",
		"{\"expect\": {\"sum(buddyinfo.DMA)\": 5, \"max(buddyinfo.DMA)\": 5}}",
		"{\"expect\": {\"page\": \"demo:0x400000\", \"pfn\": 3}, \"show\": {\"proc\": \"demo/status\"}}",
		"{\"ask\": {\"kind\": \"number\", \"text\": \"?\", \"answer\": \"demo/status.VmPTE @ end\"}}",
		"{\"do\": {\"alloc_pages\": 0, \"until\": \"zoneinfo.DMA.free < zoneinfo.DMA.min\"}}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct diags faults;

		check(steps[i], &faults);
		if (faults.nr)
			fail_msg("%s: %s", steps[i], faults.list[0].what);
		diags_free(&faults);
	}
}

static void test_wrong(void **state)
{
	static const struct wrong cases[] = {
		{ "{\"expect\": {\"meminfo.MemFre\": 0}}", 31, "'meminfo.MemFre' names no value", "did you mean 'MemFree'?" },
		{ "{\"expect\": {\"memory.Free\": 0}}", 28, "no file 'memory'", "meminfo" },
		{ "{\"expect\": {\"buddyinfo.DMA32\": 0}}", 32, "'buddyinfo.DMA32' names no value", "" },
		{ "{\"expect\": {\"demo/status.VmRs\": 0}}", 33, "'demo/status.VmRs' names no value", "did you mean 'VmRSS'?" },
		{ "{\"expect\": {\"dem/status.VmRSS\": 0}}", 33, "no task is called 'dem'", "did you mean 'demo'?" },
		{ "{\"expect\": \"sum(buddyinfo.DMA) == vmstat.pgfalt\"}", 12, "'vmstat.pgfalt' names no value", "did you mean 'pgfault'?" },
		{ "{\"expect\": {\"swaps.vdc.Used\": 0}}", 31, "'swaps.vdc.Used' names no value", "" },
		{ "{\"expect\": {\"demo/map\": {\"has\": \"x\"}}}", 25, "no file 'demo/map'", "" },
		{ "{\"expect\": {\"sys/vm/page-clusters\": 0}}", 37, "no setting 'sys/vm/page-clusters'", "" },
		{ "{\"ask\": {\"kind\": \"number\", \"text\": \"?\", \"answer\": \"meminfo.Fre\"}}", 51, "'meminfo.Fre'", "" },
		{ "{\"show\": {\"proc\": \"meminfos\"}}", 1, "no file 'meminfos'", "" },
		{ "{\"do\": {\"alloc_pages\": 0, \"until\": \"vmstat.x > 0\"}}", 8, "'vmstat.x'", "" },
		{ "{\"try\": {\"name\": \"w\", \"steps\": [{\"expect\": {\"vmstat.x\": 0}}]}}", 57, "'vmstat.x'", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct wrong *w = &cases[i];
		struct diags faults;

		check(w->text, &faults);
		/* of an expectation its value's place, of others their own */
		if (faults.nr != 1 || !strstr(faults.list[0].what, w->what) ||
		    !strstr(faults.list[0].hint, w->hint) ||
		    faults.list[0].line != 3 ||
		    faults.list[0].column != w->column)
			fail_msg("%s: %zu faults, column %u, %s, %s", w->text,
				 faults.nr, faults.nr ? faults.list[0].column : 0,
				 faults.nr ? faults.list[0].what : "",
				 faults.nr ? faults.list[0].hint : "");
		diags_free(&faults);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound),
		cmocka_unit_test(test_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
