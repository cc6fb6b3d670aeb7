/* Scenarios that are none: each fault with its place and a way out */
#include "scenario_fixture.h"

static void test_wrong_operations(void **state)
{
	static const struct wrong cases[] = {
		{ "3", 1, "an operation is a number", "write" },
		{ "{}", 1, "no verb", "write" },
		{ "{\"x\": 3}", 1, "no verb", "write" },
		{ "{\"aloc_pages\": 0}", 2, "unknown operation \"aloc_pages\"", "\"alloc_pages\"" },
		{ "[{\"exce\": \"a\"}, {\"mmap\": {\"length\": 1, \"as\": \"b\"}}, {\"munmap\": \"b\"}]", 3, "unknown operation \"exce\"", "\"exec\"" },
		{ "[{\"exec\": \"a\"}, {\"mmap\": {\"lenght\": 1, \"as\": \"b\"}}, {\"munmap\": \"b\"}]", 27, "mmap has no \"lenght\"", "\"length\"" },
		{ "{\"qqqqqqqqq\": 0}", 2, "unknown operation", "known: exec" },
		{ "{\"exec\": \"a\", \"sleep\": 3}", 15, "a second verb", "one operation" },
		{ "{\"alloc_pages\": {\"ordr\": 0}}", 18, "has no \"ordr\"", "\"order\"" },
		{ "{\"alloc_pages\": {\"x\": 2}}", 18, "has no \"x\"", "beside the verb" },
		{ "{\"alloc_pages\": {\"order\": 11}}", 27, "\"order\" is 11", "0 to 10" },
		{ "{\"alloc_pages\": {\"order\": 1.5}}", 27, "a whole number", "" },
		{ "{\"alloc_pages\": {\"order\": \"1\"}}", 27, "is a string, it must be a number", "" },
		{ "{\"alloc_pages\": {\"gfp\": \"GFP_WHAT\"}}", 25, "GFP_WHAT", "GFP_KERNEL" },
		{ "{\"alloc_pages\": {\"node\": 1}}", 26, "no node 1", "" },
		{ "{\"alloc_pages\": {\"as\": \"2b\"}}", 24, "no name", "letters" },
		{ "{\"alloc_pages\": 0, \"x\": 0}", 25, "\"x\" is 0", "1 to" },
		{ "{\"alloc_pages\": 0, \"x\": 2147483649}", 25, "\"x\" is 2147483649", "" },
		{ "{\"alloc_pages\": 0, \"x\": 1e999}", 25, "a whole number", "" },
		{ "{\"alloc_pages\": 0, \"max\": 3}", 20, "goes with \"until\"", "" },
		{ "{\"alloc_pages\": 0, \"until\": \"1 +\"}", 29, "at its column 4", "" },
		{ "{\"alloc_pages\": 0, \"until\": \"1 @ 2\"}", 29, "no '@' here", "" },
		{ "{\"alloc_pages\": 0, \"until\": \"1 + delta(result)\"}", 29, "at its column 11: there is no step", "without delta()" },
		{ "{\"alloc_pages\": 0, \"error\": \"EWHAT\"}", 29, "unknown error", "ENOMEM" },
		{ "{\"alloc_pages\": 0, \"signal\": 11}", 30, "it must be a string", "" },
		{ "{\"free_pages\": \"b\"}", 16, "no label of a block is called \"b\"", "" },
		{ "{\"free_pages\": {}}", 16, "has no \"block\"", "it needs \"block\"" },
		{ "{\"mmap\": {\"length\": 4096}}", 10, "there is no task", "exec" },
		{ "{\"sysctl\": 4096}", 12, "must be an object", "" },
		{ "{\"exec\": \"sixteen_letters_\"}", 10, "too long", "15" },
		{ "{\"exec\": \"a\", \"x\": 2}", 15, "cannot be repeated", "" },
		{ "{\"exec\": {\"task\": \"a\", \"layout\": \"big\"}}", 34, "unknown: \"big\"", "static, pie, empty" },
		{ "{\"sysctl\": {\"name\": \"vm.min_free\", \"value\": 1}}", 21, "unknown", "known" },
		{ "{\"sysctl\": {\"name\": \"vm.overcommit_memory\", \"value\": [1, 2]}}", 54, "is one number", "" },
		{ "{\"thp\": \"sometimes\"}", 9, "unknown", "never, madvise, always" },
		{ "[{\"exec\": \"a\"}, {\"exec\": \"a\"}]", 26, "name of a task already", "" },
		{ "[{\"exec\": \"a\"}, {\"exec\": \"b\"}, {\"mmap\": {\"length\": 1}}]", 41, "there are 2 tasks", "\"task\": NAME" },
		{ "[{\"exec\": \"a\"}, {\"exit\": \"a\"}, {\"mmap\": {\"length\": 1}}]", 41, "there is no task", "" },
		{ "[{\"exec\": \"a\"}, {\"munmap\": \"buff\"}]", 28, "no label of a range is called \"buff\"", "" },
		{ "[{\"exec\": \"a\"}, {\"munmap\": \"0x1000\"}]", 28, "has no \"length\"", "only a label" },
		{ "[{\"exec\": \"a\"}, {\"mmap\": {\"length\": 1, \"as\": \"b\"}}, {\"munmap\": \"b+8K\"}]", 64, "outside of its label", "4096 bytes" },
		{ "[{\"exec\": \"a\"}, {\"mmap\": {\"length\": 1e17}}]", 37, "too large for a JSON number", "string" },
		{ "[{\"exec\": \"a\"}, {\"mmap\": {\"length\": -1}}]", 37, "is -1", "" },
		{ "[{\"exec\": \"a\"}, {\"mmap\": {\"length\": 1, \"prot\": \"rr\"}}]", 48, "no rights", "none" },
		{ "[{\"exec\": \"a\"}, {\"mmap\": {\"length\": 1, \"flags\": [\"shard\"]}}]", 50, "unknown: \"shard\"", "shared" },
		{ "[{\"exec\": \"a\"}, {\"mmap\": {\"length\": 1, \"flags\": [\"shared\", \"private\"]}}]", 49, "not both", "" },
		{ "[{\"exec\": \"a\"}, {\"brk\": {}}]", 25, "one of them", "" },
		{ "[{\"exec\": \"a\"}, {\"access\": {\"at\": \"0\", \"length\": \"16T\"}}]", 28, "access of 4294967296 pages", "" },
		{ "[{\"exec\": \"a\"}, {\"access\": {\"at\": \"0\", \"length\": 0}}]", 50, "must not be 0", "" },
		{ "[{\"exec\": \"a\"}, {\"access\": {\"at\": \"0\", \"length\": \"1T\"}, \"x\": 1000}]", 17, "repetitions", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_wrong(&cases[i], HEAD "\"steps\": [{\"do\": ", "}]}");
}

static void test_wrong_steps(void **state)
{
	static const struct wrong cases[] = {
		{ "{\"sayy\": \"x\"}", 2, "a step has no \"sayy\"", "\"say\"" },
		{ "{\"title\": \"a\\nb\"}", 11, "must be one line", "" },
		{ "{\"title\": {\"fr\": \"x\"}}", 12, "unknown language \"fr\"", "en, zh" },
		{ "{\"say\": 3}", 9, "it must be a string or", "" },
		{ "{\"label\": \"end\"}", 11, "end of the scenario already", "" },
		{ "{\"label\": \"1st\"}", 11, "no name", "" },
		{ "{\"label\": \"a\"}, {\"label\": \"a\"}", 27, "two steps are labelled", "" },
		{ "{\"show\": {\"views\": [\"budy\"]}}", 21, "the view is unknown", "\"buddy\"" },
		{ "{\"show\": {\"follow\": \"nobody\"}}", 21, "no label is called \"nobody\"", "" },
		{ "{\"show\": {\"task\": \"nobody\"}}", 19, "no task is called", "" },
		{ "{\"ask\": {\"kind\": \"number\", \"text\": \"?\"}}", 9, "no \"answer\"", "" },
		{ "{\"ask\": {\"kind\": \"number\", \"txt\": \"?\", \"answer\": 1}}", 28, "has no \"txt\"", "\"text\"" },
		{ "{\"ask\": {\"kind\": \"talk\", \"text\": \"?\", \"answer\": 1}}", 39, "has no answer", "" },
		{ "{\"ask\": {\"kind\": \"choice\", \"text\": \"?\", \"choices\": [\"a\"], \"answer\": 0}}", 9, "two choices", "" },
		{ "{\"ask\": {\"kind\": \"number\", \"text\": \"?\", \"answer\": \"1 @ nowhere\"}}", 51, "no step is called \"nowhere\"", "label" },
		{ "{\"ask\": {\"kind\": \"number\", \"text\": \"?\", \"answer\": \"1 @ 2.1\"}}", 51, "no step is called \"2.1\"", "" },
		{ "{\"expect\": {\"sum(\": 1}}", 13, "is no value", "" },
		{ "{\"expect\": {\"meminfo.MemFree\": null}}", 32, "nothing to expect", "" },
		{ "{\"expect\": {\"meminfo.MemFree\": {\"min\": 5, \"max\": 3}}}", 32, "nothing fits", "" },
		{ "{\"expect\": {\"meminfo.MemFree\": [1, \"+2\"]}}", 32, "some of the numbers", "" },
		{ "{\"expect\": {\"event\": \"buddy_spilt\"}}", 22, "unknown", "\"buddy_split\"" },
		{ "{\"expect\": {\"event\": \"buddy_split\", \"pfm\": 3}}", 37, "has no \"pfm\"", "\"pfn\"" },
		{ "{\"expect\": {\"event\": \"buddy_split\", \"count\": \"+3\"}}", 46, "a number or a band", "write 2, or {" },
		{ "{\"expect\": {\"events\": []}}", 23, "\"none\" or a list", "" },
		{ "{\"expect\": {\"page\": \"0x1000\"}}", 12, "nothing is said", "" },
		{ "{\"expect\": {\"page\": \"0x1000\", \"pfnn\": 1}}", 31, "a page has no \"pfnn\"", "\"pfn\"" },
		{ "{\"expect\": {\"page\": \"0x1000\", \"kind\": \"anon\"}}", 39, "the kind is unknown", "" },
		{ "{\"expect\": {\"list\": \"Normal.0\"}}", 12, "has no \"frames\"", "" },
		{ "{\"expect\": \"1 +\"}", 12, "at its column 4", "" },
		{ "{\"expect\": 3}", 12, "an expectation is a number", "" },
		{ "{\"try\": {\"name\": \"a\", \"steps\": []}}", 32, "\"steps\" is empty", "" },
		{ "{\"try\": {\"name\": \"a\", \"steps\": [{\"try\": {}}]}}", 41, "no what-ifs of its own", "" },
		{ "{\"try\": {\"name\": \"a\", \"steps\": [{\"do\": {\"alloc_pages\": {\"as\": \"q\"}}}]}}, {\"do\": {\"free_pages\": \"q\"}}", 96, "no label of a block", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_wrong(&cases[i], HEAD "\"steps\": [", "]}");
}

static void test_wrong_machines(void **state)
{
	static const struct wrong cases[] = {
		{ "3", 1, "the machine is a number", "" },
		{ "{}", 1, "no memory", "\"ram\"" },
		{ "{\"ram\": \"1M\"}", 9, "no machine boots", "2M" },
		{ "{\"ram\": \"64T\"}", 9, "no machine boots", "" },
		{ "{\"ram\": \"64X\"}", 9, "no size", "" },
		{ "{\"ram\": \"16M\", \"zones\": [{\"name\": \"a\", \"frames\": 1}]}", 2, "not both", "" },
		{ "{\"ram\": \"16M\", \"arch\": \"i386\"}", 2, "on x86_64 only", "zones" },
		{ "{\"ram\": \"16M\", \"cpus\": 0}", 24, "\"cpus\" is 0", "" },
		{ "{\"ram\": \"16M\", \"files\": []}", 16, "has no \"files\"", "" },
		{ "{\"ram\": \"64M\", \"legible\": true, \"per_cpu_lists\": true}", 33, "a legible machine has no \"per_cpu_lists\"", "leave \"legible\" out" },
		{ "{\"ram\": \"64M\", \"lru_batches\": 1}", 31, "it must be true or false", "" },
		{ "{\"ram\": \"16M\", \"managed\": {\"DMA32\": 3}}", 28, "no zone \"DMA32\"", "DMA" },
		{ "{\"ram\": \"16M\", \"managed\": {\"DMA\": 30000}}", 27, "frames of RAM", "" },
		{ "{\"ram\": \"16M\", \"sysctl\": {\"vm.swapiness\": 3}}", 27, "unknown setting", "" },
		{ "{\"ram\": \"16M\", \"sysctl\": {\"vm.overcommit_memory\": 3}}", 51, "is 3", "0 to 2" },
		{ "{\"zones\": []}", 11, "\"zones\" is empty", "" },
		{ "{\"zones\": [{\"frames\": 3}]}", 12, "a zone has no \"name\"", "at most 7 letters" },
		{ "{\"zones\": [{\"name\": \"a\", \"frames\": 0}]}", 36, "\"frames\" is 0", "" },
		{ "{\"zones\": [{\"name\": \"a\", \"frames\": 3, \"pageblock_order\": 11}]}", 58, "is 11", "2 to 10" },
		{ "{\"zones\": [{\"name\": \"abcdefgh\", \"frames\": 3}]}", 12, "more than 7 letters", "" },
		{ "{\"zones\": [{\"name\": \"a\", \"frames\": 3, \"managed\": 4}]}", 12, "zone a has 3 frames", "" },
		{ "{\"zones\": [{\"name\": \"a\", \"frames\": 3, \"start\": \"0xffffffff\"}]}", 12, "ends above 16 TiB", "" },
		{ "{\"zones\": [{\"name\": \"a\", \"frames\": 3, \"start\": \"0xffffffffffffffff\"}]}", 12, "ends above 16 TiB", "" },
		{ "{\"zones\": [{\"name\": \"a\", \"frames\": 8}, {\"name\": \"DMA\", \"frames\": 8, \"start\": 7}]}", 40, "zones a and DMA overlap", "" },
		{ "{\"zones\": [{\"name\": \"a\", \"frames\": 8}, {\"name\": \"b\", \"frames\": 8, \"start\": 8}]}", 40, "a second Normal zone", "" },
		{ "{\"zones\": [{\"name\": \"a\", \"frames\": 8}], \"distance\": [[10, 20]]}", 54, "a row must be a list of 1", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_wrong(&cases[i], "{\"framewalk\": 1, \"title\": \"t\", \"machine\": ",
			     ", \"steps\": [{}]}");
}

static void test_wrong_heads(void **state)
{
	static const struct wrong cases[] = {
		{ "[]", 1, "a scenario is a list", "" },
		{ "{\"framewalk\": 2, \"title\": \"t\", " TOY ", \"steps\": [{}]}", 15, "version 2", "version 1" },
		{ "{\"framewalk\": 1, " TOY ", \"steps\": [{}]}", 1, "no \"title\"", "" },
		{ "{\"framewalk\": 1, \"title\": \"t\", \"steps\": [{}]}", 1, "no \"machine\"", "" },
		{ HEAD "\"titel\": 1, \"steps\": [{}]}", 112, "has no \"titel\"", "\"title\"" },
		{ "{\"framewalk\": 1, \"titel\": \"t\", " TOY ", \"steps\": [{}]}", 18, "has no \"titel\"", "did you mean \"title\"" },
		{ HEAD "\"step\": [{}]}", 112, "has no \"step\"", "\"steps\"" },
		{ HEAD "\"steps\": []}", 121, "\"steps\" is empty", "" },
		{ HEAD "\"steps\": 3}", 121, "it must be a list", "" },
		{ HEAD "\"chapters\": [{\"title\": \"a\", \"steps\": [{}]}], \"steps\": [{}]}", 167, "not both", "" },
		{ HEAD "\"keys\": [\"l\", \"l pgdn\"], \"steps\": [{}]}", 126, "no key is named 'pgdn'", "'PgDn'" },
		{ HEAD "\"keys\": \"hold 5\", \"steps\": [{}]}", 120, "'5' is no time", "hold 2s" },
		{ HEAD "\"keys\": [\"\"], \"steps\": [{}]}", 121, "is empty", "" },
		{ HEAD "\"keys\": [3], \"steps\": [{}]}", 121, "must be a string", "" },
		{ HEAD "\"keys\": \"l\\nl\", \"steps\": [{}]}", 120, "must be one line", "" },
		{ HEAD "\"keys\": \"wait step 2\", \"steps\": [{}]}", 120, "wait step 2: there are 1 steps", "" },
		{ HEAD "\"chapters\": [{\"steps\": [{}]}]}", 125, "a chapter has no \"title\"", "a few words" },
		{ "{\"framewalk\": 1, \"title\": \"t\", " TOY "}", 1, "no steps", "chapters" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_wrong(&cases[i], "", "");
}

/* Many faults in one file: all are told, in any order of the keys. */
static void test_all_in_one_go(void **state)
{
	struct diags faults;

	(void)state;
	assert_null(parsed(
		"{ \"steps\": [{\"do\": {\"aloc_pages\": 0}, \"ask\": 3},\n"
		"  {\"expect\": [{\"event\": \"no_such\"}, {\"x y\": 3}]}],\n"
		"  \"machine\": {\"zones\": [{\"name\": \"a\", \"frames\": 0}]},\n"
		"  \"framewalk\": 7, \"title\": \"\", \"title\": \"\\u0007\" }",
		"bad.json", &faults));
	assert_int_equal(faults.nr, 9);
	diags_free(&faults);
}

static void test_too_many_operations(void **state)
{
	struct text t = { 0 };
	struct diags faults;

	(void)state;
	text_puts(&t, HEAD "\"steps\": [{\"do\": [");
	for (unsigned i = 0; i < 5; i++)
		text_printf(&t, "%s{\"alloc_pages\": 0, \"x\": 1000000000}",
			    i ? "," : "");
	text_puts(&t, "]}]}");
	assert_null(parsed(t.s, "test.json", &faults));
	assert_int_equal(faults.nr, 1);
	assert_non_null(strstr(faults.list[0].what, "too many operations"));
	diags_free(&faults);
	text_free(&t);
}

static void test_compare_faults(void **state)
{
	static const struct wrong wrong[] = {
		{ "{\"name\": \"a\"}", 1, "\"machine\"", "" },
		{ "{\"name\": \"a\", \"machine\": {}}", 26, "no memory", "" },
		{ "{\"machine\": {\"ram\": \"16M\"}}", 1, "\"name\"", "" },
		{ "{\"name\": \"a\", \"machine\": {\"ram\": \"16M\","
		  " \"swap\": [{\"device\": \"/dev/vdb\", \"size\": \"1M\"}]}}", 1,
		  "other disks or swap", "in their order" },
		{ "[{\"name\": \"a\", \"machine\": {\"ram\": \"16M\"}},"
		  " {\"name\": \"a\", \"machine\": {\"ram\": \"16M\"}}]", 44,
		  "two comparisons", "" },
		{ "{\"name\": \"a\", \"machines\": 1, \"machine\": {\"ram\": \"16M\"}}", 15,
		  "\"machines\"", "\"machine\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_wrong(&wrong[i], HEAD "\"steps\": [{}], \"compare\": ",
			     "}");
	/* one name, one branch */
	assert_wrong(&(struct wrong){ "{\"name\": \"a\", \"steps\": [{}]}", 1,
				      "called \"a\" already", "" },
		     HEAD "\"compare\": {\"name\": \"a\", \"machine\":"
		     " {\"ram\": \"16M\"}}, \"steps\": [{\"try\": ", "}]}");
}

static void test_too_many_what_ifs(void **state)
{
	struct text t = { 0 };
	struct diags faults;

	(void)state;
	text_puts(&t, HEAD "\"steps\": [{\"try\": [");
	for (unsigned i = 0; i < 70; i++)
		text_printf(&t, "%s{\"name\": \"w%u\", \"steps\": [{}]}",
			    i ? "," : "", i);
	text_puts(&t, "]}]}");
	assert_null(parsed(t.s, "test.json", &faults));
	assert_int_equal(faults.nr, 1);
	assert_non_null(strstr(faults.list[0].what, "more than 64 what-ifs"));
	diags_free(&faults);
	text_free(&t);
}

static void test_too_many_keys(void **state)
{
	struct diags faults;
	struct text t = { 0 };

	(void)state;
	text_puts(&t, HEAD "\"keys\": [");
	for (unsigned i = 0; i < 16000; i++)
		text_printf(&t, "%s\"l l l l l l l\"", i ? "," : "");
	text_puts(&t, "], \"steps\": [{}]}");
	assert_null(parsed(t.s, "test.json", &faults));
	assert_int_equal(faults.nr, 1);
	assert_non_null(strstr(faults.list[0].what, "more than 100000 keys"));
	diags_free(&faults);
	text_free(&t);
}

static void test_wrong_lines(void **state)
{
	struct diags faults;

	(void)state;
	assert_null(parsed("{\"framewalk\": 1, \"titel\": \"t\", " TOY "}\n"
			   "{\"alloc_page\": 0}\n"
			   "{\"alloc_pages\": 0\n"
			   "[1]\n"
			   "{\"chapter\": \"x\", \"do\": 3}\n"
			   "{}\n", "x.jsonl", &faults));
	assert_int_equal(faults.nr, 6);
	for (unsigned i = 0; i < 6; i++)
		assert_int_equal(faults.list[i].line, i + 1);
	diags_free(&faults);
	assert_null(parsed("", "x.jsonl", &faults));
	assert_int_equal(faults.nr, 1);
	diags_free(&faults);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrong_operations),
		cmocka_unit_test(test_wrong_steps),
		cmocka_unit_test(test_wrong_machines),
		cmocka_unit_test(test_wrong_heads),
		cmocka_unit_test(test_all_in_one_go),
		cmocka_unit_test(test_too_many_operations),
		cmocka_unit_test(test_compare_faults),
		cmocka_unit_test(test_too_many_what_ifs),
		cmocka_unit_test(test_too_many_keys),
		cmocka_unit_test(test_wrong_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
