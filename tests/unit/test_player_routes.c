/*
 * Whatever way leads there, the scene is the same: keys at random, on main, on
 * what-ifs and from one to another, held against somebody who goes there at
 * once and has never been anywhere else on the way. And stops: } from the
 * beginning meets what { meets from the end.
 */
#include "player_fixture.h"

#include "base/hash.h"
#include "base/xmalloc.h"

static const char toy[] = TOY_MACHINE
	"  \"chapters\": [{\"title\": \"Split\", \"steps\": [\n"
	"    {\"do\": [{\"alloc_pages\": {\"as\": \"a\"}}]},\n"
	"    {\"do\": [{\"alloc_pages\": {\"as\": \"b\"}, \"x\": 5}],\n"
	"     \"try\": {\"name\": \"large\", \"title\": \"Eight\", \"steps\": [\n"
	"       {\"do\": [{\"alloc_pages\": {\"order\": 3, \"as\": \"c\"}}]},\n"
	"       {\"do\": [{\"free_pages\": \"c\"}, {\"sleep\": 1}]}]}}]},\n"
	"   {\"title\": \"Join\", \"steps\": [\n"
	"    {\"say\": \"Nothing is done here.\"},\n"
	"    {\"do\": [{\"free_pages\": \"b\",\n"
	"             \"until\": \"events(buddy_merge) >= 3\"}]},\n"
	"    {\"do\": [{\"sleep\": 1}, {\"free_pages\": \"a\"}]}]}]}";

/* Calls of several stretches, in which checkpoints stand after a while. */
static const char calls[] =
	"{\"framewalk\": 1, \"title\": \"pc\", \"machine\": {\"ram\": \"24M\"},\n"
	"  \"chapters\": [{\"title\": \"Fill\", \"steps\": [\n"
	"    {\"do\": [{\"exec\": \"demo\"}, {\"mmap\": {\"length\": \"6M\",\n"
	"      \"flags\": [\"populate\"], \"as\": \"buf\"}}]},\n"
	"    {\"do\": [{\"fork\": {\"task\": \"demo\", \"child\": \"kid\"}},\n"
	"      {\"access\": {\"task\": \"kid\", \"at\": \"buf+1M\",\n"
	"        \"length\": \"32K\", \"mode\": \"write\"}}],\n"
	"     \"try\": {\"name\": \"large\", \"title\": \"Gone\", \"steps\": [\n"
	"       {\"do\": [{\"munmap\": {\"task\": \"kid\", \"at\": \"buf\"}}]}]}}]},\n"
	"   {\"title\": \"End\", \"steps\": [\n"
	"    {\"do\": [{\"exit\": \"kid\"}, {\"munmap\":\n"
	"      {\"task\": \"demo\", \"at\": \"buf\"}}]}]}]}";

/* main, large, b1 and b2 on it; each player makes them for itself. */
static void branches_make(struct player *p)
{
	player_command(p, "try large");
	player_stand(p, 0, (struct pos){ 2, 1, 0 });
	player_command(p, "try sleep 1 until=\"result == 0\"");
	player_command(p, "try alloc_pages 1 x=3");
	assert_int_equal(p->nr_branches, 4);
	player_stand(p, 0, (struct pos){ 0, 0, 0 });
}

static void assert_same_events(const struct summary *a, const struct summary *b)
{
	assert_memory_equal(a->count, b->count, sizeof(a->count));
	assert_int_equal(a->nr, b->nr);
	assert_int_equal(a->nr_last, b->nr_last);
	assert_memory_equal(a->last, b->last, a->nr_last * sizeof(*a->last));
	assert_memory_equal(a->at, b->at, a->nr_last * sizeof(*a->at));
	assert_int_equal(a->nr_past, b->nr_past);
	assert_memory_equal(a->past, b->past, a->nr_past * sizeof(*a->past));
	assert_int_equal(a->nr_ops, b->nr_ops);
	for (unsigned id = 0; id < NR_EVENTS; id++)
		if (a->count[id])
			assert_memory_equal(&a->newest[id], &b->newest[id],
					    sizeof(a->newest[id]));
}

/* The other one goes there in one go. */
static void assert_same_scene(struct player *p, struct player *other,
			      const char *route)
{
	char *here, *there;

	other->scene.settings.unit = p->scene.settings.unit;
	player_stand(other, p->branch, p->scene.pos);
	other->scene.settings.message = p->scene.settings.message = NULL;
	if (arena_hash(&p->now.machine.arena) !=
		    arena_hash(&other->now.machine.arena) ||
	    arena_hash(&p->before.machine.arena) !=
		    arena_hash(&other->before.machine.arena))
		fail_msg("another machine after%s", route);
	assert_same_events(&p->between, &other->between);
	here = picture(p);
	there = picture(other);
	if (strcmp(here, there))
		fail_msg("after%s\n%snot\n%s", route, here, there);
	free(here);
	free(there);
}

static const char *key_at_random(uint64_t chance)
{
	static const char *const keys[] = {
		"l", "l", "h", "h", "L", "H", ".", ".", ".", ",", ",", ",",
		"PgDn", "PgUp", "]", "[", "g", "G", "u", "b", "b", "<", ">",
		"}", "{",
	};

	return keys[chance % (sizeof(keys) / sizeof(keys[0]))];
}

/* Somewhere by its numbers, often inside of a call. */
static void jump_at_random(struct player *p, uint64_t chance,
			   struct text *route)
{
	struct timeline *t = p->session.timeline;
	uint32_t step = 1 + (uint32_t)(chance % timeline_nr_steps(t));
	uint32_t nr = timeline_nr_ops(t, step);
	uint32_t op = nr ? (uint32_t)((chance >> 16) % nr) : 0;
	uint64_t events = timeline_nr_events(t, step, op);
	char line[64];

	snprintf(line, sizeof(line), "%u.%u.%llu", step, op + 1,
		 (unsigned long long)(events ? 1 + (chance >> 32) % events : 0));
	if (!events)
		snprintf(line, sizeof(line), "%u", step);
	player_command(p, line);
	text_printf(route, " :%s", line);
}

static void assert_any_route(const char *scenario, unsigned rounds)
{
	struct player_fixture *f = player_fixture_open(scenario);
	struct player *p = &f->player, other;
	struct text route = { 0 };

	assert_int_equal(player_open(&other, &f->options, "0"), DONE);
	canvas_open(&other.canvas, 80, 24, true);
	branches_make(p);
	branches_make(&other);
	for (uint64_t i = 0; i < rounds; i++) {
		uint64_t chance = hash_word(i ^ rounds);

		if (chance % 4 == 0) {
			jump_at_random(p, chance >> 8, &route);
		} else {
			const char *key = key_at_random(chance >> 8);

			player_key(p, key);
			while (p->hunting)
				player_tick(p);
			text_printf(&route, " %s", key);
		}
		assert_same_scene(p, &other, text_str(&route));
	}
	text_free(&route);
	player_close(&other);
	player_fixture_close(f);
}

static void test_any_route(void **state)
{
	(void)state;
	assert_any_route(toy, 600);
	assert_any_route(calls, 500);
}

/* All places that } or { comes to, one after the other. */
struct stops {
	struct pos *pos;
	size_t	    nr, cap;
};

static void stops_gather(struct stops *s, struct player *p, const char *key)
{
	for (;;) {
		struct pos was = p->scene.pos;

		player_key(p, key);
		while (p->hunting)
			player_tick(p);
		if (!pos_order(p->scene.pos, was))
			return;
		assert_int_equal(pos_order(p->scene.pos, was),
				 *key == '}' ? 1 : -1);
		s->pos = xgrow(s->pos, s->nr, &s->cap, sizeof(*s->pos));
		s->pos[s->nr++] = p->scene.pos;
	}
}

/* The newest stop before a place, or the first behind it. */
static void assert_next(struct player *p, const struct stops *on,
			struct pos from, const char *key)
{
	struct pos want = from;

	for (size_t i = 0; i < on->nr; i++) {
		int order = pos_order(on->pos[i], from);

		if (*key == '{' && order < 0)
			want = on->pos[i];
		if (*key == '}' && order > 0 && !pos_order(want, from))
			want = on->pos[i];
	}
	player_go(p, from);
	player_key(p, key);
	while (p->hunting)
		player_tick(p);
	assert_int_equal(pos_order(p->scene.pos, want), 0);
}

/*
 * The beginning is a stop for { only, the end for } only: nobody comes there
 * the other way.
 */
static void assert_mirrored(struct player *p, const char *stop, unsigned least)
{
	struct pos end = timeline_end(p->session.timeline);
	struct stops on = { 0 }, back = { 0 };

	player_key(p, "g");
	player_command(p, stop);
	assert_int_not_equal(p->stop.kind, STOP_NONE);
	player_key(p, "g");
	stops_gather(&on, p, "}");
	player_key(p, "G");
	stops_gather(&back, p, "{");
	assert_true(on.nr >= least);
	for (size_t i = 0; i < back.nr && back.pos[i].step; i++) {
		bool last = on.nr && !pos_order(on.pos[on.nr - 1], end);

		assert_true(i + last < on.nr);
		assert_int_equal(pos_order(on.pos[on.nr - 1 - last - i],
					   back.pos[i]), 0);
	}
	for (uint64_t i = 0; i < 40 && !back.nr == !on.nr; i++) {
		struct pos from = p->scene.pos;
		struct text route = { 0 };

		jump_at_random(p, hash_word(i), &route);
		from = p->scene.pos;
		assert_next(p, &on, from, "}");
		if (!back.nr || back.pos[back.nr - 1].step)
			assert_next(p, &on, from, "{");
		text_free(&route);
	}
	free(on.pos);
	free(back.pos);
}

static void test_stops(void **state)
{
	static const char *const units[] = { "step", "operation", "event" };
	struct player_fixture *f = player_fixture_open(toy);
	struct player *p = &f->player;
	char line[64];

	(void)state;
	branches_make(p);
	for (uint32_t branch = 0; branch < p->nr_branches; branch++) {
		player_stand(p, branch, (struct pos){ 0, 0, 0 });
		assert_mirrored(p, "event buddy_split", 6);
		assert_mirrored(p, "event mm_page_alloc", 6);
		assert_mirrored(p, "watch pfn 4", 2);
		assert_mirrored(p, "watch zone Normal", 6);
		for (size_t u = 0; u < 3; u++) {
			snprintf(line, sizeof(line), "set unit %s", units[u]);
			player_command(p, line);
			assert_mirrored(p, "until meminfo.MemFree < 116", 1);
			assert_mirrored(p, "until buddyinfo.Normal[0] == 1", 1);
			assert_mirrored(p, "until events(buddy_split) >= 2", 1);
		}
	}
	player_fixture_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_route),
		cmocka_unit_test(test_stops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
