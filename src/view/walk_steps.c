#include "view/walk_steps.h"

#include <string.h>

#include "mm/task.h"
#include "mm/vma.h"
#include "view/follow.h"

static bool task_mm(const struct machine *m, uint32_t pid, handle_t *mm)
{
	for (handle_t h = m->s->tasks; h; h = task_at(m, h)->next)
		if (task_at(m, h)->pid == pid && task_at(m, h)->mm) {
			*mm = task_at(m, h)->mm;
			return true;
		}
	return false;
}

bool walk_steps(const struct facts *f, struct walk_steps *s)
{
	handle_t mm;

	memset(s, 0, sizeof(*s));
	s->here = -1;
	if (!f->task || !task_at(f->now, f->task)->mm || !f->has_address)
		return false;
	s->address = f->address;
	if (s->address >= TASK_SIZE)
		return true;
	pgtable_walk(f->now, task_at(f->now, f->task)->mm, s->address, &s->now);
	s->had_memory = task_mm(f->before, task_at(f->now, f->task)->pid, &mm);
	if (s->had_memory)
		pgtable_walk(f->before, mm, s->address, &s->before);
	s->shown = s->now.nr;
	return true;
}

bool walk_event_here(const struct facts *f, const struct walk_steps *s)
{
	int level = f->touch.level;
	unsigned shift = pt_shift(level > 0 ? (enum pt_level)level : LEVEL_PTE);

	return touched_view(f, VIEW_WALK) && f->touch.has_address &&
	       f->touch.address >> shift == s->address >> shift;
}

void walk_steps_event(const struct facts *f, struct walk_steps *s)
{
	if (!walk_event_here(f, s))
		return;
	s->here = f->touch.level;
	if (f->event->id == EV_set_pte)
		s->here = LEVEL_PTE;
	if (f->event->id == EV_mmu_walk)
		s->shown = (unsigned)(LEVEL_PGD - f->touch.level) + 1;
	if (s->shown > s->now.nr)
		s->shown = s->now.nr;
}

bool walk_entry_changed(const struct walk_steps *s, unsigned i)
{
	if (!s->had_memory || i >= s->before.nr)
		return s->had_memory;
	return s->now.step[i].entry != s->before.step[i].entry;
}

bool walk_last_was(const struct walk_steps *s, pte_t *was)
{
	unsigned i = NR_LEVELS - 1;

	if (s->shown < NR_LEVELS || s->before.nr < NR_LEVELS ||
	    !walk_entry_changed(s, i))
		return false;
	*was = s->before.step[i].entry;
	return true;
}

bool walk_is_whole(const struct walk_steps *s)
{
	return s->now.present && s->shown == NR_LEVELS;
}

pte_t walk_last_entry(const struct walk_steps *s)
{
	return s->now.nr ? s->now.step[s->now.nr - 1].entry : 0;
}

bool walk_page_followed(const struct facts *f, const struct walk_steps *s)
{
	vaddr_t page = s->address & ~(vaddr_t)(PAGE_SIZE - 1);

	return followed_in(f, page, page + PAGE_SIZE);
}

bool walk_entry_followed(const struct facts *f, const struct walk_steps *s,
			   unsigned i)
{
	const struct walk_step *step = &s->now.step[i];

	if (f->followed.has_frame && f->followed.pfn == step->table)
		return true;
	return step->level == LEVEL_PTE && !s->now.present &&
	       walk_page_followed(f, s);
}
