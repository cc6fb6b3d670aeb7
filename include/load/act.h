/*
 * act - an operation while it is read
 */
#ifndef LOAD_ACT_H
#define LOAD_ACT_H

#include "load/loader.h"
#include "load/verb.h"

enum { MAX_ARGS = 12 };

enum { MOD_X, MOD_UNTIL, MOD_MAX, MOD_ERROR, MOD_SIGNAL, NR_MODS };

struct act {
	struct loader	    *l;
	const cJSON	    *object;
	const cJSON	    *call;	/* the member whose key is the verb */
	enum op_verb	     verb;
	const cJSON	    *given[MAX_ARGS];	/* by argument; NULL = left out */
	const cJSON	    *mod[NR_MODS];
	struct group	     group;
	struct group_detail  detail;
	bool		     good;
};

/*
 * What is left out gets its default; what is missing, or does not go with
 * something else, is a fault, and the operation no longer good.
 */
void act_complete(struct act *a);

#endif
