/*
 * A file of /proc over the picture: the cursor goes from line to line, Enter
 * says what a line means, as in the view.
 */
#include <string.h>

#include "cli/player.h"
#include "mm/procfs.h"
#include "view/deeper.h"
#include "view/inspect.h"
#include "view/proc_fit.h"

/* Those of the picture, but the file is the sheet's. */
static void sheet_facts(const struct player *p, struct facts *f)
{
	facts_gather(f, &p->scene, p->canvas.ascii);
	f->show.proc = p->sheet.title;
}

static struct mark line_mark(const struct player *p)
{
	const struct sheet *s = &p->sheet;

	return (struct mark){
		.kind = OBJ_LINE, .id = (uint64_t)s->line,
		.x = (int16_t)s->at.x, .y = (int16_t)s->at.y,
		.w = (int16_t)s->at.w, .h = 1,
	};
}

void player_sheet_proc(struct player *p, const char *path)
{
	struct text text = { 0 }, fitted = { 0 };
	int columns = p->canvas.w - SHEET_EDGES;
	struct diag why;

	if (procfs_print(&p->now.machine, path, &text, &why)) {
		proc_fit_text(text_str(&text),
			      columns > 0 ? (size_t)columns : SIZE_MOST,
			      &fitted);
		sheet_open(&p->sheet, path, text_str(&fitted));
		p->sheet_of = SHEET_PROC;
		sheet_point(&p->sheet);
		p->scene.settings.inspect = false;
		p->scene.settings.nr_deeper = 0;
		p->sheet_told = false;
	} else {
		player_say_why(p, &why);
	}
	text_free(&text);
	text_free(&fitted);
}

/* Enter: what the line means; again: what is behind that. */
static void tell_line(struct player *p)
{
	struct settings *set = &p->scene.settings;
	struct text title = { 0 }, lines = { 0 };
	struct mark m = line_mark(p), next;
	struct facts f;

	sheet_facts(p, &f);
	if (!p->sheet_told)
		p->sheet_told = inspect_tell(&f, &m, &title, &lines);
	else if (set->nr_deeper < MAX_DEEPER && deeper_next(&f, &m, &next))
		set->deeper[set->nr_deeper++] = next;
	text_free(&title);
	text_free(&lines);
}

static void tell_less(struct player *p)
{
	struct settings *set = &p->scene.settings;

	if (set->nr_deeper)
		set->nr_deeper--;
	else
		p->sheet_told = false;
}

bool player_sheet_key(struct player *p, const char *name)
{
	bool asks = p->sheet.pointed && !p->sheet.find.typing;

	if (asks && !strcmp(name, "Enter")) {
		tell_line(p);
		return true;
	}
	if (asks && p->sheet_told && !strcmp(name, "Esc")) {
		tell_less(p);
		return true;
	}
	if (!sheet_key(&p->sheet, name))
		return false;
	p->scene.settings.nr_deeper = 0;
	p->sheet_told &= p->sheet.open;
	return true;
}

void player_sheet_draw(struct player *p)
{
	struct mark m;
	struct facts f;

	sheet_draw(&p->sheet, &p->canvas,
		   p->canvas.ascii ? LANG_EN : p->scene.settings.lang);
	if (!p->sheet.pointed || !p->sheet_told)
		return;
	sheet_facts(p, &f);
	m = line_mark(p);
	inspect_draw(&p->canvas, &f, &m);
}
