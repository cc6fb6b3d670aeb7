/*
 * The stage as lines, for those who read in order: names before values, what
 * changed says from and to, a `*` starts what is news of this event. Gauges
 * are figures, maps are runs.
 */
#include "view/scene.h"

#include <inttypes.h>
#include <string.h>

#include "mm/buddy.h"
#include "mm/fault.h"
#include "mm/pgtable.h"
#include "mm/vma.h"
#include "view/ask.h"
#include "view/strip.h"
#include "view/view.h"
#include "view/why.h"

enum { LIST_SHOWN = 32, EVENTS_SHOWN = 32 };

static const char *news(bool is)
{
	return is ? "* " : "  ";
}

static void say_position(const struct facts *f, struct text *out)
{
	const struct story *s = f->story;
	uint32_t chapter = f->step_nr ? story_chapter(s, f->step_nr) : 0;

	text_printf(out, "%s ", ui(f->lang, UI_t_position));
	timeline_print_pos(f->s->timeline, f->s->pos, out);
	if (s->nr_chapters && f->step_nr) {
		text_puts(out, "   ");
		text_printf(out, ui(f->lang, UI_chapter), chapter + 1,
			    s->nr_chapters);
		text_printf(out, ", %s",
			    words_in(&s->chapters[chapter].title, f->lang));
	}
	text_printf(out, "   t %" PRIu64 " ns\n", f->now->s->now_ns);
	if (f->step_nr && *words_in(&f->step->title, f->lang))
		text_printf(out, "  %s %s\n", ui(f->lang, UI_t_step),
			    words_in(&f->step->title, f->lang));
}

static void say_events(const struct facts *f, struct text *out)
{
	const struct summary *b = f->between;
	uint32_t from = b->nr_last > EVENTS_SHOWN ? b->nr_last - EVENTS_SHOWN :
						    0;
	uint32_t at = why_choose(f);
	struct text why = { 0 };

	if (b->nr > b->nr_last - from)
		text_printf(out, ui(f->lang, UI_t_before),
			    b->nr - (b->nr_last - from));
	for (uint32_t i = from; i < b->nr_last; i++) {
		text_printf(out, "%s%s ", news(i + 1 == b->nr_last),
			    ui(f->lang, UI_event));
		timeline_print_pos(f->s->timeline, b->at[i], out);
		text_puts(out, " ");
		event_print(f->now, &b->last[i], out);
		text_puts(out, "\n");
	}
	if (at < b->nr_last)
		why_tell(f->now, &b->last[at], f->lang, &why);
	if (why.len)
		text_printf(out, "  %s %s%s%s\n", ui(f->lang, UI_why),
			    at + 1 < b->nr_last ?
				    event_types[b->last[at].id].name : "",
			    at + 1 < b->nr_last ? " " : "", text_str(&why));
	text_free(&why);
}

/* "order 3: 1 block (was 2): 8" */
static void say_order(const struct facts *f, const struct zone *z,
		      const struct zone *was, unsigned o, struct text *out)
{
	uint64_t nr = z->free_area[o].nr_free, old = was->free_area[o].nr_free;
	char words[24];

	if (!nr && !old)
		return;
	text_printf(out, "%s", news(touched_view(f, VIEW_BUDDY) &&
				    f->touch.row == (int)o));
	text_printf(out, ui(f->lang, UI_t_order), o, nr);
	if (nr != old)
		text_printf(out, ui(f->lang, UI_t_was), old);
	for (int t = 0; t < MIGRATE_TYPES; t++) {
		pfn_t pfn = free_list_first(f->now, z, o, (enum migratetype)t);

		if (pfn != PFN_NONE)
			text_printf(out, " %s:",
				    migratetype_name((enum migratetype)t));
		for (int i = 0; pfn != PFN_NONE && i < LIST_SHOWN; i++) {
			text_printf(out, " %s", pfn_words(z, pfn, words));
			pfn = free_list_next(f->now, pfn, o);
		}
		if (pfn != PFN_NONE)
			text_puts(out, " ...");
	}
	text_puts(out, "\n");
}

static void say_zone(const struct facts *f, unsigned nr, struct text *out)
{
	const struct zone *z = &f->now->s->zone[nr];
	const struct zone *was = &f->before->s->zone[nr];
	char name[24];

	text_printf(out, "%s", news(f->touch.zone == (int)nr));
	text_printf(out, ui(f->lang, UI_t_zone),
		    zone_words(f->now, nr, name), z->nr_free);
	if (z->nr_free != was->nr_free)
		text_printf(out, ui(f->lang, UI_t_was), was->nr_free);
	text_printf(out, ui(f->lang, UI_t_zone_marks), z->managed,
		    z->watermark[WMARK_MIN], z->watermark[WMARK_LOW],
		    z->watermark[WMARK_HIGH], z->nr_inhand);
	for (int k = 0; k < NR_KINDS; k++)
		if (z->nr_kind[k] != was->nr_kind[k]) {
			enum glyph g = kind_glyph((enum frame_kind)k);

			text_printf(out, ui(f->lang, UI_t_kind),
				    glyphs[g].letter,
				    ui(f->lang, k == KIND_FREE ?
							UI_free : glyphs[g].word),
				    was->nr_kind[k], z->nr_kind[k]);
		}
	if (nr != f->zone)
		return;
	for (unsigned o = MAX_ORDER; o-- > 0;)
		say_order(f, z, was, o, out);
}

/* "a x 170 . x 4": the pages of an area in runs. */
static void say_runs(const struct facts *f, handle_t vma, struct text *out)
{
	struct letter cells[STRIP_CELLS];
	struct tally sum;

	strip_fill(f->now, vma, STRIP_CELLS, cells, &sum);
	for (int g = 0; g < NR_GLYPHS; g++)
		if (sum.nr[g])
			text_printf(out, "   %c x %" PRIu64, glyphs[g].letter,
				    sum.nr[g]);
}

static void say_task(const struct facts *f, struct text *out)
{
	const struct task *t = task_at(f->now, f->task);
	char rights[5];

	text_printf(out, ui(f->lang, UI_t_task), tag_letter(t->tag), t->comm,
		    t->pid, t->min_flt);
	if (!t->mm)
		return;
	text_printf(out, "  VmSize %" PRIu64 " kB   VmRSS %" PRIu64
		    " kB   VmPTE %" PRIu64 " kB\n",
		    mm_at(f->now, t->mm)->total_vm * 4,
		    mm_rss(mm_at(f->now, t->mm)) * 4,
		    mm_at(f->now, t->mm)->nr_tables * 4);
	for (handle_t v = vma_first(f->now, t->mm); v; v = vma_next(f->now, v)) {
		const struct vma *a = vma_at(f->now, v);

		vma_flags_letters(a->flags, rights);
		text_printf(out, "%s%s %012" PRIx64 "-%012" PRIx64 " %s %s",
			    news(touched_view(f, VIEW_SPACE) &&
				 touched_pages(f, a->start, a->end)),
			    ui(f->lang, UI_t_area), a->start, a->end, rights,
			    vma_word(f->now, v));
		say_runs(f, v, out);
		text_puts(out, "\n");
	}
}

static void say_walk(const struct facts *f, struct text *out)
{
	char letters[10];
	struct walk w;

	if (!f->has_address || f->address >= TASK_SIZE ||
	    !task_at(f->now, f->task)->mm)
		return;
	pgtable_walk(f->now, task_at(f->now, f->task)->mm, f->address, &w);
	text_printf(out, ui(f->lang, UI_t_walk), f->address);
	for (unsigned i = 0; i < w.nr; i++) {
		const struct walk_step *step = &w.step[i];

		pte_letters(step->entry, letters);
		text_printf(out, "%s",
			    news(touched_view(f, VIEW_WALK) &&
				 f->touch.level == (int)step->level));
		text_printf(out, ui(f->lang, UI_t_entry),
			    pt_level_name(step->level), step->table,
			    step->index, step->entry, letters);
	}
	if (w.present)
		text_printf(out, ui(f->lang, UI_t_physical),
			    pte_pfn(w.step[w.nr - 1].entry) << PAGE_SHIFT |
				    (f->address & (PAGE_SIZE - 1)));
}

/* Each line of a text, two columns in. */
static void say_indented(const char *s, struct text *out)
{
	while (*s) {
		int len = (int)strcspn(s, "\n");

		text_printf(out, "  %.*s\n", len, s);
		s += len + (s[len] != '\0');
	}
}

static void say_words(const struct facts *f, struct text *out)
{
	const struct ask *ask = facts_ask(f);
	struct text verdict = { 0 };

	if (!ask_is_open(f)) {
		if (*facts_say(f))
			text_printf(out, "  %s %s\n", ui(f->lang, UI_t_say),
				    facts_say(f));
	} else {
		text_printf(out, "  %s %s\n", ui(f->lang, UI_q),
			    words_in(&ask->text, f->lang));
		for (uint32_t i = 0; i < ask->nr_choices; i++)
			text_printf(out, "    %c %s\n", (char)('a' + i),
				    words_in(&ask->choice[i], f->lang));
		text_printf(out, "    %s\n", ask_hint(f, ask));
	}
	ask_verdict(f, &verdict);
	if (verdict.len)
		text_printf(out, "  %s\n", text_str(&verdict));
	text_reset(&verdict);
	ask_reason(f, &verdict);
	say_indented(text_str(&verdict), out);
	text_free(&verdict);
}

void stage_text(const struct scene *s, struct text *out)
{
	struct facts f;

	facts_gather(&f, s, false);
	say_position(&f, out);
	say_events(&f, out);
	for (unsigned i = f.now->s->nr_zones; i-- > 0;)
		if (zone_populated(&f.now->s->zone[i]))
			say_zone(&f, i, out);
	if (f.task) {
		say_task(&f, out);
		say_walk(&f, out);
	}
	if (f.now->s->op_signal)
		text_printf(out, ui(f.lang, UI_t_signal),
			    signal_name(f.now->s->op_signal) ?
				    signal_name(f.now->s->op_signal) : "?");
	say_words(&f, out);
}
