/*
 * The stage as lines, for those who read in order: names before values, what
 * changed says from and to, a `*` starts what is news of this event. Gauges
 * are figures, maps are runs.
 */
#include "view/scene.h"

#include <inttypes.h>
#include <string.h>

#include "mm/fault.h"
#include "mm/pgtable.h"
#include "mm/swap.h"
#include "mm/swap_entry.h"
#include "mm/vma.h"
#include "view/ask.h"
#include "view/beside.h"
#include "view/burst.h"
#include "view/fault_end.h"
#include "view/map.h"
#include "view/refusal.h"
#include "view/scan_end.h"
#include "view/silence.h"
#include "view/space_edges.h"
#include "view/strip.h"
#include "view/tell.h"
#include "view/view.h"
#include "view/why.h"
#include "view/wish.h"

enum { WHOLE_LINE = 200 };	/* columns: no line is cut */

static void say_position(const struct facts *f, struct text *out)
{
	static const enum ui units[] = { UI_by_step, UI_by_op, UI_by_event };
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
	text_printf(out, "   t %" PRIu64 " ns   %s", f->now->s->now_ns,
		    ui(f->lang, units[f->s->settings.unit]));
	if (f->s->branch && strcmp(f->s->branch, "main"))
		text_printf(out, ui(f->lang, UI_t_branch), f->s->branch);
	if (f->between->nr)
		text_printf(out, ui(f->lang, UI_t_events), f->between->nr);
	silence_note(f, out);
	fault_counts_tell(f, WHOLE_LINE, out);
	text_puts(out, "\n");
	if (f->step_nr && *words_in(&f->step->title, f->lang))
		text_printf(out, "  %s %s\n", ui(f->lang, UI_t_step),
			    words_in(&f->step->title, f->lang));
}

/* Of more events than are listed: how many of each kind. */
static void say_counts(const struct facts *f, struct text *out)
{
	const struct summary *b = f->between;

	if (b->nr <= EVENTS_TOLD)
		return;
	text_printf(out, " %s", ui(f->lang, UI_t_counted));
	for (unsigned i = 0; i < NR_EVENTS; i++) {
		if (!b->count[i])
			continue;
		text_puts(out, "   ");
		burst_words(f, (enum event_id)i, out);
	}
	text_puts(out, "\n");
}

static void say_silence(const struct facts *f, struct text *out)
{
	if (f->between->nr_last || !f->between->nr_ops || !f->step_nr)
		return;
	text_puts(out, "  ");
	silence_tell(f, out);
	text_puts(out, "\n");
}

/* "3.2.196102 oom_kill ": of another event than the newest. */
static void say_other(const struct facts *f, const struct reason *r,
		      struct text *out)
{
	timeline_print_pos(f->s->timeline, r->at, out);
	text_printf(out, " %s ", event_types[r->event->id].name);
}

static void say_events(const struct facts *f, struct text *out)
{
	const struct summary *b = f->between;
	uint32_t from = b->nr_last > EVENTS_TOLD ? b->nr_last - EVENTS_TOLD :
						    0;
	struct reason r = why_choose(f);
	bool other = r.event && r.event != f->event;
	struct text why = { 0 };

	say_silence(f, out);
	if (b->nr > b->nr_last - from)
		text_printf(out, ui(f->lang, UI_t_before),
			    b->nr - (b->nr_last - from));
	say_counts(f, out);
	for (uint32_t i = from; i < b->nr_last; i++) {
		tell_begin(out, i + 1 == b->nr_last);
		text_printf(out, "%s ", ui(f->lang, UI_event));
		timeline_print_pos(f->s->timeline, b->at[i], out);
		text_puts(out, " ");
		event_print(f->now, &b->last[i], out);
		text_puts(out, "\n");
	}
	if (refusal_untold(f, r))
		refusal_tell_named(f, &why);
	other = other && !why.len;
	if (r.event && !why.len) {
		why_tell(f->now, r.event, f->lang, &why);
		fault_end_tell(f, &r, &why);
		scan_end_tell(f, &r, &why);
	}
	if (why.len) {
		text_printf(out, "  %s ", ui(f->lang, UI_why));
		if (other)
			say_other(f, &r, out);
		text_printf(out, "%s\n", text_str(&why));
	}
	text_free(&why);
}

/* "a x 170 . x 4": the pages of an area in runs. */
static void say_runs(const struct facts *f, handle_t vma, struct text *out)
{
	struct letter cells[STRIP_CELLS];
	struct tally sum;

	strip_fill(f->now, vma, STRIP_CELLS, cells, &sum);
	for (int g = 0; g < NR_GLYPHS; g++) {
		if (sum.active[g])
			text_printf(out, "   %c x %" PRIu64,
				    glyph_active((enum glyph)g).c,
				    sum.active[g]);
		if (sum.nr[g] > sum.active[g])
			text_printf(out, "   %c x %" PRIu64, glyphs[g].letter,
				    sum.nr[g] - sum.active[g]);
	}
	if (sum.step > 1)
		text_printf(out, ui(f->lang, UI_t_area_sample), sum.step);
}

/* The page that the scene is about: its letter, and what stands behind it. */
static void say_page(const struct facts *f, struct text *out)
{
	vaddr_t page = f->address & ~(vaddr_t)(PAGE_SIZE - 1);
	handle_t mm = task_at(f->now, f->task)->mm;
	enum glyph g;
	pte_t e;

	if (!f->has_address || page >= TASK_SIZE)
		return;
	g = page_glyph(f->now, mm, page);
	e = pgtable_get(f->now, mm, page);
	tell_begin(out, touched_pages(f, page, page + PAGE_SIZE));
	text_printf(out, "%s %" PRIx64 " %c %s", ui(f->lang, UI_t_page), page,
		    page_letter(f->now, mm, page).c,
		    ui(f->lang, g == GLYPH_HOLE ? UI_no_area : glyphs[g].word));
	if (pte_present(e)) {
		text_puts(out, "   ");
		text_printf(out, ui(f->lang, UI_frame_pfn), pte_pfn(e));
	}
	text_puts(out, "\n");
}

/* From the lowest address up; the kernel's half comes last. */
static void say_areas(const struct facts *f, handle_t mm, struct text *out)
{
	handle_t same = edges_of(f);
	struct text edges = { 0 };
	char rights[5], size[24];

	for (handle_t v = vma_first(f->now, mm); v; v = vma_next(f->now, v)) {
		const struct vma *a = vma_at(f->now, v);

		vma_flags_letters(a->flags, rights);
		tell_begin(out, touched_view(f, VIEW_SPACE) &&
				touched_pages(f, a->start, a->end));
		text_printf(out, "%s %012" PRIx64 "-%012" PRIx64 " %s %s %s",
			    ui(f->lang, UI_t_area), a->start, a->end, rights,
			    area_name(f->lang, vma_word(f->now, v)),
			    size_words(a->end - a->start, size));
		say_runs(f, v, out);
		if (same == mm && edges_words(f, mm, a, WHOLE_LINE, &edges))
			text_printf(out, "   %s", text_str(&edges));
		text_puts(out, "\n");
	}
	text_free(&edges);
	for (int i = NR_KERNEL_PLACES; i-- > 0;)
		text_printf(out, "  %s %" PRIx64 " %s\n", ui(f->lang, UI_t_area),
			    kernel_places[i].address,
			    ui(f->lang, kernel_places[i].word));
}

static void say_task(const struct facts *f, const struct task *t,
		     struct text *out)
{
	text_puts(out, "  ");
	text_printf(out, ui(f->lang, UI_t_one_task), tag_letter(t->tag),
		    t->comm, t->pid);
}

static void say_space(const struct facts *f, struct text *out)
{
	const struct task *t = f->task ? task_at(f->now, f->task) : NULL;
	const struct mm *mm = t && t->mm ? mm_at(f->now, t->mm) : NULL;

	if (!mm) {
		if (t && task_is_zombie(f)) {
			say_task(f, t, out);
			text_printf(out, "   %s\n", ui(f->lang, UI_zombie));
		}
		text_printf(out, "  %s\n", ui(f->lang, task_is_zombie(f) ?
							UI_task_zombie :
							UI_no_task));
		return;
	}
	say_task(f, t, out);
	text_printf(out, "   VmSize %" PRIu64 " kB   VmRSS %" PRIu64
		    " kB   VmPTE %" PRIu64 " kB   min_flt %" PRIu64
		    "   maj_flt %" PRIu64 "\n", mm->total_vm * 4,
		    mm_rss(mm) * 4, mm->nr_tables * 4, t->min_flt, t->maj_flt);
	say_areas(f, t->mm, out);
	say_page(f, out);
}

static void say_walk(const struct facts *f, struct text *out)
{
	struct text verdict = { 0 };
	unsigned shown = walk_verdict(f, &verdict);
	char letters[24];
	struct walk w = { 0 };

	if (f->has_address)
		text_printf(out, ui(f->lang, UI_t_walk), f->address);
	if (shown)
		pgtable_walk(f->now, task_at(f->now, f->task)->mm, f->address,
			     &w);
	for (unsigned i = 0; i < shown && i < w.nr; i++) {
		const struct walk_step *step = &w.step[i];

		pte_words(step->entry, letters);
		tell_begin(out, touched_view(f, VIEW_WALK) &&
				f->touch.level == (int)step->level);
		text_printf(out, ui(f->lang, UI_t_entry),
			    pt_level_name(step->level), step->table,
			    step->index, step->entry, letters);
	}
	if (shown == w.nr && w.present)
		text_printf(out, ui(f->lang, UI_t_physical),
			    pte_pfn(w.step[w.nr - 1].entry) << PAGE_SHIFT |
				    (f->address & (PAGE_SIZE - 1)));
	text_printf(out, "  %s\n", text_str(&verdict));
	text_free(&verdict);
}

static void say_gone(const struct facts *f, struct text *out)
{
	text_printf(out, "%s ", ui(f->lang, UI_freed_at));
	timeline_print_pos(f->s->timeline, f->followed.gone_at, out);
}

/* Where a page is that has no frame. */
static void say_slot(const struct facts *f, struct text *out)
{
	const struct followed *to = &f->followed;

	text_puts(out, " ");
	if (to->slot)
		text_printf(out, ui(f->lang, UI_t_slot), (uint64_t)swp_offset(to->slot));
	else if (to->was_there)
		say_gone(f, out);
	else
		text_puts(out, ui(f->lang, UI_t_followed_out));
}

/* The page that is followed, wherever it is. */
static void say_followed(const struct facts *f, struct text *out)
{
	const struct followed *to = &f->followed;
	char frame[24];

	if (!to->has_frame && !to->has_page && !to->has_file && !to->was_there)
		return;
	tell_begin(out, to->has_frame && touched_frames(f, to->pfn, 1));
	text_puts(out, ui(f->lang, UI_follows));
	if (to->has_file) {
		text_puts(out, " ");
		text_printf(out, ui(f->lang, UI_i_file_title), to->index,
			    inode_at(f->now, to->inode)->name);
	}
	if (to->has_page)
		text_printf(out, " %s %" PRIx64, ui(f->lang, UI_t_page),
			    to->address);
	if (to->has_frame)
		text_printf(out, " %s %s %c", ui(f->lang, UI_frame),
			    frame_words(f->now, to->pfn, frame),
			    frame_letter(f->now, to->pfn).c);
	if (!to->has_frame || to->was_there)
		say_slot(f, out);
	text_puts(out, "\n");
}

/* A text of the scenario: each of its lines begins with the word. */
static void say_lines(struct text *out, const char *word, const char *s)
{
	while (*s) {
		size_t len = strcspn(s, "\n");

		text_printf(out, "  %s ", word);
		text_add(out, s, len);
		text_puts(out, "\n");
		s += len + (s[len] != '\0');
	}
}

static void say_question(const struct facts *f, struct text *out)
{
	const struct ask *ask = facts_ask(f);

	say_lines(out, ui(f->lang, UI_q), words_in(&ask->text, f->lang));
	for (uint32_t i = 0; i < ask->nr_choices; i++)
		text_printf(out, "  %c %s\n", (char)('a' + i),
			    words_in(&ask->choice[i], f->lang));
	if (*ask_hint(f, ask))
		text_printf(out, "  %s\n", ask_hint(f, ask));
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

	if (ask_is_open(f))
		say_question(f, out);
	else if (!ask_hides_say(f))
		say_lines(out, ui(f->lang, UI_t_say), facts_say(f));
	if (ask && ask->kind == ASK_TALK)
		say_lines(out, ui(f->lang, UI_talk),
			  words_in(&ask->text, f->lang));
	ask_verdict(f, &verdict);
	if (verdict.len)
		text_printf(out, "  %s\n", text_str(&verdict));
	text_reset(&verdict);
	ask_reason(f, &verdict);
	say_indented(text_str(&verdict), out);
	text_free(&verdict);
}

#define ON(view) (1u << VIEW_##view)
/*
 * What is told, in this order, each once if one of its views is wanted; if none
 * of them is, what is news all the same.
 */
static const struct {
	uint32_t views;
	tell_fn *tell;
	tell_fn *news;	/* NULL = nothing */
} sections[] = {
	{ ON(ZONES) | ON(OVERVIEW) | ON(BUDDY) | ON(FRAMES), tell_zones, NULL },
	{ ON(ZONES), tell_request, NULL },
	{ ON(OVERVIEW), tell_memory, NULL },
	{ ON(BUDDY), tell_orders, NULL },
	{ ON(FRAMES), tell_frames, NULL },
	{ ON(OVERVIEW) | ON(LRU) | ON(CACHE) | ON(SWAP), tell_daemons,
	  tell_woken },
	{ ON(LRU), tell_lru, NULL },
	{ ON(CACHE), tell_cache, NULL },
	{ ON(SWAP), tell_swap, NULL },
	{ ON(OVERVIEW), tell_tasks, NULL },
	{ ON(OOM), tell_oom, NULL },
	{ ON(SPACE), say_space, NULL },
	{ ON(WALK), say_walk, NULL },
	{ ON(PROC), tell_proc, NULL },
};
#undef ON

/* The views that the picture would have room for on a screen large enough. */
static uint32_t views_told(const struct facts *f)
{
	enum view_id zoom = f->s->settings.zoom;
	struct wish w;
	uint32_t told = 0;

	if (zoom != VIEW_NONE)
		return 1u << zoom;
	wish_make(f, &w);
	for (int i = 0; i < w.nr; i++)
		told |= 1u << w.ids[i];
	return told;
}

void stage_text(const struct scene *s, struct text *out)
{
	struct facts f;
	uint32_t told;

	facts_gather(&f, s, false);
	told = views_told(&f);
	say_position(&f, out);
	say_events(&f, out);
	say_followed(&f, out);
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		if (sections[i].views & told)
			sections[i].tell(&f, out);
		else if (sections[i].news)
			sections[i].news(&f, out);
	}
	if (f.now->s->op_signal)
		text_printf(out, ui(f.lang, UI_t_signal),
			    signal_name(f.now->s->op_signal) ?
				    signal_name(f.now->s->op_signal) : "?");
	say_words(&f, out);
	if (s->other)
		beside_say(&f, out);
}
