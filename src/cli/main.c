/* framewalk - a small Linux, its memory manager laid open in a terminal */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/config.h"
#include "cli/language.h"
#include "cli/options.h"
#include "cli/output.h"

typedef int command_fn(const struct options *o);

static command_fn *const functions[] = {
#define COMMAND(name, ...) cmd_##name,
#include "cli/command.def"
#undef COMMAND
	[CMD_NONE] = cmd_menu,
};

/*
 * A standard descriptor that came closed is taken by one that cannot be
 * written: else the next file opened would get its number, and what is
 * printed would go into that file or vanish.
 */
static void hold_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static int print_page(const struct options *o)
{
	struct text text = { 0 };
	struct output out;

	if (o->version)
		help_version(&text);
	else if (o->command == CMD_NONE)
		help_program(&text, language_of_reader(o));
	else
		help_command(&text, o->command, language_of_reader(o));
	output_open(&out, NULL);
	output_text(&out, &text);
	text_free(&text);
	return output_close(&out);
}

static int perform(struct options *o)
{
	bool stage = o->command == CMD_play || o->command == CMD_NONE;
	bool sound;

	language_of_messages(o);
	sound = config_read(o);
	language_of_messages(o);	/* it may be a setting */
	if (o->help || o->version)
		return print_page(o);
	/* who asks for the language alone goes on without it */
	if ((!sound && stage) || !options_enough(o))
		return USAGE;
	return functions[o->command](o);
}

int main(int argc, char **argv)
{
	struct options o = { .program = "" };
	int outcome;

	hold_descriptors();
	signal(SIGPIPE, SIG_IGN);	/* a closed pipe is a write error */
	language_of_messages(&o);
	outcome = options_parse(&o, argc, argv) ? perform(&o) : USAGE;
	options_free(&o);
	return outcome;
}
