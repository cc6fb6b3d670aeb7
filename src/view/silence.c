#include "view/silence.h"

#include <inttypes.h>

#include "mm/task.h"

/* "echo -1000 > /proc/101/oom_score_adj", as a shell has it; else its name. */
static void tell_op(const struct facts *f, struct text *out)
{
	const struct op *op = &f->between->op;
	handle_t task = task_by_slot(f->now, op->task);

	text_puts(out, op_verb_name((enum op_verb)op->verb));
	if (op->verb == OP_echo && task)
		text_printf(out, " %" PRId64 " > /proc/%" PRIu32 "/%s",
			    (int64_t)op->arg[1], task_at(f->now, task)->pid,
			    op->mode == ECHO_OOM_ADJ ? "oom_adj" :
						       "oom_score_adj");
}

void silence_tell(const struct facts *f, struct text *out)
{
	const char *error = f->between->op_result < 0 ?
			    errno_name((int)-f->between->op_result) : NULL;

	if (f->between->op.verb == OP_access) {
		text_puts(out, ui(f->lang, UI_silent));
		return;
	}
	tell_op(f, out);
	if (error)
		text_printf(out, ui(f->lang, UI_silent_end), error);
	else
		text_puts(out, ui(f->lang, UI_silent_op));
}

void silence_note(const struct facts *f, struct text *out)
{
	const struct summary *b = f->between;
	struct pos pos = f->s->pos, last;
	struct text place = { 0 };

	if (!b->nr_last || pos.event || !pos.op)
		return;
	last = b->at[b->nr_last - 1];
	if (last.step == pos.step && last.op + 1 == pos.op)
		return;
	timeline_print_pos(f->s->timeline, pos, &place);
	text_printf(out, ui(f->lang, UI_none_at), text_str(&place));
	text_free(&place);
}
