/* What is followed moves, is unmapped, or others take its place */
#include "follow_fixture.h"
#include "scenario_fixture.h"

#include "mm/filemap.h"
#include "mm/pgtable.h"
#include "mm/vma.h"

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

/* A page of a file stays in the cache when its area goes. */
static void test_unmapped_file(void **state)
{
	struct stage_fixture f;
	struct facts at;
	pfn_t pfn;

	(void)state;
	fixture_start(&f, story_of(unmapping, "t.json"));
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
	fixture_start(&f, story_of(reused, "t.json"));
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
	fixture_start(&f, story_of(successors, "t.json"));
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
	fixture_start(&f, story_of(moving, "t.json"));
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
	fixture_start(&f, story_of(moved_away, "t.json"));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unmapped_file),
		cmocka_unit_test(test_frame_of_another),
		cmocka_unit_test(test_successors),
		cmocka_unit_test(test_moved_page),
		cmocka_unit_test(test_moved_page_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
