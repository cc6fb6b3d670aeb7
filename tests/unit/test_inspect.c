/* What the boxes say of a frame, a page, an entry, a task, an event */
#include "inspect_fixture.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/oom.h"
#include "mm/pgtable.h"
#include "mm/procfs.h"
#include "mm/task.h"

#define TOY "traces/13-buddy.json"

/* The toy zone is one block of order 5: 0x20 lies behind its end. */
static void test_no_buddy_outside(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, TOY);
	box_at(&f, "0", OBJ_FRAME, 3, &box);
	says(&box, "order 5");
	says(&box, "no buddy: 0x0 xor 0x20 lies outside the zone");
	assert_null(strstr(text_str(&box), "= 0x"));
	box_at(&f, "0", OBJ_BLOCK, 0, &box);
	says(&box, "no buddy");
	/* taken by the scenario: nobody knows for what */
	box_at(&f, "2", OBJ_FRAME, 0, &box);
	says(&box, "k  of alloc_pages, movable\ntaken by alloc_pages: no task maps it");
	/* halved, the block has one */
	box_at(&f, "3", OBJ_FRAME, 16, &box);
	says(&box, "0x10 xor 0x10 = 0x0");
	text_free(&box);
	fixture_close(&f);
}

/* A number that may be 1 stands behind its word. */
static void test_block_of_one_frame(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };
	struct text title = { 0 };
	struct facts facts;
	struct mark m = { .kind = OBJ_ORDER };

	(void)state;
	fixture_open(&f, TOY);
	fixture_at(&f, "1", UNIT_STEP);
	facts_gather(&facts, &f.scene, false);
	assert_true(inspect_tell(&facts, &m, &title, &box));
	says(&box, "frames in a block  1,  4 kB\nfree  blocks ");
	assert_null(strstr(text_str(&box), "1 frames"));
	text_free(&title);
	text_free(&box);
	fixture_close(&f);
}

/* Allocated in step 3, given back in step 6; the same from both sides. */
static void test_earlier_events(void **state)
{
	static const char *const ways[] = { "0", "end" };
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, TOY);
	for (int i = 0; i < 2; i++) {
		box_at(&f, ways[i], OBJ_FRAME, 3, &box);
		box_at(&f, "2", OBJ_FRAME, 3, &box);
		says(&box, "nothing since boot");
		box_at(&f, "4", OBJ_FRAME, 3, &box);
		says(&box, "earlier\n  3.3.3  allocated\n");
		assert_null(strstr(text_str(&box), "freed"));
		box_at(&f, "end", OBJ_FRAME, 3, &box);
		says(&box, "  3.3.3  allocated\n  6.1.1  freed\n");
	}
	f.scene.settings.playing = true;
	box_at(&f, "end", OBJ_FRAME, 3, &box);
	assert_null(strstr(text_str(&box), "earlier"));
	text_free(&box);
	fixture_close(&f);
}

/* A frame of a task: who asked for it, and what became of it in swap. */
static void test_earlier_of_a_page(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };
	struct facts facts;
	pfn_t pfn;

	(void)state;
	fixture_open(&f, "traces/tour.json");
	fixture_at(&f, "6", UNIT_STEP);
	facts_gather(&facts, &f.scene, false);
	assert_true(facts.followed.has_frame);
	pfn = facts.followed.pfn;
	box_at(&f, "6", OBJ_FRAME, pfn, &box);
	says(&box, "  allocated  demo\n");
	says(&box, "  mapped  demo\n");
	box_at(&f, "10", OBJ_FRAME, pfn, &box);
	says(&box, "being written  kswapd0\n");
	says(&box, "freed  ");
	text_free(&box);
	fixture_close(&f);
}

/* The box on an entry of the walk that the picture shows. */
static void entry_box(struct stage_fixture *f, enum pt_level level,
		      struct text *box)
{
	struct text title = { 0 };
	struct facts facts;
	struct mark m = { .kind = OBJ_ENTRY, .id = level };

	facts_gather(&facts, &f->scene, false);
	assert_true(facts.has_address);
	m.sub = mm_at(facts.now, task_at(facts.now, facts.task)->mm)->pgd;
	for (enum pt_level l = LEVEL_PGD; l > level; l--)
		m.sub = pte_pfn(pgtable_of(facts.now, m.sub)->entry[
				pt_index(facts.address, l)]);
	text_reset(box);
	assert_true(inspect_tell(&facts, &m, &title, box));
	text_free(&title);
}

/* Only of a page does the processor keep D; _PAGE_TABLE has A and D set. */
static void test_bits_of_entries(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "5", UNIT_STEP);
	entry_box(&f, LEVEL_PTE, &box);
	says(&box, "the processor finds the frame");
	says(&box, "D  was written (set by the processor or at a fault)");
	entry_box(&f, LEVEL_PMD, &box);
	says(&box, "the processor walks on");
	says(&box, "D  set by the kernel too; the processor ignores it");
	assert_null(strstr(text_str(&box), "was written"));
	text_free(&box);
	fixture_close(&f);
}

/* What an access to a page of demo would do. */
static void page_box(struct stage_fixture *f, const char *pos, vaddr_t addr,
		      struct text *box)
{
	struct mark m = { .kind = OBJ_PAGE, .id = addr };
	struct text title = { 0 };
	struct facts facts;

	fixture_at(f, pos, UNIT_STEP);
	facts_gather(&facts, &f->scene, false);
	m.sub = procfs_task(facts.now, "demo", 4);
	text_reset(box);
	assert_true(inspect_tell(&facts, &m, &title, box));
	text_free(&title);
}

/* Each access is told with its cost: lesson 5. */
static void test_accesses(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	/* of the program's text, in no frame yet */
	page_box(&f, "8", 0x100000, &box);
	says(&box, "read now   SIGSEGV, no area here\n");
	assert_null(strstr(text_str(&box), "fetch"));
	page_box(&f, "8", 0x408000, &box);
	says(&box, "read now   major fault, the page of the file is mapped\n");
	says(&box, "write now  SIGSEGV, the area does not allow it\n");
	says(&box, "fetch now  major fault, the page of the file is mapped\n");
	/* zeros were read there, then it is written to */
	page_box(&f, "8", 0x7ffff0004000, &box);
	says(&box, "write now  no fault, the processor does it alone\n");
	page_box(&f, "4", 0x7ffff0004000, &box);
	says(&box, "read now   no fault, the processor does it alone\n");
	says(&box, "write now  minor fault, a frame of its own instead\n");
	assert_null(strstr(text_str(&box), "fetch"));
	f.scene.settings.lang = LANG_ZH;
	page_box(&f, "8", 0x408000, &box);
	says(&box, "现在读    主缺页，映射文件的那一页\n");
	says(&box, "现在写    SIGSEGV, 区域不允许\n");
	text_free(&box);
	fixture_close(&f);
}

/* A shared page is the file's: nobody gets a frame of his own. */
static void test_write_to_shared(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };

	(void)state;
	fixture_open(&f, "traces/27-four-mappings.json");
	page_box(&f, "2.1", 0x7ffff7dff000, &box);
	says(&box, "the page of the file is mapped");
	page_box(&f, "2", 0x7ffff3e00000, &box);
	says(&box, "write now  minor fault, the file is told of the write");
	fixture_close(&f);
	fixture_open(&f, "traces/05-demand.json");
	page_box(&f, "3", 0x7ffff0000000, &box);
	says(&box, "a frame of its own");
	text_free(&box);
	fixture_close(&f);
}

/*
 * A task has more of them than the machine: a page that is being read already,
 * and one that carries the marker, is waited for by whoever wants it.
 */
static void test_major_faults(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };
	handle_t task;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	fixture_at(&f, "1", UNIT_STEP);
	task = f.scene.now->s->tasks;
	assert_int_equal(task_at(f.scene.now, task)->maj_flt, 2);
	assert_int_equal(f.scene.now->s->vm_event[PGMAJFAULT], 1);
	box_at(&f, "1", OBJ_TASK, task, &box);
	says(&box, "maj_flt: tried again for a read, also one under way");
	says(&box, "pgmajfault in vmstat: only where the page was in no cache");
	fixture_close(&f);
	/* one that never had any is told nothing of them */
	fixture_open(&f, "traces/09-fork.json");
	fixture_at(&f, "2", UNIT_STEP);
	for (task = f.scene.now->s->tasks; task;
	     task = task_at(f.scene.now, task)->next) {
		bool some = task_at(f.scene.now, task)->maj_flt;

		box_at(&f, "2", OBJ_TASK, task, &box);
		assert_int_equal(strstr(text_str(&box), "maj_flt:") != NULL,
				 some);
	}
	text_free(&box);
	fixture_close(&f);
}

/* The sum in the box of a task adds up, and is the killer's own. */
static void task_adds_up(struct stage_fixture *f, handle_t task,
			 struct text *box, unsigned sums[2])
{
	struct mark m = { .kind = OBJ_TASK, .id = task };
	const struct machine *now = f->scene.now;
	int64_t points = oom_badness(now, task, oom_totalpages(now)), v[5];
	struct text title = { 0 };
	struct facts facts;
	const char *line;

	facts_gather(&facts, &f->scene, false);
	text_reset(box);
	assert_true(inspect_tell(&facts, &m, &title, box));
	text_free(&title);
	line = strstr(text_str(box), "points  rss");
	if (!line) {
		assert_true(points == OOM_NEVER);
		if (task_at(now, task)->mm)
			says(box, "points  none: the killer passes it by\n");
		return;
	}
	assert_int_equal(sscanf(line, "points  rss %" SCNd64 " + swap %" SCNd64
				" + tables %" SCNd64 " + adj %" SCNd64
				" = %" SCNd64, v, v + 1, v + 2, v + 3, v + 4), 5);
	assert_int_equal(v[0] + v[1] + v[2] + v[3], v[4]);
	sums[task_at(now, task)->mm == 0]++;
	if (task_at(now, task)->mm)
		assert_int_equal(v[4], points);
}

static void test_points_of_a_task(void **state)
{
	struct stage_fixture f;
	struct text box = { 0 };
	unsigned sums[2] = { 0 }, steps;
	char pos[8];

	(void)state;
	fixture_open(&f, "traces/39-oom.json");
	steps = timeline_nr_steps(f.timeline);
	for (unsigned i = 1; i <= steps; i++) {
		snprintf(pos, sizeof(pos), "%u", i);
		fixture_at(&f, pos, UNIT_STEP);
		for (handle_t h = f.scene.now->s->tasks; h;
		     h = task_at(f.scene.now, h)->next)
			task_adds_up(&f, h, &box, sums);
	}
	/* of those that live, and of victims in the unit that took them */
	assert_true(sums[0] > 4 && sums[1] > 0);
	text_free(&box);
	fixture_close(&f);
}

/* A narrow box is as high as its text needs when it wraps at that width. */
static void test_narrow_box(void **state)
{
	struct mark m = { .kind = OBJ_EVENT, .id = 13, .w = 1, .h = 1 };
	struct stage_fixture f;
	struct text box = { 0 }, shown = { 0 };
	struct canvas c;
	struct facts facts;

	(void)state;
	fixture_open(&f, "traces/05-demand.json");
	box_at(&f, "5", OBJ_EVENT, m.id, &box);
	says(&box, "stands for the processor");
	facts_gather(&facts, &f.scene, false);
	canvas_open(&c, 40, 24, false);
	inspect_draw(&c, &facts, &m);
	canvas_print(&c, &shown);
	says(&shown, "stands for the processor");
	canvas_close(&c);
	text_free(&shown);
	text_free(&box);
	fixture_close(&f);
}

/* Whatever the box is on, at whatever place: the rows below it are as without. */
static void rows_stay(struct stage_fixture *f, int *boxes)
{
	struct settings *set = &f->scene.settings;
	struct canvas c, with;

	fixture_draw(f, &c, 80, 24, false);
	set->inspect = true;
	for (size_t i = 0; i < c.nr_marks; i++) {
		const struct mark *m = &c.marks[i];

		if (!mark_is_thing(m))
			continue;
		set->cursor_x = m->x;
		set->cursor_y = m->y;
		fixture_draw(f, &with, 80, 24, false);
		assert_memory_equal(canvas_cell(&c, 0, 22),
				    canvas_cell(&with, 0, 22),
				    2 * 80 * sizeof(*c.cells));
		(*boxes)++;
		canvas_close(&with);
	}
	set->inspect = false;
	set->cursor_x = set->cursor_y = -1;
	canvas_close(&c);
}

static void test_last_rows_stay(void **state)
{
	static const char *const lessons[] = { "traces/05-demand.json",
					       "traces/13-buddy.json", NULL };

	(void)state;
	assert_true(fixture_steps(lessons, rows_stay) > 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_buddy_outside),
		cmocka_unit_test(test_block_of_one_frame),
		cmocka_unit_test(test_earlier_events),
		cmocka_unit_test(test_earlier_of_a_page),
		cmocka_unit_test(test_bits_of_entries),
		cmocka_unit_test(test_accesses),
		cmocka_unit_test(test_write_to_shared),
		cmocka_unit_test(test_major_faults),
		cmocka_unit_test(test_points_of_a_task),
		cmocka_unit_test(test_narrow_box),
		cmocka_unit_test(test_last_rows_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
