#include "adapter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "mm/oom.h"
#include "mm/task.h"
#include "tree.h"
#include "value.h"

#define MB (UINT64_C(1024) * 1024)

enum { RW = PROT_READ_ | PROT_WRITE_, ANON = MAP_PRIVATE_ | MAP_ANONYMOUS_ };
enum { MAX_CHILDREN = 16, FIRST_CHILD = 2, SIGKILL_ = 9, GROW_STEPS = 4096 };

struct child {
	char	 name[NAME_BYTES];
	uint64_t mb;
	int64_t	 adj;
	uint16_t slot;
	bool	 alive;
	uint64_t rss_pages, table_pages, swap_pages;	/* given; 0 = not */
};

/* "a:30:0,b:50:0": names, sizes, adjustments. Return: how many. */
static unsigned children_read(const char *s, struct child children[MAX_CHILDREN])
{
	unsigned nr = 0;

	while (*s && nr < MAX_CHILDREN) {
		struct child *c = &children[nr];
		size_t len = strcspn(s, ":,");
		char *end = (char *)(uintptr_t)(s + len);

		*c = (struct child){ .slot = (uint16_t)(FIRST_CHILD + nr) };
		snprintf(c->name, sizeof(c->name), "%.*s", (int)len, s);
		if (*end == ':')
			c->mb = strtoul(end + 1, &end, 10);
		if (*end == ':')
			c->adj = strtol(end + 1, &end, 10);
		s = end + (*end == ',');
		nr++;
	}
	return nr;
}

static void set_adj(struct guest *g, uint16_t task, int64_t adj)
{
	guest_do(g, (struct op){ .verb = OP_echo, .task = task,
				 .mode = ECHO_OOM_SCORE_ADJ,
				 .arg = { 0, (uint64_t)adj } });
}

static bool lives(struct guest *g, uint16_t slot)
{
	handle_t t = g->lost ? 0 : task_by_slot(&g->m, slot);

	return t && task_at(&g->m, t)->state == TASK_RUNNING;
}

/* One byte of each page; stops if the task is killed meanwhile. */
static void fill(struct guest *g, uint16_t task, uint64_t at, uint64_t bytes)
{
	for (uint64_t i = 0; i < bytes; i += PAGE_SIZE) {
		guest_do(g, (struct op){ .verb = OP_access, .task = task,
					 .mode = MODE_WRITE,
					 .arg = { at + i, 1 } });
		if (!lives(g, task))
			return;
	}
}

static void map_and_fill(struct guest *g, uint16_t task, uint64_t bytes)
{
	int64_t at = guest_do(g, (struct op){ .verb = OP_mmap, .task = task,
					      .arg = { 0, bytes, RW, ANON } });

	if (at >= 0)
		fill(g, task, (uint64_t)at, bytes);
}

static void child_start(struct guest *g, struct child *c)
{
	guest_fork(g, c->slot, c->name);
	guest_rename(g, c->slot, c->name);
	set_adj(g, c->slot, c->adj);
	c->alive = true;
	map_and_fill(g, c->slot, c->mb * MB);
}

/*
 * What the kernel had counted of the child's memory when it was asked is given
 * (its counters lag by up to 64 pages a kind); the score is to follow from it.
 */
static int64_t given_score(struct guest *g, const struct child *c)
{
	handle_t t = g->lost ? 0 : task_by_slot(&g->m, c->slot);
	struct mm *mm, kept;
	int64_t score;

	if (!t || !task_at(&g->m, t)->mm)
		return 0;
	mm = mm_mut(&g->m, task_at(&g->m, t)->mm);
	kept = *mm;
	if (c->rss_pages) {
		memset(mm->rss, 0, sizeof(mm->rss));
		mm->rss[MM_ANONPAGES] = c->rss_pages;
		mm->rss[MM_SWAPENTS] = c->swap_pages;
		mm->nr_tables = c->table_pages;
	}
	score = oom_score(&g->m, t);
	*mm = kept;
	return score;
}

/* inputs.children: what is given of each. */
static void children_given(const cJSON *list, struct child *children,
			   unsigned nr)
{
	for (unsigned i = 0; i < nr; i++) {
		const cJSON *given = cJSON_GetArrayItem(list, (int)i);
		struct ends e;

		if (value_ends(key(given, "rss_pages"), &e))
			children[i].rss_pages = (uint64_t)e.low;
		if (value_ends(key(given, "vmpte_pages"), &e))
			children[i].table_pages = (uint64_t)e.low;
		if (value_ends(key(given, "swap_pages"), &e))
			children[i].swap_pages = (uint64_t)e.low;
	}
}

static void note_child(struct guest *g, const struct child *c)
{
	static const char *const fields[] = { "VmRSS", "RssAnon", "VmPTE",
					      "VmSwap" };
	char path[64], name[96];
	int64_t value;

	snprintf(name, sizeof(name), "%.15s.oom_score", c->name);
	guest_note(g, name, given_score(g, c));
	snprintf(path, sizeof(path), "%.15s/status", c->name);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		snprintf(name, sizeof(name), "%.15s.%s_kb", c->name, fields[i]);
		if (guest_number(g, path, fields[i], &value))
			guest_note(g, name, value);
	}
}

/* Who has died since the last look, in the order of their numbers. */
static unsigned reap(struct guest *g, struct child *children, unsigned nr,
		     char *order, size_t size, unsigned got)
{
	for (unsigned i = 0; i < nr; i++) {
		struct child *c = &children[i];
		size_t len = strlen(order);

		if (!c->alive || lives(g, c->slot))
			continue;
		c->alive = false;
		guest_do(g, (struct op){ .verb = OP_wait, .task = g->task,
					 .arg = { 0, c->slot } });
		snprintf(order + len, size - len, "%s%.15s:signal%d",
			 got ? "," : "", c->name, SIGKILL_);
		got++;
	}
	return got;
}

/* The last child grows by 1 MiB at a time until enough have been killed. */
static void grow(struct guest *g, struct child *children, unsigned nr)
{
	struct child *last = &children[nr - 1];
	unsigned want = (unsigned)guest_arg(g, "kills", 1), got = 0;
	char order[256] = "";

	for (int i = 0; i < GROW_STEPS && got < want && last->alive; i++) {
		int64_t at = guest_do(g, (struct op){
				.verb = OP_mmap, .task = last->slot,
				.arg = { 0, MB, RW, ANON } });

		if (at < 0)
			break;
		for (uint64_t k = 0; k < MB && got < want && last->alive;
		     k += PAGE_SIZE) {
			guest_do(g, (struct op){ .verb = OP_access,
						 .task = last->slot,
						 .mode = MODE_WRITE,
						 .arg = { (uint64_t)at + k, 1 } });
			got = reap(g, children, nr, order, sizeof(order), got);
		}
	}
	guest_note_text(g, "killed_in_order", order);
}

cJSON *adapter_oom(const cJSON *rec, struct diag *why)
{
	struct child children[MAX_CHILDREN];
	const char *allocating;
	struct guest g;
	unsigned nr;

	if (!guest_open(&g, rec, why))
		return NULL;
	guest_exec(&g);
	nr = children_read(guest_arg_text(&g, "procs", "a:30:0,b:50:0,c:20:0,g:10:0"),
			   children);
	children_given(key(key(rec, "inputs"), "children"), children, nr);
	guest_write(&g, "/sys/kernel/mm/transparent_hugepage/enabled", "never");
	allocating = guest_arg_text(&g, "kill_allocating", NULL);
	if (allocating)
		guest_write(&g, "/proc/sys/vm/oom_kill_allocating_task",
			    allocating);
	set_adj(&g, g.task, -1000);
	guest_snap(&g, "before", SNAP_MEM | SNAP_VM | SNAP_ZONE);
	for (unsigned i = 0; i < nr; i++)
		child_start(&g, &children[i]);
	for (unsigned i = 0; i < nr; i++)
		note_child(&g, &children[i]);
	guest_step(&g, "all processes filled");
	guest_snap(&g, "filled", SNAP_MEM | SNAP_ZONE);
	if (nr)
		grow(&g, children, nr);
	guest_step(&g, "after the kill");
	for (unsigned i = 0; i < nr; i++)
		if (children[i].alive)
			guest_exit(&g, children[i].slot);
	guest_snap(&g, "after", SNAP_MEM | SNAP_VM | SNAP_ZONE);
	return guest_close(&g);
}
