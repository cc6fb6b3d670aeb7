/* What moves when reclaim has judged a page, and when a disk is asked */
#include "player_fixture.h"

#include "view/motion_place.h"

static void open_at(struct player *p, const char *path, const char *pos, int w,
		    int h)
{
	const char *args[] = { path, NULL };
	struct options o = { .args = args, .nr_args = 1, .program = "" };

	assert_int_equal(player_open(p, &o, pos), DONE);
	canvas_open(&p->canvas, w, h, false);
	p->scene.settings.unit = UNIT_EVENT;
	player_go(p, p->scene.pos);
	player_draw(p);
}

/* An event on; NULL: it is not one of that kind. */
static const struct event *next(struct player *p, enum event_id id)
{
	const struct event *e;

	player_key(p, ".");
	player_draw(p);
	e = scene_event(&p->scene);
	return e && e->id == id ? e : NULL;
}

/* Back, the same way in the other sense; then on once more. */
static void check_back(struct player *p)
{
	struct glide there = p->glide;

	player_key(p, ",");
	player_draw(p);
	assert_true(p->gliding);
	assert_int_equal(p->glide.from_x, there.to_x);
	assert_int_equal(p->glide.from_y, there.to_y);
	assert_int_equal(p->glide.to_x, there.from_x);
	assert_int_equal(p->glide.to_y, there.from_y);
	assert_int_equal(p->glide.glyph.code, there.glyph.code);
	player_key(p, ".");
	player_draw(p);
	assert_true(p->gliding);
	assert_memory_equal(&p->glide, &there, sizeof(there));
}

/* Of a page that is freed: out of the panel, in the row it was judged in. */
static void check_freed(const struct player *p, const struct event *e)
{
	const struct mark *row = place_of(&p->was, VIEW_LRU, OBJ_FRAME,
					  e->arg[0]);
	const struct mark *panel = panel_of(&p->canvas, VIEW_LRU);

	assert_int_equal(p->glide.from_x, row->x);
	assert_int_equal(p->glide.from_y, row->y);
	assert_int_equal(p->glide.to_y, row->y);
	assert_int_equal(p->glide.to_x, panel->x + panel->w - 1);
	assert_int_equal(p->glide.glyph.code, 'f');
}

/* Of one that is kept: to the head of the list that it will be on. */
static void check_kept(const struct player *p, enum lru_list lru)
{
	const struct mark *name = sign_of(&p->canvas, lru, VIEW_LRU);
	const struct mark *panel = panel_of(&p->canvas, VIEW_LRU);
	const struct mark *page = NULL;

	assert_int_equal(p->glide.to_y, name->y);
	assert_true(p->glide.to_y < p->glide.from_y);
	assert_true(p->glide.to_x > name->x);
	for (int x = name->x; x < p->glide.to_x; x++) {
		page = canvas_mark_at(&p->canvas, x, name->y);
		assert_true(page->kind != OBJ_FRAME);
	}
	page = canvas_mark_at(&p->canvas, p->glide.to_x, name->y);
	assert_true(page->kind == OBJ_FRAME ||
		    p->glide.to_x == panel->x + panel->w - 4);
}

static void test_verdicts(void **state)
{
	unsigned nr[NR_FOLIO_FATES] = { 0 };
	struct player p;

	(void)state;
	open_at(&p, "traces/31-lru.json", "2", 120, 40);
	while (!player_at_end(&p)) {
		const struct event *e = next(&p, EV_shrink_folio);

		if (!e)
			continue;
		assert_true(p.gliding);
		nr[e->arg[1]]++;
		if (e->arg[1] == FATE_FREED)
			check_freed(&p, e);
		else
			check_kept(&p, e->arg[1] == FATE_ACTIVATE ?
					       LRU_ACTIVE_FILE :
					       LRU_INACTIVE_FILE);
		check_back(&p);
	}
	assert_int_equal(nr[FATE_FREED], 6);
	assert_int_equal(nr[FATE_ACTIVATE], 2);
	assert_int_equal(nr[FATE_REFERENCED], 1);
	player_close(&p);
}

/* The sign of the disk, in the cache's own row or among the daemons. */
static bool is_disk(const struct canvas *c, int x, int y)
{
	return canvas_mark_at(c, x, y)->kind == OBJ_PLACE &&
	       canvas_cell(c, x, y)->role == ROLE_WRITEBACK;
}

/* A page being read goes to the disk's line, and comes back as a file's. */
static void test_disk(void **state)
{
	unsigned sent = 0, done = 0;
	struct player p;

	(void)state;
	open_at(&p, "traces/23-page-cache.json", "3.0", 80, 24);
	for (int i = 0; i < 350; i++) {
		const struct event *e;

		next(&p, NR_EVENTS);
		e = scene_event(&p.scene);
		if (e && e->id == EV_block_rq_issue) {
			assert_true(p.gliding);
			assert_true(is_disk(&p.canvas, p.glide.to_x,
					    p.glide.to_y));
			assert_int_equal(p.glide.glyph.code, 'v');
			assert_int_equal(canvas_cell(&p.was, p.glide.from_x,
						     p.glide.from_y)->code, 'v');
			check_back(&p);
			sent++;
		} else if (e && e->id == EV_block_rq_complete) {
			assert_true(p.gliding);
			assert_true(is_disk(&p.was, p.glide.from_x,
					    p.glide.from_y));
			assert_int_equal(p.glide.glyph.code, 'f');
			assert_int_equal(canvas_cell(&p.canvas, p.glide.to_x,
						     p.glide.to_y)->code, 'f');
			check_back(&p);
			done++;
		}
	}
	assert_int_equal(sent, 3);
	assert_int_equal(done, 2);
	player_close(&p);
}

/* From the row of the verdict to the slot that the page gets and goes to. */
static void test_swap(void **state)
{
	unsigned taken = 0, written = 0;
	struct player p;

	(void)state;
	open_at(&p, "traces/tour.json", "10.254.folio_alloc_swap", 120, 40);
	player_key(&p, ",");
	player_draw(&p);
	for (int i = 0; i < 40; i++) {
		const struct event *e;
		const struct mark *slot;

		next(&p, NR_EVENTS);
		e = scene_event(&p.scene);
		if (!e || (e->id != EV_folio_alloc_swap &&
			   e->id != EV_mm_vmscan_write_folio))
			continue;
		assert_true(p.gliding);
		slot = sign_of(&p.canvas, e->arg[1], VIEW_SWAP);
		assert_int_equal(p.glide.to_x, slot->x);
		assert_int_equal(p.glide.to_y, slot->y);
		slot = canvas_mark_at(&p.was, p.glide.from_x, p.glide.from_y);
		assert_int_equal(slot->kind, OBJ_FRAME);
		assert_int_equal(slot->id, e->arg[0]);
		assert_int_equal(slot->panel, VIEW_LRU + 1);
		check_back(&p);
		*(e->id == EV_folio_alloc_swap ? &taken : &written) += 1;
	}
	assert_int_equal(taken, 1);
	assert_int_equal(written, 1);
	player_close(&p);
}

/* Back into memory: from its slot to its frame, where frames are shown. */
static void test_swap_in(void **state)
{
	const struct event *e;
	const struct mark *page;
	struct player p;

	(void)state;
	open_at(&p, "traces/tour.json", "11.1.swap_readpage", 120, 40);
	p.scene.settings.views[0] = VIEW_SWAP;
	p.scene.settings.views[1] = VIEW_FRAMES;
	player_draw(&p);
	player_key(&p, ",");
	player_draw(&p);
	e = next(&p, EV_swap_readpage);
	assert_non_null(e);
	assert_true(p.gliding);
	assert_int_equal(p.glide.from_x,
			 sign_of(&p.canvas, e->arg[1], VIEW_SWAP)->x);
	page = canvas_mark_at(&p.canvas, p.glide.to_x, p.glide.to_y);
	assert_int_equal(page->panel, VIEW_FRAMES + 1);
	assert_int_equal(page->id, e->arg[0]);
	assert_int_equal(p.glide.glyph.code, '@');	/* the tour follows it */
	check_back(&p);
	player_close(&p);
}

/* What a glide ends at is no thing: no cursor stops there. */
static void test_places_are_no_things(void **state)
{
	struct player p;

	(void)state;
	open_at(&p, "traces/31-lru.json", "3", 120, 40);
	assert_non_null(sign_of(&p.canvas, LRU_ACTIVE_FILE, VIEW_LRU));
	player_key(&p, "Tab");
	player_draw(&p);
	for (int i = 0; i < 40; i++) {
		const struct mark *m;

		player_key(&p, i % 3 ? "Down" : "Left");
		player_draw(&p);
		m = player_mark(&p);
		assert_true(!m || m->kind != OBJ_PLACE);
	}
	player_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_disk),
		cmocka_unit_test(test_swap),
		cmocka_unit_test(test_swap_in),
		cmocka_unit_test(test_places_are_no_things),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
