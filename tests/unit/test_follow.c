/* What is followed is content: through swap, through every view, to its end */
#include "stage_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "mm/filemap.h"
#include "mm/pgtable_alloc.h"
#include "mm/task.h"
#include "mm/vma.h"
#include "view/deeper.h"
#include "view/follow.h"
#include "view/palette.h"

#define TOUR "traces/tour.json"
#define CACHE "traces/23-page-cache.json"

static struct facts facts_at(struct stage_fixture *f, const char *pos)
{
	struct facts facts;

	fixture_at(f, pos, UNIT_STEP);
	facts_gather(&facts, &f->scene, false);
	return facts;
}

/* Does a view alone on the stage show `@`? */
static bool shown_in(struct stage_fixture *f, enum view_id view)
{
	struct canvas c;
	bool shown = false;

	f->scene.settings.zoom = view;
	fixture_draw(f, &c, 120, 40, false);
	for (int i = 0; i < c.w * c.h; i++)
		shown |= c.cells[i].over & OVER_FOLLOW;
	canvas_close(&c);
	return shown;
}

static bool stage_says(struct stage_fixture *f, enum view_id view,
		       const char *words)
{
	struct text text = { 0 };
	struct canvas c;
	bool said;

	f->scene.settings.zoom = view;
	fixture_draw(f, &c, 120, 40, false);
	canvas_print(&c, &text);
	said = strstr(text_str(&text), words) != NULL;
	canvas_close(&c);
	text_free(&text);
	return said;
}

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
		/* what it was is marked as long as it is free */
		assert_int_equal(at.followed.has_frame, i);
		assert_int_equal(shown_in(&f, VIEW_FRAMES), i);
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
	/* the status names the page, the titles say when it went */
	follow_where(&at, &where);
	assert_true(strstr(text_str(&where), "@ freed at ") != NULL);
	assert_true(stage_says(&f, VIEW_STORY, "@ follows 7f"));
	text_free(&where);
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

static void follow_page_of(struct stage_fixture *f, handle_t task, vaddr_t at)
{
	f->scene.settings.follow_kind = OBJ_PAGE;
	f->scene.settings.follow_id = at;
	f->scene.settings.follow_sub = task_at(f->scene.now, task)->pid;
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

static const char moving[] =
	"{\"framewalk\": 1, \"title\": \"moved\", \"machine\": {\"ram\": \"16M\"},"
	" \"steps\": [{\"do\": [{\"exec\": \"demo\"},"
	"  {\"mmap\": {\"length\": \"16K\", \"as\": \"a\"}},"
	"  {\"access\": {\"at\": \"a+4K\", \"length\": 1, \"mode\": \"write\"}},"
	"  {\"mmap\": {\"length\": \"16K\", \"as\": \"b\"}}]},"
	" {\"do\": [{\"mremap\": {\"at\": \"a\", \"length\": \"16K\","
	"  \"new_length\": \"64K\", \"flags\": \"maymove\"}}]}]}";

/* The address of the page that the followed frame is; VADDR_NONE. */
static vaddr_t address_at(struct stage_fixture *f, struct pos pos, pfn_t pfn)
{
	struct facts at;

	fixture_stand(f, pos, UNIT_EVENT);
	facts_gather(&at, &f->scene, false);
	assert_true(at.followed.has_frame);
	assert_int_equal(at.followed.pfn, pfn);
	assert_false(at.followed.was_there);
	return at.followed.address;
}

static const char unmapping[] =
	"{\"framewalk\": 1, \"title\": \"file\", \"machine\": {\"ram\": \"16M\"},"
	" \"files\": [{\"name\": \"data\", \"size\": \"16K\"}],"
	" \"steps\": [{\"do\": [{\"exec\": \"demo\"}, {\"open\": {\"file\": \"data\", \"as\": \"fd\"}},"
	"  {\"mmap\": {\"length\": \"16K\", \"flags\": [\"shared\"], \"fd\": \"fd\", \"as\": \"a\"}},"
	"  {\"access\": {\"at\": \"a\"}}]},"
	" {\"do\": [{\"munmap\": \"a\"}]}, {\"do\": [{\"sleep\": 1}]},"
	" {\"do\": [{\"sysctl\": {\"name\": \"vm.drop_caches\", \"value\": 1}}]}]}";

/* A scenario out of a text. */
static void open_text(struct stage_fixture *f, const char *text)
{
	char path[] = "/tmp/framewalk-follow-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	fixture_open(f, path);
	unlink(path);
}

/* A page of a file stays in the cache when its area goes. */
static void test_unmapped_file(void **state)
{
	struct stage_fixture f;
	struct facts at;
	pfn_t pfn;

	(void)state;
	open_text(&f, unmapping);
	at = facts_at(&f, "1");
	assert_true(at.has_address);
	follow_page_content(&at, at.task, at.address, &f.scene.settings);
	at = facts_at(&f, "1");
	assert_true(at.followed.has_frame);
	pfn = at.followed.pfn;
	for (int i = 2; i <= 3; i++) {
		at = facts_at(&f, i == 2 ? "2" : "3");
		assert_true(at.followed.has_frame && !at.followed.was_there);
		assert_int_equal(at.followed.pfn, pfn);
		assert_true(shown_in(&f, VIEW_CACHE));
		assert_true(shown_in(&f, VIEW_FRAMES));
	}
	at = facts_at(&f, "4");
	assert_true(at.followed.was_there);
	fixture_close(&f);
}

static const char reused[] =
	"{\"framewalk\": 1, \"title\": \"reused\", \"machine\": {\"zones\": [{\"name\":"
	" \"Normal\", \"start\": 0, \"frames\": 32, \"pageblock_order\": 5}],"
	" \"legible\": true, \"sysctl\": {\"vm.min_free_kbytes\": 0}}, \"steps\": ["
	"{\"show\": {\"follow\": \"a\"}, \"do\": [{\"alloc_pages\": {\"as\": \"a\"}}]},"
	"{\"do\": [{\"free_pages\": \"a\"}]},"
	"{\"do\": [{\"alloc_pages\": {\"as\": \"b\"}}]},"
	"{\"do\": [{\"free_pages\": \"b\"}]}]}";

/* A frame that somebody else has had meanwhile is not what was followed. */
static void test_frame_of_another(void **state)
{
	struct stage_fixture f;
	struct facts at;
	pfn_t pfn;

	(void)state;
	open_text(&f, reused);
	at = facts_at(&f, "1");
	assert_true(at.followed.has_frame && !at.followed.was_there);
	pfn = at.followed.pfn;
	at = facts_at(&f, "2");
	assert_true(at.followed.has_frame && at.followed.was_there);
	assert_int_equal(at.followed.pfn, pfn);
	assert_true(shown_in(&f, VIEW_BUDDY));
	for (int i = 3; i <= 4; i++) {
		at = facts_at(&f, i == 3 ? "3" : "4");
		assert_int_equal(zone_kind(at.now, pfn) == KIND_FREE, i == 4);
		assert_true(at.followed.was_there && !at.followed.has_frame);
		assert_false(shown_in(&f, VIEW_BUDDY));
		assert_true(stage_says(&f, VIEW_BUDDY, "@ freed at 2.1.1"));
	}
	fixture_close(&f);
}

/* A task and a file whose places others take: the same handles mean them. */
static const char successors[] =
	"{\"framewalk\": 1, \"title\": \"successors\", \"machine\": {\"ram\": \"16M\"}, \"steps\": ["
	"{\"do\": [{\"exec\": \"demo\"}, {\"mmap\": {\"length\": \"16K\", \"as\": \"a\"}},"
	"  {\"memfd_create\": {\"size\": \"8K\", \"as\": \"m\"}},"
	"  {\"write\": {\"fd\": \"m\", \"length\": \"8K\"}},"
	"  {\"fork\": {\"task\": \"demo\", \"child\": \"kid\"}},"
	"  {\"access\": {\"task\": \"kid\", \"at\": \"a\", \"mode\": \"write\"}}]},"
	"{\"do\": [{\"exit\": \"kid\"}, {\"wait\": {\"task\": \"demo\", \"child\": \"kid\"}},"
	"  {\"close\": {\"task\": \"demo\", \"fd\": \"m\"}}]},"
	"{\"do\": [{\"memfd_create\": {\"task\": \"demo\", \"size\": \"8K\", \"as\": \"n\"}},"
	"  {\"write\": {\"task\": \"demo\", \"fd\": \"n\", \"length\": \"8K\"}},"
	"  {\"fork\": {\"task\": \"demo\", \"child\": \"next\"}},"
	"  {\"access\": {\"task\": \"next\", \"at\": \"a\", \"mode\": \"write\"}}]}]}";

static handle_t task_called(const struct machine *m, const char *name)
{
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		if (!strcmp(task_at(m, h)->name, name))
			return h;
	fail_msg("no task %s", name);
	return 0;
}

/* There in step 1, gone since step 2, and not back in the successor. */
static void assert_gone_for_good(struct stage_fixture *f)
{
	struct facts at = facts_at(f, "1");

	assert_true(at.followed.has_frame && !at.followed.was_there);
	for (int i = 2; i <= 3; i++) {
		at = facts_at(f, i == 2 ? "2" : "3");
		assert_true(at.followed.was_there);
		assert_int_equal(at.followed.gone_at.step, 2);
	}
}

static void test_successors(void **state)
{
	struct stage_fixture f;
	handle_t kid, inode;
	struct facts at;

	(void)state;
	open_text(&f, successors);
	at = facts_at(&f, "1");
	kid = task_called(at.now, "kid");
	inode = at.now->s->inodes;
	assert_true(at.has_address);
	follow_page_content(&at, kid, at.address, &f.scene.settings);
	assert_gone_for_good(&f);
	assert_int_equal(task_called(f.scene.now, "next"), kid);

	at = facts_at(&f, "1");
	follow_file_content(&at, inode, 0, &f.scene.settings);
	assert_gone_for_good(&f);
	assert_int_equal(f.scene.now->s->inodes, inode);
	fixture_close(&f);
}

/* mremap moves a page: it is the same one, chosen before or behind the move. */
static void test_moved_page(void **state)
{
	struct stage_fixture f;
	struct facts at;
	vaddr_t first, moved;
	handle_t mm;
	pfn_t pfn;

	(void)state;
	open_text(&f, moving);
	at = facts_at(&f, "1");
	mm = task_at(at.now, at.task)->mm;
	for (first = 0x7ffff7ff1000; !pgtable_get(at.now, mm, first);)
		first += PAGE_SIZE;
	pfn = pte_pfn(pgtable_get(at.now, mm, first));
	follow_page_content(&at, at.task, first, &f.scene.settings);
	moved = address_at(&f, step_end(f.timeline, 2), pfn);
	assert_int_not_equal(moved, first);
	/* at every event of the move, too */
	for (struct pos p = step_end(f.timeline, 1);
	     pos_compare(f.timeline, p, step_end(f.timeline, 2)) < 0;
	     p = timeline_next(f.timeline, p, UNIT_EVENT))
		address_at(&f, p, pfn);
	at = facts_at(&f, "2");
	follow_page_content(&at, at.task, moved, &f.scene.settings);
	assert_int_equal(address_at(&f, step_end(f.timeline, 1), pfn), first);
	assert_true(shown_in(&f, VIEW_SPACE));
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

static const char moved_away[] =
	"{\"framewalk\": 1, \"title\": \"gone\", \"machine\": {\"ram\": \"16M\"},"
	" \"steps\": [{\"do\": [{\"exec\": \"demo\"},"
	"  {\"mmap\": {\"length\": \"16K\", \"as\": \"a\"}},"
	"  {\"access\": {\"at\": \"a\", \"mode\": \"write\"}},"
	"  {\"mmap\": {\"length\": \"64K\", \"as\": \"b\"}},"
	"  {\"access\": {\"at\": \"b\", \"mode\": \"write\"}}]},"
	" {\"do\": [{\"mremap\": {\"at\": \"a\", \"length\": \"16K\","
	"  \"new_length\": \"64K\", \"flags\": \"maymove\","
	"  \"as\": \"c\"}}]},"
	" {\"do\": [{\"access\": {\"at\": \"b\", \"mode\": \"write\"}},"
	"  {\"munmap\": \"c\"}]},"
	" {\"do\": [{\"access\": {\"at\": \"b\", \"mode\": \"write\"}}]}]}";

/*
 * Moved, then unmapped, then others are used: it is told where it was freed,
 * as a look at every place in between finds it.
 */
static void test_moved_page_is_gone(void **state)
{
	struct pos since = { 0, 0, 0 }, end;
	struct stage_fixture f;
	struct facts at;
	bool was = false;

	(void)state;
	open_text(&f, moved_away);
	end = timeline_end(f.timeline);
	at = facts_at(&f, "1.3");	/* its first page is used */
	follow_page_content(&at, at.task, at.address, &f.scene.settings);
	for (struct pos p = step_end(f.timeline, 1);
	     pos_compare(f.timeline, p, end) < 0;
	     p = timeline_next(f.timeline, p, UNIT_EVENT)) {
		bool gone;

		fixture_stand(&f, p, UNIT_EVENT);
		facts_gather(&at, &f.scene, false);
		gone = !at.followed.has_frame || at.followed.was_there;
		since = gone && !was ? p : since;
		was = gone;
	}
	assert_true(was);
	assert_int_equal(since.step, 3);
	fixture_stand(&f, end, UNIT_OP);
	facts_gather(&at, &f.scene, false);
	assert_true(at.followed.was_there);
	assert_int_equal(at.followed.gone_at.step, 3);
	fixture_close(&f);
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
		cmocka_unit_test(test_free_frame),
		cmocka_unit_test(test_rows_of_a_page),
		cmocka_unit_test(test_rows_of_a_slot),
		cmocka_unit_test(test_shared_with_a_child),
		cmocka_unit_test(test_cached_not_mapped),
		cmocka_unit_test(test_frame_of_another),
		cmocka_unit_test(test_successors),
		cmocka_unit_test(test_moved_page),
		cmocka_unit_test(test_moved_page_is_gone),
		cmocka_unit_test(test_unmapped_file),
		cmocka_unit_test(test_page_of_a_file),
		cmocka_unit_test(test_deeper),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
