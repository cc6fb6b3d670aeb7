/* The page cache: a file's tree, and what reading does to the LRU lists. */
#include "damage_fixture.h"
#include "file_fixture.h"

#include "mm/daemon.h"
#include "mm/inode.h"
#include "mm/kmem_preload.h"
#include "mm/shadow_nodes.h"
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
	/* as for writing: no shadow is looked at */
	assert_int_equal(filemap_add_page(&r->m, inode, index, pfn, true,
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
	assert_int_equal(xa_find(&r->m, inode, from, WANT_USED), used);
	assert_int_equal(xa_find(&r->m, inode, from, WANT_PAGE), page_at);
	assert_int_equal(xa_find(&r->m, inode, from, XA_MARK_TOWRITE),
			 mark);
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

		xa_mark_set(&r->m, inode, index, XA_MARK_TOWRITE, set);
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
	while (shadow_nodes_forget(&r.m))
		;
	rig_check(&r);
	for (uint64_t i = 0; i < SET; i++)
		if (filemap_page(&r.m, inode, i) != PFN_NONE)
			xa_mark_set(&r.m, inode, i, XA_MARK_TOWRITE, false);
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

/* What a damage is done to: a file of three pages, two of them dirty. */
struct parts {
	struct state   *s;
	struct inode   *inode;
	struct xa_node *node;
	struct frame   *clean;
	struct frame   *dirty;
	struct disk    *disk;	/* with requests under way */
	struct request *request;
};

static void parts_find(struct rig *r, struct parts *p)
{
	handle_t inode = file_inode(r, DATA);

	p->s = r->m.s;
	p->inode = inode_mut(&r->m, inode);
	p->node = xa_node_mut(&r->m, (handle_t)(p->inode->root >> 2));
	p->clean = frame_mut(&r->m, filemap_page(&r->m, inode, 3));
	p->dirty = frame_mut(&r->m, filemap_page(&r->m, inode, 5));
	p->disk = &r->m.s->disk[0];
	p->request = request_mut(&r->m, p->disk->first);
}

/* Each must be reported. */
#define DAMAGES(DAMAGE)                                                        \
	DAMAGE(slot_lost, p->node->slot[3] = 0)                                \
	DAMAGE(slot_wrong, p->node->slot[3] = p->node->slot[5])                \
	DAMAGE(slot_swap, p->node->slot[9] = 4 << 2 | 3; p->node->count++;     \
			  p->node->nr_values++)                                \
	DAMAGE(node_count, p->node->count++)                                   \
	DAMAGE(node_values, p->node->nr_values++)                              \
	DAMAGE(node_inode, p->node->inode = 0)                                 \
	DAMAGE(mark_lost, p->node->mark[XA_MARK_DIRTY] = 0)                    \
	DAMAGE(mark_false, p->node->mark[XA_MARK_WRITEBACK] |= 8)              \
	DAMAGE(mark_empty, p->node->mark[XA_MARK_DIRTY] |= 1 << 20)            \
	DAMAGE(nrpages, p->inode->nrpages--)                                   \
	DAMAGE(page_index, p->clean->index++)                                  \
	DAMAGE(page_mapping, p->clean->mapping = 0)                            \
	DAMAGE(page_held, p->clean->refcount++)                                \
	DAMAGE(page_dirty, p->clean->flags |= PG_DIRTY)                        \
	DAMAGE(page_clean, p->dirty->flags &= ~(uint32_t)PG_DIRTY)             \
	DAMAGE(nr_dirty, p->s->node[0].stat[NR_FILE_DIRTY]++)                  \
	DAMAGE(nr_dirty_inodes, p->s->nr_dirty_inodes++)                       \
	DAMAGE(dirtied_when, p->inode->dirtied_when_ns = 0)                    \
	DAMAGE(file_pages, p->s->node[0].stat[NR_FILE_PAGES]++)                \
	DAMAGE(shmem, p->s->node[0].stat[NR_SHMEM]++)                          \
	DAMAGE(slab_pages, p->s->node[0].stat[NR_SLAB_RECLAIMABLE_B]++)        \
	DAMAGE(kmem_objects, p->s->kmem_objects[KMEM_XA_NODE] += 100)          \
	DAMAGE(kmem_slabs, p->s->kmem_slabs[KMEM_BUFFER_HEAD]++)               \
	DAMAGE(kmem_room, p->s->kmem_room[KMEM_XA_NODE]--)                     \
	DAMAGE(disk_requests, p->disk->nr_requests++)                          \
	DAMAGE(all_requests, p->s->nr_requests--)                              \
	DAMAGE(request_late, p->request->done_ns = NEVER_NS)                   \
	DAMAGE(request_disk, p->request->disk = 1)                             \
	DAMAGE(request_page, p->request->page[0]++)

DAMAGES(DAMAGE_FUNCTION)

static void test_damage_is_reported(void **state)
{
	static const struct damage damages[] = { DAMAGES(DAMAGE_ROW) };
	struct parts p;
	struct rig r;

	(void)state;
	files_open_ram(&r, 16);
	file_open_as(&r, DATA, 0, FD);
	file_pread(&r, FD, pages(1), pages(3));
	file_pwrite(&r, FD, pages(2), pages(5));
	file_fadvise(&r, FD, FADV_WILLNEED_, pages(40), pages(2));
	parts_find(&r, &p);
	assert_damages(&r, &p, damages, sizeof(damages) / sizeof(damages[0]));
	rig_close(&r);
}

/* Calls on files, each of which asks for frames of another sort. */
static void use_files(struct rig *r)
{
	file_open_as(r, DATA, 0, FD);
	file_pread(r, FD, pages(3), pages(5000));
	file_pwrite(r, FD, pages(3), pages(100));
	file_pwrite(r, FD, 10, pages(200) + 5);
	file_open_as(r, MEMORY, 0, FD_B);
	file_pwrite(r, FD_B, pages(3), pages(70));
	rig_op(r, (struct op){ .verb = OP_mmap, .task = TASK,
			       .arg = { page(0), pages(2), RW,
					MAP_SHARED_ | MAP_FIXED_,
					(uint64_t)FD << OP_FD_SHIFT |
						pages(300) } });
	rig_op(r, (struct op){ .verb = OP_access, .task = TASK,
			       .mode = MODE_WRITE, .arg = { page(1) } });
	file_call(r, OP_fsync, FD, 0, 0, 0);
	rig_sysctl(r, SYSCTL_drop_caches, 3);
}

/* The n-th frame cannot be had: nothing is half done, nothing is lost. */
static void test_scarcity(void **state)
{
	uint32_t n = 0, refused = 1;

	(void)state;
	while (refused) {
		struct rig r;

		files_open_ram(&r, 16);
		r.m.s->fail_nth = ++n;
		use_files(&r);
		refused = r.m.s->fail_nth == 0;
		r.m.s->fail_nth = 0;
		use_files(&r);
		assert_int_equal(file_pread(&r, FD, pages(3), pages(99)),
				 pages(3));
		rig_close(&r);
	}
	assert_in_range(n, 20, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_by_chance),
		cmocka_unit_test(test_second_chance),
		cmocka_unit_test(test_drop_caches),
		cmocka_unit_test(test_drop_leaves_batches),
		cmocka_unit_test(test_damage_is_reported),
		cmocka_unit_test(test_scarcity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
