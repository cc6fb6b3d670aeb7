/* The pages of --help, from the tables of commands and options */
#include <string.h>

#include "cli/options.h"
#include "draw/canvas.h"
#include "mm/procfs.h"
#include "view/op_doc.h"
#include "view/scene.h"

#ifndef VERSION
#define VERSION "0.1"
#endif

enum {
	COLUMNS = 80,
	INDENT = 2,
	DOC_COLUMN = 24,	/* where the sentences of the rows begin */
};

const struct term position_terms[] = {
	{ "0", { { "the machine as booted", "刚启动的机器" } } },
	{ "N", { { "after step N", "第 N 步之后" } } },
	{ "N.M", { { "after its operation M; N.0 is before the first",
		     "其中第 M 个操作之后；N.0 在第一个操作之前" } } },
	{ "N.M.K", { { "just after event K of that operation",
		       "该操作的第 K 个事件刚发生之后" } } },
	{ "N.M.NAME#I", { {
		"just after its I-th event of that name; #1 may be left out",
		"该操作中第 I 个叫 NAME 的事件刚发生之后；#1 可以不写" } } },
	{ "LABEL", { { "after the step that has this label",
		       "带这个标签的步骤之后" } } },
	{ "end", { { "after the last step", "最后一步之后" } } },
	{ NULL, { { NULL } } },
};

const struct term outcome_terms[] = {
	{ "0", { { "done", "完成" } } },
	{ "1", { { "an error while running, reading or writing",
		   "运行、读取或写入时出错" } } },
	{ "2", { { "a wrong call, or a terminal that cannot be used",
		   "用法错误，或终端无法使用" } } },
	{ "3", { { "a scenario with faults", "剧本有错误" } } },
	{ "4", { { "an expectation that failed", "有预期不符" } } },
	{ "128+N", { { "ended by signal N, as the shell tells it",
		       "被信号 N 终止，这是 shell 给出的值" } } },
	{ NULL, { { NULL } } },
};

/* The words of a tape, which are parted by blanks or line ends. */
const struct term tape_terms[] = {
	{ "KEY", { {
		"a key by its name, as `framewalk keys` has them: l PgDn C-a",
		"按键的名字，同 `framewalk keys` 所列：l PgDn C-a" } } },
	{ "type TEXT", { { "the rest of the line, a character at a time",
			   "这一行余下的内容，逐个字符键入" } } },
	{ "hold 2.5s", { {
		"the picture stands so long instead of its own time; or 300ms",
		"画面停留这么久，不按它自己的时间；也可写 300ms" } } },
	{ "wait step 12", { {
		"while it plays, after Space: until that step is reached",
		"Space 开始播放之后：等到走到这一步" } } },
	{ "wait event NAME", { { "until such an event is on the picture",
				 "等到画面上出现这样的事件" } } },
	{ "wait question", { { "until a question is open", "等到出现提问" } } },
	{ "wait end", { { "until the end", "等到结尾" } } },
	{ "resize 100x30", { { "the terminal gets another size",
			       "终端换成这个大小" } } },
	{ "# ...", { { "a comment, up to the end of the line",
		       "注释，到行尾为止" } } },
	{ NULL, { { NULL } } },
};

static const struct words
	usage = { { "usage: ", "用法：" } },
	about = { {
		"A small Linux, its memory manager laid open in a terminal, "
		"that you can walk forwards and backwards through. Without an "
		"argument it offers the installed walkthroughs.",
		"把一台小型 Linux 的内存管理摊开在终端里，可以一步步向前走，"
		"也可以往回走。不带参数时列出已安装的剧本供选择。" } },
	tells_more = { {
		"'framewalk COMMAND --help' says more, framewalk(1) all of it. "
		"SCENARIO is a file, '-' for the standard input, or the name "
		"of an installed walkthrough.",
		"framewalk COMMAND --help 说明一个命令，framewalk(1) 是完整的"
		"手册。SCENARIO 是一个文件、代表标准输入的“-”，或已安装剧本的"
		"名字。" } },
	head_commands = { { "commands", "命令" } },
	head_options = { { "options", "选项" } },
	head_play = { { "options of play", "play 的选项" } },
	head_outcomes = { { "exit status", "退出状态" } },
	head_files = { {
		"PATH is one of these; PID is a number or a task's name",
		"PATH 是下面之一；PID 是编号或任务的名字" } },
	head_views = { { "VIEW is one of these", "VIEW 是下面之一" } },
	head_tape = { {
		"words of --keys, of a tape, and of the `keys` of a scenario",
		"--keys、--tape 的文件和剧本的 `keys` 里可以写的词" } },
	tape_ends = { {
		"A show that still plays at the end goes on until it stops, "
		"unless the last word is a hold.",
		"按键用完时若还在播放，就一直放到它自己停下，除非最后一个词是"
		" hold。" } },
	head_positions = { {
		"POS is one of these; steps count from 1 through the whole "
		"file",
		"POS 是下面之一；步骤在整个文件里从 1 起连续编号" } },
	this_page = { { "this page", "显示本页" } },
	the_version = { { "the version", "显示版本" } };

static void put_spaces(struct text *out, int nr)
{
	text_printf(out, "%*s", nr > 0 ? nr : 0, "");
}

/* In rows; the first one goes on where the line is, at column `indent` too. */
static void put_folded(struct text *out, const char *s, int indent)
{
	size_t len = strlen(s), next;

	for (size_t at = 0; at < len; at += next) {
		size_t bytes = text_row(s + at, len - at, COLUMNS - indent,
					&next);

		put_spaces(out, at && bytes ? indent : 0);
		text_add(out, s + at, bytes);
		text_puts(out, "\n");
	}
}

/* A word of the left column, then its sentence. */
static void help_row(struct text *out, const char *left, const char *doc)
{
	int used = INDENT + text_columns(left, strlen(left));

	put_spaces(out, INDENT);
	text_puts(out, left);
	if (used > DOC_COLUMN - INDENT) {
		text_puts(out, "\n");
		used = 0;
	}
	put_spaces(out, DOC_COLUMN - used);
	put_folded(out, doc, DOC_COLUMN);
}

static void help_head(struct text *out, const struct words *head,
		      enum lang lang)
{
	text_printf(out, "\n%s\n", words_in(head, lang));
}

static void help_terms(struct text *out, const struct term *terms,
		       enum lang lang)
{
	for (; terms->word; terms++)
		help_row(out, terms->word, words_in(&terms->doc, lang));
}

static void help_options(struct text *out, enum command_id command,
			 enum lang lang)
{
	struct text left = { 0 };

	for (int i = 0; i < NR_OPTIONS; i++) {
		const struct option *opt = &command_options[i];

		if (!command_takes(command, (enum option_id)i))
			continue;
		text_reset(&left);
		if (opt->letter)
			text_printf(&left, "-%c, ", opt->letter);
		text_printf(&left, "--%s", opt->name);
		if (opt->value)
			text_printf(&left, " %s", opt->value);
		help_row(out, text_str(&left), words_in(&opt->doc, lang));
	}
	text_free(&left);
	help_row(out, "-h, --help", words_in(&this_page, lang));
}

void help_program(struct text *out, enum lang lang)
{
	const char *calls = words_in(&usage, lang);

	text_printf(out, "%sframewalk [SCENARIO]\n", calls);
	put_spaces(out, text_columns(calls, strlen(calls)));
	text_puts(out, "framewalk COMMAND [OPTION...] [ARGUMENT...]\n\n");
	put_folded(out, words_in(&about, lang), 0);
	help_head(out, &head_commands, lang);
	for (int i = 0; i < NR_COMMANDS; i++)
		help_row(out, commands[i].name,
			 words_in(&commands[i].doc, lang));
	help_head(out, &head_play, lang);
	help_options(out, CMD_play, lang);
	help_row(out, "--version", words_in(&the_version, lang));
	text_puts(out, "\n");
	put_folded(out, words_in(&tells_more, lang), 0);
	help_head(out, &head_outcomes, lang);
	help_terms(out, outcome_terms, lang);
}

/* What the arguments and the options of this command may be. */
static void help_values(struct text *out, enum command_id command,
			enum lang lang)
{
	if (command == CMD_proc) {
		help_head(out, &head_files, lang);
		for (unsigned i = 0; i < nr_procfs_files; i++)
			help_row(out, procfs_files[i].path,
				 file_doc(procfs_files[i].path,
					  procfs_files[i].doc, lang));
	}
	if (command_takes(command, OPT_view)) {
		help_head(out, &head_views, lang);
		for (int i = 0; i < NR_VIEWS; i++)
			help_row(out, view_name((enum view_id)i),
				 view_title((enum view_id)i, lang));
	}
	if (command == CMD_record) {
		help_head(out, &head_tape, lang);
		help_terms(out, tape_terms, lang);
		put_folded(out, words_in(&tape_ends, lang), 0);
	}
}

void help_command(struct text *out, enum command_id command, enum lang lang)
{
	const struct command *c = &commands[command];
	const char *more = words_in(&c->more, lang);

	text_printf(out, "%sframewalk %s [OPTION...]%s%s\n\n",
		    words_in(&usage, lang), c->name, *c->arguments ? " " : "",
		    c->arguments);
	put_folded(out, words_in(&c->doc, lang), 0);
	text_puts(out, *more ? "\n" : "");
	put_folded(out, more, 0);
	help_values(out, command, lang);
	help_head(out, &head_options, lang);
	help_options(out, command, lang);
	if (!command_takes(command, OPT_at) && !command_takes(command, OPT_to))
		return;
	help_head(out, &head_positions, lang);
	help_terms(out, position_terms, lang);
}

void help_version(struct text *out)
{
	text_puts(out, "framewalk " VERSION "\n");
}
