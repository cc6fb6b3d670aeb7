/* The machine as a whole, as text: memory, daemons and disks, tasks */
#include "view/tell.h"

#include <inttypes.h>
#include <stdio.h>

#include "mm/fault.h"
#include "mm/procfs.h"
#include "mm/task.h"
#include "view/kinds.h"
#include "view/task_doing.h"
#include "view/workers.h"

/* "free total 210752 used 28720 ... kB": used and available make the total. */
static void tell_free(const struct facts *f, struct text *out)
{
	static const char *const columns[] = {
		"total", "used", "free", "shared", "buff/cache", "available",
	};
	struct diag why;

	text_puts(out, "  free");
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		char path[32];
		int64_t now = 0;

		snprintf(path, sizeof(path), "free.%s", columns[i]);
		if (procfs_values(f->now, path, &now, 1, &why) == 1)
			text_printf(out, " %s %" PRId64, columns[i], now);
	}
	text_puts(out, " kB\n");
}

static void tell_swap_use(const struct facts *f, struct text *out)
{
	const struct state *s = f->now->s, *was = f->before->s;
	uint64_t used = s->total_swap_pages - s->nr_swap_pages;
	uint64_t before = was->total_swap_pages - was->nr_swap_pages;

	if (!s->total_swap_pages)
		return;
	tell_begin(out, used != before);
	text_puts(out, ui(f->lang, UI_swap));
	tell_count(f, out, ui(f->lang, UI_t_in_use), used, before);
	text_printf(out, ui(f->lang, UI_t_of_slots), s->total_swap_pages);
	text_puts(out, "\n");
}

void tell_memory(const struct facts *f, struct text *out)
{
	text_printf(out, "  %s", ui(f->lang, UI_t_memory));
	for (unsigned k = 0; k < NR_KINDS; k++)
		if (kind_frames(f->now, (enum frame_kind)k))
			text_printf(out, " %c %" PRIu64,
				    glyphs[kind_glyph(k)].letter,
				    kind_frames(f->now, (enum frame_kind)k));
	text_printf(out, ui(f->lang, UI_t_of_frames), managed_frames(f->now));
	for (unsigned k = 0; k < NR_KINDS; k++)
		if (kind_frames(f->now, (enum frame_kind)k) != kind_frames(f->before, (enum frame_kind)k))
			text_printf(out, ui(f->lang, UI_t_kind),
				    glyphs[kind_glyph(k)].letter,
				    kind_words(f, (enum frame_kind)k),
				    kind_frames(f->before, (enum frame_kind)k),
				    kind_frames(f->now, (enum frame_kind)k));
	if (managed_frames(f->now) * PAGE_SIZE >> 20)
		tell_free(f, out);
	tell_swap_use(f, out);
	if (f->now->s->legible)
		text_printf(out, "  %s\n", ui(f->lang, UI_legible));
}

/* "asleep", "asleep -> at work", then what for and until when. */
static void tell_state(const struct facts *f, struct text *out,
		       const struct worker *w)
{
	struct worker was = worker_of(f->before, w->kind, w->nr);

	if (w->state != was.state)
		text_printf(out, "%s -> ", ui(f->lang, was.state));
	text_puts(out, ui(f->lang, w->state));
}

static void tell_doing(const struct facts *f, struct text *out,
		       const struct worker *w)
{
	char what[DOING_BYTES], until[DOING_BYTES];

	worker_doing(f, w, what, until);
	if (*what)
		text_printf(out, "%s%s", ui(f->lang, UI_comma), what);
	if (*until)
		text_printf(out, "%s%s", ui(f->lang, UI_comma), until);
	text_puts(out, "\n");
}

static void tell_daemon(const struct facts *f, struct text *out,
			const struct worker *w)
{
	if (w->kind == WORKER_KSWAPD)
		text_printf(out, "kswapd%u ", w->nr);
	else
		text_puts(out, "flusher ");
	tell_state(f, out, w);
	tell_doing(f, out, w);
}

/* The request that is under way comes last, as it is there or not. */
static void tell_disk(const struct facts *f, struct text *out,
		      const struct worker *w)
{
	const struct disk *d = &f->now->s->disk[w->nr];
	const struct disk *was = &f->before->s->disk[w->nr];
	const struct request *r = disk_request(f->now, w->nr);

	text_printf(out, "%s %s ", ui(f->lang, UI_disk), d->name);
	tell_state(f, out, w);
	tell_count(f, out, ui(f->lang, UI_t_requests), d->nr_requests,
		   was->nr_requests);
	tell_count(f, out, ui(f->lang, UI_t_pages_read), d->nr_read,
		   was->nr_read);
	tell_count(f, out, ui(f->lang, UI_t_pages_written), d->nr_written,
		   was->nr_written);
	if (r)
		text_printf(out, "   %s",
			    ui(f->lang, r->write ? UI_disk_writes :
						   UI_disk_reads));
	tell_doing(f, out, w);
}

static bool disk_is_news(const struct facts *f, unsigned nr)
{
	const struct disk *d = &f->now->s->disk[nr];
	const struct disk *was = &f->before->s->disk[nr];

	return d->nr_requests != was->nr_requests ||
	       d->nr_read != was->nr_read || d->nr_written != was->nr_written;
}

/* It has done something, or is asked to. */
static bool worker_is_news(const struct facts *f, const struct worker *w)
{
	if (w->kind == WORKER_DISK && disk_is_news(f, w->nr))
		return true;
	return worker_acts(f, w) ||
	       w->state != worker_of(f->before, w->kind, w->nr).state;
}

static void tell_worker(const struct facts *f, struct text *out,
			const struct worker *w)
{
	tell_begin(out, worker_is_news(f, w));
	if (w->kind == WORKER_DISK)
		tell_disk(f, out, w);
	else
		tell_daemon(f, out, w);
}

void tell_daemons(const struct facts *f, struct text *out)
{
	struct worker workers[MAX_WORKERS];
	int nr = workers_find(f->now, workers);

	for (int i = 0; i < nr; i++)
		tell_worker(f, out, &workers[i]);
}

/* A disk reads and writes all the time: only what it does just now is news. */
void tell_woken(const struct facts *f, struct text *out)
{
	struct worker workers[MAX_WORKERS];
	int nr = workers_find(f->now, workers);

	for (int i = 0; i < nr; i++) {
		const struct worker *w = &workers[i];
		enum ui was = worker_of(f->before, w->kind, w->nr).state;

		if (worker_acts(f, w) ||
		    (w->kind != WORKER_DISK && w->state != was))
			tell_worker(f, out, w);
	}
}

/* The task as it was: its handle may have been another's. NULL: not there. */
static const struct task *task_before(const struct facts *f, handle_t h)
{
	handle_t b = task_by_pid(f->before, task_at(f->now, h)->pid);

	return b ? task_at(f->before, b) : NULL;
}

static uint64_t rss_kb(const struct machine *m, const struct task *t)
{
	return t && t->mm ? mm_rss(mm_at(m, t->mm)) * (PAGE_SIZE / 1024) : 0;
}

static void tell_task(const struct facts *f, struct text *out, handle_t h)
{
	const struct task *t = task_at(f->now, h), *was = task_before(f, h);
	uint64_t rss = rss_kb(f->now, t), before = rss_kb(f->before, was);
	char doing[96];
	bool news = !was || was->min_flt != t->min_flt || rss != before ||
		    was->maj_flt != t->maj_flt || was->state != t->state;

	tell_begin(out, news);
	text_printf(out, ui(f->lang, UI_t_one_task), tag_letter(t->tag),
		    t->comm, t->pid);
	if (t->mm)
		tell_count(f, out, "RSS kB", rss, before);
	tell_count(f, out, "min_flt", t->min_flt, was ? was->min_flt : 0);
	tell_count(f, out, "maj_flt", t->maj_flt, was ? was->maj_flt : 0);
	task_doing(f, h, doing, sizeof(doing));
	if (*doing)
		text_printf(out, "   %s", doing);
	if (t->state == TASK_ZOMBIE)
		text_printf(out, "   %s", ui(f->lang, UI_zombie));
	text_puts(out, "\n");
}

void tell_tasks(const struct facts *f, struct text *out)
{
	for (handle_t h = f->now->s->tasks; h; h = task_at(f->now, h)->next)
		if (task_at(f->now, h)->state != TASK_DEAD)
			tell_task(f, out, h);
}
