#include "view/said.h"

#include <string.h>

#include "view/ask.h"

static void say_question(const struct facts *f, struct text *out)
{
	const struct ask *ask = facts_ask(f);

	text_printf(out, "%s %s", ui(f->lang, UI_q),
		    words_in(&ask->text, f->lang));
	for (uint32_t i = 0; i < ask->nr_choices; i++)
		text_printf(out, "\n  %c  %s", (char)('a' + i),
			    words_in(&ask->choice[i], f->lang));
	if (!f->s->settings.answer[0])
		text_printf(out, "\n%s", ask_hint(f, ask));
}

void said_tell(const struct facts *f, struct said *s)
{
	memset(s, 0, sizeof(*s));
	s->asks = ask_is_open(f);
	s->begins = ask_is_put(facts_ask(f), f->s->pos);
	if (s->asks)
		say_question(f, &s->say);
	else
		ask_say(f, &s->say);
	ask_verdict(f, &s->verdict);
	ask_reason(f, &s->reason);
}

void said_free(struct said *s)
{
	text_free(&s->say);
	text_free(&s->verdict);
	text_free(&s->reason);
}

int said_rows_of(const char *s, int columns)
{
	return paragraph_draw(&(struct canvas){ 0 },
			      (struct rect){ 0, 0, columns, 0 }, ROLE_TEXT, s,
			      0);
}

static int verdict_rows(const struct said *s, int columns)
{
	return said_rows_of(text_str(&s->verdict), columns) +
	       said_rows_of(text_str(&s->reason), columns);
}

int said_rows(const struct said *s, int columns)
{
	return said_rows_of(text_str(&s->say), columns) +
	       verdict_rows(s, columns);
}

/* Where one row is a page, each leaves room for the sign. */
static int columns_for(struct rect r, const char *s, const char *sign)
{
	int room = r.w - text_columns(sign, strlen(sign));

	return r.h == 1 && room > 0 && said_rows_of(s, r.w) > 1 ? room : r.w;
}

bool said_draw_cut(struct canvas *c, struct rect r, enum role role,
		   const char *s, int skip, const char *sign,
		   enum role sign_role)
{
	int room = r.w - text_columns(sign, strlen(sign));
	int columns = columns_for(r, s, sign);
	size_t len = strlen(s), next;

	if (r.w < 1 || r.h < 1)
		return false;
	for (; len; s += next, len -= next, skip--) {
		size_t bytes = text_row(s, len, columns, &next);

		if (skip > 0)
			continue;
		if (r.h == 1 && next < len && room > 0) {
			bytes = text_row(s, len, room, &next);
			canvas_text(c, r.x + text_columns(s, bytes), r.y,
				    sign_role, sign);
		}
		canvas_textn(c, r.x, r.y, role, s, bytes);
		r.y++;
		if (--r.h == 0)
			return next < len;
	}
	return false;
}

static void draw_verdict(struct panel *p, struct rect r, const struct said *s)
{
	enum role role = p->f->s->settings.answered < 0 ? ROLE_WARN :
							  ROLE_GOOD;
	int rows = paragraph_draw(p->c, r, role, text_str(&s->verdict), 0);

	r.y += rows;
	r.h -= rows;
	if (r.h > 0)
		paragraph_draw(p->c, r, ROLE_TEXT, text_str(&s->reason), 0);
}

void said_draw(struct panel *p, struct rect r, const struct said *s)
{
	const struct settings *set = &p->f->s->settings;
	const char *more = ui(p->f->lang, set->focused == VIEW_STORY ?
						  UI_more : UI_more_focus);
	const char *say = text_str(&s->say);
	int rows = said_rows_of(say, r.w);
	int verdict = verdict_rows(s, r.w), skip;

	/* of the narration one row at least */
	if (verdict > r.h - (rows > 0))
		verdict = r.h - (rows > 0);
	r.h -= verdict;
	/* its last row may be cut: the next page begins with it */
	skip = set->scroll[VIEW_STORY] / SCROLL_ROWS * (r.h > 1 ? r.h - 1 : 1);
	rows = said_rows_of(say, columns_for(r, say, more));
	skip = skip > rows - r.h ? rows - r.h : skip;
	said_draw_cut(p->c, r, s->asks ? ROLE_TITLE : ROLE_TEXT, say, skip,
		      more, ROLE_FOCUS);
	r.y += r.h;
	r.h = verdict;
	draw_verdict(p, r, s);
}
