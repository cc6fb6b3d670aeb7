#include "cli/find.h"

#include <stdio.h>
#include <string.h>

#include "view/words.h"

void find_open(struct find *f)
{
	line_reset(&f->line);
	f->typing = true;
	f->came = FIND_FOUND;
}

bool find_typed(struct find *f, const char *name)
{
	if (!strcmp(name, "Esc") || (!strcmp(name, "Backspace") && !f->line.len)) {
		f->typing = false;
	} else if (strcmp(name, "Enter")) {
		line_key(&f->line, name);
	} else {
		f->typing = false;
		if (f->line.len) {
			memcpy(f->wanted, f->line.text, sizeof(f->wanted));
			line_remember(&f->line);
		}
		return f->wanted[0];
	}
	return false;
}

bool find_key(struct find *f, const char *name, int *direction)
{
	*direction = 0;
	f->came = FIND_FOUND;
	if (f->typing)
		*direction = find_typed(f, name);
	else if (!strcmp(name, "/"))
		find_open(f);
	else if (f->wanted[0] && !strcmp(name, "n"))
		*direction = 1;
	else if (f->wanted[0] && !strcmp(name, "N"))
		*direction = -1;
	else
		return false;
	return true;
}

uint32_t find_entry(struct find *f, uint32_t nr, int64_t from, int direction,
		    find_fits_fn *fits, void *ctx)
{
	f->came = FIND_FOUND;
	for (int64_t i = from; i >= 0 && i < nr; i += direction)
		if (fits(ctx, (uint32_t)i, f->wanted))
			return (uint32_t)i;
	f->came = FIND_NOWHERE;
	for (uint32_t i = 0; i < nr && f->came == FIND_NOWHERE; i++)
		if (fits(ctx, i, f->wanted))
			f->came = direction > 0 ? FIND_NO_MORE_ON :
						  FIND_NO_MORE_BACK;
	return nr;
}

static void draw_line(const struct line *l, struct canvas *c, struct rect r)
{
	int left = r.x + canvas_text(c, r.x, r.y, ROLE_TITLE, "/");
	int before = text_columns(l->text, (size_t)l->cursor);
	int room = r.x + r.w - left - 1;
	int x = left - (before > room ? before - room : 0);
	struct rect clip;

	clip = canvas_clip(c, (struct rect){ left, r.y, room + 1, 1 });
	canvas_text(c, x, r.y, ROLE_TEXT, l->text);
	canvas_over(c, (struct rect){ x + before, r.y, 1, 1 }, OVER_CURSOR);
	canvas_clip(c, clip);
}

int find_draw(const struct find *f, struct canvas *c, struct rect row,
	      enum lang lang)
{
	static const enum ui said[] = {
		[FIND_NO_MORE_ON] = UI_find_no_more,
		[FIND_NO_MORE_BACK] = UI_find_none_before,
		[FIND_NOWHERE] = UI_find_nowhere,
	};
	struct rect in = { row.x + 1, row.y, row.w - 1, 1 }, clip;
	struct text says = { 0 };
	int w;

	if (!f->typing && f->came == FIND_FOUND)
		return 0;
	if (f->typing)		/* after it the cursor may stand */
		text_printf(&says, "/%s ", f->line.text);
	else
		text_printf(&says, ui(lang, said[f->came]), f->wanted);
	w = text_columns(text_str(&says), says.len) + 2;
	w = w < row.w ? w : row.w;
	canvas_fill(c, (struct rect){ row.x, row.y, w, 1 }, ROLE_TEXT, ' ');
	clip = canvas_clip(c, in);
	if (f->typing)
		draw_line(&f->line, c, in);
	else
		canvas_text(c, in.x, in.y, ROLE_TEXT, text_str(&says));
	canvas_clip(c, clip);
	text_free(&says);
	return w;
}
