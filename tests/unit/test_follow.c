/* What is followed is content: through swap, through every view, to its end */
#include "follow_fixture.h"

#include "base/text.h"
#include "mm/filemap.h"
#include "mm/pgtable_alloc.h"
#include "mm/vma.h"
#include "view/deeper.h"
#include "view/follow_told.h"
#include "view/palette.h"

#define TOUR "traces/tour.json"
#define CACHE "traces/23-page-cache.json"

/* A frame that a task maps is followed as a page of that task. */
static void follow_first_anon(struct stage_fixture *f, const struct facts *at)
{
	const struct machine *m = f->scene.now;
	pfn_t pfn = at->followed.pfn;

	assert_true(at->followed.has_frame);
	assert_int_equal(zone_kind(m, pfn), KIND_ANON);
	follow_frame_content(at, pfn, &f->scene.settings);
	assert_int_equal(f->scene.settings.follow_kind, OBJ_PAGE);
	assert_int_equal(f->scene.settings.follow_id, at->followed.address);
}

static void test_through_swap(void **state)
{
	struct stage_fixture f;
	struct facts at;
	pfn_t first;

	(void)state;
	fixture_open(&f, TOUR);
	at = facts_at(&f, "6");
	first = at.followed.pfn;
	follow_first_anon(&f, &at);
	assert_true(shown_in(&f, VIEW_FRAMES));
	assert_true(shown_in(&f, VIEW_SPACE));

	at = facts_at(&f, "10");
	assert_false(at.followed.has_frame);
	assert_true(at.followed.slot);
	assert_true(shown_in(&f, VIEW_SWAP));
	assert_true(shown_in(&f, VIEW_SPACE));
	assert_false(shown_in(&f, VIEW_FRAMES));
	assert_true(stage_says(&f, VIEW_FRAMES, "@ slot"));

	at = facts_at(&f, "11");
	assert_true(at.followed.has_frame);
	assert_int_not_equal(at.followed.pfn, first);
	assert_true(shown_in(&f, VIEW_FRAMES));
	fixture_close(&f);
}

/* Where its task does not run, nothing is read of the task that will. */
static void test_before_and_after_its_task(void **state)
{
	struct stage_fixture f;
	struct facts at;

	(void)state;
	fixture_open(&f, TOUR);
	at = facts_at(&f, "6");
	follow_first_anon(&f, &at);
	for (int i = 0; i < 2; i++) {
		at = facts_at(&f, i ? "end" : "0");
		assert_false(at.followed.slot);
		assert_true(at.followed.has_page);
		assert_false(at.followed.has_frame);
		assert_false(shown_in(&f, VIEW_FRAMES));
		assert_true(stage_says(&f, VIEW_LRU, i ? "@ freed at " :
							"@ not in memory"));
	}
	fixture_close(&f);
}

/* Where a page was freed: at that event, and from then on, from both sides. */
static void test_freed_at(void **state)
{
	static const char *const ways[] = { "0", "end" };
	struct stage_fixture f;
	struct facts at;
	struct text where = { 0 };

	(void)state;
	fixture_open(&f, TOUR);
	at = facts_at(&f, "6");
	follow_first_anon(&f, &at);
	at = facts_at(&f, "end");
	assert_true(at.followed.was_there);
	for (int i = 0; i < 2; i++) {
		struct pos gone = at.followed.gone_at, last;

		facts_at(&f, ways[i]);
		fixture_stand(&f, gone, UNIT_EVENT);
		facts_gather(&at, &f.scene, false);
		assert_true(at.followed.was_there);
		assert_memory_equal(&at.followed.gone_at, &gone, sizeof(gone));
		last = timeline_prev(f.timeline, gone, UNIT_EVENT);
		fixture_stand(&f, last, UNIT_EVENT);
		facts_gather(&at, &f.scene, false);
		assert_false(at.followed.was_there);
		at = facts_at(&f, "end");
		assert_memory_equal(&at.followed.gone_at, &gone, sizeof(gone));
	}
	/* titles say when it went, the status of which page */
	follow_where(&at, false, &where);
	assert_true(strstr(text_str(&where), "@ freed at ") != NULL);
	assert_true(stage_says(&f, VIEW_STORY, "@ follows 7f"));
	assert_true(stage_says(&f, VIEW_STORY, text_str(&where) + 2));
	text_free(&where);
	fixture_close(&f);
}

/* It is shown where it went to while that operation runs, not afterwards. */
static void test_frame_of_what_is_gone(void **state)
{
	struct stage_fixture f;
	struct facts at;
	struct pos gone;

	(void)state;
	fixture_open(&f, TOUR);
	at = facts_at(&f, "6");
	follow_first_anon(&f, &at);
	at = facts_at(&f, "end");
	gone = at.followed.gone_at;
	fixture_stand(&f, gone, UNIT_EVENT);
	facts_gather(&at, &f.scene, false);
	assert_true(at.followed.has_frame && at.followed.was_there);
	assert_true(shown_in(&f, VIEW_FRAMES));
	fixture_stand(&f, (struct pos){ gone.step, gone.op + 1, 0 }, UNIT_OP);
	assert_true(shown_in(&f, VIEW_FRAMES));
	for (uint32_t op = 2; op <= 3; op++) {
		fixture_stand(&f, (struct pos){ gone.step, op, 0 },
			      UNIT_OP);
		facts_gather(&at, &f.scene, false);
		assert_false(at.followed.has_frame);
		assert_memory_equal(&at.followed.gone_at, &gone, sizeof(gone));
		assert_false(shown_in(&f, VIEW_FRAMES));
		assert_false(shown_in(&f, VIEW_BUDDY));
	}
	fixture_close(&f);
}

/* What the status says where it has so much room. */
static const char *status_at(struct stage_fixture *f, const char *pos, int room)
{
	static char words[128];
	struct text t = { 0 };
	struct facts at = facts_at(f, pos);

	follow_status(&at, room, &t);
	snprintf(words, sizeof(words), "%s", text_str(&t));
	text_free(&t);
	return words;
}

/* `@` stands in the place of a letter: which, and what it means, is told. */
static void test_letter_behind_the_mark(void **state)
{
	enum { WIDE = 100 };
	struct stage_fixture f;

	(void)state;
	fixture_open(&f, "traces/13-buddy.json");
	assert_string_equal(status_at(&f, "2", WIDE), "@ follows frame 0: k of alloc_pages, movable");
	assert_string_equal(status_at(&f, "6", WIDE),
			    "@ follows frame 2: free, order 1, freed at 5.1.1");
	/* the last part goes first */
	assert_string_equal(status_at(&f, "6", 34),
			    "@ follows frame 2: free, order 1");
	assert_string_equal(status_at(&f, "6", 14), "@ follows 2");
	f.scene.settings.lang = LANG_ZH;
	assert_string_equal(status_at(&f, "6", 30),
			    "@ 跟随 页框 2：空闲，1 阶");
	f.scene.settings.lang = LANG_EN;
	/* inside of a block */
	f.scene.settings.follow_kind = OBJ_FRAME;
	f.scene.settings.follow_id = 3;
	assert_string_equal(status_at(&f, "6", 45),
			    "@ follows frame 3: free, order 1 from 2");
	fixture_close(&f);
	fixture_open(&f, TOUR);
	assert_string_equal(status_at(&f, "6", WIDE),
			    "@ follows frame 0x177: a anonymous");
	assert_string_equal(status_at(&f, "10", WIDE), "@ follows slot 0:8");
	/* of what is gone it is told even where its name has no room */
	assert_string_equal(status_at(&f, "14", WIDE),
			    "@ follows 7ffff79dd000, freed at 14.1.2083");
	assert_string_equal(status_at(&f, "14", 30), "@ freed at 14.1.2083");
	assert_string_equal(status_at(&f, "0", WIDE), "");
	fixture_close(&f);
	/* the letter and the name of one frame are told as one */
	fixture_open(&f, "traces/05-demand.json");
	f.scene.settings.follow_kind = OBJ_FRAME;
	f.scene.settings.follow_id = f.scene.now->s->zero_pfn;
	assert_string_equal(status_at(&f, "3", WIDE),
		"@ follows frame 0x3310: r reserved: the zero page");
	f.scene.settings.zoom = VIEW_WALK;
	assert_true(shows(&f, 120, 40, "  zero page (r reserved) "));
	fixture_close(&f);
}

static bool free_in_hand(const struct facts *f)
{
	struct frame_block b;

	return frame_block(f->now, f->followed.pfn, &b) &&
	       b.state == PG_INHAND;
}

/* In use it has no row; else a list, or the hand, has the block that it is in. */
static bool row_shows(struct stage_fixture *f)
{
	struct facts at;
	struct canvas c;
	bool free, shown = false;

	facts_gather(&at, &f->scene, false);
	free = zone_kind(at.now, at.followed.pfn) == KIND_FREE;
	f->scene.settings.zoom = VIEW_BUDDY;
	fixture_draw(f, &c, 120, 40, false);
	for (size_t i = 0; i < c.nr_marks; i++)
		shown |= c.marks[i].panel == VIEW_BUDDY + 1 &&
			 c.marks[i].kind == OBJ_BLOCK &&
			 canvas_cell(&c, c.marks[i].x, c.marks[i].y)->over &
				 OVER_FOLLOW;
	canvas_close(&c);
	return shown || !free || free_in_hand(&at);
}

/* A frame is followed as such, and is free now. */
static void test_free_frame(void **state)
{
	struct settings *set;
	struct stage_fixture f;
	struct facts at;

	(void)state;
	fixture_open(&f, "traces/13-buddy.json");
	set = &f.scene.settings;
	set->follow_kind = OBJ_FRAME;
	set->follow_id = 3;
	at = facts_at(&f, "2");
	assert_false(at.followed.was_there);	/* nobody has had it yet */
	at = facts_at(&f, "4");
	assert_false(at.followed.was_there);
	at = facts_at(&f, "end");
	assert_true(at.followed.was_there);
	assert_true(stage_says(&f, VIEW_LRU, "@ freed at 6.1.1"));
	/* on its way home it is in hand, then part of what it is joined to */
	for (fixture_at(&f, "5", UNIT_EVENT); f.scene.pos.step < 7;
	     fixture_stand(&f, timeline_next(f.timeline, f.scene.pos,
					     UNIT_EVENT), UNIT_EVENT))
		assert_true(row_shows(&f));
	assert_true(shown_in(&f, VIEW_BUDDY));
	assert_true(shown_in(&f, VIEW_FRAMES));
	fixture_close(&f);
}

/* Does a view alone on the stage have `@` in its gutter? */
static bool signed_in(struct stage_fixture *f, enum view_id view)
{
	struct canvas c;
	bool has = false;

	f->scene.settings.zoom = view;
	fixture_draw(f, &c, 120, 40, false);
	for (int y = 0; y < c.h; y++)
		has |= canvas_cell(&c, 1, y)->code == '@';
	canvas_close(&c);
	return has;
}

/* Where a page is mapped, each view has its row of it. */
static void test_rows_of_a_page(void **state)
{
	struct stage_fixture f;
	struct facts at;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	at = facts_at(&f, "5");
	assert_true(at.has_address);
	follow_page_of(&f, at.task, at.address);
	fixture_at(&f, "5", UNIT_STEP);
	assert_true(signed_in(&f, VIEW_SPACE));
	assert_true(shown_in(&f, VIEW_WALK));
	assert_true(signed_in(&f, VIEW_OVERVIEW));
	assert_true(signed_in(&f, VIEW_OOM));
	/* a table on the way to it */
	at = facts_at(&f, "5");
	f.scene.settings.follow_kind = OBJ_FRAME;
	f.scene.settings.follow_id = mm_at(at.now, task_at(at.now, at.task)->mm)
					     ->pgd;
	assert_true(signed_in(&f, VIEW_WALK));
	f.scene.settings.follow_id = 3;
	assert_false(signed_in(&f, VIEW_WALK));
	fixture_close(&f);
}

/* Swapped out: the row of the swap areas, and that of its task. */
static void test_rows_of_a_slot(void **state)
{
	struct stage_fixture f;
	struct facts at;

	(void)state;
	fixture_open(&f, TOUR);
	at = facts_at(&f, "6");
	follow_first_anon(&f, &at);
	at = facts_at(&f, "10");
	assert_true(at.followed.slot && !at.followed.has_frame);
	assert_true(signed_in(&f, VIEW_SWAP));
	assert_true(signed_in(&f, VIEW_OVERVIEW));
	/* the walk to it ends in an entry that holds the slot */
	assert_true(at.has_address && followed_in(&at, at.address & ~0xfffULL,
						   at.address + 1));
	assert_true(signed_in(&f, VIEW_WALK));
	fixture_close(&f);
}

/* A page that a task and its child share is seen in the child's space, too. */
static void test_shared_with_a_child(void **state)
{
	struct stage_fixture f;
	int nr = 0;

	(void)state;
	fixture_open(&f, "traces/09-fork.json");
	for (uint32_t step = 1; step <= timeline_nr_steps(f.timeline); step++) {
		const struct machine *m = f.scene.now;
		struct facts at;
		handle_t child, parent;
		vaddr_t here;

		fixture_stand(&f, step_end(f.timeline, step), UNIT_STEP);
		f.scene.settings.follow_kind = OBJ_NONE;
		facts_gather(&at, &f.scene, false);
		child = at.task;
		parent = child ? task_by_pid(m, task_at(m, child)->ppid) : 0;
		if (!parent || !task_at(m, child)->mm || !at.has_address)
			continue;
		here = at.address & ~(vaddr_t)(PAGE_SIZE - 1);
		follow_page_of(&f, parent, here);
		facts_gather(&at, &f.scene, false);
		if (!at.followed.has_frame ||
		    frame_mapped_at(m, task_at(m, child)->mm,
				    at.followed.pfn) == VADDR_NONE)
			continue;
		assert_true(followed_in(&at, here, here + PAGE_SIZE));
		assert_true(shown_in(&f, VIEW_SPACE));
		nr++;
	}
	assert_true(nr > 0);
	fixture_close(&f);
}

/* Of a mapped file, a page that is cached and that no entry leads to. */
static bool find_unmapped(const struct machine *m, handle_t task, vaddr_t *at,
			  pfn_t *pfn)
{
	handle_t mm = task_at(m, task)->mm;

	for (handle_t h = mm ? vma_first(m, mm) : 0; h; h = vma_next(m, h)) {
		const struct vma *v = vma_at(m, h);

		for (*at = v->start; v->file && *at < v->end;
		     *at += PAGE_SIZE) {
			struct slot s = filemap_slot(
				m, file_at(m, v->file)->inode,
				vma_pgoff(v, *at));

			*pfn = s.value;
			if (s.kind == SLOT_PAGE && !pgtable_get(m, mm, *at))
				return true;
		}
	}
	return false;
}

static void test_cached_not_mapped(void **state)
{
	struct stage_fixture f;
	struct facts at;
	vaddr_t page;
	pfn_t pfn;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	for (uint32_t step = 1;; step++) {
		assert_true(step <= timeline_nr_steps(f.timeline));
		fixture_stand(&f, step_end(f.timeline, step), UNIT_STEP);
		facts_gather(&at, &f.scene, false);
		if (at.task && find_unmapped(at.now, at.task, &page, &pfn))
			break;
	}
	follow_page_of(&f, at.task, page);
	facts_gather(&at, &f.scene, false);
	assert_true(at.followed.has_frame);
	assert_int_equal(at.followed.pfn, pfn);
	assert_true(shown_in(&f, VIEW_SPACE));
	assert_true(shown_in(&f, VIEW_FRAMES));
	fixture_close(&f);
}

/* The first frame of a kind. */
static pfn_t frame_of(const struct machine *m, enum frame_kind kind)
{
	for (unsigned i = 0; i < m->s->nr_zones; i++) {
		const struct zone *z = &m->s->zone[i];

		for (pfn_t pfn = z->start_pfn; pfn < z->start_pfn + z->spanned; pfn++)
			if (zone_kind(m, pfn) == kind && frame_at(m, pfn) &&
			    frame_at(m, pfn)->mapping)
				return pfn;
	}
	fail_msg("no frame of kind %d", kind);
	return 0;
}

static void test_page_of_a_file(void **state)
{
	struct settings *set;
	struct stage_fixture f;
	struct facts at;

	(void)state;
	fixture_open(&f, CACHE);
	at = facts_at(&f, "end");
	set = &f.scene.settings;
	follow_frame_content(&at, frame_of(f.scene.now, KIND_FILE), set);
	assert_int_equal(set->follow_kind, OBJ_FILE);
	at = facts_at(&f, "end");
	assert_true(at.followed.has_file && at.followed.has_frame);
	at = facts_at(&f, "0");
	assert_false(at.followed.has_frame);
	fixture_close(&f);
}

/* Each box leads on to something new, and the way ends. */
static void test_deeper(void **state)
{
	struct stage_fixture f;
	struct facts at;
	struct mark on = { .kind = OBJ_PAGE }, next;
	uint32_t seen = 1u << OBJ_PAGE;
	struct settings *set;

	(void)state;
	fixture_open(&f, TOUR);
	set = &f.scene.settings;
	at = facts_at(&f, "6");
	on.id = at.followed.address;
	on.sub = at.followed.task;
	assert_true(deeper_next(&at, &on, &next));
	assert_int_equal(next.kind, OBJ_FRAME);
	assert_int_equal(next.id, at.followed.pfn);
	while (set->nr_deeper < MAX_DEEPER && deeper_next(&at, &on, &next)) {
		struct text words = { 0 };

		assert_false(seen & 1u << next.kind);
		seen |= 1u << next.kind;
		deeper_tell(&at, &on, &words);
		assert_true(words.len > strlen("Enter  "));
		text_free(&words);
		set->deeper[set->nr_deeper++] = next;
		assert_int_equal(deeper_opened(&at, &on).kind, next.kind);
	}
	assert_int_equal(set->nr_deeper, 2);	/* the frame, its zone */
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_through_swap),
		cmocka_unit_test(test_before_and_after_its_task),
		cmocka_unit_test(test_freed_at),
		cmocka_unit_test(test_frame_of_what_is_gone),
		cmocka_unit_test(test_letter_behind_the_mark),
		cmocka_unit_test(test_free_frame),
		cmocka_unit_test(test_rows_of_a_page),
		cmocka_unit_test(test_rows_of_a_slot),
		cmocka_unit_test(test_shared_with_a_child),
		cmocka_unit_test(test_cached_not_mapped),
		cmocka_unit_test(test_page_of_a_file),
		cmocka_unit_test(test_deeper),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
