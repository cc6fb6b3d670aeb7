/*
 * play - the two ways to show a scenario: on the stage, and as lines
 */
#ifndef CLI_PLAY_H
#define CLI_PLAY_H

#include "cli/output.h"
#include "cli/player.h"
#include "cli/screen.h"

/*
 * The scenario is o->args[0]. Both return an outcome. The stage leaves in *s
 * what the viewer changed: theme, language, mouse.
 */
int play_stage(const struct options *o, struct screen *s);

/*
 * After player_begin(), with the first picture in *p: reads the whole file and
 * answers the keys that were typed meanwhile. Return: DONE, perhaps with
 * p->quit; else the outcome, with the faults to be told once the stage is left.
 */
int play_rest(struct player *p, const struct screen *s, struct diags *faults);

/*
 * Without a keyboard: every step, or the position of --at alone. With one, a
 * line of keys at a time, answered with the facts of where they lead.
 */
int play_text(const struct options *o, const struct screen *s);

/*
 * The facts of each step from here to the end. Return: FAILED, after a message,
 * if a step cannot be run.
 */
int print_steps(struct player *p, struct output *out);

#endif
