/*
 * What /proc says, counted once more by other ways: identities that hold after
 * every step, whatever the programs did
 */
#include "mm_fixture.h"

#include "base/hash.h"
#include "mm/fault.h"

enum { NR_FRAMES = 4096, MOST_AREAS = 256 };

/* Found by walking each page of each area of all tasks. */
struct census {
	uint16_t maps[NR_FRAMES];	/* entries that name the frame */
	uint16_t readers[NR_FRAMES];	/* of them, such as may not write */
	uint64_t tables[64];		/* bits of frames: tables of one task */
	uint64_t anon, file, nr_tables;	/* of one task, pages */
	uint64_t accounted;		/* of all, pages */
};

static void note_table(struct census *c, pfn_t pfn)
{
	uint64_t bit = UINT64_C(1) << pfn % 64;

	if (!(c->tables[pfn / 64] & bit))
		c->nr_tables++;
	c->tables[pfn / 64] |= bit;
}

static void note_page(const struct rig *r, struct census *c, handle_t mm,
		      vaddr_t at)
{
	struct walk w;
	pte_t e = pgtable_get(&r->m, mm, at);
	pfn_t pfn = pte_pfn(e);
	const struct frame *f;

	pgtable_walk(&r->m, mm, at, &w);
	for (unsigned i = 1; i < w.nr; i++)	/* the PGD is not counted */
		note_table(c, w.step[i].table);
	if (!pte_present(e) || pfn == r->m.s->zero_pfn)
		return;
	f = frame_at(&r->m, pfn);
	if (zone_kind(&r->m, pfn) != KIND_ANON) {
		c->file++;
		return;
	}
	c->anon++;
	c->maps[pfn]++;
	if (!(e & PTE_RW))
		c->readers[pfn]++;
	/* identity 6: who may write has the frame for himself */
	assert_true(!(e & PTE_RW) || (f->flags & PG_ANON_EXCLUSIVE));
}

/* Identities 1, 2, 3 and 12 of one task. */
static void census_task(struct rig *r, struct census *c)
{
	uint64_t pages_of[2] = { 0 }, lines = 0;
	handle_t mm = rig_mm(r), h = vma_first(&r->m, mm);
	struct text maps = { 0 };
	struct diag why;
	char path[32];

	c->anon = c->file = c->nr_tables = 0;
	memset(c->tables, 0, sizeof(c->tables));
	snprintf(path, sizeof(path), "%u/maps",
		 task_at(&r->m, rig_task(r))->pid);
	assert_true(procfs_print(&r->m, path, &maps, &why));
	for (const char *s = text_str(&maps); *s; s = strchr(s, '\n') + 1) {
		const struct vma *v = vma_at(&r->m, h);
		unsigned long long start, end;
		char rights[8];

		/* read back, the text is the list of areas */
		assert_int_equal(sscanf(s, "%llx-%llx %4s", &start, &end,
					rights), 3);
		assert_int_equal(start, v->start);
		assert_int_equal(end, v->end);
		assert_int_equal(rights[1] == 'w', (v->flags & VM_WRITE) != 0);
		pages_of[0] += (end - start) / PAGE_SIZE;
		pages_of[1] += v->flags & VM_GROWSDOWN ?
				       (end - start) / PAGE_SIZE : 0;
		c->accounted += v->flags & VM_ACCOUNT ?
					(end - start) / PAGE_SIZE : 0;
		for (vaddr_t at = start; at < end; at += PAGE_SIZE)
			note_page(r, c, mm, at);
		h = vma_next(&r->m, h);
		lines++;
	}
	text_free(&maps);
	assert_int_equal(h, 0);
	assert_int_equal(rig_own(r, "maps"), lines);
	assert_int_equal(rig_own(r, "status.VmSize"), pages_of[0] * 4);
	assert_int_equal(rig_own(r, "statm.size"), pages_of[0]);
	assert_int_equal(rig_own(r, "status.VmStk"), pages_of[1] * 4);
	assert_int_equal(rig_own(r, "status.RssAnon"), c->anon * 4);
	assert_int_equal(rig_own(r, "status.RssFile"), c->file * 4);
	assert_int_equal(rig_own(r, "stat.rss"), c->anon + c->file);
	assert_int_equal(rig_own(r, "status.VmPTE"), c->nr_tables * 4);
}

static void assert_identities(struct rig *r)
{
	struct census c = { 0 };
	uint64_t frames = 0, faults = 0;
	uint16_t acting = r->task;

	for (handle_t h = r->m.s->tasks; h; h = task_at(&r->m, h)->next) {
		faults += task_at(&r->m, h)->min_flt + task_at(&r->m, h)->maj_flt;
		r->task = (uint16_t)task_at(&r->m, h)->slot;
		/* of several of that name the newest is asked */
		if (task_at(&r->m, h)->mm && rig_task(r) == h)
			census_task(r, &c);
	}
	r->task = acting;
	for (pfn_t pfn = 0; pfn < NR_FRAMES; pfn++) {
		const struct frame *f = frame_at(&r->m, pfn);

		if (!c.maps[pfn])
			continue;
		frames++;
		/* identity 4 and 6 */
		assert_int_equal(f->mapcount, c.maps[pfn]);
		assert_int_equal(f->refcount, c.maps[pfn]);
		if (c.maps[pfn] > 1) {
			assert_int_equal(c.readers[pfn], c.maps[pfn]);
			assert_false(f->flags & PG_ANON_EXCLUSIVE);
		}
	}
	assert_int_equal(rig_value(r, "meminfo.AnonPages"), frames * 4);
	assert_int_equal(rig_value(r, "meminfo.Committed_AS"), c.accounted * 4);
	assert_true((uint64_t)rig_value(r, "vmstat.pgfault") >= faults);
}

static void test_identities(void **state)
{
	struct rig r;

	(void)state;
	rig_open_ram(&r, 16);
	rig_exec(&r, LAYOUT_STATIC);
	for (uint64_t i = 0; i < 500; i++) {
		/* a child at a time: each by its name */
		if (hash_word(i) % 12 == 8 && task_by_slot(&r.m, CHILD))
			continue;
		rig_random(&r, hash_word(i));
		if (task_by_slot(&r.m, CHILD) &&
		    !task_at(&r.m, task_by_slot(&r.m, CHILD))->mm) {
			r.task = TASK;
			assert_int_equal(rig_wait(&r, CHILD) > 0, 1);
		}
		assert_identities(&r);
	}
	rig_close(&r);
}

/* Identity 11: what came goes, frame by frame. */
static void test_frames_come_back(void **state)
{
	struct rig r;
	int64_t free;

	(void)state;
	rig_open_ram(&r, 16);
	rig_exec(&r, LAYOUT_EMPTY);
	free = rig_value(&r, "meminfo.MemFree");
	for (uint64_t i = 0; i < 300; i++)
		if (hash_word(i) % 12 != 6)	/* blocks of the kernel stay */
			rig_random(&r, hash_word(i));
	while (task_by_slot(&r.m, CHILD)) {
		r.task = CHILD;
		rig_exit(&r, 0);
		r.task = TASK;
		rig_wait(&r, CHILD);
	}
	rig_munmap(&r, 0x10000, 0x7ffff7ff9000 - 0x10000);
	assert_int_equal(rig_value(&r, "meminfo.MemFree"), free);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_identities),
		cmocka_unit_test(test_frames_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
