#include "view/fault_end.h"

#include <inttypes.h>

#include "mm/pgtable.h"
#include "mm/swap_entry.h"
#include "mm/task.h"
#include "mm/zone.h"
#include "view/view.h"

enum cost { MINOR, MAJOR, UNKNOWN };

/* What the events behind a fault say of it. */
struct fault_end {
	const struct event *fault;
	bool  written;		/* its entry */
	pte_t entry, old;
	pfn_t source;		/* frame that was copied; PFN_NONE */
	bool  read;		/* from its slot */
	bool  disk;		/* some request was made or done */
};

static void learn(struct fault_end *end, const struct event *e)
{
	vaddr_t page = end->fault->arg[0] >> PAGE_SHIFT;

	switch (e->id) {
	case EV_set_pte:
		if (e->arg[0] >> PAGE_SHIFT != page)
			break;
		end->written = true;
		end->entry = e->arg[1];
		end->old = e->arg[2];
		break;
	case EV_copy_page:
		end->source = e->arg[0];
		break;
	case EV_swap_readpage:
		end->read |= !e->arg[2];
		break;
	case EV_block_rq_issue:
	case EV_block_rq_complete:
		end->disk = true;
		break;
	default:
		break;
	}
}

/* It was served, refused, or another one came. */
static bool ends_fault(enum event_id id)
{
	return id == EV_mmu_access || id == EV_signal_generate ||
	       id == EV_page_fault_user;
}

/* Return: false if the fault lies further back than what is kept. */
static bool find_end(const struct facts *f, const struct event *fault,
		     struct fault_end *end)
{
	uint32_t nr = history_len(f), i = nr;
	const struct event *e = NULL;

	while (i > 0) {
		e = history_at(f, --i);
		if (e->id == EV_page_fault_user && e->pid == fault->pid &&
		    e->arg[0] == fault->arg[0])
			break;
		e = NULL;
	}
	*end = (struct fault_end){ .fault = e, .source = PFN_NONE };
	for (i++; e && i < nr && !ends_fault(history_at(f, i)->id); i++)
		learn(end, history_at(f, i));
	return e && end->written && pte_present(end->entry);
}

/* Where it was the only one the task's own count knows. */
static enum cost cost_of(const struct facts *f, const struct fault_end *end)
{
	handle_t now = task_by_pid(f->now, end->fault->pid);
	handle_t was = task_by_pid(f->before, end->fault->pid);

	if (pte_is_swap(end->old))
		return end->read ? MAJOR : MINOR;
	if (f->between->count[EV_page_fault_user] == 1 && now && was)
		return task_at(f->now, now)->maj_flt >
		       task_at(f->before, was)->maj_flt ? MAJOR : MINOR;
	return end->disk ? UNKNOWN : MINOR;
}

/* ", users 2 -> 1": by how many entries the frame was named, and is. */
static void tell_users(const struct facts *f, pfn_t pfn, struct text *out)
{
	const struct frame *now = frame_at(f->now, pfn);
	const struct frame *was = frame_at(f->before, pfn);

	if (now && was && now->mapcount > 0 && was->mapcount != now->mapcount)
		text_printf(out, ui(f->lang, UI_fault_users), was->mapcount,
			    now->mapcount);
}

static void tell_frame(const struct facts *f, const struct fault_end *end,
		       enum cost cost, struct text *out)
{
	pfn_t pfn = pte_pfn(end->entry);
	char words[24], source[24];

	frame_words(f->now, pfn, words);
	if (pte_is_swap(end->old)) {
		text_printf(out, ui(f->lang, cost == MAJOR ? UI_fault_read :
							     UI_fault_cached),
			    swap_entry_type(end->old),
			    swap_entry_offset(end->old), words);
		return;
	}
	if (end->source == PFN_NONE) {
		text_printf(out, "%s %s", ui(f->lang, UI_frame), words);
		if (cost == MAJOR)
			text_puts(out, ui(f->lang, UI_fault_from_file));
		return;
	}
	text_puts(out, frame_words(f->now, end->source, source));
	tell_users(f, end->source, out);
	text_printf(out, ui(f->lang, UI_fault_copied), words);
}

void fault_end_tell(const struct facts *f, const struct reason *r,
		    struct text *out)
{
	static const enum ui words[] = {
		[MINOR] = UI_fault_minor, [MAJOR] = UI_fault_major,
	};
	struct fault_end end;
	enum cost cost;

	if (!r->event || r->event->id != EV_page_fault_user)
		return;
	text_printf(out, ui(f->lang, UI_fault_error),
		    (unsigned)r->event->arg[1]);
	if (find_end(f, r->event, &end)) {
		cost = cost_of(f, &end);
		text_puts(out, ui(f->lang, UI_comma));
		if (cost != UNKNOWN)
			text_puts(out, ui(f->lang, words[cost]));
		tell_frame(f, &end, cost, out);
	}
	text_puts(out, ui(f->lang, UI_fault_close));
}

/* Both lists are in the order of pids: one walk finds who was there. */
static void count_faults(const struct facts *f, uint64_t *minor,
			 uint64_t *major)
{
	handle_t old = f->before->s->tasks;

	*minor = *major = 0;
	for (handle_t h = f->now->s->tasks; h; h = task_at(f->now, h)->next) {
		const struct task *t = task_at(f->now, h), *was;

		while (old && task_at(f->before, old)->pid < t->pid)
			old = task_at(f->before, old)->next;
		was = old && task_at(f->before, old)->pid == t->pid ?
			      task_at(f->before, old) : NULL;
		*minor += t->min_flt - (was ? was->min_flt : 0);
		*major += t->maj_flt - (was ? was->maj_flt : 0);
	}
}

void fault_counts_tell(const struct facts *f, int columns, struct text *out)
{
	enum { TRIES = 3 };
	static const enum ui minor_only[TRIES] = {
		UI_faults_minor, UI_faults_minor, UI_faults_n_minor,
	};
	const uint64_t *count = f->between->count;
	uint64_t minor, major, all;
	struct text words = { 0 };

	count_faults(f, &minor, &major);
	all = minor + major;
	/* a task that ended took its counts along: the events are left */
	if (count[EV_sched_process_exit])
		all = count[EV_page_fault_user] + count[EV_faultin_page];
	if (all < 2)
		return;
	for (int i = 0; i < TRIES; i++) {
		text_reset(&words);
		if (count[EV_sched_process_exit])
			text_printf(&words, ui(f->lang, UI_faults_all), all);
		else if (!major)
			text_printf(&words, ui(f->lang, minor_only[i]), minor);
		else if (i == 0)
			text_printf(&words, ui(f->lang, UI_faults_both), minor,
				    major);
		else if (i == 1)
			text_printf(&words, ui(f->lang, UI_faults_of), major,
				    minor + major);
		else
			text_printf(&words, ui(f->lang, UI_faults_n_major),
				    major);
		if (text_columns(text_str(&words), words.len) + 3 > columns)
			continue;
		text_printf(out, "   %s", text_str(&words));
		break;
	}
	text_free(&words);
}
