/*
 * What free(1) makes of four ways to have 1 GiB in memory: the columns tell
 * them apart, each style in its own way.
 */
#include "mm_fixture.h"

#include <inttypes.h>
#include <stdlib.h>

enum { GIB_MB = 1024 };

/* MiB by which a column may differ: tables, nodes of the tree, buffer heads. */
enum { NEAR_MB = 40 };

struct columns {
	int64_t used_old, used, free, shared, cache, available;
};

/* The two styles' numbers, in MiB. */
static struct columns columns_of(const struct rig *r)
{
	struct columns c = { 0 };
	struct text t = { 0 };
	struct diag why = { 0 };
	int64_t total;

	assert_true(procfs_print(&r->m, "free --old -m", &t, &why));
	assert_int_equal(sscanf(strstr(text_str(&t), "Mem:"),
				"Mem: %" SCNd64 " %" SCNd64, &total,
				&c.used_old), 2);
	text_free(&t);
	assert_true(procfs_print(&r->m, "free -m", &t, &why));
	assert_int_equal(sscanf(strstr(text_str(&t), "Mem:"),
				"Mem: %" SCNd64 " %" SCNd64 " %" SCNd64 " %"
				SCNd64 " %" SCNd64 " %" SCNd64, &total,
				&c.used, &c.free, &c.shared, &c.cache,
				&c.available), 6);
	text_free(&t);
	/* each column is cut to MiB by itself */
	assert_in_range(total - c.used_old - c.free - c.cache, 0, 2);
	return c;
}

static void open_seeds_machine(struct rig *r)
{
	static const struct file_spec file = {
		.name = "data", .size_bytes = UINT64_C(1) << 30,
		.kind = INODE_REGULAR,
	};
	struct machine_spec spec;
	struct op open = { .verb = OP_open, .task = TASK, .out = LABEL_A,
			   .arg = { 0, 1 } };

	machine_spec_init(&spec);
	assert_true(machine_spec_ram(&spec, UINT64_C(5900) * MIB));
	spec.thp_enabled = THP_NEVER;
	spec.nr_files = 1;
	spec.file = &file;
	rig_open(r, &spec);
	rig_exec(r, LAYOUT_STATIC);
	assert_true(rig_op(r, open) >= 0);
}

/* The range is mapped, and a byte of each of its pages is written. */
static void fill(struct rig *r, unsigned flags)
{
	struct op map = { .verb = OP_mmap, .task = TASK,
			  .arg = { BASE, UINT64_C(1) << 30, RW,
				   flags | MAP_FIXED_ } };

	if (!(flags & MAP_ANONYMOUS_))
		map.arg[4] = (uint64_t)LABEL_A << OP_FD_SHIFT;
	assert_true(rig_op(r, map) >= 0);
	for (uint64_t n = 0; n < (UINT64_C(1) << 30) / PAGE_SIZE; n++)
		assert_int_equal(rig_access(r, page(n), MODE_WRITE), 0);
}

static void assert_change(const char *what, int64_t from, int64_t to,
			  int64_t gib)
{
	if (llabs(to - from - gib * GIB_MB) > NEAR_MB)
		fail_msg("%s: %" PRId64 " MiB, not %" PRId64 " GiB", what,
			 to - from, gib);
}

static void changes(unsigned flags, const struct columns *gib)
{
	struct columns a, b;
	struct rig r;

	open_seeds_machine(&r);
	a = columns_of(&r);
	fill(&r, flags);
	b = columns_of(&r);
	assert_change("free", a.free, b.free, gib->free);
	assert_change("buff/cache", a.cache, b.cache, gib->cache);
	assert_change("used, old", a.used_old, b.used_old, gib->used_old);
	assert_change("used", a.used, b.used, gib->used);
	assert_change("shared", a.shared, b.shared, gib->shared);
	assert_change("available", a.available, b.available, gib->available);
	rig_close(&r);
}

static void vv7_11(void **state)
{
	(void)state;
	changes(MAP_SHARED_, &(struct columns){ .free = -1, .cache = 1 });
	changes(MAP_PRIVATE_, &(struct columns){ .free = -2, .cache = 1,
		.used_old = 1, .used = 1, .available = -1 });
	changes(MAP_PRIVATE_ | MAP_ANONYMOUS_, &(struct columns){ .free = -1,
		.used_old = 1, .used = 1, .available = -1 });
	changes(MAP_SHARED_ | MAP_ANONYMOUS_, &(struct columns){ .free = -1,
		.cache = 1, .shared = 1, .used = 1, .available = -1 });
	passed("VV7.11");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vv7_11),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
