/* The page cache: a file's tree, and what reading does to the LRU lists. */
#include "file_fixture.h"

#include "mm/inode.h"
#include "mm/kmem_preload.h"
#include "mm/truncate.h"

/* Slots on the way to a page, top down: "15 40". */
static const char *path_drawn(struct rig *r, handle_t inode, uint64_t index)
{
	uint64_t root = inode_at(&r->m, inode)->root;
	handle_t h = root & 3 ? 0 : (handle_t)(root >> 2);
	size_t len = 0;

	r->drawn[0] = '\0';
	while (h) {
		const struct xa_node *n = xa_node_at(&r->m, h);
		unsigned at = (unsigned)(index >> n->shift) & 63;

		len += (size_t)snprintf(r->drawn + len, sizeof(r->drawn) - len,
					"%s%u", len ? " " : "", at);
		h = n->shift ? (handle_t)n->slot[at] : 0;
	}
	return r->drawn;
}

static pfn_t add_page(struct rig *r, handle_t inode, uint64_t index)
{
	pfn_t pfn = alloc_pages(&r->m, GFP_HIGHUSER_MOVABLE, 0, 0, KIND_FILE);

	assert_true(pfn != PFN_NONE);
	frame_mut(&r->m, pfn)->flags |= PG_UPTODATE;
	assert_int_equal(filemap_add_page(&r->m, inode, index, pfn, false,
					  GFP_KERNEL), 0);
	lru_add(&r->m, pfn);
	put_page(&r->m, pfn);
	return pfn;
}

static void remove_page(struct rig *r, handle_t inode, uint64_t index,
			struct slot left)
{
	pfn_t pfn = filemap_page(&r->m, inode, index);

	filemap_remove(&r->m, pfn, left);
	put_page(&r->m, pfn);
}

static const struct slot nothing = { SLOT_EMPTY, 0 };

static void test_paths(void **state)
{
	handle_t inode;
	struct rig r;

	(void)state;
	files_open_ram(&r, 16);
	inode = file_inode(&r, DATA);
	/* page 0 alone needs no node */
	add_page(&r, inode, 0);
	assert_string_equal(path_drawn(&r, inode, 0), "");
	assert_int_equal(r.m.s->kmem_objects[KMEM_XA_NODE], 0);
	add_page(&r, inode, 63);
	assert_string_equal(path_drawn(&r, inode, 63), "63");
	add_page(&r, inode, 1000);
	assert_string_equal(path_drawn(&r, inode, 1000), "15 40");
	add_page(&r, inode, 5000);
	assert_string_equal(path_drawn(&r, inode, 5000), "1 14 8");
	assert_string_equal(path_drawn(&r, inode, 1000), "0 15 40");
	/* three levels: 1 + 2 + 3 nodes */
	assert_int_equal(r.m.s->kmem_objects[KMEM_XA_NODE], 6);
	assert_int_equal(r.m.s->kmem_slabs[KMEM_XA_NODE], 1);
	remove_page(&r, inode, 5000, nothing);
	remove_page(&r, inode, 1000, nothing);
	assert_string_equal(path_drawn(&r, inode, 63), "63");
	remove_page(&r, inode, 63, nothing);
	assert_int_equal(r.m.s->kmem_objects[KMEM_XA_NODE], 0);
	assert_int_equal(filemap_page(&r.m, inode, 0) != PFN_NONE, 1);
	rig_close(&r);
	passed("PV9.3");
}

enum { SET = 1 << 13 };

/* A tree against a plain table of what it should hold. */
struct model {
	uint8_t kind[SET];
	uint8_t mark[SET];
};

static void model_check(struct rig *r, handle_t inode, const struct model *t,
			uint64_t from)
{
	uint64_t used = INDEX_NONE, page_at = INDEX_NONE, mark = INDEX_NONE;

	for (uint64_t i = SET; i-- > from;) {
		used = t->kind[i] ? i : used;
		page_at = t->kind[i] == SLOT_PAGE ? i : page_at;
		mark = t->mark[i] ? i : mark;
	}
	assert_int_equal(filemap_next_used(&r->m, inode, from), used);
	assert_int_equal(filemap_next_page(&r->m, inode, from), page_at);
	assert_int_equal(filemap_next_marked(&r->m, inode, from,
					     XA_MARK_WRITEBACK), mark);
}

static void model_step(struct rig *r, handle_t inode, struct model *t,
		       uint64_t index, uint64_t chance)
{
	assert_int_equal(filemap_slot(&r->m, inode, index).kind,
			 t->kind[index]);
	if (t->kind[index] != SLOT_PAGE && chance % 4) {
		add_page(r, inode, index);
		t->kind[index] = SLOT_PAGE;
	} else if (t->kind[index] != SLOT_PAGE) {
		filemap_clear(&r->m, inode, index);
		t->kind[index] = SLOT_EMPTY;
	} else if (chance % 4 == 0) {
		bool set = !t->mark[index];

		filemap_mark(&r->m, inode, index, XA_MARK_WRITEBACK, set);
		t->mark[index] = set;
	} else {
		struct slot left = { SLOT_SHADOW, 1 + (chance & 0xfff) };

		if (chance % 4 == 1)
			left = nothing;
		remove_page(r, inode, index, left);
		t->kind[index] = (uint8_t)left.kind;
		t->mark[index] = 0;
	}
}

static void test_by_chance(void **state)
{
	static struct model t;
	uint64_t chance = 1;
	handle_t inode;
	struct rig r;

	(void)state;
	files_open_ram(&r, 64);
	inode = file_inode(&r, DATA);
	for (unsigned i = 0; i < 20000; i++) {
		/* sparse at first, then dense, then thinned out again */
		uint64_t range = i < 3000 ? SET : i < 15000 ? 700 : 70;

		chance = chance * UINT64_C(6364136223846793005) + 1442695;
		model_step(&r, inode, &t, (chance >> 33) % range, chance >> 20);
		if (i % 16 == 0)
			model_check(&r, inode, &t, (chance >> 40) % SET);
		if (i % 512 == 0)
			rig_check(&r);
	}
	while (filemap_forget_shadows(&r.m))
		;
	rig_check(&r);
	for (uint64_t i = 0; i < SET; i++)
		if (filemap_page(&r.m, inode, i) != PFN_NONE)
			filemap_mark(&r.m, inode, i, XA_MARK_WRITEBACK, false);
	rig_close(&r);
}

/* Read page after page, 4 KiB at a time. */
static void read_pass(struct rig *r, uint64_t nr)
{
	for (uint64_t i = 0; i < nr; i++)
		assert_int_equal(file_pread(r, FD, PAGE_SIZE, pages(i)),
				 PAGE_SIZE);
}

/* Reading a device thrice, and writing to it: the recorded guest's numbers. */
static void test_second_chance(void **state)
{
	uint64_t inactive, activated;
	struct rig r;

	(void)state;
	files_open_ram(&r, 512);
	inactive = file_stat(&r, NR_INACTIVE_FILE);
	activated = r.m.s->vm_event[PGACTIVATE];
	file_open_as(&r, DEVICE, 0, FD);
	read_pass(&r, 4096);
	assert_int_equal(file_stat(&r, NR_FILE_PAGES), 4156);
	assert_true(file_stat(&r, NR_INACTIVE_FILE) - inactive <= 4156);
	assert_true(file_stat(&r, NR_INACTIVE_FILE) - inactive > 4156 - 15);
	assert_int_equal(file_stat(&r, NR_ACTIVE_FILE), 0);
	assert_int_equal(r.m.s->vm_event[PGACTIVATE], activated);
	read_pass(&r, 4096);
	lru_add_drain(&r.m);
	assert_int_equal(file_stat(&r, NR_ACTIVE_FILE), 4096);
	assert_int_equal(file_stat(&r, NR_INACTIVE_FILE), 60);
	assert_int_equal(r.m.s->vm_event[PGACTIVATE], activated + 4096);
	read_pass(&r, 4096);
	assert_int_equal(file_stat(&r, NR_ACTIVE_FILE), 4096);
	assert_int_equal(file_stat(&r, NR_INACTIVE_FILE), 60);
	passed("PV7.1");
	/* 1024 new pages: not marked, so they stay where they came */
	for (uint64_t i = 0; i < 1024; i++)
		assert_int_equal(file_pwrite(&r, FD, PAGE_SIZE,
					     pages(8192 + i)), PAGE_SIZE);
	lru_add_drain(&r.m);
	assert_int_equal(file_cached(&r, DEVICE), 4156 + 1024);
	assert_int_equal(file_stat(&r, NR_ACTIVE_FILE), 4096);
	assert_int_equal(file_stat(&r, NR_INACTIVE_FILE), 60 + 1024);
	passed("PV7.2");
	rig_close(&r);
}

static void test_drop_caches(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 512);
	file_open_as(&r, DEVICE, 0, FD);
	read_pass(&r, 4096);
	read_pass(&r, 4096);
	for (uint64_t i = 0; i < 1024; i++)
		file_pwrite(&r, FD, PAGE_SIZE, pages(8192 + i));
	lru_add_drain(&r.m);
	file_open_as(&r, MEMORY, 0, FD_B);
	file_write(&r, FD_B, pages(100));
	assert_int_equal(rig_sysctl(&r, SYSCTL_drop_caches, 1), 0);
	assert_int_equal(file_cached(&r, DEVICE), 1024);
	assert_int_equal(file_stat(&r, NR_ACTIVE_FILE), 0);
	assert_int_equal(file_sync(&r), 0);
	lru_add_drain(&r.m);	/* as the end of the program sync does */
	rig_sysctl(&r, SYSCTL_drop_caches, 1);
	assert_int_equal(file_cached(&r, DEVICE), 0);
	assert_int_equal(rig_event(&r, EV_drop_caches, 0)->arg[1], 1024);
	rig_sysctl(&r, SYSCTL_drop_caches, 3);
	assert_int_equal(file_cached(&r, MEMORY), 100);
	assert_int_equal(r.m.s->vm_event[DROP_PAGECACHE], 3);
	assert_int_equal(r.m.s->vm_event[DROP_SLAB], 1);
	assert_int_equal(r.m.s->nr_dmesg, 3);
	rig_sysctl(&r, SYSCTL_drop_caches, 4);
	rig_sysctl(&r, SYSCTL_drop_caches, 1);
	assert_int_equal(r.m.s->nr_dmesg, 4);
	passed("PV8.7");
	rig_close(&r);
}

/* A page in a batch has one user more, and survives; so does a mapped one. */
static void test_drop_leaves_batches(void **state)
{
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	file_open_as(&r, DATA, 0, FD);
	file_read(&r, FD, pages(1));
	rig_sysctl(&r, SYSCTL_drop_caches, 1);
	assert_int_equal(file_cached(&r, DATA), 4);
	lru_add_drain(&r.m);
	rig_sysctl(&r, SYSCTL_drop_caches, 1);
	assert_int_equal(file_cached(&r, DATA), 0);
	rig_close(&r);
}

/* Nodes that cannot be had: nothing is half done. */
static void test_scarcity(void **state)
{
	(void)state;
	for (uint32_t n = 1; n < 12; n++) {
		struct rig r;
		int64_t ret;

		files_open_ram(&r, 16);
		file_open_as(&r, DATA, 0, FD);
		r.m.s->fail_nth = n;
		ret = file_pwrite(&r, FD, pages(3), pages(5000));
		assert_true(ret == -ENOMEM || (ret > 0 && ret <= 3 * PAGE_SIZE));
		r.m.s->fail_nth = n;
		ret = file_pread(&r, FD, pages(3), pages(100));
		assert_true(ret == -ENOMEM || (ret > 0 && ret <= 3 * PAGE_SIZE));
		r.m.s->fail_nth = 0;
		rig_close(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_by_chance),
		cmocka_unit_test(test_second_chance),
		cmocka_unit_test(test_drop_caches),
		cmocka_unit_test(test_drop_leaves_batches),
		cmocka_unit_test(test_scarcity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
