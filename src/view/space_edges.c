#include "view/space_edges.h"

#include "mm/task.h"
#include "view/view.h"

enum how { KEPT, AFTER, BEFORE, BOTH, TWO, GROWN, CUT, NR_HOWS };

/* The sizes in the order in which the words have them. */
struct edges {
	enum how how;
	uint64_t size[3];
};

/* What lay where an area is now, in bytes. */
struct was {
	uint64_t before, after;	/* whole areas: at its begin, and later */
	uint64_t first;		/* the lowest of them */
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

bool edges_moved(const struct facts *f)
{
	const uint64_t *count = f->between->count;

	return (count[EV_vma_merge] || count[EV_vma_split] ||
		count[EV_vma_adjust] || count[EV_stack_grow]) && same_mm(f);
}

static struct was look_back(const struct facts *f, const struct vma *v)
{
	struct was was = { 0 };
	vaddr_t joined = v->start;

	for (handle_t h = vma_find(f->before, same_mm(f), v->start); h;
	     h = vma_next(f->before, h)) {
		const struct vma *old = vma_at(f->before, h);
		uint64_t size = old->end - old->start;

		if (old->start >= v->end)
			break;
		if (old->start <= v->start && old->end >= v->end)
			was.around = size;
		if (old->start < v->start || old->end > v->end)
			continue;
		was.first = was.first ? was.first : size;
		if (old->start == joined) {
			was.before += size;
			joined = old->end;
		} else {
			was.after += size;
		}
	}
	return was;
}

static struct edges edges_find(const struct facts *f, const struct vma *v)
{
	const uint64_t *count = f->between->count;
	struct was was = look_back(f, v);
	uint64_t size = v->end - v->start, old = was.before + was.after;
	uint64_t own = size - old;

	if (was.around == size)
		return (struct edges){ .how = KEPT };
	if (was.around && count[EV_vma_split])
		return (struct edges){ CUT, { size, was.around } };
	if (!old || (!own && !count[EV_vma_merge]))
		return (struct edges){ .how = KEPT };
	if (!count[EV_vma_merge] || v->flags & VM_GROWSDOWN)
		return (struct edges){ GROWN, { own, old } };
	if (!own)
		return (struct edges){ TWO, { was.first, old - was.first } };
	if (was.before && was.after)
		return (struct edges){ BOTH, { was.before, own, was.after } };
	return (struct edges){ was.after ? AFTER : BEFORE, { own, old } };
}

bool edges_words(const struct facts *f, const struct vma *v, int columns,
		 struct text *out)
{
	static const enum ui words[NR_HOWS][2] = {
		[AFTER] = { UI_edges_after, UI_edges_after_brief },
		[BEFORE] = { UI_edges_before, UI_edges_before_brief },
		[BOTH] = { UI_edges_both, UI_edges_both_brief },
		[TWO] = { UI_edges_two, UI_edges_two },
		[GROWN] = { UI_edges_grown, UI_edges_grown },
		[CUT] = { UI_edges_cut, UI_edges_cut },
	};
	char size[3][24];
	struct edges e;

	if (!edges_moved(f))
		return false;
	e = edges_find(f, v);
	if (e.how == KEPT)
		return false;
	for (int i = 0; i < 3; i++)
		size_words(e.size[i], size[i]);
	for (int brief = 0; brief < 2; brief++) {
		text_reset(out);
		text_printf(out, ui(f->lang, words[e.how][brief]), size[0],
			    size[1], size[2]);
		if (text_columns(text_str(out), out->len) <= columns)
			break;
	}
	return true;
}
