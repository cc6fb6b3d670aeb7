/*
 * loader - what the readers of a scenario's parts share: the text being read,
 * the story being made, the names known so far, the faults found
 *
 * draft  a story under construction: the file's own, or that of a what-if
 */
#ifndef LOAD_LOADER_H
#define LOAD_LOADER_H

#include "load/json.h"
#include "load/names.h"
#include "story/story.h"

enum {
	LOAD_MAX_BYTES = 16 << 20,	/* of a document */
	LOAD_MAX_LINE = 1 << 20,	/* bytes of one line of JSON Lines */
	LOAD_MAX_GROUPS = 10000000,	/* operations as written */
	LOAD_MAX_STEPS = 10000000,
	LOAD_MAX_DETAILS = 1000000,	/* steps with texts; expectations */
	LOAD_MAX_WHAT_IFS = 64,
	LOAD_MAX_COMPARES = 8,
	LOAD_MAX_KEYS = 100000,		/* of a recording */
	LOAD_MAX_FAULTS = 10000,	/* of JSON Lines, then no more is read */
	LOAD_MAX_NAMES = 60000,		/* slots are 16 bits */
	LOAD_MAX_NAME = 63,		/* bytes of a name */
	LOAD_MAX_FILES = 10000,		/* that a machine has */
};
#define LOAD_MAX_REPEAT ((int64_t)1 << 31)	/* and operations of all steps */
#define LOAD_MAX_INTEGER ((int64_t)1 << 53)	/* exact in JSON's numbers */

/* What a name of a task or label stands for at this point of the text. */
enum name_kind {
	NAME_NEW,
	NAME_TASK,
	NAME_RANGE,
	NAME_BLOCK,
	NAME_FD,	/* a descriptor, of whichever task */
	NAME_SEGMENT,	/* of System V */
};

struct name_info {
	enum name_kind kind;
	bool	 ended;		/* a task after its exit */
	uint64_t extent_bytes;	/* of a range or segment, as its newest operation made it */
};

struct draft {
	struct story *story;
	size_t	      cap_chapters, cap_steps, cap_groups;
	size_t	      cap_details, cap_group_details, cap_what_ifs;
};

struct loader {
	struct diags	 *faults;
	struct json	  json;
	struct draft	  draft;
	struct shelf	**shelf;	/* of the whole file */
	struct names	  names;
	struct name_info *info;		/* by number of the name; owned */
	size_t		  cap_info;
	struct names	  verbs;	/* by enum op_verb */
	struct names	  labels;	/* of steps */
	struct names	  files;	/* of "files": the number is the slot ... */
	struct file_spec *file;		/* ... from 1; kept on the shelf */
	uint32_t	  nr_tasks;	/* that have not ended here ... */
	uint32_t	  task;		/* ... and the newest of them */
	int64_t		  max_until;	/* repetitions, where no "max" says so */
	uint64_t	  nr_operations;
	uint64_t	  nr_expects;
	bool		  too_many;	/* operations or names: told once */
	bool		  in_branch;	/* the draft is that of a what-if */
	bool		  lines;	/* JSON Lines: no place kept a group */
	bool		  begun;	/* only the first lines are read */
	bool		  given_up;	/* by the watch */
	const struct scenario_watch *watch;	/* NULL = nobody looks on */
	uint64_t	  watched;	/* bytes read when it looked last */
};

/* A fault at a value, or at its key. Return: it, for a diag_hint(). */
struct diag *fault_at(struct loader *l, const cJSON *value, const char *fmt,
		      ...) PRINTF_LIKE(3, 4);
struct diag *fault_key(struct loader *l, const cJSON *value, const char *fmt,
		       ...) PRINTF_LIKE(3, 4);

/* "did you mean ..." if one is near, else all of them. */
void hint_words(struct diag *d, const char *const *words, const char *said);

/* "a string", "a list" ... */
const char *value_kind(const cJSON *value);

/*
 * Plain values. Each returns false after a fault; `what` names the thing in
 * it: "the order", "\"start\"".
 */
bool read_integer(struct loader *l, const cJSON *v, const char *what,
		  int64_t min, int64_t max, int64_t *value);
/* A number, or a string "64M", "0x1000". */
bool read_size(struct loader *l, const cJSON *v, const char *what,
	       uint64_t *value);
/* A number, or a string of hexadecimal digits. */
bool read_address(struct loader *l, const cJSON *v, const char *what,
		  uint64_t *value);
/* One line; kept on the shelf. */
bool read_string(struct loader *l, const cJSON *v, const char *what,
		 const char **value);
/* As a string, and a name: a letter or '_', then letters, digits, '_'. */
bool read_name(struct loader *l, const cJSON *v, const char *what,
	       const char **value);
/* A string out of a list that ends in NULL. Return: its index, or -1. */
int read_word(struct loader *l, const cJSON *v, const char *what,
	      const char *const *words);
bool read_flag(struct loader *l, const cJSON *v, const char *what, bool *value);
/* A string, or an object of languages. one_line: no new line in it. */
bool read_words(struct loader *l, const cJSON *v, const char *what,
		bool one_line, struct words *value);
/* An expression, its form checked. positioned: it may end in "@ POSITION". */
bool read_expr(struct loader *l, const cJSON *v, const char *what,
	       bool positioned, const char **value);
/* The condition of an `until`. */
bool read_until(struct loader *l, const cJSON *v, const char *what,
		const char **value);
/* A place: a label that is known, or an address. */
bool read_place(struct loader *l, const cJSON *v, const char *what,
		const char **value);

/* Number of a known name of that kind; 0 and a fault. NAME_NEW: any label. */
uint32_t name_known(struct loader *l, const cJSON *v, const char *s, size_t len,
		    enum name_kind kind);
/* Number of a name that an operation defines; 0 and a fault. */
uint32_t name_define(struct loader *l, const cJSON *v, enum name_kind kind);
/* The task ends here. */
void name_end(struct loader *l, uint32_t slot);

void loader_init(struct loader *l, struct diags *faults);
void loader_free(struct loader *l);	/* not the story */

#endif
