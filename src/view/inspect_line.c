#include "view/inspect_line.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xmalloc.h"
#include "mm/task.h"
#include "mm/vma.h"
#include "view/deeper.h"
#include "view/proc_cause.h"
#include "view/proc_choice.h"
#include "view/proc_meaning.h"

/* The text here and one unit before, and which line was which. */
struct both {
	const char	  *path;
	struct proc_lines  now, was;
	struct proc_choice choice;
};

static struct both *both_read(const struct facts *f)
{
	struct both *b = xmalloc(sizeof(*b));
	struct diag why;

	b->path = proc_path(f);
	proc_lines_read(&b->now, f->now, b->path, true, &why);
	proc_lines_read(&b->was, f->before, b->path, true, &why);
	proc_choice_open(&b->choice, &b->now, &b->was);
	return b;
}

static void both_free(struct both *b)
{
	proc_choice_close(&b->choice);
	proc_lines_free(&b->now);
	proc_lines_free(&b->was);
	free(b);
}

/* What stands behind the name; columns of a table part by one blank. */
static void value_words(const struct proc_line *l, size_t name,
			struct text *out)
{
	bool any = false, blank = false;

	for (size_t i = name; i < l->len; i++) {
		if (l->s[i] != ' ') {
			text_add(out, " ", any && blank);
			text_add(out, &l->s[i], 1);
			any = true;
		}
		blank = l->s[i] == ' ';
	}
}

static void tell_cause(const struct facts *f, const struct proc_line *l,
		       int64_t change, struct text *out)
{
	struct text cause = { 0 };

	proc_cause(f, l, change, &cause);
	if (cause.len)
		text_printf(out, "  %s", text_str(&cause));
	text_free(&cause);
}

/* "now  28 kB  +4  1 x first write", "one step before  24 kB" */
static void tell_values(const struct facts *f, const struct both *b, int i,
			size_t name, struct text *out)
{
	static const enum ui heads[] = {
		[UNIT_STEP] = UI_i_before_step, [UNIT_OP] = UI_i_before_op,
		[UNIT_EVENT] = UI_i_before_event,
	};
	const struct proc_line *was = proc_choice_was(&b->choice, i);
	int64_t change;

	text_puts(out, ui(f->lang, UI_i_line_now));
	value_words(&b->now.line[i], name, out);
	if (proc_choice_change(&b->choice, i, &change) && change) {
		text_printf(out, "  %+" PRId64, change);
		tell_cause(f, &b->now.line[i], change, out);
	}
	text_printf(out, "\n%s", ui(f->lang, heads[f->s->settings.unit]));
	if (!was)
		text_puts(out, ui(f->lang, UI_i_line_absent));
	else if (proc_line_same(&b->now.line[i], was))
		text_puts(out, ui(f->lang, UI_i_line_same));
	else
		value_words(was, name, out);
	text_puts(out, "\n");
}

/* "meminfo  MemFree" */
static void name_words(const char *path, const struct proc_line *l,
		       size_t name, struct text *title)
{
	size_t from = 0;

	text_puts(title, path);
	while (from < name && l->s[from] == ' ')
		from++;
	if (name > from && l->s[name - 1] == ':')
		name--;
	if (name > from)
		text_printf(title, "  %.*s", (int)(name - from), l->s + from);
}

static void tell(const struct facts *f, const struct both *b, int i,
		 struct text *title, struct text *lines)
{
	const struct proc_line *l = &b->now.line[i];
	const struct proc_meaning *w = proc_meaning(b->path, l);
	size_t name = w ? proc_meaning_name(w, l) : 0;

	name_words(b->path, l, name, title);
	if (!w)
		return;
	text_printf(lines, "%s\n", words_in(&w->says, f->lang));
	tell_values(f, b, i, name, lines);
	if (w->counter[0])
		text_printf(lines, ui(f->lang, UI_i_line_counter), w->counter);
	text_printf(lines, ui(f->lang, UI_i_line_source),
		    proc_source(b->path));
}

void inspect_line(const struct facts *f, const struct mark *m,
		  struct text *title, struct text *lines)
{
	struct both *b = both_read(f);

	if (m->id < (uint64_t)b->now.nr)
		tell(f, b, (int)m->id, title, lines);
	both_free(b);
}

/* "Node 0, zone    DMA32, type ..." */
static bool zone_of_head(const struct machine *m, const struct proc_line *l,
			 struct mark *next)
{
	unsigned node;
	char name[16];

	if (sscanf(l->s, "Node %u, zone %15[^, \n]", &node, name) != 2)
		return false;
	for (unsigned i = 0; i < m->s->nr_zones; i++)
		if (m->s->zone[i].node == node &&
		    !strcmp(m->s->zone[i].name, name))
			return mark_to(next, OBJ_ZONE, i, 0);
	return false;
}

/* The zone whose part of the text the line stands in, else the picture's. */
static bool lead_zone(const struct facts *f, const struct proc_lines *l, int i,
		      struct mark *next)
{
	for (; i >= 0; i--)
		if (zone_of_head(f->now, &l->line[i], next))
			return true;
	return f->zone < MAX_ZONES && mark_to(next, OBJ_ZONE, f->zone, 0);
}

/* "pgalloc_dma32", "pgskip_high": the first zone whose name begins so. */
static bool lead_zone_type(const struct facts *f, const struct proc_lines *l,
			   int i, struct mark *next)
{
	const struct proc_line *line = &l->line[i];
	const char *type = memchr(line->s, '_', line->len);
	size_t n = type ? strcspn(++type, " \n") : 0;

	for (unsigned z = 0; n && z < f->now->s->nr_zones; z++)
		if (!strncasecmp(f->now->s->zone[z].name, type, n))
			return mark_to(next, OBJ_ZONE, z, 0);
	return false;
}

static bool lead_task(const struct facts *f, const struct proc_lines *l, int i,
		      struct mark *next)
{
	handle_t task = proc_path_task(f);

	(void)l;
	(void)i;
	return task && mark_to(next, OBJ_TASK, task, 0);
}

/* All areas taken together are the task. */
static bool lead_area(const struct facts *f, const struct proc_lines *l, int i,
		      struct mark *next)
{
	unsigned long long start, end;
	handle_t task, mm;

	if (!lead_task(f, l, i, next))
		return false;
	task = (handle_t)next->id;
	mm = task_at(f->now, task)->mm;
	while (i >= 0 && sscanf(l->line[i].s, "%llx-%llx ", &start, &end) != 2)
		i--;
	if (i < 0 || !mm || proc_line_has(&l->line[i], "[rollup]") ||
	    !vma_lookup(f->now, mm, start))
		return true;
	return mark_to(next, OBJ_VMA, start, task);
}

static bool lead_victim(const struct facts *f, const struct proc_lines *l,
			int i, struct mark *next)
{
	static const char *const heads[] = { "pid=", "rocess " };
	const struct proc_line *line = &l->line[i];
	handle_t task = 0;
	char words[512];

	snprintf(words, sizeof(words), "%.*s", (int)line->len, line->s);
	for (size_t k = 0; k < sizeof(heads) / sizeof(heads[0]) && !task; k++) {
		const char *at = strstr(words, heads[k]);

		if (at)
			task = task_by_pid(f->now, (uint32_t)strtoul(
					at + strlen(heads[k]), NULL, 10));
	}
	return task && mark_to(next, OBJ_TASK, task, 0);
}

bool line_leads(const struct facts *f, const struct mark *m, struct mark *next)
{
	typedef bool way(const struct facts *f, const struct proc_lines *l,
			 int i, struct mark *next);
	static way *const ways[] = {
		[LEAD_NOTHING] = NULL,	     [LEAD_ZONE] = lead_zone,
		[LEAD_ZONE_TYPE] = lead_zone_type, [LEAD_AREA] = lead_area,
		[LEAD_TASK] = lead_task,     [LEAD_VICTIM] = lead_victim,
	};
	const struct proc_meaning *w;
	struct proc_lines now;
	struct diag why;
	bool leads = false;
	int i = (int)m->id;

	proc_lines_read(&now, f->now, proc_path(f), true, &why);
	w = m->id < (uint64_t)now.nr ?
		    proc_meaning(proc_path(f), &now.line[i]) : NULL;
	if (w && ways[w->lead])
		leads = ways[w->lead](f, &now, i, next);
	proc_lines_free(&now);
	return leads;
}
