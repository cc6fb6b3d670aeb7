/*
 * The disks, swap devices and files of a scenario, and the operations that
 * name them.
 */
#include "scenario_fixture.h"

#include <errno.h>

#include "mm/disk.h"
#include "mm/inode.h"
#include "mm/kernel.h"
#include "mm/swap_area.h"

#define RAM "{\"framewalk\": 1, \"title\": \"t\", \"machine\": {\"ram\": \"16M\", "
#define FILES                                                                  \
	RAM "\"disks\": [{\"name\": \"d\", \"size\": \"1M\"}]}, \"files\": "

static struct story *stored(void)
{
	return story_of(
		RAM "\"disks\": [{\"name\": \"vda\", \"size\": \"64M\", \"latency_us\": 5000, \"rotational\": true},"
		"             {\"name\": \"vdb\", \"bandwidth\": \"1G\"}],"
		" \"swap\": [{\"device\": \"/dev/vdb\", \"size\": \"8M\", \"disk\": \"vdb\", \"priority\": 5},"
		"          {\"device\": \"spare\", \"size\": \"1M\", \"solid_state\": true, \"on\": false}]},"
		"\"files\": [{\"name\": \"/srv/data\", \"size\": \"1M\"}, {\"name\": \"mem\", \"size\": 5000, \"on\": \"tmpfs\"},"
		"          {\"name\": \"new\", \"absent\": true}, {\"name\": \"/dev/vda\", \"on\": \"device\"},"
		"          {\"name\": \"far\", \"size\": 1, \"disk\": \"vdb\"}],"
		"\"steps\": [{\"do\": {\"truncate\": {\"file\": \"far\", \"length\": 0}}, \"try\": {\"name\": \"w\", "
		"\"steps\": [{\"do\": {\"unlink\": \"mem\"}}]}}]}", "m.json");
}

static void test_description(void **state)
{
	struct story *s = stored();
	const struct machine_spec *m = &s->machine;

	(void)state;
	assert_int_equal(m->nr_disks, 2);
	assert_string_equal(m->disk[0].name, "vda");
	assert_int_equal(m->disk[0].size_pages, 16384);
	assert_int_equal(m->disk[0].latency_ns, 5000000);
	assert_int_equal(m->disk[0].bytes_per_s, 0);
	assert_true(m->disk[0].rotational && !m->disk[1].rotational);
	assert_int_equal(m->disk[1].bytes_per_s, 1 << 30);
	assert_int_equal(m->nr_swaps, 2);
	assert_string_equal(m->swap[0].name, "/dev/vdb");
	assert_int_equal(m->swap[0].pages, 2048);
	assert_int_equal(m->swap[0].disk, 1);
	assert_int_equal(m->swap[0].prio, 5);
	assert_true(m->swap[0].on && !m->swap[0].solid_state);
	assert_int_equal(m->swap[1].prio, -1);
	assert_true(!m->swap[1].on && m->swap[1].solid_state);
	assert_int_equal(m->nr_files, 5);
	assert_string_equal(m->file[0].name, "/srv/data");
	assert_int_equal(m->file[0].kind, INODE_REGULAR);
	assert_int_equal(m->file[1].kind, INODE_TMPFS);
	assert_int_equal(m->file[1].size_bytes, 5000);
	assert_true(m->file[2].absent && !m->file[0].absent);
	assert_int_equal(m->file[3].kind, INODE_BDEV);
	assert_int_equal(m->file[3].size_bytes, 64 << 20);
	assert_int_equal(m->file[4].disk, 1);
	assert_int_equal(s->groups[0].op.arg[1], 5);
	assert_int_equal(s->what_ifs[0].story->groups[0].op.arg[1], 2);
	assert_ptr_equal(s->what_ifs[0].story->machine.file, m->file);
	story_free(s);
}

static void boot(struct machine *m, struct event_log *log,
		 const struct machine_spec *spec)
{
	struct diag why = { 0 };

	event_log_open(log, 16);
	if (!machine_boot(m, spec, log, &why))
		fail_msg("%s", why.what);
	if (!machine_check(m, &why))
		fail_msg("%s", why.what);
}

/* What the description says is there when the machine has booted. */
static void test_boot(void **state)
{
	struct story *s = stored();
	struct event_log log;
	struct machine m;
	const struct inode *i;

	(void)state;
	boot(&m, &log, &s->machine);
	assert_int_equal(m.s->nr_disks, 2);
	assert_int_equal(m.s->disk[0].latency_ns, 5000000);
	assert_int_equal(swap_area_by_name(&m, "/dev/vdb"), 0);
	assert_int_equal(m.s->swap_area[0].prio, 5);
	assert_int_equal(m.s->swap_area[0].on, SWAP_ON);
	assert_int_equal(m.s->swap_area[1].on, SWAP_OFF);
	assert_int_equal(m.s->total_swap_pages, 2047);
	i = inode_at(&m, inode_by_slot(&m, 1));
	assert_string_equal(i->name, "/srv/data");
	assert_int_equal(i->disk, 1);
	/* behind the second swap device, which lies on the first disk */
	assert_int_equal(i->disk_start, 256);
	assert_int_equal(inode_at(&m, inode_by_slot(&m, 2))->disk, 0);
	assert_int_equal(inode_by_slot(&m, 3), 0);
	assert_int_equal(inode_at(&m, inode_by_slot(&m, 4))->disk_start, 0);
	assert_int_equal(inode_at(&m, inode_by_slot(&m, 5))->disk, 2);
	machine_close(&m);
	event_log_close(&log);
	story_free(s);
}

/* A machine that says nothing of disks has the usual one. */
static void test_usual_disk(void **state)
{
	struct story *s = story_of(RAM "\"cpus\": 1}, \"files\": ["
				   "{\"name\": \"data\", \"size\": \"64K\", \"disk\": \"vda\"}],"
				   "\"steps\": [{\"do\": {\"exec\": \"demo\"}}]}", "m.json");
	struct event_log log;
	struct machine m;

	(void)state;
	boot(&m, &log, &s->machine);
	assert_int_equal(m.s->nr_disks, 1);
	assert_string_equal(m.s->disk[0].name, "vda");
	assert_int_equal(m.s->disk[0].latency_ns, 100000);
	assert_int_equal(m.s->disk[0].bytes_per_s, 500000000);
	machine_close(&m);
	event_log_close(&log);
	story_free(s);
}

#define SETTING                                                                \
	RAM "\"swap\": [{\"device\": \"/dev/vda\", \"size\": \"8M\"}, {\"device\": \"/dev/vdb\", \"size\": \"8M\"}]},"   \
	"\"files\": [{\"name\": \"data\", \"size\": \"1M\"}], \"steps\": [{\"do\": [{\"exec\": \"demo\"},"         \
	"{\"mmap\": {\"length\": \"64K\", \"as\": \"buf\"}}, {\"open\": {\"file\": \"data\", \"as\": \"f\"}},"       \
	"{\"shmget\": {\"size\": 5000, \"as\": \"seg\"}}, "

static struct op op_of(const char *operation)
{
	struct text t = { 0 };
	struct story *s;
	struct op op;

	text_printf(&t, SETTING "%s]}]}", operation);
	s = story_of(t.s, "test.json");
	op = op_at(&s->groups[s->nr_groups - 1], 0);
	text_free(&t);
	story_free(s);
	return op;
}

/* Slots of names in the setting, in the order they come. */
enum { DEMO = 1, BUF, FD, SEGMENT, NEXT };

static void test_file_operations(void **state)
{
	struct op op;

	(void)state;
	op = op_of("{\"open\": \"data\"}");
	assert_int_equal(op.task, DEMO);
	assert_int_equal(op.arg[1], 1);
	assert_int_equal(op.out, 0);
	op = op_of("{\"open\": {\"file\": \"data\", \"flags\": [\"create\", \"trunc\"], \"as\": \"g\"}}");
	assert_int_equal(op.arg[2], O_CREAT_ | O_TRUNC_);
	assert_int_equal(op.out, NEXT);
	op = op_of("{\"close\": \"f\"}");
	assert_int_equal(op.label, FD);
	op = op_of("{\"read\": {\"fd\": \"f\", \"length\": \"64K\"}}");
	assert_int_equal(op.label, FD);
	assert_int_equal(op.arg[2], 65536);
	assert_int_equal(op.arg[3], 0);
	op = op_of("{\"write\": {\"fd\": \"f\", \"length\": 1, \"at\": 0}}");
	assert_int_equal(op.arg[3], 1);
	op = op_of("{\"truncate\": {\"file\": \"data\", \"length\": \"4K\"}}");
	assert_int_equal(op.arg[1], 1);
	assert_int_equal(op.arg[2], 4096);
	assert_int_equal(op.task, 0);
	op = op_of("{\"memfd_create\": {\"size\": \"1M\", \"as\": \"g\"}}");
	assert_int_equal(op.arg[1], 1 << 20);
	op = op_of("{\"memfd_create\": {\"size\": \"1M\", \"as\": \"g\"}}, {\"fsync\": \"g\"}");
	assert_int_equal(op.label, NEXT);
	op = op_of("{\"fadvise\": {\"fd\": \"f\", \"advice\": \"random\", \"at\": 4096, \"length\": 8192}}");
	assert_int_equal(op.mode, FADV_RANDOM_);
	assert_int_equal(op.arg[2], 4096);
	assert_int_equal(op.arg[3], 8192);
	op = op_of("{\"mmap\": {\"length\": 4096, \"fd\": \"f\", \"offset\": \"8K\", \"flags\": \"shared\"}}");
	assert_int_equal(op.arg[3], MAP_SHARED_);
	assert_true(op.arg[4] == ((uint64_t)FD << OP_FD_SHIFT | 8192));
	op = op_of("{\"sync\": {}}");
	assert_int_equal(op.verb, OP_sync);
}

static void test_memory_operations(void **state)
{
	struct op op;

	(void)state;
	op = op_of("{\"mlock\": \"buf+4K\"}");
	assert_int_equal(op.arg[0], 4096);
	assert_int_equal(op.arg[1], 61440);
	assert_int_equal(op.mode, 0);
	op = op_of("{\"mlock\": {\"at\": \"buf\", \"onfault\": true}}");
	assert_int_equal(op.mode, 1);
	op = op_of("{\"msync\": \"buf\"}");
	assert_int_equal(op.arg[1], 65536);
	op = op_of("{\"mlockall\": [\"current\", \"future\"]}");
	assert_int_equal(op.mode, MCL_CURRENT_ | MCL_FUTURE_);
	op = op_of("{\"munlockall\": \"demo\"}");
	assert_int_equal(op.task, DEMO);
	op = op_of("{\"madvise\": {\"at\": \"buf\", \"advice\": \"pageout\"}}");
	assert_int_equal(op.arg[2], MADV_PAGEOUT_);
	op = op_of("{\"shmget\": {\"size\": 1, \"flags\": \"noreserve\", \"as\": \"more\"}}");
	assert_int_equal(op.arg[2], SHM_NORESERVE_);
	op = op_of("{\"shmat\": \"seg\"}");
	assert_int_equal(op.label, SEGMENT);
	op = op_of("{\"shmctl\": \"seg\"}");
	assert_int_equal(op.label, SEGMENT);
	/* what is mapped is as long as the segment, in whole pages */
	op = op_of("{\"shmat\": {\"id\": \"seg\", \"as\": \"at\"}}, {\"munmap\": \"at\"}");
	assert_int_equal(op.arg[1], 8192);
	op = op_of("{\"shmat\": {\"id\": \"seg\", \"as\": \"at\"}}, {\"shmdt\": \"at\"}");
	assert_int_equal(op.label, NEXT);
}

static void test_kernel_operations(void **state)
{
	struct op op;

	(void)state;
	op = op_of("{\"swapon\": \"/dev/vdb\"}");
	assert_int_equal(op.arg[1], 1);
	assert_int_equal((int64_t)op.arg[2], -1);
	op = op_of("{\"swapon\": {\"device\": \"/dev/vda\", \"priority\": 0}}");
	assert_int_equal(op.arg[1], 0);
	assert_int_equal(op.arg[2], 0);
	op = op_of("{\"swapoff\": \"/dev/vdb\"}");
	assert_int_equal(op.arg[1], 1);
	op = op_of("{\"echo\": {\"to\": \"/proc/demo/oom_score_adj\", \"value\": -1000}}");
	assert_int_equal(op.task, DEMO);
	assert_int_equal(op.mode, ECHO_OOM_SCORE_ADJ);
	assert_int_equal((int64_t)op.arg[1], -1000);
	op = op_of("{\"echo\": {\"to\": \"demo/oom_adj\", \"value\": 15}}");
	assert_int_equal(op.mode, ECHO_OOM_ADJ);
	op = op_of("{\"hold\": \"flusher\"}");
	assert_int_equal(op.mode, DAEMON_FLUSHER);
	op = op_of("{\"release\": \"kswapd\"}");
	assert_int_equal(op.mode, DAEMON_KSWAPD);
	op = op_of("{\"kill\": \"demo\"}");
	assert_int_equal(op.arg[1], 9);
	op = op_of("{\"kill\": {\"task\": \"demo\", \"signal\": \"SIGTERM\"}}");
	assert_int_equal(op.arg[1], 15);
	op = op_of("{\"setrlimit\": {\"resource\": \"memlock\", \"value\": \"64K\"}}");
	assert_int_equal(op.mode, LIMIT_MEMLOCK);
	assert_int_equal(op.arg[1], 65536);
	op = op_of("{\"setrlimit\": {\"resource\": \"as\", \"value\": \"unlimited\"}}");
	assert_true(op.arg[1] == UINT64_MAX);
	op = op_of("{\"setuid\": 1000}");
	assert_int_equal(op.arg[1], 1000);
	op = op_of("{\"vfork\": {\"task\": \"demo\", \"child\": \"kid\"}}");
	assert_int_equal(op.arg[1], NEXT);
	assert_memory_equal(&op.arg[3], "kid\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
}

static void test_wrong_machines(void **state)
{
	static const struct wrong cases[] = {
		{ "\"disks\": 3", 10, "it must be a list", "" },
		{ "\"disks\": [{}]", 11, "a disk has no \"name\"", "" },
		{ "\"disks\": [{\"name\": \"/dev/vda\"}]", 20, "is no name", "letters" },
		{ "\"disks\": [{\"name\": \"abcdefghijklmnop\"}]", 20, "more than 15 letters", "" },
		{ "\"disks\": [{\"name\": \"a\", \"latency_us\": 0}]", 39, "is 0", "1 to" },
		{ "\"disks\": [{\"name\": \"a\", \"bandwidth\": 0}]", 38, "must not be 0", "" },
		{ "\"disks\": [{\"name\": \"a\", \"speed\": 1}]", 25, "a disk has no \"speed\"", "latency_us" },
		{ "\"disks\": [{\"name\": \"a\"}, {\"name\": \"a\"}]", 35, "a second disk", "" },
		{ "\"disks\": [{\"name\": \"a\"}, {\"name\": \"b\"}, {\"name\": \"c\"}, {\"name\": \"d\"}, {\"name\": \"e\"}]", 71, "more than 4 disks", "" },
		{ "\"swap\": [{\"device\": \"/dev/vdb\"}]", 10, "a swap device has no \"size\"", "" },
		{ "\"swap\": [{\"device\": \"a\", \"size\": 4096}]", 34, "that size", "8K to" },
		{ "\"swap\": [{\"device\": \"a\", \"size\": \"1T\"}]", 34, "that size", "256G" },
		{ "\"swap\": [{\"device\": \"a\", \"size\": \"8M\", \"priority\": 40000}]", 52, "is 40000", "-1 to 32767" },
		{ "\"swap\": [{\"device\": \"a\", \"size\": \"8M\", \"disk\": \"sda\"}]", 48, "no disk \"sda\"", "\"vda\"" },
		{ "\"swap\": [{\"device\": \"a\", \"size\": \"8M\"}, {\"device\": \"a\", \"size\": \"8M\"}]", 52, "a second swap device", "" },
		{ "\"disks\": [{\"name\": \"d\", \"size\": \"1M\"}], \"swap\": [{\"device\": \"a\", \"size\": \"8M\"}]", 50, "disk d is full", "2048 pages" },
		{ "\"swap\": [{\"device\": \"a\", \"size\": \"8M\"}, {\"device\": \"b\", \"size\": \"8M\"}, {\"device\": \"c\", \"size\": \"8M\"}, {\"device\": \"d\", \"size\": \"8M\"}]", 103, "more than 3 swap", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_wrong(&cases[i], RAM, "}, \"steps\": [{}]}");
}

static void test_wrong_files(void **state)
{
	static const struct wrong cases[] = {
		{ "3", 1, "\"files\" is a number, it must be a list", "" },
		{ "[\"data\"]", 2, "a file is a string", "" },
		{ "[{\"size\": 3}]", 2, "a file has no \"name\"", "" },
		{ "[{\"name\": \"\"}]", 11, "is empty", "" },
		{ "[{\"name\": \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}]", 11, "more than 63 letters", "" },
		{ "[{\"name\": \"a\"}, {\"name\": \"a\"}]", 26, "a second file", "" },
		{ "[{\"name\": \"a\", \"size\": \"17T\"}]", 24, "too large", "16T" },
		{ "[{\"name\": \"a\", \"on\": \"disc\"}]", 22, "unknown: \"disc\"", "\"disk\"" },
		{ "[{\"name\": \"a\", \"disk\": \"vdb\"}]", 24, "no disk \"vdb\"", "known: d" },
		{ "[{\"name\": \"a\", \"on\": \"tmpfs\", \"disk\": \"d\"}]", 31, "has no disk", "" },
		{ "[{\"name\": \"a\", \"size\": 1, \"absent\": true}]", 27, "has no size", "" },
		{ "[{\"name\": \"a\", \"on\": \"device\", \"absent\": true}]", 32, "from the start", "" },
		{ "[{\"name\": \"a\", \"size\": \"1M\"}, {\"name\": \"b\", \"size\": 1}]", 31, "disk d is full", "257 pages" },
		{ "[{\"name\": \"a\", \"sise\": \"1M\"}]", 16, "a file has no \"sise\"", "\"size\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_wrong(&cases[i], FILES, ", \"steps\": [{}]}");
}

static void test_wrong_operations(void **state)
{
	static const struct wrong cases[] = {
		{ "{\"open\": \"dat\"}", 10, "no file is called \"dat\"", "\"data\"" },
		{ "{\"open\": \"/nowhere\"}", 10, "no file is called \"/nowhere\"", "\"files\"" },
		{ "{\"open\": 3}", 10, "the name of a file", "" },
		{ "{\"open\": {\"file\": \"data\", \"flags\": \"creat\"}}", 36, "unknown: \"creat\"", "create" },
		{ "{\"read\": {\"fd\": \"buf\", \"length\": 1}}", 17, "is a label of a range, not a label of a descriptor", "" },
		{ "{\"read\": {\"fd\": \"g\", \"length\": 1}}", 17, "no label of a descriptor is called \"g\"", "" },
		{ "{\"read\": {\"fd\": \"f\"}}", 10, "read has no \"length\"", "" },
		{ "{\"read\": {\"fd\": \"f\", \"length\": 1, \"at\": \"256T\"}}", 41, "too large", "" },
		{ "{\"access\": {\"at\": \"f\"}}", 19, "is a label of a descriptor, not a label of a range", "" },
		{ "{\"shmat\": \"f\"}", 11, "is a label of a descriptor, not a label of a segment", "" },
		{ "{\"close\": \"seg\"}", 11, "is a label of a segment, not a label of a descriptor", "" },
		{ "{\"mmap\": {\"length\": 1, \"offset\": 4096}}", 34, "goes with \"fd\"", "" },
		{ "{\"mmap\": {\"length\": 1, \"fd\": \"f\", \"flags\": \"anonymous\"}}", 44, "has no \"fd\"", "" },
		{ "{\"mmap\": {\"length\": 1, \"fd\": \"f\", \"offset\": \"1024T\"}}", 45, "too large", "" },
		{ "{\"mlock\": \"0x1000\"}", 11, "has no \"length\"", "" },
		{ "{\"mlock\": {\"at\": \"buf\", \"onfault\": 1}}", 36, "true or false", "" },
		{ "{\"mlockall\": \"now\"}", 14, "unknown: \"now\"", "current" },
		{ "{\"setrlimit\": {\"resource\": \"nofile\", \"value\": 3}}", 28, "unknown: \"nofile\"", "memlock" },
		{ "{\"setrlimit\": {\"resource\": \"stack\", \"value\": \"much\"}}", 46, "no size", "" },
		{ "{\"setrlimit\": {\"resource\": \"stack\", \"value\": true}}", 46, "\"unlimited\"", "" },
		{ "{\"kill\": {\"task\": \"demo\", \"signal\": \"KILL\"}}", 37, "no signal: KILL", "SIGKILL" },
		{ "{\"swapon\": \"/dev/vdz\"}", 12, "unknown: \"/dev/vdz\"", "\"/dev/vda\"" },
		{ "{\"swapon\": {\"device\": \"/dev/vdb\", \"priority\": 40000}}", 47, "is 40000", "-1 to 32767" },
		{ "{\"echo\": {\"to\": \"sys/vm/swappiness\", \"value\": 1}}", 17, "no file that can be written", "\"sysctl\"" },
		{ "{\"echo\": {\"to\": \"nobody/oom_adj\", \"value\": 1}}", 17, "no task is called \"nobody\"", "" },
		{ "{\"hold\": \"kswapd0\"}", 10, "unknown: \"kswapd0\"", "\"kswapd\"" },
		{ "{\"fadvise\": {\"fd\": \"f\", \"advice\": \"free\"}}", 35, "unknown: \"free\"", "" },
		{ "{\"vfork\": {\"task\": \"demo\", \"child\": \"c\"}, \"x\": 2}", 43, "cannot be repeated", "" },
		{ "{\"kill\": \"demo\"}, {\"brk\": \"+4K\"}", 27, "there is no task here", "exec" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_wrong(&cases[i], SETTING,
			     "]}]}");
}

static void test_too_many_files(void **state)
{
	struct text t = { 0 };
	struct diags faults;

	(void)state;
	text_puts(&t, RAM "\"cpus\": 1}, \"files\": [");
	for (unsigned i = 0; i < 10003; i++)
		text_printf(&t, "%s{\"name\": \"f%u\"}", i ? "," : "", i);
	text_puts(&t, "], \"steps\": [{}]}");
	assert_null(parsed(t.s, "test.json", &faults));
	assert_int_equal(faults.nr, 1);
	assert_non_null(strstr(faults.list[0].what, "more than 10000 files"));
	diags_free(&faults);
	text_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_description),
		cmocka_unit_test(test_boot),
		cmocka_unit_test(test_usual_disk),
		cmocka_unit_test(test_file_operations),
		cmocka_unit_test(test_memory_operations),
		cmocka_unit_test(test_kernel_operations),
		cmocka_unit_test(test_wrong_machines),
		cmocka_unit_test(test_wrong_files),
		cmocka_unit_test(test_wrong_operations),
		cmocka_unit_test(test_too_many_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
