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
#define COMMAND(name, arguments, least, most, doc, more) cmd_##name,
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
	struct output out;

	output_open(&out, NULL);
	if (o->version)
		help_version(out.file);
	else if (o->command == CMD_NONE)
		help_program(out.file);
	else
		help_command(out.file, o->command);
	return output_close(&out);
}

static int perform(struct options *o)
{
	if (o->help || o->version)
		return print_page(o);
	language_of_messages(o);
	if (!config_read(o))
		return USAGE;
	language_of_messages(o);	/* it may be a setting */
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
