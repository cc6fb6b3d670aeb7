#include "view/refusal.h"

#include <errno.h>

struct row {
	enum op_verb verb;	/* OP_none = every one */
	int	     error;
	struct words says;
};

static const struct row rows[] = {
#define REFUSAL(verb, error, en, zh) { OP_##verb, error, { { en, zh } } },
#include "view/refusal.def"
#undef REFUSAL
};

const char *refusal_words(enum op_verb verb, int error, enum lang lang)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if ((rows[i].verb == verb || rows[i].verb == OP_none) &&
		    rows[i].error == error)
			return words_in(&rows[i].says, lang);
	return NULL;
}

/* Events whose reason is that of the refusal too, and by numbers. */
static bool decides(enum event_id id)
{
	return id == EV_vm_enough_memory || id == EV_zone_watermark_fail ||
	       id == EV_page_fault_user || id == EV_faultin_page;
}

/* Positions count what was done: the operation that ends here. */
static bool is_newest_op(const struct facts *f, struct pos at)
{
	struct pos here = f->s->pos;

	return at.step == here.step && at.op + !here.event == here.op;
}

/* The newest of the operation that decided. NULL = none did. */
static const struct event *decision(const struct facts *f)
{
	const struct summary *b = f->between;

	for (uint32_t i = b->nr_last; i-- > 0;) {
		if (!is_newest_op(f, b->at[i]))
			return NULL;
		if (decides((enum event_id)b->last[i].id))
			return &b->last[i];
	}
	return NULL;
}

static bool is_refused(const struct facts *f)
{
	const struct summary *b = f->between;

	return b->nr_ops && !f->s->pos.event &&
	       (b->op_signal || (b->op_result < 0 && b->op_result >= -4095));
}

bool refusal_untold(const struct facts *f, struct reason r)
{
	return is_refused(f) && !(r.event && is_newest_op(f, r.at));
}

void refusal_tell(const struct facts *f, struct text *out)
{
	const struct summary *b = f->between;
	const struct event *e = NULL;
	const char *words = NULL;
	size_t before = out->len;

	if (!is_refused(f))
		return;
	if (b->op_signal || b->op_result == -ENOMEM)
		e = decision(f);
	if (e)
		why_tell(f->now, e, f->lang, out);
	if (out->len == before && !b->op_signal)
		words = refusal_words((enum op_verb)b->op.verb,
				      (int)-b->op_result, f->lang);
	text_puts(out, words ? words : "");
}

void refusal_tell_named(const struct facts *f, struct text *out)
{
	const struct summary *b = f->between;
	const char *error = b->op_signal ? NULL : errno_name((int)-b->op_result);
	struct text why = { 0 };

	refusal_tell(f, &why);
	if (why.len && b->nr_last && error)
		text_printf(out, "%s -%s  ",
			    op_verb_name((enum op_verb)b->op.verb), error);
	text_puts(out, text_str(&why));
	text_free(&why);
}
