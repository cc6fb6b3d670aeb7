#include "view/follow_gone.h"

#include "mm/inode.h"
#include "mm/task.h"
#include "time/past.h"
#include "view/follow.h"

static bool is_free(const struct machine *m, pfn_t pfn)
{
	enum frame_kind kind = zone_kind(m, pfn);

	return kind == KIND_FREE || kind == KIND_PCP;
}

static bool is_gone(const struct facts *f)
{
	const struct followed *to = &f->followed;

	return to->has_frame ? is_free(f->now, to->pfn) : !to->slot;
}

/* Of a machine earlier in the run, where handles may mean others. */
struct earlier {
	struct facts	  f;
	uint32_t	  pid;	/* of the picture's task; 0 = none */
	struct page_homes homes;
};

/* What goes on all the time and takes no page from anybody, or gives it. */
static const bool is_idle[NR_EVENTS] = {
	[EV_mmu_walk] = true,
	[EV_mmu_access] = true,
	[EV_page_fault_user] = true,
	[EV_zone_watermark_ok] = true,
	[EV_zone_watermark_fail] = true,
	[EV_clear_page] = true,
	[EV_mm_lru_insertion] = true,
	[EV_mm_lru_activate] = true,
	[EV_mark_page_accessed] = true,
	[EV_get_scan_count] = true,
	[EV_folio_check_references] = true,
};

/* A call can do anything to areas; without one they only come with these. */
static const bool is_of_areas[NR_EVENTS] = {
	[EV_sys_enter] = true,
	[EV_sys_exit] = true,
	[EV_vma_create] = true,
	[EV_vma_merge] = true,
	[EV_vma_split] = true,
	[EV_vma_adjust] = true,
	[EV_vma_remove] = true,
	[EV_stack_grow] = true,
	[EV_task_newtask] = true,
	[EV_sched_process_exec] = true,
	[EV_sched_process_exit] = true,
};

/* May the thing have come or gone with this event? */
static bool stirs(void *ctx, const struct event *e)
{
	struct earlier *then = ctx;

	if (!e || is_of_areas[e->id])
		then->homes.known = false;
	return e && !is_idle[e->id];
}

/* The same question, asked there. */
static bool gone_in(void *ctx, const struct machine *m, const uint64_t *count)
{
	struct earlier *then = ctx;

	(void)count;
	then->f.now = m;
	then->f.homes = &then->homes;
	follow_place(&then->f, task_by_pid(m, then->pid));
	return is_gone(&then->f);
}

static bool free_in(void *ctx, const struct machine *m, const uint64_t *count)
{
	const pfn_t *pfn = ctx;

	(void)count;
	return is_free(m, *pfn);
}

/* Of the same operation, inside it or at its end? */
static bool same_op(struct pos a, struct pos b)
{
	return a.step == b.step &&
	       a.op + (a.event > 0) == b.op + (b.event > 0);
}

/* A page of a file that is mapped no more may lie in the cache all the same. */
static bool is_in_file(struct facts *f, const struct facts *then, handle_t task)
{
	const struct frame *fr = frame_at(then->now, then->followed.pfn);
	enum frame_kind kind = zone_kind(then->now, then->followed.pfn);

	if (!fr || (kind != KIND_FILE && kind != KIND_SHMEM))
		return false;
	if (!fr->mapping)
		return false;
	follow_file(f, inode_at(then->now, fr->mapping)->ino, fr->index, task);
	return !is_gone(f);
}

/*
 * The frame that it was is marked until the operation ends in which the thing
 * went: that shows where it went to. After that the frame is nobody's, or
 * somebody else's. Where it was freed in that operation, the free is told.
 */
static void keep_frame(struct facts *f, pfn_t pfn)
{
	struct followed *to = &f->followed;
	bool going = same_op(f->s->pos, to->gone_at);
	struct pos at;

	if (!is_free(f->now, pfn)) {
		to->was_there = !going;
		to->has_frame = going;
	} else if (past_since(f->s->timeline, f->s->pos, free_in, NULL, &pfn, &at) &&
		   same_op(at, to->gone_at)) {
		to->gone_at = at;
		to->has_frame |= going;
	}
	to->pfn = pfn;
}

void follow_gone(struct facts *f, handle_t task)
{
	struct followed *to = &f->followed;
	struct earlier then = {
		.f = *f, .pid = task ? task_at(f->now, task)->pid : 0,
	};

	if (!is_gone(f) || !past_since(f->s->timeline, f->s->pos, gone_in,
				       stirs, &then, &to->gone_at) ||
	    !to->gone_at.step)
		return;
	if (then.f.followed.has_frame && is_in_file(f, &then.f, task))
		return;
	to->was_there = true;
	if (then.f.followed.has_frame)
		keep_frame(f, then.f.followed.pfn);
}
