#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/output.h"
#include "cli/play.h"
#include "cli/player.h"
#include "view/help.h"
#include "view/words.h"

static bool print_facts(struct player *p, struct output *out)
{
	struct text text = { 0 };
	bool arrived;

	player_beside_draw(p);
	stage_text(&p->scene, &text);
	arrived = output_text(out, &text);
	text_free(&text);
	return arrived;
}

/* The model could not be run to where it was to go. */
static int fail(const struct player *p)
{
	complain("%s: %s", p->session.path, p->scene.settings.message);
	return FAILED;
}

/* The end of a line, or a line without anything. */
static void print_newline(struct output *out)
{
	struct text end = { 0 };

	text_puts(&end, "\n");
	output_text(out, &end);
	text_free(&end);
}

int print_steps(struct player *p, struct output *out)
{
	int outcome = DONE;

	while (outcome == DONE && print_facts(p, out) && !player_at_end(p)) {
		print_newline(out);
		if (!player_walk(p, UNIT_STEP, 1))
			outcome = FAILED;
	}
	return outcome == DONE ? DONE : fail(p);
}

/* What a prompt waits for; an empty line leaves it. */
static void answer_prompt(struct player *p, const char *line)
{
	line_set(p->typing, line);
	player_key(p, *line ? "Enter" : "Esc");
}

/*
 * A row of a list, by its number; an empty line leaves it. Return: false if
 * the line is none of these: it is left, too, and the line a key as ever.
 */
static bool answer_list(struct player *p, const char *line)
{
	uint32_t row = (uint32_t)strtoul(line, NULL, 10);
	bool number = line[0] && line[strspn(line, "0123456789")] == '\0';

	if (number && (!row || row > p->picker.nr)) {
		player_say(p, player_word(p, "the rows are 1 to %u; an empty line leaves",
					  "行号是 1 到 %u；空行离开"), p->picker.nr);
		return true;
	}
	if (number)
		p->picker.at = row - 1;
	player_key(p, number ? "Enter" : "Esc");
	return number || !*line || !strcmp(line, "Esc") || !strcmp(line, "q");
}

/* Letters that are not one key again and again: nobody meant to press them. */
static bool is_word(const char *line)
{
	return isalpha((unsigned char)line[0]) &&
	       strspn(line, (const char[]){ line[0], '\0' }) != strlen(line);
}

/*
 * "w OPERATION": the key that opens the prompt and what is typed there, in one
 * line. Return: false if it is none.
 */
static bool try_at_once(struct player *p, char *line)
{
	size_t len = strcspn(line, " ");
	bool opens;

	if (!line[len])
		return false;
	line[len] = '\0';
	opens = key_action(line, ~0u) == ACT_WHAT_IF;
	if (opens)
		player_key(p, line);
	line[len] = ' ';
	if (!opens)
		return false;
	answer_prompt(p, line + len + strspn(line + len, " "));
	p->typing = NULL;
	return true;
}

/*
 * "PgDn" is a key; "lll" are three; "12" is a step, "/x" a search, ":end" a
 * command.
 */
static void type_line(struct player *p, char *line)
{
	char key[2] = "";

	if (p->typing) {
		answer_prompt(p, line);
		return;
	}
	if (p->picker.open && answer_list(p, line))
		return;
	if (line[0] == ':') {
		player_command(p, line + 1);
		return;
	}
	if (try_at_once(p, line))
		return;
	if (!*line || key_action(line, ~0u) != ACT_NONE) {
		player_key(p, *line ? line : "l");
		line = key;
	}
	if (is_word(line)) {
		player_say(p, player_word(p, "'%s' is no key; ? lists them, :try OPERATION tries one",
					  "“%s”不是按键；? 列出按键，:try 操作 可作尝试"), line);
		return;
	}
	for (; *line && !p->quit; line++) {
		key[0] = *line;
		player_key(p, *line == ' ' ? "Space" : key);
	}
	if (p->find.typing || p->number[0] ||
	    (player_question(p) && p->scene.settings.answer[0]))
		player_key(p, "Enter");
}

/* A list to choose from by its numbers. */
static void print_rows(struct player *p, struct text *out)
{
	const char *s = text_str(&p->picker.rows);

	text_printf(out, "%s\n", p->picker.title);
	for (uint32_t i = 1; *s; i++, s += strcspn(s, "\n") + 1)
		text_printf(out, "%s %u  %.*s\n", i == p->picker.at + 1 ? ">" : " ",
			    i, (int)strcspn(s, "\n"), s);
}

/* What would lie over the picture comes as lines, once. */
static void print_over(struct player *p, struct output *out)
{
	struct text text = { 0 };

	if (p->scene.settings.help) {
		keys_print(&text, p->scene.settings.lang);
		help_letters(&text, p->scene.settings.lang, false);
	}
	p->scene.settings.help = false;
	if (p->sheet.open)
		text_puts(&text, text_str(&p->sheet.text));
	sheet_close(&p->sheet);
	if (p->picker.open)
		print_rows(p, &text);
	if (p->typing)
		text_printf(&text, "%s\n", p->typing_head.len ?
			    text_str(&p->typing_head) : ":");
	if (p->scene.settings.message)
		text_printf(&text, "%s\n", p->scene.settings.message);
	p->scene.settings.message = NULL;
	output_text(out, &text);
	text_free(&text);
}

/* The keys that lead on, in the words of the stage's last row. */
static void print_keys(struct player *p, struct output *out)
{
	static const enum ui keys[] = {
		UI_k_on, UI_k_back, UI_k_event, UI_k_chapter, UI_k_unit,
		UI_k_goto, UI_k_what_if, UI_k_help, UI_k_quit,
	};
	enum lang lang = p->scene.settings.lang;
	struct text text = { 0 };

	text_printf(&text, "  %s ", ui(lang, UI_t_keys));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		text_printf(&text, "%s%s", i ? ", " : "", ui(lang, keys[i]));
	text_puts(&text, "\n");
	output_text(out, &text);
	text_free(&text);
}

/* What the viewer sees of the settings: after a change the facts are told. */
struct seen {
	struct pos   pos;
	enum unit    unit;
	enum lang    lang;
	enum paint   paint;
	enum view_id zoom, view;
	uint64_t     follow;
	int	     answered;
	uint32_t     branch;
	const struct scene *other;
};

static struct seen seen_now(const struct player *p)
{
	const struct settings *set = &p->scene.settings;

	return (struct seen){
		p->scene.pos, set->unit, set->lang, set->paint, set->zoom,
		set->views[0], set->follow_kind ? set->follow_id + 1 : 0,
		set->answered, p->branch, p->scene.other,
	};
}

static bool seen_differs(const struct seen *a, const struct seen *b)
{
	return a->pos.step != b->pos.step || a->pos.op != b->pos.op ||
	       a->pos.event != b->pos.event || a->unit != b->unit ||
	       a->lang != b->lang || a->paint != b->paint ||
	       a->zoom != b->zoom || a->view != b->view ||
	       a->follow != b->follow || a->answered != b->answered ||
	       a->branch != b->branch || a->other != b->other;
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

/* STEP.OP.EVENT, also where that is the operation's last and its end. */
static bool names_event(const char *pos)
{
	const char *op = pos ? strchr(pos, '.') : NULL;

	return op && strchr(op + 1, '.');
}

/*
 * Where --at names an event, what is news of it is asked for: changes count
 * from the event before. Return: false if the model could not be run.
 */
static bool count_from_event(struct player *p)
{
	if (!names_event(p->options->value[OPT_at]))
		return true;
	p->scene.settings.unit = UNIT_EVENT;
	return player_go(p, p->scene.pos);
}

static int converse(struct player *p, struct output *out)
{
	struct seen told = { .pos = { 0, 0, UINT64_MAX } }, now;
	char *line = NULL;
	size_t size = 0;

	player_resume(p);
	if (!count_from_event(p))
		return fail(p);
	do {
		now = seen_now(p);
		if (seen_differs(&told, &now)) {
			print_facts(p, out);
			print_keys(p, out);
			print_newline(out);
		}
		told = now;
		print_over(p, out);
		if (!read_line(out, &line, &size)) {
			/* the shell's prompt begins a line of its own */
			print_newline(out);
			break;
		}
		type_line(p, line);
		while (p->hunting)
			player_tick(p);
		p->scene.settings.playing = false;
	} while (!p->quit);
	free(line);
	return player_keep_place(p);
}

/* Nobody answers: what --at names is gone to once more, past all questions. */
static int print_alone(struct player *p, struct output *out)
{
	const struct options *o = p->options;
	struct pos at;

	player_mode(p, MODE_WATCH);
	if (!session_pos(&p->session, o, OPT_at, "0", &at))
		return USAGE;
	if (!player_go(p, at))
		return fail(p);
	if (!options_has(o, OPT_at) || options_has(o, OPT_auto))
		return print_steps(p, out);
	if (!count_from_event(p))
		return fail(p);
	print_facts(p, out);
	print_keys(p, out);
	return DONE;
}

int play_text(const struct options *o, const struct screen *s)
{
	struct output out;
	struct player p;
	int outcome = player_open(&p, o, "0"), closed;

	if (outcome != DONE)
		return outcome;
	output_open(&out, NULL);
	output_fold(&out);
	p.canvas.ascii = s->ascii;
	player_speak(&p, s->lang);
	if (isatty(STDOUT_FILENO) && isatty(STDIN_FILENO) &&
	    !options_has(o, OPT_auto))
		outcome = converse(&p, &out);
	else
		outcome = print_alone(&p, &out);
	closed = player_close(&p);
	outcome = outcome != DONE ? outcome : closed;
	closed = output_close(&out);
	return outcome != DONE ? outcome : closed;
}
