#include "view/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mm/daemon.h"
#include "mm/pgtable.h"
#include "mm/swap.h"
#include "mm/task.h"

const struct view *const views[NR_VIEWS] = {
	[VIEW_OVERVIEW] = &view_overview, [VIEW_SPACE] = &view_space,
	[VIEW_WALK] = &view_walk,	  [VIEW_FRAMES] = &view_frames,
	[VIEW_BUDDY] = &view_buddy,	  [VIEW_ZONES] = &view_zones,
	[VIEW_PROC] = &view_proc,	  [VIEW_STORY] = &view_story,
	[VIEW_LRU] = &view_lru,		  [VIEW_CACHE] = &view_cache,
	[VIEW_SWAP] = &view_swap,	  [VIEW_OOM] = &view_oom,
};

void panel_sign(struct panel *p, int y, enum gutter sign)
{
	if (sign != GUTTER_NONE)
		gutter_put(p->c, p->r.x, y, sign);
}

void letter_put(struct panel *p, int x, int y, struct letter l, enum lit lit)
{
	enum focus focus = scene_focus(p->f->s);
	uint8_t over = l.over;

	if (!l.c)
		return;
	if (lit == LIT_FOLLOWED) {
		l.c = glyphs[GLYPH_FOLLOW].letter;
		over = OVER_FOLLOW;
	} else if (lit == LIT_TOUCHED || focus == FOCUS_OFF) {
		over |= OVER_TOUCHED;
	} else if (focus == FOCUS_HARD) {
		over |= OVER_DIM;
	}
	canvas_put(p->c, x, y, (enum role)l.role, over, (uint32_t)l.c);
}

int object_put(struct panel *p, int x, int y, enum role role, const char *s,
	       bool touched, enum object kind, uint64_t id, uint64_t sub)
{
	int w = canvas_text(p->c, x, y, role, s);
	struct rect r = { x, y, w, 1 };

	if (touched)
		canvas_over(p->c, r, OVER_TOUCHED);
	canvas_mark(p->c, r, (uint16_t)kind, id, sub);
	return w;
}

const char *pfn_words(const struct zone *z, pfn_t pfn, char out[24])
{
	if (z && zone_is_small(z))
		snprintf(out, 24, "%" PRIu64, pfn);
	else
		snprintf(out, 24, "0x%" PRIx64, pfn);
	return out;
}

const char *frame_words(const struct machine *m, pfn_t pfn, char out[24])
{
	unsigned zone = zone_number(m, pfn);

	return pfn_words(zone < MAX_ZONES ? &m->s->zone[zone] : NULL, pfn, out);
}

const char *size_words(uint64_t bytes, char out[24])
{
	static const char units[] = "BKMGTP";
	uint64_t unit = 1;
	int i = 0;

	/* 1064K stays in K: a whole number is worth four digits */
	while (i < 5 && bytes / unit >= 1024 &&
	       (bytes % (unit * 1024) == 0 || bytes / unit >= 9999)) {
		unit *= 1024;
		i++;
	}
	if (bytes % unit)
		snprintf(out, 24, "%" PRIu64 ".%u%c", bytes / unit,
			 (unsigned)(bytes % unit * 10 / unit), units[i]);
	else if (i || bytes)
		snprintf(out, 24, "%" PRIu64 "%c", bytes / unit, units[i]);
	else
		snprintf(out, 24, "0");
	return out;
}

void clock_words(uint64_t ns, struct text *out)
{
	if (ns >= 1000000000)
		text_printf(out, "%" PRIu64 ".%03u s", ns / 1000000000,
			    (unsigned)(ns % 1000000000 / 1000000));
	else if (ns >= 1000000)
		text_printf(out, "%" PRIu64 ".%03u ms", ns / 1000000,
			    (unsigned)(ns % 1000000 / 1000));
	else
		text_printf(out, "%" PRIu64 ".%03u us", ns / 1000,
			    (unsigned)(ns % 1000));
}

const char *zone_words(const struct machine *m, unsigned zone, char out[24])
{
	const struct zone *z = &m->s->zone[zone];

	if (m->s->nr_nodes > 1)
		snprintf(out, 24, "N%u %.8s", z->node, z->name);
	else
		snprintf(out, 24, "%.8s", z->name);
	return out;
}

const char *actor_words(const struct facts *f, uint32_t pid,
			char out[TASK_WORDS_BYTES])
{
	handle_t task = pid ? task_by_pid(f->now, pid) : 0;
	const char *daemon = daemon_name(pid);

	if (task)
		return task_words(f->now, task_at(f->now, task), out);
	if (!pid || daemon)
		return daemon ? daemon : ui(f->lang, UI_the_kernel);
	snprintf(out, TASK_WORDS_BYTES, "pid %" PRIu32, pid);
	return out;
}

const char *file_words(const struct inode *inode)
{
	const char *slash = strrchr(inode->name, '/');

	return slash && slash[1] ? slash + 1 : inode->name;
}

const char *file_words_cut(const struct inode *inode, int columns,
			   char out[FILE_WORDS_BYTES])
{
	const char *words = file_words(inode);

	snprintf(out, FILE_WORDS_BYTES, "%.*s", (int)text_cut(words, columns),
		 words);
	return out;
}

const char *pte_words(pte_t e, char out[24])
{
	if (pte_is_swap(e))
		snprintf(out, 24, "%c %u:%" PRIu64, glyphs[GLYPH_OUT].letter,
			 swap_entry_type(e), swap_entry_offset(e));
	else
		pte_letters(e, out);
	return out;
}

void swap_words(const struct facts *f, pte_t e, struct text *out)
{
	pfn_t cached = swap_cache_page(f->now, pte_swap(e));

	text_printf(out, ui(f->lang, UI_pte_swap), swap_entry_type(e),
		    swap_entry_offset(e));
	if (cached != PFN_NONE)
		text_printf(out, ui(f->lang, UI_pte_swap_cached), cached);
}

int labelled_draw(struct panel *p, int y, enum role role,
		  const enum ui *labels, const uint64_t *values, unsigned nr)
{
	enum { MOST = 6 };
	char text[MOST][48];
	struct word words[MOST];

	nr = nr < MOST ? nr : MOST;
	for (unsigned i = 0; i < nr; i++) {
		snprintf(text[i], sizeof(text[i]), "%s %" PRIu64,
			 ui(p->f->lang, labels[i]), values[i]);
		words[i] = (struct word){ text[i], role, false };
	}
	return words_draw(p->c, panel_left(p), y, panel_width(p), 2, words, nr);
}
