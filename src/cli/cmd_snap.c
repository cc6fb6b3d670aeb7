/* snap - one picture of the stage, to a file or the standard output */
#include <string.h>

#include "base/tongue.h"
#include "cli/language.h"
#include "cli/output.h"
#include "cli/player.h"
#include "cli/screen.h"
#include "out/ansi.h"
#include "out/svg.h"

static bool parse_view(const char *typed, enum view_id *view)
{
	enum view_id near;
	struct text all = { 0 };

	*view = typed ? view_by_name(typed) : VIEW_NONE;
	if (!typed || *view != VIEW_NONE)
		return true;
	near = view_near(typed);
	if (near != VIEW_NONE) {
		complain("there is no view '%s'; did you mean '%s'?", typed,
			 view_name(near));
		return false;
	}
	for (int i = 0; i < NR_VIEWS; i++)
		text_printf(&all, "%s%s", i ? ", " : "",
			    view_name((enum view_id)i));
	complain("there is no view '%s'; there are %s", typed, text_str(&all));
	text_free(&all);
	return false;
}

static void print_picture(const struct canvas *c, const struct options *o,
			  const struct screen *s, struct text *text)
{
	const char *format = o->value[OPT_format];

	if (format && !strcmp(format, "svg"))
		svg_print(c, &s->theme, text);
	else if (format && !strcmp(format, "ansi"))
		ansi_print(c, &s->theme, screen_colors(o, 256), text);
	else
		canvas_print(c, text);
}

int cmd_snap(const struct options *o)
{
	struct text text = { 0 };
	struct output out;
	struct screen s;
	struct player p;
	enum view_id view;
	int w, h, outcome;

	if (!screen_choose(&s, o, false) ||
	    !screen_size(o, &w, &h) ||
	    !parse_view(o->value[OPT_view], &view))
		return USAGE;
	if (!output_may_begin(o))
		return FAILED;
	outcome = player_open(&p, o, "end");
	if (outcome != DONE)
		return outcome;
	canvas_open(&p.canvas, w, h, s.ascii);
	p.canvas.borders = s.borders;
	player_speak(&p, s.lang);
	p.scene.settings.zoom = view;
	player_draw(&p);
	print_picture(&p.canvas, o, &s, &text);
	player_close(&p);
	language_of_messages(o);
	outcome = FAILED;
	if (output_open(&out, o->value[OPT_output])) {
		output_text(&out, &text);
		outcome = output_close(&out);
	}
	text_free(&text);
	return outcome;
}
