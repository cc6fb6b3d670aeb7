#include "view/space_edges.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/task.h"
#include "view/view.h"

enum how { KEPT, AFTER, BEFORE, BOTH, TWO, MANY, GROWN, CUT, NR_HOWS };

/* The sizes in the order in which the words have them. */
struct edges {
	enum how how;
	uint64_t size[3];
	bool	 taken;		/* what was added is not all new */
};

/* What lay where an area is now, in bytes. */
struct was {
	uint64_t whole[3];	/* areas of which it has all, the lowest first */
	unsigned nr;		/* of them, all */
	bool	 begins;	/* with the lowest of them */
	uint64_t covered;	/* by these and by parts of others */
	uint64_t around;	/* the area that it is a part of; 0 = none */
};

/* The task's memory, if it was this one a unit ago; else 0. */
static handle_t same_mm(const struct facts *f)
{
	handle_t mm = f->task ? task_at(f->now, f->task)->mm : 0;
	handle_t was = mm ? task_by_pid(f->before,
					task_at(f->now, f->task)->pid) : 0;

	return was && task_at(f->before, was)->mm == mm ? mm : 0;
}

handle_t edges_of(const struct facts *f)
{
	const uint64_t *count = f->between->count;

	return count[EV_vma_merge] || count[EV_vma_split] ||
	       count[EV_vma_adjust] || count[EV_stack_grow] ? same_mm(f) : 0;
}

static struct was look_back(const struct facts *f, handle_t mm,
			    const struct vma *v)
{
	struct was was = { .nr = 0 };

	for (handle_t h = vma_find(f->before, mm, v->start); h;
	     h = vma_next(f->before, h)) {
		const struct vma *old = vma_at(f->before, h);
		vaddr_t from = old->start > v->start ? old->start : v->start;
		vaddr_t to = old->end < v->end ? old->end : v->end;

		if (old->start >= v->end)
			break;
		was.covered += to - from;
		if (old->start <= v->start && old->end >= v->end)
			was.around = old->end - old->start;
		if (to - from < old->end - old->start)
			continue;
		was.begins |= old->start == v->start;
		if (was.nr < 3)
			was.whole[was.nr] = to - from;
		was.nr++;
	}
	return was;
}

/* Of what is left of old areas, and of nothing that is new. */
static struct edges joined(const struct was *was, uint64_t size)
{
	uint64_t rest = size - was->whole[0];

	if (was->nr > 3)
		return (struct edges){ .how = MANY, .size = { was->nr } };
	if (was->nr == 3)
		return (struct edges){ BOTH, { was->whole[0], was->whole[1],
					       was->whole[2] }, true };
	if (was->nr == 2)
		return (struct edges){ .how = TWO, .size = { was->whole[0],
							     was->whole[1] } };
	return (struct edges){ was->begins ? BEFORE : AFTER,
			       { rest, was->whole[0] }, true };
}

static struct edges edges_find(const struct facts *f, handle_t mm,
			       const struct vma *v)
{
	const uint64_t *count = f->between->count;
	struct was was = look_back(f, mm, v);
	uint64_t size = v->end - v->start, old = 0, own;
	bool taken;

	for (unsigned i = 0; i < was.nr && i < 3; i++)
		old += was.whole[i];
	own = size - old;
	taken = was.covered > old;
	if (was.around == size)
		return (struct edges){ .how = KEPT };
	if (was.around && (count[EV_vma_split] || count[EV_vma_adjust]))
		return (struct edges){ .how = CUT, .size = { size, was.around } };
	if (was.around || !was.nr)
		return (struct edges){ .how = KEPT };
	if (!count[EV_vma_merge] && !count[EV_vma_adjust] &&
	    !count[EV_stack_grow])
		return (struct edges){ .how = KEPT };
	if (v->flags & VM_GROWSDOWN ||
	    (was.nr == 1 && !taken && !count[EV_vma_merge]))
		return (struct edges){ .how = GROWN, .size = { own, old } };
	if (was.covered == size || was.nr > 2)
		return joined(&was, size);
	if (was.nr == 2)
		return (struct edges){ BOTH, { was.whole[0], own, was.whole[1] },
				       taken };
	return (struct edges){ was.begins ? BEFORE : AFTER, { own, old },
			       taken };
}

bool edges_words(const struct facts *f, handle_t mm, const struct vma *v,
		 int columns, struct text *out)
{
	static const enum ui words[NR_HOWS][2] = {
		[AFTER] = { UI_edges_after, UI_edges_after_brief },
		[BEFORE] = { UI_edges_before, UI_edges_before_brief },
		[BOTH] = { UI_edges_both, UI_edges_both_brief },
		[TWO] = { UI_edges_two, UI_edges_two },
		[MANY] = { UI_edges_many, UI_edges_many },
		[GROWN] = { UI_edges_grown, UI_edges_grown },
		[CUT] = { UI_edges_cut, UI_edges_cut },
	};
	struct edges e = edges_find(f, mm, v);
	char size[3][24];

	if (e.how == KEPT)
		return false;
	for (int i = 0; i < 3; i++)
		size_words(e.size[i], size[i]);
	if (e.how == MANY)
		snprintf(size[0], sizeof(size[0]), "%" PRIu64, e.size[0]);
	for (int brief = e.taken; brief < 2; brief++) {
		text_reset(out);
		text_printf(out, ui(f->lang, words[e.how][brief]), size[0],
			    size[1], size[2]);
		if (text_columns(text_str(out), out->len) <= columns)
			break;
	}
	return true;
}
