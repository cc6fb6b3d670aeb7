#include "view/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mm/daemon.h"
#include "mm/fault.h"
#include "mm/label.h"
#include "mm/pgtable.h"
#include "mm/swap.h"
#include "mm/task.h"
#include "story/expr.h"
#include "story/place.h"
#include "view/follow.h"

enum { SHOW_BACK = 4096 };	/* steps looked back for what to show */

static const struct summary nothing = { .nr = 0 };

/*
 * What each event touches: the numbers of its fields, from 1; 0 = none. A
 * frame without an order field is one frame.
 */
#define ON(view) (1u << VIEW_##view)
struct touch_rule {
	uint32_t views;
	uint8_t	 pfn, order;
	uint8_t	 pfn2;
	uint8_t	 row;		/* order of the free list */
	uint8_t	 zone;
	uint8_t	 level;
	uint8_t	 start, end;	/* addresses; end 0 = one page */
};

static const struct touch_rule rules[NR_EVENTS] = {
	[EV_mmu_walk] = { .views = ON(WALK) | ON(FRAMES), .level = 1, .pfn = 2,
			  .start = 5 },
	[EV_mmu_access] = { .views = ON(WALK) | ON(SPACE) | ON(FRAMES), .start = 1,
			    .pfn = 2 },
	[EV_page_fault_user] = { .views = ON(WALK) | ON(SPACE), .start = 1 },
	[EV_faultin_page] = { .views = ON(WALK) | ON(SPACE), .start = 1 },
	[EV_zone_watermark_ok] = { .views = ON(ZONES) | ON(OVERVIEW), .zone = 1 },
	[EV_zone_watermark_fail] = { .views = ON(ZONES) | ON(OVERVIEW), .zone = 1 },
	[EV_buddy_split] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1, .order = 2,
			     .row = 2 },
	[EV_mm_page_alloc_zone_locked] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1,
					   .order = 2, .row = 2 },
	[EV_mm_page_alloc_extfrag] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1,
				       .order = 3, .row = 3 },
	[EV_mm_page_alloc] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1, .order = 2,
			       .zone = 5 },
	[EV_mm_page_alloc_failed] = { .views = ON(ZONES) | ON(OVERVIEW) },
	[EV_mm_page_free] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1, .order = 2,
			      .row = 2 },
	[EV_buddy_merge] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1, .order = 2,
			     .row = 2 },
	[EV_buddy_insert] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1, .order = 2,
			      .row = 2 },
	[EV_clear_page] = { .views = ON(FRAMES), .pfn = 1 },
	[EV_copy_page] = { .views = ON(FRAMES) | ON(SPACE), .pfn = 2, .pfn2 = 1,
			   .start = 3 },
	[EV_pgtable_alloc] = { .views = ON(WALK) | ON(FRAMES), .level = 1, .pfn = 2,
			       .start = 3 },
	[EV_pgtable_free] = { .views = ON(WALK) | ON(FRAMES), .level = 1, .pfn = 2,
			      .start = 3 },
	[EV_set_pte] = { .views = ON(WALK) | ON(SPACE), .start = 1 },
	[EV_vma_create] = { .views = ON(SPACE), .start = 1, .end = 2 },
	[EV_vma_merge] = { .views = ON(SPACE), .start = 1, .end = 2 },
	[EV_vma_split] = { .views = ON(SPACE), .start = 1, .end = 3 },
	[EV_vma_adjust] = { .views = ON(SPACE), .start = 1, .end = 2 },
	[EV_vma_remove] = { .views = ON(SPACE), .start = 1, .end = 2 },
	[EV_stack_grow] = { .views = ON(SPACE), .start = 1, .end = 2 },
	[EV_signal_generate] = { .views = ON(SPACE) | ON(WALK), .start = 3 },
	[EV_task_newtask] = { .views = ON(OVERVIEW) },
	[EV_sched_process_exec] = { .views = ON(OVERVIEW) },
	[EV_sched_process_exit] = { .views = ON(OVERVIEW) },
	[EV_sysctl_write] = { .views = ON(ZONES) },
	[EV_zone_watermarks] = { .views = ON(ZONES), .zone = 1 },
	[EV_lowmem_reserve] = { .views = ON(ZONES), .zone = 1 },
	[EV_pcp_add] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1, .order = 2 },
	[EV_mm_page_pcpu_drain] = { .views = ON(BUDDY) | ON(FRAMES), .pfn = 1,
				    .order = 2 },
	[EV_mm_lru_insertion] = { .views = ON(LRU), .pfn = 1 },
	[EV_mm_lru_activate] = { .views = ON(LRU), .pfn = 1 },
	[EV_lru_deactivate] = { .views = ON(LRU), .pfn = 1 },
	[EV_lru_rotate] = { .views = ON(LRU), .pfn = 1 },
	[EV_mark_page_accessed] = { .views = ON(LRU), .pfn = 1 },
	[EV_workingset_eviction] = { .views = ON(LRU) | ON(CACHE), .pfn = 1 },
	[EV_workingset_refault] = { .views = ON(LRU) | ON(CACHE), .pfn = 1 },
	[EV_mm_vmscan_wakeup_kswapd] = { .views = ON(ZONES) | ON(OVERVIEW) },
	[EV_mm_vmscan_kswapd_wake] = { .views = ON(ZONES) | ON(OVERVIEW) },
	[EV_mm_vmscan_kswapd_sleep] = { .views = ON(ZONES) | ON(OVERVIEW) },
	[EV_mm_vmscan_direct_reclaim_begin] = { .views = ON(ZONES) | ON(LRU) |
							 ON(OVERVIEW) },
	[EV_mm_vmscan_direct_reclaim_end] = { .views = ON(ZONES) | ON(LRU) |
						       ON(OVERVIEW) },
	[EV_get_scan_count] = { .views = ON(LRU) },
	[EV_mm_vmscan_lru_isolate] = { .views = ON(LRU) },
	[EV_folio_check_references] = { .views = ON(LRU) | ON(FRAMES), .pfn = 1 },
	[EV_shrink_folio] = { .views = ON(LRU) | ON(FRAMES), .pfn = 1 },
	[EV_mm_vmscan_lru_shrink_inactive] = { .views = ON(LRU) },
	[EV_mm_vmscan_lru_shrink_active] = { .views = ON(LRU) },
	[EV_mm_vmscan_write_folio] = { .views = ON(SWAP) | ON(FRAMES), .pfn = 1 },
	[EV_folio_alloc_swap] = { .views = ON(SWAP) | ON(FRAMES), .pfn = 1 },
	[EV_swap_free] = { .views = ON(SWAP) },
	[EV_delete_from_swap_cache] = { .views = ON(SWAP) | ON(FRAMES), .pfn = 1 },
	[EV_swap_readpage] = { .views = ON(SWAP) | ON(FRAMES), .pfn = 1 },
	[EV_swapin_readahead] = { .views = ON(SWAP) },
	[EV_mm_filemap_add_to_page_cache] = { .views = ON(CACHE) | ON(FRAMES),
					      .pfn = 1 },
	[EV_mm_filemap_delete_from_page_cache] = { .views = ON(CACHE) |
							    ON(FRAMES), .pfn = 1 },
	[EV_page_cache_ra] = { .views = ON(CACHE) },
	[EV_filemap_map_pages] = { .views = ON(CACHE) | ON(SPACE), .start = 1 },
	[EV_writeback_dirty_folio] = { .views = ON(CACHE) },
	[EV_writeback_wake] = { .views = ON(CACHE) | ON(OVERVIEW) },
	[EV_writeback_single_inode] = { .views = ON(CACHE) | ON(OVERVIEW) },
	[EV_folio_start_writeback] = { .views = ON(CACHE) | ON(FRAMES), .pfn = 1 },
	[EV_folio_end_writeback] = { .views = ON(CACHE) | ON(FRAMES), .pfn = 1 },
	[EV_balance_dirty_pages] = { .views = ON(CACHE) | ON(OVERVIEW) },
	[EV_block_rq_issue] = { .views = ON(CACHE) | ON(SWAP) | ON(OVERVIEW) },
	[EV_block_rq_complete] = { .views = ON(CACHE) | ON(SWAP) | ON(OVERVIEW) },
	[EV_drop_caches] = { .views = ON(CACHE) },
	[EV_reclaim_retry_zone] = { .views = ON(ZONES) | ON(OOM), .zone = 1 },
	[EV_oom_badness] = { .views = ON(OOM) },
	[EV_oom_kill] = { .views = ON(OOM) | ON(OVERVIEW) | ON(ZONES) },
	[EV_mark_victim] = { .views = ON(OOM) | ON(OVERVIEW) },
	[EV_finish_task_reaping] = { .views = ON(OOM) | ON(OVERVIEW) },
	[EV_mlock_folio] = { .views = ON(LRU), .pfn = 1 },
	[EV_munlock_folio] = { .views = ON(LRU), .pfn = 1 },
	[EV_vm_enough_memory] = { .views = ON(OVERVIEW) },
};

uint32_t event_views(enum event_id id)
{
	return rules[id].views;
}

uint32_t history_len(const struct facts *f)
{
	return f->between->nr_past + f->between->nr_last;
}

const struct event *history_at(const struct facts *f, uint32_t i)
{
	const struct summary *b = f->between;

	return i < b->nr_past ? &b->past[i] : &b->last[i - b->nr_past];
}

static uint64_t field(const struct event *e, uint8_t nr)
{
	return e->arg[nr - 1];
}

static void touch_pages(struct touch *t, vaddr_t start, vaddr_t end)
{
	t->has_address = true;
	t->address = start;
	t->end = end > start ? end :
			       (start & ~(vaddr_t)(PAGE_SIZE - 1)) + PAGE_SIZE;
}

/* A general protection fault tells the task no address. */
static bool no_address(const struct event *e)
{
	return e->id == EV_signal_generate && e->arg[1] == SI_KERNEL_;
}

struct touch event_touch(const struct event *e)
{
	const struct touch_rule *r = &rules[e->id];
	struct touch t = { .views = r->views, .row = -1, .zone = -1,
			   .level = -1 };

	if (r->pfn)
		t.frames[t.nr_frames++] = (struct pfn_range){
			field(e, r->pfn),
			r->order ? UINT64_C(1) << field(e, r->order) : 1,
		};
	if (r->pfn2)
		t.frames[t.nr_frames++] =
			(struct pfn_range){ field(e, r->pfn2), 1 };
	if (e->id == EV_set_pte && pte_present(e->arg[1]))
		t.frames[t.nr_frames++] =
			(struct pfn_range){ pte_pfn(e->arg[1]), 1 };
	if (r->row)
		t.row = (int)field(e, r->row);
	if (r->zone)
		t.zone = (int)field(e, r->zone);
	if (r->level)
		t.level = (int)field(e, r->level);
	if (r->start && !no_address(e))
		touch_pages(&t, field(e, r->start),
			    r->end ? field(e, r->end) : 0);
	return t;
}

bool touched_frames(const struct facts *f, pfn_t pfn, uint64_t nr)
{
	for (unsigned i = 0; i < f->touch.nr_frames; i++) {
		const struct pfn_range *r = &f->touch.frames[i];

		if (r->pfn < pfn + nr && pfn < r->pfn + r->nr)
			return true;
	}
	return false;
}

bool touched_pages(const struct facts *f, vaddr_t start, vaddr_t end)
{
	return f->touch.has_address && f->touch.address < end &&
	       start < f->touch.end;
}

bool task_is_zombie(const struct facts *f)
{
	return f->task && task_at(f->now, f->task)->state == TASK_ZOMBIE;
}

bool zone_is_small(const struct zone *z)
{
	return zone_end_pfn(z) <= 1024;
}

/* Before the first step the stage is set as the first step wants it. */
static uint32_t first_shown(const struct facts *f)
{
	uint32_t step = f->s->pos.step;

	return step || !timeline_nr_steps(f->s->timeline) ? step : 1;
}

/* Does the operation's place lie in a task's address space? */
static bool op_has_address(const struct op *op)
{
	return op->verb >= OP_mmap && op->verb <= OP_access &&
	       op->verb != OP_brk;
}

static bool op_address(const struct machine *m, const struct op *op,
		       vaddr_t *address)
{
	const struct label *l = label_top(m, op->label);

	if (!op_has_address(op))
		return false;
	if (l && l->kind == LABEL_RANGE)
		*address = l->value + op->arg[0];
	else if (op->verb == OP_mmap && !op->label && m->s->op_result > 0)
		*address = (vaddr_t)m->s->op_result;
	else if (!op->label && op->arg[0])
		*address = op->arg[0];
	else
		return false;
	return true;
}

/* The address that a step wants shown; false: none, or it stands for none. */
static bool step_address(const struct facts *f, const struct step_detail *step,
			 vaddr_t *address)
{
	const char *shown = step->show.address;
	uint64_t value;

	if (!shown || !story_place(f->story, f->now, shown, &value))
		return false;
	*address = value;
	return true;
}

/* Of the newest step whose address stands for something in this machine. */
static bool shown_address(const struct facts *f, vaddr_t *address)
{
	uint32_t step = first_shown(f), number;

	for (uint32_t n = 0; step > 0 && n < SHOW_BACK; step--, n++) {
		const struct story *story =
			timeline_story(f->s->timeline, step, &number);

		if (step_address(f, step_detail(story, number), address))
			return true;
	}
	return false;
}

/* Before its first operation: what came before belongs to another step. */
static bool step_begins(const struct scene *s)
{
	return s->pos.step && !s->pos.op && !s->pos.event;
}

static bool at_step_end(const struct facts *f)
{
	const struct pos *pos = &f->s->pos;

	return pos->step && !pos->event &&
	       pos->op >= timeline_nr_ops(f->s->timeline, pos->step);
}

/*
 * What a step wants looked at while it does nothing: its own address at its
 * end; before it begins too, or still that of the step before.
 */
static bool resting_address(const struct facts *f, vaddr_t *address)
{
	uint32_t number;
	const struct story *story;

	if (!at_step_end(f) && !step_begins(f->s))
		return false;
	if (step_address(f, f->step, address))
		return true;
	if (!step_begins(f->s) || f->s->pos.step < 2)
		return false;
	story = timeline_story(f->s->timeline, f->s->pos.step - 1, &number);
	return step_address(f, step_detail(story, number), address);
}

static bool is_daemon(uint32_t pid)
{
	for (const struct daemon_type *d = daemon_types; d->name; d++)
		if (d->pid == pid)
			return true;
	return !pid;
}

/*
 * Is it of the address space that the picture is about? What a daemon does may
 * be; a task that is there no more was another one.
 */
static bool event_is_ours(const struct facts *f, const struct event *e)
{
	const struct task *t = f->task ? task_at(f->now, f->task) : NULL;
	handle_t other = task_by_pid(f->now, e->pid);

	if (!t || e->pid == t->pid || is_daemon(e->pid))
		return true;
	return other && t->mm && task_at(f->now, other)->mm == t->mm;
}

/*
 * The address that the picture is about: where it rests between steps; else
 * of the newest event in the task's space that names one, of the operation,
 * of the page that is followed there, of the scenario.
 */
static void find_address(struct facts *f)
{
	const struct summary *b = f->s->between;

	f->has_address = true;
	if (resting_address(f, &f->address))
		return;
	for (uint32_t i = b->nr_last; i-- > 0;) {
		struct touch t = event_touch(&b->last[i]);

		if (t.has_address && event_is_ours(f, &b->last[i])) {
			f->address = t.address;
			return;
		}
	}
	if (b->nr && op_address(f->now, &b->op, &f->address))
		return;
	f->address = f->followed.address;
	if (f->followed.has_page && f->followed.task == f->task)
		return;
	f->has_address = shown_address(f, &f->address);
}

static unsigned largest_zone(const struct machine *m)
{
	unsigned best = MAX_ZONES;

	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (zone_populated(&m->s->zone[i]) &&
		    (best == MAX_ZONES ||
		     m->s->zone[i].managed > m->s->zone[best].managed))
			best = i;
	return best;
}

/* The orders whose blocks were moved or asked for in this unit. */
static void find_orders(struct facts *f)
{
	const struct summary *b = f->between;

	f->order = -1;
	for (uint32_t i = 0; i < b->nr_last; i++) {
		const struct event *e = &b->last[i];
		const struct touch_rule *r = &rules[e->id];

		if (!(r->views & ON(BUDDY)) || !r->order)
			continue;
		f->order = (int)field(e, r->order);
		f->orders |= 1u << f->order;
	}
}

/* The zone of the newest event that tells one, else the largest. */
static unsigned find_zone(const struct facts *f)
{
	const struct summary *b = f->s->between;

	for (uint32_t i = b->nr_last; i-- > 0;) {
		struct touch t = event_touch(&b->last[i]);

		if (t.zone >= 0 && (unsigned)t.zone < f->now->s->nr_zones)
			return (unsigned)t.zone;
		if (t.nr_frames && (t.views & ON(BUDDY)))
			return zone_number(f->now, t.frames[0].pfn);
	}
	if (f->followed.has_frame)
		return zone_number(f->now, f->followed.pfn);
	return largest_zone(f->now);
}

handle_t task_named(const struct facts *f, const char *name, size_t len)
{
	uint32_t slot = story_slot(f->story, name, len);

	return slot ? task_by_slot(f->now, slot) : 0;
}

static bool comm_is_shared(const struct machine *m, const struct task *t)
{
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next) {
		const struct task *other = task_at(m, h);

		if (other->pid != t->pid && other->state != TASK_DEAD &&
		    !strncmp(other->comm, t->comm, NAME_BYTES))
			return true;
	}
	return false;
}

const char *task_words(const struct machine *m, const struct task *t,
		       char out[TASK_WORDS_BYTES])
{
	bool named = t->name[0] && strncmp(t->name, t->comm, NAME_BYTES) != 0;

	if (named && comm_is_shared(m, t))
		snprintf(out, TASK_WORDS_BYTES, "%.16s (%.16s)", t->name,
			 t->comm);
	else
		snprintf(out, TASK_WORDS_BYTES, "%.16s", t->comm);
	return out;
}

static handle_t find_task(const struct facts *f)
{
	const struct summary *b = f->s->between;
	const char *name = f->show.task;
	handle_t h = name ? task_named(f, name, strlen(name)) : 0;

	for (uint32_t i = b->nr_last; !h && i-- > 0;)
		if (b->last[i].pid)
			h = task_by_pid(f->now, b->last[i].pid);
	if (!h && b->nr_ops + b->nr && b->op.task)
		h = task_by_slot(f->now, b->op.task);
	if (h)
		return h;
	for (h = f->now->s->tasks; h; h = task_at(f->now, h)->next)
		if (task_at(f->now, h)->mm)
			return h;
	return 0;
}

/* Parts that this step does not say stay as they were. */
static void show_merge(struct show *to, const struct show *from)
{
	if (!to->views)
		to->views = from->views;
	if (!to->task)
		to->task = from->task;
	if (!to->address)
		to->address = from->address;
	if (!to->follow)
		to->follow = from->follow;
	if (!to->proc)
		to->proc = from->proc;
}

static void find_show(struct facts *f)
{
	uint32_t step = first_shown(f), number;

	for (uint32_t n = 0; step > 0 && n < SHOW_BACK; step--, n++) {
		const struct story *story =
			timeline_story(f->s->timeline, step, &number);

		show_merge(&f->show, &step_detail(story, number)->show);
	}
}

/* As the viewer chose, else as the scenario says. */
static void find_wanted(struct facts *f)
{
	const struct settings *set = &f->s->settings;
	size_t nr = sizeof(set->views) / sizeof(set->views[0]);

	for (size_t i = 0; i < nr; i++)
		if (set->views[i] != VIEW_NONE)
			f->wanted |= 1u << set->views[i];
	if (f->wanted || !f->show.views)
		return;
	for (int i = 0; f->show.views[i]; i++)
		f->wanted |= 1u << view_by_name(f->show.views[i]);
}

void facts_gather(struct facts *f, const struct scene *s, bool ascii)
{
	memset(f, 0, sizeof(*f));
	f->s = s;
	f->now = s->now;
	f->before = step_begins(s) ? s->now : s->before;
	f->between = step_begins(s) ? &nothing : s->between;
	f->lang = ascii ? LANG_EN : s->settings.lang;
	f->story = timeline_story(s->timeline, s->pos.step, &f->step_nr);
	f->step = step_detail(f->story, f->step_nr);
	if (f->between->nr_last)
		f->event = &f->between->last[f->between->nr_last - 1];
	f->touch = (struct touch){ .row = -1, .zone = -1, .level = -1 };
	if (f->event)
		f->touch = event_touch(f->event);
	find_show(f);
	find_wanted(f);
	f->task = find_task(f);
	follow_find(f, f->task);
	f->zone = find_zone(f);
	find_orders(f);
	find_address(f);
}
