/*
 * play - the two ways to show a scenario: on the stage, and as lines
 */
#ifndef CLI_PLAY_H
#define CLI_PLAY_H

#include "cli/screen.h"

/*
 * The scenario is o->args[0]. Both return an outcome. The stage leaves in *s
 * what the viewer changed: theme, language, mouse.
 */
int play_stage(const struct options *o, struct screen *s);

/*
 * Without a keyboard: every step, or the position of --at alone. With one, a
 * line of keys at a time, answered with the facts of where they lead.
 */
int play_text(const struct options *o, const struct screen *s);

#endif
