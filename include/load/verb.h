/*
 * verb - the table of operations as data, for the reader and the schema
 */
#ifndef LOAD_VERB_H
#define LOAD_VERB_H

#include <stdbool.h>

#include "base/text.h"
#include "mm/op.h"

/* What may be written for an argument. */
enum arg_type {
	ARG_TASK,	/* name of a task */
	ARG_NEWTASK,
	ARG_OUT,	/* label that the result gets */
	ARG_BLOCK,	/* label of a block */
	ARG_PLACE,	/* label with offset, or address */
	ARG_ADDRESS,
	ARG_SIZE,
	ARG_DELTA,	/* "+4096", "-8K" */
	ARG_NUMBER,
	ARG_ORDER,
	ARG_GFP,
	ARG_PROT,
	ARG_MAPFLAGS,
	ARG_REMAPFLAGS,
	ARG_ADVICE,
	ARG_MODE,
	ARG_PATTERN,
	ARG_LAYOUT,
	ARG_THP,
	ARG_SYSCTL,
	ARG_VALUES,	/* a number, or a list of up to five */
	ARG_BOOL,
	ARG_FD,		/* label of a descriptor */
	ARG_SEGMENT,	/* label of a segment */
	ARG_FILE,	/* name of one of the machine's files */
	ARG_OFFSET,	/* in a file, bytes */
	ARG_FILEPOS,	/* the same; kept + 1 */
	ARG_OPENFLAGS,
	ARG_SHMFLAGS,
	ARG_LOCKFLAGS,
	ARG_FADVICE,
	ARG_SIGNAL,
	ARG_RESOURCE,
	ARG_LIMIT,	/* bytes or "unlimited" */
	ARG_SWAPDEV,	/* name of a swap device of the machine */
	ARG_PROCFILE,	/* "TASK/oom_score_adj" */
	ARG_DAEMON,
	NR_ARG_TYPES,
};

/* Where it goes in struct op. */
enum arg_slot {
	SLOT_TASKSLOT, SLOT_OUT, SLOT_PLACE, SLOT_FD1, SLOT_FD4, SLOT_OFFSET4,
	SLOT_PROCFILE, SLOT_ARG1, SLOT_ARG2, SLOT_ARG3,
	SLOT_ARG4, SLOT_MODE, SLOT_VALUES, SLOT_PATTERN,
};

struct argument {
	const char   *name;	/* NULL ends a list */
	const char   *quoted;	/* the same in quotes, for messages */
	enum arg_type type;
	bool	      required;
	bool	      alone;	/* may stand instead of the object */
	enum arg_slot to;
};

struct verb {
	const char	      *name;
	const char	      *group;
	const struct argument *args;
	const char	      *doc;
};

extern const struct verb verbs[NR_OP_VERBS];	/* [OP_none] is empty */

/* What may be written behind it: "length= [prot=] ". */
void verb_form(const struct verb *verb, struct text *out);

/* A word that may be written and the number it stands for. */
struct word {
	const char *word;	/* NULL ends a list */
	uint64_t    value;
};

/* The words of a type; NULL if it has none. */
const struct word *arg_words(enum arg_type type);
/* May several of them stand in a list? */
bool arg_is_list(enum arg_type type);

#endif
