#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/output.h"
#include "cli/play.h"
#include "cli/player.h"

/* The facts here, a blank line, and what the player has to say. */
static bool print_facts(struct player *p, struct output *out)
{
	struct text text = { 0 };
	bool arrived;

	stage_text(&p->scene, &text);
	text_puts(&text, "\n");
	arrived = output_text(out, &text);
	text_free(&text);
	return arrived;
}

static void print_all(struct player *p, struct output *out)
{
	bool alone = options_has(p->options, OPT_at) &&
		     !options_has(p->options, OPT_auto);

	while (print_facts(p, out) && !alone && !player_at_end(p))
		player_walk(p, UNIT_STEP, 1);
}

/*
 * "PgDn" is a key; "lll" are three; "12" is a step, "/x" a search, ":end" a
 * command.
 */
static void type_line(struct player *p, char *line)
{
	char key[2] = "";

	if (line[0] == ':') {
		player_command(p, line + 1);
		return;
	}
	if (!*line || key_action(line, ~0u) != ACT_NONE) {
		player_key(p, *line ? line : "l");
		line = key;
	}
	for (; *line && !p->quit; line++) {
		key[0] = *line;
		player_key(p, *line == ' ' ? "Space" : key);
	}
	if (p->searching || p->number[0] ||
	    (player_question(p) && p->scene.settings.answer[0]))
		player_key(p, "Enter");
}

/* What would lie over the picture comes as lines, once. */
static void print_over(struct player *p, struct output *out)
{
	struct text text = { 0 };

	if (p->scene.settings.help)
		keys_print(&text, p->scene.settings.lang);
	p->scene.settings.help = false;
	if (p->sheet.open)
		text_puts(&text, text_str(&p->sheet.text));
	sheet_close(&p->sheet);
	if (p->scene.settings.message)
		text_printf(&text, "%s\n", p->scene.settings.message);
	p->scene.settings.message = NULL;
	output_text(out, &text);
	text_free(&text);
}

static bool read_line(struct output *out, char **line, size_t *size)
{
	struct text prompt = { 0 };
	ssize_t len;

	text_puts(&prompt, "> ");
	output_text(out, &prompt);
	text_free(&prompt);
	if (out->error || fflush(out->file))
		return false;
	len = getline(line, size, stdin);
	if (len < 0)
		return false;
	(*line)[strcspn(*line, "\r\n")] = '\0';
	return true;
}

static void converse(struct player *p, struct output *out)
{
	struct pos shown = { 0, 0, UINT64_MAX };
	char *line = NULL;
	size_t size = 0;

	do {
		bool moved = pos_compare(p->session.timeline, shown,
					 p->scene.pos) ||
			     shown.event != p->scene.pos.event;

		if (moved || p->scene.settings.answered)
			print_facts(p, out);
		shown = p->scene.pos;
		print_over(p, out);
		if (!read_line(out, &line, &size))
			break;
		type_line(p, line);
		p->scene.settings.playing = false;
	} while (!p->quit);
	free(line);
}

int play_text(const struct options *o, const struct screen *s)
{
	struct output out;
	struct player p;
	int outcome = player_open(&p, o, "0"), closed;

	if (outcome != DONE)
		return outcome;
	output_open(&out, NULL);
	p.canvas.ascii = s->ascii;
	p.scene.settings.lang = s->lang;
	if (isatty(STDOUT_FILENO) && isatty(STDIN_FILENO) &&
	    !options_has(o, OPT_auto)) {
		converse(&p, &out);
	} else {
		p.scene.settings.mode = MODE_WATCH;	/* nobody answers */
		print_all(&p, &out);
	}
	outcome = player_close(&p);
	closed = output_close(&out);
	return outcome != DONE ? outcome : closed;
}
