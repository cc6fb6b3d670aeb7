#include "view/progress.h"

#include "draw/widget.h"

/* Columns a tick, at least: closer together they tell nothing. */
enum { MOST_W = 60, GAP = 3, TICK_W = 2, TICK = 0x2502 /* │ */ };

/* How far the walk has come, in thousandths of a step. */
static uint64_t come(const struct facts *f)
{
	const struct pos *pos = &f->s->pos;
	uint64_t nr;

	if (!pos->step)
		return 0;
	nr = timeline_nr_ops(f->s->timeline, pos->step);
	return (pos->step - UINT64_C(1)) * 1000 +
	       (nr ? pos->op * UINT64_C(1000) / nr : 1000);
}

/* Of a step of the run, in the story that is told here; 0 = in another one. */
static uint32_t number_of(const struct facts *f, uint32_t step)
{
	uint32_t number;

	return timeline_story(f->s->timeline, step, &number) == f->story ?
		       number : 0;
}

/*
 * The first chapter begins where the gauge does. A branch has those that begin
 * before it leaves. What was reached is lighter than what lies ahead.
 */
static void draw_ticks(struct canvas *c, const struct facts *f, struct rect r,
		       uint64_t steps)
{
	const struct story *s = f->story;

	if (!steps || (uint64_t)s->nr_chapters * TICK_W > (uint64_t)r.w)
		return;
	for (uint32_t i = 1; i < s->nr_chapters; i++) {
		uint32_t step = s->chapters[i].first_step;
		int at = (int)((step - UINT64_C(1)) * (uint64_t)r.w / steps);

		if (at >= r.w || number_of(f, step) != step)
			break;
		canvas_put(c, r.x + at, r.y,
			   f->s->pos.step >= step ? ROLE_TEXT : ROLE_DIM, 0,
			   TICK);
	}
}

int progress_draw(struct canvas *c, const struct facts *f, int x, int y)
{
	uint64_t steps = timeline_nr_steps(f->s->timeline);
	struct rect r = { x, y, c->w / 4 - 8, 1 };

	r.w = r.w > MOST_W ? MOST_W : r.w;
	gauge_draw(c, x, y, r.w, ROLE_DIM, come(f), steps ? steps * 1000 : 1);
	draw_ticks(c, f, r, steps);
	return x + r.w + GAP;
}
