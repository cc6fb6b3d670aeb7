/*
 * The LRU lists: where pages come in, how they get around, how they leave. A
 * list is drawn head first, a letter a page in the order of their making.
 */
#include "file_fixture.h"

#include "mm/lru.h"

struct world {
	struct rig r;
	pfn_t	   page[26];	/* each held by the test */
	unsigned   nr;
};

/* The lists are well formed at every event. */
static void hear(void *ctx, const struct machine *m, const struct event *e)
{
	struct diag why = { 0 };

	(void)ctx;
	if (!lru_check(m, &why) || !lru_check_frames(m, &why))
		fail_msg("at %s: %s", event_types[e->id].name, why.what);
}

static void world_open(struct world *w, unsigned batch)
{
	struct machine_spec spec;

	toy_spec(&spec, 64, 4);
	rig_open(&w->r, &spec);
	w->r.log.hear = hear;
	w->r.m.s->lru_batch_size = batch;
	w->nr = 0;
}

static void world_close(struct world *w)
{
	lru_add_drain(&w->r.m);
	for (unsigned i = 0; i < w->nr; i++)
		if (w->page[i] != PFN_NONE)
			put_page(&w->r.m, w->page[i]);
	for (unsigned l = 0; l < NR_LRU_LISTS; l++)
		assert_int_equal(w->r.m.s->zone[rig_zone(&w->r)].nr_lru[l], 0);
	rig_close(&w->r);
}

static pfn_t page_new(struct world *w, enum frame_kind kind, uint32_t flags)
{
	pfn_t pfn = alloc_pages(&w->r.m, GFP_HIGHUSER_MOVABLE, 0, 0, kind);

	assert_true(pfn != PFN_NONE && w->nr < 26);
	frame_mut(&w->r.m, pfn)->flags |= flags | PG_UPTODATE;
	w->page[w->nr++] = pfn;
	return pfn;
}

static pfn_t file_page(struct world *w)
{
	return page_new(w, KIND_FILE, 0);
}

static pfn_t anon_page(struct world *w)
{
	return page_new(w, KIND_ANON, PG_SWAPBACKED);
}

/* Pages a, b, c ... come to their list one after the other. */
static void add_pages(struct world *w, unsigned nr, bool anon)
{
	while (nr--)
		lru_add(&w->r.m, anon ? anon_page(w) : file_page(w));
}

static char letter_of(const struct world *w, pfn_t pfn)
{
	for (unsigned i = 0; i < w->nr; i++)
		if (w->page[i] == pfn)
			return (char)('a' + i);
	return '?';
}

static const char *drawn(struct world *w, enum lru_list lru)
{
	pfn_t pfn = lru_head(&w->r.m, 0, lru);
	unsigned n = 0;

	for (; pfn != PFN_NONE; pfn = lru_next(&w->r.m, pfn))
		w->r.drawn[n++] = letter_of(w, pfn);
	w->r.drawn[n] = '\0';
	return w->r.drawn;
}

#define assert_lru(w, lru, picture) assert_string_equal(drawn(w, lru), picture)

static uint64_t counted(const struct world *w, enum lru_list lru)
{
	const struct zone *z = &w->r.m.s->zone[rig_zone(&w->r)];
	uint64_t nr = w->r.m.s->node[0].stat[NR_INACTIVE_ANON + (int)lru];

	assert_int_equal(z->nr_lru[lru], nr);
	return nr;
}

static uint64_t happened(const struct world *w, enum vm_event event)
{
	return w->r.m.s->vm_event[event];
}

static const struct frame *frame(const struct world *w, unsigned i)
{
	return frame_at(&w->r.m, w->page[i]);
}

/* PR7.2 */
static void test_flags_say_which_list(void **state)
{
	static const struct {
		uint32_t flags;
		enum lru_list lru;
	} cases[] = {
		{ 0, LRU_INACTIVE_FILE },
		{ PG_ACTIVE, LRU_ACTIVE_FILE },
		{ PG_SWAPBACKED, LRU_INACTIVE_ANON },
		{ PG_SWAPBACKED | PG_ACTIVE, LRU_ACTIVE_ANON },
		{ PG_UNEVICTABLE, LRU_UNEVICTABLE },
		{ PG_SWAPBACKED | PG_UNEVICTABLE, LRU_UNEVICTABLE },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct frame f = { .flags = cases[i].flags };

		assert_int_equal(page_lru(&f), cases[i].lru);
	}
}

static void pv7_7(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, PAGEVEC_SIZE);
	add_pages(&w, 14, true);
	assert_int_equal(counted(&w, LRU_INACTIVE_ANON), 0);
	assert_lru(&w, LRU_INACTIVE_ANON, "");
	assert_int_equal(frame(&w, 0)->refcount, 2);
	assert_int_equal(lru_batched(&w.r.m, w.page[0]), 1);
	assert_false(frame(&w, 0)->flags & PG_LRU);

	add_pages(&w, 1, true);
	assert_int_equal(counted(&w, LRU_INACTIVE_ANON), 15);
	assert_lru(&w, LRU_INACTIVE_ANON, "onmlkjihgfedcba");
	assert_int_equal(frame(&w, 0)->refcount, 1);
	assert_int_equal(lru_batched(&w.r.m, w.page[0]), 0);
	assert_true(frame(&w, 0)->flags & PG_LRU);

	/* the next ones wait again, until they are asked for */
	add_pages(&w, 2, true);
	assert_int_equal(counted(&w, LRU_INACTIVE_ANON), 15);
	lru_add_drain(&w.r.m);
	assert_lru(&w, LRU_INACTIVE_ANON, "qponmlkjihgfedcba");
	world_close(&w);
	passed("PV7.7");
}

static void test_without_batches(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 2, true);
	add_pages(&w, 2, false);
	assert_lru(&w, LRU_INACTIVE_ANON, "ba");
	assert_lru(&w, LRU_INACTIVE_FILE, "dc");
	assert_int_equal(rig_event(&w.r, EV_mm_lru_insertion, 3)->arg[1],
			 LRU_INACTIVE_FILE);
	world_close(&w);
}

/* PR7.4 */
static void test_second_chance(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 3, false);

	mark_page_accessed(&w.r.m, w.page[0]);
	assert_lru(&w, LRU_INACTIVE_FILE, "cba");
	assert_true(frame(&w, 0)->flags & PG_REFERENCED);
	assert_int_equal(w.r.m.s->node[0].lruvec.nonresident_age, 0);

	mark_page_accessed(&w.r.m, w.page[0]);
	assert_lru(&w, LRU_INACTIVE_FILE, "cb");
	assert_lru(&w, LRU_ACTIVE_FILE, "a");
	assert_false(frame(&w, 0)->flags & PG_REFERENCED);
	assert_int_equal(w.r.m.s->node[0].lruvec.nonresident_age, 1);
	assert_int_equal(happened(&w, PGACTIVATE), 1);

	mark_page_accessed(&w.r.m, w.page[0]);
	assert_true(frame(&w, 0)->flags & PG_REFERENCED);
	assert_int_equal(rig_event(&w.r, EV_mark_page_accessed, 2)->arg[2],
			 SECOND_ACTIVE);
	event_log_reset(&w.r.log);
	mark_page_accessed(&w.r.m, w.page[0]);
	assert_lru(&w, LRU_ACTIVE_FILE, "a");
	assert_int_equal(w.r.log.seen, 0);	/* nothing is left to note */
	assert_int_equal(happened(&w, PGACTIVATE), 1);
	world_close(&w);
}

/* Used twice before it ever came to a list: it comes as an active one. */
static void test_second_chance_in_the_batch(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, PAGEVEC_SIZE);
	add_pages(&w, 3, false);
	mark_page_accessed(&w.r.m, w.page[1]);
	mark_page_accessed(&w.r.m, w.page[1]);
	assert_int_equal(lru_batched(&w.r.m, w.page[1]), 1);
	lru_add_drain(&w.r.m);
	assert_lru(&w, LRU_INACTIVE_FILE, "ca");
	assert_lru(&w, LRU_ACTIVE_FILE, "b");
	assert_int_equal(happened(&w, PGACTIVATE), 0);
	assert_int_equal(w.r.m.s->node[0].lruvec.nonresident_age, 1);
	world_close(&w);
}

static void test_activation_waits_in_its_batch(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 16, false);
	w.r.m.s->lru_batch_size = PAGEVEC_SIZE;
	for (unsigned i = 0; i < 14; i++) {
		mark_page_accessed(&w.r.m, w.page[i]);
		mark_page_accessed(&w.r.m, w.page[i]);
	}
	assert_int_equal(counted(&w, LRU_ACTIVE_FILE), 0);
	assert_int_equal(frame(&w, 0)->refcount, 2);
	/* a third use finds it on its old list, without the flag */
	event_log_reset(&w.r.log);
	mark_page_accessed(&w.r.m, w.page[0]);
	assert_int_equal(rig_event(&w.r, EV_mark_page_accessed, 0)->arg[2],
			 SECOND_WAITS);
	mark_page_accessed(&w.r.m, w.page[14]);
	mark_page_accessed(&w.r.m, w.page[14]);
	assert_lru(&w, LRU_ACTIVE_FILE, "onmlkjihgfedcba");
	assert_lru(&w, LRU_INACTIVE_FILE, "p");
	assert_int_equal(happened(&w, PGACTIVATE), 15);
	world_close(&w);
}

/* PR7.13 */
static void test_rotation(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 4, false);
	rotate_reclaimable_page(&w.r.m, w.page[2]);
	assert_lru(&w, LRU_INACTIVE_FILE, "dbac");
	/* an active one comes down, a dirty or a new one is left alone */
	mark_page_accessed(&w.r.m, w.page[3]);
	mark_page_accessed(&w.r.m, w.page[3]);
	rotate_reclaimable_page(&w.r.m, w.page[3]);
	assert_lru(&w, LRU_INACTIVE_FILE, "bacd");
	frame_mut(&w.r.m, w.page[1])->flags |= PG_DIRTY;
	rotate_reclaimable_page(&w.r.m, w.page[1]);
	frame_mut(&w.r.m, w.page[0])->flags &= ~PG_UPTODATE;
	rotate_reclaimable_page(&w.r.m, w.page[0]);
	assert_lru(&w, LRU_INACTIVE_FILE, "bacd");
	assert_int_equal(happened(&w, PGROTATED), 2);
	world_close(&w);
}

/* PR8.15: dropped when it is clean, hurried when it is not. */
static void test_deactivation_of_a_file_page(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 5, false);
	deactivate_file_page(&w.r.m, w.page[3]);
	assert_lru(&w, LRU_INACTIVE_FILE, "ecbad");
	assert_int_equal(happened(&w, PGROTATED), 1);
	assert_int_equal(happened(&w, PGDEACTIVATE), 0);

	mark_page_accessed(&w.r.m, w.page[0]);
	mark_page_accessed(&w.r.m, w.page[0]);
	frame_mut(&w.r.m, w.page[0])->flags |= PG_DIRTY | PG_REFERENCED;
	deactivate_file_page(&w.r.m, w.page[0]);
	assert_lru(&w, LRU_INACTIVE_FILE, "aecbd");
	assert_true(frame(&w, 0)->flags & PG_RECLAIM);
	assert_false(frame(&w, 0)->flags & PG_REFERENCED);
	assert_int_equal(happened(&w, PGROTATED), 1);
	assert_int_equal(happened(&w, PGDEACTIVATE), 1);
	assert_int_equal(rig_event(&w.r, EV_lru_deactivate, 1)->arg[1],
			 LRU_ACTIVE_FILE);

	frame_mut(&w.r.m, w.page[1])->mapcount = 1;	/* somebody uses it */
	deactivate_file_page(&w.r.m, w.page[1]);
	assert_lru(&w, LRU_INACTIVE_FILE, "aecbd");
	frame_mut(&w.r.m, w.page[1])->mapcount = 0;
	world_close(&w);
}

static void test_deactivation(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 3, true);
	deactivate_page(&w.r.m, w.page[0]);	/* is inactive */
	assert_lru(&w, LRU_INACTIVE_ANON, "cba");
	mark_page_accessed(&w.r.m, w.page[0]);
	mark_page_accessed(&w.r.m, w.page[0]);
	mark_page_accessed(&w.r.m, w.page[0]);
	assert_lru(&w, LRU_ACTIVE_ANON, "a");
	deactivate_page(&w.r.m, w.page[0]);
	assert_lru(&w, LRU_INACTIVE_ANON, "acb");
	assert_false(frame(&w, 0)->flags & PG_REFERENCED);
	assert_int_equal(happened(&w, PGDEACTIVATE), 1);
	world_close(&w);
}

/* PR7.2: given away, an anonymous page lies among those of files. */
static void test_lazyfree(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 1, false);
	add_pages(&w, 3, true);
	frame_set_swap(frame_mut(&w.r.m, w.page[2]), 7);
	mark_page_lazyfree(&w.r.m, w.page[0]);
	mark_page_lazyfree(&w.r.m, w.page[1]);
	mark_page_lazyfree(&w.r.m, w.page[2]);	/* has a slot */
	assert_lru(&w, LRU_INACTIVE_FILE, "ba");
	assert_lru(&w, LRU_INACTIVE_ANON, "dc");
	assert_int_equal(happened(&w, PGLAZYFREE), 1);
	frame_set_swap(frame_mut(&w.r.m, w.page[2]), 0);
	world_close(&w);
}

static uint64_t nr_mlock(const struct world *w)
{
	return w->r.m.s->zone[rig_zone(&w->r)].nr_mlock;
}

/* PR7.11: the flag at once, the list when the batch is emptied. */
static void test_mlock_by_way_of_its_batch(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 3, true);
	w.r.m.s->lru_batch_size = PAGEVEC_SIZE;
	mlock_page(&w.r.m, w.page[1]);
	assert_int_equal(nr_mlock(&w), 1);
	assert_int_equal(counted(&w, LRU_UNEVICTABLE), 0);
	lru_add_drain(&w.r.m);
	assert_int_equal(counted(&w, LRU_UNEVICTABLE), 1);
	assert_lru(&w, LRU_INACTIVE_ANON, "ca");
	assert_int_equal(happened(&w, UNEVICTABLE_PGCULLED), 1);
	assert_int_equal(rig_event(&w.r, EV_mlock_folio, 0)->arg[1],
			 LRU_INACTIVE_ANON);

	munlock_page(&w.r.m, w.page[1]);
	assert_int_equal(nr_mlock(&w), 1);	/* perhaps another locks it */
	lru_add_drain(&w.r.m);
	assert_int_equal(nr_mlock(&w), 0);
	assert_int_equal(counted(&w, LRU_UNEVICTABLE), 0);
	assert_lru(&w, LRU_INACTIVE_ANON, "bca");
	assert_int_equal(happened(&w, UNEVICTABLE_PGMLOCKED), 1);
	assert_int_equal(happened(&w, UNEVICTABLE_PGMUNLOCKED), 1);
	assert_int_equal(happened(&w, UNEVICTABLE_PGRESCUED), 1);
	world_close(&w);
}

static void test_two_areas_lock_a_page(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 1, true);
	mlock_page(&w.r.m, w.page[0]);
	mlock_page(&w.r.m, w.page[0]);
	munlock_page(&w.r.m, w.page[0]);
	assert_int_equal(nr_mlock(&w), 1);
	assert_int_equal(counted(&w, LRU_UNEVICTABLE), 1);
	munlock_page(&w.r.m, w.page[0]);
	assert_int_equal(nr_mlock(&w), 0);
	assert_lru(&w, LRU_INACTIVE_ANON, "a");
	world_close(&w);
}

/* New pages of a locked area, and one that was locked on its way to a list. */
static void test_mlock_before_a_list(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, PAGEVEC_SIZE);
	lru_add_inactive_or_unevictable(&w.r.m, anon_page(&w), VM_LOCKED);
	lru_add_inactive_or_unevictable(&w.r.m, anon_page(&w), VM_READ);
	lru_add_inactive_or_unevictable(&w.r.m, anon_page(&w),
					VM_LOCKED | VM_IO);
	assert_int_equal(nr_mlock(&w), 1);
	mlock_page(&w.r.m, w.page[2]);
	lru_add_drain(&w.r.m);
	assert_lru(&w, LRU_INACTIVE_ANON, "b");
	assert_int_equal(counted(&w, LRU_UNEVICTABLE), 2);
	assert_int_equal(nr_mlock(&w), 2);
	munlock_page(&w.r.m, w.page[0]);
	munlock_page(&w.r.m, w.page[2]);
	lru_add_drain(&w.r.m);
	assert_lru(&w, LRU_INACTIVE_ANON, "cab");
	assert_int_equal(nr_mlock(&w), 0);
	world_close(&w);
}

/* Locked and unlocked while off the lists: it comes back where it belongs. */
static void test_mlock_of_an_isolated_page(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 2, true);
	get_page(&w.r.m, w.page[0]);
	lruvec_del(&w.r.m, w.page[0]);
	mlock_page(&w.r.m, w.page[0]);
	assert_int_equal(counted(&w, LRU_UNEVICTABLE), 0);
	lru_add(&w.r.m, w.page[0]);	/* as reclaim puts it back */
	put_page(&w.r.m, w.page[0]);
	assert_int_equal(counted(&w, LRU_UNEVICTABLE), 1);

	get_page(&w.r.m, w.page[0]);
	lruvec_del(&w.r.m, w.page[0]);
	munlock_page(&w.r.m, w.page[0]);
	assert_int_equal(happened(&w, UNEVICTABLE_PGSTRANDED), 1);
	lru_add(&w.r.m, w.page[0]);
	put_page(&w.r.m, w.page[0]);
	assert_lru(&w, LRU_INACTIVE_ANON, "ab");
	assert_int_equal(happened(&w, UNEVICTABLE_PGRESCUED), 1);
	world_close(&w);
}

static void drop(struct world *w, unsigned i)
{
	put_page(&w->r.m, w->page[i]);
	w->page[i] = PFN_NONE;
}

/* The last reference takes a page off its list; a batch has one too. */
static void test_the_end_of_a_page(void **state)
{
	struct world w;
	uint64_t free;

	(void)state;
	world_open(&w, PAGEVEC_SIZE);
	add_pages(&w, 2, true);
	lru_add_drain(&w.r.m);
	add_pages(&w, 2, true);
	free = w.r.m.s->zone[rig_zone(&w.r)].nr_free;
	drop(&w, 0);
	assert_lru(&w, LRU_INACTIVE_ANON, "b");
	assert_int_equal(w.r.m.s->zone[rig_zone(&w.r)].nr_free, free + 1);
	drop(&w, 2);
	assert_int_equal(w.r.m.s->zone[rig_zone(&w.r)].nr_free, free + 1);
	/* all of them come to the list before the first is freed */
	event_log_reset(&w.r.log);
	lru_add_drain(&w.r.m);
	assert_lru(&w, LRU_INACTIVE_ANON, "db");
	assert_int_equal(w.r.m.s->zone[rig_zone(&w.r)].nr_free, free + 2);
	assert_int_equal(event_log_get(&w.r.log, 1)->id, EV_mm_lru_insertion);
	assert_int_equal(event_log_get(&w.r.log, 2)->id, EV_mm_lru_insertion);
	assert_int_equal(event_log_get(&w.r.log, 3)->id, EV_mm_page_free);
	world_close(&w);
}

static void test_the_end_of_a_locked_page(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 1, true);
	mlock_page(&w.r.m, w.page[0]);
	drop(&w, 0);
	assert_int_equal(nr_mlock(&w), 0);
	assert_int_equal(counted(&w, LRU_UNEVICTABLE), 0);
	assert_int_equal(happened(&w, UNEVICTABLE_PGCLEARED), 1);
	world_close(&w);
}

/* As reclaim takes pages off and puts them back. */
static void test_off_the_list_and_back(void **state)
{
	struct world w;
	pfn_t gone;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 4, false);
	assert_int_equal(lru_tail(&w.r.m, 0, LRU_INACTIVE_FILE), w.page[0]);
	assert_int_equal(lru_prev(&w.r.m, w.page[0]), w.page[1]);
	assert_true(lru_prev(&w.r.m, w.page[3]) == PFN_NONE);
	for (unsigned i = 0; i < 2; i++) {
		get_page(&w.r.m, w.page[i]);
		lruvec_del(&w.r.m, w.page[i]);
	}
	assert_lru(&w, LRU_INACTIVE_FILE, "dc");
	frame_mut(&w.r.m, w.page[0])->flags |= PG_ACTIVE;
	lruvec_add(&w.r.m, w.page[0]);
	lruvec_add_tail(&w.r.m, w.page[1]);
	assert_lru(&w, LRU_ACTIVE_FILE, "a");
	assert_lru(&w, LRU_INACTIVE_FILE, "dcb");
	assert_int_equal(frame(&w, 0)->refcount, 1);

	/* nobody else has it any more: it is free when it is put back */
	gone = w.page[2];
	get_page(&w.r.m, gone);
	lruvec_del(&w.r.m, gone);
	drop(&w, 2);
	lruvec_add(&w.r.m, gone);
	assert_int_equal(zone_kind(&w.r.m, gone), KIND_FREE);
	assert_lru(&w, LRU_INACTIVE_FILE, "db");
	world_close(&w);
}

/* PR8.4 */
static void test_cost_fades(void **state)
{
	const struct lruvec *v;
	struct world w;

	(void)state;
	world_open(&w, 1);
	v = &w.r.m.s->node[0].lruvec;
	add_pages(&w, 12, false);
	lru_note_cost(&w.r.m, 0, true, 2);
	lru_note_cost(&w.r.m, 0, false, 1);
	assert_int_equal(v->file_cost, 2);
	assert_int_equal(v->anon_cost, 1);
	lru_note_cost(&w.r.m, 0, true, 3);	/* 6 > 12 / 4 */
	assert_int_equal(v->file_cost, 2);
	assert_int_equal(v->anon_cost, 0);
	world_close(&w);
}

/* What is locked is unevictable; pages of tmpfs are no file's to reclaim. */
static void pv7_3(void **state)
{
	enum { LOCKED = 4096, WRITTEN = 2048 };
	uint64_t before[NR_VM_NODE_STAT_ITEMS];
	const uint64_t *stat;
	struct rig r;

	(void)state;
	files_open_ram(&r, 128);
	stat = r.m.s->node[0].stat;
	lru_add_drain(&r.m);
	memcpy(before, stat, sizeof(before));
	rig_mmap(&r, page(0), pages(LOCKED), RW, FIXED);
	rig_touch(&r, page(0), LOCKED, MODE_WRITE);
	assert_int_equal(rig_op(&r, (struct op){ .verb = OP_mlock,
						 .task = r.task,
						 .arg = { page(0), pages(LOCKED) } }), 0);
	lru_add_drain(&r.m);
	assert_int_equal(stat[NR_UNEVICTABLE], LOCKED);
	assert_int_equal(rig_value(&r, "meminfo.Unevictable"), 4 * LOCKED);
	assert_int_equal(rig_value(&r, "meminfo.Mlocked"), 4 * LOCKED);
	assert_int_equal(stat[NR_INACTIVE_ANON], before[NR_INACTIVE_ANON]);

	file_open_as(&r, MEMORY, 0, FD);
	for (unsigned i = 0; i < WRITTEN; i++)
		assert_int_equal(file_write(&r, FD, PAGE_SIZE), PAGE_SIZE);
	lru_add_drain(&r.m);
	assert_int_equal(stat[NR_FILE_PAGES] - before[NR_FILE_PAGES], WRITTEN);
	assert_int_equal(stat[NR_SHMEM] - before[NR_SHMEM], WRITTEN);
	assert_int_equal(stat[NR_INACTIVE_ANON] - before[NR_INACTIVE_ANON],
			 WRITTEN);
	assert_int_equal(stat[NR_INACTIVE_FILE], before[NR_INACTIVE_FILE]);
	assert_int_equal(stat[NR_ACTIVE_FILE], before[NR_ACTIVE_FILE]);

	rig_munmap(&r, page(0), pages(LOCKED));
	assert_int_equal(rig_value(&r, "meminfo.Mlocked"), 0);
	rig_close(&r);
	passed("PV7.3");
}

static bool sound(const struct world *w)
{
	struct diag why = { 0 };

	return lru_check(&w->r.m, &why) && lru_check_frames(&w->r.m, &why);
}

/* What the check is for: each kind of damage is seen. */
static void test_damage_is_seen(void **state)
{
	struct world w;
	struct frame *f;
	struct frame was;
	struct state *s;

	(void)state;
	world_open(&w, 1);
	add_pages(&w, 3, false);
	s = w.r.m.s;
	f = frame_mut(&w.r.m, w.page[1]);
	was = *f;
	assert_true(sound(&w));
	f->flags |= PG_ACTIVE;
	assert_false(sound(&w));
	*f = was;
	f->flags &= ~PG_LRU;
	assert_false(sound(&w));
	*f = was;
	f->prev = f->next;
	assert_false(sound(&w));
	*f = was;
	f->next = (uint32_t)w.page[2] + 1;	/* a circle */
	assert_false(sound(&w));
	*f = was;
	f->flags |= PG_MLOCKED;
	assert_false(sound(&w));
	*f = was;
	f->refcount = 0;
	assert_false(sound(&w));
	*f = was;
	s->zone[rig_zone(&w.r)].nr_lru[LRU_INACTIVE_FILE]++;
	assert_false(sound(&w));
	s->zone[rig_zone(&w.r)].nr_lru[LRU_INACTIVE_FILE]--;
	s->node[0].stat[NR_UNEVICTABLE]++;
	assert_false(sound(&w));
	s->node[0].stat[NR_UNEVICTABLE]--;
	s->node[0].lruvec.list[LRU_ACTIVE_ANON].tail = 1;
	assert_false(sound(&w));
	s->node[0].lruvec.list[LRU_ACTIVE_ANON].tail = 0;
	s->lru_batch[BATCH_ADD].page[0] = (uint32_t)w.page[0] + 1;
	s->lru_batch[BATCH_ADD].nr = 1;
	assert_false(sound(&w));
	s->lru_batch[BATCH_ADD].nr = 0;
	s->lru_batch[BATCH_ADD].page[0] = 0;
	assert_true(sound(&w));
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_flags_say_which_list),
		cmocka_unit_test(pv7_7),
		cmocka_unit_test(test_without_batches),
		cmocka_unit_test(test_second_chance),
		cmocka_unit_test(test_second_chance_in_the_batch),
		cmocka_unit_test(test_activation_waits_in_its_batch),
		cmocka_unit_test(test_rotation),
		cmocka_unit_test(test_deactivation_of_a_file_page),
		cmocka_unit_test(test_deactivation),
		cmocka_unit_test(test_lazyfree),
		cmocka_unit_test(test_mlock_by_way_of_its_batch),
		cmocka_unit_test(test_two_areas_lock_a_page),
		cmocka_unit_test(test_mlock_before_a_list),
		cmocka_unit_test(test_mlock_of_an_isolated_page),
		cmocka_unit_test(test_the_end_of_a_page),
		cmocka_unit_test(test_the_end_of_a_locked_page),
		cmocka_unit_test(test_off_the_list_and_back),
		cmocka_unit_test(test_cost_fades),
		cmocka_unit_test(pv7_3),
		cmocka_unit_test(test_damage_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
