#include "view/follow_gone.h"

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

/* The same question, asked of a machine earlier in the run. */
static bool gone_in(void *ctx, const struct machine *m, const uint64_t *count)
{
	struct facts *f = ctx;

	(void)count;
	f->now = m;
	follow_place(f, f->task);
	return is_gone(f);
}

static bool free_in(void *ctx, const struct machine *m, const uint64_t *count)
{
	const pfn_t *pfn = ctx;

	(void)count;
	return is_free(m, *pfn);
}

/* Operations of the step that are begun. */
static uint32_t begun(struct pos at)
{
	return at.op + (at.event > 0);
}

/*
 * Free since the operation in which the thing went: so nobody else has had it
 * meanwhile.
 */
static bool free_since(const struct facts *f, pfn_t pfn, struct pos gone)
{
	struct pos at;

	return is_free(f->now, pfn) &&
	       past_since(f->s->timeline, f->s->pos, free_in, &pfn, &at) &&
	       at.step == gone.step && begun(at) == begun(gone);
}

void follow_gone(struct facts *f, handle_t task)
{
	struct followed *to = &f->followed;
	struct facts then = *f;

	then.task = task;
	to->was_there = is_gone(f) &&
			past_since(f->s->timeline, f->s->pos, gone_in, &then,
				   &to->gone_at) &&
			to->gone_at.step;
	if (!to->was_there || to->has_frame || !then.followed.has_frame ||
	    !free_since(f, then.followed.pfn, to->gone_at))
		return;
	to->has_frame = true;
	to->pfn = then.followed.pfn;
}
