#include "view/task_doing.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/inode.h"
#include "mm/task.h"

/* Of an operation that is under way here. */
static bool is_under_way(const struct facts *f, handle_t task)
{
	const struct op *op = &f->between->op;

	return f->event && f->s->pos.event && op->task &&
	       task_by_slot(f->now, op->task) == task;
}

/* The processor has not tried again yet. */
static bool is_in_fault(const struct facts *f, handle_t task)
{
	uint32_t pid = task_at(f->now, task)->pid;

	for (uint32_t i = history_len(f); i-- > 0;) {
		const struct event *e = history_at(f, i);

		if (e->pid != pid)
			continue;
		if (e->id == EV_page_fault_user)
			return true;
		if (e->id == EV_mmu_walk || e->id == EV_mmu_access ||
		    e->id == EV_sys_exit)
			return false;
	}
	return false;
}

/* The call and, of a long one over a file, how far it is. */
static void call_words(const struct facts *f, const char *name, char *out,
		       size_t len)
{
	const struct work *w = &f->now->s->work;
	char file[FILE_WORDS_BYTES];
	const struct inode *i;

	if (w->phase != WORK_READ && w->phase != WORK_WRITE) {
		snprintf(out, len, ui(f->lang, UI_in_call), name);
		return;
	}
	i = inode_at(f->now, file_at(f->now, w->other)->inode);
	snprintf(out, len, ui(f->lang, UI_in_call_file), name,
		 file_words_cut(i, 16, file), w->at >> PAGE_SHIFT, inode_pages(i));
}

void task_doing(const struct facts *f, handle_t task, char *out, size_t len)
{
	enum op_verb verb = (enum op_verb)f->between->op.verb;

	out[0] = '\0';
	if (!is_under_way(f, task) || f->event->id == EV_sys_exit)
		return;
	if (op_is_call(verb))
		call_words(f, op_verb_name(verb), out, len);
	else if (is_in_fault(f, task))
		snprintf(out, len, "%s", ui(f->lang, UI_in_fault));
}

void task_title(const struct facts *f, struct text *title)
{
	const struct task *t = f->task ? task_at(f->now, f->task) : NULL;
	char name[TASK_WORDS_BYTES];

	if (t)
		text_printf(title, " - %c %s", tag_letter(t->tag),
			    task_words(f->now, t, name));
}

void zombie_title(const struct panel *p, struct text *title)
{
	enum { LINES = 4 };	/* corners, blanks */
	const struct facts *f = p->f;
	struct text pid = { 0 };

	if (!task_is_zombie(f))
		return;
	task_title(f, title);
	text_printf(title, "%s%s", ui(f->lang, UI_comma),
		    ui(f->lang, UI_zombie));
	text_printf(&pid, ui(f->lang, UI_pid), task_at(f->now, f->task)->pid);
	if (text_columns(text_str(title), title->len) +
		    text_columns(text_str(&pid), pid.len) + LINES <= p->r.w)
		text_puts(title, text_str(&pid));
	text_free(&pid);
}
