#include "cli/config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/tongue.h"
#include "base/xmalloc.h"

enum { CONFIG_MAX_BYTES = 64 << 10 };

static const char switch_words[] = "on|off|auto";

/* What a file may say: options of `play`, a flag as on, off or auto. */
static const enum option_id known[] = {
	OPT_theme, OPT_lang, OPT_color, OPT_ascii, OPT_ambiguous_wide,
	OPT_borders, OPT_resume,
};
enum { NR_KNOWN = sizeof(known) / sizeof(known[0]) };

/* Where we are, for a message. */
struct place {
	const char *path;
	unsigned    line;
};

static bool unknown_name(const struct place *at, const char *name)
{
	const char *near = NULL;
	struct text names = { 0 };

	for (int i = 0; i < NR_KNOWN; i++) {
		near = nearer(name, near, command_options[known[i]].name);
		text_printf(&names, "%s%s", i ? ", " : "",
			    command_options[known[i]].name);
	}
	if (near)
		complain("%s:%u: there is no setting '%s'; did you mean '%s'?",
			 at->path, at->line, name, near);
	else
		complain("%s:%u: there is no setting '%s'; known: %s",
			 at->path, at->line, name, text_str(&names));
	text_free(&names);
	return false;
}

static bool say(const char **said, const struct place *at, enum option_id id,
		const char *value)
{
	const struct option *opt = &command_options[id];
	const char *words = opt->value ? opt->words : switch_words;
	struct text list = { 0 };

	if (!words || word_index(words, value) >= 0) {
		said[id] = value;
		return true;
	}
	words_print(words, &list);
	complain("%s:%u: %s is %s, not '%s'", at->path, at->line, opt->name,
		 text_str(&list), value);
	text_free(&list);
	return false;
}

/* Without the blanks around it. */
static char *trimmed(char *s)
{
	static const char blanks[] = " \t\r";
	size_t len;

	s += strspn(s, blanks);
	len = strlen(s);
	while (len && strchr(blanks, s[len - 1]))
		len--;
	s[len] = '\0';
	return s;
}

static bool read_line(const char **said, const struct place *at, char *line)
{
	char *equals, *name;

	line = trimmed(line);
	if (!*line || *line == '#')
		return true;
	equals = strchr(line, '=');
	if (!equals) {
		complain("%s:%u: this is no setting; write NAME = VALUE",
			 at->path, at->line);
		return false;
	}
	*equals = '\0';
	name = trimmed(line);
	for (int i = 0; i < NR_KNOWN; i++)
		if (!strcmp(name, command_options[known[i]].name))
			return say(said, at, known[i], trimmed(equals + 1));
	return unknown_name(at, name);
}

/* Every fault in one go. */
static bool read_lines(const char **said, const char *path, char *text)
{
	struct place at = { path, 1 };
	bool good = true;

	for (char *next; text; text = next, at.line++) {
		next = strchr(text, '\n');
		if (next)
			*next++ = '\0';
		good &= read_line(said, &at, text);
	}
	return good;
}

bool config_file(const char **said, const char *path, char **text)
{
	FILE *file = fopen(path, "r");
	size_t len;
	bool good;

	if (!file && (errno == ENOENT || errno == ENOTDIR))
		return true;
	if (!file) {
		complain("%s: cannot be opened: %s", path, tongue(strerror(errno)));
		return false;
	}
	*text = xmalloc(CONFIG_MAX_BYTES + 1);
	len = fread(*text, 1, CONFIG_MAX_BYTES, file);
	good = !ferror(file) && len < CONFIG_MAX_BYTES;
	if (ferror(file))
		complain("%s: cannot be read: %s", path, tongue(strerror(errno)));
	else if (!good)
		complain("%s: settings have less than %d bytes", path,
			 CONFIG_MAX_BYTES);
	fclose(file);
	(*text)[len] = '\0';
	return good && read_lines(said, path, *text);
}

void config_apply(struct options *o, const char *const *said)
{
	for (int i = 0; i < NR_KNOWN; i++) {
		enum option_id id = known[i];
		const char *value = said[id];

		if (value && !command_options[id].value)
			value = strcmp(value, "on") ? NULL : "";
		if (!o->value[id])
			o->value[id] = value;
	}
}

static bool read_own(const char **said, char **text)
{
	const char *home = getenv("XDG_CONFIG_HOME"), *below = "";
	struct text path = { 0 };
	bool good;

	if (!home || !*home) {
		home = getenv("HOME");
		below = "/.config";
	}
	if (!home || !*home)
		return true;
	text_printf(&path, "%s%s/framewalk/config", home, below);
	good = config_file(said, path.s, text);
	text_free(&path);
	return good;
}

static bool is_asked(const struct options *o)
{
	if (o->version)
		return false;
	return o->help || o->command == CMD_play || o->command == CMD_NONE ||
	       o->command == CMD_help || o->command == CMD_keys ||
	       o->command == CMD_list;
}

bool config_read(struct options *o)
{
	const char *said[NR_OPTIONS] = { NULL };

	if (!is_asked(o) || options_has(o, OPT_no_config))
		return true;
	if (!config_file(said, "/etc/framewalk/config", &o->config[0]) ||
	    !read_own(said, &o->config[1]))
		return false;
	config_apply(o, said);
	return true;
}
