/*
 * replay - page traces of a real kernel against the engine's buddy system
 */
#ifndef FIDELITY_REPLAY_H
#define FIDELITY_REPLAY_H

#include "report.h"

/*
 * Replay a set, a folder with start.txt, trace.txt and end.txt; or each set in
 * the folder.
 */
void replay_folder(struct report *r, const char *dir);

#endif
