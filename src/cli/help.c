/* The pages of --help, from the tables of commands and options */
#include <stdio.h>

#include "cli/options.h"
#include "mm/procfs.h"
#include "view/scene.h"

#ifndef VERSION
#define VERSION "0.1"
#endif

/* A word of the left column, then its sentence from column 24. */
static void help_row(FILE *out, const char *left, const char *doc)
{
	fprintf(out, "  %-20s  %s\n", left, doc);
}

const struct term position_terms[] = {
	{ "0", "the machine as booted" },
	{ "N", "after step N" },
	{ "N.M", "after its operation M; N.0 is before the first" },
	{ "N.M.K", "just after event K of that operation" },
	{ "N.M.NAME#I", "just after its I-th event of that name; #1 may be left out" },
	{ "LABEL", "after the step that has this label" },
	{ "end", "after the last step" },
	{ NULL, NULL },
};

const struct term outcome_terms[] = {
	{ "0", "done" },
	{ "1", "an error while running, reading or writing" },
	{ "2", "a wrong call, or a terminal that cannot be used" },
	{ "3", "a scenario with faults" },
	{ "4", "an expectation that failed" },
	{ "128+N", "ended by signal N, as the shell tells it" },
	{ NULL, NULL },
};

/* The words of a tape, which are parted by blanks or line ends. */
const struct term tape_terms[] = {
	{ "KEY", "a key by its name, as `framewalk keys` has them: l PgDn C-a" },
	{ "type TEXT", "the rest of the line, a character at a time" },
	{ "hold 2.5s", "the picture stands so long instead of its own time; or 300ms" },
	{ "wait step 12", "while it plays, after Space: until that step is reached" },
	{ "wait event NAME", "until such an event is on the picture" },
	{ "wait question", "until a question is open" },
	{ "wait end", "until the end" },
	{ "resize 100x30", "the terminal gets another size" },
	{ "# ...", "a comment, up to the end of the line" },
	{ NULL, NULL },
};

static void help_terms(FILE *out, const struct term *terms)
{
	for (; terms->word; terms++)
		help_row(out, terms->word, terms->doc);
}

static void help_options(FILE *out, enum command_id command)
{
	for (int i = 0; i < NR_OPTIONS; i++) {
		const struct option *opt = &command_options[i];
		char left[64];

		if (!command_takes(command, (enum option_id)i))
			continue;
		if (opt->letter)
			snprintf(left, sizeof(left), "-%c, --%s %s", opt->letter,
				 opt->name, opt->value ? opt->value : "");
		else
			snprintf(left, sizeof(left), "--%s %s", opt->name,
				 opt->value ? opt->value : "");
		help_row(out, left, opt->doc);
	}
	help_row(out, "-h, --help", "this page");
}

void help_program(FILE *out)
{
	fputs("usage: framewalk [SCENARIO]\n"
	      "       framewalk COMMAND [OPTION...] [ARGUMENT...]\n"
	      "\n"
	      "A small Linux, its memory manager laid open in a terminal, that you can\n"
	      "walk forwards and backwards through. Without an argument it offers the\n"
	      "installed walkthroughs.\n"
	      "\n"
	      "commands\n", out);
	for (int i = 0; i < NR_COMMANDS; i++)
		help_row(out, commands[i].name, commands[i].doc);
	fputs("\n"
	      "options of play\n", out);
	help_options(out, CMD_play);
	help_row(out, "--version", "the version");
	fputs("\n"
	      "'framewalk COMMAND --help' says more, framewalk(1) all of it. SCENARIO is a\n"
	      "file, '-' for the standard input, or the name of an installed walkthrough.\n"
	      "\n"
	      "exit status\n", out);
	help_terms(out, outcome_terms);
}

void help_command(FILE *out, enum command_id command)
{
	const struct command *c = &commands[command];

	fprintf(out, "usage: framewalk %s [OPTION...]%s%s\n\n%s\n", c->name,
		*c->arguments ? " " : "", c->arguments, c->doc);
	if (*c->more)
		fprintf(out, "\n%s\n", c->more);
	if (command == CMD_proc) {
		fputs("\nPATH is one of these; PID is a number or a task's name\n",
		      out);
		for (unsigned i = 0; i < nr_procfs_files; i++)
			help_row(out, procfs_files[i].path, procfs_files[i].doc);
	}
	if (command_takes(command, OPT_view)) {
		fputs("\nVIEW is one of these\n", out);
		for (int i = 0; i < NR_VIEWS; i++)
			help_row(out, view_name((enum view_id)i),
				 view_title((enum view_id)i, LANG_EN));
	}
	if (command == CMD_record) {
		fputs("\nwords of --keys, of a tape, and of the `keys` of a scenario\n",
		      out);
		help_terms(out, tape_terms);
		fputs("A show that still plays at the end goes on until it stops, unless the last\n"
		      "word is a hold.\n", out);
	}
	fputs("\noptions\n", out);
	help_options(out, command);
	if (!command_takes(command, OPT_at) && !command_takes(command, OPT_to))
		return;
	fputs("\nPOS is one of these; steps count from 1 through the whole file\n",
	      out);
	help_terms(out, position_terms);
}

void help_version(FILE *out)
{
	fputs("framewalk " VERSION "\n", out);
}
