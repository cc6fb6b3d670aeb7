/* Per-CPU lists: what stands between a user and the buddy system */
#include "mm_fixture.h"

#include "base/hash.h"
#include "mm/pcp.h"
#include "mm/rmqueue.h"
#include "mm/watermark.h"

enum { GFP_ATOMIC = GFP_BIT_HIGH | GFP_BIT_ATOMIC | GFP_BIT_KSWAPD_RECLAIM };

/* One zone by hand whose blocks pass through the lists of one CPU. */
static struct zone *lists_open(struct rig *r, uint64_t frames, uint64_t used,
			       uint32_t batch, uint64_t high)
{
	struct machine_spec spec;
	struct zone *z;

	toy_spec(&spec, frames, 9);
	spec.legible = 0;
	spec.pcp_off = 0;
	spec.zone[0].kernel_used = used;
	rig_open(r, &spec);
	z = &r->m.s->zone[rig_zone(r)];
	z->pcp_batch = batch;
	z->pcp_high = high;
	return z;
}

static const struct per_cpu_pages *lists(const struct rig *r)
{
	return pcp_at(&r->m, rig_zone(r), r->m.s->cpu);
}

/* First frames on a list, head first: "3 2 1". */
static const char *pcp_drawn(struct rig *r, unsigned order,
			     enum migratetype type)
{
	unsigned i = order > 3 ? 12 + (type == MIGRATE_MOVABLE) :
				 3 * order + type;
	uint32_t link = lists(r)->list[i].head;
	size_t len = 0;

	r->drawn[0] = '\0';
	for (; link && len + 24 < sizeof(r->drawn);
	     link = frame_at(&r->m, link - 1)->next)
		len += (size_t)snprintf(r->drawn + len, sizeof(r->drawn) - len,
					"%s%u", len ? " " : "", link - 1);
	return r->drawn;
}

#define assert_pcp(r, order, type, frames)                                     \
	assert_string_equal(pcp_drawn(r, order, type), frames)

/* Return: pages that went home while one frame was freed. */
static uint64_t drained_by(struct rig *r, pfn_t pfn)
{
	uint64_t free = r->m.s->zone[rig_zone(r)].nr_free;

	rig_free(r, pfn);
	return r->m.s->zone[rig_zone(r)].nr_free - free;
}

/*
 * Frames go back until some go home. Return: how many; *pfn moves on, *kept
 * is how many were freed without that.
 */
static uint64_t next_drain(struct rig *r, pfn_t *pfn, uint64_t *kept)
{
	uint64_t nr;

	for (*kept = 0; !(nr = drained_by(r, (*pfn)++)); (*kept)++)
		;
	return nr;
}

static void pv5_3(void **state)
{
	static const uint64_t takes[] = { 63, 126, 252, 504, 937, 937 };
	uint64_t kept, before = 1000;
	struct rig r;
	pfn_t pfn = 0;

	(void)state;
	lists_open(&r, 8192, 8192, 63, 1000);
	for (unsigned i = 0; i < 6; i++) {
		assert_int_equal(next_drain(&r, &pfn, &kept), takes[i]);
		/* as many come as went, then it is too many again */
		assert_int_equal(kept + 1, before);
		assert_int_equal(lists(&r)->count, 1000 - takes[i]);
		before = takes[i];
	}
	assert_int_equal(lists(&r)->free_factor, 4);
	/* one allocation: half as many doublings */
	assert_true(rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE) >= 0);
	assert_int_equal(next_drain(&r, &pfn, &kept), 252);
	rig_close(&r);
	passed("PV5.3");
}

static void pv5_4(void **state)
{
	static const pfn_t freed[] = { 0x9c6, 0x9ab, 0x9bc };
	struct rig r;

	(void)state;
	lists_open(&r, 4096, 3072, 31, 1237);
	for (unsigned i = 0; i < 3; i++)
		rig_free(&r, freed[i]);
	/* not one of them is on the free lists, or joined */
	assert_values(&r, "buddyinfo.Normal", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
	assert_pcp(&r, 0, MIGRATE_MOVABLE, "2492 2475 2502");
	for (unsigned i = 3; i-- > 0;)
		assert_int_equal(rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE), freed[i]);
	rig_close(&r);
	passed("PV5.4");
}

static void pv3_5(void **state)
{
	/* the blocks that were seen, by order; the last one is broken into */
	static const struct {
		pfn_t	 pfn;
		unsigned order;
	} blocks[] = {
		{ 0x295e, 1 }, { 0xe9ac, 2 }, { 0xe9b8, 2 }, { 0x1e04, 2 },
		{ 0x2a08, 3 }, { 0x3a10, 3 }, { 0x4a18, 3 },
	};
	enum { NR = sizeof(blocks) / sizeof(blocks[0]) };
	unsigned taken = 0;
	struct rig r;

	(void)state;
	lists_open(&r, 113264, 113264, 31, 1237);
	/* past the lists; the last one freed is the head of its order */
	r.m.s->pcp_on = 0;
	for (unsigned i = NR; i-- > 0;)
		for (pfn_t k = 0; k < 1u << blocks[i].order; k++)
			rig_free(&r, blocks[i].pfn + k);
	r.m.s->pcp_on = 1;
	assert_values(&r, "buddyinfo.Normal", 0, 1, 3, 3, 0, 0, 0, 0, 0, 0, 0);
	for (unsigned i = 0; i < NR; i++)
		for (pfn_t k = 0; k < 1u << blocks[i].order && taken < 31;
		     k++, taken++) {
			assert_int_equal(rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE),
					 blocks[i].pfn + k);
			/* the first request brought all of them, and no more */
			assert_int_equal(r.log.count[EV_mm_page_alloc_zone_locked],
					 taken ? 0 : 31);
		}
	assert_int_equal(taken, 31);
	assert_int_equal(lists(&r)->count, 0);
	/* 2 + 3 * 4 + 2 * 8 = 30: the 31st broke the last block */
	assert_values(&r, "buddyinfo.Normal", 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
	rig_close(&r);
	passed("PV3.5");
}

/* PR5.4: a refill brings batch >> order blocks, two at the least. */
static void test_refill_by_order(void **state)
{
	static const uint64_t blocks[] = { 15, 7, 3, 2 };
	struct rig r;

	(void)state;
	for (unsigned order = 0; order < 4; order++) {
		lists_open(&r, 1024, 0, 15, 100);
		assert_int_equal(rig_alloc(&r, order, GFP_HIGHUSER_MOVABLE), 0);
		assert_int_equal(lists(&r)->count, (blocks[order] - 1) << order);
		assert_int_equal(rig_value(&r, "vmstat.nr_free_pages"),
				 1024 - (int64_t)(blocks[order] << order));
		/* the next ones come from the list */
		assert_int_equal(rig_alloc(&r, order, GFP_HIGHUSER_MOVABLE),
				 1 << order);
		assert_int_equal(r.log.count[EV_mm_page_alloc_zone_locked], 0);
		rig_close(&r);
	}
	/* a batch of 1 is no batch */
	lists_open(&r, 1024, 0, 1, 4);
	rig_alloc(&r, 2, GFP_KERNEL);
	assert_int_equal(lists(&r)->count, 0);
	rig_close(&r);
}

/* PR5.1: orders 4 to 8 and 10 go to the buddy system and come from there. */
static void test_orders(void **state)
{
	struct rig r;

	(void)state;
	lists_open(&r, 8192, 0, 15, 8192);
	for (unsigned order = 0; order < MAX_ORDER; order++) {
		uint32_t before = lists(&r)->count;
		int64_t pfn = rig_alloc(&r, order, GFP_HIGHUSER_MOVABLE);
		bool by_lists = order < 4 || order == 9;

		assert_true(pfn >= 0);
		assert_int_equal(rig_event(&r, EV_mm_page_alloc_zone_locked,
					   0)->arg[3], by_lists);
		assert_int_equal(lists(&r)->count != before, by_lists);
		before = lists(&r)->count;
		rig_free(&r, (pfn_t)pfn);
		assert_int_equal(lists(&r)->count - before,
				 by_lists ? 1 << order : 0);
	}
	rig_close(&r);
}

/*
 * PR5.5: blocks of several pages do not gather while more is freed than
 * allocated; the first order-1 block after a bulk free takes all with it.
 */
static void test_free_high(void **state)
{
	uint64_t kept;
	struct rig r;
	int64_t pair;
	pfn_t pfn = 0;

	(void)state;
	lists_open(&r, 2048, 1024, 4, 16);
	pair = rig_alloc(&r, 1, GFP_HIGHUSER_MOVABLE);
	assert_int_equal(next_drain(&r, &pfn, &kept), 4);
	assert_int_equal(lists(&r)->free_factor, 1);
	assert_int_equal(lists(&r)->count, 12);
	assert_int_equal(drained_by(&r, (pfn_t)pair), 14);
	assert_int_equal(lists(&r)->count, 0);
	rig_close(&r);

	/* after an allocation it would have stayed */
	lists_open(&r, 2048, 1024, 4, 16);
	pair = rig_alloc(&r, 1, GFP_HIGHUSER_MOVABLE);
	pfn = 0;
	next_drain(&r, &pfn, &kept);
	rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE);
	assert_int_equal(drained_by(&r, (pfn_t)pair), 0);
	rig_close(&r);
}

/* PR5.6: the list just used, coldest first, then the others in turn. */
static void test_bulk_order(void **state)
{
	static const pfn_t home[] = { 0, 1, 2, 3, 2000, 512 };
	struct zone *z;
	struct rig r;

	(void)state;
	z = lists_open(&r, 4096, 4096, 6, 12);
	pageblock_set_type(&r.m, z, 512, MIGRATE_UNMOVABLE);
	pageblock_set_type(&r.m, z, 1536, MIGRATE_RECLAIMABLE);
	for (pfn_t pfn = 512; pfn < 519; pfn++)
		rig_free(&r, pfn);
	rig_free(&r, 2000);
	for (pfn_t pfn = 0; pfn < 3; pfn++)
		rig_free(&r, pfn);
	assert_pcp(&r, 0, MIGRATE_UNMOVABLE, "518 517 516 515 514 513 512");
	assert_pcp(&r, 0, MIGRATE_MOVABLE, "2 1 0");
	assert_pcp(&r, 0, MIGRATE_RECLAIMABLE, "2000");
	/* the 12th: six go home, four of its own list */
	assert_int_equal(drained_by(&r, 3), 6);
	for (unsigned i = 0; i < 6; i++)
		assert_int_equal(rig_event(&r, EV_mm_page_pcpu_drain, i)->arg[0],
				 home[i]);
	assert_pcp(&r, 0, MIGRATE_UNMOVABLE, "518 517 516 515 514 513");
	assert_pcp(&r, 0, MIGRATE_MOVABLE, "");
	/* each to the list of its pageblock's type, joined there */
	assert_list(&r, 2, MIGRATE_MOVABLE, "0");
	assert_list(&r, 0, MIGRATE_UNMOVABLE, "512");
	rig_close(&r);
}

/* A page remembers the type that its pageblock had when it was freed. */
static void test_remembered_type(void **state)
{
	struct zone *z;
	struct rig r;

	(void)state;
	z = lists_open(&r, 1024, 1024, 4, 16);
	rig_free(&r, 7);
	pageblock_set_type(&r.m, z, 7, MIGRATE_UNMOVABLE);
	assert_pcp(&r, 0, MIGRATE_MOVABLE, "7");
	drain_all_pages(&r.m);
	assert_list(&r, 0, MIGRATE_MOVABLE, "7");
	rig_check(&r);
	rig_close(&r);

	/* of a HighAtomic one, it stands among the movable ones */
	z = lists_open(&r, 1024, 1024, 4, 16);
	pageblock_set_type(&r.m, z, 7, MIGRATE_HIGHATOMIC);
	rig_free(&r, 7);
	assert_pcp(&r, 0, MIGRATE_MOVABLE, "7");
	drain_all_pages(&r.m);
	assert_list(&r, 0, MIGRATE_HIGHATOMIC, "7");
	rig_close(&r);
}

/* While kswapd balances the node, little stays on the lists. */
static void test_reclaim_active(void **state)
{
	struct zone *z;
	struct rig r;
	uint64_t kept;
	pfn_t pfn = 0;

	(void)state;
	z = lists_open(&r, 2048, 2048, 7, 500);
	z->reclaim_active = 1;
	assert_int_equal(next_drain(&r, &pfn, &kept), 7);
	assert_int_equal(kept + 1, 28);
	z->reclaim_active = 0;
	rig_close(&r);
}

/* CPUs have lists of their own: what one freed the other does not get. */
static void test_two_cpus(void **state)
{
	struct machine_spec spec;
	struct zone *z;
	struct rig r;

	(void)state;
	toy_spec(&spec, 1024, 9);
	spec.legible = 0;
	spec.pcp_off = 0;
	spec.nr_cpus = 2;
	spec.zone[0].kernel_used = 512;
	rig_open(&r, &spec);
	z = &r.m.s->zone[rig_zone(&r)];
	z->pcp_batch = 4;
	z->pcp_high = 16;
	rig_free(&r, 7);
	r.m.s->cpu = 1;
	assert_int_equal(rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE), 512);
	assert_pcp(&r, 0, MIGRATE_MOVABLE, "513 514 515");
	r.m.s->cpu = 0;
	assert_int_equal(rig_alloc(&r, 0, GFP_HIGHUSER_MOVABLE), 7);
	assert_int_equal(z->nr_pcp, 3);
	drain_all_pages(&r.m);
	assert_int_equal(z->nr_pcp, 0);
	assert_int_equal(rig_value(&r, "vmstat.nr_free_pages"), 511);
	rig_close(&r);
}

/* Blocks that a random user holds. */
struct held {
	pfn_t	 pfn[256];
	unsigned nr;
};

static void take_or_give(struct rig *r, struct held *h, uint64_t chance)
{
	static const gfp_t gfps[] = { GFP_KERNEL, GFP_HIGHUSER_MOVABLE,
				      GFP_KERNEL | GFP_BIT_RECLAIMABLE };
	unsigned order = (unsigned)(chance >> 8) % 12;

	order = order < 8 ? order % 4 : order < 11 ? 4 : 9;
	if (h->nr && (h->nr == 256 || chance >> 40 & 1)) {
		unsigned i = (unsigned)(chance >> 16) % h->nr;
		pfn_t pfn = h->pfn[i];

		h->pfn[i] = h->pfn[--h->nr];
		rig_free(r, pfn);
	} else {
		int64_t pfn = rig_alloc(r, order, gfps[chance >> 20 & 1 ?
						       chance >> 21 & 1 : 2]);

		if (pfn >= 0)
			h->pfn[h->nr++] = (pfn_t)pfn;
	}
}

/*
 * Whatever is done, every frame is in one place (the rig checks it), and heard
 * or muted the machine is the same; in the end all blocks join again.
 */
static void test_random(void **state)
{
	struct held h[2] = { { .nr = 0 } };
	uint64_t most = 0;
	struct rig r[2];

	(void)state;
	for (unsigned k = 0; k < 2; k++) {
		struct zone *z = lists_open(&r[k], 4096, 0, 4 + 3 * k, 40);

		z->pcp_batch = 7;
	}
	r[1].log.mask = EVENT_NONE;
	for (unsigned i = 0; i < 1500; i++) {
		for (unsigned k = 0; k < 2; k++)
			take_or_give(&r[k], &h[k],
				     hash_word(i + 1) ^ hash_word(i) >> 7);
		if (lists(&r[0])->count > most)
			most = lists(&r[0])->count;
	}
	assert_true(h[0].nr > 20 && most > 20);
	for (unsigned k = 0; k < 2; k++)
		while (h[k].nr)
			rig_free(&r[k], h[k].pfn[--h[k].nr]);
	assert_int_equal(arena_hash(&r[0].m.arena), arena_hash(&r[1].m.arena));
	drain_all_pages(&r[0].m);
	assert_values(&r[0], "buddyinfo.Normal", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4);
	rig_close(&r[0]);
	rig_close(&r[1]);
}

static void hear_weak(void *ctx, const struct machine *m, const struct event *e)
{
	struct diag why = { 0 };

	if (!machine_check_weak(m, &why))
		fail_msg("at %s: %s", event_types[e->id].name, why.what);
	++*(uint64_t *)ctx;
}

/* In the middle of refills and bulk frees, too, all books agree. */
static void test_sound_at_each_event(void **state)
{
	struct held h = { .nr = 0 };
	uint64_t heard = 0;
	struct rig r;

	(void)state;
	lists_open(&r, 2048, 0, 7, 30);
	r.log.hear = hear_weak;
	r.log.ctx = &heard;
	for (unsigned i = 0; i < 400; i++)
		take_or_give(&r, &h, hash_word(i + 1) ^ hash_word(i) >> 7);
	drain_all_pages(&r.m);
	assert_true(heard > 1500);
	r.log.hear = NULL;
	rig_close(&r);
}

/* What is wrong with the lists is told, whatever it is. */
static void test_damage(void **state)
{
	struct per_cpu_pages *pcp, sound;
	struct frame *f, was;
	struct zone *z;
	struct rig r;

	(void)state;
	z = lists_open(&r, 1024, 1024, 7, 30);
	for (pfn_t pfn = 10; pfn < 13; pfn++)
		rig_free(&r, pfn);
	f = frame_mut(&r.m, 11);
	was = *f;
	pcp = (struct per_cpu_pages *)arena_mut(&r.m.arena, z->pcp, sizeof(*pcp));
	sound = *pcp;
#define DAMAGED(statement)                                                     \
	do {                                                                   \
		struct diag why = { 0 };                                       \
                                                                               \
		statement;                                                     \
		assert_false(machine_check(&r.m, &why));                       \
		assert_string_not_equal(why.what, "");                         \
		*f = was;                                                      \
		*pcp = sound;                                                  \
	} while (0)
	DAMAGED(f->next = 0);
	DAMAGED(f->next = 0x7fffffff);
	DAMAGED(f->next = 12);
	DAMAGED(f->prev = 0);
	DAMAGED(f->refcount = 1);
	DAMAGED(f->mapping = 7);
	DAMAGED(f->flags ^= 1);
	DAMAGED(f->flags ^= 1 << FRAME_TYPE_SHIFT);
	DAMAGED(f->flags ^= PG_HEAD);
	DAMAGED(f->flags ^= PG_HEAD | PG_INHAND);
	DAMAGED(f->flags ^= (KIND_PCP ^ KIND_KERNEL) << FRAME_KIND_SHIFT);
	DAMAGED(pcp->count++);
	DAMAGED(pcp->list[MIGRATE_MOVABLE].tail = 12);
	DAMAGED(pcp->list[MIGRATE_MOVABLE].head = 0);
	DAMAGED(pcp->list[3 + MIGRATE_MOVABLE] = pcp->list[MIGRATE_MOVABLE]);
	z->nr_pcp++;
	DAMAGED((void)0);
	z->nr_pcp--;
	rig_close(&r);
}

static void pv4_5(void **state)
{
	struct machine_spec spec;
	struct zone *z;
	struct rig r;

	(void)state;
	toy_spec(&spec, 113264, 9);
	rig_open(&r, &spec);
	z = &r.m.s->zone[rig_zone(&r)];
	for (pfn_t i = 0; i < 6; i++) {
		reserve_highatomic_pageblock(&r.m, z, i * 1024);
		assert_int_equal(z->nr_reserved_highatomic,
				 (i < 4 ? i + 1 : 4) * 512);
	}
	assert_values(&r, "pagetypeinfo.Normal.HighAtomic",
		      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4);
	/* who has no right to them must do without */
	assert_int_equal(zone_watermark(&r.m, z, 0, ZONE_NORMAL, ALLOC_WMARK_MIN)
				 .free, 113264 - 2048);
	assert_int_equal(zone_watermark(&r.m, z, 0, ZONE_NORMAL, ALLOC_OOM).free,
			 113264);
	/* given back one by one; without force the last stays */
	for (unsigned left = 3; left > 0; left--) {
		assert_true(unreserve_highatomic_pageblock(&r.m, GFP_KERNEL, 0,
							   false));
		assert_int_equal(z->nr_reserved_highatomic, left * 512);
	}
	assert_false(unreserve_highatomic_pageblock(&r.m, GFP_KERNEL, 0, false));
	assert_true(unreserve_highatomic_pageblock(&r.m, GFP_KERNEL, 0, true));
	assert_int_equal(z->nr_reserved_highatomic, 0);
	assert_false(unreserve_highatomic_pageblock(&r.m, GFP_KERNEL, 0, true));
	rig_close(&r);
	passed("PV4.5");
}

/* PR4.8: an atomic request for several frames that finds little keeps some. */
static void test_high_atomic(void **state)
{
	struct zone *z;
	struct rig r;
	int64_t pfn;

	(void)state;
	z = lists_open(&r, 2048, 0, 4, 16);
	r.m.s->pcp_on = 0;
	z->watermark[WMARK_LOW] = 1 << 20;
	z->watermark[WMARK_MIN] = 1000;
	pfn = rig_alloc(&r, 1, GFP_ATOMIC);
	assert_true(pfn >= 0);
	assert_int_equal(z->nr_reserved_highatomic, 512);
	assert_int_equal(pageblock_type(&r.m, (pfn_t)pfn), MIGRATE_HIGHATOMIC);
	/* the next one is served from there, a plain one is not */
	assert_int_equal(rig_alloc(&r, 1, GFP_ATOMIC), pfn + 2);
	assert_int_equal(pageblock_type(&r.m, (pfn_t)rig_alloc(&r, 1, GFP_KERNEL)),
			 MIGRATE_UNMOVABLE);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pv5_3),
		cmocka_unit_test(pv5_4),
		cmocka_unit_test(pv3_5),
		cmocka_unit_test(test_refill_by_order),
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_free_high),
		cmocka_unit_test(test_bulk_order),
		cmocka_unit_test(test_remembered_type),
		cmocka_unit_test(test_reclaim_active),
		cmocka_unit_test(test_two_cpus),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_sound_at_each_event),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(pv4_5),
		cmocka_unit_test(test_high_atomic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
