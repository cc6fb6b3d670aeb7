/*
 * config - what a user wants each time: lines of NAME = VALUE
 *
 *	# comments and blank lines are left out
 *	theme = light
 *	ascii = on
 *
 * /etc/framewalk/config, then $XDG_CONFIG_HOME/framewalk/config (by default
 * ~/.config/framewalk/config); what is read later wins, the command line over
 * all. They are never written. Only the stage and the menu look at them, help
 * and lists for their language: what is made of a scenario depends on the
 * arguments alone.
 */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "cli/options.h"

/*
 * Add what the files say to options that were not given. Return: false after
 * a message with the place of the first fault.
 */
bool config_read(struct options *o);

/*
 * What one file says goes into said[NR_OPTIONS]; the values lie in *text, the
 * caller's to free. A missing file says nothing.
 */
bool config_file(const char **said, const char *path, char **text);

/* Options that were not given get what was said of them. */
void config_apply(struct options *o, const char *const *said);

#endif
